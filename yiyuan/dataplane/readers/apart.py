"""Large files are read in a process of their own with a limit of memory and of time: what a file costs, it costs there.

The process is this package's `child`: it is told on its input what to read and answers on its output, piece by piece, a
length and then JSON or an Arrow frame. It has no settings, no secrets, no database. It takes half a second to start, so
files that cannot cost much are read where they are asked for.
"""

import io
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import weakref
import zipfile
from pathlib import Path
from typing import Any, Final

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.errors import Unavailable

SMALL_BYTES: Final = 8 * 1024 * 1024  # of a workbook, unpacked
SMALL_TEXT_BYTES: Final = 64 * 1024 * 1024  # read in blocks; a process of its own costs a tenth of the load
MEMORY_BYTES: Final = 3 * 1024 * 1024 * 1024  # a sheet of the most cells a door takes needs half of it
CPU_S: Final = 900
HEAVY: Final = 7  # the exit code of a process that could not get the memory it asked for
LENGTH: Final = struct.Struct(">Q")
_OURS: Final = Path(__file__).parents[3]
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")  # that it is given


def is_large(path: Path) -> bool:
    """By what it says of its size; a workbook that is larger than it says is refused when it is opened.

    What a Parquet file unpacks to is not to be had before it is; nor what an old workbook does to its reader.
    """
    if path.suffix.lower() in {".parquet", ".xls", ".et"}:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist()) > SMALL_BYTES
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return path.stat().st_size > SMALL_TEXT_BYTES


class Reading:
    """A file being read: what was told of it first, then its frames, once. The process ends with this object."""

    def __init__(self, work: str, path: Path, **asked: Any) -> None:  # JSON
        """work: one of `child.WORKS`. Raises FileRefused, also while the frames are drawn."""
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "yiyuan.dataplane.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **{name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                "PYTHONPATH": str(_OURS),
                "POLARS_MAX_THREADS": "2",
            },
            cwd="/",
            start_new_session=True,
        )
        self._process = process
        weakref.finalize(self, _end, process)
        for kind, most in ((resource.RLIMIT_DATA, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_S)):
            resource.prlimit(process.pid, kind, (most, most))
        assert process.stdin
        with process.stdin:
            process.stdin.write(json.dumps({"work": work, "path": str(path.absolute()), **asked}).encode())
        self.told: dict[str, Any] = self._answer()  # JSON
        self.late: list[str] = []

    def __iter__(self) -> "Reading":
        return self

    def __next__(self) -> pl.DataFrame:
        answer = self._answer()
        if isinstance(answer, pl.DataFrame):
            return answer
        self.late += answer.get("late", [])
        raise StopIteration

    def _answer(self) -> Any:  # JSON or a frame
        piece = self._piece()
        if not piece.startswith(b"{"):
            return pl.read_ipc_stream(io.BytesIO(piece))
        said = json.loads(piece)
        if "refused" in said:
            raise FileRefused(said["refused"], **said["facts"])
        return said

    def _piece(self) -> bytes:
        assert self._process.stdout
        head = self._process.stdout.read(LENGTH.size)
        if len(head) == LENGTH.size:
            (length,) = LENGTH.unpack(head)
            if len(piece := self._process.stdout.read(length)) == length:
                return piece
        code = self._process.wait()
        if code in {-signal.SIGTERM, -signal.SIGINT}:
            raise Unavailable("dataplane.reader")
        if code < 0 or code == HEAVY:
            raise FileRefused("too_heavy", megabytes=MEMORY_BYTES // 2**20, minutes=CPU_S // 60)
        raise RuntimeError(f"the reader of files ended with {code}; its words are in the log")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    assert process.stdout
    process.stdout.close()
