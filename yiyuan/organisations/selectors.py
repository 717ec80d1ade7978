"""Reads of organisations."""

import hashlib
from datetime import date

from django.db.models import Q, QuerySet

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Channel, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.organisations.models import AccessToken, Account, Assignment, Organisation, Region
from yiyuan.organisations.types import Hat, Kind, Office, OrganisationInfo


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


def hats(account: Account) -> list[Hat]:
    """The organisations this person acts for today, the oldest assignment first."""
    found: dict[int, tuple[str, set[Function]]] = {}
    held = open_assignments(today=clock.today()).filter(person_id=account.person_id).select_related("organisation")
    for assignment in held.order_by("id"):
        _, functions = found.setdefault(assignment.organisation_id, (assignment.organisation.name, set()))
        functions.add(Function(assignment.function))
    return [Hat(key, name, frozenset(functions)) for key, (name, functions) in found.items()]


def actor_for(account: Account, *, organisation_id: int | None, channel: Channel = Channel.PAGE) -> Actor | None:
    """The account as an actor for one of its organisations (the first when not named); None without any hat."""
    worn = hats(account)
    chosen = next((hat for hat in worn if hat.organisation_id == organisation_id), worn[0] if worn else None)
    if chosen is None:
        return None
    region_code = Organisation.objects.values_list("region_id", flat=True).get(id=chosen.organisation_id)
    return Actor(
        account_id=account.id,
        person_name=account.person.name,
        organisation_id=chosen.organisation_id,
        organisation_name=chosen.organisation_name,
        region_code=region_code,
        functions=chosen.functions,
        channel=channel,
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
    actor = next((hat for hat in hats(token.account) if hat.organisation_id == token.organisation_id), None)
    functions = (actor.functions if actor else frozenset()) & {Function(f) for f in token.functions}
    if not functions:
        return None
    AccessToken.objects.filter(id=token.id).update(used_at=clock.real_now())
    return Actor(
        account_id=token.account_id,
        person_name=token.account.person.name,
        organisation_id=token.organisation_id,
        organisation_name=token.organisation.name,
        region_code=token.organisation.region_id,
        functions=functions,
        channel=Channel.API,
    )


def region_name(code: str) -> str:
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or code
