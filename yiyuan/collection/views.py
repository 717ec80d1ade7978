"""Files of this room, as they were handed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from yiyuan.audit.api import record
from yiyuan.collection import papers, selectors
from yiyuan.collection.types import CollectionTag
from yiyuan.web.edge import actor_of


def download(content: bytes, *, name: str, media: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_GET
def norm_file(request: HttpRequest, norm_id: int) -> HttpResponse:
    """The rules of a department, always a download."""
    actor = actor_of(request)
    found = selectors.norm_for(actor, norm_id)
    record(actor, CollectionTag.NORM_READ, object_type="collection.norm", object_id=found.id)
    return download(papers.content_of(found.sha256), name=found.file_name, media=found.media)
