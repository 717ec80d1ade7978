"""What a workbook of two million cells costs: the process that asks, at the door and read whole; and a small one.

    python -m benches.bench_read [rows]

Prints one JSON object a line: name, value, unit. Each measurement has a process of its own.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

COLUMNS = 20
MEASURED = """
import resource, sys, time
from pathlib import Path
from yiyuan.dataplane import readers
from yiyuan.dataplane.readers import here
way, path = sys.argv[1], Path(sys.argv[2])
begun = time.perf_counter()
if way == "look":
    readers.look(path)
else:
    rows = sum(frame.height for frame in (readers if way == "read" else here).read(path))
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def write_book(path: Path, *, rows: int) -> None:
    """Numbers and words by turns."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, [f"项{column}" for column in range(COLUMNS)])
        for row in range(1, rows + 1):
            sheet.write_row(row, 0, [f"值{row * 7919 + c}" if c % 2 else row * c for c in range(COLUMNS)])


def _say(name: str, value: float, unit: str) -> None:
    sys.stdout.write(json.dumps({"name": name, "value": round(value, 2), "unit": unit}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="yiyuan-bench-") as folder:
        for size, count in (("large", rows), ("small", 30)):
            path = Path(folder) / f"{size}.xlsx"
            write_book(path, rows=count)
            for way in ("look", "read", "read_here"):
                command = [sys.executable, "-c", MEASURED, way, str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                seconds, megabytes = map(float, done.stdout.split())
                _say(f"{size}.{way}", seconds, "s")
                _say(f"{size}.{way}.memory", megabytes, "MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
