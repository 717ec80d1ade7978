"""The catalog by API: what a person does in pages, a program does with a token."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.cast import MARRIAGE, MARRIAGE_ITEMS
from yiyuan.audit.models import Entry
from yiyuan.catalog.models import Version
from yiyuan.organisations.services import issue_token

ROOT = "/api/v1/catalog/"


class Caller:
    def __init__(self, actor):
        self.head = {"Authorization": f"Bearer {issue_token(actor=actor, name='t', functions=[], days=1)}"}
        self.client = Client()

    def get(self, path, status=200, **query):
        return self._answer(self.client.get(ROOT + path, query, headers=self.head), status)

    def send(self, method, path, body=None, status=200):
        call = getattr(self.client, method)
        return self._answer(
            call(ROOT + path, json.dumps(body or {}), content_type="application/json", headers=self.head), status
        )

    def upload(self, content, status=201):
        return self._answer(
            self.client.post(ROOT + "workbooks", {"file": SimpleUploadedFile("a.xlsx", content)}, headers=self.head),
            status,
        )

    @staticmethod
    def _answer(response, status):
        assert response.status_code == status, response.content.decode()[:2000]
        return response.json() if "json" in response.headers.get("Content-Type", "") else response.content


@pytest.fixture
def call(cast):
    made = {}

    def as_person(name, post="officer"):
        if (name, post) not in made:
            made[name, post] = Caller(cast.person(name, post))
        return made[name, post]

    return as_person


def test_without_a_token_nothing_is_answered():
    assert Client().get(ROOT + "resources").status_code == 401


def test_an_entry_goes_its_way_by_api(call):
    officer = call("civil_affairs")
    made = officer.send("post", "versions", {"name": "婚姻登记信息", "items": MARRIAGE_ITEMS}, 201)
    assert (made["state"], made["moves"], made["number"]) == ("draft", ["submit"], 1)
    path = f"versions/{made['id']}"
    refused = officer.send("post", f"{path}/moves/submit", status=422)
    assert refused["rule"] == "catalog.elements" and "sharing_type" in refused["facts"]["missing"]
    assert "共享类型" in refused["title"] and refused["articles"]
    saved = officer.send("patch", path, {name: value for name, value in MARRIAGE.items() if name != "name"})
    assert saved["description"]["cycle"] == "daily" and len(saved["items"]) == 7
    assert officer.send("patch", path, {"summary": "x", "seen_at": made["saved_at"]}, 409)["code"] == "conflict"
    for person, move in (("officer", "submit"), ("secrecy", "clear"), ("bureau", "approve"), ("officer", "publish")):
        call("bureau" if person == "bureau" else "civil_affairs", person).send(
            "post", f"{path}/moves/{move}", {"note": "可以"}
        )
    found = call("police").get("resources", q="hydj")
    assert (found["total"], found["resources"][0]["code"]) == (1, "307001/000001")
    resource = call("police").get(f"resources/{made['resource_id']}")
    assert resource["state"] == "published" and resource["moves"] == []
    second = officer.send("post", f"resources/{made['resource_id']}/revise")
    assert second["number"] == 2
    assert [line["number"] for line in officer.get(f"resources/{made['resource_id']}/versions")] == [2, 1]
    assert [line["number"] for line in call("police").get(f"resources/{made['resource_id']}/versions")] == [1]
    assert [line["state"] for line in officer.get("versions")] == ["draft"]
    officer.send("post", f"{path}/moves/withdraw", {"note": "职能划转"})
    assert call("police").get("resources")["total"] == 0


def test_what_is_marked_secret_is_refused_by_program_too_and_the_attempt_kept_without_content(cast, call):
    officer = call("civil_affairs")
    said = {"name": "某涉密目录", "summary": "不该留下的内容", "secret": True}
    refused = officer.send("post", "versions", said, 422)
    assert refused["rule"] == "catalog.no_secrets"
    assert "芜政办〔2020〕10号 第2条" in str(refused["articles"])
    assert not Version.objects.exists()
    attempt = Entry.objects.order_by("-id").first()
    assert "catalog.no_secrets" in str(attempt.facts)
    assert "不该留下" not in str(attempt.facts)
    draft = cast.draft("civil_affairs")
    officer.send("patch", f"versions/{draft.id}", said, 422)
    assert Version.objects.get().summary == MARRIAGE["summary"]


def test_data_that_stays_with_its_provider_is_described_by_program_with_its_basis(cast, call):
    draft = cast.draft("civil_affairs")
    officer = call("civil_affairs")
    path = f"versions/{draft.id}"
    officer.send("patch", path, {"held_by_provider": True})
    refused = officer.send("post", f"{path}/moves/submit", status=422)
    assert (refused["rule"], refused["facts"]["missing"]) == ("handin.refusal", ["basis"])
    stated = {"held_reason": "实时办理", "held_basis": "《婚姻登记条例》第十八条", "held_basis_level": "ministry_rule"}
    officer.send("patch", path, stated)
    assert officer.send("post", f"{path}/moves/submit", status=422)["rule"] == "handin.refusal_basis_levels"
    officer.send("patch", path, {"held_basis_level": "admin_regulation"})
    officer.send("post", f"{path}/moves/submit")


def test_hidden_is_missing_and_wrong_values_are_named(cast, call):
    draft = cast.draft("civil_affairs")
    call("police").get(f"versions/{draft.id}", 404)
    call("police").send("patch", f"versions/{draft.id}", {"summary": "x"}, 404)
    call("civil_affairs", "reviewer").send("patch", f"versions/{draft.id}", {"summary": "x"}, 403)
    officer = call("civil_affairs")
    officer.send("patch", f"versions/{draft.id}", {"cycle": "sometimes"}, 422)
    refused = officer.send("patch", f"versions/{draft.id}", {"security_level": 9}, 422)
    assert refused["facts"]["field"] == "安全级别"
    officer.send("post", "versions", {}, 422)
    officer.send("patch", f"versions/{draft.id}", {"materials": None, "security_level": None, "items": []})
    assert Version.objects.get(id=draft.id).materials == MARRIAGE["materials"]
    assert Version.objects.get(id=draft.id).items.count() == 0
    officer.send("post", f"versions/{draft.id}/moves/fly", status=409)


def test_an_item_that_no_file_could_be_checked_by_is_refused_by_name(call):
    item = {"name": "金额", "data_type": "N", "length": 3, "scale": 5}
    told = call("civil_affairs").send("post", "versions", {"name": "甲信息", "items": [item]}, status=422)
    assert told["rule"] == "catalog.fits"
    assert "“金额：小数位”填得不对" in told["title"]
    many = [{"name": f"项{n}号", "data_type": "C"} for n in range(1701)]
    told = call("civil_affairs").send("post", "versions", {"name": "甲信息", "items": many}, status=422)
    assert "1701" in told["title"]
