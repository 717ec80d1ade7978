"""Sessions of a login: begun, used, listed for their owner, ended one by one or all at once."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import rules
from yiyuan.organisations.models import Assignment, Delegation, Login
from yiyuan.organisations.types import OrganisationTag
from yiyuan.web.clients import neighbourhood_of


def begin(account_id: int, *, session_key: str, address: str, agent: str) -> None:
    """agent: what the browser says of itself; kept is what people call it."""
    now, program = clock.real_now(), rules.program_of(agent)
    made = {"account_id": account_id, "begun_at": now, "seen_at": now, "program": program}
    Login.objects.update_or_create(session_key=session_key, defaults={**made, "network": neighbourhood_of(address)})


def touch(session_key: str, *, address: str) -> None:
    """It was used, from this address."""
    Login.objects.filter(session_key=session_key).update(seen_at=clock.real_now(), network=neighbourhood_of(address))


def move(old_key: str, new_key: str) -> None:
    """The same session goes on under another key."""
    Login.objects.filter(session_key=old_key).update(session_key=new_key)


@transaction.atomic
def end_login(login_id: int, *, actor: Actor) -> None:
    """One of one's own. Raises NotFound."""
    found = Login.objects.filter(id=login_id, account_id=actor.account_id).first()
    if found is None:
        raise NotFound("login", id=login_id)
    _end([found.session_key])
    record(actor, OrganisationTag.SESSIONS_ENDED, object_type="account", object_id=actor.account_id, facts={"ended": 1})


@transaction.atomic
def end_others(*, actor: Actor, keep: str) -> int:
    """All of one's own but the session of this key; returns how many."""
    ended = end_all([actor.account_id], keep=keep)
    facts = {"ended": ended}
    record(actor, OrganisationTag.SESSIONS_ENDED, object_type="account", object_id=actor.account_id, facts=facts)
    return ended


def end_all(account_ids: Collection[int], *, keep: str = "") -> int:
    """Sessions of these accounts, at once, in the caller's transaction; returns how many."""
    found = Login.objects.filter(account_id__in=account_ids).exclude(session_key=keep)
    return _end(list(found.values_list("session_key", flat=True)))


@transaction.atomic
def end_lapsed() -> int:
    """Sessions from before today of those who held something that has ended since; returns how many. Safe to repeat.

    An assignment or delegation that ends with a day ends its holder's sessions with that day; who has other functions
    logs in again.
    """
    today = clock.today()
    midnight = clock.real_now().astimezone(clock.BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    ended = Q(to_on__lt=today, to_on__gte=today - timedelta(seconds=settings.SESSION_COOKIE_AGE) - timedelta(days=1))
    held = set(Assignment.objects.filter(ended).values_list("person_id", flat=True))
    held |= set(Delegation.objects.filter(ended).values_list("delegate_id", flat=True))
    theirs = Login.objects.filter(begun_at__lt=midnight, account__person__in=held)
    return _end(list(theirs.values_list("session_key", flat=True)))


def forget() -> None:
    """What ended by itself. Safe to repeat."""
    now = clock.real_now()
    Login.objects.filter(begun_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    Login.objects.filter(seen_at__lt=now - timedelta(seconds=settings.SESSION_IDLE_S)).delete()
    Session.objects.filter(expire_date__lt=now).delete()


def forget_one(session_key: str) -> None:
    """It ended by logging out or by itself."""
    Login.objects.filter(session_key=session_key).delete()


def _end(keys: Collection[str]) -> int:
    Session.objects.filter(session_key__in=keys).delete()
    return Login.objects.filter(session_key__in=keys).delete()[0]
