"""How the values of an item are kept: its kind of column, its check digit, one value in canonical form."""

from typing import Final

from yiyuan.catalog.types.entries import DataType, ItemClass
from yiyuan.dataplane.checks import Identity, Kind, canonical

KINDS: Final = {
    DataType.TEXT: Kind.TEXT,
    DataType.MEMO: Kind.TEXT,
    DataType.NUMBER: Kind.NUMBER,
    DataType.MONEY: Kind.NUMBER,
    DataType.FLOAT: Kind.NUMBER,
    DataType.INTEGER: Kind.INTEGER,
    DataType.DATE: Kind.DATE,
    DataType.DATETIME: Kind.DATETIME,
    DataType.LOGICAL: Kind.BOOLEAN,
}
_IDENTITIES: Final = {ItemClass.CITIZEN_ID: Identity.CITIZEN_ID, ItemClass.USCC: Identity.USCC}


def identity_of(data_type: str, item_class: str) -> Identity:
    """Which check digit an item carries; only texts do."""
    is_text = KINDS[DataType(data_type)] is Kind.TEXT
    return _IDENTITIES.get(ItemClass(item_class), Identity.NONE) if is_text else Identity.NONE


def value_of(text: str, *, data_type: str, item_class: str) -> str:
    """A value of an item that somebody looks for or compares with, as hand-in would have kept it. Raises BadValue."""
    return canonical(text, kind=KINDS[DataType(data_type)], identity=identity_of(data_type, item_class))
