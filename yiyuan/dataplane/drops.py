"""Folders into which departments put files: one of this machine, or one behind SFTP. They are read, never written."""

import base64
import hashlib
import socket
import stat
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final, Self

from yiyuan.dataplane.sources.base import CONNECT_S, Account, SourceFailed

if TYPE_CHECKING:
    import paramiko

PIECE_BYTES: Final = 1024 * 1024
MOST_FILES: Final = 10_000  # of a folder
ANSWER_S: Final = 120
UNFINISHED: Final = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".filepart",
    ".crdownload",
    ".swp",
)  # endings while it is sent


class HostKeyChanged(SourceFailed):
    """Another machine answers than the one that was confirmed."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as the folder shows it. modified: seconds since 1970."""

    name: str
    size: int
    modified: int


def is_finished(name: str) -> bool:
    """Whether a name is that of a file; while it is sent, or edited, programs give it another."""
    return not name.startswith((".", "~$")) and not name.lower().endswith(UNFINISHED)


class Drop(ABC):
    """One folder, opened. Raises SourceFailed wherever it does not answer."""

    @abstractmethod
    def version(self) -> str:
        """What it is."""

    @abstractmethod
    def everything(self) -> Iterator[Dropped]:
        """Its regular files, whatever they are called; links are none."""

    @abstractmethod
    def opened(self, name: str) -> IO[bytes]:
        """A file of it."""

    @abstractmethod
    def found(self, name: str) -> Dropped | None:
        """The file as it is now."""

    @abstractmethod
    def close(self) -> None: ...

    def files(self) -> list[Dropped]:
        """Files that are named as files are, the oldest first."""
        found = []
        for one in self.everything():
            if is_finished(one.name):
                found.append(one)
            if len(found) > MOST_FILES:
                raise SourceFailed(f"目录里的文件超过 {MOST_FILES} 个；请清理已经收下的文件。")
        return sorted(found, key=lambda one: (one.modified, one.name))

    def read(self, name: str) -> Iterator[bytes]:
        with _told(), self.opened(name) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class Folder(Drop):
    """A folder of this machine, below one of those that the operator named."""

    def __init__(self, path: str, *, allowed: Collection[str]) -> None:
        with _told():
            place = Path(path).resolve(strict=True)
        if not any(place.is_relative_to(Path(root).resolve()) for root in allowed):
            raise SourceFailed("这个目录还没有列入允许读取的范围；请运维人员在 YIYUAN_DROP_FOLDERS 中加上。")
        if not place.is_dir():
            raise SourceFailed("这不是一个目录，请核对。")
        self._place = place

    def version(self) -> str:
        return "目录"

    def everything(self) -> Iterator[Dropped]:
        with _told():
            for path in self._place.iterdir():
                if found := self.found(path.name):
                    yield found

    def opened(self, name: str) -> IO[bytes]:
        if self.found(name) is None:
            raise FileNotFoundError(name)
        return (self._place / PurePosixPath(name).name).open("rb")

    def found(self, name: str) -> Dropped | None:
        try:
            about = (self._place / PurePosixPath(name).name).lstat()
        except FileNotFoundError:
            return None
        return Dropped(name, about.st_size, int(about.st_mtime)) if stat.S_ISREG(about.st_mode) else None

    def close(self) -> None:
        """Nothing is open."""


class Sftp(Drop):
    """A folder behind SFTP.

    account: `password` may be a private key; options: `folder`, and `host_key` as it was confirmed. Without a confirmed
    key any is taken, for the first look; `host_key` tells which it was.
    """

    def __init__(self, account: Account) -> None:
        import paramiko  # only where a folder is behind SFTP

        self._folder = PurePosixPath(str(account.options.get("folder") or "."))
        address = account.address()
        try:
            line = socket.create_connection((address, account.port), CONNECT_S)
        except OSError as error:
            raise SourceFailed(f"连不上 {account.host}:{account.port}，请核对地址、端口和防火墙。") from error
        self._transport = paramiko.Transport(line)
        try:
            self._enter(account)
        except BaseException:
            self._transport.close()
            raise

    def _enter(self, account: Account) -> None:
        import paramiko

        transport = self._transport
        try:
            transport.start_client(timeout=CONNECT_S)
            key = transport.get_remote_server_key()
            self.host_key = f"{key.get_name()} {key.get_base64()}"
            if (known := account.options.get("host_key")) and known != self.host_key:
                told = f"{fingerprint(str(known))} 变为 {fingerprint(self.host_key)}"
                raise HostKeyChanged(f"对方主机的密钥变了：{told}。可能换了机器，也可能有人冒充，已停止连接")
            if private := _private_key(account.password):
                transport.auth_publickey(account.user, private)
            else:
                transport.auth_password(account.user, account.password)
            opened = paramiko.SFTPClient.from_transport(transport)
        except paramiko.AuthenticationException as error:
            raise SourceFailed("用户名、密码或私钥不对，请核对。") from error
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise SourceFailed(f"{account.host}:{account.port} 不像是 SFTP 服务，或没有答复；请核对。") from error
        if opened is None:
            raise SourceFailed("对方没有开通 SFTP，请核对。")
        self._sftp = opened
        channel = opened.get_channel()
        if channel is not None:
            channel.settimeout(ANSWER_S)
        with _told():
            self._sftp.listdir_attr(str(self._folder))

    def version(self) -> str:
        return f"SFTP，主机密钥 {fingerprint(self.host_key)}"

    def everything(self) -> Iterator[Dropped]:
        with _told():
            for about in self._sftp.listdir_iter(str(self._folder)):
                if stat.S_ISREG(about.st_mode or 0):
                    yield Dropped(about.filename, about.st_size or 0, about.st_mtime or 0)

    def opened(self, name: str) -> IO[bytes]:
        file: Any = self._sftp.open(self._at(name), "rb")  # of paramiko
        file.prefetch()
        return file  # type: ignore[no-any-return]

    def found(self, name: str) -> Dropped | None:
        with _told():
            try:
                about = self._sftp.lstat(self._at(name))
            except FileNotFoundError:
                return None
        return Dropped(name, about.st_size or 0, about.st_mtime or 0) if stat.S_ISREG(about.st_mode or 0) else None

    def close(self) -> None:
        self._transport.close()

    def _at(self, name: str) -> str:
        return str(self._folder / PurePosixPath(name).name)


def open_drop(kind: str, account: Account, *, folders: Collection[str]) -> Drop:
    """kind: "folder" or "sftp". folders: those of this machine that may be read. Raises SourceFailed."""
    if kind == "folder":
        return Folder(str(account.options.get("folder", "")), allowed=folders)
    return Sftp(account)


def host_key_of(drop: Drop) -> Mapping[str, str]:
    """What is to be confirmed of it, as options."""
    return {"host_key": drop.host_key} if isinstance(drop, Sftp) else {}


def fingerprint(host_key: str) -> str:
    """As programs of SSH show it."""
    digest = hashlib.sha256(base64.b64decode(host_key.partition(" ")[2])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _private_key(text: str) -> "paramiko.PKey | None":
    """A private key without a passphrase, where the text is one; None: it is a password. Raises SourceFailed."""
    if not text.lstrip().startswith("-----BEGIN"):
        return None
    import paramiko

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(StringIO(text.strip() + "\n"))
        except (paramiko.SSHException, ValueError):
            continue
    raise SourceFailed("私钥读不出：须是没有口令的 Ed25519、ECDSA 或 RSA 私钥。")


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong, in words."""
    import paramiko

    try:
        yield
    except FileNotFoundError as error:
        raise SourceFailed("目录或文件不在了，请核对。") from error
    except PermissionError as error:
        raise SourceFailed("没有读取的权限，请对方管理员授予。") from error
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise SourceFailed("与对方的连接断了，或在限定时间内没有答完；请再试一次。") from error
