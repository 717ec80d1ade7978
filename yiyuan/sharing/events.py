"""Facts sharing announces."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class GrantOpened(Event):
    grant_id: int
    resource_id: int
    until_on: date


@dataclass(frozen=True, slots=True)
class GrantClosed(Event):
    """Revoked, expired or given back; nothing is delivered from now on."""

    grant_id: int
    resource_id: int
    closed_on: date


@dataclass(frozen=True, slots=True)
class GrantNarrowed(Event):
    """Fewer items, methods or days, or less a day; holds at the next statement."""

    grant_id: int
    resource_id: int
    narrowed_on: date


@dataclass(frozen=True, slots=True)
class GrantSuspended(Event):
    """At rest; nothing is delivered until somebody wakes it."""

    grant_id: int
    resource_id: int
    suspended_on: date
