"""The door of credit. Records reach a reader by `records` and `record_for` alone: one rule decides what is seen."""

from yiyuan.credit.papers import reseal
from yiyuan.credit.rates import given_to_others, supplied
from yiyuan.credit.rules import Reader
from yiyuan.credit.selectors import rows, shown, subject_by, subject_out, subjects
from yiyuan.credit.services.objections import file_objection, objections_of
from yiyuan.credit.services.reading import record_for, records
from yiyuan.credit.services.records import add_record, add_statement
from yiyuan.credit.services.repairs import ask_repair, repairs_of

__all__ = [
    "Reader",
    "add_record",
    "add_statement",
    "ask_repair",
    "file_objection",
    "given_to_others",
    "objections_of",
    "record_for",
    "records",
    "repairs_of",
    "reseal",
    "rows",
    "shown",
    "subject_by",
    "subject_out",
    "subjects",
    "supplied",
]
