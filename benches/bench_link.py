"""How long it takes to look for persons who stand in a registry twice, and how many of them are found.

    python -m benches.bench_link [persons]

People are invented: frequent family names, given names of one or two characters, addresses of streets and numbers. Two
in a hundred stand there twice, with the old number, one mistyped or another, a character that sounds so or another
one, another address. Prints one JSON object a line; the goal is 60 seconds for a million. Beside it plain Splink on the
same people: its own comparisons, trained by itself.
"""

import json
import random
import sys
import time
from itertools import pairwise
from typing import Any

import polars as pl

from yiyuan.kernel.identifiers import citizen_check
from yiyuan.registries import linking

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国红玉梅文斌宇浩凯健俊帆雪琳慧莉婷欣怡梓涵子轩一诺晨博佳宁鹏飞"
)
SOUNDS = {
    "伟": "玮",
    "芳": "方",
    "敏": "民",
    "静": "境",
    "丽": "莉",
    "军": "君",
    "杰": "洁",
    "明": "鸣",
    "平": "萍",
    "华": "桦",
}
STREETS = [f"{one}{two}路" for one in "中北长镜弋鸠湾三赭" for two in "山江湖华平安宁兴业"]
GOAL_S = 60


def number_of(chance: random.Random, day: str) -> str:
    body = f"3402{chance.randrange(1, 9):02d}{day}{chance.randrange(1000):03d}"
    return body + citizen_check(body)


def _person(chance: random.Random) -> list[str]:
    day = f"19{chance.randrange(40, 100)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    name = chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.choice([1, 2, 2])))
    home = f"{chance.randrange(1, 400)}号{chance.randrange(1, 40)}幢{chance.randrange(101, 2600)}室"
    address = f"{chance.choice(STREETS)}{home}"
    return [number_of(chance, day), name, day, address]


def _again(chance: random.Random, person: list[str]) -> list[str]:
    """The same person as another department wrote them down."""
    number, name, day, address = person
    way = chance.randrange(3)
    if way == 0:
        other = number[:6] + number[8:17]
    elif way == 1:
        at = chance.randrange(6, 17)
        other = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
    else:
        other = number_of(chance, day)
    if chance.random() < 0.3:
        at = chance.randrange(1, len(name))
        name = name[:at] + SOUNDS.get(name[at], chance.choice(GIVEN)) + name[at + 1 :]
    if chance.random() < 0.3:
        address = f"{chance.choice(STREETS)}{chance.randrange(1, 400)}号"
    return [other, name, day, address]


def people(persons: int) -> tuple[pl.DataFrame, set[tuple[str, str]]]:
    """Persons, some twice, and the pairs of the same."""
    chance = random.Random(3)
    by_number: dict[str, list[str]] = {}
    twice = set()
    while len(by_number) < persons:
        one = _person(chance)
        if one[0] in by_number:
            continue
        by_number[one[0]] = one
        if chance.random() < 0.02:
            other = _again(chance, one)
            if other[0] not in by_number:
                by_number[other[0]] = other
                twice.add((min(one[0], other[0]), max(one[0], other[0])))
    rows = list(by_number.values())
    chance.shuffle(rows)
    return pl.DataFrame(rows, schema=list(linking.PEOPLE), orient="row"), twice


def say(name: str, value: float, unit: str, **more: object) -> None:
    sys.stdout.write(
        json.dumps({"name": name, "value": round(value, 3), "unit": unit, **more}, ensure_ascii=False) + "\n"
    )
    sys.stdout.flush()


def _measured(name: str, found: set[tuple[str, str]], twice: set[tuple[str, str]], seconds: float) -> float:
    right = len(found & twice)
    precision, recall = right / max(len(found), 1), right / max(len(twice), 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    say(f"{name}.seconds", seconds, "s")
    say(f"{name}.pairs", len(found), "pairs")
    say(f"{name}.precision", precision, "share")
    say(f"{name}.recall", recall, "share")
    say(f"{name}.f1", both, "share")
    return both


def plain(frame: pl.DataFrame) -> set[tuple[str, str]]:
    """Splink as its own manual uses it."""
    import duckdb
    import splink.comparison_library as comparisons
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings: Any = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="subject",
        comparisons=[
            comparisons.LevenshteinAtThresholds("name", [3]),
            comparisons.DamerauLevenshteinAtThresholds("number", [1, 2]),
            comparisons.DamerauLevenshteinAtThresholds("birth", [1]),
            comparisons.JaroWinklerAtThresholds("address", [0.9]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("name", "birth"),
            block_on("birth", "address"),
            block_on("name", "address"),
        ],
        probability_two_random_records_match=2 * linking.EXPECTED / frame.height,
    )
    with duckdb.connect(config={"threads": 2}) as link:
        link.register("people", frame.with_columns(pl.col("subject").alias("number")).to_arrow())
        linker = Linker(DuckDBAPI(connection=link).register("people"), settings, log_level=None)
        linker.training.estimate_u_using_random_sampling(max_pairs=linking.SAMPLED_PAIRS, seed=linking.SEED)
        for rule in (block_on("name", "birth"), block_on("birth", "address")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        made = linker.inference.predict(threshold_match_probability=linking.LIKELY)
        rows = link.execute(f"select subject_l, subject_r from {made.physical_name}").fetchall()
    return {(min(row), max(row)) for row in rows}


def main(persons: int) -> None:
    """Look once in our way and once in the plain one."""
    frame, twice = people(persons)
    say("persons", frame.height, "persons")
    say("twice", len(twice), "pairs")
    start = time.perf_counter()
    began = {"": start}
    found = linking.suspects(frame, tell=lambda step, _link: began.__setitem__(step, time.perf_counter()))
    seconds = time.perf_counter() - start
    steps = [*began.items(), ("", start + seconds)]
    for (step, at), (_next, until) in pairwise(steps[1:]):
        say(f"ours.{step}", until - at, "s")
    ours = _measured("ours", set(zip(found["left"], found["right"], strict=True)), twice, seconds)
    start = time.perf_counter()
    pairs = plain(frame)
    theirs = _measured("plain", pairs, twice, time.perf_counter() - start)
    say(
        "f1",
        ours,
        "share",
        limit=round(theirs, 3),
        ratio=round(ours / max(theirs, 1e-9), 3),
        goal=1.0,
        met=ours >= theirs,
    )
    say("seconds", seconds, "s", limit=GOAL_S * persons / 1_000_000, met=seconds <= GOAL_S * persons / 1_000_000)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
