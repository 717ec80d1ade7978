"""归档包: the licence that was used for a case, with its metadata, how its seal was found, and digests of all of it."""

import hashlib
import io
import json
import zipfile

from cryptography.hazmat.primitives import hashes
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.licences import selectors, showing
from yiyuan.licences.files import content_of
from yiyuan.licences.models import LicenceUse
from yiyuan.licences.services.sealing import about
from yiyuan.licences.services.verifying import verify_file
from yiyuan.licences.types import LicenceTag

README = """电子证照归档包

licence.ofd、licence.pdf   盖章的证照文件，一字节不差
metadata.json              证照元数据（GB/T 36903 的标签）和用证情况
seal-check.json            归档时逐项核验印章、签名、证书的结果
manifest.json              每个文件的大小、SHA-256 和 SM3 摘要
SHA256SUMS                 同样的 SHA-256，用 sha256sum -c SHA256SUMS 核对，不需要本平台
"""


@transaction.atomic
def archive_of(use_id: int, *, actor: Actor) -> tuple[str, bytes]:
    """File name and zip of what a use opened whole. Raises NotFound, Damaged."""
    use = selectors.use_of(actor, use_id)
    kept = list(use.licence.files.all())
    if not kept or not showing.reads_all(use):
        raise NotFound("licences.archive", id=use_id)
    parts = {f"licence.{one.kind}": content_of(one) for one in kept}
    checked = {name: _checked(content) for name, content in parts.items()}
    parts |= {"metadata.json": _json(_metadata(use)), "seal-check.json": _json(checked), "README.txt": README.encode()}
    told = [
        {"name": name, "bytes": len(content), "sha256": _sha256(content), "sm3": _sm3(content)}
        for name, content in parts.items()
    ]
    manifest = {"made_at": clock.now().isoformat(), "licence": use.licence.number, "case": use.case, "files": told}
    sums = "".join(f"{one['sha256']}  {one['name']}\n" for one in told)
    parts |= {"manifest.json": _json(manifest), "SHA256SUMS": sums.encode()}
    record(
        actor,
        LicenceTag.ARCHIVED,
        object_type="licences.licence",
        object_id=use.licence_id,
        subjects=[subject_hash(use.licence.holder_code)],
        facts={"use": use.id, "files": len(parts)},
    )
    return f"{use.licence.type_name} {use.case} 归档包.zip", _zip(parts)


def _metadata(use: LicenceUse) -> dict[str, object]:
    licence = use.licence
    return {
        "licence": about(licence),
        "values": licence.values,
        "state": licence.get_state_display(),
        "use": {
            "action": use.get_action_display(),
            "consumer": use.consumer.name,
            "person": use.person_name,
            "case": use.case,
            "purpose": use.purpose,
            "at": use.at.isoformat(),
            "state_then": use.get_state_display(),
        },
    }


def _checked(content: bytes) -> dict[str, object]:
    found = verify_file(content)
    return {
        "result": found.result.value,
        "sentence": found.sentence,
        "signer": found.report.signer,
        "seal": found.report.seal,
        "seal_number": found.report.seal_number,
        "sealed_at": found.report.sealed_at.isoformat() if found.report.sealed_at else None,
        "checks": [
            {"key": c.key, "words": c.words, "result": c.result.value, "detail": c.detail} for c in found.checks
        ],
    }


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sm3(content: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
