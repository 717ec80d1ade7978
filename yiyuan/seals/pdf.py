"""Write the same page as PDF, and sign it after PAdES with the seal as its picture: by P-256, or by SM2."""

import io
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from asn1crypto import x509
from PIL import Image
from pyhanko.pdf_utils import generic as _generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from yiyuan.seals import oids
from yiyuan.seals.cms import Stamper, detached
from yiyuan.seals.fonts import fonts
from yiyuan.seals.layout import POINT, Page
from yiyuan.seals.signing import Signer

G: Any = _generic  # half of it has no types
FIELD, ROOM = "Seal", 8 * 1024  # bytes kept free for the signature
DIGESTS = {oids.SM2: "sm3", oids.P256: "sha256"}


rl_config.useA85 = 0  # streams as they are, not as ASCII


def _to_unicode(name: str, subset: Sequence[int]) -> str:
    """ReportLab's, but for characters beyond the first plane, which it writes so that nobody finds them again."""
    written = _plain_to_unicode(name, subset)
    for at, code in enumerate(subset):
        if code > 0xFFFF:  # noqa: PLR2004 - end of the first plane
            written = written.replace(f"<{at:02X}> <{code:04X}>", f"<{at:02X}> <{chr(code).encode('utf-16-be').hex()}>")
    return written


_plain_to_unicode: Callable[[str, Sequence[int]], str] = ttfonts.makeToUnicodeCMap
ttfonts.makeToUnicodeCMap = _to_unicode


@cache
def _names() -> tuple[str, ...]:
    """Fonts are read once a process."""
    for number, font in enumerate(fonts()):
        pdfmetrics.registerFont(ttfonts.TTFont(f"Yiyuan{number}", str(font.path)))
    return tuple(f"Yiyuan{number}" for number in range(len(fonts())))


def write(page: Page, *, about: Mapping[str, str]) -> bytes:
    """The file without a signature. about: metadata by name, among the key words."""
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(page.width / POINT, page.height / POINT), invariant=True)
    canvas.setTitle(page.title)
    canvas.setAuthor("Yiyuan")
    canvas.setKeywords("; ".join(f"{name}={value}" for name, value in about.items()))
    top = page.height
    for one in page.strokes:
        canvas.setLineWidth(one.width / POINT)
        canvas.setStrokeColorRGB(*(part / 255 for part in one.colour))
        canvas.line(*(value / POINT for value in (one.x1, top - one.y1, one.x2, top - one.y2)))
    for picture in page.pictures:
        box = picture.box
        place = (box.x / POINT, (top - box.y - box.height) / POINT, box.width / POINT, box.height / POINT)
        canvas.drawImage(ImageReader(io.BytesIO(picture.content)), *place)
    for run in page.runs:
        canvas.setFont(_names()[run.font], run.size / POINT)
        canvas.setFillColorRGB(*(part / 255 for part in run.colour))
        canvas.drawString(run.x / POINT, (top - run.y) / POINT, run.text)
    canvas.showPage()
    canvas.save()
    return content.getvalue()


@dataclass(frozen=True)
class _Seal:
    """The picture of the field, packed once."""

    content: bytes

    def apply(self, annotation: Any, writer: Any) -> None:  # pyHanko's own
        colours, clear, (width, height) = _packed(self.content)
        shape = {"/Width": width, "/Height": height, "/BitsPerComponent": 8, "/Subtype": "/Image", "/Type": "/XObject"}
        mask = writer.add_object(_stream({**shape, "/ColorSpace": "/DeviceGray"}, clear))
        image = writer.add_object(_stream({**shape, "/ColorSpace": "/DeviceRGB", "/SMask": mask}, colours))
        left, low, right, high = (float(value) for value in annotation["/Rect"])
        drawn = f"q {right - left} 0 0 {high - low} 0 0 cm /Seal Do Q".encode()
        frame = G.ArrayObject(map(G.FloatObject, (0, 0, right - left, high - low)))
        used = G.DictionaryObject({G.pdf_name("/Seal"): image})
        form = {
            "/Type": "/XObject",
            "/Subtype": "/Form",
            "/BBox": frame,
            "/Resources": G.DictionaryObject({G.pdf_name("/XObject"): used}),
        }
        shown = writer.add_object(_stream(form, zlib.compress(drawn)))
        annotation["/AP"] = G.DictionaryObject({G.pdf_name("/N"): shown})
        writer.update_container(annotation)


def _stream(said: Mapping[str, Any], packed: bytes) -> Any:
    values = {"/Filter": "/FlateDecode", **said}
    entries = {G.pdf_name(name): _value(value) for name, value in values.items()}
    return G.StreamObject(entries, encoded_data=packed)


def _value(value: Any) -> Any:  # what pyHanko writes
    if isinstance(value, str):
        return G.pdf_name(value)
    return G.NumberObject(value) if isinstance(value, int) else value


@lru_cache(maxsize=256)
def _packed(content: bytes) -> tuple[bytes, bytes, tuple[int, int]]:
    picture = Image.open(io.BytesIO(content)).convert("RGBA")
    return (
        zlib.compress(picture.convert("RGB").tobytes()),
        zlib.compress(picture.getchannel("A").tobytes()),
        picture.size,
    )


def sign(
    content: bytes,
    *,
    page: Page,
    signer: Signer,
    certificate: x509.Certificate,
    links: Sequence[x509.Certificate],
    picture: bytes,
    at: datetime,
    stamper: Stamper | None = None,
) -> bytes:
    """The file with one signature over all of it. links: certificates on the way to the root; picture: PNG."""
    box = page.seal
    assert box is not None, "a layout that is sealed has a place for the seal"
    corners = (box.x, page.height - box.y - box.height, box.x + box.width, page.height - box.y)
    left, low, right, high = (round(value / POINT) for value in corners)
    spec = fields.SigFieldSpec(FIELD, box=(left, low, right, high))
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    embedding = PdfCMSEmbedder(new_field_spec=spec).write_cms(FIELD, writer)
    next(embedding)
    shown: Any = _Seal(picture)  # stands in for pyHanko's own, which packs the picture anew each time
    place = SignatureObject(timestamp=at, subfilter=fields.SigSeedSubFilter.PADES, bytes_reserved=2 * ROOM)
    embedding.send(SigObjSetup(sig_placeholder=place, appearance_setup=shown))
    out = io.BytesIO()
    prepared, _ = embedding.send(SigIOSetup(md_algorithm=DIGESTS[signer.algorithm], output=out))
    signed = detached(prepared.document_digest, signer=signer, certificate=certificate, links=links, stamper=stamper)
    prepared.fill_with_cms(out, signed)
    return out.getvalue()
