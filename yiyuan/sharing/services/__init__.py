"""Writes of sharing, by noun."""

from yiyuan.sharing.services.answers import (
    check_dispute,
    dispute_refusal,
    forward_application,
    grant_application,
    hear_upper_body,
    refuse_application,
    return_application,
)
from yiyuan.sharing.services.applications import (
    STATEMENTS,
    SUBSCRIPTION,
    draft_application,
    file_application,
    resend_application,
    send_application,
    subscribe,
    withdraw_application,
)
from yiyuan.sharing.services.batches import grant_several, remind_several
from yiyuan.sharing.services.chains import check_turn, set_chain, sign
from yiyuan.sharing.services.coordination import (
    Wanted,
    move_task,
    negotiate_refusal,
    record_coordination,
    seek_coordination,
    set_task,
)
from yiyuan.sharing.services.demands import knock, move_demand, new_code, report_demand, report_from_outside
from yiyuan.sharing.services.eligibility import check_eligible, check_lists, set_eligible
from yiyuan.sharing.services.grants import (
    LAST_USE,
    expire_grants,
    file_certificate,
    follow_succession,
    give_back_grant,
    keep_grant,
    narrow_grant,
    note_first_delivery,
    open_grant,
    record_misuse,
    resume_grant,
    revoke_grant,
    rows_in_plan,
    suspend_grant,
    watch_unused,
)
from yiyuan.sharing.services.handovers import hand_over
from yiyuan.sharing.services.keys import digest_of, issue_key
from yiyuan.sharing.services.needs import default_scope, file_need
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.services.papers import SCAN_BYTES, read_scan, record_paper
from yiyuan.sharing.services.provisions import register_provision

__all__ = [
    "LAST_USE",
    "SCAN_BYTES",
    "STATEMENTS",
    "SUBSCRIPTION",
    "Wanted",
    "check_dispute",
    "check_eligible",
    "check_lists",
    "check_turn",
    "default_scope",
    "digest_of",
    "dispute_refusal",
    "draft_application",
    "expire_grants",
    "file_application",
    "file_certificate",
    "file_need",
    "follow_succession",
    "forward_application",
    "give_back_grant",
    "grant_application",
    "grant_several",
    "hand_over",
    "hear_upper_body",
    "issue_key",
    "keep_grant",
    "knock",
    "move_demand",
    "move_task",
    "narrow_grant",
    "negotiate_refusal",
    "new_code",
    "next_number",
    "note_first_delivery",
    "open_grant",
    "read_scan",
    "record_coordination",
    "record_misuse",
    "record_paper",
    "refuse_application",
    "register_provision",
    "remind_several",
    "report_demand",
    "report_from_outside",
    "resend_application",
    "resume_grant",
    "return_application",
    "revoke_grant",
    "rows_in_plan",
    "seek_coordination",
    "send_application",
    "set_chain",
    "set_eligible",
    "set_task",
    "sign",
    "subscribe",
    "suspend_grant",
    "watch_unused",
    "withdraw_application",
]
