"""How fast checked rows come in, against a raw COPY of the same file on the same server.

    python -m benches.bench_load [rows]

Prints one JSON object a line: name, value, unit, and for goals also limit, ratio, goal, met. Runs are interleaved with
the raw COPY so that a busy neighbour hits both.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from benches.people import write_people
from benches.specs import SPECS
from yiyuan.dataplane import compare, merge, readers, staging
from yiyuan.dataplane.checks import Checks, compile_checks
from yiyuan.dataplane.compare import Fate
from yiyuan.dataplane.staging import TableName
from yiyuan.postgres import server

POOL = TableName("public", "pool")
STAGING = TableName("public", "staged")
RAW = TableName("public", "raw")


def say(name: str, value: float, unit: str, *, limit: float | None = None, goal: float | None = None) -> None:
    line: dict[str, object] = {"name": name, "value": round(value, 3), "unit": unit}
    if limit is not None and goal is not None:
        line |= {"limit": round(limit, 3), "ratio": round(value / limit, 3), "goal": goal, "met": value / limit >= goal}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def raw_copy(url: str, path: Path, checks: Checks) -> None:
    """The limit: the file's bytes into an indexless logged table."""
    with psycopg.connect(url) as connection, connection.cursor() as cur:
        cur.execute("drop table if exists raw")
        cur.execute("create table raw (" + ", ".join(f"{s.column} text" for s in checks.specs) + ")")
        with cur.copy("copy raw from stdin (format csv, header)") as copy, path.open("rb") as file:
            while block := file.read(1 << 18):
                copy.write(block)


def load(url: str, path: Path, checks: Checks, *, batch_id: int) -> dict[str, float]:
    """The whole way of a batch: read, check, stage, look for repeated keys, merge, commit. Seconds by step.

    Between them the preview of a batch that waits to be confirmed; it is no part of a load that does not.
    """
    steps: dict[str, float] = {}
    with psycopg.connect(url) as connection, connection.cursor() as cur:
        start = time.perf_counter()
        staging.create(cur, STAGING, checks)
        staged = staging.stage(cur, STAGING, readers.read(path), checks)
        if not staged.unique:
            staging.refuse_duplicates(cur, STAGING, checks)
        steps["stage"] = time.perf_counter() - start
        cur.execute("analyze staged")
        steps["preview"] = timed(lambda: _preview(cur, checks))
        start = time.perf_counter()
        merged = merge.merge(cur, STAGING, POOL, checks, batch_id=batch_id, loaded_at=datetime.now(UTC))
        assert merged.inserted + merged.updated + merged.unchanged == staged.kept
        staging.drop(cur, STAGING)
        connection.commit()
        steps["merge"] = time.perf_counter() - start
    return steps


def _preview(cur: psycopg.Cursor, checks: Checks) -> None:
    """What a batch that waits to be confirmed costs beside: the counts, and a sample of each kind."""
    compare.compare(cur, STAGING, POOL, checks)
    for fate in Fate:
        query = compare.rows(fate, STAGING, POOL, checks, shown=lambda _c, value: sql.SQL("{}::text").format(value))
        cur.execute(sql.SQL("{} limit 20").format(query))


def _fresh_pool(url: str, checks: Checks) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cur:
        cur.execute("drop table if exists pool")
        merge.create_pool_table(cur, POOL, checks)


def _read_and_check(path: Path, checks: Checks) -> None:
    for frame in readers.read(path):
        checks.apply(frame)


def main(rows: int) -> None:
    """Run every measurement once; goals are ratios to raw COPY."""
    checks = compile_checks(SPECS)
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-bench-"))
    folder.chmod(0o755)
    instance = server.ensure(folder / "postgres")
    try:
        instance.make_database("bench")
        url = instance.superuser_url("bench")
        first, second = folder / "first.csv", folder / "second.csv"
        write_people(first, rows=rows, dirty=0.02)
        write_people(second, rows=rows, dirty=0.02, changed_from=rows // 2)
        say("rows", rows, "rows")
        say("file", first.stat().st_size / 2**20, "MB")
        say("read_and_check", rows / timed(lambda: _read_and_check(first, checks)), "rows/s")
        raw = [timed(lambda: raw_copy(url, first, checks))]
        _fresh_pool(url, checks)
        loads: dict[str, float] = {}
        for name, path, batch_id in (
            ("first_load", first, 1),
            ("upsert_load", second, 2),
            ("unchanged_load", second, 3),
        ):
            steps = load(url, path, checks, batch_id=batch_id)
            for step, seconds in steps.items():
                say(f"{name}.{step}", seconds, "s")
            loads[name] = steps["stage"] + steps["merge"]
            raw.append(timed(lambda: raw_copy(url, first, checks)))
        limit = rows / sorted(raw)[len(raw) // 2]
        say("raw_copy", limit, "rows/s")
        say("raw_copy.spread", max(raw) / min(raw), "ratio")
        for name, goal in (("first_load", 0.20), ("upsert_load", 0.15), ("unchanged_load", 0.15)):
            say(name, rows / loads[name], "rows/s", limit=limit, goal=goal)
    finally:
        instance.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
