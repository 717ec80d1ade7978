"""Tasks and scenes at both doors; the share of cases handled without paper; the addresses of the room."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_safe
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import PARTIES
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import require
from yiyuan.regulations.api import cited
from yiyuan.services import ankang, forms, papers, policies, selectors, services
from yiyuan.services.case_pages import CASES
from yiyuan.services.import_pages import IMPORTS, coverage, template
from yiyuan.services.item_pages import ITEMS
from yiyuan.services.models import Proof
from yiyuan.services.oversight_pages import ENDPOINTS, OVERSIGHTS, SITE_CHECKS
from yiyuan.services.types import TASK_WORDS, Person
from yiyuan.services.workflow import TASK
from yiyuan.web.components import Empty, Fact, Light, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    Listing,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

TASK_LIGHTS: Lights = {"asked": "run", "done": "ok"}


# ---- tasks ----


class TaskOut(MatterOut, Schema):
    case_id: int
    asked_of: str = Field(alias="asked_of.name")
    asked_by: str = Field(alias="asked_by.name")
    words: str
    answer_by: date = Field(alias="model.due_on")
    answer: str
    answered_on: date | None


TASKS = Matters(
    TASK,
    app="services",
    noun="task",
    title="协同任务",
    parameter="case_task_id",
    about="一件事由几个部门办：受理的部门交办，各部门在期限内办理。",
    empty="没有协同任务。",
    find=selectors.task_for,
    rows=selectors.tasks,
    facts=lambda one, _actor: [
        Fact("办件", one.case.item_name),
        Fact("办件编号", one.case.number),
        Fact("交办", Noted(one.asked_by.name, str(one.given_on))),
        Fact("办理", one.asked_of.name),
        Fact("期限", str(one.due_on)),
        Fact("要办什么", one.words, wide=True),
        *([Fact("办理情况", Noted(one.answer, str(one.answered_on)), wide=True)] if one.answered_on else []),
    ],
    shown=TaskOut,
    lights=TASK_LIGHTS,
    columns=[
        state_column(TASK_LIGHTS),
        name_column("办件", "case.item_name", key="item", note=lambda one: one.case.number),
        Column("asked_by", "交办", "asked_by.short_name", sort="asked_by__name"),
        Column("asked_of", "办理", "asked_of.short_name", sort="asked_of__name"),
        Column("due", "期限", "due_on", sort="due_on", css="nw"),
        Column("answered", "办理日期", "answered_on", sort="answered_on", css="nw"),
    ],
    filters=[state_filter(TASK_WORDS), text_filter("item", "事项", "case__item_name")],
    chips=lambda actor: cited(actor, "services.together"),
    asks={"answer": Ask(services.answer_task, forms.AnswerForm, beside="answer", name="answer_task")},
)


# ---- scenes ----


class SeenOut(Schema):
    name: str
    issuer: str
    licence_no: str
    state: str
    validity: str
    valid: bool


class ScannedOut(Schema):
    """The licences of who showed the code, of the types the scene names; validity only."""

    licences: list[SeenOut]


def _scanned(seen: services.Scanned) -> tuple[int, str]:
    return (messages.SUCCESS if seen.licences else messages.WARNING), f"{seen.words}。"


class SceneOut(Schema):
    id: int
    organisation: str = Field(alias="organisation.name")
    name: str
    resource_id: int
    licence_name: str
    words: str
    named_on: date


SCENES = Matters(
    None,
    app="services",
    noun="scene",
    title="单独出示电子证照的场景",
    unit="个",
    about="在这些场景只看电子证照，不要实体证照。各部门公布自己的。",
    empty="还没有公布。",
    find=selectors.scene_for,
    rows=selectors.scenes,
    facts=lambda one, _actor: [
        Fact("部门", one.organisation.name),
        Fact("证照", Link(one.licence_name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("怎样出示", one.words or "没有写明", wide=True),
        Fact("公布", Noted(one.named_on, one.named_by)),
    ],
    shown=SceneOut,
    lights=lambda _one: Light("ok", "已公布"),
    columns=[
        name_column("场景", "name"),
        Column("organisation", "部门", "organisation.name", sort="organisation__name"),
        Column("licence", "证照", "licence_name", sort="licence_name"),
        Column("named", "公布日期", "named_on", sort="named_on", css="nw"),
    ],
    filters=[text_filter("body", "部门", "organisation__name"), text_filter("licence", "证照", "licence_name")],
    sort="name",
    chips=lambda actor: cited(actor, "services.scenes", "services.ankang"),
    links=lambda _actor: [Link("模拟安康码", reverse("services:ankang"))] if ankang.is_simulated() else [],
    asks={
        "scan": Ask(
            services.scan_at_scene,
            forms.AnkangForm,
            may=policies.require_scene,
            label="扫安康码",
            words="只看这个场景公布的证照是不是有效，每一次都留在持证人的用证记录里。",
            beside="code",
            said=_scanned,
            gives=ScannedOut,
            name="scan_at_scene",
        )
    },
    new=New(
        services.name_scene,
        forms.SceneForm,
        policies.may_register,
        "公布场景",
        beside="name",
        by="services.scene.name",
        key="services.scenes",
        name="new_scene",
    ),
)


# ---- figures, files ----


def _percent(part: str) -> Callable[[selectors.Share], str]:
    return lambda one: f"{getattr(one, part) / one.cases:.1%}" if one.cases else "—"


@require_GET
def shares(request: HttpRequest) -> HttpResponseBase:
    """By item, department or county: cases for which nothing was handed in, and with licences; also as Excel."""
    actor = actor_of(request)
    asked = request.GET.get("by", "")
    by = asked if asked in selectors.BY else "item"
    head = "部门" if by == "item" else selectors.BY[by]
    columns = [
        Column("organisation", head, "organisation", sort="organisation", head=True),
        *([Column("item", "事项", "item", sort="item")] if by == "item" else []),
        Column("cases", "办结", "cases", sort="cases", numeric=True),
        Column("paperless", "免证办", "paperless", sort="paperless", numeric=True),
        Column("share", "免证办占比", _percent("paperless"), numeric=True),
        Column("licensed", "用了电子证照", "licensed", sort="licensed", numeric=True),
        Column("licence_share", "用证占比", _percent("licensed"), numeric=True),
        Column("saved", "少交材料", "saved", sort="saved", numeric=True),
    ]
    listing = Listing(
        request,
        selectors.shares(actor, by=by),
        columns,
        [
            Filter("body", head, lambda rows, value: [one for one in rows if value in one.organisation]),
            Filter("by", "怎样统计", lambda rows, _value: rows, list(selectors.BY.items())),
        ],
        filename="免证办情况",
        caption="免证办情况",
        unit="项",
        empty=Empty("还没有办结的办件。"),
    )
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "chips": cited(actor, "services.use_licence")}
    return render(request, "services/shares.html", context, part="listing")


@require_safe
def proof_file(request: HttpRequest, proof_id: int) -> HttpResponse:
    """What was handed in, always a download, for those who work on the case."""
    actor = actor_of(request)
    found = Proof.objects.select_related("case").filter(id=proof_id).exclude(sha256="").first()
    if found is None or not policies.works_on(actor, found.case):
        raise NotFound("services.proof", id=proof_id)
    answer = HttpResponse(
        papers.content_of(found.sha256), content_type=found.media, headers={"Cache-Control": "no-store"}
    )
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.file_name) or ""
    return answer


@require_safe
def evidence(request: HttpRequest, proof_id: int) -> HttpResponse:
    """What proves a material that came from the platform, as signed JSON."""
    name, content = services.statement_of(proof_id, actor=actor_of(request))
    answer = HttpResponse(content, content_type="application/json", headers={"Cache-Control": "no-store"})
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


@require_http_methods(["GET", "POST"])
def simulator(request: HttpRequest) -> HttpResponse:
    """A code of the simulator, for demos and tests; there is no such page where none is."""
    require(actor_of(request), *PARTIES)
    if not ankang.is_simulated():
        raise NotFound("services.ankang")
    form = forms.SimulatedForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}  # template variables
    if form.is_valid():
        context |= {"code": ankang.simulated(Person(**form.cleaned_data)), "name": form.cleaned_data["name"]}
    return render(request, "services/ankang.html", context, status=422 if form.errors else 200)


app_name = "services"
urlpatterns = [
    path("shares/", shares, name="shares"),
    path("coverage/", coverage, name="coverage"),
    path("imports/template/", template, name="item_template"),
    *IMPORTS.urls("imports/"),
    path("proofs/<int:proof_id>/", proof_file, name="proof"),
    path("proofs/<int:proof_id>/evidence/", evidence, name="evidence"),
    *CASES.urls("cases/"),
    *TASKS.urls("tasks/"),
    path("ankang/", simulator, name="ankang"),
    *SCENES.urls("scenes/"),
    *ENDPOINTS.urls("endpoints/"),
    *OVERSIGHTS.urls("oversights/"),
    *SITE_CHECKS.urls("site-checks/"),
    *ITEMS.urls("items/"),
]
router = ITEMS.router("items/")
router = IMPORTS.router("imports/", router=router)
router = CASES.router("cases/", router=router)
router = TASKS.router("tasks/", router=router)
router = SCENES.router("scenes/", router=router)
router = ENDPOINTS.router("endpoints/", router=router)
router = OVERSIGHTS.router("oversights/", router=router)
router = SITE_CHECKS.router("site-checks/", router=router)
