"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ALL = PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR}
ROOM = Room(
    "formats",
    "证照模板",
    pages={"formats/": "yiyuan.formats.pages"},
    api={"formats/": "yiyuan.formats.pages"},
    nav=[
        Nav("证照", "证照模板", "formats:templates", ALL, place=25, also=("formats:standards",)),
        Nav("证照", "证照类型", "formats:types", ALL, place=15, also=("formats:import_types",)),
    ],
    groups={"formats": "证照"},
    words={
        "formats.standard.published": "发布版面标准",
        "formats.type.made": "编制证照类型",
        "formats.types.imported": "导入证照类型",
        "formats.template.made": "设计证照模板",
    },
)
