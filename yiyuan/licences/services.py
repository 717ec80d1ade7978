"""Make, audit, issue, change and end licences; use them; object to them; answer a filed licence officer."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.licences import policies, rules, selectors
from yiyuan.licences.models import Licence, LicenceDoorTally, LicenceObjection, LicenceType, LicenceUse, Making
from yiyuan.licences.types import Action, Applicant, Doubt, LicenceId, LicenceTag, Origin, SealHolder, State, Stated
from yiyuan.licences.workflow import LICENCE, OBJECTION
from yiyuan.notices.api import tell
from yiyuan.notices.types import Kind
from yiyuan.organisations.api import answer_filing, organisation, staff
from yiyuan.regulations.api import profile_version, resolve

KNOCKS_A_DAY = 20  # of one network, which may be a whole office
CODE_LENGTH = 10
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read for another
NOT_LIVE = (State.DROPPED, State.CANCELLED, State.REPLACED, State.EXPIRED)


# ---- making ----


@transaction.atomic
def make_licence(resource_id: int, *, actor: Actor, stated: Stated) -> LicenceId:
    """A licence of a published licence entry, to be audited by somebody else.

    Raises NotFound, NotAllowed, RuleBroken("licences.officer" | "licences.fields").
    """
    entry = selectors.entry_to_make(actor, resource_id)
    _require_officer(entry.provider_id, region_code=entry.region_code)
    if problems := problems_of(entry, stated):
        raise RuleBroken("licences.fields", problem="；".join(problems))
    origin = Origin.HISTORY if stated.made_on else Origin.DRAFTED
    return LicenceId(_make(entry, actor=actor, stated=stated, origin=origin).id)


@transaction.atomic
def make_from_sheet(
    resource_id: int,
    *,
    actor: Actor,
    rows: Iterator[tuple[int, Stated | None, list[str]]],
    file_name: str,
    history: bool,
) -> Making:
    """A licence of each good row; the others are refused with their reasons. Read = made + refused.

    rows: row number, what it states (None where it could not be read) and what is wrong with it.
    Raises NotFound, NotAllowed, RuleBroken("licences.officer").
    """
    entry = selectors.entry_to_make(actor, resource_id)
    _require_officer(entry.provider_id, region_code=entry.region_code)
    making = Making.objects.create(
        resource_id=resource_id,
        type_name=entry.name,
        issuer_id=entry.provider_id,
        made_by_id=actor.organisation_id,
        region_code=entry.region_code,
        person_name=actor.person_name,
        file_name=file_name[:200],
        history=history,
        made_on=clock.today(),
        read_rows=0,
        made_rows=0,
        refused_rows=0,
    )
    origin = Origin.HISTORY if history else Origin.BATCH
    for number, stated, wrong in rows:
        problems = wrong + (problems_of(entry, stated) if stated else [])
        making.read_rows += 1
        if problems or stated is None:
            making.refused_rows += 1
            making.refusals.append({"row": number, "reasons": problems})
        else:
            making.made_rows += 1
            _make(entry, actor=actor, stated=stated, origin=origin, making=making)
    making.save()
    assert making.read_rows == making.made_rows + making.refused_rows
    record(
        actor,
        LicenceTag.BATCH_MADE,
        object_type="licences.making",
        object_id=making.id,
        facts={"rows": making.read_rows, "kept": making.made_rows, "refused": making.refused_rows},
    )
    return making


def problems_of(entry: LicenceEntry, stated: Stated) -> list[str]:
    """What is wrong with a licence of this entry; also where the number is taken already."""
    found = rules.problems_of(stated, holder_kind=entry.holder, items=entry.items, today=clock.today())
    live = Licence.objects.filter(resource=entry.resource_id, licence_no=stated.licence_no).exclude(state__in=NOT_LIVE)
    return [*found, "证照编号已有证照"] if stated.licence_no and live.exists() else found


def _make(
    entry: LicenceEntry,
    *,
    actor: Actor,
    stated: Stated,
    origin: Origin,
    making: Making | None = None,
    previous: Licence | None = None,
) -> Licence:
    today = clock.today()
    made_on = stated.made_on or today
    made = Licence.objects.create(
        type=_type_of(entry),
        resource_id=entry.resource_id,
        type_name=entry.name,
        type_kind=entry.kind,
        template=entry.template,
        issuer_id=entry.provider_id,
        issuer_name=entry.issuer,
        region_code=entry.region_code,
        holder_kind=stated.holder_kind,
        holder_name=stated.holder_name,
        code_kind=stated.code_kind,
        holder_code=stated.holder_code,
        licence_no=stated.licence_no,
        values=stated.values,
        granted_on=stated.granted_on,
        valid_from=stated.valid_from,
        valid_until=stated.valid_until,
        version=previous.version + 1 if previous else 1,
        serial=previous.serial if previous else None,
        previous=previous,
        origin=origin,
        making=making,
        made_on=made_on,
        rules=profile_version(entry.region_code, made_on),
        seal_holder=stated.seal_holder
        or SealHolder(resolve("licences.seal_holder", region=entry.region_code, on=made_on).choice),
        sealed_on=stated.sealed_on,
        entered_on=today,
        maker_account_id=actor.account_id,
        maker_name=actor.person_name,
    )
    record(
        actor,
        LicenceTag.MADE,
        object_type="licences.licence",
        object_id=made.id,
        facts={"kind": origin.value, "resource": entry.resource_id},
    )
    LICENCE.begin(made)
    return made


def _type_of(entry: LicenceEntry) -> LicenceType:
    found = LicenceType.objects.filter(resource=entry.resource_id).first()
    if found:
        return found
    body = organisation(entry.provider_id)
    number = LicenceType.objects.select_for_update().filter(issuer=body.id).count() + 1
    return LicenceType.objects.create(resource_id=entry.resource_id, issuer_id=body.id, code=f"{body.uscc}{number:03d}")


def _require_officer(issuer_id: int, *, region_code: str) -> None:
    asked = resolve("licences.officer", region=region_code, on=clock.today()).flag
    rules.check_officer(filed=selectors.officer_filed(issuer_id, region_code=region_code), asked=asked)


@transaction.atomic
def remake_licence(licence_id: int, *, actor: Actor, stated: Stated) -> None:
    """Correct what was returned and hand it to audit again; what it was made from and under which rules stays."""
    found = selectors.licence_for(actor, licence_id, lock=True)
    _require_officer(found.issuer_id, region_code=found.region_code)
    entry = licence_entry(found.resource_id)
    problems = rules.problems_of(stated, holder_kind=entry.holder, items=entry.items, today=clock.today())
    if problems:
        raise RuleBroken("licences.fields", problem="；".join(problems))
    named = ("holder_kind", "holder_name", "code_kind", "holder_code", "licence_no", "granted_on")
    also = {name: getattr(stated, name) for name in (*named, "valid_from", "valid_until", "values")}
    also |= {"maker_account_id": actor.account_id, "maker_name": actor.person_name, "auditor_name": "", "reason": ""}
    LICENCE.move(found, "remake", actor=actor, also_set=also)


# ---- the life of a licence ----


@transaction.atomic
def move_licence(licence_id: int, move: str, *, actor: Actor, note: str = "") -> Licence:
    """Audit, return, drop, issue, suspend, resume, cancel.

    Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.other_person" | "licences.reason" |
    "licences.officer").
    """
    found = selectors.licence_for(actor, licence_id, lock=True)
    facts: dict[str, Any] = {"maker_account_id": found.maker_account_id, "account_id": actor.account_id}
    match move:
        case "issue":
            _issue(found, actor=actor)
        case "audit":
            LICENCE.move(found, move, actor=actor, also_set={"auditor_name": actor.person_name}, **facts)
        case "return" | "suspend" | "resume" | "cancel":
            LICENCE.move(found, move, actor=actor, note=note, reason=note, also_set={"reason": note.strip()[:300]})
        case "drop":
            LICENCE.move(found, move, actor=actor, note=note)
        case _:
            raise NotFound("licences.move", move=move)
    return found


def _issue(found: Licence, *, actor: Actor) -> None:
    _require_officer(found.issuer_id, region_code=found.region_code)
    kind = LicenceType.objects.select_for_update().get(id=found.type_id)
    serial = found.serial or kind.last_serial + 1
    uscc = organisation(found.issuer_id).uscc
    also = {
        "number": rules.identifier(type_code=kind.code, issuer_uscc=uscc, serial=serial, version=found.version),
        "serial": serial,
        "issued_by": actor.person_name,
        "issued_on": clock.today(),
    }
    facts: dict[str, Any] = {"maker_account_id": found.maker_account_id, "account_id": actor.account_id}
    LICENCE.move(found, "issue", actor=actor, also_set=also, **facts)
    if kind.last_serial < serial:
        LicenceType.objects.filter(id=kind.id).update(last_serial=serial)
    if found.previous_id:
        old = Licence.objects.select_for_update(of=("self",)).get(id=found.previous_id)
        if old.state != State.EXPIRED:  # it may have run out while the new one was on its way
            LICENCE.move(old, "replace", actor=actor)


@transaction.atomic
def update_licence(licence_id: int, *, actor: Actor, stated: Stated) -> LicenceId:
    """A new version, under the rules of today; the old one holds until the new one is issued, then it is void.

    Raises NotFound, NotAllowed, RuleBroken("licences.update" | "licences.officer" | "licences.fields").
    """
    old = selectors.licence_for(actor, licence_id, lock=True)
    if not actor.has(Function.DATA_OFFICER) or old.issuer_id not in actor.organisation_ids:
        raise NotAllowed("licences.update")
    waiting = Licence.objects.filter(previous=old).exclude(state=State.DROPPED)
    if old.state != State.ISSUED or waiting.exists():
        raise RuleBroken("licences.update")
    Licence.objects.filter(previous=old).update(previous=None)
    _require_officer(old.issuer_id, region_code=old.region_code)
    entry = licence_entry(old.resource_id)
    problems = rules.problems_of(stated, holder_kind=entry.holder, items=entry.items, today=clock.today())
    if problems:
        raise RuleBroken("licences.fields", problem="；".join(problems))
    return LicenceId(_make(entry, actor=actor, stated=stated, origin=Origin.UPDATE, previous=old).id)


def expire_licences(*, today: date) -> int:
    """End the licences whose last day is past; how many. Safe to repeat."""
    ended = 0
    running = [State.ISSUED, State.SUSPENDED]
    for licence_id in Licence.objects.filter(state__in=running, valid_until__lt=today).values_list("id", flat=True):
        with transaction.atomic():
            found = Licence.objects.select_for_update(of=("self",)).get(id=licence_id)
            if found.state in running:
                LICENCE.move(found, "expire", actor=SYSTEM, note="有效期届满")
                ended += 1
    return ended


# ---- use ----


@transaction.atomic
def use_licence(*, actor: Actor, action: Action, number: str, holder_code: str, case: str, purpose: str) -> LicenceUse:
    """Use, read or verify the licence a holder presents, for one case and purpose; recorded.

    number: identifier or licence number; with the holder's code it names one licence.
    Raises NotAllowed, RuleBroken("licences.use" | "licences.no_match").
    """
    if not policies.may_use(actor):
        raise NotAllowed("licences.use")
    if not case.strip() or not purpose.strip():
        raise RuleBroken("licences.use")
    found = selectors.presented(number=number.strip(), holder_code=holder_code.strip().upper())
    if found is None:
        raise RuleBroken("licences.no_match")
    made = LicenceUse.objects.create(
        licence=found,
        consumer_id=actor.organisation_id,
        action=action,
        case=case.strip(),
        purpose=purpose.strip(),
        person_name=actor.person_name,
        at=clock.real_now(),
        legal_on=clock.today(),
        state=found.state,
    )
    record(
        actor,
        LicenceTag.USED,
        object_type="licences.licence",
        object_id=found.id,
        subjects=[subject_hash(found.holder_code)],
        facts={"action": action.value, "kind": found.state},
    )
    return made


# ---- objections ----


@transaction.atomic
def object_to(
    licence_id: int,
    *,
    actor: Actor,
    applicant: Applicant,
    doubt: Doubt,
    text: str,
    applicant_name: str = "",
    contact: str = "",
) -> LicenceObjection:
    """File an objection: a department for itself, or the issuer for a holder or another user who came to it.

    Raises NotFound, NotAllowed, RuleBroken("licences.applicant").
    """
    licence = objectionable(licence_id, actor=actor)
    itself = applicant == Applicant.CONSUMER
    if not itself and not (actor.has(*policies.ISSUER_SIDE) and licence.issuer_id in actor.organisation_ids):
        raise NotAllowed("licences.objection.file")
    if not itself and not (applicant_name.strip() and contact.strip()):
        raise RuleBroken("licences.applicant")
    made = LicenceObjection.objects.create(
        licence=licence,
        applicant=applicant,
        consumer_id=actor.organisation_id if itself else None,
        account_id=actor.account_id if itself else None,
        applicant_name=actor.organisation_name if itself else applicant_name.strip(),
        contact="" if itself else contact.strip(),
        doubt=doubt,
        text=text.strip(),
        filed_on=clock.today(),
        law_on=clock.today(),
    )
    record(
        actor,
        LicenceTag.OBJECTED,
        object_type="licences.objection",
        object_id=made.id,
        facts={"kind": doubt.value, "licence": licence.id},
    )
    OBJECTION.begin(made)
    return made


def objectionable(licence_id: int, *, actor: Actor) -> Licence:
    """A licence that was issued and that the actor may see or has used."""
    used = selectors.uses(actor).filter(licence=licence_id, consumer__in=actor.organisation_ids).first()
    found = used.licence if used else selectors.licence_for(actor, licence_id)
    if found.number is None:
        raise NotFound("licences.licence", id=licence_id)
    if not actor.has(*policies.ISSUER_SIDE):
        raise NotAllowed("licences.objection.file")
    return found


@transaction.atomic
def decide_objection(objection_id: int, *, actor: Actor, outcome: str, result: str) -> LicenceObjection:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.outcome")."""
    found = selectors.objection_for(actor, objection_id)
    also = {"outcome": outcome, "result": result.strip(), "decided_on": clock.today()}
    OBJECTION.move(found, "decide", actor=actor, also_set=also, outcome=outcome, result=result)
    return found


@transaction.atomic
def tell_result(objection_id: int, *, actor: Actor, how: str = "") -> LicenceObjection:
    """Send the result to who objected: to a department here, to others by the way that is stated.

    Raises NotFound, NotAllowed, RuleBroken("licences.outcome" before a result, "licences.told_how").
    """
    found = selectors.objection_for(actor, objection_id)
    if found.licence.issuer_id not in actor.organisation_ids or not actor.has(Function.DATA_OFFICER, Function.HEAD):
        raise NotAllowed("licences.objection.tell")
    if not found.decided_on:
        raise RuleBroken("licences.outcome")
    if found.consumer_id:
        people = staff(found.consumer_id, Function.DATA_OFFICER, Function.HEAD)
        asked = [found.account_id] if found.account_id else []
        sentence = f"你单位对“{found.licence.type_name}”的异议已有结果：{found.get_outcome_display()}。"
        tell([*people, *asked], kind=Kind.MOVED, sentence=sentence, href=found.get_absolute_url())
        how = how.strip() or "平台通知"
    elif not how.strip():
        raise RuleBroken("licences.told_how")
    LicenceObjection.objects.filter(id=found.id).update(told_on=clock.today(), told_how=how.strip()[:200])
    found.refresh_from_db()
    record(actor, LicenceTag.TOLD, object_type="licences.objection", object_id=found.id)
    return found


@transaction.atomic
def close_objection(objection_id: int, *, actor: Actor) -> LicenceObjection:
    """Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.objection_told")."""
    found = selectors.objection_for(actor, objection_id)
    OBJECTION.move(found, "close", actor=actor, also_set={"contact": ""}, told_on=found.told_on)
    return found


@transaction.atomic
def knock(origin: str) -> None:
    """Count a look from outside; so many a day from one network, found or not.

    origin: the network address, of which a keyed digest counts the day's looks and nothing is kept.
    Raises RuleBroken("licences.door").
    """
    today = clock.today()
    key = f"{settings.INSTALLATION_SECRET} licence door".encode()
    digest = hmac.new(key, f"{today} {origin}".encode(), hashlib.sha256).hexdigest()
    LicenceDoorTally.objects.filter(on__lt=today).delete()
    tally, _ = LicenceDoorTally.objects.select_for_update().get_or_create(on=today, origin=digest)
    if tally.knocks >= KNOCKS_A_DAY:
        raise RuleBroken("licences.door")
    LicenceDoorTally.objects.filter(id=tally.id).update(knocks=tally.knocks + 1)


def look_from_outside(*, number: str, holder_code: str, origin: str) -> Licence:
    """The licence somebody without a login holds or was shown, by its number and its holder's code.

    Raises RuleBroken("licences.door" | "licences.no_match"); the look is counted in both cases.
    """
    knock(origin)
    found = selectors.presented(number=number.strip(), holder_code=holder_code.strip().upper())
    if found is None:
        raise RuleBroken("licences.no_match")
    return found


@transaction.atomic
def object_from_outside(
    licence_id: int, *, applicant: Applicant, doubt: Doubt, text: str, applicant_name: str, contact: str
) -> LicenceObjection:
    """An objection of the holder or of another user, filed without a login; its code opens the result.

    Call with what `look_from_outside` found. contact: to send the result to, erased when the case ends.
    Raises RuleBroken("licences.applicant").
    """
    assert applicant != Applicant.CONSUMER, "departments log in"
    if not (applicant_name.strip() and contact.strip()):
        raise RuleBroken("licences.applicant")
    made = LicenceObjection.objects.create(
        licence_id=licence_id,
        applicant=applicant,
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        applicant_name=applicant_name.strip(),
        contact=contact.strip(),
        doubt=doubt,
        text=text.strip(),
        filed_on=clock.today(),
        law_on=clock.today(),
    )
    record(
        SYSTEM,
        LicenceTag.OBJECTED,
        object_type="licences.objection",
        object_id=made.id,
        facts={"kind": doubt.value, "licence": licence_id},
    )
    OBJECTION.begin(made)
    return made


# ---- licence officers ----


@transaction.atomic
def answer_officer(officer_id: int, *, actor: Actor, accepted: bool, note: str = "") -> None:
    """The centre takes a filed licence officer, or refuses with a reason; the department is told.

    Raises NotFound, NotAllowed, Conflict (nothing filed that waits), RuleBroken("licences.reason").
    """
    found = selectors.officer_filing(actor, officer_id)
    if not policies.may_answer_filing(actor, region_code=found.region_code):
        raise NotAllowed("licences.officer.answer")
    if not accepted:
        rules.check_reason(reason=note)
    answer_filing(officer_id, actor=actor, accepted=accepted, note=note)
    words = "已接收" if accepted else f"没有接收：{note.strip()}"
    people = staff(found.organisation_id, Function.DATA_OFFICER, Function.HEAD)
    tell(people, kind=Kind.ORGANISATION, sentence=f"报备的电子证照专人{words}。", href="/licences/officers/")
