"""Profiles of jurisdictions, read from their files. Every slip is named with its file and line."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from yiyuan.kernel.regions import REGION_DIGITS, shipped_regions
from yiyuan.kernel.terms import Count, Share, Term, Unit, Yearly
from yiyuan.regulations import files
from yiyuan.regulations.files import Document, Slip, Source
from yiyuan.regulations.keys import LAW_KEYS
from yiyuan.regulations.types import Apart, Binding, Key, Kind, Parent, Profile, ProfileStatus, Value

HEADERS = ("profile", "regulation")
NEEDED = ("name", "title", "regions", "valid_from", "status")
KNOWN = ("valid_until", "parents", "apart", "texts", "adopts", "source", "short")


class WrongValueError(ValueError):
    """A value that its key does not take."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Every dated version of every profile; an older version ends the day before the next begins.

    Raises: LawDataError, naming all slips of all files.
    """
    found, slips = read()
    files.no_slips(slips)
    return found


@cache
def read() -> tuple[tuple[Profile, ...], tuple[Slip, ...]]:
    """Every profile whose head can be used, and what is wrong with all of them."""
    slips = files.slips_of(files.profile_files())
    found = []
    for source in files.profile_files():
        if not source.document:
            continue
        wrong = list(_head_slips(source))
        slips += [*wrong, *_binding_slips(source)]
        if not wrong and "profile" in source.document:
            found.append(_profile(source))
    return _dated(found), tuple(slips)


def _dated(read: Iterable[Profile]) -> tuple[Profile, ...]:
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


def valid_on(name: str, on: date, *, among: Iterable[Profile] | None = None) -> Profile | None:
    """The version of a profile that holds on this day."""
    known = profiles() if among is None else among
    return next((profile for profile in known if profile.name == name and holds(profile, on)), None)


def holds(profile: Profile, on: date) -> bool:
    """Whether this version holds on this day; both ends included."""
    return profile.valid_from <= on and (profile.valid_until is None or on <= profile.valid_until)


def forget() -> None:
    """Read the files again on next use."""
    files.profile_files.cache_clear()
    read.cache_clear()
    profiles.cache_clear()


def value_of(key: Key, raw: Any) -> Value:  # whatever YAML gave; checked here
    """A raw value as the key's type. Raises: WrongValueError."""
    if raw is None:
        return None
    return _READERS[key.kind](key, raw)


def _term(_key: Key, raw: Any) -> Value:  # as above
    shape = isinstance(raw, dict) and set(raw) == {"amount", "unit"} and isinstance(raw["amount"], int)
    if shape and raw["unit"] in list(Unit) and raw["amount"] > 0:
        return Term(raw["amount"], Unit(raw["unit"]))
    raise WrongValueError(f"期限要写成 {{amount: 10, unit: workday|day|month|year}}，现为 {raw!r}")


def _yearly(_key: Key, raw: Any) -> Value:  # as above
    text = raw.get("date") if isinstance(raw, dict) and set(raw) == {"date"} else None
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year: the 29th of February is a day
    except ValueError:
        raise WrongValueError(f'每年的固定日期要写成 {{date: "01-31"}}，现为 {raw!r}') from None
    return Yearly(day.month, day.day)


def _count(key: Key, raw: Any) -> Value:  # as above
    term = _term(key, raw)
    assert isinstance(term, Term)
    return Count(term.amount, term.unit)


def _share(_key: Key, raw: Any) -> Value:  # as above
    percent = raw.get("percent") if isinstance(raw, dict) and set(raw) == {"percent"} else None
    if type(percent) is int and 0 <= percent <= 100:  # noqa: PLR2004 - hundredths
        return Share(percent)
    raise WrongValueError(f"比例要写成 {{percent: 10}}，0 到 100 的整数，现为 {raw!r}")


def _flag(_key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, bool):
        return raw
    raise WrongValueError(f"只能写 true 或 false，现为 {raw!r}")


def _standing(_key: Key, raw: Any) -> Value:  # as above
    if raw is True:
        return True
    raise WrongValueError(f"平台处处照此办理，只能写 true（写明条文）或 null，现为 {raw!r}")


def _set(key: Key, raw: Any) -> Value:  # as above
    if not isinstance(raw, list):
        raise WrongValueError(f"要写成一列值，现为 {raw!r}")
    if unknown := [item for item in raw if item not in key.values]:
        raise WrongValueError(f"没有这样的值 {unknown}")
    return tuple(name for name in key.values if name in raw)


def _choice(key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, str) and raw in key.values:
        return raw
    raise WrongValueError(f"只能取 {'、'.join(key.values)}，现为 {raw!r}")


def _text(_key: Key, raw: Any) -> Value:  # as above
    if isinstance(raw, str):
        return raw
    raise WrongValueError(f"要写文字，现为 {raw!r}")


_READERS: Mapping[Kind, Callable[[Key, Any], Value]] = {
    Kind.TERM: _term,
    Kind.EARLIEST: _term,
    Kind.FIXED: _yearly,
    Kind.COUNT: _count,
    Kind.SHARE: _share,
    Kind.FLAG: _flag,
    Kind.STANDING: _standing,
    Kind.SET: _set,
    Kind.CHOICE: _choice,
    Kind.TEXT: _text,
}


def _head_slips(source: Source) -> Iterator[Slip]:
    file = source.name
    if "profile" not in source.document:
        if "regulation" not in source.document:
            yield Slip(file, 1, "缺少 profile")
        return
    head = source.document["profile"]
    at = source.document.line_of("profile")
    yield from files.misshapen(file, head, needed=NEEDED, known=KNOWN, at=at, what="profile ")
    if not isinstance(head, Document):
        return
    yield from files.wrong_dates(file, head, ("valid_from", "valid_until"))
    start, end = head.get("valid_from"), head.get("valid_until")
    if type(start) is date and type(end) is date and end < start:
        yield Slip(file, head.line_of("valid_until"), f"止日 {end} 早于起日 {start}")
    if "status" in head and head["status"] not in list(ProfileStatus):
        allowed = "、".join(ProfileStatus)
        yield Slip(file, head.line_of("status"), f"status 只能取 {allowed}，现为 {head['status']!r}")
    for key in ("name", "title", "adopts", "source", "short"):
        if key in head and not isinstance(head[key], str):
            yield Slip(file, head.line_of(key), f"{key} 要写文字，现为 {head[key]!r}")
    if head.get("status") == ProfileStatus.TRIAL and not head.get("adopts"):
        yield Slip(file, head.line_of("status"), "试行的规定须用 adopts 写明本地自己的采用文件")
    yield from _list_slips(file, head)
    yield from _region_slips(file, head)


def _list_slips(file: str, head: Document) -> Iterator[Slip]:
    for key in ("regions", "parents", "apart", "texts"):
        if not isinstance(head.get(key) or [], list):
            yield Slip(file, head.line_of(key), f"{key} 要写成一列")
    for key, needed in (("parents", ("profile", "from")), ("apart", ("profile", "why", "cite"))):
        listed = head.get(key) or []
        for one in listed if isinstance(listed, list) else ():
            wrong = list(files.misshapen(file, one, needed=needed, at=head.line_of(key), what=f"{key} "))
            yield from wrong
            if not wrong:
                yield from files.wrong_dates(file, one, ("from",))
            if not wrong and key == "apart" and not (one["why"] and isinstance(one["cite"], list) and one["cite"]):
                yield Slip(file, one.line, "不受上级规定约束的，须写明理由（why）和条文（cite）")


def _region_slips(file: str, head: Document) -> Iterator[Slip]:
    regions = head.get("regions")
    if "regions" in head and not regions:
        yield Slip(file, head.line_of("regions"), "没有写明辖区代码")
    for region in map(str, regions if isinstance(regions, list) else ()):
        if not (len(region) == REGION_DIGITS and region.isdigit()):
            yield Slip(file, head.line_of("regions"), f"辖区代码 {region} 不是六位数字")
        elif region not in shipped_regions():
            yield Slip(file, head.line_of("regions"), f"没有辖区 {region}（统计用区划代码，2023 年）")


def _binding_slips(source: Source) -> Iterator[Slip]:
    for name, raw in source.document.items():
        if name not in HEADERS:
            try:
                _binding(name, raw)
            except WrongValueError as error:
                yield Slip(source.name, source.document.line_of(name), f"{name}: {error}")


def _profile(source: Source) -> Profile:
    """A profile whose head has no slips, with those of its bindings that have none."""
    head = source.document["profile"]
    bindings = {}
    for name, raw in source.document.items():
        if name not in HEADERS:
            try:
                bindings[name] = _binding(name, raw)
            except WrongValueError:
                continue  # named by _binding_slips; the product does not start with it
    return Profile(
        name=head["name"],
        title=head["title"],
        regions=tuple(str(region) for region in head["regions"]),
        valid_from=head["valid_from"],
        valid_until=head.get("valid_until"),
        status=ProfileStatus(head["status"]),
        parents=tuple(Parent(one["profile"], one["from"]) for one in head.get("parents") or ()),
        apart=tuple(Apart(one["profile"], one["why"], tuple(one["cite"])) for one in head.get("apart") or ()),
        bindings=bindings,
        texts=tuple(head.get("texts") or ()),
        adopts=head.get("adopts") or "",
        source=head.get("source") or "",
        short=head.get("short") or "",
        file=source.name,
        lines={**source.document.lines, **{f"profile.{key}": line for key, line in head.lines.items()}},
    )


def _binding(name: str, raw: Any) -> Binding:  # whatever YAML gave; checked here
    if name not in LAW_KEYS:
        raise WrongValueError("没有声明过的规则键")
    if not isinstance(raw, dict) or not {"value", "cite"} <= set(raw) <= {"value", "cite", "note", "detail"}:
        raise WrongValueError("要写成 {value: …, cite: [条文编号]}，另可有 note 和 detail")
    detail = raw.get("detail") or []
    for key, cites in (("cite", raw["cite"]), ("detail", detail)):
        if not isinstance(cites, list) or not all(isinstance(cite, str) for cite in cites):
            raise WrongValueError(f"{key} 要写成一列条文编号")
    if extra := sorted(set(detail) - set(raw["cite"])):
        raise WrongValueError(f"detail 只能列出 cite 里的条文，多了 {'、'.join(extra)}")
    value = value_of(LAW_KEYS[name], raw["value"])
    return Binding(value, tuple(raw["cite"]), str(raw.get("note") or ""), tuple(detail))
