"""A virus scanner the city brings: asked over the ClamAV stream protocol before a file is kept. Fails closed."""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from yiyuan.kernel.errors import RuleBroken, Unavailable

TIMEOUT_S = 60.0


def scan(pieces: Iterable[bytes], *, rule: str, called: str = "") -> None:
    """Nothing where no scanner is set (`settings.SCANNER`, "host:port"). pieces: the file; called: its name in words.

    Raises RuleBroken(rule, problem=…) for a find, Unavailable when the scanner that is set does not answer clearly.
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
        raise RuleBroken(rule, problem=f"{called}病毒扫描发现恶意内容，文件没有收；请查杀后重新导出。")
    if not said.endswith("OK"):
        raise Unavailable("dataplane.scanner", said=said[:100])
