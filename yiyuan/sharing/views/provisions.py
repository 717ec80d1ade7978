"""What was given outside the platform; at both doors."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.forms import ProvisionForm
from yiyuan.sharing.models import Provision
from yiyuan.web.components import Fact, Noted
from yiyuan.web.lists import Column, name_column
from yiyuan.workflow.api import Matters, New


class ProvisionOut(Schema):
    id: int
    number: str
    resource: str = Field(alias="resource_name")
    provider: str = Field(alias="provider.name")
    consumer: str = Field(alias="consumer.name")
    provided_on: date
    times: int
    rows: int
    way: str
    purpose: str
    reason: str


def _facts(provision: Provision, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("提供部门", provision.provider.name),
        Fact("使用部门", provision.consumer.name),
        Fact("提供日期", provision.provided_on.isoformat()),
        Fact("方式", provision.way),
        Fact("次数", provision.times),
        Fact("行数", provision.rows),
        Fact("用途", provision.purpose, wide=True),
        Fact("不经平台的理由", provision.reason, wide=True),
        Fact("登记", Noted(provision.registered_by, provision.registered_on.isoformat())),
    ]


PROVISIONS = Matters(
    None,
    app="sharing",
    noun="provision",
    title="平台外提供",
    unit="次",
    about="共享原则上经平台提供；不经平台的须登记并写明理由，才计入共享。",
    empty="没有登记过。共享原则上经平台提供；不经平台的，登记并写明理由才计入。",
    find=selectors.provision_for,
    rows=selectors.provisions,
    facts=_facts,
    shown=ProvisionOut,
    columns=[
        name_column("资源", "resource_name", key="resource", note=lambda provision: provision.number),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("consumer", "使用部门", "consumer.short_name", sort="consumer__name"),
        Column("on", "提供日期", "provided_on", sort="provided_on"),
        Column("times", "次数", "times", numeric=True, sort="times"),
        Column("rows", "行数", "rows", numeric=True, sort="rows"),
        Column("way", "方式", "way"),
        Column("reason", "不经平台的理由", "reason"),
    ],
    sort="-on",
    chips=lambda actor: cited(actor, "sharing.off_platform"),
    asks={},
    new=New(
        services.register_provision,
        ProvisionForm,
        policies.may_provide,
        "登记",
        beside="reason",
        by="sharing.provision",
        at="",
    ),
)
