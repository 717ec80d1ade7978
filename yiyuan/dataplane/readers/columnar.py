"""Files that say by themselves what is a column and what is a value: Parquet, JSON lines and GeoJSON.

They are exact: a text keeps its blanks, an empty one is not null, and no row is taken for a title or a sum.
"""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import headings
from yiyuan.dataplane.readers.marks import CELL, FLAW, GARBAGE, ROW
from yiyuan.dataplane.readers.table import MAX_BYTES, Table, check_size

MAX_CELLS: Final = 500_000_000
_CHUNK_ROWS: Final = 100_000
_WHOLE: Final = 2**53  # below it a float holds every whole number
_ZONE: Final = "Asia/Shanghai"
SHAPE: Final = "图形"  # the column of a feature's geometry
MAX_GEOJSON_BYTES: Final = 200 * 2**20  # read whole
_LONGITUDE_LATITUDE: Final = ("CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490")  # as 国家2000 is
_PARQUET: Final = b"PAR1"


def read_parquet(path: Path, *, max_bytes: int = MAX_BYTES, max_cells: int = MAX_CELLS) -> Table:
    """Open a Parquet file. Raises FileRefused, also for columns that are no single value (lists, structures, bytes)."""
    check_size(path, max_bytes)
    with path.open("rb") as file:
        if file.read(4) != _PARQUET:
            raise FileRefused("not_parquet")
    try:
        rows = pl.scan_parquet(path)
        schema = rows.collect_schema()
        height = rows.select(pl.len()).collect().item()
    except pl.exceptions.PolarsError as error:
        raise FileRefused("not_parquet") from error
    if height * len(schema) > max_cells:
        raise FileRefused("too_many_cells", rows=height, columns=len(schema), limit=max_cells)
    if nested := [name for name, kind in schema.items() if kind.is_nested() or kind in {pl.Binary, pl.Object}]:
        raise FileRefused("not_single", columns="、".join(nested))
    headers = headings.sound(list(schema))
    texts = rows.select(
        _text(name, kind).alias(header) for (name, kind), header in zip(schema.items(), headers, strict=True)
    )
    return Table(headers, _parquet_frames(texts), "parquet", exact=True)


def _parquet_frames(texts: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    first = 2  # as a sheet would show it, under its heading
    try:
        for frame in texts.collect_batches(chunk_size=_CHUNK_ROWS, maintain_order=True):
            yield _finished(frame, first)
            first += frame.height
    except pl.exceptions.PolarsError as error:
        raise FileRefused("not_parquet") from error


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    """A column as text, to the last digit."""
    column = pl.col(name)
    if kind.is_float():
        whole = (column == column.round()) & (column.abs() < _WHOLE)
        short = column.cast(pl.Int64, strict=False).cast(pl.String)
        return pl.when(whole).then(short).otherwise(column.cast(pl.String))
    match kind:
        case pl.Datetime():
            local = column.dt.convert_time_zone(_ZONE) if kind.time_zone else column
            return local.dt.strftime("%Y-%m-%d %H:%M:%S%.f")
        case pl.Date():
            return column.dt.strftime("%Y-%m-%d")
    return column.cast(pl.String)


def read_jsonl(path: Path, *, max_bytes: int = MAX_BYTES) -> Table:
    """Open a file of one JSON object a line, in UTF-8; its columns are all names that occur. Raises FileRefused."""
    check_size(path, max_bytes)
    names: dict[str, None] = {}
    for _row, record in _objects(path):
        names.update(dict.fromkeys(record))
    headers = headings.sound(list(names))
    return Table(headers, _json_frames(path, list(names), headers), "utf-8", exact=True)


def read_geojson(path: Path, *, max_bytes: int = MAX_BYTES) -> Table:
    """Open a GeoJSON file (RFC 7946): a row a feature, its properties and its geometry as GeoJSON text under SHAPE.

    Read whole. Raises FileRefused, also for coordinates of another system than longitude and latitude.
    """
    check_size(path, min(max_bytes, MAX_GEOJSON_BYTES))
    try:
        found = json.loads(
            path.read_bytes().removeprefix(b"\xef\xbb\xbf"),
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise FileRefused("geojson") from error
    features = found.get("features") if isinstance(found, dict) and found.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise FileRefused("geojson")
    if "crs" in found and not any(name in json.dumps(found["crs"]) for name in _LONGITUDE_LATITUDE):
        raise FileRefused("geojson_system")
    rows: list[dict[str, str | None]] = []
    for place, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            raise FileRefused("geojson_feature", row=place)
        given = {name: _plain(value, place) for name, value in (feature.get("properties") or {}).items()}
        shape = feature.get("geometry")
        written = json.dumps(shape, ensure_ascii=False, separators=(",", ":")) if shape else None
        rows.append({**given, SHAPE: written})
    names = list(dict.fromkeys(name for row in rows for name in row)) or [SHAPE]
    headers = headings.sound(names)
    table = pl.DataFrame(
        [[row.get(name) for name in names] for row in rows], schema=dict.fromkeys(headers, pl.String()), orient="row"
    )
    return Table(headers, iter([_finished(table, 1)]), "utf-8", exact=True)


def _plain(value: Any, place: int) -> str | None:
    """A property as text. Raises FileRefused for one that is no single value."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:d}" if isinstance(value, int) else repr(value)
    try:
        return _written(value, place)
    except FileRefused:
        raise FileRefused("geojson_feature", row=place) from None


def _json_frames(path: Path, names: list[str], headers: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    chunk: list[list[str | None]] = []
    schema = dict.fromkeys(headers, pl.String())
    first = 1
    for row, record in _objects(path):
        chunk.append([record.get(name) for name in names])
        if len(chunk) == _CHUNK_ROWS:
            yield _finished(pl.DataFrame(chunk, schema=schema, orient="row"), first)
            first, chunk = row + 1, []
    yield _finished(pl.DataFrame(chunk, schema=schema, orient="row"), first)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Each line's number and object; values as they are written. Raises FileRefused naming the line."""
    with path.open("rb") as file:
        for row in count(1):
            line = file.readline()
            if not line:
                return
            try:
                record = json.loads(
                    line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line,
                    parse_int=str,
                    parse_float=str,
                    parse_constant=_no_number,
                    object_pairs_hook=_once,
                )
            except (ValueError, RecursionError) as error:
                raise FileRefused("json_line", row=row) from error
            if not isinstance(record, dict):
                raise FileRefused("json_line", row=row)
            yield row, {name: _written(value, row) for name, value in record.items()}


def _no_number(_name: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names occur once: of two values nobody can tell which is meant."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a name occurs twice")
    return record


def _written(value: Any, row: int) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
    raise FileRefused("json_nested", row=row)


def _finished(frame: pl.DataFrame, first: int) -> pl.DataFrame:
    """With numbers of rows, and those marked whose cells hold garbage."""
    number = pl.int_range(first, first + frame.height, dtype=pl.Int64).alias(ROW)
    garbage = pl.any_horizontal(pl.all().str.contains(GARBAGE).fill_null(value=False))
    return frame.select(number, pl.when(garbage).then(pl.lit(CELL)).otherwise(None).alias(FLAW), pl.all())
