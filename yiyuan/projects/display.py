"""Years of sharing in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from yiyuan.projects import selectors
from yiyuan.projects.models import LibraryYear, Project, ProjectAcceptance, ProjectChange, SharingYear
from yiyuan.projects.rules.money import balances
from yiyuan.projects.rules.years import sharing_of
from yiyuan.projects.types import (
    CHANGE_WORDS,
    FUND_WORDS,
    GATE_WORDS,
    MATERIAL_WORDS,
    REPORT_WORDS,
    SECTION_WORDS,
    SHARING_WORDS,
    Account,
    Changeable,
    ChangeState,
    Figures,
    Fund,
    Gate,
    MaterialKind,
    Sharing,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.regulations.api import chips, key
from yiyuan.web.components import BarPart, Chip, Light, LightKind, number

KINDS: dict[Sharing, LightKind] = {
    Sharing.NOTHING: "late",
    Sharing.NOT_GRANTED: "late",
    Sharing.NOT_USED: "soon",
    Sharing.USED: "ok",
}


def amount(fen: int) -> str:
    """Yuan with thousands and two places."""
    sign, whole = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def yuan(fen: int) -> str:
    return f"{amount(fen)} 元"


@dataclass(frozen=True, slots=True)
class YearLine:
    """A measured year, how it went, how it stands to the year before, its bar against the best year."""

    year: SharingYear
    light: Light
    trend: str
    bar: Sequence[BarPart]

    @property
    def measured(self) -> str:
        return f"{self.year.first_on} 至 {self.year.last_on}，{self.year.measured_on} 统计"


def money_lines(project: Project) -> list[dict[str, str]]:
    """What stands on the accounts of each kind of funds."""
    found = []
    for fund in Fund:
        held = selectors.postings(project, fund=fund)
        if held:
            stands = balances(held)
            amounts = {
                "allotted": -stands[Account.TREASURY],
                "paid": stands[Account.PAID],
                "left": stands[Account.BUDGET],
            }
            found.append({"fund": FUND_WORDS[fund], **{name: amount(fen) for name, fen in amounts.items()}})
    return found


def empty_sections(project: Project) -> list[str]:
    """Parts of the file that the law wants kept and nothing stands in; none before the approval."""
    if project.approved_on is None or not PROJECT.law(project)("projects.sections"):
        return []
    held = {one.section for one in project.contracts.all()}
    return [word for section, word in SECTION_WORDS.items() if section not in held]


def changed(change: ProjectChange) -> tuple[Light, str, str]:
    """How a request stands, old and new value in words."""
    kinds: dict[str, LightKind] = {"asked": "soon", "agreed": "ok", "refused": "late"}
    of_money = change.field == Changeable.AMOUNT
    old, new = (yuan(int(change.old)), yuan(int(change.new))) if of_money else (change.old, change.new)
    return Light(kinds[change.state], CHANGE_WORDS[ChangeState(change.state)]), old, new


def report_lines(acceptance: ProjectAcceptance) -> list[tuple[str, str]]:
    """The sections of a report that are filled in."""
    return [(word, acceptance.sections[name]) for name, word in REPORT_WORDS.items() if acceptance.sections.get(name)]


def unfiled(project: Project) -> list[str]:
    """After the acceptance: what the law wants filed and is not."""
    if project.accepted_on is None or project.is_registered:
        return []
    held = {one.kind for one in project.materials.all()}
    wanted = PROJECT.law(project)("projects.final_payment")
    return [MATERIAL_WORDS[MaterialKind(one)] for one in wanted if one not in held]


def candidate_words(last: LibraryYear) -> str:
    """That a project waits for the funds of the next year, its review standing."""
    return f"{last.year + 1} 年度备选，审查结果不变，不再重复审核（连续 {last.unfunded} 年没有安排资金）"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, as a gate's page and its API show it."""

    key: str
    title: str
    holds: bool
    fact: str
    chips: Sequence[Chip]
    requirements: Sequence[str]


@dataclass(frozen=True, slots=True)
class Question:
    gate: Gate
    words: str
    holds: bool
    lines: Sequence[Line]


def questions(project: Project) -> list[Question]:
    """Every question with what each rule says to it, by the law that judges the project."""
    law, said = PROJECT.law(project), selectors.gates_of(project)
    found = []
    for gate in Gate:
        lines = []
        for one in (one for one in said if one.gate == gate):
            value = law.resolved(one.key)
            lines.append(Line(one.key, key(one.key).title, one.holds, one.fact, chips(value), value.cite))
        found.append(Question(gate, GATE_WORDS[gate], all(one.holds for one in lines), lines))
    return found


def last_year(project: Project) -> SharingYear | None:
    """The last year that was measured."""
    return next(iter(list(project.years.all())[::-1]), None)


def light_of(project: Project) -> Light:
    """How the last measured year went, in words."""
    if project.accepted_on is None:
        return Light("none", "验收后每年统计")
    found = last_year(project)
    if found is None:
        return Light("none", "年度结束后统计")
    words = {"year": found.year, "how": SHARING_WORDS[found.sharing]}
    return Light(KINDS[found.sharing], "{year} 年{how}".format(**words))


def trend_words(years: Sequence[SharingYear]) -> str:
    """The last year's uses against the year before."""
    return _trend(years[-1], years[-2]) if len(years) > 1 else "—"


def _trend(year: SharingYear, before: SharingYear | None) -> str:
    if before is None:
        return "第一年"
    change = year.deliveries - before.deliveries
    if not change:
        return "取用次数持平"
    return ("取用多 %(n)s 次" if change > 0 else "取用少 %(n)s 次") % {"n": number(abs(change))}


def year_lines(years: Sequence[SharingYear]) -> list[YearLine]:
    """Newest first."""
    most = max((year.deliveries for year in years), default=0)
    lines = [
        YearLine(
            year,
            Light(KINDS[year.sharing], SHARING_WORDS[year.sharing]),
            _trend(year, years[at - 1] if at else None),
            [
                BarPart("取用", year.deliveries, "a"),
                BarPart("比最多的一年少", most - year.deliveries, "o"),
            ]
            if most
            else (),
        )
        for at, year in enumerate(years)
    ]
    return lines[::-1]


def now_line(figures: Figures | None) -> str:
    """The year so far, in one sentence; empty before acceptance."""
    if figures is None:
        return ""
    said = {
        "catalogued": number(figures.catalogued),
        "granted": number(figures.granted),
        "consumers": number(figures.consumers),
        "deliveries": number(figures.deliveries),
    }
    if sharing_of(figures) in {Sharing.NOTHING, Sharing.NOT_GRANTED}:
        return "到今天还没有共享：编入目录 {catalogued} 项，授权共享 {granted} 项。".format(**said)
    if not figures.deliveries:
        return "到今天，编入目录 {catalogued} 项，授权共享 {granted} 项，还没有部门取用。".format(**said)
    return "到今天，编入目录 {catalogued} 项，授权共享 {granted} 项，{consumers} 个部门取用 {deliveries} 次。".format(
        **said
    )
