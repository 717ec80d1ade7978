"""The door of disputes."""

from dataclasses import dataclass

from yiyuan.disputes.models import Recheck
from yiyuan.disputes.selectors import open_on
from yiyuan.disputes.types import STATE_WORDS, State
from yiyuan.kernel.errors import NotFound

__all__ = ["AnsweredLine", "answered_line", "open_on"]


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """An answered recheck in one line, for a notice. `filer_id`: None where it came from outside."""

    about: str
    words: str
    filer_id: int | None
    region_code: str
    href: str


def answered_line(recheck_id: int) -> AnsweredLine:
    """Raises NotFound."""
    found = Recheck.objects.filter(id=recheck_id).first()
    if found is None:
        raise NotFound("disputes.recheck", id=recheck_id)
    return AnsweredLine(
        found.about, STATE_WORDS[State(found.state)], found.filer_id, found.region_code, found.get_absolute_url()
    )
