"""Writes of organisations: register, rename, assign, tokens."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.kernel.regions import shipped_regions
from yiyuan.organisations import rules, selectors
from yiyuan.organisations.events import BureauRegistered
from yiyuan.organisations.models import (
    AccessToken,
    Account,
    Assignment,
    Organisation,
    OrganisationName,
    Region,
    SecondFactor,
)
from yiyuan.organisations.services import logins
from yiyuan.organisations.services.officers import enrol_organisation, enrolment_problem, name_officer
from yiyuan.organisations.services.rights import administered, administered_account, require_administration
from yiyuan.organisations.types import FUNCTION_WORDS, Duty, Kind, Legal, Office, OrganisationTag
from yiyuan.regulations.api import resolve


@transaction.atomic
def load_regions() -> int:
    """Fill the region table from the shipped divisions (statistical codes of 2023). Safe to repeat; returns rows."""
    Region.objects.bulk_create(
        [Region(code=code, name=name) for code, name in shipped_regions().items()],
        update_conflicts=True,
        update_fields=["name"],
        unique_fields=["code"],
    )
    return len(shipped_regions())


@transaction.atomic
def register_organisation(
    *,
    actor: Actor,
    name: str,
    uscc: str,
    region_code: str,
    short_name: str = "",
    kind: Kind = Kind.OWN,
    legal: Legal | None = Legal.GOVERNMENT,
    office: Office = Office.NONE,
    parent_id: int | None = None,
    established_on: date | None = None,
    first_responsible: str = "",
) -> int:
    """Register an organisation; returns its id.

    legal: None: not determined. first_responsible: name of its principal head. The body is enrolled at once where the
    law of its region finds nothing missing for that; otherwise `enrol_organisation` does it later.

    Raises NotAllowed, NotFound (no such region, or not one the actor administers), RuleBroken("organisations.uscc").
    """
    require_administration(actor, region_code)
    rules.check_uscc(uscc)
    if Organisation.objects.filter(uscc=uscc).exists():
        raise RuleBroken("organisations.uscc_taken", code=uscc)
    if not Region.objects.filter(code=region_code).exists():
        raise NotFound("region", code=region_code)
    made = Organisation.objects.create(
        name=name,
        short_name=short_name or name,
        uscc=uscc,
        region_id=region_code,
        kind=kind,
        legal=legal or "",
        office=office,
        parent_id=parent_id,
        established_on=established_on,
    )
    OrganisationName.objects.create(organisation=made, name=name, from_on=established_on or clock.today())
    record(
        actor, OrganisationTag.ORGANISATION_SAVED, object_type="organisation", object_id=made.id, facts={"new": True}
    )
    if first_responsible:
        name_officer(made.id, actor=actor, duty=Duty.FIRST, name=first_responsible, from_on=established_on)
    if not enrolment_problem(made):
        enrol_organisation(made.id, actor=actor, on=established_on)
    if office is Office.BUREAU:
        publish(BureauRegistered(made.id, region_code))
    return made.id


@transaction.atomic
def rename_organisation(organisation_id: int, *, actor: Actor, name: str, from_on: date) -> None:
    """Give a new name from a date on; the old one is kept with its last day."""
    found = administered(organisation_id, actor=actor)
    found.names.filter(to_on=None).update(to_on=from_on - timedelta(days=1))
    OrganisationName.objects.create(organisation=found, name=name, from_on=from_on)
    Organisation.objects.filter(id=organisation_id).update(name=name)
    record(actor, OrganisationTag.ORGANISATION_SAVED, object_type="organisation", object_id=organisation_id)


@transaction.atomic
def assign(
    *, actor: Actor, account_id: int, organisation_id: int, functions: Iterable[Function], from_on: date | None = None
) -> None:
    """Give the person behind an account functions in an organisation. Safe to repeat.

    Weighty functions need a second administrator: ask for them with `acts.ask_assignment`.
    Raises NotAllowed, NotFound, RuleBroken("organisations.function" | "organisations.three_administrators" |
    "organisations.second_person").
    """
    organisation = administered(organisation_id, actor=actor)
    account = administered_account(Account.objects.filter(id=account_id).first(), actor=actor)
    functions = list(functions)
    if not actor.is_system and (heavy := rules.weighty(functions)):
        raise RuleBroken("organisations.second_person", functions=[FUNCTION_WORDS[f] for f in heavy])
    held = {
        Function(f)
        for f in selectors.open_assignments(today=clock.today())
        .filter(person_id=account.person_id)
        .values_list("function", flat=True)
    }
    wanted = functions
    leading = resolve("organisations.leading_office", region=organisation.region_id, on=clock.today())
    if Function.BUREAU in wanted and leading.choice == "bureau" and Function.LEADING not in wanted:
        wanted.append(Function.LEADING)  # the office of the leading group is the bureau
    rules.check_duties_apart(frozenset({*held, *wanted}))
    for function in wanted:
        rules.check_function_fits(function=function, office=Office(organisation.office))
        Assignment.objects.get_or_create(
            person_id=account.person_id,
            organisation=organisation,
            function=function,
            to_on=None,
            defaults={"from_on": from_on or clock.today()},
        )
        record(
            actor,
            OrganisationTag.ASSIGNED,
            object_type="organisation",
            object_id=organisation_id,
            facts={"account": account_id, "function": function.value},
        )


@transaction.atomic
def end_assignment(assignment_id: int, *, actor: Actor, to_on: date | None = None) -> None:
    """Let a function end: after `to_on`, its last day, or at once, with the person's sessions.

    Raises NotAllowed, NotFound.
    """
    found = Assignment.objects.filter(id=assignment_id, to_on=None).first()
    require_administration(actor, actor.region_code)
    if found is None:
        raise NotFound("assignment", id=assignment_id)
    administered(found.organisation_id, actor=actor)
    last = to_on or clock.today() - timedelta(days=1)
    Assignment.objects.filter(id=assignment_id).update(to_on=last, from_on=min(found.from_on, last))
    if last < clock.today():
        theirs = Account.objects.filter(person_id=found.person_id).exclude(id=actor.account_id)
        logins.end_all(list(theirs.values_list("id", flat=True)))
    record(actor, OrganisationTag.UNASSIGNED, object_type="assignment", object_id=assignment_id)


@transaction.atomic
def issue_token(*, actor: Actor, name: str, functions: Iterable[Function], days: int) -> str:
    """A personal access token acting as the actor, with some of the functions held; returns the secret, once.

    days: until it expires. Raises NotAllowed for a function not held, RuleBroken where a second factor is demanded and
    not there ("organisations.second_factor_missing").
    """
    wanted = frozenset(functions) or actor.functions
    if not wanted <= actor.functions:
        raise NotAllowed("organisations.token", functions=sorted(wanted - actor.functions))
    if settings.SECOND_FACTOR & wanted and not SecondFactor.objects.filter(account_id=actor.account_id).exists():
        raise RuleBroken("organisations.second_factor_missing")
    secret = f"yy_{secrets.token_urlsafe(32)}"
    now = clock.real_now()
    token = AccessToken.objects.create(
        account_id=actor.account_id,
        organisation_id=actor.organisation_id,
        functions=sorted(wanted),
        name=name,
        digest=selectors.digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(actor, OrganisationTag.TOKEN_ISSUED, object_type="token", object_id=token.id, facts={"days": days})
    return secret


@transaction.atomic
def revoke_token(token_id: int, *, actor: Actor) -> None:
    """Own tokens only; somebody else's is NotFound."""
    found = AccessToken.objects.filter(id=token_id, account_id=actor.account_id, revoked_at=None)
    if not found.update(revoked_at=clock.real_now()):
        raise NotFound("token", id=token_id)
    record(actor, OrganisationTag.TOKEN_REVOKED, object_type="token", object_id=token_id)
