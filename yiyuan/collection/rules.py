"""What may be collected, and what is marked. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
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


def check_task(
    *,
    searched: str,
    found: int,
    unfit: str,
    application: str,
    refused: bool,
    exception: str,
    sources: Sequence[Source],
    law: Law,
) -> None:
    """A grass-roots collection is asked for where sharing cannot give the data.

    found: resources the search of the catalog came upon; unfit: why they do not do. refused: whether the application
    of that number was refused. Raises RuleBroken("collection.task_evidence"), and as `check_source`.
    """
    if application and not refused:
        raise RuleBroken(
            "collection.task_evidence", problem=f"没有找到本部门编号为 {application}、已被拒绝的共享申请。"
        )
    if not application and not searched:
        raise RuleBroken("collection.task_evidence", problem="请检索目录，或者写明被拒绝的共享申请的编号。")
    if not application and found and not unfit:
        raise RuleBroken("collection.task_evidence", problem="检索到了资源，请写明为什么不能用。")
    if exception and law("collection.exception"):
        return
    for one in sources:
        if application or (unfit and not one.registered and not one.shareable):
            continue
        key = "sharing.no_recollect" if one.shareable else "collection.one_source"
        raise RuleBroken(key, item=one.item, resource=one.resource, provider=one.provider)


def check_one_step(*, two_steps: bool) -> None:
    """Raises RuleBroken("collection.task_approval")."""
    if two_steps:
        raise RuleBroken("collection.task_approval")


def check_two_steps(*, two_steps: bool) -> None:
    """Raises RuleBroken("collection.task_approval")."""
    if not two_steps:
        raise RuleBroken("collection.task_approval")


def check_round(*, due_on: date, today: date, round_number: int, once: bool) -> None:
    """Raises RuleBroken("collection.task")."""
    if due_on <= today:
        raise RuleBroken("collection.task", problem="截止日期须在今天以后。", field="due_on")
    if once and round_number > 1:
        raise RuleBroken("collection.task", problem="批准的是一次性采集，已经采集过了。", field="due_on")


def check_rows(*, rows: int, no_rows: bool) -> None:
    """Raises RuleBroken("collection.rows")."""
    if not rows and not no_rows:
        raise RuleBroken(
            "collection.rows", problem="一行也没有填；确实没有可报的，请勾选“没有可报的”。", field="no_rows"
        )
    if rows and no_rows:
        raise RuleBroken("collection.rows", problem="已经填了数据，不能又报没有可报的。", field="no_rows")


def check_note(*, reason: str) -> None:
    """Raises RuleBroken("collection.note")."""
    if not reason.strip():
        raise RuleBroken("collection.note", field="note")


def check_digitisation(*, standard: str, planned_on: date, today: date) -> None:
    """What a plan of digitisation says. Raises RuleBroken("collection.digitised")."""
    if not standard.strip():
        raise RuleBroken("collection.digitised", problem="请写明按哪一项技术标准改造。", field="standard")
    if planned_on < today:
        raise RuleBroken("collection.digitised", problem="计划完成日期不能早于今天。", field="planned_on")


def check_finished(*, finished_on: date, today: date, noted_on: date) -> None:
    """Raises RuleBroken("collection.digitised")."""
    if not noted_on <= finished_on <= today:
        problem = f"完成日期须在列入日期（{noted_on}）和今天之间。"
        raise RuleBroken("collection.digitised", problem=problem, field="finished_on")
