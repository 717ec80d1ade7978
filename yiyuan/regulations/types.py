"""Values of the law engine: requirements, profiles, resolved values with the chain they came by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from yiyuan.kernel.terms import Count, Share, Term, Yearly
from yiyuan.web.components import Chip

Value: TypeAlias = Term | Yearly | Count | Share | str | bool | tuple[str, ...] | None


class Kind(StrEnum):
    """What values a rule key takes."""

    TERM = "term"  # Term: not later than
    EARLIEST = "earliest"  # Term: not before it has passed
    FIXED = "fixed-date"  # Yearly, never rolled
    COUNT = "count"  # Count
    SHARE = "share"  # Share
    CHOICE = "choice"  # one of the allowed values
    SET = "set"  # tuple of allowed values, in declared order
    FLAG = "flag"  # bool
    STANDING = "standing"  # true everywhere: the text only gives the article
    TEXT = "text"  # free text, Chinese


class Merge(StrEnum):
    """How the value of an upper and of a lower jurisdiction become one."""

    STRICTEST = "strictest"  # the shorter term, the true flag, the common part of what is allowed
    UNION = "union"  # duties and required fields add up
    REPLACE = "replace"  # the lower jurisdiction's organs and routes; upper silence deletes nothing
    DELEGATED = "delegated"  # the upper text leaves it to the lower one


class LinkState(StrEnum):
    """What became of one jurisdiction's value."""

    WINS = "wins"
    OVERRIDDEN = "overridden"
    SILENT = "silent"
    TRIAL = "trial"  # applied by the city's own document where issued texts are silent
    ASIDE = "aside"  # the same, where they speak
    DRAFT = "draft"
    UNVERIFIED = "unverified"
    DEFAULT = "default"


class ProfileStatus(StrEnum):
    """`issued` says only that the text was issued; nobody has checked that it still has effect.

    `trial`: a draft text that a city applies by a document of its own; it fills what issued texts leave open and is
    never merged with them.
    """

    ISSUED = "issued"
    TRIAL = "trial"
    DRAFT = "draft"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Key:
    """A rule key as declared: its type, how profiles merge, what holds where texts are silent.

    values: allowed values and their Chinese names, strictest first where the merge is `strictest`; empty for terms,
    flags and texts.
    broken: Chinese sentences of a RuleBroken with this key; placeholders name facts of the error, `{value}` is the
    resolved value in words. The first sentence whose facts are all at hand is used, so the last needs none.
    rests_on: further keys whose articles stand behind the sentence; may hold placeholders.
    own: the product's own rule, which no regulation sets; what it rests on instead ("GB 32100-2015"). Never bound by
    a profile, never on the law pages.
    """

    name: str
    title: str
    kind: Kind
    merge: Merge
    default: Value
    values: Mapping[str, str] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    note: str = ""
    own: str = ""

    @property
    def area(self) -> str:
        return self.name.split(".")[0]


def own(name: str, title: str, *broken: str, rests_on: str = "平台规则") -> Key:
    """A rule of the product itself; a room declares those it holds to in its `own_rules.py`."""
    return Key(name, title, Kind.FLAG, Merge.STRICTEST, True, {}, broken, own=rests_on)


@dataclass(frozen=True, slots=True)
class Link:
    """One jurisdiction in the chain of a value, uppermost first; the platform default stands last.

    since, until: days on which this profile binds the region, both included; until None: no end known.
    overridden_on: first day on which an upper jurisdiction's value takes its place.
    """

    profile: str
    title: str
    value: Value
    cite: tuple[str, ...]
    state: LinkState
    since: date | None
    until: date | None = None
    overridden_on: date | None = None
    why: str = ""
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value of a rule key in a region for matters that begin on a day.

    cite: requirement ids it rests on; empty for a platform default.
    detail: those of them that say the thing but not this value: the platform filled it in (条文，平台细化).
    is_default: no text that binds the region says anything, the platform's own value holds.
    profile: the version a case keeps, e.g. "wuhu/2020-07-22+anhui/2021-03-01".
    unverified: an upper text exists whose effect on this key nobody has checked (上位法待核对).
    trial: no issued text says anything, a draft that the city applies by a document of its own does.
    """

    key: str
    value: Value
    cite: tuple[str, ...]
    is_default: bool
    chain: tuple[Link, ...]
    profile: str
    region: str
    on: date
    unverified: bool = False
    trial: bool = False
    detail: tuple[str, ...] = ()

    @property
    def term(self) -> Term | None:
        """The value of a term key; None: no term is set."""
        assert self.value is None or isinstance(self.value, Term), self.key
        return self.value

    @property
    def yearly(self) -> Yearly | None:
        """The value of a fixed date; None: no text sets one."""
        assert self.value is None or isinstance(self.value, Yearly), self.key
        return self.value

    @property
    def choice(self) -> str:
        """The value of a choice or text key."""
        assert isinstance(self.value, str), self.key
        return self.value

    @property
    def items(self) -> tuple[str, ...]:
        """The value of a set key."""
        assert isinstance(self.value, tuple), self.key
        return self.value

    @property
    def flag(self) -> bool:
        """The value of a flag key."""
        assert isinstance(self.value, bool), self.key
        return self.value


@dataclass(frozen=True, slots=True)
class Citation:
    """One requirement as a page names it: short "安徽299号令 第25条", href of its article on the law pages."""

    requirement_id: str
    short: str
    title: str
    text: str
    href: str
    status: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A broken rule in words, with the articles it rests on."""

    sentence: str
    chips: list[Chip]
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One duty of a regulation. `text` is a paraphrase (条文要点), never the text itself."""

    id: str
    article: int
    text: str
    area: str
    actor: str
    effect: str
    software: str
    accept: str
    deadline: Mapping[str, object] | None = None
    signal: bool = False
    overridden_by: tuple[str, ...] = ()
    overridden_from: date | None = None
    superseded_by: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    note: str = ""
    file: str = ""
    line: int = 1

    @property
    def regulation_id(self) -> str:
        return self.id.split("/")[0]


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    title: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Regulation:
    """One text in structured form."""

    id: str
    title: str
    short: str
    doc_no: str
    region: str
    region_name: str
    status: str
    issued: date | None
    effective: date | None
    validity_checked_on: date | None
    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        return tuple(requirement for article in self.articles for requirement in article.requirements)


@dataclass(frozen=True, slots=True)
class Binding:
    """What one profile says for one key; value None: the text is silent and a reader should know.

    detail: cited requirements that say the thing but not this value.
    """

    value: Value
    cite: tuple[str, ...]
    note: str = ""
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parent:
    """An upper profile, by name, and the first day on which it binds the lower one."""

    profile: str
    since: date


@dataclass(frozen=True, slots=True)
class Apart:
    """An issued profile of a region above that does not bind the lower one, why, and the requirements that say so."""

    profile: str
    why: str
    cite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The rules of one jurisdiction from one day on.

    file, lines: where it stands; lines of its rule keys by name and of its head as "profile.<key>".
    """

    name: str
    title: str
    regions: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    status: ProfileStatus
    parents: tuple[Parent, ...]
    bindings: Mapping[str, Binding]
    texts: tuple[str, ...] = ()
    adopts: str = ""
    source: str = ""
    short: str = ""
    apart: tuple[Apart, ...] = ()
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def version(self) -> str:
        return f"{self.name}/{self.valid_from.isoformat()}"


@dataclass(frozen=True, slots=True)
class ChangeClock:
    """One clock that a change of the law or of functions sets going in the catalog.

    starts: "cause" (the change), "updated" (the catalog entry is updated) or "received" (the request to update).
    ends: "updated", "reported", "applied" or "reviewed". who: "provider" or "bureau", whose clock it is.
    """

    key: str
    starts: str
    ends: str
    who: str
    resolved: Resolved
