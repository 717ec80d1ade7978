"""No page is a dead end: a lapsed login, an aged page, a copied address, a second window, a database that is gone."""

from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tests.support.pages import Browser
from yiyuan.config import edge
from yiyuan.sharing.models import Application
from yiyuan.sharing.services import withdraw_application
from yiyuan.sharing.tests.test_services import ask

PASSWORD = "Korrekt-7-Pferd"
OWN = {"origin": "http://testserver"}
WORDS = "无法提供，因为这些数据还没有核对。"
SENT = {"answer": "refuse", "reason": WORDS, "basis": "《某法》第三条", "basis_level": "law"}


@pytest.fixture
def application(cast, clock):
    clock.set(date(2026, 9, 24))
    asked, _, _ = ask(cast)
    return Application.objects.get(id=asked.id)


@pytest.fixture
def head(cast):
    account = cast.account("civil_affairs", "head")
    account.set_password(PASSWORD)
    account.save()
    return account


def _decide(application):
    return reverse("sharing:decide", args=[application.id])


def test_a_login_that_lapsed_keeps_what_was_filled_in(application, head):
    at = _decide(application)
    browser = Browser()
    answer = browser.forged(at, SENT, headers=OWN)
    assert answer.status_code == 401
    assert "填过的内容还在" in answer.content.decode()
    browser._see(at, answer)
    browser.post(reverse("organisations:login"), {"login": head.login, "password": "falsch-falsch-1"})
    answer = browser.post(reverse("organisations:login"), {"login": head.login, "password": PASSWORD})
    assert "接着提交" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert Application.objects.get(id=application.id).state == application.state  # nothing is sent by itself
    browser.post(at, {})
    assert Application.objects.get(id=application.id).state != application.state


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}])
def test_what_another_site_posts_is_kept_by_nobody(application, head, headers):
    at = _decide(application)
    stranger = Client().post(at, SENT, headers=headers)
    assert stranger["Location"] == f"{reverse('organisations:login')}?next={at.replace('/', '%2F')}"
    client = Client(enforce_csrf_checks=True)
    client.force_login(head)
    answer = client.post(at, SENT, headers=headers)
    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


def test_a_page_that_grew_too_old_keeps_what_was_filled_in(application, head):
    client = Client(enforce_csrf_checks=True)
    client.force_login(head)
    answer = client.post(_decide(application), SENT, headers=OWN)
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "接着提交" in text
    assert WORDS in text


def test_a_part_of_a_page_says_that_the_login_lapsed_and_leaves_the_page_alone(application):
    answer = Client().post(_decide(application), {}, headers={"HX-Request": "true", **OWN})
    assert (answer.status_code, answer["HX-Retarget"]) == (401, "#messages")
    assert "另开窗口登录" in answer.content.decode()


def test_an_address_that_only_takes_posts_leads_to_its_page(application, head):
    client = Client()
    client.force_login(head)
    page = application.get_absolute_url()
    assert client.get(f"{page}withdraw/")["Location"] == page
    answer = client.post(reverse("sharing:received"))
    assert answer.status_code == 405
    assert "接下来可以" in answer.content.decode()


def test_who_comes_second_reads_what_became_of_it(application, head, cast):
    client = Browser()
    client.force_login(head)
    client.get(_decide(application))
    consumer = cast.person("housing_fund")
    withdraw_application(application.id, actor=consumer)
    answer = client.forged(_decide(application), SENT)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert consumer.person_name in text
    assert "现在是“已撤回”" in text
    assert f'href="{application.get_absolute_url()}"' in text
    assert "y-nav" in text  # with the way on


@pytest.mark.parametrize("at", ["/", "/api/v1/me"])
def test_a_database_that_is_gone_is_no_fault_of_the_program(at, monkeypatch, db):
    def gone(*_):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(edge, "actor_of_login", gone)
    monkeypatch.setattr(edge, "actor_of_token", gone)
    client = Client(raise_request_exception=False)
    answer = client.get(at, headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "没有丢失任何数据" in answer.content.decode()


def test_a_refusal_is_headed_by_one_sentence_and_says_below_it_what_to_do(cast):
    client = Client()
    client.force_login(cast.account("civil_affairs"))
    page = client.get("/sharing/applications/99999999/").content.decode()
    assert "<h1>没有找到这一项，或者它不在您的权限范围内。</h1>" in page
    assert "<p>请核对地址，或从列表重新进入。 </p>" in page
