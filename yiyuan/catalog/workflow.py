"""A version of a catalog entry on one page: whose turn it is, what may happen, and why."""

from yiyuan.catalog import rules
from yiyuan.catalog.types import State
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

OFFICER = frozenset({Function.DATA_OFFICER})
REVIEWER = frozenset({Function.REVIEWER})
SECRECY = frozenset({Function.SECRECY})
PUBLISHER = frozenset({Function.DATA_OFFICER, Function.HEAD})
IN_WORK = [State.SECRECY, State.REVIEW, State.READY]

# The table keeps its columns: the one place where we align by hand.
# fmt: off
VERSION = Workflow(
    name="catalog.version", start=State.DRAFT,
    ends={State.SUPERSEDED, State.WITHDRAWN},
    waits=[
        #    while           we wait for                  term   when it runs out
        Wait(State.SECRECY,  Role.PROVIDER,               None,  Late.REMIND, SECRECY,   ask="保密审查"),
        Wait(State.REVIEW,   Party("catalog.reviewer"),   None,  Late.REMIND, REVIEWER,  ask="审核目录"),
        Wait(State.READY,    Party("catalog.publisher"),  None,  Late.REMIND, PUBLISHER, ask="发布目录"),
    ],
    moves=[
        #    move          from             to                by whom                     because of                must hold                  functions  button
        Move("submit",     State.DRAFT,     State.SECRECY,    Role.PROVIDER,              "catalog.elements",       rules.check_submittable,   OFFICER,   "提交审核"),
        Move("clear",      State.SECRECY,   State.REVIEW,     Role.PROVIDER,              "catalog.secrecy_review", rules.check_other_person,  SECRECY,   "保密审查通过"),
        Move("hold",       State.SECRECY,   State.DRAFT,      Role.PROVIDER,              "catalog.secrecy_review", None,                      SECRECY,   "退回修改"),
        Move("approve",    State.REVIEW,    State.READY,      Party("catalog.reviewer"),  "catalog.author_reviewer", rules.check_other_person, REVIEWER,  "审核通过"),
        Move("return",     State.REVIEW,    State.DRAFT,      Party("catalog.reviewer"),  "catalog.elements",       None,                      REVIEWER,  "退回修改"),
        Move("recall",     IN_WORK,         State.DRAFT,      Role.PROVIDER,              None,                     None,                      OFFICER,   "撤回修改"),
        Move("publish",    State.READY,     State.PUBLISHED,  Party("catalog.publisher"), "catalog.bound",          None,                      PUBLISHER, "发布"),
        Move("supersede",  State.PUBLISHED, State.SUPERSEDED, Role.SYSTEM,                None,                     None),
        Move("withdraw",   State.PUBLISHED, State.WITHDRAWN,  Role.PROVIDER,              "catalog.withdrawal",     rules.check_withdrawal,    PUBLISHER, "撤销"),
    ],
)
# fmt: on
