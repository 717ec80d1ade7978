"""Use what a holder presents."""

from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.licences import policies, selectors
from yiyuan.licences.models import LicenceUse
from yiyuan.licences.types import Action, LicenceTag


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
    found = selectors.presented(number=number, holder_code=holder_code)
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
