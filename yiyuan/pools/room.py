"""What this room is, for the house."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "pools",
    "数据池",
    pages={
        "pools/": "yiyuan.pools.urls",
    },
    api={
        "pools/": "yiyuan.pools.endpoints",
    },
    nav=[
        Nav(
            "归集",
            "数据池",
            "pools:pools",
            PARTIES | {Function.BUREAU, Function.OPERATOR},
            place=20,
            also=("pools:withdrawals",),
        ),
    ],
    groups={
        "pools": "归集",
    },
    headings={
        "pools": "connecting",
    },
    words={
        "pools.table.prepared": "建立数据池表",
        "pools.table.sampled": "查看脱敏样本",
        "pools.row.traced": "查一行数据的来历",
        "pools.withdrawal.asked": "提出撤回批次",
        "pools.past.forgotten": "删除到期的旧值",
    },
)
