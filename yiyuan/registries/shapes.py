"""Shapes as GeoJSON writes them, drawn as outlines of SVG. Pure."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 1000  # of a drawing, in its own units
POINT: Final = 4  # radius of a point
Pair = tuple[float, float]
_DEPTHS: Final = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a drawing shows: longitude and latitude of its corners, degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _narrowed(self) -> float:
        """A degree of longitude against one of latitude, in the middle."""
        return math.cos(math.radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        return WIDTH / max((self.east - self.west) * self._narrowed, self.north - self.south, 1e-9)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the drawing."""
        return (
            max(round((self.east - self.west) * self._narrowed * self.scale, 1), POINT),
            max(round((self.north - self.south) * self.scale, 1), POINT),
        )

    def at(self, place: Pair) -> str:
        x = (place[0] - self.west) * self._narrowed * self.scale
        y = (self.north - place[1]) * self.scale
        return f"{x:.1f} {y:.1f}"


def lines_of(geometry: Any) -> list[tuple[str, list[Pair]]]:
    """(kind, places) of all lines of a geometry; nothing of what is none."""
    if not isinstance(geometry, dict):
        return []
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        return [line for part in geometry.get("geometries") or [] for line in lines_of(part)]
    if kind not in _DEPTHS:
        return []
    try:
        return [(kind, line) for line in _lines(geometry.get("coordinates"), _DEPTHS[kind])]
    except (TypeError, ValueError, IndexError):
        return []


def _lines(coordinates: Any, depth: int) -> Iterator[list[Pair]]:
    if depth == 0:
        yield [_pair(coordinates)]
    elif depth == 1:
        yield [_pair(one) for one in coordinates]
    else:
        for one in coordinates:
            yield from _lines(one, depth - 1)


def _pair(place: Sequence[Any]) -> Pair:
    x, y = float(place[0]), float(place[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(place)
    return x, y


def frame_of(geometries: Iterable[Any]) -> Frame | None:
    """The least frame that holds all; None where there is nothing to draw."""
    places = [place for geometry in geometries for _kind, line in lines_of(geometry) for place in line]
    if not places:
        return None
    xs, ys = [x for x, _y in places], [y for _x, y in places]
    return Frame(min(xs), min(ys), max(xs), max(ys))


def outline(geometry: Any, frame: Frame) -> str:
    """The path of a shape: areas closed, points small circles; "" for none."""
    made = []
    for kind, line in lines_of(geometry):
        places = list(dict.fromkeys(map(frame.at, line)))
        if kind.endswith("Point"):
            made += [
                f"M{place}m-{POINT} 0a{POINT} {POINT} 0 1 0 {2 * POINT} 0a{POINT} {POINT} 0 1 0 -{2 * POINT} 0"
                for place in places
            ]
        else:
            made.append(f"M{'L'.join(places)}" + ("Z" if kind.endswith("Polygon") else ""))
    return "".join(made)
