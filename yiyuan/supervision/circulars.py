"""Pages of circulars: the year's ranking, report and advice, and who has signed for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.forms import CircularForm
from yiyuan.supervision.models import Receipt
from yiyuan.supervision.types import RECEIPT_WORDS, ReceiptState
from yiyuan.supervision.workflow import RECEIPT
from yiyuan.web.components import Empty, Light, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing


def _light(receipt: Receipt) -> Light:
    state = ReceiptState(receipt.state)
    return Light("soon" if state is ReceiptState.AWAITED else "ok", RECEIPT_WORDS[state])


@require_safe
def circulars(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    columns = [
        Column("title", "通报", lambda c: Link(str(c), c.get_absolute_url()), head=True, export=str),
        Column("number", "文号", "number"),
        Column("issued", "发出日期", "issued_on", sort="issued_on", css="nw"),
        Column("by", "签发经办人", "issued_by"),
    ]
    listing = Listing(
        request,
        selectors.circulars(actor),
        columns,
        default_sort="-issued",
        filename="考核通报",
        caption="考核通报",
        unit="份",
        empty=Empty("还没有通报。各部门的考核数据都确认之后，主管部门可以发通报。"),
    )
    if listing.is_export:
        return listing.export()
    return render(request, "supervision/circulars.html", {"may_issue": policies.may_assess(actor), **listing.context()})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_assess(actor):
        raise NotAllowed("supervision.circular")
    years = [(one.id, one.year) for one in selectors.unissued(actor)]
    form = CircularForm(request.POST if request.method == "POST" else None, years=years)
    if request.method == "POST" and form.is_valid():
        held = dict(form.cleaned_data)
        with beside(request, form, "assessment"):
            made = services.issue_circular(actor=actor, assessment_id=held.pop("assessment"), **held)
            messages.success(request, "已发出，各部门工作台上可以看到。")
            return see_other(made.get_absolute_url())
    context = {"form": form, "years": years}
    return render(request, "supervision/new_circular.html", context, status=422 if form.errors else 200)


@require_safe
def circular(request: HttpRequest, circular_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.circular_for(actor, circular_id)
    own = selectors.own_receipt(actor, found)
    oversees = actor.has(*policies.OVERSEERS)
    receipts = found.receipts.select_related("organisation").order_by("organisation__name") if oversees else []
    context = {
        "circular": found,
        "ranking": selectors.ranking(found),
        "receipts": [(one, _light(one)) for one in receipts],
        "own": _light(own) if own else None,
        "may_receive": bool(own and RECEIPT.open_moves(own, actor)),
        "chips": chips(resolve("supervision.assessment", region=found.assessment.region_code, on=found.issued_on)),
    }
    return render(request, "supervision/circular.html", context)


@require_POST
def receive(request: HttpRequest, circular_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    services.receive_circular(circular_id, actor=actor)
    messages.success(request, "已签收。")
    return see_other(selectors.circular_for(actor, circular_id).get_absolute_url())
