"""Formal acts: fetched as DOCX or HTML, recorded with the scan of what was signed."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from yiyuan.dataplane import scanner
from yiyuan.sharing import selectors, services
from yiyuan.sharing.letters import writing
from yiyuan.sharing.models import Paper
from yiyuan.sharing.types import PAPER_WORDS, PaperKind
from yiyuan.sharing.views.papers import as_docx, attachment, scan
from yiyuan.web.bodies import Day, Line
from yiyuan.web.edge import actor_of
from yiyuan.web.letter import official_day

router = Router()


class KindOut(Schema):
    kind: str
    name: str


class PaperOut(Schema):
    id: int
    application_id: int
    kind: str
    number: str
    signed_on: date
    scan_name: str
    scan_bytes: int
    scan_sha256: str
    recorded_on: date


class PapersOut(Schema):
    """kinds: what may be drawn up now. recorded: what came back signed."""

    kinds: list[KindOut]
    recorded: list[PaperOut]


@router.get(
    "applications/{int:application_id}/papers", response=PapersOut, summary="一件申请的文书：可以出具的和已经登记的"
)
def list_papers(request: HttpRequest, application_id: int) -> dict[str, Any]:
    found = selectors.application_for(actor_of(request), application_id)
    return {
        "kinds": [{"kind": kind.value, "name": PAPER_WORDS[kind]} for kind in selectors.kinds_for(found)],
        "recorded": list(Paper.objects.filter(application=found).order_by("id")),
    }


@router.get("applications/{int:application_id}/papers/{kind}", summary="下载文书（DOCX 或者 HTML）")
def get_paper(
    request: HttpRequest, application_id: int, kind: PaperKind, form: Literal["docx", "html"] = "docx"
) -> HttpResponse:
    """`form`: docx or html."""
    found = selectors.application_for(actor_of(request), application_id)
    said = writing.letter(found, kind)
    if form == "html":
        page = render_to_string("sharing/letter_alone.html", {"letter": said, "day": official_day(said.on)}, request)
        return HttpResponse(page)
    return as_docx(found, kind)


@router.post(
    "applications/{int:application_id}/papers/{kind}", response={201: PaperOut}, summary="登记签署后的文书（附扫描件）"
)
def record_paper(
    request: HttpRequest,
    application_id: int,
    kind: PaperKind,
    *,
    scan: File[UploadedFile],
    number: Form[Line],
    signed_on: Form[Day],
) -> tuple[int, Paper]:
    """The scan is a PDF, PNG or JPEG of at most 20 MB; it is kept sealed with its digest."""
    name, content = scanner.received(scan, most_bytes=services.SCAN_BYTES)
    made = services.record_paper(
        application_id,
        actor=actor_of(request),
        kind=kind,
        number=number,
        signed_on=signed_on,
        scan_name=name,
        scan=content,
    )
    return 201, made


@router.get("papers/{int:paper_id}/scan", summary="签署文书的扫描件")
def get_scan(request: HttpRequest, paper_id: int) -> HttpResponse:
    return scan(request, paper_id)


@router.get("attachments/{int:attachment_id}", summary="申请材料的一个文件")
def get_attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    return attachment(request, attachment_id)


@router.delete("attachments/{int:attachment_id}", response={204: None}, summary="从草稿去掉一个材料文件")
def detach_file(request: HttpRequest, attachment_id: int) -> tuple[int, None]:
    """Only while the application is a draft; what was sent stays."""
    services.detach_file(attachment_id, actor=actor_of(request))
    return 204, None
