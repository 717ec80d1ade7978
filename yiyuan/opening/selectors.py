"""Reads of opening; the one way its objects reach a caller."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from yiyuan.catalog.api import OpenEntry, open_entries
from yiyuan.kernel import clock
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, PARTIES, Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.opening.models import (
    Activity,
    Breach,
    Clearance,
    Emergency,
    OpenAccess,
    OpenDataset,
    OpeningAssessment,
    OpenList,
    OpenRelease,
    OpenStandard,
    PublicRequest,
    Reuse,
    SourceConsent,
)
from yiyuan.opening.types import ConsentState
from yiyuan.organisations.api import Seen

WATCHERS = OVERSEERS | {Function.OPERATOR}

DATASETS = Seen(
    parties=("provider",),
    workers=DEPARTMENT,
    overseers=WATCHERS,
    related=("provider", "resource"),
    what="opening.dataset",
)
RELEASES = Seen(
    parties=("dataset__provider",),
    workers=DEPARTMENT,
    overseers=WATCHERS,
    related=("dataset", "dataset__provider"),
    what="opening.release",
)
CONSENTS = Seen(
    parties={"provider": PARTIES, "asked_by": PARTIES},
    related=("provider", "asked_by", "dataset"),
    what="opening.consent",
)
ACCESSES = Seen(
    parties={"dataset__provider": PARTIES},
    overseers=WATCHERS,
    related=("dataset", "dataset__provider", "operator"),
    what="opening.access",
)
BREACHES = Seen(
    parties={"access__dataset__provider": PARTIES},
    overseers=WATCHERS,
    related=("access", "access__dataset", "access__dataset__provider", "access__operator"),
    what="opening.breach",
)
REQUESTS = Seen(
    parties={"answers": PARTIES}, overseers=WATCHERS, related=("answers", "dataset"), what="opening.request"
)
REUSES = Seen(
    parties={"operator": frozenset({Function.OPERATOR})},
    overseers=WATCHERS,
    related=("operator",),
    what="opening.reuse",
)


def _everybodys(actor: Actor) -> Q:
    """Published to everybody of the region and below."""
    return Q(region_code__in=lineage(actor.region_code))


STANDARDS = Seen(more=_everybodys, what="opening.standard")
LISTS = Seen(more=_everybodys, what="opening.list")
EMERGENCIES = Seen(more=_everybodys, related=("declared_by",), what="opening.emergency")
ACTIVITIES = Seen(more=_everybodys, related=("operator",), what="opening.activity")
ASSESSMENTS = Seen(more=_everybodys, what="opening.assessment")


def standards(actor: Actor) -> QuerySet[OpenStandard]:
    return STANDARDS.rows(OpenStandard.objects.order_by("-id"), to=actor)


def standard_for(actor: Actor, standard_id: int, *, lock: bool = False) -> OpenStandard:
    """Raises NotFound."""
    return STANDARDS.one(OpenStandard.objects.all(), standard_id, to=actor, lock=lock)


def lists(actor: Actor) -> QuerySet[OpenList]:
    return LISTS.rows(OpenList.objects.order_by("-id"), to=actor)


def list_for(actor: Actor, list_id: int, *, lock: bool = False) -> OpenList:
    """Raises NotFound."""
    return LISTS.one(OpenList.objects.all(), list_id, to=actor, lock=lock)


def datasets(actor: Actor) -> QuerySet[OpenDataset]:
    """With `opening`: the type in the published version of the catalog. Those to be opened first stand first."""
    rows = OpenDataset.objects.annotate(opening=F("resource__current__opening"))
    return DATASETS.rows(rows.order_by("-id"), to=actor)


def dataset_for(actor: Actor, dataset_id: int, *, lock: bool = False) -> OpenDataset:
    """Raises NotFound, also when hidden."""
    return DATASETS.one(OpenDataset.objects.all(), dataset_id, to=actor, lock=lock)


def own_dataset(dataset_id: int, *, actor: Actor) -> OpenDataset:
    """Under which the actor prepares a release. Raises NotFound, NotAllowed."""
    from yiyuan.opening import policies

    found = dataset_for(actor, dataset_id)
    policies.require_preparing(found, actor)
    return found


def releases(actor: Actor) -> QuerySet[OpenRelease]:
    return RELEASES.rows(OpenRelease.objects.order_by("-id"), to=actor)


def release_for(actor: Actor, release_id: int, *, lock: bool = False) -> OpenRelease:
    """Raises NotFound, also when hidden."""
    return RELEASES.one(OpenRelease.objects.all(), release_id, to=actor, lock=lock)


def consents(actor: Actor) -> QuerySet[SourceConsent]:
    return CONSENTS.rows(SourceConsent.objects.order_by("-id"), to=actor)


def consent_for(actor: Actor, consent_id: int, *, lock: bool = False) -> SourceConsent:
    """Raises NotFound, also when hidden."""
    return CONSENTS.one(SourceConsent.objects.all(), consent_id, to=actor, lock=lock)


def accesses(actor: Actor) -> QuerySet[OpenAccess]:
    return ACCESSES.rows(OpenAccess.objects.order_by("-id"), to=actor)


def access_for(actor: Actor, access_id: int, *, lock: bool = False) -> OpenAccess:
    """Raises NotFound, also when hidden."""
    return ACCESSES.one(OpenAccess.objects.all(), access_id, to=actor, lock=lock)


def breaches(actor: Actor) -> QuerySet[Breach]:
    return BREACHES.rows(Breach.objects.order_by("-id"), to=actor)


def breach_for(actor: Actor, breach_id: int, *, lock: bool = False) -> Breach:
    """Raises NotFound, also when hidden."""
    return BREACHES.one(Breach.objects.all(), breach_id, to=actor, lock=lock)


def access_to_report(access_id: int, *, actor: Actor) -> OpenAccess:
    """Raises NotFound, NotAllowed, MoveRefused."""
    from yiyuan.opening import policies

    found = access_for(actor, access_id)
    policies.require_reporting(found, actor)
    return found


def requests(actor: Actor) -> QuerySet[PublicRequest]:
    return REQUESTS.rows(PublicRequest.objects.order_by("-id"), to=actor)


def request_for(actor: Actor, request_id: int, *, lock: bool = False) -> PublicRequest:
    """Raises NotFound, also when hidden."""
    return REQUESTS.one(PublicRequest.objects.all(), request_id, to=actor, lock=lock)


def reuses(actor: Actor) -> QuerySet[Reuse]:
    return REUSES.rows(Reuse.objects.order_by("-id"), to=actor)


def reuse_for(actor: Actor, reuse_id: int, *, lock: bool = False) -> Reuse:
    """Raises NotFound, also when hidden."""
    return REUSES.one(Reuse.objects.all(), reuse_id, to=actor, lock=lock)


def emergencies(actor: Actor) -> QuerySet[Emergency]:
    return EMERGENCIES.rows(Emergency.objects.order_by("-id"), to=actor)


def emergency_for(actor: Actor, emergency_id: int, *, lock: bool = False) -> Emergency:
    """Raises NotFound."""
    return EMERGENCIES.one(Emergency.objects.all(), emergency_id, to=actor, lock=lock)


def activities(actor: Actor) -> QuerySet[Activity]:
    return ACTIVITIES.rows(Activity.objects.order_by("-id"), to=actor)


def activity_for(actor: Actor, activity_id: int, *, lock: bool = False) -> Activity:
    """Raises NotFound."""
    return ACTIVITIES.one(Activity.objects.all(), activity_id, to=actor, lock=lock)


def assessments(actor: Actor) -> QuerySet[OpeningAssessment]:
    return ASSESSMENTS.rows(OpeningAssessment.objects.order_by("-id"), to=actor)


def assessment_for(actor: Actor, assessment_id: int, *, lock: bool = False) -> OpeningAssessment:
    """Raises NotFound."""
    return ASSESSMENTS.one(OpeningAssessment.objects.all(), assessment_id, to=actor, lock=lock)


# ---- what rules look at ----


def entry_of(dataset: OpenDataset) -> OpenEntry:
    """What the catalog says of its opening now. Raises NotFound where it is published no more."""
    found = open_entries(resource_ids=[dataset.resource_id])
    if not found:
        raise NotFound("catalog.resource", id=dataset.resource_id)
    return found[0]


def standards_in_force(region_code: str) -> dict[str, OpenStandard]:
    """The newest version of each standard of the nearest region that has one, by kind."""
    found: dict[str, OpenStandard] = {}
    for code in reversed(lineage(region_code)):
        newest = OpenStandard.objects.filter(region_code=code, kind=OuterRef("kind")).order_by("-version").values("id")
        rows = OpenStandard.objects.filter(region_code=code, id=Subquery(newest[:1]))
        found |= {one.kind: one for one in rows}
    return found


def parts_in_force(region_code: str) -> dict[str, Any]:  # whole numbers by name
    """What the masking standard in force lets a machine check."""
    found = standards_in_force(region_code).get("masking")
    return found.parts if found else {}


def unconsented(dataset: OpenDataset) -> list[str]:
    """Sources of other departments that may not be opened yet, by name."""
    return list(dataset.consents.exclude(state=ConsentState.GIVEN).values_list("resource_name", flat=True))


def is_cleared(resource_id: int) -> list[bool]:
    """Answers the catalog: [True] where a record lets a resource that was not open be opened."""
    return [True] if Clearance.objects.filter(dataset__resource_id=resource_id).exists() else []


def owed(actor: Actor, *, today: date | None = None) -> Sequence[dict[str, Any]]:
    """What should be open and is not: entry, data set, since when, planned for, whether late."""
    today = today or clock.today()
    known = {
        one.resource_id: one for one in OpenDataset.objects.filter(region_code__startswith=trunk(actor.region_code))
    }
    whole = actor.has(*WATCHERS)
    found = []
    for entry in open_entries(region_code=actor.region_code):
        dataset = known.get(entry.resource_id)
        if not whole and entry.provider_id not in actor.organisation_ids:
            continue
        allowed = dataset is not None and dataset.rule == "allowed" and entry.opening != "not_open"
        if (entry.opening != "unconditional" and not allowed) or (dataset and dataset.opened_on):
            continue
        planned = dataset.planned_on if dataset else None
        found.append(
            {
                "entry": entry,
                "dataset": dataset,
                "since": entry.published_on,
                "planned": planned,
                "late": planned is None or planned < today,
                "priorities": list(dataset.priorities) if dataset else [],
            }
        )
    return sorted(found, key=lambda one: (-len(one["priorities"]), one["planned"] or date.max, one["entry"].name))
