"""When data may be opened. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from yiyuan.kernel.errors import RuleBroken
from yiyuan.opening.types import FOUND_WORDS, HOW_WORDS, NEVER, ConditionKind, Found, How, Measured, Rule

K, L, UNIQUE = 5, 2, 0  # where the masking standard in force says nothing: platform defaults
CONDITIONAL: Final = "conditional"
OPENED: Final = ("unconditional", CONDITIONAL)
MOST_MONTHS: Final = 24


def check_heard(*, statement: str, words: str) -> None:
    """Nobody is held to have broken an agreement unheard. Raises RuleBroken("opening.said")."""
    check_said(words=statement)
    check_said(words=words)


def check_said(*, words: str) -> None:
    """Raises RuleBroken("opening.said")."""
    if not words.strip():
        raise RuleBroken("opening.said")


def thresholds(parts: Mapping[str, Any]) -> tuple[int, int, int]:
    """k, l and rows allowed to be unique, of a masking standard; platform defaults where it says nothing."""
    return int(parts.get("k", K)), int(parts.get("l", L)), int(parts.get("unique", UNIQUE))


def check_measured(measured: Measured, *, parts: Mapping[str, Any]) -> None:
    """Raises RuleBroken("opening.k" | "opening.unique" | "opening.l")."""
    k, l, unique = thresholds(parts)  # noqa: E741 - what it is called everywhere
    if measured.k is not None and measured.k < k:
        raise RuleBroken("opening.k", least=k, k=measured.k)
    if measured.unique > unique:
        raise RuleBroken("opening.unique", most=unique, rows=measured.unique)
    if measured.l is not None and measured.l < l:
        raise RuleBroken("opening.l", least=l, l=measured.l)


def check_findings(findings: Sequence[Mapping[str, Any]], *, explained: str) -> None:
    """Identity numbers and cards never leave; what else was found leaves with an explanation.

    Raises RuleBroken("opening.found" | "opening.explained").
    """
    never = [one for one in findings if one["kind"] in NEVER]
    if never:
        said = "；".join(f"“{one['item']}”有 {one['cells']} 处{FOUND_WORDS[Found(one['kind'])]}" for one in never)
        raise RuleBroken("opening.found", found=said)
    if findings and not explained.strip():
        said = "；".join(f"“{one['item']}”有 {one['cells']} 处{FOUND_WORDS[Found(one['kind'])]}" for one in findings)
        raise RuleBroken("opening.explained", found=said)


def check_submittable(
    *,
    opening: str,
    condition: str,
    condition_kind: str,
    masked: bool,
    findings: Sequence[Mapping[str, Any]],
    explained: str,
    measured: Measured,
    parts: Mapping[str, Any],
    personal: bool,
) -> None:
    """What a prepared release must be before somebody else looks at it.

    Raises RuleBroken("opening.forbidden" | "opening.conditions" | "opening.part" | "opening.masked" | "opening.found" |
    "opening.explained" | "opening.quasi" | "opening.k" | "opening.unique" | "opening.l").
    """
    check_opened(opening=opening, condition=condition, condition_kind=condition_kind, masked=masked)
    check_findings(findings, explained=explained)
    if personal and measured.k is None:
        raise RuleBroken("opening.quasi")
    check_measured(measured, parts=parts)


def check_opened(*, opening: str, condition: str, condition_kind: str, masked: bool) -> None:
    """The catalog opens it; what is conditional has its condition and was masked by the centre."""
    if opening not in OPENED:
        raise RuleBroken("opening.forbidden", type="不予开放")
    if opening != CONDITIONAL:
        return
    if not condition.strip():
        raise RuleBroken("opening.conditions")
    if condition_kind not in set(ConditionKind):
        raise RuleBroken("opening.part")
    if not masked:
        raise RuleBroken("opening.masked")


def check_publishable(
    *,
    opening: str,
    condition: str,
    condition_kind: str,
    masked: bool,
    rule: str,
    security_reviewed: bool,
    unconsented: Sequence[str],
    standards: Collection[str],
    wanted: Mapping[str, str],
) -> None:
    """What opens must be openable on the day it is opened.

    unconsented: sources whose provider did not consent. standards: kinds in force; wanted: kinds the law names, with
    words. Raises as `check_opened`, RuleBroken("opening.security_review" | "opening.sources_consent" |
    "opening.standards").
    """
    check_opened(opening=opening, condition=condition, condition_kind=condition_kind, masked=masked)
    if rule == Rule.UNSTATED and not security_reviewed:
        raise RuleBroken("opening.security_review")
    if unconsented:
        raise RuleBroken("opening.sources_consent", sources="、".join(f"《{one}》" for one in unconsented))
    if missing := [words for kind, words in wanted.items() if kind not in standards]:
        raise RuleBroken("opening.standards", missing="、".join(missing))


def check_agreement(*, number: str, months: int, signed_on: date, today: date) -> None:
    """Raises RuleBroken("opening.agreement" | "opening.reports")."""
    if not number.strip() or signed_on > today:
        raise RuleBroken("opening.agreement")
    if not 1 <= months <= MOST_MONTHS:
        raise RuleBroken("opening.reports")


def check_treatment(*, how: str, number: int | None, data_type: str) -> None:
    """Raises RuleBroken("opening.treatment")."""
    numeric, dated = data_type in {"N", "Y", "I", "F"}, data_type in {"D", "T"}
    fits = {How.ROUND: numeric, How.SHIFT: dated, How.BUCKET: numeric or dated}.get(How(how), True)
    if not fits:
        kinds = {How.ROUND: "数值", How.SHIFT: "日期", How.BUCKET: "数值或者日期"}[How(how)]
        raise RuleBroken("opening.treatment", how=HOW_WORDS[How(how)], kinds=kinds)
    if number is not None and number < 1:
        raise RuleBroken("opening.treatment", how=HOW_WORDS[How(how)], kinds="大于零的参数")


def check_parts(parts: Mapping[str, int]) -> None:
    """Raises RuleBroken("opening.parts"): k and l below what tells nobody apart."""
    if parts.get("k", K) < 2 or parts.get("l", L) < 1 or parts.get("unique", 0) < 0:  # noqa: PLR2004 - alone is 1
        raise RuleBroken("opening.parts")
