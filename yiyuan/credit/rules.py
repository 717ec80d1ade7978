"""What the law decides of a record. `visible` alone decides who reads it; all doors go through it. Pure."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from yiyuan.credit.types import Level, Origin, ReaderKind, RecordState, SubjectKind, Who
from yiyuan.kernel.actor import DEPARTMENT, Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, plain_code
from yiyuan.kernel.regions import trunk

ORGANS = DEPARTMENT | {Function.BUREAU}
PERSONAL_ENDINGS = ("ZJHM", "SFZH", "ZJLX")  # of 双公示 columns: identity papers of a person
PERSONAL_WORDS = ("身份证", "证件号码", "电话", "手机", "住址")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and why. Made by its constructors; each refuses who may not read so."""

    kind: ReaderKind
    code: str = ""  # of the subject that reads itself or consented
    why: str = ""
    actor: Actor | None = None

    @classmethod
    def public(cls) -> "Reader":
        return cls(ReaderKind.PUBLIC)

    @classmethod
    def subject(cls, code: str) -> "Reader":
        """A person or company whose identity was checked."""
        return cls(ReaderKind.SUBJECT, plain_code(code))

    @classmethod
    def consented(cls, code: str, consent: str) -> "Reader":
        """With the subject's written consent. Raises RuleBroken("credit.authorised")."""
        if not consent.strip():
            raise RuleBroken("credit.authorised")
        return cls(ReaderKind.CONSENTED, plain_code(code), consent.strip())

    @classmethod
    def lawful(cls, actor: Actor, law: str) -> "Reader":
        """By a law that asks for no consent. Raises NotAllowed, RuleBroken("credit.lawful")."""
        _check_organ(actor)
        if not law.strip():
            raise RuleBroken("credit.lawful")
        return cls(ReaderKind.LAWFUL, why=law.strip(), actor=actor)

    @classmethod
    def organ(cls, actor: Actor, duty: str) -> "Reader":
        """An administrative organ at its duty. Raises NotAllowed, RuleBroken("credit.duty")."""
        _check_organ(actor)
        if not duty.strip():
            raise RuleBroken("credit.duty")
        return cls(ReaderKind.ORGAN, why=duty.strip(), actor=actor)

    @classmethod
    def centre(cls, actor: Actor, reason: str = "") -> "Reader":
        """The credit centre; with a reason it reads the archive too. Raises NotAllowed."""
        if not (actor.is_system or actor.has(Function.OPERATOR, Function.BUREAU)):
            raise NotAllowed("credit.centre")
        if reason.strip() and not actor.has(Function.OPERATOR):
            raise NotAllowed("credit.archive")
        return cls(ReaderKind.CENTRE, why=reason.strip(), actor=actor)

    @classmethod
    def provider(cls, actor: Actor) -> "Reader":
        """A department, of what it provided itself. Raises NotAllowed."""
        _check_organ(actor)
        return cls(ReaderKind.PROVIDER, actor=actor)

    @property
    def masks(self) -> bool:
        """Whether natural persons and personal fields are masked."""
        return self.kind is ReaderKind.PUBLIC


def _check_organ(actor: Actor) -> None:
    if not actor.has(*ORGANS):
        raise NotAllowed("credit.organ")


LEVELS_READ: Mapping[ReaderKind, Sequence[Level]] = {
    ReaderKind.PUBLIC: (Level.PUBLIC,),
    ReaderKind.SUBJECT: (Level.PUBLIC, Level.AUTHORISED),
    ReaderKind.CONSENTED: (Level.PUBLIC, Level.AUTHORISED),
    ReaderKind.LAWFUL: (Level.PUBLIC, Level.AUTHORISED),
    ReaderKind.ORGAN: tuple(Level),
    ReaderKind.CENTRE: tuple(Level),
    ReaderKind.PROVIDER: tuple(Level),
}
SOCIETY = {ReaderKind.PUBLIC, ReaderKind.CONSENTED}  # what cannot be verified is not given to it
USERS = SOCIETY | {ReaderKind.LAWFUL, ReaderKind.ORGAN}  # who no longer uses what was repaired


def visible(reader: Reader, today: date) -> Q:
    """The one condition under which a reader sees a record on a day."""
    seen = Q(level__in=LEVELS_READ[reader.kind]) & (Q(keep_until=None) | Q(keep_until__gte=today))
    if not (reader.kind is ReaderKind.CENTRE and reader.why):
        seen &= Q(archived_on=None) & (Q(published_until=None) | Q(published_until__gte=today))
    if reader.kind not in {ReaderKind.CENTRE, ReaderKind.PROVIDER}:
        seen &= ~Q(state=RecordState.WITHDRAWN)
    if reader.kind in USERS:
        seen &= ~Q(state=RecordState.REPAIRED)
    if reader.kind in SOCIETY:
        seen &= Q(unverifiable=False)
    match reader.kind:
        case ReaderKind.PUBLIC:
            seen &= Q(published_until__gte=today)
        case ReaderKind.SUBJECT | ReaderKind.CONSENTED:
            seen &= Q(subject__code=reader.code)  # a former code was followed before
        case ReaderKind.PROVIDER:
            assert reader.actor is not None, "made by its constructor"
            seen &= Q(provider__in=reader.actor.organisation_ids)
        case ReaderKind.CENTRE | ReaderKind.ORGAN | ReaderKind.LAWFUL:
            assert reader.actor is not None, "made by their constructors"
            seen &= Q(region_code__startswith=trunk(reader.actor.region_code))
    return seen


COMMON_PAIRS = frozenset({"有限", "限公", "公司", "责任", "限责", "任公", "股份", "份有"})  # in half of all names


def pairs_of(*names: str) -> list[str]:
    """Every two letters that stand together in one of the names: by them a part of a name is found."""
    found = set()
    for name in names:
        plain = "".join(name.lower().split())
        found |= {plain[at : at + 2] for at in range(len(plain) - 1)}
    return sorted(found)


def telling_pairs(text: str) -> list[str]:
    """Those of a text that tell one name from another; none where half of all names have it."""
    return [pair for pair in pairs_of(text) if pair not in COMMON_PAIRS]


def finds_persons(reader: Reader) -> bool:
    """Whether a look-up by words may lead to a natural person at all; the public's never does."""
    return reader.kind is not ReaderKind.PUBLIC


def months_on(start: date, months: int) -> date:
    """The same day so many months on, or the last of the month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def mask_name(name: str) -> str:
    """张三 to 张*, 欧阳娜娜 to 欧***."""
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}"


def mask_code(code: str) -> str:
    """Of an identity number only the first and the last sign."""
    return f"{code[:1]}{'*' * max(len(code) - 2, 1)}{code[-1:]}"


def shown_values(values: Mapping[str, Any], *, masks: bool, hidden: Sequence[str]) -> dict[str, str]:
    """Further fields; without those a person is known by, and what the catalog keeps back, where it is masked."""
    return kept_values(values, hidden=hidden) if masks else {name: str(value) for name, value in values.items()}


def kept_values(values: Mapping[str, Any], *, hidden: Sequence[str]) -> dict[str, str]:
    """Without the fields of identity papers and what the catalog keeps back."""
    return {
        name: str(value)
        for name, value in values.items()
        if name not in hidden and not name.endswith(PERSONAL_ENDINGS) and not any(w in name for w in PERSONAL_WORDS)
    }


def check_fields(given: Mapping[str, Any], *, wanted: Mapping[str, str]) -> None:
    """The fields of the law. wanted: name -> words. Raises RuleBroken("credit.fields")."""
    if missing := [words for name, words in wanted.items() if not str(given.get(name) or "").strip()]:
        raise RuleBroken("credit.fields", missing="、".join(missing))


def check_paper(*, document_no: str, file: object) -> None:
    """Raises RuleBroken("credit.paper")."""
    if not document_no.strip() or file is None:
        raise RuleBroken("credit.paper")


def flaws_of(*, who: Who, made_on: date | None, document_on: date | None, valid: tuple[Any, Any], today: date) -> str:
    """What does not fit the standard, in words; "" where all does."""
    found = []
    right = is_citizen_id(who.code) if who.kind == SubjectKind.NATURAL else is_uscc(who.code)
    if not right:
        kind = "公民身份号码" if who.kind == SubjectKind.NATURAL else "统一社会信用代码"
        found.append(f"{kind}的位数或者校验码不对")
    if made_on is None or made_on > today:
        found.append("制作或者获取日期没有写，或者在今天之后")
    if document_on is None or document_on > today:
        found.append("文书日期没有写，或者在今天之后")
    if valid[1] is not None and valid[0] is not None and valid[1] < valid[0]:
        found.append("有效期至在有效期自之前")
    return "；".join(found)


def keep_until(*, negative: bool, natural: bool, ended_on: date | None, open_ended: bool, years: int) -> date | None:
    """The last day a natural person's negative record is kept. Raises RuleBroken("credit.kept")."""
    if not (negative and natural):
        return None
    if ended_on is None:
        if not open_ended:
            raise RuleBroken("credit.kept")
        return None
    return months_on(ended_on, 12 * years)


def check_level(*, level: Level, widest: Level) -> None:
    """A record is never more public than its item. Raises RuleBroken("credit.public")."""
    if level.strictness < widest.strictness:
        raise RuleBroken("credit.public")


def check_said(*, words: str) -> None:
    """Raises RuleBroken("credit.said")."""
    if not words.strip():
        raise RuleBroken("credit.said")


def check_corrected(*, changed: bool) -> None:
    """A correction says what is right. Raises RuleBroken("credit.corrected")."""
    if not changed:
        raise RuleBroken("credit.corrected")


def check_upheld(*, words: str) -> None:
    """Raises RuleBroken("credit.upheld")."""
    if not words.strip():
        raise RuleBroken("credit.upheld")


def check_unconfirmed(*, words: str) -> None:
    """Raises RuleBroken("credit.unconfirmed")."""
    if not words.strip():
        raise RuleBroken("credit.unconfirmed")


def check_unverified(*, words: str) -> None:
    """Raises RuleBroken("credit.unverifiable")."""
    if not words.strip():
        raise RuleBroken("credit.unverifiable")


def check_repairable(*, least_on: date | None, corrected: bool, committed: bool, today: date) -> None:
    """least_on: the last day of the shortest publication; None: no term is set.

    Raises RuleBroken("credit.repairable").
    """
    problems = []
    if least_on is None or today <= least_on:
        problems.append(f"最短公示期到 {least_on}" if least_on else "没有设定公示期")
    if not corrected:
        problems.append("没有纠正失信行为、履行义务的证明")
    if not committed:
        problems.append("没有公开作出信用承诺")
    if problems:
        raise RuleBroken("credit.repairable", problem="；".join(problems) + "。")


def check_origin(origin: str, *, listed: Sequence[str]) -> None:
    """One of the four sources, or credit of society, which follows the same rules.

    Raises RuleBroken("credit.origins" | "credit.social").
    """
    if origin == Origin.SOCIAL:
        return
    if origin not in {one.value for one in Origin}:
        raise RuleBroken("credit.social")
    if origin not in listed:
        raise RuleBroken("credit.origins")
