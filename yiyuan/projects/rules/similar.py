"""How alike two projects are, by what they are called and what they do. Pure."""

from collections.abc import Set as AbstractSet

NAMES_ALIKE, TEXTS_ALIKE = 50, 40  # percent of shared pairs of characters; platform default


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring characters of a text, punctuation and blanks left out."""
    plain = "".join(one for one in text if one.isalnum())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def alike(left: AbstractSet[str], right: AbstractSet[str]) -> int:
    """Percent: what both have, twice, of what they have together."""
    return 200 * len(left & right) // (len(left) + len(right)) if left or right else 0


def reasons(
    *, name: str, content: str, entries: AbstractSet[str], other: tuple[str, str, AbstractSet[str]]
) -> list[str]:
    """Why another project or system should be looked at; other: its name, content, entries."""
    theirs, text, held = other
    found = []
    if alike(pairs_of(name), pairs_of(theirs)) >= NAMES_ALIKE:
        found.append("名称相近")
    if content and text and alike(pairs_of(content), pairs_of(text)) >= TEXTS_ALIKE:
        found.append("功能相近")
    if shared := sorted(entries & held):
        found.append(f"同样的目录项：{'、'.join(shared[:5])}")
    return found
