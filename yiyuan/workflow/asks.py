"""A room's matters, declared: what each move asks for, what is shown, who may make a new one.

From one table of asks come the list, the page of one, the form of a new one, one address a move, and the same acts for
machines (`urls()`, `router()`). What a move is, who may make it and because of what stands in the workflow table alone.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from ninja import Router, Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken, YiyuanError
from yiyuan.web.components import Chip, Fact, Link
from yiyuan.web.lists import Column, Filter, Lights, Listing
from yiyuan.workflow import operations, pages
from yiyuan.workflow.engine import Law, Workflow
from yiyuan.workflow.types import Move


@dataclass(frozen=True, slots=True)
class Ask:
    """A move as both doors offer it.

    do: the service: gets the matter's id, `actor` and what the form holds, by name.
    form: what the move asks for; None: a button alone. Its constructor gets those of actor, matter, region it names.
    words: what stands beside the button. beside: rule -> field its refusal belongs to, a function that finds it,
    or one field for all.
    path: last part of the address, the move's name unless given. when: of which matters it is offered.
    may: of an act that is no row of the matter's own table: refuses whoever may not, by matter and actor; gives the row
    of another table that stands behind it, or None. label, done: its button and what was done, else those of the row.
    name, operation: of the page's address, last part of the machines', where they are not the path.
    body: what machines send where it is not the form's fields; its `filled()` is what the form gets.
    moves: rows it stands for where it is not the one of its name; the service knows which (the provider revokes, the
    bureau stops). gives: what machines get of what the service gives, else the matter. apart: asked for on a page of
    the room's own, so not among the moves of the matter's page. page: last part of the address at which a long form
    stands alone; the matter's page leads there. makes: the service gives what was made, to machines with 201; without
    `gives` it is a matter, which is shown next (a new version).
    said: message level and words, by what the service gives, where they differ from `done` (a trial that failed).
    """

    do: Callable[..., object]
    form: type[forms.BaseForm] | None = None
    words: str = ""
    beside: Mapping[str, str] | Callable[[RuleBroken], str | None] | str = ""
    path: str = ""
    when: Callable[[Any], bool] | None = None  # of the room's model
    may: Callable[[Any, Actor], Move | None] | Callable[[Any, Actor], None] | None = None  # of the room's model
    label: str = ""
    done: str = ""
    name: str = ""
    operation: str = ""
    body: type[Schema] | None = None
    moves: tuple[str, ...] = ()
    gives: type[Schema] | None = None
    apart: bool = False
    page: str = ""
    makes: bool = False
    said: Callable[[Any], tuple[int, str]] | None = None  # what the service gives


@dataclass(frozen=True, slots=True)
class Act:
    """What one actor may do with one matter now: its button, the rule it cites, what is said when it is done."""

    name: str
    ask: Ask
    label: str
    key: str | None
    done: str


@dataclass(frozen=True, slots=True)
class Under:
    """What a matter is made under; its form may ask for it as `under`, its service gets its id.

    find: refuses whoever may not make one. page, operation: the addresses, from where those of the room begin
    ("<int:licence_id>/object/", "{int:licence_id}/objections").
    """

    parameter: str
    find: Callable[..., Any]  # by id and `actor`; the model of the room
    page: str
    operation: str


@dataclass(frozen=True, slots=True)
class New:
    """How a matter is made: the service (gives the matter or its id), its form, who may, the button.

    may: functions, or a rule of the room's policies. by: what is refused then, "room.noun.verb".
    """

    do: Callable[..., Any]  # a matter or its id
    form: type[forms.BaseForm]
    may: frozenset[Function] | Callable[[Actor], bool]
    button: str
    words: str = ""
    beside: Mapping[str, str] | str = ""
    by: str = ""
    key: str = ""  # rule that the form cites; what the list cites unless given
    under: Under | None = None
    name: str = "new"  # of its address
    at: str = "new"  # last part of its address, or all of it after a slash; "": the form stands under the list
    body: type[Schema] | None = None  # what machines send where it is not the form's fields, see Ask

    def allowed(self, actor: Actor) -> bool:
        return self.may(actor) if callable(self.may) else actor.has(*self.may)

    def address(self, at: str) -> str:
        """From where the addresses of the room begin. at: from where those of the matters do."""
        if self.under:
            return self.under.page
        return f"{self.at[1:]}/" if self.at.startswith("/") else f"{at}{self.at}/"

    def law(self, where: Any) -> Law:  # who makes it, or the model it is made under
        return Law(where.region_code, clock.today())

    def require(self, actor: Actor) -> None:
        if not self.allowed(actor):
            raise NotAllowed(self.by or "function")


def _no_chips(_actor: Actor) -> Sequence[Chip]:
    return ()


def _act(name: str, ask: Ask, row: Move | None) -> Act:
    label, done = ask.label or (row.label if row else ""), ask.done or (row.done if row else "")
    return Act(name, ask, label, row.key if row else None, done)


def _nothing(_actor: Actor, _matter: Any) -> Mapping[str, Any]:  # a matter; template variables
    return {}


@dataclass(frozen=True)
class Matters:
    """All doors of one kind of matter.

    app, noun: name the addresses ("issues:issue", "issues:issues") and the parameter ("issue_id").
    find, rows: selectors; both know the actor. facts: what the page says of one. shown: what machines get of one.
    about, chips: the line under the title of the list, with articles. headline: what stands after the title.
    lights: state -> light, or a function of the matter.
    page: a template that extends "workflow/matter.html"; context: what it shows more. board, told: of the list.
    inner: a list on the page of one, with its own Excel. listed: what machines get of each in a list, if it is less.
    workflow: None where the thing has no states of its own (a document): no light, no term, no steps.
    key: the field by which addresses and services know one, where it is not its own id (an interface by its resource).
    boxes: several lists instead of the one, by name (received, sent): an address each, chosen by `box` for machines.
    """

    workflow: Workflow | None
    app: str
    noun: str
    title: str
    find: Callable[[Actor, int], Any]  # the room's model
    rows: Callable[[Actor], QuerySet[Any]]  # of the room's model
    facts: Callable[[Any, Actor], Sequence[Fact]]
    shown: type[Schema]
    columns: Sequence[Column] | Callable[[Actor], Sequence[Column]]
    asks: Mapping[str, Ask]
    lights: Lights | None = None
    new: New | None = None
    filters: Sequence[Filter] = ()
    about: str = ""
    empty: str = ""
    unit: str = "件"
    sort: str = "-id"
    headline: Callable[[QuerySet[Any]], str] | None = None
    chips: Callable[[Actor], Sequence[Chip]] = _no_chips
    links: Callable[[Actor], Sequence[Link]] = lambda _actor: ()
    group: Callable[[Any], str] | None = None
    page: str = "workflow/matter.html"
    context: Callable[[Actor, Any], Mapping[str, Any]] = _nothing
    inner: Callable[[HttpRequest, Any], Listing] | None = None
    listed: type[Schema] | None = None
    board: str = "workflow/matters.html"
    told: Callable[[Actor], Mapping[str, Any]] = lambda _actor: {}
    crumb: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # "list", "one", "move" -> name of the address
    moved_at: str = ""  # one page address for all moves behind the matter ("<slug:move>/"), by the name "move"
    at_home: bool = False  # moves are posted to the page of the matter, named in the field `move`
    operation: str = "{move}"  # where a move stands behind the matter, for machines ("moves/{move}")
    parameter: str = ""  # of the address; the noun's id unless given
    boxes: Mapping[str, "Matters"] = field(default_factory=dict)
    key: str = "pk"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameter", self.parameter or f"{self.noun}_id")
        rows = [move.name for move in self.workflow.moves] if self.workflow else []
        strange = {row for name in self.asks for row in self._rows(name)} - set(rows)
        assert not strange, f"{self.app}.{self.noun}: no such move {strange}"

    def _rows(self, name: str) -> tuple[str, ...]:
        ask = self.asks[name]
        return () if ask.may else ask.moves or (name,)

    def asked(self, move: str) -> str:
        """The ask of this name, or the one that stands for this row."""
        return next((name for name in self.asks if move in self._rows(name)), move)

    @property
    def list_name(self) -> str:
        return self.names.get("list", f"{self.noun}s")

    @property
    def move_name(self) -> str:
        return self.names.get("move", f"move_{self.noun}")

    @property
    def one_name(self) -> str:
        return self.names.get("one", self.noun)

    def made(self, given: Any, actor: Actor) -> Any:  # a matter or its id; the room's model
        """What a service has made, as the actor sees it."""
        return self.find(actor, getattr(given, self.key, given))

    def again(self, matter: Any, actor: Actor) -> Any:  # of the room's model
        """The same after an act."""
        return self.find(actor, getattr(matter, self.key))

    def law(self, matter: Any) -> Law:
        return self.workflow.law(matter) if self.workflow else Law(matter.region_code, clock.today())

    @property
    def in_order(self) -> list[tuple[str, Ask]]:
        """The asks as their rows stand in the table; what is no row of it comes last."""
        rows = [move.name for move in self.workflow.moves] if self.workflow else []
        return sorted(self.asks.items(), key=lambda ask: min(map(rows.index, self._rows(ask[0])), default=len(rows)))

    def open_act(self, matter: Any, name: str, actor: Actor) -> Act:
        """Raises MoveRefused, NotAllowed, RuleBroken, as the act itself would before it reads what was sent."""
        ask = self.asks[name]
        if ask.may is not None:
            return _act(name, ask, ask.may(matter, actor))
        assert self.workflow is not None, "checked at start"
        rows, found = self._rows(name), self.workflow.open_moves(matter, actor)
        row = next((row for row in found if row.name in rows), None)
        starting = [row.name for row in self.workflow.moves if row.name in rows and row.starts_from(matter.state)]
        return _act(name, ask, row or self.workflow.open_move(matter, (starting or rows)[0], actor))

    def open_acts(self, matter: Any, actor: Actor, *, also: Collection[str] = ()) -> list[Act]:
        """All the actor may do with it now, in the order of the table. also: offered whatever `when` says."""
        rows = {row.name: row for row in self.workflow.open_moves(matter, actor)} if self.workflow else {}
        found = []
        for name, ask in self.in_order:
            if ask.when is not None and name not in also and not ask.when(matter):
                continue
            if ask.may is None:
                found += [_act(name, ask, rows[row]) for row in self._rows(name) if row in rows][:1]
                continue
            try:
                found.append(_act(name, ask, ask.may(matter, actor)))
            except YiyuanError:
                continue
        return found

    def form_of(
        self,
        form: type[forms.BaseForm],
        data: Any = None,  # what was sent
        files: Any = None,  # uploaded files
        *,
        actor: Actor,
        matter: Any = None,  # the room's model; None: there is none yet
        under: Any = None,  # the model it is made under
        **more: Any,  # Django's form arguments
    ) -> forms.BaseForm:
        """The form, given what its constructor names of actor, matter, under, region."""
        region = (matter or under or actor).region_code
        offered = {"actor": actor, "matter": matter, "under": under, "region": region}
        makers = [vars(kind)["__init__"] for kind in form.__mro__ if "__init__" in vars(kind) and kind is not object]
        asked = {name for make in makers for name in inspect.signature(make).parameters}
        return form(data, files, **{name: offered[name] for name in offered if name in asked}, **more)

    def show(
        self,
        request: HttpRequest,
        matter: Any,  # of the room's model
        *,
        status: int = 200,
        **more: Any,  # template variables
    ) -> HttpResponseBase:
        """The page of one, for a view of the room's own that stands beside the asks."""
        return pages.show(request, self, matter, status=status, more=more)

    def seen(self, matter: Any, actor: Actor) -> Any:  # of the room's model; `shown`
        """One as machines get it, for an operation of the room's own."""
        return operations.seen(self, matter, actor)

    def urls(self, at: str = "", *, list_at: str | None = None) -> list[URLPattern]:
        """The pages: list, new, one, an address a move. at: where they begin ("objections/"); list_at: the list.

        An `at` that holds the parameter is the address of one ("resources/<int:resource_id>/interface/").
        """
        return pages.urls(self, at, list_at=at if list_at is None else list_at)

    def router(self, at: str = "", *, list_at: str | None = None, router: Router | None = None) -> Router:
        """The operations: list, new, one, one a move. at, list_at: as above. router: the room's own, to be extended."""
        return operations.extend(router or Router(), self, at, list_at=at if list_at is None else list_at)
