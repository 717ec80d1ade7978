"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "projects",
    "信息化项目",
    pages={
        "projects/": "yiyuan.projects.urls",
    },
    api={
        "projects/": "yiyuan.projects.endpoints",
    },
    nav=[
        Nav(
            "目录",
            "信息化项目",
            "projects:projects",
            PARTIES | OVERSEERS,
            place=60,
            also=(
                "projects:plans",
                "projects:bodies",
                "projects:experts",
                "projects:unit_checks",
                "projects:ledger",
                "projects:inspections",
                "projects:systems",
                "projects:budget",
                "projects:library",
                "projects:register",
            ),
        ),
    ],
    words={
        "projects.project.registered": "补登已批复的信息化项目",
        "projects.project.declared": "申报信息化项目",
        "projects.project.system_added": "项目增加信息系统",
        "projects.year.measured": "统计项目年度共享",
        "projects.plan.opened": "建立年度项目计划",
        "projects.material.added": "上传项目材料",
        "projects.material.read": "下载项目材料",
        "projects.entry.added": "列入预编的目录项",
        "projects.opinion.given": "对项目提出意见",
        "projects.evaluation.opened": "开始项目评估论证",
        "projects.exception.recorded": "登记项目例外依据",
        "projects.unit.checked": "审查单位的整合共享",
        "projects.expert.named": "登记评审专家",
        "projects.expert.assigned": "指派评审专家",
        "projects.expert.heard": "记下专家意见",
        "projects.ledger.booked": "登记项目资金",
        "projects.contract.added": "登记招标、采购、监理或者合同",
        "projects.change.asked": "申请变更批准的内容",
        "projects.change.decided": "审查项目变更",
        "projects.library.rolled": "项目库滚动一年",
        "projects.package.taken": "导出项目审计资料",
        "projects.organiser.designated": "指定验收组织单位",
        "projects.delay.reported": "报告延期验收",
        "projects.evaluation.made": "登记项目评价",
        "projects.audit.planned": "项目列入审计计划",
        "projects.audit.recorded": "登记项目审计结果",
        "projects.inspection.asked": "对项目提出监督检查",
        "projects.rectification.closed": "确认整改完成",
        "projects.body.named": "登记项目管理机构",
    },
)
