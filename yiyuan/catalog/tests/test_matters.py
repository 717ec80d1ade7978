"""Changes, challenges, feedback and systems at both doors: the page and the program ask for the same."""

import base64
import json
from datetime import date

import pytest
from django.test import Client

from tests.support.pages import Browser
from yiyuan.catalog import services
from yiyuan.catalog.models import ChangeEvent
from yiyuan.catalog.types import ChangeState
from yiyuan.organisations.services import issue_token

ROOT = "/api/v1/catalog/"
ON = date(2026, 4, 1)
CAUSE = {"cause": "law_revised", "document": "《婚姻登记条例》修订", "changed_on": "2026-04-01"}


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(ON)


@pytest.fixture
def call(cast):
    def send(name, method, path, body=None, *, post="officer", place="", status=200):
        token = issue_token(actor=cast.person(name, post, place=place), name="t", functions=[], days=1)
        answer = getattr(Client(), method)(
            ROOT + path,
            json.dumps(body or {}) if method == "post" else {},
            headers={"Authorization": f"Bearer {token}"},
            **({"content_type": "application/json"} if method == "post" else {}),
        )
        assert answer.status_code == status, answer.content.decode()[:2000]
        return answer.json()

    return send


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Browser()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def test_a_program_registers_a_change_and_reports_it_with_the_document_it_rests_on(cast, call):
    resource = cast.resource("civil_affairs", place="liyang", basis_level="law")
    at = {"place": "liyang"}
    made = call("civil_affairs", "post", "changes", {**CAUSE, "resource_ids": [resource.id]}, status=201, **at)
    assert (made["state"], made["state_words"], made["moves"]) == ("to_update", "待更新目录", [])
    assert call("civil_affairs", "get", "changes", **at)["total"] == 1
    ChangeEvent.objects.filter(id=made["id"]).update(state=ChangeState.TO_REPORT)
    path = f"changes/{made['id']}/moves/report"
    said = {"basis": "国令第804号", "attachment": "不是 base64", "attachment_name": "修订.pdf"}
    assert "attachment" in str(call("civil_affairs", "post", path, said, status=422, **at))
    said["attachment"] = base64.b64encode(b"MZ").decode()
    refused = call("civil_affairs", "post", path, {**said, "attachment_name": "修订.exe"}, status=422, **at)
    assert (refused["rule"], list(refused["fields"])) == ("catalog.attachment", ["attachment"])
    done = call("civil_affairs", "post", path, said, **at)
    assert (done["state"], done["attachment_name"]) == ("done", "修订.pdf")
    assert bytes(ChangeEvent.objects.get(id=made["id"]).attachment) == b"MZ"


def test_a_bureau_registers_for_a_department_with_its_resources_and_a_department_only_for_itself(cast, call, login):
    resource = cast.resource("civil_affairs", basis_level="law")
    said = {**CAUSE, "provider_id": resource.provider_id, "resource_ids": [resource.id]}
    made = call("bureau", "post", "changes", said, post="bureau", status=201)
    assert made["provider_id"] == resource.provider_id
    assert [one.id for one in ChangeEvent.objects.get().resources.all()] == [resource.id]
    call("police", "post", "changes", {**CAUSE, "provider_id": resource.provider_id}, status=422)
    call("bureau", "post", "changes", CAUSE, post="bureau", status=422)
    assert ChangeEvent.objects.count() == 1
    officer = login("civil_affairs")
    assert "哪个部门的目录" not in officer.get("/catalog/changes/new/").content.decode()
    said = {"document": "条例修订", "cause": "law_revised"}
    page = officer.post("/catalog/changes/new/", {**said, "changed_on": "2026-04-02"})
    assert page.status_code == 422 and "不能晚于今天" in page.content.decode()
    done = officer.post("/catalog/changes/new/", {**said, "changed_on": "2026-04-01"})
    shown = officer.get(done["Location"]).content.decode()
    assert "条例修订：待更新目录" in shown and "开始计时" in shown and "owe_update" not in shown


def test_a_challenge_is_filed_and_answered_at_either_door_with_the_same_words(cast, call, login):
    resource = cast.resource("civil_affairs", basis_level="law")
    fund = login("housing_fund")
    page = fund.get(f"/catalog/resources/{resource.id}/challenge/").content.decode()
    assert "婚姻登记信息" in page and "现在列为有条件共享" in page
    path = f"resources/{resource.id}/challenges"
    own = call("civil_affairs", "post", path, {"wanted": "unconditional", "reason": "公开"}, status=422)
    assert own["rule"] == "catalog.own_entry"
    made = call("housing_fund", "post", path, {"wanted": "unconditional", "reason": "法规要求公开"}, status=201)
    keep = f"challenges/{made['id']}/moves/keep"
    refused = call("civil_affairs", "post", keep, {"basis": "《示例法》第三条", "note": " "}, status=422)
    assert "请填写" in str(refused)
    kept = call("civil_affairs", "post", keep, {"basis": "《示例法》第三条", "note": "含个人信息"})
    assert (kept["state"], kept["basis"], kept["answer"]) == ("kept", "《示例法》第三条", "含个人信息")
    shown = fund.get(f"/catalog/challenges/{made['id']}/").content.decode()
    assert "婚姻登记信息：维持原类型" in shown and "已维持原类型" in shown


def test_feedback_has_a_list_of_its_own_for_who_filed_it_and_who_answers(cast, call, login):
    resource = cast.resource("civil_affairs", basis_level="law")
    made = services.file_feedback(resource.id, actor=cast.person("housing_fund"), text="离婚日期多为空")
    for name, total in (("housing_fund", 1), ("civil_affairs", 1), ("police", 0)):
        assert call(name, "get", "feedback")["total"] == total
    answered = call("civil_affairs", "post", f"feedback/{made.id}/answer", {"note": "已补"})
    assert (answered["state_words"], answered["answer"]) == ("已答复", "已补")
    assert "已答复" in login("housing_fund").get("/catalog/feedback/").content.decode()
    assert "使用反馈" in login("housing_fund").get("/catalog/challenges/").content.decode()


def test_a_system_registered_by_program_stands_in_the_list_page_by_page(cast, call):
    for name in ("甲系统", "乙系统"):
        made = call("civil_affairs", "post", "systems", {"name": name, "funding": "other"}, status=201)
        assert (made["name"], made["in_catalog"]) == (name, False)
    first = call("civil_affairs", "get", "systems?limit=1")
    assert (first["total"], [one["name"] for one in first["items"]]) == (2, ["乙系统"])
    following = call("civil_affairs", "get", f"systems?limit=1&after={first['next']}")
    assert ([one["name"] for one in following["items"]], following["next"]) == (["甲系统"], None)


@pytest.mark.parametrize("address", ["/catalog/systems/", "/catalog/changes/", "/catalog/licences/"])
def test_a_list_gives_its_part_to_a_page_that_swaps_it(login, address):
    part = login("civil_affairs").get(address, headers={"HX-Request": "true"}).content.decode()
    assert '<div id="listing"' in part and "<html" not in part
