"""An entry of a list, a measure, a forged licence: a table each."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.standing import rules
from yiyuan.standing.types import (
    ENTRY_WORDS,
    FORGERY_WORDS,
    MEASURE_WORDS,
    EntryState,
    ForgeryState,
    MeasureState,
)
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

E, M, F = EntryState, MeasureState, ForgeryState
ON = [E.LISTED, E.DOUBTED]
BUREAU = frozenset({Function.BUREAU})

# fmt: off
ENTRY = Workflow(
    name="standing.entry", title="信用名单", words=ENTRY_WORDS, start=E.TOLD, ends={E.DROPPED, E.LEFT}, hears=(Role.PROVIDER,),
    waits=[
        Wait(E.TOLD,    Role.PROVIDER, None, Late.REMIND, PARTIES, ask="听取意见后决定"),
        Wait(E.DOUBTED, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="答复异议"),
    ],
    moves=[
        #    move      from       to         by whom        because of       must hold            functions button
        Move("enter",  E.TOLD,    E.LISTED,  Role.PROVIDER, "standing.lists", rules.check_entered, PARTIES, "列入名单", done="已列入。", silent="本单位自己的决定"),
        Move("drop",   E.TOLD,    E.DROPPED, Role.PROVIDER, "standing.lists", rules.check_told,    PARTIES, "不列入",   done="没有列入。", silent="本单位自己的决定"),
        Move("object", E.LISTED,  E.DOUBTED, Role.PROVIDER, "standing.lists", rules.check_told,    PARTIES, "登记主体的异议", done="已登记，名单上标明有异议。", silent="本单位自己登记"),
        Move("uphold", E.DOUBTED, E.LISTED,  Role.PROVIDER, "standing.lists", rules.check_told,    PARTIES, "异议不成立", done="已答复，留在名单。", silent="本单位自己的决定"),
        Move("leave",  ON,        E.LEFT,    Role.PROVIDER, "standing.lists", rules.check_told,    PARTIES, "移出名单", done="已移出。", silent="采取措施的部门在名单上看到"),
        Move("expire", ON,        E.LEFT,    Role.SYSTEM,   "standing.lists", None,                done="有效期满，移出"),
    ],
)

MEASURE = Workflow(
    name="standing.measure", title="激励和惩戒措施", words=MEASURE_WORDS, start=M.ASKED, ends={M.DONE}, hears=(Role.PROVIDER, Role.SENDER),
    waits=[Wait(M.ASKED, Role.PROVIDER, "standing.lists", Late.REMIND, PARTIES, ask="落实措施并反馈", until="due_on")],
    moves=[Move("report", M.ASKED, M.DONE, Role.PROVIDER, "standing.lists", rules.check_told, PARTIES, "反馈", done="已反馈，交办的部门会收到。")],
)

FORGERY = Workflow(
    name="standing.forgery", title="伪造证照", words=FORGERY_WORDS, start=F.FOUND, ends={F.SENT, F.REFUSED}, hears=(Role.PROVIDER, Role.BUREAU),
    waits=[Wait(F.FOUND, Role.BUREAU, None, Late.REMIND, BUREAU, ask="批准报送")],
    moves=[
        Move("approve", F.FOUND, F.SENT,    Role.BUREAU, "standing.forgery", rules.check_told, BUREAU, "批准", done="已批准。"),
        Move("refuse",  F.FOUND, F.REFUSED, Role.BUREAU, "standing.forgery", rules.check_told, BUREAU, "不批准", done="没有批准。"),
    ],
)
# fmt: on
