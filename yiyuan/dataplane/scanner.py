"""Every door for files: what was uploaded is had through here, after the virus scanner the city brings has seen it.

Asked over the ClamAV stream protocol; fails closed.
"""

import socket
import struct
from collections.abc import Iterable
from pathlib import PurePath
from typing import Protocol

from django.conf import settings

from yiyuan.kernel.errors import RuleBroken, Unavailable

TIMEOUT_S = 60.0
RULE = "platform.scan"


class Upload(Protocol):
    """A file as Django's request hands it over."""

    name: str | None

    def read(self, num_bytes: int, /) -> bytes: ...


def received(upload: Upload, *, most_bytes: int) -> tuple[str, bytes]:
    """Name and content of what was uploaded; of one that is too large no more than shows it. Raises as `scan`."""
    name, content = upload.name or "", upload.read(most_bytes + 1)
    scan([content], called=name)
    return name, content


def scan(pieces: Iterable[bytes], *, called: str) -> None:
    """Nothing where no scanner is set (`settings.SCANNER`, "host:port"). pieces: the file; called: its name.

    Raises RuleBroken("platform.scan") for a find, Unavailable when the scanner that is set does not answer clearly.
    """
    address: str = getattr(settings, "SCANNER", "")
    if not address:
        return
    host, _colon, port = address.rpartition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=TIMEOUT_S) as link:
            link.sendall(b"zINSTREAM\0")
            for piece in pieces:
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
            said = link.makefile("rb").read(4096).rstrip(b"\0\n").decode(errors="replace")
    except (OSError, ValueError) as error:
        raise Unavailable("dataplane.scanner") from error
    if said.endswith("FOUND"):
        raise RuleBroken(RULE, file=PurePath(called.replace("\\", "/")).name)
    if not said.endswith("OK"):
        raise Unavailable("dataplane.scanner", said=said[:100])
