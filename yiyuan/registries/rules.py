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


def check_case(case: str) -> None:
    """Records of persons are looked up for a case. Raises RuleBroken("registries.case")."""
    if not case.strip() or len(case.strip()) > LONGEST_CASE:
        raise RuleBroken("registries.case", most=LONGEST_CASE)
