"""The words of a region: what its profile allows, with Chinese names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yiyuan.kernel import clock
from yiyuan.regulations.api import key, resolve

Words = Mapping[str, str]
# column of the workbook -> rule key that says which words the region knows
WORD_KEYS = {
    "source_kind": "catalog.source_kinds",
    "sharing": "catalog.sharing_types",
    "opening": "catalog.opening_types",
    "methods": "sharing.methods",
}
HELD_LEVELS = "handin.refusal_basis_levels"
LEVEL_KEYS = ("catalog.basis_levels.conditional", "catalog.basis_levels.not_shared")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a region: what its profile allows, with Chinese names.

    also: by column, further words that exist elsewhere; older entries hold them, so they are read but not offered.
    """

    sources: Words
    sharing: Words
    opening: Words
    levels: Words
    methods: Words
    held_levels: Words
    also: Mapping[str, Words] = field(default_factory=dict)


def words_of(name: str, *, region: str) -> dict[str, str]:
    """The values a region knows for a rule key, with their Chinese names."""
    declared = key(name).values
    return {value: declared[value] for value in resolve(name, region=region, on=clock.today()).items}


def levels_of(*, region: str) -> dict[str, str]:
    """Levels of a basis that the region accepts for some type; all where it sets none."""
    accepted = {level for name in LEVEL_KEYS for level in words_of(name, region=region)}
    declared = key(LEVEL_KEYS[0]).values
    return {level: word for level, word in declared.items() if level in accepted or not accepted}


def methods_of(*, region: str) -> dict[str, str]:
    """Methods that may be chosen: those the text lists first; the others of the platform where its list is open."""
    listed = words_of("sharing.methods", region=region)
    closed = resolve("sharing.methods_listed", region=region, on=clock.today()).choice == "closed"
    return listed if closed else {**listed, **key("sharing.methods").values}


def vocabulary(region: str) -> Vocabulary:
    """The words of a region today; words known elsewhere are read, not offered."""
    offered = {column: words_of(name, region=region) for column, name in WORD_KEYS.items()}
    levels = levels_of(region=region)
    declared = {column: key(name).values for column, name in WORD_KEYS.items()} | {
        "basis_level": key(LEVEL_KEYS[0]).values,
        "held_basis_level": key(HELD_LEVELS).values,
    }
    return Vocabulary(
        sources=offered["source_kind"],
        sharing=offered["sharing"],
        opening=offered["opening"],
        levels=levels,
        methods=methods_of(region=region),
        held_levels=words_of(HELD_LEVELS, region=region) or dict(key(HELD_LEVELS).values),
        also=declared,
    )
