"""What an uploaded paper is, by its content: a file is never what its name says alone."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

# kind -> media type; also the ends of names that go with it
KINDS: Final = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# what a resource of documents or images may consist of
DIGITAL: Final = {
    **KINDS,
    "tif": "image/tiff",
    "bmp": "image/bmp",
    "gif": "image/gif",
    "webp": "image/webp",
    "doc": "application/msword",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
}
_MAGIC: Final = {
    b"%PDF": "pdf",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpg",
    b"II*\0": "tif",
    b"MM\0*": "tif",
    b"BM": "bmp",
    b"GIF8": "gif",
}
_PACKED: Final = {
    "OFD.xml": "ofd",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
}  # what it holds -> kind
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ODT: Final = b"application/vnd.oasis.opendocument.text"  # its first member is `mimetype`, unpacked
_OTHER_NAMES: Final = {"jpeg": "jpg", "tiff": "tif", "wps": "doc"}


def kind_of(content: bytes, *, kinds: Mapping[str, str] = KINDS) -> str:
    """One of the kinds; "" for anything else, also for a document with macros in it."""
    kind = _kind_of(content)
    return kind if kind in kinds else ""


def digital_kind(content: bytes) -> str:
    """One of DIGITAL; "" for anything else, also for a document with macros in it."""
    return kind_of(content, kinds=DIGITAL)


def kind_named(name: str, *, kinds: Mapping[str, str] = KINDS) -> str:
    """The kind that the end of a name stands for; "" for one of no kind."""
    end = name.rpartition(".")[2].lower()
    kind = _OTHER_NAMES.get(end, end)
    return kind if kind in kinds else ""


def digital_named(name: str) -> str:
    """The kind of DIGITAL that the end of a name stands for; "" for none."""
    return kind_named(name, kinds=DIGITAL)


def _kind_of(content: bytes) -> str:
    if content.startswith(_ZIP):
        return "odt" if content[30:].startswith(b"mimetype" + _ODT) else _kind_of_package(content)
    if content.startswith(_OLE):
        macros, document = "_VBA_PROJECT".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
        return "doc" if document in content and macros not in content else ""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")


def _kind_of_package(content: bytes) -> str:
    try:
        held = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in held):
        return ""
    return next((kind for part, kind in _PACKED.items() if part in held), "")
