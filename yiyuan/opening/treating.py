"""De-identification of columns, in polars. Pure but for the secret it is handed."""

import hashlib
import hmac
from datetime import date, timedelta
from typing import Final

import polars as pl

from yiyuan.opening.types import ARGUED, HOW_WORDS, How

HASHED: Final = 16  # characters of a keyed digest


def treated(column: str, how: How, number: int | None, *, secret: str) -> pl.Expr:
    """The expression that treats a column of texts; empty stays empty. DROP is no expression.

    number: characters kept (generalise), width (bucket), unit (round), days at most (shift).
    """
    cell, size = pl.col(column), number or ARGUED.get(how, 0)
    value = cell.cast(pl.Float64, strict=False)
    known = {
        How.KEEP: lambda: cell,
        How.MASK: lambda: pl.when(cell.str.len_chars() > 1).then(cell.str.slice(0, 1) + "**").otherwise(cell),
        How.GENERALISE: lambda: cell.str.slice(0, size),
        How.BUCKET: lambda: _bucket(cell, size),
        How.ROUND: lambda: ((value / size).round(0) * size).cast(pl.Int64).cast(pl.String),
        How.HASH: lambda: cell.map_elements(lambda text: _digest(text, secret), return_dtype=pl.String),
        How.SHIFT: lambda: cell.map_elements(lambda text: _shifted(text, size, secret), return_dtype=pl.String),
    }
    return known[how]()


def _bucket(cell: pl.Expr, size: int) -> pl.Expr:
    """Numbers as "20–29"; days as their year in spans of so many years."""
    year = cell.str.extract(r"^([0-9]{4})-[0-9]{2}-[0-9]{2}", 1)
    value = pl.coalesce(year, cell).cast(pl.Float64, strict=False)
    low = ((value / size).floor() * size).cast(pl.Int64)
    return low.cast(pl.String) + "–" + (low + size - 1).cast(pl.String)


def _digest(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:HASHED]


def _shifted(text: str, most: int, secret: str) -> str:
    """A day moved by up to so many days, always the same for the same value."""
    by = int(_digest(text, secret), 16) % (2 * most + 1) - most
    try:
        return (date.fromisoformat(text[:10]) + timedelta(days=by)).isoformat()
    except ValueError:
        return ""


def words(how: How, number: int | None) -> str:
    """How a column was treated, for the dictionary."""
    return HOW_WORDS[how] + (f"（{number}）" if number and how in ARGUED else "")
