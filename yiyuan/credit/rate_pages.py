"""How timely, accurate and complete each provider gives: figures of a period and the records behind them."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.credit import rates
from yiyuan.credit.catalog_pages import label
from yiyuan.credit.models import CreditRecord
from yiyuan.credit.rates import RATE_WORDS, Rate, Rates
from yiyuan.kernel import clock
from yiyuan.kernel.actor import DEPARTMENT, Actor, Function
from yiyuan.kernel.dates import day_in
from yiyuan.regulations.api import cited
from yiyuan.web.bodies import Day
from yiyuan.web.components import Link, Noted
from yiyuan.web.edge import actor_of, require
from yiyuan.web.lists import Column, Filter, list_page
from yiyuan.web.paging import Paging, page_of, placed

router = Router()


class Period(Paging):
    """first, last: days of receipt, inclusive; without them the year so far."""

    first: Day | None = None
    last: Day | None = None

    def days(self) -> tuple[date, date]:
        return self.first or _year_begins(), self.last or clock.today()


class Behind(Period):
    lacking: Annotated[Rate | None, Field(description="only the records that do not keep this one")] = None


class RatesOut(Schema):
    """Of `records` received: how many were timely, accurate (never corrected or withdrawn) and complete."""

    provider_id: int
    provider: str
    records: int
    timely: int
    accurate: int
    complete: int
    filled_fields: int
    fields: int


class SuppliedOut(Schema):
    """A record behind the figures; nothing of its content. gaps: columns that are not filled."""

    id: int
    item: str
    document_no: str
    made_on: date
    due_on: date
    received_on: date
    mended: bool
    gaps: list[str]


def _year_begins() -> date:
    return clock.today().replace(month=1, day=1)


def _reader(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, *DEPARTMENT, Function.BUREAU, Function.OPERATOR)
    return actor


def _days(request: HttpRequest) -> tuple[date, date]:
    """The period of the address; what is no day is the year so far."""
    first, last = (day_in(request.GET.get(name, "")) for name in ("first", "last"))
    return first or _year_begins(), last or clock.today()


DAYS = [
    Filter(name, words, lambda rows, _value: rows, kind="date")
    for name, words in (("first", "提供日期自"), ("last", "提供日期至"))
]


@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """By provider, for a period."""
    actor = _reader(request)
    first, last = _days(request)

    def behind(one: Rates, rate: Rate, kept: int, of: int | None = None) -> Link:
        href = reverse("credit:rated", args=[one.provider_id])
        return Link(one.share(kept, of), f"{href}?first={first}&last={last}&lacking={rate}")

    return list_page(
        request,
        rates.rates(actor, first=first, last=last),
        [
            Column("provider", "提供单位", "provider", sort="provider", head=True),
            Column("records", "提供条数", "records", sort="records", numeric=True),
            Column("timely", "及时", lambda one: behind(one, Rate.TIMELY, one.timely), numeric=True),
            Column("late", "迟交", lambda one: one.records - one.timely, numeric=True),
            Column("accurate", "准确", lambda one: behind(one, Rate.ACCURATE, one.accurate), numeric=True),
            Column("mended", "更正或者撤回", lambda one: one.records - one.accurate, numeric=True),
            Column("complete", "完整", lambda one: behind(one, Rate.COMPLETE, one.complete), numeric=True),
            Column("fields", "应填字段填写", lambda one: one.share(one.filled_fields, one.fields), numeric=True),
        ],
        filters=DAYS,
        title="提供情况",
        fact=f"{first} 至 {last} 收到的记录。{label(actor)}",
        unit="个单位",
        empty="这段时间没有收到记录。",
        chips=cited(actor, "credit.rates", "credit.supply", "credit.assessed"),
    )


@require_GET
def rated(request: HttpRequest, provider_id: int) -> HttpResponseBase:
    """The records behind a provider's figures."""
    actor = _reader(request)
    first, last = _days(request)
    rows = rates.behind(actor, provider_id, first=first, last=last)
    provider = rows[0].provider

    def supply(one: CreditRecord) -> Noted:
        return Noted(one.received_on, "迟交" if one.is_late else "按时")

    lacking = Filter("lacking", "没有做到", rates.lacking, [(rate.value, words) for rate, words in RATE_WORDS.items()])
    return list_page(
        request,
        rows,
        [
            Column("document", "文书号", "document_no", head=True),
            Column("item", "目录事项", "item.name", sort="item__name"),
            Column("made", "制作或者获取", "made_on", sort="made_on", css="nw"),
            Column("due", "应当提供", "due_on", sort="due_on", css="nw"),
            Column("received", "提供", supply, sort="received_on"),
            Column("mended", "准确", lambda one: "更正或者撤回过" if one.mended else "没有改过"),
            Column("gaps", "没有填的字段", lambda one: "、".join(rates.gaps(one)) or "—"),
        ],
        filters=[*DAYS, lacking],
        title=f"{provider.name}的提供情况",
        fact=f"{first} 至 {last} 收到的记录。{label(actor)}",
        unit="条",
        empty="没有这样的记录。",
        chips=cited(actor, "credit.rates", "credit.supply"),
    )


@router.get("rates", response=page_of(RatesOut), summary="各单位提供信用信息的及时、准确、完整")
def rates_of(request: HttpRequest, period: Query[Period]) -> Any:  # a page
    first, last = period.days()
    return placed(rates.rates(_reader(request), first=first, last=last), period, lambda one: one)


@router.get("rates/{int:provider_id}", response=page_of(SuppliedOut), summary="提供情况背后的记录")
def records_of(request: HttpRequest, provider_id: int, wanted: Query[Behind]) -> Any:  # a page
    first, last = wanted.days()
    rows = rates.behind(_reader(request), provider_id, first=first, last=last)
    if wanted.lacking:
        rows = rates.lacking(rows, wanted.lacking)

    def shown(one: Any) -> dict[str, Any]:  # a record with what it lacks
        told = {
            name: getattr(one, name) for name in ("id", "document_no", "made_on", "due_on", "received_on", "mended")
        }
        return told | {"item": one.item.name, "gaps": rates.gaps(one)}

    return placed(rows, wanted, shown)
