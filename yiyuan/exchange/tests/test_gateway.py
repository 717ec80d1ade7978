"""The gateway under its own role, against committed data."""

import base64
from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from tests.support.cast import SUBSCRIBED
from tests.support.database import admin_url
from yiyuan.audit.api import subject_hash
from yiyuan.audit.models import Entry
from yiyuan.exchange import selectors
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import ROWS, citizen
from yiyuan.exchange.types import ExchangeTag
from yiyuan.kernel import clock as legal
from yiyuan.sharing import services as sharing
from yiyuan.sharing.types import Condition, Operator

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def the_delivery(answer) -> Delivery:
    return Delivery.objects.get(code=answer.json()["delivery"])


def test_a_record_is_found_by_identity_number_and_only_granted_fields_leave_masked(city, gateway):
    _, key = city.grant(items=["登记证字号", "男方姓名", "男方证件号码"])
    answer = gateway(key).ask(男方证件号码=citizen(3))
    assert answer.status_code == 200, answer.text
    number = citizen(3)
    assert answer.json()["rows"] == [
        {"登记证字号": "J000003", "男方姓名": "欧阳**", "男方证件号码": f"{number[:6]}********{number[-4:]}"}
    ]
    assert answer.json()["as_of"]["batch"] == 7
    assert answer.headers["cache-control"] == "no-store"


def test_a_form_is_read_like_json(city, gateway):
    _, key = city.grant()
    asked = gateway.client.request(
        "POST", "/v1/query", data={"登记证字号": "J000004"}, headers={"Authorization": f"Bearer {key}"}
    )
    assert asked.json()["rows"][0]["登记日期"] == "2026-01-02"


@pytest.mark.requirement("wuhu-2020-data/13.5")
def test_rows_outside_the_conditions_of_the_grant_are_as_if_they_were_not(city, gateway):
    only_marriages = [Condition(city.item("登记类别"), Operator.IS, "结婚")]
    _, key = city.grant(items=["登记证字号", "男方姓名"], rows=only_marriages)
    assert gateway(key).ask(登记证字号="J000002").status_code == 200
    divorced = gateway(key).ask(登记证字号="J000003")
    assert (divorced.status_code, divorced.json()["code"]) == (404, "no_record")
    assert gateway(key).get("/v1/data/count").json()["count"] == ROWS // 2
    assert {row["登记证字号"][-1] for row in gateway(key).get("/v1/data", limit=1000).json()["rows"]} == set("02468")
    _, other = city.grant(rows=[Condition(city.item("登记类别"), Operator.IS_NOT, "结婚")])
    assert gateway(other).get("/v1/data/count").json()["count"] == ROWS // 2
    assert gateway(other).ask(登记证字号="J000002").status_code == 404
    assert gateway(other).ask(登记证字号="J000003").status_code == 200
    _, until = city.grant(rows=[Condition(city.item("登记证字号"), Operator.TO, "J000009")])
    assert gateway(until).get("/v1/data/count").json()["count"] == 10
    _, begins = city.grant(rows=[Condition(city.item("登记证字号"), Operator.STARTS, "J00001")])
    assert gateway(begins).get("/v1/data/count").json()["count"] == 10
    day = city.item("登记日期")
    _, dated = city.grant(rows=[Condition(day, Operator.FROM, "2026-01-03")])
    assert gateway(dated).get("/v1/data/count").json()["count"] == 0


@pytest.mark.requirement("wuhu-2020-data/13.5")
def test_fields_days_and_purpose_of_the_grant_hold_at_every_call(city, gateway):
    last = legal.today() + timedelta(days=5)
    _, key = city.grant(items=["登记证字号", "登记日期"], until_on=last)
    assert list(gateway(key).get("/v1/data", limit=1).json()["rows"][0]) == ["登记证字号", "登记日期"]
    with legal.frozen(last):
        assert gateway(key).ask(登记证字号="J000001").status_code == 200
    with legal.frozen(last + timedelta(days=1)):
        assert gateway(key).ask(登记证字号="J000001").status_code == 403
    other = gateway(key, **{"X-Purpose": "商业推广".encode()}).ask(登记证字号="J000001")
    assert (other.status_code, other.json()["code"]) == (403, "sharing.use_limit")


@pytest.mark.requirement("wuhu-2020-data/13.2")
def test_each_key_opens_its_own_grant_and_a_wrong_one_nothing(city, gateway):
    _, first = city.grant(items=["登记证字号"])
    _, second = city.grant(items=["登记证字号", "登记日期"])
    assert list(gateway(first).get("/v1/data", limit=1).json()["rows"][0]) == ["登记证字号"]
    assert list(gateway(second).get("/v1/data", limit=1).json()["rows"][0]) == ["登记证字号", "登记日期"]
    assert gateway(first[:-1] + ("a" if first[-1] != "a" else "b")).get("/v1/data", limit=1).status_code == 401


def test_a_narrowed_grant_gives_less_at_the_next_call(city, gateway):
    grant, key = city.grant()
    assert "女方姓名" in gateway(key).ask(登记证字号="J000001").json()["rows"][0]
    head = city.cast.person("civil_affairs", "head")
    sharing.narrow_grant(grant.id, actor=head, reason="只需核对", fields=[city.item("登记证字号")])
    after = gateway(key).ask(登记证字号="J000001")
    assert (after.status_code, list(after.json()["rows"][0])) == (200, ["登记证字号"])


def test_the_rows_of_a_day_are_used_up(city, gateway):
    grant, key = city.grant()
    head = city.cast.person("civil_affairs", "head")
    sharing.narrow_grant(grant.id, actor=head, reason="限量", daily_rows=5)
    assert gateway(key).get("/v1/data", limit=5).status_code == 200
    refused = gateway(key).get("/v1/data", limit=5)
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing.volume")


def test_only_granted_items_may_be_looked_for_and_one_of_them_is_a_key(city, gateway):
    _, key = city.grant(items=["登记证字号", "男方姓名"])
    hidden = gateway(key).ask(登记证字号="J000001", 女方姓名="李二")
    assert (hidden.status_code, hidden.json()["code"]) == (422, "exchange.items")
    assert "女方姓名" in hidden.json()["message"]
    assert gateway(key).ask(男方姓名="欧阳一").status_code == 422
    assert gateway(key).ask(登记证字号=None).json()["code"] == "exchange.value"
    assert gateway(key).ask().json()["code"] == "exchange.body"
    assert gateway(key).ask(登记证字号="J000001", 男方姓名="别人").status_code == 404
    _, more = city.grant()
    wrong = gateway(more).ask(登记证字号="J000001", 登记日期="不是日期")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "exchange.value")


def test_a_number_is_found_however_it_is_written(city, gateway):
    _, key = city.grant(items=["登记证字号", "男方证件号码"])
    number = next(citizen(n) for n in range(ROWS) if citizen(n).endswith("X"))
    for written in (number.lower(), f" {number[:6]} {number[6:]} ", number.translate(FULL_WIDTH)):
        found = gateway(key).ask(男方证件号码=written)
        assert (found.status_code, len(found.json()["rows"])) == (200, 1), written


def test_a_value_that_no_row_can_hold_is_refused_in_words(city, gateway):
    _, key = city.grant()
    for written in ("2020-02-30", "now", "202601"):
        refused = gateway(key).ask(登记证字号="J000001", 登记日期=written)
        assert (refused.status_code, refused.json()["code"]) == (422, "exchange.value")
        assert written in refused.json()["message"]


def test_pages_are_stable_and_complete(city, gateway):
    _, key = city.grant(items=["男方姓名", "登记类别"])
    seen, after = [], ""
    while True:
        page = gateway(key).get("/v1/data", limit=37, **({"after": after} if after else {})).json()
        seen += page["rows"]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == ROWS
    assert [row["登记类别"] for row in seen[:4]] == ["结婚", "离婚", "结婚", "离婚"]
    first = gateway(key).get("/v1/data", limit=37).json()["next"]
    assert b"J000" not in base64.urlsafe_b64decode(first + "=" * (-len(first) % 4))
    assert gateway(key).get("/v1/data", limit=37, filter="a").json()["code"] == "exchange.parameter"
    for wrong in ({"limit": 0}, {"limit": 1001}, {"limit": "x"}, {"after": "AAAA"}):
        assert gateway(key).get("/v1/data", **wrong).json()["code"] == "exchange.page"


def test_the_token_of_a_page_names_no_key_and_serves_its_own_grant_only(city, gateway):
    _, key = city.grant()
    _, other = city.grant()
    token = gateway(key).get("/v1/data", limit=2).json()["next"]
    assert gateway(key).get("/v1/data", limit=2, after=token).json()["rows"][0]["登记证字号"] == "J000002"
    assert gateway(other).get("/v1/data", limit=2, after=token).status_code == 422


def changed_by(city, batch_id: int) -> None:
    with connection.cursor() as cur:
        cur.execute(
            "update pools_pooltable set last_batch_id = %s where resource_id = %s", [batch_id, city.resource.id]
        )


def test_who_pages_on_after_the_data_changed_is_told_and_may_go_on(city, gateway):
    _, key = city.grant()
    token = gateway(key).get("/v1/data", limit=2).json()["next"]
    last = gateway(key).get("/v1/data", limit=ROWS - 1).json()["next"]
    changed_by(city, 9001)
    for after in (token, last):
        told = gateway(key).get("/v1/data", limit=2, after=after)
        assert (told.status_code, told.json()["code"]) == (409, "data_changed")
        assert "rows" not in told.json()
    told = gateway(key).get("/v1/data", limit=2, after=token).json()
    onwards = gateway(key).get("/v1/data", limit=2, after=told["next"]).json()
    assert [row["登记证字号"] for row in onwards["rows"]] == ["J000002", "J000003"]
    assert gateway(key).get("/v1/data", limit=2, after=onwards["next"]).status_code == 200
    assert gateway(key).get("/v1/data", limit=2).status_code == 200


@pytest.mark.parametrize("query", ["limit=5", "q=1", "%00=1"])
def test_a_parameter_that_is_not_known_is_refused_by_name_not_passed_over(city, gateway, query):
    _, key = city.grant()
    headers = {"Authorization": f"Bearer {key}"}
    for method, path in (("GET", "/v1/data/count"), ("POST", "/v1/query")):
        refused = gateway.client.request(method, f"{path}?{query}", json={"登记证字号": "J000001"}, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (422, "exchange.parameter")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 60_000, "exchange.body"),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "exchange.body"),
        (b'{"\\ud800":"x"}', "exchange.body"),
        (b'{"a":"\\ud800"}', "exchange.body"),
        (b'{"a":NaN}', "exchange.body"),
        (b"\xff", "exchange.body"),
        (b"[]", "exchange.body"),
        (b" " * 70_000, "exchange.body"),
        (b'{"\\u0001":1}', "exchange.body"),
        ('{"登记证字号":[]}'.encode(), "exchange.value"),
        ('{"登记日期":1, "登记证字号":"J000001"}'.encode(), "exchange.value"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_in_json_and_recorded(city, gateway, body, code):
    grant, key = city.grant()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    refused = gateway.client.request("POST", "/v1/query", content=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    made = the_delivery(refused)
    assert (made.grant_id, made.status, made.rows, made.failure) == (grant.id, 422, 0, "")
    assert Entry.objects.get(object_id=made.code).tag == ExchangeTag.REFUSED
    assert selectors.last_uses(grant.id) == []
    assert selectors.used_today(grant.id, today=legal.today()) == (0, 0)


def test_a_form_with_a_nul_is_refused(city, gateway):
    _, key = city.grant()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"%00=1", "登记证字号=%00".encode(), "登记证字号=%ED%A0%80".encode()):
        refused = gateway.client.request("POST", "/v1/query", content=body, headers=headers)
        assert refused.status_code in (404, 422)
        assert refused.json()["delivery"]


def test_addresses_and_methods_that_are_not_there_and_faults_of_ours_are_json(city, gateway, monkeypatch):
    for method, path, status in (("GET", "/nowhere", 404), ("GET", "/v1/query", 405), ("POST", "/healthz", 405)):
        told = gateway.client.request(method, path)
        assert (told.status_code, told.headers["content-type"]) == (status, "application/json")
        assert set(told.json()) == {"code", "message", "articles"}
    _, key = city.grant()
    monkeypatch.setattr("yiyuan.exchange.gateway.cursors.rows_wanted", lambda text: 1 / 0)
    told = gateway(key).get("/v1/data")
    assert (told.status_code, told.json()["code"]) == (500, "failed")


@pytest.mark.requirement("wuhu-2020-data/15.4")
def test_the_record_and_its_audit_entry_stand_before_the_answer(city, gateway):
    grant, key = city.grant()
    answer = gateway(key, **{"X-Case": "GJJ-0058", "X-Operator": "lt"}).ask(男方证件号码=citizen(8))
    made = the_delivery(answer)
    assert (made.grant_id, made.rows, made.status, made.channel, made.action) == (grant.id, 1, 200, "gateway", "by_key")
    assert (made.case, made.operator, made.purpose_ok, made.batch_id) == ("GJJ-0058", "lt", None, 7)
    assert made.bytes == len(answer.content)
    entry = Entry.objects.get(object_type="exchange.delivery", object_id=made.code)
    assert entry.tag == ExchangeTag.DELIVERED
    assert entry.actor_organisation_id == grant.consumer_id
    assert entry.requirement_ids
    assert set(entry.subjects) == {subject_hash(citizen(8)), subject_hash(citizen(508))}
    assert made.subjects == entry.subjects
    assert citizen(8) not in str(entry.facts)


def test_what_the_gateway_wrote_is_sealed_and_verified(city, gateway):
    from yiyuan.audit.api import seal, verify

    _, key = city.grant()
    gateway(key).get("/v1/data", limit=3)
    seal()
    verdict = verify()
    assert verdict.sound, verdict.findings


def test_an_empty_answer_is_a_delivery_too(city, gateway):
    _, key = city.grant()
    answer = gateway(key).ask(男方证件号码="110101199001019999")
    made = the_delivery(answer)
    assert (answer.status_code, made.status, made.rows) == (404, 404, 0)
    assert made.subjects == [subject_hash("110101199001019999")]


@pytest.mark.requirement("wuhu-2020-data/15.1")
def test_a_call_that_states_another_purpose_is_refused_with_the_article(city, gateway):
    grant, key = city.grant()
    refused = gateway(key, **{"X-Purpose": "个人好奇".encode()}).ask(登记证字号="J000001")
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing.use_limit")
    assert any("第15条" in article for article in refused.json()["articles"])
    assert "rows" not in refused.json()
    made = the_delivery(refused)
    assert (made.status, made.purpose_ok, made.rows) == (403, False, 0)
    stated = gateway(key, **{"X-Purpose": grant.purpose.encode()}).ask(登记证字号="J000001")
    assert (stated.status_code, the_delivery(stated).purpose_ok) == (200, True)


def test_the_record_of_a_refusal_says_what_the_caller_was_told(city, gateway):
    _, key = city.grant()
    other = gateway(key, **{"X-Purpose": "个人好奇".encode()}).ask(登记证字号="J000001")
    made, told = the_delivery(other), other.json()
    assert (made.refusal, made.refusal_words) == ("sharing.use_limit", told["message"])
    assert made.refusal_articles == told["articles"] != []
    assert Entry.objects.get(object_id=made.code).facts["refusal"] == "sharing.use_limit"
    served = the_delivery(gateway(key).ask(登记证字号="J000001"))
    assert (served.refusal, served.why, served.refusal_articles) == ("", "", [])
    old = Delivery(status=403)
    assert old.why == "未记录"


def test_the_record_of_a_refusal_keeps_nothing_the_caller_wrote(city, gateway):
    _, key = city.grant()
    wrong = gateway(key).ask(登记证字号="J000001", 登记日期="住址芜湖路9号")
    assert "芜湖路" in wrong.json()["message"]
    assert the_delivery(wrong).why == "“登记日期”的值不对。"
    named = gateway(key).ask(欧阳一的手机13900000000="1")
    assert (named.json()["code"], "13900000000" in named.json()["message"]) == ("exchange.items", True)
    assert the_delivery(named).why == "查询条件须是授权的信息项，至少有一个主键或证件号码。"


def test_a_key_nobody_knows_opens_nothing(city, gateway):
    assert gateway("gk_nonsense").ask(登记证字号="J000001").status_code == 401
    missing = gateway.client.request("GET", "/v1/data")
    assert (missing.status_code, missing.json()["code"]) == (401, "no_key")


def test_a_revocation_holds_at_the_next_call_and_says_why(city, gateway):
    grant, key = city.grant()
    assert gateway(key).ask(登记证字号="J000001").status_code == 200
    sharing.revoke_grant(grant.id, actor=city.cast.person("civil_affairs", "head"), reason="用途超出授权")
    for path in ("/v1/data", "/v1/data/count"):
        refused = gateway(key).get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "grant_closed")
    assert "用途超出授权" in refused.json()["message"]
    assert refused.json()["articles"]
    assert the_delivery(refused).status == 403


def test_a_new_key_ends_the_old_one_at_once(city, gateway):
    grant, old = city.grant()
    assert gateway(old).get("/v1/data/count").status_code == 200
    new = sharing.issue_key(grant.id, actor=city.cast.person("housing_fund"))
    assert gateway(old).get("/v1/data/count").status_code == 401
    assert gateway(new).get("/v1/data/count").status_code == 200


def test_a_grant_serves_through_its_last_legal_day_and_not_after(city, gateway):
    last = legal.today() + timedelta(days=5)
    _, key = city.grant(until_on=last)
    with legal.frozen(last):
        assert gateway(key).get("/v1/data/count").status_code == 200
    with legal.frozen(last + timedelta(days=1)):
        refused = gateway(key).get("/v1/data/count")
        assert (refused.status_code, refused.json()["code"]) == (403, "grant_expired")
        assert refused.json()["articles"]
    with legal.frozen(date(2020, 1, 1)):
        assert gateway(key).get("/v1/data/count").json()["code"] == "grant_not_begun"


def test_a_grant_for_files_only_does_not_open_the_gateway(city, gateway):
    _, key = city.grant(methods={"batch_download"})
    refused = gateway(key).get("/v1/data")
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing.use_limit")


def test_without_a_committed_record_no_data_leaves(city, gateway):
    _, key = city.grant()
    assert gateway(key).get("/v1/data/count").status_code == 200
    with connection.cursor() as cur:
        cur.execute("revoke insert on published.exchange_delivery from yiyuan_gateway")
    try:
        refused = gateway(key).ask(登记证字号="J000001")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert "J000001" not in refused.text
    finally:
        with connection.cursor() as cur:
            cur.execute("grant insert on published.exchange_delivery to yiyuan_gateway")
    assert gateway(key).ask(登记证字号="J000001").status_code == 200


def test_the_gateway_reads_only_what_is_published(city, gateway):
    import asyncpg
    from django.conf import settings

    from yiyuan.postgres.roles import GATEWAY, password_of

    place = settings.DATABASES["default"]

    async def attempt(statement: str) -> None:
        link = await asyncpg.connect(
            host=place["HOST"],
            port=int(place["PORT"]),
            database=place["NAME"],
            user=GATEWAY,
            password=password_of(GATEWAY, secret=settings.INSTALLATION_SECRET),
        )
        try:
            await link.execute(statement)
        finally:
            await link.close()

    import asyncio

    for statement in (
        f"select 1 from pool_{city.resource.provider_id}.r{city.resource.id}",
        "select 1 from control.sharing_grant",
        "select 1 from published.exchange_delivery",
        "select facts from audit.audit_entry",
        "delete from published.exchange_delivery",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            asyncio.run(attempt(statement))


def test_the_description_lists_the_items_of_the_grant(city, gateway):
    _, key = city.grant(items=["登记证字号", "男方姓名"])
    described = gateway(key).get("/v1/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert set(described["components"]["schemas"]["Row"]["properties"]) == {"登记证字号", "男方姓名"}
    assert described["servers"] == [{"url": "http://gateway.test"}]
    assert "女方姓名" not in str(described)
    page = gateway(key).get("/v1/docs")
    assert "男方姓名" in page.text
    assert "http" not in page.text.replace("http://gateway.test", "")
    assert gateway.client.request("GET", "/v1/docs").status_code == 200
    assert gateway.client.request("GET", "/v1/openapi.json").status_code == 401
    assert gateway.client.request("GET", "/healthz").status_code == 200


def test_many_calls_at_once_are_each_recorded(city, gateway):
    from concurrent.futures import ThreadPoolExecutor

    grant, key = city.grant()
    caller = gateway(key)
    with ThreadPoolExecutor(16) as many:
        answers = list(many.map(lambda n: caller.ask(登记证字号=f"J{n:06d}"), range(80)))
    assert {answer.status_code for answer in answers} == {200}
    codes = {answer.json()["delivery"] for answer in answers}
    assert Delivery.objects.filter(grant_id=grant.id, code__in=codes).count() == 80
    assert Entry.objects.filter(object_id__in=codes).count() == 80


def test_a_snapshot_without_a_key_is_paged_with_its_twins(city, gateway, monkeypatch):
    items = [{"name": "行政区划", "data_type": "C", "length": 20}]
    monkeypatch.setattr(city.cast, "place", "liyang")  # whose text asks for no key
    resource = city.cast.resource(
        "civil_affairs",
        name="无主键快照",
        sharing="unconditional",
        items=items,
        reason="",
        opening="unconditional",
        opening_method="下载",
        basis="",
        basis_level="",
        methods=["system_link"],
    )
    from yiyuan.pools import api as pools

    pools.prepare(resource.id)
    table = f"pool_{resource.provider_id}.r{resource.id}"
    with connection.cursor() as cur:
        cur.execute(f"create table {table}_p9 partition of {table} for values in (9)")
        cur.execute(
            f"insert into {table} ({resource.items[0].column}, _batch_id, _loaded_at, _digest)"
            " select 'a' || (n / 5), 9, now(), n / 5 from generate_series(0, 22) n"
        )
    grant = sharing.subscribe(resource.id, actor=city.cast.person("housing_fund"), **SUBSCRIBED)
    key = sharing.issue_key(grant.id, actor=city.cast.person("housing_fund"))
    seen, after = [], None
    while True:
        page = gateway(key).get("/v1/data", limit=3, **({"after": after} if after else {})).json()
        seen += [row["行政区划"] for row in page["rows"]]
        after = page["next"]
        if not after:
            break
    assert sorted(seen) == sorted(f"a{n // 5}" for n in range(23))


def test_it_goes_on_after_the_database_cut_its_connections(city, gateway):
    _, key = city.grant()
    assert gateway(key).get("/v1/data/count").status_code == 200
    name = connection.settings_dict["NAME"]
    with psycopg.connect(admin_url(), autocommit=True) as admin:
        cut = admin.execute(
            "select pg_terminate_backend(pid, 1000) from pg_stat_activity"
            " where application_name = 'yiyuan-gateway' and datname = %s",
            [name],
        ).fetchall()
    assert cut
    answers = [gateway(key).get("/v1/data/count").status_code for _ in range(3)]
    assert answers[-1] == 200
    assert set(answers) <= {200, 503}
