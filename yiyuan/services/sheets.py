"""A sheet of service items: its headings, an empty one to fill in, the rows of a filled one."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlsxwriter

from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.errors import RuleBroken
from yiyuan.services.types import APPLICANT_WORDS, Applicant

NEEDED: Final = ("事项名称", "事项编码")
HEADINGS: Final = (*NEEDED, "实施部门", "服务对象", "材料")
MOST_ROWS: Final = 5000
MAX_BYTES: Final = 10 * 1024 * 1024
MOST_CELLS: Final = 1_000_000
LONGEST_NAME, LONGEST_CODE = 200, 60
APPLICANTS: Final = {word: kind for kind, word in APPLICANT_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet; body and applicant are "" and None where the sheet does not say. wrong: what is."""

    number: int
    name: str
    code: str
    body: str
    applicant: Applicant | None
    materials: Sequence[str]
    wrong: Sequence[str]


def template() -> bytes:
    """An empty sheet whose cells are text, so that no long number is damaged."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("事项")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    for at, heading in enumerate(HEADINGS):
        sheet.set_column(at, at, 28, text)
        sheet.write_string(0, at, heading, bold)
    book.close()
    return content.getvalue()


def rows_in(content: bytes, *, file_name: str) -> list[Row]:
    """Raises RuleBroken("services.sheet")."""
    try:
        with readers.as_file(content, suffix=Path(file_name).suffix.lower()) as path:
            table = readers.read(path, names=list(HEADINGS), max_bytes=MAX_BYTES, max_cells=MOST_CELLS)
            if lacking := [name for name in NEEDED if name not in table.headers]:
                raise RuleBroken(
                    "services.sheet", problem="没有" + "、".join(f"“{name}”" for name in lacking) + "一栏。"
                )
            names = [readers.ROW, readers.FLAW, *(name for name in HEADINGS if name in table.headers)]
            rows = [row for frame in table for row in frame.select(names).iter_rows(named=True)]
    except FileRefused as refused:
        raise RuleBroken("services.sheet", problem=refused.sentence) from refused
    if not 0 < len(rows) <= MOST_ROWS:
        raise RuleBroken("services.sheet", problem=f"没有一行数据，或者超过 {MOST_ROWS} 行。")
    return [_row(row) for row in rows]


def _row(row: dict[str, str | None]) -> Row:
    cells = {name: (row.get(name) or "").strip() for name in HEADINGS}
    wrong = [f"“{name}”没有填" for name in NEEDED if not cells[name]]
    wrong += [f"“{name}”：{why}" for name, value in cells.items() if (why := readers.wrong_cell(value))]
    if flaw := readers.wrong_row(row.get(readers.FLAW)):
        wrong.append(flaw)
    if len(cells["事项名称"]) > LONGEST_NAME or len(cells["事项编码"]) > LONGEST_CODE:
        wrong.append(f"事项名称不超过 {LONGEST_NAME} 字，编码不超过 {LONGEST_CODE} 字")
    if cells["服务对象"] and cells["服务对象"] not in APPLICANTS:
        wrong.append(f"服务对象须是{'或者'.join(APPLICANTS)}")
    parts = cells["材料"].replace(";", "；").replace("\n", "；").split("；")
    return Row(
        int(row.get(readers.ROW) or 0),
        cells["事项名称"],
        cells["事项编码"],
        cells["实施部门"],
        APPLICANTS.get(cells["服务对象"]),
        list(dict.fromkeys(name for one in parts if (name := one.strip()[:LONGEST_NAME]))),
        wrong,
    )
