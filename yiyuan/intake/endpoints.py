"""Intake for machines: hand a file in, look at a batch, confirm or cancel it, fetch the refused rows."""

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from yiyuan.intake import selectors, services
from yiyuan.intake.downloads import workbook_response
from yiyuan.intake.models import Batch
from yiyuan.intake.types import Verdict
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.bodies import Count, Id
from yiyuan.web.paging import MOST

router = Router()


class VerdictIn(Schema):
    verdict: Verdict


class ReasonOut(Schema):
    """How many rows were refused for a reason."""

    reason: str
    column: str
    rows: int
    first_row: int


class BatchOut(Schema):
    """Counts of a batch: read = kept + refused; once loaded, kept = inserted + updated + unchanged."""

    id: int
    number: str
    state: str
    failure: str
    failure_detail: str
    resource_id: int
    resource_name: str
    file_name: str
    sha256: str
    stage: str
    done_rows: int
    read_rows: int
    kept_rows: int
    refused_rows: int
    marked_rows: int
    inserted_rows: int
    updated_rows: int
    unchanged_rows: int
    removed_rows: int
    declared_rows: int | None
    reasons: list[ReasonOut]
    marks: list[ReasonOut]
    notes: list[str]
    received_at: datetime
    loaded_at: datetime | None


class ReceivedOut(BatchOut):
    """`again`: the same file had come before; this is the batch that brought it, nothing was taken."""

    again: bool


@router.post(
    "/resources/{int:resource_id}/batches", response={201: ReceivedOut, 200: ReceivedOut}, summary="交一份文件"
)
def hand_in(
    request: HttpRequest,
    resource_id: int,
    file: File[UploadedFile],
    confirmed: Form[bool] = False,  # noqa: FBT002 - a form field
    declared_rows: Form[Count | None] = None,
) -> Any:  # ninja makes the schema of the batch
    """Hand in a file. 201 and the batch; 200 with `again` when this very file had come before."""
    received = services.receive_file(
        resource_id,
        actor=actor_from_request(request),
        upload=file,
        confirmed=confirmed,
        declared_rows=declared_rows,
    )
    batch: Any = received.batch  # carries `again` beside its fields for the schema
    batch.again = received.again
    return Status(200 if received.again else 201, batch)


@router.get("/batches", response=list[BatchOut], summary="本部门的批次")
def batches(
    request: HttpRequest,
    resource_id: Id | None = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    offset: Count = 0,
) -> list[Batch]:
    """Batches you may see, newest first."""
    found = selectors.batches(actor_from_request(request))
    if resource_id is not None:
        found = found.filter(resource_id=resource_id)
    return list(found[offset : offset + limit])


@router.get("/batches/{int:batch_id}", response=BatchOut, summary="一个批次的进度和行数")
def batch(request: HttpRequest, batch_id: int) -> Batch:
    return selectors.batch_for(actor_from_request(request), batch_id)


@router.get("/batches/{int:batch_id}/refused.xlsx", summary="未通过的行（Excel）")
def refused(request: HttpRequest, batch_id: int) -> FileResponse:
    """The refused rows as a workbook with red cells."""
    found, kept = services.read_refused(batch_id, actor=actor_from_request(request))
    return workbook_response(found, kept)


@router.post("/batches/{int:batch_id}/confirm", response=BatchOut, summary="确认入库")
def confirm(request: HttpRequest, batch_id: int) -> Batch:
    return services.confirm_batch(batch_id, actor=actor_from_request(request))


@router.post("/batches/{int:batch_id}/cancel", response=BatchOut, summary="取消批次")
def cancel(request: HttpRequest, batch_id: int) -> Batch:
    return services.cancel_batch(batch_id, actor=actor_from_request(request))


@router.post("/batches/{int:batch_id}/judge", response=BatchOut, summary="保密审查：判定疑似涉密的批次")
def judge(request: HttpRequest, batch_id: int, body: VerdictIn) -> Batch:
    """By the provider's secrecy reviewer; `secret`: the original is destroyed."""
    return services.judge_isolated(batch_id, actor=actor_from_request(request), verdict=body.verdict)
