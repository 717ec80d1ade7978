"""What this room does when a record of credit changes: the public site, and those who supervise its subject."""

from typing import Final, Protocol

from yiyuan.audit.api import record
from yiyuan.credit.api import Reader, record_for
from yiyuan.credit.types import SubjectKind
from yiyuan.kernel.actor import system_of
from yiyuan.kernel.errors import NotFound
from yiyuan.standing import policies, publishing, store
from yiyuan.standing.models import Commitment
from yiyuan.standing.services.watches import tell_watchers
from yiyuan.standing.types import StandingTag

KIND_OF: Final = {"行政许可": store.PERMIT, "行政处罚": store.PENALTY}


class OfRecord(Protocol):
    """An event of the credit room about one record."""

    @property
    def record_id(self) -> int: ...
    @property
    def subject_code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def region_code(self) -> str: ...


def follow(event: OfRecord, what: str) -> None:
    """In the transaction of the change."""
    show_record(event.record_id, region=event.region_code)
    tell_watchers(event.subject_code, what=f"{event.kind}{what}")


def show_record(record_id: int, *, region: str) -> None:
    """As the public reads it, until its last day; where the public reads nothing of it, it is gone."""
    store.take_back(store.RECORDS, record_id)
    if not policies.runs(region) or Commitment.objects.filter(record_id=record_id).exists():
        return
    try:
        seen = record_for(Reader.public(), record_id)
    except NotFound:
        return
    code = "" if seen.subject_kind is SubjectKind.NATURAL else seen.subject_code
    body = {
        "code": code,
        "title": seen.item,
        "matter": seen.matter,
        "facts": seen.description,
        "document_no": seen.document_no,
        "by": seen.provider,
        "marks": list(seen.marks),
        "statements": list(seen.statements),
        "more": list(seen.values.items()),
    }
    publishing.describe(region)
    store.show(
        KIND_OF.get(seen.kind, store.RECORD),
        record_id,
        region=region,
        code=code,
        name=seen.subject_name,
        day=seen.document_on or seen.made_on,
        until=seen.published_until,
        body=body,
    )
    facts = {"until": str(seen.published_until)}
    record(system_of(region), StandingTag.SHOWN, object_type="credit.record", object_id=record_id, facts=facts)
