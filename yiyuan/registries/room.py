"""What this room is, for the house."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ROOM = Room(
    "registries",
    "基础库、主题库",
    pages={"registries/": "yiyuan.registries.urls"},
    api={"registries/": "yiyuan.registries.endpoints"},
    nav=[
        Nav(
            "归集",
            "基础库、主题库",
            "registries:registries",
            PARTIES | {Function.BUREAU, Function.OPERATOR},
            place=30,
            also=("registries:builds", "registries:regroupings", "registries:linkings", "registries:suspects"),
        )
    ],
    groups={"registries": "归集"},
    headings={"registries": "connecting"},
    words={
        "registries.registry.founded": "建立基础库、主题库",
        "registries.registry.defined": "定义基础库、主题库",
        "registries.registry.led": "基础库换牵头部门",
        "registries.registry.previewed": "试看汇集的结果",
        "registries.build.asked": "要求汇集",
        "registries.record.looked_up": "查询基础库、主题库的记录",
        "registries.conflict.concluded": "冲突有了结论",
        "registries.registry.exported": "导出基础库的图形",
        "registries.regrouping.made": "归并对象",
        "registries.linking.asked": "要求找疑似重复",
        "registries.suspect.seen": "查看疑似重复的两条记录",
    },
)
