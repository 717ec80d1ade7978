"""Who may stand there twice: Splink over DuckDB, with comparisons for Chinese names and numbers; no database of ours.

The extra `link` brings splink, duckdb and pyarrow. What is compared is prepared here; how likely a pair is one person
is Splink's model (Fellegi and Sunter): how often records of one person agree is the platform's estimate, how often
strangers do is measured on the people at hand where there are enough of them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

PEOPLE: Final = ("subject", "name", "birth", "address")  # columns of a frame of people; all text
LIKELY: Final = 0.9  # probability from which on a pair is shown to a person
MEASURED_FROM: Final = 5_000  # people; below, how often strangers agree is taken as given
SAMPLED_PAIRS: Final = 800_000
EXPECTED: Final = 0.01  # share of people who stand there twice
SEED: Final = 7
_DAY: Final = len("19990101")
# level, from the closest on: words, how often two records of one person agree so, how often strangers do
LEVELS: Final[dict[str, list[tuple[str, float, float]]]] = {
    "name": [("相同", 0.85, 0.0002), ("同音", 0.07, 0.0008), ("差一个字", 0.05, 0.004), ("不同", 0.03, 0.995)],
    "number": [("新旧号码一致", 0.4, 1e-7), ("差一位", 0.3, 1e-5), ("不同", 0.3, 0.99999)],
    "birth": [("相同", 0.9, 0.00004), ("差一位", 0.07, 0.001), ("不同", 0.03, 0.99896)],
    "address": [("相同", 0.5, 0.0001), ("相近", 0.2, 0.002), ("不同", 0.3, 0.9979)],
}
_CONDITIONS = {
    "name": ["name_l = name_r", "sound_l = sound_r", "levenshtein(name_l, name_r) <= 1"],
    "number": ["old_l = old_r", "damerau_levenshtein(number_l, number_r) <= 1"],
    "birth": ["birth_l = birth_r", "damerau_levenshtein(birth_l, birth_r) <= 1"],
    "address": ["address_l = address_r", "jaro_winkler_similarity(address_l, address_r) >= 0.94"],
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What DuckDB may take. folder: for what does not fit."""

    memory: str = "2GB"
    threads: int = 2
    folder: Path | None = None


def prepared(people: pl.DataFrame) -> pl.DataFrame:
    """What is compared: names without blanks and dots, how they sound, the number in its old form, the day of birth."""
    number, blank = pl.col("number"), pl.lit(None, dtype=pl.String)
    new = number.str.contains(r"^[0-9]{17}[0-9X]$")
    old = number.str.contains(r"^[0-9]{15}$")
    frame = people.select(
        pl.col("subject"),
        pl.col("subject").str.to_uppercase().alias("number"),
        pl.col("name").str.replace_all(r"[\s·•．.]", "").replace("", None),
        pl.col("birth").str.replace_all(r"[^0-9]", ""),
        pl.col("address").str.replace_all(r"\s", "").replace("", None),
    ).with_columns(
        pl.when(new & (number.str.slice(6, 2) == "19"))
        .then(number.str.slice(0, 6) + number.str.slice(8, 9))
        .otherwise(number)
        .alias("old"),
        pl.when(pl.col("birth").str.len_chars() == _DAY)
        .then(pl.col("birth"))
        .when(new)
        .then(number.str.slice(6, 8))
        .when(old)
        .then("19" + number.str.slice(6, 6))
        .otherwise(blank)
        .alias("birth"),
    )
    return frame.with_columns(_sound(frame["name"]).alias("sound"), pl.col("old").str.slice(-4).alias("tail"))


def _sound(names: pl.Series) -> pl.Series:
    """How names sound, a syllable for each character; others stay as they are."""
    from pypinyin import Style, pinyin

    seen = sorted(set("".join(names.drop_nulls().unique().to_list())))
    characters = [one for one in seen if re.match(r"[\u3400-\u9fff\U00020000-\U0003ffff]", one)]
    said = [f"{pinyin(one, style=Style.NORMAL)[0][0]} " for one in characters]
    return names.str.replace_many(characters, said) if characters else names


def suspects(
    people: pl.DataFrame,
    *,
    limits: Limits = Limits(),
    likely: float = LIKELY,
    tell: Callable[[str, Any], None] = lambda _step, _link: None,  # step, connection of DuckDB
) -> pl.DataFrame:
    """Pairs that may be one person, the likeliest first: `left`, `right` (subjects, the lesser first), `probability`,
    and a level of LEVELS for each comparison, None where one has no value.

    people: PEOPLE. tell: called before each step; may raise to stop. Raises ImportError without the extra.
    """
    import duckdb
    from splink import DuckDBAPI, Linker

    if people.height < 2:  # noqa: PLR2004 - a pair
        return _none()
    settings_: dict[str, Any] = {
        "memory_limit": limits.memory,
        "threads": limits.threads,
        "preserve_insertion_order": False,
    }
    if limits.folder:
        settings_["temp_directory"] = str(limits.folder)
    with duckdb.connect(config=settings_) as link:
        tell("准备姓名、号码", link)
        api = DuckDBAPI(connection=link)
        frame = prepared(people)
        link.register("people", frame.to_arrow())
        linker = Linker(api.register("people"), _settings(frame.height), log_level=None)
        if frame.height >= MEASURED_FROM:
            tell("估计巧合有多少", link)
            linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
        tell("比对", link)
        found = linker.inference.predict(threshold_match_probability=likely)
        tell("取结果", link)
        columns = ", ".join(f"gamma_{one}" for one in LEVELS)
        query = f"select subject_l, subject_r, match_probability, {columns} from {found.physical_name}"  # noqa: S608
        pairs = pl.DataFrame(link.sql(query).to_arrow_table())
    return _levelled(pairs)


def _levelled(pairs: pl.DataFrame) -> pl.DataFrame:
    left, right = pl.col("subject_l"), pl.col("subject_r")
    levels = [
        pl.when(pl.col(f"gamma_{one}") < 0)
        .then(None)
        .otherwise(len(levels) - 1 - pl.col(f"gamma_{one}"))
        .cast(pl.Int16)
        .alias(one)
        for one, levels in LEVELS.items()
    ]
    return pairs.select(
        pl.min_horizontal(left, right).alias("left"),
        pl.max_horizontal(left, right).alias("right"),
        pl.col("match_probability").alias("probability"),
        *levels,
    ).sort(["probability", "left", "right"], descending=[True, False, False])


def _none() -> pl.DataFrame:
    levels = dict.fromkeys(LEVELS, pl.Int16)
    return pl.DataFrame(schema={"left": pl.String, "right": pl.String, "probability": pl.Float64, **levels})


def _settings(people: int) -> Any:  # of Splink
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="subject",
        comparisons=[_comparison(one) for one in LEVELS],
        blocking_rules_to_generate_predictions=[
            block_on("old"),
            block_on("name", "birth"),
            block_on("sound", "birth"),
            block_on("birth", "address"),
            block_on("name", "address"),
            block_on("name", "tail"),
        ],
        probability_two_random_records_match=min(0.1, 2 * EXPECTED / people),
        retain_matching_columns=True,
    )


def _comparison(of: str) -> Any:  # of Splink
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    column = "number" if of == "number" else of
    made: list[Any] = [levels.NullLevel(column)]
    for condition, (words, same, strangers) in zip(_CONDITIONS[of], LEVELS[of][:-1], strict=True):
        level = levels.CustomLevel(condition, label_for_charts=words)
        made.append(level.configure(m_probability=same, u_probability=strangers, fix_m_probability=True))
    _words, same, strangers = LEVELS[of][-1]
    last = levels.ElseLevel().configure(m_probability=same, u_probability=strangers, fix_m_probability=True)
    return CustomComparison(output_column_name=of, comparison_levels=[*made, last])
