"""Features of a registry that have a shape: drawn, and handed out as GeoJSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from psycopg import sql

from yiyuan.audit.api import record
from yiyuan.dataplane.readers.columnar import SHAPE
from yiyuan.kernel.actor import Actor
from yiyuan.registries import looking, shapes, tables
from yiyuan.registries.models import Item, Registry
from yiyuan.registries.types import RegistriesTag

DRAWN: Final = 500  # features on a page
MARGIN: Final = 8


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature on the page: its values by item, masked; its outline."""

    values: list[str]
    outline: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Features with a shape, the first of `total`. size: of the drawing."""

    items: list[str]
    features: list[Feature]
    size: tuple[float, float]
    total: int

    @property
    def box(self) -> str:
        """The view of the drawing, with a margin."""
        width, height = self.size
        return f"-{MARGIN} -{MARGIN} {width + 2 * MARGIN:.1f} {height + 2 * MARGIN:.1f}"


def shape_item(registry: Registry) -> Item | None:
    """The item that holds shapes."""
    return next((item for item in registry.items.all() if item.name == SHAPE), None)


def _rows(registry: Registry, items: list[Item], shape: Item, *, most: int | None = None) -> list[tuple[Any, ...]]:
    with tables.cursor() as cur:
        if not tables.exists(cur, registry.schema, tables.RECORDS) or not tables.fits(cur, registry):
            return []
        query = sql.SQL("select {}, {} from {} where {} is not null order by subject limit {}").format(
            sql.Identifier(shape.column),
            sql.SQL(", ").join(sql.Identifier(item.column) for item in items),
            tables.name(registry.schema, tables.RECORDS),
            sql.Identifier(shape.column),
            sql.Literal(most),
        )
        cur.execute(query)
        return cur.fetchall()


def _geometry(text: str) -> Any:  # GeoJSON, or nothing
    try:
        return json.loads(text)
    except ValueError:
        return None


def drawn(registry: Registry) -> Drawn | None:
    """None where no record has a shape. Ask the policy first."""
    shape = shape_item(registry)
    if shape is None:
        return None
    items = [item for item in registry.items.all() if item.pk != shape.pk]
    rows = _rows(registry, items, shape, most=DRAWN)
    geometries = [_geometry(row[0]) for row in rows]
    frame = shapes.frame_of(geometries)
    if frame is None:
        return None
    features = [
        Feature(looking.masked([(item, value or "") for item, value in zip(items, row[1:], strict=True)]), outline)
        for row, outline in zip(rows, [shapes.outline(one, frame) for one in geometries], strict=True)
    ]
    with tables.cursor() as cur:
        total = tables.count(cur, registry.schema, tables.RECORDS, f"{shape.column} is not null")
    return Drawn([item.name for item in items], features, frame.size, total)


@dataclass(frozen=True, slots=True)
class DistrictMap:
    """Outlines of a region's own geography. map_number: of its approval; empty: for inside use alone."""

    box: str
    map_number: str
    features: list[Feature]

    def outline_of(self, code: str, name: str) -> str:
        """Of the record that carries this code or name; "" for none."""
        return next((one.outline for one in self.features if code in one.values or name in one.values), "")


def district_outlines(region_code: str) -> DistrictMap | None:
    """Of the first registry of the region that has shapes; no record leaves, outlines alone. None: it has none."""
    for registry in Registry.objects.filter(region_code=region_code).order_by("id"):
        if found := drawn(registry):
            return DistrictMap(found.box, registry.map_number, found.features)
    return None


def exported(registry: Registry, *, actor: Actor) -> Iterator[str]:
    """All features as one GeoJSON file, in pieces, without items about persons; on the record."""
    shape = shape_item(registry)
    items = [item for item in registry.items.all() if shape and item.pk != shape.pk and not item.personal]
    rows = _rows(registry, items, shape) if shape else []
    facts = {"features": len(rows), "map_number": registry.map_number}
    record(actor, RegistriesTag.EXPORTED, object_type="registries.registry", object_id=registry.id, facts=facts)
    return _written(items, rows)


def _written(items: list[Item], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    for place, row in enumerate(rows):
        feature = {
            "type": "Feature",
            "properties": {item.name: value for item, value in zip(items, row[1:], strict=True)},
            "geometry": _geometry(row[0]),
        }
        yield ("," if place else "") + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
    yield "]}\n"
