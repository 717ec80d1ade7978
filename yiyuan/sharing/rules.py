"""What the law asks of an application, an answer and a grant. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from yiyuan.catalog.types import SHARING_WORDS, ItemClass, ItemInfo, Sharing, identity_of, value_of
from yiyuan.dataplane import scans
from yiyuan.dataplane.checks import BadValue, Identity
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import plain_code
from yiyuan.sharing.types import ENDED, Condition, Operator, Route, Scope, State

NUMBER = re.compile("(?P<kind>GX|SQ)-?(?P<year>[0-9]{4})-?(?P<last>[0-9]{4,9})")
STRICTNESS = ("", "unconditional", "conditional", "not_shared")

# classes masked unless the decider gives them as they are
MASKS = {
    ItemClass.NAME: "name",
    ItemClass.CITIZEN_ID: "citizen_id",
    ItemClass.MOBILE: "mobile",
    ItemClass.ADDRESS: "address",
    ItemClass.BANK_CARD: "bank_card",
    ItemClass.EMAIL: "email",
    ItemClass.BIRTH: "birth",
    ItemClass.SENSITIVE: "generic",
    ItemClass.TRADE_SECRET: "hidden",
}


class Law(Protocol):
    """Value of a rule key in the profile that judges the matter."""

    def __call__(self, key: str) -> Any: ...


def route_to(*, sharing: str, law: Law) -> Route:
    """How a department comes to a resource of this type in this region."""
    if sharing == "unconditional":
        return Route.SUBSCRIBE
    if sharing == "conditional":
        return Route.APPLY
    routes = {"apply": Route.APPLY, "bureau": Route.APPLY, "negotiate": Route.NEGOTIATE}
    return routes.get(law("sharing.not_shared_route"), Route.NONE)


def check_route(*, wanted: Route, sharing: str, law: Law) -> None:
    """The way taken must be the way the region has to a resource of this type."""
    route = route_to(sharing=sharing, law=law)
    if wanted is route:
        return
    if sharing == "not_shared":
        raise RuleBroken("sharing.not_shared_route")
    facts = {} if route is Route.SUBSCRIBE else {"type": SHARING_WORDS[Sharing(sharing)]}
    raise RuleBroken("sharing.unconditional_grant", **facts)


def check_stated(*, stated: Mapping[str, str], law: Law) -> None:
    """An application states what the region demands; all gaps are named at once."""
    if missing := [name for name in law("sharing.purpose") if not stated.get(name, "").strip()]:
        raise RuleBroken("sharing.purpose", missing=missing)


def check_offered(*, scope: Scope, items: Collection[int], methods: Collection[str]) -> None:
    """Only items the resource has, only methods it offers; a draft may leave out all else."""
    if foreign := (scope.fields | {condition.item_id for condition in scope.rows}) - set(items):
        raise RuleBroken("sharing.scope", fields=sorted(map(str, foreign)))
    if unknown := sorted(scope.methods - set(methods)):
        raise RuleBroken("sharing.methods", method=unknown[0])


def check_asked(*, scope: Scope, items: Collection[int], methods: Collection[str], today: date) -> None:
    """Only what the resource offers, some of it, and an end that is to come."""
    if not scope.fields:
        raise RuleBroken("sharing.scope")
    check_offered(scope=scope, items=items, methods=methods)
    if not scope.methods:
        raise RuleBroken("sharing.methods")
    if scope.until_on is None or scope.until_on < today:
        raise RuleBroken("sharing.grant_term")


def value_kept(condition: Condition, item: ItemInfo) -> str:
    """The value of a condition as the item keeps it. Raises BadValue."""
    text = condition.value.strip()
    if condition.operator is not Operator.STARTS:
        return value_of(text, data_type=item.data_type, item_class=item.item_class)
    is_code = identity_of(item.data_type, item.item_class) is not Identity.NONE  # a part of one
    return plain_code(text) if is_code else text


def typed(condition: Condition, item: ItemInfo) -> Condition:
    """The condition with its value as the item keeps it. Raises RuleBroken("sharing.condition")."""
    try:
        return replace(condition, value=value_kept(condition, item))
    except BadValue as error:
        raise RuleBroken("sharing.condition", item=item.name, problem=str(error)) from None


def check_scope_fits(*, asked: Scope, granted: Scope, names: Mapping[int, str]) -> None:
    """A grant may narrow the application: fewer items, more conditions, fewer methods, a shorter time. Never widen."""
    if extra := granted.fields - asked.fields:
        raise RuleBroken("sharing.scope", fields=[names.get(item, str(item)) for item in sorted(extra)])
    if not granted.fields:
        raise RuleBroken("sharing.grant_states", missing=["scope"])
    if not asked.rows <= granted.rows:
        raise RuleBroken("sharing.scope", fields=["去掉的行条件"])
    if extra_methods := sorted(granted.methods - asked.methods):
        raise RuleBroken("sharing.scope", fields=extra_methods)
    if not granted.methods:
        raise RuleBroken("sharing.grant_states", missing=["method"])
    if granted.until_on is None or asked.until_on is None or granted.until_on > asked.until_on:
        raise RuleBroken("sharing.scope", fields=["使用期限"])


def check_grant_term(*, granted: Scope, longest_on: date) -> None:
    """A grant ends on or before the last day the region or the platform allows."""
    if granted.until_on is None or granted.until_on > longest_on:
        raise RuleBroken("sharing.grant_term")


def check_grantable(
    *,
    asked: Scope,
    granted: Scope,
    names: Mapping[int, str],
    longest_on: date,
    purpose: str,
    reason: str,
    law: Law,
) -> None:
    """Everything a grant must be."""
    check_scope_fits(asked=asked, granted=granted, names=names)
    check_partly(asked=asked, granted=granted, reason=reason, law=law)
    check_grant_term(granted=granted, longest_on=longest_on)
    if "purpose" in law("sharing.grant_states") and not purpose.strip():
        raise RuleBroken("sharing.grant_states", missing=["purpose"])


def check_refusal_stated(*, reason: str, basis: str, basis_level: str, law: Law) -> None:
    """A refusal states what the region demands, on a basis of a level it accepts."""
    stated = {"reason": reason, "basis": basis}
    if missing := [name for name in law("sharing.refusal") if not stated[name].strip()]:
        raise RuleBroken("sharing.refusal", missing=missing)
    allowed = law("sharing.refusal_basis_levels")
    if allowed and basis_level not in allowed:
        if basis_level:
            raise RuleBroken("sharing.refusal_basis_levels", level=basis_level)
        raise RuleBroken("sharing.refusal_basis_levels")


def check_return(
    *, missing: Sequence[str], listed: Collection[str], today: date, last_day: date, returned_before: bool
) -> None:
    """Materials are asked for once, all together, early, and only from the published list."""
    if unlisted := [material for material in missing if material not in listed]:
        raise RuleBroken("sharing.materials_listed", material=unlisted[0])
    if not missing:
        raise RuleBroken("sharing.materials_listed")
    if returned_before or today > last_day:
        raise RuleBroken("sharing.return_materials")


def check_supplied(*, missing: Sequence[str], supplied: Collection[str]) -> None:
    """Sent again only with everything that was asked for."""
    if still := [material for material in missing if material not in supplied]:
        raise RuleBroken("sharing.purpose", missing=still)


def may_repeat(*, state: str, grant: str | None) -> bool:
    """Whether nothing is open under an application any more, so that the same may be asked for again.

    grant: state of what was granted; None where nothing was.
    """
    return state in {State.REFUSED, State.WITHDRAWN} or grant in ENDED


def check_refused_route(*, law: Law) -> None:
    """After a refusal, negotiation is open only where the text opens it."""
    if law("sharing.refused_route") != "negotiate":
        raise RuleBroken("sharing.refused_route")


def check_minutes(*, met_on: date | None, participants: str, minutes_number: str, conclusion: str) -> None:
    """Coordination is recorded with its meeting, who took part, the number of its minutes and what it concluded."""
    if met_on is None or not all(text.strip() for text in (participants, minutes_number, conclusion)):
        raise RuleBroken("sharing.coordination.record")


def check_use_kinds(*, chosen: Collection[str], permitted: Collection[str]) -> None:
    """A use is of the kinds the resource permits."""
    if foreign := sorted(set(chosen) - set(permitted)):
        raise RuleBroken("sharing.use_kinds", kind=foreign[0], kinds=list(permitted))


def permitted_kinds(*, purpose: str, kinds: Mapping[str, str]) -> list[str]:
    """The kinds of use a resource permits: those its purpose names, all where it names none.

    kinds: code -> word, as the law of the region lists them.
    """
    named = [code for code, word in kinds.items() if word.removeprefix("作为").removeprefix("用于") in purpose]
    return named or list(kinds)


def check_materials(*, attached: Collection[str], listed: Collection[str]) -> None:
    """Only materials of the published list are asked for or taken."""
    if foreign := [material for material in attached if material not in listed]:
        raise RuleBroken("sharing.materials_listed", material=foreign[0])


def check_material_file(
    *, material: str, name: str, content: bytes, kinds: Sequence[str], most_bytes: int, held: int, most_files: int
) -> str:
    """A file of a material is one of these kinds by its content, neither empty nor too large; gives its kind.

    held: files the application has already. Raises RuleBroken("sharing.material_file"): which file of which material,
    why, and what to do.
    """
    file = f"材料“{material}”的文件“{name}”"
    named = "、".join(kind.upper() for kind in kinds)
    kind = scans.kind_of(content)
    problem = ""
    if not content:
        problem = "是空的，没有收；请重新扫描或导出后再附。"
    elif len(content) > most_bytes:
        problem = f"超过 {most_bytes // 2**20} MB 的上限，没有收；请降低扫描的清晰度，或者拆成几份再附。"
    elif kind not in kinds:
        problem = f"的内容不是 {named}，或者带有宏，没有收；请转存为其中一种再附。"
    elif scans.kind_named(name) != kind:
        problem = f"的内容是 {kind.upper()}，和扩展名不一致，没有收；请核对是不是选错了文件，改正扩展名再附。"
    elif held >= most_files:
        problem = f"没有收：一件申请最多附 {most_files} 个文件；请合并后再附。"
    if problem:
        raise RuleBroken("sharing.material_file", problem=file + problem)
    return kind


def check_receiving(*, stated: Mapping[str, object], consent_basis: str, law: Law) -> None:
    """Who receives data says how it is kept safe; where the entry asks for it, by whose authorisation.

    consent_basis: on what the entry asks for an authorisation; "" where it does not.
    """
    if missing := [name for name in law("sharing.receiving") if not stated.get(name)]:
        raise RuleBroken("sharing.receiving", missing=missing)
    if consent_basis and not str(stated.get("consent") or "").strip():
        raise RuleBroken("sharing.consent", basis=consent_basis)


def strictest(types: Iterable[str]) -> str:
    """The strictest of sharing types; "" of none."""
    return max(types, key=STRICTNESS.index, default="")


def check_items_open(*, entry: str, own: Mapping[str, str], basis: str) -> None:
    """An item that its provider shares with nobody is not asked for, though the rest of its entry is shared.

    entry: sharing type of the whole. own: type by name of the items asked for that have one of their own.
    Raises RuleBroken("sharing.item_not_shared").
    """
    closed = [name for name, kind in own.items() if kind == "not_shared"]
    if closed and entry != "not_shared":
        raise RuleBroken("sharing.item_not_shared", items=closed, basis=basis or "见资源的共享依据")


def check_subscription(*, stated: Mapping[str, str], law: Law) -> None:
    """A subscription states what the region demands; all gaps are named at once. A duty or a service item will do."""
    said = {**stated, "duty_or_item": stated.get("duty", "").strip() or stated.get("service_item", "")}
    if missing := [name for name in law("sharing.subscription") if not said.get(name, "").strip()]:
        raise RuleBroken("sharing.subscription", missing=missing)


def check_partly(*, asked: Scope, granted: Scope, reason: str, law: Law) -> None:
    """What was asked for and not given is refused, and a refusal has its reason."""
    if is_partly(asked=asked, granted=granted) and "reason" in law("sharing.refusal") and not reason.strip():
        raise RuleBroken("sharing.partly")


def is_partly(*, asked: Scope, granted: Scope) -> bool:
    """Whether less data than asked for is given; an earlier end is a condition, not less data."""
    return granted.fields < asked.fields or granted.rows > asked.rows


def narrowed(*, asked: Scope, granted: Scope) -> list[str]:
    """Of fields, rows, methods, until_on and limits those in which a grant is smaller than what was asked for."""
    assert asked.until_on is not None
    assert granted.until_on is not None
    smaller = {
        "fields": granted.fields < asked.fields,
        "rows": granted.rows > asked.rows,
        "methods": granted.methods < asked.methods,
        "until_on": granted.until_on < asked.until_on,
        "limits": (granted.daily_calls, granted.daily_rows) != (asked.daily_calls, asked.daily_rows),
    }
    return [part for part, is_smaller in smaller.items() if is_smaller]


def check_forward(*, upper_body: str, proof: str, law: Law) -> None:
    """Forwarding upwards is open where the law leaves it open, and needs a named body and proof that it was done."""
    if law("sharing.forward") == "none":
        raise RuleBroken("sharing.forward")
    if not upper_body.strip() or not proof.strip():
        raise RuleBroken("sharing.forward_proof")


def check_upper_answer(*, upper_answer: str) -> None:
    """The answer of the upper body is recorded in words."""
    if not upper_answer.strip():
        raise RuleBroken("sharing.upper_answer")


def check_narrower(*, before: Scope, after: Scope, reason: str, names: Mapping[int, str]) -> None:
    """A live grant is only ever made smaller, with a reason; more is a new decision."""
    check_scope_fits(asked=before, granted=after, names=names)
    for limit in ("daily_calls", "daily_rows"):
        was, now = getattr(before, limit), getattr(after, limit)
        if was is not None and (now is None or now > was):
            raise RuleBroken("sharing.scope", fields=["每日上限"])
    if before == after:
        raise RuleBroken("sharing.narrowing")
    check_reason(reason=reason)


def check_resumed(*, because: str, reason: str) -> None:
    """A provider wakes what it put to rest, and what a succession did; misuse and an order are the bureau's to lift."""
    if because not in {"provider", "succession"}:
        raise RuleBroken("sharing.resumption")
    check_reason(reason=reason)


def check_disposal(*, disposal: str, statement: str) -> None:
    """A certificate says what became of the data and how."""
    if not disposal or not statement.strip():
        raise RuleBroken("sharing.disposal")


def check_result(*, result: str) -> None:
    """A report, an answer or its return says something."""
    if not result.strip():
        raise RuleBroken("sharing.result")


def check_volume(*, calls: int, rows: int, daily_calls: int | None, daily_rows: int | None) -> None:
    """No more calls or rows a legal day than granted. calls, rows: of today so far."""
    if daily_calls is not None and calls >= daily_calls:
        raise RuleBroken("sharing.volume", limit=f"{daily_calls} 次")
    if daily_rows is not None and rows >= daily_rows:
        raise RuleBroken("sharing.volume", limit=f"{daily_rows} 行")


def check_reason(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("sharing.revocation")


def check_chain(*, waits_for: str, in_person: bool) -> None:
    """The head decides after every hand of the department's order, and in person where the department says so."""
    if waits_for:
        raise RuleBroken("sharing.chain", step=waits_for)
    if not in_person:
        raise RuleBroken("sharing.in_person")


def number_in(text: str) -> str:
    """The number of an application or grant, however it is typed; "" for anything else."""
    found = NUMBER.fullmatch(plain_code(text))
    return f"{found['kind']}-{found['year']}-{found['last']}" if found else ""
