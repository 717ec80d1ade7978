"""What this room is, for the house."""

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Function
from yiyuan.web.rooms import Nav, Room

ALL = PARTIES | OVERSEERS | {Function.REVIEWER, Function.OPERATOR}
ROOM = Room(
    "making",
    "批量制证",
    pages={"making/": "yiyuan.making.pages"},
    api={"making/": "yiyuan.making.pages"},
    nav=[
        Nav("证照", "批量制证", "making:runs", ALL, place=32, also=("making:papers",)),
        Nav("证照", "证照同步", "making:steps", ALL, place=34, also=("making:counts",)),
    ],
    groups={"making": "证照"},
    words={
        "making.run.started": "按数据批量制证",
        "making.paper.received": "提交制证底稿",
        "making.step.received": "报送证照事件",
        "making.count.made": "证照归集对账",
    },
)
