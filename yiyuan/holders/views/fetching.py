"""An annotated copy, fetched once; whoever has the address has the right."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yiyuan.holders import services
from yiyuan.licences.types import MEDIA, FileKind
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render


@never_cache
@require_http_methods(["GET", "POST"])
def fetch(request: HttpRequest, copy_key: str) -> HttpResponse:
    """A GET says what it is and takes nothing, so that a preview does not use it up; the button fetches."""
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            found, content = services.fetch_copy(copy_key)
            answer = HttpResponse(content, content_type=MEDIA[FileKind(found.kind)])
            name = f"加注件 {found.number}.{found.kind}"
            answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
            return answer
    return render(request, "holders/fetch.html", {"form": form}, status=422 if form.errors else 200)
