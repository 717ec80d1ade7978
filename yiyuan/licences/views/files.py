"""Sealed files leave here, each reading on record: for the issuer, and for whom a holder presented the licence."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.licences import policies, selectors, services, showing
from yiyuan.licences.models import Licence
from yiyuan.licences.types import MEDIA, FileKind
from yiyuan.web.edge import actor_of


@require_safe
def of_licence(request: HttpRequest, licence_id: int, kind: str) -> HttpResponse:
    """For the issuer, who alone reads the holder whole."""
    actor = actor_of(request)
    found = selectors.licence_for(actor, licence_id)
    if not policies.reads_holder(found, actor=actor):
        raise NotFound("licences.file")
    return handed(found, kind, actor=actor)


@require_safe
def of_use(request: HttpRequest, use_id: int, kind: str) -> HttpResponse:
    """For whom a holder presented it, where the use opened it."""
    actor = actor_of(request)
    use = selectors.use_of(actor, use_id)
    if not showing.reads_all(use):
        raise NotFound("licences.file")
    return handed(use.licence, kind, actor=actor)


@require_safe
def archive(request: HttpRequest, use_id: int) -> HttpResponse:
    """What a third party can check, for whom used it."""
    name, content = services.archive_of(use_id, actor=actor_of(request))
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


@require_safe
def of_seal(request: HttpRequest, seal_id: int) -> HttpResponse:
    """How a seal looks."""
    found = selectors.seal_for(actor_of(request), seal_id)
    return HttpResponse(services.picture_of(found), content_type="image/png")


def handed(licence: Licence, kind: str, *, actor: Actor) -> HttpResponse:
    """Raises NotFound, Damaged."""
    content = services.read_file(licence, kind, actor=actor)
    answer = HttpResponse(content, content_type=MEDIA[FileKind(kind)])
    name = f"{licence.type_name}.{kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
