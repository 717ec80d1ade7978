"""What the law pages show, prepared: nothing here writes or decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from yiyuan.regulations import engine, profiles, sentences, texts, trace
from yiyuan.regulations.keys import AREAS, KEYS, LAW_KEYS
from yiyuan.regulations.types import Link, LinkState, Merge, Regulation, Resolved, Value
from yiyuan.web.components import Chip, Light, LightKind, TimeRow, TimeSpan

MERGE_WORDS = {
    Merge.STRICTEST: "取最严。下级更宽的值保留，标为被覆盖",
    Merge.UNION: "相加。各级要求都要满足",
    Merge.REPLACE: "下级另有规定的从下级；上级没有规定不影响下级",
    Merge.DELEGATED: "上级授权下级规定",
}
AREA_WORDS: dict[str, str] = {
    "project": "项目",
    "security": "安全",
    "sharing": "共享",
    "catalog": "目录",
    "supervision": "监督",
    "organisation": "组织",
    "collection": "采集",
    "license": "证照",
    "credit": "信用",
    "platform": "平台",
    "dispute": "复核与协调",
    "exchange": "交换",
    "opening": "开放",
    "service": "服务",
    "base-library": "基础库",
    "federation": "级联",
    "pool": "资源池",
}
SOFTWARE_WORDS = {
    "enforces": "平台自己把关：不符合的不受理、作提示，或由平台计算",
    "supports": "平台提供功能，由人办理",
    "records": "平台留存依据",
    "none": "不靠软件实现",
}
PROOF_LIGHTS: dict[trace.Proof, LightKind] = {
    trace.Proof.PROVED: "ok",
    trace.Proof.FOR_ITS_PERIOD: "half",
    trace.Proof.OVERRIDDEN: "end",
    trace.Proof.OPEN: "none",
    trace.Proof.NOTHING: "none",
    trace.Proof.DRAFT_IMPLEMENTED: "half",
    trace.Proof.DRAFT_SUPERSEDED: "end",
    trace.Proof.DRAFT: "none",
}
PROVED = (trace.Proof.PROVED, trace.Proof.FOR_ITS_PERIOD, trace.Proof.DRAFT_IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class RegulationRow:
    regulation: Regulation
    status: Light
    articles: int
    requirements: int
    proved: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key of a profile: its title, value, articles, and whether lower values were overridden."""

    title: str
    href: str
    value: str
    chips: list[Chip]
    note: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    title: str
    rows: list[KeyRow]


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One jurisdiction's link; `css` and `value_css` follow the component `y-chain`."""

    title: str
    since: date | None
    value: str
    chips: list[Chip]
    light: Light
    after: str
    why: str
    css: str
    value_css: str


@dataclass(frozen=True, slots=True)
class Timeline:
    rows: list[TimeRow]
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class ProofRow:
    requirement_id: str
    href: str
    accept: str
    tests: tuple[str, ...]
    light: Light


def status_light(status: str) -> Light:
    """The status of a text: issued never means in force."""
    kinds: dict[str, LightKind] = {"issued": "none", "draft": "none", "repealed": "end", "unverified": "soon"}
    return Light(kinds.get(status, "none"), texts.STATUS_WORDS.get(status, status))


def regulation_rows() -> list[RegulationRow]:
    """Every text: issued ones first, then drafts."""
    proofs = {row.requirement.id: row.proof for row in trace.traced()}
    rows = []
    for regulation in sorted(texts.regulations().values(), key=lambda one: (one.status != "issued", one.region)):
        states = [proofs[requirement.id] for requirement in regulation.requirements]
        rows.append(
            RegulationRow(
                regulation=regulation,
                status=status_light(regulation.status),
                articles=len(regulation.articles),
                requirements=len(states),
                proved=sum(state in PROVED for state in states),
            )
        )
    return rows


def key_groups(region: str, on: date) -> list[KeyGroup]:
    """All rule keys of a region on a day, by area."""
    groups = []
    for title, keys in groupby(LAW_KEYS.values(), key=lambda key: AREAS[key.area]):
        groups.append(KeyGroup(title, [_key_row(engine.resolve(key.name, region=region, on=on)) for key in keys]))
    return groups


def _key_row(resolved: Resolved) -> KeyRow:
    key = KEYS[resolved.key]
    overridden = [link for link in resolved.chain if link.state is LinkState.OVERRIDDEN]
    notes = [
        ("%(title)s的%(value)s被覆盖" if key.merge is Merge.STRICTEST else "%(title)s另有规定（%(value)s），从下级")
        % {"title": link.title, "value": sentences.words_of(key.name, link.value)}
        for link in overridden
    ]
    return KeyRow(
        title=key.title,
        href=sentences.chain_href(resolved),
        value=sentences.words_of(key.name, resolved.value),
        chips=sentences.chips(resolved),
        note="；".join(notes) or key.note,
    )


def chain_rows(resolved: Resolved) -> list[ChainRow]:
    """The chain of a value, uppermost jurisdiction first."""
    return [_chain_row(resolved, link) for link in resolved.chain]


def _chain_row(resolved: Resolved, link: Link) -> ChainRow:
    strictest = KEYS[resolved.key].merge is Merge.STRICTEST
    lights: dict[LinkState, tuple[LightKind, str]] = {
        LinkState.WINS: ("ok", "采用"),
        LinkState.OVERRIDDEN: ("end", "被覆盖" if strictest else "从下级"),
        LinkState.SILENT: ("none", "没有规定"),
        LinkState.TRIAL: ("half", "试行"),
        LinkState.ASIDE: ("none", "试行，不采用"),
        LinkState.DRAFT: ("none", "送审稿"),
        LinkState.UNVERIFIED: ("soon", "待核对"),
        LinkState.DEFAULT: ("ok", "采用平台默认"),
    }
    value_css = {
        LinkState.OVERRIDDEN: "gone",
        LinkState.ASIDE: "gone",
        LinkState.SILENT: "open",
        LinkState.UNVERIFIED: "open",
    }
    since = link.overridden_on if strictest else None
    after = f"，自 {since}" if since else ""
    why = link.why
    if since:
        value = sentences.words_of(resolved.key, link.value)
        why = f"{why}。此前起算的仍按 {value}"
    wins = link.state in (LinkState.WINS, LinkState.TRIAL, LinkState.DEFAULT)
    return ChainRow(
        title=link.title,
        since=link.since,
        value=_value_words(resolved, link),
        chips=_link_chips(resolved, link),
        light=Light(*lights[link.state]),
        after=after,
        why=why,
        css="win" if wins else "",
        value_css=value_css.get(link.state, ""),
    )


def _value_words(resolved: Resolved, link: Link) -> str:
    if link.state is LinkState.SILENT:
        return "未写"
    return sentences.words_of(resolved.key, link.value)


def _link_chips(resolved: Resolved, link: Link) -> list[Chip]:
    if link.state is LinkState.DEFAULT:
        return [sentences.default_chip(resolved)]
    if link.state is LinkState.UNVERIFIED:
        return [Chip(short_of(link), kind="open", title=link.why)]
    return sentences.cited(link)


def short_of(link: Link) -> str:
    """The short name of the text behind a link without citations."""
    found = next((profile for profile in profiles.profiles() if profile.version == link.profile), None)
    return found.short or found.source or found.title if found else link.title


def timeline(name: str, region: str, today: date) -> Timeline | None:
    """What held when: a bar per jurisdiction and one for what applied; None if nothing ever turned."""
    days = engine.turning_days(region)
    if not days:
        return None
    start = date(days[0].year, 1, 1)
    end = date(max(today, days[-1]).year, 12, 31)
    resolved = [engine.resolve(name, region=region, on=day) for day in days]
    titles = list(dict.fromkeys(link.title for one in reversed(resolved) for link in one.chain if link.since))
    rows = [TimeRow(title, _spans(title, resolved, days)) for title in titles]
    rows = [row for row in rows if row.spans]
    applied = [(sentences.words_of(name, one.value), day) for one, day in zip(resolved, days, strict=True)]
    rows.append(TimeRow("实际适用", _applied(applied), strong=True))
    return Timeline(rows, start, end)


def _spans(title: str, resolved: Sequence[Resolved], days: Sequence[date]) -> list[TimeSpan]:
    kinds = {
        LinkState.WINS: "now",
        LinkState.TRIAL: "now",
        LinkState.OVERRIDDEN: "gone",
        LinkState.UNVERIFIED: "open",
    }
    runs: list[tuple[LinkState, Value, date, date | None]] = []
    for position, one in enumerate(resolved):
        link = next((link for link in one.chain if link.title == title), None)
        if link is None or link.state not in kinds:
            continue
        end = days[position + 1] - timedelta(days=1) if position + 1 < len(days) else None
        if runs and runs[-1][:2] == (link.state, link.value):
            runs[-1] = (*runs[-1][:3], end)
        else:
            runs.append((link.state, link.value, days[position], end))
    spans = []
    for state, value, start, end in runs:
        words = sentences.words_of(resolved[0].key, value)
        if state is LinkState.OVERRIDDEN:
            words = f"{words}，被覆盖"
        if state is LinkState.UNVERIFIED:
            words = f"{words}，待核对"
        was = state is LinkState.WINS and end is not None
        spans.append(TimeSpan(words, start, end, "was" if was else kinds[state]))  # type: ignore[arg-type]  # a literal
    return spans


def _applied(applied: Sequence[tuple[str, date]]) -> list[TimeSpan]:
    runs: list[tuple[str, date]] = []
    for words, day in applied:
        if not runs or runs[-1][0] != words:
            runs.append((words, day))
    spans = []
    for position, (words, day) in enumerate(runs):
        end = runs[position + 1][1] - timedelta(days=1) if position + 1 < len(runs) else None
        spans.append(TimeSpan(words, day, end, "now" if end is None else "was"))
    return spans


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule as a draft wrote it and as it stands in force."""

    title: str
    href: str
    draft: str
    draft_chips: list[Chip]
    value: str
    chips: list[Chip]
    same: bool


def draft_differences(region: str, on: date) -> list[tuple[str, list[Difference]]]:
    """Each draft for the region, titled, with every rule it writes beside the law in force on the day."""
    return [
        (
            draft.title,
            [
                _difference(name, draft.bindings[name].value, draft.bindings[name].cite, region=region, on=on)
                for name in LAW_KEYS
                if name in draft.bindings and draft.bindings[name].value is not None
            ],
        )
        for draft in engine.drafts(region)
    ]


def _difference(name: str, value: Value, cite: tuple[str, ...], *, region: str, on: date) -> Difference:
    resolved = engine.resolve(name, region=region, on=on)
    return Difference(
        title=KEYS[name].title,
        href=sentences.chain_href(resolved),
        draft=sentences.words_of(name, value),
        draft_chips=sentences.chips_of(cite),
        value=sentences.words_of(name, resolved.value),
        chips=sentences.chips(resolved),
        same=value == resolved.value,
    )


def proof_rows(requirement_ids: Sequence[str]) -> list[ProofRow]:
    """Which tests prove these requirements."""
    known = {row.requirement.id: row for row in trace.traced()}
    return [_proof_row(known[requirement_id]) for requirement_id in requirement_ids if requirement_id in known]


def _proof_row(row: trace.Traced) -> ProofRow:
    requirement = row.requirement
    return ProofRow(
        requirement_id=requirement.id,
        href=texts.article_href(requirement.regulation_id, requirement.article),
        accept=requirement.text,
        tests=tuple(test.rpartition("::")[2] for test in row.tests),
        light=proof_light(row.proof),
    )


def proof_light(proof: trace.Proof) -> Light:
    """The state of a proof with its words."""
    return Light(PROOF_LIGHTS[proof], trace.PROOF_WORDS[proof])
