"""What the law decides of a recheck. Pure."""

import re
from datetime import date
from typing import TYPE_CHECKING

from yiyuan.disputes.types import Channel, Conclusion, Effect, Filer, Said
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import plain_code

if TYPE_CHECKING:
    from yiyuan.workflow.api import Law

APPROVER_OF = {"provider": ("provider_head", "provider_principal"), "operator": ("operator_head",)}

NUMBER = re.compile("JH(?P<year>[0-9]{4})(?P<id>[0-9]{6,12})")


def id_in(text: str) -> tuple[int, int] | None:
    """Year and id of the recheck whose number this is; None for anything else."""
    found = NUMBER.fullmatch(plain_code(text))
    return (int(found["year"]), int(found["id"])) if found else None


def check_filing(*, law: "Law", filer: Filer, channel: Channel, said: Said) -> None:
    """Who files, by which channel, and that something is said."""
    if filer.value not in law("disputes.filers"):
        raise RuleBroken("disputes.filers", who=filer.value)
    if channel.value not in law("disputes.channels"):
        raise RuleBroken("disputes.channels", channel=channel.value)
    if not said.detail.strip() and not said.should_be.strip():
        raise RuleBroken("disputes.said")


def check_answered(*, answer: str) -> None:
    """An answer says what was checked."""
    if not answer.strip():
        raise RuleBroken("disputes.answer")


def check_corrected(*, answer: str, resource: str, copied: bool, loaded: bool) -> None:
    """A correction is made at the source: where the platform has a copy, by a batch loaded since the request came.

    copied: the platform has a standing copy of the resource. loaded: the batch named is such a batch.
    """
    check_answered(answer=answer)
    if not resource or (copied and not loaded):
        raise RuleBroken("disputes.correction", **({"resource": resource} if resource else {}))


def check_extension(*, law: "Law", days: int, reason: str, today: date, due_on: date | None) -> None:
    """What is asked for: a reason, at most the days of the law, before the term has run out."""
    if not reason.strip():
        raise RuleBroken("disputes.extension_reason")
    if days < 1 or days > law("disputes.extension").amount:
        raise RuleBroken("disputes.extension", days=days)
    if due_on is not None and today > due_on:
        raise RuleBroken("disputes.extension")


def check_approval(*, law: "Law", approver: str, principal: bool, today: date, due_on: date | None) -> None:
    """By a head the law names, before the term has run out.

    approver: provider or operator. principal: the actor is the provider's first responsible person, in person.
    """
    allowed = set(law("disputes.extension_approvers"))
    named = allowed & set(APPROVER_OF[approver])
    if not named or (named == {"provider_principal"} and not principal):
        raise RuleBroken("disputes.extension_approvers")
    if due_on is not None and today > due_on:
        raise RuleBroken("disputes.extension")


def check_organised(*, organised: str) -> None:
    if not organised.strip():
        raise RuleBroken("disputes.organised")


def check_acknowledged(*, effect: str, handled: str) -> None:
    """Who handled cases with the wrong value says what came of them."""
    if effect == Effect.REHANDLED and not handled.strip():
        raise RuleBroken("disputes.rehandled")


def check_escalated(*, because: str) -> None:
    """The bureau is told where the two differ."""
    if not because.strip():
        raise RuleBroken("disputes.escalated")


def check_concluded(*, concluded: Conclusion) -> None:
    """Coordination is a meeting on record: who took part, what they came to."""
    if not concluded.participants.strip() or not concluded.conclusion.strip():
        raise RuleBroken("disputes.concluded")


def check_dropped(*, why: str) -> None:
    """Why the two do not differ."""
    if not why.strip():
        raise RuleBroken("disputes.dropped")


def record_of(values: dict[str, str], keys: list[str]) -> str:
    """The words by which a provider finds a record: its key items, else all that identifies."""
    return "；".join(values[name] for name in keys if values.get(name))
