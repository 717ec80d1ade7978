"""Files of the materials of an application: added until it is answered, taken back while it is a draft."""

import hashlib
import uuid
from functools import partial
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.dataplane import scans
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Application, Attachment
from yiyuan.sharing.services import files
from yiyuan.sharing.types import ATTACHABLE, File, SharingTag


def check_attach(application: Application, actor: Actor) -> None:
    """Raises MoveRefused (answered, withdrawn), NotAllowed (not the applicant's data officer)."""
    if application.state not in ATTACHABLE:
        raise MoveRefused("sharing.application.attach", state=application.state)
    if application.consumer_id not in actor.organisation_ids or not policies.may_apply(actor):
        raise NotAllowed("sharing.application.attach")


def attach_file(application_id: int, *, actor: Actor, material: str, file: File) -> Attachment:
    """Keep a file as one of the listed materials. The same file of the same material again: the one that is there.

    Raises NotFound, as `check_attach`, RuleBroken("sharing.materials_listed" | "sharing.material_file"), Unavailable
    (the scanner that is set does not answer). Of a refused file nothing is kept.
    """
    kept_as = uuid.uuid4().hex
    try:
        return _attach(application_id, actor=actor, material=material, file=file, kept_as=kept_as)
    except BaseException:
        files.destroy(kept_as)
        raise


@transaction.atomic
def _attach(application_id: int, *, actor: Actor, material: str, file: File, kept_as: str) -> Attachment:
    application = selectors.application_for(actor, application_id, lock=True)
    check_attach(application, actor)
    name = PurePath(file.name.replace("\\", "/")).name[-200:] or "未命名"
    digest = hashlib.sha256(file.content).hexdigest()
    with selectors.law_of(application, today=clock.today()).judging():
        rules.check_materials(attached=[material], listed=selectors.listed_materials(application))
        if same := application.attachments.filter(material=material, sha256=digest).first():
            return same
        kind = rules.check_material_file(
            material=material,
            name=name,
            content=file.content,
            kinds=settings.MATERIAL_KINDS,
            most_bytes=settings.MATERIAL_BYTES,
            held=application.attachments.count(),
            most_files=settings.MATERIAL_FILES,
        )
    files.keep(file.content, name=kept_as)
    made = Attachment.objects.create(
        application=application,
        material=material,
        name=name,
        media=scans.KINDS[kind],
        size_bytes=len(file.content),
        sha256=digest,
        kept_as=kept_as,
        added_by=actor.person_name,
        added_on=clock.today(),
    )
    if material not in application.materials:
        application.materials = [*application.materials, material]
        application.save(update_fields=["materials"])
    record(
        actor,
        SharingTag.ATTACHED,
        object_type="sharing.application",
        object_id=application.id,
        facts={"sha256": digest, "bytes": made.size_bytes},
    )
    return made


@transaction.atomic
def detach_file(attachment_id: int, *, actor: Actor) -> None:
    """Take a file back from a draft; what was sent stays. Raises NotFound, MoveRefused, NotAllowed."""
    found = selectors.attachment_for(actor, attachment_id)
    draft = selectors.application_for(actor, found.application_id, lock=True)
    check_attach(draft, actor)
    if not draft.is_draft:
        raise MoveRefused("sharing.application.detach", state=draft.state)
    forget_files(draft, only=attachment_id)
    if not draft.attachments.filter(material=found.material).exists():
        draft.materials = [material for material in draft.materials if material != found.material]
        draft.save(update_fields=["materials"])
    record(
        actor,
        SharingTag.DETACHED,
        object_type="sharing.application",
        object_id=draft.id,
        facts={"sha256": found.sha256},
    )


def forget_files(draft: Application, *, only: int | None = None) -> None:
    """Remove files of a draft, all unless one is named, when the transaction is through."""
    for found in draft.attachments.all() if only is None else draft.attachments.filter(id=only):
        found.delete()
        transaction.on_commit(partial(files.destroy, found.kept_as))


def copy_files(before: Application, draft: Application, *, listed: tuple[str, ...]) -> None:
    """The files of an application on a draft that repeats it, of the materials that are listed still."""
    for found in before.attachments.filter(material__in=listed).order_by("id"):
        kept_as = uuid.uuid4().hex
        files.keep(files.read(found.kept_as, sha256=found.sha256), name=kept_as)
        found.pk, found.application, found.kept_as = None, draft, kept_as
        found.save(force_insert=True)


def read_file(attachment_id: int, *, actor: Actor) -> tuple[Attachment, bytes]:
    """A file as it was handed in. Raises NotFound (also hidden), Damaged."""
    found = selectors.attachment_for(actor, attachment_id)
    return found, files.read(found.kept_as, sha256=found.sha256)
