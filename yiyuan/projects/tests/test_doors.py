"""Projects for machines."""

from yiyuan.sharing.tests.test_endpoints import Program


def test_a_machine_registers_a_project_and_finds_it_in_the_list_and_others_do_not(cast):
    officer, stranger = Program(cast.person("civil_affairs")), Program(cast.person("education"))
    said = {"name": "婚姻登记系统升级", "approval_number": "〔2026〕7号"}
    status, made = officer("POST", "/api/v1/projects/", said)
    assert (status, made["accepted_on"]) == (201, None)
    found = officer.done("GET", "/api/v1/projects/?limit=1")
    assert (found["total"], found["next"], found["items"]) == (1, None, [made])
    assert stranger.done("GET", "/api/v1/projects/")["total"] == 0
