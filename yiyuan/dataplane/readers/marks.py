"""Marks of the readers on rows and cells that are not what they seem, and the words for them."""

import re
from typing import Final

ROW: Final = "_row"
FLAW: Final = "_flaw"
CELL, LONG, SHORT, TOTAL = "cell", "long", "short", "total"  # values of FLAW; a row of a total is kept all the same

REPLACEMENT = "\ufffd"  # what stands where bytes could not be decoded, or stand in another encoding than the file
# first character of a cell whose value is not what was meant; Unicode non-characters, what was seen stands behind
DAMAGED = "\ufdd0"  # a number too long for a numeric Excel cell
FORMULA_ERROR = "\ufdd1"  # a cell that shows #DIV/0! or the like
NO_RESULT = "\ufdd2"  # a formula that nobody has computed
MERGED = "\ufdd3"  # a cell merged with the one to its left, or with the heading: whose value it shows nobody can tell
FIRST_MARKS = DAMAGED + FORMULA_ERROR + NO_RESULT + MERGED
PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"  # characters that mean something else on every machine
GARBLED = f"[{REPLACEMENT}{PRIVATE}]"
GARBAGE = f"[{REPLACEMENT}{FIRST_MARKS}{PRIVATE}]"
ERRORS = frozenset(
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN!"
    " #BUSY! #DATA! #PYTHON!".split()
)
TOTALS = frozenset("合计 总计 小计 共计 累计 合计： 总计： 小计： 共计： 累计： 合计: 总计: 小计: 共计: 累计:".split())
_CELL_WORDS: Final = {
    DAMAGED: "号码存成了数字，已被 Excel 改动，请把该列设为文本后重新填写",
    FORMULA_ERROR: "单元格显示公式错误 {shown}，请改正公式或填写数值",
    NO_RESULT: "单元格是公式，没有结果，请在 Excel 或 WPS 中打开并保存，或粘贴为数值",
    MERGED: "单元格和左边的或者表头合并在一起，分不清是谁的值，请取消合并后逐格填写",
}
_ROW_WORDS: Final = {
    LONG: "这一行的列数比表头多，请检查是否有多余的分隔符，或含逗号的内容没有加双引号",
    SHORT: "这一行的列数比表头少，请补齐后重新填写",
}


def wrong_cell(cell: str) -> str:
    """What is wrong with a cell as a reader gives it, and what to do; empty where nothing is. Names no content."""
    if cell[:1] in _CELL_WORDS:
        return _CELL_WORDS[cell[0]].format(shown=cell[1:])
    return "含有乱码，请检查文件编码后重新填写" if re.search(GARBLED, cell) else ""


def wrong_row(flaw: str | None) -> str:
    """What is wrong with a row as a whole, and what to do; empty where nothing is."""
    return _ROW_WORDS.get(flaw or "", "")


def is_total(cell: str) -> bool:
    """Whether a row that begins with this cell looks like a sum."""
    return "".join(cell.split()) in TOTALS


def shown(cell: str) -> str:
    """What a person sees in a cell, without our marks."""
    return cell.lstrip(FIRST_MARKS)
