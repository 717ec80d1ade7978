"""Reads of workbooks and spreadsheets that were handed in."""

from django.db.models import QuerySet

from yiyuan.catalog import policies
from yiyuan.kernel.actor import DEPARTMENT, Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.spreadsheets.models import SheetImport, WorkbookImport


def imports(actor: Actor) -> QuerySet[WorkbookImport]:
    """Workbooks the actor's organisation handed in, newest first; without the files themselves."""
    own = WorkbookImport.objects.filter(organisation_id__in=actor.organisation_ids)
    if not actor.has(*DEPARTMENT):
        own = own.none()
    return own.defer("original", "returned").order_by("-id")


def import_for(actor: Actor, import_id: int) -> WorkbookImport:
    """Raises NotFound, also when hidden."""
    found = imports(actor).filter(id=import_id).first()
    if found is None:
        raise NotFound("catalog.workbook", id=import_id)
    return found


def sheets(actor: Actor) -> QuerySet[SheetImport]:
    """Spreadsheets the actor's organisation handed in, newest first; without the files themselves."""
    own = SheetImport.objects.filter(organisation_id__in=actor.organisation_ids)
    if not actor.has(*policies.CONCERNED):
        own = own.none()
    return own.order_by("-id")


def sheet_for(actor: Actor, sheet_id: int, *, lock: bool = False) -> SheetImport:
    """Raises NotFound, also when hidden."""
    rows = sheets(actor).select_for_update() if lock else sheets(actor)
    found = rows.filter(id=sheet_id).first()
    if found is None:
        raise NotFound("catalog.sheet", id=sheet_id)
    return found
