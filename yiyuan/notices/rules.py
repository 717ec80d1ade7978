"""When a notice may leave, and how it is signed. Pure."""

import hashlib
import hmac
from datetime import datetime, time, timedelta


def is_quiet(at: time, *, quiet_from: time | None, quiet_to: time | None) -> bool:
    """Whether a moment of the day lies in the quiet hours: from the first included to the last excluded; may span
    midnight.
    """
    if quiet_from is None or quiet_to is None or quiet_from == quiet_to:
        return False
    if quiet_from < quiet_to:
        return quiet_from <= at < quiet_to
    return at >= quiet_from or at < quiet_to


def earliest(now: datetime, *, quiet_from: time | None, quiet_to: time | None) -> datetime:
    """The first moment from now on outside the quiet hours, in the zone of `now`."""
    if not is_quiet(now.time(), quiet_from=quiet_from, quiet_to=quiet_to):
        return now
    assert quiet_to is not None
    end = now.replace(hour=quiet_to.hour, minute=quiet_to.minute, second=0, microsecond=0)
    return end if end > now else end + timedelta(days=1)


def signature(secret: str, *, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over "stamp.body", in hexadecimal; the receiver checks it and the age of the stamp."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
