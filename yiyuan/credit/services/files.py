"""Records by file: handed in, read in the background a few rows a transaction, each row with its outcome.

A restart goes on behind the last row that has one; no row is taken twice or left out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction
from procrastinate.contrib.django import app

from yiyuan.audit.api import record
from yiyuan.credit import papers, selectors, sheets
from yiyuan.credit.models import CreditFile, CreditFileRow, CreditItem
from yiyuan.credit.services.records import enter, own_item
from yiyuan.credit.sheets import SheetForm, SheetRow
from yiyuan.credit.types import CreditTag, File, FileState, Origin, SubjectKind, Who
from yiyuan.credit.workflow import FILE
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import explain

JOB: Final = "credit.read_file"
CHUNK: Final = 100  # rows a transaction


@transaction.atomic
def hand_in(*, actor: Actor, item_code: str, table: File, file: File | None, act_ended: bool = False) -> CreditFile:
    """A file of one of the forms for one item of the actor's own. file: the paper behind its rows.

    act_ended: natural persons' acts ended on the day of the decision; otherwise they have not ended.
    Raises NotAllowed, RuleBroken("credit.catalog" | "credit.form" | "credit.paper" | "credit.file").
    """
    item = own_item(item_code, actor)
    if file is None:
        raise RuleBroken("credit.paper")
    name = PurePath(table.name.replace("\\", "/")).name[-200:]
    if PurePath(name).suffix.lower() not in sheets.ENDINGS or len(table.content) > sheets.MAX_BYTES:
        raise RuleBroken("credit.form", problem="文件须是 CSV 或者 XLSX，不超过 50 MB。")
    with readers.as_file(table.content, suffix=PurePath(name).suffix.lower()) as path:
        form = sheets.look(path)
    if form.category != item.category:
        raise RuleBroken("credit.form", problem=f"这是{form.title}的表，目录事项属于“{item.category}”。")
    paper = papers.keep(file)
    made = CreditFile.objects.create(
        law_on=clock.today(),
        region_code=item.region_code,
        item=item,
        provider_id=item.provider_id,
        made_by_id=actor.organisation_id,
        account_id=actor.account_id,
        file_name=name,
        sha256=hashlib.sha256(table.content).hexdigest(),
        form=form.code,
        paper_name=paper[0],
        paper_sha256=paper[1],
        act_ended=act_ended,
        handed_in_by=actor.person_name,
        handed_in_on=clock.today(),
    )
    papers.PAPERS.keep(table.content, name=_table(made.id))
    record(actor, CreditTag.FILE, object_type="credit.file", object_id=made.id, facts={"item": item.code})
    FILE.begin(made)
    _send_off(made.id)
    return made


def _table(file_id: int) -> str:
    """Under which name the table lies until it is read."""
    return f"table-{file_id}"


def _send_off(file_id: int) -> None:
    app.configure_task(JOB, queue="data", lock=f"credit.file.{file_id}").defer(file_id=file_id)


def work(file_id: int) -> None:
    """Read the rows that are left. Safe to repeat after any end, also that of the process; ends when cancelled."""
    found = CreditFile.objects.get(id=file_id)
    if found.state != FileState.READING:
        return
    content = papers.PAPERS.read(_table(found.id), sha256=found.sha256)
    try:
        with readers.as_file(content, suffix=PurePath(found.file_name).suffix.lower()) as path:
            if not found.total:
                CreditFile.objects.filter(id=file_id).update(total=sum(1 for _row in sheets.read(path)))
            left = (row for row in sheets.read(path) if row.number > found.last_row)
            while chunk := list(islice(left, CHUNK)):
                if not _take(file_id, chunk):
                    return
    except FileRefused as refused:
        fail(file_id, refused.sentence)
        return
    _finish(file_id)


@transaction.atomic
def _take(file_id: int, rows: list[SheetRow]) -> bool:
    """These rows with their outcomes, kept together with how far it has come; whether to go on."""
    found = CreditFile.objects.select_for_update(of=("self",)).select_related("item").get(id=file_id)
    if found.state != FileState.READING:
        return False
    actor, form = _maker(found), sheets.facts().forms[found.form]
    done = [_outcome(found, row, form=form, actor=actor) for row in rows]
    CreditFileRow.objects.bulk_create(done)
    found.taken += sum(one.record_id is not None for one in done)
    found.refused += sum(one.record_id is None for one in done)
    found.last_row = rows[-1].number
    found.save(update_fields=["taken", "refused", "last_row"])
    return True


def _outcome(found: CreditFile, row: SheetRow, *, form: SheetForm, actor: Actor) -> CreditFileRow:
    item: CreditItem = found.item
    said, wrong = sheets.record_of(row, form=form, item=item)
    if wrong:
        reasons = [
            {
                "column": column,
                "words": words,
                "rule": "credit.fields" if words == sheets.NOT_FILLED else "credit.standard_form",
            }
            for column, words in wrong.items()
        ]
        return CreditFileRow(file=found, number=row.number, reasons=reasons, cells=dict(row.cells))
    who = Who(SubjectKind(said.pop("subject_kind")), said.pop("subject_code"), said.pop("subject_name"))
    ended = said["document_on"] if found.act_ended and item.subject_kind == SubjectKind.NATURAL else None
    said |= {"origin": Origin.ORGAN, "act_ended_on": ended, "act_open": ended is None}
    paper = (found.paper_name, found.paper_sha256)
    try:
        with transaction.atomic():
            made = enter(said, item=item, who=who, actor=actor, paper=paper)
    except RuleBroken as broken:
        words = explain(broken, region=found.region_code, on=clock.today()).sentence
        reasons = [{"column": _column_of(broken, form), "words": words, "rule": broken.rule}]
        return CreditFileRow(file=found, number=row.number, reasons=reasons, cells=dict(row.cells))
    return CreditFileRow(file=found, number=row.number, record_id=made.id)


def _column_of(broken: RuleBroken, form: SheetForm) -> str:
    """The column a refusal is about; "": the row as a whole."""
    part = {"credit.record_once": "document_no", "credit.paper": "document_no"}.get(broken.rule, "")
    return form.record[part][0] if part else ""


def _maker(found: CreditFile) -> Actor:
    """Who handed it in, for the record."""
    functions = frozenset({Function.DATA_OFFICER})
    return Actor(
        found.account_id, found.handed_in_by, found.made_by_id, found.made_by.name, found.region_code, functions
    )


@transaction.atomic
def _finish(file_id: int) -> None:
    """All rows have their outcome: the table is not needed any more, what was refused lies with its reasons."""
    found = CreditFile.objects.select_for_update(of=("self",)).get(id=file_id)
    if found.state == FileState.READING:
        FILE.move(found, "finish", actor=SYSTEM, also_set={"total": found.done})
        _drop(file_id)


def _drop(file_id: int) -> None:
    transaction.on_commit(lambda: papers.PAPERS.destroy(_table(file_id)))


@transaction.atomic
def fail(file_id: int, words: str) -> int:
    """It cannot go on by itself; what was taken stays. words: why. Gives the organisation it is of."""
    found = CreditFile.objects.select_for_update(of=("self",)).get(id=file_id)
    if found.state == FileState.READING:
        FILE.move(found, "fail", actor=SYSTEM, note=words, also_set={"answer": words[:300]})
    return found.made_by_id


@transaction.atomic
def read_again(file_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    FILE.move(selectors.file_for(actor, file_id, lock=True), "again", actor=actor)
    _send_off(file_id)


@transaction.atomic
def cancel_file(file_id: int, *, actor: Actor) -> None:
    """What was taken stays. Raises NotFound, NotAllowed, MoveRefused."""
    FILE.move(selectors.file_for(actor, file_id, lock=True), "cancel", actor=actor)
    _drop(file_id)


def refused_rows(found: CreditFile) -> Iterator[Mapping[str, Any]]:
    """The refused rows under today's form, with their reasons, to be mended and sent again."""
    form = sheets.facts().forms[found.form]
    for one in found.rows.filter(record_id=None).order_by("number").iterator():
        why = "；".join(f"{form.new.get(said['column'], '')}{said['words']}" for said in one.reasons)
        yield one.cells | {"BZ": one.cells.get("BZ", ""), sheets.REASON: f"原文件第 {one.number} 行。{why}"}
