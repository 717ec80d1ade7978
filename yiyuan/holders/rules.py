"""What a grant may say, whom a use is not told of, when a code is good. Pure."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from yiyuan.holders.types import Ground, Wanted
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.types import Action

CODE_S: Final = 60  # how long a shown code is good
LINK_S: Final = 600  # how long a copy waits to be fetched
MANDATE_DAYS: Final = 30  # offered for a mandate, where its holder names no other day
COPY_DAYS: Final = 30  # how long a copy says it is good
SESSION_S, IDLE_S = 3600, 15 * 60
LONGEST_YEARS: Final = 3  # of a grant and a mandate
YEAR: Final = 366
SKEW_S: Final = 30
MOST_CALLS_A_DAY: Final = 2000  # of one grant
MOST_REPORTS_A_DAY: Final = 3  # of one holder
# organisations whose look-ups are disclosed to nobody, not even in counts
SILENT: Final = ("公安", "国家安全", "监察", "纪律检查", "纪委", "检察", "法院", "审计")


def check_wanted(wanted: Wanted, *, personal: Collection[str], social_only: bool, today: date) -> None:
    """Raises RuleBroken("holders.grant" | "holders.grant_period")."""
    if social_only and wanted.ground is not Ground.SOCIAL:
        raise RuleBroken("holders.grant", problem="社会用证单位只能为社会经济活动申请，经持证主体同意后核验")
    if not wanted.actions:
        raise RuleBroken("holders.grant", problem="请至少选一种用证方式")
    if wanted.ground is Ground.SOCIAL and (set(wanted.actions) != {Action.VERIFY} or wanted.items):
        raise RuleBroken("holders.grant", problem="社会经济活动只能核验，不显示个人信息")
    if strange := [name for name in wanted.items if name not in personal]:
        raise RuleBroken("holders.grant", problem=f"“{'、'.join(strange)}”不是这种证照的个人信息项")
    check_period(wanted.until, today=today)


def check_period(until: date, *, today: date) -> None:
    """Raises RuleBroken("holders.grant_period")."""
    if not today < until <= today + timedelta(days=LONGEST_YEARS * YEAR):
        raise RuleBroken("holders.grant_period")


def check_reason(*, reason: str) -> None:
    """Raises RuleBroken("holders.reason")."""
    if not reason.strip():
        raise RuleBroken("holders.reason")


def check_narrower(*, asked: Collection[str], items: Collection[str]) -> None:
    """A grant may show fewer items whole than were asked for, never others. Raises RuleBroken("holders.wider")."""
    if not set(items) <= set(asked):
        raise RuleBroken("holders.wider")


def check_code(*, expires_at: datetime, used_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken("holders.code_used" | "holders.code_expired")."""
    if used_at is not None:
        raise RuleBroken("holders.code_used")
    if now > expires_at:
        raise RuleBroken("holders.code_expired")


def is_silent(name: str) -> bool:
    """Whether a look-up by this organisation is told to nobody but the auditor."""
    return any(word in name for word in SILENT)
