"""What must hold before anything is started."""

from pathlib import Path

from yiyuan.audit.fingerprints import of_secret, of_signing_key
from yiyuan.audit.signing import FileSigner
from yiyuan.config.serve import claim
from yiyuan.config.start import key_problems


def made(folder: Path) -> dict[str, str]:
    """Keys in a folder; their fingerprints."""
    (folder / "secret.key").write_text("a secret")
    signer = FileSigner(folder / "audit-key.pem")
    return {"secret.key": of_secret(b"a secret"), "audit-key.pem": signer.key_id}


def test_a_home_is_started_once(tmp_path):
    first = claim(tmp_path)
    assert first is not None
    assert claim(tmp_path) is None
    first.close()
    assert claim(tmp_path) is not None


def test_the_keys_a_database_was_begun_with_are_well(tmp_path):
    noted = made(tmp_path)
    assert noted["audit-key.pem"] == of_signing_key((tmp_path / "audit-key.pem").read_bytes())
    assert key_problems(tmp_path, noted) == []
    assert key_problems(tmp_path, {}) == []


def test_a_key_that_is_gone_or_another_one_is_named_with_what_to_do(tmp_path):
    noted = made(tmp_path)
    (tmp_path / "audit-key.pem").unlink()
    (tmp_path / "secret.key").write_text("another")
    lost, other = sorted(key_problems(tmp_path, noted))
    assert "audit-key.pem 不见了" in lost
    assert "secret.key 不是这个数据库原来的那一把" in other
    (tmp_path / "audit-key.pem").write_text("garbage")
    assert len(key_problems(tmp_path, noted)) == 2
