"""The sentence of a rule: what it asks, in the words of who fills in the data."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from yiyuan.dataplane.checks import Kind
from yiyuan.dataplane.rules.formats import FORMATS
from yiyuan.dataplane.rules.specs import Is, Operator, Rule, RuleKind, When, instant

_SHOWN: Final = 12
_OPERATORS: Final = {
    Operator.LESS: "早于或小于",
    Operator.AT_MOST: "不晚于或不大于",
    Operator.EQUAL: "等于",
    Operator.OTHER: "不同于",
    Operator.AT_LEAST: "不早于或不小于",
    Operator.MORE: "晚于或大于",
}
_TYPES: Final = {
    Kind.INTEGER: "整数",
    Kind.NUMBER: "数字",
    Kind.DATE: "2026-01-02 样的日期",
    Kind.DATETIME: "2026-01-02 08:30:00 样的时间",
    Kind.BOOLEAN: "true 或 false",
}


def sentence(rule: Rule) -> str:
    """The provider's own sentence, or the product's."""
    if rule.words:
        return rule.words
    said = _SENTENCES[rule.kind](rule)
    return f"{_condition(rule.when)}，{said}" if rule.when else said


def _condition(when: When) -> str:
    name = f"“{when.field.name}”"
    match when.holds:
        case Is.GIVEN:
            return f"填了{name}的"
        case Is.ABSENT:
            return f"没有填{name}的"
    listed = "、".join(when.values[:_SHOWN])
    if when.holds is Is.UNLESS:
        return f"{name}没有填或是{listed}的"
    return f"{name}{'是' if when.holds is Is.IN else '不是'}{listed}的"


def _names(rule: Rule) -> str:
    return "、".join(f"“{field.name}”" for field in rule.fields)


def _bound(given: Decimal | date | datetime) -> str:
    return f"{given:f}" if isinstance(given, Decimal) else instant(given).removesuffix(" 00:00:00")


def _limits(rule: Rule, unit: str = "") -> str:
    low, high = rule.minimum, rule.maximum
    if low is not None and high is not None:
        return f"在 {_bound(low)} 至 {_bound(high)}{unit}之间"
    if low is not None:
        return f"不小于 {_bound(low)}{unit}"
    assert high is not None, "one of the limits is given"
    return f"不大于 {_bound(high)}{unit}"


def _codes(rule: Rule) -> str:
    more = "…" if len(rule.values) > _SHOWN else ""
    return f"{_names(rule)}须是：{'、'.join(rule.values[:_SHOWN])}{more}"


def _reference(rule: Rule) -> str:
    assert rule.reference is not None, "a rule with another table"
    return f"{_names(rule)}须在《{rule.reference.label}》里有"


_SENTENCES: Final[Mapping[RuleKind, Callable[[Rule], str]]] = {
    RuleKind.REQUIRED: lambda rule: f"{_names(rule)}不能为空",
    RuleKind.LEAST: lambda rule: f"{_names(rule)}至少填 {rule.least} 项",
    RuleKind.TYPE: lambda rule: f"{_names(rule)}须是{_TYPES.get(rule.type or Kind.TEXT, '文本')}",
    RuleKind.CODES: _codes,
    RuleKind.PATTERN: lambda rule: f"{_names(rule)}须符合格式 {rule.pattern}",
    RuleKind.FORMAT: lambda rule: f"{_names(rule)}须是{FORMATS[rule.format].words}",
    RuleKind.LENGTH: lambda rule: f"{_names(rule)}须{_limits(rule, ' 个字')}",
    RuleKind.RANGE: lambda rule: f"{_names(rule)}须{_limits(rule)}",
    RuleKind.COMPARE: lambda rule: f"“{rule.fields[0].name}”须{_OPERATORS[rule.operator]}“{rule.fields[1].name}”",
    RuleKind.RECENT: lambda rule: f"{_names(rule)}须在最近 {rule.days} 天内",
    RuleKind.PAST: lambda rule: f"{_names(rule)}不能晚于今天",
    RuleKind.UNIQUE: lambda rule: f"{_names(rule)}不能重复",
    RuleKind.REFERENCE: _reference,
}
