"""What a holder has: the list, one licence, the code, every use, whom one let act, objections, consents."""

from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.holders import forms, rules, selectors, services
from yiyuan.holders.models import Consent, Holder, Mandate, RefusedReport
from yiyuan.holders.pages import MANDATE_LIGHTS
from yiyuan.holders.types import BODY, MANDATE_WORDS, MandateKind
from yiyuan.holders.views.entering import for_holders
from yiyuan.kernel import clock
from yiyuan.licences import api as licences
from yiyuan.licences.types import OBJECTION_WORDS, ObjectionState, State
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Fact, Light, LightKind
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other

NATION = "000000"
PER_PAGE = 30


@for_holders
@require_safe
def listed(request: HttpRequest, holder: Holder) -> HttpResponse:
    """All of the holder's own licences and only those, then those one acts for."""
    found = selectors.reach(holder)
    own = [(one.licence, licences.light_of(one.licence)) for one in found if one.mandate is None]
    others: dict[int, dict[str, Any]] = {}  # template variables
    for one in found:
        if one.mandate is not None:
            names = selectors.names_of(one.mandate)
            group = others.setdefault(
                one.mandate.id,
                {
                    "mandate": one.mandate,
                    "name": names["principal_name"],
                    "words": MANDATE_WORDS[MandateKind(one.mandate.kind)],
                    "licences": [],
                },
            )
            group["licences"].append((one.licence, licences.light_of(one.licence)))
    context = {
        "name": selectors.identity_of(holder).name,
        "own": own,
        "others": list(others.values()),
        "chips": chips(resolve("licences.holder", region=_region(found), on=clock.today())),
        "simulated": settings.HOLDER_LOGIN == "simulator",
    }
    return render(request, "holders/list.html", context)


def _region(found: Sequence[selectors.Access]) -> str:
    return found[0].licence.region_code if found else NATION


@for_holders
@require_safe
def one(request: HttpRequest, holder: Holder, licence_id: int) -> HttpResponse:
    """A licence with all that stands on it, its uses and objections."""
    access = selectors.access_to(holder, licence_id)
    licence = access.licence
    facts = [
        Fact("持证主体", licence.holder_name),
        Fact("证件号码", licence.holder_code),
        Fact("证照编号", licence.licence_no),
        Fact("颁证单位", licence.issuer),
        Fact("颁发日期", licence.granted_on),
        Fact("有效期", licence.validity),
        *[Fact(name, text or "—") for name, text in licence.values.items()],
        Fact("证照标识", licence.number, wide=True),
    ]
    context = {
        "licence": licence,
        "light": licences.light_of(licence),
        "mandate": access.mandate,
        "facts": facts,
        "shows": licence.state is State.ISSUED,
        "uses": selectors.uses_told([licence.id])[:5],
        "objections": _objections([licence.id]),
        "may_consent": access.mandate is None and bool(selectors.social_users(licence.resource_id)),
    }
    return render(request, "holders/licence.html", context)


def _objections(licence_ids: Sequence[int]) -> list[dict[str, Any]]:  # template variables
    kinds: dict[ObjectionState, LightKind] = {
        ObjectionState.OPEN: "soon",
        ObjectionState.DECIDED: "run",
        ObjectionState.CLOSED: "end",
    }
    return [
        {"objection": found, "light": Light(kinds[found.state], OBJECTION_WORDS[found.state])}
        for found in licences.objections_of(licence_ids)
    ]


@for_holders
@require_POST
def show(request: HttpRequest, holder: Holder, licence_id: int) -> HttpResponse:
    """The code, for a minute; asking again ends the one before."""
    access = selectors.access_to(holder, licence_id)
    code, until = services.show_code(holder, licence_id)
    context = {
        "licence": access.licence,
        "light": licences.light_of(access.licence),
        "until": until,
        "seconds": rules.CODE_S,
        "picture": _picture(f"{settings.PUBLIC_URL}{reverse('holders:scan')}?c={code}"),
        "code": code,
        "chips": chips(resolve("licences.showing", region=access.licence.region_code, on=clock.today())),
    }
    return render(request, "holders/code.html", context)


def _picture(text: str) -> SafeString:
    """A QR code as it stands in a page."""
    made = segno.make(text, error="m", micro=False)
    return mark_safe(made.svg_inline(scale=4, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S308 - drawn here


@for_holders
@require_safe
def uses(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Every use of one's licences, the latest first; look-ups that the law keeps secret stand nowhere."""
    found = selectors.reach(holder)
    own = [item.licence.id for item in found if item.mandate is None]
    told = selectors.uses_told(own)
    wanted = request.GET.get("licence", "")
    shown = [item for item in told if not wanted or item.licence == wanted]
    page = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdigit() else 1
    first = (page - 1) * PER_PAGE
    context = {
        "uses": shown[first : first + PER_PAGE],
        "total": len(shown),
        "kinds": sorted({item.licence for item in told}),
        "wanted": wanted,
        "before": page - 1,
        "after": page + 1 if first + PER_PAGE < len(shown) else 0,
    }
    return render(request, "holders/uses.html", context)


@for_holders
@require_safe
def rights(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Whom one let act, what one consented to, what one reported."""
    given = [_mandate(item) for item in Mandate.objects.filter(principal=holder.subject).order_by("-id")]
    got = [_mandate(item) for item in Mandate.objects.filter(agent=holder.subject).order_by("-id")]
    context = {
        "given": given,
        "got": got,
        "consents": Consent.objects.filter(subject=holder.subject).select_related("consumer").order_by("-id"),
        "reports": RefusedReport.objects.filter(subject=holder.subject).select_related("organisation").order_by("-id"),
        "is_body": holder.kind == BODY,
        "today": clock.today(),
    }
    return render(request, "holders/rights.html", context)


def _mandate(found: Mandate) -> dict[str, Any]:  # template variables
    over = found.state == "standing" and found.until < clock.today()
    light = Light("end", "已到期") if over else Light(MANDATE_LIGHTS[found.state], found.get_state_display())
    return {
        "mandate": found,
        "names": selectors.names_of(found),
        "light": light,
        "runs": found.state in {"asked", "standing"},
    }


@for_holders
@require_http_methods(["GET", "POST"])
def new_mandate(request: HttpRequest, holder: Holder) -> HttpResponse:
    """A person lets an agent act, a body its officer."""
    own = [item.licence for item in selectors.reach(holder) if item.mandate is None]
    held = list({licence.resource_id: licence.name for licence in own}.items())
    form = forms.MandateForm(request.POST if request.method == "POST" else None, held=held)
    if form.is_bound and form.is_valid():
        with beside(request, form, {"holders.identity": "code", "holders.grant_period": "until"}, otherwise="until"):
            services.give_mandate(holder, **form.cleaned_data)
            return see_other(reverse("my_licences:rights"))
    words = (
        "单位经办人可以替本单位查看、出示证照。"
        if holder.kind == BODY
        else "代办人可以替您查看、出示证照，到期自动失效。"
    )
    return _form(request, form, "授权经办人" if holder.kind == BODY else "授权代办人", words, "授权")


@for_holders
@require_http_methods(["GET", "POST"])
def guardian(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Ask to act for a ward."""
    form = forms.GuardianForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with beside(request, form, {"holders.identity": "code", "holders.grant_period": "until"}, otherwise="proof"):
            services.ask_guardian(holder, **form.cleaned_data)
            return see_other(reverse("my_licences:rights"))
    words = "核实监护关系以后，您可以替被监护人查看、出示证照。"
    return _form(request, form, "申请以监护人身份办理", words, "提交")


@for_holders
@require_POST
def end_mandate(_request: HttpRequest, holder: Holder, mandate_id: int) -> HttpResponse:
    services.end_mandate(holder, mandate_id)
    return see_other(reverse("my_licences:rights"))


@for_holders
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, holder: Holder, licence_id: int) -> HttpResponse:
    """A utility or a bank may verify this type of licence."""
    access = selectors.access_to(holder, licence_id)
    users = selectors.social_users(access.licence.resource_id)
    form = forms.ConsentForm(request.POST if request.method == "POST" else None, users=users)
    if form.is_bound and form.is_valid():
        with beside(request, form, {"holders.grant_period": "until"}, otherwise="purpose"):
            services.give_consent(holder, licence_id=licence_id, **form.cleaned_data)
            return see_other(reverse("my_licences:rights"))
    words = f"只能核验《{access.licence.name}》是否有效，看不到照面内容。随时可以撤回。"
    law = resolve("licences.consent", region=access.licence.region_code, on=clock.today())
    return _form(request, form, "同意核验", words, "同意", law=law)


@for_holders
@require_POST
def end_consent(_request: HttpRequest, holder: Holder, consent_id: int) -> HttpResponse:
    services.end_consent(holder, consent_id)
    return see_other(reverse("my_licences:rights"))


@for_holders
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, holder: Holder, licence_id: int) -> HttpResponse:
    """The issuer checks, within its term."""
    access = selectors.access_to(holder, licence_id)
    form = forms.ObjectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with beside(request, form):
            services.object_to(holder, licence_id, **form.values())
            return see_other(reverse("my_licences:licence", args=[licence_id]))
    law = resolve("licences.objection", region=access.licence.region_code, on=clock.today())
    words = f"{access.licence.issuer}核查，结果在《{access.licence.name}》的页面上看。"
    return _form(request, form, "证照有误，提出异议", words, "提出异议", law=law)


@for_holders
@require_http_methods(["GET", "POST"])
def refused(request: HttpRequest, holder: Holder, licence_id: int) -> HttpResponse:
    """Somebody did not accept the licence."""
    access = selectors.access_to(holder, licence_id)
    region = access.licence.region_code
    form = forms.RefusalForm(request.POST if request.method == "POST" else None, region=region)
    if form.is_bound and form.is_valid():
        with beside(request, form, {"holders.refusal": "happened_on"}, otherwise="words"):
            services.report_refusal(holder, licence_id, **form.cleaned_data)
            return see_other(reverse("my_licences:rights"))
    law = resolve("licences.violation_refused", region=region, on=clock.today())
    words = "作为线索交数据主管部门核实，先由该单位说明情况。"
    return _form(request, form, "有单位不认我的电子证照", words, "反映", law=law)


def _form(request: HttpRequest, form: Any, title: str, words: str, button: str, *, law: Any = None) -> HttpResponse:
    context = {"form": form, "title": title, "words": words, "button": button, "chips": chips(law) if law else []}
    return render(request, "holders/form.html", context, status=422 if form.errors else 200)
