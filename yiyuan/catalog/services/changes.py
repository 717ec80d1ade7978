"""Change events: a cause is registered, entries follow, the change is reported or reviewed; each with its clock."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies, selectors
from yiyuan.catalog.models import ChangeEvent, Resource
from yiyuan.catalog.types import CatalogTag, ChangeState, State
from yiyuan.catalog.workflow import CHANGE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import change_clocks

MAX_ATTACHMENT = 10 * 1024 * 1024
ATTACHMENTS = {".pdf", ".ofd", ".docx", ".doc", ".wps", ".jpg", ".jpeg", ".png", ".txt"}


@transaction.atomic
def register_change(
    *,
    actor: Actor,
    cause: str,
    document: str,
    changed_on: date,
    provider_id: int | None = None,
    resource_ids: Sequence[int] = (),
    note: str = "",
) -> ChangeEvent:
    """Put a revision or change of functions on record; its clock runs from `changed_on`, under the law of that day.

    provider_id: whose catalog must follow; the actor's own organisation when not given. A bureau registers for the
    departments it governs. Raises NotAllowed, NotFound, RuleBroken("catalog.fits") for a day to come.
    """
    provider = organisation(provider_id or actor.organisation_id)
    if not policies.may_register_change(actor, provider_id=provider.id, region_code=provider.region_code):
        raise NotAllowed("catalog.change.register")
    if changed_on > clock.today():
        raise RuleBroken("catalog.fits", field="修改或变化之日", problem="不能晚于今天", name="changed_on")
    chosen = Resource.objects.filter(id__in=resource_ids, provider_id=provider.id)
    if chosen.count() != len(set(resource_ids)):
        raise NotFound("catalog.resource")
    event = ChangeEvent.objects.create(
        provider_id=provider.id,
        region_code=provider.region_code,
        law_on=changed_on,
        cause=cause,
        document=document,
        changed_on=changed_on,
        note=note,
        registered_by=actor.person_name,
        registrar_id=actor.organisation_id,
        registered_on=clock.today(),
    )
    event.resources.set(chosen)
    facts = {"provider": provider.id, "cause": cause, "changed_on": str(changed_on)}
    record(actor, CatalogTag.CHANGE_REGISTERED, object_type="catalog.change", object_id=event.id, facts=facts)
    clocks = {found.ends for found in change_clocks(event.region_code, changed_on)}
    CHANGE.move(event, "owe_request" if "applied" in clocks else "owe_update", actor=SYSTEM)
    return event


@transaction.atomic
def except_change(event_id: int, *, actor: Actor, note: str) -> ChangeEvent:
    """State the good reason for which the term does not bind; only where the law of the cause's day knows one."""
    event = selectors.change_for(actor, event_id, lock=True)
    CHANGE.move(event, "except", actor=actor, note=note, also_set={"exception": note}, said=note)
    return event


@transaction.atomic
def apply_for_update(event_id: int, *, actor: Actor, note: str = "") -> ChangeEvent:
    """Ask the bureau to review and update; the new versions must be drafted."""
    event = selectors.change_for(actor, event_id, lock=True)
    drafts = event.versions.count()
    CHANGE.move(event, "apply", actor=actor, note=note, also_set={"request": note}, drafts=drafts)
    _follow(event)
    return event


@transaction.atomic
def report_change(
    event_id: int, *, actor: Actor, basis: str, attachment: bytes = b"", attachment_name: str = ""
) -> ChangeEvent:
    """Report the updated catalog to the bureau, with the document the change rests on."""
    event = selectors.change_for(actor, event_id, lock=True)
    name = _attached(attachment, attachment_name)
    kept: dict[str, Any] = {"basis": basis, "attachment_name": name, "closed_on": clock.today()}
    CHANGE.move(event, "report", actor=actor, note=basis, also_set=kept, basis=basis, attachment=name)
    if name:
        ChangeEvent.objects.filter(id=event.id).update(attachment=attachment)
    return event


@transaction.atomic
def drop_change(event_id: int, *, actor: Actor, note: str) -> ChangeEvent:
    """The bureau strikes out what was registered by mistake; a department cannot end its own clock so."""
    event = selectors.change_for(actor, event_id, lock=True)
    CHANGE.move(event, "drop", actor=actor, note=note, also_set={"closed_on": clock.today()}, said=note)
    return event


def _attached(content: bytes, name: str) -> str:
    if not content:
        return ""
    kept = PurePath(name.replace("\\", "/")).name[-200:]
    if PurePath(kept).suffix.lower() not in ATTACHMENTS:
        raise RuleBroken("catalog.attachment", problem="附件只收 PDF、OFD、DOCX、WPS、图片和文本。")
    if len(content) > MAX_ATTACHMENT:
        raise RuleBroken("catalog.attachment", problem="附件不超过 10 MB。")
    return kept


def follow_publication(event_id: int | None) -> None:
    """Part of a publication: the event whose new version went out may now be complete."""
    if event_id is not None:
        _follow(ChangeEvent.objects.select_for_update().get(id=event_id))


def follow_withdrawal(resource_id: int) -> None:
    """Part of a withdrawal: an entry that is gone needs no new version."""
    open_states = [ChangeState.TO_UPDATE, ChangeState.EXCEPTED, ChangeState.IN_REVIEW]
    for event in ChangeEvent.objects.select_for_update().filter(resources=resource_id, state__in=open_states):
        _follow(event)


def _follow(event: ChangeEvent) -> None:
    """Move the event on when every entry it concerns is published anew, or withdrawn."""
    if not _complete(event):
        return
    today = clock.today()
    done: dict[str, Any] = {"updated_on": today, "closed_on": today}
    if event.state == ChangeState.IN_REVIEW:
        CHANGE.move(event, "review", actor=SYSTEM, also_set=done)
    elif event.state in (ChangeState.TO_UPDATE, ChangeState.EXCEPTED):
        report = next((c for c in change_clocks(event.region_code, event.changed_on) if c.ends == "reported"), None)
        if report is None:
            CHANGE.move(event, "finish", actor=SYSTEM, also_set=done)
        else:
            began = event.changed_on if report.starts == "cause" else None
            CHANGE.move(event, "update", actor=SYSTEM, also_set={"updated_on": today, "report_from_on": began})


def _complete(event: ChangeEvent) -> bool:
    published = set(event.versions.exclude(published_on=None).values_list("resource_id", flat=True))
    concerned = set(event.resources.exclude(current__state=State.WITHDRAWN).values_list("id", flat=True))
    if not event.resources.exists():
        return bool(published)
    return concerned <= published
