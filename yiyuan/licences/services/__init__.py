"""Writes of licences, by noun."""

from yiyuan.licences.services.archiving import archive_of
from yiyuan.licences.services.copying import annotated
from yiyuan.licences.services.life import expire_licences, move_licence
from yiyuan.licences.services.making import (
    check_updatable,
    make_from_sheet,
    make_licence,
    make_row,
    problems_of,
    remake_licence,
    update_licence,
)
from yiyuan.licences.services.objections import (
    KNOCKS_A_DAY,
    close_objection,
    decide_objection,
    knock,
    look_from_outside,
    object_as_holder,
    object_from_outside,
    object_to,
    objectionable,
    tell_result,
)
from yiyuan.licences.services.officers import answer_officer
from yiyuan.licences.services.seals import end_seal, make_seal
from yiyuan.licences.services.uses import check_asked, leave_to, note_use, use_licence
from yiyuan.licences.services.verifying import Verified, offline_page, picture_of, read_file, verified, verify_file

__all__ = [
    "KNOCKS_A_DAY",
    "Verified",
    "annotated",
    "answer_officer",
    "archive_of",
    "check_asked",
    "check_updatable",
    "close_objection",
    "decide_objection",
    "end_seal",
    "expire_licences",
    "knock",
    "leave_to",
    "look_from_outside",
    "make_from_sheet",
    "make_licence",
    "make_row",
    "make_seal",
    "move_licence",
    "note_use",
    "object_as_holder",
    "object_from_outside",
    "object_to",
    "objectionable",
    "offline_page",
    "picture_of",
    "problems_of",
    "read_file",
    "remake_licence",
    "tell_result",
    "update_licence",
    "use_licence",
    "verified",
    "verify_file",
]
