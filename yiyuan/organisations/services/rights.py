"""Who may write here."""

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed


def require_administration(actor: Actor) -> None:
    if not (actor.is_system or actor.has(Function.SYSTEM_ADMIN)):
        raise NotAllowed("organisations.administration")


def require_own_or_administration(actor: Actor, organisation_id: int) -> None:
    """A department keeps its own record; an administrator may do it for it."""
    own = organisation_id in actor.organisation_ids and actor.has(Function.DATA_OFFICER, Function.HEAD)
    if not own:
        require_administration(actor)
