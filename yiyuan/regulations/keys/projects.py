"""Keys of IT projects."""

from yiyuan.regulations.keys.declaring import key
from yiyuan.regulations.types import Kind, Merge

PROJECTS = (
    key(
        "projects.yearly_measure",
        "建成后每年统计项目资源的共享",
        Merge.STRICTEST,
        True,
        note="长效机制：验收后每个公历年度统计一次。",
    ),
    key(
        "projects.approval",
        "项目审批前由谁初审",
        Merge.DELEGATED,
        "none",
        values={
            "bureau": "报本级数据资源主管部门初审",
            "consultation": "主管部门会同财政部门等协商",
            "none": "没有规定",
        },
        note="上级条文写明市、县另有规定的从其规定。",
    ),
    key(
        "projects.plan",
        "报送下一年度项目计划",
        Merge.STRICTEST,
        None,
        kind=Kind.FIXED,
        note="固定日期，遇节假日不顺延。",
    ),
    key(
        "projects.evaluation", "项目评价最早何时", Merge.STRICTEST, None, kind=Kind.EARLIEST, note="自投入运行之日起。"
    ),
    key("projects.unfunded", "没有安排资金多久出库", Merge.STRICTEST, None, kind=Kind.COUNT),
)
