"""Audit, issue, suspend, cancel, end."""

import secrets
from datetime import date

from django.db import transaction

from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.licences import rules, selectors
from yiyuan.licences.models import Licence, LicenceType
from yiyuan.licences.services.officers import require_officer
from yiyuan.licences.services.sealing import seal_licence
from yiyuan.licences.types import Origin, State
from yiyuan.licences.workflow import LICENCE
from yiyuan.organisations.api import organisation

CODE_BYTES = 16  # of the code in the QR


@transaction.atomic
def move_licence(licence_id: int, move: str, *, actor: Actor, note: str = "") -> Licence:
    """Audit, return, drop, issue, suspend, resume, cancel.

    Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.other_person" | "licences.reason" |
    "licences.officer" | "licences.sealed" | "licences.layout").
    """
    found = selectors.licence_for(actor, licence_id, lock=True)
    match move:
        case "issue":
            _issue(found, actor=actor)
        case "audit":
            LICENCE.move(found, move, actor=actor, also_set={"auditor_name": actor.person_name})
        case "return" | "suspend" | "resume" | "cancel":
            LICENCE.move(found, move, actor=actor, note=note, reason=note, also_set={"reason": note.strip()[:300]})
        case "drop":
            LICENCE.move(found, move, actor=actor, note=note)
        case _:
            raise NotFound("licences.move", move=move)
    return found


def _issue(found: Licence, *, actor: Actor) -> None:
    require_officer(found.issuer_id, region_code=found.region_code)
    kind = LicenceType.objects.select_for_update().get(id=found.type_id)
    serial = found.serial or kind.last_serial + 1
    uscc = organisation(found.issuer_id).uscc
    also = {
        "number": rules.identifier(type_code=kind.code, issuer_uscc=uscc, serial=serial, version=found.version),
        "serial": serial,
        "issued_by": actor.person_name,
        "issued_on": clock.today(),
        "code": secrets.token_urlsafe(CODE_BYTES),
    }
    LICENCE.move(found, "issue", actor=actor, also_set=also)
    if found.origin != Origin.HISTORY:  # what was sealed in the past bears the seal of then
        seal_licence(found, actor=actor)
    if kind.last_serial < serial:
        LicenceType.objects.filter(id=kind.id).update(last_serial=serial)
    if found.previous_id:
        old = Licence.objects.select_for_update(of=("self",)).get(id=found.previous_id)
        if old.state != State.EXPIRED:  # it may have run out while the new one was on its way
            LICENCE.move(old, "replace", actor=actor)


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
