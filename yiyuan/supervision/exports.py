"""A year's assessment as one file: the record, the result, the script that recomputes it, a signed manifest."""

import csv
import hashlib
import io
import json
import zipfile
from importlib import resources
from typing import Any

from yiyuan.audit.api import sign_file
from yiyuan.supervision import selectors
from yiyuan.supervision.indicators import INDICATORS
from yiyuan.supervision.models import Assessment, Indicator, Sheet
from yiyuan.supervision.types import Measure, State

SCRIPT = "recompute.py"
FORMAT = "yiyuan.assessment/1"


def record_of(assessment: Assessment) -> dict[str, Any]:
    """Everything the scores rest on: scheme, figures, each matter behind them, statements. Plain values for JSON."""
    scheme = assessment.scheme
    sheets = list(selectors.sheets_of(assessment))
    return {
        "format": FORMAT,
        "region": assessment.region_code,
        "year": assessment.year,
        "opened_on": assessment.opened_on.isoformat(),
        "final": all(sheet.state == State.CONFIRMED for sheet in sheets),
        "scheme": {
            "title": scheme.title,
            "number": scheme.number,
            "co_issuers": scheme.co_issuers,
            "paper": scheme.paper,
            "equal_weights": scheme.equal_weights,
            "indicators": [_indicator(one) for one in scheme.indicators.order_by("position")],
        },
        "sheets": [_sheet(sheet) for sheet in sheets],
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    definition = INDICATORS[Measure(one.measure)]
    return {
        "measure": one.measure,
        "name": definition.words,
        "aspect": one.aspect,
        "weight": None if one.weight is None else str(one.weight),
        "better": one.better,
        "formula": definition.formula,
        "source": definition.source,
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "county": sheet.county,
        "state": sheet.state,
        "taken_at": sheet.taken_at.isoformat(),
        "score": _text(sheet.score),
        "heads": [{"aspect": head, "score": _text(score)} for head, score in sheet.head_scores],
        "statement": sheet.statement,
        "reply": sheet.reply,
        "earlier": sheet.earlier,
        "figures": [
            {
                "measure": figure.indicator.measure,
                "total": figure.total,
                "good": figure.good,
                "apart": figure.apart,
                "records": figure.records,
            }
            for figure in sheet.figures.all()
        ],
    }


def _text(score: object) -> str | None:
    return None if score is None else str(score)


def pack(assessment: Assessment) -> bytes:
    """A ZIP: record.json, result.csv, recompute.py, manifest.json with their digests, its signature and the key.

    The signature is that of the installation's record (ECDSA P-256, SHA-256), over manifest.json as it lies there.
    """
    record = record_of(assessment)
    files = {
        "record.json": json.dumps(record, ensure_ascii=False, indent=1).encode(),
        "result.csv": _result(assessment),
        SCRIPT: (resources.files("yiyuan.supervision") / "data" / SCRIPT).read_bytes(),
    }
    manifest = {
        "format": FORMAT,
        "region": assessment.region_code,
        "year": assessment.year,
        "final": record["final"],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    signature, public_key = sign_file(files["manifest.json"])
    files |= {"manifest.sig": signature, "public-key.pem": public_key}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _result(assessment: Assessment) -> bytes:
    """The confirmed scores by rank; what is not confirmed has none."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["名次", "被考核单位", "得分"])
    for counties in (False, True):
        ranked = selectors.ranking(assessment, counties=counties)
        writer.writerows([rank, sheet.name, sheet.score] for rank, sheet in ranked)
    return ("\ufeff" + text.getvalue()).encode()
