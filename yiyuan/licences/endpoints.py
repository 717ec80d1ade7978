"""Licences for machines: the same services and forms as the pages."""

from datetime import date, datetime
from functools import partial
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from yiyuan.catalog.api import licence_entry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences import display, policies, rules, selectors, services, sheets
from yiyuan.licences.forms import LicenceForm, UseForm, posted
from yiyuan.licences.models import Licence, Making
from yiyuan.licences.types import STATE_WORDS, Action, State
from yiyuan.licences.views.objections import OBJECTIONS
from yiyuan.web.edge import actor_of
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class LicenceIn(Schema):
    """`values`: information item -> text. `valid_until`: last day, inclusive; none: without end."""

    holder_name: str
    code_kind: str
    holder_code: str
    licence_no: str
    granted_on: date
    valid_from: date
    valid_until: date | None = None
    values: dict[str, str] = {}


class NoteIn(Schema):
    note: str = ""


class UseIn(Schema):
    """`number`: identifier or licence number; with the holder's code it names one licence."""

    number: str
    holder_code: str
    action: Action
    case: str = ""
    purpose: str = ""


class AnswerIn(Schema):
    accepted: bool
    note: str = ""


class LicenceOut(Schema):
    """Name and code of the holder are masked to all but the issuer; `sealed` is never true yet."""

    id: int
    number: str | None
    name: str
    licence_no: str
    issuer: str
    state: str
    state_words: str
    version: int
    holder_name: str
    holder_code: str
    values: dict[str, Any]  # information item -> text
    granted_on: date
    valid_from: date
    valid_until: date | None
    origin: str
    made_on: date
    rules: str
    seal_holder: str
    sealed: bool
    seal_words: str
    issued_on: date | None


class MakingOut(Schema):
    """Read = made + refused; the refused rows come with their reasons."""

    id: int
    name: str
    history: bool
    read_rows: int
    made_rows: int
    refused_rows: int
    refusals: list[dict[str, Any]]  # row, reasons


class FilingOut(Schema):
    """accepted: none while it waits for an answer."""

    id: int | None = Field(alias="officer_id")
    organisation: str = Field(alias="organisation_name")
    name: str
    from_on: date | None
    filed_on: date | None
    accepted: bool | None
    answered_on: date | None
    note: str


class FiguresOut(Schema):
    """One department since a day; valid, suspended, open_objections, signals, findings: as they stand."""

    name: str
    officer: bool
    issued: int
    valid: int
    suspended: int
    used: int
    verified: int
    uses: int
    objections: int
    open_objections: int
    signals: int
    findings: int


class UsedOut(Schema):
    """Verifying answers the state only; holder and values come for a use or reading of an issued licence."""

    id: int
    licence_id: int
    name: str
    issuer: str
    state: str
    state_words: str
    valid_from: date
    valid_until: date | None
    sealed: bool
    seal_words: str
    under_objection: bool
    holder_name: str | None = None
    holder_code: str | None = None
    values: dict[str, Any] | None = None  # information item -> text


class AnsweredOut(Schema):
    id: int
    accepted: bool


def _licence(found: Licence, *, actor: Actor) -> dict[str, Any]:
    whole = policies.reads_holder(found, actor=actor)
    return {
        "id": found.id,
        "number": found.number,
        "name": found.type_name,
        "licence_no": found.licence_no,
        "issuer": found.issuer_name,
        "state": found.state,
        "state_words": STATE_WORDS[State(found.state)],
        "version": found.version,
        "holder_name": found.holder_name if whole else rules.masked_name(found.holder_name),
        "holder_code": found.holder_code if whole else rules.masked_code(found.holder_code),
        "values": found.values if whole else {},
        "granted_on": found.granted_on,
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "origin": found.origin,
        "made_on": found.made_on,
        "rules": found.rules,
        "seal_holder": found.seal_holder,
        "sealed": False,
        "seal_words": display.seal_words(found),
        "issued_on": found.issued_on,
    }


def _again(actor: Actor, licence_id: int) -> dict[str, Any]:
    return _licence(selectors.licence_for(actor, licence_id), actor=actor)


def _form(body: LicenceIn, resource_id: int) -> LicenceForm:
    entry = licence_entry(resource_id)
    said = body.dict()
    form = LicenceForm({**said, **posted(entry, said.pop("values"))}, entry=entry)
    checked(form)
    return form


def _making(found: Making) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.type_name,
        "history": found.history,
        "read_rows": found.read_rows,
        "made_rows": found.made_rows,
        "refused_rows": found.refused_rows,
        "refusals": found.refusals,
    }


@router.get("", response=page_of(LicenceOut), summary="电子证照")
def list_licences(request: HttpRequest, paging: Query[Paging], state: str = "") -> dict[str, Any]:
    actor = actor_of(request)
    rows = selectors.licences(actor)
    rows = rows.filter(state=state) if state else rows
    return paged(rows, paging, partial(_licence, actor=actor))


@router.post("entries/{resource_id}/licences", response={201: LicenceOut}, summary="逐件制证")
def make_licence(request: HttpRequest, resource_id: int, body: LicenceIn) -> tuple[int, dict[str, Any]]:
    actor = actor_of(request)
    selectors.entry_to_make(actor, resource_id)
    stated = _form(body, resource_id).stated()
    return 201, _again(actor, services.make_licence(resource_id, actor=actor, stated=stated))


@router.post("entries/{resource_id}/sheets", response={201: MakingOut}, summary="用表批量制证或历史补录")
def make_from_sheet(
    request: HttpRequest,
    resource_id: int,
    file: Annotated[UploadedFile, File()],
    history: Annotated[bool, Form()] = False,  # noqa: FBT002 - a field of the form
) -> tuple[int, dict[str, Any]]:
    """Read = made + refused; the refused rows come with their reasons."""
    actor = actor_of(request)
    entry = selectors.entry_to_make(actor, resource_id)
    name = str(file.name)
    rows = sheets.rows_of(file.read(sheets.MAX_BYTES + 1), file_name=name, entry=entry, history=history)
    made = services.make_from_sheet(resource_id, actor=actor, rows=rows, file_name=name, history=history)
    return 201, _making(made)


@router.get("sheets/{making_id}", response=MakingOut, summary="一批制证的结果")
def get_making(request: HttpRequest, making_id: int) -> dict[str, Any]:
    return _making(selectors.making_for(actor_of(request), making_id))


@router.post("uses", response={201: UsedOut}, exclude_unset=True, summary="使用、查阅、核验一件证照")
def use_licence(request: HttpRequest, body: UseIn) -> tuple[int, dict[str, Any]]:
    """Verifying answers the state only; contents come for a use or reading of an issued licence."""
    actor = actor_of(request)
    if not policies.may_use(actor):
        raise NotAllowed("licences.use")
    said = checked(UseForm(body.dict()))
    said["action"] = Action(said["action"])
    made = services.use_licence(actor=actor, **said)
    found = made.licence
    answer: dict[str, Any] = {
        "id": made.id,
        "licence_id": found.id,
        "name": found.type_name,
        "issuer": found.issuer_name,
        "state": found.state,
        "state_words": STATE_WORDS[State(found.state)],
        "valid_from": found.valid_from,
        "valid_until": found.valid_until,
        "sealed": False,
        "seal_words": display.seal_words(found),
        "under_objection": bool(selectors.open_objections(found.id)),
    }
    if made.action != Action.VERIFY and found.state == State.ISSUED:
        answer |= {"holder_name": found.holder_name, "holder_code": found.holder_code, "values": found.values}
    return 201, answer


class UseOut(Schema):
    id: int
    licence: str = Field(alias="licence.type_name")
    action: str
    consumer: str = Field(alias="consumer.name")
    person_name: str
    case: str
    purpose: str
    at: datetime
    state: str


@router.get("uses", response=page_of(UseOut), summary="用证记录")
def list_uses(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(selectors.uses(actor_of(request)), paging, lambda one: one)


OBJECTIONS.router("objections/", router=router)


@router.get("officers", response=page_of(FilingOut), summary="电子证照专人报备")
def list_officers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(selectors.officer_filings(actor_of(request)), paging, lambda one: one)


@router.post("officers/{officer_id}/answer", response=AnsweredOut, summary="接收或不接收电子证照专人的报备")
def answer(request: HttpRequest, officer_id: int, body: AnswerIn) -> dict[str, Any]:
    services.answer_officer(officer_id, actor=actor_of(request), accepted=body.accepted, note=body.note)
    return {"id": officer_id, "accepted": body.accepted}


@router.get("figures", response=page_of(FiguresOut), summary="各部门签发、使用、异议和违规情况")
def figures(request: HttpRequest, paging: Query[Paging], since: date | None = None) -> dict[str, Any]:
    """`since`: the first of January when not given."""
    actor = actor_of(request)
    if not actor.has(*policies.ISSUER_SIDE, *policies.OVERSEERS):
        raise NotAllowed("licences.figures")
    first = since or date(clock.today().year, 1, 1)
    return paged(selectors.figures(actor, since=first), paging, lambda row: row)


@router.get("{licence_id}", response=LicenceOut, summary="一件电子证照")
def get_licence(request: HttpRequest, licence_id: int) -> dict[str, Any]:
    return _again(actor_of(request), licence_id)


@router.post("{licence_id}/moves/{move}", response=LicenceOut, summary="审核、退回、签发、停用、恢复、注销")
def move_licence(request: HttpRequest, licence_id: int, move: str, body: NoteIn) -> dict[str, Any]:
    """audit, return, drop, issue, suspend, resume, cancel; with a reason where one is due."""
    actor = actor_of(request)
    services.move_licence(licence_id, move, actor=actor, note=body.note)
    return _again(actor, licence_id)


@router.post("{licence_id}/remake", response=LicenceOut, summary="改正退回的证照，重新送审")
def remake_licence(request: HttpRequest, licence_id: int, body: LicenceIn) -> dict[str, Any]:
    actor = actor_of(request)
    found = selectors.licence_for(actor, licence_id)
    services.remake_licence(licence_id, actor=actor, stated=_form(body, found.resource_id).stated())
    return _again(actor, licence_id)


@router.post("{licence_id}/update", response=LicenceOut, summary="更新证照，制成新版本")
def update_licence(request: HttpRequest, licence_id: int, body: LicenceIn) -> dict[str, Any]:
    actor = actor_of(request)
    found = selectors.licence_for(actor, licence_id)
    return _again(
        actor, services.update_licence(licence_id, actor=actor, stated=_form(body, found.resource_id).stated())
    )
