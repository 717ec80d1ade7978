"""One way to make every list page: filter, sort, page, total, Excel with all filtered rows.

A view makes a `Listing`, returns `listing.export()` when `listing.is_export`, and otherwise renders a page that
includes `web/listing.html` with the listing in the context. Two queries for a queryset: count and page.
What cannot be read in the address never fails: it is left out and the page says so.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, cast

import xlsxwriter
from django.db.models import F, Q, QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from ninja.errors import ValidationError

from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import number_in
from yiyuan.web.components import Content, Empty, Light, LightKind, Link, Noted, html, long_day, moment, number
from yiyuan.web.htmx import render

Row = Any  # a model, a dataclass or a dict: lists serve every room

EXCEL_ROWS = 1_000_000  # data rows per sheet; the format ends at 1,048,576 with the head
EXCEL_TEXT = 32_767  # characters a cell holds
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK_ROWS = 2_000
APART = ("act", "pick", "stand")  # columns of what one can do, which paper leaves out
WHOLE_ROWS = 1_000  # on one page, to print
PAGES_SHOWN = 2  # numbers on either side of the current page


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    value: an attribute path ("provider.name") or a function of the row; may give any component.
    sort: for querysets field names ("reply_due_on" or several), for sequences a function of the row or an
        attribute path; none: not sortable.
    numeric: right-aligned figures with thousands.
    narrow_label: label on narrow windows; "" hides it, None repeats the column's.
    export: what Excel gets, if not `value`: a function of the row. False: no such column in Excel.
    shown: False: in Excel alone, for what the page says within another column.
    template: a template with `row` and `value` that makes the cell.
    head: the row's own name, a row header. css: classes of the cells ("nw mono act"), width: of the column in px
        (30, 60, 80, then steps of 20 to 200, 240, 280, 320, 400).
    """

    key: str
    label: str
    value: str | Callable[[Row], Content]
    sort: str | Sequence[str] | Callable[[Row], Any] | None = None  # sort keys of any comparable type
    numeric: bool = False
    narrow_label: str | None = None
    export: Callable[[Row], Content] | bool | None = None
    shown: bool = True
    template: str = ""
    head: bool = False
    css: str = ""
    width: int = 0

    def of(self, row: Row) -> Content:
        if callable(self.value):
            return self.value(row)
        if isinstance(row, dict):
            return row.get(self.value)
        found = attrgetter(self.value)(row)
        return found() if callable(found) and not hasattr(found, "__html__") else found

    def exported(self, row: Row) -> Content:
        return self.export(row) if callable(self.export) else self.of(row)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter. With choices: a select; `kind="date"`: a date; otherwise text.

    apply: gets the rows and the value (a `date` for dates), returns the rows; a ValueError leaves the filter out.
    """

    key: str
    label: str
    apply: Callable[[Any, Any], Any]  # QuerySet or sequence in and out, of any row
    choices: Sequence[tuple[str, str]] = ()
    kind: str = "text"
    default: str = ""
    any_label: str = ""


Lights = Mapping[str, LightKind] | Callable[[Row], Light]


def light_of(lights: Lights, row: Row) -> Light:
    """The state of one row by its light."""
    if callable(lights):
        return lights(row)
    return Light(lights.get(row.state, "run"), str(row.get_state_display()))


def state_column(lights: Lights, *, width: int = 140) -> Column:
    """The state of each row by its light; Excel gets the words."""

    def light(row: Row) -> Light:
        return light_of(lights, row)

    return Column("state", "状态", light, sort="state", export=lambda row: str(light(row)), width=width)


def name_column(
    label: str, name: str | Callable[[Row], str], *, key: str = "name", note: Callable[[Row], Content] | None = None
) -> Column:
    """The row's own name with its address; Excel gets the name. name: attribute path or function."""
    of: Callable[[Row], str] = name if callable(name) else attrgetter(name)
    sort = name.replace(".", "__") if isinstance(name, str) else None

    def link(row: Row) -> Link:
        return Link(of(row), row.get_absolute_url(), note=note(row) if note else "")

    return Column(key, label, link, sort=sort, head=True, export=of, width=240)


def choice_filter(key: str, label: str, words: Mapping[Any, str], *, field: str = "") -> Filter:  # by value
    """Rows in which this field, the key itself where none is named, is the value chosen of these."""
    return Filter(
        key, label, lambda rows, value: rows.filter(**{field or key: value}), [(str(k), w) for k, w in words.items()]
    )


def state_filter(words: Mapping[Any, str]) -> Filter:  # by state
    return choice_filter("state", "状态", words)


def text_filter(key: str, label: str, *fields: str) -> Filter:
    """Rows in which one of these fields contains the text; the key itself where none is named."""

    def apply(rows: Any, text: str) -> Any:  # a QuerySet of any row
        found = Q()
        for name in fields or (key,):
            found |= Q(**{f"{name}__icontains": text})
        return rows.filter(found)

    return Filter(key, label, apply)


def filtered(rows: Any, filters: Sequence[Filter], said: Mapping[str, str]) -> Any:  # a QuerySet of any row
    """The rows as a machine asks for them, by the filters of the page. Raises ValidationError by filter."""
    for f in filters:
        if text := said.get(f.key, "").replace("\x00", "").strip():
            try:
                rows = f.apply(rows, _known(f, text))
            except ValueError as unknown:
                raise ValidationError([{"type": "filter", "loc": ["query", f.key], "msg": f.label}]) from unknown
    return rows


@dataclass(frozen=True, slots=True)
class FilterView:
    key: str
    label: str
    kind: str
    value: str
    choices: Sequence[tuple[str, str]]
    any_label: str


@dataclass(frozen=True, slots=True)
class HeadView:
    label: str
    css: str
    href: str
    order: str  # "ascending", "descending" or ""


@dataclass(frozen=True, slots=True)
class CellView:
    html: SafeString
    label: str
    css: str
    head: bool


@dataclass(frozen=True, slots=True)
class RowView:
    cells: Sequence[CellView]
    group: str  # heading of a new group that starts with this row
    css: str


@dataclass(frozen=True, slots=True)
class PageLink:
    number: int  # 0 stands for a gap
    href: str
    current: bool


@dataclass(slots=True)
class Listing:
    """A list page of `rows`. `prefix` keeps two lists of one page apart in the address.

    default_sort: key of a column, "-" before it for descending; the id comes last, so the order is stable.
    group: heading of each row under the default order. row_css: class of a row ("off"). css: of the table; "flat" keeps
    it a table on narrow windows, for a few short columns.
    """

    request: HttpRequest
    rows: Any  # QuerySet or sequence, of any row
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    default_sort: str = ""
    page_size: int = 50
    filename: str = "列表"
    caption: str = ""
    empty: Empty | None = None
    prefix: str = ""
    group: Callable[[Row], str] | None = None
    row_css: Callable[[Row], str] | None = None
    css: str = ""
    unit: str = "条"
    exportable: bool = True
    notices: list[str] = field(default_factory=list, init=False)
    _values: dict[str, str] = field(default_factory=dict, init=False)
    _sort: str = field(default="", init=False)
    _filtered: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._filtered = self._ordered(self._filter(self.rows))

    # ---- reading the address ----
    def _get(self, key: str) -> str:
        return self.request.GET.get(self.prefix + key, "").replace("\x00", "").strip()

    def _filter(self, rows: Any) -> Any:  # of any row
        for f in self.filters:
            text = self._get(f.key) if self.prefix + f.key in self.request.GET else f.default
            if not text:
                continue
            try:
                value: str | date = _known(f, text)
                rows = f.apply(rows, value)
            except ValueError:
                self.notices.append(f"“{f.label}”的值读不懂，这项筛选没有生效。")
                continue
            self._values[f.key] = text
        return rows

    def _ordered(self, rows: Any) -> Any:  # of any row
        wanted = self._get("sort")
        sortable = {c.key: c for c in self.columns if c.sort is not None}
        if wanted and wanted.removeprefix("-") not in sortable:
            self.notices.append(f"不能按“{wanted[:40]}”排序，已按默认顺序显示。")
            wanted = ""
        self._sort = wanted or self.default_sort
        column = sortable.get(self._sort.removeprefix("-"))
        backwards = self._sort.startswith("-")
        if isinstance(rows, QuerySet):
            names: list[Any] = []  # order expressions and names
            if column is not None:
                fields = (column.sort,) if isinstance(column.sort, str) else cast("Sequence[str]", column.sort)
                names = [F(n).desc(nulls_last=True) if backwards else F(n).asc(nulls_last=True) for n in fields]
            elif rows.query.order_by:
                names = [n for n in rows.query.order_by if n not in {"pk", "id"}]
            return rows.order_by(*names, "pk")
        rows = list(rows)
        if column is None:
            return rows
        key = _sort_key(column)
        some = sorted((r for r in rows if key(r) is not None), key=key, reverse=backwards)
        return some + [r for r in rows if key(r) is None]

    def _address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for key, value in changes.items():
            if value:
                query[self.prefix + key] = value
            else:
                query.pop(self.prefix + key, None)
        return "?" + query.urlencode()

    # ---- the page ----
    @property
    def is_export(self) -> bool:
        return self.exportable and self._get("export") == "xlsx"

    @property
    def selected(self) -> Any:
        """All filtered rows in their order."""
        return self._filtered

    def context(self) -> dict[str, "ListingView"]:
        return {"listing": self.view()}

    def view(self) -> "ListingView":
        total = self._filtered.count() if isinstance(self._filtered, QuerySet) else len(self._filtered)
        size = WHOLE_ROWS if self._get("rows") == "all" else self.page_size
        pages = max(1, -(-total // size))
        page = self._page(pages)
        start = (page - 1) * size
        rows = list(self._filtered[start : start + size])
        last = start + len(rows)
        unit = self.unit
        words = f"共 {number(total)} {unit}"
        if pages > 1:
            words += f"，第 {number(start + 1)}–{number(last)} {unit}"
        return ListingView(
            caption=self.caption,
            heads=[self._head(c) for c in self.columns if c.shown],
            rows=list(self._row_views(rows)),
            filters=[self._filter_view(f) for f in self.filters],
            kept=self._kept(),
            total=total,
            total_words=words,
            pages=self._page_links(page, pages),
            previous=self._address(page=str(page - 1)) if page > 1 else "",
            following=self._address(page=str(page + 1)) if page < pages else "",
            export_href=self._address(export="xlsx", page="") if self.exportable and total else "",
            whole_href=self._address(rows="all", page="") if size < total <= WHOLE_ROWS else "",
            chosen=self._chosen(),
            clear_href=self._cleared() if self._values else "",
            notices=self.notices,
            empty=self._empty(),
            css=self.css,
            id=f"{self.prefix}listing",
            prefix=self.prefix,
        )

    def _page(self, pages: int) -> int:
        text = self._get("page") or "1"
        page = number_in(text) or 0
        if page < 1:
            self.notices.append(f"“{text[:20]}”不是页码，已显示第 1 页。")
            return 1
        if page > pages:
            self.notices.append(f"没有第 {number(page)} 页，已显示最后一页。")
        return min(page, pages)

    def _head(self, column: Column) -> HeadView:
        css = " ".join(filter(None, ["num" if column.numeric else "", f"c{column.width}" if column.width else ""]))
        css = " ".join(filter(None, [css, *(name for name in APART if name in column.css.split())]))
        if column.sort is None:
            return HeadView(column.label, css, "", "")
        order = ""
        if self._sort.removeprefix("-") == column.key:
            order = "descending" if self._sort.startswith("-") else "ascending"
        turned = f"-{column.key}" if order == "ascending" else column.key
        return HeadView(column.label, css, self._address(sort=turned, page=""), order)

    def _row_views(self, rows: Iterable[Row]) -> Iterator[RowView]:
        grouping = self.group if self._sort == self.default_sort else None
        before = ""
        for row in rows:
            title = grouping(row) if grouping else ""
            cells = [self._cell(column, row) for column in self.columns if column.shown]
            yield RowView(cells, title if title != before else "", self.row_css(row) if self.row_css else "")
            before = title

    @staticmethod
    def _cell(column: Column, row: Row) -> CellView:
        value = column.of(row)
        shown = render_to_string(column.template, {"row": row, "value": value}) if column.template else html(value)
        label = column.label if column.narrow_label is None else column.narrow_label
        css = f"num {column.css}".strip() if column.numeric else column.css
        return CellView(shown, "" if column.head else label, css, column.head)

    def _filter_view(self, f: Filter) -> FilterView:
        kind = "choice" if f.choices else f.kind
        value = self._values.get(f.key, "" if f.choices else self._get(f.key))
        return FilterView(self.prefix + f.key, f.label, kind, value, f.choices, f.any_label or "全部")

    def _kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along: everything in the address but the filters, page and export."""
        ours = {self.prefix + key for key in ["page", "export", *(f.key for f in self.filters)]}
        return [(k, v) for k, values in self.request.GET.lists() if k not in ours for v in values]

    def _page_links(self, page: int, pages: int) -> list[PageLink]:
        if pages == 1:
            return []
        near = range(max(1, page - PAGES_SHOWN), min(pages, page + PAGES_SHOWN) + 1)
        links: list[PageLink] = []
        for n in sorted({1, pages, *near}):
            if links and n - links[-1].number > 1:
                links.append(PageLink(0, "", current=False))
            links.append(PageLink(n, self._address(page=str(n)), n == page))
        return links

    def _empty(self) -> Empty:
        if self._values:
            return Empty("没有符合筛选条件的内容。", "清除筛选", self._cleared())
        return self.empty or Empty("还没有内容。")

    def _cleared(self) -> str:
        return self._address(page="", **{f.key: "" for f in self.filters})

    # ---- Excel ----
    def export(self) -> FileResponse:
        """All filtered rows as a workbook, with a second sheet that says what was chosen, when and how many."""
        columns = [c for c in self.columns if c.export is not False]
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        book = xlsxwriter.Workbook(
            file,
            dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
            | {"constant_memory": True},
        )
        writer = _Writer(book, columns)
        rows = self._filtered
        for row in rows.iterator(chunk_size=CHUNK_ROWS) if isinstance(rows, QuerySet) else rows:
            writer.write([c.exported(row) for c in columns])
        writer.finish(self.caption or self.filename, self._chosen())
        book.close()
        file.seek(0)
        name = f"{self.filename}_{clock.today().isoformat()}.xlsx"
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind)

    def _chosen(self) -> list[tuple[str, str]]:
        chosen = []
        for f in self.filters:
            if f.key in self._values:
                text = self._values[f.key]
                chosen.append((f.label, str(dict(f.choices).get(text, text))))
        return chosen


@dataclass(frozen=True, slots=True)
class ListingView:
    """What `web/listing.html` shows."""

    caption: str
    heads: Sequence[HeadView]
    rows: Sequence[RowView]
    filters: Sequence[FilterView]
    kept: Sequence[tuple[str, str]]
    total: int
    total_words: str
    pages: Sequence[PageLink]
    previous: str
    following: str
    export_href: str
    whole_href: str
    chosen: Sequence[tuple[str, str]]
    clear_href: str
    notices: Sequence[str]
    empty: Empty
    css: str
    id: str
    prefix: str

    @property
    def width(self) -> int:
        return len(self.heads)


def list_page(
    request: HttpRequest,
    rows: Any,  # QuerySet or sequence, of any row
    columns: Sequence[Column],
    filters: Sequence[Filter] = (),
    *,
    title: str,
    fact: str = "",
    unit: str = "条",
    empty: str = "",
    sort: str = "",
    group: Callable[[Row], str] | None = None,
    forms: Sequence[Mapping[str, Any]] = (),  # title, href, button; form, words
    **more: Any,  # of the template: words, chips, acts, links, crumb
) -> HttpResponseBase:
    """A page that is one list, or its Excel. 422 with a form that was refused."""
    listing = Listing(
        request,
        rows,
        columns,
        filters,
        default_sort=sort,
        filename=title,
        caption=title,
        unit=unit,
        empty=Empty(empty) if empty else None,
        group=group,
    )
    if listing.is_export:
        return listing.export()
    refused = any(one.get("form") is not None and one["form"].errors for one in forms)
    context = {"listing": listing.view(), "title": title, "fact": fact or title, "forms": forms, **more}
    return render(request, "web/list.html", context, part="listing", status=422 if refused else 200)


class _Writer:
    """Writes rows to sheets of a constant-memory workbook; never a formula, never a number out of text."""

    def __init__(self, book: xlsxwriter.Workbook, columns: Sequence[Column]) -> None:
        self.book = book
        self.columns = columns
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
        self.head = book.add_format({**font, "bold": True, "bottom": 1, "text_wrap": True})
        self.text = book.add_format(font)
        self.quoted = book.add_format({**font, "quote_prefix": True})
        self.day = book.add_format({**font, "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({**font, "num_format": "yyyy-mm-dd hh:mm:ss"})
        self.rows = 0
        self.sheet: Any = None  # xlsxwriter's worksheet has no types
        self._start()

    def _start(self) -> None:
        sheets = self.rows // EXCEL_ROWS
        self.sheet = self.book.add_worksheet("列表" if sheets == 0 else f"列表{sheets + 1}")
        self.sheet.freeze_panes(1, 0)
        for position, column in enumerate(self.columns):
            wide = column.width / 7 if column.width else (32 if column.head else 12 if column.numeric else 18)
            self.sheet.set_column(position, position, max(8, wide))
            self.sheet.write_string(0, position, column.label, self.head)

    def write(self, values: Sequence[Content]) -> None:
        if self.rows and self.rows % EXCEL_ROWS == 0:
            self._start()
        at = self.rows % EXCEL_ROWS + 1
        for position, value in enumerate(values):
            self._cell(at, position, value)
        self.rows += 1

    def _cell(self, row: int, position: int, value: Content) -> None:
        match value:
            case None:
                return
            case bool():
                self.sheet.write_string(row, position, "是" if value else "否", self.text)
            case int() | float() | Decimal():
                self._figure(row, position, value)
            case datetime():
                local = value.astimezone(clock.BEIJING).replace(tzinfo=None)
                self.sheet.write_datetime(row, position, local, self.moment)
            case date():
                self.sheet.write_datetime(row, position, datetime(value.year, value.month, value.day), self.day)  # noqa: DTZ001 - Excel knows no zone
            case list() | tuple():
                self._text(row, position, "，".join(plain(v) for v in value))
            case _:
                self._text(row, position, plain(value))

    def _figure(self, row: int, position: int, value: float | Decimal) -> None:
        if isinstance(value, int) and abs(value) > 999_999_999_999_999:  # noqa: PLR2004 - Excel keeps 15 digits
            self._text(row, position, str(value))
        else:
            self.sheet.write_number(row, position, value, self.text)

    def _text(self, row: int, position: int, text: str) -> None:
        if len(text) > EXCEL_TEXT:
            text = text[: EXCEL_TEXT - 8] + "…（已截断）"[:8]
        style = self.quoted if text.startswith(FORMULA_STARTS) else self.text
        self.sheet.write_string(row, position, text, style)

    def finish(self, title: str, chosen: Sequence[tuple[str, str]]) -> None:
        """A head that filters, and the sheet that says where the rows come from."""
        if self.columns and self.rows < EXCEL_ROWS:
            self.sheet.autofilter(0, 0, max(1, self.rows), len(self.columns) - 1)
        about = self.book.add_worksheet("说明")
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 60)
        facts = [
            ("内容", title),
            ("行数", number(self.rows)),
            ("业务日期", long_day(clock.today())),
            ("导出时间", moment(clock.real_now(), seconds=True)),
            *((f"筛选：{label}", text) for label, text in chosen),
        ]
        for at, (label, text) in enumerate(facts):
            about.write_string(at, 0, label, self.head)
            about.write_string(at, 1, text, self.quoted if text.startswith(FORMULA_STARTS) else self.text)


def plain(value: Content) -> str:
    """The text of a cell without markup."""
    if isinstance(value, (Link, Noted)) and value.note:
        return f"{value}（{plain(value.note)}）"
    if isinstance(value, SafeString):
        return strip_tags(value).strip()
    return str(value)


def _known(f: Filter, text: str) -> str | date:
    """The value of a filter as its `apply` wants it; ValueError when it is none of the choices or no date."""
    if f.choices:
        if text not in {str(value) for value, _label in f.choices}:
            raise ValueError(text)
        return text
    return date.fromisoformat(text) if f.kind == "date" else text[:200]


def _sort_key(column: Column) -> Callable[[Row], Any]:  # comparable within its column
    if callable(column.sort):
        return column.sort
    names = [column.sort] if isinstance(column.sort, str) else list(column.sort or ())
    paths = [attrgetter(name.replace("__", ".")) for name in names]

    def key(row: Row) -> Any:  # comparable within its column
        found = tuple(map(row.get, names)) if isinstance(row, dict) else tuple(path(row) for path in paths)
        return None if any(v is None for v in found) else found

    return key
