"""Keys of collection."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.keys.words import ACQUISITION, APPROVERS, PLAN
from yiyuan.regulations.types import Merge

COLLECTION = (
    key(
        "collection.plan",
        "采集计划须写明",
        Merge.UNION,
        ("item", "duty", "article", "necessity"),
        "采集计划缺少{missing}。须写明：{value}。",
        "采集计划须写明：{value}。",
        values=PLAN,
    ),
    standing(
        "collection.catalogued",
        "按目录采集",
        "“{item}”不在本部门已发布的目录里。先编入目录，再列采集计划。",
        "按目录采集。",
    ),
    standing(
        "collection.one_source",
        "不重复采集、多头采集",
        "“{item}”已有来源：{provider}的“{resource}”，不再重复采集、多头采集。",
        "已有来源的数据不再重复采集、多头采集。",
    ),
    standing("collection.duties", "按法定职责采集", note="没有法定职责依据、超出登记职责的，平台加以标注。"),
    standing("collection.norms", "明确采集、发布、维护的规范和程序"),
    key(
        "collection.duty_list",
        "依据采集责任清单采集",
        Merge.REPLACE,
        False,
        "“{item}”不在本部门的采集责任清单内，不能在平台上采集。在平台以外已经采集的，请如实登记。",
        "只按采集责任清单采集。",
    ),
    key(
        "collection.exception",
        "法律法规另有规定的可以重复采集",
        Merge.REPLACE,
        False,
        note="须写明法律法规的名称和条款，计划上加以标注。",
    ),
    key(
        "collection.private_modes",
        "不得用来取得个人信息的方式",
        Merge.UNION,
        ("purchase", "receive", "exchange"),
        "个人信息不得通过{mode}取得，没有保存。",
        "个人信息不得通过{value}取得。",
        values=ACQUISITION,
    ),
    standing(
        "collection.task_evidence",
        "基层采集以共享取不到为前提",
        "{problem}",
        "申请基层采集须有目录检索的结果，或者被拒绝的共享申请。",
    ),
    key(
        "collection.task_approval",
        "基层采集由谁审核同意",
        Merge.REPLACE,
        ("bureau",),
        "基层采集由{value}，缺一步不能开始。",
        values=APPROVERS,
    ),
    standing("collection.task_only", "没有批准的，不得要求基层填报"),
    standing("collection.task_calendar", "统筹协调统一规范采集"),
    key(
        "collection.digitised",
        "非数字化信息按技术标准数字化改造",
        Merge.REPLACE,
        False,
        "{problem}",
        "非数字化信息须按相关技术标准数字化改造，写明标准和完成日期。",
    ),
)
