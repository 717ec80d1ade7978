"""The process that reads a large file, see `apart`."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import here
from yiyuan.dataplane.readers.apart import HEAVY, LENGTH

Answer = dict[str, Any] | pl.DataFrame  # JSON, or rows


def _table(path: Path, **asked: Any) -> Iterator[Answer]:
    table = here.read(path, **asked)
    yield {name: getattr(table, name) for name in ("headers", "encoding", "other_sheets", "notes", "exact")}
    yield from table.frames
    yield {"late": table.late}


def _look(path: Path, **asked: Any) -> Iterator[Answer]:
    found = here.look(path, **asked)
    yield {name: getattr(found, name) for name in ("headers", "other_sheets", "empty", "first", "heading")}


def _rows(path: Path, **asked: Any) -> Iterator[Answer]:
    found = here.read_rows(path, **asked)
    yield found.plain()
    yield found.frame()


def _sheets(path: Path, **asked: Any) -> Iterator[Answer]:
    found = here.read_sheets(path, **asked)
    yield {"visible": found.visible, "filled": found.filled, "sheets": [rows.plain() for rows in found.sheets.values()]}
    for rows in found.sheets.values():
        yield rows.frame()


WORKS: Final[dict[str, Callable[..., Iterator[Answer]]]] = {
    "table": _table,
    "look": _look,
    "rows": _rows,
    "sheets": _sheets,
}


def _send(piece: bytes) -> None:
    sys.stdout.buffer.write(LENGTH.pack(len(piece)))
    sys.stdout.buffer.write(piece)


def _packed(answer: Answer) -> bytes:
    if isinstance(answer, dict):
        return json.dumps(answer).encode()
    packed = io.BytesIO()
    answer.write_ipc_stream(packed)
    return packed.getvalue()


def main() -> None:
    asked = json.load(sys.stdin)
    work, path = WORKS[asked.pop("work")], Path(asked.pop("path"))
    try:
        for answer in work(path, **asked):
            _send(_packed(answer))
            sys.stdout.buffer.flush()
    except FileRefused as refused:
        _send(_packed({"refused": refused.reason, "facts": refused.facts}))
    except MemoryError:
        sys.exit(HEAVY)
    else:
        _send(_packed({"end": True}))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
