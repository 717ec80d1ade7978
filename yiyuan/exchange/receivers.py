"""Who was given a record: by answers about its subject, and by files and lists that hold whoever is in scope."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q

from yiyuan.exchange import selectors
from yiyuan.exchange.gateway import statements
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.types import OK, Action, Receiver
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.sharing.api import grant
from yiyuan.sharing.types import GrantInfo

IN_BULK = (Action.LIST, Action.FILE)  # answers that name no subject


def receivers_of(
    resource_id: int, *, provider_ids: Collection[int], subjects: Collection[str], wanted: Sequence[Mapping[str, str]]
) -> list[Receiver]:
    """The departments that were given data of a resource, each once, the latest first.

    subjects: keyed digests of whom the record is about; none: every answer may have held it. wanted: values by column,
    each of which finds the record in the pool; by them a grant is asked whether the record is in its scope.
    """
    about = Q(subjects__overlap=list(subjects)) if subjects else Q(pk=None)
    bulk = Q(action__in=IN_BULK) | (Q() if subjects else Q(action=Action.BY_KEY))
    rows = Delivery.objects.filter(provider__in=provider_ids, resource=resource_id, status=OK).filter(about | bulk)
    found = rows.order_by().values("consumer", "grant_id")
    counted = found.annotate(
        named=Count("id", filter=about), in_bulk=Count("id", filter=bulk), first=Min("at"), last=Max("at")
    )
    merged: dict[int, Receiver] = {}
    for one in counted.order_by("last"):
        sure = bool(one["named"]) or _in_scope(one["grant_id"], wanted)
        now = Receiver(one["consumer"], one["grant_id"], one["named"], one["in_bulk"], one["first"], one["last"], sure)
        merged[now.consumer_id] = now.after(merged.get(now.consumer_id))
    return sorted(merged.values(), key=lambda one: one.last_at, reverse=True)


def _in_scope(grant_id: int, wanted: Sequence[Mapping[str, str]]) -> bool:
    try:
        return any(_finds(grant(grant_id), values) for values in wanted)
    except NotFound:
        return False


def _finds(info: GrantInfo, values: Mapping[str, str]) -> bool:
    """Whether the record is among the rows of a grant as they stand now; False where that cannot be told."""
    connection.ensure_connection()
    link: psycopg.Connection[Any] = connection.connection
    try:
        with transaction.atomic():
            plan = selectors.plan_of(info, link=link)
            if not values.keys() <= plan.relation.types.keys():
                return False
            body = statements.by_items(plan, list(values), first=1).as_string(None)
            with psycopg.RawCursor(link) as cur:
                return cur.execute(body.encode(), list(values.values())).fetchone() is not None
    except (RuleBroken, psycopg.DataError):
        return False


def last_taken(resource_id: int | None, *, consumer_id: int) -> datetime | None:
    """When a department was last given data of a resource."""
    rows = Delivery.objects.filter(consumer=consumer_id, resource=resource_id, status=OK)
    return rows.order_by("-id").values_list("at", flat=True).first()
