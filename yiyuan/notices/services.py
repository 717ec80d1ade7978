"""Writes of notices: tell, read, wish, send."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, Unavailable
from yiyuan.kernel.texts import shortened
from yiyuan.notices import outside, rules, selectors, sending
from yiyuan.notices.models import Notice, OutsideContact, Sending, Wishes
from yiyuan.notices.types import ASKING, WAY_WORDS, Kind, NoticeTag, Pace, SendingState, Way
from yiyuan.organisations.api import operator_of, staff

JOB = "notices.send"
MOST_TRIES = 6
SENTENCE = 500


def tell(
    account_ids: Iterable[int],
    *,
    kind: Kind,
    sentence: str,
    href: str = "",
    due_on: date | None = None,
    matter: str = "",
    about: str = "",
) -> list[int]:
    """Tell persons something; in the transaction of what happened. Returns the notices' ids.

    sentence: what, by when, under which article; no personal content.
    What leaves the product is sent by a job of its own, after the transaction, outside each person's quiet hours.
    """
    told = sorted(set(account_ids))
    if not told:
        return []
    with transaction.atomic():
        made = Notice.objects.bulk_create(
            Notice(
                account_id=account,
                kind=kind,
                sentence=shortened(sentence, most=SENTENCE),
                href=href,
                due_on=due_on,
                matter=matter,
                about=shortened(about, most=300),
                made_on=clock.today(),
            )
            for account in told
        )
        by_account = {one.account_id: one for one in made}
        for wishes in Wishes.objects.filter(account__in=told, pace=Pace.AT_ONCE):
            _hand_out(wishes, [by_account[wishes.account_id].id])
    return [one.id for one in made]


def settle(matter: str, *, ended: bool) -> None:
    """What was asked in this matter is asked no more, and of an ended one nothing told before counts: none is new."""
    told = Notice.objects.filter(matter=matter, over=False)
    over = told if ended else told.filter(kind__in=ASKING)
    over.update(over=True, read_at=Coalesce("read_at", Value(clock.real_now())))


def _hand_out(wishes: Wishes, notice_ids: list[int]) -> None:
    now = timezone.localtime(clock.real_now())
    not_before = rules.earliest(now, quiet_from=wishes.quiet_from, quiet_to=wishes.quiet_to)
    for way, address in ((Way.MAIL, wishes.mail), (Way.MESSENGER, wishes.messenger)):
        if address:
            made = Sending.objects.create(
                account_id=wishes.account_id, way=way, notice_ids=notice_ids, not_before=not_before
            )
            _defer(made.id, at=not_before)


def _defer(sending_id: int, *, at: datetime) -> None:
    app.configure_task(JOB, schedule_at=at).defer(sending_id=sending_id)


@transaction.atomic
def hand_out_digests() -> int:
    """One message for each person who wishes a day's notices in one and has new ones; returns how many."""
    made = 0
    for wishes in Wishes.objects.select_for_update().filter(pace=Pace.DAILY):
        known = [
            i
            for ids in Sending.objects.filter(account=wishes.account_id).values_list("notice_ids", flat=True)
            for i in ids
        ]
        new = Notice.objects.filter(account=wishes.account_id, read_at=None).exclude(id__in=known)
        if ids := list(new.order_by("id").values_list("id", flat=True)):
            _hand_out(wishes, ids)
            made += 1
    return made


def send(sending_id: int) -> None:
    """Send one message. Raises Unavailable to be tried again; after the last try it stands as failed.

    Safe to repeat: what was sent is not sent again.
    """
    found = Sending.objects.filter(id=sending_id, state=SendingState.WAITING).first()
    if found is None:
        return
    tries = found.tries + 1
    try:
        simulated = outside.send(found) if found.outside else _send_notices(found)
    except Unavailable as error:
        state = SendingState.FAILED if tries >= MOST_TRIES else SendingState.WAITING
        words = f"{error.subject} {error.facts}"[:300]
        Sending.objects.filter(id=found.id).update(tries=tries, error=words, state=state)
        if state == SendingState.WAITING:
            raise
        if found.outside:
            _tell_operator(found.outside)
        return
    sent = {"state": SendingState.SENT, "sent_at": clock.real_now(), "simulated": simulated}
    Sending.objects.filter(id=found.id).update(tries=tries, error="", **sent)


def _send_notices(found: Sending) -> str:
    assert found.account_id is not None
    wishes = selectors.wishes_of(found.account_id)
    notices = list(Notice.objects.filter(id__in=found.notice_ids).order_by("id"))
    if found.way == Way.MAIL:
        sending.mail(wishes.mail, notices)
    else:
        sending.messenger(wishes.messenger, notices, sending_id=found.id)
    return ""


def _tell_operator(contact: OutsideContact) -> None:
    """A result that did not reach who filed; nothing of the person."""
    operator = operator_of(contact.region_code)
    people = staff(operator.id, Function.OPERATOR) if operator else []
    sentence = (
        f"有一件公众提交的事项已有结果，{WAY_WORDS[Way(contact.way)]}没有发出去；请在发送记录里看原因，处理后重新发送。"
    )
    tell(people, kind=Kind.PROGRESS, sentence=sentence, href=reverse("notices:sendings"))


@transaction.atomic
def tell_outside(matter: str) -> None:
    """The result of a matter stands: whoever filed it at a public door and left a number or address is told, once."""
    found = OutsideContact.objects.select_for_update().filter(matter=matter, ended_on=None).first()
    if found is None:
        return
    found.ended_on = clock.today()
    found.save()
    made = Sending.objects.create(outside=found, way=found.way, notice_ids=[], not_before=clock.real_now())
    _defer(made.id, at=made.not_before)


@transaction.atomic
def retry(sending_id: int, *, actor: Actor) -> None:
    """Try a failed sending once more from the beginning. Raises NotAllowed, NotFound."""
    if not actor.has(Function.OPERATOR, Function.SYSTEM_ADMIN):
        raise NotAllowed("notices.retry")
    if not Sending.objects.filter(id=sending_id, state=SendingState.FAILED).update(
        state=SendingState.WAITING, tries=0, error=""
    ):
        raise NotFound("sending", id=sending_id)
    _defer(sending_id, at=clock.real_now())
    record(actor, NoticeTag.SENDING_RETRIED, object_type="sending", object_id=sending_id)


def mark_read(actor: Actor, notice_id: int | None = None) -> int:
    """One of the actor's notices, or all of them; returns how many were new. Raises NotFound for somebody else's."""
    found = selectors.mine(actor)
    if notice_id is not None:
        found = found.filter(id=selectors.notice_for(actor, notice_id).id)
    return found.filter(read_at=None).update(read_at=clock.real_now())


@transaction.atomic
def save_wishes(
    *,
    actor: Actor,
    pace: Pace,
    mail: str = "",
    messenger: str = "",
    quiet_from: time | None = None,
    quiet_to: time | None = None,
) -> None:
    """How the actor wants to be written to."""
    Wishes.objects.update_or_create(
        account_id=actor.account_id,
        defaults={
            "pace": pace,
            "mail": mail,
            "messenger": messenger,
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
        },
    )
    record(actor, NoticeTag.WISHES_SAVED, object_type="account", object_id=actor.account_id, facts={"pace": pace.value})
