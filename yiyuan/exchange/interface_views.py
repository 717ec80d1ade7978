"""Interfaces at both doors: the list, one with its figures, registering it, writing it anew, trying, opening it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.api import published_resource
from yiyuan.exchange import interfaces as services
from yiyuan.exchange import policies, selectors
from yiyuan.exchange.display import interface_light
from yiyuan.exchange.forms import InterfaceForm, InterfaceIn, TryForm, TryIn
from yiyuan.exchange.models import Interface
from yiyuan.exchange.types import INTERFACE_WORDS, METHOD_WORDS, Figures, InterfaceState, Method, Trial
from yiyuan.exchange.workflow import INTERFACE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.web.components import Fact, moment, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

WEEK = timedelta(days=6)  # before today: seven legal days


class FieldOut(Schema):
    """parameter: what the provider's system is asked by; empty where it is not."""

    column: str
    name: str
    pg_type: str
    field: str
    parameter: str


class AsksOut(Schema):
    method: Method
    address: str
    fields: list[FieldOut]
    rows_at: str
    none_is_404: bool
    timeout_s: int
    header: str
    health: str
    errors: str


class InterfaceOut(MatterOut, Schema):
    """How an interface does. `asks`: for its provider's people and the operator, never with the credential."""

    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    failing_since: datetime | None
    failure: str
    last_ok_at: datetime | None
    checked_at: datetime | None
    calls_today: int
    failures_today: int
    asks: AsksOut | None

    @staticmethod
    def resolve_asks(seen: Any) -> Any:  # an interface with who asks
        return seen.model if policies.sees_address(seen.actor, seen.provider_id) else None


class TrialOut(Schema):
    ok: bool
    words: str
    ms: int
    rows: int
    items: list[str]


def _outcome(trial: Trial) -> tuple[int, str]:
    if not trial.ok:
        return messages.WARNING, f"没有试通：{trial.words}（{number(trial.ms)} 毫秒）"
    return messages.SUCCESS, f"试通了：{trial.words}，{number(trial.ms)} 毫秒。有值的信息项：{'、'.join(trial.items)}。"


def _calls(found: Interface, since: date) -> str:
    of = selectors.figures([found.resource_id], since=since).get(found.resource_id, Figures())
    failed = f"其中 {number(of.failures)} 次没有取到，" if of.failures else ""
    return f"{number(of.calls)} 次，{failed}交付 {number(of.rows)} 行，平均 {number(of.ms)} 毫秒"


def _facts(found: Interface, actor: Actor) -> Sequence[Fact]:
    """What everybody of the page sees, and the address for those who may."""
    today = clock.today()
    made = [
        Fact("提供部门", found.provider.name),
        Fact("中断原因", found.failure_words),
        Fact("上次成功", moment(found.last_ok_at) if found.last_ok_at else "还没有"),
        Fact("上次检查", moment(found.checked_at) if found.checked_at else "还没有"),
        Fact("今天调用", _calls(found, today), wide=True),
        Fact("七天调用", _calls(found, today - WEEK), wide=True),
        Fact("超时", f"{number(found.timeout_s)} 秒"),
    ]
    if policies.sees_address(actor, found.provider_id):
        made += [
            Fact("调用", METHOD_WORDS[Method(found.method)]),
            Fact("地址", found.address, wide=True),
            Fact("检查地址", found.health or "没有，只看能不能连上", wide=True),
            Fact("凭据", f"请求头 {found.header}，已加密保存" if found.header else "不用凭据"),
            Fact("记录在哪里", found.rows_at or "整个答复"),
            Fact("错误码说明", "；".join(found.errors.split("\n")) or "没有写", wide=True),
            Fact("登记", f"{found.saved_by}　{moment(found.saved_at)}"),
            Fact("试通", f"{moment(found.tried_at)}　{found.tried_words}" if found.tried_at else "还没有试过"),
        ]
    else:
        made.append(Fact("地址", "只有提供部门和平台运维看得到"))
    return [fact for fact in made if fact.value]


def _fields(request: HttpRequest, found: Interface) -> Listing:
    columns = [
        Column("name", "信息项", "name", head=True),
        Column("field", "返回字段", "field", css="mono"),
        Column("parameter", "查询参数", lambda field: field.parameter or "—", css="mono"),
    ]
    fields = found.info().fields if policies.sees_address(actor_of(request), found.provider_id) else ()
    return Listing(request, fields, columns, filename=f"{found}字段", caption="信息项和字段", unit="个")


def _context(actor: Actor, found: Interface) -> Mapping[str, Any]:  # template variables
    """lacking: items a later version of the entry brought, which the interface does not name yet."""
    lacking: list[str] = []
    if policies.may_offer(actor, found.provider_id):
        known = {field.column for field in found.info().fields}
        try:
            items = published_resource(found.resource_id).items
        except NotFound:  # it was withdrawn
            items = ()
        lacking = [item.name for item in items if item.column not in known]
    return {"lacking": lacking, "sees": policies.sees_address(actor, found.provider_id)}


def _columns(actor: Actor) -> Sequence[Column]:
    ids = list(selectors.interfaces(actor).values_list("resource_id", flat=True))
    figures = selectors.figures(ids, since=clock.today() - WEEK)

    def figure(name: str, one: Interface) -> int:
        return getattr(figures.get(one.resource_id, Figures()), name)  # type: ignore[no-any-return]  # its fields are int

    return [
        state_column(interface_light),
        name_column("资源", "resource_name", note=lambda one: one.failure_words),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("calls", "七天调用", partial(figure, "calls"), numeric=True),
        Column("failures", "其中没有取到", partial(figure, "failures"), numeric=True),
        Column("ms", "平均毫秒", partial(figure, "ms"), numeric=True),
        Column("last", "上次成功", "last_ok_at", sort="last_ok_at", css="nw"),
        Column("checked", "上次检查", "checked_at", sort="checked_at", css="nw"),
    ]


def _down(rows: QuerySet[Interface]) -> str:
    down = rows.filter(state=InterfaceState.DOWN).count()
    return f"{number(down)} 个中断" if down else ""


ONE = "resources/{}/interface/"
INTERFACES = Matters(
    INTERFACE,
    app="exchange",
    noun="interface",
    title="提供方接口",
    about="数据留在提供部门的资源，由提供部门的系统按授权答复。平台每分钟检查一次，连续 3 次没有取到就算中断。",
    empty="还没有接口。数据留在提供部门的资源，由提供部门在资源页面登记接口。",
    unit="个",
    sort="state",
    parameter="resource_id",
    key="resource_id",
    find=selectors.interface_for,
    rows=selectors.interfaces,
    facts=_facts,
    shown=InterfaceOut,
    lights=interface_light,
    columns=_columns,
    filters=[state_filter(INTERFACE_WORDS), text_filter("name", "资源", "resource_name")],
    headline=_down,
    page="exchange/interface.html",
    context=_context,
    inner=_fields,
    asks={
        "open": Ask(services.open_interface, name="open_interface", when=lambda one: one.tried_ok),
        "change": Ask(
            services.save_interface,
            InterfaceForm,
            "保存后暂停提供，试通并开通后恢复。",
            body=InterfaceIn,
            page="edit",
            name="edit_interface",
        ),
        "pause": Ask(services.pause_interface, words="停用后授权仍在，调用得不到数据。", name="pause_interface"),
        "try": Ask(
            services.try_interface,
            TryForm,
            "填一个有记录的值。平台照授权调用的样子问一次本单位系统，只看字段齐不齐、值合不合类型，不保存也不显示数据。",
            body=TryIn,
            name="try_interface",
            label="试一次",
            may=services.check_tried_by,
            said=_outcome,
            gives=TrialOut,
        ),
    },
    new=New(
        services.save_interface,
        InterfaceForm,
        lambda _actor: True,  # who may is said of each resource
        "登记接口",
        "数据留在本单位。有授权的部门调用平台，平台再调用这里登记的接口，只转出授权的信息项。",
        body=InterfaceIn,
        name="new_interface",
        key="exchange.interface_spec",
        under=Under(
            "resource_id",
            services.resource_offered,
            ONE.format("<int:resource_id>") + "new/",
            ONE.format("{int:resource_id}")[:-1],
        ),
    ),
)
