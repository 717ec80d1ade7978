"""Certificates and lists of the local authority, judged by openssl and by ourselves."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import pem

from yiyuan.seals import certificates, oids
from yiyuan.seals.authority import DEMO, Authority
from yiyuan.seals.errors import Malformed

NOW = datetime(2026, 9, 24, 2, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path / "authority")


def holder(authority, algorithm=oids.SM2, at=NOW):
    return authority.holder("civil", words="民政局公章", organisation="市民政局", algorithm=algorithm, at=at)


@pytest.mark.parametrize("algorithm", [oids.SM2, oids.P256])
def test_openssl_accepts_each_certificate_by_its_issuer_and_the_list_of_revoked_ones(authority, tmp_path, algorithm):
    root, one = authority.root(algorithm, at=NOW), holder(authority, algorithm)
    authority.revoke(one.certificate, at=NOW)
    files = {"root": root.certificate.dump(), "one": one.certificate.dump()}
    for name, der in files.items():
        (tmp_path / name).write_bytes(pem.armor("CERTIFICATE", der))
    (tmp_path / "crl").write_bytes(pem.armor("X509 CRL", authority.list_of(algorithm, at=NOW).dump()))
    identity = ["-vfyopt", "distid:1234567812345678"] if algorithm == oids.SM2 else []
    asked = ["openssl", "verify", *identity, "-attime", str(int(NOW.timestamp())), "-partial_chain"]
    for leaf in files:
        done = subprocess.run(
            [*asked, "-trusted", tmp_path / "root", tmp_path / leaf], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    shown = subprocess.run(
        ["openssl", "crl", "-in", tmp_path / "crl", "-noout", "-text"], capture_output=True, check=True
    )
    assert f"{one.certificate.serial_number:X}".encode() in shown.stdout
    assert DEMO in certificates.words_of(one.certificate)


def test_a_chain_ends_at_a_pinned_root_and_holds_only_in_its_time(authority, tmp_path):
    one, trust = holder(authority), authority.trust(at=NOW)
    found = certificates.chain(one.certificate, trust=trust, at=NOW)
    assert [certificates.words_of(c) for c in found] == [f"民政局公章（{DEMO}）", f"一源本地根证书（{DEMO}）"]
    other = Authority(tmp_path / "other")
    assert certificates.chain(holder(other).certificate, trust=trust, at=NOW) is None
    for late in (timedelta(days=1100), timedelta(days=-1)):
        assert certificates.chain(one.certificate, trust=trust, at=NOW + late) is None
    holder_by_holder = certificates.issue(  # somebody who may seal may not issue
        subject=certificates.name_of("冒名"), holder=one.key, signer=one.key, issuer=one.certificate,
        valid_from=NOW, valid_until=NOW + timedelta(days=1),
    )  # fmt: skip
    more = certificates.Trust(trust.roots, (one.certificate,))
    assert certificates.chain(holder_by_holder, trust=more, at=NOW) is None


def test_a_revoked_certificate_is_revoked_from_its_moment_by_the_list_of_its_issuer_alone(authority, tmp_path):
    one = holder(authority)
    authority.revoke(one.certificate, at=NOW)
    trust = authority.trust(at=NOW)
    links = certificates.chain(one.certificate, trust=trust, at=NOW)
    assert certificates.revoked_at(one.certificate, links, trust) == NOW
    forged = Authority(tmp_path / "other")
    forged.revoke(links[0], at=NOW)
    lists = (forged.list_of(oids.SM2, at=NOW),)
    assert certificates.revoked_at(one.certificate, links, certificates.Trust(trust.roots, lists=lists)) is None


def test_keys_and_certificates_are_made_once_and_kept(authority):
    first = holder(authority)
    again = holder(Authority(authority.folder))
    assert again.certificate.dump() == first.certificate.dump()
    assert again.key.public == first.key.public == first.certificate.public_key["public_key"].native
    assert all(file.stat().st_mode & 0o77 == 0 for file in authority.folder.rglob("*.key"))


@pytest.mark.parametrize("content", [b"", b"\x30\x03\x02\x01\x01", b"abc", b"\x30\x80" + b"\0" * 40])
def test_what_is_no_certificate_is_said_in_words(content):
    with pytest.raises(Malformed, match="证书"):
        certificates.read(content)


def test_every_cut_and_flipped_byte_of_a_certificate_is_refused_or_breaks_the_chain(authority):
    der, trust = holder(authority).certificate.dump(), authority.trust(at=NOW)
    for at in range(0, len(der), 3):
        for changed in (der[:at], der[:at] + bytes([der[at] ^ 0x21]) + der[at + 1 :]):
            try:
                assert certificates.chain(certificates.read(changed), trust=trust, at=NOW) is None, at
            except Malformed:
                continue
