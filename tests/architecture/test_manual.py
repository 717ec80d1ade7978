"""Every page has its section in the manual, and the manual names nothing that is not there."""

import re

import pytest
import yaml
from django.urls import is_valid_path, reverse

from tests.architecture.layers import ROOT
from tests.matrix.world import page_names
from yiyuan.config import help as manual
from yiyuan.config.navigation import GROUPS, _lines
from yiyuan.regulations.keys import LAW_KEYS

TEXTS = {name: (manual.FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in manual.READERS}
FILES = {  # what answers with a file
    *("intake:blank", "intake:changes", "intake:refused", "licences:template"),
    *("spreadsheets:export", "spreadsheets:returned", "spreadsheets:sheet_returned", "spreadsheets:template"),
}
NUMBER_OF_DAYS = re.compile(r"[0-9二三四五六七八九十]+\s*个?(工作日|自然日|天|日内|个月|年内)")


def pages() -> set[str]:
    """What somebody gets in at by GET, by the tables of permissions."""
    found = set()
    for file in ROOT.glob("yiyuan/*/tests/permissions.yaml"):
        for row, answers in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            method, _, name = row.partition("@")[0].partition(" ")
            if method == "GET" and 200 in answers and ":" in name:
                found.add(name)
    return {name for name in found if not name.startswith(("help:", "api:", "/"))} - FILES


def sections() -> list[tuple[manual.Chapter, manual.Section]]:
    return [(chapter, section) for chapter in manual.chapters().values() for section in chapter.sections]


def links() -> list[tuple[str, str]]:
    return [(name, href) for name, text in TEXTS.items() for href in re.findall(r"\]\(([^)]+)\)", text)]


def test_every_page_has_a_section_that_helps_with_it():
    helped = {page for _, section in sections() for page in section.pages}
    assert pages() - helped == set()


@pytest.mark.parametrize("group", GROUPS)
def test_every_line_of_the_left_column_has_a_section(group):
    contents = reverse("help:contents")
    lines = _lines()[group]
    assert lines
    assert [line.url for line in lines if manual.href_of(line.url, None) == contents] == []


def test_the_manual_names_no_page_that_is_gone():
    assert {page for _, section in sections() for page in section.pages} - page_names().keys() == set()


@pytest.mark.parametrize("name", manual.READERS)
def test_no_chapter_helps_twice_with_one_page_nor_names_two_sections_alike(name):
    chapter = manual.chapters()[name]
    named = [page for section in chapter.sections for page in section.pages]
    ids = [section.id for section in chapter.sections]
    assert (sorted(set(named)), sorted(set(ids))) == (sorted(named), sorted(ids))


def test_every_file_of_the_manual_is_a_chapter_and_the_documents_list_it():
    assert {file.stem for file in manual.FOLDER.glob("*.md")} == set(manual.READERS)
    listed = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
    assert [name for name in manual.READERS if f"manual/{name}.md)" not in listed] == []


def test_links_of_the_manual_lead_somewhere():
    assert [(at, href) for at, href in links() if not _leads(href)] == []


def _leads(href: str) -> bool:
    if href.startswith(manual.LAW):
        return href.removeprefix(manual.LAW) in LAW_KEYS
    chapter, _, section = href.partition(".md")
    if chapter in manual.READERS:
        return section in {"", *(f"#{found.id}" for found in manual.chapters()[chapter].sections)}
    return is_valid_path(href)


@pytest.mark.parametrize("name", manual.READERS)
def test_the_manual_states_no_number_of_days_itself(name):
    assert NUMBER_OF_DAYS.findall(TEXTS[name]) == []
