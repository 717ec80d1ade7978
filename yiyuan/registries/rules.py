"""What a definition must be, when a contributor is late, when a theme is not one. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from yiyuan.kernel.errors import RuleBroken
from yiyuan.registries.types import Mode

LONGEST_CASE = 60


def broken(problem: str) -> RuleBroken:
    return RuleBroken("registries.definition", problem=problem)


def check_startable(*, mode: Mode, items: Sequence[str], sources: int, without_key: Sequence[str]) -> None:
    """There is something to answer from. Raises RuleBroken("registries.definition")."""
    if not items:
        raise broken("还没有信息项。请先定义。")
    if not sources:
        raise broken("还没有来源。请先定义来源。")
    if mode is Mode.CONNECTED and sources > 1:
        raise broken("接入的库只读牵头部门的一个来源；有多个来源的请集中建设。")
    if without_key:
        raise broken(f"这些来源没有写明哪一项是“{items[0]}”：{'、'.join(without_key)}。")


def check_columns(columns: Mapping[str, str], *, known: Collection[str], source: str) -> None:
    """Every item a source is said to bring is one of its own. Raises RuleBroken("registries.definition")."""
    if strange := sorted({name for name in columns.values() if name and name not in known}):
        raise broken(f"“{source}”没有这些信息项：{'、'.join(strange)}。")


def is_too_few(*, is_base: bool, departments: Collection[int], law: Any) -> bool:  # the law, see workflow.Law
    """A theme is made of the data of several departments."""
    return bool(law("registries.several")) and not is_base and len(set(departments)) <= 1


def late_days(*, due_on: date | None, today: date) -> int:
    """Days a contributor is behind its cycle; 0: not."""
    return max((today - due_on).days, 0) if due_on else 0


def check_stated(*, reason: str) -> None:
    """Raises RuleBroken("registries.regroup")."""
    if not reason.strip():
        raise not_regrouped("请写明原因。")


def not_regrouped(problem: str) -> RuleBroken:
    return RuleBroken("registries.regroup", problem=problem)


def root_of(subject: str, merges: Mapping[str, str]) -> str:
    """Who a subject is in the end, where it was merged into another, and that one again."""
    while subject in merges:
        subject = merges[subject]
    return subject


def check_merge(subject: str, into: str, merges: Mapping[str, str]) -> None:
    """Nobody is merged twice, nor with who became of them. Raises RuleBroken("registries.regroup")."""
    if subject == into:
        raise not_regrouped("两个对象相同，不用合并。")
    if subject in merges:
        raise not_regrouped("这个对象已经并入另一个；要改的，先撤销那一次。")
    if root_of(into, merges) == subject:
        raise not_regrouped("那一个已经并入这一个，不能再反过来。")


def moved(merges: Mapping[str, str], splits: Mapping[tuple[int, str], str]) -> list[tuple[int | None, str, str]]:
    """How subjects are to be read: (source, or None for all others; subject; who it is)."""
    by_source: list[tuple[int | None, str, str]] = [
        (source, subject, root_of(into, merges)) for (source, subject), into in splits.items()
    ]
    return by_source + [(None, subject, root_of(subject, merges)) for subject in merges]


def check_case(case: str) -> None:
    """Records of persons are looked up for a case. Raises RuleBroken("registries.case")."""
    if not case.strip() or len(case.strip()) > LONGEST_CASE:
        raise RuleBroken("registries.case", most=LONGEST_CASE)
