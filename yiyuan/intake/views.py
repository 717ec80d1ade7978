"""Pages of intake: the batches, handing a file in, one batch."""

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import CYCLE_WORDS, ResourceInfo
from yiyuan.dataplane.compare import Fate
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.headings import LOOKED_AT
from yiyuan.intake import blanks, display, mapping, policies, preview, selectors, services
from yiyuan.intake.downloads import XLSX, changes_response, document_response, workbook_response
from yiyuan.intake.forms import AT_ONCE, ColumnsForm, HandInForm, VerdictForm
from yiyuan.intake.mapping import Told
from yiyuan.intake.models import Batch, RefusedRows
from yiyuan.intake.rules import SECOND_PERSON
from yiyuan.intake.types import STATE_WORDS, TREATMENT_WORDS, WAY_WORDS, State, Treatment, Verdict, Way
from yiyuan.intake.workflow import BATCH, CANCEL, MAP, PROPOSE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request, organisation
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Fact, Link, Noted
from yiyuan.web.edge import beside
from yiyuan.web.htmx import is_htmx, refused, render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import Law

# ---- lists ----


def _by_state(rows: QuerySet[Batch], value: str) -> QuerySet[Batch]:
    return rows.filter(state=value)


def _by_name(rows: QuerySet[Batch], value: str) -> QuerySet[Batch]:
    return rows.filter(resource_name__icontains=value)


def _since(rows: QuerySet[Batch], value: date) -> QuerySet[Batch]:
    return rows.filter(received_on__gte=value)


@require_safe
def batches(request: HttpRequest) -> HttpResponseBase:
    """All batches the actor may see."""
    actor = actor_from_request(request)
    may_hand_in = actor.has(Function.DATA_OFFICER)
    empty = (
        Empty("还没有批次。选一个资源，下载模板，填好后交第一批。", "选资源", reverse("intake:choose"))
        if may_hand_in
        else Empty("还没有批次。")
    )
    listing = Listing(
        request,
        selectors.batches(actor),
        columns=[
            Column(
                "resource",
                "批次",
                lambda b: Link(b.resource_name, b.get_absolute_url(), note=f"{b.number}，{b.file_name}"),
                sort="resource_name",
                head=True,
                export=lambda b: b.resource_name,
            ),
            Column("state", "状态", display.light, sort="state", css="nw"),
            Column("read", "读到", "read_rows", sort="read_rows", numeric=True),
            Column("kept", "收下", "kept_rows", sort="kept_rows", numeric=True),
            Column("refused", "未收", "refused_rows", sort="refused_rows", numeric=True),
            Column("provider", "提供部门", lambda b: b.provider.name, sort="provider__name"),
            Column("received", "收到", lambda b: Noted(b.received_on, b.person_name), sort="received_at", css="nw"),
        ],
        filters=[
            Filter("state", "状态", _by_state, [(s.value, w) for s, w in STATE_WORDS.items()]),
            Filter("name", "资源", _by_name),
            Filter("since", "收到不早于", _since, kind="date"),
        ],
        filename="归集批次",
        caption="归集批次",
        unit="批",
        empty=empty,
    )
    if listing.is_export:
        return listing.export()
    return render(request, "intake/batches.html", {**listing.context(), "may_hand_in": may_hand_in})


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The published resources the actor may hand data in for."""
    actor = actor_from_request(request)
    resources = [(resource, CYCLE_WORDS[resource.cycle]) for resource in _resources_to_fill(actor)]
    return render(request, "intake/choose.html", {"resources": resources})


def _resources_to_fill(actor: Actor) -> list[ResourceInfo]:
    if not actor.has(Function.DATA_OFFICER):
        return []
    providers = sorted(actor.organisation_ids)
    if parent := organisation(actor.organisation_id).parent_id:
        providers.append(parent)
    return [r for provider in providers for r in catalog.resources_of(provider) if not r.held_by_provider]


# ---- handing in ----


@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Upload a file; a refused one is said in words beside the field, with nothing kept."""
    actor = actor_from_request(request)
    resource = services.resource_to_hand_in(resource_id, actor=actor)
    keyed = bool(resource.key_items)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    saved = selectors.saved_columns(actor, resource_id)
    form = HandInForm(*sent, keyed=keyed, mapped=bool(saved))
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "file"):
            received = services.receive_file(
                resource_id,
                actor=actor,
                upload=form.cleaned_data["file"],
                confirmed=form.cleaned_data["confirm"] == AT_ONCE,
                declared_rows=form.cleaned_data["declared_rows"],
                way=form.chosen_way,
                columns=Told(asks=True, anew=form.cleaned_data.get("anew", False)),
            )
            if received.batch.state == State.MAPPING:
                return see_other(reverse("intake:columns", args=[received.batch.id]))
            if received.again:
                words = f"这份文件 {received.batch.received_on} 已经交过（{received.batch.number}），没有再收一遍。"
                messages.warning(request, words)
            return see_other(received.batch.get_absolute_url())
    last = selectors.batches_of(actor, resource_id).first()
    context = {
        "resource": resource,
        "form": form,
        "last": last,
        "last_light": display.light(last) if last else None,
        "keyed": keyed,
        "saved": saved,
        "due": catalog.load_due(resource_id),
        "chips": chips(resolve("handin.scope", region=resource.region_code, on=clock.today())),
    }
    return (refused if form.errors else render)(request, "intake/hand_in.html", context)


@require_GET
def blank(request: HttpRequest, resource_id: int, kind: str) -> HttpResponse:
    """The header of the resource as a file to fill in. Every department sees the items of published resources."""
    actor_from_request(request)
    resource = catalog.published_resource(resource_id)
    makers = {"csv": (blanks.csv_blank, "text/csv"), "xlsx": (blanks.xlsx_blank, XLSX)}
    if kind not in makers:
        raise NotFound("intake.blank", kind=kind)
    make, content_type = makers[kind]
    due = catalog.load_due(resource_id)
    law = resolve("handin.scope", region=resource.region_code, on=clock.today())
    title = blanks.title_of(resource, due=due, law=law)
    response = HttpResponse(make(resource, title), content_type=content_type)
    name = f"{resource.name}_第{resource.version_number}版{f'_{due.due_on}前交' if due else ''}_模板.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


# ---- one batch ----


@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """What was kept, what was not, why, and what to do next. To htmx only the line of progress, every two seconds."""
    actor = actor_from_request(request)
    found = selectors.batch_for(actor, batch_id)
    if is_htmx(request):
        if not found.is_running:
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "intake/batch.html", {"batch": found, "steps": display.steps(found)}, part="progress")
    return render(request, "intake/batch.html", batch_context(actor, found))


def batch_context(actor: Actor, found: Batch, *, verdict_form: VerdictForm | None = None) -> dict[str, object]:
    """Everything the page of a batch shows."""
    sees_rows = policies.may_read_rows(actor, found)
    kept = RefusedRows.objects.filter(batch=found, deleted_on=None).first()
    was_kept = RefusedRows.objects.filter(batch=found).exclude(deleted_on=None).first()
    cells = selectors.examples_of(found) if sees_rows and kept else {}
    resource = catalog.resource_version(found.version_id)
    moves = {move.name for move in BATCH.open_moves(found, actor)}
    confirming = policies.confirming(found, actor)
    two = found.state in {State.CHECKED, State.SECOND} and policies.needs_two(found)
    law = Law(found.region_code, found.received_on)
    return {
        "batch": found,
        "steps": display.steps(found),
        "light": display.light(found),
        "parts": display.bar_parts(found),
        "sums": display.sum_parts(found),
        "reasons": display.reason_views(
            found.reason_counts, cells=cells, shown=sees_rows and bool(kept), rules=found.rules
        ),
        "marks": display.reason_views(found.mark_counts, cells={}, shown=False, rules=found.rules),
        "warnings": display.reason_views(found.warning_counts, cells={}, shown=False, rules=found.rules),
        "treatments": [(*TREATMENT_WORDS[Treatment(one.treatment)], one) for one in found.treated],
        "kept": kept if sees_rows else None,
        "deleted": was_kept,
        "sees_rows": sees_rows,
        "keep_chips": chips(resolve("intake.refused_keep", region=found.region_code, on=found.received_on)),
        "missing_rows": None if found.declared_rows is None else found.declared_rows - found.read_rows,
        "may_hand_in": policies.may_hand_in(actor, resource),
        "may_confirm": not moves.isdisjoint(confirming),
        "preview": found.foreseen,
        "changes": display.change_views(found, preview.samples(found) if sees_rows else [], shown=sees_rows),
        "first_of_two": confirming == PROPOSE,
        "waits_for": selectors.seconds_of(found) if two else [],
        "needs_two": two,
        "second_chips": chips(law.resolved(SECOND_PERSON)) if two else [],
        "may_cancel": not moves.isdisjoint(CANCEL),
        "may_map": bool(found.first_rows) and not moves.isdisjoint(MAP),
        "verdict_form": (verdict_form or VerdictForm())
        if found.isolated and policies.may_judge(actor, found)
        else None,
        "facts": _facts(found, resource),
        "keyed": bool(resource.key_items),
    }


def _facts(found: Batch, resource: ResourceInfo) -> list[Fact]:
    earlier = selectors.earlier_batch(found)
    entry = Link(found.resource_name, reverse("catalog:resource", args=[found.resource_id]))
    sender = found.person_name + "，" + found.sender.name
    law = Law(found.region_code, found.received_on).resolved("handin.identity")
    return [
        Fact("文件", f"{found.file_name}，{display.size_words(found.file_bytes)}"),
        Fact("方式", WAY_WORDS[Way(found.way)]),
        *display.column_facts(found, resource),
        Fact(
            "编码",
            {"xlsx": "工作簿", "zip": "ZIP 压缩包", "parquet": "Parquet"}.get(found.encoding, found.encoding.upper())
            or "—",
        ),
        Fact("资源", entry),
        Fact("提供部门", found.provider.name),
        Fact(
            "上一批",
            [Link(earlier.number, earlier.get_absolute_url()), f"未收 {earlier.refused_rows} 行"] if earlier else "—",
        ),
        Fact("提交人", sender),
        Fact("号码校验不符", [{"mark": "收下并标注", "refuse": "不收"}.get(law.choice, law.choice), *chips(law)]),
        Fact("原件", "已销毁" if not found.stored_as else f"加密保存，SHA-256 {found.sha256}", wide=True),
    ]


@require_GET
def refused_workbook(request: HttpRequest, batch_id: int) -> FileResponse:
    """The refused rows with red cells; the provider's alone, on the record."""
    actor = actor_from_request(request)
    found, kept = services.read_refused(batch_id, actor=actor)
    return workbook_response(found, kept)


@require_GET
def changes(request: HttpRequest, batch_id: int, fate: str) -> FileResponse:
    """All rows the batch adds, changes or takes out, masked; the provider's alone, on the record."""
    if fate not in set(Fate):
        raise NotFound("intake.changes", fate=fate)
    found, rows = services.read_changes(batch_id, Fate(fate), actor=actor_from_request(request))
    return changes_response(found, Fate(fate), rows)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Each column of the file, a few values, and which item it gives; the heading may be said to be another row."""
    actor = actor_from_request(request)
    found = selectors.batch_for(actor, batch_id)
    BATCH.open_row(found, MAP, actor)
    if not found.first_rows:  # headings are the items' names
        raise NotFound("intake.columns", id=batch_id)
    resource = catalog.resource_version(found.version_id)
    sent = request.POST if request.method == "POST" else None
    chosen = (sent or request.GET).get("heading", "")
    heading = int(chosen) if chosen.isascii() and chosen.isdigit() and int(chosen[:9]) <= LOOKED_AT else None
    try:
        offered = mapping.offered(found, resource, heading=heading)
    except FileRefused as refused_row:
        messages.warning(request, f"第 {heading} 行不能作表头：{refused_row.sentence}")
        offered = mapping.offered(found, resource)
    form = ColumnsForm(offered, [item.name for item in resource.items], sent)
    if sent is not None and form.is_valid():
        with beside(request, form):
            services.map_columns(batch_id, actor=actor, said=form.said, heading=offered.heading)
            messages.info(request, "列已对照，正在检查。以后表头相同的文件照这样读。")
            return see_other(found.get_absolute_url())
    context = {
        "batch": found,
        "resource": resource,
        "form": form,
        "heading": offered.heading,
        "rows": range(1, len(mapping.first_rows_of(found)) + 1),
        "missing": display.not_proposed(offered, resource),
        "may_cancel": bool({move.name for move in BATCH.open_moves(found, actor)} & set(CANCEL)),
    }
    return (refused if form.errors else render)(request, "intake/columns.html", context)


@require_GET
def document_file(request: HttpRequest, document_id: int) -> StreamingHttpResponse:
    """A document as it was handed in, always a download, with its digest; the provider's alone, on the record."""
    return document_response(document_id, actor=actor_from_request(request))


@require_POST
def confirm(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Where the pool has moved since the preview on the page, the page says so and shows what holds now."""
    actor = actor_from_request(request)
    with beside(request) as said:
        services.confirm_batch(batch_id, actor=actor, preview=number_in(request.POST.get("preview", "")))
        return see_other(reverse("intake:batch", args=[batch_id]))
    context = {**batch_context(actor, selectors.batch_for(actor, batch_id)), "refusal": said.refusal}
    return refused(request, "intake/batch.html", context)


@require_POST
def cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    found = services.cancel_batch(batch_id, actor=actor_from_request(request))
    words = "已取消，没有行进入数据池。" if found.failure else "正在停止，读完这一段就停。"
    messages.info(request, words)
    return see_other(reverse("intake:batch", args=[batch_id]))


@require_POST
def judge(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.batch_for(actor, batch_id)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return refused(request, "intake/batch.html", batch_context(actor, found, verdict_form=form))
    services.judge_isolated(batch_id, actor=actor, verdict=Verdict(form.cleaned_data["verdict"]))
    return see_other(reverse("intake:batch", args=[batch_id]))
