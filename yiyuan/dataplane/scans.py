"""What an uploaded paper is, by its content: a file is never what its name says alone."""

import io
import zipfile
from typing import Final

# kind -> media type; also the ends of names that go with it
KINDS: Final = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_MAGIC: Final = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg"}
_PACKED: Final = {"OFD.xml": "ofd", "word/document.xml": "docx"}  # what a package holds -> its kind
_ZIP: Final = b"PK\x03\x04"


def kind_of(content: bytes) -> str:
    """One of KINDS; "" for anything else, also for a document with macros in it."""
    if content.startswith(_ZIP):
        return _kind_of_package(content)
    return next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "")


def kind_named(name: str) -> str:
    """The kind that the end of a name stands for; "" for one of no kind."""
    end = name.rpartition(".")[2].lower()
    return {"jpeg": "jpg"}.get(end, end if end in KINDS else "")


def _kind_of_package(content: bytes) -> str:
    try:
        held = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in held):
        return ""
    return next((kind for part, kind in _PACKED.items() if part in held), "")
