"""Keys of IT projects."""

from yiyuan.regulations.keys.declaring import key
from yiyuan.regulations.types import Merge

PROJECTS = (
    key(
        "projects.yearly_measure",
        "建成后每年统计项目资源的共享",
        Merge.STRICTEST,
        True,
        note="长效机制：验收后每个公历年度统计一次。",
    ),
)
