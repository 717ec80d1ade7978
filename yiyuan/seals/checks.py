"""What was asked of a sealed file and found, in words; chain, time and revocation, asked of every kind of file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from asn1crypto import x509

from yiyuan.seals import certificates, esl
from yiyuan.seals.certificates import Trust

CLOCKS_DIFFER = timedelta(minutes=10)


class Result(StrEnum):
    WELL = "well"
    BAD = "bad"
    UNKNOWN = "unknown"


RESULT_WORDS = {Result.WELL: "通过", Result.BAD: "不通过", Result.UNKNOWN: "不能确认"}


@dataclass(frozen=True, slots=True)
class Check:
    """key: which question; words: the question; detail: what was found."""

    key: str
    words: str
    result: Result
    detail: str


@dataclass(slots=True)
class Report:
    """kind: OFD or PDF, empty where it is neither. about: what the file states of itself, believed only when sound."""

    kind: str = ""
    checks: list[Check] = field(default_factory=list)
    signer: str = ""
    seal: str = ""
    seal_number: str = ""
    sealed_at: datetime | None = None
    about: dict[str, str] = field(default_factory=dict)

    @property
    def result(self) -> Result:
        found = {check.result for check in self.checks}
        return next((one for one in (Result.BAD, Result.UNKNOWN) if one in found), Result.WELL)

    @property
    def broken(self) -> list[str]:
        """Keys of the checks that failed."""
        return [check.key for check in self.checks if check.result is Result.BAD]

    def say(self, key: str, *, well: bool | None, yes: str, no: str, unknown: str = "") -> None:
        """well: None where it cannot be answered."""
        result = Result.UNKNOWN if well is None else Result.WELL if well else Result.BAD
        detail = unknown if well is None else yes if well else no
        self.checks.append(Check(key, QUESTIONS[key], result, detail))


QUESTIONS = {
    "readable": "文件完整、可读",
    "signed": "有电子签章",
    "digests": "每个文件的摘要与签章时一致",
    "unreferenced": "没有签章以外的文件",
    "hash": "签章数据对应这份文件",
    "signature": "签名与签章人证书一致",
    "seal": "印章由制章人签发，没有改动",
    "listed": "签章人证书在印章的名单里",
    "chain": "证书由受信任的根证书签发",
    "validity": "签章时证书和印章在有效期内",
    "revocation": "证书没有被吊销",
}


def trusted(
    report: Report,
    certificate: x509.Certificate,
    *,
    at: datetime,
    trust: Trust,
    now: datetime,
    seal: esl.Seal | None = None,
) -> None:
    """Chain, time and revocation of who signed, and of who made the seal."""
    links = certificates.chain(certificate, trust=trust, at=at)
    made = certificates.chain(seal.maker, trust=trust, at=seal.created) if seal else [certificate]
    known = all(certificates.leads(one, trust=trust) for one in (certificate, *([seal.maker] if seal else [])))
    report.say(
        "chain",
        well=True if known else None,
        yes="签章人" + ("和制章人" if seal else "") + "的证书都由受信任的根证书签发",
        no="",
        unknown="签发证书的机构不在本平台受信任的根证书里，不能确认是谁盖的",
    )
    wrong = []
    if not certificates.holds(certificate, at) or (known and links is None):
        wrong.append("签章时证书不在有效期内")
    if seal and not seal.valid_from <= at <= seal.valid_until:
        wrong.append(f"签章时印章不在有效期内（{seal.valid_from:%Y-%m-%d} 至 {seal.valid_until:%Y-%m-%d}）")
    if known and made is None:
        wrong.append("制章时制章人的证书不在有效期内")
    if at > now + CLOCKS_DIFFER:
        wrong.append("签章时间还没有到")
    report.say("validity", well=not wrong, yes=f"签章时间 {at.astimezone():%Y-%m-%d %H:%M}", no="；".join(wrong))
    _revocation(report, [certificate, *([seal.maker] if seal else [])], at=at, trust=trust, now=now)


def _revocation(
    report: Report, asked: Sequence[x509.Certificate], *, at: datetime, trust: Trust, now: datetime
) -> None:
    wrong: list[str] = []
    later: list[str] = []
    lacking = False
    for one in asked:
        issuer = certificates.issuer_of(one, trust=trust)
        if issuer is None or not certificates.has_list(issuer, trust, now=now):
            lacking = True
            continue
        when = certificates.revoked_at(one, [one, issuer], trust)
        if when is not None:
            said = f"“{certificates.words_of(one)}”的证书在 {when.astimezone():%Y-%m-%d %H:%M} 被吊销"
            (wrong if when <= at else later).append(said)
    well = False if wrong else None if lacking else True
    yes = "；".join([*later, "但签章在吊销之前"]) if later else "吊销列表里没有"
    report.say("revocation", well=well, yes=yes, no="；".join(wrong), unknown="没有有效的吊销列表，不能确认")
