"""What no row could hold is refused where it is read, in JSON and by the field; what fails by itself is JSON too."""

import json

import pytest
from django.test import Client

from yiyuan.config.api import api
from yiyuan.config.openapi import CODES
from yiyuan.organisations.services import issue_token

PROBLEM = "application/problem+json"


@pytest.fixture
def machine(cast):
    secret = issue_token(actor=cast.person("police"), name="试", functions=(), days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def refused(answer, *fields):
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], told["code"]) == (422, PROBLEM, "invalid"), answer.content
    assert set(told["fields"]) == set(fields)
    return told["fields"]


def issue(**changes):
    return json.dumps({"title": "缺字段", "detail": "缺", "assigned_to": 1, **changes})


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": "a\x00b"}, "title", "U+0000（第 2 个字符）"),
        ({"detail": "\ud800"}, "detail", "U+D800"),
        ({"assigned_to": -1}, "assigned_to", "不能小于 0"),
        ({"assigned_to": 2**63}, "assigned_to", "数字太大"),
        ({"assigned_to": "甲"}, "assigned_to", "须是整数"),
        ({"title": "长" * 20_001}, "title", "最多 200 个字"),
        ({"detail": [["a"] * 3]}, "detail", "须是文字"),
    ],
)
def test_a_text_or_number_that_cannot_be_kept_is_named_with_its_field(machine, changes, field, words):
    answer = machine.post("/api/v1/issues/", issue(**changes), content_type="application/json")
    assert words in refused(answer, field)[field][0]


@pytest.mark.parametrize("body", [b"[" * 60_000, b'{"a":' * 10_000, b"\xff", b"{"])
def test_a_body_that_is_no_json_is_refused(machine, body):
    refused(machine.post("/api/v1/issues/", body, content_type="application/json"), "body")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=-1", "limit"),
        ("after=-1", "after"),
        (f"after={10**30}", "after"),
        ("title=a%00", "title"),
        ("title=" + "a" * 201, "title"),
        ("titel=a&state=", "titel"),
        ("a%00=1", "a\x00"),
    ],
)
def test_a_query_is_refused_by_the_parameter_also_one_that_is_not_known(machine, query, field):
    refused(machine.get(f"/api/v1/issues/?{query}"), field)


def test_a_parameter_nobody_knows_is_told_what_there_is(machine):
    words = refused(machine.get("/api/v1/problems?x=1"), "x")["x"]
    assert words == ["没有这个参数。这里的参数：没有"]
    (words,) = refused(machine.get("/api/v1/issues/?x=1"), "x")["x"]
    assert "limit" in words


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "²", "1%00"])
def test_no_row_has_such_a_number(machine, number):
    answer = machine.get(f"/api/v1/issues/{number}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (404, PROBLEM, "not_found")


def test_what_django_refuses_by_itself_is_json_too(machine):
    answer = machine.delete("/api/v1/problems")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET")
    assert answer.json()["code"] == "no_such_method"
    answer = machine.get("/nowhere", headers={"Accept": "application/json"})
    assert answer["Content-Type"] in (PROBLEM, "text/html; charset=utf-8")


def test_an_error_of_ours_is_json_with_the_number_of_the_request(machine, monkeypatch):
    monkeypatch.setattr("yiyuan.config.api.breakable_keys", lambda: 1 / 0)
    answer = machine.get("/api/v1/problems")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert (answer.json()["code"], answer.json()["request_id"]) == ("failed", answer["X-Request-ID"])


def test_what_the_database_cannot_hold_is_refused_not_failed(machine, monkeypatch):
    from django.db import DataError

    def overflow():
        raise DataError("integer out of range")

    monkeypatch.setattr("yiyuan.config.api.breakable_keys", overflow)
    answer = machine.get("/api/v1/problems")
    assert (answer.status_code, answer.json()["rule"]) == (422, "platform.held")


def test_every_code_is_described():
    from yiyuan.web.middleware import FAILED_AS

    assert {code for code, _ in FAILED_AS.values()} <= set(CODES)
    assert api.get_openapi_schema()["components"]["schemas"]["Problem"]["properties"]["code"]["enum"] == list(CODES)


def test_a_page_is_refused_what_no_browser_sends_and_beside_the_field_what_a_clerk_pastes(cast):
    person = Client()
    person.force_login(cast.account("police"))
    assert person.get("/issues/?title=a%00").status_code == 422
    assert "“title”含不能保存的控制字符" in person.post("/issues/new/", {"title": "a\x00"}).content.decode()
    shown = person.post("/issues/new/", {"title": "a\x0bb", "detail": "长" * 20_001, "assigned_to": "1"})
    assert shown.status_code == 422
    for words in ("U+000B（第 2 个字符），请删去后再提交", "最多 20000 个字，现在有 20001 个"):
        assert words in shown.content.decode()
    assert person.get(f"/issues/{'9' * 30}/").status_code == 404
