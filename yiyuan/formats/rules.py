"""What a face must have, what a licence type must say. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS, DataType
from yiyuan.formats.types import CONFIRMED_WORDS, Confirmed, StandardInfo, TypeField, Validity
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_uscc
from yiyuan.seals import layouts

SHORT_OF = {layouts.ADDRESS: "核验二维码（{核验地址}）"}  # names that people know by another word
ROUNDING = 1e-6
MOST_FIELDS, MOST_YEARS, CODE_LETTERS = 100, 100, 21


def lacking(content: Sequence[Mapping[str, Any]], *, standard: StandardInfo, required: Iterable[str]) -> list[str]:
    """What a face lacks to follow the standard, in words. required: information items that every licence states."""
    page, *boxes = content
    found = []
    if layouts.sheet_of(page) not in standard.sheets:
        found.append("幅面不在标准允许的幅面里")
    placed = layouts.places_in(content)
    missing = [name for name in (*standard.needs, *required) if layouts.key(name) not in placed]
    if missing:
        found.append("照面上没有" + "、".join(SHORT_OF.get(name, f"“{name}”") for name in dict.fromkeys(missing)))
    small = [box["size"] for box in boxes if box.get("size", standard.least_points) < standard.least_points]
    if small:
        found.append(f"字号小于 {standard.least_points:g} 磅")
    seals = [box["box"] for box in boxes if box["kind"] == "SealPlace"]
    least, most = standard.seal_mm
    if len(seals) != 1:
        found.append("须有一处印章位置" if not seals else "印章位置只能有一处")
    elif not least - ROUNDING <= min(seals[0]["width"], seals[0]["height"]) <= most + ROUNDING:
        found.append(f"印章位置须在 {least:g} 到 {most:g} 毫米之间")
    return found


def check_follows(*, lacks: Sequence[str]) -> None:
    """A template goes to the issuer, and licences are issued on it, only when it follows the city's standard."""
    if lacks:
        raise RuleBroken("formats.standard", problem="；".join(lacks))


def check_confirmed(*, confirmed: Collection[str], asked: bool, lacks: Sequence[str]) -> None:
    """A template goes live when the issuer confirmed all three things, and it follows the standard of that day."""
    check_follows(lacks=lacks)
    open_ = [CONFIRMED_WORDS[one] for one in Confirmed if one not in confirmed]
    if asked and open_:
        raise RuleBroken("formats.confirmed", open="、".join(open_))


def check_reason(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("formats.reason")


def wrong_type(said: Mapping[str, Any], fields: Sequence[TypeField]) -> list[str]:
    """What is wrong with a licence type, in words; empty: it can be kept. said: fields of the model by name."""
    found = [f"没有{word}" for name, word in NEEDED.items() if not str(said.get(name) or "").strip()]
    if said.get("kind") and said["kind"] not in LICENCE_WORDS:
        found.append("种类须是证件、证明、批文、鉴定报告、办事结果之一")
    holders = said.get("holders") or []
    if not holders or set(holders) - set(HOLDER_WORDS):
        found.append("持证主体须是自然人、法人、其他组织之一或者几种")
    code = said.get("code") or ""
    if len(code) != CODE_LETTERS or not code.isascii() or not code.isalnum():
        found.append("证照类型代码须是 21 位：定义机构代码 18 位，顺序码 3 位")
    elif not is_uscc(code[:18]):
        found.append("证照类型代码的前 18 位不是统一社会信用代码")
    if said.get("validity") not in set(Validity):
        found.append("有效期须是长期有效、固定年限、以照面所写为准之一")
    years = said.get("years")
    if (said.get("validity") == Validity.YEARS) != (years is not None):
        found.append("固定年限的写明几年，其余的不写")
    elif years is not None and not 1 <= years <= MOST_YEARS:
        found.append(f"年限须在 1 到 {MOST_YEARS} 之间")
    if not said.get("sealed") and not str(said.get("exempt") or "").strip():
        found.append("依法不加盖电子印章的，须写明法律或者行政法规")
    if not said.get("collected") and not str(said.get("not_collected") or "").strip():
        found.append("不归集的，须写明国家的规定")
    return found + _wrong_fields(fields)


def _wrong_fields(fields: Sequence[TypeField]) -> list[str]:
    if not fields:
        return ["没有字段"]
    found = []
    names = [field.name for field in fields]
    if len(names) > MOST_FIELDS:
        found.append(f"字段多于 {MOST_FIELDS} 个")
    found += [f"字段“{name}”重复" for name in dict.fromkeys(names) if names.count(name) > 1]
    found += [f"字段“{one.name}”的数据类型不在代码表里" for one in fields if one.data_type not in set(DataType)]
    found += [
        f"字段“{one.name}”的长度不对" for one in fields if one.length is not None and not 1 <= one.length <= LONGEST
    ]
    return found


LONGEST = 4000
NEEDED = {
    "name": "证照名称",
    "definer": "定义机构",
    "issuer": "颁发机构",
    "basis": "依据",
    "standard": "标准版本",
}
