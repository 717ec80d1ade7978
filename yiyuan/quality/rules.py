"""A rule as it is kept to a rule that is compiled; the rules the catalog's items bring; scores. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from yiyuan.catalog.types import CYCLE_DAYS, KINDS, Cycle, ItemInfo, ResourceInfo
from yiyuan.dataplane.checks import DOCUMENTS, Identity, Kind
from yiyuan.dataplane.rules import (
    Dimension,
    Field,
    Is,
    Operator,
    Reference,
    Rule,
    RuleKind,
    Severity,
    When,
    is_common,
    problem_of,
)
from yiyuan.dataplane.staging import TableName
from yiyuan.intake.api import document_item, specs_of
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Share

WHOLE: Final = 10_000  # of a score: hundredths of a percent
MOST_DIGITS: Final = 60  # of a limit, before or behind the point
_FORMATS: Final = {Identity.CITIZEN_ID: "citizen_id", Identity.USCC: "uscc"}


def check_tried(*, tried: bool) -> None:
    """A rule is switched on after somebody saw what it finds."""
    if not tried:
        raise RuleBroken("quality.tried")


def check_done(*, result: str) -> None:
    if not result.strip():
        raise RuleBroken("quality.done")


def field_of(item: ItemInfo) -> Field:
    return Field(item.column, item.name, KINDS[item.data_type])


def rules_of_items(items: Sequence[ItemInfo]) -> list[Rule]:
    """What the catalog says of its items, asked of the pool: rows of earlier versions stand there too."""
    made = []
    by_name = {item.name: item for item in items}
    for item, spec in zip(items, specs_of(items), strict=True):
        fields, key = (field_of(item),), f"item:{item.column}"
        if spec.required or spec.key:
            made.append(Rule(f"{key}:required", RuleKind.REQUIRED, fields, dimension=Dimension.COMPLETENESS))
        if spec.codes and spec.kind is Kind.TEXT:
            codes = tuple(sorted(spec.codes))
            made.append(Rule(f"{key}:codes", RuleKind.CODES, fields, dimension=Dimension.VALIDITY, values=codes))
        if spec.pattern and spec.kind is Kind.TEXT and is_common(spec.pattern):
            pattern = spec.pattern
            made.append(Rule(f"{key}:pattern", RuleKind.PATTERN, fields, dimension=Dimension.VALIDITY, pattern=pattern))
        if spec.minimum is not None or spec.maximum is not None:
            low, high = _limit(spec.minimum), _limit(spec.maximum)
            ranged = Rule(
                f"{key}:range", RuleKind.RANGE, fields, dimension=Dimension.VALIDITY, minimum=low, maximum=high
            )
            made += [ranged] if not problem_of(ranged) else []
        if spec.identity is not Identity.NONE:
            named = by_name.get(document_item(item, by_name))
            own = tuple(sorted(DOCUMENTS[spec.identity]))
            when = When(field_of(named), Is.UNLESS, own) if named and KINDS[named.data_type] is Kind.TEXT else None
            made.append(Rule(f"{key}:identity", RuleKind.FORMAT, fields, format=_FORMATS[spec.identity], when=when))
    return made


def _limit(bound: Any) -> Decimal | date | datetime | None:  # a bound of a column
    return Decimal(bound) if isinstance(bound, int) else bound


def rule_of(
    key: str, said: Mapping[str, Any], resource: ResourceInfo, *, table: TableName | None = None, label: str = ""
) -> Rule:
    """A rule as it is kept, over the items of a version. table, label: of the resource it refers to.

    said: kind, severity, dimension, words; items and, by kind, values, pattern, format, type, minimum, maximum,
    operator, least, days, reference_items; when, holds, when_values.
    Raises RuleBroken("quality.meant") where it cannot be meant.
    """
    by_name = {item.name: item for item in resource.items}
    names = [*said["items"], *filter(None, [said.get("when", "")])]
    if strange := [name for name in names if name not in by_name]:
        raise RuleBroken("quality.meant", problem=f"资源没有这些信息项：{'、'.join(strange)}。")
    fields = tuple(field_of(by_name[name]) for name in said["items"])
    kind = RuleKind(said["kind"])
    measured = Kind.INTEGER if kind is RuleKind.LENGTH else fields[0].kind if fields else Kind.TEXT
    when = None
    if said.get("when"):
        values = tuple(said.get("when_values") or ())
        when = When(field_of(by_name[said["when"]]), Is(said.get("holds") or Is.IN), values)
    rule = Rule(
        key=key,
        kind=kind,
        fields=fields,
        severity=Severity(said["severity"]),
        dimension=Dimension(said["dimension"]),
        words=said.get("words") or "",
        values=tuple(said.get("values") or ()),
        pattern=said.get("pattern") or "",
        format=said.get("format") or "",
        type=Kind(said["type"]) if said.get("type") else None,
        minimum=_read_limit(said.get("minimum"), measured),
        maximum=_read_limit(said.get("maximum"), measured),
        operator=Operator(said.get("operator") or Operator.EQUAL),
        least=int(said.get("least") or 1),
        days=int(said.get("days") or 0),
        reference=Reference(table, tuple(said.get("reference_columns") or ()), label) if table else None,
        when=when,
    )
    if problem := problem_of(rule):
        raise RuleBroken("quality.meant", problem=problem)
    return rule


def _read_limit(text: str | None, kind: Kind) -> Decimal | date | datetime | None:
    if not text:
        return None
    try:
        match kind:
            case Kind.DATE:
                return date.fromisoformat(text)
            case Kind.DATETIME:
                return datetime.fromisoformat(text).replace(tzinfo=None)
        number = Decimal(text)
    except (ValueError, InvalidOperation):
        raise RuleBroken("quality.meant", problem=f"“{text}”不能作上限或下限。") from None
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        raise RuleBroken("quality.meant", problem=f"“{text}”不能作上限或下限。")
    return number


def score(wrong: int, *, of: int) -> int:
    """The share of rows that are right, in hundredths of a percent; never whole where a row is wrong."""
    if of <= 0:
        return WHOLE
    return (of - wrong) * WHOLE // of


def timeliness(*, cycle: Cycle, last_on: date | None, today: date) -> int:
    """Whole within the declared period; each day late takes as much off as the day is of the period."""
    days = CYCLE_DAYS.get(cycle)
    if last_on is None:
        return 0
    if days is None:
        return WHOLE
    late = max(0, (today - last_on).days - days)
    return max(0, WHOLE - WHOLE * late // days)


def lowest(scores: Mapping[str, int], *, dimensions: Iterable[str], most_wrong: Share) -> list[str]:
    """The qualities the region names that are below its threshold."""
    return [name for name in dimensions if name in scores and most_wrong.is_exceeded(WHOLE - scores[name], of=WHOLE)]


def scores_of(wrong: Mapping[Dimension, int], *, rows: int, timely: int, there: bool) -> dict[str, int]:
    """Quality -> score. wrong: rows that lack it. there: whether rows stand where they can be used."""
    made = {dimension.value: score(wrong.get(dimension, 0), of=rows) for dimension in Dimension}
    made[Dimension.TIMELINESS] = min(made[Dimension.TIMELINESS], timely)
    if not there:
        made[Dimension.AVAILABILITY] = 0
    return {str(name): value for name, value in made.items()}
