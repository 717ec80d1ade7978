"""SM2 against openssl and against the plain form, both ways."""

import random
import subprocess

import pytest
from asn1crypto import algos, pem

from yiyuan.seals import conformance, curve, oids, signing, sm2

IDENTITY = "distid:1234567812345678"


def openssl(*arguments, content=b""):
    return subprocess.run(["openssl", *arguments], input=content, capture_output=True, check=False)


@pytest.fixture(params=["libcrypto", "python"])
def backend(request, monkeypatch):
    if request.param == "python":
        monkeypatch.setattr(sm2, "_library", lambda: None)
    assert sm2.backend() == request.param
    return request.param


def test_a_signature_made_here_is_good_for_openssl_and_the_other_way_round(backend, tmp_path):
    key = signing.Sm2Key.generate()
    signing.store(key, tmp_path / "a.key")
    public, signature, message = tmp_path / "a.pub", tmp_path / "sig", tmp_path / "m"
    public.write_bytes(pem.armor("PUBLIC KEY", sm2.spki_of(key.public).dump()))
    message.write_bytes("一件证照".encode() * 100)
    signature.write_bytes(key.sign(message.read_bytes()))
    asked = ["dgst", "-sm3", "-sigopt", IDENTITY]
    done = openssl(*asked, "-verify", str(public), "-signature", str(signature), str(message))
    assert b"Verified OK" in done.stdout
    made = openssl(*asked, "-sign", str(tmp_path / "a.key"), str(message)).stdout
    assert sm2.verify(key.public, message.read_bytes(), made)
    without = openssl("dgst", "-sm3", "-sign", str(tmp_path / "a.key"), str(message)).stdout
    assert not sm2.verify(key.public, message.read_bytes(), without)  # the empty identity is another signature


def test_a_key_of_openssl_is_read(tmp_path):
    made = openssl("genpkey", "-algorithm", "SM2", "-out", str(tmp_path / "b.key"))
    assert made.returncode == 0
    key = signing.load(tmp_path / "b.key")
    assert key.algorithm == oids.SM2
    assert sm2.verify(key.public, b"m", key.sign(b"m"))


def test_library_and_plain_form_agree_over_many_keys_and_messages():
    dice = random.Random(3)
    for size in (0, 1, 31, 32, 33, 55, 56, 64, 1000):
        secret, message = sm2.generate(), dice.randbytes(size)
        public = curve.public_of(secret)
        pair = algos.DSASignature.load(sm2.sign(secret, message))
        assert curve.verify(public, message, (pair["r"].native, pair["s"].native))
        r, s = curve.sign(secret, message)
        assert sm2.verify(public, message, algos.DSASignature({"r": r, "s": s}).dump())
        assert not sm2.verify(public, message + b"\0", algos.DSASignature({"r": r, "s": s}).dump())


def test_every_flipped_bit_of_a_signature_and_nonsense_is_refused(backend):
    secret = sm2.generate()
    public, good = curve.public_of(secret), sm2.sign(secret, b"m")
    for at in range(0, len(good) * 8, 7 if backend == "libcrypto" else 61):
        changed = bytearray(good)
        changed[at // 8] ^= 1 << at % 8
        assert not sm2.verify(public, b"m", bytes(changed)), at
    zero, over = algos.DSASignature({"r": 0, "s": 1}).dump(), algos.DSASignature({"r": curve.N, "s": 1}).dump()
    for wrong in (b"", b"\x30", good + b"\0", good[:-1], zero, over):
        assert not sm2.verify(public, b"m", wrong)
    assert not sm2.verify(b"\x04" + bytes(64), b"m", good)
    assert not sm2.verify(public[:40], b"m", good)


def test_a_key_in_a_file_is_its_owners_alone_and_never_written_over(tmp_path):
    for kind in (signing.Sm2Key, signing.P256Key):
        file = tmp_path / "keys" / f"{kind.__name__}.key"
        key = kind.generate()
        signing.store(key, file)
        assert file.stat().st_mode & 0o777 == 0o600
        assert signing.load(file).public == key.public
        with pytest.raises(FileExistsError):
            signing.store(kind.generate(), file)


def test_the_conformance_test_passes_ours_and_names_what_a_driver_does_wrong():
    for kind in (signing.Sm2Key, signing.P256Key):
        assert all(trial.well for trial in conformance.examine(kind.generate()))

    class Digests(signing.Sm2Key):
        """A driver that signs the digest of the message."""

        def sign(self, message):
            return super().sign(curve.sm3(message))

    class Raw(signing.Sm2Key):
        """A driver that gives r and s as they are."""

        def sign(self, message):
            pair = algos.DSASignature.load(super().sign(message))
            return b"".join(pair[n].native.to_bytes(32, "big") for n in ("r", "s"))

    def failed(signer):
        return [trial.name[:3] for trial in conformance.examine(signer) if not trial.well]

    assert failed(Digests.generate()) == ["签名与"]
    assert failed(Raw.generate()) == ["签名与", "签名是"]
