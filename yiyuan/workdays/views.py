"""The calendar pages: what is known of each year, and the yearly notice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.web.htmx import refused, render, see_other
from yiyuan.workdays import rules, selectors
from yiyuan.workdays.forms import NoticeForm, as_lines
from yiyuan.workdays.services import enter_notice

FIRST_YEAR, LAST_YEAR = 2010, 2099


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Every known year."""
    known = selectors.years()
    context = {"years": known, "next": max((one.year for one in known), default=FIRST_YEAR) + 1, "today": clock.today()}
    return render(request, "workdays/years.html", context)


@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, number: int) -> HttpResponse:
    """The named days of one year; administrators enter the notice here."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise NotFound("workdays.year", id=number)
    actor = getattr(request, "actor", None)
    may_edit = isinstance(actor, Actor) and actor.has(Function.SYSTEM_ADMIN)
    info, days = selectors.year(number)
    initial = {"notice": info.notice, "source": info.source, "days": as_lines(days)} if info else {}
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    context = {
        "number": number,
        "info": info,
        "days": days,
        "months": rules.months(selectors.calendar(), number, today=clock.today()) if info else [],
        "form": form if may_edit else None,
    }
    if request.method == "POST":
        if not may_edit or not isinstance(actor, Actor):
            raise NotAllowed("workdays.notice.enter")
        if form.is_valid():
            values = form.cleaned_data
            try:
                enter_notice(number, days=values["days"], notice=values["notice"], source=values["source"], actor=actor)
            except RuleBroken as broken:
                wrong = "、".join(broken.facts["days"]) or "没有一天放假"
                form.add_error("days", f"这些日期有误：{wrong}。请对照通知核对。")
            else:
                messages.success(request, f"{number} 年放假安排已录入，未办结的期限随即重算。")
                return see_other(reverse("workdays:year", args=[number]))
        return refused(request, "workdays/year.html", context)
    return render(request, "workdays/year.html", context)
