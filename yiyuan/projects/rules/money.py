"""Amounts in fen: a ledger that balances, contracts within what was approved, years without funds. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.types import Account, Posting

BOOKED = {"allot": (Account.BUDGET, Account.TREASURY), "pay": (Account.PAID, Account.BUDGET)}


def balances(postings: Iterable[Posting]) -> Mapping[Account, int]:
    """What stands on each account, in fen; together always nothing."""
    found: Counter[Account] = Counter()
    for one in postings:
        found[one.debit] += one.amount
        found[one.credit] -= one.amount
    return found


def check_allotted(postings: Iterable[Posting], *, amount: int, approved: int) -> None:
    """What is allotted for building or buying stays within what was approved."""
    if -balances(postings)[Account.TREASURY] + amount > approved:
        raise RuleBroken("projects.within_approved", problem="安排的资金超过批复金额。")


def check_paid(postings: Iterable[Posting], *, amount: int) -> None:
    """No more is paid than was allotted and not yet paid."""
    left = balances(postings)[Account.BUDGET]
    if amount > left:
        raise RuleBroken("projects.payment", problem=f"支付超过预算：还可以支付 {left // 100:,}.{left % 100:02d} 元。")


def check_reversible(postings: Iterable[Posting], *, of: Posting) -> None:
    """A reversal leaves no account of the project below nothing."""
    left = balances([*postings, Posting(of.credit, of.debit, of.amount)])
    if left[Account.BUDGET] < 0 or left[Account.PAID] < 0:
        raise RuleBroken("projects.reversal")


def check_within(*, content: str, amount: int, approved_content: str, approved: int, bought: int) -> None:
    """A purchase names lines of the approved content, and all of its kind stay within the approved amount."""
    known = {line.strip() for line in approved_content.splitlines() if line.strip()}
    strange = [line.strip() for line in content.splitlines() if line.strip() and line.strip() not in known]
    if strange:
        raise RuleBroken("projects.within_approved", problem=f"不在批复内容里：{'、'.join(strange)}。")
    if bought + amount > approved:
        raise RuleBroken("projects.within_approved", problem="金额超过批复金额。")


def rolled(*, funded: bool, before: int) -> int:
    """Years in a row without funds after one more year; funds set it back."""
    return 0 if funded else before + 1
