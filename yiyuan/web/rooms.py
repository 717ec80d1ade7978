"""What a room says of itself in its own folder (`<room>/room.py`), for the house to put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from yiyuan.kernel.actor import Actor, Function


@dataclass(frozen=True, slots=True)
class Nav:
    """A line of the left column: group, label, url name, who uses it (empty: everybody), its place in the group.

    count: the number beside it. also: url names of pages that belong to it. when: who uses it, where functions alone
    do not say so.
    """

    group: str
    label: str
    url: str
    functions: frozenset[Function] = frozenset()
    place: int = 500
    count: Callable[[Actor], int] | None = None
    also: tuple[str, ...] = ()
    when: Callable[[Actor], bool] | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A page where anybody tells the city something without a login, and reads the answer by a case code.

    at: its address; a case stands at `<at><code>/`. case: dotted path of the selector of a case by its code, which
    raises NotFound.
    """

    at: str
    title: str
    words: str
    case: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room as the house knows it.

    pages: address -> module with `urlpatterns` ("issues/" -> "yiyuan.issues.pages").
    api: address -> module with `router`; title: its heading in the description of the API.
    groups: workflow, or its beginning -> group of the left column that counts its open terms.
    headings: workflow, or its beginning -> heading of a department's work (`organisations.work_headings`).
    conduct: rule keys that list conduct a signal may be about. words: audit tag -> what the act is called.
    public: beginnings of addresses open to everybody. doors: those where people report something.
    parts: part of a system -> beginnings of its addresses, which a city may bind to networks of its own
    (`config/parts.py`); the longest beginning counts.
    """

    name: str
    title: str
    pages: Mapping[str, str] = field(default_factory=dict)
    api: Mapping[str, str] = field(default_factory=dict)
    nav: Sequence[Nav] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    conduct: Sequence[str] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    public: Sequence[str] = ()
    doors: Sequence[Door] = ()
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
