"""What pages show of a sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from yiyuan.regulations.api import key
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.models import Figure, Indicator, Sheet
from yiyuan.supervision.types import Measure, Reading, State
from yiyuan.web.components import LightKind

LIGHTS: dict[str, LightKind] = {State.TAKEN: "soon", State.STATED: "run", State.CONFIRMED: "ok"}
LARGEST = Decimal(100)
NO_HEAD = "不归方面"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in words: its head, what was counted, what stands apart, its weight."""

    head: str
    name: str
    words: str
    share: str
    apart: int
    weight: str
    before: str
    href: str
    records: list[dict[str, Any]]


def aspect_words(code: str) -> str:
    return key("supervision.aspects").values.get(code, "")


def head_words(indicator: Indicator) -> str:
    return aspect_words(indicator.aspect)


def weight_words(indicator: Indicator) -> str:
    return f"{indicator.weight.normalize():f}" if indicator.weight is not None else "只列数"


def score_words(sheet: Sheet) -> str:
    score = sheet.score
    return f"{score:f}" if score is not None else "没有可计分的事项"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One matter behind a figure; see types.Record."""

    id: int
    title: str
    href: str
    counted: str
    total: int
    good: int
    apart: int


def record_lines(records: Sequence[Mapping[str, Any]]) -> list[RecordLine]:
    return [RecordLine(id=number, **one) for number, one in enumerate(records)]


def _share(indicator: Indicator, total: int, good: int) -> str:
    """Its share in per cent, or its number where it has no whole; empty where nothing was due."""
    if not INDICATORS[Measure(indicator.measure)].scored:
        return str(total)
    return f"{LARGEST * good / total:.1f}%" if total else ""


def line_read(indicator: Indicator, found: Reading | Figure, *, before: str = "", href: str = "") -> FigureLine:
    """A figure as read. before: its share in the year before."""
    definition = INDICATORS[Measure(indicator.measure)]
    words = str(found.total)
    if definition.scored:
        words = definition.said.format(total=found.total, good=found.good) if found.total else "没有应计事项"
    return FigureLine(
        head_words(indicator) or NO_HEAD,
        definition.words,
        words,
        _share(indicator, found.total, found.good) if definition.scored else "",
        found.apart,
        weight_words(indicator),
        before,
        href,
        [one if isinstance(one, dict) else asdict(one) for one in found.records],
    )


def line_of(figure: Figure, before: Figure | None = None) -> FigureLine:
    """before: the same of the year before."""
    last = _share(before.indicator, before.total, before.good) if before else ""
    return line_read(figure.indicator, figure, before=last or "没有", href=figure.get_absolute_url())
