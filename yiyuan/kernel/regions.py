"""Administrative division codes (GB/T 2260): which region lies in which."""


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
