"""A sheet of licences: its headings, an empty one to fill in, and the rows of a filled one."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from yiyuan.catalog.types import HOLDER_WORDS, LicenceEntry
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import FLAW, ROW, TOTAL, wrong_cell, wrong_row
from yiyuan.dataplane.readers.headings import matched
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import plain_code
from yiyuan.licences.types import CODE_KIND_WORDS, SEAL_WORDS, SealHolder, Stated

HEADINGS = ("持证主体种类", "持证主体", "代码类型", "持证主体代码", "证照编号", "颁发日期", "有效期起", "有效期止")
HISTORY = ("制证日期", "加盖单位", "加盖日期")
REASON = "原因"  # may stand at the end and is not read
ABOUT = "说明"  # the sheet of the template that says how to fill it in
MOST_ROWS = 2000
MAX_BYTES = 10 * 1024 * 1024
MOST_CELLS = 1_000_000
SEALS = {word: holder for holder, word in SEAL_WORDS.items()}


def headings(entry: LicenceEntry, *, history: bool) -> list[str]:
    """The columns of a sheet of this entry, in order."""
    return [*HEADINGS, *(HISTORY if history else ()), *(item.name for item in entry.items if item.name not in HEADINGS)]


def template(entry: LicenceEntry, *, history: bool) -> bytes:
    """An empty sheet whose cells are text, so that no long number is damaged."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("证照")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    for at, heading in enumerate(headings(entry, history=history)):
        sheet.set_column(at, at, 22, text)
        sheet.write_string(0, at, heading, bold)
    about = book.add_worksheet(ABOUT)
    about.set_column(0, 0, 90)
    lines = [
        f"证照：{entry.name}。持证主体种类须是：{HOLDER_WORDS.get(entry.holder, '')}。",
        "代码类型可填：" + "、".join(f"{code} {word}" for code, word in CODE_KIND_WORDS.items()),
        "日期写成 2026-10-12。有效期止不填，表示长期有效。",
        "历史补录：制证日期是当年制证的日期，加盖单位填“颁证单位”或“认证中心”。" if history else "",
        f"一次不超过 {MOST_ROWS} 行。有问题的行不制证，其余照制。",
    ]
    for at, line in enumerate(filter(None, lines)):
        about.write_string(at, 0, line)
    book.close()
    return content.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled sheet: row number, what it states (None where it cannot be read), what is wrong with it.

    notes: how it was read, in words without content.
    """

    rows: Iterator[tuple[int, Stated | None, list[str]]]
    notes: Sequence[str] = ()


def read(content: bytes, *, file_name: str, entry: LicenceEntry, history: bool) -> Sheet:
    """Raises RuleBroken("licences.file")."""
    wanted = headings(entry, history=history)
    with readers.as_file(content, suffix=Path(file_name).suffix.lower()) as path:
        try:
            table = readers.read(path, names=wanted, max_bytes=MAX_BYTES, max_cells=MOST_CELLS)
            names = matched(table.headers, wanted, also={REASON})
            frames = [frame.select(ROW, FLAW, *names).rename(names) for frame in table]
        except FileRefused as refused:
            raise RuleBroken("licences.file", problem=refused.sentence) from refused
    if others := [name for name in table.other_sheets if name != ABOUT]:
        raise RuleBroken("licences.file", problem=f"还有别的工作表（{'、'.join(others)}），请只留一张，分别上传。")
    total = sum(frame.height for frame in frames)
    if not total:
        raise RuleBroken("licences.file", problem="没有一行数据")
    if total > MOST_ROWS:
        raise RuleBroken("licences.file", problem=f"超过 {MOST_ROWS} 行，请分几次")
    rows = [row for frame in frames for row in frame.iter_rows(named=True)]
    return Sheet(_each(rows, entry=entry, history=history), table.notes)


def _each(
    rows: list[dict[str, str | None]], *, entry: LicenceEntry, history: bool
) -> Iterator[tuple[int, Stated | None, list[str]]]:
    numbers: set[str] = set()
    for row in rows:
        at = int(row.get(ROW) or 0)
        cells = {name: (value or "").strip() for name, value in row.items() if name not in {ROW, FLAW}}
        wrong = [f"“{name}”：{why}" for name, value in cells.items() if (why := wrong_cell(value))]
        if of_row := wrong_row(row.get(FLAW)):
            wrong = [of_row]
        if row.get(FLAW) == TOTAL:
            wrong = ["像是合计行，请删去"]
        if wrong:
            yield at, None, wrong
            continue
        stated, problems = _stated(cells, entry=entry, history=history)
        if stated and stated.licence_no in numbers:
            problems.append("证照编号在这张表里重复")
        if stated:
            numbers.add(stated.licence_no)
        yield at, stated, problems


def _stated(cells: dict[str, str], *, entry: LicenceEntry, history: bool) -> tuple[Stated | None, list[str]]:
    problems = []
    days = {}
    optional = {"有效期止", "加盖日期"}
    for name in ("颁发日期", "有效期起", "有效期止", *(("制证日期", "加盖日期") if history else ())):
        days[name] = day_in(cells[name])
        if days[name] is None and (cells[name] or name not in optional):
            problems.append(f"“{name}”不是日期")
    holder = SEALS.get(cells["加盖单位"]) if history else None
    if history and holder is None:
        problems.append("加盖单位须是颁证单位或认证中心")
    kinds = {word: code for code, word in HOLDER_WORDS.items()}
    codes = {word: code for code, word in CODE_KIND_WORDS.items()}
    granted, begins = days["颁发日期"], days["有效期起"]
    if problems or granted is None or begins is None:
        return None, problems
    stated = Stated(
        holder_kind=kinds.get(cells["持证主体种类"], cells["持证主体种类"]),
        holder_name=cells["持证主体"],
        code_kind=codes.get(cells["代码类型"], cells["代码类型"]),
        holder_code=plain_code(cells["持证主体代码"]),
        licence_no=cells["证照编号"],
        granted_on=granted,
        valid_from=begins,
        valid_until=days["有效期止"],
        values={item.name: cells[item.name] for item in entry.items},
        made_on=days.get("制证日期"),
        seal_holder=SealHolder(holder) if holder else None,
        sealed_on=days.get("加盖日期"),
    )
    return stated, []
