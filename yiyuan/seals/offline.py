"""One page that checks a sealed OFD without a network: a pinned root and a dated list signed by it, written into it."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from yiyuan.seals import curve
from yiyuan.seals.authority import Holder

PAGE = Path(__file__).parent / "data" / "offline.html"
HOLDS_FOR = timedelta(days=7)


def page(root: Holder, *, revoked: Mapping[int, datetime], void: Mapping[str, str], at: datetime, demo: bool) -> str:
    """The page as HTML. root: of SM2. revoked: serial numbers and since when; void: identifier of a licence that does
    not stand -> its state in words, of which the page holds a digest; demo: seals of this root have no legal force.
    """
    listed = json.dumps(
        {
            "at": at.isoformat(timespec="seconds"),
            "until": (at + HOLDS_FOR).isoformat(timespec="seconds"),
            "revoked": {str(serial): when.isoformat(timespec="seconds") for serial, when in revoked.items()},
            "void": {curve.sm3(name.encode()).hex(): words for name, words in void.items()},
        },
        ensure_ascii=False,
    )
    pinned = {
        "root": base64.b64encode(root.certificate.dump()).decode(),
        "list": listed,
        "signature": base64.b64encode(root.key.sign(listed.encode())).decode(),
        "demo": demo,
    }
    written = json.dumps(pinned, ensure_ascii=False).replace("<", "\\u003c")  # nothing in it ends the script
    return PAGE.read_text(encoding="utf-8").replace("/*PINNED*/", written)
