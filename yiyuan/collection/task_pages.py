"""Unified collection at both doors: tasks, what units answer, forms that were never approved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.collection import returns as sealed
from yiyuan.collection import selectors
from yiyuan.collection.models import Return, Task
from yiyuan.collection.services import reports, returns, tasks
from yiyuan.collection.task_forms import (
    RemoveForm,
    ReportForm,
    ResultForm,
    RowForm,
    RowIn,
    SendForm,
    StartForm,
    TaskForm,
    WorkbookForm,
)
from yiyuan.collection.types import (
    FREQUENCY_WORDS,
    REPORT_WORDS,
    RETURN_WORDS,
    TASK_WORDS,
    TIMES,
    Frequency,
    ReturnState,
)
from yiyuan.collection.workflow import REPORT, RETURN, TASK
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, PARTIES, Actor
from yiyuan.organisations.api import infos
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chip, Fact, Light, LightKind, Link, Noted, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters, New
from yiyuan.workflow.forms import NoteForm, OptionalNoteForm

TASK_LIGHTS: dict[str, LightKind] = {
    "draft": "none",
    "review": "soon",
    "consent": "soon",
    "approved": "ok",
    "running": "run",
    "closed": "run",
    "stuck": "late",
    "done": "ok",
    "refused": "end",
}
RETURN_LIGHTS: dict[str, LightKind] = {"due": "soon", "sent": "ok", "taken": "end", "missed": "late"}
SHOWN = 200  # rows on a page


class TaskOut(MatterOut, Schema):
    """search_result: what the catalog gave for the searched words when it was saved."""

    title: str
    organisation: str = Field(alias="organisation.name")
    resource_id: int
    resource_name: str
    items: list[str]
    need: str
    frequency: Frequency
    unit_ids: list[int]
    searched: str
    search_result: list[dict[str, Any]]
    unfit: str
    application_number: str
    exception: str
    two_steps: bool
    round: int
    due_on: date | None
    approved_on: date | None
    batch_id: int | None
    words: str


def _task_facts(task: Task, _actor: Actor) -> Sequence[Fact]:
    known = infos(task.unit_ids)
    units = "、".join(known[one].short_name for one in task.unit_ids)
    made = [
        Fact("需求部门", task.organisation.name),
        Fact("入哪个资源", Link(task.resource_name, reverse("catalog:resource", args=[task.resource_id]))),
        Fact("信息项", "、".join(task.items), wide=True),
        Fact("为什么需要基层填报", task.need, wide=True),
        Fact("频次", FREQUENCY_WORDS[Frequency(task.frequency)]),
        Fact("经办人", task.drafter_name),
        Fact("基层单位", units, wide=True),
    ]
    if task.searched:
        found = [
            Link(f"{one['name']}（{one['provider']}）", reverse("catalog:resource", args=[one["resource_id"]]))
            for one in task.search_result
        ]
        made.append(Fact(f"检索“{task.searched}”", found or "目录里没有", wide=True))
    if task.unfit:
        made.append(Fact("查到的为什么不能用", task.unfit, wide=True))
    if task.application_number:
        made.append(Fact("被拒绝的共享申请", task.application_number))
    if task.exception:
        made.append(Fact("另行采集的法律法规", task.exception, wide=True))
    made.append(Fact("批准", task.approved_on or "还没有批准"))
    if task.round:
        made.append(Fact("轮次", f"第 {task.round} 轮，{task.due_on} 截止"))
    if task.batch_id:
        made.append(Fact("归集批次", Link("看这一批", reverse("intake:batch", args=[task.batch_id]))))
    if task.words:
        made.append(Fact("结果", task.words, wide=True))
    return made


def _return_light(one: Return) -> Light:
    if one.state == ReturnState.DUE and one.due_on < clock.today():
        return Light("late", "逾期没有填报")
    return Light(RETURN_LIGHTS[one.state], RETURN_WORDS[ReturnState(one.state)])


RETURN_COLUMNS = [
    Column("state", "状态", _return_light, sort="state", width=140),
    name_column("任务", "task.title"),
    Column("unit", "基层单位", "unit.short_name", sort="unit__name"),
    Column("round", "轮次", "round", numeric=True),
    Column("rows", "行数", "row_count", numeric=True),
    Column("due", "截止", "due_on", sort="due_on", css="nw"),
    Column("sent", "上报日期", lambda one: one.sent_on or "—", sort="sent_on", css="nw"),
]


def _returns(request: HttpRequest, task: Task) -> Listing:
    rows = selectors.returns(actor_of(request)).filter(task=task, round=task.round)
    return Listing(request, rows, RETURN_COLUMNS, filename=f"{task.title}填报", caption="这一轮的填报", unit="份")


def _chips(actor: Actor) -> Sequence[Chip]:
    law = Law(actor.region_code, clock.today())
    return [
        chip for key in ("collection.task_approval", "collection.task_evidence") for chip in chips(law.resolved(key))
    ]


def _links(_actor: Actor) -> list[Link]:
    named = {"calendar": "采集日历", "returns": "填报", "reports": "未经批准的采集"}
    return [Link(title, reverse(f"collection:{name}")) for name, title in named.items()]


TASKS = Matters(
    TASK,
    app="collection",
    noun="task",
    title="统一规范采集",
    parameter="unified_id",
    unit="项",
    about="共享取不到、确须基层填报的数据：申请、逐级批准、按轮填报、汇总入池。没有批准的，不得要求基层填报。",
    empty="没有统一规范采集任务。",
    find=selectors.task_for,
    rows=selectors.tasks,
    facts=_task_facts,
    shown=TaskOut,
    lights=TASK_LIGHTS,
    columns=[
        state_column(TASK_LIGHTS),
        name_column("任务", "title"),
        Column("organisation", "需求部门", "organisation.short_name", sort="organisation__name"),
        Column("items", "信息项", lambda one: len(one.items), numeric=True),
        Column("units", "基层单位", lambda one: len(one.unit_ids), numeric=True),
        Column("frequency", "频次", lambda one: FREQUENCY_WORDS[Frequency(one.frequency)]),
        Column("due", "填报截止", lambda one: one.due_on or "—", sort="due_on", css="nw"),
        Column("approved", "批准日期", lambda one: one.approved_on or "—", sort="approved_on", css="nw"),
    ],
    filters=[
        state_filter(TASK_WORDS),
        text_filter("name", "任务", "title"),
        text_filter("body", "部门", "organisation__name"),
    ],
    chips=_chips,
    links=_links,
    inner=_returns,
    asks={
        "send": Ask(tasks.send_task, words="送审后不能再改。", name="send_task"),
        "change": Ask(
            tasks.change_task,
            TaskForm,
            label="修改",
            done="已保存。",
            may=tasks.check_drafted_by,
            page="edit",
            name="edit_task",
        ),
        "approve": Ask(tasks.approve_task, OptionalNoteForm, when=lambda one: not one.two_steps, name="approve_task"),
        "review": Ask(tasks.review_task, OptionalNoteForm, when=lambda one: one.two_steps, name="review_task"),
        "consent": Ask(tasks.consent_task, OptionalNoteForm, name="consent_task"),
        "back": Ask(tasks.send_back_task, NoteForm, beside="note", name="back_task"),
        "refuse": Ask(tasks.refuse_task, NoteForm, beside="note", name="refuse_task"),
        "decline": Ask(tasks.decline_task, NoteForm, beside="note", name="decline_task"),
        "start": Ask(tasks.start_task, StartForm, beside="due_on", name="start_task"),
        "close": Ask(
            tasks.close_task,
            words="没有上报的单位这一轮不再报；已上报的汇总成一批，自动入池。",
            name="close_task",
        ),
        "again": Ask(tasks.gather_again, name="gather_task"),
    },
    new=New(
        tasks.draft_task,
        TaskForm,
        OFFICERS,
        "申请基层采集",
        by="collection.task.draft",
        key="collection.task_evidence",
        name="new_task",
    ),
)


class ReturnOut(MatterOut, Schema):
    """rows: item -> value, for the unit and the department that asks."""

    task_id: int
    title: str = Field(alias="task.title")
    unit: str = Field(alias="unit.name")
    round: int
    due_on: date
    row_count: int
    sent_on: date | None
    rows: list[dict[str, str]] | None

    @staticmethod
    def resolve_rows(seen: Any) -> Any:  # a return with who asks
        return sealed.rows_of(seen.model) if selectors.reads_rows(seen.actor, seen.model) else None


class ReturnLine(Schema):
    id: int
    task_id: int
    title: str = Field(alias="task.title")
    unit: str = Field(alias="unit.name")
    round: int
    state: str
    due_on: date
    row_count: int
    sent_on: date | None


def _filled(actor: Actor, found: Return) -> Mapping[str, Any]:  # template variables
    if not selectors.reads_rows(actor, found):
        return {}
    rows = sealed.rows_of(found)
    return {
        "names": found.task.items,
        "rows": [[row.get(name, "") for name in found.task.items] for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "total": len(rows),
        "workbook": reverse("collection:return_workbook", args=[found.id]),
    }


RETURNS = Matters(
    RETURN,
    app="collection",
    noun="return",
    title="填报",
    unit="份",
    about="本单位要填报的、已批准的采集任务：在网页上逐行填，或者下载表格填好交回。",
    empty="没有要填报的。没有批准的采集要求，可以反映。",
    find=selectors.return_for,
    rows=selectors.returns,
    facts=lambda one, _actor: [
        Fact("任务", Link(one.task.title, one.task.get_absolute_url())),
        Fact("基层单位", one.unit.name),
        Fact("截止", one.due_on),
        Fact("行数", Noted(number(one.row_count), f"预先填好 {one.known} 行" if one.known else "")),
        Fact("上报", f"{one.sent_by}　{one.sent_on}" if one.sent_on else "还没有上报"),
    ],
    shown=ReturnOut,
    listed=ReturnLine,
    lights=_return_light,
    columns=RETURN_COLUMNS,
    filters=[
        state_filter(RETURN_WORDS),
        text_filter("name", "任务", "task__title"),
        text_filter("body", "单位", "unit__name"),
    ],
    links=lambda _actor: [Link("反映未经批准的采集", reverse("collection:new_report"))],
    page="collection/return.html",
    context=_filled,
    asks={
        "send": Ask(returns.send_return, SendForm, beside="no_rows", name="send_return"),
        "add": Ask(
            returns.add_row, RowForm, label="填一行", done="已加上一行。", may=returns.check_filled_by, body=RowIn,
            name="add_row",
        ),
        "fill": Ask(
            returns.fill_from_workbook, WorkbookForm, label="交回填好的表", done="已按表格填好。",
            may=returns.check_filled_by, beside="file", name="fill_return",
        ),
        "remove": Ask(
            returns.remove_row, RemoveForm, label="去掉一行", done="已去掉。", may=returns.check_filled_by,
            beside="number", when=lambda one: one.row_count > 0, name="remove_row",
        ),
        "recall": Ask(returns.recall_return, name="recall_return"),
        "return": Ask(returns.return_return, NoteForm, beside="note", name="return_return"),
    },
)  # fmt: skip


class ReportOut(MatterOut, Schema):
    about: str = Field(alias="about.name")
    organisation: str = Field(alias="organisation.name")
    asked_for: str
    happened_on: date
    reported_on: date
    result: str


REPORT_LIGHTS: dict[str, LightKind] = {"open": "soon", "closed": "end"}
REPORTS = Matters(
    REPORT,
    app="collection",
    noun="report",
    title="未经批准的采集",
    unit="件",
    about="没有批准的采集要求，基层单位拍照反映，由数据主管部门处理。被反映的部门看不到是谁反映的。",
    empty="没有反映。",
    find=selectors.report_for,
    rows=selectors.reports,
    facts=lambda one, _actor: [
        Fact("被反映的部门", one.about.name),
        Fact("反映单位", one.organisation.name),
        Fact("要求填报什么", one.asked_for, wide=True),
        Fact("收到日期", one.happened_on),
        Fact("反映日期", one.reported_on),
        Fact("照片", Link(one.file_name, reverse("collection:report_file", args=[one.id])), wide=True),
        Fact("处理结果", one.result or "还没有处理", wide=True),
    ],
    shown=ReportOut,
    lights=REPORT_LIGHTS,
    columns=[
        state_column(REPORT_LIGHTS),
        name_column("被反映的部门", "about.name"),
        Column("organisation", "反映单位", "organisation.short_name", sort="organisation__name"),
        Column("happened", "收到日期", "happened_on", sort="happened_on", css="nw"),
        Column("result", "处理结果", lambda one: one.result or "还没有处理"),
    ],
    filters=[state_filter(REPORT_WORDS), text_filter("body", "部门", "about__name")],
    asks={"close": Ask(reports.close_report, ResultForm, beside="result", name="close_report")},
    new=New(
        reports.report_unapproved,
        ReportForm,
        PARTIES,
        "反映",
        "先看看任务清单：已经批准的任务不用反映。",
        beside="file",
        key="collection.task_only",
        name="new_report",
    ),
)


def burdens(actor: Actor) -> list[tuple[str, int, int]]:
    """Unit, approved tasks that ask it, cells it fills in in a year; the most burdened first."""
    found = list(selectors.tasks(actor).filter(selectors.STANDING))
    counted: dict[int, list[int]] = {}
    for task in found:
        for unit in task.unit_ids:
            counted.setdefault(unit, []).append(len(task.items) * TIMES[Frequency(task.frequency)])
    named = infos(counted)
    lines = [(named[unit].short_name, len(cells), sum(cells)) for unit, cells in counted.items() if unit in named]
    return sorted(lines, key=lambda line: (-line[2], line[0]))
