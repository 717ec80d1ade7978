"""Papers to make licences from, at both doors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from ninja import Schema
from pydantic import create_model

from yiyuan.kernel.actor import Actor
from yiyuan.licences import api as licences
from yiyuan.making import selectors, services
from yiyuan.making.forms import EnterForm, PaperForm, ReasonForm
from yiyuan.making.models import Paper
from yiyuan.making.types import PAPER_WORDS
from yiyuan.making.workflow import PAPER
from yiyuan.regulations.api import cited
from yiyuan.web.bodies import Text, body_of
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Any = {"received": "soon", "entered": "ok", "refused": "end"}  # literals
EnterIn = create_model("EnterIn", __base__=body_of(licences.LicenceForm), values=(dict[Text, Text], {}))


class PaperOut(MatterOut, Schema):
    entry_id: int
    type_name: str
    file_name: str
    kind: str
    sha256: str
    case: str
    licence_id: int | None
    reason: str
    received_on: date


def _facts(paper: Paper, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("证照", paper.type_name),
        Fact("颁证单位", paper.issuer.name),
        Fact("提交", Noted(f"{paper.made_by.short_name} {paper.person_name}", paper.received_on.isoformat())),
        Fact("办件编号", paper.case or "没有写明"),
        Fact("底稿", Link(paper.file_name, reverse("making:paper_file", args=[paper.id]))),
    ]
    if paper.licence_id:
        facts.append(Fact("制成", Link("看证照", reverse("licences:licence", args=[paper.licence_id]))))
    if paper.reason:
        facts.append(Fact("不能制证的原因", paper.reason, wide=True))
    return facts


def _told(actor: Actor) -> Mapping[str, Any]:  # template variables
    return {"entries": licences.entries_to_make(actor)}


PAPERS = Matters(
    PAPER,
    app="making",
    noun="paper",
    parameter="making_paper_id",
    title="制证底稿",
    about="以往的纸质证照和审批办结后留存的影印件，照着录入制成证照，标明历史补录，由颁证单位审核、签发后才看得到。",
    unit="份",
    empty="还没有制证底稿。",
    find=selectors.paper_for,
    rows=selectors.papers,
    facts=_facts,
    shown=PaperOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS, width=200),
        name_column("底稿", "file_name", note=lambda one: one.type_name),
        Column("issuer", "颁证单位", "issuer.name", width=160),
        Column("case", "办件编号", lambda one: one.case or "—", width=160),
        Column("on", "提交", "received_on", sort="received_on", css="nw", width=120),
    ],
    filters=[state_filter(PAPER_WORDS), text_filter("type", "证照", "type_name"), text_filter("case", "办件", "case")],
    chips=lambda actor: cited(actor, "making.papers"),
    board="making/papers.html",
    told=_told,
    asks={
        "enter": Ask(services.enter_paper, EnterForm, body=EnterIn, page="enter", name="enter"),
        "refuse": Ask(services.refuse_paper, ReasonForm, beside="note", name="refuse_paper"),
    },
    new=New(
        services.keep_paper,
        PaperForm,
        lambda _actor: True,  # who may is said of each entry
        "提交底稿",
        beside="file",
        name="new_paper",
        under=Under(
            "resource_id",
            licences.entry_to_make,
            "papers/of/<int:resource_id>/new/",
            "entries/{int:resource_id}/papers",
        ),
    ),
)


@require_safe
def file(request: HttpRequest, making_paper_id: int) -> HttpResponse:
    """The paper as it was handed in, for whoever works on it; as a download, never run in the page."""
    found = selectors.paper_for(actor_of(request), making_paper_id)
    answer = HttpResponse(services.content_of(found), content_type="application/octet-stream")
    disposition = content_disposition_header(as_attachment=True, filename=found.file_name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer
