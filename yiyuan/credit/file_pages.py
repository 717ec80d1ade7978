"""Records by file at both doors: handing in, progress, each row's outcome; refused rows and records as workbooks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.credit import forms, policies, rules, selectors, services, sheets
from yiyuan.credit.catalog_pages import label, labelled
from yiyuan.credit.models import CreditFile, CreditFileRow
from yiyuan.credit.services.files import refused_rows
from yiyuan.credit.types import FILE_WORDS, FileState, SubjectKind
from yiyuan.credit.workflow import FILE
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chips, cited, resolve
from yiyuan.web.components import BarPart, Fact, Link, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    Listing,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.web.paging import Paging, page_of, paged
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIGHTS: Lights = {"reading": "run", "stuck": "late", "read": "ok", "cancelled": "end"}


class CreditFileOut(MatterOut, Schema):
    """Done = taken + refused; total: of the file, 0 until it is counted. Rows: `files/{id}/rows`."""

    file_name: str
    form: str
    item_code: str = Field(alias="item.code")
    provider: str = Field(alias="provider.name")
    total: int
    taken: int
    refused: int
    answer: str
    handed_in_on: date


class ReasonOut(Schema):
    """column: of today's form; "": the row as a whole. articles: on which the rule rests."""

    column: str
    words: str
    rule: str
    articles: list[str]


class RowsWanted(Paging):
    """refused: only the rows that were not taken."""

    refused: bool = False


class CreditFileRowOut(Schema):
    """record_id: None where the row was refused."""

    number: int
    record_id: int | None
    reasons: list[ReasonOut]


def _articles(found: CreditFile, rule: str) -> list[str]:
    return [chip.text for chip in chips(resolve(rule, region=found.region_code, on=found.handed_in_on))]


def _reasons(found: CreditFile, row: CreditFileRow) -> str:
    new = sheets.facts().forms[found.form].new
    told = []
    for said in row.reasons:
        where = f"{new[said['column']]}：" if said["column"] in new else ""
        told.append(f"{where}{said['words']}（{'、'.join(_articles(found, said['rule']))}）")
    return "；".join(told) or "—"


def _facts(one: CreditFile, actor: Actor) -> Sequence[Fact]:
    return [
        Fact("目录事项", Link(one.item.name, one.item.get_absolute_url())),
        Fact("提供", Noted(one.handed_in_on, f"{one.provider.short_name} {one.handed_in_by}")),
        Fact("格式", sheets.facts().forms[one.form].title),
        Fact("证明文件", one.paper_name),
        *([Fact("说明", one.answer, wide=True)] if one.answer and one.state == FileState.STUCK else []),
        Fact("适用", label(actor), wide=True),
    ]


def _context(_actor: Actor, one: CreditFile) -> Mapping[str, Any]:  # template variables
    left = max(one.total - one.done, 0)
    return {
        "total": one.done + left,
        "parts": [
            BarPart("收下", one.taken, "a"),
            BarPart("没有收下", one.refused, "r"),
            *([BarPart("没有读", left, "c")] if left else []),
        ],
        "running": one.state == FileState.READING,
    }


def _who(found: CreditFile, row: CreditFileRow) -> str:
    """Whom a refused row is about; a natural person masked."""
    name = row.cells.get(sheets.facts().forms[found.form].record["subject"][0], "")
    return rules.mask_name(name) if name and found.item.subject_kind == SubjectKind.NATURAL else name or "—"


def _rows(request: HttpRequest, found: CreditFile) -> Listing:
    number = sheets.facts().forms[found.form].record["document_no"][0]
    columns = [
        Column("number", "行", lambda row: f"第 {row.number} 行", sort="number", head=True, width=90),
        Column(
            "outcome",
            "结果",
            lambda row: Link("收下", reverse("credit:record", args=[row.record_id])) if row.record_id else "没有收下",
            width=110,
        ),
        Column("who", "主体", lambda row: _who(found, row), width=180),
        Column("document", "文书号", lambda row: row.cells.get(number) or "—", width=180),
        Column("reasons", "原因", lambda row: _reasons(found, row)),
    ]
    outcome = Filter(
        "outcome",
        "结果",
        lambda rows, value: rows.filter(record_id__isnull=value == "refused"),
        [("taken", "收下"), ("refused", "没有收下")],
    )
    rows = found.rows.order_by("number")
    return Listing(request, rows, columns, filters=[outcome], filename="逐行结果", caption="逐行结果", unit="行")


FILES = Matters(
    FILE,
    app="credit",
    noun="file",
    title="批量提供",
    parameter="credit_file_id",
    about="按双公示的表批量提供行政许可、行政处罚：有问题的行不收，逐行写明单元格、原因和条款，其余照收。",
    empty="没有批量提供过。",
    unit="份",
    find=selectors.file_for,
    rows=selectors.files,
    facts=_facts,
    shown=CreditFileOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("文件", "file_name", note=lambda one: one.item.name),
        Column("provider", "提供单位", "provider.short_name", sort="provider__name"),
        Column("total", "行数", "total", numeric=True),
        Column("taken", "收下", "taken", sort="taken", numeric=True),
        Column("refused", "没有收下", "refused", sort="refused", numeric=True),
        Column("on", "提供日期", "handed_in_on", sort="handed_in_on", css="nw"),
    ],
    filters=[
        state_filter(FILE_WORDS),
        text_filter("name", "文件", "file_name", "item__name"),
        text_filter("body", "提供单位", "provider__name"),
    ],
    links=lambda _actor: [Link("信用信息记录", reverse("credit:records"))],
    chips=lambda actor: cited(actor, "credit.standard_form", "credit.supply", "credit.paper"),
    told=labelled,
    board="credit/list.html",
    page="credit/file.html",
    context=_context,
    inner=_rows,
    asks={
        "again": Ask(services.read_again, name="read_file_again"),
        "cancel": Ask(services.cancel_file, name="cancel_file"),
    },
    new=New(
        services.hand_in,
        forms.FileForm,
        PARTIES,
        "批量提供",
        "在后台读，可以离开页面；同一文书的记录不会重复收。",
        beside={"credit.form": "table", "credit.paper": "file", "credit.file": "file", "credit.catalog": "item_code"},
        by="credit.record.add",
        name="new_file",
        key="credit.standard_form",
    ),
)
router = Router()


@router.get("files/{int:credit_file_id}/rows", response=page_of(CreditFileRowOut), summary="批量提供逐行的结果")
def rows(request: HttpRequest, credit_file_id: int, wanted: Query[RowsWanted]) -> Any:  # a page
    found = selectors.file_for(actor_of(request), credit_file_id)
    held: QuerySet[CreditFileRow] = found.rows.filter(record_id=None) if wanted.refused else found.rows.all()

    def shown(row: CreditFileRow) -> Any:  # a line
        reasons = [said | {"articles": _articles(found, said["rule"])} for said in row.reasons]
        return {"number": row.number, "record_id": row.record_id, "reasons": reasons}

    return paged(held, wanted, shown)


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


@require_GET
def refused(request: HttpRequest, credit_file_id: int) -> HttpResponse:
    """The refused rows in today's form with their reasons, to be mended and handed in again; for who handed them in."""
    actor = actor_of(request)
    found = selectors.file_for(actor, credit_file_id)
    policies.require_provider(found.item, actor)
    form = sheets.facts().forms[found.form]
    return _workbook(sheets.workbook(refused_rows(found), form=form, more=[sheets.REASON]), f"refused-{found.id}")


@require_GET
def written(request: HttpRequest, credit_item_id: int) -> HttpResponse:
    """The records of an item in today's form, as the reader sees them; persons masked but for the provider."""
    actor = actor_of(request)
    item = selectors.item_for(actor, credit_item_id)
    form = sheets.form_of(item)
    if form is None:
        raise NotFound("credit.form", id=item.id)
    masks = item.subject_kind == SubjectKind.NATURAL and not policies.provides(item, actor)
    held = selectors.desk_rows(actor).filter(item=item).order_by("id")

    def line(one: Any) -> dict[str, str]:  # a record
        if not masks:
            return sheets.written(one, form=form, name=one.subject.name, code=one.subject.code)
        name, code = rules.mask_name(one.subject.name), rules.mask_code(one.subject.code)
        one.values = rules.kept_values(one.values, hidden=item.hidden)
        return sheets.written(one, form=form, name=name, code=code)

    return _workbook(sheets.workbook(map(line, held.iterator(chunk_size=1000)), form=form), f"{form.code}-{item.id}")
