"""A person's notices for machines."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.notices import selectors, services
from yiyuan.notices.models import Notice
from yiyuan.organisations.api import actor_from_request

router = Router()
MOST = 200


class NoticeOut(Schema):
    id: int
    kind: str
    sentence: str
    href: str
    due_on: date | None
    made_on: date
    read_at: datetime | None


@router.get("/", response=list[NoticeOut])
def notices(request: HttpRequest) -> list[Notice]:
    """Your latest 200 notices, the newest first."""
    return list(selectors.mine(actor_from_request(request))[:MOST])


@router.post("/{notice_id}/read", response=NoticeOut)
def read(request: HttpRequest, notice_id: int) -> Notice:
    actor = actor_from_request(request)
    services.mark_read(actor, notice_id)
    return selectors.notice_for(actor, notice_id)
