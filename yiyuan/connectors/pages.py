"""Connectors, feeds and readings at both doors, from a table of asks each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.connectors import feeds, policies, running, selectors, services
from yiyuan.connectors.forms import ConfirmForm, ConnectorForm
from yiyuan.connectors.models import Connector, Feed, Run
from yiyuan.connectors.types import (
    ARRIVAL_WORDS,
    DROPS,
    FEED_WORDS,
    KIND_WORDS,
    MODE_WORDS,
    RUN_ENDS,
    RUN_KIND_WORDS,
    RUN_WORDS,
    STATE_WORDS,
    ArrivalState,
    FeedState,
    Kind,
    Mode,
    RunKind,
    RunState,
    Trial,
)
from yiyuan.connectors.workflow import CONNECTOR, FEED, RUN
from yiyuan.dataplane.drops import fingerprint
from yiyuan.dataplane.sources import rest
from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor, Function
from yiyuan.web.components import Empty, Fact, Light, LightKind, Link, moment, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

USERS = PARTIES | OVERSEERS


class PlaceOut(Schema):
    host: str
    port: int
    database: str
    username: str


class ConnectorOut(MatterOut, Schema):
    """place: for its provider's people and the operator, never with the password."""

    name: str
    provider: str = Field(alias="provider.name")
    kind: Kind
    tried_at: datetime | None
    tried_ok: bool
    tried_words: str
    protection: str
    contact: str
    phone: str
    place: PlaceOut | None

    @staticmethod
    def resolve_place(seen: Any) -> Any:  # a connector with who asks
        return seen.model if policies.sees_place(seen.actor, seen.provider_id) else None


class TrialOut(Schema):
    ok: bool
    words: str
    tables: int


class MappedOut(Schema):
    item: str
    column: str
    type: str


class FeedOut(MatterOut, Schema):
    """mapping, table: for its provider's people and the operator; of files `table` is the pattern of their names."""

    connector_id: int
    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    mode: Mode
    every_hours: int
    compare_days: int
    table: str | None
    next_at: datetime | None
    compare_at: datetime | None
    drift: str
    mapping: list[MappedOut] | None

    @staticmethod
    def resolve_mapping(seen: Any) -> Any:  # a feed with who asks
        return seen.model.mapped if policies.sees_place(seen.actor, seen.provider_id) else None

    @staticmethod
    def resolve_table(seen: Any) -> str | None:  # a feed with who asks
        return seen.model.place if policies.sees_place(seen.actor, seen.provider_id) else None


class RunOut(MatterOut, Schema):
    """result: counts of the batch in rows; `equal` is a share."""

    feed_id: int
    kind: RunKind
    asked_at: datetime
    ended_at: datetime | None
    source_rows: int | None
    read_rows: int
    file_name: str
    sha256: str
    batch_id: int | None
    since: str
    until: str
    result: dict[str, float]
    words: str


CONNECTOR_LIGHTS: dict[str, LightKind] = {"draft": "soon", "active": "ok", "paused": "end"}
FEED_LIGHTS: dict[str, LightKind] = {"off": "end", "on": "ok", "drifted": "late"}
MOST_ARRIVALS = 50  # on the page of a feed
ARRIVAL_LIGHTS = {
    ArrivalState.COMING: Light("run", ARRIVAL_WORDS[ArrivalState.COMING]),
    ArrivalState.TAKEN: Light("ok", ARRIVAL_WORDS[ArrivalState.TAKEN]),
    ArrivalState.REFUSED: Light("late", ARRIVAL_WORDS[ArrivalState.REFUSED]),
}
RUN_LIGHTS: dict[RunState, LightKind] = {
    RunState.WAITING: "run",
    RunState.READING: "run",
    RunState.HANDED: "run",
    RunState.DONE: "ok",
    RunState.NOTHING: "none",
    RunState.FAILED: "late",
    RunState.CANCELLED: "end",
}


def _run_light(run: Run) -> Light:
    """What was read whole may still wait for somebody to look at it."""
    state = RunState(run.state)
    if state is RunState.DONE and not run.result.get("loaded"):
        return Light("soon", "已取到，批次等人确认")
    return Light(RUN_LIGHTS[state], RUN_WORDS[state])


def _link(name: str, title: str) -> Link:
    return Link(title, reverse(f"connectors:{name}"))


def _outcome(trial: Trial) -> tuple[int, str]:
    if not trial.ok:
        return messages.WARNING, f"没有连上：{trial.words}"
    return messages.SUCCESS, f"连上了：{trial.words}，能读 {number(trial.tables)} {trial.unit}。"


def _connector_facts(found: Connector, actor: Actor) -> Sequence[Fact]:
    made = [Fact("提供部门", found.provider.name), Fact("种类", KIND_WORDS[Kind(found.kind)])]
    if policies.sees_place(actor, found.provider_id):
        made += _places(found)
    else:
        made.append(Fact("地址", "只有提供部门和平台运维看得到"))
    made += [
        Fact("登记", f"{found.saved_by}　{moment(found.saved_at)}"),
        Fact("试连", f"{moment(found.tried_at)}　{found.tried_words}" if found.tried_at else "还没有试过", wide=True),
        Fact("防护措施", found.protection or "还没有确认", wide=True),
        Fact("联系人", f"{found.contact}　{found.phone}" if found.contact else "还没有确认"),
        Fact("确认", f"{found.confirmed_by}　{found.confirmed_on}" if found.confirmed_on else "还没有确认"),
    ]
    return made


def _places(found: Connector) -> Sequence[Fact]:
    """Where the data are, for those who look after them; never the password."""
    if Kind(found.kind) is Kind.REST:
        options = rest.Options.of(found.options)
        return [
            Fact("地址", options.address, wide=True),
            Fact("清单", "、".join(options.lists), wide=True),
            Fact("翻页", rest.PAGING_WORDS[rest.Paging(options.paging)]),
            Fact("凭据", f"{found.username}，已加密保存" if found.username else "不用凭据"),
        ]
    if Kind(found.kind) is Kind.FOLDER:
        return [Fact("目录", found.options["folder"], wide=True)]
    if Kind(found.kind) is Kind.SFTP:
        key = found.options.get("host_key")
        return [
            Fact("地址", f"{found.host}:{found.port}", wide=True),
            Fact("目录", found.options["folder"], wide=True),
            Fact("用户名", found.username),
            Fact("密码或私钥", "已加密保存"),
            Fact("主机密钥", fingerprint(key) if key else "试连以后看到，请和对方核对再启用", wide=True),
        ]
    return [
        Fact("地址", f"{found.host}:{found.port}", wide=True),
        Fact("数据库", found.database),
        Fact("用户名", found.username),
        Fact("密码", "已加密保存"),
    ]


def _feeds(request: HttpRequest, found: Connector) -> Listing:
    rows = selectors.feeds(actor_of(request)).filter(connector=found)
    return Listing(
        request,
        rows,
        FEED_COLUMNS,
        filename=f"{found}取数任务",
        caption="取数任务",
        unit="个",
        empty=Empty("还没有取数任务。试连成功后选一张表、一个清单或一类文件。"),
    )


def _may_choose(actor: Actor, found: Connector) -> Mapping[str, Any]:  # template variables
    may = policies.may_connect(actor, found.provider_id) and found.tried_ok
    return {"may_choose": may, "of_files": Kind(found.kind) in DROPS}


FEED_COLUMNS = [
    state_column(FEED_LIGHTS),
    name_column("资源", "resource_name", note=lambda one: one.drift),
    Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
    Column("connector", "数据库", "connector.name", sort="connector__name"),
    Column("mode", "方式", lambda one: MODE_WORDS[Mode(one.mode)]),
    Column("next", "下次取数", "next_at", sort="next_at", css="nw"),
]
CONNECTORS = Matters(
    CONNECTOR,
    app="connectors",
    noun="connector",
    title="数据库对接",
    about="平台按期从部门的数据库、接口取数，收投递到目录里的文件：由数据专员登记、试连，负责人确认防护措施和联系人后启用。",
    empty="还没有对接的数据库、接口或目录。",
    unit="个",
    find=selectors.connector_for,
    rows=selectors.connectors,
    facts=_connector_facts,
    shown=ConnectorOut,
    lights=CONNECTOR_LIGHTS,
    columns=[
        state_column(CONNECTOR_LIGHTS),
        name_column("名称", "name"),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("kind", "种类", lambda one: KIND_WORDS[Kind(one.kind)]),
        Column("tried", "上次试连", "tried_at", sort="tried_at", css="nw"),
        Column("contact", "联系人", lambda one: one.contact or "—"),
    ],
    filters=[state_filter(STATE_WORDS), text_filter("name", "名称", "name")],
    page="connectors/connector.html",
    context=_may_choose,
    inner=_feeds,
    links=lambda _actor: [_link("feeds", "取数任务"), _link("runs", "取数记录")],
    asks={
        "try": Ask(
            services.try_connector,
            words="只连一次，看能不能读。",
            label="试连",
            may=services.check_tried_by,
            said=_outcome,
            gives=TrialOut,
            name="try_connector",
        ),
        "confirm": Ask(
            services.confirm_connector,
            ConfirmForm,
            "由负责人确认。",
            name="confirm_connector",
            when=lambda one: one.tried_ok,
        ),
        "change": Ask(services.change_connector, ConnectorForm, page="edit", name="edit_connector"),
        "pause": Ask(services.pause_connector, words="停用后，取数任务到点也不取。", name="pause_connector"),
    },
    new=New(
        services.add_connector,
        ConnectorForm,
        frozenset({Function.DATA_OFFICER}),
        "登记对接",
        "先选种类，再填那一种要的栏目。请对方管理员为平台单建一个只读账号。",
        name="new_connector",
    ),
)


def _feed_facts(found: Feed, actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("资源", Link(found.resource_name, reverse("catalog:resource", args=[found.resource_id]))),
        Fact("提供部门", found.provider.name),
        Fact("数据库", Link(found.connector.name, found.connector.get_absolute_url())),
    ]
    if policies.sees_place(actor, found.provider_id):
        made.append(Fact("文件名" if found.of_files else "表" if found.schema else "清单", found.place))
    made += [
        Fact("方式", MODE_WORDS[Mode(found.mode)]),
        Fact("间隔", "每分钟看一次" if found.of_files else f"{found.every_hours} 小时"),
        Fact("下次取数", moment(found.next_at) if found.next_at else "没有启用"),
        Fact("入池", "每一批等专员看过" if found.looked_at else "检查合格的行直接入池"),
        Fact("启用人", found.person_name),
    ]
    if not found.of_files:
        made.append(Fact("对账", f"每 {found.compare_days} 天" if found.compare_days else "只在要求时"))
    if found.cursor:
        made.append(Fact("增量列", f"{found.cursor}，回看 {found.overlap}"))
    if found.drift:
        made.append(Fact("源表的变化", found.drift, wide=True))
    return made


def _begun(run: Run) -> Link:
    return Link(moment(run.asked_at), run.get_absolute_url(), note=run.words)


OWN_RUN_COLUMNS = [
    Column("asked", "开始", _begun, sort="asked_at", head=True, export=lambda one: moment(one.asked_at)),
    state_column(_run_light, width=120),
    Column("kind", "种类", lambda one: RUN_KIND_WORDS[RunKind(one.kind)], css="nw"),
    Column("read", "取到", "read_rows", numeric=True),
    Column("refused", "未收", lambda one: one.result.get("refused"), numeric=True),
]
RUN_COLUMNS = [
    state_column(_run_light),
    name_column("资源", "feed.resource_name", note=lambda one: one.words),
    Column("kind", "种类", lambda one: RUN_KIND_WORDS[RunKind(one.kind)]),
    Column("source", "源表行数", "source_rows", numeric=True),
    Column("read", "取到", "read_rows", numeric=True),
    Column("refused", "未收", lambda one: one.result.get("refused"), numeric=True),
    Column("asked", "开始", "asked_at", sort="asked_at", css="nw"),
    Column("ended", "结束", "ended_at", sort="ended_at", css="nw"),
]


def _runs(request: HttpRequest, found: Feed) -> Listing:
    rows = selectors.runs(actor_of(request)).filter(feed=found)
    return Listing(
        request, rows, OWN_RUN_COLUMNS, filename=f"{found.resource_name}取数记录", caption="取数记录", unit="次"
    )


def _mapping(actor: Actor, found: Feed) -> Mapping[str, Any]:  # template variables
    arrivals = found.arrivals.order_by("-seen_at", "-id")[:MOST_ARRIVALS] if found.of_files else []
    return {
        "arrivals": [(one, ARRIVAL_LIGHTS[one.stands]) for one in arrivals],
        "mapped": found.mapped if policies.sees_place(actor, found.provider_id) else [],
        "may_change": policies.may_connect(actor, found.provider_id),
    }


def _of_tables(feed: Feed) -> bool:
    return not feed.of_files and _at_rest(feed)


def _at_rest(feed: Feed) -> bool:
    return feed.state != FeedState.DRIFTED and not feed.runs.filter(state__in=["waiting", "reading"]).exists()


FEEDS = Matters(
    FEED,
    app="connectors",
    noun="feed",
    title="取数任务",
    about="一张表供一个资源：第一次取全部，以后按期取；晚提交和删掉的行靠回看和对账发现。",
    empty="还没有取数任务。在对接的数据库里选一张表。",
    unit="个",
    find=selectors.feed_for,
    rows=selectors.feeds,
    facts=_feed_facts,
    shown=FeedOut,
    lights=FEED_LIGHTS,
    columns=FEED_COLUMNS,
    filters=[state_filter(FEED_WORDS), text_filter("name", "资源", "resource_name")],
    page="connectors/feed.html",
    context=_mapping,
    inner=_runs,
    links=lambda _actor: [_link("connectors", "数据库"), _link("runs", "取数记录")],
    asks={
        "start": Ask(feeds.start_feed, name="start_feed"),
        "pull": Ask(
            running.ask_run,
            label="现在取一次",
            done="已排队，取到后自动检查入池。",
            may=running.check_asked_by,
            when=_at_rest,
            name="pull_feed",
            gives=RunOut,
        ),
        "compare": Ask(
            running.compare_feed,
            words="取全部，与数据池逐行比对；不一致的等你确认。",
            label="对账",
            done="已排队，比对完看结果。",
            may=running.check_asked_by,
            when=_of_tables,
            name="compare_feed",
            gives=RunOut,
        ),
        "stop": Ask(feeds.stop_feed, name="stop_feed"),
    },
)


def _run_facts(found: Run, _actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("取数任务", Link(found.feed.resource_name, found.feed.get_absolute_url())),
        Fact("种类", RUN_KIND_WORDS[RunKind(found.kind)]),
        Fact("提出", found.asked_by or "按期"),
        Fact("开始", moment(found.asked_at)),
        Fact("结束", moment(found.ended_at) if found.ended_at else "还没有"),
        Fact("源表行数", number(found.source_rows) if found.source_rows is not None else "还没有数"),
        Fact("取到", f"{number(found.read_rows)} 行"),
    ]
    if found.file_name:
        made.append(Fact("文件", found.file_name, wide=True))
    if found.until:
        made.append(Fact("增量", f"{found.since or '全部'} 至 {found.until}", wide=True))
    if found.batch_id:
        made.append(Fact("归集批次", Link("看这一批", reverse("intake:batch", args=[found.batch_id]))))
        made.append(Fact("摘要", f"SHA-256 {found.sha256}", wide=True))
    counts = {"kept": "收下", "refused": "未收", "added": "新增", "changed": "更新", "same": "未变", "gone": "去掉"}
    if found.result:
        said = [f"{word} {number(int(found.result[name]))}" for name, word in counts.items() if name in found.result]
        made.append(Fact("结果", "　".join(said), wide=True))
    if "equal" in found.result:
        made.append(Fact("一致", f"{found.result['equal'] * 100:.2f}%"))
    if found.words:
        made.append(Fact("说明", found.words, wide=True))
    return made


RUNS = Matters(
    RUN,
    app="connectors",
    noun="run",
    title="取数记录",
    about="每次取数的收据：源表行数、取到行数、摘要、入池结果。",
    empty="还没有取过数。",
    unit="次",
    find=selectors.run_for,
    rows=selectors.runs,
    facts=_run_facts,
    shown=RunOut,
    lights=_run_light,
    columns=RUN_COLUMNS,
    filters=[state_filter(RUN_WORDS), text_filter("name", "资源", "feed__resource_name")],
    page="connectors/run.html",
    context=lambda _actor, found: {"running": RunState(found.state) not in RUN_ENDS},
    asks={"cancel": Ask(running.cancel_run, name="cancel_run")},
)
