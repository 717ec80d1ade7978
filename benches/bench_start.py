"""How long a newcomer waits: the demo from nothing, and again after a stop.

Prints one JSON object a line: name, value, unit, goal. Real processes in a home of their own, on ports from 18,900 on.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

GOALS_S = {"demo, first start": 180.0, "demo, second start": 15.0}  # as README says
PORT = 18_900


def main() -> int:
    """0: both goals met."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="yiyuan-bench-") as home:
        Path(home).chmod(0o755)  # the database's own user passes through
        for name, goal in GOALS_S.items():
            seconds = _started_and_stopped(Path(home) / "home")
            print(json.dumps({"name": name, "value": seconds, "unit": "s", "limit": goal, "met": seconds <= goal}))
            missed += seconds > goal
    return 1 if missed else 0


def _started_and_stopped(home: Path) -> float:
    """Seconds until pages, gateway and jobs answered."""
    process = subprocess.Popen(
        [sys.executable, "-m", "yiyuan.config.cli", "demo", "--json"],
        env={**os.environ, "YIYUAN_HOME": str(home), "YIYUAN_PORT": str(PORT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        return float(json.loads(process.stdout.readline())["seconds"])
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


if __name__ == "__main__":
    sys.exit(main())
