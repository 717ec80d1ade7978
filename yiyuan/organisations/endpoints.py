"""Departments and their people for machines: the same services and forms as the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import require
from yiyuan.organisations.forms import (
    AbolitionForm,
    DelegationForm,
    LegalForm,
    OfficerForm,
    OrganisationForm,
    PaperForm,
    PersonForm,
    UnitForm,
)
from yiyuan.organisations.models import Delegation, NamedOfficer, Organisation, PendingAct, PolicyPaper
from yiyuan.organisations.policies import OVERSEERS
from yiyuan.organisations.rules import ADMINISTRATION
from yiyuan.organisations.types import Duty, Ending, Kind, Legal, Office, Paper
from yiyuan.web.edge import actor_of
from yiyuan.web.machines import checked

router = Router()
MOST = 500  # lines a list answers at most


class OrganisationIn(Schema):
    name: str
    uscc: str
    region_code: str
    short_name: str = ""
    kind: Kind = Kind.OWN
    legal: Legal | None = None
    office: Office = Office.NONE
    parent_id: int | None = None
    first_responsible: str = ""


class PersonIn(Schema):
    """Weighty functions wait for another administrator."""

    login: str
    person_name: str
    password: str
    post: str = ""
    phone: str = ""
    functions: list[Function]


class OfficerIn(Schema):
    """`from_on`: today when not given."""

    duty: Duty
    name: str
    post: str = ""
    phone: str = ""
    substitute: str = ""
    from_on: date | None = None


class UnitIn(Schema):
    unit: str


class PaperIn(Schema):
    kind: Paper
    title: str
    issued_on: date
    doc_no: str = ""
    goals: str = ""


class LegalIn(Schema):
    """`legal`: the nature, where it is to be determined first."""

    legal: Legal | None = None


class AbolitionIn(Schema):
    ending: Ending
    new_id: int
    act: str
    act_on: date
    on: date


class DelegationIn(Schema):
    """Both days included. Colleagues with their account ids: /organisations/colleagues."""

    function: Function
    delegate_account_id: int
    from_on: date
    to_on: date
    reason: str


class UnlockIn(Schema):
    login: str


def _line(found: Organisation) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "short_name": found.short_name,
        "uscc": found.uscc,
        "region_code": found.region_id,
        "kind": found.kind,
        "legal": found.legal,
        "office": found.office,
        "unit": found.unit,
        "parent_id": found.parent_id,
        "enrolled_on": found.enrolled_on,
        "abolished_on": found.abolished_on,
        "successor_id": found.successor_id,
    }


def _officer(found: NamedOfficer) -> dict[str, Any]:
    return {
        "id": found.id,
        "duty": found.duty,
        "name": found.person.name,
        "post": found.person.post,
        "phone": found.person.phone,
        "substitute": found.substitute.name if found.substitute else "",
        "from_on": found.from_on,
        "filed_on": found.filed_on,
    }


def _paper(found: PolicyPaper) -> dict[str, Any]:
    names = ("id", "kind", "title", "doc_no", "issued_on", "goals")
    return {name: getattr(found, name) for name in names}


def _whole(found: Organisation) -> dict[str, Any]:
    today = clock.today()
    ended = getattr(found, "succession", None)
    return {
        **_line(found),
        "lacks": [
            {"key": lack.key, "name": lack.words, "blocks": lack.blocks}
            for lack in selectors.lacking([found], on=today)[found.id]
        ],
        "officers": [_officer(one) for one in selectors.officers(found.id, on=today)],
        "papers": [_paper(one) for one in found.papers.order_by("-issued_on", "-id")],
        "names": [{"name": one.name, "from_on": one.from_on} for one in found.names.order_by("from_on")],
        "ended": {"successor": ended.new.name, "ending": ended.ending, "act": ended.act, "on": ended.on}
        if ended
        else None,
        "inherited": [
            {"id": one.old_id, "name": one.old.name, "ending": one.ending, "act": one.act, "on": one.on}
            for one in found.inherited.select_related("old").order_by("on")
        ],
    }


def _delegation(found: Delegation) -> dict[str, Any]:
    return {
        "id": found.id,
        "function": found.function,
        "principal": found.principal.name,
        "delegate": found.delegate.name,
        "from_on": found.from_on,
        "to_on": found.to_on,
        "reason": found.reason,
    }


def _act(found: PendingAct) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "state": found.state,
        "asked_by": found.asked_by.person.name,
        "asked_on": found.asked_on,
        "decided_by": found.decided_by.person.name if found.decided_by else "",
        "decided_on": found.decided_on,
    }


@router.get("", summary="本地区的单位")
def list_bodies(request: HttpRequest) -> list[dict[str, Any]]:
    """For those who oversee or administer; the ended ones too."""
    actor = actor_of(request)
    require(actor, *OVERSEERS)
    return [_line(one) for one in selectors.departments(region_code=actor.region_code, active=False)]


@router.post("", summary="登记单位")
def register(request: HttpRequest, body: OrganisationIn) -> dict[str, Any]:
    """By a system administrator; it is enrolled in a step of its own."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    values = checked(OrganisationForm(body.dict()))
    made = services.register_organisation(
        actor=actor,
        **{k: values[k] for k in ("name", "short_name", "uscc", "region_code", "parent_id", "first_responsible")},
        kind=body.kind,
        legal=body.legal,
        office=body.office,
    )
    return _whole(Organisation.objects.get(id=made))


@router.get("own", summary="本单位")
def get_own(request: HttpRequest) -> dict[str, Any]:
    """Officers, papers, succession, and what is missing."""
    actor = actor_of(request)
    return _whole(selectors.readable_organisation(actor, actor.organisation_id))


@router.get("colleagues", summary="本单位的同事（账号编号、姓名、岗位）")
def list_colleagues(request: HttpRequest) -> list[dict[str, Any]]:
    """Whom one may delegate to, hand over to or name as signer."""
    return [{"account_id": int(number), "name": words} for number, words in selectors.colleagues(actor_of(request))]


@router.get("delegations", summary="委托")
def list_delegations(request: HttpRequest) -> list[dict[str, Any]]:
    """Given or taken; all of the organisation for its head."""
    return [_delegation(one) for one in selectors.delegations(actor_of(request))[:MOST]]


@router.post("delegations", summary="委托同事代理一个岗位")
def delegate(request: HttpRequest, body: DelegationIn) -> dict[str, Any]:
    """It ends by itself after its last day."""
    actor = actor_of(request)
    values = checked(DelegationForm(body.dict(), actor=actor))
    made = services.delegate_function(actor=actor, **{**values, "function": Function(values["function"])})
    return _delegation(Delegation.objects.select_related("principal", "delegate").get(id=made))


@router.post("delegations/{delegation_id}/end", summary="收回委托")
def end_delegation(request: HttpRequest, delegation_id: int) -> dict[str, Any]:
    """Yesterday was its last day."""
    services.end_delegation(delegation_id, actor=actor_of(request))
    return _delegation(Delegation.objects.select_related("principal", "delegate").get(id=delegation_id))


@router.get("acts", summary="重要操作")
def list_acts(request: HttpRequest) -> list[dict[str, Any]]:
    """Asked for by one administrator, confirmed by another."""
    actor = actor_of(request)
    require(actor, *ADMINISTRATION)
    return [_act(one) for one in selectors.acts(actor)[:MOST]]


@router.post("acts/unlock", summary="提出解除账号锁定")
def ask_unlock(request: HttpRequest, body: UnlockIn) -> dict[str, int]:
    """The id of the act that another administrator confirms."""
    return {"act_id": services.ask_unlock(actor=actor_of(request), login=body.login)}


@router.post("acts/{act_id}/confirm", summary="确认重要操作")
def confirm_act(request: HttpRequest, act_id: int) -> dict[str, Any]:
    """Never by who asked."""
    return _decided(request, act_id, confirmed=True)


@router.post("acts/{act_id}/refuse", summary="不予确认重要操作")
def refuse_act(request: HttpRequest, act_id: int) -> dict[str, Any]:
    return _decided(request, act_id, confirmed=False)


def _decided(request: HttpRequest, act_id: int, *, confirmed: bool) -> dict[str, Any]:
    actor = actor_of(request)
    require(actor, *ADMINISTRATION)
    services.decide_act(act_id, actor=actor, confirmed=confirmed)
    return _act(selectors.acts(actor).get(id=act_id))


@router.post("officers/{officer_id}/file", summary="报备指定人员")
def file_officer(request: HttpRequest, officer_id: int) -> dict[str, Any]:
    services.file_officer(officer_id, actor=actor_of(request))
    return _officer(NamedOfficer.objects.select_related("person", "substitute").get(id=officer_id))


@router.post("assignments/{assignment_id}/end", summary="结束任职")
def end_assignment(request: HttpRequest, assignment_id: int) -> dict[str, Any]:
    """Today is the function's last day."""
    services.end_assignment(assignment_id, actor=actor_of(request), to_on=clock.today())
    return {"assignment_id": assignment_id, "to_on": clock.today()}


@router.get("{int:organisation_id}", summary="一个单位")
def get_body(request: HttpRequest, organisation_id: int) -> dict[str, Any]:
    """To its own people, its successor's, administrators, and those who oversee its region."""
    return _whole(selectors.readable_organisation(actor_of(request), organisation_id))


@router.post("{int:organisation_id}/officers", summary="指定人员")
def name_officer(request: HttpRequest, organisation_id: int, body: OfficerIn) -> dict[str, Any]:
    """Who was named for the duty before ends the day before."""
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    values = checked(OfficerForm(body.dict()))
    services.name_officer(organisation_id, actor=actor, **{**values, "duty": body.duty})
    return _whole(selectors.readable_organisation(actor, organisation_id))


@router.put("{int:organisation_id}/unit", summary="登记实施机构")
def name_unit(request: HttpRequest, organisation_id: int, body: UnitIn) -> dict[str, Any]:
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    services.name_unit(organisation_id, actor=actor, **checked(UnitForm(body.dict())))
    return _whole(selectors.readable_organisation(actor, organisation_id))


@router.post("{int:organisation_id}/papers", summary="备案工作方案、管理制度")
def file_paper(request: HttpRequest, organisation_id: int, body: PaperIn) -> dict[str, Any]:
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    values = checked(PaperForm(body.dict()))
    services.file_paper(organisation_id, actor=actor, **{**values, "kind": body.kind})
    return _whole(selectors.readable_organisation(actor, organisation_id))


@router.post("{int:organisation_id}/persons", summary="登记人员和岗位")
def open_account(request: HttpRequest, organisation_id: int, body: PersonIn) -> dict[str, Any]:
    """`act_id`: what waits for another administrator, where a function is weighty."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    found = _administered(organisation_id)
    values = checked(PersonForm(body.dict()))
    account = {name: values[name] for name in ("login", "password", "person_name", "phone", "post")}
    account_id = services.open_account(actor=actor, **account)
    act = services.ask_assignment(
        actor=actor, account_id=account_id, organisation_id=found.id, functions=values["functions"]
    )
    return {"account_id": account_id, "act_id": act}


@router.post("{int:organisation_id}/enrol", summary="启用单位")
def enrol(request: HttpRequest, organisation_id: int, body: LegalIn) -> dict[str, Any]:
    """Its nature is determined first where `legal` is given."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN)
    found = _administered(organisation_id)
    if body.legal is not None:
        services.set_legal(found.id, actor=actor, legal=str(checked(LegalForm(body.dict()))["legal"]))
    services.enrol_organisation(found.id, actor=actor)
    return _whole(_administered(organisation_id))


@router.post("{int:organisation_id}/abolish", summary="提出撤销、合并单位")
def abolish(request: HttpRequest, organisation_id: int, body: AbolitionIn) -> dict[str, int]:
    """The id of the act that another administrator confirms."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN)
    values = checked(AbolitionForm(body.dict(), old=_administered(organisation_id)))
    return {"act_id": services.ask_abolition(organisation_id, actor=actor, **{**values, "ending": body.ending})}


def _administered(organisation_id: int) -> Organisation:
    found = Organisation.objects.filter(id=organisation_id).first()
    if found is None:
        raise NotFound("organisation", id=organisation_id)
    return found
