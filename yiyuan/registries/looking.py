"""One subject looked up, and a definition tried on a few: both build in temporary tables, so they say what a build
would. A connected registry answers only in this way; a central one from what stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.types import DataType, ItemClass, ItemId, ItemInfo, Sharing
from yiyuan.intake.api import masked_rows
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.registries import policies, reading, rules, selectors, services, tables
from yiyuan.registries.columns import CELL, RULING
from yiyuan.registries.conflicts import brought_by
from yiyuan.registries.models import Item, Registry
from yiyuan.registries.reading import Readable
from yiyuan.registries.services import SourceWanted
from yiyuan.registries.tables import Cursor_, Work
from yiyuan.registries.types import Brought, Definition, Mode, RegistriesTag, Standing, State

PREVIEWED: Final = 100
TRIED: Final = "yy_try_"  # of temporary tables


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """An item of a record: its value, masked ("" where there is none, or it is held), and all that was brought."""

    item: str
    value: str
    held: bool
    brought: tuple[Brought, ...]

    @property
    def lost(self) -> list[Brought]:
        return [one for one in self.brought if one.standing in {Standing.LOST, Standing.HELD}]


@dataclass(frozen=True, slots=True)
class RecordSeen:
    """A record as its lead sees it."""

    subject: str
    items: tuple[ItemSeen, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a definition makes of the first subjects. lost, held: values of these that do not stand in the records."""

    names: tuple[str, ...]
    records: tuple[RecordSeen, ...]
    lost: int
    held: int


# ---- looking up ----


def check_looked_up_by(registry: Registry, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("registries.active")."""
    if not policies.may_look(actor, registry):
        raise NotAllowed("registries.look_up")
    if registry.state != State.ACTIVE:
        raise RuleBroken("registries.active", name=registry.name)


def look_up(registry_id: int, *, actor: Actor, subject: str, case: str) -> tuple[Registry, RecordSeen | None]:
    """The record of one subject, for one case; None where there is none. On the record, also then.

    Central or connected, the answer has one form. Raises NotFound, NotAllowed,
    RuleBroken("registries.active" | "registries.case" | "registries.subject" | "registries.definition").
    """
    registry = selectors.registry_for(actor, registry_id)
    check_looked_up_by(registry, actor)
    rules.check_case(case)
    wanted = subject.strip().upper()
    if not wanted:
        raise RuleBroken("registries.subject", problem="请写明要查的对象。")
    with transaction.atomic(), tables.cursor() as cur:
        merged = {one: into for source, one, into in tables.regroupings(cur, registry) if source is None}
        wanted = merged.get(wanted, wanted)
        if registry.mode == Mode.CONNECTED:
            schema, prefix = _tried(cur, registry, [wanted]), TRIED
        else:
            schema, prefix = registry.schema, ""
            if not tables.exists(cur, schema, tables.RECORDS):
                raise RuleBroken("registries.subject", problem="还没有汇集过，请稍后再查。")
        found = _records(cur, registry, schema, prefix, [wanted])
        record(
            actor,
            RegistriesTag.LOOKED,
            object_type="registries.registry",
            object_id=registry.id,
            subjects=[subject_hash(wanted)],
            facts={"case": case.strip(), "found": len(found)},
        )
    return registry, next(iter(found), None)


# ---- trying ----


def preview(registry_id: int, *, actor: Actor, wanted: SourceWanted | None = None, **of: int) -> Trial:
    """What the definition makes of the first hundred subjects, with this source as it would be; nothing is kept.

    Raises as `services.define_source`.
    """
    with transaction.atomic():
        before = transaction.savepoint()
        if wanted is not None:
            services.define_source(registry_id, actor=actor, wanted=wanted, **of)
        registry = selectors.registry_for(actor, registry_id)
        services.check_edited_by(registry, actor)
        with tables.cursor() as cur:
            trial = _trial(cur, registry)
        transaction.savepoint_rollback(before)
        record(actor, RegistriesTag.SEEN, object_type="registries.registry", object_id=registry_id)
    return trial


def _trial(cur: Cursor_, registry: Registry) -> Trial:
    _definition, found = reading.definition(registry)
    subjects = _first_subjects(cur, found)
    _tried(cur, registry, subjects, found=(_definition, found))
    seen = _records(cur, registry, "", TRIED, subjects)
    brought = [one for row in seen for item in row.items for one in item.brought]
    return Trial(
        names=tuple(item.name for item in registry.items.all()),
        records=tuple(seen),
        lost=sum(one.standing is Standing.LOST for one in brought),
        held=sum(one.standing is Standing.HELD for one in brought),
    )


def _first_subjects(cur: Cursor_, found: Sequence[Readable]) -> list[str]:
    """Of the first rows of each source, those that most sources know come first."""
    parts = [
        sql.SQL("(select {} as subject from {} s limit {})").format(
            one.columns["subject"], one.relation, sql.Literal(PREVIEWED)
        )
        for one in found
    ]
    body = sql.SQL(
        "select subject from ({}) x where subject is not null group by subject order by count(*) desc, subject limit {}"
    )
    cur.execute(body.format(sql.SQL(" union all ").join(parts), sql.Literal(PREVIEWED)))
    return [row[0] for row in cur.fetchall()]


def _tried(
    cur: Cursor_,
    registry: Registry,
    subjects: Sequence[str],
    *,
    found: tuple[Definition, list[Readable]] | None = None,
) -> str:
    """Build these subjects into temporary tables; the schema to name them by."""
    from yiyuan.registries.engines import PostgreSQL  # Ibis is loaded by those who build

    definition, sources = found or reading.definition(registry)
    work = Work("", TRIED, definition, f"{TRIED}{tables.RULINGS}")
    moves = tables.regroupings(cur, registry)
    tables.lay_moves(cur, "", f"{TRIED}{tables.MOVES}", moves)
    also = [subject for _source, subject, into in moves if into in subjects]
    for one in sources:
        table = work.source(one.rule.id)
        tables.take(
            cur,
            "",
            table,
            one.rule,
            one.relation,
            one.columns,
            moves=f"{TRIED}{tables.MOVES}",
            only=[*subjects, *also],
        )
    tables.make(cur, "", work.rulings, RULING, kind="temporary")
    if tables.exists(cur, registry.schema, tables.RULINGS):
        names = sql.SQL(", ").join(map(sql.Identifier, RULING))
        cur.execute(
            sql.SQL("insert into {} select {} from {}").format(
                tables.name("", work.rulings), names, tables.name(registry.schema, tables.RULINGS)
            )
        )
    tables.make(cur, "", work.cells, CELL, kind="temporary")
    tables.make(cur, "", work.records, tables.record_schema(list(registry.items.all())), kind="temporary")
    PostgreSQL().build(cur, work)
    return ""


# ---- showing ----


def _info(item: Item) -> ItemInfo:
    """An item of a registry as the masks of the catalog know items."""
    return ItemInfo(
        id=ItemId(item.id),
        position=item.position,
        name=item.name,
        data_type=DataType.TEXT,
        length=None,
        scale=None,
        column=item.column,
        key=item.key,
        required=False,
        codes=(),
        pattern="",
        minimum="",
        maximum="",
        item_class=ItemClass(item.item_class),
        personal=item.personal,
        sharing=Sharing.CONDITIONAL,
    )


def _records(cur: Cursor_, registry: Registry, schema: str, prefix: str, subjects: Sequence[str]) -> list[RecordSeen]:
    """Records of these subjects in their order, with every value that was brought; masked."""
    items = list(registry.items.all())
    sources = {one.id: one for one in registry.sources.select_related("provider")}
    body = sql.SQL(
        "select subject, item, source, value, batch, loaded, standing from {} where subject = any(%s) "
        "order by subject, item, standing, source, batch desc"
    )
    cur.execute(body.format(tables.name(schema, f"{prefix}{tables.CELLS}")), [list(subjects)])
    rows = cur.fetchall()
    by_id = {item.id: item for item in items}
    rows = [row for row in rows if row[1] in by_id]
    shown = masked([(by_id[row[1]], row[3]) for row in rows])
    keys = masked([(items[0], one) for one in subjects]) if items else list(subjects)
    by_cell: dict[tuple[str, int], list[Brought]] = {}
    for row, value in zip(rows, shown, strict=True):
        subject, item, source, clear, batch, loaded, standing = row
        brought = brought_by(sources.get(source), source, clear, batch, loaded, standing)
        by_cell.setdefault((subject, item), []).append(replace(brought, value=value))
    known = {subject for subject, _item in by_cell}
    return [
        RecordSeen(key, tuple(_seen(item, by_cell.get((subject, item.id), [])) for item in items))
        for subject, key in zip(subjects, keys, strict=True)
        if subject in known
    ]


def _seen(item: Item, brought: list[Brought]) -> ItemSeen:
    won = next((one.value for one in brought if one.standing is Standing.WON), "")
    return ItemSeen(item.name, won, any(one.standing is Standing.HELD for one in brought), tuple(brought))


def records_of(registry: Registry, subjects: Sequence[str]) -> list[RecordSeen]:
    """Records as they stand, masked. Ask the policy first."""
    with tables.cursor() as cur:
        return _records(cur, registry, registry.schema, "", subjects)


def masked_subjects(registry: Registry, subjects: Sequence[str]) -> list[str]:
    """Subjects as a person may see them."""
    key = registry.items.first()
    return masked([(key, one) for one in subjects]) if key else list(subjects)


def masked(cells: Sequence[tuple[Item, str]]) -> list[str]:
    """Values as a person may see them."""
    infos: dict[int, Any] = {}
    made: list[str] = [""] * len(cells)
    by_item: dict[int, list[int]] = {}
    for place, (item, _value) in enumerate(cells):
        infos[item.id] = infos.get(item.id) or _info(item)
        by_item.setdefault(item.id, []).append(place)
    for item_id, places in by_item.items():
        rows = masked_rows([infos[item_id]], [[cells[place][1]] for place in places])
        for place, row in zip(places, rows, strict=True):
            made[place] = row[0]
    return made
