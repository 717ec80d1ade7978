"""Reads of orders, hand-overs, tasks; the one way each reaches a caller."""

from datetime import date

from django.db.models import Q, QuerySet

from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import Seen, bureau_of, coordinator_of, infos
from yiyuan.organisations.types import OrganisationInfo
from yiyuan.rectification import policies
from yiyuan.rectification.models import Order, OrderPaper, Referral, Task
from yiyuan.rectification.types import OWED, State
from yiyuan.workflow.api import Law, signal_of
from yiyuan.workflow.types import SignalInfo, SignalState

GRAVE = ("licences.violation_abuse",)


def _sent(actor: Actor) -> Q:
    """What was issued to the actor's department, or together with it."""
    if not actor.has(*PARTIES):
        return Q(pk__in=())
    own = Q(organisation__in=actor.organisation_ids) | Q(co_issuer_ids__overlap=sorted(actor.organisation_ids))
    return own & Q(issued_on__isnull=False)


ORDERS = Seen(related=("organisation", "issuer", "earlier__organisation"), more=_sent, what="rectification.order")
REFERRALS = Seen(related=("organisation", "order__organisation"), what="rectification.referral")
TASKS = Seen(
    parties={"organisation": PARTIES, "issuer": PARTIES},
    related=("organisation", "issuer"),
    what="rectification.task",
)


def orders(actor: Actor) -> QuerySet[Order]:
    """Those issued to the own department, or with it; all of the region for those who oversee it, drafts too."""
    return ORDERS.rows(Order.objects.order_by("-id"), to=actor)


def order_for(actor: Actor, order_id: int, *, lock: bool = False) -> Order:
    """Raises NotFound, also when hidden."""
    return ORDERS.one(Order.objects.all(), order_id, to=actor, lock=lock)


def paper_for(actor: Actor, paper_id: int) -> OrderPaper:
    """Raises NotFound, also where its order is hidden."""
    found = OrderPaper.objects.filter(id=paper_id).first()
    if found is None or not orders(actor).filter(id=found.order_id).exists():
        raise NotFound("rectification.paper", id=paper_id)
    return found


def referrals(actor: Actor) -> QuerySet[Referral]:
    """For those who oversee the region, and nobody else."""
    return REFERRALS.rows(Referral.objects.order_by("-id"), to=actor)


def referral_for(actor: Actor, referral_id: int, *, lock: bool = False) -> Referral:
    """Raises NotFound, also when hidden."""
    return REFERRALS.one(Referral.objects.all(), referral_id, to=actor, lock=lock)


def tasks(actor: Actor) -> QuerySet[Task]:
    return TASKS.rows(Task.objects.order_by("-id"), to=actor)


def task_for(actor: Actor, task_id: int, *, lock: bool = False) -> Task:
    """Raises NotFound, also when hidden."""
    return TASKS.one(Task.objects.all(), task_id, to=actor, lock=lock)


def finding_for(signal_id: int, *, actor: Actor) -> SignalInfo:
    """A confirmed signal on which the actor may give notice.

    Raises NotFound, NotAllowed, RuleBroken("rectification.confirmed").
    """
    found = signal_of(actor, signal_id)
    if not policies.may_issue(actor, found.region_code):
        raise NotAllowed("rectification.order.draft")
    if found.state is not SignalState.CONFIRMED:
        raise RuleBroken("rectification.confirmed")
    return found


def order_of(signal_id: int) -> Order | None:
    """The order that rests on a signal, but one withdrawn."""
    found = Order.objects.filter(signal_id=signal_id).exclude(state=State.WITHDRAWN)
    return found.select_related("organisation").first()


def issuer_of(region_code: str) -> OrganisationInfo:
    """The body whose officers give notice. Raises RuleBroken("rectification.no_issuer")."""
    law = Law(region_code, clock.today())
    found = bureau_of(region_code)
    if law("rectification.issuer") == "leading_group" and law("organisations.leading_office") != "bureau":
        found = coordinator_of(region_code, body="leading_group")
    if found is None:
        raise RuleBroken("rectification.no_issuer")
    return found


def signed_by(region_code: str) -> str:
    """Who stands under the document: the bureau, or the office of the leading group."""
    issuer = issuer_of(region_code)
    if Law(region_code, clock.today())("rectification.issuer") != "leading_group":
        return issuer.name
    group = coordinator_of(region_code, body="leading_group")
    return f"{group.name}办公室" if group and group.id != issuer.id else f"领导小组办公室（{issuer.name}）"


def co_issuers(order: Order) -> list[str]:
    """Their names."""
    known = infos(order.co_issuer_ids)
    return [known[one].name for one in order.co_issuer_ids]


def lapsed(rows: QuerySet[Order]) -> QuerySet[Order]:
    """Of these the ones past their last day that are not mended."""
    return rows.filter(state__in=[*OWED, State.ANSWERED], due_on__lt=clock.today())


def today() -> date:
    return clock.today()


def grave(law: Law) -> list[str]:
    """Conduct of the law that is recorded with its file for the overseers alone: never a signal to the department."""
    return [name for name in GRAVE if law.resolved(name).cite]
