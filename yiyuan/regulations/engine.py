"""Resolution: region and day → profiles that bind → value, citations, chain. Read once, then memory only."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from yiyuan.kernel.regions import lineage
from yiyuan.regulations import profiles, rules, texts
from yiyuan.regulations.keys import KEYS
from yiyuan.regulations.types import ChangeClock, Key, Link, LinkState, Profile, ProfileStatus, Resolved

UNBOUND = "default"  # the profile version of a region and day that no text binds


def key(name: str) -> Key:
    """The declaration of a rule key. Raises: KeyError."""
    return KEYS[name]


@lru_cache(maxsize=65536)
def resolve(name: str, *, region: str, on: date) -> Resolved:
    """The value of a rule key in a region for matters that begin on this day."""
    declared = KEYS[name]
    binding = binding_profiles(region, on)
    stated = [profile for profile in binding if _says(profile, name)]
    merged = rules.merge(declared, [profile.bindings[name].value for profile in stated]) if stated else None
    winners = {stated[index].name for index in merged.winners} if merged else set()
    trial = trial_profile(region, on)
    tried = trial if merged is None and trial and _says(trial, name) else None
    links = [_unverified_link(profile, name) for profile in unverified_profiles(region, on) if name in profile.bindings]
    links += [_link(profile, declared, winners, binding) for profile in binding]
    if trial and _says(trial, name):
        links.append(_trial_link(trial, name, tried=tried is not None))
    if merged is None and tried is None:
        links.append(_default_link(declared))
    cite = tuple(c for profile in stated if profile.name in winners for c in profile.bindings[name].cite)
    value = merged.value if merged else declared.default
    return Resolved(
        key=name,
        value=tried.bindings[name].value if tried else value,
        cite=tried.bindings[name].cite if tried else cite,
        is_default=merged is None and tried is None,
        chain=tuple(links),
        profile=profile_version(region, on),
        region=region,
        on=on,
        unverified=any(link.state is LinkState.UNVERIFIED for link in links),
        trial=tried is not None,
        detail=_detailed([tried] if tried else [one for one in stated if one.name in winners], name),
    )


def binding_profiles(region: str, on: date) -> list[Profile]:
    """The profiles that bind a region on a day, uppermost first; empty where no text does."""
    own = own_profile(region, on)
    return [] if own is None else with_parents(own, on)


def with_parents(profile: Profile, on: date, *, among: Iterable[Profile] | None = None) -> list[Profile]:
    """A profile and those above it that bind it on the day, uppermost first."""
    chain: list[Profile] = []
    for parent in profile.parents:
        if parent.since <= on and (upper := profiles.valid_on(parent.profile, on, among=among)):
            chain += [above for above in with_parents(upper, on, among=among) if above not in chain]
    return [*chain, profile]


def own_profile(region: str, on: date) -> Profile | None:
    """The profile of the region, or of the nearest region above it that has one on this day."""
    for code in lineage(region):
        for profile in profiles.profiles():
            if profile.status is ProfileStatus.ISSUED and code in profile.regions and profiles.holds(profile, on):
                return profile
    return None


def trial_profile(region: str, on: date) -> Profile | None:
    """The draft that the region, or the nearest above it, applies by a document of its own; where issued texts speak,
    they hold.
    """
    for code in lineage(region):
        for profile in profiles.profiles():
            if profile.status is ProfileStatus.TRIAL and code in profile.regions and profiles.holds(profile, on):
                return profile
    return None


def profile_version(region: str, on: date) -> str:
    """Names the texts a matter of this day is judged by, lowest first: wuhu/2020-07-22+anhui/2021-03-01.

    What a city only tries stands last.
    """
    names = [profile.version for profile in reversed(binding_profiles(region, on))]
    trial = trial_profile(region, on)
    return "+".join([*names, trial.version] if trial else names) or UNBOUND


def version_words(version: str) -> str:
    """The same for people: 芜湖市 2020-07-22 版、安徽省 2021-03-01 版; a name nobody knows stands as it is."""
    titles = {profile.version: profile.title for profile in profiles.profiles()}
    parts = [part for part in version.split("+") if part]
    return "、".join(f"{titles[p]} {p.rpartition('/')[2]} 版" if p in titles else p for p in parts)


def drafts(region: str) -> list[Profile]:
    """Profiles of drafts for this region: to compare with, never to apply."""
    codes = lineage(region)
    return [p for p in profiles.profiles() if p.status is ProfileStatus.DRAFT and set(codes) & set(p.regions)]


def unverified_profiles(region: str, on: date) -> list[Profile]:
    """Texts above the region whose effect nobody has checked: pages say 上位法待核对."""
    codes = lineage(region)
    return [
        profile
        for profile in profiles.profiles()
        if profile.status is ProfileStatus.UNVERIFIED
        and set(codes) & set(profile.regions)
        and profiles.holds(profile, on)
    ]


def turning_days(region: str) -> list[date]:
    """The days on which another set of texts begins to bind the region or stands above it, oldest first."""
    days = set()
    for profile in profiles.profiles():
        if profile.status is ProfileStatus.DRAFT:
            continue
        days.add(profile.valid_from)
        days.update(parent.since for parent in profile.parents)
    before = None
    turns = []
    for day in sorted(days):
        state = (profile_version(region, day), tuple(profile.version for profile in unverified_profiles(region, day)))
        if state not in (before, (UNBOUND, ())):
            turns.append(day)
        before = state
    return turns


def forget() -> None:
    """Read profiles, and the texts they bring along, again on next use: after a file was added, and in tests."""
    resolve.cache_clear()
    profiles.forget()
    texts.forget()


def _detailed(stated: list[Profile], name: str) -> tuple[str, ...]:
    """Cites that every binding that brings them only details."""
    bindings = [profile.bindings[name] for profile in stated]
    plain = {cite for one in bindings for cite in one.cite if cite not in one.detail}
    return tuple(dict.fromkeys(cite for one in bindings for cite in one.detail if cite not in plain))


def _says(profile: Profile, name: str) -> bool:
    binding = profile.bindings.get(name)
    return binding is not None and binding.value is not None


def _link(profile: Profile, declared: Key, winners: set[str], binding: list[Profile]) -> Link:
    said = profile.bindings.get(declared.name)
    if said is None or said.value is None:
        why = f"{profile.adopts}，不另作规定" if profile.adopts else ((said and said.note) or "条文没有规定")
        return Link(
            profile.version,
            profile.title,
            None,
            said.cite if said else (),
            LinkState.SILENT,
            profile.valid_from,
            profile.valid_until,
            why=why,
        )
    wins = profile.name in winners
    overridden_on = None if wins else _overridden_on(profile, winners, binding)
    return Link(
        profile=profile.version,
        title=profile.title,
        value=said.value,
        cite=said.cite,
        state=LinkState.WINS if wins else LinkState.OVERRIDDEN,
        since=profile.valid_from,
        until=profile.valid_until,
        overridden_on=overridden_on,
        why=said.note or ("" if wins else _why_overridden(declared)),
        detail=said.detail,
    )


def _overridden_on(profile: Profile, winners: set[str], binding: list[Profile]) -> date | None:
    """The first day on which the winner stood beside this profile."""
    begins = [
        max(other.valid_from, profile.valid_from, *(p.since for p in profile.parents if p.profile == other.name))
        for other in binding
        if other.name in winners
    ]
    return max(begins, default=None)


def _why_overridden(declared: Key) -> str:
    match declared.merge.value:
        case "strictest":
            return "上下级都有规定，取最严"
        case _:
            return "下级另有规定，从其规定"


def _unverified_link(profile: Profile, name: str) -> Link:
    said = profile.bindings[name]
    return Link(
        profile.version,
        profile.title,
        said.value,
        said.cite,
        LinkState.UNVERIFIED,
        profile.valid_from,
        profile.valid_until,
        why="待核对，不作依据，不参与合并",
    )


def _trial_link(profile: Profile, name: str, *, tried: bool) -> Link:
    said = profile.bindings[name]
    why = f"{profile.adopts}试行" if tried else "已有正式规定，试行的不参与"
    return Link(
        profile.version,
        profile.title,
        said.value,
        said.cite,
        LinkState.TRIAL if tried else LinkState.ASIDE,
        profile.valid_from,
        profile.valid_until,
        why=why,
    )


def _default_link(declared: Key) -> Link:
    return Link(UNBOUND, "平台默认", declared.default, (), LinkState.DEFAULT, None, why="条文没有规定，由平台补足")


def change_clocks(region: str, on: date) -> list[ChangeClock]:
    """The clocks of a catalog change that begins on this day, in their order; a text may know one, two or none."""
    clocks = [
        ("catalog.change.apply", "cause", "applied", "provider"),
        ("catalog.change.review", "received", "reviewed", "bureau"),
        ("catalog.change.update", "cause", "updated", "provider"),
        (
            "catalog.change.report",
            resolve("catalog.change.report_from", region=region, on=on).choice,
            "reported",
            "provider",
        ),
    ]
    found = [(name, starts, ends, who, resolve(name, region=region, on=on)) for name, starts, ends, who in clocks]
    return [ChangeClock(*clock) for clock in found if clock[4].term is not None]
