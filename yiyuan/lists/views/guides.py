"""The bureau's guide, and the compilation tasks set under it with each department's progress."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.kernel.errors import NotAllowed
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import CompilationForm, GuideForm
from yiyuan.lists.types import LIST_WORDS, PART_WORDS, ListKind, PartState
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited, key
from yiyuan.web.components import Action, Link
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, list_page, state_column, state_filter
from yiyuan.workflow.api import form_page, open_terms, term_view


@require_GET
def guides(request: HttpRequest) -> HttpResponseBase:
    """Guides that bind the region, and the tasks set under them."""
    actor = actor_from_request(request)
    binding = "、".join(str(one) for one in selectors.guides_binding(actor.region_code))
    acts = [
        Action("布置编制任务", reverse("lists:new_compilation")),
        Action("发布新版指南", reverse("lists:new_guide"), primary=True),
    ]
    return list_page(
        request,
        selectors.guides(actor),
        [
            Column("title", "指南", lambda g: Link(str(g), g.get_absolute_url()), sort="title", head=True),
            Column("published", "发布日期", "published_on", sort="published_on", width=140),
            Column("by", "发布人", "published_by", width=140),
        ],
        title="编制指南",
        fact=f"按{binding}编制目录" if binding else "还没有发布编制指南",
        words="规定的要素之外，按本地和上级各级指南检查；编制页上能看到。",
        unit="版",
        empty="还没有发布编制指南。",
        chips=cited(actor, "catalog.compile"),
        acts=acts if actor.governs(actor.region_code) else [],
        links=[
            Link(f"{task.title}（{task.due_on.isoformat()} 前）", task.get_absolute_url())
            for task in selectors.compilations(actor)[:10]
        ],
    )


@require_http_methods(["GET", "POST"])
def new_guide(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.guide.publish")
    return form_page(
        request,
        GuideForm(request.POST or None, actor=actor),
        partial(services.publish_guide, actor=actor),
        title="发布新版指南",
        words="发布后各部门编制时看到；以后提交的目录按它检查。发布过的不改，改就发下一版。",
        crumb=("编制指南", reverse("lists:guides")),
        button="发布",
        chips=cited(actor, "catalog.compile"),
    )


@require_GET
def guide(request: HttpRequest, guide_id: int) -> HttpResponse:
    found = selectors.guide_for(actor_from_request(request), guide_id)
    words = key("catalog.elements").values
    context = {"guide": found, "required": "、".join(words.get(name, name) for name in found.required)}
    return render(request, "lists/guide.html", context)


@require_http_methods(["GET", "POST"])
def new_compilation(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.compilation.open")
    return form_page(
        request,
        CompilationForm(request.POST or None, actor=actor),
        partial(services.open_compilation, actor=actor),
        fields="due_on",
        title="布置编制任务",
        words="本地每个部门各有一份，到期未提交清单的形成线索。",
        crumb=("编制指南", reverse("lists:guides")),
        button="布置",
        chips=cited(actor, "catalog.compile"),
    )


@require_GET
def compilation(request: HttpRequest, compilation_id: int) -> HttpResponseBase:
    """A task: the own part for a department, all parts for those who oversee."""
    actor = actor_from_request(request)
    found = selectors.compilation_for(actor, compilation_id)
    rows = selectors.parts_of(actor, found)
    terms = open_terms("catalog.compilation", rows.values_list("id", flat=True))
    stands = {stand.organisation_id: stand for stand in selectors.list_stands(actor)}

    def progress(part: Any) -> str:  # a CompilationPart
        stand = stands.get(part.organisation_id)
        given = [one for one in stand.latest.values() if one.handed_on >= found.opened_on] if stand else []
        return "；".join(
            f"{LIST_WORDS[ListKind(one.kind)]} {one.count} 条（{one.handed_on.isoformat()}）" for one in given
        )

    def term(part: Any) -> object:  # a CompilationPart; content
        term = terms.get(part.id)
        return term_view(term) or "" if term else part.done_on

    done = rows.filter(state=PartState.DONE).count()
    return list_page(
        request,
        rows,
        [
            Column("organisation", "部门", "organisation.name", sort="organisation__name", head=True),
            state_column({PartState.DONE: "ok"}, width=120),
            Column("progress", "已提交", progress, width=320),
            Column("term", "期限", term, width=180),
        ],
        [state_filter(PART_WORDS)],
        title=found.title,
        fact=f"{found.title}：{done} 个部门完成，共 {rows.count()} 个",
        words=f"{found.due_on} 前完成；{found.opened_on} 由{found.opened_by}布置。",
        unit="个",
        chips=cited(actor, "catalog.compile"),
        crumb=("编制指南", reverse("lists:guides")),
        links=[Link("提交清单", reverse("lists:lists"))],
    )
