"""Sheets of items at both doors: what was taken in, what was refused and why; how far each department is covered."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.services import forms, policies, selectors, services, sheets
from yiyuan.services.models import ItemImport
from yiyuan.web.components import BarPart, Empty, Fact, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing, name_column
from yiyuan.workflow.api import Matters, New

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ItemImportOut(Schema):
    """Read = made + refused; the refused rows come with their reasons."""

    id: int
    organisation: str = Field(alias="organisation.name")
    file_name: str
    read_rows: int
    made_rows: int
    refused_rows: int
    refusals: list[dict[str, Any]]  # row, reasons


def _facts(one: ItemImport, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("文件", one.file_name),
        Fact("导入", Noted(one.imported_on, f"{one.organisation.short_name} {one.person_name}")),
    ]


def _context(_actor: Actor, one: ItemImport) -> Mapping[str, Any]:  # template variables
    return {"parts": [BarPart("登记", one.made_rows, "a"), BarPart("未登记", one.refused_rows, "r")]}


def _refused(request: HttpRequest, one: ItemImport) -> Listing:
    columns = [
        Column("row", "行", lambda line: f"第 {line['row']} 行", head=True, width=80),
        Column("reasons", "原因", lambda line: "；".join(line["reasons"])),
    ]
    return Listing(request, one.refusals, columns, filename="未登记的行", caption="未登记的行和原因", unit="行")


IMPORTS = Matters(
    None,
    app="services",
    noun="item_import",
    title="事项导入",
    unit="次",
    about="用表登记事项：有问题的行不登记，逐行说明原因，其余的照登。",
    empty="还没有导入。",
    find=selectors.import_for,
    rows=selectors.imports,
    facts=_facts,
    shown=ItemImportOut,
    columns=[
        name_column("文件", "file_name"),
        Column("organisation", "导入", lambda one: f"{one.organisation.short_name} {one.person_name}"),
        Column("read", "读到", "read_rows", numeric=True),
        Column("made", "登记", "made_rows", numeric=True),
        Column("refused", "未登记", "refused_rows", numeric=True),
        Column("on", "日期", "imported_on", sort="imported_on", css="nw"),
    ],
    links=lambda _actor: [Link("事项", reverse("services:items")), Link("各部门覆盖", reverse("services:coverage"))],
    page="services/item_import.html",
    context=_context,
    inner=_refused,
    asks={},
    new=New(
        services.import_items,
        forms.ImportForm,
        policies.may_import,
        "导入事项",
        "一个部门导入自己的事项；数据主管部门导入本地区各部门的，写明实施部门。",
        beside="file",
        by="services.item.import",
        key="services.no_repeat",
        name="new_item_import",
    ),
)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet of items."""
    actor_of(request)
    answer = HttpResponse(sheets.template(), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="items.xlsx"'
    return answer


def _percent(one: selectors.Coverage) -> str:
    return f"{one.covered / one.materials:.1%}" if one.materials else "—"


@require_GET
def coverage(request: HttpRequest) -> HttpResponseBase:
    """By department: items, materials, those the platform has, those asked for all the same; also as Excel."""
    actor = actor_of(request)
    columns = [
        Column("organisation", "部门", "organisation", sort="organisation", head=True),
        Column("items", "事项", "items", sort="items", numeric=True),
        Column("listed", "列了材料的事项", "listed", sort="listed", numeric=True),
        Column("materials", "材料", "materials", sort="materials", numeric=True),
        Column("covered", "确认由平台取得", "covered", sort="covered", numeric=True),
        Column("share", "占比", _percent, numeric=True),
        Column("repeated", "仍要求提交", "repeated", sort="repeated", numeric=True),
    ]
    listing = Listing(
        request,
        selectors.coverage(actor),
        columns,
        [Filter("body", "部门", lambda rows, value: [one for one in rows if value in one.organisation])],
        filename="事项材料覆盖",
        caption="事项材料覆盖",
        unit="个部门",
        empty=Empty("还没有登记事项。"),
    )
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "chips": cited(actor, "services.no_repeat", "services.use_licence")}
    return render(request, "services/coverage.html", context, part="listing")
