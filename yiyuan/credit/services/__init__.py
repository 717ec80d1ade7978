"""Verbs of credit."""

from yiyuan.credit.services.catalog import add_category, add_item, end_item, publish_catalog, set_level, set_term
from yiyuan.credit.services.reading import record_for, records
from yiyuan.credit.services.records import add_record, add_statement, correct_record, end_record, withdraw_record
from yiyuan.credit.services.subjects import end_subject, remove_subject, rename_subject

__all__ = [
    "add_category",
    "add_item",
    "add_record",
    "add_statement",
    "correct_record",
    "end_item",
    "end_record",
    "end_subject",
    "publish_catalog",
    "record_for",
    "records",
    "remove_subject",
    "rename_subject",
    "set_level",
    "set_term",
    "withdraw_record",
]
