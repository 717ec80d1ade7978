"""What organisations announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class OrganisationSucceeded(Event):
    """An organisation was merged or abolished by a dated act; `new_id` takes over what it had from `on`."""

    old_id: int
    new_id: int
    on: date


@dataclass(frozen=True, slots=True)
class BureauRegistered(Event):
    """A region has its bureau."""

    organisation_id: int
    region_code: str
