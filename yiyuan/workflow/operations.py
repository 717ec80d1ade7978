"""The same acts for machines: list, one, new, one typed operation a move; the body is made from the form."""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NewType, get_args

from django import forms
from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.web.bodies import body_of, files_of
from yiyuan.web.edge import actor_of
from yiyuan.web.forms import fields_of, values_of
from yiyuan.web.lists import filtered
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged
from yiyuan.workflow.models import Term

if TYPE_CHECKING:
    from yiyuan.workflow.asks import Act, Matters, New


Chosen = NewType("Chosen", str)  # what a list is filtered by
MOST_CHOSEN = 200  # characters


class MatterOut(Schema):
    """A matter. due_on: last day of the open term; moves: names of the moves open to the caller now."""

    id: int
    state: str
    state_words: str
    due_on: date | None
    moves: list[str]


class _Seen:
    """A matter with what the engine knows of it, for `MatterOut` and its kinds; `model` is the row of the room."""

    def __init__(self, matter: Any, *, actor: Actor, due_on: date | None, acts: "list[Act]") -> None:  # a model
        self.model = matter
        self.actor = actor
        self.due_on = due_on
        self.moves = [act.name for act in acts]

    @property
    def state_words(self) -> str:
        return str(self.model.get_state_display())

    def __getattr__(self, name: str) -> Any:  # whatever the model has
        return getattr(self.model, name)


def seen(matters: "Matters", found: Any, actor: Actor) -> _Seen:  # a model
    """One matter as `shown` reads it."""
    return _seen(matters, [found], actor)[0]


def _seen(matters: "Matters", rows: list[Any], actor: Actor) -> list[_Seen]:  # models
    due: dict[int, date | None] = {}
    if matters.workflow is not None:
        running = Term.objects.filter(workflow=matters.workflow.name, closed_on=None)
        due = dict(running.filter(matter_id__in=[row.pk for row in rows]).values_list("matter_id", "due_on"))
    return [_Seen(row, actor=actor, due_on=due.get(row.pk), acts=matters.open_acts(row, actor)) for row in rows]


def _typed(function: Callable[..., Any], **parameters: Any) -> Callable[..., Any]:  # types by name
    """The function as ninja reads it: request first, then these parameters with these types."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found = [inspect.Parameter("request", kind, annotation=HttpRequest)]
    for name, given in parameters.items():
        default: Any = inspect.Parameter.empty
        if given in (Paging, Chosen):
            default = Query(...) if given is Paging else Query("", max_length=MOST_CHOSEN)  # type: ignore[type-arg]  # ninja's marker
        elif name == "box":
            default = Query(get_args(given)[0])  # type: ignore[type-arg]  # ninja's marker
        found.append(inspect.Parameter(name, kind, annotation=given, default=default))
    function.__signature__ = inspect.Signature(found)  # type: ignore[attr-defined]  # what inspect reads
    return function


def extend(router: Router, matters: "Matters", at: str, *, list_at: str) -> Router:
    """The router with the operations of these matters. `at`: where they begin ("objections/")."""
    name, shown = matters.parameter, matters.shown
    one = at.rstrip("/") if f":{name}}}" in at else f"{at}{{int:{name}}}"
    boxes = {"box": Literal[tuple(matters.boxes)]} if matters.boxes else {}  # made at start

    def list_them(request: HttpRequest, paging: Paging, box: str = "", **said: str) -> Any:  # a page of `line`
        actor = actor_of(request)
        rows = matters.boxes[box].rows(actor) if box else matters.rows(actor)
        found = paged(filtered(rows, matters.filters, said), paging, lambda row: row)
        return {**found, "items": _seen(matters, found["items"], actor)}

    def get_one(request: HttpRequest, **ids: int) -> Any:  # `shown`
        actor = actor_of(request)
        return seen(matters, matters.find(actor, ids[name]), actor)

    listed = list_at.rstrip("/")
    router.get(
        listed,
        response=page_of(matters.listed or shown),
        summary=matters.title,
        operation_id=f"{matters.app}_{matters.list_name}",
    )(_typed(list_them, paging=Paging, **boxes, **dict.fromkeys((f.key for f in matters.filters), Chosen)))
    if matters.new is not None:
        _add_new(router, matters, matters.new, listed)
    router.get(one, response=shown, summary=f"{matters.title}：一件", operation_id=f"{matters.app}_{matters.one_name}")(
        _typed(get_one, **{name: int})
    )
    for move, _ in matters.in_order:
        _add_move(router, matters, move, one)
    return router


def _add_new(router: Router, matters: "Matters", new: "New", at: str) -> None:
    under = new.under
    body = new.body or body_of(new.form, name=f"{matters.app.title()}{matters.noun.title()}In")

    def make(request: HttpRequest, said: Any, **ids: int) -> Any:  # the body; `shown`
        actor = actor_of(request)
        above = under.find(ids[under.parameter], actor=actor) if under else None  # before a refusal says it is there
        new.require(actor)
        form = matters.form_of(new.form, *_sent(new.form, said), actor=actor, under=above)
        with new.law(above or actor).judging():
            made = _do(new.do, form, new.beside, *ids.values(), actor=actor)
        return 201, seen(matters, matters.made(made, actor), actor)

    name = f"{matters.app}_{new.name}_{matters.noun}"
    ids = {under.parameter: int} if under else {}
    address = under.operation if under else at
    router.post(address, response={201: matters.shown}, summary=new.button, operation_id=name)(
        _typed(make, **ids, said=body)
    )


def _add_move(router: Router, matters: "Matters", move: str, one: str) -> None:
    ask = matters.asks[move]
    rows = matters.workflow.moves if matters.workflow else ()
    label = ask.label or next(row.label for row in rows if row.name in (ask.moves or (move,)))
    name = matters.parameter
    form = ask.form
    body = _body(matters, move, form)

    def act(request: HttpRequest, said: Any = None, **ids: Any) -> Any:  # the body, files; `shown`
        actor = actor_of(request)
        found = matters.find(actor, ids.pop(name))
        matters.open_act(found, move, actor)
        filled = matters.form_of(form, *_sent(form, said, ids), actor=actor, matter=found) if form else None
        with matters.law(found).judging():
            given: Any = _do(ask.do, filled, ask.beside, getattr(found, matters.key), actor=actor)
        if not ask.gives:
            after = matters.made(given, actor) if ask.makes else matters.again(found, actor)
            given = seen(matters, after, actor)
        return (201, given) if ask.makes else given

    router.post(
        f"{one}/{ask.operation or matters.operation.format(move=ask.path or move)}",
        response={201 if ask.makes else 200: ask.gives or matters.shown},
        summary=label,
        description=ask.words,
        operation_id=f"{matters.app}_{matters.noun}_{move}",
    )(_typed(act, **{name: int}, **body))


def _body(matters: "Matters", move: str, form: type[forms.BaseForm] | None) -> dict[str, Any]:  # types by name
    """What is sent with a move: the fields of its form, or its files where it asks for nothing else."""
    if form is None:
        return {}
    fields = fields_of(form)
    if fields and all(isinstance(field, forms.FileField) for field in fields.values()):
        return dict.fromkeys(fields, File[UploadedFile])
    named = f"{matters.app.title()}{matters.noun.title()}{move.title()}In"
    return {"said": matters.asks[move].body or body_of(form, name=named)}


def _sent(
    form: type[forms.BaseForm],
    said: Any,  # a body
    uploaded: Mapping[str, Any] = {},
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """Data and files that the form is filled with."""
    if said is None:
        return {}, uploaded
    own: Callable[[], dict[str, Any]] | None = getattr(said, "filled", None)
    data = own() if own is not None else dict(said.dict())
    return data, {**uploaded, **files_of(form, data)}


def _do(
    service: Callable[..., Any],  # gives whatever it makes
    form: forms.BaseForm | None,
    beside: Any,  # rule -> field, a function that finds it, or one field
    *ids: int,
    actor: Actor,
) -> Any:
    if form is not None:
        checked(form)
    try:
        return service(*ids, actor=actor, **(values_of(form) if form is not None else {}))
    except RuleBroken as broken:  # named for machines as the page names it
        named = beside(broken) if callable(beside) else beside if isinstance(beside, str) else beside.get(broken.rule)
        broken.field = broken.field or named or ""
        raise
