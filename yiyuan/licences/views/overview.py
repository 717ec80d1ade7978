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
from yiyuan.regulations.api import cited
from yiyuan.web.components import Light, Link
from yiyuan.web.edge import actor_of, beside, require
from yiyuan.web.htmx import see_other
from yiyuan.web.lists import Column, list_page


@require_GET
def officers(request: HttpRequest) -> HttpResponseBase:
    return _officers(request)


def _officers(request: HttpRequest, *, form: AnswerForm | None = None, about: int = 0) -> HttpResponseBase:
    actor = actor_of(request)
    rows = selectors.officer_filings(actor)
    waiting = [one for one in rows if one.filed_on and one.accepted is None]
    answered = [one for one in waiting if policies.may_answer_filing(actor, region_code=one.region_code)]
    return list_page(
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
        title="电子证照专人",
        fact=f"{len(waiting)} 个电子证照专人的报备待接收" if waiting else "",
        words="部门在“本单位”指定专人并报备，平台管理机构接收后才能制证、签发",
        unit="人",
        empty="还没有指定电子证照专人。在“本单位”指定，再报备。",
        chips=cited(actor, "licences.officer", "licences.two_parts"),
        links=[Link("到本单位", reverse("organisations:own"))] if not rows else [],
        forms=[
            {
                "title": f"{one.organisation_name}：{one.name}",
                "href": reverse("licences:answer", args=[one.officer_id]),
                "form": form if form and one.officer_id == about else AnswerForm(),
                "button": "答复",
            }
            for one in answered
        ],
    )


@require_POST
def answer(request: HttpRequest, officer_id: int) -> HttpResponseBase:
    actor = actor_of(request)
    found = selectors.officer_filing(actor, officer_id)
    if not policies.may_answer_filing(actor, region_code=found.region_code):
        raise NotAllowed("licences.officer.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        with beside(request, form, "note"):
            services.answer_officer(officer_id, actor=actor, **form.cleaned_data)
            messages.success(request, "已答复，部门会收到通知。")
            return see_other(reverse("licences:officers"))
    return _officers(request, form=form, about=officer_id)


def _officer(row: selectors.Figures) -> Light:
    """Late only where licences are issued without one."""
    if row.officer:
        return Light("ok", "已报备")
    return Light("late" if row.valid or row.suspended else "none", "没有")


COUNTS = {
    "issued": "签发",
    "valid": "在用",
    "suspended": "停用",
    "used": "被使用",
    "verified": "其中核验",
    "uses": "本部门用证",
    "objections": "异议",
    "open_objections": "未办结异议",
    "signals": "线索",
    "findings": "认定违规",
}


@require_GET
def figures(request: HttpRequest) -> HttpResponseBase:
    """Issuing, use, objections, signals and findings: of all departments for the bureau, of one's own else."""
    actor = actor_of(request)
    require(actor, *policies.ISSUER_SIDE, *policies.OVERSEERS)
    year, every = clock.today().year, request.GET.get("since") == "ever"
    rows = selectors.figures(actor, since=None if every else date(year, 1, 1))
    issued, used = sum(row.issued for row in rows), sum(row.used for row in rows)
    whose = "本地区各部门" if actor.has(*policies.OVERSEERS) else "本部门"
    return list_page(
        request,
        rows,
        [
            Column("name", "部门", "name", sort="name", head=True, width=180),
            Column("officer", "证照专人", _officer, width=100, css="nw"),
            *(Column(key, label, key, numeric=True, sort=key) for key, label in COUNTS.items()),
        ],
        title="各部门电子证照情况",
        fact=f"{'历年' if every else f'{year} 年'}签发 {issued:,} 件，使用 {used:,} 次",
        words=f"{whose}的签发、使用、异议和违规情况；线索经部门说明、认定之后才算违规",
        unit="个部门",
        empty="还没有部门制发或使用电子证照。",
        chips=cited(actor, "licences.supervision"),
        links=[Link(f"{year} 年", request.path) if every else Link("历年累计", f"{request.path}?since=ever")],
    )
