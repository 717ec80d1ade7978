"""Cases of users who do not report or not truthfully, at both doors."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.opening import forms, policies, selectors, services
from yiyuan.opening.models import Breach
from yiyuan.opening.types import BREACH_WORDS
from yiyuan.opening.workflow import BREACH
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, Lights, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: Lights = {"open": "soon", "upheld": "late", "dropped": "end"}


class BreachOut(MatterOut, Schema):
    """rests: the key opens nothing while the case is open."""

    access_id: int
    kind: str
    evidence: str
    rests: bool
    opened_on: date
    statement: str
    result: str
    closed_on: date | None


def _facts(one: Breach, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("利用人", Link(one.access.applicant, one.access.get_absolute_url())),
        Fact("协议", one.access.agreement_no),
        Fact("情形", one.get_kind_display()),
        Fact("立案", Noted(one.opened_on, one.opened_by)),
        Fact("核查期间", "暂停使用" if one.rests else "照常使用"),
        Fact("依据和证据", one.evidence, wide=True),
        *([Fact("利用人的说明", one.statement, wide=True)] if one.statement else []),
        *([Fact("处理", Noted(one.result, str(one.closed_on)), wide=True)] if one.closed_on else []),
    ]


BREACHES = Matters(
    BREACH,
    app="opening",
    noun="breach",
    parameter="open_breach_id",
    title="利用情况违规",
    about="利用人不报告、报告虚假情况的，立案核查，听取说明，按规定和协议处理。",
    empty="没有立案。漏报的在申请的页面立案。",
    names={"list": "breaches"},
    find=selectors.breach_for,
    rows=selectors.breaches,
    facts=_facts,
    shown=BreachOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("利用人", "access.applicant", key="applicant"),
        Column("kind", "情形", "get_kind_display", sort="kind"),
        Column("opened", "立案日期", "opened_on", sort="opened_on", css="nw"),
        Column("closed", "结案日期", "closed_on", sort="closed_on", css="nw"),
    ],
    filters=[state_filter(BREACH_WORDS), text_filter("applicant", "利用人", "access__applicant")],
    chips=lambda actor: cited(actor, "opening.untrue", "opening.reports"),
    asks={
        "uphold": Ask(services.uphold_breach, forms.UpholdForm, beside="words", name="uphold_breach"),
        "drop": Ask(services.drop_breach, forms.WordsForm, beside="words", name="drop_breach"),
    },
    new=New(
        services.open_breach,
        forms.BreachForm,
        policies.is_centre,
        "立案",
        beside={"opening.breach": "kind", "opening.said": "evidence"},
        by="opening.breach.open",
        key="opening.untrue",
        name="new_breach",
        under=Under(
            "open_access_id",
            selectors.access_to_report,
            "accesses/<int:open_access_id>/breach/",
            "accesses/{int:open_access_id}/breaches",
        ),
    ),
)
