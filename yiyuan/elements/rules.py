"""What one datum, one source asks. Pure."""

from collections.abc import Iterable

from yiyuan.kernel.errors import RuleBroken


def check_single_source(*, element: str, holder: str) -> None:
    """A second authoritative source is refused; it may verify. holder: the provider that is the source, or empty."""
    if holder:
        raise RuleBroken("catalog.one_source", item=element, provider=holder)


def check_reason(*, reason: str) -> None:
    """Moving or ending a source says why."""
    if not reason.strip():
        raise RuleBroken("elements.reason")


def check_item(*, item: str, items: Iterable[str]) -> None:
    """A source is an item the resource really has."""
    if item not in items:
        raise RuleBroken("elements.item", item=item)


def single_share(*, single: int, total: int) -> float | None:
    """Share of elements with exactly one authoritative source, 0 to 1; None without elements."""
    return single / total if total else None
