"""Joint checks at both doors: what is scored by whom, what one body scores, one result a department."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.regulations.api import cited, key
from yiyuan.supervision import policies, selectors, services
from yiyuan.supervision.forms.checks import JointForm, ScoresForm, SummaryForm
from yiyuan.supervision.models import JointCheck, Scoring
from yiyuan.supervision.types import JOINT_WORDS, SCORING_WORDS, JointState, ScoringState
from yiyuan.supervision.workflow import JOINT, SCORING
from yiyuan.web.bodies import Body, Id
from yiyuan.web.components import Empty, Fact, LightKind, Link
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: dict[str, LightKind] = {
    JointState.OPEN: "run",
    JointState.CLOSED: "end",
    ScoringState.AWAITED: "soon",
    ScoringState.GIVEN: "ok",
}


class ResultOut(Schema):
    """means: by subject, over the bodies that scored it; whole: the one result, none where nobody scored."""

    id: int
    name: str
    means: dict[str, Decimal]
    whole: Decimal | None
    bodies: int
    remarks: list[str]


class JointLine(MatterOut, Schema):
    """until_on: the last day for scoring, as it was set."""

    year: int
    title: str
    subjects: list[str]
    until_on: date
    opened_on: date
    closed_on: date | None

    @staticmethod
    def resolve_until_on(found: Any) -> Any:  # a matter with its actor
        return found.model.due_on


class JointOut(JointLine):
    """results: of all departments to those who oversee the region, else one's own once it is closed."""

    summary: str
    results: list[ResultOut]

    @staticmethod
    def resolve_results(found: Any) -> Any:  # a joint check with its actor
        return selectors.results(found.actor, found.model)


class ScoringOut(MatterOut, Schema):
    joint_id: int = Field(alias="check_of_id")
    organisation: str = Field(alias="organisation.name")
    until_on: date
    scored_by: str
    scored_on: date | None

    @staticmethod
    def resolve_until_on(found: Any) -> Any:  # a matter with its actor
        return found.model.check_of.due_on


class ScoreIn(Body):
    organisation_id: Id
    subject: Annotated[str, Field(max_length=20)]
    points: Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
    remark: Annotated[str, Field(max_length=300)] = ""


class ScoresIn(Body):
    """What is left out is not scored."""

    scores: Annotated[list[ScoreIn], Field(min_length=1, max_length=2000)]

    def filled(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for one in self.scores:
            said[f"points_{one.organisation_id}_{one.subject}"] = one.points
            said[f"remark_{one.organisation_id}"] = one.remark
        return said


def _subjects(joint: JointCheck) -> str:
    words = key("supervision.joint").values
    return "、".join(words[subject] for subject in joint.subjects)


def _facts(joint: JointCheck, actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("考核内容", _subjects(joint)),
        Fact("评分截止", joint.due_on.isoformat()),
        Fact("发起", f"{joint.opened_by}，{joint.opened_on.isoformat()}"),
    ]
    if own := selectors.own_scoring(actor, joint):
        facts.append(Fact("本单位评分", Link(own.get_state_display(), own.get_absolute_url())))
    if joint.closed_on:
        facts.append(Fact("汇总", f"{joint.closed_on.isoformat()}　{joint.summary}", wide=True))
    return facts


def _results(request: HttpRequest, joint: JointCheck) -> Listing:
    words = key("supervision.joint").values

    def mean(subject: str) -> Column:
        return Column(
            subject,
            words[subject],
            lambda r: r.means.get(subject, ""),
            numeric=True,
            export=lambda r: r.means.get(subject),
        )

    return Listing(
        request,
        selectors.results(actor_of(request), joint),
        [
            Column("name", "部门", "name", head=True, sort="name"),
            *(mean(subject) for subject in joint.subjects),
            Column(
                "whole",
                "结果",
                lambda r: r.whole if r.whole is not None else "没有评分",
                numeric=True,
                export=lambda r: r.whole,
            ),
            Column("bodies", "评分单位", "bodies", numeric=True, sort="bodies"),
            Column("remarks", "说明", lambda r: "；".join(r.remarks)),
        ],
        filename=f"{joint}结果",
        caption="各部门结果",
        unit="个部门",
        empty=Empty("汇总以后，本部门的结果列在这里。"),
    )


def _context(actor: Actor, joint: JointCheck) -> Mapping[str, Any]:
    rows = joint.scorings.select_related("organisation").order_by("organisation__name", "id")
    return {"scorings": rows if actor.has(*OVERSEERS) else (), "chips": cited(actor, "supervision.joint")}


JOINTS = Matters(
    JOINT,
    app="supervision",
    noun="joint",
    title="联合考核",
    unit="次",
    about="会同有关单位对各部门评分；每项取各单位的平均，再取各项的平均，每个部门一个结果。",
    empty="还没有联合考核。",
    find=selectors.joint_for,
    rows=selectors.joints,
    facts=_facts,
    shown=JointOut,
    listed=JointLine,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("考核", str, key="title"),
        Column("subjects", "考核内容", _subjects),
        Column("due", "评分截止", "due_on", sort="due_on", css="nw"),
        Column("closed", "汇总日期", "closed_on", sort="closed_on", css="nw"),
    ],
    filters=[state_filter(JOINT_WORDS), text_filter("title", "名称")],
    chips=lambda actor: cited(actor, "supervision.joint"),
    links=lambda _actor: [Link("评分", "/assessments/scorings/")],
    page="supervision/joint.html",
    context=_context,
    inner=_results,
    asks={
        "close": Ask(
            services.close_joint,
            SummaryForm,
            "各单位评完，或者评分截止之后，才能汇总。",
            beside="summary",
            name="close_joint",
        )
    },
    new=New(
        services.open_joint,
        JointForm,
        policies.may_assess,
        "发起联合考核",
        "选中的单位都会收到评分的事项。",
        beside={"supervision.year": "year", "supervision.bodies": "bodies"},
        by="supervision.joint",
        key="supervision.joint",
        name="new_joint",
    ),
)


def _scoring_facts(scoring: Scoring, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("联合考核", Link(str(scoring.check_of), scoring.check_of.get_absolute_url())),
        Fact("评分单位", scoring.organisation.name),
        Fact("评分截止", scoring.check_of.due_on.isoformat()),
        Fact("评分", f"{scoring.scored_by}，{scoring.scored_on.isoformat()}" if scoring.scored_on else "还没有评分"),
    ]


def _scores(request: HttpRequest, scoring: Scoring) -> Listing:
    words = key("supervision.joint").values
    return Listing(
        request,
        scoring.scores.select_related("organisation").order_by("organisation__name", "subject"),
        [
            Column("name", "部门", "organisation.name", head=True),
            Column("subject", "考核内容", lambda s: words[s.subject]),
            Column("points", "得分", "points", numeric=True, sort="points"),
            Column("remark", "说明", "remark"),
        ],
        filename=f"{scoring}",
        caption="评分",
        unit="项",
        empty=Empty("还没有评分。"),
    )


SCORINGS = Matters(
    SCORING,
    app="supervision",
    noun="scoring",
    title="联合考核评分",
    unit="份",
    about="给各部门评分，不掌握情况的留空。评分之后不能再改。",
    empty="没有要评分的联合考核。",
    find=selectors.scoring_for,
    rows=selectors.scorings,
    facts=_scoring_facts,
    shown=ScoringOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("考核", lambda s: str(s.check_of), key="title"),
        Column("body", "评分单位", "organisation.name"),
        Column("due", "评分截止", "due_on", css="nw"),
        Column("scored", "评分日期", "scored_on", sort="scored_on", css="nw"),
    ],
    filters=[state_filter(SCORING_WORDS)],
    inner=_scores,
    asks={
        "give": Ask(
            services.give_scores,
            ScoresForm,
            "满分 100 分；留空的不计。",
            page="scores",
            operation="scores",
            body=ScoresIn,
        )
    },
)
