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
        "supervision.scheme.made": "制定考核方案",
        "supervision.sheet.confirm": "确认考核数据",
        "supervision.sheet.state": "说明考核数据",
    },
)
