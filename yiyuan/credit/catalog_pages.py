"""Items of the catalog, their terms, the published versions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from yiyuan.credit import forms, policies, selectors, services, sheets
from yiyuan.credit.models import CreditCatalog, CreditItem
from yiyuan.credit.types import LEVEL_WORDS, SECTION_WORDS, SEVERITY_WORDS, SUBJECT_WORDS, Level, Severity
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited, resolve
from yiyuan.web.components import Fact, Light, Noted
from yiyuan.web.lists import Column, choice_filter, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New


class ItemOut(Schema):
    """level: the widest its records may have; terms stand in the catalog's page."""

    id: int
    code: str
    name: str
    subject_kind: str
    section: str
    category: str
    provider: str = Field(alias="provider.name")
    level: Level
    validity: str
    basis: str
    ended_on: date | None


class LineOut(Schema):
    code: str
    subject_kind: str
    section: str
    category: str
    name: str
    provider: str
    level: Level
    validity: str
    basis: str


class CatalogOut(Schema):
    id: int
    version: int
    year: int
    title: str
    digest: str
    published_on: date
    lines: list[LineOut]


def label(actor: Actor) -> str:
    """Under which text the room works in this region: what every list and page says."""
    found = resolve("credit.platform", region=actor.region_code, on=clock.today())
    if found.trial:
        return "按本市试行的《公共信用信息征集共享使用暂行办法（送审稿）》办理；送审稿没有正式施行。"
    return "本市没有试行公共信用信息的送审稿，以下按平台默认办理。"


def labelled(actor: Actor, _one: Any = None) -> Mapping[str, Any]:  # a model; template variables
    return {"draft_label": label(actor)}


def _terms(one: CreditItem) -> str:
    said: dict[str, str] = {}
    for term in one.terms.all():
        said.setdefault(term.severity, f"{SEVERITY_WORDS[Severity(term.severity)]}：{term.months} 个月（{term.basis}）")
    return "；".join(said.values()) or "没有设定，不发布"


def _item_facts(one: CreditItem, actor: Actor) -> Sequence[Fact]:
    return [
        Fact("事项代码", one.code),
        Fact("目录", f"{one.get_subject_kind_display()} / {one.get_section_display()} / {one.category}"),
        Fact("提供单位", one.provider.name),
        Fact("公开范围", one.get_level_display()),
        Fact("有效期限", one.validity),
        Fact("法律依据", one.basis),
        Fact("发布期限", _terms(one), wide=True),
        Fact("会同意见", Noted(one.agreed, f"{one.added_by} {one.added_on}")),
        Fact("停用", one.ended_on or "没有"),
        Fact("适用", label(actor), wide=True),
    ]


ITEMS = Matters(
    None,
    app="credit",
    noun="item",
    title="信用信息事项",
    parameter="credit_item_id",
    about="公共信用信息目录的事项：一项一个提供单位，写明公开范围、有效期限和依据。",
    empty="目录里还没有事项。",
    unit="项",
    find=selectors.item_for,
    rows=selectors.items,
    facts=_item_facts,
    shown=ItemOut,
    columns=[
        name_column("信息事项", "name", note=lambda one: one.code),
        Column("subject", "一级目录", lambda one: one.get_subject_kind_display(), sort="subject_kind"),
        Column("section", "二级目录", lambda one: one.get_section_display(), sort="section"),
        Column("category", "三级目录", "category", sort="category"),
        Column("provider", "提供单位", "provider.short_name", sort="provider__name"),
        Column("level", "公开范围", lambda one: one.get_level_display(), sort="level"),
        Column("state", "状态", lambda one: Light("end", "已停用") if one.ended_on else Light("ok", "现行")),
    ],
    filters=[
        text_filter("name", "信息事项", "name", "code", "category"),
        choice_filter("subject_kind", "一级目录", SUBJECT_WORDS),
        choice_filter("section", "二级目录", SECTION_WORDS),
        choice_filter("level", "公开范围", LEVEL_WORDS),
        text_filter("body", "提供单位", "provider__name"),
    ],
    chips=lambda actor: cited(actor, "credit.catalog", "credit.categories", "credit.one_provider", "credit.levels"),
    told=labelled,
    board="credit/list.html",
    page="credit/item.html",
    context=lambda _actor, one: {"form": sheets.form_of(one)},
    asks={
        "level": Ask(
            services.set_level,
            forms.LevelForm,
            may=policies.require_provider,
            label="定公开范围",
            words="只有提供单位能定；以后的记录不能更宽。",
            done="已改公开范围。",
            name="set_level",
        ),
        "term": Ask(
            services.set_term,
            forms.TermForm,
            may=policies.require_office,
            label="设定发布期限",
            words="没有设定的事项不发布；设定以后已有的记录重新计算。",
            done="已设定发布期限。",
            beside="basis",
            path="terms",
            name="set_term",
        ),
        "end": Ask(
            services.end_item,
            may=policies.require_office,
            label="停用",
            done="已停用，不再收录。",
            name="end_item",
        ),
    },
    new=New(
        services.add_item,
        forms.ItemForm,
        policies.may_keep_catalog,
        "增加事项",
        beside={
            "credit.categories": "category",
            "credit.one_provider": "provider_id",
            "credit.item_once": "code",
            "credit.yearly_catalog": "agreed",
        },
        by="credit.item.add",
        name="new_item",
        key="credit.catalog",
    ),
)


def _catalog_facts(one: CreditCatalog, actor: Actor) -> Sequence[Fact]:
    return [
        Fact("版次", f"第 {one.version} 版（{one.year} 年度）"),
        Fact("发布", Noted(one.published_on, one.published_by)),
        Fact("事项", f"{len(one.lines)} 项"),
        Fact("摘要", one.digest, wide=True),
        Fact("适用", label(actor), wide=True),
    ]


def _catalog_context(_actor: Actor, one: CreditCatalog) -> Mapping[str, Any]:  # template variables
    words: dict[str, Mapping[Any, str]] = {
        "subject_kind": SUBJECT_WORDS,
        "section": SECTION_WORDS,
        "level": LEVEL_WORDS,
    }
    return {"lines": [line | {name: said[line[name]] for name, said in words.items()} for line in one.lines]}


CATALOGS = Matters(
    None,
    app="credit",
    noun="catalog",
    title="公共信用信息目录",
    parameter="credit_catalog_id",
    about="全市统一的三级目录，每年公开发布一次。",
    empty="还没有发布过目录。",
    unit="版",
    find=selectors.catalog_for,
    rows=selectors.catalogs,
    facts=_catalog_facts,
    shown=CatalogOut,
    columns=[
        name_column("名称", "__str__"),
        Column("year", "年度", "year", sort="year", numeric=True),
        Column("items", "事项", lambda one: len(one.lines), numeric=True),
        Column("published", "发布日期", "published_on", sort="published_on", css="nw"),
    ],
    filters=[text_filter("title", "名称")],
    headline=lambda rows: "" if rows.filter(year=clock.today().year).exists() else "今年还没有发布目录",
    chips=lambda actor: cited(actor, "credit.yearly_catalog"),
    told=labelled,
    board="credit/list.html",
    page="credit/catalog.html",
    context=_catalog_context,
    asks={},
    new=New(
        services.publish_catalog,
        forms.CatalogForm,
        policies.OFFICE,
        "发布一版目录",
        by="credit.catalog.publish",
        name="new_catalog",
        key="credit.yearly_catalog",
    ),
)
