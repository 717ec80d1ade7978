"""Sharing for programs: the same services, by personal access token."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field as SchemaField

from yiyuan.kernel import clock
from yiyuan.sharing import selectors, services
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Condition, Operator, Scope
from yiyuan.web.edge import actor_of
from yiyuan.workflow.api import Law, term_of

router = Router()
PAGE = 200  # rows a list answers at most


class ConditionIn(Schema):
    item: str
    operator: Operator = Operator.IS
    value: str


class ScopeIn(Schema):
    """Items by name (empty: all), conditions on rows, methods, last day of use."""

    items: list[str] = []
    rows: list[ConditionIn] = []
    methods: list[str] = []
    until_on: date | None = None
    daily_calls: int | None = None
    daily_rows: int | None = None


class ApplicationIn(ScopeIn):
    resource_id: int
    need: str = ""
    purpose: str = ""
    duty: str = ""
    legal_basis: str = ""
    scenario: str = ""
    business_need: str = ""
    service_item: str = ""
    receiving_system: str = ""
    protection_level: int | None = None
    contact: str = ""
    materials: list[str] = []
    use_kinds: list[str] = []
    consent: str = ""
    undertaking: bool = False
    renews_id: int | None = None
    send: bool = True


class GrantIn(ScopeIn):
    reason: str = ""
    unmasked: list[str] = []


class RefusalIn(Schema):
    reason: str = ""
    basis: str = ""
    basis_level: str = ""


class MaterialsIn(Schema):
    materials: list[str] = SchemaField(default_factory=list)


class ReasonIn(Schema):
    reason: str = ""


class MinutesIn(Schema):
    met_on: date | None = None
    participants: str = ""
    minutes_number: str = ""
    conclusion: str = ""


class ForwardIn(Schema):
    upper_body: str = ""
    proof: str = ""


class NarrowIn(ScopeIn):
    reason: str = ""


class DisposalIn(Schema):
    disposal: str = ""
    statement: str = ""


class ProvisionIn(Schema):
    resource_id: int
    consumer_id: int
    provided_on: date
    way: str = ""
    purpose: str = ""
    reason: str = ""
    times: int = 1
    rows: int = 0


def _scope(asked: ScopeIn, resource: Any, *, whole: Scope | None = None) -> Scope:  # ResourceInfo
    """Item names to ids. An unknown name becomes id 0, which the rules refuse by name."""
    ids = {item.name: item.id for item in resource.items}
    everything = frozenset(ids.values()) if whole is None else whole.fields
    rows = {Condition(ids.get(row.item, 0), row.operator, row.value) for row in asked.rows}
    return Scope(
        fields=frozenset(ids.get(name, 0) for name in asked.items) if asked.items else everything,
        rows=frozenset(rows) if asked.rows else (whole.rows if whole else frozenset()),
        methods=frozenset(asked.methods) or (whole.methods if whole else frozenset(resource.methods)),
        until_on=asked.until_on or (whole.until_on if whole else None),
        daily_calls=asked.daily_calls,
        daily_rows=asked.daily_rows,
    )


def _application(found: Application) -> dict[str, Any]:
    term = term_of("sharing.application", found.id)
    grant = Grant.objects.filter(application=found).values_list("id", flat=True).first()
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "purpose": found.purpose,
        "sent_on": found.sent_on,
        "due_on": term.due_on if term and term.key == "sharing.reply" else None,
        "answered_on": found.answered_on,
        "answer_reason": found.answer_reason,
        "answer_basis": found.answer_basis,
        "grant_id": grant,
    }


def _grant(found: Grant) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "state": found.state,
        "resource_id": found.resource_id,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "items": [field["name"] for field in found.plan["fields"]],
        "masked": {field["name"]: field["mask"] for field in found.plan["fields"] if field["mask"]},
        "methods": found.methods,
        "from_on": found.from_on,
        "until_on": found.until_on,
        "narrowed": found.narrowed,
        "daily_calls": found.daily_calls,
        "daily_rows": found.daily_rows,
        "first_delivered_on": found.first_delivered_on,
    }


@router.get("applications")
def list_applications(request: HttpRequest, box: str = "received", page: int = 1) -> dict[str, Any]:
    """`box`: received or sent. Pages of 200."""
    actor = actor_of(request)
    rows = selectors.sent(actor) if box == "sent" else selectors.received(actor)
    start = (max(page, 1) - 1) * PAGE
    return {"total": rows.count(), "items": [_application(a) for a in rows[start : start + PAGE]]}


@router.post("applications")
def create_application(request: HttpRequest, body: ApplicationIn) -> dict[str, Any]:
    """Draft and, unless `send` is false, file an application. An unconditional resource: use /subscriptions."""
    from django.db import transaction

    actor = actor_of(request)
    resource = selectors.open_resource(body.resource_id)
    scope = _scope(body, resource)
    if scope.until_on is None:
        longest = selectors.longest_until(Law(resource.region_code, clock.today()), today=clock.today())
        scope = Scope(scope.fields, scope.rows, scope.methods, longest)
    with transaction.atomic():
        values = body.dict(exclude={*ScopeIn.model_fields, "resource_id", "send", "renews_id"})
        if body.renews_id is not None:
            selectors.grant_for(actor, body.renews_id)
        made = services.draft_application(
            body.resource_id, actor=actor, scope=scope, values=values, renews_id=body.renews_id
        )
        if body.send:
            services.send_application(made.id, actor=actor)
    return _application(selectors.application_for(actor, made.id))


@router.post("subscriptions")
def subscribe(request: HttpRequest, body: ApplicationIn) -> dict[str, Any]:
    """Use an unconditional resource at once."""
    actor = actor_of(request)
    made = services.subscribe(
        body.resource_id, actor=actor, purpose=body.purpose, duty=body.duty, service_item=body.service_item
    )
    return _grant(made)


@router.get("applications/{application_id}")
def get_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return _application(selectors.application_for(actor_of(request), application_id))


@router.post("applications/{application_id}/send")
def send_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return _application(services.send_application(application_id, actor=actor_of(request)))


@router.post("applications/{application_id}/grant")
def grant_application(request: HttpRequest, application_id: int, body: GrantIn) -> dict[str, Any]:
    """Grant, wholly (empty body) or narrowed."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    resource = selectors.resource_of(found)
    asked = selectors.scope_of(found)
    scope = _scope(body, resource, whole=asked)
    ids = {item.name: item.id for item in resource.items}
    unmasked = [ids[name] for name in body.unmasked if name in ids]
    return _grant(
        services.grant_application(application_id, actor=actor, scope=scope, reason=body.reason, unmasked=unmasked)
    )


@router.post("applications/{application_id}/refuse")
def refuse_application(request: HttpRequest, application_id: int, body: RefusalIn) -> dict[str, Any]:
    return _application(services.refuse_application(application_id, actor=actor_of(request), **body.dict()))


@router.post("applications/{application_id}/return")
def return_application(request: HttpRequest, application_id: int, body: MaterialsIn) -> dict[str, Any]:
    actor = actor_of(request)
    return _application(services.return_application(application_id, actor=actor, missing=body.materials))


@router.post("applications/{application_id}/resend")
def resend_application(request: HttpRequest, application_id: int, body: MaterialsIn) -> dict[str, Any]:
    actor = actor_of(request)
    return _application(services.resend_application(application_id, actor=actor, supplied=body.materials))


@router.post("applications/{application_id}/withdraw")
def withdraw_application(request: HttpRequest, application_id: int) -> dict[str, Any]:
    return _application(services.withdraw_application(application_id, actor=actor_of(request)))


@router.post("applications/{application_id}/negotiate")
def negotiate(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    actor = actor_of(request)
    return _application(services.negotiate_refusal(application_id, actor=actor, note=body.reason))


@router.post("applications/{application_id}/coordinate")
def coordinate(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    """Take a failed negotiation to whom the region names."""
    actor = actor_of(request)
    return _application(services.seek_coordination(application_id, actor=actor, note=body.reason))


@router.post("applications/{application_id}/minutes")
def record_coordination(request: HttpRequest, application_id: int, body: MinutesIn) -> dict[str, Any]:
    actor = actor_of(request)
    return _application(services.record_coordination(application_id, actor=actor, **body.dict()))


@router.post("applications/{application_id}/forward")
def forward_application(request: HttpRequest, application_id: int, body: ForwardIn) -> dict[str, Any]:
    """Send on to the upper body that holds the data; the date stands."""
    actor = actor_of(request)
    return _application(services.forward_application(application_id, actor=actor, **body.dict()))


@router.post("applications/{application_id}/upper-answer")
def hear_upper_body(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, Any]:
    actor = actor_of(request)
    return _application(services.hear_upper_body(application_id, actor=actor, upper_answer=body.reason))


@router.post("applications/{application_id}/dispute")
def dispute_refusal(request: HttpRequest, application_id: int, body: ReasonIn) -> dict[str, int]:
    """Hold a refusal unfounded; the id of the signal that is offered."""
    actor = actor_of(request)
    return {"signal_id": services.dispute_refusal(application_id, actor=actor, reason=body.reason)}


@router.get("grants")
def list_grants(request: HttpRequest, box: str = "got", page: int = 1) -> dict[str, Any]:
    """`box`: got or given. Pages of 200."""
    actor = actor_of(request)
    rows = selectors.given(actor) if box == "given" else selectors.got(actor)
    start = (max(page, 1) - 1) * PAGE
    return {"total": rows.count(), "items": [_grant(g) for g in rows[start : start + PAGE]]}


@router.get("grants/{grant_id}")
def get_grant(request: HttpRequest, grant_id: int) -> dict[str, Any]:
    return _grant(selectors.grant_for(actor_of(request), grant_id))


@router.post("grants/{grant_id}/key")
def issue_key(request: HttpRequest, grant_id: int) -> dict[str, str]:
    """A new key, in this answer only; the old one ends."""
    return {"key": services.issue_key(grant_id, actor=actor_of(request))}


@router.post("grants/{grant_id}/revoke")
def revoke_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return _grant(services.revoke_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/suspend")
def suspend_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return _grant(services.suspend_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/resume")
def resume_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    return _grant(services.resume_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/keep")
def keep_grant(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    """Say why an unused grant is still needed."""
    return _grant(services.keep_grant(grant_id, actor=actor_of(request), reason=body.reason))


@router.post("grants/{grant_id}/narrow")
def narrow_grant(request: HttpRequest, grant_id: int, body: NarrowIn) -> dict[str, Any]:
    """Fewer items (by name), methods, days, or a lower daily limit."""
    actor = actor_of(request)
    names = {field["name"]: field["item_id"] for field in selectors.grant_for(actor, grant_id).plan["fields"]}
    fields = [names.get(name, 0) for name in body.items] or None
    return _grant(
        services.narrow_grant(
            grant_id,
            actor=actor,
            reason=body.reason,
            fields=fields,
            methods=body.methods or None,
            until_on=body.until_on,
            daily_calls=body.daily_calls,
            daily_rows=body.daily_rows,
        )
    )


@router.post("grants/{grant_id}/misuse")
def record_misuse(request: HttpRequest, grant_id: int, body: ReasonIn) -> dict[str, Any]:
    """Found by the bureau or an inspection: the grant rests, a signal is offered."""
    found = services.record_misuse(grant_id, actor=actor_of(request), evidence=body.reason)
    return {"id": found.id, "signal_id": found.signal_id}


@router.post("grants/{grant_id}/certificate")
def file_certificate(request: HttpRequest, grant_id: int, body: DisposalIn) -> dict[str, Any]:
    """What became of the data: destroyed, returned or nothing_kept."""
    made = services.file_certificate(grant_id, actor=actor_of(request), **body.dict())
    return {"grant_id": grant_id, "disposal": made.disposal, "filed_on": made.filed_on}


@router.post("provisions")
def register_provision(request: HttpRequest, body: ProvisionIn) -> dict[str, Any]:
    """What was given outside the platform, with its reason."""
    made = services.register_provision(actor=actor_of(request), **body.dict())
    return {"id": made.id, "number": made.number}


@router.post("grants/{grant_id}/give-back")
def give_back(request: HttpRequest, grant_id: int) -> dict[str, Any]:
    return _grant(services.give_back_grant(grant_id, actor=actor_of(request)))
