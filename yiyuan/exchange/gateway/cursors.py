"""The token that leads to the next page: where the last one ended, sealed, because a key may be a person's number."""

import base64
import binascii
import json
from collections.abc import Sequence

from django.conf import settings

from yiyuan.dataplane.vault import seal_bytes, unseal_bytes
from yiyuan.kernel.errors import Damaged, RuleBroken
from yiyuan.kernel.identifiers import number_in

MOST_ROWS = 1000  # of a page
USUAL_ROWS = 100


def _context(grant_id: int) -> str:
    return f"exchange.page:{grant_id}"


def token_of(place: Sequence[str], *, grant_id: int) -> str:
    """place: the batch that last changed the data, then what `statements.page` takes to go on."""
    plain = json.dumps(list(place), ensure_ascii=False).encode()
    sealed = seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=_context(grant_id))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def place_of(token: str, *, grant_id: int) -> list[str]:
    """Raises RuleBroken("exchange.page") for a token of another grant or none of ours."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = unseal_bytes(sealed, secrets=settings.INSTALLATION_SECRETS, context=_context(grant_id))
    except (Damaged, binascii.Error, ValueError):
        raise RuleBroken("exchange.page", most=str(MOST_ROWS)) from None
    found: list[str] = json.loads(plain)
    return found


def rows_wanted(text: str) -> int:
    """Raises RuleBroken("exchange.page") unless it is a number a page may have."""
    if not text:
        return USUAL_ROWS
    number = number_in(text)
    if number is None or not 0 < number <= MOST_ROWS:
        raise RuleBroken("exchange.page", most=str(MOST_ROWS))
    return number


def next_place(keys: Sequence[Sequence[str]], *, before: Sequence[str], by_digest: bool) -> list[str]:
    """Where a page ended. keys: of its rows in order. by_digest: rows of one digest are counted, as they look alike."""
    last = list(keys[-1])
    if not by_digest:
        return last
    same = sum(1 for key in keys if key[0] == last[0])
    earlier = int(before[1]) if before and before[0] == last[0] else 0
    return [last[0], str(same + earlier)]
