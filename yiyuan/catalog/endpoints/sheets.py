"""Somebody else's spreadsheet for machines: handed in, mapped, taken, followed."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, File, Schema
from ninja.files import UploadedFile

from yiyuan.catalog import selectors, sheet_imports, sheet_parts
from yiyuan.catalog.endpoints.entries import PAGE, router
from yiyuan.catalog.models import SheetImport, SheetRow
from yiyuan.catalog.sheets import grid
from yiyuan.catalog.sheets.mapping import Layout, Mapping
from yiyuan.catalog.types import Outcome, SheetState
from yiyuan.web.edge import actor_of


class MappingIn(Schema):
    """Which column (from 0) gives which field; words: field -> value in the file -> our code, "-" for empty."""

    first: Annotated[int, Field(ge=1)] = 1
    count: Annotated[int, Field(ge=1, le=2)] = 1
    layout: Layout = Layout.RESOURCE
    columns: dict[str, Annotated[int, Field(ge=0)]]
    words: dict[str, dict[str, str]] = {}


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


class DeclineIn(Schema):
    reason: str = ""


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
    content = file.read(grid.MAX_BYTES + 1)
    return 201, sheet_imports.receive_sheet(content, actor=actor_of(request), file_name=file.name or "")


@router.get("sheets/{int:sheet_id}", response=SheetOut, summary="表格导入的进度")
def sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    return selectors.sheet_for(actor_of(request), sheet_id)


@router.get("sheets/{int:sheet_id}/rows", response=list[SheetRowOut], summary="每个资源的导入结果")
def sheet_rows(request: HttpRequest, sheet_id: int, start: int = 0) -> list[SheetRow]:
    """A hundred at a time, from position `start`."""
    found = selectors.sheet_for(actor_of(request), sheet_id)
    return list(found.rows.filter(position__gte=start).order_by("position")[:PAGE])


@router.put("sheets/{int:sheet_id}/mapping", response=SheetOut, summary="确定列对照")
def map_sheet(request: HttpRequest, sheet_id: int, said: MappingIn) -> SheetImport:
    return sheet_imports.map_sheet(sheet_id, actor=actor_of(request), mapping=Mapping(**said.dict()))


@router.post("sheets/{int:sheet_id}/start", response=SheetOut, summary="开始导入")
def start_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """In the background; ask for the progress."""
    return sheet_imports.start_import(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/cancel", response=SheetOut, summary="停止导入")
def cancel_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """Drafts already made stay."""
    return sheet_imports.cancel_import(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/distribute", response=SheetOut, summary="按提供部门分发给各部门")
def distribute_sheet(request: HttpRequest, sheet_id: int) -> SheetImport:
    """By the bureau; rows that name no department come back refused."""
    return sheet_parts.distribute_sheet(sheet_id, actor=actor_of(request))


@router.get("sheets/{int:sheet_id}/parts", response=list[PartOut], summary="各部门办到哪里")
def sheet_parts_of(request: HttpRequest, sheet_id: int) -> list[SheetImport]:
    return list(sheet_parts.parts_of(selectors.sheet_for(actor_of(request), sheet_id)))


@router.post("sheets/{int:sheet_id}/take", response=SheetOut, summary="把分给本部门的行导入为草稿")
def take_part(request: HttpRequest, sheet_id: int) -> SheetImport:
    """In the background; ask for the progress."""
    return sheet_parts.take_part(sheet_id, actor=actor_of(request))


@router.post("sheets/{int:sheet_id}/decline", response=SheetOut, summary="退回分给本部门的行")
def decline_part(request: HttpRequest, sheet_id: int, said: DeclineIn) -> SheetImport:
    return sheet_parts.decline_part(sheet_id, actor=actor_of(request), reason=said.reason)
