"""SQL expressions that show as much of a value as its class allows. Null stays null; nothing tells a name's length."""

from enum import StrEnum
from typing import Final

from psycopg import sql


class Mask(StrEnum):
    """Classes of personal values, by what may be seen of them."""

    NAME = "name"  # family name
    CITIZEN_ID = "citizen_id"  # region of first issue and the last four; never the birth date
    MOBILE = "mobile"  # first three, last four
    ADDRESS = "address"  # down to the district
    BANK_CARD = "bank_card"  # last four
    EMAIL = "email"  # first character and the provider
    GENERIC = "generic"  # first character
    HIDDEN = "hidden"  # that there is a value


_COMPOUND_NAMES: Final = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 司空 宇文 长孙 端木 百里 呼延 南宫 轩辕 独孤 澹台 "
    "公冶 太史 申屠 钟离 闻人 赫连 濮阳 淳于 单于 仲孙 万俟 闾丘"
).split()
_TEMPLATES: Final = {
    Mask.NAME: (
        "case when left({v}, 2) = any({compound}) and char_length({v}) > 2 then left({v}, 2) else left({v}, 1) end "
        "|| '**'"
    ),
    Mask.CITIZEN_ID: (
        "case char_length({v}) when 18 then left({v}, 6) || '********' || right({v}, 4) "
        "when 15 then left({v}, 6) || '******' || right({v}, 3) else left({v}, 1) || '********' end"
    ),
    Mask.MOBILE: (
        "case when char_length({v}) >= 11 then left(right({v}, 11), 3) || '****' || right({v}, 4) else '****' end"
    ),
    Mask.ADDRESS: (
        "coalesce(substring({v} from '^[^区县旗]{{1,9}}[区县旗]'), left({v}, least(6, char_length({v}) / 2))) || '****'"
    ),
    Mask.BANK_CARD: "case when char_length({v}) >= 12 then '**** **** **** ' || right({v}, 4) else '****' end",
    Mask.EMAIL: (
        "case when strpos({v}, '@') > 2 then left({v}, 1) || '***' || substr({v}, strpos({v}, '@')) else '***' end"
    ),
    Mask.GENERIC: "case when char_length({v}) > 3 then left({v}, 1) || '***' else '***' end",
    Mask.HIDDEN: "'***'",
}


def mask_sql(kind: Mask, column: sql.Composable) -> sql.Composed:
    """A text expression showing `column` (an identifier or an expression of any type) masked."""
    value = sql.SQL("({})::text").format(column)
    shown = sql.SQL(_TEMPLATES[kind]).format(v=value, compound=sql.Literal(_COMPOUND_NAMES))
    return sql.SQL("case when {} is not null then {} end").format(value, shown)
