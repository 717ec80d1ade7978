"""Databases of departments, read only: their tables, and rows of a table as the server itself writes its values.

A new kind of database is an adapter of `base.Source`, named in `ADAPTERS`; `dataplane/tests/test_sources.py` holds what
every adapter must do.
"""

from collections.abc import Mapping

from yiyuan.dataplane.sources.base import (
    Account,
    Column,
    Counted,
    Cursor,
    Place,
    Selection,
    Source,
    SourceDrifted,
    SourceFailed,
    TableInfo,
    save,
)
from yiyuan.dataplane.sources.mysql import MySQL
from yiyuan.dataplane.sources.postgres import PostgreSQL
from yiyuan.dataplane.sources.rest import Rest

__all__ = [
    "ADAPTERS",
    "Account",
    "Column",
    "Counted",
    "Cursor",
    "Place",
    "Selection",
    "Source",
    "SourceDrifted",
    "SourceFailed",
    "TableInfo",
    "connect",
    "save",
]

ADAPTERS: Mapping[str, type[Source]] = {"postgresql": PostgreSQL, "mysql": MySQL, "rest": Rest}


def connect(kind: str, account: Account) -> Source:
    """Open a connection; close it by leaving its context. kind: of ADAPTERS. Raises SourceFailed."""
    return ADAPTERS[kind](account)
