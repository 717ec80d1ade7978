"""Intake for machines: hand a file in, look at a batch, confirm or cancel it, fetch the refused rows."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from ninja import File, Form, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from yiyuan.dataplane.compare import Fate
from yiyuan.dataplane.readers.headings import LOOKED_AT
from yiyuan.dataplane.rules import Dimension, Severity
from yiyuan.intake import policies, selectors, services
from yiyuan.intake.downloads import changes_response, document_response, workbook_response
from yiyuan.intake.mapping import Said, Told
from yiyuan.intake.models import Batch
from yiyuan.intake.pages import DOCUMENTS
from yiyuan.intake.preview import samples
from yiyuan.intake.types import Preview, Treatment, Verdict, Way
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.bodies import Body, Count, Id, Line, Text
from yiyuan.web.paging import MOST

router = DOCUMENTS.router("documents/")


class VerdictIn(Schema):
    verdict: Verdict


class ColumnsIn(Body):
    """`columns`: heading to item (null: not wanted), or the items in order of a file without a heading.

    `heading`: its row, 0 for none; without it, as it was found.
    """

    columns: dict[Line, Line | None] | list[Line | None]
    heading: Annotated[int, Field(ge=0, le=LOOKED_AT)] | None = None


class ReasonOut(Schema):
    """How many rows were refused for a reason."""

    reason: str
    column: str
    rows: int
    first_row: int


class RuleOut(Schema):
    """A rule of the resource the batch was checked by; `reason` stands for it among the reasons."""

    reason: str
    sentence: str
    severity: Severity
    dimension: Dimension


class TreatedOut(Schema):
    """Rows of one treatment: came = refused + left."""

    treatment: Treatment
    came: int
    changed: int
    refused: int
    left: int


class PreviewOut(Schema):
    """What a batch would do to the pool: kept = added + changed + same; after = pool + added - gone.

    `number` is sent with the confirmation. `lost`: rows that get no successor; above the region's share two confirm.
    """

    number: int
    pool: int
    added: int
    changed: int
    same: int
    gone: int
    lost: int
    after: int


class BatchOut(Schema):
    """Counts of a batch: read = kept + refused; once loaded, kept = inserted + updated + unchanged.

    `way`: merge by key, or replace: the file is the whole state. `columns`: headings and the items they gave, empty for
    a column set aside; none where headings are the items' names. `preview` where it waits, or waited, to be confirmed.
    """

    id: int
    number: str
    state: str
    failure: str
    failure_detail: str
    resource_id: int
    resource_name: str
    way: Way
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
    preview: PreviewOut | None
    reasons: list[ReasonOut]
    marks: list[ReasonOut]
    warnings: list[ReasonOut]
    rules: list[RuleOut] = Field(alias="judged_by")
    treatments: list[TreatedOut]
    faults: dict[str, int]
    notes: list[str]
    columns: list[tuple[str, str]]
    mapped_again: bool
    received_at: datetime
    loaded_at: datetime | None

    @staticmethod
    def resolve_preview(batch: Batch) -> Preview | None:
        return batch.foreseen


class SampleOut(Schema):
    """The first of `rows` rows that are added, changed or go, as texts under `headers`, masked."""

    fate: Fate
    rows: int
    headers: list[str]
    shown: list[list[str]]


class LookOut(PreviewOut):
    """A preview with up to twenty rows of each kind, and who is waited for where two persons confirm."""

    refused: int
    two_persons: bool
    waits_for: list[str]
    samples: list[SampleOut]


class ReceivedOut(BatchOut):
    """`again`: the same file had come before; this is the batch that brought it, nothing was taken."""

    again: bool


@router.get("documents/{int:document_id}/file", summary="下载一份电子文件")
def document_file(request: HttpRequest, document_id: int) -> StreamingHttpResponse:
    """As it was handed in; the head names its digest."""
    return document_response(document_id, actor=actor_from_request(request))


@router.post(
    "/resources/{int:resource_id}/batches", response={201: ReceivedOut, 200: ReceivedOut}, summary="交一份文件"
)
def hand_in(
    request: HttpRequest,
    resource_id: int,
    file: File[UploadedFile],
    *,
    confirmed: Form[bool] = False,
    declared_rows: Form[Count | None] = None,
    way: Form[Way | None] = None,
    columns: Form[Text | None] = None,
) -> Any:  # ninja makes the schema of the batch
    """Hand in a file, to be merged by key (`merge`) or as the whole state of the resource (`replace`).

    Without `way` it is merged where the resource has a key. `confirmed`: what passes goes in at once, unless rows would
    go from the pool: then the batch waits until its preview is confirmed.
    `columns`: JSON that says what the columns are, where headings are not the items' names: an object of heading and
    item, null for a column nobody wants; or, for a file without a heading, the items in order of the columns. Without
    it a file is read as the last one with the same headings that was mapped. An item without a column makes the batch
    wait to be confirmed; a column of which nothing is said refuses the file.
    201 and the batch; 200 with `again` when this very file had come before.
    """
    received = services.receive_file(
        resource_id,
        actor=actor_from_request(request),
        upload=file,
        confirmed=confirmed,
        declared_rows=declared_rows,
        way=way,
        columns=Told(said=_said(columns)),
    )
    batch: Any = received.batch  # carries `again` beside its fields for the schema
    batch.again = received.again
    return Status(200 if received.again else 201, batch)


def _said(text: str | None) -> Said | None:
    if text is None:
        return None
    try:
        return ColumnsIn.model_validate({"columns": json.loads(text)}).columns
    except (ValueError, RecursionError) as error:
        problem = "columns 要写成 JSON：表头和信息项的对象，没有表头的写信息项的数组"
        raise RuleBroken("intake.columns", problem=problem) from error


@router.post("/batches/{int:batch_id}/columns", response=BatchOut, summary="说明每一列对应哪一项")
def map_columns(request: HttpRequest, batch_id: int, body: ColumnsIn) -> Batch:
    """Say what the columns of a batch are that waits to be mapped, or was mapped and waits to be confirmed."""
    return services.map_columns(batch_id, actor=actor_from_request(request), said=body.columns, heading=body.heading)


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


@router.get("/batches/{int:batch_id}/preview", response=LookOut, summary="预览：入池后会怎样")
def look(request: HttpRequest, batch_id: int) -> Any:  # ninja makes the schema of it
    """What the batch would do to the pool; the rows only for its provider and sender. 404 while there is none."""
    actor = actor_from_request(request)
    found = selectors.batch_for(actor, batch_id)
    seen = found.foreseen
    if seen is None:
        raise NotFound("intake.preview", id=batch_id)
    two = policies.needs_two(found)
    return {
        **asdict(seen),
        "after": seen.after,
        "refused": found.refused_rows,
        "two_persons": two,
        "waits_for": selectors.seconds_of(found) if two else [],
        "samples": samples(found) if policies.may_read_rows(actor, found) else [],
    }


@router.get("/batches/{int:batch_id}/changes/{fate}.csv", summary="会新增、更新、去掉的行（CSV）")
def changes(request: HttpRequest, batch_id: int, fate: Fate) -> FileResponse:
    """All rows of one kind, masked; of a loaded batch those it took out."""
    found, rows = services.read_changes(batch_id, fate, actor=actor_from_request(request))
    return changes_response(found, fate, rows)


@router.post("/batches/{int:batch_id}/confirm", response=BatchOut, summary="确认入库")
def confirm(request: HttpRequest, batch_id: int, preview: Count | None = None) -> Batch:
    """What was kept goes into the pool. Where more than the region's share would go, another person confirms again.

    `preview`: number of the preview that was looked at; needed where rows go.
    422 `intake.preview` when the pool has moved since: another preview is being made.
    """
    return services.confirm_batch(batch_id, actor=actor_from_request(request), preview=preview)


@router.post("/batches/{int:batch_id}/cancel", response=BatchOut, summary="取消批次")
def cancel(request: HttpRequest, batch_id: int) -> Batch:
    return services.cancel_batch(batch_id, actor=actor_from_request(request))


@router.post("/batches/{int:batch_id}/judge", response=BatchOut, summary="保密审查：判定疑似涉密的批次")
def judge(request: HttpRequest, batch_id: int, body: VerdictIn) -> Batch:
    """By the provider's secrecy reviewer; `secret`: the original is destroyed."""
    return services.judge_isolated(batch_id, actor=actor_from_request(request), verdict=body.verdict)
