"""Keys of rechecks: doubted or wrong data, checked by its provider."""

from yiyuan.kernel.terms import Term
from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

FILERS = {"department": "使用部门", "company": "法人和非法人组织", "citizen": "自然人"}
CHANNELS = {"provider": "直接向提供部门", "platform": "通过共享平台"}
APPROVERS = {
    "provider_head": "提供部门负责人",
    "provider_principal": "提供部门主要负责人本人",
    "operator_head": "平台管理机构负责人",
}
INCONSISTENT = {
    "departments": "先由两部门协商，协商不成的由主管部门会同有关部门协调",
    "bureau": "由主管部门组织采集部门讨论、甄别，必要时邀请行业专家",
}
ASKED = {"provider": "提供部门负责人", "operator": "平台管理机构负责人"}

DISPUTES = (
    key(
        "disputes.filers",
        "谁可以申请校核",
        Merge.UNION,
        ("department",),
        "{who}不在可以申请校核的范围内。可以申请的是：{value}。",
        "可以申请校核的是：{value}。",
        values=FILERS,
    ),
    key(
        "disputes.channels",
        "申请校核的渠道",
        Merge.UNION,
        ("platform",),
        "不能{channel}申请校核。渠道是：{value}。",
        "申请校核的渠道是：{value}。",
        values=CHANNELS,
    ),
    key(
        "disputes.organiser",
        "经平台提出的由谁组织校核",
        Merge.REPLACE,
        "none",
        "经平台提出的申请，由{value}组织提供部门校核。",
        values={"operator": "平台管理机构", "none": "没有规定，直接转提供部门"},
    ),
    key(
        "disputes.recheck",
        "校核期限",
        Merge.STRICTEST,
        Term(10),
        "须在{value}内校核并答复申请人。",
        note="自收到申请之日起。逾期不视为数据有误，也不视为无误。",
    ),
    key(
        "disputes.extension",
        "校核可延长",
        Merge.STRICTEST,
        Term(10),
        "延长 {days} 个工作日，超出上限。校核最多延长{value}，只能延长一次。",
        "延期须在期限届满前同意。校核最多延长{value}，只能延长一次。",
    ),
    key(
        "disputes.extension_approvers",
        "谁可以同意延长校核",
        Merge.REPLACE,
        ("provider_head",),
        "延长校核须经{value}同意。",
        values=APPROVERS,
    ),
    key(
        "disputes.asked_direct",
        "直接提出的，延期请谁同意",
        Merge.REPLACE,
        "provider",
        values=ASKED,
        note="条文允许两方负责人之一同意、没有写明请哪一方的，按渠道分。",
    ),
    key(
        "disputes.asked_platform",
        "经平台提出的，延期请谁同意",
        Merge.REPLACE,
        "operator",
        values=ASKED,
        note="条文允许两方负责人之一同意、没有写明请哪一方的，按渠道分。没有组织校核的一方时，请提供部门。",
    ),
    key(
        "disputes.acknowledge",
        "收到更正后确认的期限",
        Merge.STRICTEST,
        Term(5),
        "取用过旧数据的部门须在{value}内确认收到更正。",
        note="数据在源头更正后，平台告知取用过旧数据的部门。",
    ),
    key(
        "disputes.inconsistency",
        "不同部门的数据不一致怎样办",
        Merge.REPLACE,
        "departments",
        "不同部门的同类数据不一致，{value}。结论由主管这项数据的部门在源头办理。",
        values=INCONSISTENT,
    ),
    standing(
        "disputes.compare",
        "多元校核",
        "数据元的其他来源与权威来源比对，列出差异。",
        rests_on=("catalog.one_source",),
    ),
    key(
        "disputes.negotiate",
        "不一致的协商期限",
        Merge.STRICTEST,
        Term(10),
        "两部门须在{value}内协商出一致意见，或者请主管部门协调。",
    ),
    key("disputes.coordinate", "不一致的甄别期限", Merge.STRICTEST, Term(15), "须在{value}内组织甄别并记下结论。"),
    standing(
        "disputes.service_goes_on",
        "校核期间照常办理",
        "校核期间，办事人已提供合法有效证明材料的照常办理，不得拒绝、推诿，不得要求办理更正手续。",
    ),
)
