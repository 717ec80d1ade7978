"""What a program is answered has a shape it can read beforehand: every operation names the schema of its answer."""

from yiyuan.config.api import api

FILES = {  # the answer is a file
    "GET /api/v1/catalog/workbooks/export",
    "GET /api/v1/catalog/workbooks/template",
    "GET /api/v1/catalog/workbooks/{import_id}/returned",
    "GET /api/v1/disputes/evidence/{evidence_id}",
    "POST /api/v1/exchange/extracts/{extract_id}/file",
    "GET /api/v1/intake/batches/{batch_id}/changes/{fate}.csv",
    "GET /api/v1/intake/batches/{batch_id}/refused.xlsx",
    "GET /api/v1/intake/documents/{document_id}/file",
    "GET /api/v1/rectification/papers/{order_paper_id}",
    "GET /api/v1/rectification/referrals/{referral_id}/file",
    "GET /api/v1/rectification/{rectification_id}/documents/{act}",
    "GET /api/v1/sharing/applications/{application_id}/papers/{kind}",
    "GET /api/v1/sharing/attachments/{attachment_id}",
    "GET /api/v1/sharing/papers/{paper_id}/scan",
}
UNTYPED: set[str] = set()  # still to be given a schema; a line is deleted with the change that gives it one


def operations():
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def has_schema(operation):
    good = [answer for status, answer in operation["responses"].items() if str(status).startswith("2")]
    shapes = [found.get("schema") or {} for answer in good for found in answer.get("content", {}).values()]
    return any(str(status) == "204" for status in operation["responses"]) or any(map(is_said, shapes))


def is_said(shape):
    """Whether a schema says more than that there is an object, or some of them."""
    if shape.get("type") == "array":
        return is_said(shape.get("items") or {})
    if shape.get("type") == "object":
        return bool(shape.get("properties")) or is_said(shape.get("additionalProperties") or {})
    return bool(shape.keys() - {"title"})


def test_every_operation_says_what_it_answers():
    untyped = {name for name, operation in operations() if not has_schema(operation)} - FILES
    assert untyped == UNTYPED
