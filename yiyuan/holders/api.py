"""The door of holders."""

from collections.abc import Iterable, Sequence

from yiyuan.holders import rules, selectors, services
from yiyuan.holders.files import COPIES
from yiyuan.holders.models import Copy, Holder
from yiyuan.holders.services.calls import CodeSeen
from yiyuan.holders.types import BODY, Ground, Identity, MandateKind
from yiyuan.holders.views.entering import for_holders
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.types import CopySeen, Leave, Wish

__all__ = ["CodeSeen", "Holder", "copy_of", "for_holders", "leave_for", "reseal", "resolve_for_scene", "spoken_for"]


def leave_for(wish: Wish) -> Iterable[Leave]:
    """What allows a use: a grant in force; for business the holder's consent besides.

    Raises RuleBroken("licences.consent" | "holders.bulk").
    """
    today = clock.today()
    refused: RuleBroken | None = None
    for grant in selectors.in_force(wish.organisation_ids, wish.resource_id, on=today):
        if wish.action not in grant.actions:
            continue
        if grant.ground == Ground.SOCIAL and not selectors.consented(
            wish.subject, grant.consumer_id, wish.resource_id, on=today
        ):
            refused = RuleBroken("licences.consent")
            continue
        if selectors.calls_today(grant.id) >= rules.MOST_CALLS_A_DAY:
            refused = RuleBroken("holders.bulk")
            continue
        return [Leave(grant.id, frozenset(grant.items))]
    if refused:
        raise refused
    return []


def copy_of(digest: str) -> Iterable[CopySeen]:
    """The annotated copy with this digest."""
    found = Copy.objects.filter(sha256=digest).first()
    return [CopySeen(found.licence_id, found.purpose, found.receiver, found.until)] if found else []


def resolve_for_scene(
    *, actor: Actor, holder_code: str, resource_ids: Sequence[int], scene: str, operation: str, case: str = "扫码出示"
) -> list[CodeSeen]:
    """See `holders.services.resolve_for_scene`."""
    return services.resolve_for_scene(
        actor=actor, holder_code=holder_code, resource_ids=resource_ids, scene=scene, operation=operation, case=case
    )


def reseal() -> int:
    """Copies, identities and names of mandates under the newest secret; how many were not. Safe to repeat."""
    return COPIES.reseal() + selectors.reseal()


def spoken_for(holder: Holder) -> list[Identity]:
    """The holder, then the bodies whose officer he is today, each once."""
    own = selectors.identity_of(holder)
    found = {own.code: own}
    for mandate in selectors.standing_for(holder):
        if mandate.kind == MandateKind.OFFICER:
            names = selectors.names_of(mandate)
            code = names["principal_code"]
            found.setdefault(code, Identity(names["principal_name"], code, BODY, own.how))
    return list(found.values())
