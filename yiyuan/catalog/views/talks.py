"""What users say of a resource: challenges of its type, feedback on its use, and the provider's answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.talks import ChallengeForm, FeedbackForm, KeepForm
from yiyuan.catalog.models import Challenge, Feedback
from yiyuan.catalog.types import CHALLENGE_WORDS, ChallengeState
from yiyuan.catalog.workflow import CHALLENGE, FEEDBACK
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Empty, Fact, Link
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow import matters
from yiyuan.workflow.forms import NoteForm, OptionalNoteForm
from yiyuan.workflow.matters import Ask, Page, cited


@require_GET
def challenges(request: HttpRequest) -> HttpResponseBase:
    """Challenges of types, and feedback, that concern the reader."""
    actor = actor_from_request(request)
    rows = selectors.challenges(actor)
    listing = Listing(
        request,
        rows,
        [
            Column(
                "resource",
                _("资源"),
                lambda c: Link(c.version.name, c.get_absolute_url()),
                head=True,
                export=lambda c: c.version.name,
            ),
            Column("consumer", _("提出部门"), "consumer.name", sort="consumer__name", width=160),
            Column("provider", _("提供部门"), "resource.provider.name", width=160),
            Column(
                "types",
                _("现在 → 认为应列为"),
                lambda c: f"{c.version.get_sharing_display()} → {c.get_wanted_display()}",
                width=240,
            ),
            Column(
                "state", _("状态"), lambda c: matters.light_of(c.state, c.get_state_display()), sort="state", width=180
            ),
            Column("filed", _("提出日期"), "filed_on", sort="filed_on", width=120, css="nw"),
        ],
        [
            Filter(
                "state",
                _("状态"),
                lambda rows, value: rows.filter(state=value),
                [(k.value, w) for k, w in CHALLENGE_WORDS.items()],
            )
        ],
        filename=_("类型异议"),
        caption=_("类型异议"),
        unit=_("件"),
        empty=Empty(_("没有类型异议。认为资源列错了共享类型，在资源页提出。")),
    )
    if listing.is_export:
        return listing.export()
    waiting = rows.filter(state=ChallengeState.OPEN).count()
    said = [
        Link(f"{one.resource_name}：{one.get_state_display()}", one.get_absolute_url())
        for one in selectors.feedback(actor)[:10]
    ]
    context = {
        "listing": listing.view(),
        "title": _("类型异议"),
        "fact": _("%(n)s 件类型异议待答复") % {"n": waiting} if waiting else _("没有待答复的类型异议"),
        "words": _("提供部门发布新版本更改类型，或者写明依据维持；主管部门能看到。"),
        "chips": cited(actor, "catalog.type_fixed_by"),
        "links": [_("使用反馈："), *said] if said else [],
    }
    return render(request, "web/list.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new_challenge(request: HttpRequest, resource_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.resource_for(actor, resource_id)
    if not policies.may_ask(actor):
        raise NotAllowed("catalog.talk")
    now = found.current.sharing if found.current else ""
    name = found.current.name if found.current else ""
    return matters.fresh(
        request,
        ChallengeForm(request.POST or None, actor=actor, now=now),
        lambda values: services.challenge_type(resource_id, actor=actor, **values),
        title=_("对“%(name)s”的类型提出异议") % {"name": name},
        words=_("现在列为%(type)s。写明应列为什么、理由是什么。")
        % {"type": found.current.get_sharing_display() if found.current else ""},
        crumb=(name, reverse("catalog:resource", args=[resource_id])),
        button=_("提出异议"),
        region=found.region_code,
        beside={"catalog.said": "reason"},
        chips_=cited(actor, "catalog.type_fixed_by"),
    )


def _challenge_page(found: Challenge) -> Page:
    asks = {
        "agree": Ask(
            lambda i, actor, said: services.agree_to_challenge(i, actor=actor, note=said["note"]),
            OptionalNoteForm,
            gettext_lazy("发布类型不同的新版本后，异议自动办结。"),
        ),
        "keep": Ask(
            lambda i, actor, said: services.keep_type(i, actor=actor, **said),
            KeepForm,
            gettext_lazy("须写明维持的依据和理由。"),
            {"catalog.said": "note"},
        ),
        "withdraw": Ask(lambda i, actor, said: services.withdraw_challenge(i, actor=actor)),
    }
    facts = [
        Fact(_("资源"), Link(found.version.name, reverse("catalog:resource", args=[found.resource_id]))),
        Fact(_("提供部门"), found.resource.provider.name),
        Fact(_("提出"), f"{found.consumer.name}，{found.filed_by}，{found.filed_on.isoformat()}"),
        Fact(_("现在的类型"), f"{found.version.get_sharing_display()}（第 {found.version.number} 版）"),
        Fact(_("认为应列为"), found.get_wanted_display()),
        Fact(_("理由"), found.reason, wide=True),
    ]
    more = [(_("现在的依据"), found.version.basis), (_("答复"), found.answer), (_("维持的依据"), found.basis)]
    facts += [Fact(label, value, wide=True) for label, value in more if value]
    title = f"{found.version.name}：{found.get_state_display()}"
    return Page(CHALLENGE, found, title, facts, (_("类型异议"), reverse("catalog:challenges")), asks)


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, challenge_id: int) -> HttpResponse:
    page = _challenge_page(selectors.challenge_for(actor_from_request(request), challenge_id))
    return matters.act(request, page) if request.method == "POST" else matters.show(request, page)


@require_http_methods(["GET", "POST"])
def new_feedback(request: HttpRequest, resource_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.resource_for(actor, resource_id)
    if not policies.may_ask(actor):
        raise NotAllowed("catalog.talk")
    name = found.current.name if found.current else ""
    return matters.fresh(
        request,
        FeedbackForm(request.POST or None, actor=actor),
        lambda values: services.file_feedback(resource_id, actor=actor, **values),
        title=_("反馈“%(name)s”的使用情况") % {"name": name},
        words=_("提供部门会答复；主管部门能看到。数据有误请走校核。"),
        crumb=(name, reverse("catalog:resource", args=[resource_id])),
        button=_("提交反馈"),
        region=found.region_code,
        beside={"catalog.said": "text"},
    )


def _feedback_page(found: Feedback) -> Page:
    asks: dict[str, Any] = {
        "answer": Ask(
            lambda i, actor, said: services.answer_feedback(i, actor=actor, note=said["note"]),
            NoteForm,
            gettext_lazy("答复反馈部门。"),
            {"catalog.said": "note"},
        )
    }
    facts = [
        Fact(_("资源"), Link(found.resource_name, reverse("catalog:resource", args=[found.resource_id]))),
        Fact(_("提供部门"), found.resource.provider.name),
        Fact(_("反馈"), f"{found.consumer.name}，{found.filed_by}，{found.filed_on.isoformat()}"),
        Fact(_("内容"), found.text, wide=True),
    ]
    if found.answer:
        facts.append(Fact(_("答复"), found.answer, wide=True))
    title = f"{found.resource_name}：{found.get_state_display()}"
    return Page(FEEDBACK, found, title, facts, (_("类型异议和使用反馈"), reverse("catalog:challenges")), asks)


@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, feedback_id: int) -> HttpResponse:
    page = _feedback_page(selectors.feedback_for(actor_from_request(request), feedback_id))
    return matters.act(request, page) if request.method == "POST" else matters.show(request, page)
