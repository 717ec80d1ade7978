"""How applications and grants look: lights, facts, masks in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from yiyuan.catalog.types import ITEM_CLASS_WORDS, ItemClass, ItemInfo, ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken, YiyuanError
from yiyuan.regulations.api import explain, key
from yiyuan.sharing import selectors
from yiyuan.sharing.models import Application, ChainStep, Grant, Seen
from yiyuan.sharing.rules import MASKS, narrowed
from yiyuan.sharing.types import GRANT_WORDS, OPERATOR_WORDS, STATE_WORDS, Condition, GrantState, Scope, State
from yiyuan.web.components import Light, LightKind, Step, long_day

MASK_WORDS: dict[str, str] = {
    "": "不脱敏",
    "name": "只留姓",
    "citizen_id": "留前 6 后 4",
    "mobile": "留前 3 后 4",
    "address": "只到区县",
    "bank_card": "留后 4",
    "email": "留首字和域名",
    "birth": "只到年份",
    "generic": "只留首字",
}
STATE_LIGHTS: dict[State, LightKind] = {
    State.DRAFT: "none",
    State.SENT: "run",
    State.RETURNED: "half",
    State.FORWARDED: "half",
    State.GRANTED: "ok",
    State.REFUSED: "end",
    State.NEGOTIATING: "half",
    State.COORDINATING: "half",
    State.COORDINATED: "run",
    State.WITHDRAWN: "end",
}
GRANT_LIGHTS: dict[GrantState, LightKind] = {
    GrantState.OPEN: "run",
    GrantState.IN_USE: "ok",
    GrantState.UNUSED: "soon",
    GrantState.SUSPENDED: "half",
    GrantState.LAPSED: "end",
    GrantState.RENEWED: "end",
    GrantState.REVOKED: "end",
    GrantState.EXPIRED: "end",
    GrantState.GIVEN_BACK: "end",
}


def state_light(application: Application) -> Light:
    state = State(application.state)
    words = "部分同意" if state is State.GRANTED and application.partly else STATE_WORDS[state]
    return Light(STATE_LIGHTS[state], words)


def grant_light(grant: Grant) -> Light:
    state = GrantState(grant.state)
    return Light(GRANT_LIGHTS[state], GRANT_WORDS[state])


def methods_in_words(methods: list[str]) -> str:
    words = key("sharing.methods").values
    return "、".join(words.get(method, method) for method in methods)


def kinds_in_words(kinds: list[str]) -> str:
    words = key("sharing.use_kinds").values
    return "、".join(words.get(kind, kind) for kind in kinds)


def rows_in_words(rows: frozenset[Condition], resource: ResourceInfo) -> str:
    """Conditions as a sentence."""
    names: dict[int, str] = {item.id: item.name for item in resource.items}
    said = [f"{names.get(r.item_id, '?')}{OPERATOR_WORDS[r.operator]}“{r.value}”" for r in rows]
    return "；".join(sorted(said)) or "不限"


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of an answered application: what was asked for, what was granted, whether that is less."""

    label: str
    asked: str
    granted: str
    light: Light
    note: str = ""  # what is missing


def compared(application: Application, resource: ResourceInfo) -> list[Compared]:
    """What was granted beside what was asked for, as on the day of the answer; nothing where nothing was granted."""
    granted = selectors.granted_of(application)
    if granted is None:
        return []
    asked = selectors.scope_of(application)
    assert asked.until_on is not None
    assert granted.until_on is not None
    less = narrowed(asked=asked, granted=granted)
    words = key("sharing.methods").values
    refused = [item.name for item in resource.items if item.id in asked.fields - granted.fields]
    closed = [words.get(method, method) for method in sorted(asked.methods - granted.methods)]
    lines = [
        (
            "fields",
            "信息项",
            _items(asked, resource),
            _items(granted, resource, selectors.masks_of(application)),
            refused,
        ),
        ("rows", "行条件", rows_in_words(asked.rows, resource), rows_in_words(granted.rows, resource), []),
        (
            "methods",
            "共享方式",
            methods_in_words(sorted(asked.methods)),
            methods_in_words(sorted(granted.methods)),
            closed,
        ),
        ("purpose", "使用用途", application.purpose, application.purpose, []),
        ("until_on", "使用至", long_day(asked.until_on), long_day(granted.until_on), []),
        ("limits", "用量", limits_in_words(asked), limits_in_words(granted), []),
    ]
    return [
        Compared(
            label,
            before or "没有写明",
            after or "没有写明",
            Light("half", "缩小") if part in less else Light("none", "相同"),
            f"未给：{'、'.join(missing)}" if missing else "",
        )
        for part, label, before, after, missing in lines
    ]


def _items(scope: Scope, resource: ResourceInfo, masks: Mapping[int, str] = {}) -> str:
    """How many items and which, each with its mask."""
    chosen = [item for item in resource.items if item.id in scope.fields]
    named = [f"{i.name}（脱敏：{MASK_WORDS[masks[i.id]]}）" if i.id in masks else i.name for i in chosen]
    return f"{len(chosen)} 项：{'、'.join(named)}"


def limits_in_words(limits: Scope | Grant) -> str:
    """How much may be taken a day."""
    calls = f"每日 {limits.daily_calls} 次" if limits.daily_calls is not None else ""
    rows = f"每日 {limits.daily_rows} 行" if limits.daily_rows is not None else ""
    return "，".join(filter(None, [calls, rows])) or "不限"


def item_words(item: ItemInfo) -> str:
    return ITEM_CLASS_WORDS[ItemClass(item.item_class)]


def mask_of(item: ItemInfo) -> str:
    """How an item is masked unless the decider gives it as it is."""
    return MASK_WORDS[MASKS.get(item.item_class, "")]


def hands(application: Application, order: list[tuple[ChainStep, Seen | None]]) -> list[Step]:
    """The department's own order as a line: signed, whose turn, to come, and the head at its end."""
    if not order or not application.waits_for_answer:
        return []
    made, turn = [], True
    for step, seen in order:
        if seen:
            made.append(Step(f"{step.title} {seen.person_name}", notes=[seen.opinion, str(seen.seen_on)]))
        else:
            made.append(Step(f"{step.title} {step.person_name}", state="now" if turn else "todo"))
            turn = False
    made.append(Step("负责人决定", state="now" if turn else "todo"))
    return made


def why_not(error: YiyuanError, *, actor: Actor) -> str:
    """Why one of several could not be done."""
    if isinstance(error, RuleBroken):
        return explain(error, region=actor.region_code, on=clock.today()).sentence
    return "现在不能答复。"
