"""Several applications at once, from a list."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import why_not
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.htmx import see_other


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Grant or remind several; each is decided by itself, and one that cannot be granted says why."""
    actor = actor_of(request)
    chosen = numbers_in(request.POST.getlist("application"))
    if request.POST.get("act") == "remind":
        _remind(request, chosen, actor=actor)
    else:
        _grant(request, chosen, actor=actor)
    return see_other(reverse("sharing:sent" if request.POST.get("box") == "sent" else "sharing:received"))


def _remind(request: HttpRequest, chosen: Sequence[int], *, actor: Actor) -> None:
    with beside(request) as said:
        reminded = services.remind_several(chosen, actor=actor)
        messages.success(request, f"已催办 {len(reminded)} 件。")
    if said.refusal:
        messages.warning(request, said.refusal.sentence)


def _grant(request: HttpRequest, chosen: Sequence[int], *, actor: Actor) -> None:
    done, failed = services.grant_several(chosen, actor=actor)
    if done:
        messages.success(request, f"已同意 {len(done)} 件，都按申请的范围提供，个人信息脱敏。")
    for application_id, error in failed.items():
        number = selectors.application_for(actor, application_id).number
        messages.warning(request, f"{number} 没有办成：{why_not(error, actor=actor)}")
