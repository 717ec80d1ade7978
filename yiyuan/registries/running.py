"""Builds: ask for one, carry it out, put it in place. One that is killed begins again; until its last transaction
nothing of it can be seen.
"""

import logging
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.pools.events import BatchWithdrawn, SnapshotReady
from yiyuan.registries import policies, reading, selectors, tables
from yiyuan.registries.columns import CELL
from yiyuan.registries.events import ConflictsAgreed, ConflictsFound, RegistryBuilt
from yiyuan.registries.models import Build, Conflict, Registry
from yiyuan.registries.tables import Cursor_, Work
from yiyuan.registries.types import (
    BuildState,
    ConflictState,
    EngineName,
    Mode,
    Reach,
    RegistriesTag,
    Standing,
    State,
)
from yiyuan.registries.workflow import BUILD, OPEN
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.registries.jobs.build_registry"
WORDS: Final = 500
# of what was held, what a conclusion let in by now; and what no two sources contradict each other in any more
CONCLUDED: Final = "delete from {held} h using {rulings} r where r.conflict = h.conflict and r.applied"
AGREED: Final = """
    delete from {held} h where not exists (
        select from {cells} c where c.subject = h.subject and c.item = h.item and c.standing = {holding})
    returning conflict
"""
FRESH: Final = """
    select distinct subject, item from {cells} c where standing = {holding} and not exists (
        select from {held} h where h.subject = c.subject and h.item = c.item)
     order by subject, item
"""


class _Cancelled(Exception):
    """Somebody cancelled while it ran."""


# ---- asking ----


def check_asked_by(registry: Registry, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("registries.active")."""
    if not policies.may_edit(actor, registry):
        raise NotAllowed("registries.build")
    if registry.state != State.ACTIVE:
        raise RuleBroken("registries.active", name=registry.name)


@transaction.atomic
def ask_build(registry_id: int, *, actor: Actor, reach: str = Reach.FULL) -> Build:
    """Raises NotFound, NotAllowed, RuleBroken("registries.active" | "registries.running")."""
    registry = selectors.registry_for(actor, registry_id, lock=True)
    check_asked_by(registry, actor)
    made = begin(registry, reach=Reach(reach), by=actor)
    record(actor, RegistriesTag.ASKED, object_type="registries.registry", object_id=registry.id)
    return made


def begin(registry: Registry, *, reach: Reach, by: Actor | None = None) -> Build:
    """Raises RuleBroken("registries.running")."""
    try:
        with transaction.atomic():
            build = Build.objects.create(
                registry=registry,
                lead_id=registry.lead_id,
                region_code=registry.region_code,
                reach=reach,
                engine=settings.REGISTRY_ENGINE,
                defined=registry.defined,
                asked_by=by.person_name if by else "",
                account_id=by.account_id if by else None,
                asked_at=clock.real_now(),
            )
    except IntegrityError:
        raise RuleBroken("registries.running") from None
    BUILD.begin(build)
    app.configure_task(JOB, queue="data", lock=f"registries.{registry.id}").defer(build_id=build.id)
    return build


def refresh(event: SnapshotReady | BatchWithdrawn) -> int:
    """A pool was loaded, or a batch withdrawn from it: registries that read it are built again, of what
    changed; how many.

    One that waits already reads the new rows too; one that runs is followed by another.
    """
    return sum(_refresh(one) for one in _readers(resource_id=event.resource_id))


def refresh_now(registry: Registry, *, by: Actor) -> None:
    """What was concluded or regrouped is built at once, or after the build that runs; in the caller's transaction."""
    if registry.state != State.ACTIVE or registry.mode != Mode.CENTRAL:
        return
    if registry.builds.filter(state__in=OPEN).exists():
        Registry.objects.filter(id=registry.id).update(again=True)
    else:
        begin(registry, reach=Reach.INCREMENT, by=by)


def in_use(resource_id: int) -> list[str]:
    """Builds that read the pool of a resource right now, a sentence each."""
    running = Build.objects.filter(state=BuildState.RUNNING, registry__sources__resource=resource_id)
    return [f"“{one.registry.name}”正在汇集它的数据，请等汇集结束。" for one in running.select_related("registry")]


def refresh_upon(event: RegistryBuilt) -> int:
    """A registry was built: those that stand upon it follow."""
    return sum(_refresh(one) for one in _readers(base_id=event.registry_id))


def _readers(**of: int) -> list[Registry]:
    active = Registry.objects.filter(state=State.ACTIVE, mode=Mode.CENTRAL)
    return list(active.filter(**{f"sources__{name}": value for name, value in of.items()}).order_by("id"))


def _refresh(registry: Registry) -> bool:
    if registry.builds.filter(state__in=OPEN).exists():
        Registry.objects.filter(id=registry.id).update(again=True)
        return False
    begin(registry, reach=Reach.INCREMENT)
    return True


@transaction.atomic
def cancel_build(build_id: int, *, actor: Actor) -> None:
    """One that runs stops at its next step. Raises NotFound, NotAllowed, MoveRefused."""
    build = selectors.build_for(actor, build_id, lock=True)
    BUILD.move(build, "cancel", actor=actor, also_set={"ended_at": clock.real_now()})


# ---- building ----


def build_registry(build_id: int) -> None:
    """Carry a build out. Safe to repeat and to be killed."""
    build = Build.objects.select_related("registry").get(id=build_id)
    if build.state not in OPEN:
        return
    BUILD.move(build, "run", actor=SYSTEM)
    try:
        _build(build)
    except _Cancelled:
        log.info("registries.build.cancelled", extra={"build_id": build.id})
    except RuleBroken as broken:
        fail(build.id, explain(broken, region=build.region_code, on=clock.today()).sentence)
    with tables.cursor() as cur:
        tables.sweep(cur, build.registry)


def _build(build: Build) -> None:
    from yiyuan.registries.engines import engine_of  # Ibis is loaded by those who build

    registry = build.registry
    if registry.state != State.ACTIVE:
        raise RuleBroken("registries.active", name=registry.name)
    definition, found = reading.definition(registry)
    items = list(registry.items.all())
    schema, prefix = registry.schema, f"b{build.id}_"
    work = Work(schema, prefix, definition, f"{prefix}{tables.RULINGS}")
    with tables.cursor() as cur:
        tables.prepare(cur, registry)
        tables.sweep(cur, registry)  # of one that was killed
        tables.copy_rulings(cur, schema, work.rulings)
        full = build.reach == Reach.FULL or not _continues(cur, build)
        tables.lay_moves(cur, schema, f"{prefix}{tables.MOVES}", tables.regroupings(cur, registry))
        read: dict[str, int | None] = {}
        for place, source in enumerate(found, start=1):
            _tell(build, f"读来源 {place}／{len(found)}")
            table = work.source(source.rule.id)
            moves = f"{prefix}{tables.MOVES}"
            build.read_rows += tables.take(
                cur, schema, table, source.rule, source.relation, source.columns, moves=moves
            )
            row = cur.execute(sql.SQL("select max(batch) from {}").format(tables.name(schema, table))).fetchone()
            read[str(source.rule.id)] = row[0] if row else None
        build.inputs = read
        build.save(update_fields=["inputs", "read_rows"])
        _tell(build, "比对变化")
        sources = [one.rule.id for one in found]
        tables.footing(cur, schema, prefix, sources)
        if not full:
            build.subjects = tables.touched(cur, schema, prefix)
            for table in [*map(work.source, sources), f"{prefix}{tables.FOOTING}"]:
                tables.keep_only(cur, schema, table, f"{prefix}touched")
        tables.make(cur, schema, work.cells, CELL)
        tables.make(cur, schema, work.records, tables.record_schema(items))
        _tell(build, "合并取值")
        engine_of(EngineName(build.engine)).build(cur, work)
        _tell(build, "放到库里")
        _put(build, work, full=full)


def _continues(cur: Cursor_, build: Build) -> bool:
    """Whether what stands was built by the same definition, so that only changes are to be read."""
    last = build.registry.builds.filter(state=BuildState.DONE).order_by("-id").first()
    standing = last is not None and last.defined == build.defined
    return standing and tables.exists(cur, build.registry.schema, tables.RECORDS) and tables.fits(cur, build.registry)


def _tell(build: Build, step: str) -> None:
    """How far it is; heeds a cancellation. Raises _Cancelled."""
    Build.objects.filter(id=build.id, state=BuildState.RUNNING).update(step=step)
    build.refresh_from_db(fields=["state"])
    if build.state != BuildState.RUNNING:
        raise _Cancelled


@transaction.atomic
def _put(build: Build, work: Work, *, full: bool) -> None:
    """What was made takes its place, with conflicts, counts and the word that it did."""
    registry = Registry.objects.select_for_update().get(id=build.registry_id)
    found = Build.objects.select_for_update().get(id=build.id)
    if found.state != BuildState.RUNNING:
        raise _Cancelled
    schema = registry.schema
    with tables.cursor() as cur:
        if full:
            tables.indexed(cur, schema, work.prefix)
            tables.put_in_place(cur, schema, work.prefix)
        else:
            tables.change(cur, schema, work.prefix)
        tables.mark_applied(cur, schema, work.rulings)
        _note_conflicts(cur, registry, found)
        rows = tables.count(cur, schema, tables.RECORDS)
        lost = tables.count(cur, schema, tables.CELLS, f"standing = {int(Standing.LOST)}")
        held = tables.count(cur, schema, tables.HELD)
        digest = tables.digest(cur, schema)
    now = clock.real_now()
    Registry.objects.filter(id=registry.id).update(
        rows=rows, held=held, digest=digest, built_at=now, built_by=found.engine, again=False
    )
    also: dict[str, Any] = {"ended_at": now, "rows": rows, "lost": lost, "held": held, "digest": digest, "step": ""}
    also["subjects"] = rows if full else build.subjects
    also["reach"] = Reach.FULL if full else Reach.INCREMENT
    BUILD.move(found, "finish", actor=SYSTEM, also_set=also)
    publish(RegistryBuilt(registry.id, found.id))
    if registry.again:
        begin(registry, reach=Reach.INCREMENT)


_name = tables.name


def _note_conflicts(cur: Cursor_, registry: Registry, build: Build) -> None:
    """New ones become rows and are announced; those whose sources agree now end by themselves."""
    names = {
        "held": _name(registry.schema, tables.HELD),
        "rulings": _name(registry.schema, tables.RULINGS),
        "cells": _name(registry.schema, tables.CELLS),
        "holding": sql.Literal(int(Standing.HELD)),
    }
    now = clock.real_now()
    cur.execute(sql.SQL(CONCLUDED).format(**names))
    cur.execute(sql.SQL(AGREED).format(**names))
    if agreed := sorted(row[0] for row in cur.fetchall()):
        Conflict.objects.filter(id__in=agreed, state=ConflictState.HELD).update(
            state=ConflictState.AGREED, ended_at=now
        )
        publish(ConflictsAgreed(registry.id, registry.region_code, tuple(agreed)))
    cur.execute(sql.SQL(FRESH).format(**names))
    found = cur.fetchall()
    made = Conflict.objects.bulk_create(
        [
            Conflict(
                registry=registry,
                item_id=item,
                subject_hash=subject_hash(subject),
                found_at=now,
                found_on=clock.today(),
                build=build,
            )
            for subject, item in found
        ],
        batch_size=2000,
    )
    insert = sql.SQL("insert into {held} (conflict, subject, item) values (%s, %s, %s)").format(**names)
    cur.executemany(insert, [(one.id, *key) for one, key in zip(made, found, strict=True)])
    if made:
        publish(ConflictsFound(registry.id, registry.region_code, tuple(one.id for one in made)))


@transaction.atomic
def fail(build_id: int, words: str) -> int:
    """It ends without a result; one that has ended stays as it is. Returns the organisation it is of."""
    found = Build.objects.select_for_update().get(id=build_id)
    if found.state in OPEN:  # nobody cancelled it meanwhile
        also = {"ended_at": clock.real_now(), "words": words[:WORDS], "step": ""}
        BUILD.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set=also)
    return found.lead_id
