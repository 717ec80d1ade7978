"""Workbooks, and somebody else's spreadsheets, for machines: handed in, mapped, taken, followed."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from yiyuan.dataplane import scanner
from yiyuan.spreadsheets import selectors, workbook
from yiyuan.spreadsheets.mapping import grid
from yiyuan.spreadsheets.mapping.mapping import Layout, Mapping
from yiyuan.spreadsheets.models import SheetImport, SheetRow, WorkbookImport
from yiyuan.spreadsheets.services import parts, sheets, workbooks
from yiyuan.spreadsheets.types import Outcome, SheetState
from yiyuan.web.bodies import Body, Count, Text
from yiyuan.web.edge import actor_of

router = Router()
PAGE = 100


class MappingIn(Body):
    """Which column (from 0) gives which field; words: field -> value in the file -> our code, "-" for empty.

    count: rows of the heading; 0: there is none, the data begins at row `first`.
    """

    first: Annotated[Count, Field(ge=1)] = 1
    count: Annotated[int, Field(ge=0, le=2)] = 1
    layout: Layout = Layout.RESOURCE
    columns: dict[Text, Count]
    words: dict[Text, dict[Text, Text]] = {}


class SheetOut(Schema):
    """A spreadsheet on its way in: total = taken + unchanged + refused once it is done."""

    id: int
    file_name: str
    state: SheetState
    mapping: MappingIn
    total: int
    taken: int
    unchanged: int
    refused: int
    failure: str
    declined: str


class PartOut(Schema):
    """One department's part of a distributed spreadsheet."""

    organisation_id: int
    organisation: str
    state: SheetState
    total: int
    taken: int
    refused: int
    declined: str

    @staticmethod
    def resolve_organisation(part: SheetImport) -> str:
        return part.organisation.name


class DeclineIn(Body):
    reason: Text = ""


class SheetRowOut(Schema):
    """What became of one resource."""

    row: int
    name: str
    outcome: Outcome
    version_id: int | None
    reasons: list[str]
    warnings: list[str]


@router.post("sheets", response={201: SheetOut}, summary="交来任意样式的目录表格")
def receive_sheet(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> tuple[int, SheetImport]:
    """The answer holds the proposed mapping; nothing is taken yet."""
    name, content = scanner.received(file, most_bytes=grid.MAX_BYTES)
    return 201, sheets.receive_sheet(content, actor=actor_of(request), file_name=name)


@router.get("sheets/{int:sheet_id}", response=SheetOut, summary="表格导入的进度")
def sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    return selectors.sheet_for(actor_of(request), sheet_id)


@router.get("sheets/{int:sheet_id}/rows", response=list[SheetRowOut], summary="每个资源的导入结果")
def sheet_rows(request: HttpRequest, sheet_id: int, start: Count = 0) -> list[SheetRow]:
    """A hundred at a time, from position `start`."""
    found = selectors.sheet_for(actor_of(request), sheet_id)
    return list(found.rows.filter(position__gte=start).order_by("position")[:PAGE])


@router.put("sheets/{int:sheet_id}/mapping", response=SheetOut, summary="确定列对照")
def map_sheet(request: HttpRequest, sheet_id: int, said: MappingIn) -> SheetImport:
    return sheets.map_sheet(sheet_id, actor=actor_of(request), mapping=Mapping(**said.dict()))


@router.post("sheets/{int:sheet_id}/start", response=SheetOut, summary="开始导入")
def start_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """In the background; ask for the progress."""
    return sheets.start_import(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/cancel", response=SheetOut, summary="停止导入")
def cancel_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """Drafts already made stay."""
    return sheets.cancel_import(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/distribute", response=SheetOut, summary="按提供部门分发给各部门")
def distribute_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """By the bureau; rows that name no department come back refused."""
    return parts.distribute_sheet(sheet_id, actor=actor_of(request))


@router.get("sheets/{int:sheet_id}/parts", response=list[PartOut], summary="各部门办到哪里")
def sheet_parts_of(request: HttpRequest, sheet_id: int) -> list[SheetImport]:
    return list(parts.parts_of(selectors.sheet_for(actor_of(request), sheet_id)))


@router.post("sheets/{int:sheet_id}/take", response=SheetOut, summary="把分给本部门的行导入为草稿")
def take_part(request: HttpRequest, sheet_id: int) -> SheetImport:
    """In the background; ask for the progress."""
    return parts.take_part(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/decline", response=SheetOut, summary="退回分给本部门的行")
def decline_part(request: HttpRequest, sheet_id: int, said: DeclineIn) -> SheetImport:
    return parts.decline_part(sheet_id, actor=actor_of(request), reason=said.reason)


class WorkbookOut(Schema):
    """What became of a workbook; read = taken + unchanged + refused."""

    id: int
    file_name: str
    digest: str
    read: int
    taken: int
    unchanged: int
    refused: int
    outcomes: list[dict[str, Any]]
    notes: list[str]


def _done(done: WorkbookImport) -> WorkbookOut:
    return WorkbookOut(**{name: getattr(done, name) for name in WorkbookOut.model_fields})


@router.get("workbooks/template", summary="空白工作簿")
def template(request: HttpRequest) -> HttpResponse:
    return HttpResponse(workbooks.template(actor_of(request)), content_type=workbook.MEDIA_TYPE)


@router.get("workbooks/export", summary="本部门目录工作簿")
def export(request: HttpRequest) -> HttpResponse:
    """Imported again it changes nothing."""
    return HttpResponse(workbooks.export(actor_of(request)), content_type=workbook.MEDIA_TYPE)


@router.post("workbooks", response={201: WorkbookOut}, summary="导入工作簿")
def take(request: HttpRequest, file: Annotated[UploadedFile, File()]) -> tuple[int, WorkbookOut]:
    """Sound resources become drafts, the others are refused with reasons; repeating is safe."""
    name, content = scanner.received(file, most_bytes=workbook.MAX_BYTES)
    done = workbooks.take(content, actor=actor_of(request), file_name=name)
    return 201, _done(done)


@router.get("workbooks/{int:import_id}", response=WorkbookOut, summary="导入结果")
def imported(request: HttpRequest, import_id: int) -> WorkbookOut:
    return _done(selectors.import_for(actor_of(request), import_id))


@router.get("workbooks/{int:import_id}/returned", summary="退回的红格工作簿")
def returned(request: HttpRequest, import_id: int) -> HttpResponse:
    """204 when there was nothing to give back."""
    done = selectors.import_for(actor_of(request), import_id)
    if done.returned is None:
        return HttpResponse(status=204)
    return HttpResponse(bytes(done.returned), content_type=workbook.MEDIA_TYPE)
