"""Questions a lower room asks and upper rooms answer with values, in the same transaction.

MAY_WITHDRAW: Question[int, str] = Question("catalog.may_withdraw")   # declared by the lower room
MAY_WITHDRAW.answer_with(sharing.api.objections_to_withdrawal)        # in config/wiring.py
reasons = MAY_WITHDRAW.ask(resource_id)
"""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class Question(Generic[A, R]):
    """`ask` returns all answers of all rooms that were wired to it, in wiring order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._answerers: list[Callable[[A], Iterable[R]]] = []

    def answer_with(self, answerer: Callable[[A], Iterable[R]]) -> None:
        if answerer not in self._answerers:
            self._answerers.append(answerer)

    def ask(self, about: A) -> list[R]:
        return [answer for answerer in self._answerers for answer in answerer(about)]
