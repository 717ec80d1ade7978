"""Look-ups: by duty, by law without consent, with the subject's authorisation, in bulk; bought reports."""

import json
from dataclasses import asdict
from datetime import date
from typing import Final

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.dataplane import vault
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_uscc, plain_code
from yiyuan.organisations.api import organisation
from yiyuan.standing import papers, policies, reading, rules, selectors
from yiyuan.standing.models import Agreement, Lookup, Purchase
from yiyuan.standing.types import TAG_OF, Consent, File, Ground, StandingTag, Subject
from yiyuan.workflow.api import Law

MOST_AT_ONCE: Final = 500
NO_CONSENT: Final = Consent("", None)


@transaction.atomic
def look_up(
    *,
    actor: Actor,
    ground: Ground,
    name: str,
    code: str,
    purpose: str,
    law: str = "",
    matter: str = "",
    case: str = "",
    consent: Consent = NO_CONSENT,
) -> Lookup:
    """One look-up, on record by its ground; what its reader may see of the subject stands on its page for the day.

    Raises NotAllowed, RuleBroken("standing.off" | "standing.subject" | "standing.duty" | "standing.without_consent" |
    "standing.consent" | "standing.consent_once" | "standing.file").
    """
    policies.require_speaker(actor, "standing.lookup.make")
    subject = rules.check_subject(name=name, code=code)
    with Law(actor.region_code, clock.today()).judging():
        rules.check_ground(ground=ground, purpose=purpose, law=law, consent=consent, organ=policies.is_organ(actor))
    kept = papers.keep(consent.file) if ground is Ground.CONSENT and consent.file else {}
    if kept and Lookup.objects.filter(sha256=kept["sha256"]).exists():
        raise RuleBroken("standing.consent_once")
    return _note(
        actor,
        ground,
        subject,
        purpose=purpose.strip(),
        law=law.strip() if ground is Ground.LAW else "",
        matter=matter,
        case=case.strip(),
        consent_no=consent.number.strip() if kept else "",
        **kept,
    )


def _note(actor: Actor, ground: Ground, subject: Subject, **said: str) -> Lookup:
    hashed = subject_hash(subject.code)
    reader = reading.reader_of(
        ground,
        subject,
        actor=actor,
        purpose=said["purpose"],
        law=said.get("law", ""),
        consent_no=said.get("consent_no", ""),
    )
    plain = json.dumps(asdict(subject), ensure_ascii=False).encode()
    context = selectors.lookup_context(hashed)
    made = Lookup.objects.create(
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        ground=ground,
        subject=hashed,
        shown=rules.shown(subject),
        sealed=vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context),
        found=reading.count(reader, subject.code, region=actor.region_code),
        by=actor.person_name,
        on=clock.today(),
        at=clock.real_now(),
        **said,
    )
    facts = {name: said[name] for name in ("purpose", "law", "matter", "case", "consent_no") if said.get(name)}
    record(actor, TAG_OF[ground], object_type="standing.lookup", object_id=made.id, subjects=[hashed], facts=facts)
    return made


@transaction.atomic
def look_up_many(agreement_id: int, *, actor: Actor, codes: str, purpose: str) -> list[Lookup]:
    """Under an agreement, public records alone; each subject is on record.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("standing.bulk" | "standing.said").
    """
    agreement = selectors.agreement_for(actor, agreement_id)
    policies.require_agency(agreement, actor)
    rules.check_told(words=purpose)
    asked = [plain_code(line) for line in codes.split() if line.strip()]
    strange = [one for one in asked if not is_uscc(one)]
    if not asked or strange or len(asked) > MOST_AT_ONCE:
        said = f"不是有效的统一社会信用代码：{'、'.join(strange[:5])}。" if strange else ""
        raise RuleBroken("standing.bulk", problem=f"{said}一次查 1 至 {MOST_AT_ONCE} 个。")
    told = {"purpose": purpose.strip(), "case": agreement.number}
    return [_note(actor, Ground.AGREEMENT, Subject(code, code), **told) for code in dict.fromkeys(asked)]


@transaction.atomic
def attach_purchase(*, actor: Actor, case: str, agency: str, product: str, made_on: date, file: File) -> Purchase:
    """A bought report, to a case.

    Raises NotAllowed, RuleBroken("standing.off" | "standing.dates" | "standing.file").
    """
    policies.require_speaker(actor, "standing.purchase.attach")
    if made_on > clock.today():
        raise RuleBroken("standing.dates")
    made = Purchase.objects.create(
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        case=case.strip(),
        agency=agency.strip(),
        product=product.strip(),
        made_on=made_on,
        attached_by=actor.person_name,
        attached_on=clock.today(),
        **papers.keep(file),
    )
    record(actor, StandingTag.BOUGHT, object_type="standing.purchase", object_id=made.id, facts={"case": made.case})
    return made


@transaction.atomic
def sign_agreement(*, actor: Actor, agency_id: int, number: str, signed_on: date, until: date, file: File) -> Agreement:
    """An agency may ask in bulk. Raises NotFound, NotAllowed, RuleBroken("standing.off" | "standing.dates" | …)."""
    policies.require_centre(actor, "standing.agreement.sign")
    if not signed_on <= clock.today() <= until:
        raise RuleBroken("standing.dates")
    made = Agreement.objects.create(
        region_code=actor.region_code,
        operator_id=actor.organisation_id,
        agency_id=organisation(agency_id).id,
        number=number.strip(),
        signed_on=signed_on,
        until=until,
        signed_by=actor.person_name,
        **papers.keep(file),
    )
    record(actor, StandingTag.AGREED, object_type="standing.agreement", object_id=made.id, facts={"number": number})
    return made
