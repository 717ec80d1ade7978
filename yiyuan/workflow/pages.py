"""The pages of matters: the list, a new one, one with its facts, moves and timeline, one address a move."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotFound
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chip, Empty, Party, Step, moment
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.forms import Form, fields_of, values_of
from yiyuan.web.htmx import is_htmx, render, see_other
from yiyuan.web.lists import Listing, light_of
from yiyuan.workflow import selectors
from yiyuan.workflow.display import functions_words, is_turn_of, term_view, urged_words
from yiyuan.workflow.models import Step as Taken
from yiyuan.workflow.models import Term

if TYPE_CHECKING:
    from yiyuan.workflow.asks import Act, Matters, New

DONE = "已办理。"
STEPS = 50  # of a timeline: an interface goes down and up for years


def urls(matters: "Matters", at: str, *, list_at: str) -> list[URLPattern]:
    """list, new, one, one address a move."""
    one = at if f":{matters.parameter}>" in at else f"{at}<int:{matters.parameter}>/"
    new = matters.new
    under_list = new is not None and not new.at
    methods = require_http_methods(["GET", "POST"]) if under_list else require_GET
    found = [path(f"{name}/", _view(require_GET, box, list_page), name=name) for name, box in matters.boxes.items()]
    found = found or [path(list_at, _view(methods, matters, list_page), name=matters.list_name)]
    if new is not None and not under_list:
        made = _view(require_http_methods(["GET", "POST"]), matters, new_page)
        found.append(path(new.address(at), made, name=new.name))
    methods = require_http_methods(["GET", "POST"]) if matters.at_home else require_GET
    found.append(path(one, _view(methods, matters, one_page), name=matters.one_name))
    if matters.moved_at:
        found.append(path(f"{one}{matters.moved_at}", _view(require_POST, matters, act), name=matters.move_name))
    for move, ask in matters.asks.items():
        if (matters.at_home or matters.moved_at) and not ask.page:
            continue
        last = ask.page or ask.path or move
        methods = require_http_methods(["GET", "POST"]) if ask.page else require_POST
        found.append(path(f"{one}{last}/", _view(methods, matters, act, move=move), name=ask.name or last))
    return found


def _view(
    methods: Callable[..., Any],  # a decorator of views
    matters: "Matters",
    page: Callable[..., HttpResponseBase],
    **more: str,
) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, **given: Any) -> HttpResponseBase:  # parts of the address
        ids = [given.pop(matters.parameter)] if matters.parameter in given and page is not new_page else []
        return page(request, matters, *ids, **given, **more)

    view.__name__ = view.__qualname__ = f"{matters.noun}_{more.get('move') or page.__name__}"
    decorated: Callable[..., HttpResponseBase] = methods(view)
    return decorated


def list_page(request: HttpRequest, matters: "Matters") -> HttpResponseBase:
    """All the reader may see: filters, sorts, pages, exports, says its total."""
    actor = actor_of(request)
    rows = matters.rows(actor)
    columns = matters.columns(actor) if callable(matters.columns) else matters.columns
    title = matters.title
    listing = Listing(
        request,
        rows,
        columns,
        matters.filters,
        default_sort=matters.sort if matters.sort != "-id" else "",
        filename=title,
        caption=title,
        unit=matters.unit,
        empty=Empty(matters.empty),
        group=matters.group,
    )
    if listing.is_export:
        return listing.export()
    new = matters.new
    form = None
    if new is not None and not new.at:
        form, made = _new(request, matters, new) if new.allowed(actor) or request.method == "POST" else (None, None)
        if made is not None:
            return made
    linked = new if new is not None and new.at and not new.under and new.allowed(actor) else None
    context = {
        "matters": matters,
        "title": title,
        "form": form,
        "headline": matters.headline(rows) if matters.headline else "",
        "chips": matters.chips(actor),
        "links": matters.links(actor),
        "new_href": reverse(f"{matters.app}:{linked.name}") if linked else "",
        **listing.context(),
        **matters.told(actor),
    }
    board = "workflow/matters.html" if is_htmx(request) else matters.board  # where the part stands
    return render(request, board, context, part="listing", status=422 if form and form.errors else 200)


def new_page(request: HttpRequest, matters: "Matters", **ids: int) -> HttpResponseBase:
    """The form of a new matter; the address may fill in what it was met on."""
    new = matters.new
    assert new is not None, "only matters with a `new` have this address"
    actor = actor_of(request)
    under = new.under.find(ids[new.under.parameter], actor=actor) if new.under else None
    form, made = _new(request, matters, new, under, *ids.values())
    if made is not None:
        return made
    cited = chips(new.law(under or actor).resolved(new.key)) if new.key else matters.chips(actor)
    crumb = (matters.title, reverse(f"{matters.app}:{matters.list_name}"))
    return _form(request, form, title=new.button, words=new.words, crumb=crumb, chips=cited, under=under)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    make: Callable[..., Any],  # gets by name what the form holds, gives the model whose page is next
    *,
    fields: Mapping[str, str] | str = "",
    **shown: Any,  # title, crumb; words, button, chips
) -> HttpResponseBase:
    """A form on a page of its own, for what has no table of asks. fields: rule -> field its refusal belongs to."""
    if request.method == "POST" and form.is_valid():
        with beside(request, form, fields):
            return see_other(make(**values_of(form)).get_absolute_url())
    return _form(request, form, **shown)


def _form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str,
    crumb: tuple[str, str],
    button: str = "",
    words: Any = "",  # text
    chips: Sequence[Chip] = (),
    under: Any = None,  # the model it is made under
) -> HttpResponseBase:
    context = {"form": form, "title": title, "crumb": crumb, "button": button or title}
    context |= {"words": words, "chips": chips, "under": under}
    return render(request, "workflow/new.html", context, status=422 if form.errors else 200)


def _new(
    request: HttpRequest, matters: "Matters", new: "New", under: Any = None, *ids: int
) -> tuple[forms.BaseForm, HttpResponseBase | None]:
    """The form, and the way to what was made from it."""
    actor = actor_of(request)
    new.require(actor)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    given = {name: request.GET[name] for name in fields_of(new.form) if name in request.GET}
    form = matters.form_of(new.form, *sent, actor=actor, under=under, initial=given)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, new.beside), new.law(under or actor).judging():
            made = new.do(*ids, actor=actor, **values_of(form))
            messages.success(request, f"{new.button}：已保存。")
            return form, see_other(matters.made(made, actor).get_absolute_url())
    return form, None


def one_page(request: HttpRequest, matters: "Matters", pk: int) -> HttpResponseBase:
    if request.method == "POST":
        return act(request, matters, pk, move=request.POST.get("move", ""))
    return show(request, matters, matters.find(actor_of(request), pk))


def act(request: HttpRequest, matters: "Matters", pk: int, *, move: str) -> HttpResponseBase:
    """Make a move, or show the page of its form. A refusal shows the page again, 422, the cause beside its field."""
    actor = actor_of(request)
    found = matters.find(actor, pk)
    move = matters.asked(move)
    ask = matters.asks.get(move)
    if ask is None:
        if matters.moved_at:
            raise NotFound("move", move=move)
        raise MoveRefused(f"{matters.app}.{matters.noun}.{move}"[:80], state=found.state)
    opened = matters.open_act(found, move, actor)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = matters.form_of(ask.form or Form, *sent, actor=actor, matter=found, **_ids(move))
    if form.is_valid():
        with beside(request, form, ask.beside), matters.law(found).judging():
            made = ask.do(getattr(found, matters.key), actor=actor, **values_of(form))
            level, words = ask.said(made) if ask.said else (messages.SUCCESS, opened.done or DONE)
            messages.add_message(request, level, words)
            return see_other((matters.made(made, actor) if ask.makes and not ask.gives else found).get_absolute_url())
    if ask.page:
        cited = chips(matters.law(found).resolved(opened.key)) if opened.key else ()
        crumb = (str(found), found.get_absolute_url())
        return _form(request, form, title=opened.label, words=ask.words, crumb=crumb, chips=cited)
    return show(request, matters, found, bound={move: form})


def _ids(move: str) -> dict[str, str]:
    return {"auto_id": f"id_{move}_%s"}


def show(
    request: HttpRequest,
    matters: "Matters",
    found: Any,
    *,
    bound: Mapping[str, forms.BaseForm] | None = None,
    status: int = 200,
    more: Mapping[str, Any] | None = None,  # template variables
) -> HttpResponseBase:
    """One matter: facts, whose turn until when, the moves open to the reader, what was done. 422 with a bound form."""
    actor = actor_of(request)
    inner = matters.inner(request, found) if matters.inner else None
    if inner is not None and inner.is_export:
        return inner.export()
    name = matters.workflow.name if matters.workflow else ""
    terms = Term.objects.filter(workflow=name, matter_id=found.pk).select_related("waits_for", "signal")
    term = terms.order_by("-id").first() if name else None
    turn = _turn(term, actor)
    context = {
        "matters": matters,
        "matter": found,
        "light": light_of(matters.lights, found) if matters.lights else None,
        "term": term_view(selectors.info_of(term)) if term and (term.due_on or not term.closed_on) else None,
        "turn": turn,
        "waited": waited(name, found.pk, actor),
        "facts": matters.facts(found, actor),
        "moves": _moves(matters, found, actor, bound or {}, awaited=turn is not None and turn.me),
        "steps": _steps(matters, found),
        "crumb_href": reverse(f"{matters.app}:{next(iter(matters.boxes), matters.list_name)}"),
        **(inner.context() if inner is not None else {}),
        **matters.context(actor, found),
        **(more or {}),
    }
    return render(request, matters.page, context, status=422 if bound else status)


def waited(workflow: str, matter_id: int, actor: Actor) -> dict[str, Any] | None:  # template variables
    """What `workflow/urge.html` shows of a matter: how often it was urged, and the button for whoever may."""
    term = Term.objects.filter(workflow=workflow, matter_id=matter_id, closed_on=None).first() if workflow else None
    if term is None:
        return None
    may = selectors.urgeable(actor).filter(id=term.id).exists()
    return {"term_id": term.id if may else None, "words": urged_words(term)}


def _turn(term: Term | None, actor: Actor) -> Party | None:
    if term is None or term.closed_on or not term.ask:
        return None
    name = term.waits_for.name if term.waits_for else "平台"
    return Party(name, me=is_turn_of(term, actor), note=f"{functions_words(term)}{term.ask}")


def _moves(
    matters: "Matters", found: Any, actor: Actor, bound: Mapping[str, forms.BaseForm], *, awaited: bool
) -> list[dict[str, Any]]:  # template variables
    """awaited: the matter waits for this actor, whose first move stands open; so does the only one there is."""
    law = matters.law(found)
    moves: list[dict[str, Any]] = []
    for act in matters.open_acts(found, actor, also=bound):
        ask, form = act.ask, bound.get(act.name)
        if ask.apart and form is None:
            continue
        if form is None and ask.form is not None and not ask.page:
            form = matters.form_of(ask.form, actor=actor, matter=found, **_ids(act.name))
        moves.append(
            {
                "name": act.name,
                "label": act.label,
                "words": ask.words,
                "chips": chips(law.resolved(act.key)) if act.key else [],
                "form": form,
                "plain": ask.form is None,
                "page": ask.page,
                "open": act.name in bound or (awaited and not any(not move["page"] for move in moves)),
                "href": _address(matters, act, found),
            }
        )
    if len(moves) == 1:
        moves[0]["open"] = True
    return moves


def _address(matters: "Matters", act: "Act", found: Any) -> str:  # a matter
    """Where the move is posted, or its form stands."""
    ask, ids = act.ask, {matters.parameter: getattr(found, matters.key)}
    name = ask.name or ask.page or ask.path or act.name
    if matters.at_home and not ask.page:
        name = matters.one_name
    elif matters.moved_at and not ask.page:
        name, ids["move"] = matters.move_name, act.name
    return reverse(f"{matters.app}:{name}", kwargs=ids)


def _steps(matters: "Matters", found: Any) -> list[Step]:
    """What was done lately, oldest first; a move is called as the record calls it."""
    if matters.workflow is None:
        return []
    labels = {move.name: move.done.rstrip("。") or move.label for move in matters.workflow.moves}
    line = []
    taken = Taken.objects.filter(workflow=matters.workflow.name, matter_id=found.pk).order_by("-id")[:STEPS]
    for one in reversed(taken):
        who = "，".join(filter(None, [one.actor_name, one.organisation_name]))
        notes: list[Any] = [who, f"{one.legal_on}（记录于 {moment(one.at)}）"]  # content
        notes += [one.note] if one.note else []
        line.append(Step(labels.get(one.move) or one.move, notes, "done"))
    return line
