"""The door of intake."""

from calendar import monthrange
from datetime import date

from django.db.models import Count, Q, Sum
from django.urls import reverse

from yiyuan.catalog.api import loads_due
from yiyuan.catalog.types import CYCLE_WORDS
from yiyuan.intake.blanks import xlsx_blank
from yiyuan.intake.documents import document_named, read_for_case
from yiyuan.intake.loading import TAKE_IN, load_batch
from yiyuan.intake.mapping import Told, masked_rows, proposed_for
from yiyuan.intake.models import Batch
from yiyuan.intake.originals import opened_in
from yiyuan.intake.panels import resource_panels
from yiyuan.intake.preview import CHANGES, COMPARE, hold_pool
from yiyuan.intake.resealing import reseal
from yiyuan.intake.rules import document_item, mask_of, specs_of
from yiyuan.intake.selectors import RULES, checked_batch, checks_for, files_of, info, infos, result_of
from yiyuan.intake.services import Received, confirm_batch, receive_file, resource_to_hand_in, withdraw_batch
from yiyuan.intake.types import BatchInfo, LoadedDay, State
from yiyuan.intake.uploads import PathUpload
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, Actor
from yiyuan.kernel.regions import trunk
from yiyuan.workflow.types import DeskLine, Part

__all__ = [
    "CHANGES",
    "COMPARE",
    "RULES",
    "TAKE_IN",
    "PathUpload",
    "Received",
    "Told",
    "checked_batch",
    "checks_for",
    "confirm_batch",
    "desk_lines",
    "document_item",
    "document_named",
    "files_of",
    "hold_pool",
    "infos",
    "load_batch",
    "loaded_since",
    "loads_by_day",
    "mask_of",
    "masked_rows",
    "opened_in",
    "proposed_for",
    "read_for_case",
    "receive_file",
    "reseal",
    "resource_panels",
    "resource_to_hand_in",
    "result_of",
    "specs_of",
    "withdraw_batch",
    "xlsx_blank",
]


def loaded_since(resource_id: int, *, since: date) -> list[BatchInfo]:
    """Batches of a resource that were received from a legal day on and are loaded, latest first."""
    found = Batch.objects.filter(resource_id=resource_id, received_on__gte=since, state=State.LOADED).order_by("-id")
    return [info(batch) for batch in found]


def loads_by_day(region_code: str, *, until: date) -> list[LoadedDay]:
    """Loaded batches of a region by resource and legal day of receipt, until a day, inclusive; one query."""
    rows = Batch.objects.filter(region_code__startswith=trunk(region_code), state=State.LOADED, received_on__lte=until)
    counted = rows.order_by().values_list("resource_id", "received_on")
    return [LoadedDay(*row) for row in counted.annotate(batches=Count("id"), rows=Sum("kept_rows"))]


def desk_lines(actor: Actor) -> list[DeskLine]:
    """For data officers: what must be handed in until the end of the month, and batches that wait to be confirmed."""
    if not actor.has(*OFFICERS):
        return []
    today = clock.today()
    last = date(today.year, today.month, monthrange(today.year, today.month)[1])
    due = [
        DeskLine(
            Part.DUE,
            load.name,
            reverse("intake:hand_in", args=[load.resource_id]),
            load.due_on,
            f"{CYCLE_WORDS[load.cycle]}，{f'上次 {load.last_on}' if load.last_on else '还没有交过'}",
        )
        for load in loads_due(actor.organisation_ids, until=last)
    ]
    own = Q(provider__in=actor.organisation_ids) | Q(sender__in=actor.organisation_ids)
    checked = Batch.objects.filter(own, state=State.CHECKED).order_by("id")
    return due + [
        DeskLine(
            Part.CONFIRM,
            f"{one.resource_name} {one.number}",
            one.get_absolute_url(),
            note=f"检查完：{one.kept_rows} 行可入池，{one.refused_rows} 行未通过",
        )
        for one in checked
    ]
