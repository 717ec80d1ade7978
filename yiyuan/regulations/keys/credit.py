"""Keys of public credit information. The one text there is stayed a draft: a city may try it."""

from yiyuan.kernel.terms import Term, Unit
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

CATEGORIES = {
    "uscc": "法人和其他组织统一社会信用代码登记",
    "identity": "自然人身份登记",
    "insurance": "社保登记",
    "permit": "行政许可",
    "accreditation": "资质认定",
    "practice": "执业许可",
    "profession": "职业资格",
    "honour": "表彰奖励",
    "penalty": "行政处罚",
    "coercion": "行政强制",
    "ruling": "行政裁决",
    "judgment": "司法判决",
    "breach": "违法违约",
    "ban": "禁入限制",
    "duty": "未履行法定义务",
}
FIELDS = {
    "provider": "提供单位",
    "subject": "信息主体及信用代码",
    "matter": "信息事项",
    "description": "事项描述",
    "validity": "有效期限",
    "level": "公开范围",
}
LEVELS = {"public": "公开信息", "authorised": "授权查询信息", "internal": "内部共享信息"}
ORIGINS = {
    "organ": "行政和社会管理机构履职形成",
    "market": "市场主体经济社会活动形成",
    "person": "自然人工作生活形成",
    "association": "行业协会和社会中介组织掌握",
}

CREDIT = (
    standing("credit.platform", "统一的公共信用信息平台"),
    standing(
        "credit.catalog",
        "使用统一的公共信用信息目录",
        "现行目录里没有“{item}”，不能收录。",
        "现行目录里没有的不能收录。",
    ),
    key(
        "credit.categories",
        "三级目录",
        Merge.UNION,
        tuple(CATEGORIES),
        "三级目录里没有“{category}”。可以选的是：{value}，以及本地增加的；都不是的放在“其他信息”下。",
        "三级目录：{value}。",
        values=CATEGORIES,
    ),
    standing("credit.yearly_catalog", "目录会同制定，每年公开发布", "请写明市信用办、市信用中心和提供单位的会同意见。"),
    standing(
        "credit.one_provider",
        "一数一源、一源一责",
        "“{item}”已经由{provider}提供，不能再有第二个提供单位。",
        "一个事项只有一个提供单位。",
    ),
    key(
        "credit.fields",
        "每条信息须写明",
        Merge.UNION,
        tuple(FIELDS),
        "缺少：{missing}。",
        "每条信息须写明：{value}。",
        values=FIELDS,
    ),
    key("credit.origins", "信息的四个来源", Merge.UNION, tuple(ORIGINS), "来源：{value}。", values=ORIGINS),
    standing("credit.social", "其他社会信用信息参照执行"),
    standing("credit.work", "提供单位负责征集、共享、使用和异议处理"),
    standing("credit.standard_form", "按统一标准规范提供", "不符合标准规范：{flaws}。", "须符合统一标准规范。"),
    key("credit.supply", "自制作或者获取之日起多久提供", Merge.STRICTEST, Term(3), "须在{value}内提供。"),
    standing("credit.rates", "及时、准确、完整提供"),
    standing(
        "credit.upkeep", "提供单位动态管理", "这条记录{state}，不能再更正、终止或者撤回。", "只有有效的记录能更改。"
    ),
    standing("credit.paper", "录入、更改、增减须以文书为依据", "请写明文书号，并附上文书或者证明文件。"),
    standing("credit.secrecy", "国家秘密不纳入", "涉及国家秘密的信息不能收录。"),
    standing("credit.original", "原始数据不得篡改"),
    key("credit.levels", "发布等级", Merge.UNION, tuple(LEVELS), "发布等级：{value}。", values=LEVELS),
    standing(
        "credit.public",
        "公开范围由提供单位确定",
        "公开范围不能比目录里这个事项的更宽；要放宽，由提供单位先改目录事项的公开范围。",
    ),
    key("credit.publish", "公开信息多久须上网站", Merge.STRICTEST, Term(7), "公开信息须在{value}内发布。"),
    standing("credit.authorised", "授权查询须有信息主体的申请或者授权", "请写明信息主体的书面授权。"),
    standing("credit.lawful", "法律规定不经同意的查询须写明法律", "请写明哪部法律第几条规定可以不经同意查询。"),
    standing("credit.duty", "内部共享信息只供行政机关履行职责查询", "请写明为履行哪项职责查询。"),
    standing("credit.terms", "按类别设定发布期限", "请写明依据；最短公示月数不能比发布月数长。"),
    standing("credit.archived", "发布期限届满终止发布，转为档案"),
    key(
        "credit.kept",
        "自然人不良信息保存多久",
        Merge.STRICTEST,
        Term(5, Unit.YEAR),
        "请写明不良行为或者事件终止的日期；还没有终止的，标为“未终止”。自终止之日起保存{value}。",
    ),
    standing(
        "credit.identity",
        "不良信息存续期间保留身份信息",
        "还有 {records} 条不良信息在存续期间，身份信息不能去掉。",
        "有记录的，身份信息不能去掉。",
    ),
    standing("credit.statement", "信息主体可以对不良信息作出说明", "只能对本人的不良信息作出说明，请写明内容。"),
    standing("credit.objection", "信息主体可以提出异议"),
    standing("credit.evidence", "异议须提交证据", "请附上证据：PDF、OFD、DOCX 或图片，不超过 20 MB。"),
    key("credit.objection_send", "接到异议多久发出核查", Merge.STRICTEST, Term(5), "须在{value}内向提供单位发出核查。"),
    key("credit.objection_check", "接到核查多久答复", Merge.STRICTEST, Term(20), "提供单位须在{value}内答复。"),
    key("credit.objection_decide", "接到答复多久处理", Merge.STRICTEST, Term(5), "须在{value}内作出处理。"),
    standing("credit.corrected", "有错误、遗漏的予以更正", "更正要写明更正后的内容，并有文书号和附件。"),
    standing("credit.upheld", "没有错误、遗漏的取消标注", "请写明为什么维持。"),
    standing("credit.unconfirmed", "核查后不能确认的，记载核查情况和异议内容", "请写明核查情况。"),
    standing("credit.marked", "处理期间标注异议"),
    standing("credit.unverifiable", "无法核查的不再向社会提供", "请写明为什么无法核查。"),
    standing("credit.assessed", "纳入年度考核"),
    key(
        "credit.repair",
        "信用修复多久办理",
        Merge.STRICTEST,
        Term(10),
        "须在{value}内办理。",
        note="信用修复的依据是 2026 年起施行的国家规定，条文没有收录；天数可以在区域配置里设定。",
    ),
)
