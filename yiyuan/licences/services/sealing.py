"""Lay a licence out, seal it as OFD and PDF unless the law exempts its type, keep both."""

import hashlib

from django.conf import settings
from django.urls import reverse

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry
from yiyuan.formats.api import live_template, seal_exemption, standard_in_force
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences.files import FILES
from yiyuan.licences.models import Licence, LicenceFile, LicenceLayout, Seal
from yiyuan.licences.services.seals import authority, holder_of, seal_of
from yiyuan.licences.types import Custody, FileKind, LicenceTag, Stated
from yiyuan.organisations.api import organisation
from yiyuan.seals import esl, layouts, ofd, oids
from yiyuan.seals.authority import DEMO
from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.fonts import font_of
from yiyuan.seals.layout import Page, fill

PRINTED = {"holder_name": "持证主体", "holder_code": "持证主体代码", "licence_no": "证照编号"}


def unprintable(stated: Stated) -> list[str]:
    """What of it has a character that no font can print, in words that name the character."""
    told = {word: getattr(stated, name) for name, word in PRINTED.items()} | stated.values
    found = []
    for name, text in told.items():
        for one in dict.fromkeys(text):
            try:
                font_of(one)
            except FileNotMade as missing:
                found.append(f"“{name}”：{missing.facts['problem']}")
    return found


def seal_licence(licence: Licence, *, actor: Actor) -> None:
    """OFD and PDF of a licence that has its number and code; every use of the seal is recorded with its file.

    A type that names the law by which it bears no seal gets none. Raises RuleBroken("licences.sealed" |
    "licences.layout").
    """
    exempt = seal_exemption(licence.type_name, region_code=licence.region_code)
    seal = None if exempt else seal_of(licence)
    kept = layout_of(licence)
    try:
        page = fill(layouts.read(kept.content, version=kept.version), values_of(licence, seal=seal))
    except FileNotMade as error:
        raise RuleBroken("licences.layout", problem=error.facts["problem"]) from error
    at = clock.now()
    made = sealed(page, seal=seal, about=about(licence))
    for kind, content in made.items():
        digest = hashlib.sha256(content).hexdigest()
        FILES.keep(content, name=digest)
        LicenceFile.objects.create(
            licence=licence,
            kind=kind,
            sha256=digest,
            size_bytes=len(content),
            layout=kept,
            seal=seal,
            exempt=exempt,
            sealed_at=at,
            person_name=actor.person_name,
        )
    record(
        actor,
        LicenceTag.SEALED if seal else LicenceTag.UNSEALED,
        object_type="licences.licence",
        object_id=licence.id,
        facts={"seal": seal.id if seal else None, "files": len(made)},
    )


def sealed(page: Page, *, seal: Seal | None, about: dict[str, str]) -> dict[FileKind, bytes]:
    """The page in both formats, proved to show the same before either leaves. seal: None where the law exempts it."""
    from yiyuan.seals import contents, pdf  # their libraries are loaded by those who seal

    at = clock.now()
    if seal is None:
        bare = {FileKind.OFD: ofd.write(page, about=about, at=at), FileKind.PDF: pdf.write(page, about=about)}
        assert contents.same(contents.of_ofd(bare[FileKind.OFD]), contents.of_pdf(bare[FileKind.PDF])), "show the same"
        return bare
    holder, other = holder_of(seal, oids.SM2), holder_of(seal, oids.P256)
    stamp = ofd.Stamp(bytes(seal.content), holder.key, holder.certificate)
    first, plain = ofd.write(page, about=about, at=at, stamp=stamp), pdf.write(page, about=about)
    assert contents.same(contents.of_ofd(first), contents.of_pdf(plain)), "OFD and PDF show the same"
    second = pdf.sign(
        plain,
        page=page,
        signer=other.key,
        certificate=other.certificate,
        links=[authority().root(oids.P256, at=at).certificate],
        picture=esl.read_seal(bytes(seal.content)).picture,
        at=at,
    )
    return {FileKind.OFD: first, FileKind.PDF: second}


def layout_of(licence: Licence) -> LicenceLayout:
    """The live template of its entry, else the platform's own from the items as they stand now; kept as a new version
    where it changed. Call under the type's lock.

    Raises RuleBroken("formats.standard") where the template does not follow the standard in force.
    """
    template = live_template(licence.resource_id)
    items = [item.name for item in licence_entry(licence.resource_id).items]
    content = template.content if template else layouts.default(licence.type_name, items)
    last = LicenceLayout.objects.filter(resource=licence.resource_id).order_by("-version").first()
    if last is not None and layouts.read(last.content, version=1) == layouts.read(content, version=1):
        return last
    version = last.version + 1 if last else 1
    return LicenceLayout.objects.create(
        resource_id=licence.resource_id,
        version=version,
        content=content,
        made_on=clock.today(),
        standard=str(standard_in_force(licence.region_code)),
    )


def values_of(licence: Licence, *, seal: Seal | None) -> dict[str, str]:
    """What stands on it, by the names a layout uses."""
    end = licence.valid_until.isoformat() if licence.valid_until else "长期"
    items = {layouts.key(name): text for name, text in licence.values.items()}
    return items | {
        layouts.NAME: licence.type_name,
        layouts.HOLDER: licence.holder_name,
        layouts.CODE: f"{licence.holder_code}（{licence.get_code_kind_display()}）",
        layouts.NUMBER: licence.licence_no,
        layouts.GRANTED: f"{licence.granted_on:%Y-%m-%d}",
        layouts.VALID: f"{licence.valid_from:%Y-%m-%d} 至 {end}",
        layouts.IDENTIFIER: licence.number or "",
        layouts.ISSUER: licence.issuer_name,
        layouts.ADDRESS: f"{settings.PUBLIC_URL}{reverse('licence_verify:code', args=[licence.code])}",
        layouts.NOTE: DEMO if seal and seal.custody == Custody.LOCAL else "",
    }


def about(licence: Licence) -> dict[str, str]:
    """Metadata of GB/T 36903 that travels in the file."""
    until = f"{licence.valid_until:%Y%m%d}" if licence.valid_until else ""
    return {
        "ZZMC": licence.type_name,
        "ZZLXDM": licence.type.code,
        "ZZBH": licence.licence_no,
        "ZZBS": licence.number or "",
        "ZZBFJG": licence.issuer_name,
        "ZZBFJGDM": organisation(licence.issuer_id).uscc,
        "ZZBFRQ": f"{licence.granted_on:%Y%m%d}",
        "ZZYXQQSRQ": f"{licence.valid_from:%Y%m%d}",
        "ZZYXQJZRQ": until,
        "CZZT": licence.holder_name,
        "CZZTDM": licence.holder_code,
        "CZZTDMLXDM": licence.code_kind,
    }
