"""Which departments may apply for a conditional resource."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.organisations.api import choices
from yiyuan.regulations.api import chips
from yiyuan.sharing import selectors, services
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import Law


@require_http_methods(["GET", "POST"])
def eligible(request: HttpRequest, resource_id: int) -> HttpResponse:
    actor = actor_of(request)
    resource = selectors.open_resource(resource_id)
    services.check_lists(resource, actor)
    if request.method == "POST":
        named = numbers_in(request.POST.getlist("organisation"))
        services.set_eligible(resource_id, actor=actor, organisation_ids=named)
        messages.success(request, "已保存。已有的授权不受影响。" if named else "已取消限制，各部门都可以申请。")
        return see_other(request.path)
    listed = set(selectors.eligible_for(resource_id))
    law = Law(resource.region_code, clock.today())
    offered = [
        (i, name, i in listed) for i, name in choices(region_code=resource.region_code) if i != resource.provider_id
    ]
    context = {"resource": resource, "offered": offered, "chips": chips(law.resolved("sharing.eligible"))}
    return render(request, "sharing/eligible.html", context)
