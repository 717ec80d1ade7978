"""Reads of rechecks; the one way a recheck reaches a caller."""

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from yiyuan.catalog.api import published_resource
from yiyuan.dataplane import vault
from yiyuan.disputes import policies
from yiyuan.disputes.models import (
    Comparison,
    Correction,
    Difference,
    Evidence,
    Extension,
    Inconsistency,
    Organising,
    Recheck,
    View,
)
from yiyuan.disputes.types import OPEN, Channel, Differing, Doubt, ExtensionState, Filer, OpenRecheck, Said, Side
from yiyuan.elements.api import pairs
from yiyuan.elements.types import Pair
from yiyuan.exchange.api import last_taken
from yiyuan.intake.api import loaded_since
from yiyuan.intake.types import BatchInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import Seen, choices, infos, organisation
from yiyuan.organisations.types import Kind
from yiyuan.pools.api import has_pool
from yiyuan.workflow.api import Law, open_terms, term_of
from yiyuan.workflow.types import TermInfo

OPERATORS = frozenset({Function.OPERATOR, Function.HEAD})
RECHECKS = Seen(
    parties={"provider": PARTIES, "filer": PARTIES, "operator": OPERATORS},
    related=("provider", "filer"),
    what="disputes.recheck",
)
CORRECTIONS = Seen(
    parties={"receiver": PARTIES, "recheck__provider": PARTIES},
    related=("receiver", "recheck__provider"),
    region="recheck__region_code",
    what="disputes.correction",
)
INCONSISTENCIES = Seen(
    parties={"first": PARTIES, "second": PARTIES, "bureau": OVERSEERS},
    related=("first", "second", "bureau"),
    what="disputes.inconsistency",
)
COMPARISONS = Seen(
    parties={"first": PARTIES, "second": PARTIES},
    related=("first", "second"),
    what="disputes.comparison",
)


def rechecks(actor: Actor) -> QuerySet[Recheck]:
    """Rechecks the actor may see with what hangs on them, latest first."""
    rows = Recheck.objects.prefetch_related("extensions").order_by("-id")
    return RECHECKS.rows(rows, to=actor).select_related("organising")


def recheck_for(actor: Actor, recheck_id: int, *, lock: bool = False) -> Recheck:
    """Raises NotFound, also when hidden from the actor."""
    return RECHECKS.one(Recheck.objects.all(), recheck_id, to=actor, lock=lock)


def corrections(actor: Actor) -> QuerySet[Correction]:
    """Notices the actor may see, latest first: its own, those of its corrections, those of its region."""
    return CORRECTIONS.rows(Correction.objects.order_by("-id"), to=actor)


def correction_for(actor: Actor, correction_id: int, *, lock: bool = False) -> Correction:
    """Raises NotFound, also when hidden from the actor."""
    return CORRECTIONS.one(Correction.objects.all(), correction_id, to=actor, lock=lock)


def inconsistencies(actor: Actor) -> QuerySet[Inconsistency]:
    """Those of the actor's department, or of the region it oversees, latest first."""
    return INCONSISTENCIES.rows(Inconsistency.objects.order_by("-id"), to=actor)


def inconsistency_for(actor: Actor, inconsistency_id: int, *, lock: bool = False) -> Inconsistency:
    """Raises NotFound, also when hidden from the actor."""
    return INCONSISTENCIES.one(Inconsistency.objects.all(), inconsistency_id, to=actor, lock=lock)


def comparisons(actor: Actor) -> QuerySet[Comparison]:
    """Those of the actor's department, or of the region it oversees, latest first."""
    return COMPARISONS.rows(Comparison.objects.order_by("-id"), to=actor)


def comparison_for(actor: Actor, comparison_id: int, *, lock: bool = False) -> Comparison:
    """Raises NotFound, also when hidden from the actor."""
    return COMPARISONS.one(Comparison.objects.all(), comparison_id, to=actor, lock=lock)


def pair_for(source_id: int, *, actor: Actor) -> Pair:
    """A source that verifies, with the authoritative one. Raises NotFound, also for whom it is none of theirs."""
    for pair in pairs(source_id=source_id):
        sides = (published_resource(pair.authoritative_resource_id), published_resource(pair.verifying_resource_id))
        if policies.may_compare(actor, provider_ids=[one.provider_id for one in sides], region_code=pair.region_code):
            return pair
    raise NotFound("elements.source", id=source_id)


def difference_context(comparison_id: int, place: int) -> str:
    """Binds what differs to its place in its comparison."""
    return f"disputes.comparison/{comparison_id}/{place}"


def difference_of(found: Difference) -> Differing:
    """What differs. Ask the policy first."""
    context = difference_context(found.comparison_id, found.place)
    plain = vault.unseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
    return Differing(**json.loads(plain))


def inconsistency_of(recheck: Recheck) -> Inconsistency | None:
    """What it was settled in, where it came of two departments' data that differ."""
    return getattr(recheck, "inconsistency", None)


def views_of(found: Inconsistency) -> dict[Side, View]:
    """The latest view of each side."""
    return {Side(view.side): view for view in found.views.order_by("id")}


def differing_context(inconsistency_id: int) -> str:
    """Binds what differs to its case."""
    return f"disputes.inconsistency/{inconsistency_id}"


def differing_of(found: Inconsistency) -> Differing:
    """What differs. Ask the policy first."""
    if found.sealed is None:
        return Differing()
    context = differing_context(found.id)
    plain = vault.unseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context)
    return Differing(**json.loads(plain))


def taken_again(correction: Correction) -> datetime | None:
    """When the department took data of the resource anew after it was told."""
    found = last_taken(correction.recheck.resource_id, consumer_id=correction.receiver_id)
    return found if found is not None and found > correction.told_at else None


def sees_recheck(actor: Actor, recheck: Recheck) -> bool:
    return RECHECKS.rows(Recheck.objects.filter(id=recheck.id), to=actor).exists()


def recheck_by_code(code: str) -> Recheck:
    """The case somebody filed from outside. Raises NotFound."""
    found = Recheck.objects.select_related("provider").filter(code=code).exclude(code="").first()
    if found is None:
        raise NotFound("disputes.recheck", code="")
    return found


def evidence_for(actor: Actor, evidence_id: int) -> Evidence:
    """Raises NotFound, also where the actor may not read what the filer said."""
    found = Evidence.objects.select_related("recheck").filter(id=evidence_id).first()
    if found is None or not RECHECKS.rows(Recheck.objects.filter(id=found.recheck_id), to=actor).exists():
        raise NotFound("disputes.evidence", id=evidence_id)
    if not policies.may_read_said(actor, found.recheck):
        raise NotFound("disputes.evidence", id=evidence_id)
    return found


def sealed_context(recheck_id: int) -> str:
    """Binds what was said to its case."""
    return f"disputes.recheck/{recheck_id}"


def said_of(recheck: Recheck) -> Said:
    """What the filer said. Ask the policy first."""
    if recheck.sealed is None:
        return Said()
    plain = vault.unseal_bytes(
        bytes(recheck.sealed), secrets=settings.INSTALLATION_SECRETS, context=sealed_context(recheck.id)
    )
    return Said(**json.loads(plain))


def law_of(recheck: Recheck) -> Law:
    return Law(recheck.region_code, recheck.law_on or recheck.received_on)


def open_on(resource_id: int) -> list[OpenRecheck]:
    """The open rechecks of a resource as everybody may know of them, oldest first."""
    found = rechecks_open(resource_id)
    return [OpenRecheck(r.id, tuple(r.items), Doubt(r.doubt), r.received_on, r.digests) for r in found]


def rechecks_open(resource_id: int) -> QuerySet[Recheck]:
    """Oldest first."""
    return Recheck.objects.filter(resource_id=resource_id, state__in=OPEN).order_by("id")


def terms_of(rows: Iterable[Recheck]) -> dict[int, TermInfo]:
    """The open terms of rechecks by id; one query."""
    return open_terms("disputes.recheck", [row.id for row in rows])


def term_of_recheck(recheck: Recheck) -> TermInfo | None:
    return term_of("disputes.recheck", recheck.id)


def term_of_correction(correction: Correction) -> TermInfo | None:
    return term_of("disputes.correction", correction.id)


def extension_of(recheck: Recheck) -> Extension | None:
    """The last one asked for."""
    return max(recheck.extensions.all(), key=lambda one: one.pk, default=None)


def extension_asked(recheck: Recheck) -> Extension | None:
    return next((one for one in recheck.extensions.all() if one.state == ExtensionState.ASKED), None)


def organising_of(recheck: Recheck) -> Organising | None:
    return getattr(recheck, "organising", None)


def corrections_of(recheck: Recheck) -> list[BatchInfo]:
    """Batches of the resource loaded since the request came, latest first."""
    return loaded_since(recheck.resource_id, since=recheck.received_on) if recheck.resource_id else []


def is_copied(recheck: Recheck) -> bool:
    """Whether the platform has a standing copy that a new batch can correct."""
    if recheck.resource_id is None or not has_pool(recheck.resource_id):
        return False
    try:
        return not published_resource(recheck.resource_id).held_by_provider
    except NotFound:  # withdrawn since
        return False


def filer_kind_of(actor: Actor) -> Filer:
    """A company that provides by its duties files as a company."""
    return Filer.COMPANY if organisation(actor.organisation_id).kind is Kind.UTILITY else Filer.DEPARTMENT


def channels_of(law: Law) -> list[Channel]:
    return [channel for channel in Channel if channel.value in law("disputes.channels")]


def open_to_outside() -> list[tuple[int, str]]:
    """(id, name) of the departments whose law lets citizens or companies file."""
    offered = choices()
    regions = {number: info.region_code for number, info in infos(number for number, _ in offered).items()}
    outside = {Filer.CITIZEN.value, Filer.COMPANY.value}
    admits = {
        region: bool(outside & set(Law(region, clock.today())("disputes.filers"))) for region in set(regions.values())
    }
    return [(number, name) for number, name in offered if admits[regions[number]]]
