"""What was done to the rows of a file: filtered, cleaned, transformed; and which quality they lack. Pure."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from yiyuan.dataplane.checks import RULE, Reason
from yiyuan.dataplane.rules import Dimension, Rule, Severity, dimension_of, reason_of, sentence
from yiyuan.intake.types import JudgedBy, Treated, Treatment

_FILTERED: Final = {Reason.LONG.value, Reason.SHORT.value}
_TRANSFORMED: Final = {Reason.DUPLICATE_KEY.value, Reason.NOT_TAKEN.value}


def judged_by(rules: Sequence[Rule]) -> list[JudgedBy]:
    return [JudgedBy(reason_of(rule), sentence(rule), rule.severity, rule.dimension) for rule in rules]


def treatments(reasons: pl.DataFrame, *, read: int, mended: int, mapped: bool) -> list[Treated]:
    """Rows of each treatment; a row refused for several reasons stands with the first that refuses it.

    reasons: `row`, `reason` of refused rows. mended: rows of which a cell was brought into the form that is kept.
    mapped: columns were put under other headings.
    """
    firsts = dict.fromkeys(Treatment, 0)
    if reasons.height:
        at = reasons.select("row", pl.col("reason").map_elements(_place, return_dtype=pl.Int64).alias("at"))
        for place in at.group_by("row").agg(pl.col("at").min())["at"]:
            firsts[list(Treatment)[place]] += 1
    made, came = [], read
    changed = {Treatment.FILTER: 0, Treatment.CLEAN: mended, Treatment.TRANSFORM: read if mapped else 0}
    for treatment, refused in firsts.items():
        left = came - refused
        made.append(Treated(treatment, came, min(changed[treatment], came), refused, left))
        came = left
    return made


def _place(reason: str) -> int:
    if reason in _FILTERED:
        return 0
    return 2 if reason in _TRANSFORMED or reason.startswith(RULE) else 1


def faults(lines: pl.DataFrame, rules: Sequence[Rule]) -> Mapping[Dimension, int]:
    """Quality -> rows that lack it. lines: `row`, `reason` of rows refused, marked or warned of."""
    if not lines.height:
        return {}
    named = {reason: dimension_of(reason, rules).value for reason in lines["reason"].unique()}
    counted = (
        lines.with_columns(pl.col("reason").replace_strict(named).alias("dimension"))
        .group_by("dimension")
        .agg(pl.col("row").n_unique().alias("rows"))
    )
    return {Dimension(dimension): rows for dimension, rows in counted.iter_rows()}


def warned(lines: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Those lines of kept rows that belong to rules that only warn."""
    quiet = [reason_of(rule) for rule in rules if rule.severity is Severity.WARN]
    return lines.filter(pl.col("reason").is_in(quiet)) if lines.height else lines
