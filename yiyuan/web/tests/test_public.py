"""Pages of a public site are kept while nothing new is published, and never more than fit."""

import pytest

from yiyuan.web import public


class Site:
    """Pages that count how often they were made."""

    def __init__(self):
        self.made, self.number = 0, 1
        self.kept = public.Kept(self.pages, number=lambda: self.number)

    def pages(self, _environ, start_response):
        self.made += 1
        start_response("200 OK", [("Content-Type", "text/html"), (public.KEEP, "1")])
        return [b"x" * 1000]

    def get(self, path, **environ):
        said = []
        asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, **environ}
        body = b"".join(self.kept(asked, lambda status, headers, *_: said.extend([status, dict(headers)])))
        return said[0], said[1], body


@pytest.fixture
def site():
    return Site()


def test_a_page_is_made_once_until_something_new_is_published(site):
    first, second = site.get("/a"), site.get("/a")
    assert first == second
    assert site.made == 1
    assert site.get("/a", HTTP_IF_NONE_MATCH=first[1]["ETag"])[0] == "304 Not Modified"
    site.number = 2
    site.get("/a")
    assert site.made == 2


def test_whoever_asks_for_ever_other_addresses_fills_no_memory(site, monkeypatch):
    monkeypatch.setattr(public, "MOST_KEPT", 10 * (1000 + public.OVERHEAD))
    for number in range(100):
        site.get(f"/{number}")
    assert len(site.kept._kept) == 10
    site.get("/99")
    assert site.made == 100
    site.get("/0")
    assert site.made == 101


def test_what_is_larger_than_a_form_is_not_read(site):
    assert site.get("/a", CONTENT_LENGTH=str(public.MOST_SENT + 1))[0].startswith("413")
    assert site.made == 0
