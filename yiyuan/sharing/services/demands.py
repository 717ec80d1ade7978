"""A report that somebody was asked again for what sharing provides; a case with an answer."""

import hashlib
import hmac
import secrets
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.notices.api import leave_contact, tell_outside
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import resolve
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Demand, DoorTally
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import DemandState, SharingTag
from yiyuan.sharing.workflow import DEMAND
from yiyuan.workflow.api import raise_signal

REPORTS_A_DAY = 5  # from one network address
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another
CODE_LENGTH = 12


@transaction.atomic
def report_demand(
    *,
    actor: Actor,
    about_id: int,
    asked_for: str,
    happened_on: date,
    matter: str = "",
    resource_id: int | None = None,
    reporter_name: str = "",
    refused_licence: bool = False,
) -> Demand:
    """Open a case against the body that asked. reporter_name: for a citizen, without name or number; else the
    department. Raises NotFound, NotAllowed, RuleBroken("sharing.result").
    """
    if not policies.may_report_demand(actor):
        raise NotAllowed("sharing.demand")
    rules.check_result(result=asked_for)
    about = organisation(about_id)
    resource = selectors.open_resource(resource_id) if resource_id else None
    made = Demand.objects.create(
        number=next_number("CF"),
        region_code=about.region_code,
        about_id=about.id,
        resource_id=resource.id if resource else None,
        resource_name=resource.name if resource else "",
        refused_licence=refused_licence,
        asked_for=asked_for.strip(),
        matter=matter.strip(),
        happened_on=happened_on,
        reporter_id=actor.organisation_id,
        reporter_name=reporter_name.strip() or actor.organisation_name,
        reported_on=clock.today(),
    )
    DEMAND.begin(made)
    record(
        actor, SharingTag.DEMAND_REPORTED, object_type="sharing.demand", object_id=made.id, facts={"about": about.id}
    )
    return made


def new_code() -> str:
    """A case code, by which somebody without a login reads an answer."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@transaction.atomic
def knock(origin: str) -> None:
    """Count a report from outside; so many a day from one network, whatever it is about.

    origin: the network address, of which a keyed digest counts the day's reports and nothing is kept.
    Raises RuleBroken("sharing.door").
    """
    today = clock.today()
    key = f"{settings.INSTALLATION_SECRET} door".encode()
    digest = hmac.new(key, f"{today} {origin}".encode(), hashlib.sha256).hexdigest()
    DoorTally.objects.filter(on__lt=today).delete()
    tally, _ = DoorTally.objects.select_for_update().get_or_create(on=today, origin=digest)
    if tally.reports >= REPORTS_A_DAY:
        raise RuleBroken("sharing.door")
    DoorTally.objects.filter(id=tally.id).update(reports=tally.reports + 1)


@transaction.atomic
def report_from_outside(
    *,
    about_id: int,
    asked_for: str,
    happened_on: date,
    origin: str,
    matter: str = "",
    contact: str = "",
    tell_at: str = "",
    refused_licence: bool = False,
) -> Demand:
    """A citizen's report: it waits for the bureau, which passes it on; `code` of the result opens the answer.

    origin: see `knock`. contact: all that is asked of the person, erased when the case ends. tell_at:
    number or address the platform tells of the result, shown to nobody.
    Raises NotFound, RuleBroken("sharing.door" | "sharing.result" | "notices.contact").
    """
    rules.check_result(result=asked_for)
    about = organisation(about_id)
    if not about.active or not about.enrolled:
        raise NotFound("organisation", id=about_id)
    today = clock.today()
    knock(origin)
    made = Demand.objects.create(
        number=next_number("CF"),
        state=DemandState.RECEIVED,
        code=new_code(),
        region_code=about.region_code,
        about_id=about.id,
        refused_licence=refused_licence,
        asked_for=asked_for.strip(),
        matter=matter.strip(),
        contact=contact.strip(),
        happened_on=happened_on,
        reporter_id=0,
        reporter_name="群众",
        reported_on=today,
    )
    href = reverse("ask_once:case", args=[made.code])
    leave_contact(f"{DEMAND.name}:{made.id}", tell_at, href=href, region_code=made.region_code)
    DEMAND.begin(made)
    record(
        SYSTEM, SharingTag.DEMAND_REPORTED, object_type="sharing.demand", object_id=made.id, facts={"about": about.id}
    )
    return made


def check_signal(demand: Demand, actor: Actor) -> None:
    """Whether the bureau may offer it as a signal: not yet done, and the law of the region lists the conduct.

    Raises NotAllowed, MoveRefused.
    """
    if not actor.governs(demand.region_code):
        raise NotAllowed("sharing.demand.signal")
    listed = resolve(conduct_of(demand), region=demand.region_code, on=clock.today()).cite
    if demand.signal_id is not None or not listed:
        raise MoveRefused("sharing.demand.signal", state=demand.state)


def conduct_of(demand: Demand) -> str:
    """Rule key of what the report says was done."""
    return "licences.violation_refused" if demand.refused_licence else "sharing.violation_recollect"


@transaction.atomic
def signal_demand(demand_id: int, *, actor: Actor, text: str) -> Demand:
    """Offer a report as a signal of listed conduct; statement and conclusion follow there. text: what was verified.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("workflow.evidence").
    """
    demand = selectors.demand_for(actor, demand_id, lock=True)
    check_signal(demand, actor)
    refused = "不认电子证照，" if demand.refused_licence else ""
    demand.signal_id = raise_signal(
        actor=actor,
        organisation_id=demand.about_id,
        violation=conduct_of(demand),
        title=f"{demand.number}：{refused}要求提供{demand.asked_for}"[:300],
        evidence=text,
        matter=f"sharing.demand:{demand.id}",
        href=demand.get_absolute_url(),
        region=demand.region_code,
    )
    demand.save(update_fields=["signal_id"])
    return demand


@transaction.atomic
def move_demand(demand_id: int, *, actor: Actor, move: str, text: str = "") -> Demand:
    """Take up, decline, answer, reopen or close a case; with its end the contact is erased."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    also = {"reply": text} if move == "answer" else {"conclusion": text}
    if move in {"close", "decline"}:
        also["contact"] = ""
    DEMAND.move(demand, move, actor=actor, note=text, also_set=also, result=text)
    if demand.state in DEMAND.ends:
        tell_outside(f"{DEMAND.name}:{demand.id}")
    return demand
