"""Writes of organisations, by noun."""

from yiyuan.organisations.services.accounts import (
    change_password,
    forget_failures,
    log_in,
    open_account,
    switch_account,
)
from yiyuan.organisations.services.acts import (
    ask_abolition,
    ask_assignment,
    ask_factor_reset,
    ask_reset,
    ask_unlock,
    decide_act,
)
from yiyuan.organisations.services.delegations import delegate_function, end_delegation
from yiyuan.organisations.services.officers import (
    answer_filing,
    enrol_organisation,
    file_officer,
    file_paper,
    name_officer,
    name_unit,
    set_legal,
)
from yiyuan.organisations.services.register import (
    assign,
    end_assignment,
    issue_token,
    load_regions,
    register_organisation,
    rename_organisation,
    revoke_token,
)
from yiyuan.organisations.services.succession import announce_successions, succeed_organisation

__all__ = [
    "announce_successions",
    "answer_filing",
    "ask_abolition",
    "ask_assignment",
    "ask_factor_reset",
    "ask_reset",
    "ask_unlock",
    "assign",
    "change_password",
    "decide_act",
    "delegate_function",
    "end_assignment",
    "end_delegation",
    "enrol_organisation",
    "file_officer",
    "file_paper",
    "forget_failures",
    "issue_token",
    "load_regions",
    "log_in",
    "name_officer",
    "name_unit",
    "open_account",
    "register_organisation",
    "rename_organisation",
    "revoke_token",
    "set_legal",
    "succeed_organisation",
    "switch_account",
]
