"""What users say of a resource, at both doors: challenges of its type, feedback on its use, and the answers."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.talks import ChallengeForm, FeedbackForm, KeepForm
from yiyuan.catalog.models import Challenge, Feedback
from yiyuan.catalog.types import CHALLENGE_WORDS, FEEDBACK_WORDS, ChallengeState, FeedbackState
from yiyuan.catalog.workflow import CHALLENGE, FEEDBACK
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, LightKind, Link, Noted, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under
from yiyuan.workflow.forms import NoteForm, OptionalNoteForm

LIGHTS: dict[str, LightKind] = {"changed": "ok", "answered": "ok", "kept": "end", "withdrawn": "end"}


class ChallengeOut(MatterOut, Schema):
    resource_id: int
    consumer_id: int
    wanted: str
    reason: str
    filed_on: date
    answer: str
    basis: str
    answered_on: date | None


class FeedbackOut(MatterOut, Schema):
    resource_id: int
    resource_name: str
    consumer_id: int
    text: str
    filed_on: date
    answer: str
    answered_on: date | None


def _about(one: Challenge | Feedback, name: str) -> list[Fact]:
    return [
        Fact("资源", Link(name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("提供部门", one.resource.provider.name),
        Fact("提出", Noted(one.consumer.name, f"{one.filed_by}，{one.filed_on.isoformat()}")),
    ]


def _challenged(one: Challenge, _actor: Actor) -> Sequence[Fact]:
    more = [("现在的依据", one.version.basis), ("答复", one.answer), ("维持的依据", one.basis)]
    return [
        *_about(one, one.version.name),
        Fact("现在的类型", Noted(one.version.get_sharing_display(), f"第 {one.version.number} 版")),
        Fact("认为应列为", one.get_wanted_display()),
        Fact("理由", one.reason, wide=True),
        *(Fact(label, value, wide=True) for label, value in more if value),
    ]


def _fed_back(one: Feedback, _actor: Actor) -> Sequence[Fact]:
    facts = [*_about(one, one.resource_name), Fact("内容", one.text, wide=True)]
    return [*facts, Fact("答复", one.answer, wide=True)] if one.answer else facts


def _waiting(rows: QuerySet[Challenge] | QuerySet[Feedback]) -> str:
    waiting = rows.filter(state__in=[ChallengeState.OPEN, FeedbackState.OPEN]).count()
    return f"{number(waiting)} 件待答复" if waiting else ""


PEOPLE = [
    Column("consumer", "提出部门", "consumer.name", sort="consumer__name", width=160),
    Column("provider", "提供部门", "resource.provider.name", width=160),
]
LAST = [state_column(LIGHTS, width=180), Column("filed", "提出日期", "filed_on", sort="filed_on", width=120, css="nw")]

CHALLENGES = Matters(
    CHALLENGE,
    app="catalog",
    noun="challenge",
    at_home=True,
    operation="moves/{move}",
    title="类型异议",
    about="提供部门发布新版本更改类型，或者写明依据维持；主管部门能看到。",
    empty="没有类型异议。认为资源列错了共享类型，在资源页提出。",
    find=selectors.challenge_for,
    rows=selectors.challenges,
    facts=_challenged,
    shown=ChallengeOut,
    lights=LIGHTS,
    columns=[
        name_column("资源", "version.name", key="resource"),
        *PEOPLE,
        Column(
            "types",
            "现在 → 认为应列为",
            lambda one: f"{one.version.get_sharing_display()} → {one.get_wanted_display()}",
            width=240,
        ),
        *LAST,
    ],
    filters=[state_filter(CHALLENGE_WORDS)],
    headline=_waiting,
    chips=lambda actor: cited(actor, "catalog.type_fixed_by"),
    links=lambda _actor: [Link("使用反馈", reverse("catalog:feedbacks"))],
    asks={
        "agree": Ask(services.agree_to_challenge, OptionalNoteForm, "发布类型不同的新版本后，异议自动办结。"),
        "keep": Ask(services.keep_type, KeepForm, "须写明维持的依据和理由。", beside="note"),
        "withdraw": Ask(services.withdraw_challenge),
    },
    new=New(
        services.challenge_type,
        ChallengeForm,
        policies.may_ask,
        "提出类型异议",
        "写明应列为什么、理由是什么。",
        beside={"catalog.said": "reason"},
        by="catalog.talk",
        name="new_challenge",
        under=Under(
            "resource_id",
            selectors.resource_to_ask,
            "resources/<int:resource_id>/challenge/",
            "resources/{int:resource_id}/challenges",
        ),
    ),
)

FEEDBACKS = Matters(
    FEEDBACK,
    app="catalog",
    noun="feedback",
    at_home=True,
    title="使用反馈",
    about="提供部门会答复；主管部门能看到。数据有误请走校核。",
    empty="没有使用反馈。资源好不好用，在资源页反馈。",
    find=selectors.feedback_for,
    rows=selectors.feedback,
    facts=_fed_back,
    shown=FeedbackOut,
    lights=LIGHTS,
    columns=[name_column("资源", "resource_name", key="resource"), *PEOPLE, *LAST],
    filters=[state_filter(FEEDBACK_WORDS)],
    headline=_waiting,
    links=lambda _actor: [Link("类型异议", reverse("catalog:challenges"))],
    asks={"answer": Ask(services.answer_feedback, NoteForm, "答复反馈部门。", beside="note")},
    new=New(
        services.file_feedback,
        FeedbackForm,
        policies.may_ask,
        "反馈使用情况",
        "提供部门会答复；主管部门能看到。数据有误请走校核。",
        beside={"catalog.said": "text"},
        by="catalog.talk",
        name="new_feedback",
        under=Under(
            "resource_id",
            selectors.resource_to_ask,
            "resources/<int:resource_id>/feedback/",
            "resources/{int:resource_id}/feedback",
        ),
    ),
)
