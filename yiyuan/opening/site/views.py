"""The pages of the site. All of them are made from the snapshot; only rows cost a query."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from yiyuan.catalog.types import DATA_TYPE_WORDS, DataType
from yiyuan.kernel import clock
from yiyuan.kernel.texts import BIG
from yiyuan.opening.site import drawing, forms, hits, limits, linked, rows
from yiyuan.opening.site.snapshot import FACETS, PUBLICATION, Snapshot
from yiyuan.regulations.api import key
from yiyuan.web.components import Chart, Series
from yiyuan.web.middleware import CONTENT_SECURITY_POLICY
from yiyuan.web.public import KEEP, LARGE, is_large, number_said

PAGE: Final = 20
NOTHING_YET: Final = "2020-01-01T00:00:00+00:00"
RECEIPT: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def _page(request: HttpRequest, template: str, status: int = 200, *, keep: bool = True, **context: Any) -> HttpResponse:
    """A page; kept until something new is published."""
    more = {
        "site_title": settings.OPEN_TITLE,
        "site": settings.OPEN_URL,
        "large": is_large(request.META),
        "here": request.get_full_path(),
        "events": PUBLICATION.current()[1].events,
    }
    said = render_to_string(f"opening/site/{template}.html", {**more, **context})  # nothing of the department site
    answer = HttpResponse(said, status=status)
    if keep and status == 200:  # noqa: PLR2004
        answer[KEEP] = "yes"
    return answer


def _snapshot() -> Snapshot:
    return PUBLICATION.current()[1]


def _dataset(name: str) -> Mapping[str, Any]:
    found = _snapshot().by_name.get(name)
    if found is None:
        raise Http404(name)
    return found


def of_now(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A data set that was withdrawn a moment ago is missing: its rows are gone before the site has heard of it."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # as Django calls it
        try:
            return view(request, *args, **kwargs)
        except psycopg.ProgrammingError:
            PUBLICATION.check()
            raise Http404 from None

    return asked


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """The words and facets of a search, those that are said."""
    asked = {name: request.GET.get(name, "")[:100] for name in ("q", *FACETS)}
    return {name: value for name, value in asked.items() if value}


def _found(asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
    return _snapshot().search(asked.get("q", ""), **{name: asked[name] for name in FACETS if name in asked})


def home(request: HttpRequest) -> HttpResponse:
    """Search with facets; what goes on because of an event stands at the top."""
    snapshot, kept = _snapshot(), _asked_for(request)
    found = _found(kept)
    pages = max(1, -(-len(found) // PAGE))
    page = number_said(request.GET.get("page", ""), least=1, most=pages)

    def address(**changes: Any) -> str:
        return "?" + urlencode({k: v for k, v in {**kept, **changes}.items() if v})

    facets = [
        (
            FACETS[name],
            [(value, count, address(**{name: value}), kept.get(name) == value) for value, count in values],
            address(**{name: ""}) if name in kept else "",
        )
        for name, values in snapshot.facets(found).items()
    ]
    return _page(
        request,
        "home",
        q=kept.get("q", ""),
        found=found[(page - 1) * PAGE : page * PAGE],
        total=len(found),
        all=len(snapshot.datasets),
        facets=facets,
        kept=[(name, value) for name, value in kept.items() if name != "q"],
        clear="/" if kept else "",
        feed=f"/feed.atom{address()}" if kept else "",
        before=address(page=page - 1) if page > 1 else "",
        after=address(page=page + 1) if page < pages else "",
        page=page,
        pages=pages,
    )


@of_now
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    ending = linked.wanted(request.headers.get("Accept", ""))
    if ending:
        return dataset_as(request, name, ending)
    one, snapshot = _dataset(name), _snapshot()
    told = [r for r in snapshot.of("request") if r["dataset"] == one["id"]]
    return _page(
        request,
        "dataset",
        items=[{**item, "words": DATA_TYPE_WORDS[DataType(item["type"])]} for item in one["items"]],
        one=one,
        preview=[] if one["apply"] else rows.preview(one),
        formats=[] if one["apply"] else list(rows.formats(one)),
        map=None if one["apply"] else drawing.map_of(one),
        requests=told[:10],
        rating=_rating(one["id"]),
        used=sum(row[3] for row in _used() if row[0] == one["id"]),
        reuses=[r for r in snapshot.of("reuse") if one["id"] in r["datasets"]],
        emergencies=[e for e in snapshot.of("emergency") if one["id"] in e["datasets"]],
        machine=json.dumps(linked.schema_org(one, site=settings.OPEN_URL), ensure_ascii=False).replace("<", "\\u003c"),
    )


@of_now
def chart(request: HttpRequest, name: str) -> HttpResponse:
    """Two columns of it drawn, with the figures in a table."""
    one = _dataset(name)
    if one["apply"]:
        raise Http404(name)
    by = request.GET.get("by") or one["items"][0]["column"]
    of = request.GET.get("of", "")
    try:
        drawn, slow = drawing.chart(one, by, of), False
    except psycopg.errors.QueryCanceled:
        drawn, slow = None, True
    measures = [item for item in one["items"] if item["type"] in rows.NUMERIC]
    return _page(
        request, "chart", one=one, drawn=drawn, slow=slow, by=by, of=of, measures=measures, most=drawing.GROUPS
    )


def _graph(graph: Any, ending: str) -> HttpResponse:  # of rdflib
    syntax, media = linked.SYNTAXES[ending]
    answer = HttpResponse(graph.serialize(format=syntax, encoding="utf-8"), content_type=media)
    answer[KEEP] = "yes"
    return answer


def dataset_as(_request: HttpRequest, name: str, ending: str) -> HttpResponse:
    if ending not in linked.SYNTAXES:
        raise Http404(ending)
    return _graph(linked.dataset(_dataset(name), site=settings.OPEN_URL), ending)


def catalog(request: HttpRequest, ending: str = "") -> HttpResponse:
    ending = ending or linked.wanted(request.headers.get("Accept", "")) or "ttl"
    if ending not in linked.SYNTAXES:
        raise Http404(ending)
    datasets = _snapshot().datasets
    page = number_said(request.GET.get("page", ""), least=1, most=max(1, -(-len(datasets) // linked.PAGE)))
    graph = linked.catalog(datasets, site=settings.OPEN_URL, title=settings.OPEN_TITLE, page=page, ending=ending)
    return _graph(graph, ending)


def _key(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or request.GET.get("key", "")


def _refuse(one: Mapping[str, Any], request: HttpRequest) -> HttpResponse | None:
    """Why rows are not handed out: too often, or conditional and without a key; None where they are."""
    often = limits.too_often(request)
    if often is not None or not one["apply"]:
        return often
    key = _key(request)
    if key and rows.opens(one, key):
        return limits.used_up(key)
    said = {"error": "有条件开放，需要申请并签订协议。", "apply": f"{settings.OPEN_URL}/dataset/{one['name']}/apply"}
    return rows.answer_json(said, status=403)


@of_now
def data(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """The whole of it, as a file."""
    one = _dataset(name)
    if ending not in rows.formats(one):
        raise Http404(ending)
    refused = _refuse(one, request)
    if refused is not None:
        return refused
    hits.note(one["id"], "download", request.headers.get("User-Agent", ""))
    return rows.download(one, ending, mark=request.GET.get("bom") == "1")


@of_now
def records(request: HttpRequest, name: str) -> HttpResponse:
    """Rows in pieces: `limit`, `after` (the number of the last row had), and items by their name."""
    one = _dataset(name)
    refused = _refuse(one, request)
    if refused is not None:
        return refused
    asked = request.GET
    names = {item["name"] for item in one["items"]}
    given = {k: asked.get(k, "0") for k in ("limit", "after") if k in asked}
    unknown = sorted(set(asked) - names - {"limit", "after", "key"})
    if unknown or not all(value.isdecimal() for value in given.values()):
        return rows.answer_json({"error": f"不认识的参数：{'、'.join(unknown) or 'limit、after 须是数字'}"}, status=422)
    limit = number_said(given.get("limit", "100"), least=1, most=rows.MOST)
    after = number_said(given.get("after", ""), least=0, most=BIG)
    where = {name: asked.get(name, "") for name in names if name in asked}
    found, total = rows.piece(one, limit=limit, after=after, where=where)
    hits.note(one["id"], "call", request.headers.get("User-Agent", ""))
    last = found[-1]["_n"] if found else after
    return rows.answer_json(
        {
            "dataset": one["name"],
            "release": one["number"],
            "total": total,
            "records": found,
            "after": last,
            "complete": len(found) < limit,
        }
    )


# ---- what society sends ----


def send(kind: str, body: Mapping[str, Any]) -> None:
    with connection.cursor() as cur:
        cur.execute("insert into open_data.inbox (kind, body) values (%s, %s)", [kind, json.dumps(body)])


def _asked(request: HttpRequest, form: Any, kind: str, title: str, **more: Any) -> HttpResponse:  # a form
    """The form, or what was sent with it: kept in the box, taken within a minute."""
    if request.method == "POST" and form.is_valid():
        receipt = "".join(secrets.choice(RECEIPT) for _ in range(12))
        body = {k: v for k, v in form.cleaned_data.items() if k != "homepage"}
        if not form.cleaned_data["homepage"]:
            send(kind, {**body, **more, "receipt": receipt})
        return _page(request, "sent", keep=False, receipt=receipt, kind=kind)
    status = 422 if form.is_bound else 200
    return _page(request, "ask", status, keep=False, form=form, title=title)


def new_request(request: HttpRequest, name: str = "") -> HttpResponse:
    one = _dataset(name) if name else None
    form = forms.RequestForm(request.POST or None, initial={"kind": "correction" if one else "demand"})
    region = settings.OPEN_REGION or (_snapshot().datasets[0]["region"] if _snapshot().datasets else "")
    more = {"dataset": one["id"] if one else None, "region": region}
    if one is None:
        form.fields["kind"].choices = [("demand", "希望开放的数据")]  # type: ignore[attr-defined]  # a choice field
    return _asked(request, form, "request", f"对《{one['title']}》提意见" if one else "希望开放什么数据", **more)


def rate(request: HttpRequest, name: str) -> HttpResponse:
    """Stars for a data set; counted within a minute."""
    one = _dataset(name)
    form = forms.RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["homepage"] and limits.may_rate(request, one["id"]):
            send("rating", {"dataset": one["id"], "stars": form.cleaned_data["stars"]})
        return _page(request, "sent", keep=False, kind="rating", there=f"/dataset/{name}")
    status = 422 if form.is_bound else 200
    return _page(request, "ask", status, keep=False, form=form, title=f"给《{one['title']}》评分")


def apply(request: HttpRequest, name: str) -> HttpResponse:
    one = _dataset(name)
    if not one["apply"]:
        return HttpResponseRedirect(f"/dataset/{name}")
    return _asked(
        request, forms.AccessForm(request.POST or None), "access", f"申请《{one['title']}》", dataset=one["id"]
    )


def new_reuse(request: HttpRequest) -> HttpResponse:
    offered = [(str(one["id"]), one["title"]) for one in _snapshot().datasets]
    return _asked(request, forms.ReuseForm(request.POST or None, offered=offered), "reuse", "登记利用成果")


# ---- lists of what is published ----


def requests(request: HttpRequest) -> HttpResponse:
    told = _snapshot().of("request")
    code = request.GET.get("code", "").strip().upper()
    return _page(request, "requests", told=[one for one in told if not code or one["code"] == code], code=code)


def reuses(request: HttpRequest) -> HttpResponse:
    snapshot = _snapshot()
    told = [
        {**one, "used": [snapshot.by_id[d] for d in one["datasets"] if d in snapshot.by_id]}
        for one in snapshot.of("reuse")
    ]
    return _page(request, "reuses", told=told, kinds=list(key("opening.reuses").values.values()))


def activities(request: HttpRequest) -> HttpResponse:
    snapshot = _snapshot()
    told = [
        {**one, "used": [snapshot.by_id[d] for d in one["datasets"] if d in snapshot.by_id]}
        for one in snapshot.of("activity")
    ]
    return _page(request, "activities", told=told)


def lists(request: HttpRequest) -> HttpResponse:
    snapshot = _snapshot()
    newest: dict[str, Any] = {}
    for one in snapshot.of("standard"):
        newest.setdefault(one["kind"], one)
    told = snapshot.of("list")
    return _page(
        request,
        "lists",
        newest=told[0] if told else None,
        older=told[1:],
        standards=list(newest.values()),
        gone=snapshot.of("withdrawn"),
    )


def emergency(request: HttpRequest, number: int) -> HttpResponse:
    snapshot = _snapshot()
    found = next((one for one in snapshot.of("emergency") if one["id"] == number), None)
    if found is None:
        raise Http404
    used = [snapshot.by_id[d] for d in found["datasets"] if d in snapshot.by_id]
    return _page(request, "emergency", one=found, used=used)


def developers(request: HttpRequest) -> HttpResponse:
    found: Sequence[Mapping[str, Any]] = _snapshot().datasets
    return _page(request, "developers", one=next((o for o in found if not o["apply"]), None), limits=limits.words())


def feed(request: HttpRequest) -> HttpResponse:
    """Atom: what was opened last, of all or of a search, and events that go on."""
    asked = _asked_for(request)
    entries = [
        {
            "title": one["title"],
            "at": f"/dataset/{one['name']}",
            "updated": _instant(one["modified"]),
            "summary": one["summary"] or one["title"],
            "by": one["provider"],
            "theme": one["theme"],
        }
        for one in sorted(_found(asked), key=lambda one: str(one["modified"]), reverse=True)[:50]
    ]
    if not asked:
        entries += [
            {
                "title": f"应急开放：{one['title']}",
                "at": f"/emergencies/{one['id']}",
                "updated": _instant(f"{one['updated_at'][:16]}+08:00"),
                "summary": f"{one['kind']}，{one['basis']}",
                "by": one["by"],
                "theme": one["kind"],
            }
            for one in _snapshot().events
        ]
    entries.sort(key=lambda one: one["updated"], reverse=True)
    context = {
        "site": settings.OPEN_URL,
        "site_title": settings.OPEN_TITLE,
        "here": request.get_full_path(),
        "entries": entries,
        "updated": entries[0]["updated"] if entries else NOTHING_YET,
    }
    answer = HttpResponse(
        render_to_string("opening/site/feed.xml", context), content_type="application/atom+xml; charset=utf-8"
    )
    answer[KEEP] = "yes"
    return answer


def _instant(said: Any) -> str:
    """A moment as Atom writes it, from how it was published."""
    return datetime.fromisoformat(str(said)).astimezone(UTC).isoformat(timespec="seconds")


def _rating(dataset_id: int) -> tuple[str, int] | None:
    """The mean of its stars and how many gave some."""
    counts: list[int] = next((one["counts"] for one in _snapshot().of("rating") if one["id"] == dataset_id), [])
    given = sum(counts)
    return (f"{sum(n * count for n, count in enumerate(counts, 1)) / given:.1f}", given) if given else None


def _used() -> list[tuple[int, str, str, int]]:
    """(data set, kind, month, how often), as `count_use` published it."""
    return [tuple(row) for row in next(iter(_snapshot().of("use")), {"rows": []})["rows"]]


def statistics(request: HttpRequest) -> HttpResponse:
    """What is open, how it is used and how society was answered, in figures; a chart with its table beside."""
    snapshot = _snapshot()
    datasets = snapshot.datasets
    told = _used()
    months = sorted({month for _dataset, _kind, month, _n in told})
    by_month = Counter[tuple[str, str]]()
    by_dataset = Counter[int]()
    for number, kind, month, count in told:
        by_month[month, kind] += count
        by_dataset[number] += count
    drawn = Chart(
        "下载和接口调用",
        months,
        [
            Series("下载", [by_month[month, "download"] for month in months]),
            Series("接口调用", [by_month[month, "call"] for month in months]),
        ],
    )
    requests_ = snapshot.of("request")
    return _page(
        request,
        "statistics",
        keep=False,
        all=len(datasets),
        rows=sum(one["rows"] or 0 for one in datasets),
        providers=Counter(one["provider"] for one in datasets),
        groups=[
            (f"按{column}", column, Counter(one[name] for one in datasets if one[name]).most_common())
            for name, column in FACETS.items()
        ],
        drawn=drawn if months else None,
        months=[(month, by_month[month, "download"], by_month[month, "call"]) for month in months],
        used=[(snapshot.by_id[n], count) for n, count in by_dataset.most_common(20) if n in snapshot.by_id],
        requests=len(requests_),
        answered=sum(1 for one in requests_ if one["answered_on"]),
        late=sum(
            1 for one in requests_ if one["due_on"] and (one["answered_on"] or str(clock.today())) > one["due_on"]
        ),
        reuses=len(snapshot.of("reuse")),
    )


def card(request: HttpRequest, name: str) -> HttpResponse:
    """A data set in a frame of another site: nothing in it acts, so any site may show it."""
    answer = _page(request, "card", one=_dataset(name))
    answer["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    return answer


def sitemap(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(
        render_to_string(
            "opening/site/sitemap.xml", {"site": settings.OPEN_URL, "datasets": _snapshot().datasets[:49_000]}
        ),
        content_type="application/xml; charset=utf-8",
    )
    answer[KEEP] = "yes"
    return answer


def robots(_request: HttpRequest) -> HttpResponse:
    said = f"User-agent: *\nAllow: /\nDisallow: /requests/new\nSitemap: {settings.OPEN_URL}/sitemap.xml\n"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def openapi(_request: HttpRequest) -> HttpResponse:
    """What programs may ask, data set by data set."""
    paths = {}
    for one in _snapshot().datasets:
        asked = [
            {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": rows.MOST}},
            {"name": "after", "in": "query", "schema": {"type": "integer"}, "description": "上一次得到的 after"},
        ]
        asked += [{"name": i["name"], "in": "query", "schema": {"type": "string"}} for i in one["items"]]
        paths[f"/api/v1/datasets/{one['name']}/rows"] = {
            "get": {
                "operationId": f"rows_{one['name'].replace('-', '_')}",
                "summary": one["title"],
                "parameters": asked,
                "responses": {"200": {"description": "数据"}, "403": {"description": "需要申请"}},
                **({"security": [{"key": []}]} if one["apply"] else {}),
            }
        }
    answer = rows.answer_json(
        {
            "openapi": "3.1.0",
            "info": {"title": settings.OPEN_TITLE, "version": "1"},
            "servers": [{"url": settings.OPEN_URL}],
            "paths": paths,
            "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
        }
    )
    answer[KEEP] = "yes"
    return answer


def large(request: HttpRequest) -> HttpResponse:
    """Choose the large mode, or leave it."""
    to = request.GET.get("next", "/")
    answer = HttpResponseRedirect(to if url_has_allowed_host_and_scheme(to, allowed_hosts=None) else "/")
    if request.GET.get("on") == "1":
        answer.set_cookie(LARGE, "1", max_age=365 * 86_400, httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(LARGE)
    return answer


def healthz(_request: HttpRequest) -> HttpResponse:
    PUBLICATION.current()
    return HttpResponse("ok", content_type="text/plain")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's own
    gone = list(_snapshot().of("withdrawn"))
    return _page(request, "missing", 404, keep=False, gone=gone[:20])
