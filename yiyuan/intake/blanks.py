"""The blank a department fills in: a title that says what it is for, the header of a resource's items; CSV or XLSX.

The title stands above the header, where the readers expect one, and may stay there when the file is handed in.
"""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from yiyuan.catalog.types import CYCLE_WORDS, DATA_TYPE_WORDS, OverdueLoad, ResourceInfo
from yiyuan.regulations.api import chips
from yiyuan.regulations.types import Resolved

_HEADER = 1  # row of the header, from 0
_ROWS = 1_000  # cells prepared as text or with a drop-down
_LIST_LENGTH = 255  # characters a drop-down of Excel holds


def title_of(resource: ResourceInfo, *, due: OverdueLoad | None, law: Resolved) -> str:
    """Which resource, code and version, by when and under which article: one cell."""
    parts = [f"{resource.name}（{resource.code or '尚无代码'}，目录第 {resource.version_number} 版）"]
    if due is not None:
        parts.append(f"请在 {due.due_on} 前交，{CYCLE_WORDS[due.cycle]}更新")
    articles = "、".join(chip.text for chip in chips(law) if chip.kind == "law")
    parts.append(f"归集依据：{articles}" if articles else "归集依据：平台默认")
    return "；".join(parts)


def csv_blank(resource: ResourceInfo, title: str) -> bytes:
    """With a mark, so that Excel reads it as UTF-8."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([[title], [item.name for item in resource.items]])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_blank(resource: ResourceInfo, title: str, *, rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Every column is text, so that long numbers survive; codes are a drop-down; the header says the rules.

    rows: item -> value, filled in beforehand.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("数据")
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        sheet.write_string(0, 0, title)
        for column, item in enumerate(resource.items):
            sheet.set_column(column, column, max(12, 2 * len(item.name) + 4), text)
            sheet.write_string(_HEADER, column, item.name, head)
            rules = [DATA_TYPE_WORDS[item.data_type]]
            rules += [f"长度 {item.length}"] * bool(item.length) + ["主键"] * item.key
            rules += ["必填"] * (item.required or item.key) + [f"取值：{'、'.join(item.codes)}"] * bool(item.codes)
            sheet.write_comment(_HEADER, column, "\n".join(rules))
            if item.codes and len(",".join(item.codes)) <= _LIST_LENGTH:
                sheet.data_validation(
                    _HEADER + 1, column, _ROWS, column, {"validate": "list", "source": list(item.codes)}
                )
        for at, row in enumerate(rows, _HEADER + 1):
            for column, item in enumerate(resource.items):
                sheet.write_string(at, column, row.get(item.name, ""), text)
        sheet.freeze_panes(_HEADER + 1, 0)
    return buffer.getvalue()
