"""The catalog as a workbook: what its columns mean, how it is written, read and given back with red cells.

Pure: bytes and values in, bytes and values out. What is done with the entries read is decided in `services`.
"""

from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.spreadsheets.workbook.columns import (
    ITEMS,
    MEDIA_TYPE,
    REASON,
    Column,
    Entry,
    MisreadError,
    item_columns,
    resource_columns,
    tidy,
)
from yiyuan.spreadsheets.workbook.reading import MAX_BYTES, MAX_RESOURCES, Flaw, Read, Table, open_book, read

__all__ = [
    "ITEMS",
    "MAX_BYTES",
    "MAX_RESOURCES",
    "MEDIA_TYPE",
    "REASON",
    "Column",
    "Entry",
    "Flaw",
    "MisreadError",
    "Read",
    "Table",
    "Vocabulary",
    "item_columns",
    "open_book",
    "read",
    "resource_columns",
    "tidy",
]
