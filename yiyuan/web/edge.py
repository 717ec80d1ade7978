"""What the edge attached to a request."""

from django.http import HttpRequest

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request. Raises NotAllowed for a visitor who has not logged in."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise NotAllowed("login")
    return actor


def require(actor: Actor, *functions: Function) -> None:
    """Raises NotAllowed unless the actor holds one of the functions."""
    if not actor.has(*functions):
        raise NotAllowed("function", needed=sorted(functions))
