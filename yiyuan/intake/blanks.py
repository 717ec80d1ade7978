"""The blank a department fills in: the header of a resource's items as CSV or XLSX."""

import csv
import io

import xlsxwriter

from yiyuan.catalog.types import DATA_TYPE_WORDS, ResourceInfo

_ROWS = 1_000  # cells prepared as text or with a drop-down
_LIST_LENGTH = 255  # characters a drop-down of Excel holds


def csv_blank(resource: ResourceInfo) -> bytes:
    """With a mark, so that Excel reads it as UTF-8."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([item.name for item in resource.items])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_blank(resource: ResourceInfo) -> bytes:
    """Every column is text, so that long numbers survive; codes are a drop-down; the header says the rules."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("数据")
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        for column, item in enumerate(resource.items):
            sheet.set_column(column, column, max(12, 2 * len(item.name) + 4), text)
            sheet.write_string(0, column, item.name, head)
            rules = [DATA_TYPE_WORDS[item.data_type]]
            rules += [f"长度 {item.length}"] * bool(item.length) + ["主键"] * item.key
            rules += ["必填"] * (item.required or item.key) + [f"取值：{'、'.join(item.codes)}"] * bool(item.codes)
            sheet.write_comment(0, column, "\n".join(rules))
            if item.codes and len(",".join(item.codes)) <= _LIST_LENGTH:
                sheet.data_validation(1, column, _ROWS, column, {"validate": "list", "source": list(item.codes)})
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()
