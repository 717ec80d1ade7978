"""Events of an issuer's own system as a sheet."""

from datetime import date
from typing import Final

from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import RuleBroken
from yiyuan.making.services import counts
from yiyuan.making.services.steps import Told
from yiyuan.making.types import STEP_WORDS

EVENT_COLUMNS: Final = ("事件", "证照编号", "发生日期", "内容摘要")
MOST_CELLS: Final = 400_000
DIGEST_LETTERS: Final = 64


def events_in(content: bytes, *, file_name: str) -> list[Told]:
    """The events of a sheet; all are good or none is taken. Raises RuleBroken("making.list")."""
    end = "." + file_name.rpartition(".")[2].lower()
    try:
        with readers.as_file(content, suffix=end) as path:
            table = readers.read(path, names=list(EVENT_COLUMNS), max_bytes=counts.MOST_BYTES, max_cells=MOST_CELLS)
            if lacking := [name for name in EVENT_COLUMNS[:3] if name not in table.headers]:
                raise RuleBroken("making.list", problem="没有" + "、".join(f"“{name}”" for name in lacking) + "一栏")
            names = [readers.ROW, *(name for name in EVENT_COLUMNS if name in table.headers)]
            rows = [row for frame in table for row in frame.select(names).iter_rows(named=True)]
    except FileRefused as refused:
        raise RuleBroken("making.list", problem=refused.sentence) from refused
    kinds = {words: kind for kind, words in STEP_WORDS.items()}
    found = []
    for row in rows:
        cells = {name: str(row.get(name) or "").strip() for name in EVENT_COLUMNS}
        kind, day = kinds.get(cells["事件"]), day_in(cells["发生日期"])
        if kind is None or not isinstance(day, date) or not cells["证照编号"]:
            raise RuleBroken("making.list", problem=f"第 {row[readers.ROW]} 行的事件、证照编号或者日期不对")
        found.append(Told(kind, cells["证照编号"][:100], day, cells["内容摘要"].lower()[:DIGEST_LETTERS]))
    return found
