"""How often rows may be asked for: an address in a minute, a key in a day. Kept in memory, of nobody by name."""

import hashlib
import threading
from collections import Counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yiyuan.kernel import clock
from yiyuan.opening.site import rows
from yiyuan.web.clients import client_address

DAY_S, MINUTE_S = 86_400, 60


class Window:
    """Counts within one stretch of time after another; a new stretch begins at nothing, so memory stays small."""

    def __init__(self, seconds: int) -> None:
        self._seconds, self._of = seconds, -1
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, who: str, most: int) -> int:
        """0 where one more is let in, else seconds to wait. most: 0 for no limit."""
        now = int(clock.real_now().timestamp())
        with self._lock:
            if now // self._seconds != self._of:
                self._of = now // self._seconds
                self._counts.clear()
            if most and self._counts[who] >= most:
                return self._seconds - now % self._seconds
            self._counts[who] += 1
            return 0


RATINGS_A_DAY = 3  # of one data set from one address, behind which a whole office may stand
ADDRESSES, KEYS, RATINGS = Window(MINUTE_S), Window(DAY_S), Window(DAY_S)


def too_often(request: HttpRequest) -> HttpResponse | None:
    """429 where this address asked too often; None where it is let in."""
    return _said(ADDRESSES.take(client_address(request), settings.OPEN_PER_MINUTE))


def used_up(key: str) -> HttpResponse | None:
    """429 where this key, one that opens, has had its day's share."""
    return _said(KEYS.take(hashlib.sha256(key.encode()).hexdigest(), settings.OPEN_KEY_PER_DAY))


def may_rate(request: HttpRequest, dataset_id: int) -> bool:
    return not RATINGS.take(f"{dataset_id} {client_address(request)}", RATINGS_A_DAY)


def _said(wait: int) -> HttpResponse | None:
    if not wait:
        return None
    answer = rows.answer_json({"error": f"取数太频繁，{wait} 秒后再来。", "limits": words()}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def words() -> str:
    """The limits as people read them."""
    address, key = settings.OPEN_PER_MINUTE, settings.OPEN_KEY_PER_DAY
    said = [f"同一个地址每分钟取数 {address} 次"] if address else []
    said += [f"一个密钥每天 {key} 次"] if key else []
    more = "超过的答 429，Retry-After 写明等几秒。整份下载也算一次。"
    return f"{'，'.join(said)}。{more}" if said else "没有限额。"
