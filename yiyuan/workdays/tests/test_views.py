from datetime import date

import pytest

from tests.support.pages import Browser
from yiyuan.kernel.actor import Actor, Function
from yiyuan.workdays import api, selectors
from yiyuan.workdays.forms import as_lines, read_line
from yiyuan.workdays.types import DayKind, NoticeDay

pytestmark = [pytest.mark.django_db, pytest.mark.urls("yiyuan.workdays.tests.urls")]
WHO = Actor(1, "甲", 1, "某局", "340200", frozenset({Function.SYSTEM_ADMIN}))
CLERK = Actor(2, "乙", 1, "某局", "340200", frozenset({Function.DATA_OFFICER}))
asking = [WHO]


def actor_middleware(get_response):
    def put(request):
        request.actor = asking[0]
        return get_response(request)

    return put


@pytest.fixture(autouse=True)
def _edge(settings):
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        f"{__name__}.actor_middleware",
        "yiyuan.web.middleware.KernelErrors",
    ]
    processors = ["django.template.context_processors.request"]
    settings.TEMPLATES = [
        one | {"OPTIONS": one["OPTIONS"] | {"context_processors": processors}} for one in settings.TEMPLATES
    ]
    settings.YIYUAN_EXPLAIN = None
    asking[0] = WHO
    selectors.forget()
    yield
    selectors.forget()


FORM = {
    "notice": "示例通知",
    "source": "",
    "days": "2027-01-01 至 2027-01-03 休 元旦\n2027-01-04 休 元旦\n\n2027-01-09 班 元旦",
}


def test_every_year_shows_whether_it_is_announced():
    html = Browser().get("/calendar/").content.decode()
    assert html.count("已公布") == 17
    assert html.count("未公布，暂定") == 1


def test_a_year_shows_its_days():
    html = Browser().get("/calendar/2026").content.decode()
    assert "09-20 周日 <b>班</b>" in html and "248 个工作日" in html


def test_the_administrator_enters_a_notice_and_due_dates_follow():
    assert Browser().post("/calendar/2027", FORM).status_code == 303
    assert not api.is_workday(date(2027, 1, 4))
    assert api.is_workday(date(2027, 1, 9))
    assert not api.is_provisional(date(2027, 1, 1), date(2027, 12, 31))


def test_a_day_that_another_years_notice_lists_is_named_and_nothing_is_saved():
    browser = Browser()
    lines = as_lines(selectors.year(2026)[1])
    assert browser.post("/calendar/2026", FORM | {"days": f"{lines}\n2026-12-31 休 元旦"}).status_code == 303
    refused = browser.post("/calendar/2027", FORM | {"days": f"2026-12-31 休 元旦\n{FORM['days']}"})
    assert refused.status_code == 422
    assert "2026-12-31（已列入 2026 年）" in refused.content.decode()
    assert api.is_provisional(date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("2027-01-01 休", "第 1 行读不懂"),
        ("2027-01-01 休 元旦\n明天 休 元旦", "第 2 行读不懂"),
        ("2027-01-01 休 元旦\n2027-01-01 休 元旦", "2027-01-01"),
        ("2027-01-04 班 元旦", "2027-01-04"),
        ("2027-02-01 至 2027-01-01 休 春节", "第 1 行读不懂"),
        (f"2027-02-01 休 {'春' * 41}", "第 1 行读不懂"),
    ],
)
def test_a_slip_is_named_and_nothing_is_saved(days, said):
    response = Browser().post("/calendar/2027", FORM | {"days": days})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert api.is_provisional(date(2027, 1, 1), date(2027, 12, 31))


def test_others_see_the_calendar_and_may_not_change_it():
    asking[0] = CLERK
    assert "保存并重算期限" not in Browser().get("/calendar/2027").content.decode()
    assert Browser().post("/calendar/2027", FORM).status_code == 403


def test_a_year_out_of_reach_is_not_found():
    assert Browser().get("/calendar/1999").status_code == 404


def test_days_written_as_lines_read_back():
    days = [NoticeDay(date(2027, 1, 1), DayKind.REST, "元旦"), NoticeDay(date(2027, 1, 9), DayKind.WORK, "元旦")]
    assert [day for line in as_lines(days).splitlines() for day in read_line(line)] == days
