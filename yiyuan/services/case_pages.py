"""Cases at both doors: what was found, what is missing, what was handed in, the decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import chips, cited, key
from yiyuan.services import forms, policies, rules, selectors, services
from yiyuan.services.models import Case, Proof
from yiyuan.services.types import (
    CASE_WORDS,
    CHECKED_WORDS,
    GOT_WORDS,
    CaseState,
    Checked,
    Got,
)
from yiyuan.services.workflow import CASE
from yiyuan.standing.api import seen_in
from yiyuan.web.components import Fact, Light, LightKind, Link, Noted
from yiyuan.web.lists import (
    Column,
    Lights,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

CASE_LIGHTS: Lights = {"open": "run", "done": "ok", "rejected": "late", "withdrawn": "end"}
GOT_LIGHTS: dict[Got, LightKind] = {
    Got.FOUND: "ok",
    Got.SHOWN: "ok",
    Got.UPLOADED: "soon",
    Got.DEFERRED: "soon",
    Got.MISSING: "late",
}


class ProofOut(Schema):
    id: int
    name: str
    got: Got
    words: str
    checked: str
    issuer: str
    issued_at: datetime | None
    digest: str
    promised_on: date | None
    delivery_id: int | None
    use_id: int | None


def _told(found: Any, part: str) -> str | None:  # a case with its actor
    person = selectors.person_of(found.model) if policies.works_on(found.actor, found.model) else None
    return getattr(person, part) if person else None


class CaseOut(MatterOut, Schema):
    """warned: rejected outside the platform for a record under recheck. applicant_…: for those who work on it, until
    it is closed.
    """

    number: str
    item_id: int
    item_name: str
    accepted_by: str = Field(alias="accepted_by.name")
    handled_by: str = Field(alias="handled_by.name")
    opened_on: date
    closed_on: date | None
    ground: str
    result: str
    warned: bool
    applicant_name: str | None
    applicant_code: str | None
    applicant_phone: str | None
    proofs: list[ProofOut]

    @staticmethod
    def resolve_applicant_name(found: Any) -> str | None:  # a case with its actor
        return _told(found, "name")

    @staticmethod
    def resolve_applicant_code(found: Any) -> str | None:
        return _told(found, "code")

    @staticmethod
    def resolve_applicant_phone(found: Any) -> str | None:
        return _told(found, "phone")

    @staticmethod
    def resolve_proofs(found: Any) -> Any:  # a case with its actor
        return found.model.held


def _case_facts(case: Case, actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("事项", Link(case.item_name, case.item.get_absolute_url())),
        Fact("办件编号", case.number),
        Fact("受理", Noted(case.opened_on, f"{case.accepted_by.short_name} {case.opened_by}")),
        Fact("办理部门", case.handled_by.name),
    ]
    person = selectors.person_of(case) if policies.works_on(actor, case) else None
    if person is not None:
        facts.append(Fact("申请人", Noted(person.name, person.code)))
        facts += [Fact("联系电话", person.phone)] if person.phone else []
    elif case.closed_on:
        facts.append(Fact("申请人", "办结后已删除"))
    else:
        facts.append(Fact("申请人", "只有受理和办理的部门看得到"))
    if case.closed_on:
        said = "；".join(text for text in (case.get_ground_display(), case.result) if text)
        facts.append(Fact("结果", Noted(said or case.get_state_display(), str(case.closed_on)), wide=True))
    return facts


def _kind(got: Got, *, required: bool) -> LightKind:
    return "none" if got is Got.MISSING and not required else GOT_LIGHTS[got]


def _proof_line(proof: Proof, *, works: bool, doubted: bool, as_paper: bool) -> dict[str, Any]:
    got = Got(proof.got)
    return {
        "proof": proof,
        "light": Light(_kind(got, required=proof.material.required), GOT_WORDS[got]),
        "checked": CHECKED_WORDS[Checked(proof.checked)] if got is Got.UPLOADED and proof.material.licence else "",
        "found": list(selectors.found_of(proof).items()) if works else [],
        "as_paper": as_paper,
        "doubted": doubted,
    }


def _case_context(actor: Actor, case: Case) -> Mapping[str, Any]:  # template variables
    works = policies.works_on(actor, case)
    held, is_open = selectors.lines(case), case.state == CaseState.OPEN
    law = CASE.law(case)
    lines = [
        _proof_line(proof, works=works, doubted=is_open and line.doubted, as_paper=rules.as_paper(line, law=law))
        for proof, line in zip(case.held, held, strict=True)
    ]
    looked, bought = seen_in(case.number) if works else ([], [])
    return {
        "looked": looked,
        "bought": bought,
        "number": case.number,
        "credit": key("standing.matters").values.get(case.item.credit_matter, "")
        if case.item.credit_matter in law("standing.matters")
        else "",
        "credit_chips": chips(law.resolved("standing.matters")),
        "lines": lines,
        "works": works,
        "goes_on": any(one["doubted"] for one in lines),
        "goes_on_chips": chips(law.resolved("disputes.service_goes_on")),
        "paper_chips": chips(law.resolved("services.as_paper")) if any(one["as_paper"] for one in lines) else [],
        "use_chips": chips(law.resolved("services.use_licence")),
        "unready": rules.unready(held) if is_open else [],
        "tasks": list(case.tasks.select_related("asked_of")),
        "warned_chips": chips(law.resolved("disputes.service_goes_on")) if case.warned else [],
    }


def _may_show(case: Case) -> bool:
    return any(one.material.licence and one.got not in {Got.FOUND, Got.SHOWN} for one in case.held)


def _has_missing(case: Case) -> bool:
    """Something the platform has in place of it."""
    return any(one.material.resource_id and one.got in {Got.MISSING, Got.DEFERRED} for one in case.held)


def _looked_up(result: Checked) -> tuple[int, str]:
    level = messages.SUCCESS if result is Checked.SEEN else messages.WARNING
    return level, f"{CHECKED_WORDS[result]}。"


def _gathered(found: int) -> tuple[int, str]:
    if found:
        return messages.SUCCESS, f"取得 {found} 项材料，免交。"
    return messages.WARNING, "没有取到新的材料，每一项写明了原因。"


CASES = Matters(
    CASE,
    app="services",
    noun="case",
    title="办件",
    about="先从平台取材料，取不到的才请申请人出示或者提交。",
    empty="还没有办件。在事项的页面受理。",
    find=selectors.case_for,
    rows=selectors.cases,
    facts=_case_facts,
    shown=CaseOut,
    lights=CASE_LIGHTS,
    columns=[
        state_column(CASE_LIGHTS),
        name_column("事项", "item_name", key="item", note=lambda one: one.number),
        Column("accepted", "受理", "accepted_by.short_name", sort="accepted_by__name"),
        Column("handled", "办理", "handled_by.short_name", sort="handled_by__name"),
        Column("opened", "受理日期", "opened_on", sort="opened_on", css="nw"),
        Column("closed", "办结日期", "closed_on", sort="closed_on", css="nw"),
    ],
    filters=[
        state_filter(CASE_WORDS),
        text_filter("item", "事项", "item_name"),
        text_filter("body", "办理部门", "handled_by__name"),
    ],
    chips=lambda actor: cited(actor, "services.use_licence", "disputes.service_goes_on"),
    links=lambda _actor: [Link("事项", reverse("services:items")), Link("协同任务", reverse("services:tasks"))],
    page="services/case.html",
    context=_case_context,
    asks={
        "approve": Ask(services.approve_case, forms.ApproveForm, beside="result", name="approve_case"),
        "reject": Ask(services.reject_case, forms.RejectForm, beside="words", name="reject_case"),
        "withdraw": Ask(services.withdraw_case, name="withdraw_case"),
        "gather": Ask(
            services.gather,
            may=policies.require_working,
            when=_has_missing,
            label="从平台取材料",
            words="按申请人查电子证照库和本部门有授权的资源；每一次取用都留记录。",
            said=_gathered,
            name="gather",
        ),
        "add_proof": Ask(
            services.add_proof,
            forms.ProofForm,
            may=policies.require_working,
            label="上传申请人提交的材料",
            done="已上传。",
            beside={"services.file": "file"},
            path="proofs",
            name="add_proof",
        ),
        "check": Ask(
            services.check_proof,
            forms.CheckForm,
            may=policies.require_working,
            when=lambda case: any(one.got == Got.UPLOADED and one.material.licence for one in case.held),
            label="用电子证照查验影印件",
            words="查到的证照列在材料旁边，再核对影印件是不是一致。",
            said=_looked_up,
            beside="proof_id",
            name="check_proof",
        ),
        "judge": Ask(
            services.judge_proof,
            forms.JudgeForm,
            may=policies.require_working,
            when=lambda case: any(one.got == Got.UPLOADED and one.checked == Checked.SEEN for one in case.held),
            label="核对影印件",
            done="已记下。",
            beside="proof_id",
            name="judge_proof",
        ),
        "shown": Ask(
            services.note_shown,
            forms.ShownForm,
            may=policies.require_working,
            when=_may_show,
            label="申请人出示了电子证照",
            done="已记下。",
            beside="words",
            name="note_shown",
        ),
        "defer": Ask(
            services.defer_proof,
            forms.DeferForm,
            may=policies.require_working,
            when=lambda case: any(one.got == Got.MISSING for one in case.held),
            label="容缺办理",
            done="已记下承诺。",
            beside="promised_on",
            name="defer_proof",
        ),
        "task": Ask(
            services.give_task,
            forms.TaskForm,
            may=policies.require_working,
            label="请别的部门协同办理",
            done="已交办。",
            beside="due_on",
            path="tasks",
            name="give_task",
        ),
    },
    new=New(
        services.accept_case,
        forms.CaseForm,
        policies.may_register,
        "受理",
        "申请人的信息加密保存，办结后删除。",
        beside={"services.person": "code", "services.code": "scanned"},
        by="services.case.open",
        key="services.use_licence",
        name="new_case",
        under=Under(
            "service_item_id",
            selectors.item_to_apply,
            "items/<int:service_item_id>/case/",
            "items/{int:service_item_id}/cases",
        ),
    ),
)
