"""The door of organisations."""

from collections.abc import Collection, Iterable
from datetime import date

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.finding import MOST_HITS, Hit
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Account, NamedOfficer, Organisation
from yiyuan.organisations.seen import Seen
from yiyuan.organisations.selectors import actor_of_token, bureau_of, organisation, region_name, staff
from yiyuan.organisations.services import answer_filing
from yiyuan.organisations.services.second_factor import reseal
from yiyuan.organisations.types import (
    FUNCTION_WORDS,
    DelegationInfo,
    Duty,
    Filing,
    Hat,
    Kind,
    Lack,
    LowerRegion,
    Office,
    OfficerInfo,
    OrganisationInfo,
)
from yiyuan.regulations.api import resolve
from yiyuan.web.edge import actor_of as actor_from_request
from yiyuan.web.edge import require

DIGITS_A_LEVEL = 2  # of a division code

__all__ = [
    "Seen",
    "actor_from_request",
    "actor_of_account",
    "actor_of_login",
    "actor_of_token",
    "answer_filing",
    "asked_of",
    "bureau_of",
    "bureaus",
    "bureaus_over",
    "check_may_submit",
    "choices",
    "coordinator_of",
    "delegations_on",
    "filings",
    "find_by_name",
    "found",
    "hats_of",
    "infos",
    "is_known",
    "is_principal_head",
    "lacks_of",
    "lower_regions",
    "named_in",
    "named_staff",
    "officer_of",
    "operator_of",
    "organisation",
    "region_name",
    "require",
    "reseal",
    "staff",
    "subordinates",
    "units_in",
]


def is_known(session_key: str, secret: str) -> bool:
    """Whether a session of this key stands, or a token of this secret is open. Acts for nobody."""
    if session_key and SessionStore().exists(session_key):
        return True
    return bool(secret) and selectors.is_open_token(secret)


def infos(organisation_ids: Iterable[int]) -> dict[int, OrganisationInfo]:
    """Several organisations by id, one query; unknown ids are left out."""
    found = Organisation.objects.filter(id__in=set(organisation_ids))
    return {item.id: selectors.info_of(item) for item in found}


def choices(*, region_code: str = "000000") -> list[tuple[int, str]]:
    """(id, name) of the active organisations of a region, for a choice field."""
    return [(item.id, item.name) for item in selectors.departments(region_code=region_code)]


def units_in(region_code: str) -> list[tuple[int, str]]:
    """(id, name) of the active grass-roots units of a region and those below it."""
    found = selectors.departments(region_code=region_code).filter(kind=Kind.GRASSROOTS)
    return [(item.id, item.name) for item in found]


def find_by_name(name: str) -> OrganisationInfo:
    """By full or short name or credit code. Raises NotFound when none or several fit."""
    wanted = name.strip()
    found = list(
        Organisation.objects.filter(name=wanted)[:2]
        or Organisation.objects.filter(uscc=wanted)[:2]
        or Organisation.objects.filter(short_name=wanted)[:2]
    )
    if len(found) != 1:
        raise NotFound("organisation", name=wanted)
    return selectors.info_of(found[0])


def named_in(region_code: str, names: Collection[str]) -> dict[str, int]:
    """Full or short name -> the one active organisation of the region with it; names of several are left out."""
    found: dict[str, list[int]] = {}
    for body in selectors.departments(region_code=region_code):
        for name in {body.name, body.short_name} & set(names):
            found.setdefault(name, []).append(body.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def subordinates(organisation_id: int) -> list[OrganisationInfo]:
    """Units under an organisation, one level."""
    return [selectors.info_of(item) for item in Organisation.objects.filter(parent_id=organisation_id).order_by("id")]


def bureaus_over(region_code: str) -> list[OrganisationInfo]:
    """The bureaus of the region and of the regions above it, nearest first."""
    found = []
    for code in lineage(region_code):
        bureau = Organisation.objects.filter(region_id=code, office=Office.BUREAU, abolished_on=None).first()
        if bureau:
            found.append(selectors.info_of(bureau))
    return found


def bureaus() -> list[OrganisationInfo]:
    """Every competent bureau there is, the oldest of each region."""
    found = Organisation.objects.filter(office=Office.BUREAU, abolished_on=None).order_by("region_id", "id")
    return [selectors.info_of(one) for one in {one.region_id: one for one in reversed(found)}.values()]


def actor_of_login(request: HttpRequest) -> Actor | None:
    """The logged-in account in the organisation chosen in this session; None for a visitor or a person without any."""
    account = request.user
    if not isinstance(account, Account):
        return None
    return selectors.actor_for(account, organisation_id=request.session.get("organisation_id"), worn=hats_of(request))


def actor_of_account(account_id: int, *, organisation_id: int) -> Actor | None:
    """An account acting for one of its organisations in the background; None when it no longer may."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    found = selectors.actor_for(account, organisation_id=organisation_id) if account else None
    return found if found and found.organisation_id == organisation_id else None


def hats_of(request: HttpRequest) -> list[Hat]:
    """The organisations the logged-in person may act for today; looked up once a request."""
    if not isinstance(request.user, Account):
        return []
    known: tuple[int, list[Hat]] | None = getattr(request, "hats", None)
    if known is None or known[0] != request.user.id:
        known = request.user.id, selectors.hats(request.user)
        request.hats = known  # type: ignore[attr-defined]  # ours, beside the session
    return known[1]


def lower_regions(region_code: str) -> list[LowerRegion]:
    """The regions directly below that have a government or a bureau here, by code."""
    upper = trunk(region_code)
    rows = Organisation.objects.filter(
        abolished_on=None, region__code__startswith=upper, office__in=[Office.GOVERNMENT, Office.BUREAU]
    ).exclude(region_id=region_code)
    found: dict[str, LowerRegion] = {}
    for one in rows.select_related("region").order_by("region_id", "id"):
        if len(trunk(one.region_id)) == len(upper) + DIGITS_A_LEVEL and (
            one.region_id not in found or one.office == Office.GOVERNMENT
        ):
            found[one.region_id] = LowerRegion(one.region_id, one.region.name, one.id)
    return list(found.values())


def coordinator_of(region_code: str, *, body: str) -> OrganisationInfo | None:
    """The organisation that coordinates: `city_government`, `leading_group` or `bureau` of the nearest region."""
    office = {"city_government": Office.GOVERNMENT, "leading_group": Office.LEADING_GROUP, "bureau": Office.BUREAU}.get(
        body
    )
    if office is None:
        return None
    for code in lineage(region_code):
        found = Organisation.objects.filter(region_id=code, office=office, abolished_on=None).first()
        if found:
            return selectors.info_of(found)
    if body == "leading_group":  # a group without a row of its own speaks through its office
        office_at = resolve("organisations.leading_office", region=region_code, on=clock.today()).choice
        return bureau_of(region_code) if office_at == "bureau" else None
    return None


def operator_of(region_code: str) -> OrganisationInfo | None:
    """Who runs the platform of a region: the nearest centre, else the bureau; None where there is neither."""
    for code in lineage(region_code):
        found = Organisation.objects.filter(region_id=code, office=Office.CENTRE, abolished_on=None).first()
        if found:
            return selectors.info_of(found)
    return bureau_of(region_code)


def lacks_of(organisation_id: int) -> list[Lack]:
    """What the law of its region asks of the department today and is not on record; `blocks` says with what effect."""
    found = Organisation.objects.filter(id=organisation_id)
    return selectors.lacking(found, on=clock.today()).get(organisation_id, [])


def asked_of(organisation_id: int) -> list[tuple[str, bool]]:
    """What the law of its region asks of the department today to name or file, in words, and whether it did."""
    found = selectors.asked_of(Organisation.objects.filter(id=organisation_id), on=clock.today())
    return [(one.words, held) for one, held in found.get(organisation_id, [])]


def check_may_submit(organisation_id: int) -> None:
    """Whether the department may submit catalog entries: its region may ask for a named unit and officer first.

    Raises RuleBroken("organisations.officers").
    """
    missing = [
        lack.words
        for lack in lacks_of(organisation_id)
        if lack.blocks and lack.key in {"organisations.officers", "organisations.unit"}
    ]
    if missing:
        raise RuleBroken("organisations.officers", missing=missing)


def officer_of(organisation_id: int, duty: Duty, *, on: date | None = None) -> OfficerInfo | None:
    """Who is named for a duty, with the substitute; None: nobody."""
    day = on or clock.today()
    return next((_officer(o) for o in selectors.officers(organisation_id, on=day) if o.duty == duty), None)


def _officer(found: NamedOfficer) -> OfficerInfo:
    return OfficerInfo(
        duty=Duty(found.duty),
        person_id=found.person_id,
        name=found.person.name,
        phone=found.person.phone,
        substitute=found.substitute.name if found.substitute else "",
        from_on=found.from_on,
        filed_on=found.filed_on,
    )


def filings(duty: Duty, *, organisation_id: int | None = None, region_code: str = "000000") -> list[Filing]:
    """Who is named for a duty today and how the filing stands, of one body or of a region; by name of the body."""
    today = clock.today()
    rows = NamedOfficer.objects.filter(Q(to_on=None) | Q(to_on__gte=today), duty=duty, from_on__lte=today)
    rows = rows.filter(organisation__region__code__startswith=trunk(region_code), organisation__abolished_on=None)
    if organisation_id is not None:
        rows = rows.filter(organisation=organisation_id)
    found = rows.select_related("organisation", "person", "substitute").order_by("organisation__name", "id")
    return [
        Filing(
            officer_id=one.id,
            organisation_id=one.organisation_id,
            organisation_name=one.organisation.name,
            region_code=one.organisation.region_id,
            name=one.person.name,
            phone=one.person.phone,
            substitute=one.substitute.name if one.substitute else "",
            from_on=one.from_on,
            filed_on=one.filed_on,
            accepted=one.accepted,
            answered_on=one.answered_on,
            note=one.answer_note,
        )
        for one in found
    ]


def is_principal_head(actor: Actor) -> bool:
    """Whether the actor is the named first responsible person of the organisation; never by delegation."""
    person = Account.objects.filter(id=actor.account_id).values_list("person_id", flat=True).first()
    first = officer_of(actor.organisation_id, Duty.FIRST)
    return first is not None and first.person_id == person


def delegations_on(organisation_id: int, *, on: date | None = None) -> list[DelegationInfo]:
    """Functions exercised on a day by somebody else than their holder."""
    found = selectors.open_delegations(today=on or clock.today()).filter(organisation_id=organisation_id)
    return [
        DelegationInfo(
            id=one.id,
            organisation_id=organisation_id,
            function=Function(one.function),
            principal_name=one.principal.name,
            delegate_account_id=one.delegate.accounts.values_list("id", flat=True).order_by("id").first(),
            delegate_name=one.delegate.name,
            from_on=one.from_on,
            to_on=one.to_on,
        )
        for one in found.select_related("principal", "delegate").order_by("id")
    ]


def named_staff(organisation_id: int, *functions: Function) -> dict[int, str]:
    """Account id to name of those who exercise one of the functions for the organisation today."""
    accounts = Account.objects.filter(id__in=staff(organisation_id, *functions)).order_by("id")
    return dict(accounts.values_list("id", "person__name"))


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """Bodies and persons of this name the actor may read of: who searches, and what for."""
    actor, text = asked
    name = text.strip()
    bodies = selectors.readable(actor).filter(Q(name=name) | Q(short_name=name))
    persons = selectors.persons_named(actor, name)[:MOST_HITS]
    return [
        *(Hit("单位", one.name, reverse("organisations:body", args=[one.id])) for one in bodies[:MOST_HITS]),
        *(
            Hit(
                "人员",
                held.person.name,
                reverse("organisations:body", args=[held.organisation_id]),
                f"{held.organisation.name} {FUNCTION_WORDS[Function(held.function)]}",
            )
            for held in persons
        ),
    ]
