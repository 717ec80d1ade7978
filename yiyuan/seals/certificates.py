"""X.509 with SM2 or P-256: issue, read, and check a chain one question at a time."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import core, crl, x509

from yiyuan.seals.conformance import spki_of
from yiyuan.seals.errors import Malformed
from yiyuan.seals.signing import Signer, fits

MOST_LINKS, MOST_BYTES = 4, 64 * 1024
CA_USES, SEAL_USES = frozenset({"key_cert_sign", "crl_sign"}), frozenset({"digital_signature", "non_repudiation"})


def name_of(words: str, *, organisation: str = "") -> x509.Name:
    parts = {"country_name": "CN", "common_name": words}
    return x509.Name.build(parts | ({"organization_name": organisation} if organisation else {}), use_printable=False)


def issue(
    *,
    subject: x509.Name,
    holder: Signer,
    signer: Signer,
    issuer: x509.Certificate | None,
    valid_from: datetime,
    valid_until: datetime,
) -> x509.Certificate:
    """For the key of `holder`, signed by `signer`; without `issuer` it is a root that signs itself."""
    algorithm = {"algorithm": signer.algorithm}
    uses = CA_USES if issuer is None else SEAL_USES
    key = spki_of(holder)
    by = issuer.public_key if issuer else key
    extensions = [
        _extension("basic_constraints", x509.BasicConstraints({"ca": issuer is None}), critical=True),
        _extension("key_usage", x509.KeyUsage(set(uses)), critical=True),
        _extension("key_identifier", core.OctetString(key.sha1)),
        _extension("authority_key_identifier", x509.AuthorityKeyIdentifier({"key_identifier": by.sha1})),
    ]
    stated = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(126) | 1 << 126,
            "signature": algorithm,
            "issuer": issuer.subject if issuer else subject,
            "validity": {"not_before": _time(valid_from), "not_after": _time(valid_until)},
            "subject": subject,
            "subject_public_key_info": key,
            "extensions": extensions,
        }
    )
    signature = signer.sign(stated.dump())
    made = {"tbs_certificate": stated, "signature_algorithm": algorithm, "signature_value": signature}
    return x509.Certificate.load(x509.Certificate(made).dump())


def _extension(name: str, value: core.Asn1Value, *, critical: bool = False) -> x509.Extension:
    return x509.Extension({"extn_id": name, "critical": critical, "extn_value": core.ParsableOctetString(value.dump())})


def _time(at: datetime) -> x509.Time:
    at = at.astimezone(UTC).replace(microsecond=0)
    kind = "utc_time" if at.year < 2050 else "general_time"  # noqa: PLR2004 - RFC 5280
    return x509.Time({kind: at})


def revocations(
    serials: Iterable[tuple[int, datetime]],
    *,
    number: int,
    signer: Signer,
    issuer: x509.Certificate,
    at: datetime,
    until: datetime,
) -> crl.CertificateList:
    """A list of revoked certificates: serial number and when. Its next is due by `until`."""
    algorithm = {"algorithm": signer.algorithm}
    entries = [{"user_certificate": serial, "revocation_date": _time(when)} for serial, when in serials]
    stated = crl.TbsCertList(
        {
            "version": "v2",
            "signature": algorithm,
            "issuer": issuer.subject,
            "this_update": _time(at),
            "next_update": _time(until),
            **({"revoked_certificates": entries} if entries else {}),
            "crl_extensions": [
                {"extn_id": "crl_number", "critical": False, "extn_value": core.ParsableOctetString(_number(number))},
                {
                    "extn_id": "authority_key_identifier",
                    "critical": False,
                    "extn_value": core.ParsableOctetString(
                        x509.AuthorityKeyIdentifier({"key_identifier": issuer.public_key.sha1}).dump()
                    ),
                },
            ],
        }
    )
    signature = signer.sign(stated.dump())
    made = {"tbs_cert_list": stated, "signature_algorithm": algorithm, "signature": signature}
    return crl.CertificateList.load(crl.CertificateList(made).dump())


def _number(number: int) -> bytes:
    return bytes(core.Integer(number).dump())


@lru_cache(maxsize=512)
def read(der: bytes) -> x509.Certificate:
    """Raises Malformed."""
    if len(der) > MOST_BYTES:
        raise Malformed("证书过大")
    try:
        found = x509.Certificate.load(der, strict=True)
        found.native  # noqa: B018 - asn1crypto reads lazily; all of it is read here
        _ = (found.subject.human_friendly, found.public_key["public_key"].native, found.key_usage_value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise Malformed("证书不是 X.509 格式") from error
    return found


def words_of(certificate: x509.Certificate) -> str:
    """Whose it is."""
    named = certificate.subject.native
    return str(named.get("common_name") or named.get("organization_name") or certificate.subject.human_friendly)


def holds(certificate: x509.Certificate, at: datetime) -> bool:
    return bool(certificate.not_valid_before <= at <= certificate.not_valid_after)


@dataclass(frozen=True, eq=False, slots=True)
class Trust:
    """What a check believes: roots that were pinned, certificates on the way to them, lists of revoked ones.

    Kept and handed about as one object: what it proved once is remembered with it.
    """

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()


def chain(leaf: x509.Certificate, *, trust: Trust, at: datetime) -> list[x509.Certificate] | None:
    """From the leaf to a pinned root, each signed by the next, each in its time and allowed to sign; else None."""
    found = _path(leaf.dump(), trust)
    return list(found) if found and all(holds(one, at) for one in found) else None


def leads(leaf: x509.Certificate, *, trust: Trust) -> bool:
    """Whether it leads to a pinned root, whenever: time is a question of its own."""
    return bool(_path(leaf.dump(), trust))


def issuer_of(leaf: x509.Certificate, *, trust: Trust) -> x509.Certificate | None:
    """Who signed it, on the way to a pinned root."""
    found = _path(leaf.dump(), trust)
    return found[min(1, len(found) - 1)] if found else None


@lru_cache(maxsize=512)
def _path(der: bytes, trust: Trust) -> tuple[x509.Certificate, ...]:
    """Remembered: the same few certificates sign everything. Empty where it leads nowhere."""
    found = [read(der)]
    roots = {root.dump() for root in trust.roots}
    while found[-1].dump() not in roots:
        issuer = next((one for one in (*trust.roots, *trust.between) if _signed(found[-1], one)), None)
        if issuer is None or issuer in found or len(found) > MOST_LINKS:
            return ()
        found.append(issuer)
    return tuple(found)


def _signed(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    may = issuer.ca and (issuer.key_usage_value is None or "key_cert_sign" in issuer.key_usage_value.native)
    named = certificate.issuer.dump() == issuer.subject.dump()
    algorithm = certificate["signature_algorithm"]["algorithm"].native
    same = algorithm == certificate["tbs_certificate"]["signature"]["algorithm"].native
    signature = certificate["signature_value"].native
    return bool(may and named and same) and fits(issuer, certificate["tbs_certificate"].dump(), signature, algorithm)


def may_seal(certificate: x509.Certificate) -> bool:
    uses = certificate.key_usage_value
    return uses is None or bool(SEAL_USES & set(uses.native))


def revoked_at(certificate: x509.Certificate, links: Sequence[x509.Certificate], trust: Trust) -> datetime | None:
    """When it was revoked, by a list its issuer signed; None where no list names it."""
    issuer = links[1] if len(links) > 1 else links[0]
    return _listed(issuer.dump(), trust)[0].get(certificate.serial_number)


def has_list(issuer: x509.Certificate, trust: Trust, *, now: datetime) -> bool:
    """Whether a list of this issuer is there whose next is not overdue."""
    return any(due is None or due >= now for due in _listed(issuer.dump(), trust)[1])


@lru_cache(maxsize=512)
def _listed(issuer: bytes, trust: Trust) -> tuple[dict[int, datetime], list[datetime | None]]:
    """What the lists of this issuer say: when each serial number was revoked, the earliest; when the next are due."""
    by, due = read(issuer), []
    found: dict[int, datetime] = {}
    for one in trust.lists:
        stated, algorithm = one["tbs_cert_list"], one["signature_algorithm"]["algorithm"].native
        if stated["issuer"].dump() != by.subject.dump() or not fits(
            by, stated.dump(), one["signature"].native, algorithm
        ):
            continue
        due.append(stated["next_update"].native)
        for entry in stated["revoked_certificates"] or ():
            serial, when = entry["user_certificate"].native, entry["revocation_date"].native
            found[serial] = min(when, found.get(serial, when))
    return found, due
