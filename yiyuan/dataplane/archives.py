"""ZIP archives that people hand in: nothing an archive says of itself is believed, a member that cannot be taken is
named.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from yiyuan.dataplane.errors import FileRefused

MAX_MEMBERS: Final = 500
MAX_UNPACKED_BYTES: Final = 2 * 1024 * 1024 * 1024  # all members together
MAX_RATIO: Final = 200  # unpacked to packed
_RATIO_COUNTS_FROM: Final = 64 * 1024 * 1024  # bytes; small repetitive files pack extremely well and do no harm
_PIECE_BYTES: Final = 1024 * 1024
_UTF8: Final = 0x800  # flag: the name is in UTF-8
_LOCKED: Final = 0x1
_PACKED: Final = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}
_LEFT_BY_MACHINES: Final = re.compile(
    r"(^|/)(__MACOSX(/|$)|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Member:
    """name: as a person reads it, with its folders."""

    name: str
    info: zipfile.ZipInfo

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.name).name

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


def members_of(path: Path) -> list[Member]:
    """The files of an archive in the order of their names. Raises FileRefused naming the member that is not taken."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except _BROKEN as error:
        raise FileRefused("not_zip") from error
    found = [Member(_name_of(info), info) for info in infos if not info.is_dir()]
    found = [member for member in found if not _LEFT_BY_MACHINES.search(member.name)]
    if not found:
        raise FileRefused("zip_empty")
    if len(found) > MAX_MEMBERS:
        raise FileRefused("zip_many", members=len(found), limit=MAX_MEMBERS)
    for member in found:
        if why := _fault_of(member):
            raise FileRefused("member", member=member.name, why=why)
    names = [member.name for member in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise FileRefused("member", member=twice, why="出现了不止一次；请改名或去掉一份后重新压缩。")
    total, packed = sum(member.info.file_size for member in found), max(1, path.stat().st_size)
    if total > MAX_UNPACKED_BYTES or (total > _RATIO_COUNTS_FROM and total > MAX_RATIO * packed):
        raise FileRefused("zip_large", megabytes=total // 2**20, limit=MAX_UNPACKED_BYTES // 2**20)
    return sorted(found, key=lambda member: member.name)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: programs of Windows write GB18030, some write UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:  # it was none of these
            raw = b"\xff"
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        else:
            raise FileRefused("member", member=ascii(name), why="的名称读不出；请改名后重新压缩。")
    return name.replace("\\", "/")


def _fault_of(member: Member) -> str:
    """Why a member is not taken, before it is unpacked; empty where it is."""
    info, parts = member.info, PurePosixPath(member.name).parts
    if not member.name.isprintable() or member.name.startswith("/") or _DRIVE.match(member.name) or ".." in parts:
        return "的路径指向压缩包以外，或名称含有控制字符；请只压缩要交的文件。"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "是一个链接，不是文件；请压缩文件本身。"
    if info.flag_bits & _LOCKED:
        return "设了密码；请去掉密码后重新压缩。"
    if member.suffix in _PACKED:
        return "又是一个压缩包；请解开后放在同一个压缩包里。"
    return ""


@contextmanager
def unpacked(path: Path, member: Member, *, max_bytes: int) -> Iterator[Path]:
    """A private copy of a member under its own ending, beside the archive, gone afterwards.

    Raises FileRefused where it is larger than allowed or than it says, or broken.
    """
    with TemporaryDirectory(dir=path.parent) as folder:
        to = Path(folder) / f"member{member.suffix}"
        if member.info.file_size > max_bytes:
            megabytes, limit = member.info.file_size // 2**20, max_bytes // 2**20
            raise FileRefused("member", member=member.name, why=f"有 {megabytes} MB，超过上限 {limit} MB；请拆分。")
        try:
            with zipfile.ZipFile(path) as archive, archive.open(member.info) as source, to.open("wb") as target:
                while piece := source.read(_PIECE_BYTES):  # no more than it says, its check sum compared at the end
                    target.write(piece)
        except _BROKEN as error:
            raise FileRefused("member", member=member.name, why="已损坏，或压缩方法不常用；请重新压缩。") from error
        yield to
