import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from yiyuan.kernel.errors import Unavailable
from yiyuan.postgres import roles
from yiyuan.postgres import server as launcher
from yiyuan.postgres.server import Server

DEBIAN = Path("/usr/lib/postgresql/15/bin")


def _pid(server: Server) -> int:
    return int((server.data_dir / "postmaster.pid").read_text().splitlines()[0])


def test_rows_survive_a_killed_postmaster(server: Server) -> None:
    server.make_database("killed")
    with psycopg.connect(server.superuser_url("killed"), autocommit=True) as connection:
        connection.execute("create table if not exists t as select generate_series(1, 50000) as n")
    os.kill(_pid(server), signal.SIGKILL)
    again = launcher.ensure(server.home)
    assert again == server
    with psycopg.connect(again.superuser_url("killed")) as connection:
        assert connection.execute("select count(*) from t").fetchone() == (50000,)
    again.drop_database("killed")


def test_no_value_of_a_failed_statement_is_written_to_the_log(server: Server) -> None:
    with psycopg.connect(server.superuser_url("postgres"), autocommit=True) as connection:
        with pytest.raises(psycopg.DataError):
            connection.execute("select '99000019590101009X'::date")
        connection.execute("do $$ begin raise log 'written'; end $$")
    for _ in range(100):  # the collector writes when it comes to it
        written = "".join(path.read_text() for path in (server.home / "log").iterdir())
        if "written" in written:
            break
        time.sleep(0.1)
    assert "written" in written
    assert "99000019590101009X" not in written


def test_an_existing_server_is_found_and_keeps_its_port(server: Server) -> None:
    pid = _pid(server)
    assert launcher.ensure(server.home) == server
    assert _pid(server) == pid
    server.stop()
    assert not server.is_running()
    server.stop()
    assert launcher.ensure(server.home).port == server.port


def test_a_lock_left_by_another_life_of_the_machine_does_not_hinder(server: Server) -> None:
    lock = server.data_dir / "postmaster.pid"
    text = lock.read_text()
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"], **launcher._process_owner(server.home))
    try:
        lock.write_text("\n".join([str(stranger.pid), *text.splitlines()[1:]]) + "\n")
        server.start(timeout=30)
        assert server.is_running()
    finally:
        stranger.kill()
        stranger.wait()


def test_the_password_is_needed_and_private(server: Server) -> None:
    assert (server.home / "superuser.password").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url(user="postgres", password="wrong", dbname="postgres"))
    with psycopg.connect(
        server.url(user="postgres", password=server.password, dbname="postgres", host=str(server.socket_dir))
    ) as local:
        assert local.execute("show data_checksums").fetchone() == ("on",)
        assert local.execute("show wal_level").fetchone() == ("logical",)
        assert local.execute("select datcollate, pg_encoding_to_char(encoding) from pg_database").fetchone() == (
            "C.UTF-8",
            "UTF8",
        )


def test_the_postmaster_can_be_a_child(open_folder: Path) -> None:
    server = launcher.prepare(open_folder / "child")
    assert not server.is_running()
    command, owner = server.postmaster_command()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **owner)
    try:
        server.wait_ready(60)
        assert _pid(server) == child.pid
        assert launcher.ensure(open_folder / "child").port == server.port
    finally:
        child.send_signal(signal.SIGINT)
        assert child.wait(30) == 0
    assert not server.is_running()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is given another user")
def test_root_runs_it_as_nobody_special_also_from_a_closed_folder() -> None:
    closed = Path(tempfile.mkdtemp(prefix="yiyuan-closed-"))  # 0700, of root
    server = launcher.ensure(closed / "var" / "postgres")
    try:
        assert server.home.is_relative_to("/var/lib/yiyuan")
        assert (closed / "var" / "postgres" / "moved-to.txt").read_text().strip() == str(server.home)
        assert Path(f"/proc/{_pid(server)}").stat().st_uid != 0
        assert launcher.ensure(closed / "var" / "postgres") == server
    finally:
        server.stop()
        shutil.rmtree(server.home)
        shutil.rmtree(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is given another user")
def test_first_starts_at_once_make_one_user(monkeypatch: pytest.MonkeyPatch, open_folder: Path) -> None:
    made: list[str] = []

    def getpwnam(name: str) -> SimpleNamespace:
        if name not in made:
            raise KeyError(name)
        return SimpleNamespace(pw_name=name)

    def useradd(command: list[str], **_said: object) -> None:
        time.sleep(0.2)
        made.append(command[-1])

    monkeypatch.setattr(launcher, "_SYSTEM_HOME", open_folder / "users")
    monkeypatch.setattr(launcher.shutil, "which", lambda name: f"/usr/sbin/{name}")
    monkeypatch.setattr(launcher.pwd, "getpwnam", getpwnam)
    monkeypatch.setattr(launcher.subprocess, "run", useradd)
    with ThreadPoolExecutor(4) as several:
        found = list(several.map(lambda _start: launcher._system_user(), range(4)))
    assert made == ["yiyuan"]
    assert [user.pw_name for user in found if user] == ["yiyuan"] * 4


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is given another user")
def test_binaries_in_a_closed_folder_are_copied(monkeypatch: pytest.MonkeyPatch, open_folder: Path) -> None:
    monkeypatch.setattr(launcher, "_SYSTEM_HOME", open_folder / "lib")
    (open_folder / "lib").mkdir()
    closed = open_folder / "closed"
    package = launcher.bundled_bin_dir().parents[1]
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, closed / name, symlinks=True)
    closed.chmod(0o700)
    found = launcher._readable_binaries(closed / launcher.bundled_bin_dir().relative_to(package.parent))
    assert found.is_relative_to(open_folder / "lib")
    said = subprocess.run([found / "initdb", "--version"], user="nobody", capture_output=True, text=True, check=True)
    assert "pg-" + said.stdout.split()[2] in found.parts


def test_a_long_folder_still_gets_a_socket(open_folder: Path) -> None:
    long = open_folder / ("很长的路径" * 12)
    server = launcher.ensure(long)
    try:
        assert not server.socket_dir.is_relative_to(long)
        assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        shutil.rmtree(server.socket_dir)


@pytest.mark.skipif(not DEBIAN.exists(), reason="no other PostgreSQL here")
def test_any_folder_of_binaries_will_do(open_folder: Path) -> None:
    server = launcher.ensure(open_folder / "debian", bin_dir=DEBIAN)
    try:
        with psycopg.connect(server.superuser_url()) as connection:
            assert connection.info.server_version // 10000 == 15
        urls = roles.bootstrap(server.superuser_url(), "old", "s")
        assert urls == roles.bootstrap(server.superuser_url(), "old", "s")
        with psycopg.connect(urls.app) as app:
            app.execute("create schema pool_1")
        script = roles.role_sql("old_script", "s")
        subprocess.run([server.binary("psql"), "-X", "-q", server.superuser_url()], input=script, text=True, check=True)
    finally:
        server.stop()


def test_a_start_that_cannot_succeed_says_why(open_folder: Path) -> None:
    server = launcher.prepare(open_folder / "broken")
    (server.data_dir / "local.conf").write_text("shared_buffers = 'much'\n")
    (server.data_dir / "local.conf").chmod(0o644)
    with pytest.raises(Unavailable) as refused:
        server.start(timeout=20)
    assert "shared_buffers" in refused.value.facts["log"]


def test_programs_are_found_by_name(server: Server) -> None:
    for name in ("psql", "pg_dump", "pg_restore", "pgbench"):
        assert server.binary(name).exists()
        assert launcher.binary(name).exists()
    with pytest.raises(Unavailable):
        launcher.binary("oracle")


def test_settings_fit_the_machine() -> None:
    small = launcher.settings(memory_bytes=4 << 30, shared_memory_bytes=64 << 20)
    assert small["shared_buffers"] == "512MB"
    assert small["dynamic_shared_memory_type"] == "mmap"
    large = launcher.settings(memory_bytes=256 << 30, shared_memory_bytes=8 << 30)
    assert large["shared_buffers"] == "2048MB"
    assert large["dynamic_shared_memory_type"] == "posix"
