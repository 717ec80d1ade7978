"""Connectors for programs of a person, by personal access token."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Schema, Status
from pydantic import Field

from yiyuan.connectors import feeds, selectors
from yiyuan.connectors.feeds import Wanted, Watched
from yiyuan.connectors.forms import MOST_DAYS, MOST_HOURS, MOST_OVERLAP
from yiyuan.connectors.pages import CONNECTORS, FEEDS, RUNS, FeedOut
from yiyuan.connectors.types import ArrivalState, Mode
from yiyuan.dataplane.sources import Place
from yiyuan.web.bodies import Body, Id, Line
from yiyuan.web.edge import actor_of

router = FEEDS.router("feeds/")
RUNS.router("runs/", router=router)
CONNECTORS.router(router=router)


class TableOut(Schema):
    """name: its schema and name. rows: what the server estimates."""

    schema_: str
    table: str
    comment: str
    rows: int | None


class ColumnOut(Schema):
    """orders: what it is as the column of an increment, time or number; empty: it cannot be one."""

    name: str
    type: str
    comment: str
    nullable: bool
    key: bool
    orders: str


class PlaceIn(Schema):
    table_schema: Line
    table: Line


class FeedIn(Body):
    """columns: column by item id."""

    table_schema: Line
    table: Line
    columns: dict[Id, Line]
    mode: Mode
    cursor: Line = ""
    overlap: int = Field(0, ge=0, le=MOST_OVERLAP)
    every_hours: int = Field(24, ge=1, le=MOST_HOURS)
    compare_days: int = Field(0, ge=0, le=MOST_DAYS)
    looked_at: bool = False

    def wanted(self) -> Wanted:
        return Wanted(
            schema=self.table_schema,
            table=self.table,
            columns=self.columns,
            mode=self.mode,
            cursor=self.cursor,
            overlap=self.overlap,
            every_hours=self.every_hours,
            compare_days=self.compare_days,
            looked_at=self.looked_at,
        )


class NewFeedIn(FeedIn):
    resource_id: Id


class SampleOut(Schema):
    """refused: by place in `rows`, why it would not be taken."""

    headers: list[str]
    rows: list[list[str]]
    refused: dict[int, str]


@router.get("{int:connector_id}/tables", response=list[TableOut], summary="数据库里的表")
def list_tables(request: HttpRequest, connector_id: int) -> list[TableOut]:
    _connector, found = feeds.tables_of(connector_id, actor=actor_of(request))
    return [
        TableOut(schema_=one.place.schema, table=one.place.name, comment=one.comment, rows=one.rows) for one in found
    ]


@router.get("{int:connector_id}/columns", response=list[ColumnOut], summary="一张表的列")
def list_columns(request: HttpRequest, connector_id: int, place: Query[PlaceIn]) -> object:
    _connector, found = feeds.columns_of(connector_id, Place(place.table_schema, place.table), actor=actor_of(request))
    return found


@router.post("{int:connector_id}/look", response=SampleOut, summary="试读一张表")
def look(request: HttpRequest, connector_id: int, body: NewFeedIn) -> object:
    """The first hundred rows with what would be refused; nothing is kept."""
    return feeds.look(connector_id, body.resource_id, actor=actor_of(request), wanted=body.wanted())


@router.post("{int:connector_id}/feeds", response={201: FeedOut}, summary="登记取数任务")
def add_feed(request: HttpRequest, connector_id: int, body: NewFeedIn) -> Status[object]:
    actor = actor_of(request)
    made = feeds.add_feed(connector_id, body.resource_id, actor=actor, wanted=body.wanted())
    return Status(201, FEEDS.seen(made, actor))


@router.post("feeds/{int:feed_id}/remap", response=FeedOut, summary="修改取数任务")
def remap(request: HttpRequest, feed_id: int, body: FeedIn) -> object:
    actor = actor_of(request)
    feeds.remap_feed(feed_id, actor=actor, wanted=body.wanted())
    return FEEDS.seen(selectors.feed_for(actor, feed_id), actor)


class WatchedIn(Body):
    """pattern: of the names of files, with * and ?."""

    pattern: Line
    mode: Mode
    looked_at: bool = False

    def watched(self) -> Watched:
        return Watched(self.pattern, self.mode, self.looked_at)


class WatchIn(WatchedIn):
    resource_id: Id


class ArrivalOut(Schema):
    """A file of a folder. words: why it was not taken."""

    name: str
    size_bytes: int
    seen_at: datetime
    state: ArrivalState
    words: str
    run_id: int | None
    batch_id: int | None


@router.post("{int:connector_id}/watch", response={201: FeedOut}, summary="登记收哪些文件")
def watch(request: HttpRequest, connector_id: int, body: WatchIn) -> Status[object]:
    actor = actor_of(request)
    made = feeds.watch_folder(connector_id, actor=actor, resource_id=body.resource_id, watched=body.watched())
    return Status(201, FEEDS.seen(made, actor))


@router.post("feeds/{int:feed_id}/watch", response=FeedOut, summary="修改收哪些文件")
def watch_otherwise(request: HttpRequest, feed_id: int, body: WatchedIn) -> object:
    actor = actor_of(request)
    feeds.watch_otherwise(feed_id, actor=actor, watched=body.watched())
    return FEEDS.seen(selectors.feed_for(actor, feed_id), actor)


@router.get("feeds/{int:feed_id}/files", response=list[ArrivalOut], summary="目录里的文件")
def list_files(request: HttpRequest, feed_id: int) -> object:
    """Files as they were last seen, newest first; at most a hundred."""
    return selectors.arrivals(actor_of(request), feed_id)
