"""`yiyuan serve`: runs database, pages, gateway and worker, restarts what died, ends all of it together."""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from yiyuan.config import beats, env, start
from yiyuan.config.gateway import FINISHES_S, RESPAWNS_S
from yiyuan.kernel.alive import answers
from yiyuan.kernel.errors import Unavailable
from yiyuan.postgres.server import Server

PR_SET_PDEATHSIG = 1
CHECK_EVERY_S = 0.5
RESTART_AFTER_S = 1.0
STOP_WITHIN_S = 15.0
LOG_BYTES = 20 * 1024 * 1024  # of one log before it is put aside
LOGS_KEPT = 5
DATABASE_WITHIN_S = 60.0
PORTS = "ports.json"  # in the folder of the processes


def _follow_parent(sign: int) -> Callable[[], None]:
    """Have the kernel signal the child when the supervisor is gone, however it went."""

    def arrange() -> None:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, sign)

    return arrange


@dataclass
class Part:
    """One process of the installation, in a group of its own."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    options: dict[str, Any] = field(default_factory=dict)  # further arguments of Popen
    process: subprocess.Popen[bytes] | None = None
    died_at: float = 0.0

    def launch(self, folder: Path) -> None:
        log = os.fdopen(os.open(folder / f"{self.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
        own = folder.parent / "tmp"  # what is plain for a moment lies in the home, where a start removes what is left
        own.mkdir(mode=0o700, exist_ok=True)
        beaten = folder / "beats" / self.name
        beaten.mkdir(mode=0o700, parents=True, exist_ok=True)
        told = {"TMPDIR": str(own), beats.FOLDER: str(beaten)}
        options = {"env": {**os.environ, **told, **self.env}, **self.options}
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            umask=0o077,
            preexec_fn=_follow_parent(self.stop_signal),  # noqa: PLW1509 - the supervisor has no threads
            **options,
        )
        log.close()
        (folder / f"{self.name}.pid").write_text(str(self.process.pid))

    def clear_left(self, folder: Path) -> None:
        """Kill what an earlier, killed supervisor left of this part."""
        _kill_group(_noted_group(folder, self.name))

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def clear(self) -> None:
        """Take the rest of the group down after its leader died."""
        if self.process is not None:
            _kill_group(self.process.pid)

    def replace_standing_still(self, folder: Path) -> None:
        """Kill what gives no signs of life any more; its parent starts another one."""
        if self.process is None:
            return
        for pid in beats.standing_still(folder / "beats" / self.name, group=self.process.pid):
            print(f"{self.name}: process {pid} stood still and was killed", file=sys.stderr)
            os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        if self.running and self.process:
            self.process.send_signal(self.stop_signal)

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.clear()


def rotate(log: Path) -> None:
    """Put a log aside when it is long. Its process writes on in the same file; a line of that moment may be lost."""
    if not log.exists() or log.stat().st_size < LOG_BYTES:
        return
    for number in range(LOGS_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    aside = log.with_name(f"{log.name}.1")
    shutil.copy2(log, aside)
    os.truncate(log, 0)


def _noted_group(folder: Path, name: str) -> int:
    """Process group noted by an earlier run, if it still is ours; 0 otherwise."""
    try:
        pid = int((folder / f"{name}.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return 0
    return pid if b"yiyuan" in command or b"procrastinate" in command else 0


def _kill_group(pid: int) -> None:
    if pid:
        try:
            os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def parts(*, page_port: int, gateway_port: int, public_port: int, host: str) -> list[Part]:
    """Pages, gateway, public site and worker; the database is added where it is ours."""
    granian = [sys.executable, "-m", "granian", "--host", host, "--no-ws", "--log-level", "warning"]
    granian += ["--respawn-failed-workers", "--respawn-interval", str(RESPAWNS_S)]
    granian += ["--workers-kill-timeout", str(FINISHES_S)]
    return [
        Part(
            "pages",
            [
                *granian,
                "--port",
                str(page_port),
                "--interface",
                "wsgi",
                "--workers",
                "2",
                "--blocking-threads",
                "4",
                "yiyuan.config.wsgi:application",
            ],
            {"YIYUAN_DATABASE_ROLE": "app"},
        ),
        Part(
            "gateway",
            [sys.executable, "-m", "yiyuan.config.gateway", host, str(gateway_port)],
            {"YIYUAN_DATABASE_ROLE": "gateway"},
        ),
        Part(
            "public",
            [
                *granian,
                "--port",
                str(public_port),
                "--interface",
                "wsgi",
                "--workers",
                "1",
                "--blocking-threads",
                "4",
                "yiyuan.config.public_wsgi:application",
            ],
            {"YIYUAN_DATABASE_ROLE": "public", "YIYUAN_SITE": "open"},
        ),
        Part(
            "worker",
            [sys.executable, "-c", "from yiyuan.config.worker import main; main()"],
            {"YIYUAN_DATABASE_ROLE": "app"},
        ),
    ]


def database_part(postmaster: Server) -> Part:
    command, owner = postmaster.postmaster_command()
    return Part("database", command, stop_signal=signal.SIGINT, options=dict(owner))


def claim(home: Path) -> IO[bytes] | None:
    """The lock of this home, held while the file is open; None when another supervisor holds it."""
    lock = (home / "run.lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def note_ports(home: Path, *, pages: int, gateway: int, public: int) -> None:
    """On which ports the installation of this home runs, for whoever asks while it does."""
    (home / "run" / PORTS).write_text(json.dumps({"pages": pages, "gateway": gateway, "public": public}))


def running_ports(home: Path) -> tuple[int, int, int] | None:
    """Ports of pages, gateway and public site of the installation that runs in this home; None where none does."""
    lock = claim(home)
    if lock is not None:
        lock.close()
        return None
    try:
        said = json.loads((home / "run" / PORTS).read_text())
        return int(said["pages"]), int(said["gateway"]), int(said["public"])
    except (OSError, ValueError, KeyError):
        return None


def part_runs(home: Path, name: str) -> bool:
    """Whether the process noted for this part is there."""
    return _noted_group(home / "run", name) != 0


def port_is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


class Supervisor:
    """Starts the parts, watches them, ends them. One per home: whoever starts it holds `claim`."""

    def __init__(
        self, home: Path, *, page_port: int, gateway_port: int, public_port: int = 0, host: str = "127.0.0.1"
    ) -> None:
        self.home = home
        self.folder = home / "run"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        public_port = public_port or env.port("YIYUAN_PUBLIC_PORT", page_port + 3)
        self.ports = (page_port, gateway_port, public_port)
        self.host = host
        self.stopping = False
        self.database: Part | None = None
        self.parts = parts(page_port=page_port, gateway_port=gateway_port, public_port=public_port, host=host)
        self.postmaster = start.embedded(home)

    def start_database(self) -> None:
        """Ours as a child; a server that outlived a killed supervisor is stopped first, so that it is ours again."""
        if self.postmaster is None:
            return
        if self.postmaster.is_running():
            self.postmaster.stop()
        self.database = database_part(self.postmaster)
        until = time.monotonic() + DATABASE_WITHIN_S
        while not self.stopping:
            self.database.launch(self.folder)
            self._await_database(self.database)
            if self.database.running or time.monotonic() > until:
                break
            time.sleep(0.5)  # what is left of a killed server still holds the folder
        self.postmaster.wait_ready(1)

    def start_parts(self) -> None:
        note_ports(self.home, pages=self.ports[0], gateway=self.ports[1], public=self.ports[2])
        for part in self.parts:
            part.launch(self.folder)

    def wait_until_ready(self, *, within_s: float) -> bool:
        """Until pages and gateway answer; False if they do not in time."""
        until = time.monotonic() + within_s
        while time.monotonic() < until and not self.stopping:
            if all(answers(port) for port in self.ports):
                return True
            self.look_after()
            time.sleep(0.1)
        return False

    def look_after(self) -> None:
        """Restart what died, the database first. A part waits a second before it is tried again."""
        everything = [self.database, *self.parts] if self.database else self.parts
        for part in everything:
            rotate(self.folder / f"{part.name}.log")
            if part.running or self.stopping:
                part.replace_standing_still(self.folder)
                continue
            now = time.monotonic()
            if not part.died_at:
                part.died_at = now
                part.clear()
                continue
            if now - part.died_at < RESTART_AFTER_S:
                continue
            part.died_at = 0.0
            part.launch(self.folder)
            if part is self.database:
                self._await_database(part)

    def _await_database(self, part: Part, *, within_s: float = 600) -> None:
        """Until statements are answered. A server that died again meanwhile is left to the next round."""
        until = time.monotonic() + within_s
        while self.postmaster and part.running and not self.stopping and time.monotonic() < until:
            try:
                self.postmaster.wait_ready(1)
            except Unavailable:
                continue
            return

    def run(self) -> None:
        """Watch until told to stop."""
        while not self.stopping:
            self.look_after()
            time.sleep(CHECK_EVERY_S)

    def stop(self) -> None:
        """End pages, gateway and worker, then the database."""
        self.stopping = True
        until = time.monotonic() + STOP_WITHIN_S
        for part in self.parts:
            part.stop()
        for part in self.parts:
            part.wait(until)
        if self.database:
            self.database.stop()
            self.database.wait(time.monotonic() + STOP_WITHIN_S)

    def heed_signals(self) -> None:
        def leave(_number: int, _frame: object) -> None:
            self.stopping = True

        signal.signal(signal.SIGINT, leave)
        signal.signal(signal.SIGTERM, leave)
