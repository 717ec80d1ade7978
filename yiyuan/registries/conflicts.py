"""Values that contradict each other: which are held, what the convened departments concluded."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from psycopg import sql

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.registries import running, tables
from yiyuan.registries.models import Conflict, Registry, Source
from yiyuan.registries.tables import Cursor_
from yiyuan.registries.types import Brought, ConflictInfo, ConflictState, RegistriesTag, Standing

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(micros: int | None) -> datetime | None:
    return EPOCH + timedelta(microseconds=micros) if micros is not None else None


def conflicts(ids: Collection[int] = (), *, registry_id: int | None = None, held: bool = True) -> list[ConflictInfo]:
    """These conflicts, or those of a registry, with their values: personal data, so ask who may see it first.

    held: only those that wait for a conclusion, where no ids are named. In order of their ids.
    """
    found = Conflict.objects.select_related("registry", "item").order_by("id")
    if ids:
        found = found.filter(id__in=ids)
    elif registry_id is None:
        return []
    else:
        found = found.filter(registry_id=registry_id)
        found = found.filter(state=ConflictState.HELD) if held else found
    by_registry: dict[Registry, list[Conflict]] = {}
    for one in found:
        by_registry.setdefault(one.registry, []).append(one)
    told = []
    with tables.cursor() as cur:
        for registry, rows in by_registry.items():
            values = _values(cur, registry, [one.id for one in rows])
            told += [_info(registry, one, *values.get(one.id, ("", ()))) for one in rows]
    return sorted(told, key=lambda one: one.id)


def _info(registry: Registry, one: Conflict, subject: str, values: tuple[Brought, ...]) -> ConflictInfo:
    return ConflictInfo(
        id=one.id,
        registry_id=registry.id,
        registry=registry.name,
        region_code=registry.region_code,
        lead_id=registry.lead_id,
        subject=subject,
        subject_hash=one.subject_hash,
        item=one.item.name,
        state=ConflictState(one.state),
        found_at=one.found_at,
        values=values,
        source_id=one.source_id,
    )


def _values(cur: Cursor_, registry: Registry, ids: Sequence[int]) -> dict[int, tuple[str, tuple[Brought, ...]]]:
    """Conflict -> its subject and what was brought: from the cells while it is held, from the ruling afterwards."""
    body = """
        select h.conflict, c.subject, c.source, c.value, c.batch, c.loaded, c.standing
          from {held} h join {cells} c on c.subject = h.subject and c.item = h.item and c.standing = {holding}
         where h.conflict = any(%s) and not exists (select from {rulings} r where r.conflict = h.conflict)
        union all
        select conflict, subject, source, value, batch, loaded, case when wins then {won} else {lost} end
          from {rulings} r
         where conflict = any(%s)
         order by 1, 3
    """
    if not tables.exists(cur, registry.schema, tables.HELD):
        return {}
    cur.execute(
        sql.SQL(body).format(
            held=tables.name(registry.schema, tables.HELD),
            cells=tables.name(registry.schema, tables.CELLS),
            rulings=tables.name(registry.schema, tables.RULINGS),
            holding=sql.Literal(int(Standing.HELD)),
            won=sql.Literal(int(Standing.WON)),
            lost=sql.Literal(int(Standing.LOST)),
        ),
        [list(ids), list(ids)],
    )
    rows = cur.fetchall()
    sources = {one.id: one for one in Source.objects.filter(registry=registry).select_related("provider")}
    made: dict[int, tuple[str, tuple[Brought, ...]]] = {}
    for conflict, subject, source, value, batch, loaded, standing in rows:
        brought = brought_by(sources.get(source), source, value, batch, loaded, standing)
        _subject, before = made.get(conflict, (subject, ()))
        made[conflict] = (subject, (*before, brought))
    return made


def brought_by(  # noqa: PLR0917 - a row of a table
    source: Source | None, source_id: int, value: str, batch: int | None, loaded: int | None, standing: int
) -> Brought:
    return Brought(
        source_id=source_id,
        source=source.name if source else "已去掉的来源",
        resource_id=source.resource_id if source else None,
        provider_id=source.provider_id if source else 0,
        provider=source.provider.name if source else "",
        value=value,
        batch_id=batch or 0,
        loaded_at=at(loaded),
        standing=Standing(standing),
    )


@transaction.atomic
def conclude(conflict_ids: Collection[int], *, actor: Actor, source_id: int) -> int:
    """Let the value of this source in, for all of these; how many. The next build, deferred here, puts it there.

    It holds as long as that source says the same and nobody else says something new. Whether the actor may conclude is
    the caller's to judge: the upper room keeps who was convened. Safe to repeat.
    Raises NotFound, RuleBroken("registries.conclude") where the source brought no value of one of them.
    """
    found = list(
        Conflict.objects.select_for_update(of=("self",))
        .filter(id__in=conflict_ids, state=ConflictState.HELD)
        .select_related("registry")
        .order_by("id")
    )
    if missing := set(conflict_ids) - set(Conflict.objects.filter(id__in=conflict_ids).values_list("id", flat=True)):
        raise NotFound("registries.conflict", id=min(missing))
    for registry in {one.registry for one in found}:
        ids = [one.id for one in found if one.registry_id == registry.id]
        _rule(registry, ids, source_id)
        now = clock.real_now()
        Conflict.objects.filter(id__in=ids).update(state=ConflictState.CONCLUDED, source_id=source_id, ended_at=now)
        facts = {"conflicts": ids, "source": source_id}
        record(actor, RegistriesTag.CONCLUDED, object_type="registries.registry", object_id=registry.id, facts=facts)
        running.refresh_now(registry, by=actor)
    return len(found)


def _rule(registry: Registry, ids: list[int], source_id: int) -> None:
    names = {
        "held": tables.name(registry.schema, tables.HELD),
        "cells": tables.name(registry.schema, tables.CELLS),
        "rulings": tables.name(registry.schema, tables.RULINGS),
        "holding": sql.Literal(int(Standing.HELD)),
    }
    with tables.cursor() as cur:
        old = (
            "delete from {rulings} r using {held} h "
            "where h.conflict = any(%s) and r.subject = h.subject and r.item = h.item"
        )
        cur.execute(sql.SQL(old).format(**names), [ids])
        body = """
            insert into {rulings} (subject, item, source, value, wins, conflict, loaded, batch, applied)
            select c.subject, c.item, c.source, c.value, c.source = %s, h.conflict, c.loaded, c.batch, false
              from {held} h join {cells} c on c.subject = h.subject and c.item = h.item and c.standing = {holding}
             where h.conflict = any(%s)
        """
        cur.execute(sql.SQL(body).format(**names), [source_id, ids])
        cur.execute(
            sql.SQL("select count(distinct conflict) from {rulings} where wins and conflict = any(%s)").format(**names),
            [ids],
        )
        row = cur.fetchone()
        if row is None or row[0] != len(ids):
            name = Source.objects.filter(id=source_id).values_list("name", flat=True).first()
            raise RuleBroken("registries.conclude", source=name or str(source_id))
