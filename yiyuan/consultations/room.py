"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "consultations",
    "征求意见",
    pages={
        "consultations/": "yiyuan.consultations.pages",
    },
    api={
        "consultations/": "yiyuan.consultations.pages",
    },
    nav=[
        Nav("法规与管理", "征求意见", "consultations:consultations", PARTIES | OVERSEERS, place=8),
    ],
    groups={
        "consultations": "法规与管理",
    },
    headings={
        "consultations": "cataloguing",
    },
    words={
        "consultations.consultation.close": "归纳征求意见",
        "consultations.consultation.closed": "归纳征求意见",
        "consultations.consultation.drafted": "起草征求意见",
        "consultations.consultation.open": "发出征求意见",
        "consultations.consultation.opened": "发出征求意见",
        "consultations.opinion.decided": "答复意见",
        "consultations.reply.answer": "反馈意见",
        "consultations.reply.lapse": "到期未反馈",
    },
)
