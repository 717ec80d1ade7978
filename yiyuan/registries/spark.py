"""A build on an Apache Spark cluster: the same expressions, over files that server and workers share.

The extra `spark` brings pyspark; a Java runtime (17 or 21) stands on every machine. The sources' tables are written to
Parquet, the cluster computes, what it made is copied back; PostgreSQL puts it in place as always.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import ibis
import polars as pl
from django.conf import settings
from ibis.backends.sql.compilers import PySparkCompiler
from psycopg import sql

from yiyuan.registries import tables
from yiyuan.registries.columns import FOOT, RULING, VALUE
from yiyuan.registries.engines import compiled, expressions
from yiyuan.registries.rules import broken
from yiyuan.registries.tables import Cursor_, Work
from yiyuan.registries.types import EngineName

_TYPES: Final = {"string": pl.String, "int64": pl.Int64, "boolean": pl.Boolean}
PIECE: Final = 1 << 20  # bytes copied at once


class Spark:
    name = EngineName.SPARK

    def build(self, cur: Cursor_, work: Work) -> None:
        """Raises RuleBroken("registries.definition") where no cluster is named."""
        if not (settings.SPARK_MASTER and settings.SPARK_SHARED):
            raise broken("没有写明 Spark 集群的地址和共用的目录（YIYUAN_SPARK_MASTER、YIYUAN_SPARK_SHARED）。")
        cells, records = expressions(work, lambda schema, name: ibis.table(ibis.schema(schema), name=name))
        with _folder(work) as folder, _session() as session:
            for one in work.definition.sources:
                columns = {**FOOT, **{VALUE.format(item): "string" for item in one.items}}
                _show(cur, session, work, work.source(one.id), columns, folder)
            _show(cur, session, work, work.rulings, RULING, folder)
            for expression, table in ((cells, work.cells), (records, work.records)):
                made = folder / table
                session.sql(compiled(expression, PySparkCompiler())).write.parquet(str(made))
                session.read.parquet(str(made)).createOrReplaceTempView(table)
                _take_back(cur, work, table, made, expression.columns)


@contextmanager
def _folder(work: Work) -> Iterator[Path]:
    """A folder of this build's own, gone afterwards: it holds personal data."""
    folder = Path(settings.SPARK_SHARED) / f"{work.schema}_{work.prefix}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _session() -> Iterator[Any]:  # a session of pyspark
    from pyspark.sql import SparkSession

    built = (
        SparkSession.builder.master(settings.SPARK_MASTER)
        .appName("yiyuan")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        yield built
    finally:
        built.stop()


def _show(  # noqa: PLR0917 - a table of one place, shown at another
    cur: Cursor_, session: Any, work: Work, table: str, columns: Mapping[str, str], folder: Path
) -> None:
    """A table of the server's as a view of the cluster's. No text in it is empty, so nothing looks like no value."""
    written, kept = folder / f"{table}.csv", folder / f"{table}.parquet"
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("copy (select {} from {}) to stdout (format csv)").format(names, tables.name(work.schema, table))
    with written.open("wb") as file, cur.copy(query) as copy:
        for piece in copy:
            file.write(piece)
    schema = {name: _TYPES[kind] if kind != "boolean" else pl.String for name, kind in columns.items()}
    frame = (
        pl.scan_csv(written, has_header=False, schema=schema) if written.stat().st_size else pl.LazyFrame(schema=schema)
    )
    flags = [(pl.col(name) == "t").alias(name) for name, kind in columns.items() if kind == "boolean"]
    frame.with_columns(flags).sink_parquet(kept)
    written.unlink()
    session.read.parquet(str(kept)).createOrReplaceTempView(table)


def _take_back(cur: Cursor_, work: Work, table: str, made: Path, columns: Any) -> None:  # names
    back = made.with_suffix(".csv")
    pl.scan_parquet(made / "*.parquet").select(*columns).sink_csv(back, include_header=False)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("copy {} ({}) from stdin (format csv)").format(tables.name(work.schema, table), names)
    with back.open("rb") as file, cur.copy(query) as copy:
        while piece := file.read(PIECE):
            copy.write(piece)
    cur.execute(sql.SQL("analyze {}").format(tables.name(work.schema, table)))
