"""Keys of opening to society."""

from yiyuan.kernel.terms import Term, Unit
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

GROUNDS = {
    "state_secret": "涉及国家秘密",
    "trade_secret": "涉及商业秘密",
    "personal": "涉及个人隐私",
    "forbidden": "法律、法规、规章规定不得开放",
}
PRIORITIES = {
    "livelihood": "与民生紧密相关",
    "need": "社会迫切需要",
    "growth": "行业、商业增值潜力显著",
    "strategic": "产业战略意义重大",
}
EVENTS = {
    "natural": "自然灾害",
    "accident": "事故灾难",
    "health": "公共卫生事件",
    "security": "社会安全事件",
}
REUSES = {"research": "科技研究", "advice": "咨询服务", "product": "产品开发", "processing": "数据加工"}
STANDARDS = {
    "range": "开放范围",
    "form": "开放形式",
    "classes": "分类标准规范",
    "masking": "数据脱敏标准",
    "review": "开放审核流程",
}

OPENING = (
    key(
        "opening.grounds",
        "不得开放的情形",
        Merge.UNION,
        tuple(GROUNDS),
        "写明了不得开放的情形（{grounds}），开放类型只能选“不予开放”。",
        "有下列情形之一的，只能列为不予开放：{value}。",
        values=GROUNDS,
    ),
    standing(
        "opening.retyped",
        "不予开放的，经脱密脱敏或者权利人同意才能改为开放",
        "原来不予开放。改为开放，要先登记脱密脱敏记录或者权利人同意。",
    ),
    standing("opening.conditions", "有条件开放须写明条件", "列为有条件开放的，请写明开放条件。"),
    standing(
        "opening.trade_secrets",
        "商业秘密不得无条件开放",
        "信息项（{items}）标为商业秘密，不能列为无条件开放。",
        "有商业秘密信息项的，不能列为无条件开放。",
    ),
    standing("opening.listed", "制定数据开放清单"),
    key(
        "opening.standards",
        "开放标准",
        Merge.UNION,
        tuple(STANDARDS),
        "还没有发布的开放标准：{missing}。审核要按发布的标准进行。",
        "开放标准须包括：{value}。",
        values=STANDARDS,
    ),
    standing("opening.licence", "明确数据开放的边界和授权范围", "请写明授权许可和允许的用途。"),
    key(
        "opening.priorities",
        "优先开放的数据",
        Merge.UNION,
        (),
        "优先开放：{value}。",
        values=PRIORITIES,
    ),
    standing("opening.should_open", "规定可以开放、列为无条件开放的应当开放"),
    standing(
        "opening.security_review",
        "没有规定的，先经安全审查再开放",
        "没有规定可以开放的数据，要先完成安全审查。",
    ),
    standing(
        "opening.forbidden",
        "禁止开放的不得开放",
        "目录里列为“{type}”，不能发布到开放平台。",
        "目录里没有列为开放的，不能发布到开放平台。",
    ),
    key(
        "opening.emergency",
        "突发事件时及时开放相关数据",
        Merge.UNION,
        tuple(EVENTS),
        "及时开放相关数据的突发事件：{value}。",
        values=EVENTS,
    ),
    standing("opening.everybody", "无条件开放的，任何人都可以取得"),
    standing(
        "opening.part",
        "有条件开放的只开放允许的部分，或者条件满足后开放",
        "请选择条件怎样满足：只开放允许的部分，或者申请后开放。",
    ),
    standing(
        "opening.sources_consent",
        "由别的部门的数据加工的，经提供部门同意才能开放",
        "还没有取得提供部门同意：{sources}。",
        "由别的部门的数据加工的，要取得提供部门同意。",
    ),
    standing(
        "opening.masked",
        "有条件开放的由大数据中心脱敏后开放",
        "有条件开放的数据，要由大数据中心完成脱敏处理。",
    ),
    standing("opening.secrecy", "开放前保密审查"),
    standing("opening.site", "开放平台的建设和运行"),
    key(
        "opening.reuses",
        "鼓励利用开放数据的方式",
        Merge.UNION,
        tuple(REUSES),
        "利用开放数据的方式：{value}。",
        values=REUSES,
    ),
    standing("opening.assessed", "定期评估开放工作和应用成效"),
    standing("opening.contests", "合作和数据应用竞赛"),
    standing(
        "opening.agreement",
        "签订协议，保障数据安全",
        "有条件开放要有签订的协议：编号、签订日期和扫描件。",
    ),
    standing("opening.reports", "定期报告开发利用情况", "协议要写明几个月报告一次。"),
    standing("opening.untrue", "不报告、报告虚假情况的，按规定和协议处理"),
    standing("opening.returned", "利用产生的新信息返还共享"),
    key(
        "opening.disposer",
        "谁可以直接开放可向社会开放的资源",
        Merge.REPLACE,
        "provider",
        "可向社会开放的资源由{value}开放。",
        values={"provider": "提供部门", "bureau": "信息化主管部门"},
    ),
    key(
        "opening.reply",
        "答复有条件开放申请的期限",
        Merge.STRICTEST,
        Term(10, Unit.WORKDAY),
        "收到有条件开放申请之日起{value}内答复。",
        note="条文没有规定期限，由平台默认。",
    ),
    key(
        "opening.answer",
        "答复公众纠错和需求的期限",
        Merge.STRICTEST,
        Term(10, Unit.WORKDAY),
        "收到公众的纠错和需求之日起{value}内答复。",
        note="条文没有规定期限，由平台默认。",
    ),
)
