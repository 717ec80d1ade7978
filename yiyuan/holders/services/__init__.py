"""Writes of holders, by noun."""

from yiyuan.holders.services.calls import (
    CodeSeen,
    check_file,
    match_licence,
    query_by_holder,
    query_licence,
    resolve_for_scene,
    scan_code,
)
from yiyuan.holders.services.copies import copy_link, fetch_copy
from yiyuan.holders.services.grants import (
    ask_grant,
    decide_grant,
    expire,
    leave_grant,
    refuse_grant,
    stop_grant,
    withdraw_grant,
)
from yiyuan.holders.services.mandates import ask_guardian, confirm_mandate, end_mandate, give_mandate, refuse_mandate
from yiyuan.holders.services.people import enter, holder_of_key, leave
from yiyuan.holders.services.rights import end_consent, give_consent, object_to, report_refusal
from yiyuan.holders.services.showing import show_code

__all__ = [
    "CodeSeen",
    "ask_grant",
    "ask_guardian",
    "check_file",
    "confirm_mandate",
    "copy_link",
    "decide_grant",
    "end_consent",
    "end_mandate",
    "enter",
    "expire",
    "fetch_copy",
    "give_consent",
    "give_mandate",
    "holder_of_key",
    "leave",
    "leave_grant",
    "match_licence",
    "object_to",
    "query_by_holder",
    "query_licence",
    "refuse_grant",
    "refuse_mandate",
    "report_refusal",
    "resolve_for_scene",
    "scan_code",
    "show_code",
    "stop_grant",
    "withdraw_grant",
]
