"""Service items at both doors: what each asks for and what the platform has in its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import chips, cited, key
from yiyuan.services import forms, policies, selectors, services
from yiyuan.services.models import ServiceItem
from yiyuan.services.types import (
    APPLICANT_WORDS,
    ITEM_WORDS,
    Applicant,
    ItemState,
)
from yiyuan.services.workflow import ITEM
from yiyuan.web.components import Fact, Light, Link, Noted
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

ITEM_LIGHTS: Lights = {"draft": "soon", "open": "ok", "closed": "end"}


class MaterialOut(Schema):
    """instead: what the platform has in its place, confirmed or named alike; "" where it has nothing."""

    id: int = Field(alias="material.id")
    name: str = Field(alias="material.name")
    required: bool = Field(alias="material.required")
    from_applicant: bool = Field(alias="material.from_applicant")
    resource_id: int | None = Field(alias="material.resource_id")
    licence: bool = Field(alias="material.licence")
    instead: str
    repeated: bool


class ItemOut(MatterOut, Schema):
    """materials, repeated: the applicant is asked for it although the platform has it."""

    name: str
    code: str
    organisation: str = Field(alias="organisation.name")
    applicant: Applicant
    on_platform: bool
    fully_online: bool
    province_wide: bool
    cross_region: bool
    credit_matter: str
    materials: list[MaterialOut]

    @staticmethod
    def resolve_materials(found: Any) -> Any:  # an item with its actor
        return selectors.material_lines(found.model)


def _flags(item: ServiceItem) -> str:
    return "、".join(item.flags) or "没有开通"


def _item_facts(item: ServiceItem, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("部门", item.organisation.name),
        Fact("事项编码", item.code),
        Fact("服务对象", APPLICANT_WORDS[Applicant(item.applicant)]),
        Fact("在哪里办理", "平台" if item.on_platform else "本部门自己的系统"),
        Fact("网上和异地", _flags(item)),
        Fact("查询信用", key("standing.matters").values.get(item.credit_matter, "不是应当查询信用的事项")),
        Fact("登记", Noted(item.registered_on, item.registered_by)),
    ]


def _item_context(_actor: Actor, item: ServiceItem) -> Mapping[str, Any]:  # template variables
    lines = selectors.material_lines(item)
    return {
        "lines": lines,
        "covered": sum(bool(one.instead) for one in lines),
        "repeat_chips": chips(ITEM.law(item).resolved("services.no_repeat")),
        "apply": item.state == ItemState.OPEN,
    }


def _asks_again(item: Any) -> Light | str:  # annotated
    return Light("late", "要求重复提交") if item.asks_again else "—"


def _by_repeated(rows: Any, value: str) -> Any:  # a QuerySet annotated with `asks_again`
    return rows.filter(asks_again=value == "yes")


ITEMS = Matters(
    ITEM,
    app="services",
    noun="item",
    title="政务服务事项",
    parameter="service_item_id",
    unit="项",
    about="事项要的每一项材料，平台有的由平台取得，不要申请人提交。",
    empty="还没有登记事项。",
    find=selectors.item_for,
    rows=selectors.items,
    facts=_item_facts,
    shown=ItemOut,
    lights=ITEM_LIGHTS,
    columns=[
        state_column(ITEM_LIGHTS),
        name_column("事项", "name", note=lambda one: one.code),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("applicant", "服务对象", "get_applicant_display", sort="applicant"),
        Column("flags", "网上和异地", _flags),
        Column("platform", "在哪里办理", lambda one: "平台" if one.on_platform else "部门系统", sort="on_platform"),
        Column("repeated", "重复提交", _asks_again, sort="asks_again"),
    ],
    filters=[
        state_filter(ITEM_WORDS),
        text_filter("name", "事项", "name", "code"),
        text_filter("body", "部门", "organisation__name"),
        Filter(
            "repeated",
            "重复提交",
            lambda rows, value: rows.filter(asks_again=value == "yes"),
            [("yes", "有"), ("no", "没有")],
        ),
    ],
    chips=lambda actor: cited(actor, "services.no_repeat", "services.anywhere"),
    links=lambda _actor: [
        Link("办件", reverse("services:cases")),
        Link("免证办情况", reverse("services:shares")),
        Link("导入", reverse("services:item_imports")),
        Link("各部门覆盖", reverse("services:coverage")),
        Link("出示场景", reverse("services:scenes")),
        Link("监管事项", reverse("services:oversights")),
        Link("移动端和监管系统", reverse("services:endpoints")),
    ],
    page="services/item.html",
    context=_item_context,
    asks={
        "open": Ask(services.open_item, name="open_item"),
        "close": Ask(services.close_item, name="close_item"),
        "change": Ask(
            services.change_item,
            forms.FlagsForm,
            may=policies.require_owner,
            label="修改办理方式",
            done="已保存。",
            page="edit",
            name="change_item",
        ),
        "add_material": Ask(
            services.add_material,
            forms.MaterialForm,
            may=policies.require_owner,
            label="增加材料",
            done="已增加。",
            beside={"services.material": "resource_id", "services.no_repeat": "from_applicant"},
            path="materials",
            name="add_material",
        ),
        "change_material": Ask(
            services.change_material,
            forms.ChangeMaterialForm,
            may=policies.require_owner,
            when=lambda item: item.materials.exists(),
            label="修改材料，确认由什么代替",
            done="已保存。",
            beside={"services.material": "resource_id", "services.no_repeat": "from_applicant"},
            path="changes",
            name="change_material",
        ),
    },
    new=New(
        services.register_item,
        forms.ItemForm,
        policies.may_register,
        "登记事项",
        beside="code",
        by="services.item.register",
        key="services.no_repeat",
        name="new_item",
    ),
)
