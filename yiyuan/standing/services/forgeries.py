"""Forged licences: found by a body that uses licences, approved by the bureau, then as the law says."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.credit.api import add_record
from yiyuan.credit.types import File as CreditFile
from yiyuan.credit.types import Level, Nature, SubjectKind
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import bureau_of, operator_of
from yiyuan.standing import papers, rules, selectors
from yiyuan.standing.models import Forgery
from yiyuan.standing.types import File, StandingTag
from yiyuan.standing.workflow import FORGERY

RECORD = "record"  # a value of `standing.forgery`


@transaction.atomic
def report_forgery(
    *, actor: Actor, name: str, code: str, licence: str, facts: str, found_on: date, file: File
) -> Forgery:
    """Raises NotAllowed, RuleBroken("standing.entity" | "standing.said" | "standing.dates" | "standing.file")."""
    if not actor.has(*PARTIES):
        raise NotAllowed("standing.forgery.report")
    subject = rules.check_entity(name=name, code=code)
    rules.check_told(words=facts)
    if found_on > clock.today():
        raise RuleBroken("standing.dates")
    bureau = bureau_of(actor.region_code)
    if bureau is None:
        raise NotFound("organisation", region=actor.region_code)
    made = Forgery.objects.create(
        law_on=clock.today(),
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        bureau_id=bureau.id,
        name=subject.name,
        code=subject.code,
        licence=licence.strip(),
        facts=facts.strip(),
        found_on=found_on,
        **papers.keep(file),
    )
    record(actor, StandingTag.FORGED, object_type="standing.forgery", object_id=made.id)
    FORGERY.begin(made)
    return made


@transaction.atomic
def approve_forgery(forgery_id: int, *, actor: Actor, words: str, item_code: str = "") -> None:
    """A report with its evidence goes to the credit body; where the law says so it becomes a credit record.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said" | "credit.catalog" …).
    """
    found = selectors.forgery_for(actor, forgery_id, lock=True)
    outcome = FORGERY.law(found)("standing.forgery")
    centre = operator_of(found.region_code)
    also = {
        "reply": words.strip(),
        "outcome": outcome,
        "sent_to": centre.name if centre else found.bureau.name,
        "sent_on": clock.today(),
        "report_no": f"WZ{clock.today():%Y}{found.id:05d}",
    }
    FORGERY.move(found, "approve", actor=actor, words=words, note=words.strip(), also_set=also)
    if outcome == RECORD:
        _keep(found, actor=actor, item_code=item_code)


def _keep(found: Forgery, *, actor: Actor, item_code: str) -> None:
    content = papers.PAPERS.read(found.sha256, sha256=found.sha256)
    kept = add_record(
        actor=actor,
        item_code=item_code,
        subject_kind=SubjectKind.LEGAL,
        subject_code=found.code,
        subject_name=found.name,
        matter=f"伪造证照：{found.licence}"[:200],
        description=found.facts,
        document_no=found.report_no,
        document_on=clock.today(),
        file=CreditFile(found.file_name, content),
        valid_from=clock.today(),
        long_term=True,
        level=Level.INTERNAL,
        made_on=clock.today(),
        nature=Nature.NEGATIVE,
    )
    Forgery.objects.filter(id=found.id).update(record_id=kept.id)


@transaction.atomic
def refuse_forgery(forgery_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.said")."""
    found = selectors.forgery_for(actor, forgery_id, lock=True)
    FORGERY.move(found, "refuse", actor=actor, words=words, note=words.strip(), also_set={"reply": words.strip()})
