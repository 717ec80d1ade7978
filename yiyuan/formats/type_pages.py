"""Licence types at both doors: the catalog with filters, one with its fields, a new one, a sheet taken in."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from ninja import Schema

from yiyuan.catalog.types import HOLDER_WORDS, LICENCE_WORDS
from yiyuan.formats import selectors, services, sheets
from yiyuan.formats.forms import ReasonForm
from yiyuan.formats.models import Type
from yiyuan.formats.type_forms import ImportForm, TypeForm
from yiyuan.formats.types import PRIVACY_WORDS, TYPE_WORDS, Privacy
from yiyuan.formats.workflow import CENTRE, TYPE
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.forms import values_of
from yiyuan.web.htmx import see_other
from yiyuan.web.lists import Column, Listing, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: Any = {"draft": "soon", "live": "run", "replaced": "end", "withdrawn": "end"}  # literals


class FieldOut(Schema):
    name: str
    data_type: str
    length: int | None
    codes: list[str]
    privacy: Privacy
    required: bool


class TypeOut(MatterOut, Schema):
    """code: 18 of the defining body, 3 of the type. exempt: the law by which it bears no seal, where `sealed` is false;
    not_collected: the national rule by which it is not collected, where `collected` is false.
    """

    code: str
    name: str
    kind: str
    holders: list[str]
    definer: str
    issuer: str
    validity: str
    years: int | None
    basis: str
    items: list[str]
    scenes: list[str]
    standard: str
    sealed: bool
    exempt: str
    collected: bool
    not_collected: str
    fields: list[FieldOut]
    version: int
    changed_on: date


def _facts(one: Type, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("证照类型代码", one.code),
        Fact("种类", one.get_kind_display()),
        Fact("持证主体", one.holder_words),
        Fact("定义机构", one.definer),
        Fact("颁发机构", one.issuer),
        Fact("有效期", one.validity_words),
        Fact("依据", one.basis, wide=True),
        Fact("关联事项", "、".join(one.items) or "没有写明", wide=True),
        Fact("出示场景", "、".join(one.scenes) or "没有写明", wide=True),
        Fact("标准版本", one.standard),
        Fact("电子印章", "加盖" if one.sealed else Noted("依法不加盖", one.exempt)),
        Fact("归集入库", "归集" if one.collected else Noted("不归集", one.not_collected)),
        Fact("版本", Noted(f"第 {one.version} 版", f"{one.changed_on.isoformat()} 维护")),
    ]
    if one.previous is not None:
        facts.append(Fact("上一版", Link(f"第 {one.previous.version} 版", one.previous.get_absolute_url())))
    return facts


def _fields(request: HttpRequest, one: Type) -> Listing:
    columns = [
        Column("name", "字段", lambda of: of["name"], head=True),
        Column("type", "数据类型", lambda of: f"{of['data_type']}{of['length'] or ''}", width=120),
        Column("codes", "代码范围", lambda of: "；".join(of["codes"]) or "—"),
        Column("privacy", "隐私", lambda of: PRIVACY_WORDS[Privacy(of["privacy"])], width=200),
        Column("required", "必填", lambda of: "是" if of["required"] else "否", width=100),
    ]
    return Listing(request, one.fields, columns, filename="字段", caption="字段", unit="个")


def _links(actor: Actor) -> Sequence[Link]:
    links = [Link("导出类型表", reverse("formats:type_sheet"))]
    return [Link("导入类型表", reverse("formats:import_types")), *links] if actor.has(Function.OPERATOR) else links


def _move(name: str, form: type[ReasonForm] | None = None) -> Ask:
    return Ask(partial(services.move_type, move=name), form, beside="note", name=f"{name}_type")


TYPES = Matters(
    TYPE,
    app="formats",
    noun="type",
    parameter="face_type_id",
    title="证照类型",
    about="全市证照类型的目录：谁定义、谁颁发、给谁、有哪些字段。",
    unit="种",
    empty="还没有证照类型。平台管理机构可以导入随产品提供的常用类型，再按本地情况修改。",
    find=selectors.type_for,
    rows=selectors.types,
    facts=_facts,
    shown=TypeOut,
    lights=LIGHTS,
    sort="name",
    columns=[
        state_column(LIGHTS),
        name_column("证照类型", "name", note=lambda one: one.code),
        Column("kind", "种类", lambda one: one.get_kind_display(), sort="kind", width=100),
        Column("holders", "持证主体", "holder_words", width=160),
        Column("issuer", "颁发机构", "issuer", sort="issuer", width=200),
        Column("validity", "有效期", "validity_words", width=140),
        Column("version", "版本", lambda one: f"第 {one.version} 版", width=100),
    ],
    filters=[
        state_filter(TYPE_WORDS),
        choice_filter("kind", "种类", LICENCE_WORDS),
        choice_filter("holder", "持证主体", HOLDER_WORDS, field="holders__contains"),
        text_filter("name", "名称", "name", "code"),
        text_filter("issuer", "颁发机构", "issuer"),
        choice_filter("sealed", "电子印章", {"True": "加盖", "False": "依法不加盖"}),
        choice_filter("collected", "归集入库", {"True": "归集", "False": "不归集"}),
    ],
    chips=lambda actor: cited(actor, "formats.kinds"),
    links=_links,
    inner=_fields,
    asks={
        "edit": Ask(services.edit_type, TypeForm, page="edit", beside="name", name="edit_type"),
        "publish": _move("publish"),
        "withdraw": _move("withdraw", ReasonForm),
        "revise": Ask(
            services.revise_type,
            label="修订",
            done="已开始修订，改好再发布。",
            may=services.check_revisable,
            makes=True,
            name="revise_type",
        ),
    },
    new=New(services.make_type, TypeForm, CENTRE, "编制证照类型", beside="name", key="formats.kinds", name="new_type"),
)


def told(counts: Mapping[str, int]) -> str:
    return f"新增 {counts['new']} 种，更新 {counts['changed']} 种，没有变化 {counts['same']} 种。"


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponseBase:
    """A sheet of types, or the one that comes with the product."""
    actor = actor_of(request)
    if not actor.has(Function.OPERATOR):
        raise NotAllowed("formats.type")
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        with beside(request, form, "file"):
            asked = values_of(form)
            counts = services.import_types(actor=actor, **asked) if asked else services.import_shipped(actor=actor)
            messages.success(request, told(counts))
            return see_other(reverse("formats:types"))
    crumb = ("证照类型", reverse("formats:types"))
    words = "一行一个字段，类型的各栏写在它的第一行；有一个类型有问题，整张表都不导入。"
    context = {"form": form, "title": "导入类型表", "crumb": crumb, "button": "导入", "words": words}
    return render(request, "workflow/new.html", context, status=422 if form.errors else 200)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """All types in use as a sheet that can be taken in again."""
    rows = selectors.types(actor_of(request)).filter(state="live")
    answer = HttpResponse(sheets.write(list(rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="types.csv"'
    return answer
