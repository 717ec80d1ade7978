"""Write a page as OFD (GB/T 33190): one zip of XML, fonts cut to what is used, and a seal over every file of it."""

import base64
import io
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from asn1crypto import x509

from yiyuan.seals import curve, esl, oids
from yiyuan.seals.fonts import fonts
from yiyuan.seals.layout import ASCENT, LINE, Colour, Page, Run, Stroke
from yiyuan.seals.signing import Signer

SPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SIGNS, SIGN = "Doc_0/Signs/Signatures.xml", "Doc_0/Signs/Sign_0"
PROVIDER = 'ProviderName="Yiyuan" Company="Yiyuan" Version="1.0"'
OUR_NAMES = uuid.UUID("5f0c8f2e-52b5-4a53-9a6c-0d0f9c1c7c10")  # so that the same page gives the same number


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal with the key that uses it."""

    seal: bytes
    signer: Signer
    certificate: x509.Certificate


def write(page: Page, *, about: Mapping[str, str], at: datetime, stamp: Stamp | None = None) -> bytes:
    """The file. about: metadata by name, in the file's own list; at: when it is made and sealed.

    The same arguments give the same file but for the random part of the signature.
    """
    files = _document(page, about, at, sealed=stamp is not None)
    if stamp is not None:
        _sealed(files, page, stamp, at)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, part in files.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _document(page: Page, about: Mapping[str, str], at: datetime, *, sealed: bool) -> dict[str, bytes]:
    used: dict[int, set[str]] = {}
    for run in page.runs:
        used.setdefault(run.font, set()).update(run.text)
    number = uuid.uuid5(OUR_NAMES, repr((page.title, at, sorted(about.items())))).hex
    custom = "".join(
        f"<ofd:CustomData Name={quoteattr(name)}>{escape(value)}</ofd:CustomData>" for name, value in about.items()
    )
    entry = (
        f'<ofd:OFD xmlns:ofd="{SPACE}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{number}</ofd:DocID><ofd:Title>{escape(page.title)}</ofd:Title>"
        f"<ofd:CreationDate>{at.date().isoformat()}</ofd:CreationDate><ofd:Creator>Yiyuan</ofd:Creator>"
        f"<ofd:CustomDatas>{custom}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        f"{f'<ofd:Signatures>{SIGNS}</ofd:Signatures>' if sealed else ''}</ofd:DocBody></ofd:OFD>"
    )
    files = {f"Doc_0/Res/font_{n}.ttf": fonts()[n].subset(characters) for n, characters in sorted(used.items())}
    files |= {f"Doc_0/Res/image_{n}.{one.kind}": one.content for n, one in enumerate(page.pictures)}
    ids = _Ids(page, sorted(used))
    content = ids.content()
    box = f"0 0 {_n(page.width)} {_n(page.height)}"
    document = (
        f'<ofd:Document xmlns:ofd="{SPACE}"><ofd:CommonData><ofd:MaxUnitID>{ids.last}</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    texts = {
        "OFD.xml": entry,
        "Doc_0/Document.xml": document,
        "Doc_0/PublicRes.xml": ids.fonts(),
        "Doc_0/DocumentRes.xml": ids.images(),
        "Doc_0/Pages/Page_0/Content.xml": content,
    }
    return {name: (HEAD + text).encode() for name, text in texts.items()} | files


class _Ids:
    """Numbers of a document: the page is 1, its layer 2, then fonts, pictures and what is drawn."""

    def __init__(self, page: Page, used: list[int]) -> None:
        self.page = page
        self.font = {number: 3 + at for at, number in enumerate(used)}
        self.image = [3 + len(used) + at for at in range(len(page.pictures))]
        self.last = 2 + len(used) + len(page.pictures)

    def _next(self) -> int:
        self.last += 1
        return self.last

    def fonts(self) -> str:
        each = "".join(
            f'<ofd:Font ID="{number}" FontName={quoteattr(fonts()[font].family)} '
            f"FamilyName={quoteattr(fonts()[font].family)}><ofd:FontFile>font_{font}.ttf</ofd:FontFile></ofd:Font>"
            for font, number in self.font.items()
        )
        return f'<ofd:Res xmlns:ofd="{SPACE}" BaseLoc="Res"><ofd:Fonts>{each}</ofd:Fonts></ofd:Res>'

    def images(self) -> str:
        each = "".join(
            f'<ofd:MultiMedia ID="{number}" Type="Image" Format="{one.kind.upper()}">'
            f"<ofd:MediaFile>image_{at}.{one.kind}</ofd:MediaFile></ofd:MultiMedia>"
            for at, (number, one) in enumerate(zip(self.image, self.page.pictures, strict=True))
        )
        return f'<ofd:Res xmlns:ofd="{SPACE}" BaseLoc="Res"><ofd:MultiMedias>{each}</ofd:MultiMedias></ofd:Res>'

    def content(self) -> str:
        box = f"0 0 {_n(self.page.width)} {_n(self.page.height)}"
        drawn = [
            *map(self._stroke, self.page.strokes),
            *(self._image(at) for at in range(len(self.page.pictures))),
            *map(self._run, self.page.runs),
        ]
        return (
            f'<ofd:Page xmlns:ofd="{SPACE}"><ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>'
            f'<ofd:Content><ofd:Layer ID="2" Type="Body">{"".join(drawn)}</ofd:Layer></ofd:Content></ofd:Page>'
        )

    def _run(self, run: Run) -> str:
        font = fonts()[run.font]
        steps = [(font.advance(one) or 0) * run.size for one in run.text]
        box = f"{_n(run.x)} {_n(run.y - ASCENT * run.size)} {_n(sum(steps))} {_n(LINE * run.size)}"
        deltas = " ".join(map(_n, steps[:-1]))
        return (
            f'<ofd:TextObject ID="{self._next()}" Boundary="{box}" Font="{self.font[run.font]}" Size="{_n(run.size)}">'
            f'{_fill(run.colour)}<ofd:TextCode X="0" Y="{_n(ASCENT * run.size)}"'
            f"{f' DeltaX={quoteattr(deltas)}' if deltas else ''}>{escape(run.text)}</ofd:TextCode></ofd:TextObject>"
        )

    def _stroke(self, one: Stroke) -> str:
        left, top, half = min(one.x1, one.x2) - one.width, min(one.y1, one.y2) - one.width, one.width * 2
        wide, high = abs(one.x1 - one.x2) + half, abs(one.y1 - one.y2) + half
        data = f"M {_n(one.x1 - left)} {_n(one.y1 - top)} L {_n(one.x2 - left)} {_n(one.y2 - top)}"
        return (
            f'<ofd:PathObject ID="{self._next()}" Boundary="{_n(left)} {_n(top)} {_n(wide)} {_n(high)}" '
            f'LineWidth="{_n(one.width)}"><ofd:StrokeColor Value="{_colour(one.colour)}"/>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def _image(self, at: int) -> str:
        box = self.page.pictures[at].box
        return (
            f'<ofd:ImageObject ID="{self._next()}" Boundary="{_n(box.x)} {_n(box.y)} {_n(box.width)} {_n(box.height)}" '
            f'CTM="{_n(box.width)} 0 0 {_n(box.height)} 0 0" ResourceID="{self.image[at]}"/>'
        )


def _sealed(files: dict[str, bytes], page: Page, stamp: Stamp, at: datetime) -> None:
    """A digest of every file there is, then the seal's signature over the list of digests."""
    box = page.seal
    assert box is not None, "a layout that is sealed has a place for the seal"
    files[SIGNS] = (
        f'{HEAD}<ofd:Signatures xmlns:ofd="{SPACE}"><ofd:MaxSignId>1</ofd:MaxSignId>'
        '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    ).encode()
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>'
        f"{base64.b64encode(curve.sm3(part)).decode()}</ofd:CheckValue></ofd:Reference>"
        for name, part in files.items()
    )
    listed = (
        f'{HEAD}<ofd:Signature xmlns:ofd="{SPACE}"><ofd:SignedInfo><ofd:Provider {PROVIDER}/>'
        f"<ofd:SignatureMethod>{oids.SM2_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{at.strftime('%Y%m%d%H%M%SZ')}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{oids.SM3}">{references}</ofd:References>'
        f'<ofd:StampAnnot ID="1" PageRef="1" Boundary="{_n(box.x)} {_n(box.y)} {_n(box.width)} {_n(box.height)}"/>'
        "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>"
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()
    path = f"/{SIGN}/Signature.xml"
    stated = esl.to_sign(stamp.seal, digest=curve.sm3(listed), path=path, at=at)
    files[path[1:]] = listed
    files[f"{SIGN}/Seal.esl"] = stamp.seal
    files[f"{SIGN}/SignedValue.dat"] = esl.signature_of(stated, signer=stamp.signer, certificate=stamp.certificate)


def _n(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _colour(colour: Colour) -> str:
    return " ".join(map(str, colour))


def _fill(colour: Colour) -> str:
    return f'<ofd:FillColor Value="{_colour(colour)}"/>'
