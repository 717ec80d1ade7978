"""The ledger at both doors."""

from datetime import date

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.projects import display, selectors
from yiyuan.projects.models import LedgerEntry
from yiyuan.projects.types import ACCOUNT_WORDS, FUND_WORDS, SOURCE_WORDS, Account, Fund, Source
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Light, Link
from yiyuan.web.lists import Column, Filter, choice_filter, name_column, text_filter
from yiyuan.workflow.api import Matters


class LedgerOut(Schema):
    """amount: fen, from the credit account to the debit account. reverses: the entry it takes back."""

    id: int
    project_id: int
    project: str = Field(alias="project.name")
    year: int
    fund: Fund
    source: Source
    debit: Account
    credit: Account
    amount: int
    final: bool
    words: str
    reverses: int | None = Field(alias="reverses_id")
    made_by: str
    made_on: date


def _light(one: LedgerEntry) -> Light:
    return Light("end", "冲正") if one.reverses_id else Light("ok", f"{ACCOUNT_WORDS[Account(one.debit)]}")


LEDGER = Matters(
    None,
    app="projects",
    noun="ledger_entry",
    title="项目资金账",
    names={"list": "ledger"},
    parameter="entry_id",
    unit="笔",
    about="复式记账：每一笔从一个账户到另一个账户，只能冲正，不能修改、删除；支付不超过安排的资金。",
    empty="还没有资金。",
    find=selectors.ledger_entry_for,
    rows=selectors.ledger,
    facts=lambda one, _actor: [
        Fact("项目", Link(one.project.name, one.project.get_absolute_url())),
        Fact("年度", f"{one.year} 年"),
        Fact("资金", one.get_fund_display()),
        Fact("来源", one.get_source_display()),
        Fact("借", one.get_debit_display()),
        Fact("贷", one.get_credit_display()),
        Fact("金额", display.yuan(one.amount)),
        Fact("摘要", one.words, wide=True),
        Fact("登记", f"{one.made_by}　{one.made_on}"),
    ],
    shown=LedgerOut,
    lights=_light,
    columns=[
        Column("state", "去向", _light, width=120),
        name_column("摘要", "words"),
        Column("project", "项目", "project.name", sort="project__name"),
        Column("unit", "项目单位", "project.organisation.short_name", sort="project__organisation__name"),
        Column("year", "年度", lambda one: str(one.year), sort="year"),
        Column("fund", "资金", "get_fund_display", sort="fund"),
        Column("source", "来源", "get_source_display", sort="source"),
        Column("debit", "借", "get_debit_display", sort="debit"),
        Column("credit", "贷", "get_credit_display", sort="credit"),
        Column("amount", "金额（元）", lambda one: display.amount(one.amount), sort="amount", css="num"),
        Column("made", "日期", "made_on", sort="made_on", css="nw"),
    ],
    filters=[
        text_filter("project", "项目", "project__name"),
        text_filter("unit", "项目单位", "project__organisation__name"),
        Filter("year", "年度", lambda rows, value: rows.filter(year=int(value))),
        choice_filter("fund", "资金", FUND_WORDS),
        choice_filter("source", "来源", SOURCE_WORDS),
    ],
    chips=lambda actor: cited(
        actor, "projects.funds", "projects.finance_bodies", "projects.change", "projects.candidates"
    ),
    links=lambda _actor: [Link("年度报表", reverse("projects:funds_report"))],
    asks={},
)
