"""Templates at both doors: the list, one with its face and what it lacks, the page on which it is designed."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.api import licence_entry
from yiyuan.formats import samples, selectors, services
from yiyuan.formats.forms import ConfirmForm, DesignForm, ReasonForm, StartForm
from yiyuan.formats.models import Template
from yiyuan.formats.types import CONFIRMED_WORDS, SHEET_WORDS, TEMPLATE_WORDS, Confirmed, Sheet, TemplateState
from yiyuan.formats.workflow import TEMPLATE
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import cited
from yiyuan.seals import layouts
from yiyuan.web.bodies import Body, Line
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Any = {"draft": "soon", "sent": "soon", "live": "run", "replaced": "end", "dropped": "end"}  # literals
Boxes = Annotated[str, Field(max_length=services.templates.MOST_BYTES, description="版面，JSON")]


class DesignIn(Body):
    """content: the page and its boxes as JSON, as `content` of the template."""

    name: Line
    content: Boxes

    def filled(self) -> dict[str, Any]:  # what the form gets
        return self.model_dump()


class TemplateOut(MatterOut, Schema):
    """content: the page, then its boxes in millimetres. lacks: what keeps it from following the standard in force."""

    resource_id: int
    type_name: str
    name: str
    version: int
    issuer: str = Field(alias="issuer.name")
    content: list[dict[str, Any]]
    confirmed: dict[str, dict[str, str]]
    standard: str
    lacks: list[str]
    live_on: date | None

    @staticmethod
    def resolve_lacks(seen: Any) -> list[str]:  # a template with who asks
        return _lacks(seen.model)


def _lacks(found: Template) -> list[str]:
    return selectors.lacks(found) if found.state in {*OPEN, TemplateState.LIVE} else []


OPEN = {TemplateState.DRAFT, TemplateState.SENT}


def _confirmed(found: Template, one: Confirmed) -> Any:  # content of a fact
    said = found.confirmed.get(one.value)
    return Noted("已确认", f"{said['by']}，{said['on']}") if said else "没有确认"


def _facts(found: Template, _actor: Actor) -> Sequence[Fact]:
    sheet = layouts.sheet_of(found.content[0])
    facts = [
        Fact("证照", Link(found.type_name, reverse("catalog:resource", args=[found.resource_id]))),
        Fact("颁证单位", found.issuer.name),
        Fact("幅面", SHEET_WORDS[Sheet(sheet)] if sheet else "—"),
        Fact("设计", Noted(f"{found.made_by.short_name} {found.maker_name}", found.changed_on.isoformat())),
        *(Fact(words, _confirmed(found, one)) for one, words in CONFIRMED_WORDS.items()),
        Fact("遵照的标准", found.standard or str(selectors.in_force(found.region_code))),
    ]
    if found.live_on:
        facts.append(Fact("启用", found.live_on))
    if found.reason and found.state == TemplateState.DRAFT:
        facts.insert(0, Fact("退回的原因", found.reason, wide=True))
    return facts


def _face(found: Template, content: list[dict[str, Any]], which: str) -> Mapping[str, Any]:  # template variables
    try:
        drawn = services.draw(licence_entry(found.resource_id), content, which=which)
    except RuleBroken as refused:  # said in place of the picture, as it is being designed
        return {"face": "", "problem": refused.facts["problem"]}
    return {"face": mark_safe(drawn), "problem": ""}  # noqa: S308 - every text in it is escaped or drawn


def _context(_actor: Actor, found: Template) -> Mapping[str, Any]:  # template variables
    items = licence_entry(found.resource_id).items
    placed = layouts.places_in(found.content)
    return {
        **_face(found, found.content, samples.PLAIN),
        "long": _face(found, found.content, samples.LONG),
        "lacks": _lacks(found),
        "items": [(item, layouts.key(item.name) in placed) for item in items],
    }


def _told(actor: Actor) -> Mapping[str, Any]:  # template variables
    return {"entries": selectors.entries(actor)}


def _move(name: str, form: type[ReasonForm] | None = None) -> Ask:
    return Ask(partial(services.move_template, move=name), form, beside="note")


TEMPLATES = Matters(
    TEMPLATE,
    app="formats",
    noun="template",
    parameter="face_template_id",
    title="证照模板",
    about="证照照面的版式：设计、由颁证单位确认标准名称、标准样式、数据字段说明三项，再启用。",
    unit="版",
    empty="还没有模板。没有自己模板的证照，按平台默认的版面签发。",
    find=selectors.template_for,
    rows=selectors.templates,
    facts=_facts,
    shown=TemplateOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("模板", "name", note=lambda one: one.type_name),
        Column("version", "版本", lambda one: f"第 {one.version} 版", sort="version", width=100),
        Column("issuer", "颁证单位", "issuer.name", sort="issuer__name", width=180),
        Column("live", "启用", lambda one: one.live_on or "—", sort="live_on", css="nw", width=120),
    ],
    filters=[
        state_filter(TEMPLATE_WORDS),
        text_filter("type", "证照", "type_name"),
        text_filter("issuer", "颁证单位", "issuer__name"),
    ],
    chips=lambda actor: cited(actor, "formats.confirmed"),
    board="formats/templates.html",
    told=_told,
    page="formats/template.html",
    context=_context,
    asks={
        "design": Ask(services.design_template, DesignForm, body=DesignIn, page="design", beside="name", name="design"),
        "send": _move("send"),
        "confirm": Ask(services.confirm_template, ConfirmForm, name="confirm"),
        "back": _move("back", ReasonForm),
        "live": _move("live"),
        "drop": _move("drop"),
    },
    new=New(
        services.start_template,
        StartForm,
        lambda _actor: True,  # who may is said of each entry
        "设计模板",
        "先按信息项自动排好，再逐样调整。",
        beside="file",
        name="new_template",
        under=Under(
            "resource_id",
            selectors.entry_to_design,
            "of/<int:resource_id>/new/",
            "entries/{int:resource_id}/templates",
        ),
    ),
)


@require_POST
def picture(request: HttpRequest, face_template_id: int) -> HttpResponse:
    """The face as it is being designed, not yet kept; what does not fit is said in its place."""
    found = selectors.template_for(actor_of(request), face_template_id)
    form = DesignForm(request.POST, matter=found)
    if not form.is_valid():
        wrong = "；".join(str(one) for errors in form.errors.values() for one in errors)
        return render(request, "formats/face.html", {"face": "", "problem": wrong})
    try:
        content = form.content_said()
    except RuleBroken as refused:  # said in place of the picture
        return render(request, "formats/face.html", {"face": "", "problem": refused.facts["problem"]})
    return render(request, "formats/face.html", _face(found, content, form.cleaned_data["which"] or samples.PLAIN))


@require_safe
def file(request: HttpRequest, face_template_id: int) -> HttpResponse:
    """The template as one file, to be taken in elsewhere."""
    found = selectors.template_for(actor_of(request), face_template_id)
    answer = HttpResponse(services.file_of(found), content_type="application/json")
    name = f"{found.name}.json"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer
