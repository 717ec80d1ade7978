"""What is asked of a column, and why a cell or row may fail."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a column holds; decides the type of its pool column."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"


class Identity(StrEnum):
    """Which check digit a text column carries."""

    NONE = "none"
    CITIZEN_ID = "citizen_id"
    USCC = "uscc"


class OnFail(StrEnum):
    """What a failing check digit does to the row. Passports and old 15-digit numbers are lawful, hence MARK."""

    REFUSE = "refuse"
    MARK = "mark"


class Reason(StrEnum):
    """Why a row is refused or marked."""

    LONG = "long"
    SHORT = "short"
    GARBLED = "garbled"
    DAMAGED = "damaged"
    FORMULA_ERROR = "formula_error"
    NO_RESULT = "no_result"
    MERGED = "merged"
    TOTAL = "total"
    MISSING = "missing"
    NOT_INTEGER = "not_integer"
    NOT_NUMBER = "not_number"
    NOT_DATE = "not_date"
    NOT_DATETIME = "not_datetime"
    NOT_BOOLEAN = "not_boolean"
    TOO_LONG = "too_long"
    TOO_PRECISE = "too_precise"
    NOT_IN_CODES = "not_in_codes"
    NOT_MATCHING = "not_matching"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    BAD_CITIZEN_ID = "bad_citizen_id"
    BAD_USCC = "bad_uscc"
    DUPLICATE_KEY = "duplicate_key"
    NOT_TAKEN = "not_taken"


Bound = Decimal | int | date | datetime
_PG_TYPES: Final = {
    Kind.TEXT: "text",
    Kind.INTEGER: "bigint",
    Kind.NUMBER: "numeric",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamp",
    Kind.BOOLEAN: "boolean",
}
MOST_DIGITS: Final = 1000  # that PostgreSQL takes as a limit of numeric


@dataclass(frozen=True)
class ColumnSpec:
    """What is asked of one column.

    name: header in the file.  column: name in the table.
    max_length: characters of a text, digits of a number (both sides of the point).  scale: digits after the point.
    key: part of the key, therefore also required.  codes: the only values allowed.
    pattern: a regular expression (Rust syntax) the whole value must match.
    minimum, maximum: inclusive; numbers for numbers, dates for dates.
    identity_by: name of the column that says which document the number is of; another document has another number.
    """

    name: str
    column: str
    kind: Kind = Kind.TEXT
    max_length: int | None = None
    scale: int | None = None
    required: bool = False
    key: bool = False
    codes: frozenset[str] | None = None
    pattern: str | None = None
    minimum: Bound | None = None
    maximum: Bound | None = None
    identity: Identity = Identity.NONE
    identity_on_fail: OnFail = OnFail.MARK
    identity_by: str = ""

    @property
    def pg_type(self) -> str:
        """Type of the column in PostgreSQL."""
        if self.kind is Kind.NUMBER and self.scale is not None and self.max_length is not None:
            digits = max(self.max_length, self.scale)
            return f"numeric({digits},{self.scale})" if 1 <= digits <= MOST_DIGITS else "numeric"
        return _PG_TYPES[self.kind]
