"""Bringing an installation up: database, roles, schema, shipped reference data. Every step is safe to repeat."""

import ast
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from yiyuan.audit.fingerprints import of_secret, of_signing_key
from yiyuan.config import database, env
from yiyuan.operations import manifest as papers
from yiyuan.postgres import roles, server

POLL_S = 0.1
GATHERED = "static/gathered"  # in the home: what was gathered, as a digest
NOT_OURS_ALONE = {"postgres", "static"}  # the database sees to its own files; a proxy may hand out the static ones


def use_role(role: str) -> None:
    """Which database role this process logs in with; call before Django is set up."""
    os.environ["YIYUAN_DATABASE_ROLE"] = role


def django_ready() -> None:
    """Set Django up for a command."""
    os.umask(0o077)  # what a process of the application writes is its owner's alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiyuan.config.settings")
    import django

    django.setup()


def embedded(home: Path) -> server.Server | None:
    """Our own server, made if need be, not started; None where the user brings one."""
    return None if database.admin_url() else server.prepare(database.embedded_root(home))


def admin_url(home: Path) -> str:
    """The address of a login that may make roles; the embedded server must be made."""
    return database.admin_url() or server.prepare(database.embedded_root(home)).superuser_url()


def bootstrap(home: Path) -> None:
    """Roles, database, schemas. The server must answer.

    A user's login that may not create roles is fine once `yiyuan doctor --sql` was run by the server's keeper.
    """
    admin = admin_url(home)
    if database.admin_url():
        admin = with_database(admin, "postgres")
    roles.bootstrap(admin, database.place(home).name, env.secret(home))


def drop_database(home: Path) -> None:
    """Throw a half-built demo away, so that building it starts afresh."""
    with psycopg.connect(with_database(admin_url(home), "postgres"), autocommit=True) as link:
        name = sql.Identifier(database.place(home).name)
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def with_database(url: str, name: str) -> str:
    """The same address with another database name."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo(url, dbname=name)


def structure_digest() -> str:
    """Names the database structure this program needs: all migrations and the roles' SQL."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(version("procrastinate").encode())
    for path in [*sorted(package.glob("*/migrations/*.py")), package / "postgres" / "roles.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def migrations() -> set[str]:
    """The migrations of our rooms this program brings, as "room.name"."""
    return {f"{path.parents[1].name}.{path.stem}" for path in _migration_files()}


@cache
def replaced() -> frozenset[str]:
    """The former migrations that one of this program stands for; a database notes them beside it."""
    found = set()
    for path in _migration_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "replaces":
                found |= {f"{room}.{name}" for room, name in ast.literal_eval(node.value)}
    return frozenset(found)


def _migration_files() -> list[Path]:
    return sorted(Path(__file__).parents[1].glob("*/migrations/[0-9]*.py"))


def wrong_server(home: Path) -> str:
    """Why the program's PostgreSQL cannot open the data of this home, in words; "" when it can. Asked first."""
    if database.admin_url():
        return ""
    made, here = server.data_major(database.embedded_home(home)), server.major_of(server.binary("postgres"))
    if made in {0, here}:
        return ""
    return (
        f"{home} 里的数据库是 PostgreSQL {made} 的，本程序带的是 {here}，打不开，也没有动它。"
        "请装回原来的版本，运行 yiyuan backup；再装这个版本，用 yiyuan restore 恢复到一个空的 YIYUAN_HOME。"
    )


def applied(home: Path) -> set[str]:
    """The migrations of our rooms in the database, as "room.name"; empty where there is no database yet."""
    try:
        with psycopg.connect(with_database(admin_url(home), database.place(home).name), connect_timeout=5) as link:
            rows = link.execute("SELECT app, name FROM control.django_migrations").fetchall()
    except psycopg.Error:
        return set()
    rooms = {path.name for path in Path(__file__).parents[1].iterdir()}
    return {f"{room}.{name}" for room, name in rows if room in rooms}


def too_new(there: set[str]) -> str:
    """Why this program must not touch a database with these migrations, in words; "" when it may."""
    if not (unknown := sorted(there - migrations() - replaced())):
        return ""
    return (
        f"数据库由较新的一源建立（有本程序不认识的 {unknown[0]}）。"
        "请装回那个版本，或把升级前的备份用 yiyuan restore 恢复到一个空的 YIYUAN_HOME。"
    )


def too_old(home: Path, there: set[str]) -> str:
    """Why `serve` does not bring a city's database up to date by the way; "" for a new one, a current one, a demo's."""
    if not there or not migrations() - there or (home / "demo.json").exists():
        return ""
    return "数据库还是旧版本的结构。请运行 yiyuan upgrade：它先备份，再升级。"


def too_far_back(there: set[str]) -> str:
    """Why a database with these migrations cannot be brought up to date by this program; "" when it can."""
    rooms = {name.partition(".")[0] for name in replaced() & there}
    missing = sorted(name for name in replaced() - there if name.partition(".")[0] in rooms)
    if not missing or not migrations() - there:
        return ""
    return (
        f"数据库是更早的一源建立的（还没有 {missing[0]}），本程序不能直接升级它。"
        "请先装回 2026 年 11 月的版本运行 yiyuan upgrade，再装这个版本升级一次。"
    )


def step(home: Path, name: str, *, role: str, leave: Callable[[], bool] = lambda: False) -> None:
    """One step (`run.main`) in a process of its own, logged in as its role; ended without a word once `leave` says so.

    Raises CalledProcessError where it failed or was ended. Ctrl-C of a terminal reaches the caller alone.
    """
    variables = {**os.environ, "YIYUAN_DATABASE_ROLE": role, "YIYUAN_HOME": str(home)}
    command = [sys.executable, "-m", "yiyuan.config.run", name]
    with subprocess.Popen(command, env=variables, umask=0o077, start_new_session=True) as process:  # noqa: S603 - ours
        try:
            while process.poll() is None and not leave():
                time.sleep(POLL_S)
        finally:
            process.terminate()  # of one that has ended: nothing
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)


def is_current(home: Path) -> bool:
    """Whether the database already has this structure; it says so itself, so a restored one is not mistaken."""
    try:
        with psycopg.connect(database.url(home, env.secret(home), "app"), connect_timeout=5) as link:
            row = link.execute("SELECT obj_description('control'::regnamespace)").fetchone()
    except psycopg.Error:
        return False
    return row is not None and (row[0] or "").split(" ")[0] == structure_digest()


def lost_keys(home: Path) -> list[str]:
    """What is wrong with the installation's keys, in words; the server must answer. Empty before the first start.

    Asked before anything is written: a new secret would give the database's roles new passwords and leave what was
    sealed with the old one closed for ever.
    """
    try:
        with psycopg.connect(with_database(admin_url(home), database.place(home).name), connect_timeout=5) as link:
            noted: dict[str, str] = dict(link.execute("SELECT name, fingerprint FROM audit.audit_keymark").fetchall())
    except psycopg.Error:
        return []  # no database or no table yet, or a login that may not read here: the doctor asks again
    return key_problems(home, noted)


def tidy(home: Path) -> None:
    """Before anything runs here: files for the owner only, and nothing plain or half-written of a killed process."""
    with suppress(PermissionError):  # a folder somebody else made for us
        home.chmod(env.HOME_MODE)
    for path in home.iterdir():
        if path.name not in NOT_OURS_ALONE:
            path.chmod(0o700 if path.is_dir() else 0o600)
    parts = [path for name in papers.FOLDERS for path in (home / name).rglob("*.part")]
    for left in [*home.glob("originals/open/*"), *home.glob("tmp/*"), *home.glob("extracts/open-*"), *parts]:
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def new_secret(home: Path) -> Path:
    """The next secret, while keys are being changed; it is there from the first step to the last."""
    return home / "secret.key.new"


def key_problems(home: Path, noted: dict[str, str]) -> list[str]:
    """The keys in the folder against the fingerprints on record; no file is made."""
    if new_secret(home).exists():
        return ["更换密钥没有做完。请再运行 yiyuan keys rotate。"]
    problems = []
    for name, made_of in (("secret.key", of_secret), ("audit-key.pem", of_signing_key)):
        path = home / name
        if name in noted and not path.exists():
            problems.append(f"密钥 {path} 不见了。请从备份恢复这个文件，再启动。")
        elif name in noted and made_of(path.read_bytes()) != noted[name]:
            problems.append(f"密钥 {path} 不是这个数据库原来的那一把。请从备份恢复原来的文件，再启动。")
    return problems


def migrate() -> None:
    """Bring tables and reference data up to date, as the owner. Run in a process that logged in as owner."""
    from django.db import connection

    from yiyuan.audit.keys import note as note_keys
    from yiyuan.organisations.models import Region
    from yiyuan.organisations.services import load_regions
    from yiyuan.postgres import structure

    structure.migrate()
    if not Region.objects.exists():
        load_regions()
    note_keys()
    noted = f"{structure_digest()} {version('yiyuan')}"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON SCHEMA control IS {}").format(sql.Literal(noted)))


def static_is_current(home: Path) -> bool:
    """Whether the gathered static files are those of this program."""
    noted = home / GATHERED
    return noted.exists() and noted.read_text() == _static_digest()


def gather_static() -> None:
    """Put the static files under names that carry their content, compressed. Django is set up."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    (settings.HOME / GATHERED).write_text(_static_digest())


def _static_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].glob("*/static/**/*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def stage(words: str, *, quiet: bool = False) -> Iterator[None]:
    """Say what is being done and how long it took."""
    begun = time.monotonic()
    if not quiet:
        print(f"  {words} …", end="", flush=True)
    yield
    if not quiet:
        print(f" {time.monotonic() - begun:.1f} 秒", flush=True)
