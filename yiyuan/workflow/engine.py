"""What every move does: right state and actor, the rule on the facts, compare-and-set, the term, the record."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function, system_of
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.kernel.texts import shortened
from yiyuan.organisations.api import bureau_of
from yiyuan.regulations.api import key as declared
from yiyuan.regulations.api import profile_version, resolve
from yiyuan.regulations.types import Resolved
from yiyuan.web.components import moment
from yiyuan.workdays.api import due
from yiyuan.workflow.events import Hearer, Moved, TermOpened
from yiyuan.workflow.models import Step, Term
from yiyuan.workflow.types import BODY_ROLES, DEFAULT_FUNCTIONS, HEARERS, Matter, Move, Party, Role, Wait


@dataclass(frozen=True, slots=True)
class Law:
    """The profile that judges a matter: of its region, as of the day its clock started."""

    region: str
    on: date

    def __call__(self, key: str) -> Any:  # type depends on the key, see regulations.keys
        return self.resolved(key).value

    def resolved(self, key: str) -> Resolved:
        return resolve(key, region=self.region, on=self.on)

    @contextmanager
    def judging(self) -> Iterator[None]:
        """What is refused inside is explained by this law, at every door. The innermost law stands."""
        try:
            yield
        except RuleBroken as broken:
            broken.judged_by = broken.judged_by or (self.region, self.on)
            raise


WORKFLOWS: dict[str, "Workflow"] = {}  # every table by name, for pages that explain a case


@dataclass(frozen=True)
class Workflow:
    """A procedure on one page. Tables are checked when they are made: a typo stops the start, not a case."""

    name: str
    start: str
    ends: frozenset[str] | set[str]
    waits: Sequence[Wait]
    moves: Sequence[Move]
    title: str = ""  # what a matter is called; stands before the labels of its moves in the record
    words: Mapping[Any, str] = field(default_factory=dict)  # state -> word, for the record; any enumeration of text
    hears: tuple[Role | str, ...] = ()  # who is told of each move that says nothing else, but whoever made it
    called: str = ""  # what a matter is called where no title stands before the acts of the record
    _waits: dict[str, Wait] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_waits", {wait.state: wait for wait in self.waits})
        self._check()
        WORKFLOWS[self.name] = self

    def _check(self) -> None:
        assert self.noun, f"{self.name}: what is a matter called?"
        assert len(self._waits) == len(self.waits), f"{self.name}: a state waits twice"
        for wait in self.waits:
            assert wait.state in self.states, f"{self.name}: {wait.state} waits and no move leads there"
            assert wait.state not in self.ends, f"{self.name}: {wait.state} waits and ends"
        seen = {(move.name, source) for move in self.moves for source in _sources(move)}
        assert len(seen) == sum(len(_sources(move)) for move in self.moves), f"{self.name}: a move stands twice"
        named = [wait.term for wait in self.waits] + [wait.violation for wait in self.waits]
        named += [move.key for move in self.moves] + [move.where[0] for move in self.moves if move.where]
        named += [move.not_by[1] for move in self.moves if move.not_by]
        who = [move.who for move in self.moves] + [wait.who for wait in self.waits]
        named += [one.key for one in who if isinstance(one, Party)]
        for move in self.moves:
            assert self.tells(move), f"{self.name}.{move.name}: who hears of it, or why nobody?"
        for key in filter(None, named):
            declared(key)  # a key nobody declared stops the start

    @property
    def states(self) -> set[str]:
        """Every state the table names."""
        named = {source for move in self.moves for source in _sources(move)} | {move.to for move in self.moves}
        return named | {self.start} | set(self.ends)

    @property
    def noun(self) -> str:
        """What people call a matter of this table: 共享申请."""
        return self.title or self.called

    def label_of(self, name: str) -> str:
        """The button of a move, or what it was; its name where the table has it no more."""
        return next((move.label or move.done.rstrip("。") for move in self.moves if move.name == name), name)

    def tells(self, move: Move) -> bool:
        """Whether anybody but who makes it hears of a move, or the table says why nobody does."""
        if move.silent:
            return move.tells is None
        waits = move.to in self._waits
        waited = any(wait.who != move.who for state in _sources(move) if (wait := self._waits.get(state)))
        return waits or waited or bool(move.tells or {role for role in self.hears if role != move.who})

    def act_words(self, move: Move) -> str:
        """What the record calls a move: 共享问题：接收."""
        return f"{self.title}：{move.done.rstrip('。') or move.label}"

    def law(self, matter: Matter) -> Law:
        """The law that judges this matter now."""
        return Law(matter.region_code, matter.law_on or clock.today())

    def role_of(self, who: Role | Party, matter: Matter) -> Role:
        """A party named by rule key is whoever the profile says."""
        return BODY_ROLES[self.law(matter)(who.key)] if isinstance(who, Party) else who

    def allows(self, matter: Matter, move: Move, actor: Actor) -> bool:
        """Whether this actor may make the move; the state is not looked at."""
        role = self.role_of(move.who, matter)
        functions = _functions(move, role)
        if role is Role.SYSTEM:
            return actor.is_system
        holds = actor.in_person if move.in_person else actor.has
        return _is_party(matter, role, actor) and holds(*functions)

    def open_moves(self, matter: Matter, actor: Actor) -> list[Move]:
        """The moves this actor may make now; the buttons of a page."""
        return [
            move
            for move in self.moves
            if move.starts_from(matter.state)
            and self._known(move, matter)
            and self.allows(matter, move, actor)
            and not _is_same(move, matter, actor)
        ]

    def _known(self, move: Move, matter: Matter) -> bool:
        """Whether the law that judges the matter knows this move."""
        return move.where is None or self.law(matter)(move.where[0]) == move.where[1]

    def open_move(self, matter: Matter, name: str, actor: Actor) -> Move:
        """The row of a move this actor may make now.

        Raises MoveRefused (none from this state), NotAllowed, RuleBroken (this law does not know it; the same person).
        """
        move = next((m for m in self.moves if m.name == name and m.starts_from(matter.state)), None)
        if move is None:
            raise MoveRefused(f"{self.name}.{name}", state=matter.state, **self._became(matter))
        if not self.allows(matter, move, actor):
            raise NotAllowed(f"{self.name}.{name}")
        with self.law(matter).judging():
            if move.where and not self._known(move, matter):
                raise RuleBroken(move.where[0])
            if move.not_by and _is_same(move, matter, actor):
                raise RuleBroken(move.not_by[1])
        return move

    def _became(self, matter: Matter) -> dict[str, str]:
        """What became of it meanwhile, for whom a move comes too late: words, and where it stands."""
        last = Step.objects.filter(workflow=self.name, matter_id=matter.pk).order_by("-id").first()
        if last is None:
            return {}
        labels = {move.name: move.label for move in self.moves}
        who = "，".join(filter(None, [last.organisation_name, last.actor_name]))
        state = self.words.get(matter.state) or getattr(matter, "get_state_display", str)()
        became = f"{who}已在 {moment(last.at)} 办理“{labels.get(last.move) or last.move}”，"
        return {
            "became": became + (f"现在是“{state}”，" if state else ""),
            "href": matter.get_absolute_url(),
        }

    def open_row(self, matter: Matter, names: Sequence[str], actor: Actor) -> Move:
        """The row that lets this actor make it, of several that differ in the party. Raises as `open_move`."""
        found = next((move for move in self.open_moves(matter, actor) if move.name in names), None)
        return found or self.open_move(matter, names[0], actor)

    @transaction.atomic
    def move(
        self,
        matter: Matter,
        name: str,
        /,
        *,
        actor: Actor,
        note: str = "",
        also_set: dict[str, Any] | None = None,  # field values of the room's model, written with the state
        recorded: Mapping[str, Any] | None = None,  # JSON values beside the states in the record, never contents
        **facts: Any,  # what the guard asks for by name
    ) -> None:
        """Make a move.

        Raises MoveRefused (no such move from this state), NotAllowed, RuleBroken (from the guard), Conflict (somebody
        else moved first). Writes the state, the term, the step and the audit entry in one transaction.
        """
        move = self.open_move(matter, name, actor)
        law = self.law(matter)
        self._check_facts(name, facts)
        if move.guard:
            with law.judging():
                move.guard(**_wanted(move.guard, {**facts, "law": law}))
        today = clock.today()
        wait = self._waits.get(move.to)
        law_on = matter.law_on or (today if wait and wait.term else None)
        changes = {**(also_set or {}), "state": move.to}
        if law_on != matter.law_on:
            changes["law_on"] = law_on
        before = matter.state
        assert isinstance(matter, Model)
        rows = type(matter)._default_manager.filter(pk=matter.pk, state=before)  # noqa: SLF001 - Django's name
        if not rows.update(**changes):
            raise Conflict(f"{self.name}.{name}", state=before)
        for key, value in changes.items():
            setattr(matter, key, value)
        requirement_ids = list(law.resolved(move.key).cite) if move.key else []
        waited = self._close_term(matter, by=name, today=today)
        term_id = self._open_term(matter, wait, today=today) if wait else None
        earlier = self._earlier(matter, actor) if not move.silent else ()
        Step.objects.create(
            workflow=self.name,
            matter_id=matter.pk,
            move=name,
            from_state=before,
            to_state=move.to,
            actor_account_id=actor.account_id,
            actor_name=actor.person_name,
            organisation_id=actor.organisation_id,
            organisation_name=actor.organisation_name,
            at=clock.real_now(),
            legal_on=today,
            note=note,
        )
        record(
            system_of(law.region) if actor.is_system else actor,
            f"{self.name}.{name}",
            object_type=self.name,
            object_id=matter.pk,
            requirement_ids=requirement_ids,
            facts={"from": before, "to": move.to, "law_on": str(law_on or today), **(recorded or {})},
        )
        publish(
            Moved(
                workflow=self.name,
                matter_id=matter.pk,
                title=matter.matter_title(),
                href=matter.get_absolute_url(),
                label=move.label or move.done.rstrip("。"),
                by="" if actor.is_system else f"{actor.organisation_name}（{actor.person_name}）",
                note=note,
                key=move.key or "",
                region_code=law.region,
                law_on=law_on or today,
                actor_account_id=actor.account_id,
                term_id=term_id,
                ended=move.to in self.ends,
                hearers=tuple(self._hearers(matter, move, actor, waited)) if not move.silent else (),
                accounts=tuple(_accounts(matter, move.tells or self.hears)) if not move.silent else (),
                earlier=earlier,
            )
        )

    def _earlier(self, matter: Matter, actor: Actor) -> tuple[tuple[int, int], ...]:
        """Organisation and account of those who moved the matter before."""
        steps = Step.objects.filter(workflow=self.name, matter_id=matter.pk).exclude(
            actor_account_id__in=[0, actor.account_id]
        )
        return tuple(steps.order_by().values_list("organisation_id", "actor_account_id").distinct())

    def _hearers(
        self, matter: Matter, move: Move, actor: Actor, waited: tuple[int, frozenset[Function]] | None
    ) -> Iterator[Hearer]:
        """The parties a move tells; of the table only those who did not make it, and whoever was waited for."""
        named = self.hears if move.tells is None else move.tells
        seen: set[int] = set() if move.tells is not None else set(actor.organisation_ids)
        for role in named:
            if isinstance(role, Role) and (body := _organisation_of(matter, role)) and body not in seen:
                seen.add(body)
                yield Hearer(body, HEARERS[role], self._may(matter, role))
        if waited and waited[0] not in seen | actor.organisation_ids:
            yield Hearer(*waited)

    def _may(self, matter: Matter, role: Role) -> tuple[str, ...]:
        """Buttons of a party, where nobody is waited for."""
        if matter.state in self._waits:
            return ()
        open_ = (move for move in self.moves if move.starts_from(matter.state) and move.label)
        return tuple(m.label for m in open_ if self._known(m, matter) and self.role_of(m.who, matter) is role)

    def _check_facts(self, name: str, facts: Mapping[str, object]) -> None:
        """A fact that no guard of this table asks for is misspelt, not spare: one service may serve several moves."""
        asked = {fact for move in self.moves if move.guard for fact in _asked(move.guard)}
        assert asked >= set(facts), f"{self.name}.{name}: no guard asks for {sorted(set(facts) - asked)}"

    def _close_term(self, matter: Matter, *, by: str, today: date) -> tuple[int, frozenset[Function]] | None:
        """Whom the wait was for, and by which functions; None where nobody was waited for."""
        found = Term.objects.filter(workflow=self.name, matter_id=matter.pk, closed_on=None).first()
        if found is None:
            return None
        Term.objects.filter(id=found.id, closed_on=None).update(closed_on=today, closed_by_move=by)
        functions = frozenset(Function(name) for name in found.functions)
        return (found.waits_for_id, functions) if found.waits_for_id else None

    def _open_term(self, matter: Matter, wait: Wait, *, today: date) -> int:
        role = self.role_of(wait.who, matter)
        law = self.law(matter)
        began: date | None = getattr(matter, wait.since) if wait.since else None
        started_on, due_on, provisional, reminders = began or today, None, False, {}
        earlier = (
            Term.objects.filter(workflow=self.name, matter_id=matter.pk, key=wait.term or "").order_by("id").first()
            if wait.continues and wait.term
            else None
        )
        if earlier:
            started_on, due_on, provisional = earlier.started_on, earlier.due_on, earlier.provisional
            reminders = earlier.reminders
        elif wait.term and not wait.until and (length := law(wait.term)) is not None:
            end = due(length, started_on)
            due_on, provisional = end.on, end.provisional
        if wait.until:
            due_on = getattr(matter, wait.until)
        functions = _functions(wait, role)
        term = Term.objects.create(
            workflow=self.name,
            matter_id=matter.pk,
            state=wait.state,
            title=shortened(matter.matter_title(), most=300),
            href=matter.get_absolute_url(),
            ask=wait.ask,
            violation=_conduct(matter, wait, law),
            key=wait.term or "",
            region_code=law.region,
            law_on=law.on,
            profile=profile_version(law.region, law.on),
            started_on=started_on,
            due_on=due_on,
            provisional=provisional,
            late=wait.late,
            waits_for_id=_organisation_of(matter, role),
            functions=sorted(functions),
            filed_by=matter.party(Role.CONSUMER) or matter.party(Role.PROVIDER),
            parties=sorted({body for role in Role if (body := matter.party(role))}),
            reminders=reminders,
        )
        return term.id

    def begin(self, matter: Matter) -> None:
        """Open the wait of the state a matter is made in, where the table has one; call once."""
        if wait := self._waits.get(matter.state):
            publish(TermOpened(self._open_term(matter, wait, today=clock.today())))


def _conduct(matter: Matter, wait: Wait, law: Law) -> str:
    """What running out may be a sign of: what the matter names, where the law lists it, else what the row does."""
    named: str = getattr(matter, wait.violation_by) if wait.violation_by else ""
    return named if named and law.resolved(named).cite else wait.violation or ""


def _functions(line: Move | Wait, role: Role) -> frozenset[Function]:
    """A line's own functions hold within departments; a bureau always acts by its officers."""
    return DEFAULT_FUNCTIONS[role] if role is Role.BUREAU or not line.functions else line.functions


def _sources(move: Move) -> tuple[str, ...]:
    return (move.sources,) if isinstance(move.sources, str) else tuple(move.sources)


def _organisation_of(matter: Matter, role: Role) -> int | None:
    if role is Role.BUREAU and matter.party(role) is None:
        bureau = bureau_of(matter.region_code)
        return bureau.id if bureau else None
    return matter.party(role)


def _accounts(matter: Matter, told: Iterable[Role | str]) -> Iterator[int]:
    """Accounts the matter names."""
    return (getattr(matter, name) for name in told if not isinstance(name, Role) and getattr(matter, name))


def _is_party(matter: Matter, role: Role, actor: Actor) -> bool:
    if role is Role.BUREAU and matter.party(role) is None:
        return actor.governs(matter.region_code)
    return matter.party(role) in actor.organisation_ids


def _is_same(move: Move, matter: Matter, actor: Actor) -> bool:
    """Whether the actor is the person whom this move excludes."""
    return move.not_by is not None and getattr(matter, move.not_by[0]) == actor.account_id


def _asked(guard: Callable[..., None]) -> Iterable[str]:
    return inspect.signature(guard).parameters


def _wanted(guard: Callable[..., None], facts: dict[str, Any]) -> dict[str, Any]:  # by the guard's parameter names
    return {name: facts[name] for name in _asked(guard) if name in facts}
