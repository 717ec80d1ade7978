"""What people and bodies outside sent: applications for conditional data, requests, results of use."""

import hashlib
import secrets
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import draft_entry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Term, Unit
from yiyuan.opening import papers, policies, rules, selectors, showing, store
from yiyuan.opening.models import OpenAccess, Reuse, UseReport
from yiyuan.opening.types import BreachState, File, IssuedKey, OpeningTag
from yiyuan.opening.workflow import ACCESS, REQUEST, REUSE
from yiyuan.workdays.api import due


def _months_after(day: date, months: int) -> date:
    return due(Term(months, Unit.MONTH), day).on


@transaction.atomic
def agree(access_id: int, *, actor: Actor, reply: str = "") -> None:
    """Raises NotFound, MoveRefused, NotAllowed."""
    found = selectors.access_for(actor, access_id, lock=True)
    ACCESS.move(found, "agree", actor=actor, note=reply.strip(), also_set={"reply": reply.strip()})


@transaction.atomic
def refuse_access(access_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.access_for(actor, access_id, lock=True)
    also = {"reply": words.strip(), "ended_on": clock.today()}
    ACCESS.move(found, "refuse", actor=actor, words=words, note=words.strip(), also_set=also)


@transaction.atomic
def sign_agreement(access_id: int, *, actor: Actor, number: str, signed_on: date, months: int, file: File) -> IssuedKey:
    """The agreement is on file; gives the key, shown this once. months: of the reporting cycle.

    Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.agreement" | "opening.reports" | "opening.file").
    """
    found = selectors.access_for(actor, access_id, lock=True)
    name, digest = papers.keep(file)
    secret = secrets.token_urlsafe(24)
    key_digest = hashlib.sha256(secret.encode()).hexdigest()
    ACCESS.move(
        found,
        "sign",
        actor=actor,
        number=number,
        months=months,
        signed_on=signed_on,
        today=clock.today(),
        also_set={
            "agreement_no": number.strip(),
            "agreement_on": signed_on,
            "agreement_file": name,
            "agreement_sha256": digest,
            "report_months": months,
            "report_due_on": _months_after(clock.today(), months),
            "key_digest": key_digest,
        },
    )
    store.open_key(key_digest, dataset_id=found.dataset_id, access_id=found.id)
    facts = {"agreement": number.strip()}
    record(actor, OpeningTag.KEY, object_type="opening.access", object_id=found.id, facts=facts)
    return IssuedKey(secret)


@transaction.atomic
def record_report(access_id: int, *, actor: Actor, words: str) -> UseReport:
    """The report of the cycle that runs; the next one begins.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("opening.said").
    """
    found = selectors.access_for(actor, access_id, lock=True)
    policies.require_reporting(found, actor)
    rules.check_said(words=words)
    assert found.report_due_on is not None, "set with the agreement"
    assert found.report_months is not None, "set with the agreement"
    made = UseReport.objects.create(
        access=found, due_on=found.report_due_on, reported_on=clock.today(), words=words.strip()
    )
    due_on = _months_after(max(found.report_due_on, clock.today()), found.report_months)
    OpenAccess.objects.filter(id=found.id).update(report_due_on=due_on, missed_on=None)
    record(actor, OpeningTag.REPORTED, object_type="opening.access", object_id=found.id)
    return made


@transaction.atomic
def halt_access(access_id: int, *, actor: Actor, words: str) -> None:
    """Its key opens nothing until it is resumed. Raises NotFound, MoveRefused, NotAllowed, RuleBroken."""
    found = selectors.access_for(actor, access_id, lock=True)
    ACCESS.move(found, "halt", actor=actor, words=words, note=words.strip())
    store.close_key(found.id)


@transaction.atomic
def resume_access(access_id: int, *, actor: Actor) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.breach")."""
    found = selectors.access_for(actor, access_id, lock=True)
    if found.breaches.filter(state=BreachState.OPEN, rests=True).exists():
        raise RuleBroken("opening.breach", problem="利用情况违规正在核查，核查期间暂停使用，结案以后再恢复。")
    ACCESS.move(found, "resume", actor=actor)
    store.open_key(found.key_digest, dataset_id=found.dataset_id, access_id=found.id)


@transaction.atomic
def end_access(access_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.access_for(actor, access_id, lock=True)
    ACCESS.move(found, "end", actor=actor, words=words, note=words.strip(), also_set={"ended_on": clock.today()})
    store.close_key(found.id)


@transaction.atomic
def answer_request(request_id: int, *, actor: Actor, words: str) -> None:
    """The answer is public. Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.request_for(actor, request_id, lock=True)
    also = {"answer": words.strip(), "answered_on": clock.today()}
    REQUEST.move(found, "answer", actor=actor, words=words, note=words.strip(), also_set=also)
    showing.show_request(found)


@transaction.atomic
def show_reuse(reuse_id: int, *, actor: Actor) -> None:
    """Raises NotFound, MoveRefused, NotAllowed."""
    found = selectors.reuse_for(actor, reuse_id, lock=True)
    REUSE.move(found, "show", actor=actor)
    showing.show_reuse(found)


@transaction.atomic
def decline_reuse(reuse_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("opening.said")."""
    found = selectors.reuse_for(actor, reuse_id, lock=True)
    REUSE.move(found, "decline", actor=actor, words=words, note=words.strip(), also_set={"reply": words.strip()})


@transaction.atomic
def enter_returned(reuse_id: int, *, actor: Actor) -> int:
    """What was made of open data and given back becomes a draft of the catalog that names its sources; its id.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken.
    """
    found = selectors.reuse_for(actor, reuse_id, lock=True)
    policies.require_entering(found, actor)
    used = list(found.datasets.order_by("id"))
    said = "、".join(f"《{one.name}》（资源 {one.resource_id}）" for one in used)
    resource_id = draft_entry(
        actor=actor,
        provider_id=found.operator_id,
        region_code=found.region_code,
        name=found.title,
        summary=f"{found.words}\n由{found.maker}利用开放数据加工后返还，来源：{said}。",
        items=[line.strip() for line in found.returned.splitlines() if line.strip()],
        source=f"返还：{found.maker}",
    )
    Reuse.objects.filter(id=found.id).update(resource_id=resource_id)
    facts = {"resource": resource_id, "sources": [one.resource_id for one in used]}
    record(actor, OpeningTag.RETURNED, object_type="opening.reuse", object_id=found.id, facts=facts)
    return resource_id
