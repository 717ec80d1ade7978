"""Verify a file anybody hands in: its seal, and where it is one of ours what became of the licence."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from asn1crypto import crl, pem
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences import selectors
from yiyuan.licences.files import content_of
from yiyuan.licences.models import Licence, LicenceFile, Seal
from yiyuan.licences.services.seals import authority
from yiyuan.licences.types import COPY_OF, STATE_WORDS, CopySeen, FileKind, LicenceTag, State
from yiyuan.seals import certificates, esl, offline, oids, verifying
from yiyuan.seals.authority import DEMO
from yiyuan.seals.certificates import Trust
from yiyuan.seals.checks import RESULT_WORDS, Check, Report, Result
from yiyuan.seals.errors import Malformed
from yiyuan.seals.reading import MOST_BYTES

log = logging.getLogger(__name__)
TRUSTED = "trusted"  # folder below `seals`: certificates and revocation lists of other authorities


@dataclass(frozen=True, slots=True)
class Verified:
    """licence: where the file names one of ours. demo: the seal is of the local authority."""

    report: Report
    checks: Sequence[Check]
    licence: Licence | None
    demo: bool

    @property
    def result(self) -> Result:
        found = {check.result for check in self.checks}
        return next((one for one in (Result.BAD, Result.UNKNOWN) if one in found), Result.WELL)

    @property
    def sentence(self) -> str:
        """What it comes to."""
        if self.result is Result.BAD:
            return "核验不通过：" + "、".join(c.words for c in self.checks if c.result is Result.BAD)
        if self.result is Result.UNKNOWN:
            return "文件没有改动过，但不能确认是谁盖的章"
        return "核验通过，但印章是演示用的，无法律效力" if self.demo else "核验通过"

    @property
    def word(self) -> str:
        return RESULT_WORDS[self.result]


def verify_file(content: bytes) -> Verified:
    """Every check with its words. Raises RuleBroken("licences.verify") for no content or too much of it."""
    if not content or len(content) > MOST_BYTES:
        raise RuleBroken("licences.verify")
    now = clock.now()
    report = verifying.verify(content, trust=trust(), now=now)
    ours = (
        LicenceFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).select_related("licence", "seal").first()
    )
    licence = ours.licence if ours else None
    copies = [] if licence else COPY_OF.ask(hashlib.sha256(content).hexdigest())
    if copies:
        licence = Licence.objects.get(id=copies[0].licence_id)
        more = _of_copy(licence, copies[0])
    else:
        more = _of_ours(licence, named=report.about.get("ZZBS", ""))
        more += _of_seal(ours, report) if ours else []
    bare = ours is not None and ours.seal is None
    checks = [one for one in report.checks if not (bare and one.key == "signed")]
    return Verified(report, [*checks, *more], licence, DEMO in report.signer)


@transaction.atomic
def read_file(licence: Licence, kind: str, *, actor: Actor) -> bytes:
    """The file as it was sealed; the reading is on record. Raises NotFound, Damaged."""
    found = selectors.file_of(licence, kind)
    content = content_of(found)
    subjects = [subject_hash(licence.holder_code)]
    facts = {"format": found.kind}
    record(
        actor,
        LicenceTag.FILE_READ,
        object_type="licences.licence",
        object_id=licence.id,
        subjects=subjects,
        facts=facts,
    )
    return content


def picture_of(seal: Seal) -> bytes:
    """Its picture, PNG."""
    return esl.read_seal(bytes(seal.content)).picture


def offline_page() -> str:
    """A page that verifies files without a network, with what is void today."""
    at = clock.now()
    rows = Licence.objects.filter(number__isnull=False).exclude(state=State.ISSUED).values_list("number", "state")
    void = {number: STATE_WORDS[State(state)] for number, state in rows if number}
    root = authority().root(oids.SM2, at=at)
    return offline.page(root, revoked=authority().revoked(), void=void, at=at, demo=True)


def verified(licence: Licence) -> Verified | None:
    """How the licence's own file stands now; None where it has none. Raises Damaged."""
    kept = next((one for one in licence.files.all() if one.kind == FileKind.OFD), None)
    return verify_file(content_of(kept)) if kept else None


def _of_ours(licence: Licence | None, *, named: str) -> list[Check]:
    """What became of it is told of the very file that was issued; not of any that names a number."""
    words = "与签发时留存的文件一致"
    if licence is None:
        claims = bool(named) and Licence.objects.filter(number=named).exists()
        no = "文件自称是本平台签发的证照，但与留存的不一致"
        return [Check("kept", words, Result.BAD, no)] if claims else []
    state = State(licence.state)
    says = f"{STATE_WORDS[state]}（{clock.today().isoformat()}）"
    return [
        Check("kept", words, Result.WELL, "一字节不差"),
        Check("status", "证照现在有效", Result.WELL if state is State.ISSUED else Result.BAD, says),
    ]


def _of_seal(file: LicenceFile, report: Report) -> list[Check]:
    """The identifier of the seal in the file is the one that was recorded when it was sealed; a PDF carries none.

    A file without a seal is good by its form alone where the law exempts its type.
    """
    seal = file.seal
    if seal is None:
        return [Check("exempt", "依法不加盖电子印章", Result.WELL, file.exempt)]
    if not report.seal_number:
        return []
    well = report.seal_number == seal.number
    says = f"编码 {seal.number}" if well else f"文件里是 {report.seal_number}，登记的是 {seal.number}"
    return [Check("seal_number", "印章编码与签发时登记的一致", Result.WELL if well else Result.BAD, says)]


def _of_copy(licence: Licence, copy: CopySeen) -> list[Check]:
    """An annotated copy says for whom and what it was made; past its last day it proves nothing."""
    state, today = State(licence.state), clock.today()
    runs = Result.WELL if copy.until >= today else Result.BAD
    says = f"仅供{copy.receiver}用于{copy.purpose}，{copy.until.isoformat()} 前有效"
    stands = Result.WELL if state is State.ISSUED else Result.BAD
    return [
        Check("kept", "本平台制作的加注件，与留存的一致", Result.WELL, "一字节不差"),
        Check("copy", "加注件没有过期", runs, says),
        Check("status", "证照现在有效", stands, f"{STATE_WORDS[state]}（{today.isoformat()}）"),
    ]


def trust() -> Trust:
    """The local authority and what lies in the folder of trusted ones; one object for a day unless files change."""
    folder = authority().folder
    files = [*folder.glob("root.*.crt"), *folder.glob("revoked.json"), *(folder / TRUSTED).glob("*")]
    marks = tuple(sorted((str(path), path.stat().st_mtime_ns) for path in files))
    return _trust(str(folder), marks, clock.today().isoformat())


@lru_cache(maxsize=8)
def _trust(folder: str, _marks: tuple[tuple[str, int], ...], _day: str) -> Trust:
    """What cannot be read in the folder of trusted ones is passed over, and said to the operator."""
    own = authority().trust(at=clock.now())
    roots, lists = list(own.roots), list(own.lists)
    for path in sorted((Path(folder) / TRUSTED).glob("*")):
        content = path.read_bytes()
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        try:
            if path.suffix == ".crl":
                lists.append(crl.CertificateList.load(der, strict=True))
            else:
                roots.append(certificates.read(der))
        except (ValueError, TypeError, Malformed):
            log.warning("licences.trusted.unreadable", extra={"file": path.name})
    return Trust(tuple(roots), lists=tuple(lists))
