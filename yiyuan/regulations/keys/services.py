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
    key(
        "services.as_paper",
        "通过平台取得的，与纸质原件同等效力",
        Merge.UNION,
        ("licence",),
        "“{material}”已从平台取得，带出具单位、时间和摘要，与纸质原件同等效力，不得以材料不全为由不予办理。",
        "从平台取得的这些材料与纸质原件同等效力，不得再要纸质原件：{value}。",
        values={"licence": "电子证照", "document": "文书", "contract": "合同"},
    ),
    standing(
        "services.ready",
        "材料齐全、影印件经查验才能准予办理",
        "{problem}",
        "材料要齐全；影印件要用电子证照查验，没有查到的记下来。",
    ),
    standing("services.together", "一件事由几个部门协同办理"),
    standing("services.anywhere", "全程网办、全省通办、跨区域可办"),
    standing("services.ankang", "推广安康码等便民应用场景"),
    standing("services.unified_app", "各部门的移动端接入统一的移动应用"),
    standing("services.supervised", "监管事项全覆盖、监管过程全记录，监管数据可预警"),
    standing("services.supervision_linked", "监管业务系统与国家“互联网+监管”系统对接"),
    standing("services.scenes", "公布可以单独出示电子证照的场景"),
)
