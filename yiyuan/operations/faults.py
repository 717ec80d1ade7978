"""What failed, kept for a while by the number its reader was shown."""

import traceback
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from yiyuan.kernel import clock
from yiyuan.operations.models import Fault

MOST = 50_000  # rows; a failing address that is called without end drives out the oldest
OURS = Path(__file__).parent.parent


@transaction.atomic
def keep(
    *, number: str, status: int, method: str, route: str, error: BaseException | None, organisation_id: int | None
) -> Fault:
    """One failure. route: pattern of the address. Of the error only its type and its place are kept."""
    return Fault.objects.create(
        number=number,
        at=clock.real_now(),
        status=status,
        method=method[:10],
        route=route[:200],
        exception=f"{type(error).__module__}.{type(error).__qualname__}"[:120] if error else "",
        place=place_of(error)[:200],
        organisation_id=organisation_id,
    )


def place_of(error: BaseException | None) -> str:
    """The last line of our own code the error came through, like "yiyuan/pools/services.py:41 merge_batch"."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(OURS)]
    if not ours:
        return ""
    return f"{Path(ours[-1].filename).relative_to(OURS.parent)}:{ours[-1].lineno} {ours[-1].name}"


def forget() -> int:
    """Drop what is older than the setting says, and the oldest beyond MOST; returns how many. Safe to repeat."""
    gone = Fault.objects.filter(at__lt=clock.real_now() - timedelta(days=settings.FAULT_DAYS)).delete()[0]
    beyond = Fault.objects.order_by("-id").values_list("id", flat=True)[MOST : MOST + 1]
    return gone + sum(Fault.objects.filter(id__lte=last).delete()[0] for last in beyond)
