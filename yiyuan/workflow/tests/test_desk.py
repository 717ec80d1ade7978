"""The desk: what is due this month, batches to confirm, drafts; a headline that is true for the reader."""

from datetime import date

import pytest

from tests.support.pages import Browser
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workflow import desk
from yiyuan.workflow.types import Part


def parts(actor, part):
    return [(one.title, one.on) for one in desk.lines(actor) if one.part is part]


def test_what_must_be_handed_in_this_month_stands_with_its_day_and_leads_to_the_hand_in(cast, clock):
    clock.set(date(2026, 9, 1))
    resource = cast.resource("civil_affairs", cycle="monthly")
    officer = cast.person("civil_affairs")
    assert parts(officer, Part.DUE) == []  # due on the first of October
    clock.set(date(2026, 10, 1))
    ((title, on),) = parts(officer, Part.DUE)
    assert title == resource.name
    assert date(2026, 9, 30) <= on <= date(2026, 10, 5)
    assert parts(cast.person("police"), Part.DUE) == []
    assert parts(cast.person("civil_affairs", "head"), Part.DUE) == []
    clock.set(date(2026, 10, 20))
    client = Browser()
    client.force_login(cast.account("civil_affairs"))
    page = client.get("/").content.decode()
    assert "1 份数据过了应交的日子" in page
    assert "今天没有到期的事" not in page
    assert f"/intake/hand-in/{resource.id}/" in page


def test_a_draft_stands_on_the_desk_of_its_department_alone(cast, clock):
    clock.set(date(2026, 9, 24))
    application = ask(cast, send=False)[0]
    officer = cast.person("housing_fund")
    assert [title for title, _ in parts(officer, Part.DRAFT)] == [application.matter_title()]
    assert parts(cast.person("civil_affairs"), Part.DRAFT) == []


@pytest.mark.parametrize(
    ("functions", "says"),
    [(["system_admin"], "你的岗位不办理数据事项"), (["officer"], "今天没有到期的事")],
)
def test_an_empty_desk_says_whether_a_right_is_missing(cast, functions, says):
    client = Browser()
    client.force_login(cast.account("police", *functions))
    assert says in client.get("/").content.decode()


def test_what_i_started_keeps_what_has_ended_with_its_outcome(cast, clock):
    clock.set(date(2026, 9, 24))
    officer = cast.person("housing_fund")
    application = ask(cast)[0]
    client = Browser()
    client.force_login(cast.account("housing_fund"))
    assert application.resource_name in client.get("/desk/started/").content.decode()
    sharing.withdraw_application(application.id, actor=officer)
    assert application.resource_name not in client.get("/desk/started/").content.decode()
    page = client.get("/desk/started/?stands=ended").content.decode()
    assert application.resource_name in page
    assert "撤回" in page
    stranger = Browser()
    stranger.force_login(cast.account("police"))
    assert application.resource_name not in stranger.get("/desk/started/?stands=ended").content.decode()
