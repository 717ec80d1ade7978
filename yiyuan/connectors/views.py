"""Choosing a table and mapping its columns: the hard pages of this room."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.catalog.api import published_resource
from yiyuan.connectors import feeds, selectors
from yiyuan.connectors.feeds import Sample, Watched
from yiyuan.connectors.forms import FeedForm, WatchForm, WatchResourceForm
from yiyuan.connectors.models import Connector, Feed
from yiyuan.connectors.types import DROPS, Kind
from yiyuan.connectors.workflow import FEED
from yiyuan.dataplane.sources import Column as SourceColumn
from yiyuan.dataplane.sources import Place, TableInfo
from yiyuan.intake.api import resource_to_hand_in
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render, see_other
from yiyuan.web.lists import Column, Listing
from yiyuan.workflow.api import form_page

SAVED = "已保存。看过试读的结果，再启用。"
FIELDS = {"connectors.increment": "cursor"}


@require_GET
def tables(request: HttpRequest, connector_id: int) -> HttpResponseBase:
    """The tables of a database, to choose one from."""
    actor = actor_from_request(request)
    found = selectors.connector_for(actor, connector_id)
    listing: Listing | None = None
    with beside(request) as said:
        found, listed = feeds.tables_of(connector_id, actor=actor)
        wanted = request.GET.get("q", "").strip().lower()
        listing = _tables(request, found, [one for one in listed if wanted in f"{one.place} {one.comment}".lower()])
    if listing is not None and listing.is_export:
        return listing.export()
    context: dict[str, Any] = {"connector": found, "refusal": said.refusal, "q": request.GET.get("q", "")}
    context |= listing.context() if listing is not None else {}
    return (refused if said.refusal else render)(request, "connectors/tables.html", context)


def _tables(request: HttpRequest, found: Connector, listed: list[TableInfo]) -> Listing:
    at = reverse("connectors:new_feed", args=[found.id])

    def chosen(one: TableInfo) -> Link:
        return Link(str(one.place), f"{at}?{urlencode({'schema': one.place.schema, 'table': one.place.name})}")

    columns = [
        Column(
            "name",
            "表",
            chosen,
            head=True,
            export=lambda one: str(one.place),
        ),
        Column("comment", "说明", lambda one: one.comment or "—"),
        Column("rows", "约有行数", "rows", numeric=True),
    ]
    return Listing(
        request,
        listed,
        columns,
        filename=f"{found}的表",
        caption="表",
        unit="张",
        empty=Empty("没有这样的表，或账号不能读。"),
    )


@require_http_methods(["GET", "POST"])
def new_feed(request: HttpRequest, connector_id: int) -> HttpResponse:
    """Choose the resource, then the columns; look at the first rows before saving."""
    actor = actor_from_request(request)
    found = selectors.connector_for(actor, connector_id)
    place = _place(request)
    chosen = request.GET.get("resource", "")
    if not chosen.isdecimal():
        context = {"connector": found, "place": place, "resources": feeds.resources_without(actor)}
        return render(request, "connectors/choose_resource.html", context)
    return _mapped(request, found, place, int(chosen))


@require_http_methods(["GET", "POST"])
def remap(request: HttpRequest, feed_id: int) -> HttpResponse:
    """The columns of a feed once more."""
    feed = selectors.feed_for(actor_from_request(request), feed_id)
    return _mapped(request, feed.connector, Place(feed.schema, feed.table), feed.resource_id, feed=feed)


@require_http_methods(["GET", "POST"])
def watch(request: HttpRequest, connector_id: int) -> HttpResponseBase:
    """Which files of a folder bring which resource."""
    actor = actor_from_request(request)
    found = feeds.own_connector(connector_id, actor)
    if Kind(found.kind) not in DROPS:
        raise NotFound("connectors.folder", id=connector_id)
    form = WatchResourceForm(request.POST or None, resources=feeds.resources_without(actor))
    return form_page(
        request,
        form,
        partial(feeds.watch_folder, connector_id, actor=actor),
        fields={"connectors.pattern": "pattern", "connectors.increment": "mode", "connectors.one_feed": "resource_id"},
        title="收哪些文件",
        button="保存",
        words="保存以后启用，每分钟看一次；传完的文件各成一批。",
        crumb=(found.name, found.get_absolute_url()),
    )


@require_http_methods(["GET", "POST"])
def watch_otherwise(request: HttpRequest, feed_id: int) -> HttpResponseBase:
    """The same once more."""
    actor = actor_from_request(request)
    feed = selectors.feed_for(actor, feed_id)
    if not feed.of_files:
        raise NotFound("connectors.feed", id=feed_id)
    FEED.open_row(feed, ("remap",), actor)

    def save(*, watched: Watched) -> Feed:
        feeds.watch_otherwise(feed_id, actor=actor, watched=watched)
        return feed

    written = {"pattern": feed.table, "mode": feed.mode, "looked_at": feed.looked_at}
    return form_page(
        request,
        WatchForm(request.POST or None, initial=written),
        save,
        fields={"connectors.pattern": "pattern", "connectors.increment": "mode"},
        title="收哪些文件",
        button="保存",
        words="保存以后再启用。",
        crumb=(feed.resource_name, feed.get_absolute_url()),
    )


def _place(request: HttpRequest) -> Place:
    schema, name = request.GET.get("schema", ""), request.GET.get("table", "")
    if not name:
        raise NotFound("connectors.table")
    return Place(schema, name)


def _mapped(
    request: HttpRequest, found: Connector, place: Place, resource_id: int, *, feed: Feed | None = None
) -> HttpResponse:
    actor = actor_from_request(request)
    resource = resource_to_hand_in(resource_id, actor=actor) if feed is None else published_resource(resource_id)
    sample: Sample | None = None
    columns: list[SourceColumn] = []
    with beside(request) as said:
        found, columns = feeds.columns_of(found.id, place, actor=actor)
    proposal = feeds.proposal(resource, columns)
    initial = {}
    if feed is not None:
        by_name = {one.item: one.column for one in feed.mapped}
        proposal |= {item.id: by_name[item.name] for item in resource.items if item.name in by_name}
        written = ("mode", "cursor", "overlap", "every_hours", "compare_days", "looked_at")
        initial = {name: getattr(feed, name) for name in written}
    form = FeedForm(request.POST or None, resource=resource, columns=columns, proposal=proposal, initial=initial)
    if request.method == "POST" and not said.refusal and form.is_valid():
        with beside(request, form, FIELDS):
            wanted = form.wanted(place)
            if "look" in request.POST:
                sample = feeds.look(found.id, resource_id, actor=actor, wanted=wanted)
            elif feed is None:
                made = feeds.add_feed(found.id, resource_id, actor=actor, wanted=wanted)
                messages.success(request, SAVED)
                return see_other(made.get_absolute_url())
            else:
                feeds.remap_feed(feed.id, actor=actor, wanted=wanted)
                messages.success(request, SAVED)
                return see_other(feed.get_absolute_url())
    context = {
        "connector": found,
        "place": place,
        "resource": resource,
        "form": form,
        "sample": sample,
        "refusal": said.refusal,
        "feed": feed,
    }
    answer = refused if form.errors or said.refusal else render
    return answer(request, "connectors/map.html", context)
