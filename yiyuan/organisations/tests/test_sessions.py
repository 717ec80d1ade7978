"""Sessions: what their owner sees of them, what ends one, and when it ends by itself."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.support.pages import Browser
from yiyuan.audit.models import Entry
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import rules, services
from yiyuan.organisations.models import Delegation, Login
from yiyuan.organisations.services import logins

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 MicroMessenger/8.0"


@pytest.fixture
def account(cast):
    return cast.account("police")


@pytest.fixture
def after(monkeypatch):
    """after(minutes): real time that much from now."""
    now = legal.real_now()

    def move(minutes):
        monkeypatch.setattr("yiyuan.kernel.clock.real_now", lambda: now + timedelta(minutes=minutes))

    move(0)
    return move


def logged_in(account, *, address="127.0.0.1", agent=EDGE, password=PASSWORD) -> Browser:
    browser = Browser(REMOTE_ADDR=address, headers={"User-Agent": agent})
    browser.post("/login/", {"login": account.login, "password": password})
    return browser


def is_in(browser) -> bool:
    return browser.get("/me/").status_code == 200


# ---- seen and ended by their owner ----


def test_one_sees_where_one_is_logged_in_with_the_network_and_the_program_in_words(account, cast):
    here = logged_in(account)
    logged_in(account, address="10.7.8.9", agent=PHONE)
    logged_in(cast.account("tax"), address="10.6.6.6")
    page = here.get("/me/sessions/").content.decode()
    for words in ("别处还有 1 处", "这次登录", "Edge，Windows", "127.0.0.0/24", "微信，安卓", "10.7.8.0/24"):
        assert words in page
    for words in ("10.7.8.9", "10.6.6", "Mozilla"):
        assert words not in page


def test_one_ends_one_session_or_all_others_and_nobody_elses(account, cast):
    here, elsewhere, third, stranger = (*(logged_in(account) for _ in range(3)), logged_in(cast.account("tax")))
    rows = list(Login.objects.filter(account=account).order_by("id"))
    here.get("/me/sessions/")
    assert here.post(f"/me/sessions/{rows[1].id}/end/").status_code == 303
    assert [is_in(one) for one in (here, elsewhere, third)] == [True, False, True]
    with pytest.raises(NotFound):
        logins.end_login(rows[2].id, actor=cast.person("tax"))
    here.get("/me/sessions/")
    assert here.post("/me/sessions/others/end/").status_code == 303
    assert [is_in(one) for one in (here, third, stranger)] == [True, False, True]
    ended = Entry.objects.filter(tag="organisations.account.sessions_ended").order_by("id")
    assert list(ended.values_list("facts__ended", flat=True)) == [1, 1]


def test_logging_out_takes_the_session_off_the_list(account):
    here, elsewhere = logged_in(account), logged_in(account)
    elsewhere.post("/logout/")
    assert "只有这一处" in here.get("/me/sessions/").content.decode()
    assert Login.objects.count() == 1


# ---- ended by what happens to the account ----


def test_a_changed_password_leaves_this_session_alone(account):
    here, elsewhere = logged_in(account), logged_in(account)
    new = "staple battery 9"
    here.get("/me/password/")
    assert here.post("/me/password/", {"old": PASSWORD, "new": new, "again": new}).status_code == 303
    assert [is_in(one) for one in (here, elsewhere)] == [True, False]
    assert "只有这一处" in here.get("/me/sessions/").content.decode()
    assert list(Login.objects.values_list("session_key", flat=True)) == [here.session.session_key]
    assert Session.objects.count() == 1


def test_an_ended_function_ends_the_sessions_of_its_holder_and_one_that_ends_later_does_not(account, cast):
    admin = cast.person("bureau", "system_admin")
    browser, other = logged_in(account), logged_in(cast.account("tax"))
    first = account.person.assignments.get()
    services.assign(
        actor=admin, account_id=account.id, organisation_id=cast.organisation("police"), functions=[Function.REVIEWER]
    )
    services.end_assignment(first.id, actor=admin, to_on=legal.today())
    assert is_in(browser)
    services.end_assignment(account.person.assignments.get(function="reviewer").id, actor=admin)
    assert not is_in(browser)
    assert is_in(other)
    assert Session.objects.count() == 1


@pytest.mark.parametrize("lent", [False, True])
def test_what_ends_with_a_day_ends_the_sessions_of_its_holder_with_that_day(account, cast, after, lent):
    now = legal.real_now().astimezone(legal.BEIJING)
    midnight = 24 * 60 - now.hour * 60 - now.minute  # minutes until it
    after(midnight - 5)
    first, today = account.person.assignments.get(), legal.today()
    if lent:
        cast.person("police", "head")
        Delegation.objects.create(
            organisation_id=first.organisation_id,
            function="head",
            principal=cast.account("police", "head").person,
            delegate=account.person,
            from_on=today,
            to_on=today,
        )
    else:
        services.end_assignment(first.id, actor=cast.person("bureau", "system_admin"), to_on=today)
    browser, other = logged_in(account), logged_in(cast.account("tax"))
    assert logins.end_lapsed() == 0
    after(midnight + 5)
    assert logins.end_lapsed() == 1
    assert (is_in(browser), is_in(other)) == (False, True)
    assert logins.end_lapsed() == 0


def test_a_reset_password_and_a_switched_off_account_end_them_all(account, cast):
    logged_in(account)
    services.switch_account(account.id, actor=cast.person("bureau", "system_admin"), on=False)
    assert (Login.objects.count(), Session.objects.count()) == (0, 0)
    services.switch_account(account.id, actor=cast.person("bureau", "system_admin"), on=True)
    logged_in(account)
    services.accounts.reset_password(account.id)
    assert (Login.objects.count(), Session.objects.count()) == (0, 0)


# ---- ended by time ----


def test_a_session_ends_after_half_an_hour_without_use_and_use_keeps_it(account, after):
    browser = logged_in(account)
    after(29)
    assert is_in(browser)
    after(58)
    assert is_in(browser)
    assert Login.objects.get().seen_at == legal.real_now()
    after(88)
    assert not is_in(browser)
    assert Login.objects.count() == 0


def test_a_session_ends_after_its_hours_however_it_is_used_and_the_page_says_when(account, after, settings):
    settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_S = 3600, 1800
    browser = logged_in(account)
    ends = (legal.real_now() + timedelta(hours=1)).astimezone(legal.BEIJING)
    page = browser.get("/me/sessions/").content.decode()
    assert f"最晚到 {ends:%Y-%m-%d %H:%M} 结束；连续 30 分钟没有操作" in page
    after(25)
    assert is_in(browser)
    after(50)
    assert is_in(browser)
    after(60)
    assert not is_in(browser)


def test_sessions_that_are_over_leave_the_list_and_the_database(account, after):
    logged_in(account)
    after(31)
    here = logged_in(account)
    assert "只有这一处" in here.get("/me/sessions/").content.decode()
    Session.objects.filter(session_key=Login.objects.earliest("id").session_key).update(expire_date=legal.real_now())
    after(32)
    logins.forget()
    assert (Login.objects.count(), Session.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("agent", "words"),
    [(EDGE, "Edge，Windows"), (PHONE, "微信，安卓"), ("", "别的程序"), ("curl/8", "别的程序")],
)
def test_a_browser_is_called_as_people_call_it(agent, words):
    assert rules.program_of(agent) == words
