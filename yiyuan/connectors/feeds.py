"""Writes of feeds: choose a table for a resource, look at its first rows, switch it on and off."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import polars as pl
from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import resources_of
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.connectors import policies, rules, running, selectors
from yiyuan.connectors.models import Connector, Feed
from yiyuan.connectors.services import open_source
from yiyuan.connectors.types import DROPS, ConnectorsTag, Kind, Mapped, Mode, State
from yiyuan.connectors.workflow import FEED
from yiyuan.dataplane.checks import reason_text
from yiyuan.dataplane.readers import FLAW, ROW
from yiyuan.dataplane.sources import Column, Place, Selection, Source, SourceFailed, TableInfo
from yiyuan.intake.api import checks_for, masked_rows, proposed_for, resource_to_hand_in
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.workflow.api import Law

SAMPLE_ROWS: Final = 100
SHOWN_ROWS: Final = 10  # of the sample at once


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer writes of a feed. columns: column by item id."""

    schema: str
    table: str
    columns: Mapping[int, str]
    mode: Mode
    cursor: str = ""
    overlap: int = 0
    every_hours: int = 24
    compare_days: int = 0
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a table under the items' names, masked, and what would be refused in them; not named: fine."""

    headers: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    refused: Mapping[int, str]  # by place in `rows`

    @property
    def told(self) -> list[tuple[str, Sequence[str]]]:
        """Rows with what would be refused in them, those first."""
        told = [(self.refused.get(place, ""), row) for place, row in enumerate(self.rows)]
        return sorted(told, key=lambda one: not one[0])

    @property
    def first(self) -> list[tuple[str, Sequence[str]]]:
        return self.told[:SHOWN_ROWS]

    @property
    def rest(self) -> list[tuple[str, Sequence[str]]]:
        return self.told[SHOWN_ROWS:]


def tables_of(connector_id: int, *, actor: Actor) -> tuple[Connector, list[TableInfo]]:
    """Raises NotFound, NotAllowed, RuleBroken("connectors.source")."""
    found = own_connector(connector_id, actor)
    if Kind(found.kind) in DROPS:
        raise RuleBroken("connectors.source", problem="这是文件投递的目录，没有表可以选。")
    with _read(found) as source:
        return found, source.tables()


def columns_of(connector_id: int, place: Place, *, actor: Actor) -> tuple[Connector, list[Column]]:
    """Raises NotFound, NotAllowed, RuleBroken("connectors.source")."""
    found = own_connector(connector_id, actor)
    if Kind(found.kind) in DROPS:
        raise RuleBroken("connectors.source", problem="这是文件投递的目录，没有表可以选。")
    with _read(found) as source:
        columns = source.columns(place)
    if not columns:
        raise RuleBroken("connectors.source", problem=f"表“{place}”不在了，或账号不能读。")
    return found, columns


def own_connector(connector_id: int, actor: Actor) -> Connector:
    """Whose tables or files this actor may choose. Raises NotFound, NotAllowed."""
    found = selectors.connector_for(actor, connector_id)
    if not policies.may_connect(actor, found.provider_id):
        raise NotAllowed("connectors.feed")
    return found


@contextmanager
def _read(connector: Connector) -> Iterator[Source]:
    """A source whose failures are told to the person who looks at it."""
    try:
        with open_source(connector) as source:
            yield source
    except SourceFailed as failed:
        raise RuleBroken("connectors.source", problem=failed.sentence) from failed


def resources_without(actor: Actor) -> list[ResourceInfo]:
    """Published resources of one's own department that are handed in and that no table brings yet."""
    taken = set(Feed.objects.filter(provider_id__in=actor.organisation_ids).values_list("resource_id", flat=True))
    own = [one for provider in sorted(actor.organisation_ids) for one in resources_of(provider)]
    return [one for one in own if not one.held_by_provider and one.id not in taken]


def proposal(resource: ResourceInfo, columns: Sequence[Column]) -> dict[int, str]:
    """Column by item id, as for the headings of a file: what its owner calls it, else its name."""
    called = {column.comment or column.name: column.name for column in reversed(columns)}
    by_item = {item: called[heading] for heading, item in proposed_for(resource, list(called)).items()}
    return {item.id: by_item[item.name] for item in resource.items if item.name in by_item}


def _mapped(items: Sequence[ItemInfo], wanted: Wanted, columns: Sequence[Column]) -> list[Mapped]:
    types = {column.name: column.type for column in columns}
    chosen = [(item, wanted.columns.get(item.id, "")) for item in items]
    return [Mapped(item.name, name, types[name]) for item, name in chosen if name in types]


def look(connector_id: int, resource_id: int, *, actor: Actor, wanted: Wanted) -> Sample:
    """Read the first rows as a reading would, and say what would be refused; nothing is kept. On the record.

    Raises NotFound, NotAllowed, RuleBroken("handin.scope" | "connectors.source" | "connectors.mapping").
    """
    resource = resource_to_hand_in(resource_id, actor=actor)
    place = Place(wanted.schema, wanted.table)
    found, columns = columns_of(connector_id, place, actor=actor)
    mapped = _checked(resource, wanted, columns)
    with _read(found) as source:
        selection = Selection(place, running.columns_of(mapped), limit=SAMPLE_ROWS)
        frame = pl.concat([*source.frames(selection), pl.DataFrame(schema=running.schema_of(mapped))])
    facts = {"table": str(place)}
    record(actor, ConnectorsTag.SEEN, object_type="connectors.connector", object_id=found.id, facts=facts)
    names = [one.item for one in mapped]
    named = running.under_items(frame, mapped)
    checks = checks_for(resource, law=Law(resource.region_code, clock.today())).exactly()
    number = pl.int_range(0, pl.len(), dtype=pl.Int64).alias(ROW)
    numbered = named.select(number, pl.lit(None, pl.String).alias(FLAW), pl.all())
    specs = {spec.name: spec for spec in checks.specs}
    refused: dict[int, str] = {}
    for line in checks.apply(numbered).refused.to_dicts():
        refused.setdefault(line["row"], reason_text(line["reason"], specs.get(line["column"]), line["value"] or ""))
    rows = masked_rows(resource.items, [[value or "" for value in row] for row in named.rows()])
    return Sample(tuple(names), rows, refused)


def _checked(resource: ResourceInfo, wanted: Wanted, columns: Sequence[Column]) -> list[Mapped]:
    mapped = _mapped(resource.items, wanted, columns)
    rules.check_feed(
        mapped=mapped,
        items=[item.name for item in resource.items],
        keys=[item.name for item in resource.key_items],
        mode=wanted.mode,
        orders=next((column.orders for column in columns if column.name == wanted.cursor), ""),
    )
    return mapped


def add_feed(connector_id: int, resource_id: int, *, actor: Actor, wanted: Wanted) -> Feed:
    """Raises NotFound, NotAllowed, RuleBroken("handin.scope" | "connectors.…")."""
    resource = resource_to_hand_in(resource_id, actor=actor)
    found, columns = columns_of(connector_id, Place(wanted.schema, wanted.table), actor=actor)
    return _add(found, resource, _values(actor, wanted, _checked(resource, wanted, columns)), actor=actor)


def _add(found: Connector, resource: ResourceInfo, values: dict[str, Any], *, actor: Actor) -> Feed:
    try:
        with transaction.atomic():
            made = Feed.objects.create(
                connector=found,
                provider_id=found.provider_id,
                region_code=found.region_code,
                resource_id=resource.id,
                resource_name=resource.name,
                **values,
            )
            FEED.begin(made)
            _note(actor, made)
    except IntegrityError:
        raise RuleBroken("connectors.one_feed") from None
    return made


@dataclass(frozen=True, slots=True)
class Watched:
    """What an officer writes of files that bring a resource. pattern: of their names, with * and ?."""

    pattern: str
    mode: Mode
    looked_at: bool = False


def _watched(actor: Actor, resource: ResourceInfo, watched: Watched) -> dict[str, Any]:  # field values
    keys = [item.name for item in resource.key_items]
    rules.check_drop(pattern=watched.pattern, mode=watched.mode, keys=keys)
    wanted = Wanted("", watched.pattern.strip(), {}, watched.mode, looked_at=watched.looked_at)
    return _values(actor, wanted, [])


def watch_folder(connector_id: int, *, actor: Actor, resource_id: int, watched: Watched) -> Feed:
    """Files of these names bring the resource. Raises NotFound, NotAllowed, RuleBroken("handin.…" | "connectors.…")."""
    resource = resource_to_hand_in(resource_id, actor=actor)
    found = own_connector(connector_id, actor)
    if Kind(found.kind) not in DROPS:
        raise RuleBroken("connectors.source", problem="这不是投递文件的目录，请选一张表。")
    return _add(found, resource, _watched(actor, resource, watched), actor=actor)


def watch_otherwise(feed_id: int, *, actor: Actor, watched: Watched) -> None:
    """Write it anew; it is switched on again. Raises as `watch_folder`."""
    feed = selectors.feed_for(actor, feed_id)
    if not feed.of_files:
        raise NotFound("connectors.feed", id=feed_id)
    FEED.open_row(feed, ("remap",), actor)
    values = _watched(actor, resource_to_hand_in(feed.resource_id, actor=actor), watched)
    with transaction.atomic():
        FEED.move(selectors.feed_for(actor, feed_id, lock=True), "remap", actor=actor, also_set={**values, "drift": ""})
        _note(actor, feed)


def remap_feed(feed_id: int, *, actor: Actor, wanted: Wanted) -> None:
    """Write it anew; it is switched on again after somebody has looked. Raises as `add_feed`."""
    feed = selectors.feed_for(actor, feed_id)
    FEED.open_row(feed, ("remap",), actor)
    resource = resource_to_hand_in(feed.resource_id, actor=actor)
    _found, columns = columns_of(feed.connector_id, Place(wanted.schema, wanted.table), actor=actor)
    values = _values(actor, wanted, _checked(resource, wanted, columns))
    with transaction.atomic():
        FEED.move(selectors.feed_for(actor, feed_id, lock=True), "remap", actor=actor, also_set={**values, "drift": ""})
        _note(actor, feed)


def _values(actor: Actor, wanted: Wanted, mapped: Sequence[Mapped]) -> dict[str, Any]:  # field values
    return {
        "schema": wanted.schema,
        "table": wanted.table,
        "mapping": [{"item": one.item, "column": one.column, "type": one.type} for one in mapped],
        "mode": wanted.mode.value,
        "cursor": wanted.cursor if wanted.mode is Mode.INCREMENT else "",
        "overlap": wanted.overlap,
        "every_hours": wanted.every_hours,
        "compare_days": wanted.compare_days,
        "looked_at": wanted.looked_at,
        "mapped_at": clock.real_now(),
        "account_id": actor.account_id,
        "person_name": actor.person_name,
    }


def _note(actor: Actor, feed: Feed) -> None:
    facts = {"table": feed.place, "mode": feed.mode}
    record(actor, ConnectorsTag.FEED_SAVED, object_type="connectors.feed", object_id=feed.id, facts=facts)


@transaction.atomic
def start_feed(feed_id: int, *, actor: Actor) -> None:
    """Read now, and then as often as the feed says. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("connectors.active").
    """
    feed = selectors.feed_for(actor, feed_id, lock=True)
    if feed.connector.state != State.ACTIVE:
        raise RuleBroken("connectors.active")
    now = clock.real_now()
    also = {
        "account_id": actor.account_id,
        "person_name": actor.person_name,
        "next_at": now + timedelta(hours=feed.every_hours),
        "compare_at": now + timedelta(days=feed.compare_days) if feed.compare_days else None,
    }
    if feed.of_files:
        also["next_at"] = now
    FEED.move(feed, "start", actor=actor, also_set=also)
    if not feed.of_files:
        running.begin(feed)


@transaction.atomic
def stop_feed(feed_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    FEED.move(selectors.feed_for(actor, feed_id, lock=True), "stop", actor=actor, also_set={"next_at": None})
