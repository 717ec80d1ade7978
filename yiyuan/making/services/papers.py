"""Papers to make licences from: kept as they came, read as far as they can be, entered by hand."""

import hashlib
import html
import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from django.db import transaction
from lxml import html as web

from yiyuan.audit.api import record
from yiyuan.catalog.types import LicenceEntry
from yiyuan.dataplane import scans
from yiyuan.dataplane.shelf import Shelf
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences import api as licences
from yiyuan.licences.types import Stated
from yiyuan.making import rules, selectors
from yiyuan.making.models import Paper
from yiyuan.making.types import MakingTag
from yiyuan.making.workflow import PAPER

SHELF: Final = Shelf("making", "making.paper")
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_LINES, MOST_LETTERS = 2000, 300
TAKEN: Final = {"pdf", "png", "jpg", "tif", "bmp", "gif", "webp", "docx", "html"}
PAIR: Final = re.compile(r"^\s*([^：:]{1,40})[：:]\s*(.+)$")


def kind_of(content: bytes, *, name: str) -> str:
    """One of TAKEN. Raises RuleBroken("making.file")."""
    kind = scans.digital_kind(content)
    if not kind and name.lower().endswith((".html", ".htm")) and b"<" in content[:2000] and b"\0" not in content:
        kind = "html"
    if kind not in TAKEN or len(content) > MOST_BYTES:
        raise RuleBroken("making.file")
    return kind


@transaction.atomic
def keep_paper(resource_id: int, *, actor: Actor, content: bytes, file_name: str, case: str = "") -> Paper:
    """A scan or document of a licence of this entry. case: number of the closed case it was kept from.

    Raises NotFound, NotAllowed, RuleBroken("licences.officer" | "making.file").
    """
    entry = licences.entry_to_make(resource_id, actor=actor)
    licences.require_officer(entry.provider_id, region_code=entry.region_code)
    name = PurePath(file_name.replace("\\", "/")).name[-200:] or "文件"
    kind = kind_of(content, name=name)
    digest = hashlib.sha256(content).hexdigest()
    SHELF.keep(content, name=digest)
    made = Paper.objects.create(
        entry_id=resource_id,
        type_name=entry.name,
        region_code=entry.region_code,
        issuer_id=entry.provider_id,
        made_by_id=actor.organisation_id,
        person_name=actor.person_name,
        received_on=clock.today(),
        case=case,
        file_name=name,
        kind=kind,
        sha256=digest,
    )
    record(actor, MakingTag.PAPER, object_type="making.paper", object_id=made.id)
    PAPER.begin(made)
    return made


def content_of(paper: Paper) -> bytes:
    """As it was handed in. Raises Damaged."""
    return SHELF.read(paper.sha256, sha256=paper.sha256)


def suggested(paper: Paper, entry: LicenceEntry) -> dict[str, str]:
    """What a document itself says of a licence: part or information item -> text. A picture says nothing."""
    lines = {"docx": _of_docx, "html": _of_html}.get(paper.kind, lambda _content: [])(content_of(paper))
    names = {words: key for key, words in rules.wanted(entry).items()}
    found: dict[str, str] = {}
    for line in lines[:MOST_LINES]:
        said = PAIR.match(line)
        key = names.get(re.sub(r"\s", "", said.group(1))) if said else None
        if said and key:
            found.setdefault(key, said.group(2).strip()[:MOST_LETTERS])
    return found


def _of_docx(content: bytes) -> list[str]:
    """Paragraphs, and rows of tables as heading and words. Nothing of a file that cannot be read."""
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        lines = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            for row in table.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
                lines += [f"{head}：{words}" for head, words in zip(cells[::2], cells[1::2], strict=False)]
    except Exception:  # noqa: BLE001 - whatever was handed in: it is entered by hand then
        return []
    return lines


def readable(content: bytes) -> str:
    """A web page as text: UTF-8, or as old systems write."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return re.sub(r"^\s*<\?xml[^>]*>", "", text)  # lxml refuses a declared encoding in a text


def _of_html(content: bytes) -> list[str]:
    try:
        text = readable(content)
        page = web.document_fromstring(text, parser=web.HTMLParser(no_network=True, huge_tree=False))
        for hidden in page.xpath("//script | //style"):
            hidden.drop_tree()
        lines = []
        for row in page.xpath("//tr"):
            cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./td | ./th")]
            lines += [f"{head.rstrip('：:')}：{words}" for head, words in zip(cells[::2], cells[1::2], strict=False)]
        texts = [" ".join(html.unescape(part).split()) for part in page.xpath("//text()")]
    except Exception:  # noqa: BLE001 - as above
        return []
    return lines + texts


@transaction.atomic
def enter_paper(paper_id: int, *, actor: Actor, stated: Stated) -> int:
    """A licence with what the paper says, marked as of the past; nobody but its issuer sees it until it is issued.

    Gives its id. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("licences.fields" | "licences.officer").
    """
    found = selectors.paper_for(actor, paper_id, lock=True)
    PAPER.open_move(found, "enter", actor)
    made_on = min(stated.granted_on, clock.today() - timedelta(days=1))
    number = licences.make_past(found.entry_id, actor=actor, stated=replace(stated, made_on=made_on))
    PAPER.move(found, "enter", actor=actor, also_set={"licence_id": number})
    return number


@transaction.atomic
def refuse_paper(paper_id: int, *, actor: Actor, note: str = "") -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("making.reason")."""
    found = selectors.paper_for(actor, paper_id, lock=True)
    PAPER.move(found, "refuse", actor=actor, note=note, reason=note, also_set={"reason": note.strip()[:300]})
