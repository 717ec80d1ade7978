"""The process of the gateway: told to end, it cuts no call off.

    python -m yiyuan.config.gateway HOST PORT

First every answer tells its connection to close, so that no caller writes into one that ends under it; then granian
takes no new calls, finishes those it has, and ends. Told twice it skips the first part.
"""

import sys
import threading

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from yiyuan.config import env

LEAVING = env.home() / "run" / "gateway.leaving"  # there: this gateway ends in a moment
TELLS_S = 1.5
FINISHES_S = 10
RESPAWNS_S = 0.5


class Leaving(MPServer):
    """Granian with the first part."""

    def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
        if LEAVING.exists():
            super().signal_handler_interrupt(*args, **kwargs)  # type: ignore[no-untyped-call]
            return
        LEAVING.touch()
        threading.Timer(TELLS_S, super().signal_handler_interrupt).start()


def main(host: str, port: int) -> None:
    LEAVING.unlink(missing_ok=True)
    Leaving(
        "yiyuan.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=2,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=RESPAWNS_S,
        workers_kill_timeout=FINISHES_S,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
