"""Reads of items and cases; the one way they reach a caller."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yiyuan.audit.api import subject_hash
from yiyuan.catalog.api import licence_entries, plain_name, published_named
from yiyuan.catalog.types import LicenceEntry, Sharing
from yiyuan.dataplane import vault
from yiyuan.disputes.api import open_on
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, WORKERS, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import Seen, region_name
from yiyuan.services import policies
from yiyuan.services.models import (
    Case,
    CaseTask,
    Endpoint,
    ItemImport,
    Material,
    Oversight,
    Proof,
    Scene,
    ServiceItem,
    SiteCheck,
)
from yiyuan.services.types import CaseState, Checked, Got, ItemState, Line, MaterialKind, Person, Wanted

MOST_OFFERED = 20


def _reachable(actor: Actor) -> Q:
    """Open items are everybody's to see in their region, and anywhere where they are handled from afar."""
    afar = Q(province_wide=True) | Q(cross_region=True)
    return Q(state=ItemState.OPEN) & (Q(region_code__in=lineage(actor.region_code)) | afar)


ITEMS = Seen(
    parties=("organisation",), workers=PARTIES, more=_reachable, related=("organisation",), what="services.item"
)
CASES = Seen(
    parties={"accepted_by": PARTIES, "handled_by": PARTIES},
    related=("accepted_by", "handled_by", "item"),
    what="services.case",
)
IMPORTS = Seen(parties=("organisation",), workers=WORKERS, related=("organisation",), what="services.item_import")
TASKS = Seen(
    parties={"asked_of": PARTIES, "asked_by": PARTIES}, related=("asked_of", "asked_by", "case"), what="services.task"
)

ENDPOINTS = Seen(parties=("organisation",), workers=PARTIES, related=("organisation",), what="services.endpoint")
OVERSIGHTS = Seen(parties=("organisation",), workers=PARTIES, related=("organisation",), what="services.oversight")
SITE_CHECKS = Seen(
    parties=("organisation",), workers=PARTIES, related=("organisation", "oversight"), what="services.site_check"
)


def items(actor: Actor) -> QuerySet[ServiceItem]:
    """With `asks_again`: it demands what was confirmed to be on the platform."""
    repeated = Material.objects.filter(item=OuterRef("pk"), from_applicant=True, resource__isnull=False)
    return ITEMS.rows(ServiceItem.objects.annotate(asks_again=Exists(repeated)).order_by("-id"), to=actor)


def item_for(actor: Actor, item_id: int, *, lock: bool = False) -> ServiceItem:
    """Raises NotFound, also when hidden."""
    return ITEMS.one(ServiceItem.objects.all(), item_id, to=actor, lock=lock)


def item_to_apply(item_id: int, *, actor: Actor) -> ServiceItem:
    """An item a case may be opened of. Raises NotFound, NotAllowed."""
    found = item_for(actor, item_id)
    if not policies.may_register(actor):
        raise NotAllowed("services.case.open")
    return found


def imports(actor: Actor) -> QuerySet[ItemImport]:
    return IMPORTS.rows(ItemImport.objects.order_by("-id"), to=actor)


def import_for(actor: Actor, import_id: int, *, lock: bool = False) -> ItemImport:
    """Raises NotFound, also when hidden."""
    return IMPORTS.one(ItemImport.objects.all(), import_id, to=actor, lock=lock)


def codes_taken(organisation_ids: Iterable[int]) -> set[tuple[int, str]]:
    """(department, code) of every item of these."""
    rows = ServiceItem.objects.filter(organisation__in=list(organisation_ids))
    return set(rows.values_list("organisation_id", "code"))


def cases(actor: Actor) -> QuerySet[Case]:
    return CASES.rows(Case.objects.order_by("-id"), to=actor)


def case_for(actor: Actor, case_id: int, *, lock: bool = False) -> Case:
    """Raises NotFound, also when hidden."""
    return CASES.one(Case.objects.all(), case_id, to=actor, lock=lock)


def tasks(actor: Actor) -> QuerySet[CaseTask]:
    return TASKS.rows(CaseTask.objects.order_by("-id"), to=actor)


def task_for(actor: Actor, task_id: int, *, lock: bool = False) -> CaseTask:
    """Raises NotFound, also when hidden."""
    return TASKS.one(CaseTask.objects.all(), task_id, to=actor, lock=lock)


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    return ENDPOINTS.rows(Endpoint.objects.order_by("-id"), to=actor)


def endpoint_for(actor: Actor, endpoint_id: int, *, lock: bool = False) -> Endpoint:
    """Raises NotFound, also when hidden."""
    return ENDPOINTS.one(Endpoint.objects.all(), endpoint_id, to=actor, lock=lock)


def oversights(actor: Actor) -> QuerySet[Oversight]:
    """With `inspected`: subjects checked this year."""
    return OVERSIGHTS.rows(_inspected().order_by("-id"), to=actor)


def _inspected() -> QuerySet[Oversight]:
    this_year = Q(checks__began_on__year=clock.today().year)
    return Oversight.objects.annotate(inspected=Count("checks__subject_code", filter=this_year, distinct=True))


def oversight_for(actor: Actor, oversight_id: int, *, lock: bool = False) -> Oversight:
    """Raises NotFound, also when hidden."""
    rows = Oversight.objects.all() if lock else _inspected()
    return OVERSIGHTS.one(rows, oversight_id, to=actor, lock=lock)


def oversight_to_check(oversight_id: int, *, actor: Actor) -> Oversight:
    """An item whose subjects the actor may check. Raises NotFound, NotAllowed."""
    found = oversight_for(actor, oversight_id)
    policies.require_overseer(found, actor)
    return found


def site_checks(actor: Actor) -> QuerySet[SiteCheck]:
    return SITE_CHECKS.rows(SiteCheck.objects.order_by("-id"), to=actor)


def site_check_for(actor: Actor, site_check_id: int, *, lock: bool = False) -> SiteCheck:
    """Raises NotFound, also when hidden."""
    return SITE_CHECKS.one(SiteCheck.objects.all(), site_check_id, to=actor, lock=lock)


def problems_since(oversight_id: int, *, subject_code: str, since: date) -> int:
    """Checks of this subject in which a problem was found on or after a day."""
    found = SiteCheck.objects.filter(oversight_id=oversight_id, subject_code=subject_code, found_on__gte=since)
    return found.count()


def scenes(_actor: Actor) -> QuerySet[Scene]:
    """Published to everybody."""
    return Scene.objects.select_related("organisation").order_by("organisation__name", "name")


def scene_for(actor: Actor, scene_id: int) -> Scene:
    """Raises NotFound."""
    found = scenes(actor).filter(id=scene_id).first()
    if found is None:
        raise NotFound("services.scene", id=scene_id)
    return found


# ---- what the platform has in place of a material ----


@dataclass(frozen=True, slots=True)
class Offer:
    """A licence entry or resource that may stand for a material. exact: it is named alike."""

    resource_id: int
    name: str
    licence: bool
    exact: bool


def offers(names: Sequence[str], *, region_code: str) -> dict[str, list[Offer]]:
    """What is published in the region and above and may stand for materials of these names; licences first."""
    reach = lineage(region_code)
    entries = [one for one in licence_entries() if one.region_code in reach] if names else []
    return {name: _offers(name, entries, reach) for name in names}


def _offers(name: str, entries: Sequence[LicenceEntry], reach: Sequence[str]) -> list[Offer]:
    plain = plain_name(name)
    found = [
        Offer(one.resource_id, one.name, True, plain_name(one.name) == plain)
        for one in entries
        if plain_name(one.name) in plain or plain in plain_name(one.name)
    ]
    licences = {one.resource_id for one in found}
    found += [
        Offer(one.id, one.name, False, plain_name(one.name) == plain)
        for one in published_named(name, most=MOST_OFFERED)
        if one.region_code in reach and one.id not in licences and one.sharing is not Sharing.NOT_SHARED
    ]
    return sorted(found, key=lambda one: (not one.exact, not one.licence, one.name))[:MOST_OFFERED]


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A material, what the platform has in its place ("" where nothing), and what is named like it."""

    material: Material
    instead: str
    offered: Sequence[Offer]

    @property
    def repeated(self) -> bool:
        """Whether the applicant is asked for what the platform has."""
        return self.material.from_applicant and bool(self.instead)


def material_lines(item: ServiceItem) -> list[MaterialLine]:
    """In place of a material stands what was confirmed, or what is named exactly alike."""
    held = list(item.materials.all())
    offered = offers([one.name for one in held if one.resource_id is None], region_code=item.region_code)
    found = []
    for one in held:
        near = offered.get(one.name, [])
        instead = one.resource_name if one.resource_id is not None else near[0].name if near and near[0].exact else ""
        found.append(MaterialLine(one, f"《{instead}》" if instead else "", near))
    return found


def wanted(item: ServiceItem) -> list[Wanted]:
    return [Wanted(one.material.name, one.material.from_applicant, one.instead) for one in material_lines(item)]


# ---- a case ----


def person_context(case_id: int) -> str:
    return f"services.case/{case_id}"


def person_of(case: Case) -> Person | None:
    """Who applies; None after the case was closed."""
    if case.sealed is None:
        return None
    context = person_context(case.id)
    plain = vault.unseal_bytes(bytes(case.sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
    return Person(**json.loads(plain))


def proof_context(proof_id: int) -> str:
    return f"services.proof/{proof_id}"


def found_of(proof: Proof) -> dict[str, Any]:  # JSON values by item
    """What was found for a material; nothing after the case was closed."""
    if proof.sealed is None:
        return {}
    context = proof_context(proof.id)
    plain = vault.unseal_bytes(bytes(proof.sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
    told: dict[str, Any] = json.loads(plain)
    return told


def doubted(case: Case, held: Sequence[Proof]) -> set[int]:
    """Ids of the proofs whose record of the applicant, or all of whose resource, is under recheck."""
    resources = {one.material.resource_id for one in held} - {None}
    rechecks = {number: open_on(number) for number in resources if number is not None}
    found = set()
    for one in held:
        values = {str(value) for value in found_of(one).values() if value}
        digests = {case.subject, *map(subject_hash, values)}
        for recheck in rechecks.get(one.material.resource_id or 0, []):
            if not recheck.digests or recheck.digests & digests:
                found.add(one.id)
    return found


def kind_of(material: Material) -> MaterialKind:
    return MaterialKind.LICENCE if material.licence else MaterialKind(material.kind)


def lines(case: Case) -> list[Line]:
    under_recheck = doubted(case, case.held)
    return [
        Line(
            one.name,
            one.material.required,
            Got(one.got),
            library=one.material.licence,
            checked=Checked(one.checked),
            doubted=one.id in under_recheck,
            kind=kind_of(one.material),
            proved=bool(one.digest and one.issued_at),
        )
        for one in case.held
    ]


# ---- figures ----

BY = {"item": "事项", "organisation": "部门", "county": "地区"}


@dataclass(frozen=True, slots=True)
class Coverage:
    """Items of a department, those with materials listed; materials, those the platform gives, those of them that the
    applicant is asked for all the same.
    """

    organisation: str
    items: int
    listed: int
    materials: int
    covered: int
    repeated: int


def coverage(actor: Actor) -> list[Coverage]:
    """By department, of the items the actor sees."""
    given = Q(materials__resource__isnull=False)
    rows = items(actor).order_by("organisation__name").values_list("organisation__name")
    told = rows.annotate(
        all=Count("id", distinct=True),
        listed=Count("materials__item", distinct=True),
        asked=Count("materials"),
        covered=Count("materials", filter=given),
        repeated=Count("materials", filter=given & Q(materials__from_applicant=True)),
    )
    return [Coverage(*row) for row in told]


@dataclass(frozen=True, slots=True)
class Share:
    """Closed cases of an item, a department or a county: all, those for which nothing was handed in, those in which an
    electronic licence was used or shown; materials the platform gave.
    """

    organisation: str
    item: str
    cases: int
    paperless: int
    licensed: int
    saved: int


def shares(actor: Actor, *, by: str = "item") -> list[Share]:
    """Of the cases the actor sees, by a key of `BY`; by item: `organisation` is whose, else what it is counted by."""
    rows = cases(actor).filter(state=CaseState.DONE)
    handed = Proof.objects.filter(case=OuterRef("pk"), got__in=[Got.UPLOADED, Got.DEFERRED])
    shown = Proof.objects.filter(case=OuterRef("pk"), material__licence=True, got__in=[Got.FOUND, Got.SHOWN])
    keys = {
        "item": ("handled_by__name", "item_name"),
        "organisation": ("handled_by__name",),
        "county": ("region_code",),
    }
    told = (
        rows.annotate(handed=Exists(handed), shown=Exists(shown))
        .order_by(*keys[by])
        .values_list(*keys[by])
        .annotate(
            closed=Count("id", distinct=True),
            without=Count("id", filter=Q(handed=False), distinct=True),
            licensed=Count("id", filter=Q(shown=True), distinct=True),
            saved=Count("proofs", filter=Q(proofs__got__in=[Got.FOUND, Got.SHOWN])),
        )
    )
    if by == "item":
        return [Share(*row) for row in told]
    name = region_name if by == "county" else str
    return [Share(name(row[0]), "", *row[1:]) for row in told]
