"""Registering, naming, assigning, logging in, tokens."""

from datetime import date, timedelta

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import bureau_of
from yiyuan.organisations.models import AccessToken, Organisation, Region
from yiyuan.organisations.selectors import actor_for, actor_of_token


def test_the_shipped_divisions_hold_the_regions_of_the_profiles(db):
    assert services.load_regions() > 3300
    names = dict(Region.objects.filter(code__in=["340200", "320481", "410804"]).values_list("code", "name"))
    assert names == {"340200": "芜湖市", "320481": "溧阳市", "410804": "马村区"}


def test_a_wrong_credit_code_is_refused_with_the_right_digit(cast):
    cast.organisation("police")
    with refused("organisations.uscc") as broken:
        services.register_organisation(actor=SYSTEM, name="甲局", uscc="12100000400007555A", region_code="340200")
    assert broken.value.facts["expected"] == "G"


def test_only_a_system_administrator_registers(cast):
    with pytest.raises(NotAllowed):
        services.register_organisation(
            actor=cast.person("police"), name="甲局", uscc="11100000000013338W", region_code="340200"
        )


def test_a_new_name_keeps_the_old_one_with_its_last_day(cast):
    organisation_id = cast.organisation("police")
    services.rename_organisation(organisation_id, actor=SYSTEM, name="芜湖市公安局（新）", from_on=date(2026, 5, 1))
    names = list(Organisation.objects.get(id=organisation_id).names.order_by("from_on").values_list("name", "to_on"))
    assert names == [("芜湖市公安局", date(2026, 4, 30)), ("芜湖市公安局（新）", None)]


def test_a_function_counts_only_between_its_dates(cast, clock):
    clock.set(date(2026, 6, 1))
    account = cast.account("police")
    assignment = account.person.assignments.get()
    services.end_assignment(assignment.id, actor=SYSTEM, to_on=date(2026, 6, 1))
    organisation_id = cast.organisation("police")
    assert actor_for(account, organisation_id=organisation_id) is not None
    clock.set(date(2026, 6, 2))
    assert actor_for(account, organisation_id=organisation_id) is None


def test_one_person_wears_several_hats_and_chooses_one(cast):
    account = cast.account("police")
    services.assign(
        actor=SYSTEM,
        account_id=account.id,
        organisation_id=cast.organisation("civil_affairs"),
        functions=[Function.REVIEWER],
    )
    assert len(selectors.hats(account)) == 2
    browser = Browser()
    browser.force_login(account)
    browser.get("/me/")
    changed = browser.post("/me/organisation/", {"organisation": cast.organisation("civil_affairs")})
    assert (changed.status_code, changed["Location"]) == (303, "/")
    assert "芜湖市民政局" in browser.get("/me/").content.decode()
    assert browser.forged("/me/organisation/", {"organisation": cast.organisation("tax")}).status_code == 404


def test_the_bureaus_function_needs_the_bureaus_office(cast):
    with refused("organisations.function"):
        cast.person("police", "bureau")


def test_three_administrators_are_three_persons(cast):
    account = cast.account("bureau", "system_admin")
    with refused("organisations.three_administrators"):
        services.assign(
            actor=SYSTEM,
            account_id=account.id,
            organisation_id=cast.organisation("bureau"),
            functions=[Function.SECURITY_ADMIN],
        )


def test_the_nearest_bureau_is_competent(cast):
    assert bureau_of("340281") is None
    cast.organisation("bureau", place="anhui")
    assert bureau_of("340281").name == "安徽省数据资源管理局"
    cast.organisation("bureau")
    assert bureau_of("340281").name == "芜湖市数据资源管理局"


def test_logging_in_on_the_page(cast):
    account = cast.account("police")
    client = Browser()
    assert client.get("/").status_code == 302
    wrong = client.post("/login/", {"login": account.login, "password": "x"})
    assert wrong.status_code == 422
    assert "登录名或密码不对" in wrong.content.decode()
    right = client.post("/login/", {"login": account.login, "password": "correct horse", "next": "//evil.example/"})
    assert (right.status_code, right["Location"]) == (303, "/")
    assert client.get("/").status_code == 200


def test_a_token_acts_with_the_functions_held_and_not_after_its_end(cast):
    officer = cast.person("police")
    secret = services.issue_token(actor=officer, name="脚本", functions=(), days=1)
    actor = actor_of_token(secret)
    assert (actor.organisation_id, actor.functions) == (officer.organisation_id, officer.functions)
    with pytest.raises(NotAllowed):
        services.issue_token(actor=officer, name="越权", functions=[Function.HEAD], days=1)
    AccessToken.objects.update(expires_at=legal.real_now())
    assert actor_of_token(secret) is None


def test_the_use_of_a_token_is_noted_once_a_minute(cast, django_assert_num_queries):
    secret = services.issue_token(actor=cast.person("police"), name="脚本", functions=(), days=1)
    actor_of_token(secret)
    assert AccessToken.objects.get().used_at is not None
    with django_assert_num_queries(2):
        actor_of_token(secret)
    long_ago = AccessToken.objects.get().used_at - timedelta(minutes=2)
    AccessToken.objects.update(used_at=long_ago)
    actor_of_token(secret)
    assert AccessToken.objects.get().used_at > long_ago


def test_a_revoked_token_is_dead_and_only_its_owner_revokes(cast):
    secret = services.issue_token(actor=cast.person("police"), name="脚本", functions=(), days=1)
    token = AccessToken.objects.get()
    with pytest.raises(NotFound):
        services.revoke_token(token.id, actor=cast.person("tax"))
    services.revoke_token(token.id, actor=cast.person("police"))
    assert actor_of_token(secret) is None


def test_administration_pages_open_for_administrators_only(cast):
    admin, officer = Browser(), Browser()
    admin.force_login(cast.account("bureau", "system_admin"))
    officer.force_login(cast.account("police"))
    path = f"/admin/organisations/{cast.organisation('police')}/"
    for page in ("/admin/organisations/", path):
        assert admin.get(page).status_code == 200
        assert officer.get(page).status_code == 403
    body = {"name": "乙局", "uscc": "11100000000013338X", "region_code": "340200", "kind": "own"}
    refused = admin.post("/admin/organisations/", {**body, "legal": "government_department", "office": "none"})
    assert refused.status_code == 422
    assert "校验位" in refused.content.decode()
    person = {"login": "new", "person_name": "新人", "password": "long enough", "functions": ["reviewer"]}
    assert admin.post(path, person).status_code == 303
    assert "新人" in admin.get(path).content.decode()
    shown = officer.post("/me/tokens/", {"name": "脚本", "days": "30"})
    assert "yy_" in shown.content.decode()


def test_a_token_with_fewer_functions_has_no_more(cast):
    both = cast.person("civil_affairs", "both", functions=[Function.HEAD, Function.DATA_OFFICER])
    secret = services.issue_token(actor=both, name="脚本", functions=[Function.DATA_OFFICER], days=1)
    assert actor_of_token(secret).functions == {Function.DATA_OFFICER}
