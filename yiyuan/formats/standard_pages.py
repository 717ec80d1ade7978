"""The city's standards of faces at both doors."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema

from yiyuan.formats import selectors, services
from yiyuan.formats.forms import StandardForm
from yiyuan.formats.models import Standard
from yiyuan.formats.types import SHEET_WORDS, Sheet
from yiyuan.formats.workflow import CENTRE
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Noted
from yiyuan.web.lists import Column, name_column
from yiyuan.workflow.api import Matters, New


class StandardOut(Schema):
    """The highest number of a region is in force. seal: breadth of its place in millimetres, least and most."""

    id: int
    number: int
    title: str
    needs: list[str]
    sheets: list[str]
    least_points: float
    seal_least_mm: float
    seal_most_mm: float
    note: str
    published_on: date


def _facts(one: Standard, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("照面须有", "、".join(one.needs), wide=True),
        Fact("允许的幅面", "、".join(SHEET_WORDS[Sheet(sheet)] for sheet in one.sheets), wide=True),
        Fact("最小字号", f"{one.least_points:g} 磅"),
        Fact("印章位置", f"{one.seal_least_mm:g} 到 {one.seal_most_mm:g} 毫米"),
        Fact("发布", Noted(one.published_on, f"{one.organisation.short_name} {one.person_name}")),
        *([Fact("说明", one.note, wide=True)] if one.note else []),
    ]


STANDARDS = Matters(
    None,
    app="formats",
    noun="standard",
    parameter="face_standard_id",
    title="版面标准",
    about="全市电子证照版面的标准，按版本发布，最新一版有效：模板启用和每次签发都按它核对。",
    unit="版",
    empty="还没有发布标准，按平台默认的版面要求核对。",
    find=selectors.standard_for,
    rows=selectors.standards,
    facts=_facts,
    shown=StandardOut,
    columns=[
        name_column("标准", "title"),
        Column("number", "版本", lambda one: f"第 {one.number} 版", sort="number", width=100),
        Column("by", "发布", lambda one: f"{one.organisation.short_name} {one.person_name}", width=200),
        Column("on", "日期", "published_on", sort="published_on", css="nw", width=120),
    ],
    chips=lambda actor: cited(actor, "formats.standard"),
    asks={},
    new=New(
        services.publish_standard, StandardForm, CENTRE, "发布新版标准", key="formats.standard", name="new_standard"
    ),
)
