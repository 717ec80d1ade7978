"""The door of organisations."""

from collections.abc import Iterable

from django.http import HttpRequest

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import lineage
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Account, Organisation
from yiyuan.organisations.selectors import actor_of_token, bureau_of, organisation, region_name
from yiyuan.organisations.types import Hat, Office, OrganisationInfo
from yiyuan.web.edge import actor_of as actor_from_request
from yiyuan.web.edge import require

__all__ = [
    "actor_from_request",
    "actor_of_account",
    "actor_of_login",
    "actor_of_token",
    "bureau_of",
    "bureaus_over",
    "choices",
    "coordinator_of",
    "find_by_name",
    "hats_of",
    "infos",
    "organisation",
    "region_name",
    "require",
    "subordinates",
]


def infos(organisation_ids: Iterable[int]) -> dict[int, OrganisationInfo]:
    """Several organisations by id, one query; unknown ids are left out."""
    found = Organisation.objects.filter(id__in=set(organisation_ids))
    return {item.id: selectors.info_of(item) for item in found}


def choices(*, region_code: str = "000000") -> list[tuple[int, str]]:
    """(id, name) of the active organisations of a region, for a choice field."""
    return [(item.id, item.name) for item in selectors.departments(region_code=region_code)]


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


def actor_of_login(request: HttpRequest) -> Actor | None:
    """The logged-in account in the organisation chosen in this session; None for a visitor or a person without any."""
    account = request.user
    if not isinstance(account, Account):
        return None
    return selectors.actor_for(account, organisation_id=request.session.get("organisation_id"))


def actor_of_account(account_id: int, *, organisation_id: int) -> Actor | None:
    """An account acting for one of its organisations in the background; None when it no longer may."""
    account = Account.objects.select_related("person").filter(id=account_id, is_active=True).first()
    found = selectors.actor_for(account, organisation_id=organisation_id) if account else None
    return found if found and found.organisation_id == organisation_id else None


def hats_of(request: HttpRequest) -> list[Hat]:
    """The organisations the logged-in person may act for today."""
    return selectors.hats(request.user) if isinstance(request.user, Account) else []


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
    return None
