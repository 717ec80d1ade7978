"""A release, a consent, an application from outside, a request, a result, an event: a table each."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.opening import rules
from yiyuan.opening.types import (
    ACCESS_WORDS,
    BREACH_WORDS,
    CONSENT_WORDS,
    EMERGENCY_WORDS,
    RELEASE_WORDS,
    REQUEST_STATE_WORDS,
    REUSE_STATE_WORDS,
    AccessState,
    BreachState,
    ConsentState,
    EmergencyState,
    ReleaseState,
    RequestState,
    ReuseState,
)
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

R, A = ReleaseState, AccessState
CLEARERS = frozenset({Function.SECRECY})
CENTRE = frozenset({Function.OPERATOR})
EDITABLE = [R.DRAFT, R.BUILT]

# fmt: off
RELEASE = Workflow(
    name="opening.release", title="开放发布", words=RELEASE_WORDS, start=R.DRAFT, ends={R.REPLACED, R.WITHDRAWN}, hears=(Role.PROVIDER,),
    waits=[
        #    while      we wait for    term  late         who       what
        Wait(R.DRAFT,   Role.PROVIDER, None, Late.REMIND, PARTIES,  ask="准备开放数据"),
        Wait(R.BUILT,   Role.PROVIDER, None, Late.REMIND, PARTIES,  ask="看扫描和风险结果，再提交"),
        Wait(R.SECRECY, Role.PROVIDER, None, Late.REMIND, CLEARERS, ask="开放前保密审查"),
        Wait(R.REVIEW,  Role.BUREAU,   None, Late.REMIND, ask="审核开放数据"),
    ],
    moves=[
        #    move       from                   to           by whom        because              must hold                  functions button
        Move("build",   EDITABLE,              R.BUILDING,  Role.PROVIDER, None,                None,                      PARTIES,  "处理数据", done="已开始处理。", silent="处理完告知"),
        Move("mask",    EDITABLE,              R.BUILDING,  Role.OPERATOR, "opening.masked",    None,                      CENTRE,   "脱敏处理", done="已开始脱敏处理。", silent="处理完告知"),
        Move("cancel",  R.BUILDING,            R.DRAFT,     Role.PROVIDER, None,                None,                      PARTIES,  "取消", done="已取消。", silent="本人取消"),
        Move("finish",  R.BUILDING,            R.BUILT,     Role.SYSTEM,   None,                None,                      done="处理完毕"),
        Move("fail",    R.BUILDING,            R.DRAFT,     Role.SYSTEM,   None,                None,                      done="没有处理成"),
        Move("submit",  R.BUILT,               R.SECRECY,   Role.PROVIDER, "opening.licence",   rules.check_submittable,   PARTIES,  "提交审查", done="已提交保密审查。"),
        Move("clear",   R.SECRECY,             R.REVIEW,    Role.PROVIDER, "opening.secrecy",   None,                      CLEARERS, "保密审查通过", done="保密审查通过。"),
        Move("hold",    R.SECRECY,             R.DRAFT,     Role.PROVIDER, "opening.secrecy",   rules.check_said,          CLEARERS, "保密审查不通过", done="保密审查不通过。"),
        Move("return",  R.REVIEW,              R.DRAFT,     Role.BUREAU,   None,                rules.check_said,          None,     "退回修改", done="已退回。"),
        Move("publish", R.REVIEW,              R.PUBLISHED, Role.BUREAU,   "opening.forbidden", rules.check_publishable,   None,     "同意开放", done="已开放。"),
        Move("dispose", R.BUILT,               R.PUBLISHED, Role.BUREAU,   "opening.disposer",  rules.check_publishable,   None,     "直接开放", done="已直接开放，已告知提供部门。", where=("opening.disposer", "bureau"), tells=(Role.PROVIDER,)),
        Move("renew",   R.BUILT,               R.PUBLISHED, Role.SYSTEM,   None,                rules.check_publishable,   done="按周期更新"),
        Move("replace", R.PUBLISHED,           R.REPLACED,  Role.SYSTEM,   None,                None,                      done="由新的发布代替", silent="新的发布另行告知"),
        Move("withdraw", R.PUBLISHED,          R.WITHDRAWN, Role.PROVIDER, None,                rules.check_said,          PARTIES,  "撤回", done="已撤回，公开网站不再提供。", silent="本部门自己撤回，公开网站写明原因"),
        Move("take_down", R.PUBLISHED,         R.WITHDRAWN, Role.BUREAU,   None,                rules.check_said,          None,     "下线", done="已下线，公开网站不再提供。"),
    ],
)

CONSENT = Workflow(
    name="opening.consent", title="同意开放", words=CONSENT_WORDS, start=ConsentState.ASKED, ends={ConsentState.GIVEN, ConsentState.REFUSED}, hears=(Role.PROVIDER, Role.SENDER),
    waits=[Wait(ConsentState.ASKED, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="答复是否同意开放")],
    moves=[
        Move("give",   ConsentState.ASKED, ConsentState.GIVEN,   Role.PROVIDER, "opening.sources_consent", None,             PARTIES, "同意开放", done="已同意。"),
        Move("refuse", ConsentState.ASKED, ConsentState.REFUSED, Role.PROVIDER, "opening.sources_consent", rules.check_said, PARTIES, "不同意", done="已答复不同意。"),
    ],
)

ACCESS = Workflow(
    name="opening.access", title="有条件开放申请", words=ACCESS_WORDS, start=A.ASKED, ends={A.REFUSED, A.ENDED}, hears=(Role.OPERATOR, Role.PROVIDER),
    waits=[
        Wait(A.ASKED,  Role.OPERATOR, "opening.reply", Late.REMIND, CENTRE, ask="答复有条件开放申请"),
        Wait(A.AGREED, Role.OPERATOR, None,            Late.REMIND, CENTRE, ask="登记协议"),
        Wait(A.PAUSED, Role.OPERATOR, None,            Late.REMIND, CENTRE, ask="催报利用情况"),
    ],
    moves=[
        Move("agree",  A.ASKED,             A.AGREED,  Role.OPERATOR, "opening.reply",     None,                   CENTRE, "同意", done="已同意，等签协议。"),
        Move("refuse", A.ASKED,             A.REFUSED, Role.OPERATOR, "opening.reply",     rules.check_said,       CENTRE, "不同意", done="已答复不同意。"),
        Move("sign",   A.AGREED,            A.ACTIVE,  Role.OPERATOR, "opening.agreement", rules.check_agreement,  CENTRE, "登记协议，发密钥", done="已登记协议。"),
        Move("pause",  A.ACTIVE,            A.PAUSED,  Role.SYSTEM,   "opening.reports",   None,                   done="漏报利用情况，暂停"),
        Move("halt",   A.ACTIVE,            A.PAUSED,  Role.OPERATOR, "opening.reports",   rules.check_said,       CENTRE, "暂停", done="已暂停。", tells=(Role.PROVIDER,)),
        Move("resume", A.PAUSED,            A.ACTIVE,  Role.OPERATOR, "opening.reports",   None,                   CENTRE, "恢复", done="已恢复。"),
        Move("end",    [A.ACTIVE, A.PAUSED], A.ENDED,  Role.OPERATOR, "opening.agreement", rules.check_said,       CENTRE, "终止", done="已终止。", tells=(Role.PROVIDER,)),
    ],
)

BREACH = Workflow(
    name="opening.breach", title="利用情况违规", words=BREACH_WORDS, start=BreachState.OPEN, ends={BreachState.UPHELD, BreachState.DROPPED}, hears=(Role.OPERATOR, Role.PROVIDER),
    waits=[Wait(BreachState.OPEN, Role.OPERATOR, None, Late.REMIND, CENTRE, ask="听取利用人说明，作出处理")],
    moves=[
        Move("uphold", BreachState.OPEN, BreachState.UPHELD,  Role.OPERATOR, "opening.untrue", rules.check_heard, CENTRE, "属实，按协议处理", done="已处理。"),
        Move("drop",   BreachState.OPEN, BreachState.DROPPED, Role.OPERATOR, "opening.untrue", rules.check_said,  CENTRE, "不成立", done="已结案。"),
    ],
)

REQUEST = Workflow(
    name="opening.request", title="公众纠错和需求", words=REQUEST_STATE_WORDS, start=RequestState.OPEN, ends={RequestState.ANSWERED}, hears=(Role.PROVIDER,),
    waits=[Wait(RequestState.OPEN, Role.PROVIDER, "opening.answer", Late.REMIND, PARTIES, ask="答复公众")],
    moves=[Move("answer", RequestState.OPEN, RequestState.ANSWERED, Role.PROVIDER, "opening.answer", rules.check_said, PARTIES, "答复", done="已答复，公开网站会显示。", silent="公众在公开网站看到答复")],
)

REUSE = Workflow(
    name="opening.reuse", title="利用成果", words=REUSE_STATE_WORDS, start=ReuseState.OFFERED, ends={ReuseState.SHOWN, ReuseState.DECLINED}, hears=(Role.OPERATOR,),
    waits=[Wait(ReuseState.OFFERED, Role.OPERATOR, None, Late.REMIND, CENTRE, ask="核对利用成果")],
    moves=[
        Move("show",    ReuseState.OFFERED, ReuseState.SHOWN,    Role.OPERATOR, "opening.reuses", None,             CENTRE, "展示", done="已展示。", silent="公众在公开网站看到"),
        Move("decline", ReuseState.OFFERED, ReuseState.DECLINED, Role.OPERATOR, "opening.reuses", rules.check_said, CENTRE, "不展示", done="已记下不展示的原因。", silent="没有展示，登记人没有账号"),
    ],
)

EMERGENCY = Workflow(
    name="opening.emergency", title="应急开放", words=EMERGENCY_WORDS, start=EmergencyState.OPEN, ends={EmergencyState.ENDED}, hears=(Role.PROVIDER,),
    waits=[Wait(EmergencyState.OPEN, Role.PROVIDER, None, Late.REMIND, PARTIES | {Function.BUREAU}, ask="动态更新应急开放的数据")],
    moves=[Move("end", EmergencyState.OPEN, EmergencyState.ENDED, Role.PROVIDER, "opening.emergency", rules.check_said, PARTIES | {Function.BUREAU}, "结束", done="已结束。", silent="公众在公开网站看到")],
)
# fmt: on
