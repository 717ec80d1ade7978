"""How items become columns, when a pool is behind its cycle. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from yiyuan.catalog.types import CYCLE_DAYS, Cycle, Freshness, ItemInfo
from yiyuan.dataplane.checks import Checks, ColumnSpec, compile_checks
from yiyuan.intake.api import specs_of


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


def freshness(*, cycle: Cycle, loaded_on: date | None, today: date) -> Freshness:
    """Whether the last load is no older than the cycle."""
    if loaded_on is None:
        return Freshness.NEVER
    days = CYCLE_DAYS.get(cycle)
    return Freshness.BEHIND if days and (today - loaded_on).days > days else Freshness.KEPT
