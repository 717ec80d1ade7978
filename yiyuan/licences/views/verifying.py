"""For everybody, without a login: is this file, or what this QR code leads to, a licence that stands?"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.kernel import clock
from yiyuan.licences import display, rules, selectors, services
from yiyuan.licences.forms import VerifyForm
from yiyuan.web.clients import client_address, network_of
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render


@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Every check in words; so many files a day from one network. Nothing of the file is kept."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    context: dict[str, Any] = {"form": form}  # template variables
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "file"):
            services.knock(network_of(client_address(request)))
            context["verified"] = services.verify_file(**form.values())
    return render(request, "licences/verify.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def offline(_request: HttpRequest) -> HttpResponse:
    """To be kept: the page that verifies without a network."""
    answer = HttpResponse(services.offline_page(), content_type="text/html; charset=utf-8")
    name = f"离线核验证照文件 {clock.today().isoformat()}.html"
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


@never_cache
@require_safe
def code(request: HttpRequest, code: str) -> HttpResponse:
    """How a licence stands now, by the code printed on it; of its holder no more than lets both be compared."""
    found = selectors.licence_by_code(code)
    context = {
        "licence": found,
        "light": display.light_of(found),
        "holder": rules.masked_name(found.holder_name),
        "validity": display.validity(found),
        "seal": display.seal_words(found),
        "not_valid": display.not_valid(found),
    }
    return render(request, "licences/verify_code.html", context)
