"""Keys of service items and cases."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

SERVICES = (
    key(
        "services.no_repeat",
        "平台可以取得的，不要申请人重复提交",
        Merge.REPLACE,
        "flag",
        "{problem}",
        "平台可以取得的，不得要求申请人重复提交：{value}。",
        values={"refuse": "平台上的事项不予开办", "flag": "标记出来，由平台取得"},
        note="在平台以外办理的事项，平台提示并记录。",
    ),
    standing("services.use_licence", "用电子证照和共享数据办理，免交证明、免带证照"),
    standing(
        "services.ready",
        "材料齐全、影印件经查验才能准予办理",
        "{problem}",
        "材料要齐全；影印件要用电子证照查验，没有查到的记下来。",
    ),
    standing("services.together", "一件事由几个部门协同办理"),
    standing("services.anywhere", "全程网办、全省通办、跨区域可办"),
    standing("services.scenes", "公布可以单独出示电子证照的场景"),
)
