"""Reads of quality: the provider's people see theirs, overseers those of their region."""

import json
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import vault
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import Seen
from yiyuan.quality import policies
from yiyuan.quality.models import CheckRun, Finding, LoadScore, ResourceRule, WorkOrder
from yiyuan.quality.types import RunState

RULES = Seen(parties=("provider", "drawn_by"), related=("provider", "drawn_by"), what="quality.rule")
RUNS = Seen(parties=("provider",), related=("provider",), what="quality.run")
ORDERS = Seen(parties=("provider",), related=("provider", "run"), what="quality.order")


def resource_for(actor: Actor, resource_id: int) -> ResourceInfo:
    """A published resource whose quality the actor may see. Raises NotFound, also when hidden."""
    found = published_resource(resource_id)
    if not policies.sees(actor, provider_id=found.provider_id, region_code=found.region_code):
        raise NotFound("catalog.resource", id=resource_id)
    return found


def resource_to_rule(resource_id: int, *, actor: Actor) -> ResourceInfo:
    """A resource the actor may draw up rules for. Raises NotFound, NotAllowed."""
    found = resource_for(actor, resource_id)
    policies.require_drawer(actor)
    return found


def rules(actor: Actor) -> QuerySet[ResourceRule]:
    return RULES.rows(ResourceRule.objects.order_by("-id"), to=actor)


def rule_for(actor: Actor, rule_id: int, *, lock: bool = False) -> ResourceRule:
    """Raises NotFound, also when hidden."""
    return RULES.one(ResourceRule.objects.all(), rule_id, to=actor, lock=lock)


def runs(actor: Actor) -> QuerySet[CheckRun]:
    return RUNS.rows(CheckRun.objects.order_by("-id"), to=actor)


def run_for(actor: Actor, run_id: int, *, lock: bool = False) -> CheckRun:
    """Raises NotFound, also when hidden."""
    return RUNS.one(CheckRun.objects.all(), run_id, to=actor, lock=lock)


def orders(actor: Actor) -> QuerySet[WorkOrder]:
    return ORDERS.rows(WorkOrder.objects.order_by("-id"), to=actor)


def order_for(actor: Actor, order_id: int, *, lock: bool = False) -> WorkOrder:
    """Raises NotFound, also when hidden."""
    return ORDERS.one(WorkOrder.objects.all(), order_id, to=actor, lock=lock)


def reports(resource_id: int) -> QuerySet[CheckRun]:
    """Finished checks of a resource, latest first."""
    return CheckRun.objects.filter(resource_id=resource_id, state=RunState.DONE).order_by("-id")


def latest_reports(
    *, region_code: str = "", provider_ids: Iterable[int] | None = None, until: date | None = None
) -> QuerySet[CheckRun]:
    """The last finished check of each resource, of a region or of these providers; until: reports up to this day."""
    done = CheckRun.objects.filter(state=RunState.DONE).order_by("resource_id", "-id").distinct("resource_id")
    if region_code:
        done = done.filter(region_code__startswith=trunk(region_code))
    if provider_ids is not None:
        done = done.filter(provider_id__in=list(provider_ids))
    if until is not None:
        done = done.filter(report_on__lte=until)
    return CheckRun.objects.filter(id__in=done.values("id"))


def loads(resource_id: int) -> QuerySet[LoadScore]:
    return LoadScore.objects.filter(resource_id=resource_id).order_by("-batch_id")


def findings(run: CheckRun) -> QuerySet[Finding]:
    """Error rows of the resource a check looked at: what it met, and what it found corrected."""
    return Finding.objects.filter(last_run=run).order_by("rule_key", "id")


def key_of(found: Finding) -> list[str]:
    """Values of the row's key. Personal data: ask the policy first."""
    plain = vault.unseal_bytes(bytes(found.sealed), secrets=settings.INSTALLATION_SECRETS, context=context_of(found))
    values: list[str] = json.loads(plain)
    return values


def context_of(found: Finding) -> str:
    return f"quality.finding/{found.resource_id}/{found.rule_key}"
