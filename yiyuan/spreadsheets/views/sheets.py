"""Somebody else's spreadsheet: handed in, its columns confirmed, its rows followed, the refused ones given back."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import policies
from yiyuan.catalog.vocabulary import vocabulary
from yiyuan.dataplane import scanner
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.spreadsheets import selectors
from yiyuan.spreadsheets.forms import HeadingForm, MappingForm, SheetForm
from yiyuan.spreadsheets.mapping import grid, mapping
from yiyuan.spreadsheets.models import SheetImport, SheetRow
from yiyuan.spreadsheets.services import parts, sheets
from yiyuan.spreadsheets.types import OUTCOME_WORDS, SHEET_STATE_WORDS, Outcome, SheetState
from yiyuan.spreadsheets.views.workbooks import OUTCOME_LIGHTS, xlsx_response
from yiyuan.spreadsheets.workflow import SHEET
from yiyuan.web.components import BarPart, Empty, Light, LightKind, Link, Noted, Refused, moment
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render, see_other
from yiyuan.web.lists import Column, Filter, Listing

STATE_LIGHTS: dict[SheetState, LightKind] = {
    SheetState.MAPPING: "half",
    SheetState.DISTRIBUTED: "ok",
    SheetState.OFFERED: "soon",
    SheetState.DECLINED: "end",
    SheetState.RUNNING: "run",
    SheetState.DONE: "ok",
    SheetState.CANCELLED: "end",
    SheetState.FAILED: "late",
}


def _light(found: SheetImport) -> Light:
    state = SheetState(found.state)
    return Light(STATE_LIGHTS[state], SHEET_STATE_WORDS[state])


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponseBase:
    """Hand in a spreadsheet of any shape; earlier ones are listed below."""
    actor = actor_from_request(request)
    if not policies.may_bring_sheets(actor):
        raise NotAllowed("catalog.sheet")
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "file"):
            name, content = scanner.received(form.cleaned_data["file"], most_bytes=grid.MAX_BYTES)
            made = sheets.receive_sheet(content, actor=actor, file_name=name)
            return see_other(made.get_absolute_url())
    listing = _earlier(request, actor)
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "form": form, "may_distribute": policies.may_distribute(actor)}
    return (refused if request.method == "POST" else render)(request, "spreadsheets/sheets.html", context)


def _earlier(request: HttpRequest, actor: Actor) -> Listing:
    return Listing(
        request,
        selectors.sheets(actor).defer("original"),
        [
            Column(
                "file",
                "文件",
                lambda s: Link(s.file_name, s.get_absolute_url()),
                sort="file_name",
                head=True,
                export=lambda s: s.file_name,
            ),
            Column("state", "状态", _light, sort="state", css="nw"),
            Column("total", "资源", "total", sort="total", numeric=True),
            Column("taken", "收下", "taken", sort="taken", numeric=True),
            Column("unchanged", "没有变化", "unchanged", numeric=True),
            Column("refused", "未收", "refused", sort="refused", numeric=True),
            Column("at", "交来", lambda s: Noted(moment(s.received_at), s.person_name), sort="received_at", css="nw"),
        ],
        [Filter("state", "状态", lambda rows, v: rows.filter(state=v), list(_states()))],
        filename="导入的表格",
        caption="导入的表格",
        unit="份",
        empty=Empty("还没有导入过别的表格。手头的目录表格不用改，直接交上来对照列即可。"),
    )


def _states() -> list[tuple[str, str]]:
    return [(state.value, words) for state, words in SHEET_STATE_WORDS.items()]


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    """The columns to confirm, or how far the import is and what became of each row."""
    actor = actor_from_request(request)
    found = selectors.sheet_for(actor, sheet_id)
    if found.state == SheetState.OFFERED:
        return _offered(request, found, actor)
    if found.state != SheetState.MAPPING:
        return _followed(request, found, actor)
    opened = sheets.grid_of(found)
    known = vocabulary(actor.region_code)
    current = mapping.from_plain(found.mapping)
    if request.method == "POST":
        heading = HeadingForm(request.POST)
        form = MappingForm(opened, current, known, request.POST)
        if heading.is_valid() and form.is_valid():
            wanted = form.mapped(heading.cleaned_data)
            if (wanted.first, wanted.count, wanted.layout) != (current.first, current.count, current.layout):
                wanted = mapping.under(opened, known, first=wanted.first, count=wanted.count, layout=wanted.layout)
            with beside(request, form):
                sheets.map_sheet(sheet_id, actor=actor, mapping=wanted)
                if "start" in request.POST:
                    sheets.start_import(sheet_id, actor=actor)
                elif "distribute" in request.POST:
                    parts.distribute_sheet(sheet_id, actor=actor)
                return see_other(found.get_absolute_url())
        return refused(request, "spreadsheets/sheet_mapping.html", _mapping_context(found, heading, form, actor))
    heading = HeadingForm(initial={"first": current.first, "count": current.count, "layout": current.layout})
    form = MappingForm(opened, current, known)
    return render(request, "spreadsheets/sheet_mapping.html", _mapping_context(found, heading, form, actor))


def _mapping_context(found: SheetImport, heading: HeadingForm, form: MappingForm, actor: Actor) -> dict[str, object]:
    heading_end = form.mapping.heading_end
    return {
        "found": found,
        "light": _light(found),
        "heading": heading,
        "form": form,
        "rows": len(form.grid.below(heading_end)),
        "notes": form.grid.notes(heading_end),
        "may": policies.may_describe(actor),
        "may_distribute": policies.may_distribute(actor),
    }


def _offered(
    request: HttpRequest, found: SheetImport, actor: Actor, *, refusal: Refused | None = None
) -> HttpResponseBase:
    """A department's part of the bureau's spreadsheet, before it is taken."""
    listing = Listing(
        request,
        parts.offered_entries(found),
        [
            Column("row", "行", "row", numeric=True, sort="row", width=80),
            Column("name", "资源", "name", sort="name", head=True),
            Column("items", "信息项", lambda e: len(e.items), numeric=True),
            Column("why", "要补的", lambda e: "；".join(flaw.text for flaw in e.flaws)),
        ],
        [Filter("name", "资源", lambda rows, v: [e for e in rows if v in e.name])],
        filename=f"{found.file_name}_{('本部门')}",
        caption="分发来的资源",
        unit="个",
        empty=Empty("没有符合条件的行。"),
    )
    if listing.is_export:
        return listing.export()
    moves = [move.name for move in SHEET.open_moves(found, actor)]
    context = {**listing.context(), "found": found, "light": _light(found), "moves": moves, "refusal": refusal}
    return render(request, "spreadsheets/sheet_offer.html", context, status=422 if refusal else 200)


def _by_outcome(rows: QuerySet[SheetRow], value: str) -> QuerySet[SheetRow]:
    return rows.filter(outcome=value)


def _followed(request: HttpRequest, found: SheetImport, actor: Actor) -> HttpResponseBase:
    handed_out = found.state == SheetState.DISTRIBUTED
    words = OUTCOME_WORDS | ({Outcome.TAKEN: "已分发", Outcome.REFUSED: "没有分出去"} if handed_out else {})

    def why(row: SheetRow) -> str:
        warnings = row.warnings if handed_out else ["提醒：" + text for text in row.warnings]
        return "；".join([*row.reasons, *warnings])

    def outcome(row: SheetRow) -> Light:
        return Light(OUTCOME_LIGHTS[Outcome(row.outcome)], words[Outcome(row.outcome)])

    def name(row: SheetRow) -> object:
        return Link(row.name, row.version.get_absolute_url()) if row.version else row.name or "—"

    listing = Listing(
        request,
        found.rows.select_related("version").order_by("position"),
        [
            Column("row", "行", "row", sort="position", numeric=True, width=80),
            Column("name", "资源", name, sort="name", head=True, export=lambda r: r.name),
            Column("outcome", "结果", outcome, sort="outcome", css="nw", width=140),
            Column("why", "交给谁，或者原因" if handed_out else "原因和提醒", why),
        ],
        [
            Filter("outcome", "结果", _by_outcome, [(o.value, w) for o, w in words.items()]),
            Filter("name", "资源", lambda rows, v: rows.filter(name__icontains=v)),
        ],
        filename=f"{found.file_name}_{('导入结果')}",
        caption="每个资源的分发结果" if handed_out else "每个资源的导入结果",
        unit="个",
        empty=Empty("还没有处理到任何一行。"),
    )
    if listing.is_export:
        return listing.export()
    running = found.state == SheetState.RUNNING
    bars = [
        BarPart(words[Outcome.TAKEN], found.taken, "a"),
        BarPart(words[Outcome.UNCHANGED], found.unchanged, "c"),
        BarPart(words[Outcome.REFUSED], found.refused, "r"),
    ]
    context = {
        **listing.context(),
        "found": found,
        "light": _light(found),
        "parts": bars,
        "running": running,
        "left": found.total - found.done,
        "distributed": [(part, _light(part)) for part in parts.parts_of(found)],
        "may_cancel": running and policies.may_describe(actor),
        "may_resume": found.state == SheetState.FAILED and policies.may_describe(actor),
    }
    return render(request, "spreadsheets/sheet.html", context)


@require_POST
def start(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Take the rows under the mapping as it stands."""
    found = sheets.start_import(sheet_id, actor=actor_from_request(request))
    return see_other(found.get_absolute_url())


@require_POST
def cancel(request: HttpRequest, sheet_id: int) -> HttpResponse:
    found = sheets.cancel_import(sheet_id, actor=actor_from_request(request))
    return see_other(found.get_absolute_url())


@require_POST
def distribute(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Hand the rows out under the mapping as it stands."""
    found = parts.distribute_sheet(sheet_id, actor=actor_from_request(request))
    return see_other(found.get_absolute_url())


@require_POST
def take_part(request: HttpRequest, sheet_id: int) -> HttpResponse:
    found = parts.take_part(sheet_id, actor=actor_from_request(request))
    return see_other(found.get_absolute_url())


@require_POST
def decline_part(request: HttpRequest, sheet_id: int) -> HttpResponseBase:
    actor = actor_from_request(request)
    with beside(request) as said:
        found = parts.decline_part(sheet_id, actor=actor, reason=request.POST.get("reason", ""))
        return see_other(found.get_absolute_url())
    return _offered(request, selectors.sheet_for(actor, sheet_id), actor, refusal=said.refusal)


@require_GET
def returned(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """The refused rows as they stood in the file, with red cells and reasons."""
    found = selectors.sheet_for(actor_from_request(request), sheet_id)
    if not found.refused:
        raise NotFound("catalog.sheet", id=sheet_id)
    content = sheets.refused_rows(found)
    stem = found.file_name.rsplit(".", 1)[0]
    return xlsx_response(content, f"{stem}_{('未收')}.xlsx")
