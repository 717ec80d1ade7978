"""The rows of a release as files and in pieces; streamed, complete however large, with an explicit end."""

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

import xlsxwriter
from django.db import connection, transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from psycopg import sql

PIECE: Final = 5_000
SENT: Final = 256 * 1024  # bytes of a file that are sent at once
SHEET_ROWS: Final = 1_048_575
FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
GEOJSON: Final = "application/geo+json; charset=utf-8"
EAST: Final = {"经度", "lng", "lon", "longitude"}
NORTH: Final = {"纬度", "lat", "latitude"}
NUMERIC: Final = {"N", "Y", "I", "F"}
MOST: Final = 1_000
Set = Mapping[str, Any]  # a data set as it is published


def table_of(one: Set) -> sql.Identifier:
    return sql.Identifier("open_data", f"d{int(one['release'])}")


def place_of(one: Set) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The items that hold longitude and latitude; None where a data set has no such pair."""
    named = {item["name"].lower(): item for item in one["items"]}
    east, north = (next((named[name] for name in names if name in named), None) for names in (EAST, NORTH))
    return (east, north) if east and north else None


def degrees(east: str | None, north: str | None) -> tuple[float, float] | None:
    """Longitude and latitude; None where one is missing or lies nowhere."""
    try:
        place = float(east or ""), float(north or "")
    except ValueError:
        return None
    return place if abs(place[0]) <= 180 and abs(place[1]) <= 90 else None  # noqa: PLR2004 - degrees


def formats(one: Set) -> dict[str, str]:
    """Ending -> media type of the files of a data set."""
    return {**FORMATS, "geojson": GEOJSON} if place_of(one) else FORMATS


def _columns(one: Set) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(item["column"]) for item in one["items"])


def _names(one: Set) -> list[str]:
    return [item["name"] for item in one["items"]]


def each(one: Set) -> Iterator[Sequence[str | None]]:
    """All rows in their order, in one snapshot of the database."""
    query = sql.SQL("select {} from {} order by _n").format(_columns(one), table_of(one))
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.cursor.execute(query)
        while piece := cursor.cursor.fetchmany(PIECE):
            yield from piece


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth sending: COPY and the writers below give one row at a time."""
    held, size = list[bytes](), 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= SENT:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _csv(one: Set, *, mark: bool) -> Iterator[bytes]:
    head = io.StringIO()
    csv.writer(head, lineterminator="\n").writerow(_names(one))
    yield (b"\xef\xbb\xbf" if mark else b"") + head.getvalue().encode()
    out = sql.SQL("copy (select {} from {} order by _n) to stdout (format csv)").format(_columns(one), table_of(one))
    with transaction.atomic(), connection.cursor() as cur, cur.cursor.copy(out) as copy:
        yield from copy


def _json(one: Set) -> Iterator[bytes]:
    names, rows = _names(one), 0
    yield b'{"records":['
    for row in each(one):
        record = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        yield (b"," if rows else b"") + record.encode()
        rows += 1
    yield f'],"rows":{rows},"complete":true}}'.encode()


def _geojson(one: Set) -> Iterator[bytes]:
    """A feature a row; one whose coordinates lie nowhere has no geometry. Coordinates are not turned into others."""
    names, count, place = _names(one), 0, place_of(one)
    assert place is not None, "asked before"
    at = [one["items"].index(item) for item in place]
    yield b'{"type":"FeatureCollection","features":['
    for row in each(one):
        point = degrees(row[at[0]], row[at[1]])
        feature = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": point} if point else None,
            "properties": dict(zip(names, row, strict=True)),
        }
        yield (b"," if count else b"") + json.dumps(feature, ensure_ascii=False).encode()
        count += 1
    yield f'],"rows":{count},"complete":true}}'.encode()


def _xml(one: Set) -> Iterator[bytes]:
    rows = 0
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<dataset>'
    for row in each(one):
        cells = "".join(
            f'<item name="{escape(name, {chr(34): "&quot;"})}">{escape(value or "")}</item>'
            for name, value in zip(_names(one), row, strict=True)
        )
        yield f"<record>{cells}</record>\n".encode()
        rows += 1
    yield f'<end rows="{rows}"/></dataset>'.encode()


def _xlsx(one: Set) -> Any:  # a file
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(
        file,
        dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        | {"constant_memory": True},
    )
    sheet, at = book.add_worksheet("数据"), 0
    sheet.write_row(0, 0, _names(one))
    for row in each(one):
        at += 1
        if at > SHEET_ROWS:
            sheet, at = book.add_worksheet(), 1
            sheet.write_row(0, 0, _names(one))
        for place, value in enumerate(row):
            sheet.write_string(at, place, value or "")
    about = book.add_worksheet("说明")
    for place, (label, value) in enumerate(
        [
            ("数据集", one["title"]),
            ("行数", str(one["rows"])),
            ("CSV 摘要", one["sha256"]),
            ("授权许可", one["licence"]),
        ]
    ):
        about.write_string(place, 0, label)
        about.write_string(place, 1, value)
    book.close()
    file.seek(0)
    return file


WRITERS: Final = {"json": _json, "xml": _xml, "geojson": _geojson}


def download(one: Set, kind: str, *, mark: bool) -> HttpResponseBase:
    """The whole of a release; the number of rows and the digest of the CSV file come as headers."""
    name = f"{one['name']}-{one['number']}.{kind}"
    preview(one, 0)  # gone or not is said before the answer begins
    if kind == "xlsx":
        answer: HttpResponseBase = FileResponse(_xlsx(one), content_type=FORMATS[kind])
    else:
        parts = _csv(one, mark=mark) if kind == "csv" else WRITERS[kind](one)
        answer = StreamingHttpResponse(_pieces(parts), content_type=formats(one)[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Rows"] = str(one["rows"])
    answer["X-Digest-SHA256"] = one["sha256"]
    return answer


def preview(one: Set, most: int = 10) -> list[Sequence[str | None]]:
    query = sql.SQL("select {} from {} order by _n limit {}").format(_columns(one), table_of(one), sql.Literal(most))
    with transaction.atomic(), connection.cursor() as cur:
        cur.cursor.execute(query)
        return list(cur.cursor.fetchall())


def piece(
    one: Set,
    *,
    limit: int,
    after: int = 0,
    offset: int = 0,
    where: Mapping[str, str] | None = None,
    order: Sequence[tuple[str, bool]] = (),
) -> tuple[list[dict[str, Any]], int]:
    """Rows with their number `_n` behind the row `after`, and how many fit in all; stable while the release stands."""
    columns = {item["name"]: item["column"] for item in one["items"]} | {i["column"]: i["column"] for i in one["items"]}
    holds = [sql.SQL("{} = {}").format(sql.Identifier(columns[k]), sql.Literal(v)) for k, v in (where or {}).items()]
    fits = sql.SQL(" and ").join([sql.SQL("true"), *holds])
    by = [
        sql.SQL("{} {}").format(sql.Identifier(columns[name]), sql.SQL("desc" if down else "asc"))
        for name, down in order
    ]
    query = sql.SQL("select _n, {} from {} where {} and _n > {} order by {} limit {} offset {}").format(
        _columns(one),
        table_of(one),
        fits,
        sql.Literal(after),
        sql.SQL(", ").join([*by, sql.SQL("_n")]),
        sql.Literal(limit),
        sql.Literal(offset),
    )
    total = sql.SQL("select count(*) from {} where {}").format(table_of(one), fits)
    names = ["_n", *_names(one)]
    with transaction.atomic(), connection.cursor() as cur:
        cur.cursor.execute(query)
        rows = [dict(zip(names, row, strict=True)) for row in cur.cursor.fetchall()]
        cur.cursor.execute(total)
        return rows, int(cur.cursor.fetchone()[0])


def opens(one: Set, secret: str) -> bool:
    """Whether a key opens this conditional data set now."""
    with connection.cursor() as cur:
        cur.execute(
            "select 1 from open_data.access_key where digest = %s and dataset_id = %s",
            [hashlib.sha256(secret.encode()).hexdigest(), one["id"]],
        )
        return cur.fetchone() is not None


def answer_json(value: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(value, ensure_ascii=False, default=str),
        status=status,
        content_type="application/json; charset=utf-8",
    )
