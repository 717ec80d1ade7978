"""What was given outside the platform."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yiyuan.catalog.api import resources_of
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.forms import ProvisionForm
from yiyuan.web.components import Empty, Noted
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing


@require_http_methods(["GET", "POST"])
def provisions(request: HttpRequest) -> HttpResponseBase:
    """The list, and for a provider the form: without a reason it is not registered and so not counted."""
    actor = actor_from_request(request)
    bodies = sorted(actor.organisation_ids) if policies.may_apply(actor) else []
    own = [resource for body in bodies for resource in resources_of(body)]
    today = clock.today()
    form = (
        ProvisionForm(request.POST if request.method == "POST" else None, resources=own, region=actor.region_code)
        if own
        else None
    )
    if request.method == "POST":
        if form is None:
            raise NotAllowed("sharing.provision")
        if form.is_valid():
            with beside(request, form, "reason"):
                services.register_provision(actor=actor, **form.values())
                messages.success(request, "已登记，计入共享。")
                return see_other(reverse("sharing:provisions"))
    columns = [
        Column("resource", "资源", lambda p: Noted(p.resource_name, p.number), sort="resource_name", head=True),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("consumer", "使用部门", "consumer.short_name", sort="consumer__name"),
        Column("on", "提供日期", "provided_on", sort="provided_on"),
        Column("times", "次数", "times", numeric=True, sort="times"),
        Column("rows", "行数", "rows", numeric=True, sort="rows"),
        Column("way", "方式", "way"),
        Column("reason", "不经平台的理由", "reason"),
    ]
    listing = Listing(
        request,
        selectors.provisions(actor),
        columns,
        default_sort="-on",
        filename="平台外提供",
        caption="平台外提供",
        empty=Empty("没有登记过。共享原则上经平台提供；不经平台的，登记并写明理由才计入。"),
    )
    if listing.is_export:
        return listing.export()
    if form:
        form.fields["reason"].required = True  # not "optional" beside what the service asks for
    resolved = resolve("sharing.off_platform", region=actor.region_code, on=today)
    context = {"form": form, "chips": chips(resolved), **listing.context()}
    return render(request, "sharing/provisions.html", context, status=422 if form and form.errors else 200)
