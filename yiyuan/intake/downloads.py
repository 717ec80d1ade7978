"""The workbook of refused rows as an answer to a request."""

import tempfile
from pathlib import Path

from django.http import FileResponse

from yiyuan.catalog import api as catalog
from yiyuan.dataplane.workbook import write_refused
from yiyuan.intake import loading, originals, selectors
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.workflow.api import Law

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(found: Batch, kept: RefusedRows) -> FileResponse:
    """The rows with their wrong cells red; ask `services.read_refused` first."""
    rows, reasons = loading.read_frames(kept)
    resource = catalog.resource_version(found.version_id)
    checks = selectors.checks_for(resource, law=Law(found.region_code, found.received_on))
    with tempfile.TemporaryDirectory(dir=originals.root() / "open") as folder:
        path = Path(folder) / "refused.xlsx"
        write_refused(path, originals=rows, refused=reasons, specs=checks.specs)
        file = path.open("rb")  # stays readable after the folder is gone
    name = f"{found.resource_name}_{found.number}_未收.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
