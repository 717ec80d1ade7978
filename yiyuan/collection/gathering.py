"""A closed round becomes a batch, once: in a job that may be killed anywhere, then followed to its end."""

import csv
import logging
import tempfile
from pathlib import Path
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from yiyuan.catalog.api import published_resource
from yiyuan.collection.models import Return, Task
from yiyuan.collection.returns import rows_of
from yiyuan.collection.types import ReturnState, TaskState
from yiyuan.collection.workflow import TASK
from yiyuan.intake.api import PathUpload, opened_in, receive_file, result_of
from yiyuan.intake.types import State as BatchState
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken, YiyuanError
from yiyuan.organisations.api import actor_of_account
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.collection.jobs.gather"
WORDS: Final = 500


def defer_gathering(task_id: int) -> None:
    """In the transaction of the close."""
    app.configure_task(JOB, queueing_lock=f"collection.gather/{task_id}").defer(task_id=task_id)


def gather(task_id: int) -> None:
    """Hand the returns of the round in as one batch. Repeating it changes nothing."""
    try:
        _gather(task_id)
    except NotAllowed:
        fail(task_id, "截止任务的专员已不在岗，请在岗的专员再汇总一次。")
    except NotFound:
        fail(task_id, "资源已从目录撤销，没有汇总。")
    except RuleBroken as broken:
        found = Task.objects.get(id=task_id)
        fail(task_id, explain(broken, region=found.region_code, on=clock.today()).sentence)


@transaction.atomic
def _gather(task_id: int) -> None:
    """The batch and the word that it was handed in are one transaction."""
    found = Task.objects.select_for_update().get(id=task_id)
    if found.state != TaskState.CLOSED or found.batch_id is not None:
        return
    taken = Return.objects.filter(task=found, round=found.round, state=ReturnState.TAKEN).order_by("id")
    total = sum(one.row_count for one in taken)
    if not total:
        TASK.move(found, "finish", actor=SYSTEM, also_set={"words": "这一轮没有单位报数据，没有入池的批次。"})
        return
    actor = actor_of_account(found.account_id, organisation_id=found.organisation_id)
    if actor is None:
        raise NotAllowed("collection.task")
    resource = published_resource(found.resource_id)
    with tempfile.TemporaryDirectory(dir=opened_in()) as folder:
        path = Path(folder) / f"统一规范采集{found.id}第{found.round}轮.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [item.name for item in resource.items], restval="")
            writer.writeheader()
            for one in taken:
                writer.writerows(rows_of(one))
        received = receive_file(
            found.resource_id, actor=actor, upload=PathUpload(path), confirmed=True, declared_rows=total
        )
    Task.objects.filter(id=found.id).update(batch_id=received.batch.id)


@transaction.atomic
def fail(task_id: int, words: str) -> int:
    """The returns are not handed in, in words for the owner. Returns the organisation the round is of."""
    found = Task.objects.select_for_update().get(id=task_id)
    if found.state == TaskState.CLOSED:
        TASK.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set={"words": words[:WORDS]})
    return found.organisation_id


def follow() -> int:
    """See batches of closed rounds through to their end; how many ended."""
    ended = 0
    for found in Task.objects.filter(state=TaskState.CLOSED).exclude(batch_id=None):
        try:
            ended += _follow(found.id)
        except YiyuanError:
            log.warning("collection.follow", extra={"task_id": found.id}, exc_info=True)
    return ended


@transaction.atomic
def _follow(task_id: int) -> bool:
    found = Task.objects.select_for_update().get(id=task_id)
    if found.state != TaskState.CLOSED or found.batch_id is None:
        return False
    batch = result_of(found.batch_id)
    if batch.state == BatchState.LOADED:
        refused = f"，未收 {batch.refused} 行，见批次 {batch.number}" if batch.refused else ""
        TASK.move(
            found, "finish", actor=SYSTEM, also_set={"words": f"汇总 {batch.read} 行，入池 {batch.kept} 行{refused}。"}
        )
        return True
    if batch.state == BatchState.FAILED:
        words = f"批次 {batch.number} 没有入池：{batch.failure}"
        TASK.move(found, "fail", actor=SYSTEM, note=words[:WORDS], also_set={"words": words[:WORDS]})
        return True
    return False
