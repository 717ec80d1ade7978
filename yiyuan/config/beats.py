"""Signs of life of processes that take calls: a process that stands still is found and replaced, not only a dead one.

Each writes the time into a file of its own; the supervisor reads them. Time is that of the machine since its start, the
same in all processes, which nobody sets.
"""

import asyncio
import os
import threading
import time
from pathlib import Path

EVERY_S = 2.0
SILENT_S = 20.0  # after which a process stands still
FOLDER = "BEATS_OF_YIYUAN"  # the variable by which the supervisor says where; unset: nobody watches. No setting


def _beat() -> None:
    folder = Path(os.environ[FOLDER])
    place = folder / str(os.getpid())
    part = place.with_suffix(".part")
    part.write_text(str(time.monotonic()))
    part.replace(place)


def begin() -> None:
    """In a process with threads: as long as it runs them."""
    if FOLDER in os.environ:
        threading.Thread(target=_beat_on, daemon=True).start()


def _beat_on() -> None:
    while True:
        _beat()
        time.sleep(EVERY_S)


async def go_on() -> None:
    """In a process with a loop: as long as the loop turns."""
    while FOLDER in os.environ:
        _beat()
        await asyncio.sleep(EVERY_S)


def standing_still(folder: Path, *, group: int) -> list[int]:
    """The processes of this group that gave signs of life and do not any more; forgets those that are gone."""
    found = []
    for place in folder.glob("[0-9]*"):
        pid = int(place.stem)
        try:
            ours = os.getpgid(pid) == group
        except ProcessLookupError:
            ours = False
        if not ours:
            place.unlink(missing_ok=True)
        elif place.suffix == "" and time.monotonic() - float(place.read_text()) > SILENT_S:
            found.append(pid)
    return found
