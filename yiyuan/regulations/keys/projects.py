"""Keys of IT projects."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Key, Kind, Merge


def demand(name: str, title: str, *, merge: Merge = Merge.UNION, note: str = "") -> Key:
    """What a text demands of a project; where no text does, nobody is held to it."""
    return key(f"projects.{name}", title, merge, False, "{problem}", f"{title}。", note=note)


PROJECTS = (
    key(
        "projects.yearly_measure",
        "建成后每年统计项目资源的共享",
        Merge.STRICTEST,
        True,
        note="长效机制：验收后每个公历年度统计一次。",
    ),
    standing("projects.modes", "项目的资金方式"),
    standing("projects.categories", "项目的类别"),
    standing("projects.unit", "项目单位是负责建设的政务部门"),
    standing("projects.shared_list", "主管部门会同财政部门统筹管理项目"),
    standing("projects.library", "项目库动态申报，滚动管理"),
    standing(
        "projects.closed",
        "涉密和另有规定的项目只编索引",
        "涉密或者国家、省另有规定的项目，平台上只编索引：不写建设目标、主体内容、规划事项，不传材料。",
    ),
    standing("projects.procedure", "项目遵循的管理办法", note="项目上写明。"),
    key(
        "projects.approval",
        "项目审批前由谁初审",
        Merge.DELEGATED,
        "none",
        "{problem}",
        "项目审批前须经初审或者协商。",
        values={
            "bureau": "报本级数据资源主管部门初审",
            "consultation": "主管部门会同财政部门等协商",
            "none": "没有规定",
        },
        note="上级条文写明市、县另有规定的从其规定。",
    ),
    key(
        "projects.establishment",
        "哪些项目由发展改革部门立项审批",
        Merge.DELEGATED,
        (),
        "{problem}",
        "须由发展改革部门立项审批的：{value}。",
        values={"major": "重大项目", "invested": "政府投资项目", "all": "全部项目"},
        note="其余的由主管部门登记批准。",
    ),
    key(
        "projects.plan",
        "报送下一年度项目计划",
        Merge.STRICTEST,
        None,
        kind=Kind.FIXED,
        note="固定日期，遇节假日不顺延。",
    ),
    demand("yearly_plan", "编制年度项目计划"),
    demand("consent", "年度计划报政府同意后才编制材料", note="没有年度计划制度的，随时可以编制。"),
    demand("joint_plans", "汇总编制年度建设计划和资金需求计划，交发改、财政部门"),
    key(
        "projects.evaluation", "项目评价最早何时", Merge.STRICTEST, None, kind=Kind.EARLIEST, note="自投入运行之日起。"
    ),
    key("projects.unfunded", "没有安排资金多久出库", Merge.STRICTEST, None, kind=Kind.COUNT),
)
