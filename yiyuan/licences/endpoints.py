"""Licences for machines: the tables of asks, the officers filed, how licences stand department by department."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences import policies, selectors, services
from yiyuan.licences.forms import VerifyForm
from yiyuan.licences.types import FileKind
from yiyuan.licences.views import files
from yiyuan.licences.views.licences import LICENCES
from yiyuan.licences.views.making import MAKINGS
from yiyuan.licences.views.objections import OBJECTIONS
from yiyuan.licences.views.seals import SEALS
from yiyuan.licences.views.uses import USES
from yiyuan.web.bodies import Body, Text, body_of, files_of
from yiyuan.web.edge import actor_of, require
from yiyuan.web.paging import Paging, page_of, paged

router = Router()
for matters, at in (
    (USES, "uses/"),
    (OBJECTIONS, "objections/"),
    (MAKINGS, "sheets/"),
    (SEALS, "seals/"),
    (LICENCES, ""),
):
    matters.router(at, router=router)


class CheckOut(Schema):
    """result: `well`, `bad`, or `unknown` where it cannot be answered here."""

    key: str
    words: str
    result: str
    detail: str


class VerifiedOut(Schema):
    """Every check with its words; `result` is the worst of them. demo: the seal has no legal force."""

    result: str
    sentence: str
    demo: bool
    signer: str = Field(alias="report.signer")
    seal: str = Field(alias="report.seal")
    seal_number: str = Field(alias="report.seal_number")
    sealed_at: datetime | None = Field(alias="report.sealed_at")
    checks: list[CheckOut]


VerifyIn = body_of(VerifyForm)


class AnswerIn(Body):
    accepted: bool
    note: Text = ""


class FilingOut(Schema):
    """accepted: none while it waits for an answer."""

    id: int | None = Field(alias="officer_id")
    organisation: str = Field(alias="organisation_name")
    name: str
    from_on: date | None
    filed_on: date | None
    accepted: bool | None
    answered_on: date | None
    note: str


class AnsweredOut(Schema):
    id: int
    accepted: bool


@router.get("officers", response=page_of(FilingOut), summary="电子证照专人报备")
def list_officers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(selectors.officer_filings(actor_of(request)), paging, lambda one: one)


@router.post("officers/{int:officer_id}/answer", response=AnsweredOut, summary="接收或不接收电子证照专人的报备")
def answer(request: HttpRequest, officer_id: int, body: AnswerIn) -> dict[str, Any]:
    services.answer_officer(officer_id, actor=actor_of(request), accepted=body.accepted, note=body.note)
    return {"id": officer_id, "accepted": body.accepted}


@router.get("figures", response=page_of(selectors.Figures), summary="各部门签发、使用、异议和违规情况")
def figures(request: HttpRequest, paging: Query[Paging], since: date | None = None) -> dict[str, Any]:
    """`since`: the first of January when not given."""
    actor = actor_of(request)
    require(actor, *policies.ISSUER_SIDE, *policies.OVERSEERS)
    first = since or date(clock.today().year, 1, 1)
    return paged(selectors.figures(actor, since=first), paging, lambda row: row)


@router.post("verify", response=VerifiedOut, summary="核验证照文件")
def verify(request: HttpRequest, body: VerifyIn) -> services.Verified:  # type: ignore[valid-type]  # made from the form
    """OFD or PDF, of this platform or of anybody else; nothing of the file is kept."""
    actor_of(request)
    form = VerifyForm({}, files_of(VerifyForm, body.dict()))  # type: ignore[attr-defined]
    if not form.is_valid():
        raise RuleBroken("licences.verify")
    return services.verify_file(**form.values())


@router.get("{int:licence_id}/files/{kind}", summary="下载盖章的证照文件", response={200: bytes})
def read_file(request: HttpRequest, licence_id: int, kind: FileKind) -> HttpResponse:
    """`ofd` or `pdf`, for the issuer."""
    return files.of_licence(request, licence_id, kind)


@router.get("uses/{int:use_id}/files/{kind}", summary="下载用证时出示的证照文件", response={200: bytes})
def read_used_file(request: HttpRequest, use_id: int, kind: FileKind) -> HttpResponse:
    """`ofd` or `pdf`, for whom a holder presented it."""
    return files.of_use(request, use_id, kind)


@router.get("uses/{int:use_id}/archive", summary="导出用证的归档包", response={200: bytes})
def read_archive(request: HttpRequest, use_id: int) -> HttpResponse:
    """ZIP with the sealed files, metadata, how the seal was found and digests of every file."""
    return files.archive(request, use_id)
