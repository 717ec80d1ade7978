"""What may be collected, and what is marked. Pure."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from yiyuan.collection.types import Flag, Planned
from yiyuan.kernel.errors import RuleBroken

Law = Callable[[str], Any]  # rule key -> its value


class Source(Protocol):
    """A published resource of another department that holds an item."""

    @property
    def item(self) -> str: ...
    @property
    def resource(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def shareable(self) -> bool: ...
    @property
    def registered(self) -> bool: ...


FIELDS = {"item": "items", "duty": "duty", "article": "article", "necessity": "necessity"}


def check_plan(plan: Planned, *, sources: Sequence[Source], listed: bool, law: Law) -> None:
    """Whether it may be saved. listed: its entry is on the department's duty list.

    Raises RuleBroken("collection.plan" | "collection.private_modes" | "collection.catalogued" | "collection.duty_list"
    | "sharing.no_recollect" | "collection.one_source").
    """
    check_stated(plan, law=law)
    if plan.personal and plan.mode in law("collection.private_modes"):
        raise RuleBroken("collection.private_modes", mode=str(plan.mode), field="mode")
    if not plan.outside:
        if law("collection.duty_list") and not (listed and not plan.foreign):
            raise RuleBroken("collection.duty_list", item=(plan.foreign or plan.items)[0], field="items")
        if plan.foreign:
            raise RuleBroken("collection.catalogued", item=plan.foreign[0], field="items")
        check_source(plan, sources=sources, law=law)


def check_stated(plan: Planned, *, law: Law) -> None:
    """Raises RuleBroken("collection.plan") with what is missing."""
    said = {"item": plan.items, "duty": plan.duty, "article": plan.article, "necessity": plan.necessity}
    missing = [name for name in law("collection.plan") if not said[name]]
    if missing:
        raise RuleBroken("collection.plan", missing=missing, field=FIELDS[missing[0]])


def check_source(plan: Planned, *, sources: Sequence[Source], law: Law) -> None:
    """What exists is asked for. Raises RuleBroken("sharing.no_recollect" | "collection.one_source")."""
    if plan.exception and law("collection.exception"):
        return
    for one in sources:
        if plan.different and not one.registered:
            continue
        key = "sharing.no_recollect" if one.shareable else "collection.one_source"
        raise RuleBroken(key, item=one.item, resource=one.resource, provider=one.provider, field="items")


def flags_of(plan: Planned, *, sources: Sequence[Source], listed: bool, law: Law) -> list[Flag]:
    """What is marked on a plan that is saved."""
    lawful = bool(plan.exception) and law("collection.exception")
    explained = bool(plan.different) and not any(one.registered for one in sources)
    marks = {
        Flag.NO_DUTY: not plan.duty,
        Flag.OUTSIDE_DUTIES: bool(plan.duty) and not plan.mandated,
        Flag.OUTSIDE_LIST: law("collection.duty_list") and (not listed or bool(plan.foreign)),
        Flag.OUTSIDE_CATALOG: bool(plan.foreign),
        Flag.SECOND_SOURCE: bool(sources) and not lawful and not explained,
        Flag.SAME_NAME: bool(sources) and not lawful and explained,
        Flag.LAW_CITED: bool(sources) and lawful,
    }
    return [flag for flag, marked in marks.items() if marked]


def occasions_of(flags: Sequence[Flag], *, law: Law) -> list[str]:
    """Conduct listed by the law that a plan may be a sign of: values of "collection.violation"."""
    signs = {Flag.OUTSIDE_CATALOG: "uncatalogued", Flag.SECOND_SOURCE: "duplicate"}
    return [signs[flag] for flag in flags if flag in signs and signs[flag] in law("collection.violation")]


def check_end(*, reason: str) -> None:
    """Raises RuleBroken("collection.end")."""
    if not reason.strip():
        raise RuleBroken("collection.end", field="reason")
