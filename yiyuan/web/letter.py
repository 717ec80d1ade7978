"""What a formal act says, before it is a page or a file: title, addressee, sentences, basis, who signs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Letter:
    """A formal act ready to be set. number: of the document, "" until it is signed and recorded.

    signed_by: department of the signature block; each line of basis names an article.
    """

    title: str
    to: str
    sentences: Sequence[str]
    signed_by: str
    on: date
    number: str = ""
    table: Sequence[tuple[str, str]] = ()
    closing: Sequence[str] = ()  # sentences after the table
    basis: Sequence[str] = ()
    note: str = ""
    signatures: Sequence[str] = field(default=("经办人", "审核人", "主要负责人"))


def official_day(day: date) -> str:
    """Like 2026年9月8日, as official documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"
