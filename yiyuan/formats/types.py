"""What crosses the border of formats."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class TemplateState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    LIVE = "live"
    REPLACED = "replaced"
    DROPPED = "dropped"


TEMPLATE_WORDS = {
    TemplateState.DRAFT: "设计中",
    TemplateState.SENT: "待颁证单位确认",
    TemplateState.LIVE: "在用",
    TemplateState.REPLACED: "已由新版代替",
    TemplateState.DROPPED: "已作废",
}


class Confirmed(StrEnum):
    """What the issuer confirms of a template."""

    NAME = "name"
    STYLE = "style"
    FIELDS = "fields"


CONFIRMED_WORDS = {Confirmed.NAME: "标准名称", Confirmed.STYLE: "标准样式", Confirmed.FIELDS: "数据字段说明"}


class Sheet(StrEnum):
    A4 = "a4"
    A4_WIDE = "a4_wide"
    CARD = "card"
    CARD_HIGH = "card_high"


SHEET_WORDS = {
    Sheet.A4: "A4 竖版",
    Sheet.A4_WIDE: "A4 横版",
    Sheet.CARD: "卡片横版（85.6×54 毫米）",
    Sheet.CARD_HIGH: "卡片竖版（54×85.6 毫米）",
}


class TypeState(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


TYPE_WORDS = {
    TypeState.DRAFT: "编制中",
    TypeState.LIVE: "在用",
    TypeState.REPLACED: "已由新版代替",
    TypeState.WITHDRAWN: "已撤销",
}


class Validity(StrEnum):
    """How long a licence of a type holds."""

    ENDLESS = "endless"
    YEARS = "years"
    STATED = "stated"


VALIDITY_WORDS = {Validity.ENDLESS: "长期有效", Validity.YEARS: "固定年限", Validity.STATED: "以照面所写为准"}


class Privacy(StrEnum):
    """Who sees a field whole."""

    OPEN = "open"
    MASKED = "masked"


PRIVACY_WORDS = {Privacy.OPEN: "可以公示", Privacy.MASKED: "涉及隐私，脱敏显示"}


class FormatTag(StrEnum):
    STANDARD = "formats.standard.published"
    TYPE = "formats.type.made"
    IMPORTED = "formats.types.imported"
    TEMPLATE = "formats.template.made"


@dataclass(frozen=True, slots=True)
class TypeField:
    """One field of a licence type. data_type: letter of the national guide; codes: allowed values, none: any."""

    name: str
    data_type: str
    length: int | None
    codes: tuple[str, ...]
    privacy: Privacy
    required: bool


@dataclass(frozen=True, slots=True)
class LiveTemplate:
    """The template in use of a licence entry. content: a page and its boxes, see `seals.layouts`."""

    id: int
    version: int
    content: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StandardInfo:
    """The city's standard in force. number 0: the platform's own, where the city has published none.

    needs: names that must stand on a face. least_points: smallest type. seal_mm: least and most breadth of the seal.
    """

    number: int
    title: str
    needs: tuple[str, ...]
    least_points: float
    seal_mm: tuple[float, float]
    sheets: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.title}（第 {self.number} 版）" if self.number else self.title
