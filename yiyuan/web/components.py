"""What pages are made of. Each component knows its HTML (`__html__`) and its plain text (`__str__`, for Excel).

Templates show them with the tags of `templatetags/components.py`; a list column may simply return one.
Words come ready in Chinese from the caller; nothing here reads a clock, a rule or a database.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yiyuan.kernel import clock

ChipKind = Literal["law", "trial", "detail", "default", "open", "gone"]
LightKind = Literal["late", "soon", "ok", "none", "run", "end", "half"]
StepState = Literal["done", "now", "todo", "none", "late"]
PartKind = Literal["a", "b", "c", "r", "o"]
SeriesKind = Literal["bar", "line"]
SpanKind = Literal["now", "was", "gone", "open"]
Content = object  # a string, a number, a component: whatever `conditional_escape` makes safe

WEEKDAYS = "一二三四五六日"
NOTHING = mark_safe("")


def number(value: float) -> str:
    """1429 as "1,429"."""
    return f"{value:,}"


def weekday(day: date) -> str:
    """Like "周一"."""
    return f"周{WEEKDAYS[day.weekday()]}"


def long_day(day: date | datetime) -> str:
    """Like "2026-10-12 周一"; an instant is shown by its Beijing date."""
    on = clock.date_of(day) if isinstance(day, datetime) else day
    return f"{on:%Y-%m-%d} {weekday(on)}"


def short_day(day: date | datetime) -> str:
    """Like "10-12 周一" within the current legal year, with the year otherwise."""
    on = clock.date_of(day) if isinstance(day, datetime) else day
    return f"{on:%m-%d} {weekday(on)}" if on.year == clock.today().year else long_day(on)


def moment(at: datetime, *, seconds: bool = False) -> str:
    """An aware instant as Beijing time, like "2026-10-12 08:41"."""
    return at.astimezone(clock.BEIJING).strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def workday_words(left: int) -> str:
    """Working days left (0 = today, negative = late) in words."""
    if left < 0:
        return f"逾期 {number(-left)} 个工作日"
    if left == 0:
        return "今天 24:00 到期"
    return f"剩 {number(left)} 个工作日"


def html(value: Content) -> SafeString:  # noqa: PLR0911 - one line per kind of value
    """Any content as safe HTML: components by their markup, dates and numbers in our form, text escaped."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return conditional_escape("是" if value else "否")
    if isinstance(value, int):
        return conditional_escape(number(value))
    if isinstance(value, datetime):
        return format_html('<time class="nw" datetime="{}">{}</time>', value.isoformat(), moment(value))
    if isinstance(value, date):
        return format_html('<time class="nw" datetime="{}">{}</time>', value.isoformat(), value.isoformat())
    if isinstance(value, (list, tuple)):
        return format_html_join(" ", "{}", ((html(v),) for v in value))
    if hasattr(value, "__html__"):
        markup: str = value.__html__()
        return mark_safe(markup)  # noqa: S308 - a component escapes what it was given
    return conditional_escape(str(value))


_said: ContextVar[set[str] | None] = ContextVar("said", default=None)


@contextmanager
def once_a_page() -> Iterator[None]:
    """Inside, what is true of a whole page is said once."""
    token = _said.set(set())
    try:
        yield
    finally:
        _said.reset(token)


def _first(words: str) -> bool:
    said = _said.get()
    if said is None:
        return True
    if words in said:
        return False
    said.add(words)
    return True


@dataclass(frozen=True, slots=True)
class Chip:
    """A short title and article that links to the law page. Dashed grey: platform default; amber: unchecked.

    What is unchecked is true of the whole page, so it stands there once (`once_a_page`).
    """

    text: str
    href: str = ""
    kind: ChipKind = "law"
    title: str = ""

    def __html__(self) -> str:
        if self.kind == "open" and not _first(self.text):
            return NOTHING
        name = "y-law" if self.kind == "law" else f"y-law {self.kind}"
        title = format_html(' title="{}"', self.title) if self.title else NOTHING
        if self.href:
            return format_html('<a class="{}" href="{}"{}>{}</a>', name, self.href, title, self.text)
        return format_html('<span class="{}"{}>{}</span>', name, title, self.text)

    def __str__(self) -> str:
        return self.text


def chips_html(chips: Sequence[Chip]) -> SafeString:
    """An article that several keys rest on stands there once."""
    return format_html_join(" ", "{}", ((chip,) for chip in {(one.text, one.kind): one for one in chips}.values()))


@dataclass(frozen=True, slots=True)
class Light:
    """Shape + word + colour. late ▲, soon ◆, ok ●, none ○ (no clock), run ▶, end ■, half ◐ (conditional)."""

    kind: LightKind
    words: str

    def __html__(self) -> str:
        return format_html('<span class="{}">{}</span>', f"y-light {self.kind}".replace(" none", ""), self.words)

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class TermView:
    """Working days left as a light, the date below it; the articles behind it for the column of chips."""

    light: LightKind
    words: str
    on: date | None = None
    provisional: bool = False
    chips: Sequence[Chip] = ()
    note: str = ""  # a word after the date: "转报", "删除"

    @property
    def date_words(self) -> str:
        if self.on is None:
            return ""
        after = self.note or ("（暂定）" if self.provisional else "")
        return f"{short_day(self.on)} {after}".rstrip() if self.note else f"{short_day(self.on)}{after}"

    def __html__(self) -> str:
        when = NOTHING
        if self.on is not None:
            title = NOTHING
            if self.provisional:
                title = format_html(' title="{}"', "该年放假安排尚未公布，按周末和法定节日暂算，公布后重新计算")
            when = format_html('<time datetime="{}"{}>{}</time>', self.on.isoformat(), title, self.date_words)
        return format_html('<span class="y-term">{}{}</span>', Light(self.light, self.words), when)

    def __str__(self) -> str:
        return f"{self.words} {self.date_words}".strip()


@dataclass(frozen=True, slots=True)
class Party:
    """Whose turn it is, by name; "我" in bold when it is the reader's."""

    name: str
    me: bool = False
    note: str = ""

    def __html__(self) -> str:
        note = format_html("<small>{}</small>", self.note) if self.note else NOTHING
        name = "y-party me" if self.me else "y-party"
        return format_html('<span class="{}">{}</span>{}', name, "我" if self.me else self.name, note)

    def __str__(self) -> str:
        return self.name + (f"（{self.note}）" if self.note else "")


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address, and a smaller line below it."""

    text: str
    href: str
    note: Content = ""

    def __html__(self) -> str:
        note = format_html("<small>{}</small>", html(self.note)) if self.note else NOTHING
        return format_html('<a href="{}">{}</a>{}', self.href, self.text, note)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a smaller grey line below it."""

    value: Content
    note: Content

    def __html__(self) -> str:
        return format_html("{}<small>{}</small>", html(self.value), html(self.note))

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be typed or compared, in monospace."""

    text: str

    def __html__(self) -> str:
        return format_html('<span class="mono">{}</span>', self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to the next step (a link; acts that write are forms)."""

    label: str
    href: str
    primary: bool = False

    def __html__(self) -> str:
        name = "btn btn-sm btn-primary" if self.primary else "btn btn-sm"
        return format_html('<a class="{}" href="{}">{}</a>', name, self.href, self.label)

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line: filled = done, ring = now, hollow = to come, pale = not needed (say why in a note)."""

    title: Content
    notes: Sequence[Content] = ()
    state: StepState = "done"
    chips: Sequence[Chip] = ()

    def __html__(self) -> str:
        words = {"now": "进行中", "todo": "未到", "none": "不需要", "late": "逾期"}.get(self.state, "")
        said = format_html('<span class="vh">（{}）</span>', words) if words else NOTHING
        current = mark_safe(' aria-current="step"') if self.state == "now" else NOTHING
        lines = format_html_join(mark_safe("<br>"), "{}", ((html(n),) for n in self.notes))
        small = format_html("<small>{} {}</small>", lines, chips_html(self.chips)) if lines or self.chips else NOTHING
        name = NOTHING if self.state == "done" else format_html(' class="{}"', self.state)
        return format_html("<li{}{}><b>{}{}</b>{}</li>", name, current, html(self.title), said, small)

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a count. a, b, c: three blues, dark to pale; r: refused; o: not yet used. `href` lists the rows."""

    label: str
    count: int
    kind: PartKind = "a"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of a chart; a value per label, None where there is none. percent: 0 to 100, on a scale of its own."""

    name: str
    values: Sequence[float | None]
    kind: SeriesKind = "bar"
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of figures that stand in a table beside it; `web/charts.js` draws it, without it the table stays.

    A page that shows one takes `web/charts.html` among its assets. across: bars lie, the first label on top.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    across: bool = False

    def __html__(self) -> str:
        drawn = {"labels": self.labels, "across": self.across, "series": [asdict(one) for one in self.series]}
        return format_html(
            '<figure class="y-chart{}"><figcaption>{}</figcaption>'
            '<div data-chart="{}" role="img" aria-label="{}"></div></figure>',
            " across" if self.across else "",
            self.title,
            json.dumps(drawn, ensure_ascii=False),
            f"{self.title}，数字见旁边的表",
        )

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class StripDay:
    """A day of the calendar strip; the strip of `workdays` has the same shape.

    number: which counted day of the term this is; mark: 休 or 班 where the notice says so; name: of the holiday.
    """

    on: date
    number: int | None = None
    is_workday: bool = True
    mark: str = ""
    name: str = ""
    is_start: bool = False
    is_today: bool = False
    is_due: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What would stand here and the one way to get it."""

    text: str
    action: str = ""
    href: str = ""

    def __html__(self) -> str:
        button = format_html(' <a class="btn" href="{}">{}</a>', self.href, self.action) if self.href else NOTHING
        return format_html('<div class="y-empty">{}{}</div>', self.text, button)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ErrorBox:
    """▲ what is wrong in the clerk's words + what counts + the article. Announced at once."""

    what: str
    counts: Content = ""
    chips: Sequence[Chip] = ()
    id: str = ""

    def __html__(self) -> str:
        name = format_html(' id="{}"', self.id) if self.id else NOTHING
        more = format_html("<br>{}", html(self.counts)) if self.counts else NOTHING
        return format_html(
            '<div class="y-error" role="alert"{}><b><span class="y-light late wrap">{}</span></b>{}{}</div>',
            name,
            self.what,
            more,
            chips_html(self.chips),
        )

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as a person reads it: the sentence, what counts or what to do, the articles it rests on."""

    sentence: str
    chips: Sequence[Chip] = ()
    advice: str = ""

    def __html__(self) -> str:
        return refusal_box(self).__html__()

    def __str__(self) -> str:
        return self.sentence


class Refused(Protocol):
    """What pages read of a refusal, whichever room made it: a sentence and chips, `advice` if it has one."""

    @property
    def sentence(self) -> str: ...
    @property
    def chips(self) -> Sequence[Chip]: ...


def refusal_box(refused: Refused) -> ErrorBox:
    return ErrorBox(refused.sentence, getattr(refused, "advice", ""), refused.chips)


@dataclass(frozen=True, slots=True)
class Secret:
    """Shown once. `about`: who made it and when, what to do if lost, how long the old one works."""

    value: str
    about: str
    title: str = ""
    actions: Sequence[Action] = ()

    def __html__(self) -> str:
        acts = format_html('<div class="y-act">{}</div>', html(list(self.actions))) if self.actions else NOTHING
        return format_html(
            '<section class="y-secret"><h2><span class="y-light soon">{}</span></h2>'
            '<code class="y-code">{}</code><p class="s q">{}</p>{}</section>',
            self.title or "密钥只显示这一次",
            self.value,
            self.about,
            acts,
        )

    def __str__(self) -> str:
        return self.title or "密钥只显示这一次"


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a description list; `wide` takes the whole line of a two-column list."""

    label: str
    value: Content
    wide: bool = False


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A value over time. now: applies; was: applied; gone: overridden; open: unchecked. No end: to the right edge."""

    words: str
    start: date
    end: date | None = None
    kind: SpanKind = "now"


@dataclass(frozen=True, slots=True)
class TimeRow:
    label: str
    spans: Sequence[TimeSpan]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the navigation. `due`: the count is work for the reader, so it is bold."""

    label: str
    href: str
    count: int | None = None
    due: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Items under a heading that opens; an empty title stands without one. `due`: work for the reader inside."""

    title: str
    items: Sequence[NavItem]
    due: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Hat:
    """One organisation a person may act for; `value` is what the switch form posts as `organisation`."""

    value: str
    label: str
    organisation: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, for the header: name, the function in use, the organisation, other hats, addresses."""

    name: str
    function: str
    organisation: str
    hats: Sequence[Hat] = ()
    switch_href: str = ""
    logout_href: str = ""
    links: Sequence[Link] = field(default_factory=tuple)
