"""Use what a holder presents, within what one may use."""

from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.licences import policies, selectors
from yiyuan.licences.models import Licence, LicenceUse
from yiyuan.licences.types import ACTION_WORDS, MAY_USE, Action, Leave, LicenceTag, Wish


@transaction.atomic
def use_licence(
    *, actor: Actor, action: Action, number: str, holder_code: str, case: str, purpose: str, operation: str = ""
) -> LicenceUse:
    """Use, read or verify the licence a holder presents, for one case and purpose; recorded.

    number: identifier or licence number; with the holder's code it names one licence. operation: of the shared
    interface. Raises NotAllowed, RuleBroken("licences.use" | "licences.no_match" | "licences.granted" |
    "licences.consent").
    """
    check_asked(actor, case=case, purpose=purpose)
    found = selectors.presented(number=number, holder_code=holder_code)
    if found is None:
        raise RuleBroken("licences.no_match")
    leave = leave_to(actor, found, action=action)
    return note_use(found, leave, actor=actor, action=action, case=case, purpose=purpose, operation=operation)


def check_asked(actor: Actor, *, case: str, purpose: str) -> None:
    """Raises NotAllowed, RuleBroken("licences.use")."""
    if not policies.may_use(actor):
        raise NotAllowed("licences.use")
    if not case.strip() or not purpose.strip():
        raise RuleBroken("licences.use")


def leave_to(actor: Actor, licence: Licence, *, action: Action) -> Leave:
    """What allows this; the issuer needs nothing. Raises RuleBroken("licences.granted" | "licences.consent")."""
    if licence.issuer_id in actor.organisation_ids:
        return Leave(None, None)
    subject = subject_hash(licence.holder_code)
    wish = Wish(actor.organisation_ids, actor.organisation_id, licence.resource_id, action, subject)
    found = MAY_USE.ask(wish)
    if not found:
        raise RuleBroken("licences.granted", name=licence.type_name, action=ACTION_WORDS[action])
    return found[0]


def note_use(
    found: Licence, leave: Leave, *, actor: Actor, action: Action, case: str, purpose: str, operation: str = ""
) -> LicenceUse:
    """One use on record. Call in a transaction."""
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
        grant_id=leave.grant_id,
        shown=None if leave.items is None else sorted(leave.items),
        operation=operation,
    )
    record(
        actor,
        LicenceTag.USED,
        object_type="licences.licence",
        object_id=found.id,
        subjects=[subject_hash(found.holder_code)],
        facts={"action": action.value, "kind": found.state, "grant": leave.grant_id, "operation": operation},
    )
    return made
