"""The same acts for machines: list, one, new, one typed operation a move; the body is made from the form."""

import inspect
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NewType

from django import forms
from django.http import HttpRequest
from ninja import Query, Router, Schema

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.web.bodies import body_of
from yiyuan.web.edge import actor_of
from yiyuan.web.forms import values_of
from yiyuan.web.lists import filtered
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged
from yiyuan.workflow.models import Term
from yiyuan.workflow.types import Move

if TYPE_CHECKING:
    from yiyuan.workflow.asks import Matters, New


Chosen = NewType("Chosen", str)  # what a list is filtered by


class MatterOut(Schema):
    """A matter. due_on: last day of the open term; moves: names of the moves open to the caller now."""

    id: int
    state: str
    state_words: str
    due_on: date | None
    moves: list[str]


class _Seen:
    """A matter with what the engine knows of it, for `MatterOut` and its kinds."""

    def __init__(self, matter: Any, *, actor: Actor, due_on: date | None, moves: list[Move]) -> None:  # a model
        self._matter = matter
        self.actor = actor
        self.due_on = due_on
        self.moves = [move.name for move in moves if move.label]
        self.state_words = str(matter.get_state_display())

    def __getattr__(self, name: str) -> Any:  # whatever the model has
        return getattr(self._matter, name)


def seen(matters: "Matters", found: Any, actor: Actor) -> _Seen:  # a model
    """One matter as `shown` reads it."""
    return _seen(matters, [found], actor)[0]


def _seen(matters: "Matters", rows: list[Any], actor: Actor) -> list[_Seen]:  # models
    flow = matters.workflow
    terms = Term.objects.filter(workflow=flow.name, matter_id__in=[row.pk for row in rows], closed_on=None)
    due = dict(terms.values_list("matter_id", "due_on"))
    offered = [(row, [m for m in flow.open_moves(row, actor) if _offers(matters, m.name, row)]) for row in rows]
    return [_Seen(row, actor=actor, due_on=due.get(row.pk), moves=moves) for row, moves in offered]


def _offers(matters: "Matters", move: str, row: Any) -> bool:  # a model
    ask = matters.asks.get(move)
    return ask is not None and (ask.when is None or ask.when(row))


def _typed(function: Callable[..., Any], **parameters: Any) -> Callable[..., Any]:  # types by name
    """The function as ninja reads it: request first, then these parameters with these types."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found = [inspect.Parameter("request", kind, annotation=HttpRequest)]
    for name, given in parameters.items():
        default: Any = inspect.Parameter.empty
        if given in (Paging, Chosen):
            default = Query(...) if given is Paging else Query("")  # type: ignore[type-arg]  # ninja's marker
        found.append(inspect.Parameter(name, kind, annotation=given, default=default))
    function.__signature__ = inspect.Signature(found)  # type: ignore[attr-defined]  # what inspect reads
    return function


def extend(router: Router, matters: "Matters", at: str) -> Router:
    """The router with the operations of these matters. `at`: where they begin ("objections/")."""
    name, shown = matters.parameter, matters.shown
    one = f"{at}{{int:{name}}}"

    def list_them(request: HttpRequest, paging: Paging, **said: str) -> Any:  # a page of `shown`
        actor = actor_of(request)
        found = paged(filtered(matters.rows(actor), matters.filters, said), paging, lambda row: row)
        return {**found, "items": _seen(matters, found["items"], actor)}

    def get_one(request: HttpRequest, **ids: int) -> Any:  # `shown`
        actor = actor_of(request)
        return seen(matters, matters.find(actor, ids[name]), actor)

    listed = at.rstrip("/")
    router.get(
        listed, response=page_of(shown), summary=str(matters.title), operation_id=f"{matters.app}_{matters.list_name}"
    )(_typed(list_them, paging=Paging, **dict.fromkeys((f.key for f in matters.filters), Chosen)))
    if matters.new is not None:
        _add_new(router, matters, matters.new, listed)
    router.get(one, response=shown, summary=f"{matters.title}：一件", operation_id=f"{matters.app}_{matters.one_name}")(
        _typed(get_one, **{name: int})
    )
    for move in dict.fromkeys(move.name for move in matters.workflow.moves if move.name in matters.asks):
        _add_move(router, matters, move, one)
    return router


def _add_new(router: Router, matters: "Matters", new: "New", at: str) -> None:
    under = new.under
    body = body_of(new.form, name=f"{matters.app.title()}{matters.noun.title()}In")

    def make(request: HttpRequest, said: Any, **ids: int) -> Any:  # the body; `shown`
        actor = actor_of(request)
        new.require(actor)
        above = under.find(ids[under.parameter], actor=actor) if under else None
        form = matters.form_of(new.form, said.dict(), actor=actor, under=above)
        made = _do(new.do, form, new.beside, *ids.values(), actor=actor)
        return 201, seen(matters, matters.find(actor, getattr(made, "pk", made)), actor)

    name = f"{matters.app}_{new.name}_{matters.noun}"
    ids = {under.parameter: int} if under else {}
    address = under.operation if under else at
    router.post(address, response={201: matters.shown}, summary=str(new.button), operation_id=name)(
        _typed(make, **ids, said=body)
    )


def _add_move(router: Router, matters: "Matters", move: str, one: str) -> None:
    ask = matters.asks[move]
    label = next(str(row.label) for row in matters.workflow.moves if row.name == move)
    name = matters.parameter
    form = ask.form

    def act(request: HttpRequest, said: Any = None, **ids: int) -> Any:  # the body; `shown`
        actor = actor_of(request)
        found = matters.find(actor, ids[name])
        matters.workflow.open_move(found, move, actor)
        filled = matters.form_of(form, said.dict(), actor=actor, matter=found) if form else None
        with matters.law(found).judging():
            _do(ask.do, filled, ask.beside, found.pk, actor=actor)
        return seen(matters, matters.find(actor, found.pk), actor)

    body = {"said": body_of(form, name=f"{matters.app.title()}{matters.noun.title()}{move.title()}In")} if form else {}
    router.post(
        f"{one}/{matters.operation.format(move=ask.path or move)}",
        response=matters.shown,
        summary=label,
        description=str(ask.words),
        operation_id=f"{matters.app}_{matters.noun}_{move}",
    )(_typed(act, **{name: int}, **body))


def _do(
    service: Callable[..., Any],  # gives whatever it makes
    form: forms.BaseForm | None,
    beside: Any,  # rule -> field, or one field
    *ids: int,
    actor: Actor,
) -> Any:
    said = {}
    if form is not None:
        checked(form)
        said = values_of(form)
    try:
        return service(*ids, actor=actor, **said)
    except RuleBroken as broken:  # named for machines as the page names it
        broken.field = broken.field or (beside if isinstance(beside, str) else beside.get(broken.rule, ""))
        raise
