import pytest

from yiyuan.operations import manifest as papers
from yiyuan.operations.manifest import BackupBroken, Kept, Manifest


def made(**files: Kept) -> Manifest:
    return Manifest(
        product="1",
        postgresql=180004,
        made_at="2026-11-27",
        database="yiyuan",
        migrations=("audit.0001_initial",),
        tables={"control.a": 1},
        audit_size=0,
        audit_root="",
        files=files,
    )


def test_what_is_read_is_what_was_written_and_only_its_writer_sealed_it(tmp_path):
    papers.write(tmp_path, made().sealed("secret"))
    read = papers.read(tmp_path)
    assert read == made().sealed("secret")
    assert read.is_of("secret")
    assert not read.is_of("another")


def test_a_file_that_is_missing_changed_or_outside_is_told(tmp_path):
    kept = papers.write_private(tmp_path / "a", [b"one", b"two"])
    assert (kept.bytes, (tmp_path / "a").stat().st_mode & 0o777) == (6, 0o600)
    papers.check_files(tmp_path, made(a=kept))
    with pytest.raises(BackupBroken, match="缺 b"):
        papers.check_files(tmp_path, made(b=kept))
    (tmp_path / "a").write_bytes(b"onetwO")
    with pytest.raises(BackupBroken, match="a 与清单的摘要不符"):
        papers.check_files(tmp_path, made(a=kept))
    with pytest.raises(BackupBroken, match="不在备份目录里"):
        papers.check_files(tmp_path, made(**{"../a": kept}))


def test_keys_open_under_their_passphrase_only(tmp_path):
    (tmp_path / "secret.key").write_text("secret")
    (tmp_path / "audit-key.pem").write_text("pem")
    sealed = papers.seal_keys(tmp_path, "seven foxes")
    assert b"secret" not in sealed
    assert papers.open_keys(sealed, "seven foxes") == {"secret.key": "secret", "audit-key.pem": "pem"}
    with pytest.raises(BackupBroken, match="口令打不开"):
        papers.open_keys(sealed, "six foxes")
