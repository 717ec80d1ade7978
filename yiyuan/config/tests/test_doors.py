"""One entry for everybody: the doors of all rooms, and the answer by a case code however it is typed."""

from datetime import date

from tests.support.pages import Browser
from yiyuan.config.doors import all_doors
from yiyuan.sharing.models import Demand


def test_one_page_leads_to_every_door_and_to_the_login(client, db):
    text = client.get("/report/").content.decode()
    assert len(all_doors()) == 3
    assert [door.title for door in all_doors() if f'href="{door.at}"' not in text] == []
    assert "/report/" in client.get("/login/").content.decode()


def test_a_case_is_found_by_its_code_and_a_wrong_code_says_so(cast, clock):
    clock.set(date(2026, 9, 24))
    about = cast.organisation("civil_affairs")
    citizen = Browser()
    said = {"about": str(about), "asked_for": "结婚证复印件", "matter": "提取住房公积金", "happened_on": "2026-09-23"}
    sent = citizen.post("/ask-once/", {**said, "contact": "13900000000"})
    code = Demand.objects.get().code
    assert sent["Location"] == f"/ask-once/{code}/"
    assert citizen.get("/report/", {"code": f" {code.lower()} "})["Location"] == f"/ask-once/{code}/"
    answer = citizen.get("/report/", {"code": "ABCDEFGHJKMN"})
    assert answer.status_code == 422
    assert "没有这个查询码" in answer.content.decode()
