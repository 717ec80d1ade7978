"""Polars, SQL and an oracle in plain Python, written apart from both, mark the same rows."""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import polars as pl
import psycopg
import pytest
from psycopg import sql

from yiyuan.dataplane import staging
from yiyuan.dataplane.checks import ColumnSpec, Kind, compile_checks
from yiyuan.dataplane.readers import FLAW, ROW, Table
from yiyuan.dataplane.rules import (
    FORMATS,
    Field,
    Is,
    Operator,
    Reference,
    Rule,
    RuleKind,
    When,
    failing,
    is_common,
    predicate,
    problem_of,
    sentence,
)
from yiyuan.dataplane.staging import TableName

TODAY: Final = date(2026, 11, 2)
F: Final = {
    "name": Field("name", "姓名"),
    "number": Field("number", "证件号码"),
    "kind": Field("kind", "证件类型"),
    "code": Field("code", "代码"),
    "mixed": Field("mixed", "备注"),
    "count": Field("count", "人数", Kind.INTEGER),
    "other": Field("other", "户数", Kind.INTEGER),
    "sum": Field("sum", "金额", Kind.NUMBER),
    "most": Field("most", "限额", Kind.NUMBER),
    "born": Field("born", "出生日期", Kind.DATE),
    "died": Field("died", "注销日期", Kind.DATE),
    "seen": Field("seen", "更新时间", Kind.DATETIME),
    "open": Field("open", "是否有效", Kind.BOOLEAN),
}
SPECS: Final = [ColumnSpec(name=f.name, column=f.column, kind=f.kind) for f in F.values()]
CITIZENS: Final = ["11010519491231002X", "440524188001010014", "110105194912310021", "11010519490231002X"]
CODES: Final = [
    "91350100M000100Y43",
    "91350100M000100Y44",
    "9135010 0M00100Y43",
    "G00000013",
    "G0000001-3",
    "00000000-0",
]
CARDS: Final = ["6222020200012345675", "4111111111111111", "4111111111111112", "622202020001", "0000000000000000"]
ODD: Final = [None, "", " ", "\u3000", "\u200b", "\ufeff \u2003", "\n", "甲\n乙", "１２３", "ＡＢ", "null", "𠮷野家"]
WORDS: Final = [
    "张三",
    "欧阳·夏丹",
    "李 四",
    "Ann",
    "赵",
    "司马相如",
    "13812345678",
    "1381234567",
    "0553-3832222",
    "京A12345",
]
WORDS2: Final = [
    "皖B12345D",
    "241000",
    "a.b@c.cn",
    "a@b",
    "340200",
    "990000",
    "E12345678",
    "H12345678",
    "12345678",
    "x-1",
    "x_1",
]
TYPED: Final = ["12", "+12", "-0", "007", "1.5", ".5", "5.", "1e3", "9223372036854775808", "2026-02-29", "2024-02-29"]
TYPED2: Final = [
    "0999-01-01",
    "2026-1-1",
    "2026-01-01 23:59:59",
    "2026-01-01 24:00:00",
    "2026-01-01 10:60:00",
    "true",
    "TRUE",
]


def _when(name: str, holds: Is, *values: str) -> When:
    return When(F[name], holds, values)


def _rule(kind: RuleKind, *names: str, **more: Any) -> Rule:  # a field of the rule each
    return Rule("r", kind, tuple(F[name] for name in names), **more)


REFERENCE: Final = Reference(TableName("public", "other_table"), ("code_", "count_"), "另一张表")
RULES: Final[Mapping[str, Rule]] = {
    "required": _rule(RuleKind.REQUIRED, "name"),
    "required number": _rule(RuleKind.REQUIRED, "sum"),
    "required of some": _rule(RuleKind.REQUIRED, "number", when=_when("kind", Is.IN, "身份证", "护照")),
    "required of others": _rule(RuleKind.REQUIRED, "number", when=_when("kind", Is.NOT_IN, "身份证")),
    "required with": _rule(RuleKind.REQUIRED, "died", when=_when("born", Is.GIVEN)),
    "required without": _rule(RuleKind.REQUIRED, "mixed", when=_when("name", Is.ABSENT)),
    "required if true": _rule(RuleKind.REQUIRED, "seen", when=_when("open", Is.IN, "true")),
    "least": _rule(RuleKind.LEAST, "name", "number", "sum", "born", least=3),
    "codes": _rule(RuleKind.CODES, "kind", values=("身份证", "护照", "１２３", " ")),
    "pattern": _rule(RuleKind.PATTERN, "mixed", pattern=r"[\d.]+"),
    "pattern of signs": _rule(RuleKind.PATTERN, "mixed", pattern=r"[\u4e00-\u9fff]{2,4}|x-\d|x.1"),
    "pattern not": _rule(RuleKind.PATTERN, "mixed", pattern=r"[^0-9-]*"),
    "length": _rule(RuleKind.LENGTH, "name", minimum=Decimal(2), maximum=Decimal(3)),
    "length at least": _rule(RuleKind.LENGTH, "mixed", minimum=Decimal(3)),
    "range": _rule(RuleKind.RANGE, "sum", minimum=Decimal("-0.5"), maximum=Decimal("1234567890123456789.01")),
    "range of whole": _rule(RuleKind.RANGE, "count", minimum=Decimal(-3), maximum=Decimal(9007199254740993)),
    "range of days": _rule(RuleKind.RANGE, "born", minimum=date(1900, 1, 1), maximum=date(2024, 2, 29)),
    "range of moments": _rule(
        RuleKind.RANGE, "seen", minimum=datetime.fromisoformat("2026-10-01 08:00"), maximum=date(2026, 11, 2)
    ),
    "less": _rule(RuleKind.COMPARE, "sum", "most", operator=Operator.LESS),
    "at most": _rule(RuleKind.COMPARE, "sum", "most", operator=Operator.AT_MOST),
    "equal": _rule(RuleKind.COMPARE, "sum", "count", operator=Operator.EQUAL),
    "other": _rule(RuleKind.COMPARE, "count", "other", operator=Operator.OTHER),
    "more": _rule(RuleKind.COMPARE, "count", "other", operator=Operator.MORE),
    "at least of days": _rule(RuleKind.COMPARE, "died", "born", operator=Operator.AT_LEAST),
    "moment after day": _rule(RuleKind.COMPARE, "seen", "died", operator=Operator.MORE),
    "same text": _rule(RuleKind.COMPARE, "name", "mixed", operator=Operator.EQUAL),
    "recent": _rule(RuleKind.RECENT, "seen", days=30),
    "recent day": _rule(RuleKind.RECENT, "died", days=365),
    "past": _rule(RuleKind.PAST, "seen"),
    "past day": _rule(RuleKind.PAST, "died"),
    "unique": _rule(RuleKind.UNIQUE, "number"),
    "unique number": _rule(RuleKind.UNIQUE, "sum"),
    "unique together": _rule(RuleKind.UNIQUE, "kind", "count", "open"),
    "unique of some": _rule(RuleKind.UNIQUE, "name", when=_when("open", Is.IN, "true")),
    "reference": _rule(RuleKind.REFERENCE, "code", "count", reference=REFERENCE),
    "reference of some": _rule(
        RuleKind.REFERENCE, "code", "count", reference=REFERENCE, when=_when("kind", Is.NOT_IN, "护照")
    ),
    **{f"type {kind}": _rule(RuleKind.TYPE, "mixed", type=kind) for kind in Kind if kind is not Kind.TEXT},
    **{f"format {name}": _rule(RuleKind.FORMAT, "number", format=name) for name in FORMATS},
    "uscc unless": _rule(RuleKind.FORMAT, "number", format="uscc", when=_when("kind", Is.UNLESS, "护照", "军官证")),
    "citizen of some": _rule(RuleKind.FORMAT, "number", format="citizen_id", when=_when("kind", Is.IN, "身份证")),
}

# ---- the oracle: over Python's own values ----

BLANK: Final = re.compile("[\\s\u200b\ufeff]*")


def _there(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and BLANK.fullmatch(value))


def _moment(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _citizen(text: str) -> bool:
    if not re.fullmatch("[0-9]{17}[0-9X]", text):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    power = sum(int(sign) * pow(2, 17 - at) for at, sign in enumerate(text[:17]))
    return (power + (10 if text[17] == "X" else int(text[17]))) % 11 == 1


def _uscc(text: str) -> bool:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(text) != 18 or any(sign not in signs for sign in text) or not text[2:8].isdigit():
        return False
    total = sum(signs.index(sign) * (3**at % 31) for at, sign in enumerate(text[:17]))
    return (31 - total % 31) % 31 == signs.index(text[17])


def _org(text: str) -> bool:
    if not re.fullmatch("[0-9A-Z]{8}-?[0-9X]", text):
        return False
    rest = (
        11 - sum(int(sign, 36) * weight for sign, weight in zip(text[:8], [3, 7, 9, 10, 5, 8, 4, 2], strict=True)) % 11
    )
    return text[-1] == {10: "X", 11: "0"}.get(rest, str(rest))


def _card(text: str) -> bool:
    if not re.fullmatch("[0-9]{12,19}", text):
        return False
    digits = [int(sign) for sign in reversed(text)]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _reads(text: str, kind: Kind) -> bool:
    try:
        match kind:
            case Kind.INTEGER:
                return bool(re.fullmatch("[+-]?[0-9]+", text)) and -(2**63) <= int(text) < 2**63
            case Kind.NUMBER:
                return bool(re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", text))
            case Kind.BOOLEAN:
                return text in {"true", "false"}
            case Kind.DATE:
                return bool(re.fullmatch("[0-9-]{10}", text)) and date.fromisoformat(text).year >= 1000
            case Kind.DATETIME:
                return bool(re.fullmatch("[0-9-]{10} [0-9:]{8}", text)) and datetime.fromisoformat(text).year >= 1000
    except ValueError:
        return False
    raise AssertionError(kind)


COMPUTED: Final[Mapping[str, Callable[[str], bool]]] = {
    "citizen_id": _citizen,
    "uscc": _uscc,
    "org_code": _org,
    "bank_card": _card,
}
HOLDS: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {
    Operator.LESS: lambda a, b: a < b,
    Operator.AT_MOST: lambda a, b: a <= b,
    Operator.EQUAL: lambda a, b: a == b,
    Operator.OTHER: lambda a, b: a != b,
    Operator.AT_LEAST: lambda a, b: a >= b,
    Operator.MORE: lambda a, b: a > b,
}
Row = Mapping[str, Any]  # values by column, in Python's types


def _looked_at(rule: Rule, row: Row) -> bool:
    if rule.when is None:
        return True
    value = row[rule.when.field.column]
    if isinstance(value, bool):
        value = str(value).lower()
    match rule.when.holds:
        case Is.GIVEN:
            return _there(value)
        case Is.ABSENT:
            return not _there(value)
        case Is.IN:
            return _there(value) and value in rule.when.values
        case Is.UNLESS:
            return not _there(value) or value in rule.when.values
        case Is.NOT_IN:
            return _there(value) and value not in rule.when.values


def _breaks(rule: Rule, row: Row) -> bool:  # noqa: C901, PLR0911, PLR0912 - a case a kind
    values = [row[field.column] for field in rule.fields]
    if rule.kind is RuleKind.REQUIRED:
        return not _there(values[0])
    if rule.kind is RuleKind.LEAST:
        return len([value for value in values if _there(value)]) < rule.least
    if not all(_there(value) for value in values):
        return False
    value = values[0]
    match rule.kind:
        case RuleKind.CODES:
            return value not in rule.values
        case RuleKind.PATTERN:
            return "\n" in value or not re.fullmatch(
                rule.pattern.replace(r"\d", "0-9" if "[\\d" in rule.pattern else "[0-9]"), value
            )
        case RuleKind.FORMAT:
            test = COMPUTED.get(rule.format)
            return not test(value) if test else not re.fullmatch(FORMATS[rule.format].pattern, value, re.ASCII)
        case RuleKind.TYPE:
            assert rule.type is not None
            return not _reads(value, rule.type)
        case RuleKind.LENGTH:
            return not (rule.minimum or 0) <= len(value) <= (rule.maximum or 10**9)  # type: ignore[operator]  # numbers
        case RuleKind.RANGE:
            low, high = rule.minimum, rule.maximum
            if isinstance(low, date):
                assert isinstance(high, date)
                return not _moment(low) <= _moment(value) <= _moment(high)
            return not low <= value <= high
        case RuleKind.COMPARE:
            if isinstance(value, date):
                values = [_moment(one) for one in values]
            return not HOLDS[rule.operator](*values)
        case RuleKind.RECENT:
            return _moment(value) < _moment(TODAY - timedelta(days=rule.days))
        case RuleKind.PAST:
            return _moment(value) >= _moment(TODAY + timedelta(days=1))
    raise AssertionError(rule.kind)


def oracle(rule: Rule, rows: Sequence[Row], others: set[tuple[Any, ...]]) -> set[int]:
    looked_at = [row for row in rows if _looked_at(rule, row)]
    if rule.kind not in {RuleKind.UNIQUE, RuleKind.REFERENCE}:
        return {row[ROW] for row in looked_at if _breaks(rule, row)}
    whole = {row[ROW]: tuple(row[field.column] for field in rule.fields) for row in looked_at}
    whole = {number: values for number, values in whole.items() if all(map(_there, values))}
    counts = Counter(whole.values())
    if rule.kind is RuleKind.UNIQUE:
        return {number for number, values in whole.items() if counts[values] > 1}
    return {number for number, values in whole.items() if values not in others}


# ---- rows ----


def _cell(chance: random.Random, field: Field) -> str | None:  # noqa: PLR0911 - a return a column
    if chance.random() < 0.12:
        return chance.choice([None, "", " "])
    match field.column:
        case "number":
            return chance.choice([*CITIZENS, *CODES, *CARDS, *WORDS, *WORDS2, *ODD])
        case "kind":
            return chance.choice(["身份证", "护照", "军官证", "１２３", None])
        case "count" | "other":
            return chance.choice(
                ["0", "-3", "+5", "007", "7", "-4", "9007199254740993", "9007199254740994", "1,234", "5.0"]
            )
        case "sum" | "most":
            return chance.choice(
                [
                    "0",
                    "-0",
                    "-0.50",
                    "-0.51",
                    "1.5",
                    "1.50",
                    "+1.5",
                    ".5",
                    "5.",
                    "00012",
                    "12",
                    "1234567890123456789.01",
                    "1234567890123456789.02",
                    "9" * 40,
                    "-" + "9" * 40,
                    f"{chance.randint(-20, 20)}",
                    "-.5",
                    "１２",
                ]
            )
        case "born" | "died":
            edge = chance.choice([-366, -365, -364, 0, 1, chance.randint(-400, 3)])
            day = chance.choice([TODAY + timedelta(days=edge), date(1900, 1, 1), date(1899, 12, 31)])
            return chance.choice(
                [day.isoformat(), day.strftime("%Y/%m/%d"), day.strftime("%Y年%m月%d日"), "2024-02-29"]
            )
        case "seen":
            return (
                str(datetime.fromisoformat("2026-10-01 08:00") + timedelta(hours=chance.randint(-30, 800)))
                if chance.random() < 0.9
                else (
                    chance.choice(
                        [
                            "2026-11-02 00:00:00",
                            "2026-11-02 23:59:59",
                            "2026-11-03 00:00:00",
                            "2026-10-03",
                            "2026-10-02 23:59:59",
                        ]
                    )
                )
            )
        case "open":
            return chance.choice(["是", "否", "true", "0"])
        case "code":
            return chance.choice(["A1", "A2", "ａ1", "a1", "甲", "A1 "])
    return chance.choice([*ODD, *WORDS, *WORDS2, *TYPED, *TYPED2])


def _frame(seed: int, height: int = 400) -> pl.DataFrame:
    chance = random.Random(seed)
    columns: dict[str, Any] = {f.name: [_cell(chance, f) for _ in range(height)] for f in F.values()}
    return pl.DataFrame(
        {ROW: range(2, height + 2), FLAW: [None] * height, **columns},
        schema={ROW: pl.Int64, FLAW: pl.String, **dict.fromkeys(columns, pl.String)},
    )


@pytest.fixture(params=[(1, False), (2, True)], ids=["as files", "as tables"])
def rows(request: pytest.FixtureRequest, connection: psycopg.Connection) -> tuple[pl.DataFrame, Sequence[Row]]:
    """Rows as a load keeps them, as text and as they stand in PostgreSQL."""
    seed, exactly = request.param
    checks = compile_checks(SPECS)
    kept: list[pl.DataFrame] = []
    with connection.cursor() as cur:
        table = TableName("public", "staged")
        staging.create(cur, table, checks)
        frame = _frame(seed)
        checks = checks.exactly() if exactly else checks
        staging.stage(cur, table, Table(tuple(frame.columns[2:]), iter([frame]), "utf-8"), checks)
        kept.append(checks.apply(frame).kept)
        cur.execute("create table other_table (code_ text, count_ bigint)")
        cur.execute(
            "insert into other_table values ('A1', 7), ('甲', 0), ('ａ1', -3), (null, 5), ('A2', null), ('A1', 7)"
        )
        cur.execute(sql.SQL("select * from {} order by _row").format(table.sql))
        assert cur.description
        names = [column.name for column in cur.description]
        stored = [dict(zip(names, row, strict=True)) for row in cur.fetchall()]
    assert kept[0].height == len(stored) > 150
    return kept[0], stored


OTHERS: Final = {("A1", 7), ("甲", 0), ("ａ1", -3)}
OTHER_FRAME: Final = pl.DataFrame(
    {"code_": ["A1", "甲", "ａ1", None, "A2", "A1"], "count_": ["007", "0", "-3", "5", None, "+7"]}
)


def by_polars(rule: Rule, frame: pl.DataFrame) -> set[int]:
    mask = failing(rule, frame, today=TODAY, reference=OTHER_FRAME)
    assert mask.null_count() == 0
    return set(frame.get_column(ROW).filter(mask).to_list())


def by_sql(rule: Rule, connection: psycopg.Connection) -> set[int]:
    table = TableName("public", "staged")
    query = sql.SQL("select t._row, {} from {} t").format(predicate(rule, table, today=TODAY), table.sql)
    found = connection.execute(query).fetchall()
    assert all(broken is not None for _row, broken in found)
    return {row for row, broken in found if broken}


def test_polars_sql_and_the_oracle_mark_the_same_rows(
    rows: tuple[pl.DataFrame, Sequence[Row]], connection: psycopg.Connection
) -> None:
    frame, stored = rows
    differ, idle = [], []
    for name, rule in RULES.items():
        assert not problem_of(rule), name
        assert sentence(rule)
        wanted = oracle(rule, stored, OTHERS)
        if by_polars(rule, frame) != wanted:
            differ.append(f"polars: {name} {sorted(by_polars(rule, frame) ^ wanted)[:5]}")
        if by_sql(rule, connection) != wanted:
            differ.append(f"SQL: {name} {sorted(by_sql(rule, connection) ^ wanted)[:5]}")
        if not wanted or len(wanted) == len(stored):
            idle.append(name)
    assert not differ, "\n".join(differ)
    assert not idle, f"rules that tell no rows apart: {idle}"


MUTANTS: Final[Mapping[str, Sequence[Rule]]] = {
    "required of some": [replace(RULES["required of some"], when=None)],
    "least": [replace(RULES["least"], least=n) for n in (2, 4)],
    "codes": [replace(RULES["codes"], values=("身份证", "护照"))],
    "length": [replace(RULES["length"], minimum=Decimal(3)), replace(RULES["length"], maximum=Decimal(4))],
    "range": [
        replace(RULES["range"], minimum=Decimal("-0.51")),
        replace(RULES["range"], maximum=Decimal("1234567890123456789.02")),
        replace(RULES["range"], maximum=Decimal("1234567890123456789.00")),
    ],
    "range of whole": [replace(RULES["range of whole"], maximum=Decimal(9007199254740992))],
    "range of days": [replace(RULES["range of days"], minimum=date(1900, 1, 2), maximum=date(2024, 2, 28))],
    "less": [replace(RULES["less"], operator=o) for o in Operator if o is not Operator.LESS],
    "more": [replace(RULES["more"], operator=o) for o in Operator if o is not Operator.MORE],
    "recent": [replace(RULES["recent"], days=n) for n in (29, 31)],
    "recent day": [replace(RULES["recent day"], days=n) for n in (364, 366)],
    "unique": [replace(RULES["unique"], fields=(F["number"], F["kind"]))],
    "unique of some": [replace(RULES["unique of some"], when=None)],
    "reference of some": [replace(RULES["reference of some"], when=None)],
    "uscc unless": [replace(RULES["uscc unless"], when=_when("kind", Is.IN, "护照", "军官证"))],
    "citizen of some": [replace(RULES["citizen of some"], when=None)],
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_rule_changed_a_little_marks_other_rows(
    name: str, rows: tuple[pl.DataFrame, Sequence[Row]], connection: psycopg.Connection
) -> None:
    frame, _stored = rows
    for mutant in MUTANTS[name]:
        assert by_polars(mutant, frame) != by_polars(RULES[name], frame)
        assert by_sql(mutant, connection) != by_sql(RULES[name], connection)


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (r"\d{6}", True),
        (r"[A-Z\d-]+", True),
        (r"(?:甲|乙)[\u4e00-\u9fff]{1,5}", True),
        (r"a|", True),
        ("", False),
        (r"\w+", False),
        (r"\bx", False),
        (r"(?i)x", False),
        (r"(?=x)", False),
        (r"(a)\1", False),
        (r"[[:alpha:]]", False),
        (r"[a&&b]", False),
        (r"a**", False),
        (r"a{1,999}", False),
        (r"a{,3}", False),
        (r"((a{255}){255}){9}", False),
        (r"*a", False),
        (r"(a", False),
        (r"[z-a]", False),
        (r"[a-\d]", False),
        (r"^a$", False),
        (r"\p{Han}", False),
    ],
)
def test_only_patterns_both_read_alike_are_taken(pattern: str, fits: bool, connection: psycopg.Connection) -> None:
    assert is_common(pattern) is fits
    rule = replace(RULES["pattern"], pattern=pattern)
    assert bool(problem_of(rule)) is not fits
    if fits:
        connection.execute(sql.SQL("select 'x' ~ {}").format(sql.Literal(f"^(?:{pattern})$")))


@pytest.mark.parametrize(
    "rule",
    [
        replace(RULES["range"], fields=(F["name"],)),
        replace(RULES["range"], minimum=date(2026, 1, 1)),
        replace(RULES["range"], minimum=None, maximum=None),
        replace(RULES["range"], minimum=Decimal(2), maximum=Decimal(1)),
        replace(RULES["codes"], values=()),
        replace(RULES["codes"], fields=(F["count"],)),
        replace(RULES["less"], fields=(F["sum"],)),
        replace(RULES["less"], fields=(F["sum"], F["born"])),
        replace(RULES["less"], fields=(F["sum"], F["sum"])),
        replace(RULES["same text"], operator=Operator.LESS),
        replace(RULES["least"], least=5),
        replace(RULES["recent"], days=0),
        replace(RULES["past"], fields=(F["name"],)),
        replace(RULES["reference"], reference=None),
        replace(RULES["required of some"], when=When(F["kind"], Is.IN)),
        replace(RULES["required of some"], when=When(F["sum"], Is.IN, ("1",))),
        replace(RULES["required"], fields=()),
        replace(RULES["type date"], type=None),
        replace(RULES["format uscc"], format="strange"),
    ],
    ids=lambda rule: rule.kind.value,
)
def test_what_cannot_be_meant_is_said(rule: Rule) -> None:
    assert problem_of(rule)
