"""Projects at both doors."""

from tests.support.pages import Browser
from yiyuan.catalog.services import register_system
from yiyuan.sharing.tests.test_endpoints import Program


def test_a_machine_registers_a_project_and_finds_it_in_the_list_and_others_do_not(cast):
    officer, stranger = Program(cast.person("civil_affairs")), Program(cast.person("education"))
    said = {"name": "婚姻登记系统升级", "approval_number": "〔2026〕7号"}
    status, made = officer("POST", "/api/v1/projects/registered", said)
    assert (status, made["accepted_on"]) == (201, None)
    found = officer.done("GET", "/api/v1/projects/?limit=1")
    assert (found["total"], found["next"], found["items"]) == (1, None, [made])
    assert stranger.done("GET", "/api/v1/projects/")["total"] == 0


def test_a_machine_adds_a_system_and_the_acceptance_and_the_page_tells_them(cast):
    officer = Program(cast.person("civil_affairs"))
    system = register_system(actor=cast.person("civil_affairs"), name="婚姻登记系统", funding="city_or_below")
    said = {"name": "婚姻登记系统升级", "approval_number": "〔2026〕7号"}
    at = f"/api/v1/projects/{officer.done('POST', '/api/v1/projects/registered', said)['id']}"
    for _again in range(2):  # twice changes nothing
        assert officer.done("POST", f"{at}/systems", {"system_id": system.id})["systems"] == ["婚姻登记系统"]
    assert officer("POST", f"{at}/systems", {"system_id": system.id + 1})[0] == 422
    accepted = {"accepted_on": "2026-01-05", "paper": "焦数验〔2026〕1号"}
    assert officer.done("POST", f"{at}/accept", accepted)["accepted_on"] == "2026-01-05"
    assert officer("POST", f"{at}/accept", accepted)[0] == 409
    browser = Browser()
    browser.force_login(cast.account("civil_affairs"))
    page = browser.get(at.removeprefix("/api/v1") + "/").content.decode()
    assert all(told in page for told in ("婚姻登记系统", "焦数验〔2026〕1号", "到今天还没有共享", "增加信息系统"))
    assert "<summary>记下验收" not in page
    assert "1 个已验收，每年统计共享情况" in browser.get("/projects/").content.decode()
