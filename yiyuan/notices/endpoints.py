"""A person's notices for machines."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from yiyuan.kernel.actor import Function
from yiyuan.notices import selectors, services
from yiyuan.notices.forms import WishesForm
from yiyuan.notices.models import Notice, Sending, Wishes
from yiyuan.notices.types import Pace
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.web.bodies import Body, Text
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class NoticeOut(Schema):
    id: int
    kind: str
    sentence: str
    href: str
    about: str
    matter: str
    over: bool
    due_on: date | None
    made_on: date
    read_at: datetime | None


class WishesIn(Body):
    """To be written to outside the platform, an address is needed; quiet hours have both ends."""

    pace: Pace
    mail: Text = ""
    messenger: Text = ""
    quiet_from: time | None = None
    quiet_to: time | None = None


class ReadOut(Schema):
    """read: how many were marked."""

    read: int


class SendingOut(Schema):
    id: int
    state: str
    way: str
    tries: int
    error: str
    not_before: datetime
    sent_at: datetime | None


@router.get("/", response=page_of(NoticeOut), summary="我的通知")
def notices(request: HttpRequest, paging: Query[Paging], *, unread: bool = False) -> Any:  # a page of notices
    """Yours, the newest first; `unread`: only those."""
    found = selectors.mine(actor_from_request(request))
    return paged(found.filter(read_at=None) if unread else found, paging, lambda notice: notice)


@router.post("/read", response=ReadOut, summary="全部标为已读")
def read_all(request: HttpRequest) -> dict[str, int]:
    return {"read": services.mark_read(actor_from_request(request))}


@router.get("/wishes", response=WishesIn, summary="我的通知设置")
def get_wishes(request: HttpRequest) -> Wishes:
    return selectors.wishes_of(actor_from_request(request).account_id)


@router.put("/wishes", response=WishesIn, summary="保存通知设置")
def save_wishes(request: HttpRequest, body: WishesIn) -> Wishes:
    actor = actor_from_request(request)
    values = checked(WishesForm(body.dict()))
    services.save_wishes(actor=actor, **{**values, "pace": body.pace})
    return selectors.wishes_of(actor.account_id)


@router.get("/sendings", response=page_of(SendingOut), summary="发送记录（平台运维）")
def sendings(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of sendings
    """What left, waits or failed, and why; without words of notices."""
    actor = actor_from_request(request)
    require(actor, Function.OPERATOR, Function.SYSTEM_ADMIN)
    return paged(selectors.sendings(actor), paging, lambda sending: sending)


@router.post("/sendings/{int:sending_id}/retry", response=SendingOut, summary="重新发送")
def retry(request: HttpRequest, sending_id: int) -> Sending:
    actor = actor_from_request(request)
    services.retry(sending_id, actor=actor)
    return selectors.sendings(actor).get(id=sending_id)


@router.post("/{int:notice_id}/read", response=NoticeOut, summary="一条标为已读")
def read(request: HttpRequest, notice_id: int) -> Notice:
    actor = actor_from_request(request)
    services.mark_read(actor, notice_id)
    return selectors.notice_for(actor, notice_id)
