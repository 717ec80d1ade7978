"""Departments and their people for machines: the same services and forms as the pages."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import require
from yiyuan.organisations.forms import (
    AbolitionForm,
    AssignForm,
    DelegationForm,
    LegalForm,
    OfficerForm,
    OrganisationForm,
    PaperForm,
    PersonForm,
    UnitForm,
)
from yiyuan.organisations.models import Account, Assignment, Delegation, NamedOfficer, Organisation, PendingAct
from yiyuan.organisations.policies import OVERSEERS
from yiyuan.organisations.rules import ADMINISTRATION
from yiyuan.organisations.schemas import (
    AbolitionIn,
    AccountLine,
    AccountOut,
    ActOut,
    AskedOut,
    AssignIn,
    ColleagueOut,
    DelegationIn,
    DelegationOut,
    EndedAssignmentOut,
    LegalIn,
    OfficerIn,
    OfficerOut,
    OrganisationIn,
    OrganisationLine,
    OrganisationOut,
    PaperIn,
    PersonIn,
    UnitIn,
    UnlockIn,
)
from yiyuan.organisations.types import ActKind
from yiyuan.web.edge import actor_of
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


@router.get("", response=page_of(OrganisationLine), summary="本地区的单位")
def list_bodies(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of organisations
    """For those who oversee or administer; the ended ones too."""
    actor = actor_of(request)
    require(actor, *OVERSEERS)
    return paged(selectors.departments(region_code=actor.region_code, active=False), paging, lambda one: one)


@router.post("", response={201: OrganisationOut}, summary="登记单位")
def register(request: HttpRequest, body: OrganisationIn) -> tuple[int, Organisation]:
    """By a system administrator; it is enrolled in a step of its own."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    values = checked(OrganisationForm(body.dict(), actor=actor))
    made = services.register_organisation(
        actor=actor,
        **{k: values[k] for k in ("name", "short_name", "uscc", "region_code", "parent_id", "first_responsible")},
        kind=body.kind,
        legal=body.legal,
        office=body.office,
    )
    return 201, Organisation.objects.get(id=made)


@router.get("own", response=OrganisationOut, summary="本单位")
def get_own(request: HttpRequest) -> Organisation:
    """Officers, papers, succession, and what is missing."""
    actor = actor_of(request)
    return selectors.readable_organisation(actor, actor.organisation_id)


@router.get("colleagues", response=page_of(ColleagueOut), summary="本单位的同事（账号编号、姓名、岗位）")
def list_colleagues(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of colleagues
    """Whom one may delegate to, hand over to or name as signer."""
    found = selectors.colleagues(actor_of(request))
    return paged(found, paging, lambda one: {"account_id": int(one[0]), "name": one[1]})


@router.get("delegations", response=page_of(DelegationOut), summary="委托")
def list_delegations(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of delegations
    """Given or taken; all of the organisation for its head."""
    return paged(selectors.delegations(actor_of(request)), paging, lambda one: one)


@router.post("delegations", response={201: DelegationOut}, summary="委托同事代理一个岗位")
def delegate(request: HttpRequest, body: DelegationIn) -> tuple[int, Delegation]:
    """It ends by itself after its last day."""
    actor = actor_of(request)
    values = checked(DelegationForm(body.dict(), actor=actor))
    made = services.delegate_function(actor=actor, **{**values, "function": Function(values["function"])})
    return 201, Delegation.objects.select_related("principal", "delegate").get(id=made)


@router.post("delegations/{int:delegation_id}/end", response=DelegationOut, summary="收回委托")
def end_delegation(request: HttpRequest, delegation_id: int) -> Delegation:
    """Yesterday was its last day."""
    services.end_delegation(delegation_id, actor=actor_of(request))
    return Delegation.objects.select_related("principal", "delegate").get(id=delegation_id)


@router.get("accounts", response=page_of(AccountLine), summary="账号")
def list_accounts(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of accounts
    """Of the administrator's region; the switched-off ones too."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    return paged(selectors.accounts(actor), paging, lambda one: one)


@router.post("accounts/{int:account_id}/functions", response={201: AccountOut}, summary="增加岗位")
def assign(request: HttpRequest, account_id: int, body: AssignIn) -> tuple[int, dict[str, int | None]]:
    """For somebody who has an account; `act_id`: what waits for another administrator."""
    actor = actor_of(request)
    selectors.administered_account(actor, account_id)
    values = checked(AssignForm(body.dict(), actor=actor))
    return 201, {
        "account_id": account_id,
        "act_id": services.ask_assignment(actor=actor, account_id=account_id, **values),
    }


@router.post("accounts/{int:account_id}/switch-off", response=AccountLine, summary="停用账号")
def switch_off(request: HttpRequest, account_id: int) -> Account:
    """At once, with its sessions and tokens."""
    return _switched(request, account_id, on=False)


@router.post("accounts/{int:account_id}/switch-on", response=AccountLine, summary="启用账号")
def switch_on(request: HttpRequest, account_id: int) -> Account:
    return _switched(request, account_id, on=True)


def _switched(request: HttpRequest, account_id: int, *, on: bool) -> Account:
    actor = actor_of(request)
    services.switch_account(account_id, actor=actor, on=on)
    return selectors.administered_account(actor, account_id)


@router.post("accounts/{int:account_id}/reset", response={201: AskedOut}, summary="提出重置密码")
def ask_reset(request: HttpRequest, account_id: int) -> tuple[int, dict[str, int]]:
    """Whoever confirms it is told the initial password, on the page alone."""
    return 201, {"act_id": services.ask_reset(actor=actor_of(request), account_id=account_id)}


@router.post("accounts/{int:account_id}/second-factor/reset", response={201: AskedOut}, summary="提出重置第二因素")
def ask_factor_reset(request: HttpRequest, account_id: int) -> tuple[int, dict[str, int]]:
    """For somebody who lost authenticator and recovery codes; another administrator confirms."""
    return 201, {"act_id": services.ask_factor_reset(actor=actor_of(request), account_id=account_id)}


@router.get("acts", response=page_of(ActOut), summary="重要操作")
def list_acts(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of acts
    """Asked for by one administrator, confirmed by another."""
    actor = actor_of(request)
    require(actor, *ADMINISTRATION)
    return paged(selectors.acts(actor), paging, lambda one: one)


@router.post("acts/unlock", response={201: AskedOut}, summary="提出解除账号锁定")
def ask_unlock(request: HttpRequest, body: UnlockIn) -> tuple[int, dict[str, int]]:
    """The id of the act that another administrator confirms."""
    return 201, {"act_id": services.ask_unlock(actor=actor_of(request), login=body.login)}


@router.post("acts/{int:act_id}/confirm", response=ActOut, summary="确认重要操作")
def confirm_act(request: HttpRequest, act_id: int) -> PendingAct:
    """Never by who asked."""
    return _decided(request, act_id, confirmed=True)


@router.post("acts/{int:act_id}/refuse", response=ActOut, summary="不予确认重要操作")
def refuse_act(request: HttpRequest, act_id: int) -> PendingAct:
    return _decided(request, act_id, confirmed=False)


def _decided(request: HttpRequest, act_id: int, *, confirmed: bool) -> PendingAct:
    actor = actor_of(request)
    require(actor, *ADMINISTRATION)
    found = selectors.acts(actor).filter(id=act_id).first()
    if confirmed and found is not None and found.kind == ActKind.RESET:
        raise RuleBroken("organisations.reset_on_the_page")  # a password does not belong in a machine's log
    services.decide_act(act_id, actor=actor, confirmed=confirmed)
    return selectors.acts(actor).get(id=act_id)


@router.post("officers/{int:officer_id}/file", response=OfficerOut, summary="报备指定人员")
def file_officer(request: HttpRequest, officer_id: int) -> NamedOfficer:
    services.file_officer(officer_id, actor=actor_of(request))
    return NamedOfficer.objects.select_related("person", "substitute").get(id=officer_id)


@router.post("assignments/{int:assignment_id}/end", response=EndedAssignmentOut, summary="结束任职")
def end_assignment(request: HttpRequest, assignment_id: int) -> dict[str, Any]:
    """At once: yesterday was its last day."""
    services.end_assignment(assignment_id, actor=actor_of(request))
    return {"assignment_id": assignment_id, "to_on": Assignment.objects.get(id=assignment_id).to_on}


@router.get("{int:organisation_id}", response=OrganisationOut, summary="一个单位")
def get_body(request: HttpRequest, organisation_id: int) -> Organisation:
    """To its own people, its successor's, administrators, and those who oversee its region."""
    return selectors.readable_organisation(actor_of(request), organisation_id)


@router.post("{int:organisation_id}/officers", response={201: OrganisationOut}, summary="指定人员")
def name_officer(request: HttpRequest, organisation_id: int, body: OfficerIn) -> tuple[int, Organisation]:
    """Who was named for the duty before ends the day before."""
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    values = checked(OfficerForm(body.dict()))
    services.name_officer(organisation_id, actor=actor, **{**values, "duty": body.duty})
    return 201, selectors.readable_organisation(actor, organisation_id)


@router.put("{int:organisation_id}/unit", response=OrganisationOut, summary="登记实施机构")
def name_unit(request: HttpRequest, organisation_id: int, body: UnitIn) -> Organisation:
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    services.name_unit(organisation_id, actor=actor, **checked(UnitForm(body.dict())))
    return selectors.readable_organisation(actor, organisation_id)


@router.post("{int:organisation_id}/papers", response={201: OrganisationOut}, summary="备案工作方案、管理制度")
def file_paper(request: HttpRequest, organisation_id: int, body: PaperIn) -> tuple[int, Organisation]:
    actor = actor_of(request)
    selectors.readable_organisation(actor, organisation_id)
    values = checked(PaperForm(body.dict()))
    services.file_paper(organisation_id, actor=actor, **{**values, "kind": body.kind})
    return 201, selectors.readable_organisation(actor, organisation_id)


@router.post("{int:organisation_id}/persons", response={201: AccountOut}, summary="登记人员和岗位")
def open_account(request: HttpRequest, organisation_id: int, body: PersonIn) -> tuple[int, dict[str, int | None]]:
    """`act_id`: what waits for another administrator, where a function is weighty."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    found = selectors.administered_organisation(actor, organisation_id)
    values = checked(PersonForm(body.dict()))
    account = {name: values[name] for name in ("login", "password", "person_name", "phone", "post")}
    account_id = services.open_account(actor=actor, **account)
    act = services.ask_assignment(
        actor=actor, account_id=account_id, organisation_id=found.id, functions=values["functions"]
    )
    return 201, {"account_id": account_id, "act_id": act}


@router.post("{int:organisation_id}/enrol", response=OrganisationOut, summary="启用单位")
def enrol(request: HttpRequest, organisation_id: int, body: LegalIn) -> Organisation:
    """Its nature is determined first where `legal` is given."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN)
    found = selectors.administered_organisation(actor, organisation_id)
    if body.legal is not None:
        services.set_legal(found.id, actor=actor, legal=str(checked(LegalForm(body.dict()))["legal"]))
    services.enrol_organisation(found.id, actor=actor)
    return selectors.administered_organisation(actor, organisation_id)


@router.post("{int:organisation_id}/abolish", response={201: AskedOut}, summary="提出撤销、合并单位")
def abolish(request: HttpRequest, organisation_id: int, body: AbolitionIn) -> tuple[int, dict[str, int]]:
    """The id of the act that another administrator confirms."""
    actor = actor_of(request)
    require(actor, Function.SYSTEM_ADMIN)
    values = checked(AbolitionForm(body.dict(), old=selectors.administered_organisation(actor, organisation_id)))
    return 201, {"act_id": services.ask_abolition(organisation_id, actor=actor, **{**values, "ending": body.ending})}
