"""Reads of organisations."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Channel, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import common, covers, lineage, trunk
from yiyuan.organisations.models import (
    AccessToken,
    Account,
    Assignment,
    Delegation,
    Login,
    LoginFailure,
    NamedOfficer,
    Organisation,
    PendingAct,
    PolicyPaper,
    Region,
)
from yiyuan.organisations.rules import ADMINISTRATION, LOGIN_FAILURES, LOGIN_WINDOW, USE_NOTED
from yiyuan.organisations.types import (
    DUTY_WORDS,
    FUNCTION_WORDS,
    PAPER_WORDS,
    Duty,
    Hat,
    Kind,
    Lack,
    Office,
    OrganisationInfo,
    Paper,
)
from yiyuan.postgres.statements import statement
from yiyuan.regulations.api import resolve
from yiyuan.regulations.types import Resolved

HATS = statement(__file__, "hats")
STAFF = statement(__file__, "staff")


def info_of(organisation: Organisation) -> OrganisationInfo:
    return OrganisationInfo(
        id=organisation.id,
        name=organisation.name,
        short_name=organisation.short_name,
        uscc=organisation.uscc,
        region_code=organisation.region_id,
        kind=Kind(organisation.kind),
        office=Office(organisation.office),
        parent_id=organisation.parent_id,
        active=organisation.abolished_on is None or organisation.abolished_on > clock.today(),
        enrolled=organisation.enrolled_on is not None and organisation.enrolled_on <= clock.today(),
        successor_id=organisation.successor_id,
    )


def organisation(organisation_id: int) -> OrganisationInfo:
    """Raises NotFound."""
    try:
        return info_of(Organisation.objects.get(id=organisation_id))
    except Organisation.DoesNotExist:
        raise NotFound("organisation", id=organisation_id) from None


def bureau_of(region_code: str) -> OrganisationInfo | None:
    """The competent bureau of the region itself, else of the nearest region above it that has one."""
    bureaus = {
        found.region_id: found
        for found in Organisation.objects.filter(
            office=Office.BUREAU, region__in=lineage(region_code), abolished_on=None
        ).order_by("-id")
    }
    nearest = next((bureaus[code] for code in lineage(region_code) if code in bureaus), None)
    return info_of(nearest) if nearest else None


def departments(*, region_code: str = "000000", active: bool = True) -> QuerySet[Organisation]:
    """Organisations in a region, by name."""
    found = Organisation.objects.filter(region__code__startswith=trunk(region_code)).select_related("region", "parent")
    if active:
        found = found.filter(Q(abolished_on=None) | Q(abolished_on__gt=clock.today()))
    return found.order_by("region_id", "id")


def open_assignments(*, today: date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(Q(to_on=None) | Q(to_on__gte=today), from_on__lte=today)


def staff(organisation_id: int, *functions: Function) -> list[int]:
    """Account ids of those who exercise one of the functions for the organisation today, delegates included."""
    named = [function.value for function in functions]
    with connection.cursor() as cursor:
        cursor.execute(STAFF, {"organisation": organisation_id, "functions": named, "today": clock.today()})
        return [account for (account,) in cursor.fetchall()]


def hats(account: Account) -> list[Hat]:
    """The organisations this person acts for today, the oldest assignment first, delegations last.

    Nobody acts for an abolished body; for one that is not enrolled, its administrators alone.
    """
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(HATS, {"person": account.person_id, "today": today})
        rows = cursor.fetchall()
    worn = []
    for body, name, region, abolished_on, enrolled_on, own, lent, before in rows:
        held = {Function(f) for f in own}
        functions = held | {Function(f) for f in lent}
        if abolished_on and abolished_on <= today:
            functions = set()
        elif enrolled_on is None or enrolled_on > today:
            functions &= ADMINISTRATION
        if functions:
            worn.append(Hat(body, name, region, frozenset(functions), frozenset(functions - held), frozenset(before)))
    return worn


def region_of(account_id: int) -> str:
    """The lowest region over all the bodies this account's person ever worked for."""
    regions = Assignment.objects.filter(person__in=Account.objects.filter(id=account_id).values("person")).values_list(
        "organisation__region_id", flat=True
    )
    return common(*regions) if regions else SYSTEM.region_code


def is_locked(account: Account, *, origin: str) -> bool:
    """Whether no login is tried for now, see rules.LOGIN_FAILURES."""
    recent = LoginFailure.objects.filter(at__gt=clock.real_now() - LOGIN_WINDOW)
    found = recent.aggregate(
        account_and_origin=Count("id", filter=Q(account=account, origin=origin)),
        origin=Count("id", filter=Q(origin=origin)),
        account=Count("id", filter=Q(account=account)),
    )
    return any(found[name] >= most for name, most in LOGIN_FAILURES.items())


def logins(actor: Actor) -> QuerySet[Login]:
    """The actor's own sessions that are not over."""
    now = clock.real_now()
    return Login.objects.filter(
        account_id=actor.account_id,
        begun_at__gt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE),
        seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_S),
        session_key__in=Session.objects.values("session_key"),
    )


def accounts(actor: Actor) -> QuerySet[Account]:
    """Accounts of persons who work, or worked, where the actor administers, and those without any function yet."""
    if not actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN):
        return Account.objects.none()
    here = Assignment.objects.filter(
        person=OuterRef("person"), organisation__region__code__startswith=trunk(actor.region_code)
    )
    anywhere = Assignment.objects.filter(person=OuterRef("person"))
    return Account.objects.filter(Exists(here) | ~Exists(anywhere)).order_by("id")


def administered_account(actor: Actor, account_id: int) -> Account:
    """Raises NotAllowed, NotFound."""
    if not actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN):
        raise NotAllowed("organisations.administration")
    found = accounts(actor).filter(id=account_id).first()
    if found is None:
        raise NotFound("account", id=account_id)
    return found


def open_delegations(*, today: date) -> QuerySet[Delegation]:
    """Delegations that run today and whose principal still holds the function."""
    still = open_assignments(today=today).filter(
        person=OuterRef("principal"), organisation=OuterRef("organisation"), function=OuterRef("function")
    )
    return Delegation.objects.filter(Exists(still), from_on__lte=today, to_on__gte=today)


def actor_for(
    account: Account,
    *,
    organisation_id: int | None,
    channel: Channel = Channel.PAGE,
    worn: Sequence[Hat] | None = None,
) -> Actor | None:
    """The account as an actor for one of its organisations (the first when not named); None without any hat.

    worn: its hats, where they are known already.
    """
    worn = hats(account) if worn is None else worn
    chosen = next((hat for hat in worn if hat.organisation_id == organisation_id), worn[0] if worn else None)
    if chosen is None:
        return None
    return Actor(
        account_id=account.id,
        person_name=account.person.name,
        organisation_id=chosen.organisation_id,
        organisation_name=chosen.organisation_name,
        region_code=chosen.region_code,
        functions=chosen.functions,
        channel=channel,
        delegated=chosen.delegated,
        predecessor_ids=chosen.predecessor_ids,
    )


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of_token(secret: str) -> Actor | None:
    """The actor a personal access token stands for; None if unknown, expired, revoked or its functions ended."""
    token = (
        AccessToken.objects.filter(digest=digest_of(secret), revoked_at=None, expires_at__gt=clock.real_now())
        .select_related("account__person", "organisation")
        .first()
    )
    if token is None or not token.account.is_active:
        return None
    worn = next((hat for hat in hats(token.account) if hat.organisation_id == token.organisation_id), None)
    functions = (worn.functions if worn else frozenset()) & {Function(f) for f in token.functions}
    if worn is None or not functions:
        return None
    now = clock.real_now()
    if token.used_at is None or now - token.used_at >= USE_NOTED:
        AccessToken.objects.filter(id=token.id).update(used_at=now)
    return Actor(
        account_id=token.account_id,
        person_name=token.account.person.name,
        organisation_id=token.organisation_id,
        organisation_name=token.organisation.name,
        region_code=token.organisation.region_id,
        functions=functions,
        channel=Channel.API,
        delegated=worn.delegated & functions,
        predecessor_ids=worn.predecessor_ids,
    )


def is_open_token(secret: str) -> bool:
    open_now = AccessToken.objects.filter(revoked_at=None, expires_at__gt=clock.real_now())
    return open_now.filter(digest=digest_of(secret)).exists()


def region_name(code: str) -> str:
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code


def officers(organisation_id: int, *, on: date) -> list[NamedOfficer]:
    """Who is named for which duty on a day."""
    found = NamedOfficer.objects.filter(Q(to_on=None) | Q(to_on__gte=on), organisation=organisation_id, from_on__lte=on)
    return list(found.select_related("person", "substitute").order_by("id"))


def lacking(bodies: Iterable[Organisation], *, on: date) -> dict[int, list[Lack]]:
    """What the law of its region asks of each body that it has not named or filed. Two queries for all of them."""
    return {body: [one for one, held in asked if not held] for body, asked in asked_of(bodies, on=on).items()}


def asked_of(bodies: Iterable[Organisation], *, on: date) -> dict[int, list[tuple[Lack, bool]]]:
    """What the law of its region asks of each body to name or file, and whether it did. Two queries for all of them."""
    listed = list(bodies)
    named: defaultdict[int, set[str]] = defaultdict(set)
    still = Q(to_on=None) | Q(to_on__gte=on)
    for body, duty in NamedOfficer.objects.filter(still, organisation__in=listed, from_on__lte=on).values_list(
        "organisation_id", "duty"
    ):
        named[body].add(duty)
    filed: defaultdict[int, set[str]] = defaultdict(set)
    for body, kind in PolicyPaper.objects.filter(organisation__in=listed).values_list("organisation_id", "kind"):
        filed[body].add(kind)
    return {body.id: _asked(body, named=named[body.id], filed=filed[body.id], on=on) for body in listed}


def _asked(body: Organisation, *, named: set[str], filed: set[str], on: date) -> list[tuple[Lack, bool]]:
    def law(key: str) -> Resolved:
        return resolve(key, region=body.region_id, on=on)

    if body.abolished_on and body.abolished_on <= on:
        return []
    known = body.legal in law("organisations.legal_types").items
    found = [(Lack("organisations.legal_types", "机构性质", blocks=True), known)]
    first = law("organisations.first_responsible").choice
    if first != "none":
        asked = Lack("organisations.first_responsible", DUTY_WORDS[Duty.FIRST], blocks=first == "block")
        found.append((asked, Duty.FIRST in named))
    blocks = law("organisations.officers_missing").choice == "block"
    found += [
        (Lack("organisations.officers", DUTY_WORDS[Duty(duty)], blocks=blocks), duty in named)
        for duty in law("organisations.officers").items
    ]
    if law("organisations.unit").flag:
        found.append((Lack("organisations.unit", "专职（实施）机构", blocks=blocks), bool(body.unit)))
    return found + [
        (Lack("organisations.papers", PAPER_WORDS[Paper(kind)], blocks=False), kind in filed)
        for kind in law("organisations.papers").items
    ]


def readable_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """Its own people and its successor's, administrators, the bureau and inspectors of its region. Raises NotFound."""
    found = Organisation.objects.select_related("region", "parent", "successor").filter(id=organisation_id).first()
    mine = organisation_id in actor.organisation_ids
    if found is None or not (mine or oversees(actor, found.region_id) or administers(actor, found.region_id)):
        raise NotFound("organisation", id=organisation_id)
    return found


def readable(actor: Actor) -> QuerySet[Organisation]:
    """The organisations of which `readable_organisation` gives one."""
    seen = Q(id__in=actor.organisation_ids)
    if oversees(actor, actor.region_code) or administers(actor, actor.region_code):
        seen |= Q(region__code__startswith=trunk(actor.region_code))
    return Organisation.objects.filter(seen).order_by("id")


def persons_named(actor: Actor, name: str) -> list[Assignment]:
    """Persons who work today in a body the actor may read of, each with the first of their functions there."""
    held = open_assignments(today=clock.today()).filter(person__name=name, organisation__in=readable(actor))
    rows = held.select_related("person", "organisation").order_by("person_id", "organisation_id", "id")
    return list(rows.distinct("person_id", "organisation_id"))


def administers(actor: Actor, region_code: str) -> bool:
    """A system or security administrator of the region or of one above it, who sees all bodies there."""
    return actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN) and covers(actor.region_code, region_code)


def administered_organisation(actor: Actor, organisation_id: int) -> Organisation:
    """Raises NotAllowed, NotFound (none such where the actor administers)."""
    if not actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN):
        raise NotAllowed("organisations.administration")
    found = Organisation.objects.select_related("region", "parent", "successor").filter(id=organisation_id).first()
    if found is None or not administers(actor, found.region_id):
        raise NotFound("organisation", id=organisation_id)
    return found


def oversees(actor: Actor, region_code: str) -> bool:
    """Bureau, leading group and inspectors of the region or of one above it."""
    named = actor.has(Function.BUREAU, Function.LEADING, Function.AUDITOR)
    return named and covers(actor.region_code, region_code)


def acts(actor: Actor) -> QuerySet[PendingAct]:
    """Acts that wait for, or had, a second administrator, in the actor's region; administrators only."""
    if not actor.has(*ADMINISTRATION):
        return PendingAct.objects.none()
    found = PendingAct.objects.filter(region_code__startswith=trunk(actor.region_code))
    return found.select_related("asked_by__person", "decided_by__person").order_by("-id")


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """What I gave or take; all of the organisation for its head, all of the region for administrators."""
    mine = Q(principal__accounts=actor.account_id) | Q(delegate__accounts=actor.account_id)
    if actor.has(Function.HEAD):
        mine |= Q(organisation_id__in=actor.organisation_ids)
    if actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN):
        mine |= Q(organisation__region__code__startswith=trunk(actor.region_code))
    found = Delegation.objects.filter(mine).distinct()
    return found.select_related("principal", "delegate", "organisation").order_by("-from_on", "-id")


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """(account id, name and functions) of the others who work for the actor's organisation today."""
    held = open_assignments(today=clock.today()).filter(
        organisation_id=actor.organisation_id, person__accounts__is_active=True
    )
    found: dict[int, tuple[str, list[str]]] = {}
    rows = held.exclude(person__accounts=actor.account_id).order_by("person_id", "id")
    for account, name, function in rows.values_list("person__accounts", "person__name", "function"):
        found.setdefault(account, (name, []))[1].append(FUNCTION_WORDS[Function(function)])
    return [(str(account), f"{name}（{'、'.join(words)}）") for account, (name, words) in found.items()]
