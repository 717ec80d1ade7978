"""What proves a material taken from the platform: issuer, time, digest; a statement signed by the platform."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from yiyuan.audit.api import record, sign_file
from yiyuan.catalog.types import ResourceInfo
from yiyuan.exchange.api import LookedUp
from yiyuan.intake.api import document_named, read_for_case
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.licences.types import HeldLicence
from yiyuan.organisations.api import organisation
from yiyuan.services import papers, policies, selectors
from yiyuan.services.models import Proof
from yiyuan.services.types import MATERIAL_WORDS, File, MaterialKind, ServiceTag

PAPERS_KINDS: Final = frozenset({MaterialKind.DOCUMENT, MaterialKind.CONTRACT})
CHECKED_BY: Final = "openssl dgst -sha256 -verify 公钥.pem -signature 签名.der 陈述.json"


def of_licence(held: HeldLicence) -> dict[str, Any]:  # fields of `Proof`
    """A sealed file proves itself by its digest; a licence without one is taken, and proves nothing."""
    if held.file is None:
        return {"issuer": held.issuer}
    return {"issuer": held.issuer, "issued_at": held.file.at, "digest": held.file.sha256}


def of_record(proof: Proof, resource: ResourceInfo, seen: LookedUp, actor: Actor) -> dict[str, Any]:  # of `Proof`
    """Of a document or contract: the digest of the file its row names, where it was handed in, else of the row."""
    if proof.material.kind not in PAPERS_KINDS:
        return {}
    row = seen.rows[0]
    proved = {"issuer": organisation(resource.provider_id).name, "issued_at": seen.delivery.at}
    found = document_named(resource.id, {str(value) for value in row.values() if value})
    if found is None:
        return proved | {"digest": digest_of(row)}
    kept = papers.keep(File(found.name, read_for_case(found.id, actor=actor, delivery=seen.delivery.code)))
    return proved | kept | {"digest": found.sha256}


def digest_of(values: Mapping[str, object]) -> str:
    """SHA-256 of the values as JSON: keys in order, no blanks, UTF-8."""
    plain = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def statement_of(proof_id: int, *, actor: Actor) -> tuple[str, bytes]:
    """File name and JSON: the statement, the signature of its bytes, the key. For those who work on the case; recorded.

    Raises NotFound, Unavailable("audit.key").
    """
    proof = Proof.objects.select_related("case", "material").filter(id=proof_id).exclude(digest="").first()
    if proof is None or not policies.works_on(actor, proof.case):
        raise NotFound("services.proof", id=proof_id)
    said = {
        "材料": proof.name,
        "种类": MATERIAL_WORDS[selectors.kind_of(proof.material)],
        "来源": proof.material.resource_name,
        "出具单位": proof.issuer,
        "出具时间": proof.issued_at.isoformat() if proof.issued_at else "",
        "摘要": {"算法": "SHA-256", "值": proof.digest, "对象": "文件" if _is_file(proof) else "内容"},
        "记录": {"交付": proof.delivery_id, "用证": proof.use_id},
        "办件": proof.case.number,
    }
    plain = json.dumps(said, ensure_ascii=False)
    signature, key = sign_file(plain.encode())
    told = {
        "陈述": plain,
        "签名": base64.b64encode(signature).decode(),
        "公钥": key.decode(),
        "核对": CHECKED_BY,
    }
    facts = {"proof": proof.id, "digest": proof.digest}
    record(actor, ServiceTag.EVIDENCE_TAKEN, object_type="services.case", object_id=proof.case_id, facts=facts)
    return f"取得凭证_{proof.name}.json", json.dumps(told, ensure_ascii=False, indent=1).encode()


def _is_file(proof: Proof) -> bool:
    return proof.use_id is not None or bool(proof.sha256)
