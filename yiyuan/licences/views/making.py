"""Making by sheet at both doors: which licences may be made, the sheets taken in, what became of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.types import HOLDER_WORDS
from yiyuan.formats.api import entries_to_make
from yiyuan.kernel.actor import Actor
from yiyuan.licences import selectors, services, sheets
from yiyuan.licences.forms import SheetForm
from yiyuan.licences.models import Making
from yiyuan.organisations.api import infos
from yiyuan.regulations.api import cited
from yiyuan.web.components import BarPart, Fact
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column
from yiyuan.workflow.api import Matters, New, Under

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MakingOut(Schema):
    """Read = made + refused; the refused rows come with their reasons."""

    id: int
    name: str = Field(alias="type_name")
    history: bool
    read_rows: int
    made_rows: int
    refused_rows: int
    refusals: list[dict[str, Any]]  # row, reasons
    notes: list[str]


def _told(actor: Actor) -> Mapping[str, Any]:  # template variables
    entries = entries_to_make(actor)
    bodies = infos({entry.provider_id for entry in entries})
    blocked = {b for b, info in bodies.items() if selectors.lacks_officer(b, region_code=info.region_code)}
    return {
        "entries": [
            (e, bodies[e.provider_id].name, HOLDER_WORDS.get(e.holder, ""), e.provider_id in blocked) for e in entries
        ],
        "blocked": [bodies[b].name for b in sorted(blocked)],
    }


def _facts(making: Making, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("文件", making.file_name),
        Fact("颁证单位", making.issuer.name),
        Fact("制证", f"{making.made_by.short_name} {making.person_name}"),
        Fact("日期", making.made_on),
        Fact("种类", _kind(making)),
        *(Fact("读法", note) for note in making.notes),
    ]


def _kind(making: Making) -> str:
    return "历史补录" if making.history else "批量制证"


def _context(_actor: Actor, making: Making) -> Mapping[str, Any]:  # template variables
    return {"parts": [BarPart("制成", making.made_rows, "a"), BarPart("未制", making.refused_rows, "r")]}


def _refused(request: HttpRequest, making: Making) -> Listing:
    columns = [
        Column("row", "行", lambda one: f"第 {one['row']} 行", head=True, width=80),
        Column("reasons", "原因", lambda one: "；".join(one["reasons"])),
    ]
    return Listing(request, making.refusals, columns, filename="未制的行", caption="未制的行和原因", unit="行")


MAKINGS = Matters(
    None,
    app="licences",
    noun="making",
    title="制证",
    about="按已发布的证照目录制证，逐件或者用表批量制。",
    unit="批",
    empty="还没有批量制证。",
    names={"list": "make"},
    find=selectors.making_for,
    rows=selectors.makings,
    facts=_facts,
    shown=MakingOut,
    columns=[
        name_column("文件", "file_name", note=lambda one: one.type_name),
        Column("issuer", "颁证单位", "issuer.name", width=160),
        Column("by", "制证", lambda one: f"{one.made_by.short_name} {one.person_name}", width=160),
        Column("history", "种类", _kind, width=100),
        Column("read", "读到", "read_rows", numeric=True),
        Column("made", "制成", "made_rows", numeric=True),
        Column("refused", "未制", "refused_rows", numeric=True),
        Column("on", "日期", "made_on", sort="made_on", css="nw", width=120),
    ],
    chips=lambda actor: cited(actor, "licences.officer"),
    board="licences/make.html",
    told=_told,
    page="licences/making.html",
    context=_context,
    inner=_refused,
    asks={},
    new=New(
        services.make_from_sheet,
        SheetForm,
        lambda _actor: True,  # who may is said of each entry
        "批量制证",
        f"有问题的行不制证，逐行说明原因；其余的照制。一次不超过 {sheets.MOST_ROWS} 行。",
        beside="file",
        name="sheet",
        under=Under(
            "resource_id", selectors.entry_to_make, "make/<int:resource_id>/sheet/", "entries/{int:resource_id}/sheets"
        ),
    ),
)


@require_GET
def template(request: HttpRequest, resource_id: int) -> HttpResponse:
    """An empty sheet of this licence; ?history=1 for licences of the past."""
    entry = selectors.entry_to_make(resource_id, actor=actor_of(request))
    history = request.GET.get("history") == "1"
    response = HttpResponse(sheets.template(entry, history=history), content_type=EXCEL)
    name = "history" if history else "licences"
    response["Content-Disposition"] = f'attachment; filename="{name}-{resource_id}.xlsx"'
    return response
