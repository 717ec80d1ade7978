"""Keys of the use of public credit information."""

from yiyuan.regulations.keys.declaring import key, standing
from yiyuan.regulations.types import Merge

MATTERS = {
    "trading": "公共资源交易",
    "tender": "招标投标",
    "approval": "行政审批",
    "admission": "市场准入",
    "qualify": "资质审核",
    "funding": "政府性资金安排",
    "employment": "就业服务",
    "honours": "评先评优",
}

STANDING = (
    key(
        "standing.runs",
        "信用应用在本地区开通",
        Merge.REPLACE,
        False,
        "公共信用信息的应用：{value}。",
    ),
    standing("standing.commitments", "市场主体准入前公开作出信用承诺"),
    standing("standing.forms", "各领域有信用承诺的规范格式"),
    key(
        "standing.matters",
        "应当查询信用记录的事项",
        Merge.UNION,
        (),
        "这类事项应当查询信用记录：办件 {case} 还没有查询，先查询再决定。",
        "应当查询信用记录的事项：{value}。",
        values=MATTERS,
    ),
    standing(
        "standing.duty",
        "内部共享信息仅供行政机关在履行职责中查询",
        "只有行政机关为履行职责才能查询，请写明职责。",
    ),
    standing(
        "standing.without_consent",
        "法律规定可以不经同意查询",
        "不经信息主体同意查询，请写明用途和哪一部法律第几条。",
    ),
    standing(
        "standing.consent",
        "授权查询信息须经信息主体自身申请或者书面授权",
        "请写明用途和授权书编号，并上传信息主体的书面授权。",
    ),
    standing("standing.public", "公开信息可直接查询"),
    standing("standing.purchased", "使用购买的信用报告"),
    standing("standing.agencies", "信用服务机构查询使用公共信用信息"),
    standing("standing.watch", "用信用信息加强事中事后监管"),
    standing("standing.lists", "对守信主体给予激励，对失信主体联合惩戒"),
    key(
        "standing.list_names",
        "名单的名称",
        Merge.REPLACE,
        "national",
        "名单称为{value}。",
        values={"national": "守信激励名单、严重失信主体名单", "colours": "红名单、黑名单"},
        note="条文没有规定名称，由平台默认。",
    ),
    key(
        "standing.forgery",
        "伪造证照怎样纳入信用档案",
        Merge.REPLACE,
        "report",
        "伪造证照经批准后{value}。",
        values={"report": "连同证据报送本市征信部门", "record": "报送征信部门并记入信用档案"},
        note="条文没有规定的，由平台默认。",
    ),
)
