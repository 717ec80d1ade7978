"""The bureau's guide, and the compilation tasks set under it with each department's progress."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.kernel.errors import NotAllowed
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import CompilationForm, GuideForm
from yiyuan.lists.types import LIST_WORDS, PART_WORDS, ListKind, PartState
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import key
from yiyuan.web.components import Action, Empty, Light, Link
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow import matters
from yiyuan.workflow.api import open_terms, term_view
from yiyuan.workflow.matters import cited


@require_GET
def guides(request: HttpRequest) -> HttpResponseBase:
    """Guides that bind the region, and the tasks set under them."""
    actor = actor_from_request(request)
    listing = Listing(
        request,
        selectors.guides(actor),
        [
            Column("title", _("指南"), lambda g: Link(str(g), g.get_absolute_url()), sort="title", head=True),
            Column("published", _("发布日期"), "published_on", sort="published_on", width=140),
            Column("by", _("发布人"), "published_by", width=140),
        ],
        filename=_("编制指南"),
        caption=_("编制指南"),
        unit=_("版"),
        empty=Empty(_("还没有发布编制指南。")),
    )
    if listing.is_export:
        return listing.export()
    may_publish = actor.governs(actor.region_code)
    binding = selectors.guides_binding(actor.region_code)
    tasks = [
        Link(f"{task.title}（{task.due_on.isoformat()} 前）", task.get_absolute_url())
        for task in selectors.compilations(actor)[:10]
    ]
    acts = [
        Action(_("布置编制任务"), reverse("lists:new_compilation")),
        Action(_("发布新版指南"), reverse("lists:new_guide"), primary=True),
    ]
    context = {
        "listing": listing.view(),
        "title": _("编制指南"),
        "fact": _("按%(guides)s编制目录") % {"guides": "、".join(str(one) for one in binding)}
        if binding
        else _("还没有发布编制指南"),
        "words": _("规定的要素之外，按本地和上级各级指南检查；编制页上能看到。"),
        "chips": cited(actor, "catalog.compile"),
        "acts": acts if may_publish else [],
        "links": tasks,
    }
    return render(request, "web/list.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new_guide(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.guide.publish")
    return matters.fresh(
        request,
        GuideForm(request.POST or None, actor=actor),
        lambda values: services.publish_guide(actor=actor, **values),
        title=_("发布新版指南"),
        words=_("发布后各部门编制时看到；以后提交的目录按它检查。发布过的不改，改就发下一版。"),
        crumb=(_("编制指南"), reverse("lists:guides")),
        button=_("发布"),
        region=actor.region_code,
        chips_=cited(actor, "catalog.compile"),
    )


@require_GET
def guide(request: HttpRequest, guide_id: int) -> HttpResponse:
    found = selectors.guide_for(actor_from_request(request), guide_id)
    words = key("catalog.elements").values
    context = {"guide": found, "required": "、".join(words.get(name, name) for name in found.required)}
    return render(request, "lists/guide.html", context)


@require_http_methods(["GET", "POST"])
def new_compilation(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.compilation.open")
    return matters.fresh(
        request,
        CompilationForm(request.POST or None, actor=actor),
        lambda values: services.open_compilation(actor=actor, **values),
        title=_("布置编制任务"),
        words=_("本地每个部门各有一份，到期未提交清单的形成线索。"),
        crumb=(_("编制指南"), reverse("lists:guides")),
        button=_("布置"),
        region=actor.region_code,
        chips_=cited(actor, "catalog.compile"),
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
        if stand is None:
            return ""
        given = [one for one in stand.latest.values() if one.handed_on >= found.opened_on]
        return "；".join(
            f"{LIST_WORDS[ListKind(one.kind)]} {one.count} 条（{one.handed_on.isoformat()}）" for one in given
        )

    def term(part: Any) -> object:  # a CompilationPart; content
        term = terms.get(part.id)
        return term_view(term, region=part.region_code, law_on=part.law_on) or "" if term else part.done_on

    columns = [
        Column("organisation", _("部门"), "organisation.name", sort="organisation__name", head=True),
        Column(
            "state",
            _("状态"),
            lambda p: Light("ok" if p.done_on else "run", p.get_state_display()),
            sort="state",
            width=120,
        ),
        Column("progress", _("已提交"), progress, width=320),
        Column("term", _("期限"), term, width=180),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter(
                "state",
                _("状态"),
                lambda rows, value: rows.filter(state=value),
                [(k.value, w) for k, w in PART_WORDS.items()],
            )
        ],
        filename=found.title,
        caption=found.title,
        unit=_("个"),
    )
    if listing.is_export:
        return listing.export()
    done = rows.filter(state=PartState.DONE).count()
    context = {
        "listing": listing.view(),
        "title": found.title,
        "fact": _("%(title)s：%(done)s 个部门完成，共 %(all)s 个")
        % {"title": found.title, "done": done, "all": rows.count()},
        "words": _("%(day)s 前完成；%(opened)s 由%(who)s布置。")
        % {"day": found.due_on, "opened": found.opened_on, "who": found.opened_by},
        "chips": cited(actor, "catalog.compile"),
        "crumb": (_("编制指南"), reverse("lists:guides")),
        "links": [Link(_("提交清单"), reverse("lists:lists"))],
    }
    return render(request, "web/list.html", context, part="listing")
