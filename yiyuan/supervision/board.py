"""The leaders' board of a region: counted once by a job, shown to everybody who looks until the next count.

Every number names the list it was counted from. What is late is a signal, never a finding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from yiyuan.catalog.api import fresh_among, published_in
from yiyuan.catalog.types import PublishedLine
from yiyuan.disputes.api import states_in as rechecks_in
from yiyuan.disputes.types import State as RecheckState
from yiyuan.licences.api import states_in as licences_in
from yiyuan.licences.types import State as LicenceState
from yiyuan.organisations.api import infos, lower_regions
from yiyuan.projects.api import states_in as projects_in
from yiyuan.projects.types import State as ProjectState
from yiyuan.rectification.api import states_in as orders_in
from yiyuan.rectification.types import OWED
from yiyuan.registries.api import district_outlines
from yiyuan.supervision.situation import Body, Period, Share, Situation
from yiyuan.supervision.situation import read as read_situation
from yiyuan.web.components import number

MOST = 40  # departments kept


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with the list behind it. part: of `value` where it is a share; late: it calls for somebody."""

    title: str
    value: str
    note: str
    href: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """A region below with its departments together. shares: handed in, within the cycle, terms kept; outline: a path of
    SVG, where the region's own geography has one.
    """

    code: str
    name: str
    resources: int
    handed: str
    fresh: str
    terms: str
    late: int
    outline: str = ""


def count(region_code: str, *, on: date) -> dict[str, Any]:
    """Everything of the page, ready for JSON."""
    found = read_situation(region_code, on=on)
    lines = published_in(region_code)
    handed = fresh_among([line.id for line in lines])
    districts, drawing = _districts(region_code, found, lines, handed)
    return {
        "tiles": [asdict(tile) for tile in _tiles(region_code, found, lines, handed)],
        "months": [_month(month) for month in found.months],
        "bodies": [_body(body) for body in found.bodies[:MOST]],
        "districts": [asdict(one) for one in districts],
        "map": drawing,
    }


def _share(total: int, good: int) -> Share:
    return Share(total, good)


def words_of(share: Share, *, none: str) -> str:
    return none if share.rate is None else f"{share.rate}%"


def _tiles(region_code: str, found: Situation, lines: Iterable[PublishedLine], handed: set[int]) -> list[Tile]:
    lines = list(lines)
    owed = [line for line in lines if not line.held]
    came = Share(len(owed), sum(line.id in handed for line in owed))
    fresh, answers, terms = Share(), Share(), Share()
    for body in found.bodies:
        fresh.add(body.fresh.total, body.fresh.good)
        answers.add(body.answers.total, body.answers.good)
        terms.add(body.terms.total, body.terms.good)
    times = sum(month.used.times for month in found.months)
    rechecks, licences = rechecks_in(region_code), licences_in(region_code)
    projects, orders = projects_in(region_code), orders_in(region_code)
    doubted = rechecks.get(RecheckState.RECHECKING, 0) + rechecks.get(RecheckState.EXTENDED, 0)
    building = sum(projects.get(state, 0) for state in (ProjectState.BUILDING, ProjectState.RECTIFYING))
    owing = sum(orders.get(state, 0) for state in OWED)
    upkeep, desk = reverse("sharing:upkeep"), reverse("workflow:desk", args=["overseen"])
    return [
        Tile(
            "目录资源",
            number(len(lines)),
            f"{len({line.provider_id for line in lines})} 个部门",
            reverse("catalog:resources"),
        ),
        Tile("已归集", words_of(came, none="没有资源"), _of(came, "个资源"), upkeep),
        Tile("按周期更新", words_of(fresh, none="没有资源"), _of(fresh, "个资源"), upkeep),
        Tile(
            "共享申请按期答复",
            words_of(answers, none="没有到期的"),
            _of(answers, "件，近一年"),
            reverse("sharing:received"),
        ),
        Tile("使用次数", number(times), "近一年，接口和文件", reverse("exchange:uses")),
        Tile(
            "数据校核", number(doubted), f"在核；共 {number(sum(rechecks.values()))} 件", reverse("disputes:rechecks")
        ),
        Tile(
            "已签发证照",
            number(licences.get(LicenceState.ISSUED, 0)),
            f"共 {number(sum(licences.values()))} 件",
            reverse("licences:licences"),
        ),
        Tile("信息化项目", number(sum(projects.values())), f"{building} 个在建", reverse("projects:projects")),
        Tile(
            "违规待整改",
            number(owing),
            f"整改单共 {number(sum(orders.values()))} 件",
            reverse("rectification:orders"),
            late=owing > 0,
        ),
        Tile(
            "逾期未办",
            number(found.late),
            f"{found.late_bodies} 个部门；线索，没有认定",
            f"{desk}?lateness=late",
            late=found.late > 0,
        ),
    ]


def _of(share: Share, unit: str) -> str:
    return f"{number(share.good)} / {number(share.total)} {unit}"


def _month(month: Period) -> dict[str, Any]:
    return {
        "label": month.label,
        "known": month.known,
        "batches": month.batches,
        "fresh": month.fresh.rate,
        "answers": month.answers.rate,
        "terms": month.terms.rate,
        "times": month.used.times,
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "id": body.id,
        "name": body.name,
        "open": body.open,
        "late": body.late,
        "terms": words_of(body.terms, none="—"),
        "answers": words_of(body.answers, none="—"),
        "fresh": words_of(body.fresh, none="—"),
    }


def _districts(
    region_code: str, found: Situation, lines: Iterable[PublishedLine], handed: set[int]
) -> tuple[list[District], dict[str, str]]:
    """By code, with their outlines; the frame of the drawing and its approval number."""
    regions = lower_regions(region_code)
    if not regions:
        return [], {}
    drawn = district_outlines(region_code)
    lines = list(lines)
    where = {
        number: info.region_code
        for number, info in infos({*(b.id for b in found.bodies), *(one.provider_id for one in lines)}).items()
    }
    made = []
    for region in regions:
        own = [line for line in lines if where.get(line.provider_id) == region.code]
        owed = [line for line in own if not line.held]
        bodies = [body for body in found.bodies if where.get(body.id) == region.code]
        fresh, terms = Share(), Share()
        for body in bodies:
            fresh.add(body.fresh.total, body.fresh.good)
            terms.add(body.terms.total, body.terms.good)
        made.append(
            District(
                region.code,
                region.name,
                len(own),
                words_of(Share(len(owed), sum(line.id in handed for line in owed)), none="—"),
                words_of(fresh, none="—"),
                words_of(terms, none="—"),
                sum(body.late for body in bodies),
                drawn.outline_of(region.code, region.name) if drawn else "",
            )
        )
    return made, {"box": drawn.box, "number": drawn.map_number} if drawn else {}


def content_of(held: Mapping[str, Any]) -> dict[str, Any]:
    """A kept board with its tiles and districts as values."""
    return {
        **held,
        "tiles": [Tile(**one) for one in held["tiles"]],
        "districts": [District(**one) for one in held["districts"]],
    }
