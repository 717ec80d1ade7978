"""Runs of making at both doors: the list, one with its progress, sample and rows, a new one under its licence entry."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.licences import api as licences
from yiyuan.making import selectors, services
from yiyuan.making.forms import ReasonForm, RunForm, SampleForm
from yiyuan.making.models import Run
from yiyuan.making.types import RUN_WORDS, RunState
from yiyuan.making.workflow import RUN
from yiyuan.regulations.api import cited
from yiyuan.web.bodies import Body, Id, Text, Word
from yiyuan.web.components import BarPart, Fact, Link, Noted
from yiyuan.web.lists import Column, Filter, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Any = {  # literals
    "running": "run",
    "stuck": "late",
    "cancelled": "end",
    "check": "soon",
    "confirmed": "ok",
    "returned": "late",
}


class RunIn(Body):
    """columns: part of the licence (holder_name, holder_code, licence_no, granted_on, valid_from, valid_until, or the
    name of an information item) -> item of the source.
    """

    source_id: Id
    code_kind: Word
    columns: dict[Text, Text]

    def filled(self) -> dict[str, Any]:  # what the form gets
        return self.model_dump()


class RunOut(MatterOut, Schema):
    """Done = made + refused. sample: ids of the licences to be looked at."""

    entry_id: int
    source_id: int
    type_name: str
    source_name: str
    columns: dict[str, str]
    total_rows: int
    made_rows: int
    refused_rows: int
    sample: list[int]
    answer: str
    started_on: date


def _facts(run: Run, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("证照", run.type_name),
        Fact("颁证单位", run.issuer.name),
        Fact("数据来源", Link(run.source_name, reverse("catalog:resource", args=[run.source_id]))),
        Fact("制证", Noted(f"{run.made_by.short_name} {run.person_name}", run.started_on.isoformat())),
    ]
    if run.answer:
        facts.append(Fact("颁证单位的答复", run.answer, wide=True))
    return facts


def _context(_actor: Actor, run: Run) -> Mapping[str, Any]:  # template variables
    left = max(run.total_rows - run.done_rows, 0)
    return {
        "total": run.done_rows + left,
        "parts": [
            BarPart("制成", run.made_rows, "a"),
            BarPart("未制", run.refused_rows, "r"),
            *([BarPart("没有处理", left, "c")] if left else []),
        ],
        "running": run.state == RunState.RUNNING,
        "sample": run.sample if run.state == RunState.CHECK else [],
    }


def _rows(request: HttpRequest, run: Run) -> Listing:
    columns = [
        Column("position", "序", "position", head=True, width=80),
        Column("row", "行", "row", width=260),
        Column("outcome", "结果", lambda one: "制成" if one.licence_id else "未制", width=100),
        Column("reasons", "原因", lambda one: "；".join(one.reasons) or "—"),
    ]
    filters = [
        Filter(
            "outcome",
            "结果",
            lambda rows, value: rows.filter(licence_id__isnull=value == "refused"),
            [("made", "制成"), ("refused", "未制")],
        )
    ]
    rows = run.rows.order_by("position")
    return Listing(request, rows, columns, filters=filters, filename="逐行结果", caption="逐行结果", unit="行")


def _told(actor: Actor) -> Mapping[str, Any]:  # template variables
    return {"entries": licences.entries_to_make(actor)}


def _move(name: str, form: Any = None) -> Ask:  # a form class
    return Ask(
        partial(services.move_run, move=name),
        form,
        beside={"making.sample": "wrong", "making.reason": "note"},
        name=f"{name}_run",
    )


RUNS = Matters(
    RUN,
    app="making",
    noun="run",
    parameter="making_run_id",
    title="批量制证",
    about="按颁证单位在数据池里的数据批量制证，每一行都有结果；制完由颁证单位抽查确认，再逐件审核、签发。",
    unit="批",
    empty="还没有按数据批量制证。",
    find=selectors.run_for,
    rows=selectors.runs,
    facts=_facts,
    shown=RunOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS, width=200),
        name_column("证照", "type_name", note=lambda one: one.source_name),
        Column("issuer", "颁证单位", "issuer.name", width=160),
        Column("total", "数据行数", "total_rows", numeric=True),
        Column("made", "制成", "made_rows", numeric=True),
        Column("refused", "未制", "refused_rows", numeric=True),
        Column("on", "开始", "started_on", sort="started_on", css="nw", width=120),
    ],
    filters=[state_filter(RUN_WORDS), text_filter("type", "证照", "type_name")],
    chips=lambda actor: cited(actor, "making.confirmed"),
    board="making/runs.html",
    told=_told,
    page="making/run.html",
    context=_context,
    inner=_rows,
    asks={
        "again": _move("again"),
        "cancel": _move("cancel"),
        "confirm": _move("confirm", SampleForm),
        "return": _move("return", ReasonForm),
    },
    new=New(
        services.start_run,
        RunForm,
        lambda _actor: True,  # who may is said of each entry
        "按数据批量制证",
        "对应关系会记住，下次直接用。有问题的行不制证，逐行写明原因，其余照制。",
        beside="source_id",
        name="new_run",
        body=RunIn,
        under=Under(
            "resource_id", licences.entry_to_make, "of/<int:resource_id>/new/", "entries/{int:resource_id}/runs"
        ),
    ),
)
