"""Suspected duplicates: looked for in a job, reviewed by a person of the lead department, decided once."""

import io
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import polars as pl
import psycopg
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.types import ItemClass
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.registries import linking, regrouping, rules, selectors, tables
from yiyuan.registries.linking import Limits
from yiyuan.registries.models import Linking, Registry, Suspect
from yiyuan.registries.tables import Cursor_
from yiyuan.registries.types import BuildState, Kind, RegistriesTag, SuspectState
from yiyuan.registries.workflow import LINKING, OPEN, SUSPECT
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.registries.jobs.link_registry"
MOST_PAIRS: Final = 5_000  # asked about at once, the likeliest
WATCHED_S: Final = 1.0
WORDS: Final = 500


class _Cancelled(Exception):
    """Somebody cancelled while it ran."""


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("registries.link", problem=problem)


def check_linked_by(registry: Registry, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("registries.active" | "registries.regroup" | "registries.link")."""
    regrouping.check_regrouped_by(registry, actor)
    _columns(registry)
    if not registry.digest:
        raise _refused("还没有汇集过。")


def _columns(registry: Registry) -> dict[str, str]:
    """Column of the records by what linking calls it. Raises RuleBroken("registries.link")."""
    items = list(registry.items.all())
    if not items or items[0].item_class != ItemClass.CITIZEN_ID:
        raise _refused("只在主键是公民身份号码的库里找疑似重复的人。")
    wanted = {"name": ItemClass.NAME, "birth": ItemClass.BIRTH, "address": ItemClass.ADDRESS}
    found = {one: next((item.column for item in items if item.item_class == kind), "") for one, kind in wanted.items()}
    if not found["name"]:
        raise _refused("库里没有类别是姓名的信息项。")
    return found


@transaction.atomic
def ask_linking(registry_id: int, *, actor: Actor) -> Linking:
    """Raises NotFound, NotAllowed, RuleBroken("registries.active" | "registries.link" | "registries.running")."""
    registry = selectors.registry_for(actor, registry_id, lock=True)
    check_linked_by(registry, actor)
    if find_spec("splink") is None:
        raise _refused("没有安装找疑似重复用的组件，请运维安装 yiyuan[link]。")
    try:
        with transaction.atomic():
            made = Linking.objects.create(
                registry=registry,
                lead_id=registry.lead_id,
                region_code=registry.region_code,
                asked_by=actor.person_name,
                asked_at=clock.real_now(),
            )
    except IntegrityError:
        raise RuleBroken("registries.running") from None
    record(actor, RegistriesTag.LINKED, object_type="registries.linking", object_id=made.id)
    LINKING.begin(made)
    app.configure_task(JOB, queue="data", lock=f"registries.link.{registry.id}").defer(linking_id=made.id)
    return made


@transaction.atomic
def cancel_linking(linking_id: int, *, actor: Actor) -> None:
    """One that runs is interrupted. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.linking_for(actor, linking_id, lock=True)
    LINKING.move(found, "cancel", actor=actor, also_set={"ended_at": clock.real_now()})


# ---- looking for them ----


def link_registry(linking_id: int) -> None:
    """Carry a search out. Safe to repeat and to be killed: what it found is put there in one transaction."""
    found = Linking.objects.select_related("registry").get(id=linking_id)
    if found.state not in OPEN:
        return
    LINKING.move(found, "run", actor=SYSTEM)
    try:
        people = _people(found)
        with _watched(found) as watch:

            def tell(step: str, link: Any) -> None:  # a connection of DuckDB
                _tell(found, step)
                watch.append(link)

            folder = Path(settings.HOME) / "tmp"
            folder.mkdir(exist_ok=True)
            pairs = linking.suspects(people, limits=Limits(folder=folder), tell=tell)
            watch.clear()
        _tell(found, "记下疑似重复")
        _put(found, people.height, pairs)
    except _Cancelled:
        log.info("registries.linking.cancelled", extra={"linking_id": found.id})
    except RuleBroken as broken:
        fail(found.id, explain(broken, region=found.region_code, on=clock.today()).sentence)


@transaction.atomic
def fail(linking_id: int, words: str) -> int:
    """It ends without a result; one that has ended stays as it is. Returns the organisation it is of."""
    found = Linking.objects.select_for_update(of=("self",)).select_related("registry").get(id=linking_id)
    if found.state in OPEN:
        also = {"ended_at": clock.real_now(), "words": words[:WORDS]}
        LINKING.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set=also)
    return found.registry.lead_id


def _tell(found: Linking, step: str) -> None:
    """Raises _Cancelled."""
    Linking.objects.filter(id=found.id, state=BuildState.RUNNING).update(step=step)
    found.refresh_from_db(fields=["state"])
    if found.state != BuildState.RUNNING:
        raise _Cancelled


@contextmanager
def _watched(found: Linking) -> Iterator[list[Any]]:
    """Interrupts DuckDB when somebody cancels. Raises _Cancelled then."""
    links: list[Any] = []
    over = threading.Event()
    wanted = ("host", "port", "dbname", "user", "password", "options")
    connection.ensure_connection()
    given = connection.get_connection_params()

    def watch() -> None:
        with psycopg.connect(**{key: given[key] for key in wanted if key in given}, autocommit=True) as own:
            while not over.wait(WATCHED_S):
                row = own.execute("select state from registries_linking where id = %s", [found.id]).fetchone()
                if row and row[0] != BuildState.RUNNING:
                    for link in links[-1:]:
                        link.interrupt()

    thread = threading.Thread(target=watch, name="linking-watch", daemon=True)
    thread.start()
    try:
        yield links
    except Exception:
        found.refresh_from_db(fields=["state"])
        if found.state != BuildState.RUNNING:
            raise _Cancelled from None
        raise
    finally:
        over.set()
        thread.join()


def _people(found: Linking) -> pl.DataFrame:
    """Everybody of the registry as linking wants them."""
    registry = found.registry
    _tell(found, "读记录")
    columns = [
        sql.SQL("{} as {}").format(sql.Identifier(column) if column else sql.SQL("null::text"), sql.Identifier(one))
        for one, column in _columns(registry).items()
    ]
    query = sql.SQL("copy (select subject, {} from {}) to stdout (format csv)").format(
        sql.SQL(", ").join(columns), tables.name(registry.schema, tables.RECORDS)
    )
    written = io.BytesIO()
    with tables.cursor() as cur, cur.copy(query) as copy:
        for piece in copy:
            written.write(piece)
    schema = dict.fromkeys(linking.PEOPLE, pl.String)
    written.seek(0)
    return (
        pl.read_csv(written, has_header=False, schema=schema)
        if written.getbuffer().nbytes
        else pl.DataFrame(schema=schema)
    )


@transaction.atomic
def _put(found: Linking, persons: int, pairs: pl.DataFrame) -> None:
    """New pairs are asked about; those not decided that are no pair any more go."""
    locked = Linking.objects.select_for_update().get(id=found.id)
    if locked.state != BuildState.RUNNING:
        raise _Cancelled
    registry = locked.registry
    shown = pairs.head(MOST_PAIRS)
    with tables.cursor() as cur:
        tables.prepare(cur, registry)
        known = _known(cur, registry)
        wanted = {(row["left"], row["right"]): row for row in shown.to_dicts()}
        over = [number for pair, number in known.items() if pair not in wanted]
        gone = list(Suspect.objects.filter(id__in=over, state=SuspectState.OPEN).values_list("id", flat=True))
        drop = sql.SQL("delete from {} where suspect = any(%s)").format(tables.name(registry.schema, tables.SUSPECTS))
        cur.execute(drop, [gone])
        Suspect.objects.filter(id__in=gone).delete()
        fresh = {pair: row for pair, row in wanted.items() if pair not in known}
        made = Suspect.objects.bulk_create(
            [
                Suspect(
                    registry=registry,
                    lead_id=registry.lead_id,
                    region_code=registry.region_code,
                    law_on=clock.today(),
                    linking=locked,
                    probability=row["probability"],
                    found_at=clock.real_now(),
                    **{one: row[one] for one in linking.LEVELS},
                )
                for row in fresh.values()
            ],
            batch_size=1000,
        )
        insert = sql.SQL('insert into {} (suspect, "left", "right") values (%s, %s, %s)')
        cur.executemany(
            insert.format(tables.name(registry.schema, tables.SUSPECTS)),
            [(one.id, *pair) for one, pair in zip(made, fresh, strict=True)],
        )
    words = f"只问最像的 {MOST_PAIRS} 对。" if pairs.height > MOST_PAIRS else ""
    also = {"persons": persons, "pairs": pairs.height, "fresh": len(made), "words": words}
    LINKING.move(locked, "finish", actor=SYSTEM, also_set={**also, "step": "", "ended_at": clock.real_now()})


def _known(cur: Cursor_, registry: Registry) -> dict[tuple[str, str], int]:
    """Pairs that were found before, decided or not."""
    query = sql.SQL('select "left", "right", suspect from {}')
    cur.execute(query.format(tables.name(registry.schema, tables.SUSPECTS)))
    return {(left, right): number for left, right, number in cur.fetchall()}


# ---- deciding ----


def pair_of(found: Suspect) -> tuple[str, str]:
    """The two subjects: personal data, ask the policy first."""
    query = sql.SQL('select "left", "right" from {} where suspect = %s')
    with tables.cursor() as cur:
        cur.execute(query.format(tables.name(found.registry.schema, tables.SUSPECTS)), [found.id])
        row = cur.fetchone()
    return (row[0], row[1]) if row else ("", "")


def note_seen(found: Suspect, *, actor: Actor) -> None:
    """Somebody looked at two persons' records."""
    hashes = [subject_hash(one) for one in pair_of(found) if one]
    record(actor, RegistriesTag.COMPARED, object_type="registries.suspect", object_id=found.id, subjects=hashes)


@transaction.atomic
def decide_same(suspect_id: int, *, actor: Actor, into: str, reason: str, evidence: str) -> None:
    """One person: merged with evidence. into: "left" or "right", whose number the record keeps.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("registries.regroup" | "registries.active").
    """
    found = selectors.suspect_for(actor, suspect_id, lock=True)
    row = SUSPECT.open_move(found, "same", actor)
    left, right = pair_of(found)
    if into not in {"left", "right"}:
        raise rules.not_regrouped("请选保留哪一个号码。")
    kept, other = (left, right) if into == "left" else (right, left)
    made = regrouping.regroup(
        found.registry_id, actor=actor, kind=Kind.MERGE, subject=other, into=kept, reason=reason, evidence=evidence
    )
    SUSPECT.move(found, row.name, actor=actor, reason=reason, also_set=_decided(actor, reason) | {"regrouping": made})


@transaction.atomic
def decide_different(suspect_id: int, *, actor: Actor, reason: str) -> None:
    """Two persons: remembered, never asked again. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("registries.regroup").
    """
    found = selectors.suspect_for(actor, suspect_id, lock=True)
    SUSPECT.move(found, "different", actor=actor, reason=reason, also_set=_decided(actor, reason))


def _decided(actor: Actor, reason: str) -> dict[str, Any]:
    return {"decided_by": actor.person_name, "decided_at": clock.real_now(), "reason": reason.strip()}
