"""Answer an application, on a page of its own."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import chips
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import methods_in_words
from yiyuan.sharing.forms import GrantForm, RefuseForm, field_of
from yiyuan.sharing.models import Application
from yiyuan.sharing.views.applications import APPLICATIONS
from yiyuan.sharing.workflow import APPLICATION, GRANTING, REFUSING
from yiyuan.web.components import Refusal
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.forms import Form, values_of
from yiyuan.web.htmx import see_other
from yiyuan.workflow.api import Ask

PHRASES = {
    "grant": ("其余信息项不是办理所必需，未予提供。", "只核对是否一致，不提供明细。", "按人查询，每次写明办件编号。"),
    "refuse": (
        "全量提供超出核验所需，可改为按人核验后再申请。",
        "申请的用途与写明的职责不符。",
        "数据不由本部门掌握。",
    ),
}
CITED = ("forward", "delivery", "scope", "late_answer")
PAGE = replace(APPLICATIONS, page="sharing/decide.html")
# programs name what they grant by the names of items, so granting is an operation of its own
ANSWERS = {
    "grant": Ask(services.grant_application, GrantForm, beside=field_of, moves=tuple(GRANTING)),
    **{name: APPLICATIONS.asks[name] for name in ("refuse", "return", "forward")},
}


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, application_id: int) -> HttpResponseBase:
    """One page: who asks, for what, under which article, what it exposes, what was answered before; and the answer."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    names = {move.name for move in APPLICATION.open_moves(found, actor)}
    if not names & (GRANTING | REFUSING):
        if request.method == "POST":
            if found.waits_for_answer:
                raise NotAllowed("sharing.decide")  # an attempt that is recorded, not passed over
            APPLICATION.open_move(found, "refuse", actor)  # too late: says what became of it
        return see_other(found.get_absolute_url())
    answer = request.POST.get("answer", "")
    forms = {
        name: APPLICATIONS.form_of(
            ask.form or Form, request.POST if name == answer else None, actor=actor, matter=found
        )
        for name, ask in ANSWERS.items()
    }
    form = forms.get(answer)
    if form is not None and form.is_valid():
        ask = ANSWERS[answer]
        with beside(request, form, ask.beside):
            ask.do(found.pk, actor=actor, **values_of(form))
            rows = ask.moves or (answer,)
            messages.success(request, next(row.done for row in APPLICATION.moves if row.name in names & set(rows)))
            return see_other(found.get_absolute_url())
    law = APPLICATION.law(found)
    resource = selectors.resource_of(found)
    scope_form, refuse_form = forms["grant"], forms["refuse"]
    assert isinstance(refuse_form, RefuseForm)
    refuse_form.show_as_asked(law("sharing.refusal"))
    refused = request.method == "POST"
    more = {
        "refusal": Refusal("请先选一种答复，再提交。") if refused and form is None else None,
        "answer": answer,
        "scope_form": scope_form,
        "refuse_form": refuse_form,
        "return_form": forms["return"],
        "forward_form": forms["forward"],
        "ticked": {str(value) for value in (scope_form["items"].value() or [])},
        "unmasked": set(request.POST.getlist("unmasked")),
        "earlier": [(one, _how(one)) for one in selectors.earlier_answers(found)],
        "sensitive": [item.name for item in resource.chosen(sorted(found.fields)) if item.personal],
        "resource": resource,
        "phrases": PHRASES,
        "may_return": "return" in names,
        "may_forward": "forward" in names and law("sharing.forward") != "none",
        "delivery": law.resolved("sharing.delivery"),
        "said": {name: chips(law.resolved(f"sharing.{name}")) for name in CITED},
        "refusal_chips": list(
            dict.fromkeys(chips(law.resolved("sharing.refusal")) + chips(law.resolved("sharing.refusal_basis_levels")))
        ),
    }
    return PAGE.show(request, found, status=422 if refused else 200, **more)


def _how(earlier: Application) -> str:
    grant = getattr(earlier, "grant", None)
    if grant is None:
        return "不予共享"
    return f"{len(grant.plan['fields'])} 项，{methods_in_words(grant.methods)}，至 {grant.until_on}"
