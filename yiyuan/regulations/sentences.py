"""Chinese words for what the engine decides: values, articles, refusals."""

from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Count, Share, Term, Yearly
from yiyuan.regulations import engine, texts
from yiyuan.regulations.keys import KEYS, VOCABULARY
from yiyuan.regulations.texts import LAW_ROOT
from yiyuan.regulations.types import Key, Kind, Link, LinkState, Refusal, Resolved, Value
from yiyuan.web.components import Chip, ChipKind


def words_of(name: str, value: Value) -> str:
    """A value in words; what an empty or missing value means depends on its type."""
    match value:
        case None:
            return "不设"
        case Term() if KEYS[name].kind is Kind.EARLIEST:
            return f"满 {value} 之后"
        case Term() | Yearly() | Count() | Share():
            return str(value)
        case bool():
            return "是" if value else "否"
        case tuple():
            return "、".join(KEYS[name].values.get(item, item) for item in value) or "没有要求"
        case str():
            return KEYS[name].values.get(value, value)


def chips(resolved: Resolved) -> list[Chip]:
    """One chip per article; 平台默认 for a default; 上位法待核对 where an unverified upper text speaks too.

    An article that a city only tries is grey and says so; one that says the thing but not the value says that too.
    """
    found = [_tried(chip) for chip in chips_of(resolved.cite)] if resolved.trial else cited(resolved)
    if resolved.is_default:
        found.append(default_chip(resolved))
    if resolved.unverified:
        found.append(unverified_chip(resolved))
    return found


def cited(law: Resolved | Link) -> list[Chip]:
    """One chip per article of a value; 平台细化 where the article says the thing and the platform the value."""
    plain = chips_of([cite for cite in law.cite if cite not in law.detail])
    known = {chip.href for chip in plain}
    return plain + [_detailed(chip) for chip in chips_of(law.detail) if chip.href not in known]


def _detailed(chip: Chip) -> Chip:
    title = f"{chip.title}。条文没有写到这一步，由平台细化"
    return Chip(f"{chip.text}，平台细化", href=chip.href, kind="detail", title=title)


def chips_of(requirement_ids: Sequence[str]) -> list[Chip]:
    """One chip per article of these requirements, in their order."""
    by_href: dict[str, Chip] = {}
    for requirement_id in requirement_ids:
        citation = texts.citation(requirement_id)
        kind: ChipKind = "gone" if citation.status in ("draft", "repealed") else "law"
        by_href.setdefault(citation.href, Chip(citation.short, href=citation.href, kind=kind, title=citation.title))
    return list(by_href.values())


def _tried(chip: Chip) -> Chip:
    return Chip(f"试行：{chip.text}", href=chip.href, kind="trial", title=chip.title)


def default_chip(resolved: Resolved) -> Chip:
    """Dashed grey: the platform's own value, with its number where it is one."""
    if own := KEYS[resolved.key].own:
        return Chip(own, kind="default", title="平台自己的规则，不出自所收录的规定")
    if resolved.value is None:
        return Chip("无法定期限", href=chain_href(resolved), kind="default", title="条文没有规定，平台也不设")
    value = f" {resolved.value}" if isinstance(resolved.value, Term | Share) else ""
    title = "条文没有规定，由平台默认值补足"
    return Chip("平台默认" + value, href=chain_href(resolved), kind="default", title=title)


def unverified_chip(resolved: Resolved) -> Chip:
    """Dashed amber: an upper text whose effect on this value nobody has checked."""
    upper = next(link for link in resolved.chain if link.state is LinkState.UNVERIFIED)
    title = f"{upper.title}的规定尚未逐条核对，本值不以它为依据"
    return Chip("上位法待核对", href=chain_href(resolved), kind="open", title=title)


def chain_href(resolved: Resolved) -> str:
    """The page that shows how a value came about."""
    return f"{LAW_ROOT}keys/{resolved.key}?region={resolved.region}&on={resolved.on.isoformat()}"


def explain(error: RuleBroken, *, region: str, on: date) -> Refusal:
    """The sentence of a broken rule and the articles behind it.

    A rule nobody declared is a mistake of ours; the reader still gets a sentence.
    """
    declared = KEYS.get(error.rule)
    if declared is None:
        return Refusal(f"不符合规则 {error.rule}。", [])
    resolved = engine.resolve(declared.name, region=region, on=on)
    behind = [engine.resolve(key, region=region, on=on) for key in _rests_on(declared, error.facts)]
    facts = {name: fact_words(declared, name, value) for name, value in error.facts.items()}
    facts["value"] = words_of(declared.name, resolved.value)
    if behind:
        facts.setdefault("allowed", words_of(behind[0].key, behind[0].value))
    return Refusal(_sentence(declared, facts), _merge_chips([*behind, resolved]))


def fact_words(declared: Key, name: str, value: Any) -> str:  # facts are whatever the error carries
    """A fact as it reads in a sentence: codes by their Chinese names, lists joined, dates as they are."""
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return "、".join(fact_words(declared, name, item) for item in items)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    vocabulary = VOCABULARY.get(name, {})
    return vocabulary.get(text) or declared.values.get(text) or text


def _sentence(declared: Key, facts: Mapping[str, str]) -> str:
    for template in declared.broken:
        needed = {field for _literal, field, _spec, _conversion in Formatter().parse(template) if field}
        if all(facts.get(field) for field in needed):
            return template.format_map(facts)
    return f"不符合规定：{declared.title}。"


def _rests_on(declared: Key, facts: Mapping[str, Any]) -> list[str]:  # facts are whatever the error carries
    named = []
    for pattern in declared.rests_on:
        try:
            name = pattern.format_map(facts)
        except KeyError:
            continue  # the error does not say which; the key's own articles remain
        if name in KEYS:
            named.append(name)
    return named


def _once(chips: list[Chip]) -> list[Chip]:
    """Each article once; one that says it plainly somewhere is plain."""
    by_href: dict[str, Chip] = {}
    for chip in sorted(chips, key=lambda chip: chip.kind == "detail"):
        by_href.setdefault(chip.href, chip)
    return list(by_href.values())


def _merge_chips(values: list[Resolved]) -> list[Chip]:
    """Articles of all values; the default is shown only if no article stands behind any of them."""
    law = _once([chip for value in values if not value.trial for chip in cited(value)])
    law += [_tried(chip) for value in values if value.trial for chip in chips_of(value.cite)]
    if not law:
        law = [default_chip(values[-1])]
    if waiting := next((value for value in values if value.unverified), None):
        law.append(unverified_chip(waiting))
    return law
