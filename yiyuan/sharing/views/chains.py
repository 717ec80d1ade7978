"""The order of a department: through whose hands its answers go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yiyuan.kernel.actor import Function
from yiyuan.kernel.identifiers import number_in
from yiyuan.sharing import selectors, services
from yiyuan.web.edge import actor_of, require
from yiyuan.web.htmx import render, see_other

LINES = 4
TITLES = ("经办人", "科室负责人", "分管负责人", "会签人")


@require_http_methods(["GET", "POST"])
def chain(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Function.HEAD)
    if request.method == "POST":
        titles, accounts = request.POST.getlist("title"), request.POST.getlist("account")
        steps = [
            (title.strip() or TITLES[n % LINES], number)
            for n, (title, account) in enumerate(zip(titles, accounts, strict=False))
            if (number := number_in(account)) is not None
        ]
        services.set_chain(actor=actor, steps=steps, in_person=bool(request.POST.get("in_person")))
        messages.success(request, "审签顺序已保存，下一件答复起按这个顺序办。")
        return see_other(request.path)
    found = selectors.chain_of(actor.organisation_id)
    before = list(found.steps.order_by("position")) if found else []
    people = [(int(number), name) for number, name in selectors.signers(actor.organisation_id)]
    lines = [
        (n + 1, before[n].title if n < len(before) else TITLES[n], before[n].account_id if n < len(before) else None)
        for n in range(LINES)
    ]
    context = {"lines": lines, "people": people, "in_person": bool(found and found.in_person)}
    return render(request, "sharing/chain.html", context)
