"""Formal acts that were signed outside: number, date and scan come back onto the record."""

import hashlib
from datetime import date
from pathlib import PurePath

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.sharing import selectors
from yiyuan.sharing.models import Paper
from yiyuan.sharing.services import files
from yiyuan.sharing.types import PaperKind, SharingTag

SCAN_BYTES = 20 * 1024 * 1024
MAGIC = {b"%PDF": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@transaction.atomic
def record_paper(
    application_id: int, *, actor: Actor, kind: PaperKind, number: str, signed_on: date, scan_name: str, scan: bytes
) -> Paper:
    """Record a signed document of an application, by an officer or head of a party.

    Raises NotFound, NotAllowed, RuleBroken("sharing.paper") for a scan that is no PDF, PNG or JPEG, empty or too large.
    """
    application = selectors.application_for(actor, application_id)
    selectors.paper_kind(application, kind)
    if not actor.has(Function.DATA_OFFICER, Function.HEAD, Function.BUREAU):
        raise NotAllowed("sharing.paper")
    media = next((kind_ for magic, kind_ in MAGIC.items() if scan.startswith(magic)), "")
    if not number.strip() or signed_on > clock.today():
        raise RuleBroken("sharing.paper", problem="请写明文号和已经过去的签署日期。")
    if not media or len(scan) > SCAN_BYTES:
        raise RuleBroken("sharing.paper", problem="扫描件须是 PDF、PNG 或 JPEG，不超过 20 MB。")
    digest = hashlib.sha256(scan).hexdigest()
    files.keep(scan, name=digest)
    made = Paper.objects.create(
        application=application,
        kind=kind.value,
        number=number.strip(),
        signed_on=signed_on,
        scan_name=PurePath(scan_name.replace("\\", "/")).name[-200:] or "扫描件",
        scan_type=media,
        scan_bytes=len(scan),
        scan_sha256=digest,
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
    )
    record(
        actor,
        SharingTag.PAPER_RECORDED,
        object_type="sharing.application",
        object_id=application.id,
        facts={"kind": kind.value, "sha256": digest, "bytes": len(scan)},
    )
    return made


def read_scan(paper_id: int, *, actor: Actor) -> tuple[Paper, bytes]:
    """A scan as it was handed in. Raises NotFound (also hidden), Damaged."""
    paper = selectors.paper_for(actor, paper_id)
    return paper, files.read(paper.scan_sha256, sha256=paper.scan_sha256)
