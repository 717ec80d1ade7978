"""Open an OFD package that anybody may have made: no more files, bytes or entities than a document has."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from yiyuan.seals.errors import Malformed

OFD = "{http://www.ofdspec.org/2016}"
MOST_BYTES, MOST_FILES, MOST_UNPACKED, MOST_OF_ONE = 20 * 1024 * 1024, 2000, 100 * 1024 * 1024, 50 * 1024 * 1024
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_pis": True}
ENCRYPTED = 0x1


class Package:
    """Its files by name, each once. Every way it can be wrong is Malformed, in words."""

    def __init__(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise Malformed(f"文件超过 {MOST_BYTES // 1024 // 1024} MB")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise Malformed("不是 OFD 文件（不是 ZIP 包，或者已损坏）") from error
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        if len(members) > MOST_FILES or sum(one.file_size for one in members) > MOST_UNPACKED:
            raise Malformed("包里的文件太多，或者解开后过大，可能是恶意文件")
        self._members = {one.filename.lstrip("/"): one for one in members}
        if len(self._members) != len(members):
            raise Malformed("包里有同名的文件")
        for name, one in self._members.items():
            if posixpath.normpath(name) != name or name.startswith("..") or "\\" in name or one.flag_bits & ENCRYPTED:
                raise Malformed(f"包里的文件“{name[:80]}”名称不正常，或者加了密")
        self._read: dict[str, bytes] = {}

    @property
    def names(self) -> set[str]:
        return set(self._members)

    def read(self, name: str) -> bytes:
        if name not in self._members:
            raise Malformed(f"包里没有“{name[:80]}”")
        if name not in self._read:
            member = self._members[name]
            if member.file_size > MOST_OF_ONE:
                raise Malformed(f"包里的“{name[:80]}”过大")
            try:
                with self._zip.open(member) as file:
                    found = file.read(member.file_size + 1)
            except (
                zipfile.BadZipFile,
                zlib.error,
                OSError,
                ValueError,
                NotImplementedError,
                EOFError,
                RuntimeError,
            ) as error:
                raise Malformed(f"包里的“{name[:80]}”解不开，已损坏") from error
            if len(found) != member.file_size:
                raise Malformed(f"包里的“{name[:80]}”大小与目录不符")
            self._read[name] = found
        return self._read[name]

    def xml(self, name: str) -> Any:  # an element of lxml
        try:
            root = etree.fromstring(self.read(name), etree.XMLParser(**PARSER))
        except (etree.XMLSyntaxError, ValueError, RecursionError) as error:
            raise Malformed(f"“{name[:80]}”不是正常的 XML") from error
        if root is None or root.getroottree().docinfo.doctype:
            raise Malformed(f"“{name[:80]}”里有不允许的文档类型声明")
        return root

    def at(self, place: str | None, *, beside: str) -> str:
        """A location written in one file, as a name of the package."""
        if not place or not place.strip():
            raise Malformed(f"“{beside[:80]}”里缺少文件位置")
        place = place.strip()
        joined = place[1:] if place.startswith("/") else posixpath.join(posixpath.dirname(beside), place)
        found = posixpath.normpath(joined)
        if found.startswith("..") or found not in self._members:
            raise Malformed(f"“{beside[:80]}”指向包里没有的文件“{place[:80]}”")
        return found

    def entry(self) -> Any:  # the DocBody element
        root = self.xml("OFD.xml")
        bodies = root.findall(f"{OFD}DocBody")
        if root.tag != f"{OFD}OFD" or len(bodies) != 1:
            raise Malformed("OFD.xml 不合 GB/T 33190 的格式，或者不止一个文档")
        return bodies[0]

    def document(self) -> str:
        return self.at(self.entry().findtext(f"{OFD}DocRoot"), beside="OFD.xml")

    def about(self) -> dict[str, str]:
        """Metadata the file states of itself."""
        each = self.entry().iter(f"{OFD}CustomData")
        return {one.get("Name", ""): one.text or "" for one in each}

    def signatures(self) -> tuple[str, list[str]]:
        """The list of signatures ("" without one) and the description of each."""
        place = self.entry().findtext(f"{OFD}Signatures")
        if place is None:
            return "", []
        name = self.at(place, beside="OFD.xml")
        each = self.xml(name).findall(f"{OFD}Signature")
        return name, [self.at(one.get("BaseLoc"), beside=name) for one in each]

    def pages(self) -> list[str]:
        name = self.document()
        found = [self.at(one.get("BaseLoc"), beside=name) for one in self.xml(name).iter(f"{OFD}Page")]
        if not found:
            raise Malformed("文件里没有页")
        return found

    def media(self) -> dict[str, str]:
        """Pictures by their number."""
        document = self.document()
        found = {}
        for part in ("PublicRes", "DocumentRes"):
            for one in self.xml(document).iter(f"{OFD}{part}"):
                name = self.at(one.text, beside=document)
                root = self.xml(name)
                base = posixpath.join(posixpath.dirname(name), root.get("BaseLoc") or "")
                for each in root.iter(f"{OFD}MultiMedia"):
                    found[each.get("ID")] = posixpath.join(base, each.findtext(f"{OFD}MediaFile") or "")
        return found


def numbers(text: str | None) -> list[float]:
    """The four numbers of a box."""
    try:
        found = [float(part) for part in (text or "").split()]
    except ValueError:
        found = []
    if len(found) != 4:  # noqa: PLR2004 - x, y, width, height
        raise Malformed("页面上的位置写得不对")
    return found
