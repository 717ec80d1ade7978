"""One way to page for machines: `limit`, `after`, `total`."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field, create_model

from yiyuan.kernel.texts import BIG

LIMIT = 50
MOST = 500
Item = TypeVar("Item")


class Paging(Schema):
    """limit: lines of one answer, 1 to 500. after: `next` of the answer before; none: from the start."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = LIMIT
    after: Annotated[int, Field(ge=0, le=BIG)] | None = None


class PageOut(Schema):
    """Lines of a list. total: all lines of it. next: what to send as `after` for the lines that follow; none: the end.

    A list from the database goes by descending id, so that lines made meanwhile neither repeat nor hide others.
    """

    total: int
    next: int | None = None


def page_of(item: type[Any]) -> type[Any]:
    """The schema of a page of such lines."""
    return create_model(f"{item.__name__}Page", __base__=PageOut, items=(list[item], ...))  # type: ignore[valid-type]  # made at start


def paged(rows: Any, paging: Paging, shown: Callable[[Any], Any]) -> dict[str, Any]:  # a QuerySet or sequence; any row
    """The lines after `after`, at most `limit`; two queries for a queryset."""
    if not isinstance(rows, QuerySet):
        return placed(rows, paging, shown)
    total = rows.count()
    rest = rows.order_by("-pk") if paging.after is None else rows.filter(pk__lt=paging.after).order_by("-pk")
    found = list(rest[: paging.limit + 1])
    more = len(found) > paging.limit
    found = found[: paging.limit]
    return {"total": total, "next": found[-1].pk if more else None, "items": [shown(row) for row in found]}


def placed(rows: Any, paging: Paging, shown: Callable[[Any], Any]) -> dict[str, Any]:  # a QuerySet or sequence; any row
    """The same where the order of the rows matters (the most urgent first): `after` counts places."""
    start = paging.after or 0
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    following = start + paging.limit
    items = [shown(row) for row in rows[start:following]]
    return {"total": total, "next": following if following < total else None, "items": items}
