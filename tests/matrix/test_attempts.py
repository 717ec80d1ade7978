"""What is refused, and who looks for a person, stands in the record."""

from html import unescape

import pytest
from django.test import Client

from tests.support.pages import Browser
from yiyuan.audit.models import Entry
from yiyuan.audit.services import subject_hash
from yiyuan.config import edge


def test_an_attempt_to_decide_without_the_power_is_refused_and_recorded(world):
    address = f"/sharing/applications/{world.ids['application_id']}/decide/"
    assert world.pages["officer"].post(address, {"answer": "refuse", "reason": "不给"}).status_code == 403
    attempt = Entry.objects.filter(tag="edge.not_allowed").latest("id")
    assert (attempt.object_id, attempt.facts["subject"]) == (address, "sharing.decide")
    assert attempt.actor_organisation_id == world.ids["organisation_id"]


SAID = [  # role, a page with what is posted there, an operation with what is sent
    (
        "head",
        "sharing/applications/{application_id}/decide/",
        {"answer": "refuse"},
        "sharing/applications/{application_id}/refuse",
        {},
    ),
    ("head", "sharing/grants/{grant_id}/revoke/", {"reason": ""}, "sharing/grants/{grant_id}/revoke", {}),
    ("head", "sharing/grants/{grant_id}/suspend/", {"reason": ""}, "sharing/grants/{grant_id}/suspend", {}),
]


def test_looks_that_are_refused_again_and_again_are_not_each_on_record(cast, monkeypatch):
    monkeypatch.setattr(edge, "MOST_LOOKS", 3)
    officer = Browser()
    officer.force_login(cast.account("police"))
    for _ in range(5):
        assert officer.get("/operations/").status_code == 403
    refused = Entry.objects.filter(tag="edge.not_allowed").order_by("id")
    assert [entry.facts.get("last", False) for entry in refused] == [False, False, True]
    other = Browser()
    other.force_login(cast.account("tax"))
    assert other.get("/operations/").status_code == 403
    assert Entry.objects.filter(tag="edge.not_allowed").count() == 4


@pytest.mark.parametrize("said", SAID)
def test_page_and_program_are_refused_in_the_same_words_and_both_attempts_are_on_record(world, said):
    role, page, form, operation, body = said
    page, operation = f"/{page.format(**world.ids)}", f"/api/v1/{operation.format(**world.ids)}"
    shown = world.pages[role].post(page, form)
    told = world.machines[role].post(operation, body, content_type="application/json")
    assert (shown.status_code, told.status_code) == (422, 422)
    assert told.json()["title"] in unescape(shown.content.decode())
    for address in (page, operation):
        assert Entry.objects.filter(tag="edge.rule_broken", object_id=address).count() == 1


def test_who_asks_which_readers_a_person_had_is_on_that_persons_record_too(cast):
    client = Client()
    client.force_login(cast.account("inspection", "auditor"))
    number = "110101199001010011"
    assert "没有人读过" in client.post("/audit/subject/", {"number": number}).content.decode()
    sought = Entry.objects.get(tag="audit.subject.sought")
    assert (sought.subjects, sought.actor_name) == ([subject_hash(number)], "inspectionauditor")
    assert number not in str(vars(sought))
    again = client.post("/audit/subject/", {"number": number}).content.decode()
    assert "inspectionauditor" in again
