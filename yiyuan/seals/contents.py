"""What a file of ours shows, read from the file itself: texts with their places, pictures by their pixels.

A page written as OFD and as PDF must read alike; `same` is asked before either is handed out.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from yiyuan.seals.layout import POINT
from yiyuan.seals.reading import OFD, Package, numbers

NEAR = 0.05  # millimetres


@dataclass(frozen=True, slots=True)
class Shown:
    """texts: x, y of the base line (millimetres from the upper left corner), words; pictures: box and SHA-256."""

    width: float
    height: float
    texts: tuple[tuple[float, float, str], ...]
    pictures: tuple[tuple[float, float, float, float, str], ...]


def same(a: Shown, b: Shown) -> bool:
    """Whether both show the same words and pictures at the same places."""
    if len(a.texts) != len(b.texts) or len(a.pictures) != len(b.pictures):
        return False
    pairs: list[tuple[tuple[float, ...], tuple[float, ...]]] = [((a.width, a.height), (b.width, b.height))]
    pairs += [(one[:2], other[:2]) for one, other in zip(a.texts, b.texts, strict=True)]
    pairs += [(one[:4], other[:4]) for one, other in zip(a.pictures, b.pictures, strict=True)]
    near = all(abs(x - y) < NEAR for one, other in pairs for x, y in zip(one, other, strict=True))
    words = all(one[2] == other[2] for one, other in zip(a.texts, b.texts, strict=True))
    return near and words and all(one[4] == other[4] for one, other in zip(a.pictures, b.pictures, strict=True))


def of_ofd(content: bytes) -> Shown:
    """Raises Malformed."""
    package = Package(content)
    page = package.pages()[0]
    root = package.xml(page)
    box = numbers(root.findtext(f".//{OFD}PhysicalBox"))
    files = package.media()
    texts, pictures = [], []
    for one in root.iter(f"{OFD}TextObject"):
        place = numbers(one.get("Boundary"))
        for code in one.iter(f"{OFD}TextCode"):
            x, y = float(code.get("X", "0")), float(code.get("Y", "0"))
            texts.append((place[0] + x, place[1] + y, code.text or ""))
    for one in root.iter(f"{OFD}ImageObject"):
        x, y, wide, high = numbers(one.get("Boundary"))
        pictures.append((x, y, wide, high, _pixels(package.read(files[one.get("ResourceID")]))))
    return Shown(box[2], box[3], tuple(texts), tuple(pictures))


def of_pdf(content: bytes) -> Shown:
    """Of a file that `pdf.write` made."""
    page = PdfFileReader(io.BytesIO(content)).root["/Pages"]["/Kids"][0]
    wide, high = (float(page["/MediaBox"][at]) * POINT for at in (2, 3))
    resources = page["/Resources"]
    fonts = {
        name: _letters(font["/ToUnicode"].data)
        for name in resources["/Font"]
        if "/ToUnicode" in (font := resources["/Font"][name])
    }
    texts: list[tuple[float, float, str]] = []
    pictures = []
    matrix: tuple[float, ...] = ()
    letters: dict[int, str] = {}
    for operator, operands in _operations(page["/Contents"].data):
        if operator == "cm":
            matrix = tuple(float(value) for value in operands)
        elif operator == "Do":
            image = resources["/XObject"][operands[0]]
            left, low = matrix[4] * POINT, matrix[5] * POINT
            box = (left, high - low - matrix[3] * POINT, matrix[0] * POINT, matrix[3] * POINT)
            pictures.append((*box, _image(image)))
        elif operator == "Tf":
            letters = fonts.get(operands[0], {})
        elif operator == "Tm":
            texts.append((float(operands[4]) * POINT, high - float(operands[5]) * POINT, ""))
        elif operator == "Tj":
            x, y, words = texts[-1]
            texts[-1] = (x, y, words + "".join(letters[byte] for byte in operands[0]))
    return Shown(wide, high, tuple(texts), tuple(pictures))


_PART = re.compile(rb"\((?:[^()\\]|\\.)*\)|/[^\s/\[\]()<>]+|[-+]?[0-9]*\.?[0-9]+|[A-Za-z'*]+", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _operations(data: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Operators of a content stream with what stands before each."""
    operands: list[Any] = []
    for found in _PART.finditer(data):
        part = found.group()
        if part[:1] == b"(":
            operands.append(_string(part[1:-1]))
        elif part[:1] == b"/" or part[:1] in b"+-.0123456789":
            operands.append(part.decode())
        else:
            yield part.decode(), operands
            operands = []


def _string(escaped: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        octal = found.group(1)
        return bytes([int(octal, 8) & 255]) if octal else _PLAIN.get(found.group(2), found.group(2))

    return re.sub(rb"\\(?:([0-7]{1,3})|(.))", plain, escaped, flags=re.DOTALL)


def _letters(cmap: bytes) -> dict[int, str]:
    """Byte -> character, of a /ToUnicode that names each."""
    return {
        int(byte, 16): bytes.fromhex(code.decode()).decode("utf-16-be")
        for byte, code in re.findall(rb"^<(\w\w)> <(\w+)>$", cmap, re.MULTILINE)
        if len(code) % 4 == 0
    }


def _image(image: Any) -> str:  # a stream of pyHanko
    size = (int(image["/Width"]), int(image["/Height"]))
    if "/DCTDecode" in image["/Filter"]:
        return _pixels(image.encoded_data)
    data = image.data
    mode = "L" if image["/ColorSpace"] == "/DeviceGray" else "RGB"
    return _digest(Image.frombytes(mode, size, data))


def _pixels(content: bytes) -> str:
    return _digest(Image.open(io.BytesIO(content)))


def _digest(picture: Image.Image) -> str:
    return hashlib.sha256(repr(picture.size).encode() + picture.convert("RGB").tobytes()).hexdigest()


__all__ = ["Shown", "of_ofd", "of_pdf", "same"]
