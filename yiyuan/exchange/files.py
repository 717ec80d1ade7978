"""A grant's rows as a file: complete, of one snapshot, with digest and watermark. Plain only while it is written."""

import os
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from yiyuan.dataplane import vault
from yiyuan.dataplane.export import Export, export_csv, export_xlsx
from yiyuan.exchange import marks
from yiyuan.exchange.gateway import statements
from yiyuan.exchange.gateway.statements import Plan
from yiyuan.exchange.types import Format
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.sharing.types import GrantInfo
from yiyuan.web.components import moment

# rows written while the person waits; more are written in the background
AT_ONCE = {Format.CSV: 300_000, Format.XLSX: 50_000}
MEDIA = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Watch = Callable[[int], None]  # told the rows written so far; what it raises ends the writing


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it lies there. batch_id: newest batch in its snapshot."""

    path: Path
    rows: int
    bytes: int
    sha256: str
    batch_id: int | None


def root() -> Path:
    folder = Path(settings.HOME) / "extracts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextmanager
def snapshot() -> Iterator[psycopg.Connection[Any]]:
    """The connection of pages, held at one moment. Inside a transaction its statements still each see one moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cur:
                cur.execute("set transaction isolation level repeatable read read only")
        connection.ensure_connection()
        link: psycopg.Connection[Any] = connection.connection
        yield link


@contextmanager
def own_link() -> Iterator[psycopg.Connection[Any]]:
    """A connection beside Django's, held at one moment, so that progress can be told meanwhile."""
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        params.pop(name, None)
    with psycopg.connect(**params) as link:
        link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        link.read_only = True
        yield link


def count(link: psycopg.Connection[Any], plan: Plan) -> tuple[int, int | None]:
    """Rows in scope and their newest batch."""
    with link.cursor() as cur:
        row = cur.execute(statements.count(plan)).fetchone()
    assert row is not None
    return row[0], row[1]


def write(
    link: psycopg.Connection[Any],
    plan: Plan,
    *,
    format_: Format,
    about: list[tuple[str, str]],
    watch: Watch,
) -> Written:
    """All rows in scope into a private file. The caller removes it."""
    rows, batch_id = count(link, plan)
    path = root() / f"open-{uuid.uuid4().hex}.{format_.value}"
    headers = [field.name for field in plan.grant.fields]
    query = statements.export(plan)
    about = [*about, ("行数", f"{rows:,}")]
    export: Export
    if format_ is Format.CSV:
        export = export_csv(link, query, headers=headers)
    else:
        export = export_xlsx(link, query, headers=headers, about=about, on_rows=watch)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            lines = 0
            for piece in export:
                file.write(piece)
                if format_ is Format.CSV:
                    lines += piece.count(b"\n")
                    watch(min(lines, rows))
        assert export.rows == rows, "the file is not complete"
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Written(path, rows, export.size_bytes, export.sha256, batch_id)


def about(info: GrantInfo, *, actor: Actor, at: datetime, reference: str) -> list[tuple[str, str]]:
    """The watermark: whose copy this is, and what must not be done with it."""
    return [
        ("资源", info.resource_name),
        ("授权", f"{info.number}，{info.from_on} 至 {info.until_on}"),
        ("使用部门", info.consumer_name),
        ("取用人", actor.person_name),
        ("取用时间", moment(at, seconds=True)),
        ("编号", reference),
        ("使用要求", "只用于授权写明的用途，不得以任何形式提供给第三方，用途结束须销毁。"),
    ]


def file_name(info: GrantInfo, *, actor: Actor, at: datetime, reference: str, format_: Format) -> str:
    """Names department, person and time, so that a copy can be told; says that data in it are under recheck."""
    when = f"{at.astimezone(clock.BEIJING):%Y%m%dT%H%M%S}"
    parts = [info.resource_name, info.consumer_name, actor.person_name, when, reference]
    parts += ["含校核中数据"] if marks.lines(info) else []
    return re.sub(r'[\\/:*?"<>|\s]+', "-", "_".join(parts)) + f".{format_.value}"


# ---- at rest ----


def keep(source: Path) -> str:
    """Seal a written file and remove the plain one; returns the name it is kept under."""
    name = f"{uuid.uuid4().hex}.sealed"
    vault.seal_file(source, root() / name, secret=settings.INSTALLATION_SECRET, context=f"exchange.{name}")
    source.unlink()
    return name


def check(name: str) -> None:
    """Read a kept file through before it is on record as delivered. Raises Damaged."""
    vault.check_file(root() / name, secrets=settings.INSTALLATION_SECRETS, context=f"exchange.{name}")


def pieces(name: str) -> Iterator[bytes]:
    """A kept file, opened piece by piece."""
    return vault.unseal_file(root() / name, secrets=settings.INSTALLATION_SECRETS, context=f"exchange.{name}")


def destroy(name: str) -> None:
    if name:
        (root() / name).unlink(missing_ok=True)


def sweep(*, older_than_s: float) -> int:
    """Remove plain files that killed processes left behind; returns how many."""
    limit = clock.real_now().timestamp() - older_than_s
    left = [path for path in root().glob("open-*") if path.stat().st_mtime < limit]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
