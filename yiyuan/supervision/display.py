"""What pages show of a sheet."""

from dataclasses import dataclass
from decimal import Decimal

from yiyuan.regulations.api import key
from yiyuan.supervision.models import Figure, Indicator, Sheet
from yiyuan.supervision.types import COUNTS, MEASURE_WORDS, Measure, State
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
    records: list[dict[str, str]]


def aspect_words(code: str) -> str:
    return key("supervision.aspects").values.get(code, "")


def head_words(indicator: Indicator) -> str:
    return aspect_words(indicator.aspect)


def weight_words(indicator: Indicator) -> str:
    return f"{indicator.weight.normalize():f}" if indicator.weight is not None else "只列数"


def score_words(sheet: Sheet) -> str:
    score = sheet.score
    return f"{score:f}" if score is not None else "没有可计分的事项"


def line_of(figure: Figure) -> FigureLine:
    measure = Measure(figure.indicator.measure)
    counted = measure in COUNTS
    share = "" if counted or not figure.total else f"{LARGEST * figure.good / figure.total:.1f}%"
    if counted:
        words = str(figure.total)
    else:
        words = f"应计 {figure.total} 项，做到 {figure.good} 项" if figure.total else "没有应计事项"
    return FigureLine(
        head_words(figure.indicator) or NO_HEAD,
        MEASURE_WORDS[measure],
        words,
        share,
        figure.apart,
        weight_words(figure.indicator),
        figure.records,
    )
