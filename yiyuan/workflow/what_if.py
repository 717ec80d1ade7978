"""What the law of a region would ask: who decides, by when, under which articles. Answers, decides nothing."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.terms import Term as Length
from yiyuan.regulations.api import chain_href, change_clocks, chips, key, resolve, words
from yiyuan.regulations.types import Resolved
from yiyuan.web.components import Chip
from yiyuan.workdays.api import due

CLOCK_STARTS = {"cause": "自变更之日", "updated": "自更新完成之日", "received": "自收到之日"}
CLOCK_BODIES = {"provider": "提供部门", "bureau": "数据主管部门"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing the law says: a value in words, for a term the last day, the articles and the page of its chain."""

    title: str
    value: str
    due_on: date | None
    provisional: bool
    chips: list[Chip]
    href: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an officer, with the answers in the order they come up."""

    title: str
    answers: list[Answer]


def answers(*, region: str, on: date, sharing_type: str) -> list[Question]:
    """Applying for a resource of a type, being refused, changing the catalog: for a matter that begins on a day."""
    return [
        Question("申请这项资源", _apply(region, on, sharing_type)),
        Question("被拒绝之后", _refused(region, on)),
        Question("目录需要变更", _change(region, on)),
    ]


def _apply(region: str, on: date, sharing_type: str) -> list[Answer]:
    def ask(*names: str) -> list[Answer]:
        return [_answer(resolve(name, region=region, on=on), on) for name in names]

    if sharing_type == "unconditional":
        return ask("sharing.unconditional_grant", "sharing.subscription", "sharing.methods")
    decided = ("sharing.purpose", "sharing.decider", "sharing.reply", "sharing.return_materials")
    refusal = ("sharing.refusal", "sharing.refusal_basis_levels", "sharing.late_answer", "sharing.delivery")
    if sharing_type == "conditional":
        return ask(*decided, *refusal)
    route = resolve("sharing.not_shared_route", region=region, on=on)
    found = [_answer(route, on)]
    if route.choice == "negotiate":
        return found + ask("sharing.negotiation.term", "sharing.coordinator", "sharing.coordination.term")
    if route.choice in {"apply", "bureau"}:
        return found + ask(*decided, *refusal)
    return found


def _refused(region: str, on: date) -> list[Answer]:
    route = resolve("sharing.refused_route", region=region, on=on)
    found = [_answer(route, on)]
    if route.choice == "negotiate":
        names = ("sharing.negotiation.term", "sharing.coordinator", "sharing.coordination.term")
        found += [_answer(resolve(name, region=region, on=on), on) for name in names]
    return found


def _change(region: str, on: date) -> list[Answer]:
    """Each clock; one that starts when another ended is counted from that one's last day."""
    found: list[Answer] = []
    last = on
    for clock in change_clocks(region, on):
        start = on if clock.starts == "cause" else last
        made = _answer(clock.resolved, start)
        title = f"{CLOCK_BODIES[clock.who]}：{made.title.removeprefix('目录变更：')}（{CLOCK_STARTS[clock.starts]}起）"
        found.append(Answer(title, made.value, made.due_on, made.provisional, made.chips, made.href))
        last = made.due_on or last
    return [*found, _answer(resolve("catalog.change.exception", region=region, on=on), on)]


def _answer(resolved: Resolved, start: date) -> Answer:
    end = due(resolved.value, start) if isinstance(resolved.value, Length) else None
    return Answer(
        title=key(resolved.key).title,
        value=words(resolved),
        due_on=end.on if end else None,
        provisional=bool(end and end.provisional),
        chips=chips(resolved),
        href=chain_href(resolved),
    )
