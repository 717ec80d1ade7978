"""Profiles of jurisdictions, read from their files. A wrong file raises ProfileError with its name and line of key."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from yiyuan.kernel.terms import Term, Unit
from yiyuan.regulations import files
from yiyuan.regulations.keys import LAW_KEYS
from yiyuan.regulations.types import Binding, Key, Kind, Parent, Profile, ProfileStatus, Value

HEADERS = ("profile", "regulation")


class ProfileError(ValueError):
    """A profile file that does not say what it must. The sentence names the file and the place."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Every dated version of every profile; an older version ends the day before the next begins."""
    read = [_profile(name, document) for name, document in files.profile_documents() if "profile" in document]
    by_name: defaultdict[str, list[Profile]] = defaultdict(list)
    for profile in read:
        by_name[profile.name].append(profile)
    dated: list[Profile] = []
    for versions in by_name.values():
        versions.sort(key=lambda profile: profile.valid_from)
        for index, profile in enumerate(versions):
            if index + 1 < len(versions):
                dated.append(replace(profile, valid_until=versions[index + 1].valid_from - timedelta(days=1)))
            else:
                dated.append(profile)
    return tuple(dated)


def valid_on(name: str, on: date) -> Profile | None:
    """The version of a profile that holds on this day."""
    return next((profile for profile in profiles() if profile.name == name and holds(profile, on)), None)


def holds(profile: Profile, on: date) -> bool:
    """Whether this version holds on this day; both ends included."""
    return profile.valid_from <= on and (profile.valid_until is None or on <= profile.valid_until)


def forget() -> None:
    """Read the files again on next use."""
    files.profile_documents.cache_clear()
    profiles.cache_clear()


def value_of(key: Key, raw: Any) -> Value:  # whatever YAML gave; checked here
    """A raw value as the key's type. Raises: ProfileError."""
    if raw is None:
        return None
    return _READERS[key.kind](key, raw)


def _term(key: Key, raw: Any) -> Value:  # as above
    shape = isinstance(raw, dict) and set(raw) == {"amount", "unit"} and isinstance(raw["amount"], int)
    if shape and raw["unit"] in list(Unit) and raw["amount"] > 0:
        return Term(raw["amount"], Unit(raw["unit"]))
    raise ProfileError(f"{key.name}: 期限要写成 {{amount: 10, unit: workday|day|month|year}}，现为 {raw!r}")


def _flag(key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, bool):
        return raw
    raise ProfileError(f"{key.name}: 只能写 true 或 false，现为 {raw!r}")


def _set(key: Key, raw: Any) -> Value:  # as above
    if not isinstance(raw, list):
        raise ProfileError(f"{key.name}: 要写成一列值，现为 {raw!r}")
    if unknown := [item for item in raw if item not in key.values]:
        raise ProfileError(f"{key.name}: 没有这样的值 {unknown}")
    return tuple(name for name in key.values if name in raw)


def _choice(key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, str) and raw in key.values:
        return raw
    raise ProfileError(f"{key.name}: 只能取 {'、'.join(key.values)}，现为 {raw!r}")


def _text(key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, str):
        return raw
    raise ProfileError(f"{key.name}: 要写文字，现为 {raw!r}")


_READERS: Mapping[Kind, Callable[[Key, Any], Value]] = {
    Kind.TERM: _term,
    Kind.FLAG: _flag,
    Kind.SET: _set,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
}


def _profile(file: str, document: files.Document) -> Profile:
    header = document["profile"]
    try:
        return Profile(
            name=header["name"],
            title=header["title"],
            regions=tuple(str(region) for region in header["regions"]),
            valid_from=header["valid_from"],
            valid_until=header.get("valid_until"),
            status=ProfileStatus(header["status"]),
            parents=_parents(header),
            bindings={name: _binding(name, raw) for name, raw in document.items() if name not in HEADERS},
            texts=tuple(header.get("texts") or ()),
            adopts=header.get("adopts") or "",
            source=header.get("source") or "",
            short=header.get("short") or "",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProfileError(f"{file}: {error}") from error


def _parents(header: files.Document) -> tuple[Parent, ...]:
    listed: Sequence[files.Document] = header.get("parents") or ()
    return tuple(Parent(parent["profile"], parent["from"]) for parent in listed)


def _binding(name: str, raw: Any) -> Binding:  # whatever YAML gave; checked here
    if name not in LAW_KEYS:
        raise ProfileError(f"{name}: 没有声明过的规则键")
    if not isinstance(raw, dict) or not {"value", "cite"} <= set(raw) <= {"value", "cite", "note"}:
        raise ProfileError(f"{name}: 要写成 {{value: …, cite: [条文编号]}}")
    return Binding(value_of(LAW_KEYS[name], raw["value"]), tuple(raw["cite"]), raw.get("note") or "")
