"""The two published forms (双公示): permits and penalties as files, old and new read, the new written.

What the columns are called and which must be filled is data: `data/forms.yaml`, or what `CREDIT_FORMS` names.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import xlsxwriter
import yaml
from django.conf import settings

from yiyuan.credit.models import CreditItem, CreditRecord
from yiyuan.credit.types import Nature, Severity, SubjectKind
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import FLAW, ROW
from yiyuan.dataplane.readers.headings import plain
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import plain_code

SHIPPED: Final = Path(__file__).parent / "data" / "forms.yaml"
MAX_BYTES: Final = 50 * 1024 * 1024
MOST_CELLS: Final = 20_000_000
ENDINGS: Final = (".csv", ".xlsx", ".xls", ".txt")
FEN: Final = 1_000_000  # of 万元
AMOUNT: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6}0*)?")  # six decimals of 万元 are a fen
SHORT: Final = {"subject": 200, "matter": 200, "document_no": 128}  # letters, as the columns of a record hold
LONGEST: Final = 4000
NOT_FILLED: Final = "没有填"
REASON: Final = "原因"  # the column of a workbook of refused rows; it may stand in the file that is sent again


@dataclass(frozen=True, slots=True)
class SheetForm:
    """One of the forms. new: column -> name; old: former column -> column; record: part -> columns."""

    code: str
    title: str
    prefix: str
    category: str
    nature: Nature
    new: Mapping[str, str]
    old: Mapping[str, str]
    unread: Sequence[str]
    needed: Sequence[str]
    record: Mapping[str, Sequence[str]]
    amounts: Sequence[str]
    whole: Sequence[str]
    classes: str = ""
    severity: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, str]:
        """Every heading a file may have, as it is compared -> column of today's form, "" where it is not read."""
        told = dict.fromkeys(map(plain, (*self.unread, REASON)), "")
        told |= {plain(name): column for column, name in self.new.items()}
        told |= {plain(one): column for one, column in self.old.items()}
        return told | {plain(column): column for column in self.new}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a file under the columns of today's form. wrong: column -> what is wrong with its cell; "": the row."""

    number: int
    cells: Mapping[str, str]
    wrong: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What does not depend on the form."""

    long_term: Sequence[date]
    subjects: Mapping[str, Sequence[str]]
    forms: Mapping[str, SheetForm]


@cache
def _facts(place: str) -> Facts:
    told = yaml.safe_load(Path(place).read_text("utf-8"))
    forms = {
        code: SheetForm(code=code, **(said | {"nature": Nature(said["nature"])}))
        for code, said in told["forms"].items()
    }
    return Facts([date.fromisoformat(one) for one in told["long_term"]], told["subjects"], forms)


def facts() -> Facts:
    return _facts(settings.CREDIT_FORMS or str(SHIPPED))


def name_of(column: str) -> str:
    """The name of a column as people read it; what is no column as it is."""
    return next((form.new[column] for form in facts().forms.values() if column in form.new), column)


def said(column: str, value: str) -> tuple[str, str]:
    """A kept field as people read it: an amount in yuan."""
    for form in facts().forms.values():
        if column in form.amounts and value.isdecimal():
            return form.new[column].partition("（")[0], f"{Decimal(value) / 100:,.2f} 元"
    return name_of(column), value


def form_in(headers: Sequence[str]) -> SheetForm:
    """The form whose columns these are. Raises RuleBroken("credit.form") that names what is missing or unknown."""
    told = {plain(one): one for one in headers}
    best = max(facts().forms.values(), key=lambda form: sum(one in form.headings for one in told))
    found = [best.headings[one] for one in told if best.headings.get(one)]
    problems = {
        "缺少": [f"{best.new[one]}（{one}）" for one in best.needed if one not in found],
        "不认识": [shown for one, shown in told.items() if one not in best.headings],
        "几列是同一项，": [best.new[one] for one in dict.fromkeys(found) if found.count(one) > 1],
    }
    if said := [f"{what}“{'”“'.join(which)}”" for what, which in problems.items() if which]:
        raise RuleBroken("credit.form", problem=f"按{best.title}的格式读：{'；'.join(said)}。")
    return best


def look(path: Path) -> SheetForm:
    """Which form a file is of. Raises RuleBroken("credit.form")."""
    try:
        seen = readers.look(path, names=_names())
    except FileRefused as refused:
        raise RuleBroken("credit.form", problem=refused.sentence) from refused
    if seen.empty:
        raise RuleBroken("credit.form", problem="没有一行数据。")
    return form_in(seen.headers)


def _names() -> list[str]:
    return [one for form in facts().forms.values() for one in (*form.new, *form.new.values(), *form.old)]


def read(path: Path) -> Iterator[SheetRow]:
    """The rows in their order; a second line of headings is none. Raises FileRefused, also on the way."""
    table = readers.read(path, names=_names(), max_bytes=MAX_BYTES, max_cells=MOST_CELLS)
    form = form_in(table.headers)
    columns = {one: form.headings[plain(one)] for one in table.headers if form.headings.get(plain(one))}
    for frame in table:
        for row in frame.select(ROW, FLAW, *columns).iter_rows(named=True):
            cells = {column: (row[one] or "").strip() for one, column in columns.items()}
            if all(not value or form.headings.get(plain(value)) == column for column, value in cells.items()):
                continue
            wrong = {column: words for column, value in cells.items() if (words := readers.wrong_cell(value))}
            if words := readers.wrong_row(row[FLAW]):
                wrong[""] = words
            yield SheetRow(int(row[ROW] or 0), cells, wrong)


def fen_of(text: str) -> int | None:
    """An amount in 万元 as fen, exactly; None where it is none or finer than a fen."""
    said = text.replace(",", "").replace("，", "").removesuffix("万元").strip()
    return int(Decimal(said) * FEN) if AMOUNT.fullmatch(said) else None


def wan_of(fen: str) -> str:
    """Fen as 万元 with six decimals, as the form is written."""
    return f"{Decimal(fen) / FEN:.6f}"


def record_of(row: SheetRow, *, form: SheetForm, item: CreditItem) -> tuple[dict[str, Any], dict[str, str]]:
    """What a row says of a record, as `add_record` is given it, and column -> what is wrong."""
    cells, wrong = row.cells, dict(row.wrong)
    wrong |= {one: NOT_FILLED for one in form.needed if not cells.get(one)}
    told = {part: next((cells[one] for one in of if cells.get(one)), "") for part, of in form.record.items()}
    for part, most in SHORT.items():
        if len(told[part]) > most:
            wrong[form.record[part][0]] = f"超过 {most} 字"
    wrong |= {one: f"超过 {LONGEST} 字" for one, value in cells.items() if len(value) > LONGEST}
    days = {part: _day(told[part], form.record[part], wrong) for part in ("document_on", "valid_from", "valid_until")}
    kind = told["kind"]
    if kind and item.subject_kind not in facts().subjects.get(kind, ()):
        wrong[form.record["kind"][0]] = f"目录事项只收{item.get_subject_kind_display()}的信息"
    natural = item.subject_kind == SubjectKind.NATURAL
    code = told["person"] if natural else told["code"]
    if not code:
        wrong[form.record["person" if natural else "code"][0]] = NOT_FILLED
    used = {next((one for one in of if cells.get(one)), "") for part, of in form.record.items() if part != "kind"}
    kept = {one: value for one, value in cells.items() if value and one not in used}
    for one in form.amounts:
        if one in kept:
            fen = fen_of(kept[one])
            if fen is None:
                wrong[one] = "须是万元的数，最多六位小数"
            kept[one] = str(fen)
    forever = days["valid_until"] is None or days["valid_until"] in facts().long_term
    return {
        "subject_kind": item.subject_kind,
        "subject_code": plain_code(code),
        "subject_name": told["subject"],
        "matter": told["matter"] or item.name,
        "description": told["description"],
        "document_no": told["document_no"],
        "document_on": days["document_on"],
        "made_on": days["document_on"],
        "valid_from": days["valid_from"] or days["document_on"],
        "valid_until": None if forever else days["valid_until"],
        "long_term": forever,
        "level": item.level,
        "nature": form.nature,
        "severity": severity_of(cells.get(form.classes, ""), form=form),
        "values": kept,
    }, wrong


def _day(text: str, columns: Sequence[str], wrong: dict[str, str]) -> date | None:
    found = day_in(text) if text else None
    if text and found is None:
        wrong[columns[0]] = "不是日期"
    return found


def severity_of(classes: str, *, form: SheetForm) -> Severity:
    """The gravest of the classes a penalty names."""
    named = [one for one in re.split(r"[；;、,，\s]+", classes) if one]
    if form.nature is not Nature.NEGATIVE:
        return Severity.NONE
    if any(one in form.severity.get("serious", ()) for one in named):
        return Severity.SERIOUS
    if named and all(one in form.severity.get("minor", ()) for one in named):
        return Severity.MINOR
    return Severity.GENERAL


def form_of(item: CreditItem) -> SheetForm | None:
    """The form the records of an item are written in; None where it has none."""
    return next((form for form in facts().forms.values() if form.category == item.category), None)


def written(one: CreditRecord, *, form: SheetForm, name: str, code: str) -> dict[str, str]:
    """A record under the columns of the form. name, code: of its subject, as the reader may see them."""
    natural = one.subject.kind == SubjectKind.NATURAL
    until = one.valid_until or facts().long_term[0]
    said = {
        "subject": name,
        "code": "" if natural else code,
        "person": code if natural else "",
        "matter": one.matter,
        "description": one.description,
        "document_no": one.document_no,
        "document_on": f"{one.document_on:%Y/%m/%d}",
        "valid_from": f"{one.valid_from:%Y/%m/%d}",
        "valid_until": f"{until:%Y/%m/%d}",
    }
    cells = {column: wan_of(value) if column in form.amounts else value for column, value in one.values.items()}
    return cells | {of[0]: said[part] for part, of in form.record.items() if of and part in said}


def workbook(rows: Iterable[Mapping[str, str]], *, form: SheetForm, more: Sequence[str] = ()) -> bytes:
    """The form of today as a workbook of text cells. more: columns after it, by the name the rows give them."""
    content = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options | {"strings_to_numbers": False}) as book:
        sheet, text = book.add_worksheet(form.title), book.add_format({"num_format": "@"})
        columns = [*form.new, *more]
        sheet.set_column(0, len(columns) - 1, 20, text)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, text)
        for number, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                sheet.write_string(number, at, row.get(column, ""), text)
    return content.getvalue()
