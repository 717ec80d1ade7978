"""How items become columns, when a pool is behind its cycle, what a sample may show. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from yiyuan.catalog.types import CYCLE_DAYS, Cycle, Freshness, ItemClass, ItemInfo
from yiyuan.dataplane.checks import Checks, ColumnSpec, compile_checks
from yiyuan.dataplane.masking import Mask
from yiyuan.intake.api import specs_of

MASKS: Final = {
    ItemClass.NAME: Mask.NAME,
    ItemClass.CITIZEN_ID: Mask.CITIZEN_ID,
    ItemClass.MOBILE: Mask.MOBILE,
    ItemClass.ADDRESS: Mask.ADDRESS,
    ItemClass.BANK_CARD: Mask.BANK_CARD,
    ItemClass.EMAIL: Mask.EMAIL,
    ItemClass.BIRTH: Mask.HIDDEN,
    ItemClass.SENSITIVE: Mask.GENERIC,
}


def pool_specs(items: Sequence[ItemInfo]) -> tuple[ColumnSpec, ...]:
    """Columns as they stand in the pool: by kind alone. Limits may change with a version, the column does not."""
    return tuple(
        replace(
            spec, max_length=None, scale=None, required=spec.key, codes=None, pattern=None, minimum=None, maximum=None
        )
        for spec in specs_of(items)
    )


def pool_checks(items: Sequence[ItemInfo]) -> Checks:
    """The same, compiled: what the merge needs to know of columns and key."""
    return compile_checks(pool_specs(items))


def mask_of(item: ItemInfo) -> Mask | None:
    """How a sample shows an item; None: as it is. A personal item without a class shows its first character."""
    return MASKS.get(item.item_class) or (Mask.GENERIC if item.personal else None)


def freshness(*, cycle: Cycle, loaded_on: date | None, today: date) -> Freshness:
    """Whether the last load is no older than the cycle."""
    if loaded_on is None:
        return Freshness.NEVER
    days = CYCLE_DAYS.get(cycle)
    return Freshness.BEHIND if days and (today - loaded_on).days > days else Freshness.KEPT
