"""Who is filed as licence officer, and how licences stand department by department."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import AnswerForm
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Light, Tab
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing


@require_GET
def officers(request: HttpRequest) -> HttpResponseBase:
    return _officers(request)


def _officers(request: HttpRequest, *, form: AnswerForm | None = None, about: int = 0) -> HttpResponseBase:
    actor = actor_from_request(request)
    rows = selectors.officer_filings(actor)
    listing = Listing(
        request,
        rows,
        [
            Column("body", "单位", "organisation_name", sort="organisation_name", head=True, width=180),
            Column("name", "电子证照专人", lambda f: f"{f.name} {f.phone}".strip(), width=140),
            Column("substitute", "替补人", lambda f: f.substitute or "—", width=80),
            Column("from", "起", "from_on", sort="from_on", css="nw", width=120),
            Column("filed", "报备", lambda f: f.filed_on or "—", css="nw", width=120),
            Column("stand", "中心接收", display.filing_light, width=140),
            Column("answered", "答复", lambda f: f.answered_on or "—", css="nw", width=120),
            Column("note", "原因", lambda f: f.note or "—", width=200),
        ],
        filename="电子证照专人",
        caption="电子证照专人",
        unit="人",
        empty=Empty("还没有指定电子证照专人。在“本单位”指定，再报备。", "到本单位", reverse("organisations:own")),
    )
    if listing.is_export:
        return listing.export()
    waiting = [one for one in rows if one.filed_on and one.accepted is None]
    answers = [one for one in waiting if policies.may_answer_filing(actor, region_code=one.region_code)]
    context = {
        **listing.context(),
        "waiting": len(waiting),
        "answers": [(one, form if form and one.officer_id == about else AnswerForm()) for one in answers],
        "chips": chips(resolve("licences.officer", region=actor.region_code, on=clock.today())),
    }
    return render(request, "licences/officers.html", context, status=422 if form else 200)


@require_POST
def answer(request: HttpRequest, officer_id: int) -> HttpResponseBase:
    actor = actor_from_request(request)
    found = selectors.officer_filing(actor, officer_id)
    if not policies.may_answer_filing(actor, region_code=found.region_code):
        raise NotAllowed("licences.officer.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        accepted, note = form.cleaned_data["accepted"] == "yes", form.cleaned_data["note"]
        with beside(request, form, "note"):
            services.answer_officer(officer_id, actor=actor, accepted=accepted, note=note)
            messages.success(request, "已答复，部门会收到通知。")
            return see_other(reverse("licences:officers"))
    return _officers(request, form=form, about=officer_id)


def _officer(row: selectors.Figures) -> Light:
    """Late only where licences are issued without one."""
    if row.officer:
        return Light("ok", "已报备")
    return Light("late" if row.valid or row.suspended else "none", "没有")


@require_GET
def figures(request: HttpRequest) -> HttpResponseBase:
    """Issuing, use, objections, signals and findings: of all departments for the bureau, of one's own else."""
    actor = actor_from_request(request)
    if not actor.has(*policies.ISSUER_SIDE, *policies.OVERSEERS):
        raise NotAllowed("licences.figures")
    every = request.GET.get("since") == "ever"
    since = None if every else date(clock.today().year, 1, 1)
    rows = selectors.figures(actor, since=since)
    listing = Listing(
        request,
        rows,
        [
            Column("name", "部门", "name", sort="name", head=True, width=180),
            Column(
                "officer",
                "证照专人",
                _officer,
                width=100,
                css="nw",
            ),
            Column("issued", "签发", "issued", numeric=True, sort="issued"),
            Column("valid", "在用", "valid", numeric=True, sort="valid"),
            Column("suspended", "停用", "suspended", numeric=True, sort="suspended"),
            Column("used", "被使用", "used", numeric=True, sort="used"),
            Column("verified", "其中核验", "verified", numeric=True, sort="verified"),
            Column("uses", "本部门用证", "uses", numeric=True, sort="uses"),
            Column("objections", "异议", "objections", numeric=True, sort="objections"),
            Column("open", "未办结异议", "open_objections", numeric=True, sort="open_objections"),
            Column("signals", "线索", "signals", numeric=True, sort="signals"),
            Column("findings", "认定违规", "findings", numeric=True, sort="findings"),
        ],
        filename="电子证照情况",
        caption="各部门电子证照情况",
        unit="个部门",
        empty=Empty("还没有部门制发或使用电子证照。"),
    )
    if listing.is_export:
        return listing.export()
    address = reverse("licences:figures")
    year = clock.today().year
    tabs = [
        Tab(f"{year} 年", address, None, not every),
        Tab("历年累计", f"{address}?since=ever", None, every),
    ]
    context = {
        **listing.context(),
        "tabs": tabs,
        "issued": sum(row.issued for row in rows),
        "used": sum(row.used for row in rows),
        "all": actor.has(*policies.OVERSEERS),
        "chips": chips(resolve("licences.supervision", region=actor.region_code, on=clock.today())),
    }
    return render(request, "licences/figures.html", context, part="listing")
