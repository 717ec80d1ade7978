"""帮助: the section of the page, in the reader's own chapter, with the values that hold where the reader is."""

from datetime import date

from django.test import Client
from django.urls import reverse

from tests.support.pages import Browser
from yiyuan.config.help import href_of
from yiyuan.kernel.actor import Function


def _browser(cast):
    browser = Browser()
    browser.force_login(cast.account("civil_affairs"))
    return browser


def test_the_help_of_a_page_opens_the_section_of_the_readers_own_chapter(cast):
    officer = cast.person("civil_affairs")
    head = cast.person("civil_affairs", Function.HEAD)
    assert href_of("sharing:received", officer) == "/help/officer/#received"
    assert href_of("sharing:received", head) == "/help/head/#decide"
    assert href_of("ask_once:report", None) == "/help/public/#report"
    assert href_of("no:such", head) == reverse("help:contents")


def test_every_page_links_to_its_help(cast):
    browser = _browser(cast)
    assert 'href="/help/officer/#handin">帮助' in browser.get("/intake/").content.decode()
    assert 'href="/help/start/#login">帮助' in Client().get("/login/").content.decode()


def test_a_value_of_the_law_is_the_one_where_the_reader_is(cast, clock):
    clock.set(date(2026, 9, 24))
    page = _browser(cast).get("/help/consumer/").content.decode()
    assert 'href="/law/keys/sharing.reply">答复期限</a>（7 个工作日）' in page
    assert 'class="y-law' in page
    visitor = Client().get("/help/consumer/").content.decode()
    assert 'href="/law/keys/sharing.reply">答复期限</a>内' in visitor


def test_the_whole_manual_stands_on_one_page_with_a_name_of_its_own_for_each_section(cast):
    page = Client().get("/help/all/").content.decode()
    assert 'id="start-desk"' in page
    assert 'id="head-desk"' in page
    assert 'href="/help/bureau/#calendar"' not in page


def test_a_chapter_nobody_wrote_is_not_found(cast):
    assert _browser(cast).get("/help/nothing/").status_code == 404
