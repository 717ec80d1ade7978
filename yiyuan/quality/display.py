"""Scores in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from yiyuan.dataplane.rules import Dimension
from yiyuan.quality.types import DIMENSION_WORDS
from yiyuan.web.components import Light
from yiyuan.web.lists import Column


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A quality and its score; light: whether it is above the threshold, where the region has one for it."""

    dimension: Dimension
    title: str
    value: str
    light: Light | None = None


def percent(value: int) -> str:
    """Hundredths of a percent as people read them."""
    return f"{value / 100:.2f}%"


def score_words(scores: Mapping[str, int], *, named: Sequence[str] = (), lowest: Sequence[str] = ()) -> list[ScoreView]:
    """In the order of the qualities; those a text names have a light."""
    return [
        ScoreView(
            dimension,
            DIMENSION_WORDS[dimension],
            percent(scores[dimension]),
            (Light("late", "低于标准") if dimension in lowest else Light("ok", "达到标准"))
            if dimension in named
            else None,
        )
        for dimension in Dimension
        if dimension in scores
    ]


def score_columns(dimensions: Iterable[Dimension], *, sorts: bool = False) -> list[Column]:
    """A column each, of rows with `scores`. sorts: the rows are a sequence."""
    return [
        Column(
            one.value,
            DIMENSION_WORDS[one],
            partial(_shown, one),
            sort=partial(_sorted, one) if sorts else None,
            css="nw",
        )
        for one in dimensions
    ]


def _shown(dimension: Dimension, row: Any) -> str:  # a row with scores
    return percent(row.scores[dimension]) if dimension in row.scores else "—"


def _sorted(dimension: Dimension, row: Any) -> int:  # a row with scores
    return int(row.scores.get(dimension, -1))
