"""Count the board of each region anew."""

from datetime import date

from django.db import transaction

from yiyuan.kernel import clock
from yiyuan.organisations.api import bureaus
from yiyuan.supervision import board
from yiyuan.supervision.models import BoardDay


def refresh_boards() -> int:
    """Of every region with a bureau; how many. Safe to repeat: the last count of a day stands."""
    regions = sorted({bureau.region_code for bureau in bureaus()})
    for region in regions:
        refresh_board(region, on=clock.today())
    return len(regions)


@transaction.atomic
def refresh_board(region_code: str, *, on: date) -> None:
    held = {"taken_at": clock.real_now(), "content": board.count(region_code, on=on)}
    BoardDay.objects.update_or_create(region_code=region_code, on=on, defaults=held)
