"""What is published: search, one resource, what changed between versions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.decorators.http import require_GET

from yiyuan.catalog import display, policies, search, selectors, services
from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.types import (
    CYCLE_WORDS,
    FORMAT_WORDS,
    FRESHNESS_WORDS,
    SHARING_WORDS,
    Panel,
    Sharing,
    State,
)
from yiyuan.catalog.views import moves
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.finding import FINDS, SEEKS
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request, infos
from yiyuan.regulations.api import chips
from yiyuan.web.components import Content, Empty, Link, Noted
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, FilterView, Listing
from yiyuan.workflow.api import steps

FACET_LINES = 8  # shown at once of a facet
Rows = Any  # a QuerySet of Resource, annotated on the way


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter that says how many it leaves under the other filters. field: one of selectors.FACETS."""

    key: str
    label: str
    field: str
    words: Callable[[Sequence[Any]], Mapping[Any, str]]


def _named(values: Mapping[Any, str]) -> Callable[[Sequence[Any]], Mapping[Any, str]]:  # enumerations as keys
    return lambda found: {value: word for value, word in values.items() if value in found}


def _of_departments(found: Sequence[int]) -> Mapping[int, str]:
    names = {key: info.name for key, info in infos(found).items()}
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _facets() -> list[Facet]:
    return [
        Facet("department", "提供部门", "provider_id", _of_departments),
        Facet("sharing", "共享类型", "sharing", _named(SHARING_WORDS)),
        Facet("format", "资源格式", "format", _named(FORMAT_WORDS)),
        Facet("cycle", "更新周期", "cycle", _named(CYCLE_WORDS)),
        Facet("fresh", "更新情况", "freshness", _named(FRESHNESS_WORDS)),
    ]


def _chosen(request: HttpRequest, facet: Facet) -> str:
    """What the address says of a facet, if it can be a value of it."""
    value = request.GET.get(facet.key, "")
    if facet.field == "provider_id":
        return value if number_in(value) is not None else ""
    known: dict[str, Mapping[Any, str]] = {
        "sharing": SHARING_WORDS,
        "format": FORMAT_WORDS,
        "cycle": CYCLE_WORDS,
        "freshness": FRESHNESS_WORDS,
    }
    return value if value in known[facet.field] else ""


def _typed(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()


def _filters(request: HttpRequest, base: Rows) -> tuple[list[Filter], int]:
    """The search box and the facets, each with counts under the others; how many departments are found."""
    facets, today = _facets(), clock.today()
    chosen = {facet.field: value for facet in facets if (value := _chosen(request, facet))}
    counts = selectors.facet_counts(base, chosen=chosen, today=today)
    filters = [Filter("q", "关键词", lambda _rows, _text: base)]  # the first filter: found once
    for facet in facets:
        found = counts[facet.field]
        choices = [
            (str(value), f"{word}（{found[value][1]:,}）")
            for value, word in facet.words(list(found)).items()
            if found[value][1] or str(value) == chosen.get(facet.field)
        ]
        if facet.field == "provider_id":  # those with most first
            choices.sort(key=lambda choice: -found[int(choice[0])][1])
        if choices:  # nothing published yet: nothing to choose
            filters.append(Filter(facet.key, facet.label, _applied(facet.field, today), choices))
    return filters, len(counts["provider_id"])


def _applied(field: str, today: date) -> Callable[[Rows, str], Rows]:
    return lambda rows, value: rows.filter(selectors.facet(field, value, today=today))


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """A facet on the page: its values as links with counts, the chosen one marked and led back from."""

    label: str
    chosen: bool
    first: Sequence[tuple[str, str, bool]]  # words, address, whether it is the chosen one
    others: Sequence[tuple[str, str, bool]]


def _facet_links(request: HttpRequest, filters: Iterable[FilterView]) -> list[FacetLinks]:
    found = []
    for one in filters:
        links = []
        for value, word in one.choices:
            query = request.GET.copy()
            query.pop("page", None)
            query[one.key] = value
            if value == one.value:
                del query[one.key]
            links.append((word, f"?{query.urlencode()}", value == one.value))
        links.sort(key=lambda link: not link[2])
        if links:
            found.append(FacetLinks(one.label, bool(one.value), links[:FACET_LINES], links[FACET_LINES:]))
    return found


IN_EXCEL: list[tuple[str, str, str | Callable[[Resource], Content]]] = [  # which has the room
    ("items", "信息项", "item_count"),
    ("published", "发布", "listed_on"),
    ("code", "资源代码", "code"),
    ("level", "层级", lambda r: display.level(r.region_code)),
    ("summary", "摘要", lambda r: _current(r).summary),
    ("cycle", "更新周期", lambda r: _current(r).get_cycle_display()),
    ("fresh_on", "数据截至", "fresh_on"),
    ("format", "资源格式", lambda r: _current(r).get_format_display()),
    ("methods", "共享方式", lambda r: display.methods(_current(r))),
    ("condition", "共享条件", lambda r: _current(r).condition),
]


def _columns(actor: Actor, text: str) -> list[Column]:
    asked = f"?{urlencode({'q': text})}" if text else ""

    def name(resource: Resource) -> Link:
        version = _current(resource)
        note = f"{Truncator(version.summary).chars(60)} {resource.item_count} 个信息项"
        return Link(version.name, reverse("catalog:resource", args=[resource.id]) + asked, note)

    def fresh(resource: Resource) -> Noted:
        light = display.freshness(resource, _current(resource))
        cycle = _current(resource).get_cycle_display()
        on = f"，截至 {resource.fresh_on.isoformat()}" if resource.fresh_on else ""
        return Noted(light, f"{cycle}{on}")

    return [
        Column("name", "资源", name, sort="name", head=True, export=lambda r: _current(r).name),
        Column(
            "provider",
            "提供部门",
            lambda r: Noted(r.provider.name, display.whence(r.region_code, seen_from=actor.region_code)),
            sort="provider__name",
            width=180,
            export=lambda r: r.provider.name,
        ),
        Column("sharing", "共享类型", lambda r: display.sharing(_current(r)), sort="sharing", width=140),
        Column("fresh", "更新", fresh, sort="fresh_on", width=200),
        *(Column(key, label, value, shown=False) for key, label, value in IN_EXCEL),
    ]


def _current(resource: Resource) -> Version:
    assert resource.current is not None
    return resource.current


@require_GET
def resources(request: HttpRequest) -> HttpResponseBase:
    """Search over what is published. Every department sees all of it."""
    if not request.GET.get("q"):
        return _resources(request)
    with search.by_index():
        return _resources(request)


def _resources(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    rows = selectors.published(actor)
    text = _typed(request)
    found = search.seek(rows, text, near=actor.region_code)
    filters, departments = _filters(request, found.rows)
    listing = Listing(
        request,
        rows,
        _columns(actor, text),
        filters,
        filename="资源目录",
        caption="已发布的资源",
        unit="个",
        empty=Empty("还没有发布的资源。编制、审核、发布以后，各部门都能在这里找到。"),
    )
    if listing.is_export:
        return listing.export()
    view = listing.view()
    if set(request.GET) == {"q"}:  # a search, not a filter or a page of one
        services.note_search(text, unfound=found.match is not search.Match.ALL or not view.total)
    facets = [one for one in view.filters if one.kind == "choice"]
    typed = [one for one in view.filters if one.kind != "choice"]
    chosen = [(one.key, one.value) for one in facets if one.value]
    context = {
        "listing": replace(view, filters=typed, kept=[*view.kept, *chosen]),
        "facets": _facet_links(request, facets),
        "chosen": bool(chosen),
        "text": text,
        "departments": departments,
        "match": found.match.value,
        "hits": FINDS.ask((actor, text)) if text else (),
        "elsewhere": SEEKS.ask((actor, text))
        if text and (found.match is not search.Match.ALL or not view.total)
        else (),
    }
    return render(request, "catalog/resources.html", context, part="listing")


# ---- one resource ----
def drawn(request: HttpRequest, panels: Iterable[Panel | SafeString]) -> dict[str, list[dict[str, str]]]:
    """What upper rooms show here, rendered, by place."""
    places: dict[str, list[dict[str, str]]] = {"act": [], "main": [], "side": []}
    for panel in panels:
        if isinstance(panel, SafeString):
            places["side"].append({"title": "", "html": panel})
            continue
        html = render_to_string(panel["template"], dict(panel["context"]), request)
        places[panel.get("place", "side")].append({"title": panel["title"], "html": html})
    return places


def _items_export(request: HttpRequest, version: Version) -> Listing:
    rows = list(version.items.all())
    columns = [
        Column("position", "序号", "position", numeric=True),
        Column("name", "信息项名称", "name", head=True),
        Column("type", "数据类型", display.data_type),
        Column("class", "信息类别", lambda item: item.get_item_class_display()),
        Column("personal", "个人信息", "personal"),
        Column("key", "主键", "key"),
        Column("required", "必填", "required"),
        Column("codes", "代码范围", "codes"),
        Column("remarks", "说明", display.item_remarks),
    ]
    name = f"{version.name}_信息项"
    return Listing(request, rows, columns, filename=name, caption=f"{version.name} 信息项")


def _shown_version(actor: Actor, resource: Resource) -> Version:
    """The current version; of an entry that is out of the catalog, or not in it yet, the last one."""
    if resource.current is not None:
        return resource.current
    found = selectors.versions_of(actor, resource.id).first()
    if found is None:
        raise NotFound("catalog.resource", id=resource.id)
    return found


@require_GET
def resource(request: HttpRequest, resource_id: int) -> HttpResponseBase:
    """One resource: what it is, on which terms, what it holds, its versions, and what upper rooms add."""
    actor = actor_from_request(request)
    found = selectors.resource_for(actor, resource_id)
    shown = _shown_version(actor, found)
    if text := _typed(request):
        services.note_opened(text, resource_id=found.id)
    if request.GET.get("export") == "xlsx":
        return _items_export(request, shown).export()
    law = VERSION.law(shown)
    versions = list(selectors.versions_of(actor, resource_id))
    mine = found.provider_id in actor.organisation_ids
    in_work = next((v for v in versions if v.published_on is None), None)
    items = list(shown.items.all())
    inside = policies.is_inside(shown, actor=actor)
    context = {
        "resource": found,
        "version": shown,
        "light": display.sharing(shown) if shown.state == State.PUBLISHED else display.state(shown),
        "fresh": display.freshness(found, shown),
        "conditions": display.conditions(shown, law),
        "not_shared": shown.sharing == Sharing.NOT_SHARED,
        "type_chips": chips(law.resolved("catalog.sharing_types")),
        "items": [display.item_row(item) for item in items],
        "personal_items": sum(item.personal for item in items),
        "about": display.about(shown, inside=inside),
        "versions": _version_rows(versions, inside=inside),
        "inside": inside,
        "in_work": in_work,
        "steps": display.step_line(steps(VERSION.name, shown.id), shown, inside=inside),
        "panels": drawn(request, services.PANELS.ask((actor, resource_id))),
        "may_copy": mine and policies.may_describe(actor),
        "may_challenge": not mine and policies.may_ask(actor) and shown.state == State.PUBLISHED,
        "line": next(iter(services.LINES_OF.ask(resource_id)), None),
        "may_revise": mine and policies.may_describe(actor) and in_work is None,
        "moves": moves.forms(shown, actor),
        "mine": mine,
        "asked": text,
    }
    return render(request, "catalog/resource.html", context)


def _version_rows(versions: Sequence[Version], *, inside: bool) -> list[dict[str, Any]]:  # template variables
    return [
        {
            "number": version.number,
            "href": version.get_absolute_url(),
            "light": display.state(version),
            "published_on": version.published_on,
            "cause": version.change_cause or ("首次编制" if version.number == 1 else ""),
            "people": "、".join(dict.fromkeys(n for n in (version.author_name, version.reviewer_name) if n and inside)),
            "changes": reverse("catalog:changes", args=[version.id]) if version.number > 1 else "",
        }
        for version in versions
    ]


@require_GET
def changes(request: HttpRequest, version_id: int) -> HttpResponse:
    """What a version changes against the one published before it."""
    actor = actor_from_request(request)
    version = selectors.version_for(actor, version_id)
    before = selectors.version_before(actor, version)
    if before is None:
        raise NotFound("catalog.version", id=version_id)
    context = {"version": version, "before": before, "rows": display.differences(before, version)}
    return render(request, "catalog/changes.html", context)


def item_names(version: Version) -> tuple[list[Item], list[str], list[str]]:
    """Items, their names, and the names of those that hold personal information."""
    items = list(version.items.all())
    return items, [item.name for item in items], [item.name for item in items if item.personal]
