"""Reads of notices."""

from django.db.models import Case, CharField, Max, QuerySet, When, Window
from django.db.models.functions import Cast

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.notices.models import Notice, Sending, Wishes


def mine(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices, latest first. A notice is its reader's alone."""
    return Notice.objects.filter(account_id=actor.account_id).order_by("-id")


def by_matter(actor: Actor) -> QuerySet[Notice]:
    """The actor's notices with `fresh`, whether their matter has an unread one, and `latest`, its newest."""
    own = Case(When(matter="", then=Cast("id", CharField())), default="matter")
    new = Case(When(read_at=None, then=1), default=0)
    return mine(actor).annotate(
        fresh=Window(Max(new), partition_by=[own]), latest=Window(Max("id"), partition_by=[own])
    )


def unread_count(actor: Actor) -> int:
    return mine(actor).filter(read_at=None).count()


def notice_for(actor: Actor, notice_id: int) -> Notice:
    """Raises NotFound, also for somebody else's."""
    found = mine(actor).filter(id=notice_id).first()
    if found is None:
        raise NotFound("notice", id=notice_id)
    return found


def wishes_of(account_id: int) -> Wishes:
    """What the person said, else what holds unsaid."""
    return Wishes.objects.filter(account_id=account_id).first() or Wishes(account_id=account_id)


def sendings(actor: Actor) -> QuerySet[Sending]:
    """What left, waits or failed; for the operator and the system administrator, without the words."""
    if not actor.has(Function.OPERATOR, Function.SYSTEM_ADMIN):
        return Sending.objects.none()
    return Sending.objects.select_related("account__person").order_by("-id")
