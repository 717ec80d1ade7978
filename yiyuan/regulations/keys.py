"""Every rule key, declared once: title, type, merge, platform default and the sentence of its breach.

A key is the name by which code asks the law. What it says in a region on a day stands in `data/profiles/`.
"""

from collections.abc import Mapping

from yiyuan.kernel.terms import Term, Unit
from yiyuan.regulations.types import Key, Kind, Merge, Value

SHARING_TYPES = {"unconditional": "无条件共享", "conditional": "有条件共享", "not_shared": "不予共享"}
OPENING_TYPES = {"unconditional": "无条件开放", "conditional": "有条件开放", "not_open": "不予开放"}
BASIS_LEVELS = {
    "law": "法律",
    "admin_regulation": "行政法规",
    "central_policy": "党中央、国务院政策",
    "local_regulation": "地方性法规",
    "ministry_rule": "部门规章",
    "government_rule": "地方政府规章",
    "other_policy": "其他政策文件",
}
ELEMENTS = {
    "category": "分类",
    "owner": "责任方",
    "code": "资源代码",
    "format": "格式",
    "attributes": "属性",
    "items": "信息项",
    "update_period": "更新时限",
    "sharing_type": "共享类型",
    "sharing_method": "共享方式",
    "opening_type": "开放类型",
    "opening_method": "开放方式",
    "use_terms": "使用要求",
}
CONDITIONS = {"condition": "共享条件", "scope": "共享范围", "purpose": "使用用途", "materials": "申请材料名录"}
APPLICATION = {
    "need": "共享需求",
    "purpose": "使用用途",
    "duty": "履职依据",
    "scenario": "应用场景",
    "legal_basis": "法律政策依据",
    "business_need": "政务业务需求",
    "use_kinds": "用途种类",
}
USE_KINDS = {
    "administrative_basis": "作为行政依据",
    "reference": "工作参考",
    "checking": "用于数据校核",
    "cooperation": "业务协同",
    "other": "其他",
}
RECEIVING = {
    "undertaking": "数据安全承诺",
    "receiving_system": "接收系统",
    "protection_level": "等级保护级别",
    "contact": "联系人",
}
GRANT = {"method": "共享方式", "scope": "共享范围", "purpose": "使用用途", "term": "使用期限"}
REFUSAL = {"reason": "理由", "basis": "依据"}
METHODS = {
    "interface": "数据接口",
    "system_link": "系统对接",
    "front_end": "前置机共享",
    "online_query": "联机查询",
    "batch_download": "批量下载",
    "db_push": "数据库推送",
}
BODIES = {"provider": "提供部门", "bureau": "数据主管部门"}
SOURCES = {
    "collected": "采集",
    "direct": "直接采集",
    "third_party": "通过第三方依法采集",
    "authorised": "依法授权管理",
    "system": "依托政务信息系统形成",
}
OCCASIONS = {
    "late": "逾期",
    "missing": "没有报送",
    "incomplete": "不完整",
    "unfounded": "没有理由或者依据",
    "misuse": "用于履职以外的用途",
    "other": "其他违反规定的行为",
}
LEGAL_TYPES = {
    "government_department": "行政机关（政府部门）",
    "authorised_institution": "法律法规授权的事业单位",
    "authorised_social_organisation": "法律法规授权的社会组织",
    "authorised_organisation": "法律法规授权具有行政职能的组织",
    "public_management_organisation": "其他依法具有公共管理职能的组织",
}
MISSING = {"block": "缺少的不能办理", "flag": "缺少的予以标注，不影响办理", "none": "没有规定"}
OFFICERS = {
    "sharing": "共享工作专人",
    "opening": "开放工作专人",
    "security": "安全工作专人",
    "dedicated": "专职人员",
    "licence": "电子证照专人",
}
WORK_HEADINGS = {
    "collecting": "采集获取",
    "connecting": "互联互通",
    "cataloguing": "目录编制",
    "sharing": "共享提供",
    "updating": "更新维护",
    "quality": "质量管控",
    "security": "数据安全",
}
YES = True


def _key(
    name: str,
    title: str,
    merge: Merge,
    default: Value,
    *broken: str,
    values: Mapping[str, str] | None = None,
    kind: Kind | None = None,
    rests_on: tuple[str, ...] = (),
    note: str = "",
) -> Key:
    return Key(name, title, kind or _kind(default), merge, default, values or {}, broken, rests_on, note)


def _kind(default: Value) -> Kind:
    match default:
        case bool():
            return Kind.FLAG
        case tuple():
            return Kind.SET
        case str():
            return Kind.CHOICE
        case _:
            return Kind.TERM


_CATALOG = (
    _key(
        "catalog.elements",
        "目录必填要素",
        Merge.UNION,
        ("category", "owner", "format", "attributes", "update_period", "sharing_type", "sharing_method", "use_terms"),
        "目录缺少{missing}。目录须写明：{value}。",
        "目录要素不全。目录须写明：{value}。",
        values=ELEMENTS,
    ),
    _key(
        "catalog.source_kinds",
        "数据来源种类",
        Merge.REPLACE,
        ("direct", "third_party", "authorised", "system"),
        "来源只能是：{value}。",
        values=SOURCES,
    ),
    _key(
        "catalog.sharing_types",
        "共享类型",
        Merge.STRICTEST,
        ("unconditional", "conditional", "not_shared"),
        "共享类型没有“{type}”。只能选：{value}。",
        "共享类型须在编制目录时确定，只能选：{value}。平台不预先选定。",
        values=SHARING_TYPES,
    ),
    _key(
        "catalog.opening_types",
        "开放类型",
        Merge.STRICTEST,
        ("unconditional", "conditional", "not_open"),
        "开放类型须在编制目录时确定，只能选：{value}。平台不预先选定。",
        values=OPENING_TYPES,
    ),
    _key(
        "catalog.type_fixed_by",
        "共享类型由谁确定",
        Merge.REPLACE,
        "provider",
        "共享类型由{value}确定，部门所报类型须经其审核后生效。",
        values=BODIES,
    ),
    _key(
        "catalog.type_fixing_basis",
        "主管部门确定类型须记明依据",
        Merge.STRICTEST,
        False,
        "审核确定共享类型时须记明所依据的法律、法规或政策。",
    ),
    _key(
        "catalog.basis",
        "列为有条件或不予共享的依据",
        Merge.STRICTEST,
        YES,
        "列为{type}，依据的效力级别须是：{allowed}；“{level}”不能作为依据。",
        "列为{type}，须写明依据的名称和条款。依据的效力级别须是：{allowed}。",
        "列为有条件共享或不予共享，须写明规定所要求的依据。",
        rests_on=("catalog.basis_levels.{type}",),
    ),
    _key(
        "catalog.basis_levels.conditional",
        "有条件共享依据的效力级别",
        Merge.STRICTEST,
        (),
        "列为有条件共享，依据的效力级别须是：{value}；“{level}”不能作为依据。",
        "列为有条件共享，须写明依据。依据的效力级别须是：{value}。",
        values=BASIS_LEVELS,
        note="为空表示条文不要求列明依据。",
    ),
    _key(
        "catalog.basis_levels.not_shared",
        "不予共享依据的效力级别",
        Merge.STRICTEST,
        ("law", "admin_regulation", "central_policy"),
        "列为不予共享，依据的效力级别须是：{value}；“{level}”不能作为依据。",
        "列为不予共享，须写明依据。依据的效力级别须是：{value}。",
        values=BASIS_LEVELS,
    ),
    _key(
        "catalog.reason_for_types",
        "哪些类型须说明理由",
        Merge.UNION,
        ("not_shared",),
        "列为{type}，须说明理由。",
        "列为{value}，须说明理由。",
        values=SHARING_TYPES,
    ),
    _key(
        "catalog.conditional_states",
        "有条件共享须写明",
        Merge.UNION,
        ("condition",),
        "有条件共享的资源缺少{missing}。须写明：{value}。",
        "有条件共享的资源须写明：{value}。",
        values=CONDITIONS,
    ),
    _key(
        "catalog.reviewer",
        "目录由谁审核",
        Merge.REPLACE,
        "department",
        "目录由{value}审核。",
        values={"department": "本部门审核人", "bureau": "数据主管部门"},
    ),
    _key(
        "catalog.author_reviewer",
        "编制人与审核人分开",
        Merge.STRICTEST,
        YES,
        "{person}编制了这条目录，不能再由本人审核。请换一位审核人。",
        "编制人不能审核自己编制的目录。请换一位审核人。",
    ),
    _key(
        "catalog.secrecy_review",
        "发布前保密审查",
        Merge.STRICTEST,
        YES,
        "还没有保密审查记录，不能发布。请保密审查人先作出审查结论。",
    ),
    _key(
        "catalog.no_secrets",
        "涉密不上平台",
        Merge.STRICTEST,
        YES,
        "标明涉及国家秘密的内容不得进入本平台。请按保密规定另行管理。",
    ),
    _key(
        "catalog.publisher",
        "目录由谁发布",
        Merge.REPLACE,
        "provider",
        "目录由{value}发布。",
        values=BODIES,
    ),
    _key(
        "catalog.one_source",
        "一数一源",
        Merge.STRICTEST,
        YES,
        "“{item}”已由{provider}提供。一项数据只有一个来源，请申请共享，或登记为校核来源。",
        "这项数据已有来源部门。一项数据只有一个来源，请申请共享，或登记为校核来源。",
    ),
    _key(
        "catalog.change.update",
        "目录变更：更新期限",
        Merge.STRICTEST,
        None,
        "依据修改或职能变化后，须在{value}内更新目录。",
        note="自法律法规修改或职能变化之日起，至更新完成。",
    ),
    _key(
        "catalog.change.report",
        "目录变更：报送期限",
        Merge.STRICTEST,
        None,
        "更新后的目录和变更依据须在{value}内报送数据主管部门。",
    ),
    _key(
        "catalog.change.report_from",
        "目录变更：报送期限自何时起算",
        Merge.REPLACE,
        "updated",
        values={"updated": "更新完成之日", "cause": "法律法规修改或职能变化之日"},
    ),
    _key(
        "catalog.change.apply",
        "目录变更：申请更新期限",
        Merge.STRICTEST,
        None,
        "依据修改或职能变化后，须在{value}内向数据主管部门申请更新目录。",
    ),
    _key(
        "catalog.change.review",
        "目录变更：主管部门审核更新期限",
        Merge.STRICTEST,
        None,
        "数据主管部门须在{value}内审核并更新目录。",
    ),
    _key(
        "catalog.change.exception",
        "目录变更：能否例外",
        Merge.STRICTEST,
        "none",
        "条文没有规定例外，期限照常计算。",
        values={"none": "不得例外", "justified": "确有正当理由的可以例外"},
    ),
    _key(
        "catalog.change.basis",
        "目录变更须附依据",
        Merge.STRICTEST,
        False,
        "报送更新后的目录，须附变更依据。",
    ),
    _key(
        "catalog.personal_not_unconditional",
        "个人信息不列为无条件共享",
        Merge.STRICTEST,
        YES,
        "{items}标明为个人信息，资源不能列为无条件共享。请改列有条件共享，或去掉这些信息项。",
        "含个人信息的资源不能列为无条件共享。",
    ),
    _key(
        "catalog.code",
        "资源代码规则",
        Merge.REPLACE,
        "national_guide",
        "资源代码“{code}”不合规则：{value}。",
        "资源代码不合规则：{value}。",
        values={"national_guide": "类 1 位、项 2 位、目 3 位、细目可变，斜杠后为顺序号"},
    ),
    _key(
        "catalog.withdrawal",
        "撤销须先告知使用部门",
        Merge.STRICTEST,
        YES,
        "还有 {grants} 项有效授权。撤销前须告知使用部门并定下停止日期。",
        "还有部门在使用这项资源。撤销前须告知使用部门并定下停止日期。",
    ),
    _key(
        "catalog.bound",
        "目录是共享的依据",
        Merge.STRICTEST,
        YES,
        "只有已发布目录的资源才能归集、申请和提供。",
    ),
)

_HANDIN = (
    _key(
        "handin.scope",
        "哪些数据须归集",
        Merge.STRICTEST,
        "unconditional",
        "“{held}”的数据留在提供部门，不归集。须归集的范围：{value}。",
        "须归集的范围：{value}。",
        values={"all": "全部数据", "unconditional": "无条件共享的数据，其余可留在提供部门"},
    ),
    _key(
        "handin.refusal_basis_levels",
        "拒绝归集的依据",
        Merge.STRICTEST,
        (),
        "拒绝归集须写明依据，效力级别须是：{value}。",
        values=BASIS_LEVELS,
        note="为空表示条文没有规定可以拒绝的情形。",
    ),
    _key(
        "handin.identity",
        "证件号码校验位不符时",
        Merge.STRICTEST,
        "mark",
        "证件号码校验位不符。",
        values={"refuse": "不收", "mark": "收下并标注"},
    ),
    _key(
        "intake.refused_keep",
        "未收数据的保存期",
        Merge.STRICTEST,
        Term(30, Unit.DAY),
        "未收的数据只保存{value}，期满删除，只留条数。",
    ),
)

_SHARING = (
    _key(
        "sharing.purpose",
        "申请须写明",
        Merge.UNION,
        ("need", "purpose", "duty"),
        "申请缺少{missing}。申请须写明：{value}。",
        "申请须写明：{value}。",
        values=APPLICATION,
    ),
    _key(
        "sharing.applicants",
        "只有政务部门可以申请共享",
        Merge.STRICTEST,
        YES,
        "共享在政务部门之间进行。自然人、法人请到数据开放或政务服务办理。",
    ),
    _key(
        "sharing.materials_listed",
        "只能要求名录所列材料",
        Merge.STRICTEST,
        YES,
        "“{material}”不在公布的申请材料名录内，不能要求补交。",
        "只能要求公布的申请材料名录所列的材料。",
    ),
    _key(
        "sharing.scope",
        "授权不得超出申请",
        Merge.STRICTEST,
        YES,
        "{fields}不在申请范围内。授权可以少于申请，不能多于申请。",
        "授权可以少于申请，不能多于申请。",
    ),
    _key(
        "sharing.grant_states",
        "同意共享须写明",
        Merge.UNION,
        ("method", "scope", "purpose", "term"),
        "授权缺少{missing}。同意共享须写明：{value}。",
        "同意共享须写明：{value}。",
        values=GRANT,
    ),
    _key(
        "sharing.decider",
        "有条件共享由谁答复",
        Merge.REPLACE,
        "provider",
        "有条件共享由{value}答复。",
        values=BODIES,
    ),
    _key(
        "sharing.reply",
        "有条件共享答复期限",
        Merge.STRICTEST,
        Term(10),
        "须在{value}内答复。",
        note="自收到申请之日起。逾期不视为同意，也不视为拒绝。",
    ),
    _key(
        "sharing.provider_opinion",
        "提供部门意见期限",
        Merge.STRICTEST,
        Term(3),
        "提供部门的意见须在{value}内提出。",
        note="由主管部门答复时适用；意见不约束答复，逾期不等待。",
    ),
    _key(
        "sharing.refusal",
        "不予共享须说明",
        Merge.UNION,
        ("reason",),
        "答复不予共享，缺少{missing}。须写明：{value}。",
        "答复不予共享，须写明：{value}。",
        values=REFUSAL,
    ),
    _key(
        "sharing.refusal_basis_levels",
        "拒绝共享依据的效力级别",
        Merge.STRICTEST,
        (),
        "拒绝共享的依据，效力级别须是：{value}；“{level}”不能作为依据。",
        "拒绝共享须写明依据，效力级别须是：{value}。",
        values=BASIS_LEVELS,
        note="为空表示条文不要求列明依据。",
    ),
    _key(
        "sharing.not_shared_route",
        "不予共享的资源确需使用时",
        Merge.REPLACE,
        "none",
        "不予共享的资源：{value}。",
        values={
            "apply": "可以申请，须以理由和依据答复",
            "negotiate": "与提供部门协商，未果的协调",
            "bureau": "可以申请，由数据主管部门审批",
            "none": "没有申请途径",
        },
    ),
    _key(
        "sharing.refused_route",
        "申请被拒后",
        Merge.REPLACE,
        "none",
        "申请被拒后：{value}。",
        values={"negotiate": "与提供部门协商，未果的协调", "none": "没有规定"},
    ),
    _key(
        "sharing.unconditional_grant",
        "无条件共享由谁授予",
        Merge.REPLACE,
        "system",
        "无条件共享的资源直接获取，不经审批。",
        values={"system": "平台即时授予"},
    ),
    _key(
        "sharing.methods",
        "共享方式",
        Merge.REPLACE,
        ("interface", "online_query", "batch_download"),
        "共享方式没有“{method}”。可选：{value}。",
        "共享方式可选：{value}。",
        values=METHODS,
    ),
    _key(
        "sharing.coordinator",
        "协商未果由谁协调",
        Merge.REPLACE,
        "none",
        "协商未果的，由{value}协调。",
        values={
            "leading_group": "大数据发展领导小组",
            "city_government": "市政府",
            "bureau": "数据主管部门",
            "none": "没有规定",
        },
    ),
    _key(
        "sharing.negotiation.term",
        "协商期限",
        Merge.STRICTEST,
        Term(10),
        "协商期限为{value}。",
        note="逾期只作标注。",
    ),
    _key(
        "sharing.coordination.term",
        "协调期限",
        Merge.STRICTEST,
        Term(15),
        "协调期限为{value}。",
        note="逾期只作标注。",
    ),
    _key(
        "sharing.return_materials",
        "退回补正期限",
        Merge.STRICTEST,
        Term(2),
        "材料不齐须在{value}内一次告知，逾期不得再退回。退回不改变答复期限。",
    ),
    _key(
        "sharing.grant_term",
        "授权期限",
        Merge.STRICTEST,
        Term(1, Unit.YEAR),
        "授权最长{value}。",
        "授权须写明最后使用日，最长{value}。",
        note="提供部门可以定得更短，到期可以续期。",
    ),
    _key(
        "sharing.delivery",
        "同意后提供期限",
        Merge.STRICTEST,
        Term(10),
        "同意后须在{value}内提供。",
        note="自同意之日起，至第一次成功调用或取得文件。",
    ),
    _key(
        "sharing.no_recollect",
        "可共享取得的不再采集",
        Merge.STRICTEST,
        YES,
        "“{item}”可以通过共享取得，不再重复采集。",
        "可以通过共享取得的数据不再重复采集。",
    ),
    _key(
        "sharing.use_limit",
        "按授权用途和范围使用",
        Merge.STRICTEST,
        YES,
        "{what}不在授权的方式、范围、期限或用途内。",
        "只能按授权的方式、范围、期限和用途使用，不得提供给第三方。",
    ),
    _key(
        "sharing.use_kinds",
        "用途种类",
        Merge.REPLACE,
        ("administrative_basis", "reference", "checking", "cooperation", "other"),
        "这项资源不用于“{kind}”。可选：{kinds}。",
        "用途种类可选：{value}。",
        values=USE_KINDS,
    ),
    _key(
        "sharing.subscription",
        "订阅须写明",
        Merge.UNION,
        (),
        "订阅须写明所服务的职责或者事项。",
        values={"duty_or_item": "职责或者服务事项"},
        note="为空表示条文对无条件共享没有这项要求。",
    ),
    _key(
        "sharing.receiving",
        "接收数据须写明",
        Merge.UNION,
        ("undertaking",),
        "申请缺少{missing}。接收数据须写明：{value}。",
        "接收数据须写明：{value}。",
        values=RECEIVING,
    ),
    _key(
        "sharing.eligible",
        "只向列出的部门提供",
        Merge.STRICTEST,
        YES,
        "提供部门只向列出的部门提供这项资源，{consumer}不在其中。可申请的部门：{named}。",
        "提供部门只向列出的部门提供这项资源。",
    ),
    _key(
        "sharing.forward",
        "数据由上级掌握时能否转报",
        Merge.REPLACE,
        "upper",
        "当地规定没有转报上级的途径，须由本部门答复。",
        values={"upper": "可以转报掌握数据的上级单位，期限不变", "none": "不得转报"},
    ),
    _key(
        "sharing.misuse",
        "检查发现超出用途使用",
        Merge.REPLACE,
        "suspends",
        "检查发现超出用途使用的，暂停授权。",
        values={"suspends": "暂停授权，并提出线索", "signal": "只提出线索"},
    ),
    _key(
        "sharing.off_platform",
        "平台外提供须登记",
        Merge.STRICTEST,
        YES,
        "不经平台提供的，须登记并写明{missing}，才计入共享。",
        "不经平台提供的，须登记并写明理由，才计入共享。",
    ),
    _key(
        "sharing.unused",
        "久未使用的授权",
        Merge.STRICTEST,
        Term(6, Unit.MONTH),
        "授权连续{value}没有使用的，告知后失效。",
    ),
    _key(
        "sharing.unused_notice",
        "失效前的告知期",
        Merge.REPLACE,
        Term(10),
        "告知后{value}内没有说明仍需使用的，授权失效。",
    ),
    _key(
        "sharing.certificate",
        "返还或销毁证明的期限",
        Merge.STRICTEST,
        Term(10),
        "授权终止后须在{value}内出具返还或销毁证明。",
    ),
    _key(
        "sharing.demand_reply",
        "重复索要的答复期限",
        Merge.STRICTEST,
        Term(5),
        "被反映的单位须在{value}内答复。",
    ),
    _key(
        "sharing.free",
        "共享不收费",
        Merge.STRICTEST,
        YES,
        "共享无偿提供，不得收费。",
    ),
    _key(
        "sharing.late_answer",
        "逾期不答复",
        Merge.REPLACE,
        "signal",
        "逾期不答复记为线索，不视为同意，也不视为拒绝。",
        values={"signal": "记为线索，不视为同意"},
    ),
    _key(
        "sharing.reminder",
        "何时提醒",
        Merge.UNION,
        ("half", "day_before", "late_daily"),
        values={"half": "过半", "day_before": "到期前 1 个工作日", "late_daily": "逾期后每个工作日"},
    ),
)


_ORGANISATIONS = (
    _key(
        "organisations.legal_types",
        "哪些机构是政务部门",
        Merge.REPLACE,
        tuple(LEGAL_TYPES),
        "登记为政务部门，机构性质须是：{value}。请先确定机构性质。",
        values=LEGAL_TYPES,
    ),
    _key(
        "organisations.first_responsible",
        "主要负责人是第一责任人",
        Merge.STRICTEST,
        "flag",
        "还没有登记第一责任人（主要负责人），不能启用。",
        values=MISSING,
    ),
    _key(
        "organisations.officers",
        "须指定的专人",
        Merge.UNION,
        (),
        "还没有{missing}，不能提交目录。请到“本单位”登记。",
        "还没有指定{value}，不能提交目录。请到“本单位”登记。",
        values=OFFICERS,
    ),
    _key(
        "organisations.officers_missing",
        "没有专人专职机构时",
        Merge.STRICTEST,
        "flag",
        values=MISSING,
    ),
    _key(
        "organisations.unit",
        "须明确专职（实施）机构",
        Merge.STRICTEST,
        False,
        "还没有登记承担数据工作的机构。",
    ),
    _key(
        "organisations.papers",
        "须制定的方案和制度",
        Merge.UNION,
        (),
        values={"plan": "共享工作方案", "rules": "管理制度"},
    ),
    _key(
        "organisations.leading_office",
        "领导小组办公室设在",
        Merge.REPLACE,
        "none",
        values={"bureau": "数据主管部门", "none": "没有规定"},
    ),
    _key(
        "organisations.work_headings",
        "部门负责的工作",
        Merge.UNION,
        (),
        values=WORK_HEADINGS,
    ),
)


def _violation(name: str, title: str, *occasions: str) -> Key:
    return _key(
        name,
        title,
        Merge.UNION,
        (),
        values={occasion: OCCASIONS[occasion] for occasion in occasions},
        note="只作为线索提出；部门说明情况、经办人确认之后才成为认定。",
    )


_VIOLATIONS = (
    _violation("catalog.violation", "列举的情形：目录编制和更新", "late", "missing", "incomplete"),
    _violation("sharing.violation_reply", "列举的情形：受理和答复", "late", "unfounded"),
    _violation("sharing.violation_refusal", "列举的情形：拒绝共享", "unfounded"),
    _violation("sharing.violation_supply", "列举的情形：提供数据", "late", "missing", "incomplete"),
    _violation("sharing.violation_use", "列举的情形：超出用途使用", "misuse"),
    _violation("supervision.violation_other", "列举的情形：其他", "other"),
)


def _own(name: str, title: str, *broken: str, rests_on: str = "平台规则") -> Key:
    return Key(name, title, Kind.FLAG, Merge.STRICTEST, YES, {}, broken, own=rests_on)


_OWN = (
    _own(
        "workdays.notice",
        "节假日安排通知",
        "{days}有误：同一天写了两次、不在本年度，或把平日写成了上班日。",
        "通知须列明当年的放假日。",
        rests_on="国务院办公厅通知",
    ),
    _own("catalog.items_twice", "信息项名称不重复", "信息项“{items}”写了两次。", "信息项的名称不能重复。"),
    _own(
        "catalog.fits",
        "填写的内容合乎格式",
        "“{field}”填得不对：{problem}",
        "有一项填得不合格式。",
        rests_on="政务信息资源目录编制指南",
    ),
    _own("catalog.workbook", "目录工作簿", "{problem}", "这个文件不是目录工作簿，请下载模板填写。"),
    _own("catalog.sheet", "目录表格", "{problem}", "这个文件读不了，请另存为 .xlsx 或 .csv 后再导入。"),
    _own(
        "catalog.sheet_columns",
        "列对照",
        "还没有指明{missing}在哪一列。",
        "请先指明资源名称在哪一列。",
    ),
    _own("catalog.return_reason", "退回须写明原因", "退回须写明原因，编制人才知道改什么。"),
    _own("intake.file", "文件可读", "{problem}", "这个文件读不了，请另存后重新上传。"),
    _own(
        "intake.header",
        "表头与目录的信息项一致",
        "表头与目录的信息项不一致：{problem}。请下载模板，照样填写。",
        "表头与目录的信息项不一致，请下载模板，照样填写。",
    ),
    _own("sharing.coordination.record", "协调须有记录", "协调须记明会议日期、参加单位和人员、会议纪要文号和结论。"),
    _own("sharing.consent", "须有当事人授权", "这项资源须经当事人授权，请写明授权书的编号和日期。"),
    _own("sharing.partly", "部分同意须说明", "只同意一部分的，须说明其余部分不提供的理由。"),
    _own("sharing.forward_proof", "转报须有凭证", "转报须写明上级单位和转报凭证（文号、日期）。"),
    _own("sharing.upper_answer", "上级答复须有内容", "请写明上级单位答复了什么、文号和日期。"),
    _own("sharing.narrowing", "缩小须有变化", "没有缩小任何一项。"),
    _own("sharing.resumption", "由谁恢复", "这项授权由主管部门暂停，须由主管部门解除。"),
    _own("sharing.disposal", "证明须写明", "请选处理方式，并写明范围、时间和办法。"),
    _own("sharing.result", "须写明内容", "请写明办理情况。"),
    _own("sharing.volume", "授权的每日用量", "今天的用量已达授权的每日上限 {limit}，明日恢复。", "已达每日上限。"),
    _own("sharing.chain", "部门内审签顺序", "还没有经{step}审签，不能答复。", "还没有审签完，不能答复。"),
    _own("sharing.in_person", "负责人本人决定", "本部门规定由负责人本人决定，不得委托。"),
    _own("sharing.remind", "催办", "所选申请都不在等待答复，或者今天已经催办过。"),
    _own("sharing.handover", "移交给另一人", "移交人和接收人须是两个人。"),
    _own("sharing.paper", "签署文书的登记", "{problem}", "签署文书须有文号、签署日期和扫描件。"),
    _own("sharing.need", "需求单选资源", "请至少选一项其他部门的资源。"),
    _own("sharing.own_resource", "不向自己申请", "这是本部门自己的资源，不用申请。"),
    _own("sharing.revocation", "撤回须写明原因", "撤回授权须写明原因，使用部门会看到。"),
    _own(
        "exchange.items",
        "按授权的信息项查询",
        "信息项“{items}”不在授权范围内，不能用来查询。",
        "查询条件至少要有一个主键或证件号码：{keys}。",
        "查询条件须是授权的信息项，至少有一个主键或证件号码。",
    ),
    _own(
        "exchange.value",
        "查询条件有值",
        "“{item}”的值不对：须是非空的文字或数字，并合乎该项的类型。",
        "查询条件的值不对。",
    ),
    _own(
        "exchange.reference",
        "办件编号和经办人可记录",
        "{name}不超过 {limit} 个字符，不含控制字符。",
        "办件编号和经办人过长或含控制字符。",
    ),
    _own("exchange.page", "翻页参数", "limit 须是 1 到 {most} 的整数，after 须是上一页返回的 next。", "翻页参数不对。"),
    _own("exchange.body", "请求体可读", "请求体须是 JSON 对象或表单：信息项名称和要查的值。"),
    _own("exchange.reason", "联机查询须写明事由", "联机查询须写明办件编号和查询事由，事由里不写证件号码和电话。"),
    _own(
        "exchange.held",
        "平台有数据可供",
        "“{name}”的数据留在提供部门，或者还没有归集，平台没有可交付的副本。",
        "平台没有可交付的副本。",
    ),
    _own("exchange.extract", "文件可下载", "这份文件已过期、已取消或没有写成，请重新提取。"),
    _own("workflow.evidence", "提出线索须附证据", "请写明证据：看到了什么、在哪里、什么时候。"),
    _own("workflow.statement", "陈述须有内容", "请写明情况和理由。"),
    _own("workflow.conclusion", "结论须写明理由", "认定或不予认定都须写明理由。"),
    _own(
        "organisations.uscc",
        "统一社会信用代码",
        "统一社会信用代码“{code}”的校验位不对，末位应为 {expected}。请核对是否抄错。",
        "“{code}”不是有效的统一社会信用代码，应为 18 位。请核对是否抄错。",
        "统一社会信用代码无效。",
        rests_on="GB 32100-2015",
    ),
    _own(
        "organisations.uscc_taken",
        "统一社会信用代码不重复",
        "统一社会信用代码“{code}”已由另一单位登记。",
        "代码已登记。",
    ),
    _own("organisations.login_taken", "登录名不重复", "登录名“{login}”已有人使用，请换一个。", "登录名已有人使用。"),
    _own("organisations.function", "岗位与单位职责相符", "这个单位不承担相应职责，不能设这个岗位。"),
    _own("issues.result", "关闭问题须写明结果", "请写明问题是怎样解决的。"),
    _own("consultations.openable", "可以发出征求意见", "须有条文、有征求对象，反馈截止在今天之后。"),
    _own("consultations.signed", "意见须由主要负责人签字", "请写明签字的主要负责人；没有意见的也要签字反馈。"),
    _own("consultations.reason", "意见须有理由", "每条意见都要写明修改为什么、理由是什么。"),
    _own(
        "consultations.awaited",
        "到期才能归纳",
        "还有 {count} 个部门没有反馈，反馈截止之后才能归纳。",
        "还有部门没有反馈。",
    ),
    _own(
        "consultations.undecided", "意见逐条答复", "还有 {count} 条意见没有写明是否采纳。", "还有意见没有写明是否采纳。"
    ),
    _own("consultations.summary", "归纳须有内容", "请写明归纳情况。"),
    _own(
        "organisations.second_person",
        "重要操作须两人",
        "{functions}须由一名管理员提出、另一名管理员确认。",
        "这项操作须由一名管理员提出、另一名管理员确认。",
    ),
    _own(
        "organisations.succession",
        "撤销合并须有文件和承接单位",
        "撤销、合并须写明文件，承接单位须是另一个在册单位。",
    ),
    _own(
        "organisations.not_delegable",
        "可以委托的岗位",
        "只能委托本人现在担任的岗位；管理员岗位和受托得来的岗位不能委托。",
    ),
    _own("organisations.delegate", "受托人是本单位同事", "受托人须是在本单位任职的另一个人。"),
    _own("organisations.delegation_days", "委托起止日期", "委托须写明起止日期，止日不早于起日，也不早于今天。"),
    _own(
        "organisations.three_administrators",
        "三员分立",
        "系统管理、安全管理和审计管理须由三个人分别担任。",
    ),
)

KEYS: Mapping[str, Key] = {
    key.name: key for key in (*_CATALOG, *_HANDIN, *_SHARING, *_ORGANISATIONS, *_VIOLATIONS, *_OWN)
}
LAW_KEYS: Mapping[str, Key] = {name: key for name, key in KEYS.items() if not key.own}

# Names that facts of an error may carry, whatever the key.
VOCABULARY: Mapping[str, Mapping[str, str]] = {
    "type": SHARING_TYPES,
    "level": BASIS_LEVELS,
    "levels": BASIS_LEVELS,
    "allowed": BASIS_LEVELS,
    "method": METHODS,
    "methods": METHODS,
    "fields": METHODS,
    "kind": USE_KINDS,
    "kinds": USE_KINDS,
}

AREAS: Mapping[str, str] = {
    "catalog": "目录",
    "handin": "归集",
    "intake": "归集",
    "sharing": "共享",
    "organisations": "机构与人员",
    "supervision": "监督",
    "workdays": "日历",
}
