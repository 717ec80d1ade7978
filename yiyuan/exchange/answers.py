"""A taken file as an answer to a request; its record is committed by then."""

import base64

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from yiyuan.exchange.services import Taken


def file_response(taken: Taken) -> StreamingHttpResponse:
    """Streamed, with its length, its digest and its delivery in the head."""
    response = StreamingHttpResponse(taken.pieces, content_type=taken.media)
    response["Content-Length"] = str(taken.delivery.bytes)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=taken.name) or ""
    digest = bytes.fromhex(taken.delivery.sha256)
    response["Digest"] = f"sha-256={base64.b64encode(digest).decode()}"
    response["X-Content-SHA256"] = taken.delivery.sha256
    response["X-Delivery"] = taken.delivery.code
    response["X-Rows"] = str(taken.delivery.rows)
    response["Cache-Control"] = "no-store"
    return response
