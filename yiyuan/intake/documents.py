"""Documents and images that a resource consists of: kept sealed as they were handed in, with their digest."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import archives, scanner, scans, vault
from yiyuan.dataplane.errors import FileRefused
from yiyuan.intake import originals
from yiyuan.intake.models import Document
from yiyuan.intake.services import FREE_BYTES_WANTED, resource_to_hand_in
from yiyuan.intake.types import IntakeTag
from yiyuan.intake.uploads import PathUpload, Upload
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken, Unavailable
from yiyuan.organisations.api import Seen
from yiyuan.workflow.api import Law

MOST_BYTES: Final = 100 * 1024 * 1024  # of one
MOST_PACKED_BYTES: Final = 512 * 1024 * 1024  # of an archive of them
KIND_WORDS: Final = "PDF、OFD、Word、PPT、ODT 文件，或者 PNG、JPG、TIFF、BMP、GIF、WebP 图像，不带宏"
SEEN = Seen(
    parties=("provider", "sender"),
    overseers=OVERSEERS | {Function.OPERATOR},
    related=("provider", "sender"),
    what="intake.document",
)


@dataclass(frozen=True, slots=True)
class _Found:
    """One document on its way in."""

    name: str
    kind: str
    spooled: originals.Spooled


def documents(actor: Actor) -> QuerySet[Document]:
    """Documents the actor may know of, newest first."""
    return SEEN.rows(Document.objects.order_by("-id"), to=actor)


def document_for(actor: Actor, document_id: int, *, lock: bool = False) -> Document:
    """Raises NotFound, also when hidden."""
    return SEEN.one(Document.objects.all(), document_id, to=actor, lock=lock)


def may_read(actor: Actor, document: Document) -> bool:
    """What stands in a document is its provider's and its sender's, as refused rows are."""
    readers = (Function.DATA_OFFICER, Function.HEAD)
    return actor.has(*readers) and not actor.organisation_ids.isdisjoint({document.provider_id, document.sender_id})


def hand_in_documents(resource_id: int, *, actor: Actor, file: Upload) -> list[Document]:
    """Take a document or an image in, or an archive of them: all of it or nothing. What had come before stays as it is.

    Raises as `resource_to_hand_in`; RuleBroken("intake.document") naming the file that is no document; as `scan`.
    """
    resource = resource_to_hand_in(resource_id, actor=actor)
    if originals.room_bytes() < FREE_BYTES_WANTED:
        raise Unavailable("intake.disk")
    name = PurePath((file.name or "").replace("\\", "/")).name[-200:] or "未命名"
    packed = name.lower().endswith(".zip")
    kept: list[str] = []
    try:
        with transaction.atomic():
            return [
                _keep(found, resource, actor=actor, kept=kept)
                for found in (_members(file, name) if packed else _one(file, name, most_bytes=MOST_BYTES))
            ]
    except BaseException:
        for stored_as in kept:
            originals.destroy(stored_as)
        raise


def first_of(resource_id: int, *, actor: Actor, file: Upload) -> Document:
    """`hand_in_documents` for doors that show one of them next."""
    return hand_in_documents(resource_id, actor=actor, file=file)[0]


@contextmanager
def _spooled(file: Upload, name: str, most_bytes: int) -> Iterator[originals.Spooled]:
    with originals.spooled(file.chunks(), suffix=PurePath(name).suffix.lower(), max_bytes=most_bytes) as spooled:
        if spooled is None:
            raise RuleBroken("intake.document", problem=f"“{name}”超过上限 {most_bytes // 2**20} MB，没有收。")
        scanner.scan(vault.read_pieces(spooled.path), called=name)
        yield spooled


def _one(file: Upload, name: str, *, most_bytes: int) -> Iterator[_Found]:
    with _spooled(file, name, most_bytes) as spooled:
        kind = scans.digital_kind(spooled.path.read_bytes())
        if not kind:
            problem = f"“{name}”认不出是什么文件，没有收。能收的是 {KIND_WORDS}；纸质的先扫描，表格数据在“交数据”里交。"
            raise RuleBroken("intake.document", problem=problem)
        if scans.digital_named(name) != kind:
            problem = f"“{name}”的内容是 {kind.upper()}，和扩展名不一致，没有收；请核对后改正扩展名再交。"
            raise RuleBroken("intake.document", problem=problem)
        yield _Found(name, kind, spooled)


def _members(file: Upload, name: str) -> Iterator[_Found]:
    try:
        with _spooled(file, name, MOST_PACKED_BYTES) as packed:
            for member in archives.members_of(packed.path):
                with archives.unpacked(packed.path, member, max_bytes=MOST_BYTES) as place:
                    yield from _one(PathUpload(place), member.name[-200:], most_bytes=MOST_BYTES)
    except FileRefused as refused:
        raise RuleBroken("intake.document", problem=refused.sentence) from refused


def _keep(found: _Found, resource: ResourceInfo, *, actor: Actor, kept: list[str]) -> Document:
    sha256 = found.spooled.sha256
    earlier = Document.objects.filter(resource_id=resource.id, sha256=sha256, withdrawn_on=None).first()
    if earlier is not None:
        return earlier
    stored_as = originals.keep(found.spooled.path, kind="document")
    kept.append(stored_as)
    made = Document.objects.create(
        resource_id=resource.id,
        version_id=resource.version_id,
        resource_name=resource.name,
        region_code=resource.region_code,
        provider_id=resource.provider_id,
        sender_id=actor.organisation_id,
        account_id=actor.account_id,
        person_name=actor.person_name,
        name=found.name,
        kind=found.kind,
        size_bytes=found.spooled.size_bytes,
        sha256=sha256,
        stored_as=stored_as,
        received_on=clock.today(),
        received_at=clock.real_now(),
    )
    catalog.mark_fresh(resource.id, fresh_on=made.received_on)
    cite = Law(resource.region_code, made.received_on).resolved("handin.digital").cite
    facts = {"sha256": sha256, "bytes": made.size_bytes, "resource": resource.id}
    record(
        actor,
        IntakeTag.DOCUMENT_KEPT,
        object_type="intake.document",
        object_id=made.id,
        requirement_ids=cite,
        facts=facts,
    )
    return made


def read_document(document_id: int, *, actor: Actor) -> tuple[Document, Iterator[bytes]]:
    """A document as it was handed in, on the record; the whole is checked before a part of it leaves.

    Raises NotFound, NotAllowed, Damaged.
    """
    found = document_for(actor, document_id)
    if not may_read(actor, found):
        raise NotAllowed("intake.document.read")
    place, secrets = Path(originals.root()) / found.stored_as, settings.INSTALLATION_SECRETS
    vault.check_file(place, secrets=secrets, context=found.stored_as)
    facts = {"sha256": found.sha256}
    record(actor, IntakeTag.DOCUMENT_READ, object_type="intake.document", object_id=found.id, facts=facts)
    return found, vault.unseal_file(place, secrets=secrets, context=found.stored_as)


def document_named(resource_id: int, names: Collection[str]) -> Document | None:
    """The newest document of a resource with one of these names, which a row of it may say."""
    rows = Document.objects.filter(resource_id=resource_id, withdrawn_on=None, name__in=[one[:200] for one in names])
    return rows.order_by("-id").first()


def read_for_case(document_id: int, *, actor: Actor, delivery: str) -> bytes:
    """A document that a row handed over under a grant names; the caller has asked for that row. Raises Damaged."""
    found = Document.objects.get(id=document_id)
    place, secrets = Path(originals.root()) / found.stored_as, settings.INSTALLATION_SECRETS
    vault.check_file(place, secrets=secrets, context=found.stored_as)
    facts = {"sha256": found.sha256, "delivery": delivery}
    record(actor, IntakeTag.DOCUMENT_READ, object_type="intake.document", object_id=found.id, facts=facts)
    return b"".join(vault.unseal_file(place, secrets=secrets, context=found.stored_as))


def check_withdrawn_by(document: Document, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.has(Function.DATA_OFFICER) or not may_read(actor, document):
        raise NotAllowed("intake.document.withdraw")


@transaction.atomic
def withdraw_document(document_id: int, *, actor: Actor, note: str) -> None:
    """Take a document out of its resource; it stays on record with its digest. Raises NotFound, NotAllowed."""
    found = document_for(actor, document_id, lock=True)
    check_withdrawn_by(found, actor)
    if found.withdrawn_on is None:
        found.withdrawn_on, found.withdrawn_by, found.withdrawn_why = clock.today(), actor.person_name, note[:500]
        found.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_why"])
        record(actor, IntakeTag.DOCUMENT_WITHDRAWN, object_type="intake.document", object_id=found.id)
