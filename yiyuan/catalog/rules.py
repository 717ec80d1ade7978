"""What the law and the national guide ask of a catalog entry. Pure."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

from yiyuan.catalog.types import CLASS_WORDS, CYCLE_DAYS, Cycle, Freshness, Sharing
from yiyuan.kernel.errors import RuleBroken

CODE = re.compile(r"[1-3]\d{5}[0-9A-Z]*/\d+")


class Law(Protocol):
    """Value of a rule key in the profile that judges the entry."""

    def __call__(self, key: str) -> Any: ...


class Described(Protocol):
    """The part of a version the rules look at."""

    name: str
    category: str
    class_code: str
    format: str
    cycle: str
    officer: str
    source_kind: str
    sharing: str
    condition: str
    scope: str
    purpose: str
    materials: list[str]
    basis_level: str
    basis: str
    reason: str
    methods: list[str]
    use_terms: str
    opening: str
    opening_method: str
    secret: bool
    summary: str


def elements_of(entry: Described, *, item_names: Sequence[str], methods: Sequence[str]) -> dict[str, bool]:
    """Which elements an entry has; the owner and the code are the platform's to give."""
    return {
        "category": bool(entry.category and entry.class_code),
        "owner": bool(entry.officer),
        "code": True,
        "format": bool(entry.format),
        "attributes": bool(entry.summary),
        "items": bool(item_names),
        "update_period": bool(entry.cycle),
        "sharing_type": bool(entry.sharing),
        "sharing_method": bool(methods) or entry.sharing == Sharing.NOT_SHARED,
        "opening_type": bool(entry.opening),
        "opening_method": bool(entry.opening_method) or entry.opening == "not_open",
        "use_terms": bool(entry.use_terms) or entry.sharing == Sharing.NOT_SHARED,
    }


def check_elements(entry: Described, *, item_names: Sequence[str], law: Law) -> None:
    """Every element the region demands must be there; all gaps are named at once."""
    has = elements_of(entry, item_names=item_names, methods=entry.methods)
    if missing := [name for name in law("catalog.elements") if not has.get(name, True)]:
        raise RuleBroken("catalog.elements", missing=missing)


def check_type(entry: Described, *, law: Law) -> None:
    """A type is chosen, never preset; where the region asks for a reason there is one."""
    if entry.sharing not in law("catalog.sharing_types"):
        raise RuleBroken("catalog.sharing_types", type=entry.sharing)
    if entry.sharing in law("catalog.reason_for_types") and not entry.reason.strip():
        raise RuleBroken("catalog.reason_for_types", type=entry.sharing)


def check_basis(entry: Described, *, law: Law) -> None:
    """The basis a type needs is named, at a level the region accepts."""
    if entry.sharing not in (Sharing.CONDITIONAL, Sharing.NOT_SHARED):
        return
    key = f"catalog.basis_levels.{entry.sharing}"
    allowed = law(key)
    if allowed and (not entry.basis.strip() or not entry.basis_level):
        raise RuleBroken(key)
    if allowed and entry.basis_level not in allowed:
        raise RuleBroken(key, level=entry.basis_level)


def check_conditions(entry: Described, *, law: Law) -> None:
    """A conditional entry states all the region wants stated; all gaps are named at once."""
    if entry.sharing != Sharing.CONDITIONAL:
        return
    stated = {
        "condition": entry.condition.strip(),
        "scope": entry.scope.strip(),
        "purpose": entry.purpose.strip(),
        "materials": entry.materials,
    }
    if missing := [name for name in law("catalog.conditional_states") if not stated.get(name, True)]:
        raise RuleBroken("catalog.conditional_states", missing=missing)


def check_opening(entry: Described, *, law: Law) -> None:
    """Where the region demands an opening type, it is one of those it knows."""
    if entry.opening and entry.opening not in law("catalog.opening_types"):
        raise RuleBroken("catalog.opening_types", type=entry.opening)


def check_methods(entry: Described, *, law: Law) -> None:
    """Only methods the region knows."""
    if unknown := [method for method in entry.methods if method not in law("sharing.methods")]:
        raise RuleBroken("sharing.methods", method=unknown[0])


def check_source(entry: Described, *, law: Law) -> None:
    if entry.source_kind and entry.source_kind not in law("catalog.source_kinds"):
        raise RuleBroken("catalog.source_kinds", kind=entry.source_kind)


def check_personal(entry: Described, *, personal_items: Sequence[str]) -> None:
    """An entry with personal items is neither shared nor opened without conditions."""
    if personal_items and Sharing.UNCONDITIONAL in (entry.sharing, entry.opening):
        raise RuleBroken("catalog.personal_not_unconditional", items=list(personal_items))


def check_not_secret(entry: Described) -> None:
    """State secrets never enter the platform."""
    if entry.secret:
        raise RuleBroken("catalog.no_secrets")


def _checks(
    entry: Described, *, item_names: Sequence[str], personal_items: Sequence[str], law: Law
) -> list[Callable[[], None]]:
    return [
        lambda: check_not_secret(entry),
        lambda: check_elements(entry, item_names=item_names, law=law),
        lambda: check_type(entry, law=law),
        lambda: check_basis(entry, law=law),
        lambda: check_conditions(entry, law=law),
        lambda: check_opening(entry, law=law),
        lambda: check_methods(entry, law=law),
        lambda: check_source(entry, law=law),
        lambda: check_personal(entry, personal_items=personal_items),
    ]


def check_submittable(*, entry: Described, item_names: Sequence[str], personal_items: Sequence[str], law: Law) -> None:
    """Everything an entry must have before somebody else looks at it."""
    for check in _checks(entry, item_names=item_names, personal_items=personal_items, law=law):
        check()


def gaps(*, entry: Described, item_names: Sequence[str], personal_items: Sequence[str], law: Law) -> list[RuleBroken]:
    """All that still keeps an entry from being submitted, not only the first. An unchosen type is said once."""
    found: list[RuleBroken] = []
    for check in _checks(entry, item_names=item_names, personal_items=personal_items, law=law):
        try:
            check()
        except RuleBroken as broken:  # collected, the page shows them all
            said = any("sharing_type" in earlier.facts.get("missing", ()) for earlier in found)
            if not (said and broken.rule == "catalog.sharing_types"):
                found.append(broken)
    return found


def check_other_person(*, author: int, reviewer: int, person: str) -> None:
    """Nobody reviews what they wrote."""
    if author == reviewer:
        raise RuleBroken("catalog.author_reviewer", person=person)


def check_type_fixed(*, fixed: str, basis: str, by_bureau: bool, law: Law) -> None:
    """Where the bureau fixes the type, it names the type and, where demanded, on what basis."""
    if not by_bureau or law("catalog.type_fixed_by") != "bureau":
        return
    if fixed not in law("catalog.sharing_types"):
        raise RuleBroken("catalog.sharing_types", type=fixed)
    if law("catalog.type_fixing_basis") and not basis.strip():
        raise RuleBroken("catalog.type_fixing_basis")


def check_withdrawal(*, reason: str, objections: Collection[str], told: bool) -> None:
    """A resource somebody uses is withdrawn only after those users were told, with a reason."""
    if not reason.strip():
        raise RuleBroken("catalog.withdrawal")
    if objections and not told:
        raise RuleBroken("catalog.withdrawal", grants=len(objections))


def check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise RuleBroken("catalog.code", code=code)


def code_prefix(*, category: str, class_code: str, subclass_code: str) -> str:
    """The six digits before the slash. Raises RuleBroken for a class that is not in the guide."""
    prefix = f"{category}{class_code}{subclass_code}"
    if class_code not in CLASS_WORDS.get(category, {}) or not re.fullmatch(r"[1-3]\d{5}", prefix):
        raise RuleBroken("catalog.code", code=prefix)
    return prefix


def plain_name(name: str) -> str:
    """A name without what only looks different: full-width forms, punctuation, blanks, case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN")


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Fields that differ between two versions: name -> (old, new)."""
    keys: Iterable[str] = [*old, *(key for key in new if key not in old)]
    return {key: (old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)}


def freshness(*, cycle: str, fresh_on: date | None, held: bool, today: date) -> Freshness:
    """Whether the last load is no older than the cycle; data that stays with the provider has none."""
    if fresh_on is None:
        return Freshness.HELD if held else Freshness.NEVER
    days = CYCLE_DAYS.get(Cycle(cycle)) if cycle else None
    return Freshness.BEHIND if days and (today - fresh_on).days > days else Freshness.KEPT


def listed(text: str) -> list[str]:
    """The entries of a list as people write it: by lines or semicolons, else by enumeration commas."""
    marks = r"[;；|\n\r]" if re.search(r"[;；|\n\r]", text) else r"[、，,]"
    return list(dict.fromkeys(part.strip() for part in re.split(marks, text) if part.strip()))


def joined(entries: Sequence[str]) -> str:
    """Entries as `listed` reads them back."""
    text = "；".join(entries)
    return f"{text}；" if len(entries) == 1 and re.search(r"[、，,]", text) else text


def in_order(values: Collection[str], *, known: Iterable[str]) -> list[str]:
    """Values once each, in the order in which they are declared; unknown ones last."""
    order = {value: place for place, value in enumerate(known)}
    return sorted(dict.fromkeys(values), key=lambda value: order.get(value, len(order)))


_NUMBERED = re.compile(r"(.*?)(\d+)")
SERIES = 3  # names in a row that differ by their number only


def dragged(names: Sequence[str]) -> list[str]:
    """Names that look filled by dragging a cell: 信息1, 信息2, 信息3; in their order."""
    found: list[str] = []
    run: list[tuple[str, int, str]] = []
    parts = []
    for name in names:
        match = _NUMBERED.fullmatch(unicodedata.normalize("NFKC", name))
        parts.append((match[1], int(match[2]), name) if match else ("", -1, name))
    for before, now in pairwise([("", -1, ""), *parts, ("", -1, "")]):
        follows = now[1] > 0 and before[0] == now[0] and now[1] == before[1] + 1
        if not follows:
            found += [name for _stem, _n, name in run] if len(run) >= SERIES else []
            run = []
        if now[1] >= 0:
            run.append(now)
    return found


def odd_name(name: str) -> str:
    """Why a resource name looks like something else; empty where it does not."""
    if re.search(r"(系统|平台|数据库)$", name.strip()):
        return "像是信息系统的名称；资源名称应写数据是什么，例如“婚姻登记信息”"
    return ""
