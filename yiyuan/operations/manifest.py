"""What a backup holds and how to tell that all of it is there. Needs no Django and no database."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from yiyuan.dataplane.vault import OLD_KEYS, read_pieces, seal_bytes, unseal_bytes
from yiyuan.kernel.errors import Damaged

NAME: Final = "manifest.json"
DUMP: Final = "database.dump"
KEYS: Final = "keys.sealed"
FORMAT: Final = 1
PARTIAL: Final = ".partial"
FOLDERS: Final = (  # of the home, sealed files all
    "originals",
    "evidence",
    "extracts",
    "papers",
    "collection",
    "projects",
    "rectification",
    "licences",
    "checkpoints",
)
SINGLE: Final = ("demo.json", "demo-clock")  # of a demo's home
SEALS: Final = "seals"  # keys and certificates of electronic seals
KEY_FILES: Final = ("secret.key", "audit-key.pem")
_SALT_BYTES: Final = 16
_KEYS_CONTEXT: Final = "yiyuan backup keys"


class BackupBroken(Exception):
    """The backup cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """tables: rows of each, "schema.table", in the snapshot of the dump. migrations: "room.name" of our rooms.

    audit_size, audit_root: the last signed root in the snapshot. seal: shows that the installation wrote this.
    """

    product: str
    postgresql: int
    made_at: str
    database: str
    migrations: tuple[str, ...]
    tables: Mapping[str, int]
    audit_size: int
    audit_root: str
    files: Mapping[str, Kept]
    format: int = FORMAT
    seal: str = ""

    def sealed(self, secret: str) -> "Manifest":
        return replace(self, seal=self._seal(secret))

    def is_of(self, secret: str) -> bool:
        """Whether the installation with this secret wrote it, as it stands."""
        return hmac.compare_digest(self.seal, self._seal(secret))

    def _seal(self, secret: str) -> str:
        plain = json.dumps(asdict(replace(self, seal="")), sort_keys=True).encode()
        return hmac.digest(f"yiyuan.backup:{secret}".encode(), plain, "sha256").hex()

    @property
    def size_bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


def product_version() -> str:
    return version("yiyuan")


def write(folder: Path, manifest: Manifest) -> None:
    write_private(folder / NAME, [json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()])


def read(folder: Path) -> Manifest:
    """Raises BackupBroken."""
    path = folder / NAME
    if not path.exists():
        raise BackupBroken(f"{folder} 不是完整的备份：没有 {NAME}。名字带 {PARTIAL} 的是没有做完的。")
    try:
        said = json.loads(path.read_text())
        if said["format"] != FORMAT:
            raise BackupBroken(f"{path} 的格式是 {said['format']}，本程序读 {FORMAT}。请用做备份的那个版本恢复。")
        files = {name: Kept(**kept) for name, kept in said.pop("files").items()}
        return Manifest(files=files, migrations=tuple(said.pop("migrations")), **said)
    except (ValueError, KeyError, TypeError) as error:
        raise BackupBroken(f"{path} 读不出，备份已损坏。请换一份备份。") from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file again. Raises BackupBroken at the first that is missing or not as it was."""
    for name, kept in manifest.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise BackupBroken(f"清单里的 {name} 不在备份目录里。请换一份备份。")
        if not path.exists():
            raise BackupBroken(f"备份里缺 {name}。请换一份备份。")
        if describe(path) != kept:
            raise BackupBroken(f"备份里的 {name} 与清单的摘要不符，文件已变。请换一份备份。")


def describe(path: Path) -> Kept:
    digest = hashlib.sha256()
    for piece in read_pieces(path):
        digest.update(piece)
    return Kept(path.stat().st_size, digest.hexdigest())


def write_private(path: Path, pieces: Iterable[bytes]) -> Kept:
    """Write a file for the owner only, on disk before we return; what was written."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        return Kept(file.tell(), digest.hexdigest())


def key_files(home: Path) -> list[Path]:
    """The keys of an installation: those in use, and old ones that still open what they sealed."""
    seals = [path for end in ("key", "crt", "json") for path in sorted((home / SEALS).rglob(f"*.{end}"))]
    named = [home / name for name in KEY_FILES if (home / name).exists()]
    return [*named, *sorted((home / OLD_KEYS).glob("*")), *seals]


def seal_keys(home: Path, passphrase: str) -> bytes:
    """All keys as one blob that only the passphrase opens."""
    held = {str(path.relative_to(home)): path.read_text() for path in key_files(home)}
    salt = os.urandom(_SALT_BYTES)
    return salt + seal_bytes(json.dumps(held).encode(), secret=_stretched(passphrase, salt), context=_KEYS_CONTEXT)


def open_keys(sealed: bytes, passphrase: str) -> dict[str, str]:
    """Content by name in the home. Raises BackupBroken."""
    secret = _stretched(passphrase, sealed[:_SALT_BYTES])
    try:
        held: dict[str, str] = json.loads(unseal_bytes(sealed[_SALT_BYTES:], secrets=[secret], context=_KEYS_CONTEXT))
    except Damaged as error:
        raise BackupBroken(f"口令打不开 {KEYS}。请核对 YIYUAN_BACKUP_PASSPHRASE_FILE 里的口令。") from error
    return held


def _stretched(passphrase: str, salt: bytes) -> str:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()).hex()
