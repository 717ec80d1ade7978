"""Keys of electronic licences."""

from yiyuan.kernel.terms import Term
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.keys.words import BODIES
from yiyuan.regulations.types import Merge

YES, NO = True, False

LICENCES = (
    standing("licences.supervision", "主管部门监督电子证照工作"),
    key(
        "licences.officer",
        "须有报备的电子证照专人",
        Merge.STRICTEST,
        NO,
        "没有报备的电子证照专人，不能制证、签发。请在“本单位”指定电子证照专人并报备。",
    ),
    key(
        "licences.officer_filing",
        "报备何时算数",
        Merge.REPLACE,
        "accepted",
        values={"accepted": "平台管理机构接收后", "filed": "报备即可"},
    ),
    standing("licences.issuer", "审核、更新、停用、注销由颁证单位办理"),
    standing("licences.issue", "未经颁证单位审核、签发不得使用"),
    key(
        "licences.seal_holder",
        "电子印章由谁加盖",
        Merge.REPLACE,
        "issuer",
        values={"issuer": "颁证单位", "certification_centre": "认证中心"},
    ),
    standing(
        "licences.sealed",
        "签发须加盖电子印章",
        "颁证单位没有在用的电子印章，不能签发。请平台管理机构在“电子印章”为它制章。",
    ),
    standing("licences.use", "用证须写明办件编号和用途", "用证须写明办件编号和用途。"),
    key("licences.objection", "证照异议核查", Merge.STRICTEST, Term(10)),
    key(
        "licences.objection_kinds",
        "可以提出异议的方面",
        Merge.UNION,
        ("accuracy", "completeness", "timeliness"),
        values={"accuracy": "准确性", "completeness": "完整性", "timeliness": "时效性"},
    ),
    standing(
        "licences.objection_told",
        "核查结果须告知异议申请人",
        "核查结果还没有告知异议申请人，不能办结。",
    ),
    standing("making.confirmed", "制成的证照由颁证单位抽查、确认"),
    standing("making.papers", "留存的影印件可以制证，由颁证单位审核"),
    key("making.in_step", "实体证照和电子证照同步签发、更新、废止", Merge.STRICTEST, Term(5)),
    standing("making.collected", "有效的电子证照完整归集"),
    standing(
        "formats.standard",
        "证照按全市统一的版面标准制发",
        "模板不合版面标准：{problem}。",
        "模板不合版面标准。",
    ),
    standing(
        "formats.kinds",
        "证照类型是五类之一，写明颁发机构和持证主体",
    ),
    key(
        "formats.confirmed",
        "模板由颁证单位确认标准名称、标准样式、数据字段说明三项",
        Merge.STRICTEST,
        YES,
        "颁证单位还没有确认：{open}。三项都确认了才能启用。",
        "颁证单位还没有把三项都确认，不能启用。",
    ),
    standing(
        "licences.granted",
        "用证不超出授权的证照类型",
        "本单位没有{action}“{name}”的授权，不能用证。请在“用证授权”里申请。",
        "本单位没有这种证照的用证授权，不能用证。请在“用证授权”里申请。",
    ),
    key(
        "licences.use_decider",
        "用证申请由谁答复",
        Merge.REPLACE,
        "provider",
        "用证申请由{value}答复。",
        values=BODIES,
    ),
    key("licences.use_reply", "用证申请答复期限", Merge.STRICTEST, Term(10), note="逾期不视为同意，也不视为拒绝。"),
    standing(
        "licences.consent",
        "社会用证须经持证主体同意",
        "持证主体没有同意本单位核验这件证照。请持证主体在“我的证照”里授权，或者当面出示。",
    ),
    standing("licences.interface", "统一的电子证照共享服务接口"),
    standing("licences.showing", "持证主体可以单独出示电子证照"),
    standing("licences.holder", "持证主体经实名认证查询自己的证照"),
    standing("licences.archive", "电子证照可以作为归档材料"),
    standing("licences.two_parts", "证照库与管理平台分开"),
)
