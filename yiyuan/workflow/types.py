"""The words a workflow table is written in, and what the engine shows of a matter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from yiyuan.kernel.actor import PARTIES, Function


class Role(StrEnum):
    """A party of a matter; the matter says which organisation it is."""

    CONSUMER = "consumer"
    PROVIDER = "provider"
    BUREAU = "bureau"
    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    SENDER = "sender"
    SYSTEM = "system"


ROLE_WORDS = {
    Role.CONSUMER: "使用部门",
    Role.PROVIDER: "提供部门",
    Role.BUREAU: "数据资源主管部门",
    Role.COORDINATOR: "协调机构",
    Role.OPERATOR: "平台管理机构",
    Role.SENDER: "提交单位",
    Role.SYSTEM: "系统",
}

# what a rule key of the kind "by whom" may say
BODY_ROLES = {
    "provider": Role.PROVIDER,
    "department": Role.PROVIDER,
    "bureau": Role.BUREAU,
    "system": Role.SYSTEM,
    "city_government": Role.COORDINATOR,
    "leading_group": Role.COORDINATOR,
    "operator": Role.OPERATOR,
}

DEFAULT_FUNCTIONS = {
    Role.CONSUMER: frozenset({Function.DATA_OFFICER, Function.HEAD}),
    Role.PROVIDER: frozenset({Function.HEAD}),
    Role.BUREAU: frozenset({Function.BUREAU}),
    Role.COORDINATOR: frozenset({Function.BUREAU, Function.LEADING, Function.HEAD}),
    Role.OPERATOR: frozenset({Function.OPERATOR, Function.HEAD}),
    Role.SENDER: frozenset({Function.DATA_OFFICER}),
    Role.SYSTEM: frozenset[Function](),
}


# who of a party hears of what happened
HEARERS = {
    **DEFAULT_FUNCTIONS,
    Role.CONSUMER: PARTIES,
    Role.PROVIDER: PARTIES,
    Role.COORDINATOR: DEFAULT_FUNCTIONS[Role.COORDINATOR] | PARTIES,
    Role.SENDER: PARTIES | {Function.BUREAU},
}


@dataclass(frozen=True, slots=True)
class Party:
    """Whoever the law of the region names: the value of this rule key is a Role."""

    key: str


class Late(StrEnum):
    """What happens when a wait runs out. Nothing is ever granted, refused or typed by silence."""

    REMIND = "remind"
    REMIND_AND_SIGNAL = "remind_and_signal"
    EXPIRE = "expire"  # the room's own job ends the matter


@dataclass(frozen=True, slots=True)
class Wait:
    """While a matter is in `state` we wait for `who`, for the term of `term` (a rule key; None: no term).

    violation: rule key whose articles list the conduct that running out may be a sign of; cited by the signal.
    violation_by: attribute of the matter that names another one, where the law lists that.
    """

    state: str
    who: Role | Party
    term: str | None
    late: Late = Late.REMIND
    functions: frozenset[Function] | None = None
    continues: bool = False  # coming back to this state, the first date stands
    ask: str = ""  # what is awaited, shown in the to-do list
    violation: str | None = None
    violation_by: str = ""
    until: str | None = None  # field of the matter that names the last day, where a notice sets it and no term runs
    since: str = ""  # attribute of the matter with the day of the event, where that is not the day of the move


@dataclass(frozen=True, slots=True)
class Move:
    """From one of `sources` to `to`, by whom, because of which rule key, if the guard holds.

    where: (rule key, value): the move exists only where the law that judges the matter says so.
    not_by: (field of the matter with an account id, rule key): another person than that one, because of that rule.
    done: what the page says when it is made; the record calls it the same.
    tells: who hears of it where it is not those of the table: parties, or a field of the matter with an account id.
    silent: why nobody hears of it. One of the table, the row, a wait that begins or ends, or this reason speaks.
    """

    name: str
    sources: str | Sequence[str]
    to: str
    who: Role | Party
    key: str | None = None
    guard: Callable[..., None] | None = None
    functions: frozenset[Function] | None = None  # within a department; a bureau acts by its officers
    label: str = ""  # the button
    in_person: bool = False  # not by somebody to whom the function was delegated
    where: tuple[str, Any] | None = None
    not_by: tuple[str, str] | None = None
    done: str = ""
    tells: tuple[Role | str, ...] | None = None
    silent: str = ""

    def starts_from(self, state: str) -> bool:
        return state == self.sources if isinstance(self.sources, str) else state in self.sources


class Matter(Protocol):
    """What the engine needs of a room's model. `state` is a field of it; `law_on` too, where a term may set it."""

    pk: Any  # Django's own
    state: str

    @property
    def law_on(self) -> date | None:
        """The day whose law judges it; None before there is one."""

    @property
    def region_code(self) -> str:
        """Region whose profile decides, the provider's."""

    def party(self, role: Role) -> int | None:
        """Organisation id of a party; None where there is none."""

    def matter_title(self) -> str:
        """One line for to-do lists: what is asked."""

    def get_absolute_url(self) -> str: ...


class SignalState(StrEnum):
    OPEN = "open"
    STATED = "stated"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


SIGNAL_WORDS = {
    SignalState.OPEN: "线索，待部门说明",
    SignalState.STATED: "部门已说明，待认定",
    SignalState.CONFIRMED: "已认定",
    SignalState.DROPPED: "不予认定",
}


class WorkflowTag(StrEnum):
    REMINDED = "workflow.term.reminded"
    URGED = "workflow.term.urged"
    SIGNALLED = "workflow.term.signalled"
    RAISED = "workflow.signal.raised"
    STATED = "workflow.signal.stated"
    CONFIRMED = "workflow.signal.confirmed"
    DROPPED = "workflow.signal.dropped"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One move that was made, for a timeline."""

    move: str
    from_state: str
    to_state: str
    actor_name: str
    organisation_name: str
    at: datetime
    legal_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter that waits for somebody: what, what is to do, until when."""

    title: str
    ask: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TermInfo:
    """A term that runs or ran. region_code, law_on: of the law that set it and is cited with it."""

    id: int
    key: str
    region_code: str
    law_on: date
    started_on: date
    due_on: date | None
    provisional: bool
    waits_for: int | None
    closed_on: date | None
    reminders: Mapping[str, str] = field(default_factory=dict)
    signalled: bool = False


@dataclass(frozen=True, slots=True)
class Urged:
    """How many matters were urged, and how many left out because they had been a short while before."""

    urged: int
    left_out: int


class Part(StrEnum):
    """What the desk holds beside matters that wait: of rooms above."""

    DUE = "due"
    CONFIRM = "confirm"
    MEND = "mend"
    DRAFT = "draft"


PART_WORDS = {
    Part.DUE: "本月应交的数据",
    Part.CONFIRM: "待确认的批次",
    Part.MEND: "没有收的文件",
    Part.DRAFT: "草稿",
}


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One thing to do that is no matter: what, where, until when (None: no day)."""

    part: Part
    title: str
    href: str
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeptTerms:
    """Terms of a workflow an organisation had to keep until one legal day: how many, and those kept."""

    workflow: str
    organisation_id: int
    due_on: date
    total: int
    good: int


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A term that fell due: whether it was kept, and what became of the signal on it; None: there is none."""

    title: str
    href: str
    due_on: date
    in_time: bool
    signal: SignalState | None


@dataclass(frozen=True, slots=True)
class SignalInfo:
    """A signal as a room above needs it. words: the evidence for people; cite: articles of the conduct."""

    id: int
    title: str
    href: str
    violation: str
    cite: tuple[str, ...]
    organisation_id: int
    organisation: str
    region_code: str
    law_on: date
    raised_on: date
    state: SignalState
    matter: str
    words: str
    statement: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A signal an officer has confirmed. violation: rule key of the conduct, empty where the law lists none."""

    title: str
    href: str
    raised_on: date
    signal_id: int = 0
    violation: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """What an open term asks, of which organisation and functions, by when, under which articles.

    matter: "sharing.grant:12". organisation: its name, or the platform.
    """

    title: str
    ask: str
    href: str
    matter: str
    organisation_id: int | None
    organisation: str
    functions: frozenset[Function]
    due_on: date | None
    provisional: bool
    articles: tuple[str, ...]
