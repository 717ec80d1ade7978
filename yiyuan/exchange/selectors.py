"""Reads of exchange; the one way a delivery or an extract reaches a caller."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.db.models import Avg, Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from yiyuan.catalog.api import held_resources
from yiyuan.exchange import policies, rules
from yiyuan.exchange.gateway import statements
from yiyuan.exchange.gateway.statements import Plan
from yiyuan.exchange.models import BrokenCall, Delivery, Extract, Interface, RefusedCall
from yiyuan.exchange.types import (
    ANSWERED,
    FAILED,
    OK,
    REFUSED,
    STATUS_WORDS,
    BrokenInfo,
    Channel,
    DeliveryInfo,
    ExtractState,
    Figures,
    RefusedCalls,
    Summary,
    Used,
    Uses,
    Watched,
)
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, WORKERS, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import Seen
from yiyuan.pools.api import view_of
from yiyuan.sharing.api import check_volume, grant, grant_of_consumer
from yiyuan.sharing.types import GrantInfo
from yiyuan.workflow.api import count_moves

WEEK = timedelta(days=7)
MOST_NETWORKS = 1000
LAST = 8  # deliveries on a grant's page
INSPECTORS = OVERSEERS | {Function.AUDIT_ADMIN}
DELIVERIES = Seen(
    parties=("consumer", "provider"),
    workers=WORKERS,
    overseers=INSPECTORS,
    related=("consumer", "provider"),
    what="exchange.delivery",
)
INTERFACES = Seen(
    parties=("provider",),
    workers=WORKERS,
    overseers=INSPECTORS | {Function.OPERATOR},
    related=("provider",),
    what="exchange.interface",
)


def deliveries(actor: Actor) -> QuerySet[Delivery]:
    """What the actor may see, newest first."""
    return DELIVERIES.rows(Delivery.objects.order_by("-id"), to=actor)


def delivery_for(actor: Actor, code: str) -> Delivery:
    """Raises NotFound, also when hidden from the actor."""
    found = deliveries(actor).filter(code=code).first()
    if found is None:
        raise NotFound("exchange.delivery", code=code)
    return found


def delivery_info(code: str) -> DeliveryInfo | None:
    """Whoever asks: the caller decides who reads it."""
    one = Delivery.objects.filter(code=code).select_related("consumer", "provider").first()
    if one is None:
        return None
    return DeliveryInfo(
        code=one.code,
        at=one.at,
        status=one.status,
        result=STATUS_WORDS.get(one.status, ""),
        channel=one.channel_words,
        action=one.action_words,
        consumer=one.consumer.name,
        provider=one.provider.name,
        region_code=one.region_code,
        resource_name=one.resource_name,
        grant_number=one.grant_number,
        why=one.why,
        articles=tuple(one.refusal_articles),
        failed=bool(one.failure),
    )


def broken_call(number: str) -> BrokenInfo | None:
    """The call the gateway failed at, by the number its caller was told."""
    one = BrokenCall.objects.filter(number=number).first()
    if one is None:
        return None
    alike = BrokenCall.objects.filter(exception=one.exception, place=one.place, at__gt=clock.real_now() - WEEK)
    return BrokenInfo(one.number, one.at, one.status, one.way, one.exception, one.place, alike.count())


def refused_calls() -> list[RefusedCalls]:
    """Networks whose calls no key let in during the last seven days, most calls first; at most MOST_NETWORKS."""
    made = RefusedCall.objects.filter(hour__gt=clock.real_now() - WEEK).values("reason", "network")
    found = made.annotate(
        sum=Sum("calls"), hours=Count("hour"), peak=Max("calls"), first_at=Min("hour"), last_at=Max("hour")
    ).order_by("-sum", "network", "reason")
    return [
        RefusedCalls(
            one["reason"], one["network"], one["sum"], one["hours"], one["peak"], one["first_at"], one["last_at"]
        )
        for one in found[:MOST_NETWORKS]
    ]


def summary_of(grant_id: int) -> Summary:
    """Of the answers that carried data."""
    made = Delivery.objects.filter(grant_id=grant_id, status=OK)
    found = made.aggregate(count=Count("id"), rows=Sum("rows"), first_at=Min("at"), last_at=Max("at"))
    return Summary(found["count"], found["rows"] or 0, found["first_at"], found["last_at"])


def used_between(grant_ids: Collection[int], *, first: date, last: date) -> Used:
    """Of the answers that carried data, between two legal days, inclusive."""
    made = Delivery.objects.filter(grant_id__in=grant_ids, status=OK, legal_on__range=(first, last))
    found = made.aggregate(count=Count("id"), rows=Sum("rows"))
    consumers = made.order_by().values_list("consumer_id", flat=True).distinct()
    return Used(found["count"], found["rows"] or 0, frozenset(consumers))


def _answered(region_code: str, *, first: date, last: date) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(region_code__startswith=trunk(region_code), status__in=ANSWERED)
    return rows.filter(legal_on__range=(first, last)).order_by()


def uses_in(region_code: str, spans: Sequence[tuple[date, date]]) -> list[Uses]:
    """Use of what providers of a region give, for each span of legal days, inclusive; one query for all of them."""
    if not spans:
        return []
    wanted: dict[str, Any] = {}  # of aggregates
    for at, span in enumerate(spans):
        within, file = Q(legal_on__range=span), Q(channel=Channel.FILE)
        wanted[f"calls{at}"] = Count("id", filter=within & ~file)
        wanted[f"files{at}"] = Count("id", filter=within & file)
        wanted[f"rows{at}"] = Sum("rows", filter=within)
        wanted[f"last{at}"] = Max("legal_on", filter=within)
    first, last = min(one for one, _ in spans), max(one for _, one in spans)
    found = _answered(region_code, first=first, last=last).aggregate(**wanted)
    return [
        Uses(found[f"calls{at}"], found[f"files{at}"], found[f"rows{at}"] or 0, found[f"last{at}"])
        for at in range(len(spans))
    ]


def uses_of_resources(region_code: str, *, first: date, last: date) -> dict[int, Uses]:
    """The same by resource between two legal days, inclusive; those that were used; one query."""
    file = Q(channel=Channel.FILE)
    found = (
        _answered(region_code, first=first, last=last)
        .values_list("resource_id")
        .annotate(
            calls=Count("id", filter=~file), files=Count("id", filter=file), sum=Sum("rows"), last=Max("legal_on")
        )
    )
    return {resource: Uses(calls, files, rows or 0, last_on) for resource, calls, files, rows, last_on in found}


def last_uses(grant_id: int) -> list[date]:
    """The legal date of the last answer, empty when nothing was asked yet."""
    refused = Q(status__in=REFUSED, failure="")
    found = Delivery.objects.filter(grant_id=grant_id).exclude(refused).order_by("-id")
    return list(found.values_list("legal_on", flat=True)[:1])


def used_today(grant_id: int, *, today: date) -> tuple[int, int]:
    """Calls and files of a legal day under a grant, and rows in them."""
    made = Delivery.objects.filter(grant_id=grant_id, legal_on=today, status__in=ANSWERED)
    found = made.aggregate(calls=Count("id"), rows=Sum("rows"))
    return found["calls"], found["rows"] or 0


def last_of(grant_id: int) -> list[Delivery]:
    return list(Delivery.objects.filter(grant_id=grant_id).order_by("-id")[:LAST])


def extract_for(actor: Actor, extract_id: int, *, lock: bool = False) -> Extract:
    """A file is for the person who asked for it. Raises NotFound."""
    rows = Extract.objects.select_for_update() if lock else Extract.objects.all()
    own = rows.filter(account_id=actor.account_id, consumer_id__in=actor.organisation_ids)
    found = own.filter(id=extract_id).first()
    if found is None:
        raise NotFound("exchange.extract", id=extract_id)
    return found


def extracts_under_way(resource_id: int) -> list[Extract]:
    """Files of a resource that are being written now."""
    running = Extract.objects.filter(state=ExtractState.WRITING).select_related("consumer")
    return [one for one in running if grant(one.grant_id).resource_id == resource_id]


def extracts_of(actor: Actor, grant_id: int) -> list[Extract]:
    """The files this person asked for under a grant, newest first."""
    mine = Extract.objects.filter(
        grant_id=grant_id, account_id=actor.account_id, consumer_id__in=actor.organisation_ids
    )
    return list(mine.order_by("-id")[:5])


def usable_grant(actor: Actor, grant_id: int, *, methods: frozenset[str], what: str) -> GrantInfo:
    """A grant under which this person may take data today in one of these ways.

    Raises NotFound (also of another holder), NotAllowed, RuleBroken("sharing.use_limit").
    """
    info = grant_of_consumer(actor, grant_id)
    if not policies.may_take(actor):
        raise NotAllowed("exchange.take")
    try:
        rules.check_open(live=info.live, from_on=info.from_on, until_on=info.until_on, today=clock.today())
        rules.check_method(granted=info.methods, accepted=methods, what=what)
        if info.daily_calls is not None or info.daily_rows is not None:
            calls, rows = used_today(info.id, today=clock.today())
            check_volume(calls=calls, rows=rows, daily_calls=info.daily_calls, daily_rows=info.daily_rows)
    except RuleBroken as broken:
        raise RuleBroken(broken.rule, **broken.facts, region=info.region_code) from None
    return info


def grants_to_begin() -> list[int]:
    """Grants waiting for their first use that have been used by the gateway."""
    with connection.cursor() as cur:
        cur.execute(
            "select g.id from published.grants g where g.state = 'open' and exists ("
            " select 1 from published.exchange_delivery d where d.grant_id = g.id and d.status = 200)"
        )
        return [row[0] for row in cur.fetchall()]


def interfaces(actor: Actor) -> QuerySet[Interface]:
    """What the actor may see, by name, with `calls_today` and `failures_today`."""
    rows = Interface.objects.order_by("resource_name", "id")
    counted = rows.annotate(calls_today=_today(), failures_today=_today(status__in=FAILED))
    return INTERFACES.rows(counted, to=actor)


def _today(**only: object) -> Coalesce:
    """How many calls of an interface were made on this legal day."""
    made = Delivery.objects.filter(
        resource_id=OuterRef("resource_id"), provider_ms__isnull=False, legal_on=clock.today(), **only
    )
    return Coalesce(Subquery(made.order_by().values("resource_id").annotate(n=Count("id")).values("n")), 0)


def interface_for(actor: Actor, resource_id: int) -> Interface:
    """The interface of a resource. Raises NotFound, also when hidden from the actor."""
    found = interfaces(actor).filter(resource_id=resource_id).first()
    if found is None:
        raise NotFound("exchange.interface", id=resource_id)
    return found


def interface_of(resource_id: int) -> Interface | None:
    """The same for the product itself, whoever asks."""
    return Interface.objects.filter(resource_id=resource_id).first()


def figures(resource_ids: Sequence[int], *, since: date) -> dict[int, Figures]:
    """Calls of interfaces since a legal day, by resource; one query."""
    made = Delivery.objects.filter(resource_id__in=resource_ids, provider_ms__isnull=False, legal_on__gte=since)
    found = (
        made.order_by()
        .values("resource_id")
        .annotate(
            calls=Count("id"),
            failures=Count("id", filter=Q(status__in=FAILED)),
            rows_=Sum("rows"),
            took=Avg("provider_ms"),
        )
    )
    return {r["resource_id"]: Figures(r["calls"], r["failures"], r["rows_"] or 0, round(r["took"] or 0)) for r in found}


def watched() -> list[Watched]:
    """Every resource that stays with its provider, with its interface; whoever keeps the installation asks."""
    since = clock.today() - timedelta(days=6)
    found = {one.resource_id: one for one in Interface.objects.all()}
    downs = count_moves("exchange.interface", "fail", since=since)
    made = Delivery.objects.filter(provider_ms__isnull=False, legal_on__gte=since).order_by()
    days: dict[int, list[tuple[int, int]]] = {}
    counted = {"calls": Count("id"), "failures": Count("id", filter=Q(status__in=FAILED))}
    for resource_id, _day, calls, failures in made.values_list("resource_id", "legal_on").annotate(**counted):
        days.setdefault(resource_id, []).append((calls, failures))
    return [_watched(known, found.get(known[0]), days.get(known[0], []), downs) for known in held_resources()]


def _watched(
    known: tuple[int, str, str], one: Interface | None, days: Sequence[tuple[int, int]], downs: Mapping[int, int]
) -> Watched:
    resource_id, name, provider = known
    if one is None:
        return Watched(resource_id, name, provider, reverse("catalog:resource", args=[resource_id]))
    failing = sum(failures > 0 for _calls, failures in days)
    return Watched(
        resource_id,
        name,
        provider,
        one.get_absolute_url(),
        state=one.state,
        words=f"{one.get_state_display()}：{one.failure_words}" if one.failure else one.get_state_display(),
        since=one.failing_since,
        last_ok_at=one.last_ok_at,
        checked_at=one.checked_at,
        calls=sum(calls for calls, _failures in days),
        failures=sum(failures for _calls, failures in days),
        days_well=len(days) - failing,
        days_failing=failing,
        downs=downs.get(one.id, 0),
    )


def is_held(info: GrantInfo) -> bool:
    """Whether the data of a grant stay with their provider: the platform keeps no copy of this version."""
    return view_of(info.resource_id, info.version_number) is None


def plan_of(info: GrantInfo, *, link: psycopg.Connection[Any]) -> Plan:
    """A grant with the view it reads. Raises RuleBroken("exchange.held") where the platform has no copy."""
    name = statements.view_name(info.resource_id, info.version_number)
    with psycopg.RawCursor(link) as cur:
        described = cur.execute(statements.RELATION, [name]).fetchall()
    relation = statements.relation_of(name, described)
    if relation is None:
        raise RuleBroken("exchange.held", name=info.resource_name, region=info.region_code)
    return Plan(info, relation)
