"""Recomputes a yearly assessment from its exported record. Needs Python alone, nothing of the platform.

    python3 recompute.py record.json

Each figure is summed from its records, each score from figures and weights, in exact fractions, rounded once to
hundredths, halves up. Prints every sheet; ends with 1 where a stated figure or score differs.
"""

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any


def rounded(exact: Fraction) -> str:
    hundredths = floor(exact * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def score(figures: list[tuple[dict[str, Any], dict[str, int]]]) -> str | None:
    """The weighted share of what was reached, of a hundred; None where nothing weighted was due."""
    weights = reached = Fraction(0)
    for indicator, figure in figures:
        if indicator["weight"] is None or not Fraction(indicator["weight"]) or not figure["total"]:
            continue
        share = Fraction(figure["good"], figure["total"])
        weights += Fraction(indicator["weight"])
        reached += Fraction(indicator["weight"]) * (1 - share if indicator["better"] == "less" else share)
    return rounded(100 * reached / weights) if weights else None


def differences(record: dict[str, Any]) -> Iterator[str]:
    """What is stated otherwise than it is recomputed, a line each."""
    indicators = {one["measure"]: one for one in record["scheme"]["indicators"]}
    for sheet in record["sheets"]:
        name = sheet["name"]
        pairs = []
        for stated in sheet["figures"]:
            own = {key: sum(one[key] for one in stated["records"]) for key in ("total", "good", "apart")}
            for key, value in own.items():
                if value != stated[key]:
                    yield f"{name} {stated['measure']} {key}: {stated[key]} stated, {value} recomputed"
            pairs.append((indicators[stated["measure"]], own))
        found = score(pairs)
        sys.stdout.write(f"{name}\t{found}\n")
        if found != sheet["score"]:
            yield f"{name}: {sheet['score']} stated, {found} recomputed"
        for head in sheet["heads"]:
            again = score([pair for pair in pairs if pair[0]["aspect"] == head["aspect"]])
            if again != head["score"]:
                yield f"{name} {head['aspect']}: {head['score']} stated, {again} recomputed"


if __name__ == "__main__":
    lines = list(differences(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
    sys.stdout.write(("\n".join(lines) or "equal") + "\n")
    sys.exit(1 if lines else 0)
