"""Rules over a table of the pool or of staging: the condition a row that breaks one meets."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from psycopg import sql

from yiyuan.dataplane.checks import Kind
from yiyuan.dataplane.rules import formats
from yiyuan.dataplane.rules.patterns import whole
from yiyuan.dataplane.rules.specs import BLANKS, EARLIEST, Field, Is, Rule, RuleKind, When, instant
from yiyuan.dataplane.staging import TableName

_NEVER: Final = sql.SQL("false")
_SHAPES: Final = {  # of a text that reads as this kind; the server says whether there is such a day or number
    Kind.INTEGER: (r"^[+-]?[0-9]+$", "bigint"),
    Kind.NUMBER: (r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$", ""),
    Kind.DATE: (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "date"),
    Kind.DATETIME: (r"^[0-9]{4}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$", "timestamp"),
    Kind.BOOLEAN: (r"^(true|false)$", ""),
}


def predicate(rule: Rule, table: TableName, *, today: date) -> sql.Composable:
    """True for rows of `table`, named t, that break the rule; false for all others, never null."""
    broken = _broken(rule, table, today)
    if rule.when:
        broken = sql.SQL("({}) and ({})").format(_met(rule.when, "t"), broken)
    return sql.SQL("coalesce({}, false)").format(broken)


def _column(field: Field, alias: str = "t") -> sql.Composable:
    return sql.Identifier(alias, field.column)


def _given(field: Field, alias: str = "t") -> sql.Composable:
    value = _column(field, alias)
    if field.kind is not Kind.TEXT:
        return sql.SQL("{} is not null").format(value)
    return sql.SQL("coalesce(btrim({}, {}), '') <> ''").format(value, sql.Literal(BLANKS))


def _met(when: When, alias: str) -> sql.Composable:
    there = _given(when.field, alias)
    if when.holds is Is.GIVEN:
        return there
    if when.holds is Is.ABSENT:
        return sql.SQL("not ({})").format(there)
    listed = sql.SQL("{}::text = any({})").format(_column(when.field, alias), sql.Literal(list(when.values)))
    if when.holds is Is.UNLESS:
        return sql.SQL("not ({}) or {}").format(there, listed)
    return sql.SQL("{} and {}({})").format(there, sql.SQL("" if when.holds is Is.IN else "not "), listed)


def _all(parts: list[sql.Composable]) -> sql.Composable:
    return sql.SQL(" and ").join(parts)


def _broken(rule: Rule, table: TableName, today: date) -> sql.Composable:  # noqa: C901, PLR0911, PLR0912 - a case a kind
    field = rule.fields[0]
    value, there = _column(field), _given(field)
    match rule.kind:
        case RuleKind.REQUIRED:
            return sql.SQL("not ({})").format(there)
        case RuleKind.LEAST:
            counted = [sql.SQL("({})::int").format(_given(one)) for one in rule.fields]
            return sql.SQL("{} < {}").format(sql.SQL(" + ").join(counted), sql.Literal(rule.least))
        case RuleKind.CODES:
            return sql.SQL("{} and not ({} = any({}))").format(there, value, sql.Literal(list(rule.values)))
        case RuleKind.PATTERN:
            return sql.SQL("{} and not ({})").format(there, _matches(value, rule.pattern))
        case RuleKind.FORMAT:
            return sql.SQL("{} and not ({})").format(there, _is_format(value, rule.format))
        case RuleKind.TYPE:
            assert rule.type is not None, "a rule of a type"
            return sql.SQL("{} and not ({})").format(there, _reads_as(value, rule.type))
        case RuleKind.LENGTH:
            return _outside(rule, there, sql.SQL("char_length({})").format(value))
        case RuleKind.RANGE:
            return _outside(rule, there, value)
        case RuleKind.RECENT:
            return sql.SQL("{} < {}").format(value, _bound(today - timedelta(days=rule.days)))
        case RuleKind.PAST:
            return sql.SQL("{} >= {}").format(value, _bound(today + timedelta(days=1)))
        case RuleKind.COMPARE:
            second = rule.fields[1]
            holds = sql.SQL("{} {} {}").format(value, sql.SQL(rule.operator.value), _column(second))
            return sql.SQL("{} and {} and not ({})").format(there, _given(second), holds)
        case RuleKind.UNIQUE:
            return _doubles(rule, table)
        case RuleKind.REFERENCE:
            return _strangers(rule)


def _bound(given: Decimal | date | datetime) -> sql.Composable:
    if isinstance(given, Decimal):
        return sql.SQL("{}::numeric").format(sql.Literal(f"{given:f}"))
    return sql.SQL("{}::timestamp").format(sql.Literal(instant(given)))


def _outside(rule: Rule, there: sql.Composable, value: sql.Composable) -> sql.Composable:
    below = sql.SQL("{} < {}").format(value, _bound(rule.minimum)) if rule.minimum is not None else _NEVER
    above = sql.SQL("{} > {}").format(value, _bound(rule.maximum)) if rule.maximum is not None else _NEVER
    return sql.SQL("{} and ({} or {})").format(there, below, above)


def _matches(value: sql.Composable, pattern: str) -> sql.Composable:
    return sql.SQL("{0} ~ {1} and strpos({0}, E'\\n') = 0").format(value, sql.Literal(whole(pattern)))


def _reads_as(value: sql.Composable, kind: Kind) -> sql.Composable:
    shape, type_name = _SHAPES[kind]
    parts: list[sql.Composable] = [sql.SQL("{} ~ {}").format(value, sql.Literal(shape))]
    if type_name:
        parts.append(sql.SQL("pg_input_is_valid({}, {})").format(value, sql.Literal(type_name)))
    if kind in {Kind.DATE, Kind.DATETIME}:
        parts.append(sql.SQL('left({}, 4) collate "C" >= {}').format(value, sql.Literal(EARLIEST)))
    return _all(parts)


def _weighed(value: sql.Composable, signs: str, weights: tuple[int, ...]) -> sql.Composable:
    """The weighted sum of the first characters' places among the signs; a strange one counts -1, and never raises."""
    terms: list[sql.Composable] = [
        sql.SQL("(strpos({}, substr({}, {}, 1)) - 1) * {}").format(
            sql.Literal(signs), value, sql.Literal(at), sql.Literal(weight)
        )
        for at, weight in enumerate(weights, start=1)
    ]
    return sql.SQL("({})").format(sql.SQL(" + ").join(terms))


def _is_format(value: sql.Composable, name: str) -> sql.Composable:
    match name:
        case formats.CITIZEN_ID:
            total = _weighed(value, "0123456789", formats.CITIZEN_WEIGHTS)
            return sql.SQL(
                "{0} ~ '^[0-9]{{17}}[0-9X]$' and pg_input_is_valid(substr({0}, 7, 8), 'date')"
                " and substr({1}, {2} % 11 + 1, 1) = right({0}, 1)"
            ).format(value, sql.Literal(formats.CITIZEN_SIGNS), total)
        case formats.USCC:
            total = _weighed(value, formats.USCC_SIGNS, formats.USCC_WEIGHTS)
            shape = f"^[{formats.USCC_SIGNS}]{{2}}[0-9]{{6}}[{formats.USCC_SIGNS}]{{10}}$"
            return sql.SQL("{0} ~ {1} and substr({2}, (31 - {3} % 31) % 31 + 1, 1) = right({0}, 1)").format(
                value, sql.Literal(shape), sql.Literal(formats.USCC_SIGNS), total
            )
        case formats.ORG_CODE:
            bare = sql.SQL("replace({}, '-', '')").format(value)
            total = _weighed(bare, formats.ORG_SIGNS, formats.ORG_WEIGHTS)
            return sql.SQL(
                "{0} ~ '^[0-9A-Z]{{8}}-?[0-9X]$' and substr('123456789X0', 11 - {1} % 11, 1) = right({0}, 1)"
            ).format(value, total)
        case formats.BANK_CARD:
            return sql.SQL("{} ~ '^[0-9]{{12,19}}$' and {} % 10 = 0").format(value, _luhn(value))
    return _matches(value, formats.FORMATS[name].pattern)


def _luhn(value: sql.Composable) -> sql.Composable:
    """Digits from the right, every second doubled and its digits added; places before the number count nothing."""
    terms: list[sql.Composable] = []
    for at in range(formats.LONGEST_CARD):
        weights = "0246813579" if at % 2 else "0123456789"  # what a digit counts, by the digit
        found = sql.SQL("strpos('0123456789', substr(reverse({}), {}, 1))").format(value, sql.Literal(at + 1))
        terms.append(sql.SQL("(strpos('0123456789', substr({}, {}, 1)) - 1)").format(sql.Literal(weights), found))
    return sql.SQL("({})").format(sql.SQL(" + ").join(terms))


def _doubles(rule: Rule, table: TableName) -> sql.Composable:
    def those(alias: str) -> sql.Composable:
        return _all([_given(one, alias) for one in rule.fields])

    where = those("d")
    if rule.when:
        where = sql.SQL("{} and ({})").format(where, _met(rule.when, "d"))
    names = sql.SQL(", ").join(_column(one) for one in rule.fields)
    inner = sql.SQL(", ").join(_column(one, "d") for one in rule.fields)
    return sql.SQL("{} and ({}) in (select {} from {} d where {} group by {} having count(*) > 1)").format(
        those("t"), names, inner, table.sql, where, inner
    )


def _strangers(rule: Rule) -> sql.Composable:
    assert rule.reference is not None, "a rule with another table"
    pairs: list[sql.Composable] = [
        sql.SQL("{} = {}").format(sql.Identifier("r", column), _column(one))
        for one, column in zip(rule.fields, rule.reference.columns, strict=True)
    ]
    return sql.SQL("{} and not exists (select 1 from {} r where {})").format(
        _all([_given(one) for one in rule.fields]), rule.reference.table.sql, _all(pairs)
    )
