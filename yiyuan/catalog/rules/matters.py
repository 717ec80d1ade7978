"""What must hold of changes, demands and challenges. Pure."""

from yiyuan.catalog.rules.entries import Law
from yiyuan.kernel.errors import RuleBroken


def check_exception(*, said: str) -> None:
    """An exception from the term, where the region grants one, needs its reason."""
    if not said.strip():
        raise RuleBroken("catalog.said", field="正当理由")


def check_update_request(*, drafts: int) -> None:
    """A request to update names what it wants published."""
    if not drafts:
        raise RuleBroken("catalog.change.apply", missing="new_version")


def check_change_basis(*, basis: str, attachment: str, law: Law) -> None:
    """Where the region demands it, the report carries the document the change rests on."""
    if law("catalog.change.basis") and not (basis.strip() and attachment):
        raise RuleBroken("catalog.change.basis")


def check_said(*, said: str) -> None:
    """Whoever decides says why."""
    if not said.strip():
        raise RuleBroken("catalog.said", field="理由")


def check_type_kept(*, said: str, basis: str) -> None:
    """Keeping a challenged type needs the basis it rests on and the reasons."""
    if not said.strip() or not basis.strip():
        raise RuleBroken("catalog.said", field="维持的理由和依据")


def check_synonym(*, word: str, means: str) -> None:
    """A word is looked for by its letters, and leads somewhere else. Both in their plain form."""
    for field, name, text in (("大家的说法", "word", word), ("目录里的说法", "means", means)):
        if not any(letter.isalnum() for letter in text):
            raise RuleBroken("catalog.fits", field=field, problem="没有文字", name=name)
    if word == means:
        raise RuleBroken("catalog.fits", field="目录里的说法", problem="与大家的说法相同", name="means")


MOST_DIGITS = 5  # of a word that is kept: no number of a person, licence or telephone has so few
LONGEST_WORD = 20  # characters; more is a sentence, and may be about somebody


def is_word(text: str) -> bool:
    """Whether what somebody searched is kept as a word: short, of letters, and no number that names somebody."""
    digits = sum(letter.isdigit() for letter in text)
    return 1 < len(text) <= LONGEST_WORD and digits <= MOST_DIGITS and any(letter.isalpha() for letter in text)
