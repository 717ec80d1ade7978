"""Named officers, unit, papers, enrolment: what a department has on record before and while it works here."""

from datetime import date, timedelta

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.regions import covers
from yiyuan.organisations import rules, selectors
from yiyuan.organisations.models import NamedOfficer, Organisation, Person, PolicyPaper
from yiyuan.organisations.services.rights import administered, kept_by
from yiyuan.organisations.types import Duty, OrganisationTag, Paper
from yiyuan.regulations.api import resolve


def _person_of(organisation: Organisation, *, name: str, phone: str, post: str) -> Person:
    """A person of this name with a function or duty here, else a new one."""
    known = Person.objects.filter(name=name, assignments__organisation=organisation).order_by("id").first()
    known = known or Person.objects.filter(name=name, duties__organisation=organisation).order_by("id").first()
    return known or Person.objects.create(name=name, phone=phone, post=post)


@transaction.atomic
def name_officer(
    organisation_id: int,
    *,
    actor: Actor,
    duty: Duty,
    name: str,
    phone: str = "",
    post: str = "",
    substitute: str = "",
    from_on: date | None = None,
) -> int:
    """Name a person for a duty from a day on, with a substitute; who was named before ends the day before.

    Raises NotFound, NotAllowed.
    """
    organisation = kept_by(organisation_id, actor=actor)
    begins = from_on or clock.today()
    organisation.officers.filter(duty=duty, to_on=None).update(to_on=begins - timedelta(days=1))
    made = NamedOfficer.objects.create(
        organisation=organisation,
        duty=duty,
        person=_person_of(organisation, name=name, phone=phone, post=post),
        substitute=_person_of(organisation, name=substitute, phone="", post="") if substitute else None,
        from_on=begins,
    )
    record(
        actor,
        OrganisationTag.OFFICER_NAMED,
        object_type="organisation",
        object_id=organisation_id,
        facts={"duty": duty.value, "person": made.person_id, "substitute": made.substitute_id},
    )
    return made.id


@transaction.atomic
def file_officer(officer_id: int, *, actor: Actor) -> None:
    """Report the named officer to the platform's centre, today. Raises NotFound, NotAllowed."""
    found = NamedOfficer.objects.filter(id=officer_id, to_on=None).first()
    if found is None or found.organisation_id not in actor.organisation_ids:
        raise NotFound("officer", id=officer_id)
    kept_by(found.organisation_id, actor=actor)
    NamedOfficer.objects.filter(id=officer_id).update(
        filed_on=clock.today(), accepted=None, answered_on=None, answer_note=""
    )
    record(actor, OrganisationTag.OFFICER_FILED, object_type="officer", object_id=officer_id)


@transaction.atomic
def answer_filing(officer_id: int, *, actor: Actor, accepted: bool, note: str = "") -> None:
    """The centre takes a filed officer, or does not and says why; a refused one may be filed again.

    Raises NotFound, NotAllowed, Conflict (nothing waits for an answer).
    """
    found = NamedOfficer.objects.select_related("organisation").filter(id=officer_id, to_on=None).first()
    if found is None:
        raise NotFound("officer", id=officer_id)
    if not (actor.has(Function.OPERATOR) and covers(actor.region_code, found.organisation.region_id)):
        raise NotAllowed("organisations.officer.answer")
    waiting = NamedOfficer.objects.filter(id=officer_id, filed_on__isnull=False, accepted=None)
    if not waiting.update(accepted=accepted, answered_on=clock.today(), answer_note=note.strip()[:300]):
        raise Conflict("organisations.officer.answer")
    record(
        actor,
        OrganisationTag.OFFICER_ANSWERED,
        object_type="officer",
        object_id=officer_id,
        facts={"status": "accepted" if accepted else "refused"},
    )


@transaction.atomic
def name_unit(organisation_id: int, *, actor: Actor, unit: str) -> None:
    """The unit inside the department that does its data work. Raises NotFound, NotAllowed."""
    kept_by(organisation_id, actor=actor)
    Organisation.objects.filter(id=organisation_id).update(unit=unit.strip())
    record(actor, OrganisationTag.UNIT_NAMED, object_type="organisation", object_id=organisation_id)


@transaction.atomic
def file_paper(
    organisation_id: int,
    *,
    actor: Actor,
    kind: Paper,
    title: str,
    issued_on: date,
    doc_no: str = "",
    goals: str = "",
) -> int:
    """Put a plan or rules of the department on record. Raises NotFound, NotAllowed."""
    organisation = kept_by(organisation_id, actor=actor)
    made = PolicyPaper.objects.create(
        organisation=organisation, kind=kind, title=title, doc_no=doc_no, issued_on=issued_on, goals=goals
    )
    record(
        actor,
        OrganisationTag.PAPER_FILED,
        object_type="organisation",
        object_id=organisation_id,
        facts={"kind": kind.value, "paper": made.id},
    )
    return made.id


def enrolment_problem(organisation: Organisation) -> RuleBroken | None:
    """Why the body cannot be enrolled as a 政务部门 today; None if it can."""
    today = clock.today()
    first = resolve("organisations.first_responsible", region=organisation.region_id, on=today)
    try:
        rules.check_enrollable(
            legal=organisation.legal,
            allowed=resolve("organisations.legal_types", region=organisation.region_id, on=today).items,
            first_named=any(o.duty == Duty.FIRST for o in selectors.officers(organisation.id, on=today)),
            first_missing=first.choice,
        )
    except RuleBroken as broken:
        return broken
    return None


@transaction.atomic
def enrol_organisation(organisation_id: int, *, actor: Actor, on: date | None = None) -> None:
    """Enrol a registered body as a 政务部门: from then on its people work here. Safe to repeat.

    Raises NotFound, NotAllowed, RuleBroken("organisations.legal_types" | "organisations.first_responsible").
    """
    organisation = administered(organisation_id, actor=actor)
    if problem := enrolment_problem(organisation):
        raise problem
    if organisation.enrolled_on is None:
        Organisation.objects.filter(id=organisation_id).update(enrolled_on=on or clock.today())
        record(actor, OrganisationTag.ENROLLED, object_type="organisation", object_id=organisation_id)


@transaction.atomic
def set_legal(organisation_id: int, *, actor: Actor, legal: str) -> None:
    """Determine what makes the body a 政务部门."""
    administered(organisation_id, actor=actor)
    Organisation.objects.filter(id=organisation_id).update(legal=legal)
    record(
        actor,
        OrganisationTag.ORGANISATION_SAVED,
        object_type="organisation",
        object_id=organisation_id,
        facts={"legal": legal},
    )
