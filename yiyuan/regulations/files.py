"""The YAML files the law engine reads: shipped texts and profiles, and those of the installation.

A slip is named with its file and line; a file with one is not used, and the product does not start with it.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LawDataError(ValueError):
    """Files that do not say what they must; one sentence a line, each with file and line."""


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """What is wrong where; line counts from 1."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


class Document(dict[str, Any]):
    """A YAML mapping that knows on which line it and each of its keys stand; values are checked by the readers."""

    line = 1
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read; `document` is empty where `slips` say that it cannot be read."""

    name: str
    document: Document
    slips: tuple[Slip, ...] = ()


@cache
def text_files() -> tuple[Source, ...]:
    """Each shipped regulation."""
    return tuple(_read(path) for path in sorted((DATA / "texts").glob("*.yaml")))


@cache
def profile_files() -> tuple[Source, ...]:
    """Each profile: shipped, then those in the folder YIYUAN_PROFILES names."""
    shipped = tuple(_read(path) for path in sorted((DATA / "profiles").glob("*.yaml")))
    own = os.environ.get("YIYUAN_PROFILES")
    return shipped + tuple(_own(Path(own))) if own else shipped


def slips_of(sources: Sequence[Source]) -> list[Slip]:
    """What keeps files from being read at all, and keys written twice."""
    return [slip for source in sources for slip in source.slips]


def no_slips(slips: Sequence[Slip]) -> None:
    """Raises: LawDataError naming all of them."""
    if slips:
        raise LawDataError("\n".join(str(slip) for slip in slips))


def misshapen(
    file: str, document: Any, *, needed: Collection[str], known: Collection[str] = (), at: int = 1, what: str = ""
) -> Iterator[Slip]:  # whatever YAML gave
    """Keys that lack or that nothing reads; one slip if it is no mapping at all."""
    if not isinstance(document, Document):
        yield Slip(file, at, f"{what}要写成“键: 值”")
        return
    yield from (Slip(file, document.line, f"{what}缺少 {key}") for key in needed if key not in document)
    unknown = [key for key in document if key not in needed and key not in known]
    yield from (Slip(file, document.line_of(key), f"{what}没有 {key} 这一项") for key in unknown)


def wrong_dates(file: str, document: Document, keys: Collection[str]) -> Iterator[Slip]:
    """Keys that hold something that is no date; a date in quotes is a text."""
    for key in keys:
        value = document.get(key)
        if value is not None and type(value) is not date:
            yield Slip(file, document.line_of(key), f"{key} 要写成日期，如 2024-07-01，不加引号，现为 {value!r}")


def _own(folder: Path) -> Iterator[Source]:
    if not folder.is_dir():
        yield _broken(folder, 1, "没有这个文件夹（YIYUAN_PROFILES）")
        return
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml":
            yield _read(path)
        elif path.suffix == ".yml":
            yield _broken(path, 1, "文件名要以 .yaml 结尾，否则不会读取")


def _broken(path: Path, line: int, problem: str) -> Source:
    return Source(path.name, _empty(), (Slip(path.name, line, problem),))


def _empty() -> Document:
    document = Document()
    document.lines = {}
    return document


def _read(path: Path) -> Source:
    try:
        loader = _Lines(path.read_text("utf-8"))
        content = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _broken(path, mark.line + 1 if mark else 1, f"不是合格的 YAML：{error.problem or error.context}")
    except (yaml.YAMLError, ValueError, OSError) as error:
        return _broken(path, 1, f"文件读不了：{error}")
    if content is None:
        return _broken(path, 1, "文件是空的")
    if not isinstance(content, Document):
        return _broken(path, 1, "要写成“键: 值”")
    return Source(path.name, content, tuple(Slip(path.name, line, f"{key}: 写了两次") for key, line in loader.twice))


class _Lines(_Loader):  # type: ignore[misc, valid-type]  # PyYAML has no types
    """A safe loader whose mappings keep their lines; a key written twice is noted, the later one stays."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.twice: list[tuple[str, int]] = []

    def mapping(self, node: Any) -> Iterator[Document]:  # a node of PyYAML
        document = _empty()
        document.line = node.start_mark.line + 1
        yield document
        self.flatten_mapping(node)
        for key_node, value_node in node.value:
            key = str(self.construct_object(key_node, deep=True))
            line = key_node.start_mark.line + 1
            if key in document:
                self.twice.append((key, line))
            document[key] = self.construct_object(value_node, deep=True)
            document.lines[key] = line

    def day(self, node: Any) -> Any:  # as above
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value  # 2024-02-30: the reader of the key says that it is no date


_Lines.add_constructor("tag:yaml.org,2002:map", _Lines.mapping)
_Lines.add_constructor("tag:yaml.org,2002:timestamp", _Lines.day)
