"""The street of rooms, read from the import contract so that it is said once."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def ranks() -> dict[str, int]:
    """Room -> line of the layer list, 0 at the top. Rooms on one line do not know each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(c["layers"] for c in contracts if c["type"] == "layers")
    return {room.strip(): rank for rank, line in enumerate(lines) for room in line.split("|")}


def points_down(source: str, target: str) -> bool:
    """Whether a foreign key from one room to another goes down the street (or stays at home)."""
    order = ranks()
    return source == target or order[source] < order[target]
