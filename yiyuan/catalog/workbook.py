"""The catalog as a workbook: what its columns mean, how it is written, read and given back with red cells.

Pure: bytes and values in, bytes and values out. What is done with the entries read is decided in `services`.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yiyuan.catalog import rules
from yiyuan.catalog.types import (
    CATEGORY_WORDS,
    CLASS_WORDS,
    CYCLE_WORDS,
    DATA_TYPE_WORDS,
    FORMAT_WORDS,
    ITEM_CLASS_WORDS,
    PURPOSES,
)
from yiyuan.kernel.errors import RuleBroken

RESOURCES, ITEMS, GUIDE = "资源", "信息项", "填表说明"
REASON = "原因"
NAME = "资源名称"
AUTHOR = "一源"  # of the comments we leave, so that we can take them away again
MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_CELLS = 400_000
MAX_RESOURCES = 500
MAX_ITEMS = 20_000
SPARE_ROWS = 500  # rows of a template that carry the drop-downs
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LEGACY = b"\xd0\xcf\x11\xe0"  # old .xls, or a workbook locked with a password
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_HIDDEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

Law = Callable[[str], Any]  # value of a rule key, see regulations.keys
Words = Mapping[str, str]


class MisreadError(ValueError):
    """A cell that cannot be understood; the text says what is allowed."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a region: what its profile allows, with Chinese names.

    also: by column, further words that exist elsewhere; older entries hold them, so they are read but not offered.
    """

    sources: Words
    sharing: Words
    opening: Words
    levels: Words
    methods: Words
    also: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook and the field it fills.

    kind: text, line, plain (full-width forms become plain ones), list, whole, yes, day, word. words: code -> word,
    where the cell takes one of these; `many`: several of them; also: words read but not offered. help: what to write,
    for the guide sheet. keys: rule keys whose articles stand behind it.
    """

    name: str
    label: str
    kind: str = "line"
    words: Words = field(default_factory=dict)
    many: bool = False
    also: Words = field(default_factory=dict)
    help: str = ""
    keys: tuple[str, ...] = ()
    width: int = 16
    must: bool = False

    def read(self, value: object) -> Any:  # the field's own type
        """The value of a cell. Raises MisreadError in the clerk's words."""
        text = tidy(value)
        if self.kind == "day":
            return _day(value, text)
        if self.kind == "word":
            return self._words(text)
        return _READERS[self.kind](text)

    def write(self, value: Any) -> str | int | date | None:  # the field's own type
        """What stands in the cell for a value; `read` gives the value back."""
        match self.kind:
            case "list":
                return rules.joined(value)
            case "yes":
                return "是" if value else "否"
            case "word" if self.many:
                return "、".join(self._shown(one) for one in value)
            case "word":
                return self._shown(str(value))
        return value  # type: ignore[no-any-return]  # a text, a number or a day

    def _shown(self, code: str) -> str:
        return self.words.get(code) or self.also.get(code) or code

    def _words(self, text: str) -> Any:  # one code or several
        if not self.many:
            return self._word(text) if text else ""
        return rules.in_order([self._word(one) for one in rules.listed(text)], known=self.also or self.words)

    def _word(self, text: str) -> str:
        wanted = rules.plain_name(text)
        for code, word in (*self.words.items(), *self.also.items()):
            if wanted in {rules.plain_name(word), rules.plain_name(code)}:
                return code
        short = [code for code, word in self.words.items() if wanted in map(rules.plain_name, word.split())]
        if len(short) == 1:
            return short[0]
        allowed = "、".join(self.words.values())
        raise MisreadError(_("“%(text)s”不在可选范围。可填：%(words)s") % {"text": text[:30], "words": allowed})


def tidy(value: object) -> str:
    """Text of a cell without what nobody sees: outer blanks of any width, hidden characters, ".0" of numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    text = _HIDDEN.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return text.strip().strip("\u3000\u00a0").strip()


def _narrow(text: str) -> str:
    """Full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def _whole(text: str) -> int | None:
    plain = _narrow(text)
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:  # noqa: PLR2004 - fits an integer column
        raise MisreadError(_("“%(text)s”不是整数") % {"text": text[:30]})
    return int(plain)


def _yes(text: str) -> bool:
    plain = _narrow(text).lower()
    if plain in {"", "否", "n", "no", "0", "×", "x"}:
        return False
    if plain in {"是", "y", "yes", "1", "√", "✓"}:
        return True
    raise MisreadError(_("“%(text)s”读不懂，请填“是”或“否”") % {"text": text[:30]})


def _day(value: object, text: str) -> date | None:
    if not text:
        return None
    if isinstance(value, datetime):
        return value.date()
    found = _DATE.fullmatch(_narrow(text).removesuffix("00:00:00").strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise MisreadError(_("“%(text)s”不是日期，请写成 2026-10-12 的样子") % {"text": text[:30]})


def _line(text: str) -> str:
    return " ".join(text.split())


# how a text becomes a value, by the kind of its column
_READERS: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "line": _line,
    "plain": _narrow,
    "list": rules.listed,
    "whole": _whole,
    "yes": _yes,
}

CLASSES: Words = {
    f"{category}{code}": f"{category}{code} {word}"
    for category, words in CLASS_WORDS.items()
    for code, word in words.items()
}


def _text_words(words: Mapping[Any, str]) -> Words:  # keys are our enumerations
    return {str(code): word for code, word in words.items()}


def resource_columns(known: Vocabulary) -> list[Column]:
    """The columns of the sheet of resources. `class` stands for category and class code together."""
    classes = "、".join(f"{code} 开头为{word}" for code, word in CATEGORY_WORDS.items())
    elements, states = ("catalog.elements",), ("catalog.conditional_states",)
    levels = ("catalog.basis_levels.conditional", "catalog.basis_levels.not_shared")
    # The table keeps its columns.
    # fmt: off
    columns = [
        Column("name", NAME, help=_("说清数据是什么，本部门内不重名；不写系统名"), width=28, must=True),
        Column("code", "资源代码", "plain", help=_("首次发布时由平台给出：新资源留空，已有的不要改"), keys=("catalog.code",), width=18),  # noqa: E501
        Column("summary", "摘要", "text", help=_("数据的范围、来历、起始年份"), keys=elements, width=36),
        Column("class", "分类", "word", CLASSES, help=classes, keys=elements, width=22),
        Column("subclass_code", "目", "plain", help=_("三位数字，不填按 001")),
        Column("source_kind", "数据来源", "word", known.sources, keys=("catalog.source_kinds",), width=20),
        Column("source_system", "来源信息系统", width=20),
        Column("electronic", "电子形式", "yes", help=_("不填为“是”；纸质数据填“否”")),
        Column("format", "资源格式", "word", _text_words(FORMAT_WORDS), keys=elements),
        Column("cycle", "更新周期", "word", _text_words(CYCLE_WORDS), keys=elements),
        Column("officer", "责任专人", keys=elements),
        Column("officer_phone", "联系电话", "plain"),
        Column("sharing", "共享类型", "word", known.sharing, help=_("平台不预先选定"), keys=("catalog.sharing_types",)),
        Column("condition", "共享条件", "text", help=_("有条件共享时填写"), keys=states, width=28),
        Column("scope", "共享范围", "text", help=_("有条件共享时填写：哪些部门，或哪些信息项"), keys=states, width=24),
        Column("purpose", "使用用途", "text", help=_("有条件共享时填写，例如：") + "、".join(PURPOSES), keys=states, width=24),  # noqa: E501
        Column("materials", "申请材料名录", "list", help=_("申请这项资源要交的全部材料，用分号隔开"), keys=states, width=24),  # noqa: E501
        Column("basis_level", "依据级别", "word", known.levels, keys=levels, width=18),
        Column("basis", "依据名称和条款", "text", keys=("catalog.basis",), width=28),
        Column("reason", "理由", "text", keys=("catalog.reason_for_types",), width=24),
        Column("methods", "共享方式", "word", known.methods, many=True, help=_("可填几种，用顿号隔开"), keys=("sharing.methods",), width=22),  # noqa: E501
        Column("use_terms", "使用要求", "text", keys=elements, width=24),
        Column("held_by_provider", "数据留在提供部门", "yes", keys=("handin.scope",)),
        Column("opening", "开放类型", "word", known.opening, help=_("平台不预先选定"), keys=("catalog.opening_types",)),
        Column("opening_method", "开放方式"),
        Column("opening_basis", "不予开放的理由和依据", "text", width=24),
        Column("security_level", "安全级别", "whole", help=_("1 至 4，4 最高")),
        Column("secret", "涉密", "yes", help=_("涉密内容不得进入本平台"), keys=("catalog.no_secrets",)),
        Column("repeat_basis", "重复采集的依据", "text", help=_("别的部门已是来源而仍须采集时填写"), keys=("catalog.one_source",), width=24),  # noqa: E501
        Column("change_cause", "变更原因", "text", help=_("修改已发布的资源时填写"), width=24),
        Column("changed_on", "变更发生日期", "day", help=_("2026-10-12 的样子")),
    ]
    # fmt: on
    return [replace(column, also=known.also.get(column.name, {})) for column in columns]


def item_columns() -> list[Column]:
    """The columns of the sheet of information items."""
    kinds = _text_words(ITEM_CLASS_WORDS)
    return [
        Column("resource", NAME, help=_("与“资源”表中的名称一致"), width=28, must=True),
        Column("name", "信息项名称", help=_("同一资源内不重名"), width=22, must=True),
        Column("data_type", "数据类型", "word", _text_words(DATA_TYPE_WORDS), must=True),
        Column("length", "长度", "whole", width=8),
        Column("scale", "小数位", "whole", width=8),
        Column("key", "主键", "yes", help=_("能认出一条记录的信息项；没有主键的资源每次须全量交数据"), width=8),
        Column("required", "必填", "yes", width=8),
        Column("codes", "代码范围", "list", help=_("只能取这些值时填写，用分号隔开"), width=24),
        Column("pattern", "格式", "text", help=_("正则表达式，整个值须符合"), width=18),
        Column("minimum", "最小值", "plain", width=10),
        Column("maximum", "最大值", "plain", width=10),
        Column("item_class", "信息类别", "word", kinds, help=_("不填为“一般”；决定怎样检查和脱敏"), width=18),
        Column("personal", "个人信息", "yes", keys=("catalog.personal_not_unconditional",), width=10),
        Column("note", "说明", "text", width=24),
    ]


# ---- writing ----
@dataclass(frozen=True, slots=True)
class Entry:
    """One resource as the workbook holds it: fields of the columns, and its items."""

    values: Mapping[str, Any]
    items: Sequence[Mapping[str, Any]]


_HEAD = PatternFill("solid", fgColor="FFEDF2F8")
_MUST = PatternFill("solid", fgColor="FFD5E1F0")
_RED = PatternFill("solid", fgColor="FFF8C9C4")
_AMBER = PatternFill("solid", fgColor="FFFBE6B8")
_OURS = {_RED.fgColor.rgb, _AMBER.fgColor.rgb}
_LINE = Border(bottom=Side("thin", color="FF7D8896"))
_FONT = Font(name="Microsoft YaHei", size=10)
_BOLD = Font(name="Microsoft YaHei", size=10, bold=True)
_WRAP = Alignment(vertical="top", wrap_text=True)


def write(entries: Iterable[Entry], *, known: Vocabulary, articles: Mapping[str, str], title: str) -> bytes:
    """A workbook with these entries; without any it is the template.

    articles: rule key -> short names of the articles behind it, for the guide sheet.
    """
    book = Workbook()
    resources = book.active
    assert isinstance(resources, Worksheet)
    resources.title = RESOURCES
    items = book.create_sheet(ITEMS)
    columns, of_items = resource_columns(known), item_columns()
    _head(resources, columns)
    _head(items, of_items)
    row, item_row = 2, 2
    for entry in entries:
        _write_row(resources, row, columns, entry.values)
        row += 1
        for item in entry.items:
            _write_row(items, item_row, of_items, {**item, "resource": entry.values["name"]})
            item_row += 1
    _drop_downs(resources, columns, last=row + SPARE_ROWS)
    _drop_downs(items, of_items, last=item_row + SPARE_ROWS * 4)
    _guide(book.create_sheet(GUIDE), {RESOURCES: columns, ITEMS: of_items}, articles, title)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for position, column in enumerate(columns, 1):
        cell = sheet.cell(1, position, column.label)
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _MUST if column.must else _HEAD, _LINE, _WRAP
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.freeze_panes = "B2"


def _write_row(sheet: Worksheet, row: int, columns: Sequence[Column], values: Mapping[str, Any]) -> None:
    for position, column in enumerate(columns, 1):
        shown = column.write(values[column.name]) if column.name in values else None
        if shown in (None, ""):
            continue
        cell = sheet.cell(row, position)
        assert isinstance(cell, Cell)
        _put(cell, shown)
        cell.font, cell.alignment = _FONT, _WRAP


def _put(cell: Cell, value: str | float | date | None) -> None:
    """A value as it is: text that looks like a formula stays text."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _drop_downs(sheet: Worksheet, columns: Sequence[Column], *, last: int) -> None:
    for position, column in enumerate(columns, 1):
        options = ["是", "否"] if column.kind == "yes" else list(column.words.values())
        letter = get_column_letter(position)
        if column.kind in {"line", "text", "plain"}:
            for at in range(2, min(last, SPARE_ROWS) + 1):  # typed digits stay text
                sheet.cell(at, position).number_format = "@"
        if not options or column.many:
            continue
        listed = ",".join(options)
        assert len(listed) < 255, column.label  # noqa: PLR2004 - Excel's limit of a list
        rule = DataValidation("list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.label, _("请从下拉列表中选择")
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)


def _guide(sheet: Worksheet, tables: Mapping[str, Sequence[Column]], articles: Mapping[str, str], title: str) -> None:
    lines: list[tuple[str, str, str, str, str]] = [(title, "", "", "", "")]
    how = _("一行一个资源；信息项写在“信息项”表，用资源名称对应。深色表头必填，其余可先空着，提交审核前补齐。")
    lines.append((how, "", "", "", ""))
    lines.append((_("表"), _("列"), _("怎么填"), _("可填的值"), _("条文")))
    for name, columns in tables.items():
        for column in columns:
            behind = dict.fromkeys(part for key in column.keys if (part := articles.get(key, "")))
            options = ["是", "否"] if column.kind == "yes" else list(column.words.values())
            lines.append((name, column.label, column.help, "、".join(options), "；".join(behind)))
    for row, line in enumerate(lines, 1):
        for position, text in enumerate(line, 1):
            cell = sheet.cell(row, position)
            assert isinstance(cell, Cell)
            _put(cell, text or None)
            cell.font, cell.alignment = _BOLD if row in (1, 3) else _FONT, _WRAP if row > 2 else Alignment()  # noqa: PLR2004 - below the two lines of the title
    for letter, width in zip("ABCDE", (10, 22, 46, 60, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"


# ---- reading ----
@dataclass(frozen=True, slots=True)
class Flaw:
    """Something about a cell. `warning`: worth a look, yet taken. column "" stands for the whole row."""

    sheet: str
    row: int
    column: str
    text: str
    warning: bool = False


@dataclass(slots=True)
class Read:
    """One resource of a workbook as read: its row (0: only its items are there), values, items, flaws."""

    row: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    item_rows: list[int] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not any(not flaw.warning for flaw in self.flaws)

    def flaw(self, text: str, *, column: str = "", row: int = 0, sheet: str = RESOURCES, warning: bool = False) -> None:
        self.flaws.append(Flaw(sheet, row or self.row, column, text, warning))


def open_book(content: bytes) -> Workbook:
    """An untrusted workbook, guarded by size. Raises RuleBroken("catalog.workbook")."""
    if len(content) > MAX_BYTES:
        raise _refused(_("文件超过 %(limit)s MB，请分几次导入。") % {"limit": MAX_BYTES // 2**20})
    if content.startswith(LEGACY):
        raise _refused(_("这是旧版 .xls 或设了打开密码的工作簿。请去掉密码，另存为 .xlsx 后再导入。"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            guard(archive)
        return load_workbook(io.BytesIO(content))
    except RuleBroken:
        raise
    except Exception as error:  # the library fails in many ways on a broken file; all mean the same
        raise _refused(_("这不是 .xlsx 工作簿，或文件已损坏。请下载模板填写，或另存为 .xlsx 后再导入。")) from error


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("catalog.workbook", problem=problem)


def guard(archive: zipfile.ZipFile) -> None:
    """Refuse macros, bombs, entity tricks and sheets with more cells than a catalog has."""
    unpacked = cells = 0
    for part in archive.infolist():
        if part.filename.lower().endswith("vbaproject.bin"):
            raise _refused(_("工作簿含有宏。请另存为不含宏的 .xlsx 后再导入。"))
        rest = b""
        with archive.open(part) as stream:
            while chunk := stream.read(1 << 20):  # what the archive says of itself may be a lie: unpack and count
                unpacked += len(chunk)
                data = rest + chunk
                cells += data.count(b"<c ") - rest.count(b"<c ")
                rest = data[-16:]
                if unpacked > MAX_UNPACKED_BYTES or cells > MAX_CELLS:
                    raise _refused(_("工作簿太大。请删去多余的行和格式，或分几次导入。"))
                if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                    raise _refused(_("工作簿的内容不正常，没有读取。请下载模板重新填写。"))


def read(book: Workbook, *, known: Vocabulary) -> list[Read]:
    """The resources of a workbook in their order, each with what is wrong with it.

    Raises RuleBroken("catalog.workbook") when a sheet or a column is missing, or there is too much or nothing.
    """
    for name in (RESOURCES, ITEMS):
        if name not in book.sheetnames or not isinstance(book[name], Worksheet):
            raise _refused(_("缺少工作表“%(name)s”。请下载模板，不要改工作表的名称。") % {"name": name})
    found: list[Read] = []
    by_name: dict[str, Read] = {}
    for row, cells in _rows(book[RESOURCES], resource_columns(known), limit=MAX_RESOURCES, unit=_("个资源")):
        entry = _read_resource(row, cells, known)
        found.append(entry)
        _look_for_twins(entry, by_name)
    _read_items(book, found, by_name)
    if not found:
        raise _refused(_("“资源”表里没有内容。第 1 行是表头，从第 2 行起填写。"))
    for entry in found:
        _check_items(entry)
    _warn_of_series(found)
    return found


def _rows(
    sheet: Worksheet, columns: Sequence[Column], *, limit: int, unit: str
) -> Iterable[tuple[int, dict[str, Cell]]]:
    """Row numbers and cells by field name; rows without content are not rows."""
    heads = {tidy(cell.value): cell.column for cell in sheet[1] if tidy(cell.value)}
    if missing := [column.label for column in columns if column.must and column.label not in heads]:
        text = _("“%(sheet)s”表缺少这些列：%(columns)s。请下载模板，不要改表头。")
        raise _refused(text % {"sheet": sheet.title, "columns": "、".join(missing)})
    labels = {column.label for column in columns} | {REASON}
    if strange := [label for label in heads if label not in labels]:
        text = _("“%(sheet)s”表有不认识的列：%(columns)s。请核对表头，或删去这些列。")
        raise _refused(text % {"sheet": sheet.title, "columns": "、".join(strange)[:100]})
    count = 0
    for cells in sheet.iter_rows(min_row=2):
        by_column = {cell.column: cell for cell in cells}
        row = {c.name: by_column[heads[c.label]] for c in columns if heads.get(c.label) in by_column}
        if not any(tidy(cell.value) for cell in row.values()):
            continue
        count += 1
        if count > limit:
            text = _("一次最多导入 %(limit)s %(unit)s，请分几次。")
            raise _refused(text % {"limit": f"{limit:,}", "unit": unit})
        yield cells[0].row, row  # type: ignore[misc]  # merged cells have no value and read as empty


def _read_resource(row: int, cells: Mapping[str, Cell], known: Vocabulary) -> Read:
    entry = Read(row, tidy(cells["name"].value))
    entry.values = _read_cells(entry, cells, resource_columns(known), sheet=RESOURCES)
    if not entry.name:
        entry.flaw(_("没有资源名称"), column="name")
    chosen = entry.values.pop("class", None)
    if chosen is not None:
        entry.values["category"], entry.values["class_code"] = chosen[:1], chosen[1:]
    if "subclass_code" in entry.values:
        entry.values["subclass_code"] = _subclass(entry)
    if odd := rules.odd_name(entry.name):
        entry.flaw(odd, column="name", warning=True)
    return entry


def _subclass(entry: Read) -> str:
    text = str(entry.values["subclass_code"] or "001").zfill(3)
    if not re.fullmatch(r"\d{3}", text):
        entry.flaw(_("目应为三位数字"), column="subclass_code")
    return text


def _read_cells(entry: Read, cells: Mapping[str, Cell], columns: Sequence[Column], *, sheet: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in columns:
        cell = cells.get(column.name)
        if cell is None or (column.name == "electronic" and not tidy(cell.value)):
            continue
        if cell.data_type in {"f", "e"}:
            entry.flaw(_("单元格是公式或错误值，请改成填写的内容"), column=column.name, row=cell.row, sheet=sheet)
            continue
        try:
            values[column.name] = column.read(cell.value)
        except MisreadError as problem:
            entry.flaw(str(problem), column=column.name, row=cell.row, sheet=sheet)
    return values


def _look_for_twins(entry: Read, by_name: dict[str, Read]) -> None:
    plain = rules.plain_name(entry.name)
    first = by_name.setdefault(plain, entry)
    if first is entry or not plain:
        return
    same = _("和第 %(row)s 行重名") if first.name == entry.name else _("和第 %(row)s 行的名称只差标点、空格或全角半角")
    entry.flaw(same % {"row": first.row}, column="name")
    if first.sound:
        first.flaw(same % {"row": entry.row}, column="name")


def _read_items(book: Workbook, found: list[Read], by_name: dict[str, Read]) -> None:
    columns = item_columns()
    for row, cells in _rows(book[ITEMS], columns, limit=MAX_ITEMS, unit=_("个信息项")):
        owner = tidy(cells["resource"].value)
        entry = by_name.get(rules.plain_name(owner))
        if entry is None:
            entry = Read(0, owner or _("（没有资源名称）"))
            by_name[rules.plain_name(owner)] = entry
            found.append(entry)
        if not entry.row:
            entry.flaw(_("“资源”表里没有这个资源"), column="resource", row=row, sheet=ITEMS)
        values = _read_cells(entry, cells, columns, sheet=ITEMS)
        values.pop("resource", None)
        values["item_class"] = values.get("item_class") or "general"
        said = {flaw.column for flaw in entry.flaws if flaw.sheet == ITEMS and flaw.row == row}
        for name, label in (("name", _("信息项名称")), ("data_type", _("数据类型"))):
            if not values.get(name) and name not in said:
                entry.flaw(_("没有%(label)s") % {"label": label}, column=name, row=row, sheet=ITEMS)
        entry.items.append(values)
        entry.item_rows.append(row)


def _check_items(entry: Read) -> None:
    seen: dict[str, int] = {}
    for row, item in zip(entry.item_rows, entry.items, strict=True):
        plain = rules.plain_name(item.get("name", ""))
        if plain and plain in seen:
            entry.flaw(_("信息项名称和第 %(row)s 行重复") % {"row": seen[plain]}, column="name", row=row, sheet=ITEMS)
        seen.setdefault(plain, row)
    names = [str(item.get("name", "")) for item in entry.items]
    suspects = set(rules.dragged(names))
    for row, name in zip(entry.item_rows, names, strict=True):
        if name in suspects:
            entry.flaw(_("名称像是拖动填充出来的，请核对"), column="name", row=row, sheet=ITEMS, warning=True)


def _warn_of_series(found: Sequence[Read]) -> None:
    suspects = set(rules.dragged([entry.name for entry in found if entry.row]))
    for entry in found:
        if entry.name in suspects:
            entry.flaw(_("名称像是拖动填充出来的，请核对"), column="name", warning=True)


# ---- giving back ----
def mark(book: Workbook, entries: Sequence[Read], *, known: Vocabulary) -> bytes:
    """The same workbook: cells with a flaw red (amber for a warning) with a comment, a column 原因 at the end."""
    for name, columns in ((RESOURCES, resource_columns(known)), (ITEMS, item_columns())):
        sheet = book[name]
        _wipe(sheet)
        heads = {tidy(cell.value): cell.column for cell in sheet[1] if tidy(cell.value)}
        by_field = {column.name: heads.get(column.label) or 0 for column in columns}
        reason_at = heads.get(REASON) or max(position or 1 for position in heads.values()) + 1
        reasons: dict[int, list[str]] = {}
        for flaw in (flaw for entry in entries for flaw in entry.flaws if flaw.sheet == name and flaw.row):
            reasons.setdefault(flaw.row, []).append(_("提醒：") + flaw.text if flaw.warning else flaw.text)
            if position := by_field.get(flaw.column, 0):
                _paint(sheet.cell(flaw.row, position), flaw)  # type: ignore[arg-type]  # a merged cell can be painted too
        _write_reasons(sheet, reason_at, reasons, refused_rows=_refused_rows(entries, name))
    return _saved(book)


def _refused_rows(entries: Sequence[Read], sheet: str) -> set[int]:
    """Rows of refused resources that have no flaw of their own: they say where to look."""
    if sheet == RESOURCES:
        return {entry.row for entry in entries if entry.row and not entry.sound}
    return set()


def _write_reasons(
    sheet: Worksheet, position: int, reasons: Mapping[int, Sequence[str]], *, refused_rows: set[int]
) -> None:
    head = sheet.cell(1, position)
    head.value, head.font, head.fill, head.border = REASON, _BOLD, _RED, _LINE
    sheet.column_dimensions[get_column_letter(position)].width = 50
    for row in sorted({*reasons, *refused_rows}):
        cell = sheet.cell(row, position)
        assert isinstance(cell, Cell)
        _put(cell, "；".join(dict.fromkeys(reasons.get(row, [_("信息项有错，见“信息项”表")]))))
        cell.font, cell.alignment = _FONT, _WRAP


def _wipe(sheet: Worksheet) -> None:
    """Take away what an earlier return left: our colours, our comments, our reasons."""
    reason_at = next((cell.column for cell in sheet[1] if tidy(cell.value) == REASON), 0)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.fill is not None and cell.fill.fgColor.rgb in _OURS:
                cell.fill = PatternFill()
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if reason_at and cell.column == reason_at:
                cell.value = None


def _paint(cell: Cell, flaw: Flaw) -> None:
    earlier = cell.comment.text + "\n" if cell.comment is not None else ""
    if cell.fill.fgColor.rgb != _RED.fgColor.rgb:
        cell.fill = _AMBER if flaw.warning else _RED
    note = Comment(earlier + flaw.text, AUTHOR)
    note.width, note.height = 320, 90
    cell.comment = note
