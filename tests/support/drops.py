"""A department's SFTP server for tests: Debian's OpenSSH, as whoever runs the tests, on a port of its own."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from yiyuan.dataplane.sources import Account

SSHD = Path("/usr/sbin/sshd")
LOOPBACK = "127.0.0.1"
START_S = 20


@dataclass
class SftpServer:
    """folder: what the account sees as `drop`; key: a private key that is let in."""

    home: Path
    port: int
    key: str
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def folder(self) -> Path:
        return self.home / "drop"

    def account(self, **options: str) -> Account:
        said = {"folder": str(self.folder), **options}
        return Account(LOOPBACK, self.port, "", getpass.getuser(), self.key, {LOOPBACK}, said)

    def start(self, *, host_key: str) -> None:
        """host_key: a name; another one is another key."""
        self.stop()
        key = self.home / host_key
        if not key.exists():
            _keygen(key)
        config = self.home / "config"
        config.write_text(
            f"Port {self.port}\nListenAddress {LOOPBACK}\nHostKey {key}\nPidFile {self.home}/pid\n"
            f"AuthorizedKeysFile {self.home}/user.pub\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
            "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nSubsystem sftp internal-sftp\n"
        )
        self.process = subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_S
        while True:
            try:
                socket.create_connection((LOOPBACK, self.port), 1).close()
            except OSError:
                assert time.monotonic() < end, "sshd does not listen"
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(30)
            self.process = None


def _keygen(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


@contextmanager
def sftp_server() -> Iterator[SftpServer]:
    """Needs Debian's openssh-server; `make test` installs it."""
    if not SSHD.exists():
        pytest.skip("OpenSSH is not installed: sudo apt-get install openssh-server")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # what its service makes
    home = Path(tempfile.mkdtemp(prefix="yiyuan-sftp-"))
    (home / "drop").mkdir()
    _keygen(home / "user")
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    server = SftpServer(home, port, (home / "user").read_text())
    try:
        server.start(host_key="first")
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
