import json

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from yiyuan.kernel.errors import YiyuanError
from yiyuan.web.components import Chip, Refusal

STATUSES = [("found", 404), ("allowed", 403), ("rule", 422), ("conflict", 409), ("unavailable", 503)]


def explain(_request: HttpRequest, error: YiyuanError) -> Refusal | None:
    chips = (Chip("安徽299号令 第25条", "/law/25"),)
    return Refusal("授权只能少于申请", chips, "请去掉“住址”。") if error.code == "rule_broken" else None


@pytest.mark.parametrize(("family", "status"), STATUSES)
def test_each_family_of_refusal_is_a_page_that_says_what_why_and_what_next(
    client: Client, family: str, status: int
) -> None:
    answer = client.get(f"/raise/{family}")
    text = answer.content.decode()
    assert answer.status_code == status
    assert "<h1>" in text
    assert "接下来可以" in text
    assert answer["X-Request-ID"] in text


@pytest.mark.parametrize(("family", "status"), STATUSES)
def test_machines_get_the_same_refusal_as_json(client: Client, family: str, status: int) -> None:
    answer = client.get(f"/api/raise/{family}")
    body = json.loads(answer.content)
    assert (answer.status_code, body["status"]) == (status, status)
    assert answer["Content-Type"] == "application/problem+json"
    assert body["request_id"] == answer["X-Request-ID"]


def test_a_missing_object_gives_no_facts_away(client: Client) -> None:
    body = json.loads(client.get("/api/raise/found").content)
    assert (body["facts"], body["rule"], body["fields"]) == ({}, "", {})
    assert "application" not in json.dumps(body)
    assert client.get("/raise/rule", headers={"accept": "application/json"}).status_code == 422


def test_the_hook_of_the_settings_makes_the_sentence_and_its_articles(client: Client, settings: Settings) -> None:
    settings.YIYUAN_EXPLAIN = f"{__name__}.explain"
    page = client.get("/raise/rule").content.decode()
    for words in ("授权只能少于申请", "请去掉“住址”。", 'href="/law/25"'):
        assert words in page
    body = json.loads(client.get("/api/raise/rule").content)
    assert body["title"] == "授权只能少于申请"
    assert body["articles"] == ["安徽299号令 第25条"]
    assert (body["rule"], body["facts"]) == ("sharing.scope", {"fields": ["address"]})
    assert "没有找到" in client.get("/raise/found").content.decode()


def test_htmx_gets_the_refusal_into_the_place_for_messages(client: Client) -> None:
    answer = client.get("/raise/conflict", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#messages"
    assert answer.content.decode().startswith('<div class="y-error" role="alert"')


def test_every_answer_is_closed_to_foreign_content_and_kept_nowhere(client: Client) -> None:
    for path in ("/todo", "/raise/rule", "/nowhere"):
        answer = client.get(path)
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"


def test_browsers_are_told_to_stay_with_https_where_it_is_set(client: Client, settings) -> None:
    assert "Strict-Transport-Security" not in client.get("/todo")
    settings.HSTS_S = 86_400
    assert client.get("/todo")["Strict-Transport-Security"] == "max-age=86400"


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "422", "500", "503"])
def test_every_error_page_stands_without_a_request(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert "<h1>" in text
    assert "接下来可以" in text
