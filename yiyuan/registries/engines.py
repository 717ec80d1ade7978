"""What carries a build out: PostgreSQL where the data stands, or an Apache Spark cluster. Ibis stays in here and in
`building`; nothing else of the product sees it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from psycopg import sql

from yiyuan.registries import building, tables
from yiyuan.registries.columns import CELL, RULING
from yiyuan.registries.tables import Cursor_, Work
from yiyuan.registries.types import EngineName


class Engine(Protocol):
    name: EngineName

    def build(self, cur: Cursor_, work: Work) -> None:
        """Fill cells and records from the sources' tables."""


def _table(schema: Mapping[str, str] | ibis.Schema, work: Work, table: str) -> ir.Table:
    return ibis.table(ibis.schema(schema), name=table, database=work.schema or None)


def compiled(expression: ir.Table, compiler: Any) -> str:  # a compiler of Ibis
    return str(compiler.to_sqlglot(expression.unbind()).sql(dialect=compiler.dialect))


def expressions(work: Work, table: Callable[[Any, str], ir.Table]) -> tuple[ir.Table, ir.Table]:
    """Cells of the sources' tables, and records of a table of cells. table: by schema and name."""
    sources = {one.id: table(building.source_schema(one), work.source(one.id)) for one in work.definition.sources}
    made = building.cells(work.definition, sources, table(RULING, work.rulings))
    return made, building.records(work.definition, table(CELL, work.cells))


class PostgreSQL:
    """Where the data stands: an expression becomes one statement of the caller's transaction."""

    name = EngineName.POSTGRESQL

    def build(self, cur: Cursor_, work: Work) -> None:
        compiler = PostgresCompiler()
        cells, records = expressions(work, lambda schema, name: _table(schema, work, name))
        for expression, table in ((cells, work.cells), (records, work.records)):
            columns = sql.SQL(", ").join(map(sql.Identifier, expression.columns))
            body = sql.SQL("insert into {} ({}) ").format(tables.name(work.schema, table), columns)
            cur.execute(body + sql.SQL(compiled(expression, compiler).replace("%", "%%")), [])
            cur.execute(sql.SQL("analyze {}").format(tables.name(work.schema, table)))


def engine_of(name: EngineName) -> Engine:
    if name is EngineName.SPARK:
        from yiyuan.registries.spark import Spark

        return Spark()
    return PostgreSQL()
