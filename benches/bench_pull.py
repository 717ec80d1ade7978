"""How fast a department's table comes into the pool, read, checked and merged, from PostgreSQL and MariaDB.

    python -m benches.bench_pull [rows]

Prints one JSON object a line. The limit of PostgreSQL is a pipe of two COPYs between the same servers, of MariaDB its
driver reading the same rows into Python and throwing them away. Needs Debian's mariadb-server.
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pymysql
from pymysql.cursors import SSCursor

from benches.bench_load import POOL, load, say, timed
from benches.people import write_people
from benches.specs import SPECS
from yiyuan.dataplane import merge
from yiyuan.dataplane.checks import Kind, compile_checks
from yiyuan.dataplane.sources import Place, Selection, save
from yiyuan.postgres import server

TYPES = {Kind.DATE: "date", Kind.NUMBER: "numeric(12, 2)", Kind.INTEGER: "int", Kind.DATETIME: "timestamp null"}
NAMES = tuple(spec.name for spec in SPECS)
COLUMNS = tuple(spec.column for spec in SPECS)
ROUNDS = 3


def _table() -> str:
    columns = ", ".join(f"{spec.column} {TYPES.get(spec.kind, 'varchar(200)')}" for spec in SPECS)
    return f"create table people ({columns})"


def _pipe(source: str, target: str) -> None:
    """Rows of the one server into a plain table of the other, byte by byte."""
    with psycopg.connect(source) as one, psycopg.connect(target) as other:
        other.execute("drop table if exists raw")
        other.execute(_table().replace("people", "raw"))
        with one.cursor().copy("copy people to stdout") as out, other.cursor().copy("copy raw from stdin") as into:
            for block in out:
                into.write(block)


def _pull(foreign: object, url: str, folder: Path) -> float:
    """As a reading does it: the table into a file, the file checked and merged into an empty pool. Seconds."""
    start = time.perf_counter()
    checks = compile_checks(SPECS).exactly()
    path = folder / "people.parquet"
    place = Place(foreign.schema, "people")
    with foreign.opened() as source:
        frames = source.frames(Selection(place, COLUMNS))
        named = (frame.rename(dict(zip(COLUMNS, NAMES, strict=True))) for frame in frames)
        save(named, NAMES, path)
    pulled = time.perf_counter() - start
    with psycopg.connect(url) as connection, connection.cursor() as cur:
        cur.execute("drop table if exists pool")
        merge.create_pool_table(cur, POOL, checks)
    steps = load(url, path, checks, batch_id=1)
    return pulled + steps["stage"] + steps["merge"]


def _read(account: object) -> None:
    """The driver of MariaDB alone."""
    link = pymysql.connect(
        host=account.host, port=account.port, user=account.user, password=account.password, database=account.database
    )
    with link, link.cursor(SSCursor) as cur:
        cur.execute("select * from people")
        while cur.fetchmany(1000):
            pass


def main(rows: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-bench-"))
    folder.chmod(0o755)
    instance = server.ensure(folder / "postgres")
    try:
        instance.make_database("bench")
        _measure(rows, folder, instance.superuser_url("bench"))
    finally:
        instance.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(rows: int, folder: Path, url: str) -> None:
    from tests.support import foreign

    path = folder / "people.csv"
    write_people(path, rows=rows, dirty=0)
    path.chmod(0o644)
    say("rows", rows, "rows")
    with foreign.postgresql() as source:
        source.run(_table())
        source.run(f"copy people from '{path}' (format csv, header)")
        place = psycopg.conninfo.make_conninfo(
            host=source.account.host,
            port=source.account.port,
            dbname=source.account.database,
            user=source.account.user,
            password=source.account.password,
        )
        pipes = [timed(lambda: _pipe(place, url)) for _round in range(ROUNDS)]
        ours = [_pull(source, url, folder) for _round in range(ROUNDS)]
        limit, value = rows / sorted(pipes)[ROUNDS // 2], rows / sorted(ours)[ROUNDS // 2]
        say("pull from PostgreSQL into the pool, checked", value, "rows/s", limit=limit, goal=0.35)
    with foreign.mariadb() as source:
        source.run(_table())
        source.run(
            f"load data infile '{path}' into table people character set utf8mb4 fields terminated by ','"
            " optionally enclosed by '\"' ignore 1 lines"
        )
        reads = [timed(lambda: _read(source.account)) for _round in range(ROUNDS)]
        ours = [_pull(source, url, folder) for _round in range(ROUNDS)]
        limit, value = rows / sorted(reads)[ROUNDS // 2], rows / sorted(ours)[ROUNDS // 2]
        say("pull from MariaDB into the pool, checked", value, "rows/s", limit=limit, goal=0.5)
    say("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
    os.environ.setdefault("YIYUAN_HOME", "var/test")
    import django

    django.setup()
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
