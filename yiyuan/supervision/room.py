"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.supervision.policies import may_look
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "supervision",
    "年度考核",
    pages={
        "assessments/": "yiyuan.supervision.pages",
    },
    api={
        "supervision/": "yiyuan.supervision.pages",
    },
    nav=[
        Nav("", "态势", "supervision:situation", OVERSEERS | {Function.HEAD}, place=5, when=may_look),
        Nav("监督", "年度考核", "supervision:sheets", PARTIES | OVERSEERS, place=20),
        Nav("监督", "年度报告", "supervision:reports", PARTIES | OVERSEERS, place=22),
        Nav("监督", "联合考核", "supervision:joints", PARTIES | OVERSEERS, place=24),
        Nav("监督", "专项检查", "supervision:inspections", PARTIES | OVERSEERS, place=26),
        Nav("监督", "年度职责", "supervision:calendar", PARTIES | OVERSEERS, place=28),
    ],
    groups={
        "supervision": "监督",
    },
    headings={
        "supervision": "sharing",
    },
    conduct=[
        "supervision.violation_other",
    ],
    words={
        "supervision.assessment.opened": "开始年度考核",
        "supervision.circular.issued": "发考核通报",
        "supervision.receipt.receive": "签收考核通报",
        "supervision.finding.answer": "答复检查整改",
        "supervision.finding.back": "退回检查整改",
        "supervision.finding.close": "办结检查整改",
        "supervision.inspection.opened": "开始专项检查",
        "supervision.inspection.publish": "公布检查结果",
        "supervision.inspection.seen": "登记检查情况",
        "supervision.joint.close": "汇总联合考核",
        "supervision.joint.opened": "发起联合考核",
        "supervision.report.submit": "报告年度共享情况",
        "supervision.scoring.give": "联合考核评分",
        "supervision.scheme.made": "制定考核方案",
        "supervision.sheet.confirm": "确认考核数据",
        "supervision.sheet.retake": "重新取考核数据",
        "supervision.sheet.state": "说明考核数据",
    },
)
