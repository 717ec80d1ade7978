"""What a template is tried with before there are licences: plain values, and the longest that happen. Invented."""

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image

from yiyuan.catalog.types import ItemInfo, LicenceEntry
from yiyuan.seals import layouts
from yiyuan.seals.authority import DEMO

PLAIN, LONG = "plain", "long"
SAMPLE_WORDS = {PLAIN: "一般的内容", LONG: "很长的名称"}
PLACES = ("地址", "住所", "坐落", "范围", "地点", "场所")  # of what has many words
NUMERIC = {"N", "I", "F", "Y"}
LONG_NAME = "阿卜杜热合曼·买买提依明江·吐尔逊"
LONG_BODY = "某某市某某区长江大桥综合经济开发区晨光社区志愿服务与社会工作发展促进中心（联合会）"
ADDRESS = "某某省某某市某某区长江大桥综合经济开发区中江大道与某某山路交叉口东北侧创新产业园 12 号楼 3 单元 1608 室"


def values(entry: LicenceEntry, *, which: str) -> dict[str, str]:
    """What stands on the sample, by the names a template uses. which: a key of SAMPLE_WORDS."""
    long, person = which == LONG, entry.holder == "person"
    holder = (LONG_NAME if person else LONG_BODY) if long else ("张三" if person else "晨光志愿服务队")
    code = "990000199001011234（公民身份号码）" if person else "51990000MJA0000000（统一社会信用代码）"
    made = {layouts.key(item.name): _item(item, long=long) for item in entry.items}
    return made | {
        layouts.NAME: entry.name,
        layouts.HOLDER: holder,
        layouts.CODE: code,
        layouts.NUMBER: "芜证字〔2026〕第 0000001234 号" if long else "芜证字0001",
        layouts.GRANTED: "2026-09-01",
        layouts.VALID: "2026-09-01 至 2030-08-31" if long else "2026-09-01 至 长期",
        layouts.IDENTIFIER: "1.2.156.3005.2.11990000000000000A001.11990000000000000A.000000000001.001.A",
        layouts.ISSUER: entry.issuer,
        layouts.ADDRESS: "https://example.invalid/licence-verify/AbCdEfGhIjKlMnOpQrStUv/",
        layouts.NOTE: DEMO,
    }


def _item(item: ItemInfo, *, long: bool) -> str:
    if item.codes:
        return max(item.codes, key=len) if long else item.codes[0]
    if item.data_type == "D":
        return "2026-09-01"
    if item.data_type in NUMERIC:
        return "9" * min(item.length or 12, 12) if long else "12"
    place = any(word in item.name for word in PLACES)
    text = (ADDRESS if place else item.name * 4) if long else item.name
    return text[: item.length or None]


def photos(names: Sequence[str]) -> dict[str, bytes]:
    return dict.fromkeys(names, _photo())


@cache
def _photo() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (295, 413), (232, 234, 238)).save(content, "JPEG")
    return content.getvalue()
