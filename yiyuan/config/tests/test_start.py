"""What must hold before anything is started."""

from pathlib import Path

import pytest

from yiyuan.audit.fingerprints import of_secret, of_signing_key
from yiyuan.audit.signing import FileSigner
from yiyuan.config import env
from yiyuan.config.serve import LOG_BYTES, LOGS_KEPT, claim, rotate
from yiyuan.config.start import key_problems, tidy


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


def test_a_start_closes_the_files_to_others_and_removes_what_a_killed_process_left(tmp_path):
    for name in (
        "originals/open/plain.csv",
        "extracts/open-1.csv",
        "tmp/yiyuan-export-1/export.xlsx",
        "originals/202611/a.original",
        "evidence/ab/a.part",
        "secret.key",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch(mode=0o644)
    tmp_path.chmod(0o755)
    tidy(tmp_path)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"originals/202611/a.original", "secret.key"}
    modes = {name: (tmp_path / name).stat().st_mode & 0o777 for name in ("", "originals", "evidence", "secret.key")}
    assert modes == {"": env.HOME_MODE, "originals": 0o700, "evidence": 0o700, "secret.key": 0o600}


def test_a_long_log_is_put_aside_and_few_of_them_are_kept(tmp_path):
    log = tmp_path / "pages.log"
    with log.open("ab", buffering=0) as held:  # as its process holds it
        for number in range(LOGS_KEPT + 2):
            held.write(b"%d\n" % number)
            rotate(log)
            assert log.read_bytes().startswith(b"%d" % number), "a short log stays"
            held.truncate(LOG_BYTES)
            rotate(log)
            assert log.stat().st_size == 0
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == ["pages.log", *(f"pages.log.{number}" for number in range(1, LOGS_KEPT + 1))]
    assert (tmp_path / "pages.log.1").read_bytes().startswith(b"%d" % (LOGS_KEPT + 1))


@pytest.mark.parametrize(
    "address", ["mysql://a:geheim@host/db", "postgresql://a:geheim@host", "postgresql://a:geheim@host:port/db"]
)
def test_an_address_of_the_database_that_cannot_be_read_is_told_without_its_password(monkeypatch, address):
    monkeypatch.setenv("YIYUAN_DATABASE_URL", address)
    with pytest.raises(env.SettingError) as told:
        env.database_url("YIYUAN_DATABASE_URL")
    assert "geheim" not in str(told.value)
    assert "YIYUAN_DATABASE_URL" in str(told.value)
