"""Who may write here, and over whom."""

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import covers
from yiyuan.organisations import selectors
from yiyuan.organisations.models import Account, Organisation


def require_administration(actor: Actor, region_code: str) -> None:
    """System administrators rule their own region and those below it. Elsewhere nothing exists for them.

    Raises NotAllowed, NotFound.
    """
    if actor.is_system:
        return
    if not actor.has(Function.SYSTEM_ADMIN):
        raise NotAllowed("organisations.administration")
    if not covers(actor.region_code, region_code):
        raise NotFound("organisation", region=region_code)


def administered(organisation_id: int, *, actor: Actor) -> Organisation:
    """A body the actor administers, locked. Raises NotAllowed, NotFound."""
    found = _locked(organisation_id)
    require_administration(actor, found.region_id)
    return found


def kept_by(organisation_id: int, *, actor: Actor) -> Organisation:
    """A body whose record the actor keeps, locked: its own people do, and an administrator may do it for it.

    Raises NotAllowed, NotFound.
    """
    found = _locked(organisation_id)
    own = organisation_id in actor.organisation_ids and actor.has(Function.DATA_OFFICER, Function.HEAD)
    if not own:
        require_administration(actor, found.region_id)
    return found


def administered_account(account: Account | None, *, actor: Actor) -> Account:
    """An account whose person has, had or never yet had a function where the actor administers.

    Raises NotAllowed, NotFound.
    """
    require_administration(actor, actor.region_code)
    if account is None or not (actor.is_system or selectors.accounts(actor).filter(id=account.id).exists()):
        raise NotFound("account")
    return account


def _locked(organisation_id: int) -> Organisation:
    found = Organisation.objects.select_for_update().filter(id=organisation_id).first()
    if found is None:
        raise NotFound("organisation", id=organisation_id)
    return found
