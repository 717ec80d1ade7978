"""Documents and files of this room, always a download."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from yiyuan.kernel.errors import NotFound
from yiyuan.rectification import documents, selectors, services
from yiyuan.rectification.display import documents_of
from yiyuan.rectification.types import PaperKind
from yiyuan.web.documents import MEDIA_TYPE, docx_of
from yiyuan.web.edge import actor_of


def download(content: bytes, *, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
def document(request: HttpRequest, rectification_id: int, act: str) -> HttpResponse:
    """A formal act as DOCX, to be signed outside."""
    actor = actor_of(request)
    found = selectors.order_for(actor, rectification_id)
    if act not in documents_of(found, actor):
        raise NotFound("rectification.paper", kind=act)
    said = documents.letter_of(found, PaperKind(act))
    return download(docx_of(said), name=f"{said.title}.docx", media=MEDIA_TYPE)


@require_GET
def paper(request: HttpRequest, order_paper_id: int) -> HttpResponse:
    """A scan or what the department handed in."""
    found, content = services.read_paper(order_paper_id, actor=actor_of(request))
    return download(content, name=found.name, media=found.media)


@require_GET
def referral_file(request: HttpRequest, referral_id: int) -> HttpResponse:
    found, content = services.read_referral(referral_id, actor=actor_of(request))
    return download(content, name=found.file_name, media=found.media)
