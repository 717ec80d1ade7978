"""What was found damaged of what is kept sealed, for whoever keeps the installation to bring back from a backup."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.operations.models import Damage
from yiyuan.operations.types import OperationsTag


@transaction.atomic
def note(place: str) -> None:
    """Found damaged just now; on record the first time, and again when it was brought back in between."""
    kept, new = Damage.objects.select_for_update().get_or_create(
        place=place[-200:], defaults={"seen_at": clock.real_now()}
    )
    if new or not _stands(kept):
        kept.seen_at = clock.real_now()
        kept.save()
        record(SYSTEM, OperationsTag.DAMAGED, object_type="operations.damage", object_id=kept.id, facts={"file": place})


def standing() -> list[Damage]:
    """What nothing has been done about yet: whose file is the one that was met."""
    return [damage for damage in Damage.objects.order_by("-seen_at", "-id") if _stands(damage)]


def _stands(damage: Damage) -> bool:
    """Whether the file was not put in place since; what lies in the database comes back with the database alone."""
    try:
        changed = (Path(settings.HOME) / damage.place).stat().st_ctime
    except OSError:
        return True
    return datetime.fromtimestamp(changed, UTC) <= damage.seen_at
