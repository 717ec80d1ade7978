"""What the law asks of an application, an answer and a grant. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing.types import Route, Scope


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


def check_route(*, wanted: Route, route: Route) -> None:
    """The way taken must be the way the region has."""
    if wanted is not route:
        raise RuleBroken("sharing.not_shared_route")


def check_stated(*, stated: Mapping[str, str], law: Law) -> None:
    """An application states what the region demands; all gaps are named at once."""
    if missing := [name for name in law("sharing.purpose") if not stated.get(name, "").strip()]:
        raise RuleBroken("sharing.purpose", missing=missing)


def check_asked(*, scope: Scope, items: Collection[int], methods: Collection[str], today: date) -> None:
    """Only items the resource has, only methods it offers, an end that is to come."""
    if not scope.fields:
        raise RuleBroken("sharing.scope")
    if foreign := scope.fields - set(items):
        raise RuleBroken("sharing.scope", fields=sorted(map(str, foreign)))
    if unknown := sorted(scope.methods - set(methods)):
        raise RuleBroken("sharing.methods", method=unknown[0])
    if not scope.methods:
        raise RuleBroken("sharing.methods")
    if scope.until_on is None or scope.until_on < today:
        raise RuleBroken("sharing.grant_term")


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


def check_grantable(*, asked: Scope, granted: Scope, names: Mapping[int, str], longest_on: date, purpose: str) -> None:
    """Everything a grant must be."""
    check_scope_fits(asked=asked, granted=granted, names=names)
    check_grant_term(granted=granted, longest_on=longest_on)
    if not purpose.strip():
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


def check_refused_route(*, law: Law) -> None:
    """After a refusal, negotiation is open only where the text opens it."""
    if law("sharing.refused_route") != "negotiate":
        raise RuleBroken("sharing.refused_route")


def check_minutes(*, minutes_number: str, conclusion: str) -> None:
    """Coordination is recorded with the number of its minutes and what it concluded."""
    if not minutes_number.strip() or not conclusion.strip():
        raise RuleBroken("sharing.coordination.record")


def check_reason(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("sharing.revocation")
