"""Files at rest: originals as received, and refused rows. Sealed before anything else; plain only while read."""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from yiyuan.dataplane import vault
from yiyuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Spooled:
    """An upload on its way in: a private plain copy that lives as long as the request."""

    path: Path
    size_bytes: int
    sha256: str
    line_ends: int


def root() -> Path:
    return Path(settings.ORIGINALS)


def opened_in() -> Path:
    """The private folder of what is plain while it is read or made."""
    return _private(root() / "open")


@contextmanager
def spooled(chunks: Iterable[bytes], *, suffix: str, max_bytes: int) -> Iterator[Spooled | None]:
    """Write chunks to a private file while counting and hashing; None when there are more than `max_bytes`."""
    folder = opened_in()
    path = folder / f"{uuid.uuid4().hex}{suffix}"
    digest, size, line_ends = hashlib.sha256(), 0, 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    break
                digest.update(chunk)
                line_ends += chunk.count(b"\n")
                file.write(chunk)
        yield None if size > max_bytes else Spooled(path, size, digest.hexdigest(), line_ends)
    finally:
        path.unlink(missing_ok=True)


def keep(source: Path, *, kind: str = "original") -> str:
    """Seal a plain file; returns the name it is kept under."""
    name = f"{clock.real_now():%Y%m}/{uuid.uuid4().hex}.{kind}"
    _private((root() / name).parent)
    vault.seal_file(source, root() / name, secret=settings.INSTALLATION_SECRET, context=name)
    return name


def destroy(name: str) -> None:
    """Remove a sealed file; absent is fine."""
    if name:
        (root() / name).unlink(missing_ok=True)


@contextmanager
def opened(name: str, *, suffix: str) -> Iterator[Path]:
    """A private plain copy of a sealed file, removed afterwards; `sweep` removes what a killed process leaves.

    Raises Damaged.
    """
    folder = opened_in()
    path = folder / f"{name.replace('/', '-')}-{os.getpid()}{suffix}"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in vault.unseal_file(root() / name, secrets=settings.INSTALLATION_SECRETS, context=name):
                file.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


def seal_json(value: Any, *, context: str) -> bytes:  # whatever JSON can hold
    plain = json.dumps(value, ensure_ascii=False).encode()
    return vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context)


def open_json(sealed: bytes, *, context: str) -> Any:  # whatever JSON can hold
    return json.loads(vault.unseal_bytes(bytes(sealed), secrets=settings.INSTALLATION_SECRETS, context=context))


def sweep(*, older_than_s: float) -> int:
    """Remove plain copies that killed processes left behind; returns how many."""
    folder = root() / "open"
    limit = clock.real_now().timestamp() - older_than_s
    left = [p for p in folder.glob("*") if p.stat().st_mtime < limit] if folder.exists() else []
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def room_bytes() -> int:
    """Free bytes where originals are kept."""
    return shutil.disk_usage(_private(root())).free


def _private(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
