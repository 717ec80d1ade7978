"""Registries and their builds at both doors, from a table of asks each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor
from yiyuan.registries import duplicates, linking, looking, maps, policies, regrouping, running, selectors, services
from yiyuan.registries.forms import AboutForm, FoundForm, ReasonForm, RegroupForm, RemoveForm, SameForm
from yiyuan.registries.models import Build, Linking, Registry, Regrouping, Suspect
from yiyuan.registries.types import (
    BUILD_ENDS,
    BUILD_WORDS,
    DECIDES_WORDS,
    ENGINE_WORDS,
    KIND_WORDS,
    LINKING_WORDS,
    MODE_WORDS,
    REACH_WORDS,
    REGROUPING_WORDS,
    STATE_WORDS,
    SUSPECT_WORDS,
    BuildState,
    Decides,
    EngineName,
    Kind,
    Mode,
    Reach,
    State,
)
from yiyuan.registries.workflow import BUILD, LINKING, REGISTRY, REGROUPING, SUSPECT
from yiyuan.regulations.api import cited
from yiyuan.web.components import Empty, Fact, Light, LightKind, Link, moment, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

USERS = PARTIES | OVERSEERS


class ItemOut(Schema):
    """key: names the subject."""

    id: int
    name: str
    decides: Decides
    item_class: str
    key: bool


class SourceOut(Schema):
    """columns: by id of the registry's item, the name of the source's."""

    id: int
    name: str
    resource_id: int | None
    base_id: int | None
    provider: str = Field(alias="provider.name")
    priority: int
    recency: str
    filter_item: str
    filter_keeps: str
    filter_words: list[str]
    columns: dict[str, str]
    ranks: dict[str, int]
    codes: dict[str, dict[str, str]]


class RegistryOut(MatterOut, Schema):
    """few: a theme of fewer departments than the law means. engine: what built the records that stand."""

    name: str
    category: str
    class_code: str
    about: str
    lead: str = Field(alias="lead.name")
    expected: str
    mode: Mode
    rows: int
    held: int
    digest: str
    built_at: datetime | None
    engine: str = Field(alias="built_by")
    few: bool
    items: list[ItemOut]
    sources: list[SourceOut]

    @staticmethod
    def resolve_few(seen: Any) -> bool:  # a registry with who asks
        return selectors.is_too_few(seen.model)

    @staticmethod
    def resolve_items(seen: Any) -> Any:  # a registry with who asks
        return list(seen.model.items.all())

    @staticmethod
    def resolve_sources(seen: Any) -> Any:  # a registry with who asks
        return list(seen.model.sources.select_related("provider"))


class BuildOut(MatterOut, Schema):
    """inputs: by id of the source, the last batch that was read of it. subjects: how many records were made anew."""

    registry_id: int
    reach: Reach
    engine: EngineName
    asked_at: datetime
    ended_at: datetime | None
    inputs: dict[str, int | None]
    read_rows: int
    subjects: int
    rows: int | None
    lost: int | None
    held: int | None
    digest: str
    words: str


class AskedOut(Schema):
    """A job that was asked for; how far it is stands under its id, among the builds or the searches."""

    id: int
    state: str
    registry_id: int
    asked_at: datetime


class LinkingOut(MatterOut, Schema):
    """pairs: above the threshold; fresh: of these, not asked about before."""

    registry_id: int
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    persons: int | None
    pairs: int | None
    fresh: int | None
    words: str


class SuspectOut(MatterOut, Schema):
    """name, number, birth, address: how near, 0 the closest; None where one has no value. Whom: on the page alone."""

    registry_id: int
    probability: float
    name: int | None
    number: int | None
    birth: int | None
    address: int | None
    found_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    regrouping_id: int | None


LIGHTS: dict[str, LightKind] = {"empty": "none", "active": "ok", "stopped": "end"}
BUILD_LIGHTS: dict[str, LightKind] = {
    "waiting": "run",
    "running": "run",
    "done": "ok",
    "failed": "late",
    "cancelled": "end",
}


def _light(found: Registry) -> Light:
    """A theme of one department, or values that are held back, are to be looked at."""
    if found.state == State.ACTIVE and not found.is_base and selectors.is_too_few(found):
        return Light("soon", "不足两个部门")
    return Light(LIGHTS[found.state], STATE_WORDS[State(found.state)])


def _lead(found: Registry) -> str:
    return found.lead.name if found.lead_named_on else f"还没有确定，{found.lead.name}代管"


def _facts(found: Registry, _actor: Actor) -> Sequence[Fact]:
    engine = ENGINE_WORDS[EngineName(found.built_by)] if found.built_by else "还没有汇集"
    made = [
        Fact("种类", f"{found.get_category_display()}　{found.class_words}"),
        Fact("牵头部门", _lead(found)),
        Fact("建设方式", MODE_WORDS[Mode(found.mode)]),
        Fact("记录数", number(found.rows)),
        Fact("挂起的值", number(found.held)),
        Fact("最近更新", moment(found.built_at) if found.built_at else "还没有"),
        Fact("汇集引擎", engine),
    ]
    if found.map_number:
        made.append(Fact("审图号", found.map_number))
    if found.expected:
        made.append(Fact("应有来源部门", found.expected, wide=True))
    if found.about:
        made.append(Fact("说明", found.about, wide=True))
    return made


BUILD_COLUMNS = [
    Column(
        "asked",
        "开始",
        lambda one: Link(moment(one.asked_at), one.get_absolute_url(), note=one.words),
        sort="asked_at",
        head=True,
        export=lambda one: moment(one.asked_at),
    ),
    state_column(BUILD_LIGHTS, width=120),
    Column("reach", "范围", lambda one: REACH_WORDS[Reach(one.reach)], css="nw"),
    Column("engine", "引擎", lambda one: ENGINE_WORDS[EngineName(one.engine)], css="nw"),
    Column("rows", "记录数", "rows", numeric=True),
    Column("held", "挂起", "held", numeric=True),
]


def _builds(request: HttpRequest, found: Registry) -> Listing:
    rows = selectors.builds(actor_of(request)).filter(registry=found)
    return Listing(
        request,
        rows,
        BUILD_COLUMNS,
        filename=f"{found.name}汇集记录",
        caption="汇集记录",
        unit="次",
        empty=Empty("还没有汇集过，或者只有牵头部门看得到。"),
    )


def _context(actor: Actor, found: Registry) -> Mapping[str, Any]:  # template variables
    contributors = selectors.contributors(found)
    few = selectors.is_too_few(found)
    return {
        "few": few,
        "departments": len(selectors.departments(found)),
        "several": cited(actor, "registries.several") if few else [],
        "current": cited(actor, "registries.current"),
        "contributors": contributors,
        "late": [one for one in contributors if one.late],
        "items": [(one, DECIDES_WORDS[Decides(one.decides)]) for one in found.items.all()],
        "may_edit": policies.may_edit(actor, found),
        "has_map": maps.shape_item(found) is not None,
        "may_regroup": policies.may_edit(actor, found) and found.state == State.ACTIVE and found.mode == Mode.CENTRAL,
        "may_look": policies.may_look(actor, found) and found.state == State.ACTIVE,
    }


def _idle(found: Registry) -> bool:
    return (
        found.state == State.ACTIVE
        and found.mode == Mode.CENTRAL
        and not found.builds.filter(state__in=["waiting", "running"]).exists()
    )


def _may_link(found: Registry) -> bool:
    return bool(found.digest) and not found.linkings.filter(state__in=["waiting", "running"]).exists()


REGISTRIES = Matters(
    REGISTRY,
    app="registries",
    noun="registry",
    title="基础库、主题库",
    about="把各部门的数据汇成一个对象一条记录，每个值都写明来自哪里；说法不一的先挂起，甄别后才入库。",
    empty="没有基础库、主题库。本部门牵头或提供来源的库会在这里。",
    unit="个",
    names={"list": "registries"},
    find=selectors.registry_for,
    rows=selectors.registries,
    sort="category",
    chips=lambda actor: cited(actor, "registries.bases", "registries.themes", "registries.conflict"),
    facts=_facts,
    shown=RegistryOut,
    lights=_light,
    columns=[
        state_column(_light),
        name_column("名称", "name", note=lambda one: one.class_words),
        Column("category", "种类", lambda one: one.get_category_display(), sort="category"),
        Column("lead", "牵头部门", _lead, sort="lead__name"),
        Column("rows", "记录数", "rows", sort="rows", numeric=True),
        Column("held", "挂起", "held", sort="held", numeric=True),
        Column("built", "最近更新", "built_at", sort="built_at", css="nw"),
    ],
    filters=[state_filter(STATE_WORDS), text_filter("name", "名称", "name")],
    page="registries/registry.html",
    context=_context,
    inner=_builds,
    links=lambda _actor: [
        Link("汇集记录", reverse("registries:builds")),
        Link("归并对象", reverse("registries:regroupings")),
        Link("疑似重复", reverse("registries:suspects")),
    ],
    asks={
        "start": Ask(services.start_registry, name="start_registry"),
        "build": Ask(
            running.ask_build,
            label="现在汇集一次",
            done="已排队，完成后记录就是新的。",
            may=running.check_asked_by,
            when=_idle,
            name="build_registry",
            gives=AskedOut,
        ),
        "link": Ask(
            duplicates.ask_linking,
            label="找疑似重复",
            done="已排队，找完会通知；找到的在“疑似重复”里逐对核对。",
            may=duplicates.check_linked_by,
            when=_may_link,
            name="link_registry",
            gives=AskedOut,
        ),
        "describe": Ask(
            services.describe,
            AboutForm,
            label="修改说明和建设方式",
            done="已保存。",
            may=services.check_edited_by,
            name="describe_registry",
            page="about",
        ),
        "remove": Ask(
            services.remove_source,
            RemoveForm,
            label="去掉来源",
            done="已去掉，下次汇集后不再有它的值。",
            may=services.check_edited_by,
            when=lambda one: one.sources.exists(),
            name="remove_source",
            page="remove",
        ),
        "stop": Ask(services.stop_registry, name="stop_registry"),
    },
    new=New(
        services.found_registry,
        FoundForm,
        policies.may_found,
        "建立主题库",
        "主题库由多部门资源组成，谁建立谁牵头。",
        by="registries.found",
        name="new_registry",
        key="registries.themes",
    ),
)


def _build_facts(found: Build, _actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("库", Link(found.registry.name, found.registry.get_absolute_url())),
        Fact("范围", REACH_WORDS[Reach(found.reach)]),
        Fact("引擎", ENGINE_WORDS[EngineName(found.engine)]),
        Fact("提出", found.asked_by or "来源更新后自动"),
        Fact("开始", moment(found.asked_at)),
        Fact("结束", moment(found.ended_at) if found.ended_at else "还没有"),
        Fact("读入", f"{number(found.read_rows)} 行"),
    ]
    if found.rows is not None:
        made += [
            Fact("重算", f"{number(found.subjects)} 个对象"),
            Fact("记录数", number(found.rows)),
            Fact("没有采用的值", number(found.lost or 0)),
            Fact("挂起的值", number(found.held or 0)),
            Fact("结果摘要", found.digest, wide=True),
        ]
    if found.inputs:
        names = {str(one.id): one.name for one in found.registry.sources.all()}
        read = [f"{names.get(key, '已去掉的来源')}：{batch or '没有行'}" for key, batch in found.inputs.items()]
        made.append(Fact("读到的批次", "　".join(read), wide=True))
    if found.words:
        made.append(Fact("说明", found.words, wide=True))
    return made


BUILDS = Matters(
    BUILD,
    app="registries",
    noun="build",
    title="汇集记录",
    about="每次汇集读了哪些批次、用哪个引擎、结果怎样；同样的来源和定义，摘要相同。",
    empty="还没有汇集过。",
    unit="次",
    find=selectors.build_for,
    rows=selectors.builds,
    facts=_build_facts,
    shown=BuildOut,
    lights=BUILD_LIGHTS,
    columns=[
        state_column(BUILD_LIGHTS),
        name_column("库", "registry.name", note=lambda one: one.words),
        Column("reach", "范围", lambda one: REACH_WORDS[Reach(one.reach)]),
        Column("engine", "引擎", lambda one: ENGINE_WORDS[EngineName(one.engine)]),
        Column("rows", "记录数", "rows", numeric=True),
        Column("held", "挂起", "held", numeric=True),
        Column("asked", "开始", "asked_at", sort="asked_at", css="nw"),
        Column("ended", "结束", "ended_at", sort="ended_at", css="nw"),
    ],
    filters=[state_filter(BUILD_WORDS), text_filter("name", "库", "registry__name")],
    page="registries/build.html",
    context=lambda _actor, found: {"running": BuildState(found.state) not in BUILD_ENDS},
    asks={"cancel": Ask(running.cancel_build, name="cancel_build")},
)


class RegroupingOut(MatterOut, Schema):
    """kind: merge everywhere, or split in one source. Whom it is about is shown to the lead alone, masked."""

    registry_id: int
    kind: Kind
    source_id: int | None
    reason: str
    evidence: str
    made_by: str
    made_at: datetime
    undone_by: str
    undone_at: datetime | None
    undone_why: str


def _regrouping_facts(found: Regrouping, actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("库", Link(found.registry.name, found.registry.get_absolute_url())),
        Fact("归并", KIND_WORDS[Kind(found.kind)]),
    ]
    if policies.may_look(actor, found.registry):
        whom = regrouping.whom(found)
        subject, into = looking.masked_subjects(found.registry, [whom.subject, whom.into])
        made += [Fact("这个对象", subject), Fact("其实是", into)]
    if found.source:
        made.append(Fact("只在来源", found.source.name))
    made += [
        Fact("经办", f"{found.made_by}，{moment(found.made_at)}"),
        Fact("为什么", found.reason, wide=True),
        Fact("依据", found.evidence, wide=True),
    ]
    if found.undone_at:
        made.append(Fact("撤销", f"{found.undone_by}，{moment(found.undone_at)}：{found.undone_why}", wide=True))
    return made


REGROUPINGS = Matters(
    REGROUPING,
    app="registries",
    noun="regrouping",
    title="归并对象",
    about="两个号码其实是同一个对象的合并，一个来源里把人记错的拆分；写明原因和依据，随时可以撤销，恢复原样。",
    empty="没有归并过对象。",
    unit="次",
    find=selectors.regrouping_for,
    rows=selectors.regroupings,
    facts=_regrouping_facts,
    shown=RegroupingOut,
    lights={"standing": "ok", "undone": "end"},
    columns=[
        state_column({"standing": "ok", "undone": "end"}),
        name_column("库", "registry.name", note=lambda one: one.reason),
        Column("kind", "归并", lambda one: "合并" if one.kind == Kind.MERGE else "拆分"),
        Column("by", "经办", "made_by"),
        Column("made", "时间", "made_at", sort="made_at", css="nw"),
    ],
    filters=[state_filter(REGROUPING_WORDS), text_filter("name", "库", "registry__name")],
    asks={"undo": Ask(regrouping.undo, ReasonForm, beside="reason", name="undo_regrouping")},
    new=New(
        regrouping.regroup,
        RegroupForm,
        policies.may_found,
        "合并、拆分对象",
        "只有牵头部门能归并。每个值仍写明来源和批次，主键处看得到各来源原来的写法。",
        beside="subject",
        by="registries.regroup",
        name="new_regrouping",
        under=Under(
            "registry_id",
            regrouping.registry_to_regroup,
            "<int:registry_id>/regroup/",
            "{int:registry_id}/regroupings",
        ),
    ),
)


def _linking_facts(found: Linking, _actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("库", Link(found.registry.name, found.registry.get_absolute_url())),
        Fact("提出", f"{found.asked_by}，{moment(found.asked_at)}"),
        Fact("结束", moment(found.ended_at) if found.ended_at else "还没有"),
        Fact("门限", f"可能性 {linking.LIKELY:.0%} 以上"),
    ]
    if found.persons is not None:
        made += [
            Fact("人数", number(found.persons)),
            Fact("疑似重复", f"{number(found.pairs or 0)} 对，其中新的 {number(found.fresh or 0)} 对"),
        ]
    if found.words:
        made.append(Fact("说明", found.words, wide=True))
    return made


LINKINGS = Matters(
    LINKING,
    app="registries",
    noun="linking",
    title="找疑似重复的记录",
    about="按姓名、号码、出生日期和住址，用概率的办法找同一个人有两条记录的，由牵头部门的人逐对核对。",
    empty="还没有找过。",
    unit="次",
    find=selectors.linking_for,
    rows=selectors.linkings,
    facts=_linking_facts,
    shown=LinkingOut,
    lights=BUILD_LIGHTS,
    columns=[
        state_column(BUILD_LIGHTS),
        name_column("库", "registry.name", note=lambda one: one.words),
        Column("persons", "人数", "persons", numeric=True),
        Column("pairs", "疑似", "pairs", numeric=True),
        Column("fresh", "新的", "fresh", numeric=True),
        Column("asked", "开始", "asked_at", sort="asked_at", css="nw"),
        Column("ended", "结束", "ended_at", sort="ended_at", css="nw"),
    ],
    filters=[state_filter(LINKING_WORDS), text_filter("name", "库", "registry__name")],
    page="registries/build.html",
    context=lambda _actor, found: {"running": BuildState(found.state) not in BUILD_ENDS},
    links=lambda _actor: [Link("疑似重复", reverse("registries:suspects"))],
    asks={"cancel": Ask(duplicates.cancel_linking, name="cancel_linking")},
)
CERTAIN = 0.999
COMPARED = {"name": "姓名", "number": "号码", "birth": "出生日期", "address": "住址"}


def _likeness(found: Suspect) -> list[tuple[str, str]]:
    """What was compared and how near it is, in words."""
    return [
        (words, "有一边没有" if (level := getattr(found, one)) is None else linking.LEVELS[one][level][0])
        for one, words in COMPARED.items()
    ]


def _likely(found: Suspect) -> str:
    """Nothing is certain: the last step is a person's."""
    return f"{found.probability:.1%}" if found.probability < CERTAIN else f"{CERTAIN:.1%} 以上"


def _suspect_facts(found: Suspect, _actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("库", Link(found.registry.name, found.registry.get_absolute_url())),
        Fact("可能性", _likely(found)),
        *[Fact(words, near) for words, near in _likeness(found)],
        Fact("发现", moment(found.found_at)),
    ]
    if found.decided_at:
        made.append(Fact("核对", f"{found.decided_by}，{moment(found.decided_at)}：{found.reason}", wide=True))
    if found.regrouping:
        made.append(Fact("合并", Link("看合并的记录", found.regrouping.get_absolute_url())))
    return made


def _side_by_side(actor: Actor, found: Suspect) -> Mapping[str, Any]:  # template variables
    """Both records, for the lead alone, masked and on the record."""
    if not policies.may_look(actor, found.registry):
        return {"rows": None}
    duplicates.note_seen(found, actor=actor)
    pair = duplicates.pair_of(found)
    seen = {one.subject: one for one in looking.records_of(found.registry, pair)}
    numbers = looking.masked_subjects(found.registry, pair)
    names = [item.name for item in found.registry.items.all()]
    values = [{item.item: item for item in seen[shown].items} if shown in seen else {} for shown in numbers]
    return {"rows": [(name, *[one.get(name) for one in values]) for name in names], "numbers": numbers}


SUSPECT_LIGHTS: dict[str, LightKind] = {"open": "soon", "same": "ok", "different": "end"}
SUSPECTS = Matters(
    SUSPECT,
    app="registries",
    noun="suspect",
    title="疑似重复",
    about="可能是同一个人的两条记录。是同一个的写明依据合并，不是的记下，以后不再问。",
    empty="没有疑似重复。在基础库的页上点“找疑似重复”。",
    unit="对",
    sort="-probability",
    find=selectors.suspect_for,
    rows=selectors.suspects,
    facts=_suspect_facts,
    shown=SuspectOut,
    lights=SUSPECT_LIGHTS,
    columns=[
        state_column(SUSPECT_LIGHTS),
        name_column("库", "registry.name", note=lambda one: "，".join(f"{a}{b}" for a, b in _likeness(one))),
        Column("probability", "可能性", _likely, sort="probability", numeric=True),
        Column("found", "发现", "found_at", sort="found_at", css="nw"),
        Column("by", "核对", "decided_by"),
    ],
    filters=[state_filter(SUSPECT_WORDS), text_filter("name", "库", "registry__name")],
    page="registries/suspect.html",
    context=_side_by_side,
    links=lambda _actor: [Link("找过几次", reverse("registries:linkings"))],
    asks={
        "same": Ask(duplicates.decide_same, SameForm, beside="reason", name="decide_same"),
        "different": Ask(duplicates.decide_different, ReasonForm, beside="reason", name="decide_different"),
    },
)
