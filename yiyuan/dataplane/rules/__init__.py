"""Rules of data quality: one definition, compiled to polars for a file that comes and to SQL for a table that stands.

Where `checks` asks whether a cell can be kept at all, a rule asks whether what is kept is right: alone, beside the
other cells of its row, beside the other rows, beside another table. Both compilations mark the same rows; a test holds
them against an oracle written apart.
"""

from yiyuan.dataplane.rules.formats import FORMATS
from yiyuan.dataplane.rules.frames import failing
from yiyuan.dataplane.rules.loads import Judged, RuledChecks, dimension_of, judge_staged, reason_of, ruled
from yiyuan.dataplane.rules.patterns import is_common, whole
from yiyuan.dataplane.rules.specs import (
    Dimension,
    Field,
    Is,
    Operator,
    Reference,
    Rule,
    RuleKind,
    Severity,
    When,
    problem_of,
)
from yiyuan.dataplane.rules.statements import predicate
from yiyuan.dataplane.rules.words import sentence

__all__ = [
    "FORMATS",
    "Dimension",
    "Field",
    "Is",
    "Judged",
    "Operator",
    "Reference",
    "Rule",
    "RuleKind",
    "RuledChecks",
    "Severity",
    "When",
    "dimension_of",
    "failing",
    "is_common",
    "judge_staged",
    "predicate",
    "problem_of",
    "reason_of",
    "ruled",
    "sentence",
    "whole",
]
