"""A resource that stays with its provider, used through the gateway: the provider's system is a server of the test."""

import threading
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.api import subject_hash
from yiyuan.audit.models import Entry
from yiyuan.exchange import interfaces, selectors, services
from yiyuan.exchange.interfaces import Wanted
from yiyuan.exchange.models import Delivery, Interface
from yiyuan.exchange.tests.conftest import METHODS, City, citizen
from yiyuan.exchange.tests.provider import System
from yiyuan.exchange.types import ExchangeTag, InterfaceState, Method
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.services import issue_token
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Grant
from yiyuan.sharing.tests.test_services import SUITED
from yiyuan.sharing.types import Condition, Operator
from yiyuan.web.components import moment
from yiyuan.workflow import selectors as workflow

NAMES = {
    "登记证字号": "djzh",
    "男方姓名": "nfxm",
    "男方证件号码": "nfzj",
    "女方姓名": "vfxm",
    "女方证件号码": "vfzj",
    "登记类别": "lb",
    "登记日期": "rq",
}
SECRET = "Bearer provider-secret-1"


def row(number, **more):
    kind = "结婚" if number % 2 == 0 else "离婚"
    return {
        "djzh": f"J{number:06d}",
        "nfxm": "欧阳一",
        "nfzj": citizen(number),
        "vfxm": "李二",
        "vfzj": citizen(number + 500),
        "lb": kind,
        "rq": "2026-01-02",
        "inner_remark": "不应流出的内部备注",
        **more,
    }


@pytest.fixture
def system():
    made = System([row(n) for n in range(20)])
    yield made
    made.close()


@pytest.fixture(autouse=True)
def inside(settings, tmp_path):
    settings.PROVIDER_HOSTS = frozenset({"127.0.0.0/8"})
    settings.HOME = tmp_path


HELD = {
    "held_by_provider": True,
    "held_reason": "由本系统实时答复",
    "held_basis": "《某法》第九条",
    "held_basis_level": "law",
}


def offered(cast, name="婚姻登记接口"):
    values = {**SUITED, "name": name, "methods": sorted(METHODS), **HELD}
    return City(cast, cast.resource("civil_affairs", **values))


def wanted(city, system, **changes):
    items = {item.name: item.id for item in city.resource.items}
    values = {
        "method": Method.POST_JSON,
        "address": f"{system.address}/query",
        "fields": {items[name]: field for name, field in NAMES.items()},
        "parameters": {items["登记证字号"]: "djzh", items["男方证件号码"]: "nfzj"},
        "rows_at": "data.rows",
        "timeout_s": 1,
        "header": "Authorization",
        "credential": SECRET,
        "errors": "500 系统忙",
    }
    return Wanted(**{**values, **changes})


def register(city, system, **changes):
    """Registered, tried, open."""
    officer = city.cast.person("civil_affairs")
    interfaces.save_interface(city.resource.id, actor=officer, wanted=wanted(city, system, **changes))
    trial = interfaces.try_interface(city.resource.id, actor=officer, values={city.item("登记证字号"): "J000001"})
    assert trial.ok, trial.words
    interfaces.open_interface(city.resource.id, actor=officer)
    system.asked.clear()


@pytest.fixture(scope="module")
def held(committed):
    from tests.support.cast import Cast

    return offered(Cast())


@pytest.fixture
def city(held, system):
    Interface.objects.filter(resource_id=held.resource.id).exclude(state=InterfaceState.DRAFT).update(
        state=InterfaceState.PAUSED
    )
    register(held, system)
    return held


def the_delivery(answer):
    return Delivery.objects.get(code=answer.json()["delivery"])


def watched():
    for _ in range(3):
        interfaces.watch_interfaces()


# ---- the gateway ----


def test_a_grant_is_called_as_for_a_pool_and_only_granted_fields_leave_masked(city, gateway, system):
    grant, key = city.grant(items=["登记证字号", "男方姓名", "男方证件号码"])
    answer = gateway(key, **{"X-Case": "GJJ-1"}).ask(男方证件号码=citizen(3))
    assert answer.status_code == 200, answer.text
    number = citizen(3)
    assert answer.json()["rows"] == [
        {"登记证字号": "J000003", "男方姓名": "欧阳**", "男方证件号码": f"{number[:6]}********{number[-4:]}"}
    ]
    assert "内部备注" not in answer.text
    method, path, asked, headers = system.asked[-1]
    assert (method, path, asked) == ("POST", "/query", {"nfzj": number})
    assert headers["Authorization"] == SECRET
    made = the_delivery(answer)
    assert (made.status, made.rows, made.provider_rows, made.case) == (200, 1, 1, "GJJ-1")
    assert made.provider_ms is not None
    assert made.bytes == len(answer.content)
    assert set(made.subjects) == {subject_hash(number)}
    assert Entry.objects.get(object_id=made.code).tag == ExchangeTag.DELIVERED
    services.note_first_deliveries()
    assert Grant.objects.get(id=grant.id).first_delivered_on == legal.today()


@pytest.mark.parametrize("method", [Method.GET, Method.POST_FORM])
def test_the_system_is_asked_the_way_it_knows(city, gateway, system, method):
    system.rows = [{**one, "v": "2"} for one in system.rows]
    register(city, system, method=method, address=f"{system.address}/query" + "?v=2" * (method is Method.GET))
    _, key = city.grant()
    assert gateway(key).ask(登记证字号="J000004").json()["rows"][0]["登记日期"] == "2026-01-02"


def test_a_system_that_answers_more_than_it_was_asked_gives_nobody_more_than_the_grant(city, gateway, system):
    only = [Condition(city.item("登记类别"), Operator.IS, "结婚")]
    _, key = city.grant(items=["登记证字号", "男方姓名"], rows=only)
    system.says = 200, {"data": {"rows": system.rows}}
    answer = gateway(key).ask(登记证字号="J000002")
    assert [one["登记证字号"] for one in answer.json()["rows"]] == ["J000002"]
    made = the_delivery(answer)
    assert (made.rows, made.provider_rows) == (1, 20)
    assert gateway(key).ask(登记证字号="J000003").status_code == 404
    system.says = 200, {"data": {"rows": [row(2)] * 300}}
    many = gateway(key).ask(登记证字号="J000002").json()
    assert (len(many["rows"]), many["more"]) == (200, True)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ((500, {}), (502, "provider_failed")),
        ((302, {}), (502, "provider_failed")),
        ((200, b"<html>"), (502, "provider_failed")),
        ((200, b'{"data": {"rows": [{"djzh": NaN}]}}'), (502, "provider_failed")),
        ((200, {"data": {}}), (502, "provider_failed")),
        ((200, {"data": {"rows": "none"}}), (502, "provider_failed")),
        ((200, {"data": {"rows": [{"djzh": "J000001"}]}}), (502, "provider_failed")),
        ((200, {"data": {"rows": [row(1, rq="昨天")]}}), (502, "provider_failed")),
        ((200, {"data": {"rows": [row(1)] * 1001}}), (502, "provider_failed")),
        ((404, {}), (502, "provider_failed")),
        ((400, {}), (422, "provider_value")),
    ],
)
def test_a_failure_of_the_provider_is_an_answer_of_its_own_and_counted(city, gateway, system, says, told):
    grant, key = city.grant()
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    system.says = says
    answer = gateway(key).ask(登记证字号="J000001", 男方证件号码=citizen(1))
    assert (answer.status_code, answer.json()["code"]) == told, answer.text
    assert "提供部门的接口" in answer.json()["message"]
    assert "rows" not in answer.json()
    made = the_delivery(answer)
    assert (made.status, made.rows, made.grant_id) == (told[0], 0, grant.id)
    assert made.failure
    assert made.subjects == [subject_hash(citizen(1))]
    assert Entry.objects.get(object_id=made.code).tag == ExchangeTag.FAILED
    assert selectors.used_today(grant.id, today=legal.today()) == (1, 1)


def test_a_system_that_does_not_answer_in_time_is_a_504(city, gateway, system):
    _, key = city.grant()
    system.slow = 5
    answer = gateway(key).ask(登记证字号="J000001")
    assert (answer.status_code, answer.json()["code"]) == (504, "provider_timeout")
    assert "没有在约定的时间内答复" in answer.json()["message"]
    assert the_delivery(answer).status == 504


def test_no_record_is_no_failure(city, gateway, system):
    _, key = city.grant()
    assert gateway(key).ask(登记证字号="J999999").status_code == 404
    register(city, system, none_is_404=True)
    system.says = 404, {}
    answer = gateway(key).ask(登记证字号="J999999")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_record")
    assert the_delivery(answer).status == 404


def test_a_revocation_made_while_the_system_is_asked_holds(city, gateway, system):
    grant, key = city.grant()
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    begun, go_on = threading.Event(), threading.Event()
    plain = system.answer

    def wait(asked):
        begun.set()
        go_on.wait(10)
        return plain(asked)

    system.answer = wait
    Interface.objects.filter(resource_id=city.resource.id).update(timeout_s=15)
    answers = []
    caller = gateway(key)
    asking = threading.Thread(target=lambda: answers.append(caller.ask(登记证字号="J000001")))
    asking.start()
    assert begun.wait(10)
    sharing.revoke_grant(grant.id, actor=city.cast.person("civil_affairs", "head"), reason="用途超出授权")
    go_on.set()
    asking.join(20)
    assert (answers[0].status_code, answers[0].json()["code"]) == (403, "grant_closed")
    assert "J000001" not in answers[0].text
    system.asked.clear()
    assert gateway(key).ask(登记证字号="J000001").status_code == 403
    assert system.asked == []  # the provider is not asked for nothing


def test_suspension_expiry_and_daily_limits_hold(city, gateway, system):
    head = city.cast.person("civil_affairs", "head")
    grant, key = city.grant(until_on=legal.today() + timedelta(days=5))
    sharing.narrow_grant(grant.id, actor=head, daily_calls=2, reason="限量")

    def ask():
        return gateway(key).ask(登记证字号="J000001")

    with legal.frozen(legal.today() + timedelta(days=6)):
        assert ask().json()["code"] == "grant_expired"
    system.says = 500, {}
    assert ask().status_code == 502  # what brought nothing does not count
    system.says = None
    assert [ask().status_code for _ in range(3)] == [200, 200, 403]
    assert ask().json()["code"] == "sharing.volume"
    with legal.frozen(legal.today() + timedelta(days=1)):
        assert ask().status_code == 200
    sharing.suspend_grant(grant.id, actor=head, reason="用途待核")
    assert ask().json()["code"] == "grant_suspended"
    assert len(system.asked) == 4


def test_list_and_count_are_not_for_a_system_that_is_asked_by_key(city, gateway):
    _, key = city.grant()
    for path in ("/v1/data", "/v1/data/count"):
        assert gateway(key).get(path).status_code == 403
    described = gateway(key).get("/v1/openapi.json").json()
    assert set(described["paths"]) == {"/v1/query"}
    answers = described["paths"]["/v1/query"]["post"]["responses"]
    assert {"502", "504"} <= set(answers)
    assert "127.0.0.1" not in str(described)
    assert "/v1/data" not in gateway(key).get("/v1/docs").text


def test_what_may_be_asked_and_what_not(city, gateway, system):
    _, key = city.grant()
    unknown = gateway(key).ask(女方证件号码=citizen(501))  # an identity the system cannot look for
    assert (unknown.status_code, unknown.json()["code"]) == (422, "exchange.items")
    wrong = gateway(key).ask(登记证字号="J000001", 登记日期="不是日期")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "exchange.value")
    assert system.asked == []
    assert gateway(key).ask(登记证字号="J000001", 男方姓名="别人").status_code == 404


def test_an_interface_that_is_stopped_gives_nothing_and_says_so(city, gateway, system):
    _, key = city.grant()
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    interfaces.pause_interface(city.resource.id, actor=city.cast.person("civil_affairs"))
    answer = gateway(key).ask(登记证字号="J000001")
    assert (answer.status_code, answer.json()["code"]) == (503, "interface_closed")


def test_an_address_inside_the_network_is_called_only_when_the_city_allows_it(city, gateway, settings):
    _, key = city.grant()
    settings.PROVIDER_HOSTS = frozenset()
    answer = gateway(key).ask(登记证字号="J000001")
    assert answer.status_code == 502
    assert "不在平台允许访问的范围内" in answer.json()["message"]
    assert "127.0.0.1" not in answer.text


def test_without_a_committed_record_no_data_of_the_provider_leaves(city, gateway):
    _, key = city.grant()
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    with connection.cursor() as cur:
        cur.execute("revoke insert on published.exchange_delivery from yiyuan_gateway")
    try:
        refused = gateway(key).ask(登记证字号="J000001")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert "J000001" not in refused.text
    finally:
        with connection.cursor() as cur:
            cur.execute("grant insert on published.exchange_delivery to yiyuan_gateway")


# ---- looked after ----


def test_one_that_fails_is_down_with_its_hour_and_a_right_answer_brings_it_back(city, gateway, system):
    _, key = city.grant()
    officer, bureau = city.cast.person("civil_affairs"), city.cast.officer_of_bureau()
    system.says = 500, {}
    for _ in range(3):
        gateway(key).ask(登记证字号="J000001")
    first = Delivery.objects.filter(status=502, resource_id=city.resource.id).order_by("-id")[2]
    interfaces.watch_interfaces()
    found = selectors.interface_for(bureau, city.resource.id)
    assert (found.state, found.failing_since) == (InterfaceState.DOWN, first.at)
    assert [t.title for t in workflow.todo(officer) if t.workflow == "exchange.interface"] == [
        f"接口：{found.resource_name}"
    ]
    term = next(t for t in workflow.todo(officer) if t.workflow == "exchange.interface")
    assert term.due_on is not None
    interfaces.watch_interfaces()  # somebody listens there, which is not an answer
    assert Interface.objects.get(id=found.id).state == InterfaceState.DOWN
    system.says = None
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    interfaces.watch_interfaces()
    again = Interface.objects.get(id=found.id)
    assert (again.state, again.failing_since, again.failures) == (InterfaceState.UP, None, 0)
    assert not [t for t in workflow.todo(officer) if t.workflow == "exchange.interface"]
    figures = selectors.figures([city.resource.id], since=legal.today())[city.resource.id]
    assert figures.calls >= 4
    assert figures.failures >= 3


def test_the_health_address_is_asked_every_time(held, system):
    register(held, system, health=f"{system.address}/health")
    watched()
    assert system.checks == 3
    found = Interface.objects.get(resource_id=held.resource.id)
    assert found.checked_at is not None
    system.health = 503
    watched()
    assert Interface.objects.get(id=found.id).state == InterfaceState.DOWN
    assert Interface.objects.get(id=found.id).failure_words == "检查地址的答复表示出错"
    system.health = 200
    watched()
    assert Interface.objects.get(id=found.id).state == InterfaceState.UP
    interfaces.pause_interface(held.resource.id, actor=held.cast.person("civil_affairs"))


# ---- who does what ----


def test_the_credential_is_sealed_kept_and_never_shown(city, system):
    found = Interface.objects.get(resource_id=city.resource.id)
    assert b"provider-secret" not in bytes(found.credential)
    with connection.cursor() as cur:
        cur.execute("select about::text || encode(credential, 'escape') from published.interfaces")
        assert "provider-secret" not in str(cur.fetchall())
    officer = city.cast.person("civil_affairs")
    interfaces.save_interface(city.resource.id, actor=officer, wanted=wanted(city, system, credential=None))
    assert bytes(Interface.objects.get(id=found.id).credential) == bytes(found.credential)
    elsewhere = wanted(city, system, credential=None, address="https://elsewhere.example/query")
    with refused("exchange.interface") as broken:
        interfaces.save_interface(city.resource.id, actor=officer, wanted=elsewhere)
    assert broken.value.facts["field"] == "credential"
    interfaces.save_interface(city.resource.id, actor=officer, wanted=replace(elsewhere, credential="another"))
    assert "provider-secret" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_it_is_tried_before_it_is_opened(held, system):
    officer = held.cast.person("civil_affairs")
    key_item = held.item("登记证字号")
    interfaces.save_interface(held.resource.id, actor=officer, wanted=wanted(held, system))
    with refused("exchange.interface_tried"):
        interfaces.open_interface(held.resource.id, actor=officer)

    def tried(value="J000001"):
        return interfaces.try_interface(held.resource.id, actor=officer, values={key_item: value})

    assert not tried("J999999").ok
    system.says = 200, {"data": {"rows": [row(1, rq="昨天")]}}
    assert "不合信息项的类型" in tried().words
    system.says = 200, {"data": {"rows": [{"djzh": "J000001"}]}}
    assert "nfxm" in tried().words
    system.says = 503, {}
    assert "503" in tried().words
    system.says = None
    trial = tried()
    assert (trial.ok, trial.rows) == (True, 1)
    assert set(trial.items) == set(NAMES)
    interfaces.open_interface(held.resource.id, actor=officer)


def test_only_its_own_data_officer_writes_it(held, system):
    cast = held.cast
    interfaces.save_interface(held.resource.id, actor=cast.person("civil_affairs"), wanted=wanted(held, system))
    for other in (cast.person("police"), cast.officer_of_bureau(), cast.person("housing_fund")):
        with pytest.raises(NotFound):
            interfaces.save_interface(held.resource.id, actor=other, wanted=wanted(held, system))
    with pytest.raises(NotAllowed):
        interfaces.save_interface(
            held.resource.id, actor=cast.person("civil_affairs", "reviewer"), wanted=wanted(held, system)
        )
    pooled = City(cast, cast.resource("civil_affairs", **{**SUITED, "name": "归集的资源"}))
    with refused("exchange.interface_held"):
        interfaces.save_interface(pooled.resource.id, actor=cast.person("civil_affairs"), wanted=wanted(pooled, system))


@pytest.mark.parametrize(
    "changes",
    [
        {"address": "ftp://a/"},
        {"address": "http://u:p@a/"},
        {"timeout_s": 0},
        {"timeout_s": 600},
        {"header": "X-Key\r\nX: 1"},
        {"credential": "a\nb"},
        {"parameters": {}},
        {"fields": {}},
        {"health": "nowhere"},
    ],
)
def test_what_cannot_be_called_is_not_registered(held, system, changes):
    with refused("exchange.interface"):
        interfaces.save_interface(
            held.resource.id, actor=held.cast.person("civil_affairs"), wanted=wanted(held, system, **changes)
        )


# ---- pages ----


@pytest.fixture
def town(cast):
    return offered(cast, "婚姻登记接口（页面）")


@pytest.fixture
def as_(cast):
    def client(name, post="officer", place=""):
        made = Browser()
        made.force_login(cast.account(name, post, place=place))
        return made

    return client


def form_of(city, system, **changes):
    items = {item.name: item.id for item in city.resource.items}
    said = {
        "method": "post_json",
        "address": f"{system.address}/query",
        "timeout_s": "1",
        "rows_at": "data.rows",
        "header": "Authorization",
        "credential": SECRET,
        "errors_said": "500 系统忙",
        f"parameter_{items['登记证字号']}": "djzh",
        **{f"field_{items[name]}": field for name, field in NAMES.items()},
    }
    return {**said, **changes}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_a_provider_registers_tries_and_opens_it_on_pages_and_others_see_how_it_does(town, as_, system):
    resource = f"/catalog/resources/{town.resource.id}/"
    base = f"/exchange/resources/{town.resource.id}/interface/"
    officer, other = as_("civil_affairs"), as_("police")
    assert "登记接口" in page(officer, resource)
    assert "提供部门还没有登记接口" in page(other, resource)
    refused = officer.post(f"{base}new/", form_of(town, system, address="ftp://x"))
    assert refused.status_code == 422
    assert "http://" in refused.content.decode()
    assert officer.post(f"{base}new/", form_of(town, system)).status_code == 303
    assert f"{base}open/" not in page(officer, base)
    assert officer.post(f"{base}open/").status_code == 422
    value = f"value_{town.item('登记证字号')}"
    assert officer.post(f"{base}try/", {value: ""}).status_code == 422
    missed = page(officer, officer.post(f"{base}try/", {value: "J999999"})["Location"])
    assert "没有试通：能连上，但没有查到记录" in missed
    tried = page(officer, officer.post(f"{base}try/", {value: "J000001"})["Location"])
    assert "试通了" in tried
    assert "欧阳" not in tried
    assert officer.post(f"{base}open/").status_code == 303
    for client in (officer, as_("bureau", "operator")):
        seen = page(client, base)
        assert system.address in seen
        assert SECRET not in seen
    assert SECRET not in page(officer, f"{base}edit/")
    bureau = as_("bureau", "bureau")
    assert system.address not in page(bureau, base)
    assert "正常" in page(bureau, "/exchange/interfaces/")
    assert other.get(base).status_code == 404
    assert "正常" in page(other, resource)
    system.close()
    watched()
    since = Interface.objects.get(resource_id=town.resource.id).failing_since
    words = f"中断，{moment(since)} 起"
    for client, address in (
        (other, resource),
        (bureau, "/exchange/interfaces/"),
        (bureau, base),
        (officer, base),
    ):
        assert words in page(client, address)
    assert f"接口：{town.resource.name}" in page(officer, "/")
    assert officer.post(f"{base}pause/").status_code == 303
    assert "已停用" in page(other, resource)


def test_programs_read_how_an_interface_does_and_only_its_provider_where_it_stands(town, as_, system, client):
    base = f"/exchange/resources/{town.resource.id}/interface/"
    assert as_("civil_affairs").post(f"{base}new/", form_of(town, system)).status_code == 303

    def listed(name, post="officer"):
        token = issue_token(actor=town.cast.person(name, post), name="t", functions=(), days=1)
        return client.get("/api/v1/exchange/interfaces", headers={"Authorization": f"Bearer {token}"}).json()

    own = listed("civil_affairs")
    assert (own["total"], own["next"]) == (1, None)
    (line,) = own["items"]
    assert (line["state"], line["calls_today"], line["asks"]["address"]) == ("draft", 0, f"{system.address}/query")
    assert "djzh" in {field["parameter"] for field in line["asks"]["fields"]}
    assert SECRET not in str(own)
    (seen,) = listed("bureau", "bureau")["items"]
    assert (seen["resource_name"], seen["asks"]) == (town.resource.name, None)
    assert listed("police")["total"] == 0


def test_a_program_of_the_provider_registers_writes_anew_tries_opens_and_stops_it(town, system, client):
    token = issue_token(actor=town.cast.person("civil_affairs"), name="t", functions=(), days=1)
    headers = {"Authorization": f"Bearer {token}"}
    base = f"/api/v1/exchange/resources/{town.resource.id}/interface"

    def post(last, **body):
        return client.post(f"{base}{last}", body, content_type="application/json", headers=headers)

    asked = asdict(wanted(town, system))
    assert list(post("", **{**asked, "address": "ftp://x"}).json()["fields"]) == ["address"]
    made = post("", **asked)
    assert (made.status_code, made.json()["state"], made.json()["moves"]) == (201, "draft", ["change", "try"])
    key_item = town.item("登记证字号")
    assert post("/open").json()["rule"] == "exchange.interface_tried"
    assert post("/try", values={key_item: ""}).status_code == 422
    assert (post("/try", values={key_item: "J999999"}).json()["ok"], system.asked[-1] is not None) == (False, True)
    assert post("/try", values={key_item: "J000001"}).json()["ok"] is True
    opened = post("/open").json()
    assert (opened["state"], opened["moves"]) == ("up", ["change", "pause", "try"])
    assert post("/pause").json()["state"] == "paused"
    changed = post("/change", **{**asked, "credential": None, "timeout_s": 3}).json()
    assert (changed["state"], changed["asks"]["timeout_s"], changed["moves"]) == ("draft", 3, ["change", "try"])


def test_a_person_at_the_window_looks_up_where_the_data_are(town, as_, system):
    register(town, system)
    grant, _ = town.grant(items=["登记证字号", "男方姓名"])
    clerk = as_("housing_fund")
    seen = page(clerk, f"/sharing/grants/{grant.id}/")
    assert "下载 CSV" not in seen
    assert "由提供部门的系统答复" in seen
    item = town.item("登记证字号")

    def look():
        said = {"case": "A-1", "reason": "提取审核", f"item_{item}": "J000001"}
        return clerk.post(f"/exchange/grants/{grant.id}/lookup/", said)

    assert "欧阳**" in look().content.decode()
    made = Delivery.objects.latest("id")
    assert (made.status, made.channel, made.provider_rows) == (200, "online", 1)
    assert Grant.objects.get(id=grant.id).first_delivered_on == legal.today()
    system.says = 500, {}
    refused = look()
    assert (refused.status_code, "提供部门的接口答复表示出错" in refused.content.decode()) == (422, True)
    assert Delivery.objects.filter(grant_id=grant.id, status=502).count() == 1
    document = clerk.get(f"/exchange/grants/{grant.id}/openapi.json").json()
    assert set(document["paths"]) == {"/v1/query"}


def test_a_later_version_of_the_entry_asks_for_its_new_items_and_a_withdrawn_one_is_asked_no_more(town, as_, system):
    from tests.support.cast import MARRIAGE_ITEMS
    from yiyuan.catalog import services as catalog

    register(town, system)
    base = f"/exchange/resources/{town.resource.id}/interface/"
    officer, reviewer = town.cast.person("civil_affairs"), town.cast.reviewer("civil_affairs")
    draft = catalog.revise_resource(town.resource.id, actor=officer)
    more = [*MARRIAGE_ITEMS, {"name": "登记机关", "data_type": "C", "length": 60}]
    catalog.save_draft(draft.id, actor=officer, values={}, items=more)
    catalog.submit_version(draft.id, actor=officer)
    catalog.clear_secrecy(draft.id, actor=town.cast.person("civil_affairs", "secrecy"))
    catalog.approve_version(draft.id, actor=reviewer)
    catalog.publish_version(draft.id, actor=officer)
    assert "接口还没有写明：登记机关" in page(as_("civil_affairs"), base)
    catalog.withdraw_resource(town.resource.id, actor=officer, reason="职能取消")
    assert Interface.objects.get(resource_id=town.resource.id).state == InterfaceState.PAUSED


@pytest.mark.requirement("jiaozuo-2020-data/20.4")
def test_an_interface_is_not_opened_without_address_parameters_fields_and_error_codes(cast, as_, system):
    values = {"basis_level": "law", **HELD}
    city = City(cast, cast.resource("civil_affairs", place="jiaozuo", **values))
    officer = as_("civil_affairs", place="jiaozuo")
    base = f"/exchange/resources/{city.resource.id}/interface/"
    items = {item.name: item.id for item in city.resource.items}
    for gap in ("address", f"parameter_{items['登记证字号']}", f"field_{items['登记日期']}"):
        assert officer.post(f"{base}new/", form_of(city, system, **{gap: ""})).status_code == 422
    assert officer.post(f"{base}new/", form_of(city, system, errors_said="")).status_code == 303
    tried = {f"value_{items['登记证字号']}": "J000001"}
    assert officer.post(f"{base}try/", tried).status_code == 303
    refused = officer.post(f"{base}open/")
    assert (refused.status_code, "错误码说明" in refused.content.decode()) == (422, True)
    assert officer.post(f"{base}edit/", form_of(city, system)).status_code == 303
    officer.post(f"{base}try/", tried)
    assert officer.post(f"{base}open/").status_code == 303
    assert Interface.objects.get(resource_id=city.resource.id).state == InterfaceState.UP
