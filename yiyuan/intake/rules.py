"""What the catalog's items ask of a file: its columns, its header, no mark of classification. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import polars as pl

from yiyuan.catalog.api import read_bound
from yiyuan.catalog.types import KINDS, DataType, ItemClass, ItemInfo, identity_of
from yiyuan.dataplane.checks import Bound, Checks, ColumnSpec, Identity, Kind, OnFail, compile_checks
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.masking import Mask
from yiyuan.dataplane.readers.headings import matched
from yiyuan.intake.types import Preview
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Share


class Law(Protocol):
    """The law of the matter, by rule key."""

    def __call__(self, key: str) -> Any: ...  # type depends on the key


MASKS: Final = {
    ItemClass.NAME: Mask.NAME,
    ItemClass.CITIZEN_ID: Mask.CITIZEN_ID,
    ItemClass.MOBILE: Mask.MOBILE,
    ItemClass.ADDRESS: Mask.ADDRESS,
    ItemClass.BANK_CARD: Mask.BANK_CARD,
    ItemClass.EMAIL: Mask.EMAIL,
    ItemClass.BIRTH: Mask.HIDDEN,
    ItemClass.SENSITIVE: Mask.GENERIC,
    ItemClass.TRADE_SECRET: Mask.HIDDEN,
}
_OF_KIND: Final = ("类型", "种类", "类别")  # endings of the item that names the document
SECOND_PERSON: Final = "intake.replacement_second_person_share"
_MEASURED: Final = {Kind.TEXT, Kind.NUMBER, Kind.INTEGER}  # kinds whose length is asked for
REASON_COLUMN: Final = "原因"  # the last column of the workbook of refused rows; handing it in again is fine
# 密级标志 as documents carry it: the level with a star, a cell that is nothing but the level, or 密级：…
_MARK: Final = (
    r"(绝密|机密|秘密)\s*[★☆*]|^\s*[\[【(（]?\s*(绝密|机密|秘密)\s*[\]】)）]?\s*$|密级\s*[:：]\s*(绝密|机密|秘密)"
)


def needs_two(preview: Preview | None, *, share: Share) -> bool:
    """Whether a load takes so much out of the pool that two persons confirm it: more than the share, or everything."""
    if preview is None or not preview.lost:
        return False
    return preview.lost == preview.pool or share.is_exceeded(preview.lost, of=preview.pool)


def check_one_suffices(*, preview: Preview | None, law: Law) -> None:
    """One person confirms a load that takes no more than the share out of the pool."""
    if needs_two(preview, share=law(SECOND_PERSON)):
        assert preview is not None, "without a preview nothing goes"
        raise RuleBroken(SECOND_PERSON, gone=preview.lost, pool=preview.pool)


def specs_of(items: Sequence[ItemInfo], *, identity_on_fail: OnFail = OnFail.MARK) -> tuple[ColumnSpec, ...]:
    """Column rules of a version's items. Raises RuleBroken("catalog.fits") for limits that cannot be read."""
    names = {item.name for item in items}
    code = _code_of_record(items) if identity_on_fail is OnFail.REFUSE else None
    return tuple(
        replace(
            _spec(item, identity_on_fail),
            identity_by=document_item(item, names),
            required=item.required or item is code,
        )
        for item in items
    )


def document_item(item: ItemInfo, names: Collection[str]) -> str:
    """Name of the item that says which document the number is of (证件号码, 证件类型); empty without one.

    企业代码 and 企业类型 are no such pair: the name must speak of a document, or of the number itself.
    """
    if identity_of(item.data_type, item.item_class) is Identity.NONE:
        return ""
    stem = re.sub(r"(号码|编号|号|代码)$", "", item.name)
    begins = [item.name, *[stem] * bool(re.search(r"(证件|证照|证书|证)$", stem))]
    pairs = (f"{begin}{end}" for begin in begins for end in _OF_KIND)
    return next((name for name in pairs if name in names), "")


def _code_of_record(items: Sequence[ItemInfo]) -> ItemInfo | None:
    """The item that identifies the record of a legal person; records of natural persons may name a body beside."""
    found = [(item, identity_of(item.data_type, item.item_class)) for item in items]
    if any(identity is Identity.CITIZEN_ID and item.key for item, identity in found):
        return None
    return next((item for item, identity in found if identity is Identity.USCC), None)


def _spec(item: ItemInfo, identity_on_fail: OnFail) -> ColumnSpec:
    kind = KINDS[item.data_type]
    return ColumnSpec(
        name=item.name,
        column=item.column,
        kind=kind,
        max_length=item.length if kind in _MEASURED else None,
        scale=item.scale if item.data_type in {DataType.NUMBER, DataType.MONEY} else None,
        required=item.required,
        key=item.key,
        codes=frozenset(item.codes) or None,
        pattern=item.pattern or None,
        minimum=_bound(item, item.minimum),
        maximum=_bound(item, item.maximum),
        identity=identity_of(item.data_type, item.item_class),
        identity_on_fail=identity_on_fail,
    )


def _bound(item: ItemInfo, text: str) -> Bound | None:
    try:
        return read_bound(item.data_type, text)
    except ValueError as error:
        raise RuleBroken("catalog.fits", field=item.name, problem=f"“{text}”不能作为取值范围。") from error


def checks_of(items: Sequence[ItemInfo], *, identity_on_fail: OnFail) -> Checks:
    """Compiled rules. Raises RuleBroken("catalog.fits") for limits or patterns that cannot be read."""
    try:
        return compile_checks(specs_of(items, identity_on_fail=identity_on_fail))
    except pl.exceptions.ComputeError as error:  # a pattern the engine does not know
        wrong = "、".join(item.name for item in items if item.pattern)
        raise RuleBroken("catalog.fits", field=wrong, problem="格式（正则表达式）读不懂。") from error


def match_headers(headers: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Header of the file to item name. Raises RuleBroken("intake.header") naming what is missing and unknown."""
    try:
        return matched(headers, names, also={REASON_COLUMN})
    except FileRefused as refused:
        raise RuleBroken("intake.header", problem=refused.facts["problem"]) from refused


def mask_of(item: ItemInfo) -> Mask | None:
    """How a sample shows an item; None: as it is. A personal item without a class shows its first character."""
    return MASKS.get(item.item_class) or (Mask.GENERIC if item.personal else None)


def is_marked(text: str) -> bool:
    """Whether a text carries a mark of classification."""
    return re.search(_MARK, text) is not None


def holds_mark(frame: pl.DataFrame) -> bool:
    """Whether any cell of a frame of texts carries a mark of classification."""
    for series in frame.iter_columns():
        if series.dtype != pl.String:
            continue
        suspicious = series.filter(series.str.contains("密", literal=True).fill_null(value=False))
        if len(suspicious) and suspicious.str.contains(_MARK).any():
            return True
    return False
