"""Who sees how the installation does: whoever keeps it."""

from django.db.models import QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.operations.models import Backup

KEEPERS = frozenset({Function.OPERATOR, Function.SYSTEM_ADMIN})


def check_keeps(actor: Actor) -> None:
    """Raises NotAllowed for whoever does not keep the installation."""
    if not actor.has(*KEEPERS):
        raise NotAllowed("operations.keeper")


def backups(actor: Actor) -> QuerySet[Backup]:
    """All attempts, latest first. Raises NotAllowed."""
    check_keeps(actor)
    return Backup.objects.order_by("-started_at", "-id")
