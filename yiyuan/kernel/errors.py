"""The six families of refusal. Services raise them; the edge turns them into a page, a status and a sentence."""

import traceback
from datetime import date
from pathlib import Path
from typing import Any, ClassVar


class YiyuanError(Exception):
    """A refusal with a stable code and named facts; the sentence a person reads is made at the edge."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500

    def __init__(self, subject: str = "", /, **facts: Any) -> None:  # facts are whatever the sentence needs
        super().__init__(subject)
        self.subject = subject
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}({self.subject})" + (f" {self.facts}" if self.facts else "")


class NotFound(YiyuanError):
    """Missing, or hidden from this actor: the two look alike."""

    code = "not_found"
    status = 404


class NotAllowed(YiyuanError):
    """The object may be seen, but this act is not this actor's."""

    code = "not_allowed"
    status = 403


class RuleBroken(YiyuanError):
    """A rule of law or of the catalog does not hold; `rule` is its key, facts say where.

    judged_by: region and day of the law that judged; set by the matter's law (`workflow.engine.Law`), never by the
    edge. None: no matter is there yet, so the law of the actor's region today explains it.
    field: where a machine wrote what is refused; named by the table of asks.
    """

    code = "rule_broken"
    status = 422

    def __init__(self, subject: str = "", /, **facts: Any) -> None:  # facts are whatever the sentence needs
        super().__init__(subject, **facts)
        self.judged_by: tuple[str, date] | None = None
        self.field = ""

    @property
    def rule(self) -> str:
        return self.subject


class Conflict(YiyuanError):
    """Someone else changed the object first, or its state does not allow the act."""

    code = "conflict"
    status = 409


class MoveRefused(Conflict):
    """The workflow has no such move from the present state."""

    code = "move_refused"


class Unavailable(YiyuanError):
    """Worth retrying: a part of the system is not ready."""

    code = "unavailable"
    status = 503


class Damaged(YiyuanError):
    """What was kept sealed is not what was kept: altered, cut short or gone. Trying again does not help, a backup does.

    The subject says what it is; `file`, where it lies in one: its path below the home.
    """

    code = "damaged"
    status = 503

    @property
    def place(self) -> str:
        """What to look for: the file, or what the value in the database is."""
        return str(self.facts.get("file") or self.subject)


OURS = Path(__file__).parent.parent
KIND_LENGTH, PLACE_LENGTH = 120, 200


def kind_of(error: BaseException | None) -> str:
    """The type of an error, at most KIND_LENGTH characters; nothing of what it says."""
    return f"{type(error).__module__}.{type(error).__qualname__}"[:KIND_LENGTH] if error else ""


def place_of(error: BaseException | None) -> str:
    """The last line of our code it came through, like "yiyuan/pools/services.py:41 merge"; at most PLACE_LENGTH."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(OURS)]
    if not ours:
        return ""
    return f"{Path(ours[-1].filename).relative_to(OURS.parent)}:{ours[-1].lineno} {ours[-1].name}"[:PLACE_LENGTH]
