"""The leaders' board at both doors: one page, also on a large screen and on one sheet of paper."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import Schema

from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import region_name
from yiyuan.supervision import selectors
from yiyuan.supervision.board import content_of
from yiyuan.supervision.situation_page import looking
from yiyuan.web.components import Chart, Series
from yiyuan.web.htmx import render

SHOWN = 12  # departments, those with most late first


class TileOut(Schema):
    title: str
    value: str
    note: str
    href: str
    late: bool


class BoardMonthOut(Schema):
    """fresh, answers, terms: per cent, none where nothing was due. known: anything was on record by its end."""

    label: str
    known: bool
    batches: int
    fresh: float | None
    answers: float | None
    terms: float | None
    times: int


class BoardBodyOut(Schema):
    id: int
    name: str
    open: int
    late: int
    terms: str
    answers: str
    fresh: str


class DistrictOut(Schema):
    code: str
    name: str
    resources: int
    handed: str
    fresh: str
    terms: str
    late: int


class BoardOut(Schema):
    """As it was last counted."""

    on: date
    taken_at: datetime
    tiles: list[TileOut]
    months: list[BoardMonthOut]
    bodies: list[BoardBodyOut]
    districts: list[DistrictOut]


def _charts(months: Sequence[Mapping[str, Any]]) -> list[tuple[Chart, list[str], list[list[object]]]]:
    """Each with the heads and rows of its table."""
    labels = [month["label"] for month in months]

    def series(name: str, key: str, **more: Any) -> Series:  # of Series
        return Series(name, [month[key] if month["known"] else None for month in months], **more)

    share: dict[str, Any] = {"kind": "line", "percent": True}
    drawn = [
        Chart(
            "每月归集批次和月末更新比例", labels, [series("批次", "batches"), series("按周期更新", "fresh", **share)]
        ),
        Chart(
            "每月到期事项按期比例",
            labels,
            [series("共享申请", "answers", **share), series("全部期限", "terms", **share)],
        ),
        Chart("每月使用次数", labels, [series("使用次数", "times")]),
    ]
    return [
        (
            chart,
            [one.name for one in chart.series],
            [[label, *(_shown(one, place) for one in chart.series)] for place, label in enumerate(labels)],
        )
        for chart in drawn
    ]


def _shown(series: Series, place: int) -> str:
    value = series.values[place]
    if value is None:
        return "没有数据"
    return f"{value}%" if series.percent else str(value)


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """As the job counted it last; nothing is counted here."""
    actor = looking(request)
    held = selectors.latest_board(actor.region_code)
    context: dict[str, Any] = {
        "held": held,
        "region": region_name(actor.region_code),
        "shown": f":{SHOWN}",
        "shown_number": SHOWN,
    }
    if held is not None:
        found = content_of(held.content)
        desk = reverse("workflow:desk", args=["overseen"])
        context |= {
            "found": found,
            "charts": _charts(found["months"]),
            "bodies": [(one, f"{desk}?department={one['id']}&lateness=late") for one in found["bodies"]],
            "outlined": any(one.outline for one in found["districts"]),
        }
    return render(request, "supervision/board.html", context)


def board(request: HttpRequest) -> Any:  # a board
    """Raises NotFound where nothing was counted yet."""
    actor = looking(request)
    held = selectors.latest_board(actor.region_code)
    if held is None:
        raise NotFound("supervision.board")
    return {"on": held.on, "taken_at": held.taken_at, **held.content}
