"""Rows of a batch as an answer to a request: the workbook of the refused ones, lists of those it changes."""

import tempfile
from pathlib import Path

from django.db import connection
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from yiyuan.catalog import api as catalog
from yiyuan.dataplane.compare import Fate
from yiyuan.dataplane.export import export_csv
from yiyuan.dataplane.scans import DIGITAL
from yiyuan.dataplane.workbook import write_refused
from yiyuan.intake import documents, loading, originals, selectors
from yiyuan.intake.display import FATE_WORDS
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.types import ChangedRows
from yiyuan.kernel.actor import Actor
from yiyuan.workflow.api import Law

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(found: Batch, kept: RefusedRows) -> FileResponse:
    """The rows with their wrong cells red; ask `services.read_refused` first."""
    rows, reasons = loading.read_frames(kept)
    resource = catalog.resource_version(found.version_id)
    checks = selectors.checks_for(resource, law=Law(found.region_code, found.received_on))
    with tempfile.TemporaryDirectory(dir=originals.opened_in()) as folder:
        path = Path(folder) / "refused.xlsx"
        said = {reason: f"“{rule.sentence}”" for reason, rule in found.rules.items()}
        write_refused(path, originals=rows, refused=reasons, specs=checks.specs, said=said)
        file = path.open("rb")  # stays readable after the folder is gone
    name = f"{found.resource_name}_{found.number}_未收.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def changes_response(found: Batch, fate: Fate, rows: ChangedRows) -> FileResponse:
    """The rows of one fate as CSV; ask `services.read_changes` first."""
    connection.ensure_connection()
    with tempfile.TemporaryDirectory(dir=originals.opened_in()) as folder:
        path = Path(folder) / "changes.csv"
        with path.open("wb") as out:
            out.writelines(export_csv(connection.connection, rows.query, headers=rows.headers))
        file = path.open("rb")  # stays readable after the folder is gone
    name = f"{found.resource_name}_{found.number}_{FATE_WORDS[fate]}.csv"
    return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv")


def document_response(document_id: int, *, actor: Actor) -> StreamingHttpResponse:
    """A document as it was handed in, with its length and digest in the head. Raises as `read_document`."""
    found, pieces = documents.read_document(document_id, actor=actor)
    response = StreamingHttpResponse(pieces, content_type=DIGITAL[found.kind])
    response["Content-Length"] = str(found.size_bytes)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name) or ""
    response["X-Content-SHA256"] = found.sha256
    response["Cache-Control"] = "no-store"
    return response
