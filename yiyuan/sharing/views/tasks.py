"""What coordinating bodies decided, followed up; at both doors."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.forms import TaskForm, TextForm
from yiyuan.sharing.models import Task
from yiyuan.sharing.types import TASK_WORDS, TaskState
from yiyuan.sharing.workflow import TASK
from yiyuan.web.components import Fact, Light, LightKind, Noted
from yiyuan.web.lists import Column, name_column, state_column, state_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: dict[str, LightKind] = {TaskState.OPEN: "run", TaskState.REPORTED: "half", TaskState.DONE: "ok"}


class TaskOut(MatterOut, Schema):
    number: str
    title: str
    body: str = Field(alias="body.name")
    owner: str = Field(alias="owner.name")
    minutes_number: str
    decided_on: date
    wanted_on: date | None
    result: str
    done_on: date | None
    application_id: int | None


def light_of(task: Task) -> Light:
    """Late by its own date, which the meeting set."""
    if task.state == TaskState.OPEN and task.wanted_on and task.wanted_on < clock.today():
        return Light("late", "超过要求完成日期")
    return Light(LIGHTS[task.state], TASK_WORDS[TaskState(task.state)])


def _facts(task: Task, _actor: Actor) -> Sequence[Fact]:
    wanted = Noted(task.wanted_on.isoformat(), "会议定的日期，不是法定期限") if task.wanted_on else "没有定"
    facts = [
        Fact("议定机构", task.body.name),
        Fact("会议纪要", Noted(task.minutes_number, task.decided_on.isoformat())),
        Fact("承办单位", task.owner.name),
        Fact("要求完成", wanted),
    ]
    if task.application:
        facts.append(Fact("来自", Noted(task.application.number, task.application.resource_name), wide=True))
    return [*facts, Fact("结果", task.result or "还没有报告", wide=True)]


def _set(*, actor: Actor, owner_id: int, title: str, minutes_number: str, wanted_on: date | None) -> Task:
    return services.set_task(services.Wanted(owner_id, title, wanted_on), actor=actor, minutes_number=minutes_number)


def _ask(move: str, form: type[TextForm] | None = TextForm) -> Ask:
    return Ask(partial(services.move_task, move=move), form, beside="text")


TASKS = Matters(
    TASK,
    app="sharing",
    noun="task",
    moved_at="<slug:move>/",
    operation="moves/{move}",
    title="议定任务",
    about="领导小组、市政府或者主管部门会议议定的事，谁承办、办到哪一步。",
    empty="还没有议定任务。领导小组或者协调机构会议定下的事，列在这里逐件跟踪。",
    find=selectors.task_for,
    rows=selectors.tasks,
    facts=_facts,
    shown=TaskOut,
    lights=light_of,
    columns=[
        state_column(light_of),
        name_column("任务", "title", key="title", note=lambda task: task.number),
        Column("owner", "承办单位", "owner.short_name", sort="owner__name"),
        Column("body", "议定机构", "body.short_name", sort="body__name"),
        Column("minutes", "会议纪要", "minutes_number"),
        Column("wanted", "要求完成", "wanted_on", sort="wanted_on"),
    ],
    filters=[state_filter(TASK_WORDS)],
    sort="-wanted",
    asks={"report": _ask("report"), "redo": _ask("redo"), "accept": _ask("accept", None)},
    new=New(_set, TaskForm, policies.may_set_tasks, "列入一件任务", by="sharing.task.set", at=""),
)
