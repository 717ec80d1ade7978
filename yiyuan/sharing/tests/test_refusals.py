"""A refusal in sharing: on record at every door, in the words of the law that judges the matter."""

from datetime import date

import pytest
from django.test import Client

from yiyuan.audit.models import Entry
from yiyuan.organisations.services import issue_token
from yiyuan.sharing.tests.test_services import ask

HEAD = ("civil_affairs", "head")


@pytest.fixture
def doors(cast, clock):
    """An application begun under the law of 2020, asked about when a decree of 2021 speaks too; both doors of the head."""
    clock.set(date(2020, 9, 1))
    application, _, _ = ask(cast)
    clock.set(date(2021, 3, 2))
    page = Client()
    page.force_login(cast.account(*HEAD))
    secret = issue_token(actor=cast.person(*HEAD), name="试", functions=(), days=3650)
    return application, page, Client(headers={"Authorization": f"Bearer {secret}"})


def test_a_matter_of_2020_is_refused_by_the_articles_of_2020_at_both_doors_and_both_attempts_are_on_record(doors):
    application, page, machine = doors
    address = f"/sharing/applications/{application.id}/decide/"
    shown = page.post(address, {"answer": "refuse", "reason": "", "basis": "", "basis_level": ""})
    told = machine.post(
        f"/api/v1/sharing/applications/{application.id}/refuse",
        {"reason": "", "basis": "", "basis_level": ""},
        content_type="application/json",
    )
    assert (shown.status_code, told.status_code) == (422, 422)
    articles = told.json()["articles"]
    assert articles
    assert not [article for article in articles if "安徽299号令" in article]
    assert told.json()["title"] in shown.content.decode()
    attempts = Entry.objects.filter(tag="edge.rule_broken").order_by("id")
    assert [(one.channel, one.facts["subject"]) for one in attempts] == [
        ("page", "sharing.refusal"),
        ("api", "sharing.refusal"),
    ]
