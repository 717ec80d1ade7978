"""Services of a mapped import: a spreadsheet received, its columns confirmed, its rows taken in the background.

Rows are taken in portions, each in one transaction with its outcomes and counts: a killed job goes on where it stood.
Drafts only; nothing in a file submits, approves or publishes.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.catalog import policies
from yiyuan.catalog.selectors import own_versions
from yiyuan.catalog.types import CatalogTag
from yiyuan.catalog.vocabulary import vocabulary
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.organisations.api import actor_of_account, choices, infos, organisation
from yiyuan.spreadsheets import selectors
from yiyuan.spreadsheets.mapping import giving_back, reading
from yiyuan.spreadsheets.mapping import grid as grids
from yiyuan.spreadsheets.mapping import mapping as mappings
from yiyuan.spreadsheets.mapping.grid import Grid
from yiyuan.spreadsheets.mapping.mapping import Layout, Mapping
from yiyuan.spreadsheets.mapping.providers import Bodies
from yiyuan.spreadsheets.models import ColumnMapping, SheetImport, SheetRow
from yiyuan.spreadsheets.services.workbooks import Mine, check_no_secrets, take_entry
from yiyuan.spreadsheets.types import Outcome, SheetState
from yiyuan.spreadsheets.workbook import Read

JOB = "catalog.take_sheet"
PORTION = 50  # resources in one transaction
NAME_SHOWN = 300


@transaction.atomic
def receive_sheet(content: bytes, *, actor: Actor, file_name: str) -> SheetImport:
    """Keep a spreadsheet as it came and propose a mapping: the one saved for these headings, else a guess.

    Raises NotAllowed; RuleBroken("catalog.sheet") when the file cannot be read, RuleBroken("catalog.no_secrets") when
    a column says of an entry that it is secret: nothing of such a file is kept.
    """
    if not policies.may_bring_sheets(actor):
        raise NotAllowed("catalog.sheet")
    opened = grids.open_grid(content)
    known = vocabulary(actor.region_code)
    proposed = _saved(opened, actor=actor) or mappings.propose(opened, known)
    grids.check_headings(opened, first=proposed.first, count=proposed.count)
    proposed = mappings.with_words(opened, proposed, known)
    check_no_secrets(reading.entries(opened, proposed, known))
    made = SheetImport.objects.create(
        organisation_id=actor.organisation_id,
        account_id=actor.account_id,
        person_name=actor.person_name,
        file_name=file_name[-200:],
        digest=hashlib.sha256(content).hexdigest(),
        original=content,
        sheet=opened.sheet,
        mapping=proposed.plain(),
    )
    record(actor, CatalogTag.SHEET_RECEIVED, object_type="catalog.sheet", object_id=made.id)
    return made


def _saved(opened: Grid, *, actor: Actor) -> Mapping | None:
    """What was confirmed for these headings before, wherever they stand in this file."""
    places = mappings.fingerprints(opened)
    saved = ColumnMapping.objects.filter(organisation_id=actor.organisation_id, fingerprint__in=places).first()
    if saved is None:
        return None
    first, count = places[saved.fingerprint]
    return replace(mappings.from_plain(saved.mapping), first=first, count=count)


def grid_of(found: SheetImport) -> Grid:
    """The cells of a kept spreadsheet; a department's part is kept with the whole."""
    kept = found.parent or found
    return grids.open_grid(bytes(kept.original), sheet=kept.sheet)


def map_sheet(sheet_id: int, *, actor: Actor, mapping: Mapping) -> SheetImport:
    """Set which column gives what; values met for the first time get a code proposed.

    A file in which a column now says of an entry that it is secret is deleted, and the attempt kept without content.
    Raises NotFound, MoveRefused, RuleBroken.
    """
    mapped = _map(sheet_id, actor=actor, mapping=mapping)
    opened, known = grid_of(mapped), vocabulary(actor.region_code)
    try:
        check_no_secrets(reading.entries(opened, mappings.from_plain(mapped.mapping), known))
    except RuleBroken:
        _delete(mapped, actor=actor)
        raise
    return mapped


@transaction.atomic
def _delete(found: SheetImport, *, actor: Actor) -> None:
    """Leave nothing of a file that was never taken in but the record that it was cancelled."""
    whole = found.parent or found
    SheetImport.objects.filter(parent=whole).delete()
    SheetImport.objects.filter(id=whole.id).delete()
    record(actor, CatalogTag.SHEET_CANCELLED, object_type="catalog.sheet", object_id=whole.id, facts={"secret": True})


@transaction.atomic
def _map(sheet_id: int, *, actor: Actor, mapping: Mapping) -> SheetImport:
    found = _in_hand(sheet_id, actor=actor, bureau=True)
    opened = grid_of(found)
    if mapping.first + mapping.count > len(opened.rows):
        raise RuleBroken("catalog.sheet", problem="表头下面没有内容，请核对表头所在的行。")
    if any(place >= opened.width for place in mapping.columns.values()):
        raise RuleBroken("catalog.sheet", problem=f"表格只有 {opened.width} 列，对照里有更后面的列。")
    grids.check_headings(opened, first=mapping.first, count=mapping.count)
    complete = mappings.with_words(opened, mapping, vocabulary(actor.region_code))
    SheetImport.objects.filter(id=found.id).update(mapping=complete.plain())
    found.mapping = complete.plain()
    return found


@transaction.atomic
def start_import(sheet_id: int, *, actor: Actor) -> SheetImport:
    """Take the rows in the background; the mapping is kept for the next file with these headings.

    One that failed goes on after the last row that was taken.
    Raises RuleBroken("catalog.sheet_columns") while the resource name has no column.
    """
    found = _in_hand(sheet_id, actor=actor, states=(SheetState.MAPPING, SheetState.FAILED))
    keep_mapping(found, needed=("name",), region=actor.region_code)
    found.total = len(entries_of(found, region=actor.region_code))
    found.state = SheetState.RUNNING
    start_job(found, actor=actor)
    return found


def keep_mapping(found: SheetImport, *, needed: Sequence[str], region: str) -> None:
    """Keep a mapping for the next file with these headings, if any. Raises RuleBroken("catalog.sheet_columns")."""
    mapping = mappings.from_plain(found.mapping)
    wanted = [*needed, "item.name"] if mapping.layout is Layout.ITEM else needed
    labels = mappings.targets(vocabulary(region))
    if missing := [labels[name].label for name in wanted if name not in mapping.columns]:
        raise RuleBroken("catalog.sheet_columns", missing=missing)
    if not mapping.count:
        return
    names = grids.headings(grid_of(found), first=mapping.first, count=mapping.count)
    ColumnMapping.objects.update_or_create(
        organisation_id=found.organisation_id,
        fingerprint=mappings.fingerprint(names),
        defaults={"mapping": found.mapping},
    )


def start_job(found: SheetImport, *, actor: Actor) -> None:
    """Let the rows of a running import be taken in the background."""
    found.failure, found.ended_at = "", None
    found.save(update_fields=["state", "failure", "ended_at", "total"])
    record(actor, CatalogTag.SHEET_STARTED, object_type="catalog.sheet", object_id=found.id)
    app.configure_task(JOB, queue="data", lock=f"catalog.sheet.{found.id}").defer(sheet_id=found.id)


@transaction.atomic
def cancel_import(sheet_id: int, *, actor: Actor) -> SheetImport:
    """Stop before the next portion; drafts already made stay."""
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    if found.state not in (SheetState.MAPPING, SheetState.RUNNING):
        raise MoveRefused("catalog.sheet.cancel", state=found.state)
    if not policies.may_bring_sheets(actor):
        raise NotAllowed("catalog.sheet")
    _end(found, SheetState.CANCELLED)
    record(actor, CatalogTag.SHEET_CANCELLED, object_type="catalog.sheet", object_id=found.id)
    return found


def _in_hand(
    sheet_id: int,
    *,
    actor: Actor,
    states: Collection[SheetState] = (SheetState.MAPPING,),
    bureau: bool = False,  # whether one who only distributes it may
) -> SheetImport:
    found = selectors.sheet_for(actor, sheet_id, lock=True)
    if found.state not in states:
        raise MoveRefused("catalog.sheet.map", state=found.state)
    if not (policies.may_bring_sheets(actor) if bureau else policies.may_describe(actor)):
        raise NotAllowed("catalog.sheet")
    return found


def _end(found: SheetImport, state: SheetState, *, failure: str = "") -> None:
    found.state, found.failure, found.ended_at = state, failure, clock.real_now()
    found.save(update_fields=["state", "failure", "ended_at"])


def entries_of(found: SheetImport, *, region: str) -> list[Read]:
    """The resources of a spreadsheet under its mapping; of a department's part its own."""
    entries = reading.entries(grid_of(found), mappings.from_plain(found.mapping), vocabulary(region))
    if found.parent is None:
        return entries
    bodies = bodies_of(found.parent.region_code)
    return [entry for entry in entries if bodies.meant_by(reading.provider_of(entry)) == found.organisation_id]


def bodies_of(region: str) -> Bodies:
    """The departments of a region by their names."""
    return Bodies((one.id, (one.name, one.short_name)) for one in infos(dict(choices(region_code=region))).values())


def refused_rows(found: SheetImport) -> bytes:
    """The rows that were not taken, as a workbook with the file's own columns, red cells and reasons."""
    return giving_back.write(
        grid_of(found),
        mappings.from_plain(found.mapping),
        [
            giving_back.Refusal(row.row, tuple(row.reasons), frozenset(row.fields))
            for row in found.rows.filter(outcome=Outcome.REFUSED).order_by("position")
        ],
        starts=_starts(found),
    )


def _starts(found: SheetImport) -> list[int]:
    """First rows of all resources of the file."""
    if found.parent is not None:
        return _starts(found.parent)
    return list(found.rows.order_by("position").values_list("row", flat=True))


# ---- the job ----
@transaction.atomic
def fail_import(sheet_id: int, words: str) -> int:
    """Something of ours went wrong: what was taken stands, and the person may let it go on. Returns whose it is."""
    found = SheetImport.objects.select_for_update().get(id=sheet_id)
    if found.state == SheetState.RUNNING:
        _end(
            found,
            SheetState.FAILED,
            failure=f"导入中断，已处理的行不会丢，可以接着导入。{words}",
        )
    return found.organisation_id


def take_rows(sheet_id: int) -> None:
    """Take portion after portion until all is done or somebody cancels. Safe to repeat."""
    found = SheetImport.objects.get(id=sheet_id)
    if found.state != SheetState.RUNNING:
        return
    actor = actor_of_account(found.account_id, organisation_id=found.organisation_id)
    if actor is None or not policies.may_describe(actor):
        _end(
            found,
            SheetState.FAILED,
            failure="导入人已不再承担数据专员岗位，余下的行没有导入。请由现任专员重新导入。",
        )
        return
    entries = entries_of(found, region=actor.region_code)
    known = vocabulary(actor.region_code)
    mine = Mine(own_versions(actor).prefetch_related("items"), known)
    for start in range(found.done, len(entries), PORTION):
        if not _take_portion(sheet_id, entries[start : start + PORTION], start=start, mine=mine, actor=actor):
            return
    with transaction.atomic():
        found = SheetImport.objects.select_for_update().get(id=sheet_id)
        if found.state != SheetState.RUNNING:
            return
        _end(found, SheetState.DONE)
        facts = {"read": found.total, "taken": found.taken, "unchanged": found.unchanged, "refused": found.refused}
        record(actor, CatalogTag.SHEET_IMPORTED, object_type="catalog.sheet", object_id=sheet_id, facts=facts)


@transaction.atomic
def _take_portion(sheet_id: int, portion: Sequence[Read], *, start: int, mine: Mine, actor: Actor) -> bool:
    found = SheetImport.objects.select_for_update().get(id=sheet_id)
    if found.state != SheetState.RUNNING or found.done != start:
        return False  # cancelled, or another worker went on with it
    rows = [_row_of(entry, start + place, mine=mine, actor=actor) for place, entry in enumerate(portion)]
    SheetRow.objects.bulk_create(SheetRow(sheet_import=found, **row) for row in rows)
    for outcome in Outcome:
        setattr(found, outcome.value, getattr(found, outcome.value) + sum(r["outcome"] == outcome for r in rows))
    found.save(update_fields=[outcome.value for outcome in Outcome])
    return True


def _row_of(entry: Read, position: int, *, mine: Mine, actor: Actor) -> dict[str, Any]:  # fields of SheetRow
    _check_provider(entry, actor=actor)
    outcome, version = take_entry(entry, mine=mine, actor=actor)
    refusals = [flaw for flaw in entry.flaws if not flaw.warning]
    return {
        "position": position,
        "row": entry.row,
        "name": entry.name[:NAME_SHOWN],
        "outcome": outcome,
        "version": version,
        "reasons": [flaw.text for flaw in refusals],
        "warnings": [flaw.text for flaw in entry.flaws if flaw.warning],
        "fields": sorted({flaw.column for flaw in refusals if flaw.column}),
    }


def _check_provider(entry: Read, *, actor: Actor) -> None:
    """Where the file names the department, it is the importing one: nobody describes another department's data."""
    said = entry.values.pop("provider", "")
    if not said:
        return
    own = organisation(actor.organisation_id)
    if Bodies([(own.id, (own.name, own.short_name))]).meant_by(said) is None:
        text = "提供部门写的是“%(said)s”，不是本部门；请由该部门导入"
        entry.flaw(text % {"said": said}, column="provider")
