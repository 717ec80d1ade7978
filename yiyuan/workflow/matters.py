"""The page of a matter: what it is about, whose turn it is until when, the moves open to the reader, what was done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, RuleBroken
from yiyuan.organisations.api import actor_from_request, infos
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import (
    Chip,
    Fact,
    Light,
    LightKind,
    Party,
    Refused,
    Step,
    TermView,
    moment,
)
from yiyuan.web.edge import beside as say_beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import Law, Workflow, steps, term_of, term_view

LIGHTS: Mapping[str, LightKind] = {
    "draft": "none",
    "done": "ok",
    "changed": "ok",
    "matched": "ok",
    "answered": "ok",
    "kept": "end",
    "refused": "end",
    "dropped": "end",
    "withdrawn": "end",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """A move as a page offers it. form: what it asks for, made from data, prefix, actor, files (none: a button).

    do: gets the matter's id, the actor and the cleaned values. beside: rule -> field its refusal belongs to.
    """

    do: Callable[[int, Actor, Mapping[str, Any]], object]
    form: Callable[..., Form] | None = None
    words: str | Promise = ""
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """A move on the page."""

    name: str
    label: str
    words: str
    chips: list[Chip]
    form: Form | None
    open: bool


@dataclass(frozen=True)
class Page:
    """What the page of one matter shows beside what the engine knows."""

    workflow: Workflow
    matter: Any  # a model that is a Matter
    title: str
    facts: Sequence[Fact]
    crumb: tuple[str, str]
    asks: Mapping[str, Ask]
    extra: str = ""  # a template that shows more, with `context`
    context: Mapping[str, Any] = field(default_factory=dict)


def light_of(state: str, words: str) -> Light:
    return Light(LIGHTS.get(state, "run"), words)


def term_shown(workflow: Workflow, matter: Any) -> TermView | None:  # a Matter
    """The open term of a matter; of a closed one, whether it was kept."""
    law = workflow.law(matter)
    return term_view(term_of(workflow.name, matter.pk), region=law.region, law_on=law.on)


def _offered(page: Page, actor: Actor, *, posted: str, bound: Form | None) -> list[Offered]:
    law = page.workflow.law(page.matter)
    found = []
    for move in page.workflow.open_moves(page.matter, actor):
        ask = page.asks.get(move.name)
        if ask is None or not move.label:
            continue
        cited = chips(law.resolved(move.key)) if move.key else []
        form = bound if move.name == posted and bound is not None else None
        if form is None and ask.form is not None:
            form = ask.form(None, prefix=move.name, actor=actor)
        found.append(Offered(move.name, move.label, str(ask.words), cited, form, move.name == posted))
    return found


def _steps(page: Page) -> list[Step]:
    labels = {move.name: move.label for move in page.workflow.moves}
    words = {
        "owe_update": _("开始计时"),
        "owe_request": _("开始计时"),
        "update": _("目录已更新"),
        "finish": _("目录已更新"),
    }
    words |= {"review": _("已审核、更新"), "change": _("类型已更改")}
    line = []
    for step in steps(page.workflow.name, page.matter.pk):
        notes: list[Any] = [f"{step.actor_name}，{step.organisation_name}", moment(step.at)]  # content
        notes += [step.note] if step.note else []
        line.append(Step(labels.get(step.move) or words.get(step.move, step.move), notes, "done"))
    return line


def _turn(page: Page) -> Party | None:
    term = term_of(page.workflow.name, page.matter.pk)
    wait = next((one for one in page.workflow.waits if one.state == page.matter.state), None)
    if term is None or term.closed_on or wait is None:
        return None
    who = infos([term.waits_for])[term.waits_for].name if term.waits_for else _("数据主管部门")
    return Party(who, note=wait.ask)


def show(
    request: HttpRequest,
    page: Page,
    *,
    posted: str = "",
    bound: Form | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_from_request(request)
    words = page.matter.get_state_display()
    context = {
        "page": page,
        "light": light_of(page.matter.state, words),
        "term": term_shown(page.workflow, page.matter),
        "turn": _turn(page),
        "moves": _offered(page, actor, posted=posted, bound=bound),
        "steps": _steps(page),
        "refusal": refusal,
        **page.context,
    }
    return render(request, "workflow/matter_page.html", context, status=status)


def act(request: HttpRequest, page: Page) -> HttpResponse:
    """Make the posted move. A refusal shows the page again, 422, the cause beside its field, the words kept."""
    actor = actor_from_request(request)
    name = request.POST.get("move", "")
    ask = page.asks.get(name)
    if ask is None:
        raise MoveRefused(f"{page.workflow.name}.{name}"[:80], state=page.matter.state)
    bound: Form | None = None
    said: Mapping[str, Any] = {}
    if ask.form is not None:
        bound = ask.form(request.POST, prefix=name, actor=actor, files=request.FILES)
        if not bound.is_valid():
            _require_open(page, name, actor)
            return show(request, page, posted=name, bound=bound, status=422)
        said = bound.cleaned_data
    with say_beside(request, bound, ask.beside) as refused, page.workflow.law(page.matter).judging():
        ask.do(page.matter.pk, actor, said)
        messages.success(request, _("已办理。"))
        return see_other(page.matter.get_absolute_url())
    if bound is None:
        return show(request, page, refusal=refused.refusal, status=422)
    return show(request, page, posted=name, bound=bound, status=422)


def _require_open(page: Page, name: str, actor: Actor) -> None:
    """Who may not make the move is told so before being told what is missing."""
    if name not in {move.name for move in page.workflow.open_moves(page.matter, actor)}:
        page.workflow.move(page.matter, name, actor=actor)


def fresh(
    request: HttpRequest,
    form: Any,  # a Form with `values()` or plain cleaned data
    make: Callable[[Mapping[str, Any]], Any],  # the new matter
    *,
    title: str,
    words: str,
    crumb: tuple[str, str],
    button: str,
    region: str,
    beside: Mapping[str, str] | None = None,
    chips_: Sequence[Chip] = (),
) -> HttpResponse:
    """The page of a form that makes a new matter."""
    if request.method == "POST" and form.is_valid():
        with (
            say_beside(request, form, lambda broken: _named(broken, beside or {})),
            Law(region, clock.today()).judging(),
        ):
            made = make(form.values() if hasattr(form, "values") else form.cleaned_data)
            return see_other(made.get_absolute_url())
    context = {"form": form, "title": title, "words": words, "crumb": crumb, "button": button, "chips": chips_}
    return render(request, "workflow/matter_new.html", context, status=422 if form.errors else 200)


def _named(broken: RuleBroken, beside: Mapping[str, str]) -> str | None:
    """The field of a refusal: as the page says, else the element that does not fit."""
    named = str(broken.facts.get("name", "")) if broken.rule == "catalog.fits" else ""
    return beside.get(broken.rule) or named or None


def cited(actor: Actor, name: str) -> list[Chip]:
    return chips(resolve(name, region=actor.region_code, on=clock.today()))
