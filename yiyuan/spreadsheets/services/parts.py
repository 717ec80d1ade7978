"""A bureau's spreadsheet of the whole city, handed out: each department gets its own rows and takes them itself.

Nobody writes another department's catalog; the bureau saves it the typing.
"""

from collections.abc import Sequence

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies
from yiyuan.catalog.types import CatalogTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.organisations.api import infos
from yiyuan.spreadsheets import selectors
from yiyuan.spreadsheets.mapping.reading import provider_of
from yiyuan.spreadsheets.models import SheetImport, SheetRow
from yiyuan.spreadsheets.services.sheets import bodies_of, entries_of, keep_mapping, start_job
from yiyuan.spreadsheets.types import Outcome, SheetState
from yiyuan.spreadsheets.workbook import Read
from yiyuan.spreadsheets.workflow import SHEET

NAME_SHOWN = 300
REASON_KEPT = 300  # the step keeps the whole


@transaction.atomic
def distribute_sheet(sheet_id: int, *, actor: Actor) -> SheetImport:
    """Offer every department of the region its rows; rows that name none are refused with the reason and given back.

    Raises NotFound, NotAllowed, MoveRefused; RuleBroken("catalog.sheet_columns") while the name of the resource or of
    the department has no column.
    """
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    if not policies.may_distribute(actor):
        raise NotAllowed("catalog.sheet.distribute")
    if found.state != SheetState.MAPPING:
        raise MoveRefused("catalog.sheet.distribute", state=found.state)
    keep_mapping(found, needed=("name", "provider"), region=actor.region_code)
    entries = entries_of(found, region=actor.region_code)
    bodies = bodies_of(actor.region_code)
    meant = [bodies.meant_by(provider_of(entry)) for entry in entries]
    named = infos(body for body in meant if body is not None)
    rows = [
        _given(found, place, entry, named[body].name) if body is not None else _refused(found, place, entry)
        for place, (entry, body) in enumerate(zip(entries, meant, strict=True))
    ]
    SheetRow.objects.bulk_create(rows)
    for body in sorted(named):
        _offer(found, organisation_id=body, total=meant.count(body))
    found.total, found.refused = len(entries), meant.count(None)
    found.taken = found.total - found.refused
    found.state, found.ended_at = SheetState.DISTRIBUTED, clock.real_now()
    found.save(update_fields=["total", "taken", "refused", "state", "ended_at"])
    facts = {"read": found.total, "taken": found.taken, "refused": found.refused, "departments": len(named)}
    record(actor, CatalogTag.SHEET_DISTRIBUTED, object_type="catalog.sheet", object_id=found.id, facts=facts)
    return found


def _given(found: SheetImport, position: int, entry: Read, department: str) -> SheetRow:
    said = f"已交{department}导入"
    return SheetRow(
        sheet_import=found,
        position=position,
        row=entry.row,
        name=entry.name[:NAME_SHOWN],
        outcome=Outcome.TAKEN,
        reasons=[],
        warnings=[said],
        fields=[],
    )


def _refused(found: SheetImport, position: int, entry: Read) -> SheetRow:
    said = provider_of(entry)
    if said:
        reason = f"本地没有登记叫“{said}”的单位，或者有几个单位叫这个名字；请写单位全称"
    else:
        reason = "没有写提供部门，不知道交给谁导入"
    return SheetRow(
        sheet_import=found,
        position=position,
        row=entry.row,
        name=entry.name[:NAME_SHOWN],
        outcome=Outcome.REFUSED,
        reasons=[reason],
        warnings=[],
        fields=["provider"],
    )


def _offer(found: SheetImport, *, organisation_id: int, total: int) -> None:
    part = SheetImport.objects.create(
        organisation_id=organisation_id,
        account_id=found.account_id,
        person_name=found.person_name,
        file_name=found.file_name,
        digest=found.digest,
        original=b"",
        sheet=found.sheet,
        mapping=found.mapping,
        parent=found,
        state=SheetState.OFFERED,
        total=total,
    )
    SHEET.begin(part)


@transaction.atomic
def take_part(sheet_id: int, *, actor: Actor) -> SheetImport:
    """Take one's part into drafts of one's own, in the background. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    mine = {"account_id": actor.account_id, "person_name": actor.person_name}
    SHEET.move(found, "take", actor=actor, also_set=mine)
    start_job(found, actor=actor)
    return found


@transaction.atomic
def decline_part(sheet_id: int, *, actor: Actor, reason: str) -> SheetImport:
    """Send it back with the reason, for the bureau to read. Raises RuleBroken("catalog.said") and as `take_part`."""
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    ended = {"declined": reason.strip()[:REASON_KEPT], "ended_at": clock.real_now()}
    SHEET.move(found, "decline", actor=actor, note=reason.strip(), said=reason, also_set=ended)
    return found


def parts_of(found: SheetImport) -> Sequence[SheetImport]:
    """What became of each department's part, for the one who distributed the sheet."""
    return list(found.parts.select_related("organisation").defer("original").order_by("organisation__name"))


def offered_entries(found: SheetImport) -> list[Read]:
    """The resources of a part, as they would be taken."""
    return entries_of(found, region=found.region_code)
