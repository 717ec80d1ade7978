"""Repair: rests on a national order outside the texts held here; its conditions and its clock are the platform's."""

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.credit import events, papers, policies, rules, selectors
from yiyuan.credit.models import CreditRecord, CreditRepair
from yiyuan.credit.rules import Reader
from yiyuan.credit.services.catalog import term_of
from yiyuan.credit.services.objections import tell_receivers
from yiyuan.credit.services.records import tell
from yiyuan.credit.types import CreditTag, File, Nature, ReaderKind, RecordState
from yiyuan.credit.workflow import REPAIR
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, system_of
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken


def _ask(found: CreditRecord, *, actor: Actor, corrected: bool, committed: bool, file: File | None) -> CreditRepair:
    if found.nature != Nature.NEGATIVE or found.state not in {RecordState.LIVE, RecordState.ENDED}:
        raise RuleBroken("credit.repairable", problem="不是在公示期的不良信息。")
    if file is None:
        raise RuleBroken("credit.evidence")
    name, digest = papers.keep(file)
    try:
        with transaction.atomic():
            made = CreditRepair.objects.create(
                law_on=clock.today(),
                region_code=found.region_code,
                record=found,
                provider_id=found.provider_id,
                corrected=corrected,
                committed=committed,
                file_name=name,
                sha256=digest,
                asked_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("credit.repairable", problem="已经有一件申请在办。") from None
    record(actor, CreditTag.REPAIR, object_type="credit.repair", object_id=made.id)
    REPAIR.begin(made)
    return made


@transaction.atomic
def ask_repair(*, reader: Reader, record_id: int, corrected: bool, committed: bool, file: File | None) -> CreditRepair:
    """A subject asks. Raises NotFound, NotAllowed, RuleBroken("credit.repairable" | "credit.evidence")."""
    if reader.kind is not ReaderKind.SUBJECT:
        raise NotAllowed("credit.repair.ask")
    found = selectors.rows(reader).filter(id=record_id).first()
    if found is None:
        raise NotFound("credit.record", id=record_id)
    actor = system_of(found.region_code)
    return _ask(found, actor=actor, corrected=corrected, committed=committed, file=file)


@transaction.atomic
def register_repair(
    record_id: int, *, actor: Actor, file: File | None, corrected: bool = False, committed: bool = False
) -> CreditRepair:
    """What a subject asked for at the counter. Raises as `ask_repair`."""
    found = selectors.desk_record(actor, record_id)
    policies.require_desk(found, actor)
    return _ask(found, actor=actor, corrected=corrected, committed=committed, file=file)


@transaction.atomic
def repair(repair_id: int, *, actor: Actor, words: str = "") -> None:
    """It is no longer published, shared or used; the row stays. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("credit.repairable").
    """
    found = selectors.repair_for(actor, repair_id, lock=True)
    one, term = found.record, term_of(found.record.item_id, found.record.severity)
    least = rules.months_on(one.document_on, term.least_months) if term else None
    also = {"words": words.strip(), "decided_on": clock.today()}
    REPAIR.move(
        found,
        "repair",
        actor=actor,
        note=words.strip(),
        also_set=also,
        least_on=least,
        corrected=found.corrected,
        committed=found.committed,
        today=clock.today(),
    )
    CreditRecord.objects.filter(id=one.id).update(state=RecordState.REPAIRED, changed_on=clock.today())
    tell_receivers(one, "已修复", actor=actor)
    tell(one, events.RecordEnded)


@transaction.atomic
def refuse_repair(repair_id: int, *, actor: Actor, words: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("credit.said")."""
    found = selectors.repair_for(actor, repair_id, lock=True)
    also = {"words": words.strip(), "decided_on": clock.today()}
    REPAIR.move(found, "refuse", actor=actor, words=words, note=words.strip(), also_set=also)


def repairs_of(reader: Reader) -> list[CreditRepair]:
    """A subject's own, with state and answer, newest first."""
    held = CreditRepair.objects.filter(record__subject__code=selectors.followed(reader).code)
    return list(held.select_related("record").order_by("-id")) if reader.kind is ReaderKind.SUBJECT else []
