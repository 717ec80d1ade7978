"""Who sees the backups: whoever keeps the installation."""

from django.db.models import QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.operations.models import Backup

KEEPERS = frozenset({Function.OPERATOR, Function.SYSTEM_ADMIN})


def backups(actor: Actor) -> QuerySet[Backup]:
    """All attempts, latest first. Raises NotAllowed."""
    if not actor.has(*KEEPERS):
        raise NotAllowed("operations.backups")
    return Backup.objects.order_by("-started_at", "-id")
