"""`yiyuan keys rotate`: a new secret and a new signing key in front, the old ones kept for what was made under them.

The service is stopped meanwhile. Cut short anywhere, the same command goes on where it ended; until then `yiyuan serve`
refuses the home. Old secrets open what they sealed until that is sealed anew. Of an old signing key the public half
stays, with the number of rows it signed for.
"""

import secrets
import subprocess
import sys
from pathlib import Path

import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from yiyuan.audit.fingerprints import of_secret, of_signing_key
from yiyuan.config import database, start
from yiyuan.config.serve import claim
from yiyuan.dataplane.vault import OLD_KEYS
from yiyuan.operations.manifest import write_private
from yiyuan.postgres import roles, server

SECRET, SIGNING = "secret.key", "audit-key.pem"


def rotate(home: Path, *, quiet: bool) -> int:
    """Exit code 1 when it could not be begun or ended, with what to do."""
    lock = claim(home)
    if lock is None:
        return _refuse(f"{home} 里的一源正在运行。先停掉它，再更换密钥。")
    with lock:
        if problem := start.wrong_server(home):
            return _refuse(problem)
        own = None if database.admin_url() else server.ensure(database.embedded_root(home))
        try:
            return _rotate(home, quiet=quiet)
        except psycopg.Error as error:
            return _refuse(f"\n数据库没有照办：{str(error).strip()}。密钥没有换完，处理后再运行 yiyuan keys rotate。")
        finally:
            if own:
                own.stop()


def _rotate(home: Path, *, quiet: bool) -> int:
    new, resealing = start.new_secret(home), home / "resealing"
    if not new.exists() and not resealing.exists():
        there = start.applied(home)
        if problems := [*start.lost_keys(home), *filter(None, [start.too_new(there)])]:
            return _refuse("\n".join(problems))
        if start.migrations() - there:
            return _refuse("数据库还不是本版本的结构。先运行 yiyuan serve（新装）或 yiyuan upgrade。")
        with start.stage("封存审计记录，做新密钥", quiet=quiet):
            start.step(home, "seal", role="app")
            _prepare(home)
    if new.exists():
        with start.stage("换上新密钥", quiet=quiet):
            resealing.touch(mode=0o600)
            _switch(home)
    try:
        with start.stage("用新密钥重新加密", quiet=quiet):
            start.step(home, "reseal", role="app")
    except subprocess.CalledProcessError:  # it has said itself what is wrong
        return _refuse("\n密钥没有换完，旧密钥仍在用。处理后再运行 yiyuan keys rotate。")
    resealing.unlink()
    print(f"密钥已更换，旧密钥留在 {home / OLD_KEYS}。请马上做一次备份：以前的备份仍要以前的密钥。所有人须重新登录。")
    return 0


def _prepare(home: Path) -> None:
    """Old keys aside, new ones beside; the new secret comes last and says that all is there."""
    with psycopg.connect(start.with_database(start.admin_url(home), database.place(home).name)) as link:
        row = link.execute("SELECT coalesce(max(tree_size), 0) FROM audit.audit_checkpoint").fetchone()
    signed = row[0] if row else 0
    aside, pem = home / OLD_KEYS, (home / SIGNING).read_bytes()
    number = len(list(aside.glob("secret-*.key"))) + 1
    write_private(aside / f"secret-{number:04d}.key", [(home / SECRET).read_bytes()])
    key = serialization.load_pem_private_key(pem, None)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    write_private(aside / f"audit-{signed}-{of_signing_key(pem)}.pem", [public])
    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(_new_signing(home), [made])
    part = start.new_secret(home).with_suffix(".part")
    write_private(part, [secrets.token_hex(32).encode()])
    part.replace(start.new_secret(home))


def _switch(home: Path) -> None:
    """Passwords of the roles, fingerprints in the database, files; every step is safe to repeat."""
    new, signing = start.new_secret(home), _new_signing(home)
    admin, name = start.admin_url(home), database.place(home).name
    roles.bootstrap(start.with_database(admin, "postgres"), name, new.read_text().strip())
    pem = (signing if signing.exists() else home / SIGNING).read_bytes()
    with psycopg.connect(start.with_database(admin, name)) as link:
        link.execute(f"SET ROLE {roles.OWNER}")
        for file, mark in ((SECRET, of_secret(new.read_bytes())), (SIGNING, of_signing_key(pem))):
            link.execute(
                "INSERT INTO audit.audit_keymark (name, fingerprint, noted_at) VALUES (%s, %s, clock_timestamp())"
                " ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, noted_at = excluded.noted_at",
                [file, mark],
            )
    if signing.exists():
        signing.replace(home / SIGNING)
    new.replace(home / SECRET)


def _new_signing(home: Path) -> Path:
    return home / f"{SIGNING}.new"


def reseal() -> None:
    """In a process of the application: everything sealed under an older secret is sealed anew, and the act recorded.

    Ends the process with words where something does not open; the rooms after it are resealed all the same.
    """
    from django.conf import settings

    from yiyuan.audit.api import record
    from yiyuan.config.wiring import RESEALS
    from yiyuan.kernel.actor import SYSTEM
    from yiyuan.kernel.errors import Damaged
    from yiyuan.operations.api import note_damage
    from yiyuan.operations.types import OperationsTag

    done, damaged = 0, []
    for part in RESEALS:
        try:
            done += part()
        except Damaged as found:
            note_damage(found.place)
            damaged.append(found.place)
    if damaged:
        raise SystemExit(f"\n有密封的内容打不开：{'、'.join(damaged)}。请从备份恢复。")
    marks = {"secret": of_secret(settings.INSTALLATION_SECRET.encode()), "resealed": done}
    record(SYSTEM, OperationsTag.KEYS_ROTATED, object_type="operations.keys", object_id="ring", facts=marks)


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 1
