"""What the law and the national guide ask of a catalog entry. Pure."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Protocol

from yiyuan.catalog import rules
from yiyuan.catalog.rules.limits import Limited, check_limits
from yiyuan.catalog.types import (
    AUTHORISER_WORDS,
    CLASS_WORDS,
    CONDITION_WORDS,
    CONTENT_WORDS,
    CYCLE_DAYS,
    FORM_FIELDS,
    STANDARD_LEVELS,
    Category,
    ConditionKind,
    Cycle,
    Format,
    Freshness,
    Funding,
    GuideInfo,
    Opening,
    Sharing,
)
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import key

UNSTRUCTURED = frozenset({Format.FILE, Format.IMAGE, Format.STREAM})


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
    electronic: bool
    source_kind: str
    source_system: str
    source_funding: str
    form: str
    form_facts: dict[str, str]
    contents: list[str]
    standards: dict[str, str]
    purposes: list[str]
    city_specific: bool
    consent: str
    consent_on: date | None
    licence_issuer: str
    licence_type: str
    licence_holder: str
    licence_template: str
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
    opening_grounds: list[str]
    opening_condition: str
    repeat_basis: str
    held_by_provider: bool
    held_reason: str
    held_basis_level: str
    held_basis: str
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


def check_opening_saved(entry: Described, *, before: str, cleared: bool, law: Law) -> None:
    """What even a draft keeps to: a ground leaves only not-open, and not-open is left with a record alone.

    before: type of the published version; "" where there is none. cleared: a de-identification record or the right
    holder's consent is attached. Raises RuleBroken("opening.grounds" | "opening.retyped").
    """
    if entry.opening in {"", Opening.NOT_OPEN} or cleared:
        return
    if grounds := [one for one in law("opening.grounds") if one in entry.opening_grounds]:
        raise RuleBroken("opening.grounds", grounds=grounds)
    if before == Opening.NOT_OPEN:
        raise RuleBroken("opening.retyped")


def check_opening_conditions(entry: Described) -> None:
    """A conditional opening states its conditions."""
    if entry.opening == Opening.CONDITIONAL and not entry.opening_condition.strip():
        raise RuleBroken("opening.conditions")


def check_trade_secrets(entry: Described, *, trade_secrets: Sequence[str]) -> None:
    """Items that hold trade secrets are not opened without conditions."""
    if trade_secrets and entry.opening == Opening.UNCONDITIONAL:
        raise RuleBroken("opening.trade_secrets", items=list(trade_secrets))


def check_methods(entry: Described, *, law: Law) -> None:
    """Only methods the platform knows, and only those of the text where its list is closed."""
    closed = law("sharing.methods_listed") == "closed"
    known = law("sharing.methods") if closed else key("sharing.methods").values
    if unknown := [method for method in entry.methods if method not in known]:
        raise RuleBroken("sharing.methods", method=unknown[0])


def check_source(entry: Described, *, law: Law) -> None:
    if entry.source_kind and entry.source_kind not in law("catalog.source_kinds"):
        raise RuleBroken("catalog.source_kinds", kind=entry.source_kind)


def is_base(entry: Described, *, law: Law) -> bool:
    """Whether the region has the base items of this entry shared without conditions, personal or not."""
    return entry.category == Category.BASE and law("catalog.base_items") == "unconditional"


def check_base(entry: Described, *, law: Law) -> None:
    """A base resource is unconditional where the region says so; other items of it may have a type of their own."""
    if entry.sharing and is_base(entry, law=law) and entry.sharing != Sharing.UNCONDITIONAL:
        raise RuleBroken("catalog.base_items")


def check_personal(entry: Described, *, personal_items: Sequence[str], law: Law) -> None:
    """An entry with personal items is not opened without conditions, nor shared so unless it is a base resource."""
    shared = entry.sharing == Sharing.UNCONDITIONAL and not is_base(entry, law=law)
    if personal_items and (shared or entry.opening == Sharing.UNCONDITIONAL):
        raise RuleBroken("catalog.personal_not_unconditional", items=list(personal_items))


def check_held(entry: Described, *, law: Law) -> None:
    """Data stays with its provider only as the region allows: free data is handed in, else a basis is cited."""
    if not entry.held_by_provider:
        return
    if law("handin.scope") == "unconditional":
        if entry.sharing == Sharing.UNCONDITIONAL:
            raise RuleBroken("handin.scope", type=entry.sharing)
        return
    said = {"reason": entry.held_reason, "basis": entry.held_basis}
    if missing := [name for name in law("handin.refusal") if not said[name].strip()]:
        raise RuleBroken("handin.refusal", missing=missing)
    allowed = law("handin.refusal_basis_levels")
    if allowed and entry.held_basis_level not in allowed:
        level = {"level": entry.held_basis_level} if entry.held_basis_level else {}
        raise RuleBroken("handin.refusal_basis_levels", **level)


def check_origin(entry: Described, *, law: Law) -> None:
    """What the region wants said of the origin; what is not electronic comes from no system."""
    said = {
        "kind": entry.source_kind or not entry.electronic,
        "system": entry.source_kind != "system" or entry.source_system.strip(),
    }
    if missing := [name for name in law("catalog.origin") if not said[name]]:
        raise RuleBroken("catalog.origin", missing=missing)


def check_funded(entry: Described, *, law: Law) -> None:
    """Data of a system paid for by the city or below is shared, unless an accepted basis says otherwise."""
    paid = entry.source_funding == Funding.CITY_OR_BELOW and law("catalog.funded_shared")
    if not paid or entry.sharing != Sharing.NOT_SHARED:
        return
    if not entry.basis.strip() or entry.basis_level not in law("catalog.basis_levels.not_shared"):
        raise RuleBroken("catalog.funded_shared")


def check_form(entry: Described) -> None:
    """Each form has fields of its own, and no other."""
    if extra := [name for name in entry.form_facts if name not in FORM_FIELDS.get(entry.form, {})]:
        raise RuleBroken("catalog.fits", field="形态说明", problem=f"{'、'.join(extra)}不是所选形态的内容")
    if unknown := [one for one in entry.contents if one not in CONTENT_WORDS]:
        raise RuleBroken("catalog.fits", field="内容形式", problem="、".join(unknown))
    if unknown := [level for level in entry.standards if level not in STANDARD_LEVELS]:
        raise RuleBroken("catalog.fits", field="执行的标准", problem="、".join(unknown))


def check_purposes(purposes: Collection[str], *, law: Law) -> None:
    """Purposes come from the list of the region."""
    if unknown := [one for one in purposes if one not in law("sharing.use_kinds")]:
        raise RuleBroken("sharing.use_kinds", kind=unknown[0], kinds=list(law("sharing.use_kinds")))


def check_each_condition(conditions: Iterable[Mapping[str, Any]], *, law: Law) -> None:
    """A condition a machine tests has values and a basis of its own."""
    for condition in conditions:
        word = CONDITION_WORDS.get(condition["kind"])
        if word is None or not condition["values"]:
            raise RuleBroken("catalog.fits", field="共享条件", problem="每个条件须选定种类和取值")
        if not str(condition["basis"]).strip():
            raise RuleBroken("catalog.condition_basis", condition=word)
        if condition["kind"] == ConditionKind.PURPOSES:
            check_purposes(condition["values"], law=law)
        if condition["kind"] == ConditionKind.AUTHORISATION and not set(condition["values"]) <= set(AUTHORISER_WORDS):
            raise RuleBroken("catalog.fits", field=word, problem="须选定由谁授权")


def check_licence_saved(entry: Described, *, law: Law) -> None:
    """A licence entry says who issues what to whom, from the first saving on."""
    said = {"issuer": entry.licence_issuer, "licence_type": entry.licence_type, "holder_type": entry.licence_holder}
    if missing := [name for name in law("catalog.licence") if not said[name]]:
        raise RuleBroken("catalog.licence", missing=missing)


def check_licence_published(entry: Described, *, law: Law) -> None:
    """A licence entry is published with name, issuing body and template only."""
    said = {"name": entry.name, "issuer": entry.licence_issuer, "template": entry.licence_template}
    if missing := [name for name in law("catalog.licence_published") if not said[name].strip()]:
        raise RuleBroken("catalog.licence_published", missing=missing)


def check_consent(entry: Described, *, above: Mapping[str, str], law: Law) -> None:
    """An entry of the city's own: nothing like it in the catalog above, and the upper bureau's consent on record.

    above: plain name -> code of the entries published in the regions above.
    """
    if not entry.city_specific or not law("catalog.city_consent"):
        return
    if code := above.get(plain_name(entry.name)):
        raise RuleBroken("catalog.city_consent", name=entry.name, code=code)
    if not entry.consent.strip() or entry.consent_on is None:
        raise RuleBroken("catalog.city_consent")


def check_template(
    entry: Described, *, item_names: Sequence[str], required: Mapping[str, str], words: Mapping[str, str]
) -> None:
    """What the guides of the region and those above ask for beyond the regulation. required: element -> guide."""
    has = elements_of(entry, item_names=item_names, methods=entry.methods)
    if missing := [name for name in required if not has.get(name, True)]:
        lacks = "、".join(words.get(name, name) for name in missing)
        raise RuleBroken("catalog.template", lacks=lacks, guide=required[missing[0]])


class Column(Protocol):
    """The part of an item a data element fixes."""

    name: str
    data_type: str
    length: int | None
    codes: list[str]


class Item(Column, Limited, Protocol):
    """What is looked at of an item before submission."""


def check_data_elements(items: Iterable[Column], *, elements: Mapping[str, Mapping[str, Any]]) -> None:
    """An item that bears the name of a data element has its type, its codes, and is no longer than it.

    elements: plain name -> data_type, length, codes and the standard they stand in.
    """
    for item in items:
        wanted = elements.get(plain_name(item.name))
        if wanted is None:
            continue
        length = wanted.get("length")
        fits = item.data_type == wanted["data_type"]
        fits = fits and (not length or (item.length is not None and item.length <= length))
        fits = fits and (not wanted.get("codes") or set(item.codes) <= set(wanted["codes"]))
        if not fits:
            expected = f"{wanted['data_type']}{length or ''}" + "".join(
                f" {code}" for code in wanted.get("codes") or ()
            )
            raise RuleBroken("catalog.data_element", item=item.name, expected=expected, standard=wanted["standard"])


class Repeated(Protocol):
    """What another department is the source of already."""

    @property
    def item(self) -> str: ...

    @property
    def provider(self) -> str: ...


def check_one_source(entry: Described, *, repeats: Sequence[Repeated], law: Law) -> None:
    """What exists is asked for, not described again; who must describe it all the same cites why."""
    if repeats and law("catalog.one_source") and not entry.repeat_basis.strip():
        raise RuleBroken("catalog.one_source", item=repeats[0].item, provider=repeats[0].provider)


def check_identified(name: str, *, format_: str, keyed: bool, law: Law) -> None:
    """Where the region says so, records are told apart by a key; documents and images are no records."""
    if law("catalog.identified") and not keyed and format_ not in UNSTRUCTURED:
        raise RuleBroken("catalog.identified", resource=name)


def check_not_secret(entry: Described) -> None:
    """State secrets never enter the platform."""
    if entry.secret:
        raise RuleBroken("catalog.no_secrets")


def _checks(
    entry: Described,
    *,
    item_names: Sequence[str],
    personal_items: Sequence[str],
    law: Law,
    repeats: Sequence[Repeated] = (),
    keyed: bool = True,
    trade_secrets: Sequence[str] = (),
) -> list[Callable[[], None]]:
    return [
        lambda: check_not_secret(entry),
        lambda: check_elements(entry, item_names=item_names, law=law),
        lambda: check_identified(entry.name, format_=entry.format, keyed=keyed, law=law),
        lambda: check_type(entry, law=law),
        lambda: check_basis(entry, law=law),
        lambda: check_conditions(entry, law=law),
        lambda: check_opening(entry, law=law),
        lambda: check_opening_conditions(entry),
        lambda: check_trade_secrets(entry, trade_secrets=trade_secrets),
        lambda: check_methods(entry, law=law),
        lambda: check_source(entry, law=law),
        lambda: check_origin(entry, law=law),
        lambda: check_funded(entry, law=law),
        lambda: check_held(entry, law=law),
        lambda: check_base(entry, law=law),
        lambda: check_personal(entry, personal_items=personal_items, law=law),
        lambda: check_one_source(entry, repeats=repeats, law=law),
    ]


def check_submittable(
    *,
    entry: Described,
    item_names: Sequence[str],
    personal_items: Sequence[str],
    law: Law,
    repeats: Sequence[Repeated] = (),
    keyed: bool = True,
    trade_secrets: Sequence[str] = (),
    items: Iterable[Item] = (),
    required: Mapping[str, str] | None = None,
    elements: Mapping[str, Mapping[str, Any]] | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """Everything an entry must have before somebody else looks at it: by law first, then by the guides.

    keyed: whether an item is the key, or none is asked for (a licence has its own code).
    """
    for check in _checks(
        entry,
        item_names=item_names,
        personal_items=personal_items,
        law=law,
        repeats=repeats,
        keyed=keyed,
        trade_secrets=trade_secrets,
    ):
        check()
    check_template(entry, item_names=item_names, required=required or {}, words=words or {})
    described = list(items)
    check_data_elements(described, elements=elements or {})
    check_limits(described)


def gaps(
    *,
    entry: Described,
    item_names: Sequence[str],
    personal_items: Sequence[str],
    law: Law,
    repeats: Sequence[Repeated] = (),
    keyed: bool = True,
    trade_secrets: Sequence[str] = (),
) -> list[RuleBroken]:
    """All that still keeps an entry from being submitted, not only the first. An unchosen type is said once."""
    found: list[RuleBroken] = []
    for check in _checks(
        entry,
        item_names=item_names,
        personal_items=personal_items,
        law=law,
        repeats=repeats,
        keyed=keyed,
        trade_secrets=trade_secrets,
    ):
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


def code_prefix(*, category: str, class_code: str, subclass_code: str) -> str:
    """The six digits before the slash. Raises RuleBroken for a class that is not in the guide."""
    prefix = f"{category}{class_code}{subclass_code}"
    if class_code not in CLASS_WORDS.get(category, {}) or not re.fullmatch(r"[1-3][0-9]{5}", prefix):
        raise RuleBroken("catalog.code", code=prefix)
    return prefix


@lru_cache(maxsize=50_000)  # lists are compared name by name
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


def load_due_on(*, cycle: str, last_on: date) -> date | None:
    """The last day to load again after `last_on`; None where the cycle names no days."""
    days = CYCLE_DAYS.get(Cycle(cycle)) if cycle else None
    return last_on + timedelta(days=days) if days else None


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


_NUMBERED = re.compile(r"(.*?)([0-9]+)")
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


def template_of(guides_in_force: Iterable[GuideInfo]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """(element -> guide that asks for it, plain item name -> data element); the uppermost guide is the base."""
    required: dict[str, str] = {}
    elements: dict[str, dict[str, Any]] = {}
    for guide in reversed(list(guides_in_force)):
        required |= {name: guide.title for name in guide.required if name not in required}
        for element in guide.elements:
            key = rules.plain_name(element["name"])
            elements.setdefault(key, {**element, "standard": guide.standard or guide.title})
    return required, elements
