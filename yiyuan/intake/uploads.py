"""An upload before anything of it is kept: what it may be, how its columns are read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final, Protocol

from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import readers, scans
from yiyuan.dataplane.errors import FileRefused
from yiyuan.intake import columns, mapping, rules, selectors
from yiyuan.intake.types import Reading
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.workflow.api import Law

SUFFIXES: Final = {
    **dict.fromkeys((".csv", ".txt", ".tsv"), "csv"),
    ".xlsx": "xlsx",
    **dict.fromkeys((".xls", ".et"), "xls"),
    ".ods": "ods",
    ".zip": "zip",
    ".parquet": "parquet",
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    ".geojson": "geojson",
}


class Upload(Protocol):
    """A file as Django's request, or a test, hands it over."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


class PathUpload:
    """A file of this machine as an upload; for imports by command and the demo."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name: str | None = path.name

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while chunk := file.read(chunk_size or 1024 * 1024):
                yield chunk


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a file. marked: it carries a mark of classification, nothing else was looked at then.

    reading: None where a person must say which item each column gives, from the first rows.
    """

    marked: bool = False
    reading: Reading | None = None
    heading: int = 1
    first_rows: list[list[str]] = field(default_factory=list, repr=False)

    @property
    def digest(self) -> str:
        """Of the reading; empty where headings are the items' names, and where there is none yet."""
        return self.reading.digest if self.reading else ""

    def left_empty(self, resource: ResourceInfo) -> list[str]:
        """Items no column gives."""
        return columns.left_empty(self.reading.columns, resource.items) if self.reading else []


def look_into(path: Path, resource: ResourceInfo, *, sender_id: int, told: mapping.Told) -> Look:
    """Guard the file and find out how its columns are read. Raises RuleBroken."""
    try:
        names = mapping.names_in_files(resource, sender_id) | told.names
        found = readers.look(path, names=names, heading=0 if told.headless else None, loose=True)
        if any(rules.is_marked(header) for header in found.headers):
            return Look(marked=True)
        if found.other_sheets:
            others = "、".join(found.other_sheets)
            raise RuleBroken("intake.file", problem=f"工作簿里还有别的工作表（{others}）；请只留一张表，分别上传。")
        selectors.checks_for(resource, law=Law(resource.region_code, clock.today()))
        reading = mapping.reading_of(found, resource, sender_id=sender_id, told=told)
        if reading is None:
            marked = any(rules.is_marked(cell) for cells in found.first for cell in cells)
            return Look(marked=marked, heading=found.heading, first_rows=[] if marked else found.first)
        if found.empty:
            raise RuleBroken("intake.file", problem="文件只有表头，没有数据。")
    except FileRefused as refused:
        raise RuleBroken("intake.file", problem=refused.sentence) from refused
    return Look(reading=reading, heading=reading.heading, first_rows=found.first)


def name_of(upload: Upload) -> tuple[str, str]:
    """Name of an upload and its ending. Raises RuleBroken("intake.file") for an ending that is not taken."""
    name = PurePath((upload.name or "").replace("\\", "/")).name[-200:] or "未命名"
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken("intake.file", problem=_unsupported(name, suffix))
    return name, suffix


def _unsupported(name: str, suffix: str) -> str:
    if suffix in {".xlsm", ".xlsb", ".xltm"}:
        return "工作簿可能含有宏；请另存为不含宏的 .xlsx 后重新上传。"
    if scans.digital_named(name):
        return "这是文件或图像，不是表格；资源格式是电子文件、图形图像的，在资源的“电子文件”里交。"
    taken = "CSV、Excel（.xlsx、.xls）、ODS、Parquet、JSON 行（.jsonl）、GeoJSON 文件，或者它们的 ZIP 压缩包"
    return f"不支持“{suffix or '没有扩展名'}”的文件；请上传{taken}。"
