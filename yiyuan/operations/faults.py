"""What failed, kept for a while by the number its reader was shown."""

from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import transaction

from yiyuan.kernel import clock
from yiyuan.kernel.errors import kind_of, place_of
from yiyuan.operations.models import Fault
from yiyuan.operations.types import TASK_WORDS
from yiyuan.postgres.jobs import WorkFailed

MOST = 50_000  # rows; a failing address that is called without end drives out the oldest


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
        exception=kind_of(error),
        place=place_of(error),
        organisation_id=organisation_id,
    )


def keep_work(event: WorkFailed) -> None:
    """A job that failed, by the number its owner was told."""
    keep(
        number=event.number,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        method="",
        route=TASK_WORDS.get(event.task, event.task),
        error=event.error,
        organisation_id=event.organisation_id,
    )


def forget() -> int:
    """Drop what is older than the setting says, and the oldest beyond MOST; returns how many. Safe to repeat."""
    gone = Fault.objects.filter(at__lt=clock.real_now() - timedelta(days=settings.FAULT_DAYS)).delete()[0]
    beyond = Fault.objects.order_by("-id").values_list("id", flat=True)[MOST : MOST + 1]
    return gone + sum(Fault.objects.filter(id__lte=last).delete()[0] for last in beyond)
