"""Keys of rectification: what follows when a violation is confirmed."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

HANDOVERS = {"sanction": "依法给予处分", "discipline": "依纪依规处理", "judicial": "依法追究刑事责任"}
CONSEQUENCES = {"overrun": "严重超预算", "quality": "质量低劣", "waste": "损失浪费", "accident": "安全事故"}

RECTIFICATION = (
    key(
        "rectification.issuer",
        "由谁通知整改",
        Merge.REPLACE,
        "bureau",
        "整改由{value}通知。",
        values={"bureau": "数据资源主管部门", "leading_group": "领导小组办公室"},
    ),
    key(
        "rectification.notice",
        "整改通知怎么称呼",
        Merge.REPLACE,
        "tell",
        values={"order": "责令限期改正", "notice": "通知限期整改", "tell": "通知整改"},
        note="通知以已经认定的线索为据，由主管部门签发。",
    ),
    standing(
        "rectification.due",
        "整改须有期限",
        "请写明整改期限，期限在今天之后。",
        note="几天由通知的部门定，条文没有规定。",
    ),
    key(
        "rectification.report",
        "逾期未改的，上报本级人民政府",
        Merge.REPLACE,
        False,
        "这里的条文没有规定上报政府。",
        note="逾期以后由经办人决定，平台不自动上报。",
    ),
    key(
        "rectification.order",
        "由本级人民政府责令限期改正",
        Merge.REPLACE,
        False,
        "这里的条文没有规定由政府责令改正。",
        note="政府的决定在平台外作出，在这里登记文号和新的期限。",
    ),
    key(
        "rectification.circular",
        "逾期不改的，通报",
        Merge.REPLACE,
        False,
        "这里的条文没有规定通报。",
        note="逾期以后由经办人视情决定；通报只在内部，不公开。",
    ),
    key(
        "rectification.circular_name",
        "通报怎么称呼",
        Merge.REPLACE,
        "circular",
        values={"circular": "书面通报", "criticism": "通报批评"},
    ),
    key(
        "rectification.handover",
        "情节严重的，移送处理",
        Merge.UNION,
        ("sanction", "discipline", "judicial"),
        "这里可以移送：{value}。",
        values=HANDOVERS,
        note="只有监督方看得到。条文没有写的，其他法律法规规定的移送照办。",
    ),
    key(
        "rectification.consequences",
        "项目责任追究的后果",
        Merge.REPLACE,
        (),
        values=CONSEQUENCES,
    ),
    standing(
        "rectification.task",
        "督促检查",
        "请写明交办什么，期限在今天之后。",
        note="交办的事有期限，答复留存。",
    ),
)
