"""How a key is declared."""

from collections.abc import Mapping

from yiyuan.kernel.terms import Share
from yiyuan.regulations.types import Key, Kind, Merge, Value

YES = True


def key(
    name: str,
    title: str,
    merge: Merge,
    default: Value,
    *broken: str,
    values: Mapping[str, str] | None = None,
    kind: Kind | None = None,
    rests_on: tuple[str, ...] = (),
    note: str = "",
) -> Key:
    return Key(name, title, kind or kind_of(default), merge, default, values or {}, broken, rests_on, note)


def standing(name: str, title: str, *broken: str, rests_on: tuple[str, ...] = (), note: str = "") -> Key:
    """A rule the platform holds to everywhere; a text gives it its article and cannot switch it off."""
    return Key(name, title, Kind.STANDING, Merge.STRICTEST, YES, {}, broken, rests_on, note)


def kind_of(default: Value) -> Kind:
    match default:
        case bool():
            return Kind.FLAG
        case tuple():
            return Kind.SET
        case str():
            return Kind.CHOICE
        case Share():
            return Kind.SHARE
        case _:
            return Kind.TERM
