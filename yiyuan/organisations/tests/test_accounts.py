"""Accounts: logging in under attack, passwords, off and on."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations import rules, selectors, services
from yiyuan.organisations.models import Account, LoginFailure, PendingAct

RIGHT, WRONG, NEW = "correct horse", "wrong", "staple battery 9"


@pytest.fixture
def account(cast):
    return cast.account("police")


def fail(account, times, *, address):
    for _ in range(times):
        assert services.log_in(login=account.login, password=WRONG, address=address) is None


def enters(account, *, address):
    return services.log_in(login=account.login, password=RIGHT, address=address) == account


# ---- under attack ----


def test_five_failures_from_one_address_lock_the_account_for_that_address_alone(account):
    fail(account, 5, address="10.1.0.7")
    assert not enters(account, address="10.1.0.7")
    assert enters(account, address="10.1.0.8")


def test_a_lock_ends_after_its_window(account):
    fail(account, 5, address="10.1.0.7")
    LoginFailure.objects.update(at=legal.real_now() - rules.LOGIN_WINDOW - timedelta(seconds=1))
    assert enters(account, address="10.1.0.7")


def test_one_address_that_tries_many_accounts_is_locked_for_all(account, monkeypatch):
    monkeypatch.setitem(rules.LOGIN_FAILURES, "origin", 3)
    for name in ("nobody", "nobody.else", "admin"):
        services.log_in(login=name, password=WRONG, address="10.1.0.7")
    assert not enters(account, address="10.1.0.7")
    assert enters(account, address="10.1.0.8")


def test_many_failures_from_many_addresses_lock_the_account_everywhere(account, monkeypatch):
    monkeypatch.setitem(rules.LOGIN_FAILURES, "account", 4)
    for n in range(4):
        fail(account, 1, address=f"10.1.0.{n}")
    assert not enters(account, address="10.1.0.99")


def test_an_unknown_login_takes_a_password_check_as_a_known_one_does(account, monkeypatch):
    counted = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args, **more: counted.append(1) or encode(*args, **more))
    services.log_in(login=account.login, password=WRONG)
    known = len(counted)
    services.log_in(login="nobody", password=WRONG)
    assert len(counted) == 2 * known > 0


def test_a_login_that_fits_forgets_the_failures_before_it(account):
    fail(account, 4, address="10.1.0.7")
    assert enters(account, address="10.1.0.7")
    fail(account, 4, address="10.1.0.7")
    assert enters(account, address="10.1.0.7")


# ---- passwords ----


@pytest.mark.parametrize("password", ["1234567890", "short", "qwertyuiop", "new.officer", ""])
def test_an_administrator_sets_no_weak_password(cast, password):
    with refused("organisations.password") as broken:
        services.open_account(
            actor=cast.person("bureau", "system_admin"), login="new.officer", password=password, person_name="新人"
        )
    assert broken.value.facts["problem"]


def test_a_password_somebody_else_chose_is_changed_before_anything_else(cast):
    body = cast.organisation("police")
    made = services.open_account(
        actor=cast.person("bureau", "system_admin"), login="new.officer", password=NEW, person_name="新人"
    )
    services.assign(actor=SYSTEM, account_id=made, organisation_id=body, functions=[Function.DATA_OFFICER])
    browser = Browser()
    browser.post("/login/", {"login": "new.officer", "password": NEW})
    assert browser.get("/catalog/").headers["Location"] == "/me/password/"
    page = browser.get("/me/password/")
    assert "管理员设的" in page.content.decode()
    weak = browser.post("/me/password/", {"old": NEW, "new": "1234567890", "again": "1234567890"})
    assert weak.status_code == 422
    assert "常见" in weak.content.decode()
    said = {"old": NEW, "new": "another staple 7", "again": "another staple 7"}
    assert browser.post("/me/password/", said).status_code == 303
    assert browser.get("/catalog/").status_code == 200


def test_a_changed_password_ends_the_sessions_elsewhere_and_wants_the_old_one(account):
    here, elsewhere = Browser(), Browser()
    for browser in (here, elsewhere):
        browser.post("/login/", {"login": account.login, "password": RIGHT})
    for old, new, again in ((WRONG, NEW, NEW), (RIGHT, NEW, NEW + "x"), (RIGHT, RIGHT, RIGHT)):
        assert here.post("/me/password/", {"old": old, "new": new, "again": again}).status_code == 422
    assert here.post("/me/password/", {"old": RIGHT, "new": NEW, "again": NEW}).status_code == 303
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_a_lost_password_is_reset_by_two_and_told_once_to_the_second(cast, account):
    first, second = Browser(), Browser()
    first.force_login(cast.account("bureau", "system_admin"))
    second.force_login(cast.account("bureau", "security_admin"))
    assert first.post(f"/admin/accounts/{account.id}/reset/").status_code == 303
    act = PendingAct.objects.get()
    page = second.post(f"/admin/acts/{act.id}/", {"answer": "confirm"}).content.decode()
    assert "初始密码只显示这一次" in page
    assert not enters(account, address="10.1.0.7")
    account.refresh_from_db()
    assert account.must_change
    assert "初始密码" not in second.get("/admin/acts/").content.decode()


# ---- off and on ----


def test_a_switched_off_account_loses_its_sessions_and_tokens_at_once(cast, account):
    officer = cast.person("police")
    secret = services.issue_token(actor=officer, name="脚本", functions=(), days=5)
    browser = Browser()
    browser.force_login(account)
    services.switch_account(account.id, actor=cast.person("bureau", "system_admin"), on=False)
    assert browser.get("/me/").status_code == 302
    assert selectors.actor_of_token(secret) is None
    assert not enters(account, address="10.1.0.7")
    services.switch_account(account.id, actor=cast.person("bureau", "system_admin"), on=True)
    assert enters(account, address="10.1.0.7")


def test_nobody_switches_off_their_own_account_or_one_elsewhere(cast):
    admin = cast.person("bureau", "system_admin")
    with refused("organisations.own_account"):
        services.switch_account(admin.account_id, actor=admin, on=False)
    with pytest.raises(NotFound):
        services.switch_account(cast.account("police", place="liyang").id, actor=admin, on=False)
    with pytest.raises(NotAllowed):
        services.switch_account(cast.account("police").id, actor=cast.person("bureau", "security_admin"), on=False)


def test_a_function_ends_at_once(cast, account):
    held = account.person.assignments.get()
    browser = Browser()
    browser.force_login(cast.account("bureau", "system_admin"))
    page = f"/admin/accounts/{account.id}/"
    browser.get(page)
    assert browser.post(f"/admin/assignments/{held.id}/end/").status_code == 303
    assert selectors.actor_for(Account.objects.get(id=account.id), organisation_id=None) is None


def test_somebody_with_an_account_is_given_a_second_function_on_its_page(cast, account):
    browser = Browser()
    browser.force_login(cast.account("bureau", "system_admin"))
    listed = browser.get("/admin/accounts/").content.decode()
    assert account.login in listed
    page = f"/admin/accounts/{account.id}/"
    browser.get(page)
    said = {"organisation_id": str(cast.organisation("police")), "functions": ["reviewer"]}
    assert browser.post(f"{page}functions/", said).status_code == 303
    assert {a.function for a in account.person.assignments.all()} == {"data_officer", "reviewer"}
