"""Rules for columns, compiled once, applied to frames of text: every row is kept or refused, with its reasons.

A cell first takes the quick way (is it already in the form we keep?); only cells that fail are mended (spaces,
full-width digits, other ways to write a date, thousands separators) and looked at again, and only those still failing
get a reason.
"""

from yiyuan.dataplane.checks.columns import is_pattern
from yiyuan.dataplane.checks.frames import REASON_SCHEMA, Checked, Checks, compile_checks
from yiyuan.dataplane.checks.identities import DOCUMENTS, is_citizen_id, is_uscc
from yiyuan.dataplane.checks.specs import Bound, ColumnSpec, Identity, Kind, OnFail, Reason
from yiyuan.dataplane.checks.values import BadValue, canonical
from yiyuan.dataplane.checks.words import RULE, reason_text

__all__ = [
    "DOCUMENTS",
    "REASON_SCHEMA",
    "RULE",
    "BadValue",
    "Bound",
    "Checked",
    "Checks",
    "ColumnSpec",
    "Identity",
    "Kind",
    "OnFail",
    "Reason",
    "canonical",
    "compile_checks",
    "is_citizen_id",
    "is_pattern",
    "is_uscc",
    "reason_text",
]
