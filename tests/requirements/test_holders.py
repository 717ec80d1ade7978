"""What a holder sees, shows, lets others do and hears of; who is none. Read from the `accept` sentences."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from tests.requirements.test_licences import CODE, TODAY, entry, filed, issue, issued, made
from tests.requirements.test_sharing import text
from tests.support.grants import allow
from tests.support.refusals import refused
from yiyuan.exchange.tests.conftest import citizen
from yiyuan.holders import codes, rules, selectors, services
from yiyuan.holders.login import oidc
from yiyuan.holders.models import Mandate, Shown
from yiyuan.holders.types import BODY, PERSON, Ground, Identity, MandateState
from yiyuan.holders.views.entering import COOKIE
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.licences import services as licences
from yiyuan.licences.models import Licence, LicenceObjection, LicenceUse
from yiyuan.licences.types import Action
from yiyuan.workflow.models import Signal

OTHER = "51340200999900002".ljust(17, "0")
OTHER_CODE = OTHER + uscc_check(OTHER)


@pytest.fixture(autouse=True)
def day(clock, settings):
    clock.set(TODAY)
    settings.HOLDER_LOGIN = "simulator"


@pytest.fixture
def kind(cast):
    found = entry(cast)
    filed(cast)
    return found


def body(name="晨光志愿服务队", code=CODE):
    return Identity(name, code, BODY, "simulator")


def person(number=1, name="张一"):
    return Identity(name, citizen(number), PERSON, "simulator")


def phone(identity):
    """A holder's browser, logged in."""
    holder, key = services.enter(identity)
    made_ = Client()
    made_.cookies[COOKIE] = key
    return holder, made_


def code_on(page):
    return re.search(r"YY1\.[\w-]+", page.content.decode()).group()


@pytest.mark.requirement("wuhu-2020-license/17.1")
def test_after_the_real_name_check_a_holder_sees_all_of_and_only_his_own_licences(cast, kind):
    own = issued(cast, kind)
    ended = issued(cast, kind, licence_no="芜社字0002")
    licences.move_licence(ended.id, "cancel", actor=cast.person("civil_affairs"), note="注销登记")
    made(cast, kind, licence_no="芜社字0003")  # not issued
    other = issued(cast, kind, licence_no="芜社字0009", holder_name="别的协会", holder_code=OTHER_CODE)
    visitor = Client()
    assert visitor.get("/my-licences/")["Location"] == "/my-licences/login/"
    assert visitor.get(f"/my-licences/{own.id}/").status_code == 303
    answer = visitor.post("/my-licences/login/", {"kind": "body", "name": "晨光志愿服务队", "code": CODE})
    assert answer.status_code == 303
    shown = text(visitor.get("/my-licences/"))
    assert "共 2 件" in shown
    assert "芜社字0001" in shown
    assert "芜社字0002" in shown
    assert "芜社字0009" not in shown
    assert "芜社字0003" not in shown
    one = text(visitor.get(f"/my-licences/{own.id}/"))
    assert CODE in one
    assert visitor.get(f"/my-licences/{other.id}/").status_code == 404


def test_a_department_login_is_no_holder_and_a_holder_is_no_department(cast, as_, kind):
    own = issued(cast, kind)
    assert as_("civil_affairs").get(f"/my-licences/{own.id}/")["Location"] == "/my-licences/login/"
    _holder, mine = phone(body())
    assert mine.get("/licences/").status_code == 302
    assert mine.get("/").status_code == 302
    assert mine.get("/my-licences/").status_code == 200
    mine.post("/my-licences/logout/")
    assert mine.get("/my-licences/").status_code == 303


def test_the_simulator_says_what_it_is_and_takes_no_invalid_number(settings):
    shown = text(Client().get("/my-licences/login/"))
    assert "这是实名登录模拟器" in shown
    assert "不核实身份" in shown
    answer = Client().post("/my-licences/login/", {"kind": "person", "name": "张一", "code": "340200200001019999"})
    assert answer.status_code == 422
    settings.HOLDER_LOGIN = ""
    answer = Client().post("/my-licences/login/", {"kind": "body", "name": "晨光", "code": CODE})
    assert (answer.status_code, COOKIE in answer.cookies) == (200, False)


@pytest.mark.requirement("wuhu-2020-license/16.2")
def test_a_shown_code_is_good_for_a_minute_and_once_and_tells_validity_only(cast, as_, kind):
    own = issued(cast, kind)
    _holder, mine = phone(body())
    code = code_on(mine.post(f"/my-licences/{own.id}/show/"))
    assert CODE not in code
    official = as_("police")
    assert text(official.get(f"/licence-use/scan/?c={code}"))
    assert not LicenceUse.objects.exists()
    seen = text(official.post("/licence-use/scan/", {"code": code, "purpose": "窗口身份核对"}))
    assert "已签发" in seen
    assert CODE not in seen
    assert "晨光志愿服务队" not in seen
    assert "已经核验过" in text(official.post("/licence-use/scan/", {"code": code, "purpose": "再看"}), 422)
    use = LicenceUse.objects.get()
    assert (use.action, use.operation) == (Action.VERIFY, "checkCertInfoByQRcode")
    late = code_on(mine.post(f"/my-licences/{own.id}/show/"))
    Shown.objects.filter(used_at=None).update(expires_at=legal.real_now() - timedelta(seconds=1))
    assert "已经过期" in text(official.post("/licence-use/scan/", {"code": late, "purpose": "窗口"}), 422)


def test_a_code_that_was_changed_or_made_up_is_none(cast, kind):
    own = issued(cast, kind)
    holder, _key = services.enter(body())
    code, _until = services.show_code(holder, own.id)
    for wrong in ("", "YY1.", "YY1.AAAA", code[:-6] + "AAAAAA", "http://x/?c=" + code[:-8], "YY1." + "A" * 999, "证照"):
        with refused("holders.code"):
            codes.nonce_of(wrong)
    first = codes.nonce_of(code)
    assert first == codes.nonce_of(f"https://x/licence-use/scan/?c={code}")
    again, _until = services.show_code(holder, own.id)
    with refused("holders.code_expired"):
        services.scan_code(actor=cast.person("housing_fund"), code=code, purpose="窗口")
    assert services.scan_code(actor=cast.person("housing_fund"), code=again, purpose="窗口").valid


def test_every_use_stands_in_the_holders_list_but_for_look_ups_that_are_disclosed_to_nobody(cast, kind):
    own = issued(cast, kind)
    allow(cast, kind.resource_id, "police")
    for unit in ("housing_fund", "police"):
        licences.use_licence(
            actor=cast.person(unit), action=Action.VERIFY, number=own.number, holder_code=CODE, case="A", purpose="年检"
        )
    _holder, mine = phone(body())
    shown = text(mine.get("/my-licences/uses/"))
    assert "共 1 次" in shown
    assert "住房公积金管理中心" in shown
    assert "公安局" not in shown


def test_an_officer_of_a_company_sees_and_shows_its_licences_for_the_time_and_purpose_stated(cast, clock, kind):
    own = issued(cast, kind)
    company, firm = phone(body())
    form = {"name": "张一", "code": citizen(1), "purpose": "年检", "from_on": "2026-09-24", "until": "2026-09-30"}
    assert firm.post("/my-licences/rights/new/", {**form, "until": "2026-09-01"}).status_code == 422
    assert firm.post("/my-licences/rights/new/", form).status_code == 303
    _officer, mine = phone(person())
    shown = text(mine.get("/my-licences/"))
    assert "替晨光志愿服务队办理" in shown
    assert mine.post(f"/my-licences/{own.id}/show/").status_code == 200
    _namesake, wrong = phone(person(2, "张一"))
    assert wrong.get(f"/my-licences/{own.id}/").status_code == 404
    clock.set(TODAY + timedelta(days=7))
    assert mine.get(f"/my-licences/{own.id}/").status_code == 404
    clock.set(TODAY)
    services.end_mandate(company, Mandate.objects.get().id)
    assert mine.get(f"/my-licences/{own.id}/").status_code == 404
    assert Mandate.objects.get().sealed is None


def test_a_guardian_sees_nothing_before_the_centre_has_seen_the_proof(cast, as_, kind):
    guardian, mine = phone(person(1))
    ward = services.enter(person(2, "李二"))[0]
    mine.post(
        "/my-licences/rights/guardian/",
        {"name": "李二", "code": citizen(2), "proof": "户口簿", "until": "2027-01-01"},
    )
    found = Mandate.objects.get()
    assert (found.state, found.principal) == (MandateState.ASKED, ward.subject)
    assert selectors.standing_for(guardian) == []
    Mandate.objects.update(confirmer_id=cast.organisation("bureau"))
    page = as_("bureau", "operator")
    assert page.post(f"{found.get_absolute_url()}confirm/", {"reason": ""}).status_code == 422
    assert page.post(f"{found.get_absolute_url()}confirm/", {"reason": "户口簿第 2 页"}).status_code == 303
    assert [one.id for one in selectors.standing_for(guardian)] == [found.id]


def test_a_holder_objects_follows_the_clock_and_reads_the_answer(cast, kind):
    own = issued(cast, kind)
    _holder, mine = phone(body())
    assert mine.post(f"/my-licences/{own.id}/object/", {"doubt": "accuracy", "text": "名称有误"}).status_code == 303
    shown = text(mine.get(f"/my-licences/{own.id}/"))
    assert "名称有误" in shown
    assert re.search(r"前核查", shown)
    found = LicenceObjection.objects.get()
    issuer = cast.person("civil_affairs")
    licences.decide_objection(found.id, actor=issuer, outcome="corrected", result="名称已更正")
    assert "名称已更正" not in text(mine.get(f"/my-licences/{own.id}/"))
    licences.tell_result(found.id, actor=issuer, how="电话")
    assert "名称已更正" in text(mine.get(f"/my-licences/{own.id}/"))


def test_a_refused_licence_is_reported_and_becomes_a_signal_not_a_finding(cast, kind):
    own = issued(cast, kind)
    _holder, mine = phone(body())
    said = {
        "organisation_id": str(cast.organisation("housing_fund")),
        "happened_on": "2026-09-23",
        "words": "窗口要求交原件",
    }
    assert mine.post(f"/my-licences/{own.id}/refused/", {**said, "happened_on": "2027-01-01"}).status_code == 422
    assert mine.post(f"/my-licences/{own.id}/refused/", said).status_code == 303
    signal = Signal.objects.get()
    assert (signal.violation, signal.state) == ("licences.violation_refused", "open")
    assert signal.requirement_ids == ["wuhu-2020-license/23.4"]
    for _ in range(rules.MOST_REPORTS_A_DAY):
        mine.post(f"/my-licences/{own.id}/refused/", said)
    assert Signal.objects.count() == rules.MOST_REPORTS_A_DAY


def test_a_holder_consents_only_for_own_licences_and_to_social_users_that_were_granted(cast, kind):
    own = issued(cast, kind)
    holder, _mine = phone(body())
    said = {"licence_id": own.id, "organisation_id": cast.organisation("water_company"), "purpose": "开户"}
    with refused("holders.consent"):
        services.give_consent(holder, until=TODAY + timedelta(days=9), **said)
    allow(cast, kind.resource_id, "water_company", ground=Ground.SOCIAL)
    stranger, _key = services.enter(person())
    with pytest.raises(NotFound):
        services.give_consent(stranger, until=TODAY + timedelta(days=9), **said)
    assert services.give_consent(holder, until=TODAY + timedelta(days=9), **said)
    issue(cast, made(cast, kind, licence_no="芜社字0002"))
    assert Licence.objects.filter(number__isnull=False).count() == 2


# ---- the login from outside ----

KEY = RSAKey.generate_key(2048, {"kid": "1"})


@pytest.fixture
def provider(settings):
    settings.HOLDER_LOGIN = "oidc"
    settings.HOLDER_OIDC_ISSUER = "https://sso.example"
    settings.HOLDER_OIDC_CLIENT = "yiyuan"
    settings.HOLDER_OIDC_SECRET = "secret"


def token(**changes):
    now = int(legal.real_now().timestamp())
    said = {"iss": "https://sso.example", "aud": "yiyuan", "exp": now + 60, "nonce": "n", "name": "张一"}
    said |= {"id_number": citizen(1), **changes}
    return jwt.encode({"alg": "RS256", "kid": "1"}, {k: v for k, v in said.items() if v is not None}, KEY)


def keys():
    return KeySet([KEY]).as_dict(private=False)


def test_a_token_of_the_provider_says_who_it_is_and_nothing_else_does(provider):
    assert oidc.identity_of(token(), keys=keys(), nonce="n") == Identity("张一", citizen(1), PERSON, "oidc")
    firm = oidc.identity_of(token(corp_code=CODE, corp_name="晨光"), keys=keys(), nonce="n")
    assert (firm.kind, firm.code) == (BODY, CODE)
    past = int(legal.real_now().timestamp()) - 600
    wrong = [token(iss="https://evil"), token(aud="other"), token(exp=past), token(nonce="old"), token(nonce=None), "x"]
    other = RSAKey.generate_key(2048, {"kid": "1"})
    wrong.append(jwt.encode({"alg": "RS256", "kid": "1"}, {"iss": "https://sso.example"}, other))
    for one in wrong:
        with refused("holders.login"):
            oidc.identity_of(one, keys=keys(), nonce="n")


def test_the_browser_goes_to_the_provider_and_comes_back_with_the_state_it_left_with(provider, monkeypatch):
    import json
    from urllib.parse import parse_qs, urlsplit

    from yiyuan.dataplane.outgoing import Answered

    told = {
        "issuer": "https://sso.example",
        "authorization_endpoint": "https://sso.example/auth",
        "token_endpoint": "https://sso.example/token",
        "jwks_uri": "https://sso.example/keys",
    }
    nonces = {}

    def call(_method, url, **_more):
        answers = {"token": lambda: {"id_token": token(nonce=nonces["n"])}, "keys": keys}
        made_ = answers.get(url.rpartition("/")[2], lambda: told)()
        return Answered(200, json.dumps(made_).encode())

    monkeypatch.setattr(oidc.outgoing, "call", call)
    mine = Client()
    asked = parse_qs(urlsplit(mine.get("/my-licences/login/begin/")["Location"]).query)
    nonces["n"] = asked["nonce"][0]
    assert asked["code_challenge_method"] == ["S256"]
    assert mine.get("/my-licences/login/back/?state=other&code=c").status_code == 422
    answer = mine.get(f"/my-licences/login/back/?state={asked['state'][0]}&code=c")
    assert (answer.status_code, answer["Location"]) == (303, "/my-licences/")
    assert mine.get("/my-licences/").status_code == 200
