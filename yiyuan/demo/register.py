"""Data elements of the demo city: who is the one source of what, and who verifies it."""

from collections.abc import Mapping

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo.people import Staff
from yiyuan.elements import services
from yiyuan.elements.types import SourceKind

# element, synonyms, whether it identifies, resource that is its source, item, resources that verify it
ELEMENTS: tuple[tuple[str, list[str], bool, str, str, list[tuple[str, str]]], ...] = (
    ("公民身份号码", ["身份证号"], True, "household", "公民身份号码", []),
    ("统一社会信用代码", ["信用代码"], True, "enterprises", "统一社会信用代码", []),
    ("户籍地址", [], False, "household", "户籍地址", []),
    ("企业登记状态", [], False, "enterprises", "登记状态", []),
    ("婚姻登记日期", ["结婚登记日期", "领证日期"], False, "marriage", "登记日期", []),
    ("低保保障类别", ["低保类别"], False, "allowance", "保障类别", []),
    ("死亡日期", [], False, "deaths", "死亡日期", [("cremation", "死亡日期")]),
    ("残疾等级", [], False, "disabled", "残疾等级", []),
    ("参保状态", [], False, "insurance", "参保状态", []),
    ("不动产坐落", ["房屋坐落"], False, "property", "坐落", []),
    ("就读学校", [], False, "pupils", "学校", []),
    ("养老机构床位数", [], False, "", "", []),
)


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """The bureau registers the elements; one still waits for its source."""
    bureau = staff.actor("wuhu.bureau.bureau")
    for name, synonyms, identifies, key, item, verifying in ELEMENTS:
        element = services.register_element(actor=bureau, name=name, synonyms=synonyms, identifies=identifies)
        kinds = [(key, item, SourceKind.AUTHORITATIVE)] if key else []
        for resource, of, kind in [*kinds, *((other, of, SourceKind.VERIFYING) for other, of in verifying)]:
            services.add_source(
                element.id,
                actor=bureau,
                resource_id=published[resource].id,
                item_name=of,
                kind=kind,
                basis="部门职责（三定规定，演示）",
            )
