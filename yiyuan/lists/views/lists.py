"""Lists as they were handed in, a county's summary, published versions of all four."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import policies
from yiyuan.catalog.selectors import systems
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import HandInForm, ReleaseForm
from yiyuan.lists.models import HandedList
from yiyuan.lists.types import LIST_WORDS, ListKind
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited, resolve
from yiyuan.web.components import Action, Content, Light, LightKind, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, choice_filter, list_page, text_filter


# ---- lists as they are handed in ----
def _stand_columns(actor: Actor) -> list[Column]:
    """The columns of departments and their lists; red where the text of the region asks for them."""
    asked = resolve("catalog.lists", region=actor.region_code, on=clock.today())
    kind_of_gap: LightKind = "soon" if asked.is_default else "late"

    def latest(kind: ListKind) -> Any:  # a function of a stand
        def shown(stand: selectors.ListStand) -> Content:
            one = stand.latest.get(kind)
            if one is None:
                return "没有提交" if kind in stand.missing else ""
            taken = "已接收" if one.taken_on else "待接收"
            return Link(f"{one.handed_on.isoformat()}", one.get_absolute_url(), f"{one.count} 条，{taken}")

        return shown

    def stand_of(stand: selectors.ListStand) -> Light:
        if stand.missing:
            words = "、".join(LIST_WORDS[kind] for kind in stand.missing)
            return Light(kind_of_gap, f"缺{words}")
        return Light("ok", "已提交")

    columns = [
        Column("name", "部门", "name", sort="name", head=True),
        Column("stand", "情况", stand_of, sort=lambda stand: -len(stand.missing), width=200),
        Column("catalog", LIST_WORDS[ListKind.CATALOG], latest(ListKind.CATALOG), width=180),
        Column("demand", LIST_WORDS[ListKind.DEMAND], latest(ListKind.DEMAND), width=180),
        Column("summary", LIST_WORDS[ListKind.SUMMARY], latest(ListKind.SUMMARY), width=180),
    ]
    listed = resolve("catalog.violation", region=actor.region_code, on=clock.today()).items
    if actor.governs(actor.region_code) and {"missing", "incomplete"} & set(listed):
        registered: Any = systems(actor)  # annotated with `in_catalog`
        without = set(registered.filter(in_catalog=False).values_list("organisation_id", flat=True))

        def offered(stand: selectors.ListStand) -> Content:
            owes = stand.missing or stand.organisation_id in without
            return Action("提出线索", reverse("lists:offer", args=[stand.organisation_id])) if owes else ""

        columns.append(Column("offer", "", offered, css="act", width=120, export=False))
    return columns


def _lists(request: HttpRequest, actor: Actor, *, form: HandInForm | None = None) -> HttpResponseBase:
    overseeing = policies.overseeing(actor) is not None
    stands = selectors.list_stands(actor, only=None if overseeing else actor.organisation_id)
    short = sum(bool(stand.missing) for stand in stands)
    if not overseeing:
        words = "、".join(LIST_WORDS[kind] for stand in stands for kind in stand.missing)
        fact = f"本部门还没有提交{words}" if words else "本部门的清单都已提交"
    else:
        fact = f"{short} 个部门还缺清单" if short else "各部门的清单都已提交"
    forms: list[dict[str, Any]] = []
    if policies.may_hand_in(actor):
        shown = form or HandInForm(actor=actor)
        forms.append(
            {
                "title": "提交清单",
                "href": reverse("lists:lists"),
                "form": shown,
                "button": "提交",
                "words": "按现在的内容提交；草稿状态的资源不在目录清单内，草稿需求随清单一并提交。",
            }
        )
    if actor.governs(actor.region_code):
        forms.append(
            {
                "title": "汇总报送",
                "href": reverse("lists:hand_up"),
                "button": "汇总本地目录并报上级",
                "words": "把本地各部门已发布的目录汇总成一份，报上一级主管部门。",
            }
        )
    links = [Link("一目录三清单", reverse("lists:releases")), Link("编制任务", reverse("lists:guides"))]
    if policies.may_distribute(actor):
        links.append(Link("把汇总的目录表格分发给各部门", reverse("spreadsheets:sheets")))
    return list_page(
        request,
        stands,
        _stand_columns(actor),
        title="清单报送",
        fact=fact,
        words="目录清单和需求清单都要提交；没有内容的也要说明。",
        unit="个",
        sort="stand",
        chips=cited(actor, "catalog.lists"),
        forms=forms,
        links=links,
    )


@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest) -> HttpResponseBase:
    """Who has handed in which list; a department hands in its own here."""
    actor = actor_from_request(request)
    if request.method == "GET":
        return _lists(request, actor)
    form = HandInForm(request.POST, actor=actor)
    if not policies.may_hand_in(actor):
        raise NotAllowed("catalog.list.hand_in")
    if form.is_valid():
        with beside(request, form, "note"):
            made = services.hand_in_list(
                ListKind(form.cleaned_data["kind"]), actor=actor, note=form.cleaned_data["note"]
            )
            messages.success(request, "已提交，等主管部门接收。")
            return see_other(made.get_absolute_url())
    return _lists(request, actor, form=form)


@require_POST
def hand_up(request: HttpRequest) -> HttpResponse:
    """A county's bureau sums up and hands up."""
    made = services.hand_up_summary(actor=actor_from_request(request))
    messages.success(request, "已汇总并报上级。")
    return see_other(made.get_absolute_url())


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, organisation_id: int) -> HttpResponseBase:
    """What a department owes the catalog, offered as signals by an officer; statement and conclusion follow."""
    actor = actor_from_request(request)
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.list.offer")
    stand = next(iter(selectors.list_stands(actor, only=organisation_id)), None)
    if stand is None:
        raise NotFound("organisation", id=organisation_id)
    if request.method == "POST":
        made = services.offer_gaps(organisation_id, actor=actor)
        messages.success(request, f"已提出 {len(made)} 条线索，等部门说明情况。")
        return see_other(reverse("workflow:signals"))
    gaps = selectors.gaps_of(organisation_id, region_code=stand.region_code)
    context = {"stand": stand, "gaps": gaps, "chips": cited(actor, "catalog.violation")}
    return render(request, "lists/offer.html", context)


@require_http_methods(["GET", "POST"])
def handed(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """A list as it was handed in; the bureau takes it over here."""
    actor = actor_from_request(request)
    found = selectors.handed_for(actor, list_id)
    if request.method == "POST":
        services.take_list(list_id, actor=actor)
        messages.success(request, "已接收。")
        return see_other(found.get_absolute_url())
    return _handed(request, actor, found)


def _handed(request: HttpRequest, actor: Actor, found: HandedList) -> HttpResponseBase:
    may_take = actor.governs(found.region_code) and found.organisation_id not in actor.organisation_ids
    taken = f"，{found.taken_on} 由{found.taken_by}接收" if found.taken_on else "，待接收"
    kind = str(found.get_kind_display())
    return list_page(
        request,
        found.lines,
        [
            Column("name", "名称", "name", sort="name", head=True),
            Column("department", "部门", "department", width=180),
            Column("state", "状态", "state", width=160),
            Column("more", "共享类型或履职依据", lambda line: line.get("sharing") or line.get("duty", ""), width=240),
        ],
        title=kind,
        fact=f"{found.organisation.name}的{kind}：{found.count} 条",
        words=f"{found.handed_on.isoformat()} {found.person_name}提交{taken}。{found.note}",
        empty=found.note or "清单是空的。",
        crumb=("清单报送", reverse("lists:lists")),
        forms=[{"title": "审核、汇总", "href": found.get_absolute_url(), "button": "接收"}]
        if may_take and found.taken_on is None
        else [],
    )


# ---- published versions ----
@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest) -> HttpResponseBase:
    """Versions of 一目录三清单; the bureau publishes the next one here."""
    actor = actor_from_request(request)
    may_publish = actor.governs(actor.region_code)
    form = ReleaseForm(request.POST or None, actor=actor) if may_publish else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("catalog.release.publish")
        if form.is_valid():
            return see_other(services.publish_release(actor=actor, title=form.cleaned_data["title"]).get_absolute_url())
    rows = selectors.releases(actor)
    last = rows.first()
    return list_page(
        request,
        rows,
        [
            Column("title", "名称", lambda r: Link(str(r), r.get_absolute_url()), sort="title", head=True),
            Column("published", "发布日期", "published_on", sort="published_on", width=140),
            Column("by", "发布人", "published_by", width=140),
        ],
        title="一目录三清单",
        fact=f"现行的是{last}" if last else "还没有发布一目录三清单",
        words="资源目录、需求清单、责任清单、负面清单同时定版，逐行可查到资源。",
        unit="版",
        empty="还没有发布过。",
        chips=cited(actor, "catalog.compile"),
        crumb=("清单报送", reverse("lists:lists")),
        forms=[{"title": "发布新版", "href": request.path, "form": form, "button": "发布"}] if form else [],
    )


@require_GET
def release(request: HttpRequest, release_id: int) -> HttpResponseBase:
    """The lines of a published version."""
    found = selectors.release_for(actor_from_request(request), release_id)
    rows = found.lines.select_related("organisation", "version")

    def text(line: Any) -> Content:  # a ReleaseLine
        return Link(line.text, line.version.get_absolute_url()) if line.version else line.text

    return list_page(
        request,
        rows,
        [
            Column("text", "内容", text, sort="text", head=True, export=lambda line: line.text),
            Column("kind", "清单", lambda line: line.get_kind_display(), sort=("kind", "position"), width=120),
            Column("position", "行号", "position", numeric=True, width=80),
            Column("organisation", "部门", "organisation.name", sort="organisation__name", width=180),
            Column("basis", "依据", "basis", width=240),
        ],
        [
            choice_filter("kind", "清单", {k: word for k, word in LIST_WORDS.items() if k != ListKind.SUMMARY}),
            text_filter("department", "部门", "organisation__name"),
        ],
        title=str(found),
        words=f"{found.published_on} 由{found.published_by}发布，各部门参照执行。",
        unit="行",
        sort="kind",
        crumb=("一目录三清单", reverse("lists:releases")),
    )
