"""The second factor: who needs one, what opens, what opens no more, and who helps when it is lost."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings as installed

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.config import env
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import ADMINISTRATION, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import rules, services
from yiyuan.organisations.models import LoginFailure, PendingAct, RecoveryCode, SecondFactor
from yiyuan.organisations.services import second_factor
from yiyuan.organisations.views import second_factor as views

PASSWORD, ADDRESS = "correct horse", "127.0.0.1"
HALF_MINUTE = timedelta(seconds=30)


@pytest.fixture
def at(monkeypatch):
    """at(steps): real time that many half minutes from now."""
    now = legal.real_now()

    def move(steps):
        monkeypatch.setattr("yiyuan.kernel.clock.real_now", lambda: now + steps * HALF_MINUTE)

    move(0)
    return move


@pytest.fixture
def admin(cast):
    return cast.account("bureau", "system_admin")


@pytest.fixture
def demanded(settings):
    settings.SECOND_FACTOR = frozenset({Function.SYSTEM_ADMIN})


def code_of(secret, *, steps=0):
    return pyotp.TOTP(secret).generate_otp(pyotp.TOTP(secret).timecode(legal.real_now()) + steps)


def set_up(account) -> tuple[str, list[str]]:
    """Its secret and its recovery codes."""
    actor = services.accounts.selectors.actor_for(account, organisation_id=None)
    secret, sealed = second_factor.propose(account.id)
    return secret, second_factor.set_up(actor=actor, sealed=sealed, code=code_of(secret))


def with_password(account) -> Browser:
    browser = Browser()
    browser.post("/login/", {"login": account.login, "password": PASSWORD, "next": "/catalog/"})
    return browser


# ---- the login ----


@pytest.mark.django_db
def test_whoever_needs_one_sets_it_up_before_anything_else_and_shows_it_at_the_next_login(admin, demanded, at):
    browser = with_password(admin)
    assert browser.get("/catalog/")["Location"] == "/me/second-factor/"
    page = browser.get("/me/second-factor/").content.decode()
    assert "系统管理员登录时" in page
    secret = re.search(r'brk">([A-Z2-7]{32})<', page).group(1)
    wrong = browser.post("/me/second-factor/", {"code": "000000"}).content.decode()
    assert secret in wrong
    assert "动态码不对" in wrong
    codes = browser.post("/me/second-factor/", {"code": f" {code_of(secret)[:3]} {code_of(secret)[3:]}"})
    assert codes.content.decode().count('class="mono"') == 10
    assert browser.get("/catalog/").status_code == 200
    at(1)
    again = with_password(admin)
    assert again.get("/catalog/").status_code == 302
    entered = again.post("/login/code/", {"code": code_of(secret)})
    assert (entered.status_code, entered["Location"]) == (303, "/catalog/")
    assert again.get("/catalog/").status_code == 200


@pytest.mark.django_db
def test_nobody_else_is_asked_and_who_set_one_up_is_asked_without_need(cast, demanded, at):
    account = cast.account("police")
    assert with_password(account).get("/catalog/").status_code == 200
    set_up(account)
    assert with_password(account).get("/catalog/").status_code == 302


@pytest.mark.django_db
def test_a_session_from_before_it_was_set_up_elsewhere_ends(admin, demanded, at):
    old = Browser()
    old.force_login(admin)
    set_up(admin)
    assert old.get("/catalog/")["Location"].startswith("/login/")
    assert "_auth_user_id" not in old.session


@pytest.mark.django_db
def test_a_password_waits_five_minutes_for_its_code(admin, at, monkeypatch):
    secret, _ = set_up(admin)
    browser = with_password(admin)
    browser.get("/login/code/")
    monkeypatch.setattr(views, "PENDING_S", -1)
    at(1)
    assert browser.post("/login/code/", {"code": code_of(secret)})["Location"] == "/login/"
    assert browser.get("/catalog/").status_code == 302


# ---- what opens ----


@pytest.mark.django_db
def test_a_code_opens_once_and_neither_an_older_nor_a_far_one_does(admin, at):
    secret, _ = set_up(admin)

    def opens(steps):
        return bool(second_factor.pass_code(admin.id, code=code_of(secret, steps=steps), address=""))

    assert not opens(0)  # used to set it up
    at(10)
    assert not opens(-2)
    assert not opens(2)
    assert opens(0)
    assert not opens(0)
    assert not opens(-1)
    assert opens(1)


@pytest.mark.django_db
def test_a_recovery_code_opens_once_and_new_ones_replace_the_old(admin, at):
    secret, codes = set_up(admin)
    assert second_factor.pass_code(admin.id, code=codes[0].lower(), address="") == admin
    assert second_factor.pass_code(admin.id, code=codes[0], address="") is None
    browser = Browser()
    browser.force_login(admin)
    assert "还剩 9 个" in browser.get("/me/second-factor/").content.decode()
    at(1)
    made = browser.post("/me/second-factor/codes/", {"code": code_of(secret)}).content.decode()
    new = re.findall(r'class="mono">([A-Z2-7-]{19})<', made)
    assert len(new) == 10
    assert second_factor.pass_code(admin.id, code=codes[1], address="") is None
    assert second_factor.pass_code(admin.id, code=new[0], address="") == admin


@pytest.mark.django_db
def test_failures_of_codes_lock_like_those_of_passwords_and_a_fitting_password_does_not_forget_them(admin, at):
    secret, codes = set_up(admin)
    browser = with_password(admin)

    def fails():
        with_password(admin)
        return browser.post("/login/code/", {"code": "nonsense"}).status_code

    assert [fails() for _ in range(rules.LOGIN_FAILURES["account_and_origin"])] == [422] * 5
    at(1)
    for code in (code_of(secret), codes[0]):
        assert second_factor.pass_code(admin.id, code=code, address=ADDRESS) is None
    assert LoginFailure.objects.filter(account=admin).count() == 5
    assert with_password(admin).get("/login/code/")["Location"] == "/login/"
    assert second_factor.pass_code(admin.id, code=code_of(secret), address="10.9.9.9") == admin


@pytest.mark.django_db
def test_on_its_own_page_a_wrong_code_is_counted_and_changes_nothing(admin, at):
    set_up(admin)
    browser = Browser()
    browser.force_login(admin)
    browser.get("/me/second-factor/")
    for address in ("/me/second-factor/codes/", "/me/second-factor/drop/"):
        assert browser.forged(address, {"code": "nonsense"}).status_code == 422
    assert (LoginFailure.objects.count(), RecoveryCode.objects.count()) == (2, 10)


@pytest.mark.django_db
def test_another_telephone_is_set_up_after_the_old_one_is_dropped(admin, demanded, at):
    secret, _ = set_up(admin)
    browser = with_password(admin)
    at(1)
    browser.post("/login/code/", {"code": code_of(secret)})
    at(2)
    browser.get("/me/second-factor/")
    dropped = browser.forged("/me/second-factor/drop/", {"code": code_of(secret)})
    assert (dropped.status_code, SecondFactor.objects.count()) == (303, 0)
    assert browser.get("/catalog/")["Location"] == "/me/second-factor/"


# ---- at rest, on record, lost ----


@pytest.mark.django_db
def test_the_secret_is_sealed_codes_are_hashed_and_neither_is_on_record(admin, at):
    secret, codes = set_up(admin)
    second_factor.pass_code(admin.id, code=codes[0], address="")
    second_factor.pass_code(admin.id, code="nonsense", address="")
    kept = repr(list(SecondFactor.objects.values()) + list(RecoveryCode.objects.values()))
    said = repr(list(Entry.objects.values()))
    assert secret not in kept + said
    assert codes[0].replace("-", "") not in kept + said
    tags = set(Entry.objects.filter(object_type="account").values_list("tag", "facts__by"))
    assert {
        ("organisations.second_factor.set", None),
        ("organisations.account.logged_in", "recovery"),
        ("organisations.account.login_refused", "code"),
    } <= tags


@pytest.mark.django_db
def test_a_secret_proposed_to_another_account_is_not_taken(admin, cast, at):
    secret, sealed = second_factor.propose(cast.account("police").id)
    with refused("organisations.second_factor"):
        second_factor.set_up(actor=cast.person("bureau", "system_admin"), sealed=sealed, code=code_of(secret))


@pytest.mark.django_db
def test_it_is_sealed_anew_under_a_new_key(admin, at, settings):
    secret, _ = set_up(admin)
    settings.INSTALLATION_SECRETS = ("new key", *installed.INSTALLATION_SECRETS)
    settings.INSTALLATION_SECRET = "new key"
    assert (second_factor.reseal(), second_factor.reseal()) == (1, 0)
    settings.INSTALLATION_SECRETS = ("new key",)
    at(1)
    assert second_factor.pass_code(admin.id, code=code_of(secret), address="") == admin


@pytest.mark.django_db
def test_a_lost_one_is_reset_by_two_administrators(cast, at):
    account = cast.account("police")
    set_up(account)
    first, second = Browser(), Browser()
    first.force_login(cast.account("bureau", "system_admin"))
    second.force_login(cast.account("bureau", "security_admin"))
    first.get(f"/admin/accounts/{account.id}/")
    assert first.post(f"/admin/accounts/{account.id}/second-factor/reset/").status_code == 303
    act = PendingAct.objects.get()
    assert SecondFactor.objects.exists()
    with refused("organisations.second_person"):
        services.decide_act(act.id, actor=cast.person("bureau", "system_admin"), confirmed=True)
    second.get("/admin/acts/")
    assert second.post(f"/admin/acts/{act.id}/", {"answer": "confirm"}).status_code == 303
    assert not SecondFactor.objects.exists()
    assert Entry.objects.filter(tag="organisations.second_factor.reset", object_id=str(account.id)).exists()
    assert with_password(account).get("/catalog/").status_code == 200
    with pytest.raises(NotFound):
        services.ask_factor_reset(
            actor=cast.person("bureau", "system_admin"), account_id=cast.account("police", place="liyang").id
        )


# ---- tokens, settings ----


@pytest.mark.django_db
def test_a_token_is_made_with_it_alone_and_then_needs_no_code(admin, cast, demanded, at, client):
    actor = cast.person("bureau", "system_admin")
    with refused("organisations.second_factor_missing"):
        services.issue_token(actor=actor, name="脚本", functions=(), days=1)
    set_up(admin)
    secret = services.issue_token(actor=actor, name="脚本", functions=(), days=1)
    listed = client.get("/api/v1/organisations/accounts", headers={"Authorization": f"Bearer {secret}"})
    assert listed.status_code == 200


def test_the_setting_names_functions_and_a_mistake_stops_the_start(monkeypatch):
    read = {"default": frozenset(ADMINISTRATION), "allowed": list(Function)}
    monkeypatch.delenv("YIYUAN_SECOND_FACTOR", raising=False)
    assert env.some_of("YIYUAN_SECOND_FACTOR", **read) == ADMINISTRATION
    monkeypatch.setenv("YIYUAN_SECOND_FACTOR", "none")
    assert env.some_of("YIYUAN_SECOND_FACTOR", **read) == frozenset()
    monkeypatch.setenv("YIYUAN_SECOND_FACTOR", "operator,auditor")
    assert env.some_of("YIYUAN_SECOND_FACTOR", **read) == {"operator", "auditor"}
    monkeypatch.setenv("YIYUAN_SECOND_FACTOR", "root")
    with pytest.raises(env.SettingError):
        env.some_of("YIYUAN_SECOND_FACTOR", **read)


@pytest.mark.django_db
def test_the_demo_says_that_it_demands_none(cast, settings):
    settings.DEMO = True
    browser = Browser()
    browser.force_login(cast.account("police"))
    assert "演示环境不要求动态码" in browser.get("/me/second-factor/").content.decode()
