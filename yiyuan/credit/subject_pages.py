"""One subject over all providers, as its reader at the desk sees it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods
from ninja import Router, Schema

from yiyuan.credit import forms, policies, selectors, services
from yiyuan.credit.catalog_pages import label, labelled
from yiyuan.credit.models import CreditSubject
from yiyuan.credit.services import subjects
from yiyuan.credit.types import SUBJECT_WORDS
from yiyuan.kernel import clock
from yiyuan.kernel.actor import DEPARTMENT, Actor, Function
from yiyuan.regulations.api import cited
from yiyuan.web.bodies import Body, Line, Text
from yiyuan.web.components import Fact, Light
from yiyuan.web.edge import actor_of, beside, require
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, choice_filter, list_page, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters


class CreditSubjectOut(Schema):
    id: int
    kind: str
    code: str
    name: str
    ended_on: date | None
    former: list[str]

    @staticmethod
    def resolve_former(found: Any) -> list[str]:  # a subject with its actor
        return [f"{one.name} {one.code}" for one in found.model.former.all()]


def _rows(actor: Actor) -> QuerySet[CreditSubject]:
    return CreditSubject.objects.filter(id__in=selectors.desk_rows(actor).order_by().values("subject")).order_by("-id")


def _facts(one: CreditSubject, actor: Actor) -> Sequence[Fact]:
    former = "；".join(f"{old.name} {old.code}（到 {old.until_on}）" for old in one.former.all())
    return [
        Fact("主体类别", one.get_kind_display()),
        Fact("信用代码", one.code),
        Fact("曾用名称、代码", former or "没有"),
        Fact("注销", one.ended_on or "没有"),
        Fact("适用", label(actor), wide=True),
    ]


def _context(actor: Actor, one: CreditSubject) -> Mapping[str, Any]:  # template variables
    reader = selectors.desk_reader(actor)
    held = selectors.rows(reader).filter(subject=one).prefetch_related("statements").order_by("-document_on", "-id")
    return {"records": [selectors.shown(record, reader=reader) for record in held[:500]]}


SUBJECTS = Matters(
    None,
    app="credit",
    noun="subject",
    title="信息主体",
    parameter="credit_subject_id",
    about="按信用代码合并各提供单位的记录；名称和代码变了也找得到。",
    empty="没有信息主体。",
    unit="个",
    find=subjects.subject_for,
    rows=_rows,
    facts=_facts,
    shown=CreditSubjectOut,
    columns=[
        name_column("名称", "name", note=lambda one: one.code),
        Column("kind", "主体类别", lambda one: one.get_kind_display(), sort="kind"),
        Column("ended", "状态", lambda one: Light("end", "已注销") if one.ended_on else Light("ok", "存续")),
    ],
    filters=[
        text_filter("name", "名称或者代码", "name", "code", "former__name", "former__code"),
        choice_filter("kind", "主体类别", SUBJECT_WORDS),
    ],
    chips=lambda actor: cited(actor, "credit.platform", "credit.identity"),
    told=labelled,
    board="credit/list.html",
    page="credit/subject.html",
    context=_context,
    asks={
        "rename": Ask(
            services.rename_subject,
            forms.RenameForm,
            may=policies.require_centre,
            label="名称或者代码变更",
            done="已变更，曾用的也找得到。",
            beside="code",
            name="rename_subject",
        ),
        "end": Ask(
            services.end_subject,
            forms.DayForm,
            may=policies.require_centre,
            label="登记注销",
            words="不良信息存续期间，身份信息保留。",
            done="已登记注销。",
            name="end_subject",
        ),
    },
)


def readings(request: HttpRequest) -> HttpResponseBase:
    """Who looked up whom, as what and why; what became of a record since."""
    actor = actor_of(request)
    require(actor, *DEPARTMENT, Function.BUREAU, Function.OPERATOR)
    return list_page(
        request,
        selectors.readings(actor),
        [
            Column("at", "时间", lambda one: f"{one.read_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}", sort="read_at"),
            Column("reader", "以什么身份", lambda one: one.get_reader_display(), sort="reader", head=True),
            Column("person", "查询人", lambda one: one.person or "—", sort="person"),
            Column("why", "理由", lambda one: one.why or "—"),
            Column("records", "记录", lambda one: len(one.record_ids), numeric=True),
            Column("change", "后来", lambda one: one.change or "—"),
        ],
        title="查询记录",
        fact=label(actor),
        unit="次",
        empty="没有查询过。",
        chips=cited(actor, "credit.duty", "credit.lawful", "credit.authorised"),
    )


class ArchiveIn(Body):
    """reason: why the archive is read; kept with the reading."""

    code: Line
    reason: Text


class ArchivedOut(Schema):
    id: int
    item: str
    matter: str
    description: str
    provider: str
    level: str
    state: str
    document_no: str
    document_on: date | None
    marks: list[str]
    statements: list[str]


@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest) -> HttpResponseBase:
    """The centre reads all of a subject, what is archived too, with a reason that stays on record."""
    actor = actor_of(request)
    require(actor, Function.OPERATOR)
    form, found = forms.ArchiveForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        with beside(request, form, "reason"):
            found = services.read_archive(actor=actor, **form.cleaned_data)
    context = {"form": form, "found": found, "draft_label": label(actor), "chips": cited(actor, "credit.archived")}
    return render(request, "credit/archive.html", context, status=422 if form.errors else 200)


router = Router()


@router.post("archive", response=list[ArchivedOut], summary="信用中心写明理由查档案")
def read_archive(request: HttpRequest, said: ArchiveIn) -> Any:  # lines
    return services.read_archive(actor=actor_of(request), code=said.code, reason=said.reason)
