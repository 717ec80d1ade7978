"""What holds for organisations. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_uscc, uscc_check
from yiyuan.organisations.types import Office

USCC_LENGTH = 18
ADMINISTRATION = frozenset({Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN, Function.AUDIT_ADMIN})
# functions whose giving a second administrator confirms
WEIGHTY = ADMINISTRATION | {
    Function.BUREAU,
    Function.LEADING,
    Function.HEAD,
    Function.AUDITOR,
    Function.DATA_OFFICER,
}
USE_NOTED = timedelta(minutes=1)  # that a token or a session is used is noted once in so long
LOGIN_WINDOW = timedelta(minutes=15)
# failures within the window after which no login is tried: from one address for one account, from one address (many
# people may sit behind it), for one account from wherever (so that nobody locks another out with five tries)
LOGIN_FAILURES = {"account_and_origin": 5, "origin": 100, "account": 50}
OFFICE_FUNCTIONS = {
    Function.BUREAU: {Office.BUREAU},
    Function.LEADING: {Office.LEADING_GROUP, Office.BUREAU},
    Function.OPERATOR: {Office.CENTRE, Office.BUREAU},
    Function.AUDITOR: {Office.AUDIT, Office.BUREAU},
}


def check_uscc(code: str) -> None:
    """A unified social credit code must have 18 characters and the right check character."""
    if not is_uscc(code):
        try:
            hint = uscc_check(code[:17]) if len(code) == USCC_LENGTH else ""
        except ValueError:
            hint = ""
        raise RuleBroken("organisations.uscc", code=code, expected=hint)


def check_function_fits(*, function: Function, office: Office) -> None:
    """The bureau's, operator's and auditor's functions exist only where the organisation holds that office."""
    if function in OFFICE_FUNCTIONS and office not in OFFICE_FUNCTIONS[function]:
        raise RuleBroken("organisations.function", function=function.value, office=office.value)


def check_duties_apart(functions: frozenset[Function]) -> None:
    """System, security and audit administration are three persons' work."""
    held = functions & ADMINISTRATION
    if len(held) > 1:
        raise RuleBroken("organisations.three_administrators", functions=sorted(held))


def check_enrollable(*, legal: str, allowed: tuple[str, ...], first_named: bool, first_missing: str) -> None:
    """A body is enrolled as a 政务部门 when its type counts and, where the law blocks without one, a head is named."""
    if legal not in allowed:
        raise RuleBroken("organisations.legal_types")
    if first_missing == "block" and not first_named:
        raise RuleBroken("organisations.first_responsible")


def check_succession(*, old_id: int, new_id: int, new_active: bool, old_active: bool, act: str) -> None:
    """An act names a living successor other than the body itself."""
    if old_id == new_id or not new_active or not old_active or not act.strip():
        raise RuleBroken("organisations.succession")


def check_delegation(
    *, function: Function, from_on: date, to_on: date, held: bool, same: bool, colleague: bool, today: date
) -> None:
    """A function held in one's own right, for named days, to a colleague; administration is never delegated."""
    if function in ADMINISTRATION or not held:
        raise RuleBroken("organisations.not_delegable")
    if to_on < from_on or to_on < today:
        raise RuleBroken("organisations.delegation_days")
    if same or not colleague:
        raise RuleBroken("organisations.delegate")


def weighty(functions: Iterable[Function]) -> list[Function]:
    """Those of the functions that two administrators give together."""
    return [function for function in functions if function in WEIGHTY]


def is_over(begun: float, seen: float, *, now: float, idle_s: int, longest_s: int) -> bool:
    """Whether a session is over: not used for idle_s, or begun longest_s ago. Instants in seconds."""
    return now - seen >= idle_s or now - begun >= longest_s


# first fit counts: many browsers name their ancestors too
BROWSERS = {
    "MicroMessenger": "微信",
    "QQBrowser": "QQ 浏览器",
    "360": "360 浏览器",
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "OpenHarmony": "鸿蒙",
    "Android": "安卓",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


def program_of(agent: str) -> str:
    """A browser as people call it, like "Edge，Windows"."""
    browser = next((words for sign, words in BROWSERS.items() if sign in agent), "别的程序")
    system = next((words for sign, words in SYSTEMS.items() if sign in agent), "")
    return f"{browser}，{system}" if system else browser
