"""How values of upper and lower jurisdictions become one. Pure; no files, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from yiyuan.kernel.terms import Count, Share, Term, Unit, Yearly
from yiyuan.regulations.types import Key, Kind, Merge, Value

# The shortest and the longest run of days that a unit can mean: five workdays take a week or, across two long
# holidays, about three. Terms whose runs overlap cannot be ranked and must not stand in one chain.
_RUN = {Unit.WORKDAY: (1.0, 4.0), Unit.DAY: (1.0, 1.0), Unit.MONTH: (28.0, 31.0), Unit.YEAR: (365.0, 366.0)}


class MergeConflictError(ValueError):
    """Two values that the declared merge cannot rank; `regulations check` finds it before anybody else."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The value that holds, and which of the given ones it is made of (by position)."""

    value: Value
    winners: frozenset[int]


def merge(key: Key, values: Sequence[Value]) -> Merged:
    """Merge values that are stated (none of them None), uppermost first. Raises: MergeConflictError."""
    assert values
    match key.merge:
        case Merge.REPLACE | Merge.DELEGATED:
            lowest = values[-1]
            return Merged(lowest, frozenset(i for i, value in enumerate(values) if value == lowest))
        case Merge.UNION:
            return _union(key, values)
        case Merge.STRICTEST:
            return _strictest(key, values)


def is_shorter(left: Term, right: Term) -> bool:
    """Whether `left` always ends before `right`. Raises: MergeConflictError if that depends on the calendar."""
    if left.unit == right.unit:
        return left.amount < right.amount
    (left_min, left_max), (right_min, right_max) = _run(left), _run(right)
    if left_max <= right_min:
        return True
    if right_max <= left_min:
        return False
    raise MergeConflictError(f"{left} 与 {right} 孰短要看日历")


def _run(term: Term) -> tuple[float, float]:
    shortest, longest = _RUN[term.unit]
    return term.amount * shortest, term.amount * longest


def _union(key: Key, values: Sequence[Value]) -> Merged:
    everyone = frozenset(range(len(values)))
    if key.kind is Kind.FLAG:
        return Merged(any(values), frozenset(i for i in everyone if values[i]) or everyone)
    named = {item for value in values if isinstance(value, tuple) for item in value}
    return Merged(tuple(name for name in key.values if name in named), everyone)


def _strictest(key: Key, values: Sequence[Value]) -> Merged:
    if key.kind is Kind.SET:
        common = set(key.values).intersection(*(value for value in values if isinstance(value, tuple)))
        if not common and any(values):
            raise MergeConflictError(f"{key.name}: 上下级的范围没有交集")
        merged = tuple(name for name in key.values if name in common)
        return Merged(merged, frozenset(i for i, value in enumerate(values) if value == merged))
    best = 0
    for index in range(1, len(values)):
        if _is_stricter(key, values[index], values[best]):
            best = index
    return Merged(values[best], frozenset(i for i, value in enumerate(values) if value == values[best]))


def _is_stricter(key: Key, left: Value, right: Value) -> bool:
    match left, right:
        case bool(), bool():
            return left and not right
        case Term(), Term():  # of two days before which nothing may be done, the later is stricter
            return is_shorter(right, left) if key.kind is Kind.EARLIEST else is_shorter(left, right)
        case Yearly(), Yearly():
            return left < right
        case Count(), Count() if left.unit == right.unit:
            return left.amount < right.amount
        case Share(), Share():
            return left.percent < right.percent
        case str(), str():
            order = list(key.values)
            return order.index(left) < order.index(right)
    raise MergeConflictError(f"{key.name}: {left!r} 与 {right!r} 不能比较")
