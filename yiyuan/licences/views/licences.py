"""The library: all licences one may see, and one of them with what may be done to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog.api import licence_entry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import LicenceForm, NoteForm, initial_of
from yiyuan.licences.models import Licence
from yiyuan.licences.types import ORIGIN_WORDS, STATE_WORDS, State
from yiyuan.licences.workflow import LICENCE, MAKERS
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Action, Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import waiting_words

WITH_REASON = ("return", "suspend", "resume", "cancel")


@require_GET
def licences(request: HttpRequest) -> HttpResponseBase:
    """Licences of my department, of my region for those who run and oversee."""
    actor = actor_from_request(request)
    rows = selectors.licences(actor)
    listing = Listing(
        request,
        rows,
        [
            Column("state", "状态", display.light_of, sort="state", css="nw", width=140),
            Column(
                "name",
                "证照",
                lambda one: Link(one.type_name, one.get_absolute_url(), one.licence_no),
                sort=("type_name", "licence_no"),
                head=True,
                width=200,
                export=lambda one: f"{one.type_name} {one.licence_no}",
            ),
            Column("holder", "持证主体", lambda one: display.holder_of(one, actor=actor), width=180),
            Column("issuer", "颁证单位", "issuer_name", sort="issuer_name", width=140),
            Column("until", "有效期止", lambda one: one.valid_until or "长期", sort="valid_until", width=120),
            Column("origin", "来历", lambda one: one.get_origin_display(), sort="origin", width=100),
            Column("issued", "签发", lambda one: one.issued_on or "—", sort="issued_on", width=120, css="nw"),
        ],
        [
            Filter(
                "state",
                "状态",
                lambda rows, value: rows.filter(state=value),
                [(s.value, w) for s, w in STATE_WORDS.items()],
            ),
            Filter(
                "origin",
                "来历",
                lambda rows, value: rows.filter(origin=value),
                [(o.value, w) for o, w in ORIGIN_WORDS.items()],
            ),
            Filter("name", "证照名称", lambda rows, text: rows.filter(type_name__icontains=text)),
            Filter("number", "证照编号", lambda rows, text: rows.filter(licence_no__icontains=text)),
            Filter("issuer", "颁证单位", lambda rows, text: rows.filter(issuer_name__icontains=text)),
        ],
        filename="电子证照",
        caption="电子证照",
        unit="件",
        empty=Empty("还没有制证。编制并发布证照目录、报备电子证照专人之后，就可以制证。"),
    )
    if listing.is_export:
        return listing.export()
    context = {
        **listing.context(),
        "issued": rows.filter(state=State.ISSUED).count(),
        "chips": chips(resolve("licences.issue", region=actor.region_code, on=clock.today())),
        "acts": [Action("制证", reverse("licences:make"), primary=True)] if selectors.entries(actor) else [],
        "not_sealed": display.NOT_SEALED,
    }
    return render(request, "licences/licences.html", context, part="listing")


@require_GET
def licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    return _page(request, selectors.licence_for(actor, licence_id), actor=actor)


def _page(
    request: HttpRequest, found: Licence, *, actor: Actor, note_form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    open_moves = [move for move in LICENCE.open_moves(found, actor) if move.name not in {"replace", "remake"}]
    whole = policies.reads_holder(found, actor=actor)
    newer = Licence.objects.filter(previous=found).exclude(state=State.DROPPED).first()
    keeps = actor.has(*MAKERS) and found.issuer_id in actor.organisation_ids
    context = {
        "licence": found,
        "light": display.light_of(found),
        "facts": display.facts_of(found, whole=whole),
        "made": display.making_facts(found),
        "plain": [move for move in open_moves if move.name not in WITH_REASON],
        "reasoned": [move for move in open_moves if move.name in WITH_REASON],
        "note_form": note_form or NoteForm(),
        "may_remake": found.state == State.RETURNED and keeps,
        "may_update": found.state == State.ISSUED and newer is None and keeps,
        "may_object": found.number is not None and whole,
        "newer": newer,
        "objections": selectors.objections(actor).filter(licence=found).order_by("-id"),
        "uses": selectors.uses(actor).filter(licence=found).count(),
        "waiting": waiting_words(LICENCE.name, found.id, actor=actor),
        "not_sealed": display.NOT_SEALED,
        "chips": chips(resolve("licences.issuer", region=found.region_code, on=clock.today())),
    }
    return render(request, "licences/licence.html", context, status=status)


@require_POST
def move(request: HttpRequest, licence_id: int, move: str) -> HttpResponse:
    """Audit, return, drop, issue, suspend, resume, cancel."""
    actor = actor_from_request(request)
    found = selectors.licence_for(actor, licence_id)
    form = NoteForm(request.POST if move in WITH_REASON else {"note": "—"})
    offered = any(one.name == move for one in LICENCE.open_moves(found, actor))
    if not form.is_valid() and offered:
        return _page(request, found, actor=actor, note_form=form, status=422)
    with beside(request, form):
        moved = services.move_licence(licence_id, move, actor=actor, note=form.cleaned_data.get("note", ""))
        messages.success(request, STATE_WORDS[State(moved.state)])
        return see_other(moved.get_absolute_url())
    return _page(request, found, actor=actor, note_form=form, status=422)


def _rewrite(
    request: HttpRequest, found: Licence, save: Any, *, title: str, words: str, button: str
) -> HttpResponse:  # save: takes what is stated, returns an id
    entry = licence_entry(found.resource_id)
    posted = request.POST if request.method == "POST" else None
    form = LicenceForm(posted, entry=entry, initial=initial_of(found, entry))
    if posted is not None and form.is_valid():
        with beside(request, form):
            made = save(form.stated())
            return see_other(reverse("licences:licence", args=[made]))
    context = {"form": form, "title": title, "words": words, "button": button, "licence": found}
    return render(request, "licences/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remake(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Correct what was returned."""
    actor = actor_from_request(request)
    found = selectors.licence_for(actor, licence_id)
    if not any(one.name == "remake" for one in LICENCE.open_moves(found, actor)):
        raise NotAllowed("licences.licence.remake")

    def save(stated: Any) -> int:  # what the form states
        services.remake_licence(licence_id, actor=actor, stated=stated)
        return licence_id

    words = f"退回的原因：{found.reason}"
    return _rewrite(request, found, save, title="改正，重新送审", words=words, button="重新送审")


@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, licence_id: int) -> HttpResponse:
    """A new version of an issued licence."""
    actor = actor_from_request(request)
    found = selectors.licence_for(actor, licence_id)
    if not (actor.has(*MAKERS) and found.issuer_id in actor.organisation_ids):
        raise NotAllowed("licences.update")
    return _rewrite(
        request,
        found,
        lambda stated: services.update_licence(licence_id, actor=actor, stated=stated),
        title="更新证照",
        words="新版本经审核、签发后生效，原版本同时失效。",
        button="制成新版本",
    )
