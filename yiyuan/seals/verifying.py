"""Check a sealed file one question at a time, each answered in words; nothing here trusts what the file says of itself.

A file is sound when every check holds, refused when one fails, unsettled when one cannot be answered here.
"""

import base64
import binascii
import posixpath
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from yiyuan.seals import certificates, curve, esl, oids
from yiyuan.seals.certificates import Trust
from yiyuan.seals.checks import Report, trusted
from yiyuan.seals.errors import Malformed
from yiyuan.seals.reading import OFD, Package
from yiyuan.seals.signing import fits

DIGESTS: dict[str, Callable[[bytes], bytes]] = {oids.SM3: curve.sm3, "sm3": curve.sm3}
NAMED = 5  # files a sentence names at most


def verify(content: bytes, *, trust: Trust, now: datetime) -> Report:
    """Of an OFD or PDF file. Never raises for what the file holds."""
    from yiyuan.seals.verifying_pdf import verify_pdf  # its library is loaded by those who verify

    report = Report()
    if content[:5] == b"%PDF-":
        report.kind = "PDF"
        check = verify_pdf
    else:
        report.kind = "OFD"
        check = _verify_ofd
    try:
        check(report, content, trust, now)
    except Malformed as error:
        report.say("readable", well=False, yes="", no=f"{error}。请向出具人要原文件")
    return report


def _verify_ofd(report: Report, content: bytes, trust: Trust, now: datetime) -> None:
    package = Package(content)
    package.pages()
    names, signatures = package.signatures()
    report.about = package.about()
    report.say("readable", well=True, yes=f"OFD 文件，包里有 {len(package.names)} 个文件", no="")
    report.say("signed", well=bool(signatures), yes=f"有 {len(signatures)} 个签章", no="文件没有电子签章")
    covered: set[str] = set()
    own: set[str] = set()
    for place in signatures:
        covered |= _one(report, package, place, trust=trust, now=now)
        own |= _own(package, place)
    if signatures:
        _unreferenced(report, package, names, covered, own)


def _own(package: Package, place: str) -> set[str]:
    """The files a signature is made of, which it cannot cover."""
    root = package.xml(place)
    named = [root.findtext(f"{OFD}SignedValue"), root.findtext(f"{OFD}SignedInfo/{OFD}Seal/{OFD}BaseLoc")]
    return {place, *(package.at(one, beside=place) for one in named if one)}


def _one(report: Report, package: Package, place: str, *, trust: Trust, now: datetime) -> set[str]:
    """One signature: the checks in their order; which files it covers."""
    root = package.xml(place)
    value = package.at(root.findtext(f"{OFD}SignedValue"), beside=place)
    references = root.find(f"{OFD}SignedInfo/{OFD}References")
    if references is None:
        raise Malformed(f"“{place}”里没有文件摘要")
    covered = _digests(report, package, place, references)
    found = esl.read_signature(package.read(value))
    seal = found.seal
    report.signer, report.sealed_at = certificates.words_of(found.certificate), found.at
    report.seal, report.seal_number = seal.name, seal.number
    well = found.digest == curve.sm3(package.read(place)) and found.path.lstrip("/") == place
    report.say("hash", well=well, yes="签章数据里的摘要与签名描述一致", no="签名描述改动过，或者签章是从别的文件搬来的")
    well = found.algorithm == oids.SM2_SM3 and fits(found.certificate, found.signed, found.signature, oids.SM2)
    report.say("signature", well=well, yes=f"由“{report.signer}”签名，SM2 验证通过", no="签名验证不过，签章数据改动过")
    kept = root.findtext(f"{OFD}SignedInfo/{OFD}Seal/{OFD}BaseLoc")
    beside = package.read(package.at(kept, beside=place)) if kept else None
    well = esl.genuine(seal)
    report.say(
        "seal",
        well=well and beside in {None, seal.der},
        yes=f"“{seal.name}”，编码 {seal.number}，由“{certificates.words_of(seal.maker)}”制作",
        no="印章的签名验证不过" if not well else "包里的印章与签章数据里的不是同一枚",
    )
    may = seal.admits(found.certificate) and certificates.may_seal(found.certificate)
    report.say("listed", well=may, yes="在名单里", no="签章人的证书不在印章的名单里，不能用这枚印章")
    trusted(report, found.certificate, at=found.at, trust=trust, now=now, seal=seal)
    return covered


def _digests(report: Report, package: Package, place: str, references: Any) -> set[str]:
    method = references.get("CheckMethod", "")
    digest = DIGESTS.get(method) or DIGESTS.get(method.lower())
    covered, wrong = set(), []
    for one in references.iterfind(f"{OFD}Reference"):
        raw = (one.get("FileRef") or "").strip()
        name = posixpath.normpath(raw[1:] if raw.startswith("/") else posixpath.join(posixpath.dirname(place), raw))
        if name not in package.names:
            wrong.append(f"{raw[:80]}（没有了）")
            continue
        covered.add(name)
        try:
            said = base64.b64decode(one.findtext(f"{OFD}CheckValue") or "", validate=True)
        except binascii.Error:
            said = b""
        if digest is None or digest(package.read(name)) != said:
            wrong.append(name)
    report.say(
        "digests",
        well=digest is not None and not wrong and bool(covered),
        yes=f"{len(covered)} 个文件都一致",
        no=f"改动过：{_named(wrong)}" if digest else "摘要算法不是 SM3",
    )
    return covered


def _unreferenced(report: Report, package: Package, names: str, covered: set[str], own: set[str]) -> None:
    """Entry files may stand outside as long as what they lead to is covered: later signatures change them."""
    left = package.names - covered - own - {"OFD.xml", names}
    leads = {package.document(), *package.pages()} <= covered
    report.say(
        "unreferenced",
        well=not left and leads,
        yes="包里的文件都在签章范围内",
        no=f"不在签章范围内：{_named(sorted(left))}" if left else "入口指向签章范围以外的文件",
    )


def _named(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > NAMED else ""
    return "、".join(one[:80] for one in names[:NAMED]) + more
