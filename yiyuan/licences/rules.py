"""What a licence must say, who may do what with it, how it is numbered. Pure."""

import re
from collections.abc import Iterable
from datetime import date

from yiyuan.catalog.types import DataType, ItemInfo
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, licence_check
from yiyuan.licences.types import BODY_CODES, CITIZEN_ID, CODE_KIND_WORDS, USCC, Outcome, Stated

ROOT = "1.2.156.3005.2"  # 电子证照根代码, GB/T 36904-2018
LONGEST = {"holder_name": ("持证主体名称", 200), "holder_code": ("持证主体代码", 40), "licence_no": ("证照编号", 100)}
MOST_TEXT = 2000  # characters of one information item
SHOWN = 4  # characters of a long code that are not masked
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def identifier(*, type_code: str, issuer_uscc: str, serial: int, version: int) -> str:
    """证照标识: root, type, issuer, running number, version, check character."""
    parts = [type_code, issuer_uscc, f"{serial:012d}", f"{version:03d}"]
    return ".".join([ROOT, *parts, licence_check("".join(parts))])


def check_reason(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("licences.reason")


def problems_of(stated: Stated, *, holder_kind: str, items: Iterable[ItemInfo], today: date) -> list[str]:
    """What is wrong with it, in words that quote no value; empty: it can be made.

    holder_kind: the kind the catalog entry names.
    """
    found = [*_holder(stated, holder_kind), *_days(stated, today)]
    if not stated.licence_no:
        found.append("没有证照编号")
    found += [f"{word}超过 {most} 字" for name, (word, most) in LONGEST.items() if len(getattr(stated, name)) > most]
    wrong = ((item.name, _value(item, stated.values.get(item.name, ""))) for item in items)
    return [*found, *(f"“{name}”{problem}" for name, problem in wrong if problem)]


def _holder(stated: Stated, holder_kind: str) -> list[str]:
    found = []
    if not stated.holder_name:
        found.append("没有持证主体名称")
    if stated.holder_kind != holder_kind:
        found.append("持证主体种类与证照目录不一致")
    if stated.code_kind not in CODE_KIND_WORDS:
        return [*found, "持证主体代码类型不在代码表里"]
    if not stated.holder_code:
        return [*found, "没有持证主体代码"]
    if (stated.code_kind in BODY_CODES) == (stated.holder_kind == "person"):
        found.append("代码类型与持证主体种类不符")
    if stated.code_kind == CITIZEN_ID and not is_citizen_id(stated.holder_code):
        found.append("公民身份号码校验不过")
    if stated.code_kind == USCC and not is_uscc(stated.holder_code):
        found.append("统一社会信用代码校验不过")
    return found


def _days(stated: Stated, today: date) -> list[str]:
    found = []
    if stated.valid_until is not None and stated.valid_until < stated.valid_from:
        found.append("有效期止早于有效期起")
    if stated.granted_on > today:
        found.append("颁发日期还没有到")
    if stated.made_on is not None and stated.made_on >= today:
        found.append("历史补录的制证日期须早于今天")
    return found


def _value(item: ItemInfo, text: str) -> str:
    if not text:
        return "没有填" if item.required else ""
    if item.codes and text not in item.codes:
        return "不在代码范围里"
    if len(text) > (item.length or MOST_TEXT):
        return "超过长度"
    if item.data_type == DataType.DATE and day_in(text) is None:
        return "不是日期"
    if item.data_type == DataType.NUMBER and not NUMBER.fullmatch(text):
        return "不是数字"
    return ""


def check_decided(*, outcome: str, result: str) -> None:
    """An objection is decided with one of the outcomes and its result in words."""
    if outcome not in set(Outcome) or not result.strip():
        raise RuleBroken("licences.outcome")


def check_told(*, told_on: date | None) -> None:
    """An objection is closed after its result was sent to who objected."""
    if told_on is None:
        raise RuleBroken("licences.objection_told")


def check_how(*, how: str, notified: bool) -> None:
    """The way the result was sent is stated where the platform does not send it."""
    if not (notified or how.strip()):
        raise RuleBroken("licences.told_how")


def masked_name(name: str) -> str:
    """As much as those who did not issue it see of a holder."""
    return f"{name[:1]}**"


def masked_code(code: str) -> str:
    """The last four characters of a long code."""
    return f"****{code[-SHOWN:]}" if len(code) > 2 * SHOWN else "****"
