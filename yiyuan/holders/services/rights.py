"""What a holder may do about the uses of a licence: consent, withdraw it, object, report who refused it."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.holders import rules, selectors
from yiyuan.holders.models import Consent, Holder, RefusedReport
from yiyuan.holders.types import HolderTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.licences import api as licences
from yiyuan.licences.types import Doubt
from yiyuan.organisations.api import organisation
from yiyuan.workflow.api import raise_signal


@transaction.atomic
def give_consent(holder: Holder, *, licence_id: int, organisation_id: int, purpose: str, until: date) -> Consent:
    """An organisation may verify the holder's licences of this type.

    Raises NotFound (not theirs), RuleBroken("holders.consent" | "holders.grant_period").
    """
    found = selectors.access_to(holder, licence_id)
    if found.mandate is not None or organisation_id not in selectors.social_users(found.licence.resource_id):
        raise RuleBroken("holders.consent")
    rules.check_period(until, today=clock.today())
    if not purpose.strip():
        raise RuleBroken("holders.mandate", problem="请写明用途")
    made = Consent.objects.create(
        subject=holder.subject,
        consumer_id=organisation_id,
        resource_id=found.licence.resource_id,
        type_name=found.licence.name,
        purpose=purpose.strip(),
        until=until,
        given_on=clock.today(),
    )
    _record(HolderTag.CONSENTED, made)
    return made


@transaction.atomic
def end_consent(holder: Holder, consent_id: int) -> None:
    """From now on. Raises NotFound."""
    found = Consent.objects.select_for_update().filter(id=consent_id, subject=holder.subject, ended_on=None).first()
    if found is None:
        raise NotFound("holders.consent", id=consent_id)
    Consent.objects.filter(id=found.id).update(ended_on=clock.today())
    _record(HolderTag.CONSENT_ENDED, found)


def _record(tag: HolderTag, consent: Consent) -> None:
    facts = {"consumer": consent.consumer_id, "resource": consent.resource_id}
    record(SYSTEM, tag, object_type="holders.consent", object_id=consent.id, subjects=[consent.subject], facts=facts)


@transaction.atomic
def object_to(holder: Holder, licence_id: int, *, doubt: Doubt, text: str, contact: str = "") -> int:
    """Its number; the issuer checks it within its term. Raises NotFound (not theirs)."""
    selectors.access_to(holder, licence_id)
    name = selectors.identity_of(holder).name
    return licences.object_as_holder(licence_id, doubt=doubt, text=text, name=name, contact=contact)


@transaction.atomic
def report_refusal(
    holder: Holder, licence_id: int, *, organisation_id: int, happened_on: date, words: str
) -> RefusedReport:
    """Somebody did not accept the licence: offered to the bureau as a signal.

    Raises NotFound (not theirs), RuleBroken("holders.refusal" | "holders.refusal_often" | "holders.refusal_unlisted").
    """
    licence = selectors.access_to(holder, licence_id).licence
    today = clock.today()
    if not words.strip() or happened_on > today:
        raise RuleBroken("holders.refusal")
    told = RefusedReport.objects.filter(subject=holder.subject, reported_on=today).count()
    if told >= rules.MOST_REPORTS_A_DAY:
        raise RuleBroken("holders.refusal_often")
    body = organisation(organisation_id)
    made = RefusedReport.objects.create(
        subject=holder.subject,
        licence_id=licence.id,
        type_name=licence.name,
        organisation_id=body.id,
        happened_on=happened_on,
        words=words.strip(),
        reported_on=today,
    )
    try:
        made.signal_id = raise_signal(
            actor=system_of(body.region_code),
            organisation_id=body.id,
            violation="licences.violation_refused",
            title=f"{body.name}：不认电子证照《{licence.name}》",
            evidence=f"持证主体反映，{happened_on.isoformat()}：{words.strip()}",
            matter=f"holders.refusal:{made.id}",
        )
    except NotFound:
        raise RuleBroken("holders.refusal_unlisted") from None
    made.save(update_fields=["signal_id"])
    record(
        SYSTEM,
        HolderTag.REFUSED_LICENCE,
        object_type="holders.refusal",
        object_id=made.id,
        subjects=[holder.subject],
        facts={"organisation": body.id, "signal": made.signal_id},
    )
    return made
