"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "exchange",
    "交换",
    pages={
        "exchange/": "yiyuan.exchange.urls",
    },
    api={
        "exchange/": "yiyuan.exchange.endpoints",
    },
    nav=[
        Nav("共享", "交付记录", "exchange:deliveries", PARTIES | OVERSEERS, place=80),
        Nav("共享", "提供方接口", "exchange:interfaces", PARTIES | OVERSEERS | {Function.OPERATOR}, place=90),
        Nav("监督", "使用统计", "exchange:uses", PARTIES | OVERSEERS, place=60),
    ],
    groups={
        "exchange": "共享",
    },
    headings={
        "exchange": "connecting",
    },
    words={
        "exchange.delivery.made": "提供数据",
        "exchange.delivery.refused": "拒绝调用",
        "exchange.delivery.failed": "提供部门的接口没有给出数据",
        "exchange.calls.refused": "没有有效密钥的调用",
        "exchange.interface.saved": "登记接口",
        "exchange.interface.tried": "试一次接口",
        "exchange.extract.asked": "申请下载文件",
        "exchange.extract.cancelled": "取消下载",
        "exchange.extract.removed": "删除下载文件",
        "exchange.extract.write": "开始写下载文件",
        "exchange.extract.finish": "下载文件写成",
        "exchange.extract.fail": "下载文件没有写成",
        "exchange.extract.cancel": "取消下载",
    },
)
