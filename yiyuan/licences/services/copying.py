"""加注件: a copy of a licence for one use, with purpose, receiver and last day on its face; the original stays here."""

from datetime import date

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.models import Licence, LicenceFile
from yiyuan.licences.services.sealing import about, sealed, values_of
from yiyuan.licences.types import FileKind, LicenceTag, State
from yiyuan.seals import layouts
from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.layout import Box, Element, Layout, Text, fill

MARK, STRONG = (222, 222, 222), (150, 20, 30)
ROWS, SIZE = 7, 13.0  # of the watermark
EDGE = 12.0  # millimetres


def annotated(
    licence: Licence, kind: FileKind, *, actor: Actor, number: str, purpose: str, receiver: str, until: date
) -> bytes:
    """The copy, sealed with the seal the licence bears. number: of the copy, among its metadata.

    Raises RuleBroken("licences.layout" | "licences.copy"): not issued, or without a sealed file.
    """
    kept = LicenceFile.objects.select_related("layout", "seal").filter(licence=licence, kind=FileKind.OFD).first()
    if kept is None or licence.state != State.ISSUED:
        raise RuleBroken("licences.copy")
    plain = layouts.read(kept.layout.content, version=kept.layout.version)
    try:
        page = fill(_marked(plain, purpose=purpose, receiver=receiver, until=until), values_of(licence, seal=kept.seal))
    except FileNotMade as error:
        raise RuleBroken("licences.layout", problem=error.facts["problem"]) from error
    said = about(licence) | {
        "JZJBS": number,
        "JZJZZSJ": f"{clock.now():%Y%m%d%H%M%S}",
        "JZJZZZ": receiver,
        "JZJZZSY": purpose,
        "JZJYXQJZSJ": f"{until:%Y%m%d}235959",
    }
    made = sealed(page, seal=kept.seal, about=said)[kind]
    facts = {"seal": kept.seal_id, "copy": number}
    record(actor, LicenceTag.COPIED, object_type="licences.licence", object_id=licence.id, facts=facts)
    return made


def _marked(plain: Layout, *, purpose: str, receiver: str, until: date) -> Layout:
    """Light words all over the page, under what is printed; the same in dark at its foot."""
    words = _plain(f"加注件　仅供{receiver}用于{purpose}　{until.isoformat()} 前有效")
    wide, high = plain.width, plain.height
    step = (high - 2 * EDGE) / ROWS
    under: list[Element] = [
        Text(Box(EDGE, EDGE + n * step + step / 2 - 4, wide - 2 * EDGE, 8), words, SIZE, "centre", MARK)
        for n in range(ROWS)
    ]
    foot = Text(Box(EDGE, high - EDGE - 8, wide - 2 * EDGE, 6), words, 9, "centre", STRONG)
    return Layout(plain.name, plain.version, wide, high, [*under, *plain.elements, foot])


def _plain(words: str) -> str:
    """Braces would mark a place."""
    return layouts.key(words)
