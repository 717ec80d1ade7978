"""What a consultation asks of its makers and of those who answer. Pure."""

from collections.abc import Collection, Mapping
from datetime import date

from yiyuan.kernel.errors import RuleBroken


def check_openable(*, articles: int, invited: int, due_on: date, today: date) -> None:
    """Articles, somebody to ask, and time to answer."""
    if not articles or not invited or due_on <= today:
        raise RuleBroken("consultations.openable")


def check_opinions(*, opinions: Collection[Mapping[str, str]], signed_by: str) -> None:
    """Every opinion has its reason; the principal head signs, also where there is no opinion."""
    if not signed_by.strip():
        raise RuleBroken("consultations.signed")
    if any(not one["text"].strip() or not one["reason"].strip() for one in opinions):
        raise RuleBroken("consultations.reason")


def check_closable(*, undecided: int, awaited: int, summary: str) -> None:
    """Every opinion was adopted or not, nobody may still answer, and there is a summary."""
    if awaited:
        raise RuleBroken("consultations.awaited", count=awaited)
    if undecided:
        raise RuleBroken("consultations.undecided", count=undecided)
    if not summary.strip():
        raise RuleBroken("consultations.summary")
