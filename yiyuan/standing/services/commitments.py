"""Forms of commitments, commitments, breaches."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.credit.api import add_record
from yiyuan.credit.types import File as CreditFile
from yiyuan.credit.types import Level, Origin, SubjectKind
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.standing import papers, policies, publishing, rules, selectors, store
from yiyuan.standing.models import Breach, Commitment, CommitmentForm
from yiyuan.standing.types import File, StandingTag


@transaction.atomic
def publish_form(*, actor: Actor, field: str, title: str, text: str, item_code: str) -> CommitmentForm:
    """A new version of the form of a field; earlier ones stay. Raises NotAllowed, RuleBroken("standing.off")."""
    policies.require_speaker(actor, "standing.form.publish")
    rows = CommitmentForm.objects.select_for_update().filter(region_code=actor.region_code, field=field.strip())
    last = max((one.version for one in rows), default=0)
    made = CommitmentForm.objects.create(
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        field=field.strip(),
        version=last + 1,
        title=title.strip(),
        text=text.strip(),
        item_code=item_code.strip(),
        published_on=clock.today(),
        published_by=actor.person_name,
    )
    facts = {"field": made.field, "version": made.version}
    record(actor, StandingTag.FORM, object_type="standing.form", object_id=made.id, facts=facts)
    return made


@transaction.atomic
def commit(*, actor: Actor, form_id: int, name: str, code: str, matter: str, filed_on: date, file: File) -> Commitment:
    """What a market entity committed itself to by the form in use, before it is admitted; public from now on.

    Raises NotFound, NotAllowed, RuleBroken("standing.off" | "standing.entity" | "standing.dates" | "standing.file" |
    "credit.catalog" | "credit.fields" …).
    """
    policies.require_speaker(actor, "standing.commitment.file")
    form = selectors.form_for(actor, form_id)
    subject = rules.check_entity(name=name, code=code)
    if filed_on > clock.today():
        raise RuleBroken("standing.dates")
    made = Commitment.objects.create(
        region_code=actor.region_code,
        form=form,
        organisation_id=actor.organisation_id,
        name=subject.name,
        code=subject.code,
        matter=matter.strip(),
        filed_on=filed_on,
        filed_by=actor.person_name,
        **papers.keep(file),
    )
    record(actor, StandingTag.COMMITTED, object_type="standing.commitment", object_id=made.id, facts={"form": form.id})
    _store(made, actor=actor, file=file)
    publishing.show_commitment(made)
    return made


def _store(made: Commitment, *, actor: Actor, file: File) -> None:
    """As a credit record of the item its form names; the site shows it once, as a commitment."""
    kept = add_record(
        actor=actor,
        item_code=made.form.item_code,
        subject_kind=SubjectKind.LEGAL,
        subject_code=made.code,
        subject_name=made.name,
        matter=made.matter,
        description=f"{made.form}：{made.matter}",
        document_no=f"CN{made.filed_on:%Y}{made.id:06d}",
        document_on=made.filed_on,
        file=CreditFile(file.name, file.content),
        valid_from=made.filed_on,
        long_term=True,
        level=Level.PUBLIC,
        made_on=made.filed_on,
        origin=Origin.MARKET,
    )
    made.record_id = kept.id
    made.save(update_fields=["record_id"])
    store.take_back(store.RECORDS, kept.id)


@transaction.atomic
def note_breach(commitment_id: int, *, actor: Actor, document_no: str, found_on: date, words: str) -> None:
    """Raises NotFound, NotAllowed, RuleBroken("standing.said" | "standing.dates")."""
    found = selectors.commitment_for(actor, commitment_id, lock=True)
    policies.require_noting(found, actor)
    rules.check_told(words=words)
    if not found.filed_on <= found_on <= clock.today():
        raise RuleBroken("standing.dates")
    Breach.objects.create(
        commitment=found,
        document_no=document_no.strip(),
        found_on=found_on,
        words=words.strip(),
        noted_by=actor.person_name,
    )
    facts = {"document": document_no.strip()}
    record(actor, StandingTag.BREACHED, object_type="standing.commitment", object_id=found.id, facts=facts)
    publishing.show_commitment(found)
