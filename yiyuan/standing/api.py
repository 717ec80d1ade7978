"""The door of this room."""

from collections.abc import Collection
from datetime import date

from yiyuan.kernel.errors import RuleBroken
from yiyuan.standing.hearing import follow
from yiyuan.standing.models import Lookup, Purchase
from yiyuan.standing.resealing import reseal
from yiyuan.standing.selectors import was_looked_up
from yiyuan.standing.types import UseLine
from yiyuan.workflow.api import Law

__all__ = ["follow", "looked_up", "public_urls", "require_lookup", "reseal", "seen_in"]


def require_lookup(kind: str, *, subject: str, case: str, by: Collection[int], law: Law) -> None:
    """A case of a matter the law names is decided only after a credit look-up for its subject is on record.

    kind: of `standing.matters`, "" for none. subject: `audit.subject_hash` of its number. by: the organisations whose
    look-ups count.
    Raises RuleBroken("standing.matters").
    """
    if kind and kind in law("standing.matters") and not was_looked_up(case=case, subject=subject, by=by):
        raise RuleBroken("standing.matters", case=case)


def seen_in(case: str) -> tuple[list[Lookup], list[Purchase]]:
    """What was looked up and bought for a case, the newest first."""
    return list(Lookup.objects.filter(case=case).order_by("-id")), list(
        Purchase.objects.filter(case=case).order_by("-id")
    )


def looked_up(organisation_id: int, *, first: date, last: date) -> list[UseLine]:
    """The look-ups a department made between two days; for the yearly assessment."""
    held = Lookup.objects.filter(organisation=organisation_id, on__range=(first, last)).order_by("on", "id")
    return [UseLine(one.purpose, one.get_ground_display(), one.get_absolute_url(), one.on) for one in held]


def public_urls() -> str:
    """Where the addresses of the public site of credit stand."""
    return "yiyuan.standing.site.urls"
