"""A formal act: to be printed, edited, and recorded after it was signed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.dataplane import scanner
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.sharing import selectors, services
from yiyuan.sharing.forms import PaperForm
from yiyuan.sharing.letters import writing
from yiyuan.sharing.models import Application, Paper
from yiyuan.sharing.types import PAPER_WORDS, PaperKind
from yiyuan.web.documents import MEDIA_TYPE, docx_of
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.letter import official_day


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, application_id: int, kind: str) -> HttpResponse:
    """The document on A4; `?as=docx` gives the file; a POST records what was signed."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    if kind not in set(PaperKind):
        raise NotFound("sharing.paper", kind=kind)
    said = writing.letter(found, PaperKind(kind))
    if request.GET.get("as") == "docx":
        return as_docx(found, PaperKind(kind))
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "scan"):
            name, scan = scanner.received(form.cleaned_data["scan"], most_bytes=services.SCAN_BYTES)
            services.record_paper(
                application_id,
                actor=actor,
                kind=PaperKind(kind),
                number=form.cleaned_data["number"],
                signed_on=form.cleaned_data["signed_on"],
                scan_name=name,
                scan=scan,
            )
            messages.success(request, "签署文书已登记。")
            return see_other(found.get_absolute_url())
    context = {
        "application": found,
        "letter": said,
        "day": official_day(said.on),
        "kind": kind,
        "form": form,
        "recorded": list(Paper.objects.filter(application=found, kind=kind).order_by("-id")),
        "others": [(k.value, PAPER_WORDS[k], k == kind) for k in selectors.kinds_for(found)],
    }
    return render(request, "sharing/paper.html", context, status=422 if form.errors else 200)


def as_docx(application: Application, kind: PaperKind) -> HttpResponse:
    answer = HttpResponse(docx_of(writing.letter(application, kind)), content_type=MEDIA_TYPE)
    name = writing.file_name(application, kind, on=clock.today())
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


@require_safe
def scan(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The scan of a signed document, to those who see its application."""
    paper_, plain = services.read_scan(paper_id, actor=actor_of(request))
    return _sealed(plain, media=paper_.scan_type, name=paper_.scan_name)


@require_safe
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """A file of a material, to those who see its application."""
    found, plain = services.read_file(attachment_id, actor=actor_of(request))
    return _sealed(plain, media=found.media, name=found.name)


def _sealed(plain: bytes, *, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(plain, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer["Cache-Control"] = "no-store"
    return answer
