"""One value as somebody writes it for later (a look-up, a condition), in the form the rows are kept in."""

import re
from functools import cache
from typing import Final

import polars as pl

from yiyuan.dataplane.checks.columns import Column
from yiyuan.dataplane.checks.specs import ColumnSpec, Identity, Kind, Reason
from yiyuan.dataplane.checks.words import value_text

_KEPT: Final = {  # what needs no second look; a day still has to be one of the calendar
    Identity.CITIZEN_ID: re.compile(r"[0-9]{17}[0-9X]"),
    Identity.USCC: re.compile(r"[0-9A-Z]{18}"),
    Kind.INTEGER: re.compile(r"-?[0-9]{1,18}"),
    Kind.NUMBER: re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,20})?"),
}
_NEVER_KEPT: Final = {  # of a value that is looked for; a wrong check digit may have been handed in, and is found
    Reason.BAD_CITIZEN_ID.value,
    Reason.BAD_USCC.value,
}


class BadValue(ValueError):
    """A value that no row can hold; `str()` says why, in Chinese."""


def canonical(text: str, *, kind: Kind, identity: Identity = Identity.NONE) -> str:
    """The value as hand-in would keep it: full-width signs, blanks, other ways to write a date mended.

    Raises BadValue.
    """
    if (known := _KEPT.get(identity) or _KEPT.get(kind)) and known.fullmatch(text):
        return text
    if kind is Kind.TEXT and identity is Identity.NONE and text.strip():
        return text.strip()
    column = _column(kind, identity)
    kept, wrong = column.check(pl.Series([text], dtype=pl.String), flawed=True)
    value = kept[0]
    if wrong is not None and wrong.reasons[0] not in _NEVER_KEPT:
        raise BadValue(value_text(wrong.reasons[0], text))
    if value is None:
        raise BadValue("不能为空")
    return str(value)


@cache
def _column(kind: Kind, identity: Identity) -> Column:
    return Column(ColumnSpec(name="", column="", kind=kind, identity=identity))
