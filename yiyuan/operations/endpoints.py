"""How the installation does, for a monitoring system: the lines of the console, failed jobs, interfaces."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.exchange.api import refused_calls, watched
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.operations import console, finding, selectors, services
from yiyuan.operations.types import Part, Standing
from yiyuan.web.bodies import Id
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class LineOut(Schema):
    """seen_at: last sign of life, none where the part gives none. do: empty where nothing is to be done."""

    part: Part
    name: str
    state: Standing
    words: str
    found: str
    seen_at: datetime | None
    do: str


class StatusOut(Schema):
    """state: the worst of the lines."""

    state: Standing
    at: datetime
    lines: list[LineOut]


class JobOut(Schema):
    """A job that was given up; its arguments are numbers of what it was about."""

    id: int
    task: str = Field(alias="task_name")
    queue: str = Field(alias="queue_name")
    attempts: int
    failed_at: datetime | None


class RetriedOut(Schema):
    id: int


class WatchedOut(Schema):
    """state: empty where no interface is registered. days_*: of the last seven legal days."""

    resource_id: int
    resource_name: str
    provider: str
    state: str
    words: str
    since: datetime | None
    last_ok_at: datetime | None
    checked_at: datetime | None
    calls: int
    failures: int
    days_well: int
    days_failing: int
    downs: int


@router.get("status", response=StatusOut, summary="运行状况")
def status(request: HttpRequest) -> dict[str, Any]:
    """Each part of the installation with its state; 200 also when something is down: read `state`."""
    lines = console.lines(actor_of(request))
    return {"state": console.worst(lines), "at": clock.real_now(), "lines": lines}


@router.get("jobs", response=page_of(JobOut), summary="没有做成的任务")
def jobs(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(console.failed_jobs(actor_of(request)), paging, lambda row: row)


@router.post("jobs/{int:job_id}/retry", response=RetriedOut, summary="重试一件任务")
def retry(request: HttpRequest, job_id: Id) -> dict[str, int]:
    services.retry_job(job_id, actor=actor_of(request))
    return {"id": job_id}


class FoundOut(Schema):
    """What a number stands for; no person and no value. do: what to do next."""

    kind: finding.Kind
    number: str
    at: datetime
    what: str
    why: str
    body: str
    where: str
    grant: str
    articles: list[str]
    do: str


class Sought(Schema):
    number: str = Field("", max_length=60, description="错误或拒绝的编号（request_id），或交付记录编号")


@router.get("find", response=FoundOut, summary="按编号查出错、拒绝和交付")
def find(request: HttpRequest, asked: Query[Sought]) -> finding.Found:
    """404 for a number nobody knows, and for whoever does not keep the installation."""
    found = finding.find(actor_of(request), asked.number)
    if found is None:
        raise NotFound("operations.number")
    return found


class RefusedCallsOut(Schema):
    """Of the last seven days. network: /24 or /64, empty: all further ones; peak: most calls in an hour."""

    network: str
    reason: str
    words: str
    calls: int
    hours: int
    peak: int
    first_at: datetime
    last_at: datetime


@router.get("refused-calls", response=page_of(RefusedCallsOut), summary="没有有效密钥的网关调用")
def list_refused_calls(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    selectors.check_keeps(actor_of(request))
    return paged(refused_calls(), paging, lambda row: row)


@router.get("interfaces", response=page_of(WatchedOut), summary="留在提供部门的资源和它们的接口")
def interfaces(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    selectors.check_keeps(actor_of(request))
    return paged(watched(), paging, lambda row: row)
