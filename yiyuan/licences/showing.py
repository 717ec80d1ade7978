"""What a use shows of a licence: personal items that were not granted are masked by their class."""

from collections.abc import Mapping

from django.db import connection
from psycopg import sql

from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import ItemClass
from yiyuan.dataplane.masking import Mask, mask_sql
from yiyuan.kernel.errors import NotFound
from yiyuan.licences.models import Licence, LicenceUse

MASKS = {
    ItemClass.NAME: Mask.NAME,
    ItemClass.CITIZEN_ID: Mask.CITIZEN_ID,
    ItemClass.MOBILE: Mask.MOBILE,
    ItemClass.ADDRESS: Mask.ADDRESS,
    ItemClass.BANK_CARD: Mask.BANK_CARD,
    ItemClass.EMAIL: Mask.EMAIL,
}  # of other classes only that there is a value


def masks_of(licence: Licence, *, whole: frozenset[str] | None) -> dict[str, Mask]:
    """Personal items that are not to be read whole, with their masks. whole: None for all."""
    if whole is None:
        return {}
    try:
        items = licence_entry(licence.resource_id).items
    except NotFound:  # withdrawn since: nothing says any more what is personal
        return dict.fromkeys(set(licence.values) - whole, Mask.HIDDEN)
    return {
        one.name: MASKS.get(one.item_class, Mask.HIDDEN)
        for one in items
        if one.personal and one.name in licence.values and one.name not in whole
    }


def values_shown(use: LicenceUse) -> Mapping[str, str]:
    """Information item -> text, masked where the use does not read it whole; nothing where it opens nothing."""
    if not use.opens:
        return {}
    return masked(use.licence, masks_of(use.licence, whole=_whole(use)))


def reads_all(use: LicenceUse) -> bool:
    """Whether nothing is masked, so that the file may be had."""
    return use.opens and not masks_of(use.licence, whole=_whole(use))


def _whole(use: LicenceUse) -> frozenset[str] | None:
    return None if use.shown is None else frozenset(use.shown)


def masked(licence: Licence, masks: Mapping[str, Mask]) -> dict[str, str]:
    """By the one definition of masks, which is SQL."""
    told = {str(name): str(value) for name, value in licence.values.items()}
    hidden = [name for name in told if name in masks]
    if not hidden:
        return told
    columns = sql.SQL(", ").join(mask_sql(masks[name], sql.Literal(told[name])) for name in hidden)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select {}").format(columns))
        row = cursor.fetchone()
    assert row is not None, "one row"
    return told | {name: str(text) for name, text in zip(hidden, row, strict=True)}
