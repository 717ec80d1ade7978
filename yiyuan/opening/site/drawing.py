"""A chart of two columns of a release, and its rows on a map where they have coordinates; figures beside both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from yiyuan.opening.site import rows
from yiyuan.web.components import Chart, Series

GROUPS: Final = 30
POINTS: Final = 500
WIDE, MARGIN = 640.0, 10.0  # of a map, without its margin
LONGEST_MS: Final = 5_000
NUMBER: Final = r"^-?[0-9]{1,18}(\.[0-9]{1,9})?$"
ORDERED: Final = rows.NUMERIC | {"D", "T"}  # types whose values stand in their own order


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart and the figures it was made of; groups: how many there are in all."""

    chart: Chart
    labels: Sequence[str]
    figures: Sequence[tuple[str, float]]
    groups: int


def _item(one: Mapping[str, Any], column: str) -> Mapping[str, Any] | None:
    return next((item for item in one["items"] if item["column"] == column), None)


def chart(one: Mapping[str, Any], by: str, of: str) -> Drawn | None:
    """Groups of one column with the sum of another, or with their number of rows; None where there is nothing to draw.

    Raises psycopg.errors.QueryCanceled where it takes too long.
    """
    along, measured = _item(one, by), _item(one, of)
    if along is None or (of and (measured is None or measured["type"] not in rows.NUMERIC)):
        return None
    value: sql.Composable = sql.SQL("count(*)")
    if measured:
        column = sql.Identifier(measured["column"])
        value = sql.SQL("sum(case when {} ~ {} then {}::numeric else 0 end)").format(
            column, sql.Literal(NUMBER), column
        )
    key = sql.Identifier(along["column"])
    order: sql.Composable = sql.SQL("{} desc, {}").format(value, key)
    if along["type"] in {"D", "T"}:
        order = key
    elif along["type"] in rows.NUMERIC:
        order = sql.SQL("case when {} ~ {} then {}::numeric end, {}").format(key, sql.Literal(NUMBER), key, key)
    query = sql.SQL(
        "select coalesce(nullif({key}, ''), '（空）'), {value}, count(*) over () from {table}"
        " group by {key} order by {order} limit {most}"
    ).format(key=key, value=value, table=rows.table_of(one), order=order, most=sql.Literal(GROUPS))
    with transaction.atomic(), connection.cursor() as cur:
        cur.execute("select set_config('statement_timeout', %s, true)", [str(LONGEST_MS)])
        cur.cursor.execute(query)
        found = cur.cursor.fetchall()
    if not found:
        return None
    figures = [(str(label), float(number)) for label, number, _groups in found]
    name = f"{measured['name']}合计" if measured else "行数"
    drawn = Chart(
        f"按{along['name']}的{name}",
        [label for label, _number in figures],
        [Series(name, [number for _label, number in figures])],
        across=along["type"] not in ORDERED,
    )
    return Drawn(drawn, [along["name"], name], figures, int(found[0][2]))


@dataclass(frozen=True, slots=True)
class Map:
    """Rows at their places in a drawing of this size; box: west, south, east, north in degrees. total: rows in all."""

    points: Sequence[tuple[float, float, str]]
    size: tuple[float, float]
    box: tuple[float, float, float, float]

    @property
    def view(self) -> str:
        wide, high = self.size
        return f"-{MARGIN:.0f} -{MARGIN:.0f} {wide + 2 * MARGIN:.0f} {high + 2 * MARGIN:.0f}"


def map_of(one: Mapping[str, Any]) -> Map | None:
    """The first rows with coordinates; None where no two places differ. The scale is that of the middle parallel."""
    items = rows.place_of(one)
    if items is None:
        return None
    at = [one["items"].index(item) for item in items]
    found = [(place, row) for row in rows.preview(one, POINTS) if (place := rows.degrees(row[at[0]], row[at[1]]))]
    if not found:
        return None
    west, east = min(p[0] for p, _row in found), max(p[0] for p, _row in found)
    south, north = min(p[1] for p, _row in found), max(p[1] for p, _row in found)
    span = max(east - west, (north - south) * 0.6, 1e-4)
    scale = WIDE / span
    high = max((north - south) * scale * 1.15, 60.0)  # a degree of latitude is longer than one of longitude here
    label = next((n for n, item in enumerate(one["items"]) if "名称" in item["name"]), 0)
    points = [
        (round((x - west) * scale, 1), round((north - y) * scale * 1.15, 1), str(row[label] or ""))
        for (x, y), row in found
    ]
    return Map(points, (WIDE, high), (west, south, east, north))
