"""The limits of information items: files can be checked by them, and a pool can have them as columns. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Protocol

from yiyuan.catalog.types import DataType
from yiyuan.dataplane.checks import Bound, is_pattern
from yiyuan.kernel.errors import RuleBroken

MOST_ITEMS: Final = 1000  # of an entry; PostgreSQL has 1600 columns, and versions only add some
MOST_DIGITS: Final = 1000  # of a number, both sides of the point; PostgreSQL's numeric
MOST_CHARACTERS: Final = 2_000_000
NUMBERS: Final = {DataType.NUMBER, DataType.MONEY}  # with digits after the point
DIGITS: Final = {*NUMBERS, DataType.FLOAT, DataType.INTEGER}
UNBOUNDED: Final = {DataType.TEXT, DataType.MEMO, DataType.LOGICAL}  # kinds without a least and a most
WORDS: Final = {"length": "长度", "scale": "小数位", "pattern": "格式", "minimum": "最小值", "maximum": "最大值"}


class Limited(Protocol):
    """The part of an item that limits its values."""

    name: str
    data_type: str
    length: int | None
    scale: int | None
    pattern: str
    minimum: str
    maximum: str


def read_bound(data_type: str, text: str) -> Bound | None:
    """The least or most of an item; None where there is none. Raises ValueError for what is no value of its type."""
    text = text.strip()
    if not text or data_type in UNBOUNDED:
        return None
    match data_type:
        case DataType.DATE:
            return date.fromisoformat(text)
        case DataType.DATETIME:
            at = datetime.fromisoformat(text)
            if at.tzinfo is None:
                return at
        case _:
            try:
                number = Decimal(text)
            except InvalidOperation as error:
                raise ValueError(text) from error
            if number.is_finite():
                return number
    raise ValueError(text)


def flaws(item: Mapping[str, Any]) -> dict[str, str]:  # fields of an item
    """What of the limits of an item contradicts itself or cannot be read: field -> why. Empty where all is well."""
    found: dict[str, str] = {}
    kind, length, scale = str(item["data_type"]), item.get("length"), item.get("scale")
    most = MOST_DIGITS if kind in DIGITS else MOST_CHARACTERS
    if length is not None and not 1 <= length <= most:
        found["length"] = f"须是 1 到 {most}"
    if scale is not None and kind in NUMBERS and scale > (most if length is None else length):
        found["scale"] = f"小数位（{scale}）不能多于长度（{length or most}）"
    pattern = str(item.get("pattern") or "")
    if pattern and not is_pattern(pattern):
        found["pattern"] = f"“{pattern[:40]}”不是能用的正则表达式"
    bounds: dict[str, Any] = {}
    for name in ("minimum", "maximum"):
        text = str(item.get(name) or "")
        try:
            bounds[name] = read_bound(kind, text)
        except ValueError:
            found[name] = f"“{text}”不能作为取值范围"
    low, high = bounds.get("minimum"), bounds.get("maximum")
    if low is not None and high is not None and low > high:
        found["minimum"] = f"最小值（{item['minimum']}）大于最大值（{item['maximum']}）"
    return found


def check_number_of_items(names: Sequence[str]) -> None:
    """An entry has no more items than a pool has columns for."""
    if len(names) > MOST_ITEMS:
        extra = names[MOST_ITEMS]
        problem = f"最多 {MOST_ITEMS} 个，现有 {len(names)} 个，从“{extra}”起超出。请分成几个资源"
        raise RuleBroken("catalog.fits", field="信息项", problem=problem, name="items")


def check_limits(items: Sequence[Limited]) -> None:
    """Before submission: also of items that were written before their limits were looked at."""
    check_number_of_items([item.name for item in items])
    for item in items:
        for name, why in flaws({field: getattr(item, field) for field in ("data_type", *WORDS)}).items():
            raise RuleBroken("catalog.fits", field=f"{item.name}：{WORDS[name]}", problem=why, name=name)
