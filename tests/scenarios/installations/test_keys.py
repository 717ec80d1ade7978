"""Keys are changed: what was sealed, signed and looked for under the old ones goes on, and nothing new is made by them."""

import shutil

import pytest

from tests.scenarios.conftest import City, free_ports
from yiyuan.config.env import secrets_of
from yiyuan.dataplane import vault
from yiyuan.postgres import server

pytestmark = pytest.mark.scenario

NAME = "202611/0123.original"


def sealed_with(home, secret: str) -> bool:
    pieces = vault.read_pieces(home / "originals" / NAME)
    return vault.is_sealed_with(pieces, secret=secret, context=NAME)


def test_changed_keys_open_what_was_sealed_and_prove_what_was_signed_before(tmp_path):
    made = City(tmp_path / "home", *free_ports())
    own = server.ensure(made.home / "postgres")
    try:
        assert made.command("migrate").returncode == 0
        [old] = secrets_of(made.home)
        (tmp_path / "plain").write_bytes(b"rows")
        (made.home / "originals" / "202611").mkdir(parents=True)
        vault.seal_file(tmp_path / "plain", made.home / "originals" / NAME, secret=old, context=NAME)
        assert made.command("backup", str(tmp_path / "to")).returncode == 0  # an act on record, sealed below
        assert made.command("audit", "verify").returncode == 0
        signed = made.sql("SELECT tree_size, key_id FROM audit.audit_checkpoint ORDER BY 1")
        assert signed

        done = made.command("keys", "rotate")
        assert done.returncode == 0, done.stderr
        new, before = secrets_of(made.home)
        assert before == old != new
        assert (sealed_with(made.home, new), sealed_with(made.home, old)) == (True, False)
        assert {path.stat().st_mode & 0o777 for path in (made.home / "old-keys").iterdir()} == {0o600}

        own = server.ensure(made.home / "postgres")
        verified = made.command("audit", "verify")  # logs in with the new password, too
        assert verified.returncode == 0, verified.stdout + verified.stderr
        keys = {key for _, key in made.sql("SELECT tree_size, key_id FROM audit.audit_checkpoint")}
        assert len(keys) == 2
        # an old key proves nothing that is later than its time
        [kept] = (made.home / "old-keys").glob("audit-*.pem")
        kept.rename(kept.with_name(kept.name.replace(f"audit-{signed[-1][0]}-", "audit-0-")))
        assert made.command("audit", "verify").returncode == 1
    finally:
        own.stop()


def test_a_change_of_keys_that_was_cut_short_is_ended_by_the_same_command(tmp_path):
    made = City(tmp_path / "home", *free_ports())
    own = server.ensure(made.home / "postgres")
    try:
        assert made.command("migrate").returncode == 0
        [old] = secrets_of(made.home)
        shutil.copy2(made.home / "secret.key", made.home / "secret.key.new")
        (made.home / "secret.key.new").write_text("ab" * 32)
        (made.home / "old-keys").mkdir(mode=0o700)
        shutil.copy2(made.home / "secret.key", made.home / "old-keys" / "secret-0001.key")
        own.stop()
        served = made.command("serve")
        assert (served.returncode, "yiyuan keys rotate" in served.stderr) == (1, True), served.stderr
        (tmp_path / "plain").write_bytes(b"rows")
        original = made.home / "originals" / NAME
        original.parent.mkdir(parents=True)
        vault.seal_file(tmp_path / "plain", original, secret=old, context=NAME)
        whole = original.read_bytes()
        original.write_bytes(whole[:-1])  # cut short on the disk
        stopped = made.command("keys", "rotate")
        assert (stopped.returncode, NAME in stopped.stderr, "Traceback" in stopped.stderr) == (1, True, False)
        original.write_bytes(whole)
        done = made.command("keys", "rotate")
        assert done.returncode == 0, done.stderr
        assert sealed_with(made.home, "ab" * 32)
        assert secrets_of(made.home)[0] == "ab" * 32 != old
        own = server.ensure(made.home / "postgres")
        assert made.command("audit", "verify").returncode == 0
    finally:
        own.stop()
