"""What a rule is: one frozen value. A value that is absent or blank breaks only the rules that ask for one."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from yiyuan.dataplane.checks import Kind
from yiyuan.dataplane.rules.formats import FORMATS
from yiyuan.dataplane.rules.patterns import is_common
from yiyuan.dataplane.staging import TableName

# what counts as nothing, in polars, SQL and wherever else; PostgreSQL's own idea of a blank depends on the locale
BLANKS: Final = (
    " \t\n\r\v\f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
EARLIEST: Final = "1000"  # year of a date that is kept


class RuleKind(StrEnum):
    """What a rule asks."""

    REQUIRED = "required"
    LEAST = "least"
    TYPE = "type"
    CODES = "codes"
    PATTERN = "pattern"
    FORMAT = "format"
    LENGTH = "length"
    RANGE = "range"
    COMPARE = "compare"
    RECENT = "recent"
    PAST = "past"
    UNIQUE = "unique"
    REFERENCE = "reference"


class Severity(StrEnum):
    """What becomes of a row that breaks the rule."""

    REFUSE = "refuse"
    MARK = "mark"
    WARN = "warn"


class Dimension(StrEnum):
    """Which quality a rule measures."""

    CORRECTNESS = "correctness"
    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"
    AVAILABILITY = "availability"
    CONSISTENCY = "consistency"
    VALIDITY = "validity"


class Operator(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    OTHER = "<>"
    AT_LEAST = ">="
    MORE = ">"


class Is(StrEnum):
    """Of the value a condition looks at."""

    IN = "in"
    NOT_IN = "not_in"
    UNLESS = "unless"  # absent, or in the list
    GIVEN = "given"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the table, and the item it holds."""

    column: str
    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class When:
    """Rows the rule looks at: those where the field is so. A value that is absent is in no list."""

    field: Field
    holds: Is
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Another table whose rows must hold the values; columns in the order of the rule's. label: its name to readers."""

    table: TableName
    columns: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over rows of one table.

    fields: what it is about; COMPARE takes two, LEAST, UNIQUE and REFERENCE any number, the others one.
    values: allowed codes.  format: a name of FORMATS.  type: what a text must read as.
    minimum, maximum: inclusive; of RANGE values, of LENGTH characters.  least: how many of the fields are given.
    days: RECENT is no older.  words: the provider's own sentence; empty: the product's.
    """

    key: str
    kind: RuleKind
    fields: tuple[Field, ...]
    severity: Severity = Severity.MARK
    dimension: Dimension = Dimension.CORRECTNESS
    words: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    format: str = ""
    type: Kind | None = None
    minimum: Decimal | date | datetime | None = None
    maximum: Decimal | date | datetime | None = None
    operator: Operator = Operator.EQUAL
    least: int = 1
    days: int = 0
    reference: Reference | None = None
    when: When | None = None


_TEXT_ONLY: Final = {RuleKind.TYPE, RuleKind.CODES, RuleKind.PATTERN, RuleKind.FORMAT, RuleKind.LENGTH}
_DAYS: Final = {Kind.DATE, Kind.DATETIME}
_NUMBERS: Final = {Kind.INTEGER, Kind.NUMBER}
_MANY: Final = {RuleKind.LEAST, RuleKind.UNIQUE, RuleKind.REFERENCE}
FAMILY: Final = {
    Kind.TEXT: "text",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "number",
    Kind.NUMBER: "number",
    Kind.DATE: "day",
    Kind.DATETIME: "day",
}


def problem_of(rule: Rule) -> str:  # noqa: PLR0911 - a line a fault
    """Why the rule cannot be meant, in Chinese; empty where it can."""
    if not rule.fields:
        return "没有选信息项。"
    if len({field.column for field in rule.fields}) < len(rule.fields):
        return "同一个信息项选了两次。"
    wanted = 2 if rule.kind is RuleKind.COMPARE else 1
    if rule.kind not in _MANY and len(rule.fields) != wanted:
        return f"这种规则须选 {wanted} 个信息项。"
    if rule.when and rule.when.holds in {Is.IN, Is.NOT_IN, Is.UNLESS}:
        if not rule.when.values:
            return "条件没有写明取值。"
        if rule.when.field.kind not in {Kind.TEXT, Kind.BOOLEAN}:
            return "条件的取值只能对照文本或逻辑型的信息项。"
    if rule.kind in _TEXT_ONLY and rule.fields[0].kind is not Kind.TEXT:
        return "这种规则只看文本型的信息项。"
    return _own_problem(rule)


def _own_problem(rule: Rule) -> str:  # noqa: C901, PLR0911 - a case a kind
    first = rule.fields[0].kind
    match rule.kind:
        case RuleKind.CODES if not rule.values:
            return "没有写明允许的取值。"
        case RuleKind.PATTERN if not is_common(rule.pattern):
            return "格式（正则表达式）读不懂，或用了两边读法不一的写法。"
        case RuleKind.FORMAT if rule.format not in FORMATS:
            return "没有这种内置格式。"
        case RuleKind.TYPE if rule.type in {None, Kind.TEXT}:
            return "没有写明应是什么类型。"
        case RuleKind.RANGE | RuleKind.LENGTH:
            return _limits_problem(rule)
        case RuleKind.RECENT | RuleKind.PAST if first not in _DAYS:
            return "这种规则只看日期。"
        case RuleKind.RECENT if rule.days < 1:
            return "没有写明多少天。"
        case RuleKind.LEAST if not 1 <= rule.least <= len(rule.fields):
            return "至少要填的个数不对。"
        case RuleKind.COMPARE:
            second = rule.fields[1].kind
            if FAMILY[first] != FAMILY[second]:
                return "两个信息项类型不同，不能比较。"
            if FAMILY[first] in {"text", "boolean"} and rule.operator not in {Operator.EQUAL, Operator.OTHER}:
                return "文本只能比较是否相同。"
        case RuleKind.REFERENCE if rule.reference is None or len(rule.reference.columns) != len(rule.fields):
            return "没有写明对照哪个资源的哪些信息项。"
    return ""


def _limits_problem(rule: Rule) -> str:
    low, high = rule.minimum, rule.maximum
    if low is None and high is None:
        return "没有写明上限或下限。"
    first = Kind.INTEGER if rule.kind is RuleKind.LENGTH else rule.fields[0].kind
    right = {Kind.DATE: date, Kind.DATETIME: date}.get(first, Decimal) if first in _DAYS | _NUMBERS else None
    if right is None:
        return "这种规则只看数值或日期。"
    if not all(given is None or isinstance(given, right) for given in (low, high)):
        return "上限、下限与信息项的类型不同。"
    if low is None or high is None:
        return ""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        return "下限大于上限。" if low > high else ""
    assert isinstance(low, date), "of the right type"
    assert isinstance(high, date), "of the right type"
    return "下限大于上限。" if instant(low) > instant(high) else ""


def instant(bound: date | datetime) -> str:
    """A day or moment as dates and times are compared: ISO, to the second; a day is its first moment."""
    if isinstance(bound, datetime):
        return bound.isoformat(sep=" ", timespec="seconds")
    return f"{bound.isoformat()} 00:00:00"
