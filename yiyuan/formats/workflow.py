"""A licence type and a template, each on one page."""

from yiyuan.formats import rules
from yiyuan.formats.types import TEMPLATE_WORDS, TYPE_WORDS, TemplateState, TypeState
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

MAKERS = frozenset({Function.DATA_OFFICER, Function.OPERATOR})
CONFIRMERS = frozenset({Function.DATA_OFFICER, Function.REVIEWER, Function.HEAD})
CENTRE = frozenset({Function.OPERATOR})
T, K = TemplateState, TypeState

# fmt: off
TEMPLATE = Workflow(
    name="formats.template", title="证照模板", words=TEMPLATE_WORDS, start=T.DRAFT, ends={T.REPLACED, T.DROPPED},
    hears=(Role.SENDER,),
    waits=[
        #    while    we wait for    term  late         who         what
        Wait(T.DRAFT, Role.SENDER,   None, Late.REMIND, MAKERS,     ask="设计模板，送颁证单位确认"),
        Wait(T.SENT,  Role.PROVIDER, None, Late.REMIND, CONFIRMERS, ask="确认模板的标准名称、标准样式、数据字段说明"),
    ],
    moves=[
        #    move       from               to          by whom        because of           must hold              functions   button
        Move("design",  T.DRAFT,           T.DRAFT,    Role.SENDER,   "formats.standard",  None,                  MAKERS,     "设计版面", done="已保存。", silent="设计的人自己保存"),
        Move("send",    T.DRAFT,           T.SENT,     Role.SENDER,   "formats.standard",  rules.check_follows,   MAKERS,     "送颁证单位确认", done="已送颁证单位确认。", tells=(Role.PROVIDER,)),
        Move("confirm", T.SENT,            T.SENT,     Role.PROVIDER, "formats.confirmed", None,                  CONFIRMERS, "确认", done="已记下确认。"),
        Move("back",    T.SENT,            T.DRAFT,    Role.PROVIDER, "formats.confirmed", rules.check_reason,    CONFIRMERS, "退回修改", done="已退回。"),
        Move("live",    T.SENT,            T.LIVE,     Role.PROVIDER, "formats.confirmed", rules.check_confirmed, CONFIRMERS, "启用", done="已启用，今后签发的证照用这一版。"),
        Move("replace", T.LIVE,            T.REPLACED, Role.PROVIDER, None,                None,                  CONFIRMERS, "由新版代替", done="已由新版代替。", silent="启用新版时已告知"),
        Move("drop",    [T.DRAFT, T.SENT], T.DROPPED,  Role.SENDER,   None,                None,                  MAKERS,     "作废", done="已作废。", silent="设计的人自己作废"),
    ],
)

TYPE = Workflow(
    name="formats.type", title="证照类型", words=TYPE_WORDS, start=K.DRAFT, ends={K.REPLACED, K.WITHDRAWN},
    waits=[
        Wait(K.DRAFT, Role.OPERATOR, None, Late.REMIND, CENTRE, ask="编制证照类型，发布"),
    ],
    moves=[
        #    move        from      to           by whom        because of          must hold           functions button
        Move("edit",     K.DRAFT,  K.DRAFT,     Role.OPERATOR, "formats.standard", None,               CENTRE,   "修改", done="已保存。", silent="编制的人自己保存"),
        Move("publish",  K.DRAFT,  K.LIVE,      Role.OPERATOR, "formats.standard", None,               CENTRE,   "发布", done="已发布。", silent="类型目录人人可看"),
        Move("replace",  K.LIVE,   K.REPLACED,  Role.OPERATOR, None,               None,               CENTRE,   "由新版代替", done="已由新版代替。", silent="类型目录人人可看"),
        Move("withdraw", K.LIVE,   K.WITHDRAWN, Role.OPERATOR, None,               rules.check_reason, CENTRE,   "撤销", done="已撤销。", silent="类型目录人人可看"),
    ],
)
# fmt: on
