"""帮助: the manual (`manual/*.md`, a chapter per reader) as pages, and which of its sections helps with which page.

A section is a heading of the second level; the comment under it names it and the pages it helps with:
`<!-- apply: sharing:apply sharing:edit -->`. A link to `/law/keys/<key>` is followed by the value that holds where the
reader is, with its articles: the manual itself states no number of days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from yiyuan.kernel import clock
from yiyuan.kernel.actor import ADMINISTRATION, OFFICERS, Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.regulations.api import chips, resolve, words
from yiyuan.web.components import chips_html
from yiyuan.web.htmx import render

FOLDER = Path(__file__).parent / "manual"
LAW = "/law/keys/"
# file -> whose chapter it is; nobody's: the public's. The reader's own come first where several help with a page
READERS: dict[str, frozenset[Function]] = {
    "start": frozenset(Function),
    "officer": frozenset({Function.DATA_OFFICER, Function.REVIEWER, Function.SECRECY}),
    "consumer": OFFICERS,
    "head": frozenset({Function.HEAD}),
    "bureau": frozenset({Function.BUREAU, Function.LEADING}),
    "operator": ADMINISTRATION | {Function.OPERATOR},
    "auditor": frozenset({Function.AUDITOR, Function.AUDIT_ADMIN}),
    "developer": OFFICERS,
    "public": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands under it. pages: names of the addresses it helps with."""

    id: str
    title: str
    pages: tuple[str, ...]
    tokens: Sequence[Token]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual. tokens: what stands before its first section."""

    name: str
    title: str
    tokens: Sequence[Token]
    sections: Sequence[Section]

    @property
    def href(self) -> str:
        return reverse("help:chapter", args=[self.name])


@cache
def chapters() -> dict[str, Chapter]:
    return {name: _read(name) for name in READERS}


def href_of(page: str, actor: Actor | None) -> str:
    """The section that helps with a page, of the reader's own chapter where it has one; without any, the contents."""
    fitting = _sections_by_page().get(page, [])
    own = [found for found in fitting if actor is not None and actor.has(*READERS[found[0].name])]
    for chapter, section in [*own, *fitting]:
        return f"{chapter.href}#{section.id}"
    return reverse("help:contents")


@cache
def _sections_by_page() -> dict[str, list[tuple[Chapter, Section]]]:
    found: dict[str, list[tuple[Chapter, Section]]] = {}
    for chapter in chapters().values():
        for section in chapter.sections:
            for page in section.pages:
                found.setdefault(page, []).append((chapter, section))
    return found


def _read(name: str) -> Chapter:
    tokens = _markdown().parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    for inline in tokens:
        inline.children = list(_linked(inline.children)) if inline.children else inline.children
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    ends = [*starts[1:], len(tokens)]
    sections = [_section(tokens[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Chapter(name, tokens[1].content, tokens[3 : starts[0]], sections)


def _section(tokens: Sequence[Token]) -> Section:
    """heading_open, its words, heading_close, the comment, the text."""
    comment = tokens[3].content.strip().removeprefix("<!--").removesuffix("-->")
    name, _, pages = comment.partition(":")
    return Section(name.strip(), tokens[1].content, tuple(pages.split()), tokens[4:])


def _linked(tokens: Iterable[Token]) -> Iterator[Token]:
    """Links to other chapters lead to their pages; behind a link to a rule stands a place for its value."""
    key = ""
    for token in tokens:
        yield token
        if token.type == "link_open":
            href = str(token.attrs["href"])
            chapter, _, section = href.partition(".md")
            if chapter in READERS:
                token.attrs["href"] = f"{reverse('help:chapter', args=[chapter])}{section}"
            key = href.removeprefix(LAW) if href.startswith(LAW) else ""
        elif token.type == "link_close" and key:
            yield Token("law", "", 0, content=key)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.add_render_rule("law", _value)
    return markdown


def _value(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
    """What a rule says where the reader is, of a duty its articles alone; a visitor is nowhere."""
    actor = env["actor"]
    if actor is None:
        return ""
    resolved = resolve(tokens[at].content, region=actor.region_code, on=clock.today())
    value = "" if isinstance(resolved.value, bool) else f"（{words(resolved)}）"
    return format_html("{}{}", value, chips_html(chips(resolved)))


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All chapters, the reader's own first."""
    actor = _actor(request)
    shown = sorted(chapters().values(), key=lambda chapter: not _is_own(chapter, actor))
    return render(request, "config/manual.html", {"chapters": [(one, _is_own(one, actor)) for one in shown]})


@require_safe
def one_chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """One chapter whole."""
    if chapter not in READERS:
        raise NotFound("help.chapter", id=chapter)
    found = chapters()[chapter]
    return _shown(request, [found], title=found.title)


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The whole manual on one page, to search in and to print."""
    return _shown(request, list(chapters().values()), title="使用手册全文")


def _shown(request: HttpRequest, shown: Sequence[Chapter], *, title: str) -> HttpResponse:
    env = {"actor": _actor(request)}
    written = [
        (one, _html(one.tokens, env), [(section, _html(section.tokens, env)) for section in one.sections])
        for one in shown
    ]
    return render(request, "config/manual_chapter.html", {"title": title, "written": written})


def _html(tokens: Sequence[Token], env: dict[str, Any]) -> SafeString:
    markdown = _markdown()
    text: str = markdown.renderer.render(tokens, markdown.options, env)
    return mark_safe(text)  # noqa: S308 - our own


def _is_own(chapter: Chapter, actor: Actor | None) -> bool:
    readers = READERS[chapter.name]
    return actor.has(*readers) if actor is not None else not readers


def _actor(request: HttpRequest) -> Actor | None:
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else None


app_name = "help"
urlpatterns = [
    path("", contents, name="contents"),
    path("all/", whole, name="whole"),
    path("<slug:chapter>/", one_chapter, name="chapter"),
]
