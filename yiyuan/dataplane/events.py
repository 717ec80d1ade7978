"""Facts this library announces."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class DamageFound(Event):
    """A job met something sealed that does not open; place as in `kernel.errors.Damaged`."""

    place: str
