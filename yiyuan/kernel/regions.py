"""Administrative division codes (GB/T 2260): which region lies in which, and which exist."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

REGION_DIGITS = 6


def trunk(region: str) -> str:
    """The significant digits of a six-digit code: 340200 -> 3402, 340000 -> 34, 000000 -> ''."""
    while region.endswith("00"):
        region = region[:-2]
    return region


def covers(upper: str, lower: str) -> bool:
    """Whether `lower` is `upper` or lies within it."""
    return lower.startswith(trunk(upper))


def lineage(region: str) -> tuple[str, ...]:
    """The region and those above it, nearest first, ending with the nation: 340281, 340200, 340000, 000000."""
    codes = [region, region[:4] + "00", region[:2] + "0000", "000000"]
    return tuple(dict.fromkeys(codes))


def common(*regions: str) -> str:
    """The lowest region that covers all of these; the nation covers any."""
    first, *others = regions
    return next(code for code in lineage(first) if all(covers(code, other) for other in others))


@cache
def shipped_regions() -> Mapping[str, str]:
    """Names of all divisions by code (statistical codes of 2023), the nation first."""
    rows = {"000000": "全国"}
    for name, width in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        with (resources.files("yiyuan.kernel") / "data" / name).open(encoding="utf-8-sig") as file:
            rows.update({line["code"] + width: line["name"] for line in csv.DictReader(file)})
    return {code: name for code, name in rows.items() if len(code) == REGION_DIGITS}
