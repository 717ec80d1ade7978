"""Tags for the components of the look, and filters for dates and counts. `{% load components %}`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django import forms, template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yiyuan.web import components as c
from yiyuan.web.components import NOTHING, chips_html, html

register = template.Library()

WEEKS_FROM_DAYS = 22  # a strip longer than three weeks is drawn as weeks


# ---- filters ----
@register.filter
def day(value: date | datetime | None) -> str:
    """Like "2026-10-12 周一"."""
    return c.long_day(value) if value else ""


@register.filter
def shortday(value: date | datetime | None) -> str:
    """Like "10-12 周一", with the year when it is not this one."""
    return c.short_day(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An instant in Beijing time, "2026-10-12 08:41"."""
    return c.moment(value) if value else ""


@register.filter
def workday_words(left: int | None) -> str:
    """Like "剩 3 个工作日", "今天 24:00 到期", "逾期 2 个工作日"."""
    return "" if left is None else c.workday_words(left)


@register.filter(name="count")
def count_filter(value: float | None) -> str:
    """1429 as "1,429"."""
    return "" if value is None else c.number(value)


# ---- single components ----
@register.simple_tag
def show(value: c.Content) -> SafeString:
    """Any component or value in its own form."""
    return html(value)


@register.simple_tag
def count(value: float | None) -> str:
    return "" if value is None else c.number(value)


@register.simple_tag
def chip(value: c.Chip | None) -> SafeString:
    return html(value)


@register.simple_tag
def chips(values: Sequence[c.Chip] | None) -> SafeString:
    return chips_html(values or ())


@register.simple_tag
def light(kind: c.LightKind, words: str) -> SafeString:
    return html(c.Light(kind, words))


@register.simple_tag
def term(value: c.TermView | None) -> SafeString:
    return html(value)


@register.simple_tag
def party(value: c.Party | None) -> SafeString:
    return html(value)


@register.simple_tag
def empty(value: c.Empty | str, action: str = "", href: str = "") -> SafeString:
    return html(value if isinstance(value, c.Empty) else c.Empty(value, action, href))


@register.simple_tag
def refusal(value: c.Refused | c.ErrorBox | None) -> SafeString:
    return html(value if value is None or isinstance(value, c.ErrorBox) else c.refusal_box(value))


@register.simple_tag
def secret(value: c.Secret) -> SafeString:
    return html(value)


# ---- composed ----
@register.simple_tag
def steps(values: Sequence[c.Step], direction: str = "", label: str = "") -> SafeString:
    """A line of steps; direction "down" stands upright."""
    name = "y-line down" if direction == "down" else "y-line"
    aria = format_html(' aria-label="{}"', label) if label else NOTHING
    return format_html('<ol class="{}"{}>{}</ol>', name, aria, format_html_join("", "{}", ((s,) for s in values)))


@register.simple_tag
def sums(total_label: str, total: int, parts: Sequence[c.BarPart]) -> SafeString:
    """The sum in figures: 读到 48,216 = 收下 47,903 + 未收 313. Refuses parts that do not add up."""
    assert total == sum(p.count for p in parts), f"{total_label}: {total} is not the sum of its parts"
    cells = [format_html("<div><small>{}</small><b>{}</b></div>", total_label, c.number(total))]
    for sign, part in zip("=" + "+" * len(parts), parts, strict=False):
        bad = part.kind == "r" and part.count
        label = html(c.Light("late", part.label) if bad else part.label)
        figure = format_html('<b class="late-fig">{}</b>' if bad else "<b>{}</b>", c.number(part.count))
        cells.append(format_html("<i>{}</i><div><small>{}</small>{}</div>", sign, label, figure))
    return format_html('<div class="y-sum">{}</div>', format_html_join("", "{}", ((cell,) for cell in cells)))


@register.simple_tag
def bar(parts: Sequence[c.BarPart], thin: bool = False, key: bool = True) -> SafeString:  # noqa: FBT001, FBT002 - template arguments
    """A count bar with its legend; parts of nothing are in the legend only."""
    total = sum(p.count for p in parts)
    said = "，".join(f"{p.label} {c.number(p.count)}" for p in parts)
    drawn = [p for p in parts if p.count]
    largest = max(drawn, key=lambda p: p.count, default=None)
    spans = format_html_join(
        "",
        '<span class="{} w{}{}"></span>',
        ((p.kind, round(p.count * 100 / total), " rest" if p is largest else "") for p in drawn),
    )
    name = "y-bar thin" if thin else "y-bar"
    drawing = format_html('<div class="{}" role="img" aria-label="{}">{}</div>', name, said, spans)
    if not key:
        return drawing
    return format_html("{}{}", drawing, _legend(parts, total))


def _legend(parts: Sequence[c.BarPart], total: int) -> SafeString:
    items = []
    for p in parts:
        text = f"{p.label} {c.number(p.count)}"
        if p.kind == "r" and total:
            text += f"（{p.count / total:.2%}）"
        shown: str = format_html('<a href="{}">{}</a>', p.href, text) if p.href else text
        items.append(format_html('<li class="{}">{}</li>', p.kind, shown))
    return format_html('<ul class="y-key">{}</ul>', format_html_join("", "{}", ((i,) for i in items)))


class _Day(Protocol):
    """What the strip reads of a day: `components.StripDay`, or the one of the room of working days."""

    @property
    def on(self) -> date: ...
    @property
    def number(self) -> int | None: ...
    @property
    def is_workday(self) -> bool: ...
    @property
    def mark(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def is_start(self) -> bool: ...
    @property
    def is_today(self) -> bool: ...
    @property
    def is_due(self) -> bool: ...


@register.simple_tag
def strip(days: Sequence[_Day], note: str = "") -> SafeString:
    """The calendar of a term, day by day. Longer than three weeks: as weeks, Monday first."""
    items = []
    due_on = next((d.on for d in days if d.is_due), None)
    for position, d in enumerate(days):
        names = [f"d{d.on.isoweekday()}"] + ["rest"] * (not d.is_workday) + ["today"] * d.is_today
        names += ["due"] * d.is_due
        if d.is_due and any(other.is_today and other.on > d.on for other in days):
            names.append("late")
        figure = f"{d.on.month}/{d.on.day}" if position == 0 or d.on.day == 1 else str(d.on.day)
        lines = [_day_words(d), *(["今天"] if d.is_today else []), *(["到期"] if d.on == due_on else [])]
        items.append(
            format_html(
                '<li class="{}"><small>{}{}</small><b>{}</b>{}</li>',
                " ".join(names),
                c.WEEKDAYS[d.on.weekday()],
                " 班" if d.mark == "班" else "",
                figure,
                format_html_join("", "<em>{}</em>", ((line,) for line in lines if line)),
            )
        )
    name = "y-cal weeks" if len(days) >= WEEKS_FROM_DAYS else "y-cal"
    after = format_html('<p class="s q3">{}</p>', note) if note else NOTHING
    body = format_html_join("", "{}", ((i,) for i in items))
    return format_html('<ol class="{}" aria-label="{}">{}</ol>{}', name, "期限日历", body, after)


def _day_words(day: _Day) -> str:
    if day.is_start:
        return "收到"
    if day.number is not None:
        return f"第 {day.number} 天"
    if day.is_workday:
        return ""
    return day.name or "休"


@register.simple_tag
def dl(rows: Sequence[c.Fact | tuple[str, c.Content]], columns: int = 2) -> SafeString:
    """A description list from facts or (label, value) pairs; columns 1 or 2."""
    cells = []
    open_half = False  # in two columns, a single left half before a wide row is widened to close its line
    facts = [row if isinstance(row, c.Fact) else c.Fact(*row) for row in rows]
    for position, fact in enumerate(facts):
        following = facts[position + 1] if position + 1 < len(facts) else None
        alone = not open_half and (following is None or following.wide)
        wide = columns == 2 and (fact.wide or alone)  # noqa: PLR2004 - two columns
        open_half = not wide and not open_half
        width = mark_safe(' class="wide"') if wide else NOTHING
        cells.append(format_html("<dt>{}</dt><dd{}>{}</dd>", fact.label, width, html(fact.value)))
    name = "y-dl one" if columns == 1 else "y-dl"
    return format_html('<dl class="{}">{}</dl>', name, format_html_join("", "{}", ((cell,) for cell in cells)))


@register.simple_tag
def tabs(values: Sequence[c.Tab], end_href: str = "", end_label: str = "") -> SafeString:
    """Tabs are links; the end link is usually the Excel export."""
    items = []
    for t in values:
        current = mark_safe(' aria-current="page"') if t.current else NOTHING
        figure = format_html("<i>{}</i>", c.number(t.count)) if t.count is not None else NOTHING
        items.append(format_html('<a href="{}"{}>{}{}</a>', t.href, current, t.label, figure))
    if end_href:
        items.append(format_html('<a class="end" href="{}">{}</a>', end_href, end_label or "导出 Excel"))
    return format_html('<div class="y-tabs">{}</div>', format_html_join("", "{}", ((i,) for i in items)))


@register.simple_tag
def timeline(rows: Sequence[c.TimeRow], start: date, end: date) -> SafeString:
    """What held when, a bar per row, between two dates."""
    length = (end - start).days or 1

    def at(on: date) -> int:
        return max(0, min(100, round((on - start).days * 100 / length)))

    years = ((at(date(y, 1, 1)), y) for y in range(start.year + 1, end.year + 1))
    marks = format_html_join("", '<small class="x{}">{}</small>', years)
    parts = [format_html('<div class="lab"></div><div class="years" aria-hidden="true">{}</div>', marks)]
    for row in rows:
        spans = format_html_join(
            "",
            '<span class="{} x{} w{}" title="{}">{}</span>',
            ((s.kind, at(s.start), max(1, at(s.end or end) - at(s.start)), _period(s), s.words) for s in row.spans),
        )
        title = format_html("<b>{}</b>", row.label) if row.strong else html(row.label)
        parts.append(format_html('<div class="lab">{}</div><div class="tl">{}</div>', title, spans))
    return format_html('<div class="y-time">{}</div>', format_html_join("", "{}", ((p,) for p in parts)))


def _period(span: c.TimeSpan) -> str:
    return f"{span.words}，{span.start} 至 {span.end or ('今')}"


# ---- forms ----
@register.inclusion_tag("web/components/field.html")
def field(
    bound: forms.BoundField, hint: str = "", chips: Sequence[c.Chip] = (), label: str = ""
) -> Mapping[str, Any]:  # template context
    """Label, control, help and the error beside it; the control names its help and error for screen readers."""
    widget = bound.field.widget
    group = isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    check = isinstance(widget, forms.CheckboxInput)
    base = bound.auto_id or bound.html_name
    help_words = hint or bound.help_text
    refusals: Mapping[str, c.Refused] = getattr(bound.form, "refusals", {})
    broken = refusals.get(bound.name)
    errors = [e for e in bound.errors if broken is None or e != broken.sentence]
    described = [f"{base}_help"] * bool(help_words or chips) + [f"{base}_error"] * bool(bound.errors)
    attrs: dict[str, Any] = {}  # Django's widget attributes
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if not group and not check and "class" not in widget.attrs:
        attrs["class"] = "form-select" if isinstance(widget, forms.Select) else "form-control"
    return {
        "bound": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "group": group,
        "check": check,
        "hidden": bound.is_hidden,
        "base": base,
        "help": help_words,
        "chips": chips,
        "errors": errors,
        "broken": broken,
        "optional": not (bound.field.required or check or bound.field.disabled)
        and bound.name not in getattr(bound.form, "by_law", ()),
    }


@register.inclusion_tag("web/components/form.html")
def fields(form: forms.BaseForm) -> Mapping[str, Any]:  # template context
    """All fields of a form in their order, for plain forms."""
    return {"form": form}
