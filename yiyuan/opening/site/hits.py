"""Downloads and calls, counted without keeping who; robots apart. Written in one statement a second."""

import threading
from datetime import date
from typing import Final

from django.db import connection

from yiyuan.kernel import clock
from yiyuan.web.public import is_robot

_LOCK: Final = threading.Lock()
_WAITING: list[tuple[date, int, str, bool]] = []


def note(dataset_id: int, kind: str, agent: str) -> None:
    """kind: "download" or "call"."""
    with _LOCK:
        _WAITING.append((clock.today(), dataset_id, kind, is_robot(agent)))


def write() -> int:
    """What was noted since; how many."""
    with _LOCK:
        rows, _WAITING[:] = list(_WAITING), []
    if rows:
        with connection.cursor() as cur:
            cur.executemany("insert into open_data.hit (day, dataset_id, kind, robot) values (%s, %s, %s, %s)", rows)
    return len(rows)
