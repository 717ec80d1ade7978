"""Licence types as a sheet: a row a field, the columns of the type on its first row. Read and written."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import FLAW, ROW
from yiyuan.dataplane.readers.headings import matched
from yiyuan.formats.models import Type
from yiyuan.formats.types import VALIDITY_WORDS, Privacy, TypeField
from yiyuan.kernel.errors import RuleBroken

SHIPPED: Final = Path(__file__).parent / "data" / "types.csv"
MAX_BYTES, MAX_CELLS = 5_000_000, 500_000
TEXTS: Final = {
    "证照类型代码": "code",
    "证照名称": "name",
    "定义机构": "definer",
    "颁发机构": "issuer",
    "依据": "basis",
    "标准版本": "standard",
    "不加盖的法律依据": "exempt",
    "不归集的国家规定": "not_collected",
}
LISTS: Final = {"关联事项": "items", "出示场景": "scenes"}
FIELD: Final = ("字段", "数据类型", "长度", "代码范围", "隐私", "必填")
HEADINGS: Final = (
    *("证照类型代码", "证照名称", "种类", "持证主体", "定义机构", "颁发机构", "有效期", "年限", "依据", "关联事项"),
    *("出示场景", "标准版本", "加盖电子印章", "不加盖的法律依据", "归集入库", "不归集的国家规定", *FIELD),
)
PRIVACY: Final = {"脱敏": Privacy.MASKED, "公开": Privacy.OPEN, "": Privacy.OPEN}
YES, NO = {"是", ""}, {"否"}


@dataclass(slots=True)
class Told:
    """One type of a sheet. row: its first; said: fields of the model by name; wrong: what could not be read."""

    row: int
    said: dict[str, Any]
    fields: list[TypeField] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read(content: bytes, *, file_name: str) -> list[Told]:
    """Raises RuleBroken("formats.type") where it is no such sheet."""
    try:
        with readers.as_file(content, suffix=Path(file_name).suffix.lower()) as path:
            table = readers.read(path, names=list(HEADINGS), max_bytes=MAX_BYTES, max_cells=MAX_CELLS)
            names = matched(table.headers, list(HEADINGS), also=set())
            rows = [
                row for frame in table for row in frame.select(ROW, FLAW, *names).rename(names).iter_rows(named=True)
            ]
    except FileRefused as refused:
        raise RuleBroken("formats.type", problem=refused.sentence) from refused
    found: list[Told] = []
    for row in rows:
        cells = {name: str(value or "").strip() for name, value in row.items() if name not in {ROW, FLAW}}
        if cells.get("证照名称"):
            found.append(_told(int(row[ROW] or 0), cells))
        elif not found:
            raise RuleBroken("formats.type", problem="第一行没有证照名称")
        if cells.get("字段"):
            found[-1].fields.append(_field(cells, found[-1].wrong))
    if not found:
        raise RuleBroken("formats.type", problem="没有一行数据")
    return found


def _told(row: int, cells: dict[str, str]) -> Told:
    wrong: list[str] = []
    kinds, holders = {w: k for k, w in LICENCE_WORDS.items()}, {w: k for k, w in HOLDER_WORDS.items()}
    validities = {words: one.value for one, words in VALIDITY_WORDS.items()}
    said: dict[str, Any] = {name: cells.get(heading, "") for heading, name in TEXTS.items()}
    said |= {name: _parts(cells.get(heading, "")) for heading, name in LISTS.items()}
    said["kind"] = kinds.get(cells.get("种类", ""), cells.get("种类", ""))
    said["holders"] = [holders.get(one, one) for one in _parts(cells.get("持证主体", ""))]
    said["validity"] = validities.get(cells.get("有效期", ""), "")
    said["years"] = _number(cells.get("年限", ""), "年限", wrong)
    for heading, name in {"加盖电子印章": "sealed", "归集入库": "collected"}.items():
        if (cell := cells.get(heading, "")) not in YES | NO:
            wrong.append(f"“{heading}”须填是或否")
        said[name] = cell in YES
    return Told(row, said, wrong=wrong)


def _field(cells: dict[str, str], wrong: list[str]) -> TypeField:
    privacy = cells.get("隐私", "")
    if privacy not in PRIVACY:
        wrong.append(f"字段“{cells['字段']}”的隐私须填公开或脱敏")
    return TypeField(
        name=cells["字段"],
        data_type=cells.get("数据类型", "").upper(),
        length=_number(cells.get("长度", ""), f"字段“{cells['字段']}”的长度", wrong),
        codes=tuple(_parts(cells.get("代码范围", ""))),
        privacy=PRIVACY.get(privacy, Privacy.MASKED),
        required=cells.get("必填", "") in YES,
    )


def _number(text: str, name: str, wrong: list[str]) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        wrong.append(f"{name}须是整数")
        return None
    return int(text) if text else None


def _parts(text: str) -> list[str]:
    for mark in "；;、|":
        text = text.replace(mark, "\n")
    return [part.strip() for part in text.splitlines() if part.strip()]


def write(types: Sequence[Type]) -> bytes:
    """Types as such a sheet, CSV that spreadsheets open."""
    content = io.StringIO()
    lines = csv.DictWriter(content, HEADINGS)
    lines.writeheader()
    for one in types:
        lines.writerows(_rows(one))
    return ("\ufeff" + content.getvalue()).encode()


def _rows(one: Type) -> Iterator[dict[str, Any]]:
    first = {heading: getattr(one, name) for heading, name in TEXTS.items()}
    first |= {heading: "；".join(getattr(one, name)) for heading, name in LISTS.items()}
    first |= {"种类": one.get_kind_display(), "持证主体": "；".join(HOLDER_WORDS[h] for h in one.holders)}
    first |= {"有效期": one.get_validity_display(), "年限": one.years or ""}
    first |= {"加盖电子印章": "是" if one.sealed else "否", "归集入库": "是" if one.collected else "否"}
    for told in one.fields:
        of = {"字段": told["name"], "数据类型": told["data_type"], "长度": told["length"] or ""}
        of |= {"代码范围": "；".join(told["codes"]), "必填": "是" if told["required"] else "否"}
        yield first | of | {"隐私": "脱敏" if told["privacy"] == Privacy.MASKED else "公开"}
        first = {}
