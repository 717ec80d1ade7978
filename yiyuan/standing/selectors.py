"""Reads of this room; the one way its objects reach a caller."""

import json
from collections.abc import Collection

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from yiyuan.dataplane import vault
from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor, Function
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import Seen
from yiyuan.standing.models import (
    Agreement,
    Commitment,
    CommitmentForm,
    CreditReport,
    Forgery,
    ListEntry,
    Lookup,
    Measure,
    Purchase,
    Watch,
)
from yiyuan.standing.types import ON_LIST, Subject

WATCHERS = OVERSEERS | {Function.OPERATOR}


def _everybodys(actor: Actor) -> Q:
    """Published to everybody of the region and below."""
    return Q(region_code__in=lineage(actor.region_code))


def _listed(actor: Actor) -> Q:
    """Who is on a list is for every department to know; who has a measure for it goes on seeing it."""
    mine = Measure.objects.filter(asked_of__in=actor.organisation_ids).values("entry")
    return (_everybodys(actor) & Q(state__in=ON_LIST)) | Q(id__in=mine)


FORMS = Seen(more=_everybodys, related=("organisation",), what="standing.form")
COMMITMENTS = Seen(more=_everybodys, related=("organisation", "form"), what="standing.commitment")
ENTRIES = Seen(
    parties={"organisation": PARTIES},
    overseers=WATCHERS,
    more=_listed,
    related=("organisation",),
    what="standing.entry",
)
MEASURES = Seen(
    parties={"asked_of": PARTIES, "asked_by": PARTIES},
    overseers=WATCHERS,
    related=("asked_of", "asked_by", "entry"),
    what="standing.measure",
)
LOOKUPS = Seen(parties={"organisation": PARTIES}, overseers=WATCHERS, related=("organisation",), what="standing.lookup")
REPORTS = Seen(
    parties={"organisation": PARTIES},
    overseers=frozenset(),  # it says what its maker may know, and the bureau did not ask
    related=("organisation", "lookup"),
    what="standing.report",
)
WATCHES = Seen(parties={"organisation": PARTIES}, related=("organisation",), what="standing.watch")
PURCHASES = Seen(parties={"organisation": PARTIES}, related=("organisation",), what="standing.purchase")
AGREEMENTS = Seen(
    parties={"agency": PARTIES}, overseers=WATCHERS, related=("agency", "operator"), what="standing.agreement"
)
FORGERIES = Seen(
    parties={"organisation": PARTIES},
    overseers=WATCHERS,
    related=("organisation", "bureau"),
    what="standing.forgery",
)


def forms(actor: Actor) -> QuerySet[CommitmentForm]:
    return FORMS.rows(CommitmentForm.objects.order_by("-id"), to=actor)


def form_for(actor: Actor, form_id: int, *, lock: bool = False) -> CommitmentForm:
    """Raises NotFound."""
    return FORMS.one(CommitmentForm.objects.all(), form_id, to=actor, lock=lock)


def newest_forms(region_code: str) -> list[CommitmentForm]:
    """The version in use of each field."""
    newest = CommitmentForm.objects.filter(region_code=region_code).values("field").annotate(last=Max("version"))
    last = {one["field"]: one["last"] for one in newest}
    found = CommitmentForm.objects.filter(region_code=region_code).order_by("field", "-version")
    return [one for one in found if one.version == last[one.field]]


def commitments(actor: Actor) -> QuerySet[Commitment]:
    return COMMITMENTS.rows(Commitment.objects.order_by("-id"), to=actor)


def commitment_for(actor: Actor, commitment_id: int, *, lock: bool = False) -> Commitment:
    """Raises NotFound."""
    return COMMITMENTS.one(Commitment.objects.all(), commitment_id, to=actor, lock=lock)


def entries(actor: Actor) -> QuerySet[ListEntry]:
    return ENTRIES.rows(ListEntry.objects.order_by("-id"), to=actor)


def entry_for(actor: Actor, entry_id: int, *, lock: bool = False) -> ListEntry:
    """Raises NotFound, also when hidden."""
    return ENTRIES.one(ListEntry.objects.all(), entry_id, to=actor, lock=lock)


def measures(actor: Actor) -> QuerySet[Measure]:
    return MEASURES.rows(Measure.objects.order_by("-id"), to=actor)


def measure_for(actor: Actor, measure_id: int, *, lock: bool = False) -> Measure:
    """Raises NotFound, also when hidden."""
    return MEASURES.one(Measure.objects.all(), measure_id, to=actor, lock=lock)


def lookups(actor: Actor) -> QuerySet[Lookup]:
    return LOOKUPS.rows(Lookup.objects.order_by("-id"), to=actor)


def lookup_for(actor: Actor, lookup_id: int, *, lock: bool = False) -> Lookup:
    """Raises NotFound, also when hidden."""
    return LOOKUPS.one(Lookup.objects.all(), lookup_id, to=actor, lock=lock)


def reports(actor: Actor) -> QuerySet[CreditReport]:
    return REPORTS.rows(CreditReport.objects.order_by("-id"), to=actor)


def report_for(actor: Actor, report_id: int, *, lock: bool = False) -> CreditReport:
    """Raises NotFound, also when hidden."""
    return REPORTS.one(CreditReport.objects.all(), report_id, to=actor, lock=lock)


def watches(actor: Actor) -> QuerySet[Watch]:
    return WATCHES.rows(Watch.objects.order_by("-id"), to=actor)


def watch_for(actor: Actor, watch_id: int, *, lock: bool = False) -> Watch:
    """Raises NotFound, also when hidden."""
    return WATCHES.one(Watch.objects.all(), watch_id, to=actor, lock=lock)


def purchases(actor: Actor) -> QuerySet[Purchase]:
    return PURCHASES.rows(Purchase.objects.order_by("-id"), to=actor)


def purchase_for(actor: Actor, purchase_id: int, *, lock: bool = False) -> Purchase:
    """Raises NotFound, also when hidden."""
    return PURCHASES.one(Purchase.objects.all(), purchase_id, to=actor, lock=lock)


def agreements(actor: Actor) -> QuerySet[Agreement]:
    return AGREEMENTS.rows(Agreement.objects.order_by("-id"), to=actor)


def agreement_for(actor: Actor, agreement_id: int, *, lock: bool = False) -> Agreement:
    """Raises NotFound, also when hidden."""
    return AGREEMENTS.one(Agreement.objects.all(), agreement_id, to=actor, lock=lock)


def forgeries(actor: Actor) -> QuerySet[Forgery]:
    return FORGERIES.rows(Forgery.objects.order_by("-id"), to=actor)


def forgery_for(actor: Actor, forgery_id: int, *, lock: bool = False) -> Forgery:
    """Raises NotFound, also when hidden."""
    return FORGERIES.one(Forgery.objects.all(), forgery_id, to=actor, lock=lock)


# ---- whom a look-up was about ----


def lookup_context(subject: str) -> str:
    return f"standing.lookup/{subject}"


def subject_of(lookup: Lookup) -> Subject:
    plain = vault.unseal_bytes(
        bytes(lookup.sealed), secrets=settings.INSTALLATION_SECRETS, context=lookup_context(lookup.subject)
    )
    return Subject(**json.loads(plain))


def was_looked_up(*, case: str, subject: str, by: Collection[int]) -> bool:
    return Lookup.objects.filter(case=case, subject=subject, organisation__in=by).exists()
