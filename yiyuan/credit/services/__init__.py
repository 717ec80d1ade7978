"""Verbs of credit."""

from yiyuan.credit.services.catalog import add_category, add_item, end_item, publish_catalog, set_level, set_term
from yiyuan.credit.services.files import cancel_file, hand_in, read_again
from yiyuan.credit.services.objections import (
    answer_check,
    correct_objection,
    file_objection,
    leave_unconfirmed,
    leave_unverified,
    objections_of,
    register_objection,
    send_check,
    uphold,
)
from yiyuan.credit.services.reading import read_archive, record_for, records
from yiyuan.credit.services.records import add_record, add_statement, correct_record, end_record, withdraw_record
from yiyuan.credit.services.repairs import ask_repair, refuse_repair, register_repair, repair
from yiyuan.credit.services.subjects import end_subject, remove_subject, rename_subject

__all__ = [
    "add_category",
    "add_item",
    "add_record",
    "add_statement",
    "answer_check",
    "ask_repair",
    "cancel_file",
    "correct_objection",
    "correct_record",
    "end_item",
    "end_record",
    "end_subject",
    "file_objection",
    "hand_in",
    "leave_unconfirmed",
    "leave_unverified",
    "objections_of",
    "publish_catalog",
    "read_again",
    "read_archive",
    "record_for",
    "records",
    "refuse_repair",
    "register_objection",
    "register_repair",
    "remove_subject",
    "rename_subject",
    "repair",
    "send_check",
    "set_level",
    "set_term",
    "uphold",
    "withdraw_record",
]
