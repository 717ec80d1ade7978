"""The life of a grant: opened, narrowed, suspended, resumed, renewed, ended, its data returned or destroyed."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.questions import Question
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Application, Certificate, Grant, Misuse
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import ENDED, LIVE, Condition, Field, GrantState, Scope, SharingTag, Suspension
from yiyuan.sharing.workflow import CERTIFICATE, GRANT
from yiyuan.workdays.api import due
from yiyuan.workflow.api import raise_signal, term_of

# grant id -> the legal dates of its last uses, of whoever delivers
LAST_USE: Question[int, date] = Question("sharing.last_use")


def rows_in_plan(conditions: Collection[Condition]) -> list[list[object]]:
    """Conditions as a plan and an application keep them."""
    return sorted([c.item_id, c.operator.value, c.value] for c in conditions)


def open_grant(
    application: Application, resource: ResourceInfo, *, granted: Scope, masks: Mapping[int, str], actor: Actor
) -> Grant:
    """Open access under an answered application. masks: item id -> mask."""
    assert granted.until_on is not None
    fields = [
        Field(i.id, i.name, i.column, i.data_type.value, i.item_class.value, masks.get(i.id, ""), i.key)
        for i in resource.chosen(sorted(granted.fields))
    ]
    by_id: dict[int, str] = {item.id: item.column for item in resource.items}
    grant = Grant.objects.create(
        number=next_number("SQ"),
        law_on=clock.today(),
        application=application,
        resource_id=resource.id,
        resource_name=resource.name,
        version_number=resource.version_number,
        region_code=resource.region_code,
        provider_id=application.provider_id,
        consumer_id=application.consumer_id,
        purpose=application.purpose,
        duty=application.duty,
        legal_basis=application.legal_basis,
        service_item=application.service_item,
        use_kinds=application.use_kinds,
        daily_calls=granted.daily_calls,
        daily_rows=granted.daily_rows,
        renews=application.renews,
        plan={
            "fields": [asdict(field) for field in fields],
            "rows": rows_in_plan(granted.rows),
            "row_columns": {str(c.item_id): by_id[c.item_id] for c in granted.rows},
        },
        methods=sorted(granted.methods),
        from_on=clock.today(),
        until_on=granted.until_on,
        narrowed=granted != selectors.scope_of(application),
    )
    application.granted = {
        "fields": [field.item_id for field in fields],
        "masks": {str(field.item_id): field.mask for field in fields if field.mask},
        "rows": grant.plan["rows"],
        "methods": grant.methods,
        "until_on": granted.until_on.isoformat(),
        "daily_calls": granted.daily_calls,
        "daily_rows": granted.daily_rows,
    }
    Application.objects.filter(id=application.id).update(granted=application.granted)
    GRANT.begin(grant)
    if application.renews:
        _hand_on(application.renews, to=grant)
    record(
        actor,
        "sharing.grant.opened",
        object_type="sharing.grant",
        object_id=grant.id,
        facts={"application": application.id, "fields": len(fields), "until_on": str(grant.until_on)},
    )
    _count(resource.id)
    return grant


@transaction.atomic
def revoke_grant(grant_id: int, *, actor: Actor, reason: str) -> Grant:
    """End a grant before its time, by the provider or the bureau, with a reason."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    move = "revoke" if grant.provider_id in actor.organisation_ids else "stop"
    return _close(grant, move, actor=actor, note=reason, reason=reason)


@transaction.atomic
def give_back_grant(grant_id: int, *, actor: Actor) -> Grant:
    """The consumer needs it no longer."""
    return _close(selectors.grant_for(actor, grant_id, lock=True), "give_back", actor=actor)


def _close(grant: Grant, move: str, *, actor: Actor, note: str = "", **facts: Any) -> Grant:
    today = clock.today()
    GRANT.move(
        grant,
        move,
        actor=actor,
        note=note,
        also_set={"closed_on": today, "closed_reason": note},
        **facts,
    )
    _count(grant.resource_id)
    if grant.first_delivered_on and move != "renewed":
        _want_certificate(grant)
    return grant


def expire_grants(*, today: date) -> int:
    """End the grants whose last day is past; returns how many. Safe to repeat."""
    ended = 0
    running = [state.value for state in (*LIVE, GrantState.SUSPENDED)]
    for grant_id in Grant.objects.filter(state__in=running, until_on__lt=today).values_list("id", flat=True):
        with transaction.atomic():
            grant = Grant.objects.select_for_update(of=("self",)).select_related("consumer").get(id=grant_id)
            if grant.state in running:
                _close(grant, "expire", actor=SYSTEM, note="使用期限届满")
                ended += 1
    return ended


@transaction.atomic
def note_first_delivery(grant_id: int) -> None:
    """The first successful call or file ends the term of delivery. Safe to repeat."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("consumer").get(id=grant_id)
    if grant.state == GrantState.OPEN:
        GRANT.move(grant, "deliver", actor=SYSTEM, also_set={"first_delivered_on": clock.today()})
    elif grant.first_delivered_on is None:
        Grant.objects.filter(id=grant_id).update(first_delivered_on=clock.today())
    if grant.state == GrantState.UNUSED:
        GRANT.move(grant, "use_again", actor=SYSTEM, also_set={"unused_since": None})


def _count(resource_id: int) -> None:
    catalog.count_grants(resource_id, live=selectors.live().filter(resource_id=resource_id).count())


def _hand_on(old: Grant, *, to: Grant) -> None:
    """The new grant takes the place of the one it renews, and its key, so that machines go on without a change."""
    if GrantState(old.state) in ENDED or old.state == GrantState.RENEWED:
        return
    digest, prefix, issued_at = old.key_digest, old.key_prefix, old.key_issued_at
    Grant.objects.filter(id=old.id).update(key_digest="", key_prefix="")
    _close(old, "renewed", actor=SYSTEM, note=f"续期为 {to.number}")
    if digest:
        Grant.objects.filter(id=to.id).update(key_digest=digest, key_prefix=prefix, key_issued_at=issued_at)


def _want_certificate(grant: Grant) -> None:
    made, new = Certificate.objects.get_or_create(grant=grant, defaults={"region_code": grant.region_code})
    if new:
        CERTIFICATE.begin(made)


@transaction.atomic
def file_certificate(grant_id: int, *, actor: Actor, disposal: str, statement: str) -> Certificate:
    """The consumer says what became of the data it took. Rule: sharing.certificate."""
    grant = selectors.grant_for(actor, grant_id)
    found = Certificate.objects.select_for_update(of=("self",)).filter(grant=grant).first()
    if found is None:
        raise NotFound("sharing.certificate", id=grant_id)
    also = {"disposal": disposal, "statement": statement, "filed_on": clock.today(), "filed_by": actor.person_name}
    CERTIFICATE.move(found, "file", actor=actor, note=statement, also_set=also, disposal=disposal, statement=statement)
    return found


# ---- narrower, at rest, awake again ----


@transaction.atomic
def narrow_grant(
    grant_id: int,
    *,
    actor: Actor,
    reason: str,
    fields: Collection[int] | None = None,
    methods: Collection[str] | None = None,
    until_on: date | None = None,
    daily_calls: int | None = None,
    daily_rows: int | None = None,
) -> Grant:
    """Make a live grant smaller; what is not named stays. Holds at the next statement."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    before = selectors.scope_of_grant(grant)
    after = Scope(
        fields=frozenset(before.fields if fields is None else fields),
        rows=before.rows,
        methods=frozenset(before.methods if methods is None else methods),
        until_on=until_on or before.until_on,
        daily_calls=before.daily_calls if daily_calls is None else daily_calls,
        daily_rows=before.daily_rows if daily_rows is None else daily_rows,
    )
    kept = [field for field in grant.plan["fields"] if field["item_id"] in after.fields]
    GRANT.move(
        grant,
        "narrow",
        actor=actor,
        note=reason,
        also_set={
            "plan": {**grant.plan, "fields": kept},
            "methods": sorted(after.methods),
            "until_on": after.until_on,
            "daily_calls": after.daily_calls,
            "daily_rows": after.daily_rows,
            "narrowed": True,
            "revision": grant.revision + 1,
        },
        before=before,
        after=after,
        reason=reason,
        names={field["item_id"]: field["name"] for field in grant.plan["fields"]},
    )
    return grant


@transaction.atomic
def suspend_grant(grant_id: int, *, actor: Actor, reason: str) -> Grant:
    """Put a grant to rest, by the provider or the bureau, with a reason; calls are refused from the next one on."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    own = grant.provider_id in actor.organisation_ids
    because = Suspension.PROVIDER if own else Suspension.BUREAU
    return _rest(grant, "suspend" if own else "halt", because=because, actor=actor, note=reason, reason=reason)


def _rest(grant: Grant, move: str, *, because: Suspension, actor: Actor, note: str, **facts: Any) -> Grant:
    also = {"suspended_because": because.value, "suspended_on": clock.today(), "closed_reason": note}
    GRANT.move(grant, move, actor=actor, note=note, also_set=also, **facts)
    _count(grant.resource_id)
    return grant


@transaction.atomic
def resume_grant(grant_id: int, *, actor: Actor, reason: str) -> Grant:
    """Wake a grant: the provider what it put to rest or a succession did, the bureau anything."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    move = "resume" if grant.provider_id in actor.organisation_ids else "lift"
    also = {"suspended_because": "", "suspended_on": None, "closed_reason": ""}
    GRANT.move(grant, move, actor=actor, note=reason, also_set=also, because=grant.suspended_because, reason=reason)
    _count(grant.resource_id)
    return grant


@transaction.atomic
def record_misuse(grant_id: int, *, actor: Actor, evidence: str) -> Misuse:
    """An inspector found use beyond the purpose: the grant rests and a signal is offered. Never a finding by itself.

    Raises NotFound, NotAllowed (neither bureau nor inspection of the region), RuleBroken("sharing.result").
    """
    grant = selectors.grant_for(actor, grant_id, lock=True)
    if not policies.may_inspect(actor, grant):
        raise NotAllowed("sharing.misuse")
    rules.check_result(result=evidence)
    law = selectors.law_of_grant(grant, today=clock.today())
    who = f"{actor.organisation_name} {actor.person_name}"
    found = Misuse.objects.create(grant=grant, found_on=clock.today(), found_by=who, evidence=evidence.strip())
    resolved = law.resolved("sharing.misuse")
    record(
        actor,
        SharingTag.MISUSE_FOUND,
        object_type="sharing.grant",
        object_id=grant.id,
        requirement_ids=resolved.cite,
        facts={"misuse": found.id},
    )
    violation = catalog.conduct_on(
        grant.resource_id,
        "sharing.violation_use",
        of_licences="licences.violation_use",
        region=grant.region_code,
        on=law.on,
    )
    if law(violation):
        found.signal_id = raise_signal(
            actor=actor,
            organisation_id=grant.consumer_id,
            violation=violation,
            title=f"超出用途使用：{grant.resource_name}",
            evidence=evidence,
            matter=f"sharing.grant:{grant.id}",
            href=grant.get_absolute_url(),
            region=grant.region_code,
            law_on=law.on,
        )
        found.save(update_fields=["signal_id"])
    if resolved.value == "suspends" and GrantState(grant.state) in LIVE:
        _rest(grant, "rest", because=Suspension.MISUSE, actor=SYSTEM, note=f"{who}检查发现超出用途使用")
    return found


@transaction.atomic
def follow_succession(*, old_id: int, new_id: int) -> int:
    """A body was merged or abolished: its successor steps in, and the grants rest until the provider confirms them.

    Returns how many grants were put to rest. Safe to repeat.
    """
    rested = 0
    for grant in Grant.objects.select_for_update(of=("self",)).filter(
        Q(consumer_id=old_id) | Q(provider_id=old_id), state__in=[s.value for s in (*LIVE, GrantState.SUSPENDED)]
    ):
        side = "consumer_id" if grant.consumer_id == old_id else "provider_id"
        Grant.objects.filter(id=grant.id).update(**{side: new_id})
        grant.refresh_from_db()
        record(
            SYSTEM,
            SharingTag.SUCCEEDED,
            object_type="sharing.grant",
            object_id=grant.id,
            facts={"old": old_id, "new": new_id},
        )
        if GrantState(grant.state) in LIVE:
            _rest(grant, "rest", because=Suspension.SUCCESSION, actor=SYSTEM, note="机构变动，由提供部门重新确认")
            rested += 1
    return rested


# ---- unused ----


def watch_unused(*, today: date) -> int:
    """Warn the holders of grants nobody uses, end those warned in time; returns how many were touched. Repeatable."""
    touched = 0
    for grant_id in list(selectors.live().values_list("id", flat=True)):
        with transaction.atomic():
            grant = Grant.objects.select_for_update(of=("self",)).select_related("consumer").get(id=grant_id)
            touched += _watch(grant, today=today)
    return touched


def _watch(grant: Grant, *, today: date) -> bool:
    if GrantState(grant.state) not in LIVE:
        return False
    law = selectors.law_of_grant(grant, today=today)
    used_on = max([grant.from_on, *LAST_USE.ask(grant.id)])
    unused = grant.unused_since or used_on
    if grant.state != GrantState.UNUSED:
        unused = max(unused, used_on)
    if grant.state == GrantState.UNUSED:
        if used_on > unused:
            GRANT.move(grant, "use_again", actor=SYSTEM, also_set={"unused_since": None})
            return True
        term = term_of("sharing.grant", grant.id)
        if term and term.due_on and term.due_on < today:
            _close(grant, "lapse", actor=SYSTEM, note=f"自 {unused} 起没有使用，告知后未说明仍需使用")
            return True
        return False
    if due(law("sharing.unused"), unused).on >= today:
        return False
    GRANT.move(grant, "warn", actor=SYSTEM, also_set={"unused_since": unused})
    return True


@transaction.atomic
def keep_grant(grant_id: int, *, actor: Actor, reason: str) -> Grant:
    """The holder of an unused grant says why it is still needed; it stays as it was."""
    grant = selectors.grant_for(actor, grant_id, lock=True)
    also = {"unused_since": clock.today()}
    GRANT.move(grant, "keep", actor=actor, note=reason, also_set=also, reason=reason)
    return grant
