"""Facts this library announces."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DamageFound(Event):
    """A job met something sealed that does not open; place as in `kernel.errors.Damaged`."""

    place: str


@dataclass(frozen=True, slots=True)
class WorkFailed(Event):
    """A job failed by a fault of the program. number: what its owner was told, 32 hex digits; what: the job."""

    number: str
    what: str
    error: BaseException
    organisation_id: int
