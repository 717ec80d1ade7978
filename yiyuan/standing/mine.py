"""What a person or company reads of itself, says of a record and doubts, on the holders' own pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.credit.api import Reader, add_statement, ask_repair, file_objection, objections_of, repairs_of
from yiyuan.credit.types import OBJECTION_OPEN, RecordState, RepairState, Shown
from yiyuan.holders.api import Holder, for_holders, spoken_for
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chips, resolve
from yiyuan.standing import forms, reading
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other

NATION = "000000"
REPAIRABLE = (RecordState.LIVE, RecordState.ENDED)
PAPER_RULES = {
    "credit.evidence": "file",
    "credit.file": "file",
    "credit.objection_once": "reason",
    "credit.said": "reason",
}


@for_holders
@require_safe
def listed(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Public and authorised records of oneself and of those one speaks for, and of nobody else; what was asked."""
    found = []
    for one in spoken_for(holder):
        reader = Reader.subject(one.code)
        objections, repairs = objections_of(reader), repairs_of(reader)
        doubted = {case.record_id for case in objections if case.state in OBJECTION_OPEN}
        asked = {case.record_id for case in repairs if case.state == RepairState.ASKED}
        told = [
            {
                "record": record,
                "doubted": record.id in doubted,
                "repairable": record.negative and record.state in REPAIRABLE and record.id not in asked,
            }
            for record in reading.of_subject(reader, one.code)
        ]
        found.append({"name": one.name, "code": one.code, "lines": told, "objections": objections, "repairs": repairs})
    law = resolve("standing.consent", region=NATION, on=clock.today())
    return render(request, "standing/mine.html", {"found": found, "chips": chips(law)})


def _one(holder: Holder, record_id: int) -> tuple[Reader, Shown]:
    """A record of whom the holder speaks for. Raises NotFound, also for those of others."""
    for one in spoken_for(holder):
        reader = Reader.subject(one.code)
        for record in reading.of_subject(reader, one.code):
            if record.id == record_id:
                return reader, record
    raise NotFound("credit.record", id=record_id)


@for_holders
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, holder: Holder, own_record_id: int) -> HttpResponse:
    """What one says of a negative record; it stands wherever the record does."""
    reader, record = _one(holder, own_record_id)
    form = forms.StatementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with beside(request, form, "text"):
            add_statement(reader=reader, record_id=own_record_id, text=form.cleaned_data["text"])
            return see_other(reverse("my_credit:list"))
    words = f"{record.matter}（{record.document_no}）。说明与这条信息一起显示。"
    return _form(request, form, title="对这条信息作出说明", words=words, key="credit.statement")


@for_holders
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, holder: Holder, own_record_id: int) -> HttpResponse:
    """Doubt a record of oneself, with evidence; the mark stands from now on."""
    reader, record = _one(holder, own_record_id)
    sent = request.method == "POST"
    form = forms.ObjectionForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        with beside(request, form, PAPER_RULES):
            file_objection(reader=reader, record_id=own_record_id, **form.values())
            return see_other(reverse("my_credit:list"))
    words = f"{record.matter}（{record.document_no}）。从提出起，各处显示这条信息都标注“异议处理中”。"
    return _form(request, form, title="对这条信息提出异议", words=words, key="credit.evidence")


@for_holders
@require_http_methods(["GET", "POST"])
def repair(request: HttpRequest, holder: Holder, own_record_id: int) -> HttpResponse:
    """Ask the body that decided to repair a negative record of oneself."""
    reader, record = _one(holder, own_record_id)
    sent = request.method == "POST"
    form = forms.RepairForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_bound and form.is_valid():
        with beside(request, form, PAPER_RULES | {"credit.repairable": "file"}):
            ask_repair(reader=reader, record_id=own_record_id, **form.values())
            return see_other(reverse("my_credit:list"))
    words = f"{record.matter}（{record.document_no}），由认定的单位{record.provider}办理。"
    return _form(request, form, title="申请信用修复", words=words, key="credit.repair")


def _form(request: HttpRequest, form: Form, *, title: str, words: str, key: str) -> HttpResponse:
    law = resolve(key, region=NATION, on=clock.today())
    context = {"form": form, "title": title, "words": words, "button": "提交", "chips": chips(law)}
    return render(request, "standing/mine_form.html", context, status=422 if form.errors else 200)
