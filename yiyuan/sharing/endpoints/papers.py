"""Formal acts: fetched as DOCX or HTML, recorded with the scan of what was signed."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from ninja import File, Form, Router
from ninja.files import UploadedFile

from yiyuan.kernel import clock
from yiyuan.sharing import selectors, services
from yiyuan.sharing.letters import writing
from yiyuan.sharing.letters.docx import MEDIA_TYPE, docx_of
from yiyuan.sharing.letters.letter import official_day
from yiyuan.sharing.models import Paper
from yiyuan.sharing.types import PAPER_WORDS, PaperKind
from yiyuan.web.edge import actor_of

router = Router()


def _paper(found: Paper) -> dict[str, Any]:
    return {
        "id": found.id,
        "application_id": found.application_id,
        "kind": found.kind,
        "number": found.number,
        "signed_on": found.signed_on,
        "scan_name": found.scan_name,
        "scan_bytes": found.scan_bytes,
        "scan_sha256": found.scan_sha256,
        "recorded_on": found.recorded_on,
    }


@router.get("applications/{application_id}/papers", summary="一件申请的文书：可以出具的和已经登记的")
def list_papers(request: HttpRequest, application_id: int) -> dict[str, Any]:
    found = selectors.application_for(actor_of(request), application_id)
    return {
        "kinds": [{"kind": kind.value, "name": PAPER_WORDS[kind]} for kind in selectors.kinds_for(found)],
        "recorded": [_paper(one) for one in Paper.objects.filter(application=found).order_by("id")],
    }


@router.get("applications/{application_id}/papers/{kind}", summary="下载文书（DOCX 或者 HTML）")
def get_paper(
    request: HttpRequest, application_id: int, kind: PaperKind, form: Literal["docx", "html"] = "docx"
) -> HttpResponse:
    """`form`: docx or html."""
    found = selectors.application_for(actor_of(request), application_id)
    said = writing.letter(found, kind)
    if form == "html":
        page = render_to_string("sharing/letter_alone.html", {"letter": said, "day": official_day(said.on)}, request)
        return HttpResponse(page)
    answer = HttpResponse(docx_of(said), content_type=MEDIA_TYPE)
    name = writing.file_name(found, kind, on=clock.today())
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


@router.post("applications/{application_id}/papers/{kind}", summary="登记签署后的文书（附扫描件）")
def record_paper(
    request: HttpRequest,
    application_id: int,
    kind: PaperKind,
    *,
    scan: File[UploadedFile],
    number: Form[str],
    signed_on: Form[date],
) -> dict[str, Any]:
    """The scan is a PDF, PNG or JPEG of at most 20 MB; it is kept sealed with its digest."""
    made = services.record_paper(
        application_id,
        actor=actor_of(request),
        kind=kind,
        number=number,
        signed_on=signed_on,
        scan_name=scan.name or "",
        scan=scan.read(services.SCAN_BYTES + 1),
    )
    return _paper(made)


@router.get("papers/{paper_id}/scan", summary="签署文书的扫描件")
def get_scan(request: HttpRequest, paper_id: int) -> HttpResponse:
    paper, plain = services.read_scan(paper_id, actor=actor_of(request))
    answer = HttpResponse(plain, content_type=paper.scan_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=paper.scan_name) or ""
    answer["Cache-Control"] = "no-store"
    return answer
