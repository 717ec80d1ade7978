"""How an order looks: its light, its facts, the links to its documents and files."""

from collections.abc import Sequence

from django.urls import reverse

from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.rectification import policies, selectors
from yiyuan.rectification.models import Order, Referral, Task
from yiyuan.rectification.types import (
    DRAWN,
    PAPER_WORDS,
    PaperKind,
    ReferralState,
    State,
    TaskState,
)
from yiyuan.rectification.workflow import ORDER
from yiyuan.regulations.api import chips_of, key
from yiyuan.web.components import Content, Fact, Light, LightKind, Link, Noted

LIGHTS: dict[str, LightKind] = {
    State.DRAFT: "none",
    State.ISSUED: "soon",
    State.ANSWERED: "half",
    State.REPORTED: "late",
    State.CIRCULATED: "late",
    State.RECTIFIED: "ok",
    State.WITHDRAWN: "end",
}
REFERRAL_LIGHTS: dict[str, LightKind] = {
    ReferralState.RECORDED: "soon",
    ReferralState.HANDED: "run",
    ReferralState.DECIDED: "end",
    ReferralState.CLOSED: "end",
}
TASK_LIGHTS: dict[str, LightKind] = {TaskState.OPEN: "soon", TaskState.ANSWERED: "half", TaskState.CLOSED: "end"}


def order_light(order: Order) -> Light:
    """Past its day says so, until the next step is taken."""
    if order.lapsed and order.state == State.ISSUED:
        return Light("late", "逾期没有整改")
    return Light(LIGHTS[order.state], order.get_state_display())


def conduct_words(violation: str) -> str:
    return key(violation).title.removeprefix("列举的情形：") if violation else ""


def order_facts(order: Order, actor: Actor) -> Sequence[Fact]:
    law = ORDER.law(order)
    called = key("rectification.notice").values[law("rectification.notice")]
    others = "、".join(selectors.co_issuers(order))
    issued = order.issued_on.isoformat() if order.issued_on else "还没有发出"
    facts = [
        Fact("单位", order.organisation.name),
        Fact(called, Noted(order.number or "还没有文号", issued)),
        Fact("签发单位", f"{order.signed_by}　会同 {others}" if others else order.signed_by),
        Fact("情形", [conduct_words(order.violation), *chips_of(order.cite)], wide=True),
        Fact("认定", Link(order.title, reverse("workflow:signal", args=[order.signal_id])), wide=True),
    ]
    if order.earlier:
        facts.append(Fact("以前的整改", Link(str(order.earlier), order.earlier.get_absolute_url()), wide=True))
    if order.project_id:
        facts.append(Fact("项目", Link("看项目", reverse("projects:project", args=[order.project_id]))))
    facts += [
        Fact("存在的问题", order.problem, wide=True),
        Fact("整改要求", order.demand, wide=True),
        Fact("整改期限", order.due_on),
    ]
    told = [
        ("整改情况", order.measures, order.answered_on, ""),
        ("复查", order.finding, order.rechecked_on, ""),
        ("上报政府", order.report_words, order.reported_on, order.report_number),
        ("政府责令", order.order_number, order.ordered_on, ""),
        ("通报", order.circular_words, order.circulated_on, order.circular_number),
    ]
    facts += [
        Fact(label, Noted(words, f"{on}　{number}".strip()), wide=True)
        for label, words, on, number in told
        if on is not None
    ]
    steps = [
        Noted(str(one), f"{one.number}　{one.words}" + (f"；{one.lifted_on} 解除" if one.lifted_on else ""))
        for one in order.steps.order_by("id")
    ]
    if steps:
        facts.append(Fact("项目措施", steps, wide=True))
    facts.append(Fact("文书（DOCX）", _documents(order, actor), wide=True))
    if actor.has(*OVERSEERS):
        facts.append(Fact("移送处理", _referrals(order, actor), wide=True))
    files = [
        Link(f"{PAPER_WORDS[PaperKind(one.kind)]}：{one.name}", reverse("rectification:paper", args=[one.id]))
        for one in order.papers.order_by("id")
    ]
    if files:
        facts.append(Fact("文件", files, wide=True))
    return facts


def documents_of(order: Order, actor: Actor) -> list[PaperKind]:
    """Acts this reader may have as a document: the notice for all who see the order, the others where they were made,
    for those who oversee it also before.
    """
    law = ORDER.law(order)
    made = {PaperKind.REPORT: order.reported_on, PaperKind.CIRCULAR: order.circulated_on}
    known = {PaperKind.REPORT: law("rectification.report"), PaperKind.CIRCULAR: law("rectification.circular")}
    overseer = actor.has(*OVERSEERS)
    drawn = [PaperKind.NOTICE]
    if overseer:
        drawn += [kind for kind in DRAWN[1:] if made[kind] or (known[kind] and order.lapsed)]
    elif order.circulated_on:
        drawn.append(PaperKind.CIRCULAR)
    return drawn


def _referrals(order: Order, actor: Actor) -> list[Link]:
    """What was handed over, and the way to do so; for overseers alone."""
    found = [Link(str(one), one.get_absolute_url()) for one in order.referrals.select_related("organisation")]
    if policies.may_record(actor):
        found.append(Link("登记移送", f"{reverse('rectification:new_referral')}?order_id={order.id}"))
    return found


def _documents(order: Order, actor: Actor) -> list[Link]:
    return [
        Link(PAPER_WORDS[kind], reverse("rectification:document", args=[order.id, kind.value]))
        for kind in documents_of(order, actor)
    ]


def referral_facts(found: Referral, _actor: Actor) -> Sequence[Fact]:
    order: Content = Link(str(found.order), found.order.get_absolute_url()) if found.order else "不是从整改来的"
    facts = [
        Fact("单位", found.organisation.name),
        Fact("移送为了", found.get_kind_display()),
        Fact("整改", order, wide=True),
        Fact("事实", found.what, wide=True),
        Fact("责任人", found.persons, wide=True),
    ]
    if found.violation:
        facts.append(Fact("情形", conduct_words(found.violation)))
    if found.consequence:
        facts.append(Fact("造成的后果", found.get_consequence_display()))
    if found.about:
        facts.append(Fact("有关的办件", found.about))
    if found.handed_on:
        facts.append(Fact("移送", Noted(found.organ, found.handed_on.isoformat()), wide=True))
    if found.decided_on:
        facts.append(Fact("处理决定", Noted(found.decision, found.decided_on.isoformat()), wide=True))
    if found.sha256:
        facts.append(Fact("材料", Link(found.file_name, reverse("rectification:referral_file", args=[found.id]))))
    return [*facts, Fact("登记", Noted(found.recorded_by, found.recorded_on.isoformat()))]


def task_facts(task: Task, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("交给", task.organisation.name),
        Fact("交办", Noted(f"{task.issuer.name}　{task.opened_by}", task.opened_on.isoformat())),
        Fact("期限", task.due_on),
        Fact("要求", task.demand, wide=True),
    ]
    if task.answered_on:
        facts.append(Fact("答复", Noted(task.measures, task.answered_on.isoformat()), wide=True))
    if task.finding:
        facts.append(Fact("意见", task.finding, wide=True))
    return facts
