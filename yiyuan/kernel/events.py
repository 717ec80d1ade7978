"""Facts announced upwards. A room publishes; `config/wiring.py` says in one table which job hears.

A listener defers its job in the transaction of the change, so a rolled-back change is never heard of.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar


class Event:
    """Base of every fact: a frozen dataclass named in the past tense, holding ids and dates only."""


E = TypeVar("E", bound=Event)
_listeners: defaultdict[type[Event], list[Callable[[Any], object]]] = defaultdict(list)


def listen(event_type: type[E], listener: Callable[[E], object]) -> None:
    """Have `listener` called, in the publisher's transaction, for each event of this type."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def publish(event: Event) -> None:
    """Announce a fact. Call inside the transaction that made it true."""
    for listener in _listeners[type(event)]:
        listener(event)
