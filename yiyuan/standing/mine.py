"""What a person or company reads of itself, says of a record and doubts, on the holders' own pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.credit.api import Reader, add_statement
from yiyuan.credit.types import Shown
from yiyuan.holders.api import Holder, for_holders, spoken_for
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chips, resolve
from yiyuan.standing import forms, reading
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other

NATION = "000000"


@for_holders
@require_safe
def listed(request: HttpRequest, holder: Holder) -> HttpResponse:
    """Public and authorised records of oneself and of those one speaks for, and of nobody else."""
    found = [
        {
            "name": one.name,
            "code": one.code,
            "records": reading.of_subject(Reader.subject(one.code), one.code),
        }
        for one in spoken_for(holder)
    ]
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
    context = {
        "form": form,
        "title": "对这条信息作出说明",
        "words": f"{record.matter}（{record.document_no}）。说明与这条信息一起显示。",
        "button": "提交",
    }
    return render(request, "standing/mine_form.html", context, status=422 if form.errors else 200)
