"""What crosses the border of holders, and the words of its states and kinds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class HolderTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    ASKED = "holders.grant.asked"
    LOGGED_IN = "holders.holder.logged_in"
    SHOWN = "holders.licence.shown"
    CONSENTED = "holders.consent.given"
    CONSENT_ENDED = "holders.consent.ended"
    MANDATED = "holders.mandate.given"
    REFUSED_LICENCE = "holders.refusal.reported"
    LINKED = "holders.copy.linked"
    FETCHED = "holders.copy.fetched"
    MATCHED = "holders.licence.matched"
    RESOLVED = "holders.code.resolved"


class GrantState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    EXPIRED = "expired"


GRANT_WORDS = {
    GrantState.ASKED: "待答复",
    GrantState.GRANTED: "已授权",
    GrantState.REFUSED: "不予授权",
    GrantState.WITHDRAWN: "已撤回",
    GrantState.ENDED: "已终止",
    GrantState.EXPIRED: "已到期",
}


class Ground(StrEnum):
    """Why an organisation uses licences: its duty or public service, or business with the holder's consent."""

    DUTY = "duty"
    SOCIAL = "social"


GROUND_WORDS = {Ground.DUTY: "履行职责、提供公共服务", Ground.SOCIAL: "社会经济活动（须持证主体同意）"}


class MandateKind(StrEnum):
    AGENT = "agent"
    OFFICER = "officer"
    GUARDIAN = "guardian"


MANDATE_WORDS = {MandateKind.AGENT: "代办人", MandateKind.OFFICER: "单位经办人", MandateKind.GUARDIAN: "监护人"}


class MandateState(StrEnum):
    ASKED = "asked"
    STANDING = "standing"
    REFUSED = "refused"
    ENDED = "ended"


MANDATE_STATE_WORDS = {
    MandateState.ASKED: "待核实",
    MandateState.STANDING: "有效",
    MandateState.REFUSED: "没有核实",
    MandateState.ENDED: "已结束",
}

PERSON: Final = "person"
BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who has shown to be whom. how: the adapter that says so."""

    name: str
    code: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a grant is asked for. items: personal items to be read whole. until: last day, inclusive."""

    resource_id: int
    ground: Ground
    actions: tuple[str, ...]
    items: tuple[str, ...]
    purpose: str
    basis: str
    until: date


class Operation(StrEnum):
    """Operations of the shared interface, named as in the practice of GB/T 36906."""

    QUERY = "queryCertInfo"
    BY_HOLDER = "queryCertInfoByHolderCode"
    MATCH = "verifyCertInfo"
    FILE = "verifyFile"
    LINK = "downloadUrl"
    CODE = "checkCertInfoByQRcode"
