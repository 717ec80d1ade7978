"""The record as a page: search, one subject's readers, verification."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.audit import selectors
from yiyuan.audit.models import Entry
from yiyuan.audit.services import record, subject_hash
from yiyuan.audit.types import FAULT_WORDS, AuditTag
from yiyuan.audit.verify import verify as verify_record
from yiyuan.audit.words import FACT_WORDS, STATES, VALUE_WORDS, WORDS, words_of
from yiyuan.kernel.actor import Function
from yiyuan.web.components import Chip, Code, Noted
from yiyuan.web.edge import actor_of, require
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing

INSPECTORS = (Function.AUDITOR, Function.AUDIT_ADMIN, Function.BUREAU)
READERS_OF_READERS = (Function.AUDITOR, Function.AUDIT_ADMIN)  # who looked somebody up is the auditor's to know


def _by_tag(rows: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    spoken = [tag for tag, words in WORDS.items() if value in words]
    return rows.filter(Q(tag__icontains=value) | Q(tag__in=spoken))


def _by_object(rows: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    kind, _, number = value.partition(":")
    return rows.filter(object_type=kind, object_id=number) if number else rows.filter(object_type=kind)


def _by_organisation(rows: QuerySet[Entry], value: str) -> QuerySet[Entry]:
    return rows.filter(actor_organisation__icontains=value)


def _articles(entry: Entry) -> list[Chip]:
    return selectors.CITED.ask(tuple(entry.requirement_ids))


def _sentence(entry: Entry) -> Noted:
    """Who did what, by which facts; below it the tag and the object, as one searches for them."""
    attempt = entry.object_type == "request"
    told = _attempt(entry) if attempt else _facts(entry)
    words = format_html("{}　<b>{}</b>{}", _who(entry), words_of(entry.tag), f"：{told}" if told else "")
    found_by = entry.facts.get("request", "") if attempt else f"{entry.object_type}:{entry.object_id}"
    return Noted(words, Code(f"{entry.tag} {found_by}"))


def _attempt(entry: Entry) -> str:
    """What was refused: opening or sending which address, for want or because of what."""
    method = str(entry.facts.get("method", ""))
    return f"{VALUE_WORDS.get(method, method)} {entry.object_id}（{entry.facts.get('subject', '')}）"


def _facts(entry: Entry) -> str:
    """The facts in words; a change of state reads from the old to the new."""
    states = STATES.get(entry.object_type, {})
    words = {key: _value(value, states) for key, value in entry.facts.items()}
    told = []
    if "from" in words and "to" in words:
        told.append(f"由“{words.pop('from')}”变为“{words.pop('to')}”")
    return "；".join([*told, *(f"{FACT_WORDS.get(key, key)} {value}" for key, value in words.items())])


def _value(value: object, states: Mapping[str, str]) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(one, states) for one in value)
    return states.get(str(value)) or VALUE_WORDS.get(str(value), str(value))


def _who(entry: Entry) -> str:
    return f"{entry.actor_name}（{entry.actor_organisation}）"


COLUMNS = [
    Column("id", "序号", lambda e: str(e.id), sort="id", export=lambda e: e.id, width=80),
    Column("at", "时间", lambda e: Noted(e.at, f"业务日期 {e.legal_on}"), sort="at", export=lambda e: e.at, width=180),
    Column("tag", "谁做了什么", _sentence, sort="tag", export=lambda e: e.tag, css="brk"),
    Column("law", "依据", _articles, export=lambda e: "、".join(e.requirement_ids), width=200),
    Column("who", "谁", _who, shown=False),
    Column("act", "行为", lambda e: words_of(e.tag), shown=False),
    Column("facts", "事实", _facts, shown=False),
]
FILTERS = [
    Filter("tag", "行为", _by_tag),
    Filter("object", "对象", _by_object),
    Filter("organisation", "单位", _by_organisation),
]


@require_safe
def entries(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    rows = selectors.entries(actor)
    listing = Listing(request, rows, COLUMNS, FILTERS, default_sort="-id", filename="审计记录", caption="审计记录")
    if listing.is_export:
        return listing.export()
    context = {
        "checkpoint": selectors.last_checkpoint(),
        "inspector": actor.has(*INSPECTORS),
        "auditor": actor.has(*READERS_OF_READERS),
        **listing.context(),
    }
    return render(request, "audit/entries.html", context)


@require_http_methods(["GET", "POST"])
def subject(request: HttpRequest) -> HttpResponse:
    """Who read this person's or company's record. The number is asked for by POST and never stands in an address."""
    actor = actor_of(request)
    require(actor, *READERS_OF_READERS)
    number = request.POST.get("number", "").strip()
    found, sought = None, ""
    if number:
        reads = selectors.reads_of_subject(actor, document_number=number)[:500]
        found = [(entry, _sentence(entry)) for entry in reads]
        sought = subject_hash(number)
        record(actor, AuditTag.SUBJECT_SOUGHT, object_type="audit.subject", object_id=sought, subjects=[sought])
    context = {"found": found, "hash": sought}
    return render(request, "audit/subject.html", context)


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Seal, recompute and compare; names each row that is not as it was."""
    require(actor_of(request), *INSPECTORS)
    verdict = verify_record() if request.method == "POST" else None
    findings = [(FAULT_WORDS[f.fault], f) for f in verdict.findings] if verdict else []
    return render(request, "audit/verify.html", {"verdict": verdict, "findings": findings})
