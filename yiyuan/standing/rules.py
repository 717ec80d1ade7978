"""What an entry of a list, a look-up and a forgery must state. Pure."""

from datetime import date

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, plain_code
from yiyuan.standing.types import Consent, Ground, Subject


def check_entity(*, name: str, code: str) -> Subject:
    """A market entity. Raises RuleBroken("standing.entity")."""
    told = Subject(name.strip(), plain_code(code))
    if not told.name or not is_uscc(told.code):
        raise RuleBroken("standing.entity")
    return told


def check_subject(*, name: str, code: str) -> Subject:
    """A legal or a natural person. Raises RuleBroken("standing.subject")."""
    told = Subject(name.strip(), plain_code(code))
    if not told.name or not (is_uscc(told.code) or is_citizen_id(told.code)):
        raise RuleBroken("standing.subject")
    return told


def shown(subject: Subject) -> str:
    """Name and number for lists; of a natural person masked."""
    if is_uscc(subject.code):
        return f"{subject.name}（{subject.code}）"
    return f"{subject.name[:1]}**（{subject.code[:4]}**********{subject.code[-2:]}）"


def check_told(*, words: str) -> None:
    """Raises RuleBroken("standing.said")."""
    if not words.strip():
        raise RuleBroken("standing.said")


def check_entered(*, statement: str, decision_no: str, decided_on: date, until: date, told_on: date) -> None:
    """The subject was told before and heard; a document decides, for a time. Raises RuleBroken("standing.entered")."""
    if not statement.strip() or not decision_no.strip() or decided_on < told_on or until <= decided_on:
        raise RuleBroken("standing.entered")


def check_given(*, words: str, basis: str, due_on: date, until: date | None, today: date) -> None:
    """Raises RuleBroken("standing.measure")."""
    if not words.strip() or not basis.strip() or due_on <= today or (until is not None and until <= today):
        raise RuleBroken("standing.measure")


def check_ground(*, ground: Ground, purpose: str, law: str, consent: Consent, organ: bool) -> None:
    """organ: the account belongs to an administrative organ.

    Raises RuleBroken("standing.duty" | "standing.without_consent" | "standing.consent").
    """
    if ground is Ground.DUTY and not (organ and purpose.strip()):
        raise RuleBroken("standing.duty")
    if ground is Ground.LAW and not (law.strip() and purpose.strip()):
        raise RuleBroken("standing.without_consent")
    if ground is Ground.CONSENT and not (consent.file and consent.number.strip() and purpose.strip()):
        raise RuleBroken("standing.consent")
