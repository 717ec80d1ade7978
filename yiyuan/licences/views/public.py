"""For everybody, without a login: a licence I hold or was shown is not right."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.licences import display, selectors, services
from yiyuan.licences.forms import LookForm, OutsideForm
from yiyuan.licences.models import Licence
from yiyuan.licences.types import Applicant, Doubt
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.clients import client_address, network_of
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other

NATION = "000000"
SALT = "licences.public"
OPEN_FOR = 30 * 60  # seconds between finding a licence and objecting to it


def face_of(licence_id: int) -> str:
    """The address part that opens the public face of a licence for a while."""
    return signing.dumps(licence_id, salt=SALT)


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """By number and holder's code; so many looks a day from one network."""
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "number"):
            found = services.look_from_outside(origin=network_of(client_address(request)), **form.cleaned_data)
            return see_other(reverse("licence_objection:licence", args=[face_of(found.id)]))
    return render(request, "licences/public_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, face: str) -> HttpResponse:
    """The public face of a licence, without its holder, and the objection to it."""
    found = _opened(face)
    form = OutsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        applicant, doubt = Applicant(said.pop("applicant")), Doubt(said.pop("doubt"))
        origin = network_of(client_address(request))
        with beside(request, form, {"notices.contact": "tell_at"}):
            made = services.object_from_outside(found.id, applicant=applicant, doubt=doubt, origin=origin, **said)
            return see_other(reverse("licence_objection:case", args=[made.code]))
    context = {
        "licence": found,
        "light": display.light_of(found),
        "validity": display.validity(found),
        "seal": display.seal_words(found),
        "not_valid": display.not_valid(found),
        "chips": chips(resolve("licences.objection_kinds", region=found.region_code, on=clock.today())),
        "form": form,
    }
    return render(request, "licences/public_licence.html", context, status=422 if form.errors else 200)


def _opened(face: str) -> Licence:
    try:
        number = signing.loads(face, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature as error:  # too old, or made up
        raise NotFound("licences.licence") from error
    found = Licence.objects.filter(id=number, number__isnull=False).first()
    if found is None:
        raise NotFound("licences.licence")
    return found


@never_cache
@require_safe
def case(request: HttpRequest, case_code: str) -> HttpResponse:
    """How the objection stands; the result when it was sent."""
    found = selectors.objection_by_code(case_code)
    context = {"objection": found, "light": display.objection_light(found)}
    return render(request, "licences/public_case.html", context)
