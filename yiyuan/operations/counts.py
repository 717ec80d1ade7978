"""How many rows each table holds. Needs no Django."""

import psycopg
from psycopg import sql


def count_rows(link: psycopg.Connection) -> dict[str, int]:
    """Rows of every table of the installation, by "schema.table", as this connection sees them."""
    tables = link.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2"
    ).fetchall()
    counted = {}
    for schema, table in tables:
        row = link.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))).fetchone()
        counted[f"{schema}.{table}"] = row[0] if row else 0
    return counted
