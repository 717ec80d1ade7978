"""Rules over frames of kept text: which rows break one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

import polars as pl

from yiyuan.dataplane.checks import Kind, is_citizen_id, is_uscc
from yiyuan.dataplane.checks.columns import KIND_TESTS
from yiyuan.dataplane.rules import formats
from yiyuan.dataplane.rules.patterns import whole
from yiyuan.dataplane.rules.specs import BLANKS, Field, Is, Operator, Rule, RuleKind, When, instant

_NUMBERS: Final = {Kind.INTEGER, Kind.NUMBER}


def failing(rule: Rule, frame: pl.DataFrame, *, today: date, reference: pl.DataFrame | None = None) -> pl.Series:
    """Mask of the rows that break the rule, never null.

    frame: the table's columns as text in the form that is kept.  reference: the other table's rows in the same form,
    under the names of `rule.reference.columns`; only REFERENCE asks for it.
    """
    seen = frame.select(applies(rule)).to_series() if rule.when else pl.Series([True]).new_from_index(0, frame.height)
    if rule.kind is RuleKind.UNIQUE:
        broken = _doubles(rule, frame, seen)
    elif rule.kind is RuleKind.REFERENCE:
        assert reference is not None, "the other table is given"
        broken = _strangers(rule, frame, reference)
    elif rule.kind in {RuleKind.TYPE, RuleKind.FORMAT}:
        broken = _by_series(rule, frame)
    else:
        broken = frame.select(_broken(rule, today)).to_series()
    return seen & broken.fill_null(value=False)


def applies(rule: Rule) -> pl.Expr:
    """Rows the rule looks at."""
    return _met(rule.when).fill_null(value=False) if rule.when else pl.lit(value=True)


def _met(when: When) -> pl.Expr:
    there = _given(when.field)
    match when.holds:
        case Is.GIVEN:
            return there
        case Is.ABSENT:
            return ~there
    listed = pl.col(when.field.column).is_in(list(when.values))
    if when.holds is Is.UNLESS:
        return ~there | listed
    return there & (listed if when.holds is Is.IN else ~listed)


def _given(field: Field) -> pl.Expr:
    return (pl.col(field.column).str.strip_chars(BLANKS) != "").fill_null(value=False)


def _broken(rule: Rule, today: date) -> pl.Expr:  # noqa: PLR0911 - a case a kind
    field = rule.fields[0]
    value, there = pl.col(field.column), _given(field)
    match rule.kind:
        case RuleKind.REQUIRED:
            return ~there
        case RuleKind.LEAST:
            return pl.sum_horizontal(_given(one).cast(pl.Int32) for one in rule.fields) < rule.least
        case RuleKind.CODES:
            return there & ~value.is_in(list(rule.values))
        case RuleKind.PATTERN:
            return there & ~_matches(value, rule.pattern)
        case RuleKind.LENGTH:
            length = value.str.len_chars().cast(pl.Int64)
            low, high = rule.minimum, rule.maximum
            short = length < _count(low) if low is not None else pl.lit(value=False)
            return there & (short | (length > _count(high) if high is not None else pl.lit(value=False)))
        case RuleKind.RANGE:
            below = _outside(field, Operator.LESS, rule.minimum)
            return there & (below | _outside(field, Operator.MORE, rule.maximum))
        case RuleKind.RECENT:
            return there & _outside(field, Operator.LESS, today - timedelta(days=rule.days))
        case RuleKind.PAST:
            return there & _outside(field, Operator.AT_LEAST, today + timedelta(days=1))
    first, second = rule.fields
    holds = _compared(rule.operator, _comparable(first), _comparable(second))
    return there & _given(second) & ~holds


def _count(bound: Decimal | date | datetime | None) -> int:
    assert isinstance(bound, Decimal), "a number of characters"
    return int(bound)


def _matches(value: pl.Expr, pattern: str) -> pl.Expr:
    return value.str.contains(whole(pattern)) & ~value.str.contains("\n", literal=True)


def _outside(field: Field, operator: Operator, bound: Decimal | date | datetime | None) -> pl.Expr:
    if bound is None:
        return pl.lit(value=False)
    text = f"{bound:f}" if isinstance(bound, Decimal) else instant(bound)
    other = _number(pl.lit(text)) if isinstance(bound, Decimal) else (pl.lit(text),)
    return _compared(operator, _comparable(field), other)


# ---- comparing texts as what they stand for ----

_Parts = tuple[pl.Expr, ...]  # compared from left to right


def _comparable(field: Field) -> _Parts:
    value = pl.col(field.column)
    if field.kind in _NUMBERS:
        return _number(value)
    return (value + " 00:00:00",) if field.kind is Kind.DATE else (value,)


def _number(text: pl.Expr) -> _Parts:
    """Exact, whatever the digits: sign, digits before the point by number and value, digits behind it."""
    bare = text.str.strip_chars_start("+-")
    before = bare.str.extract(r"^([0-9]*)").str.strip_chars_start("0")
    behind = bare.str.extract(r"\.([0-9]*)$").fill_null("").str.strip_chars_end("0")
    negative = text.str.starts_with("-") & ((before != "") | (behind != ""))
    sign = pl.when(negative).then(-1).otherwise(1)
    return (sign, before.str.len_chars().cast(pl.Int64), before, behind)


def _compared(operator: Operator, left: _Parts, right: _Parts) -> pl.Expr:
    match operator:
        case Operator.EQUAL:
            return _same(left, right)
        case Operator.OTHER:
            return ~_same(left, right)
        case Operator.LESS:
            return _less(left, right)
        case Operator.MORE:
            return _less(right, left)
        case Operator.AT_MOST:
            return ~_less(right, left)
        case Operator.AT_LEAST:
            return ~_less(left, right)


def _same(left: _Parts, right: _Parts) -> pl.Expr:
    return pl.all_horizontal(a == b for a, b in zip(left, right, strict=True))


def _less(left: _Parts, right: _Parts) -> pl.Expr:
    if len(left) == 1:
        return left[0] < right[0]
    smaller = _before(left[1:], right[1:])
    greater = _before(right[1:], left[1:])
    both = left[0] == right[0]
    return (left[0] < right[0]) | (both & (left[0] > 0) & smaller) | (both & (left[0] < 0) & greater)


def _before(left: _Parts, right: _Parts) -> pl.Expr:
    made = left[-1] < right[-1]
    for a, b in zip(reversed(left[:-1]), reversed(right[:-1]), strict=True):
        made = (a < b) | ((a == b) & made)
    return made


# ---- what needs whole columns ----


def _plain(column: str, kind: Kind) -> pl.Expr:
    """A text that is equal where PostgreSQL calls the values equal."""
    if kind not in _NUMBERS:
        return pl.col(column)
    sign, _digits, before, behind = _number(pl.col(column))
    return pl.concat_str(sign.cast(pl.String), before, behind, separator=".")


def _doubles(rule: Rule, frame: pl.DataFrame, seen: pl.Series) -> pl.Series:
    there = frame.select(pl.all_horizontal(_given(one) for one in rule.fields)).to_series() & seen
    values = frame.select(_plain(one.column, one.kind).alias(f"v{at}") for at, one in enumerate(rule.fields))
    found = values.with_columns(there.alias("_there"))
    many = pl.len().over([*values.columns, "_there"]) > 1
    return found.select(pl.col("_there") & many).to_series()


def _strangers(rule: Rule, frame: pl.DataFrame, reference: pl.DataFrame) -> pl.Series:
    assert rule.reference is not None, "a rule with another table"
    kinds = [one.kind for one in rule.fields]
    names = [f"v{at}" for at in range(len(kinds))]
    there = frame.select(pl.all_horizontal(_given(one) for one in rule.fields)).to_series()
    values = frame.select(
        _plain(one.column, one.kind).alias(name) for one, name in zip(rule.fields, names, strict=True)
    )
    known = reference.select(
        _plain(column, kind).alias(name)
        for column, kind, name in zip(rule.reference.columns, kinds, names, strict=True)
    ).drop_nulls()
    met = values.join(known.unique().with_columns(_met=True), on=names, how="left", maintain_order="left")
    return there & met.get_column("_met").is_null()


def _by_series(rule: Rule, frame: pl.DataFrame) -> pl.Series:
    field = rule.fields[0]
    values, there = frame.get_column(field.column), frame.select(_given(field)).to_series()
    if rule.kind is RuleKind.TYPE:
        assert rule.type is not None, "a rule of a type"
        return there & ~KIND_TESTS[rule.type][1](values)
    test = _COMPUTED.get(rule.format)
    if test is None:
        pattern = formats.FORMATS[rule.format].pattern
        return there & ~pl.select(_matches(pl.lit(values), pattern)).to_series()
    return there & ~test(values)


def _is_org_code(values: pl.Series) -> pl.Series:
    """GB 11714: eight digits or letters, a minus or none, a check character."""
    value = pl.lit(values).str.replace("-", "", literal=True)
    fits = pl.lit(values).str.contains(r"^[0-9A-Z]{8}-?[0-9X]$")
    signs = list(formats.ORG_SIGNS)
    total = pl.sum_horizontal(
        value.str.slice(at, 1).replace_strict(signs, list(range(len(signs))), default=0, return_dtype=pl.Int32) * weight
        for at, weight in enumerate(formats.ORG_WEIGHTS)
    )
    check = (11 - total % 11).replace_strict(list(range(1, 12)), [*"123456789X0"], return_dtype=pl.String)
    return pl.select(fits & (value.str.slice(8, 1) == check)).to_series()


def _is_bank_card(values: pl.Series) -> pl.Series:
    """The check digit of ISO/IEC 7812."""
    value = pl.lit(values).str.reverse()
    fits = pl.lit(values).str.contains(r"^[0-9]{12,19}$")

    def digit(at: int) -> pl.Expr:
        made = value.str.slice(at, 1).cast(pl.Int32, strict=False).fill_null(0)
        doubled = made * 2
        return pl.when(doubled > 9).then(doubled - 9).otherwise(doubled) if at % 2 else made  # noqa: PLR2004 - a digit

    total = pl.sum_horizontal(digit(at) for at in range(formats.LONGEST_CARD))
    return pl.select(fits & (total % 10 == 0)).to_series()


_COMPUTED: Final[dict[str, Callable[[pl.Series], pl.Series]]] = {
    formats.CITIZEN_ID: is_citizen_id,
    formats.USCC: is_uscc,
    formats.ORG_CODE: _is_org_code,
    formats.BANK_CARD: _is_bank_card,
}
