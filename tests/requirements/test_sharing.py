"""What the four texts ask of sharing, seen in running software. Read from the `accept` sentences, article by article."""

import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.support.cast import MARRIAGE_ITEMS, SUBSCRIBED
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.api import seal, verify
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.exchange import services as exchange
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import citizen, fill
from yiyuan.exchange.types import Format
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.models import AccessToken, Account
from yiyuan.organisations.services import issue_token
from yiyuan.sharing import selectors, services
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Condition, GrantState, Operator, Scope, State
from yiyuan.workflow.api import term_of
from yiyuan.workflow.models import Term
from yiyuan.workflow.selectors import todo
from yiyuan.workflow.services import watch_terms

STATED = {
    "need": "核验提取人婚姻状况",
    "purpose": "住房公积金提取审核",
    "duty": "《示例条例》第二十四条",
    "legal_basis": "《示例条例》",
    "scenario": "窗口办理提取",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": True,
}
FREE = {
    "name": "婚姻登记机关名录",
    "sharing": "unconditional",
    "reason": "",
    "basis": "",
    "basis_level": "",
    "opening": "unconditional",
    "opening_method": "下载",
    "items": [{**MARRIAGE_ITEMS[0], "name": "机关代码"}],
}
CITIES = ["wuhu", "liyang", "jiaozuo"]
ALL = ["anhui", *CITIES]
BEFORE_ANHUI = date(2020, 12, 1)
ROWS = 6


def conditional(cast, place="wuhu", **values):
    return cast.resource("civil_affairs", place=place, basis_level="law", **values)


def whole(resource, *, methods=("online_query", "batch_download"), days=200):
    items = frozenset(item.id for item in resource.items)
    return Scope(items, methods=frozenset(methods), until_on=legal.today() + timedelta(days=days))


def ask(cast, resource, place="wuhu", *, values=STATED, send=True, scope=None):
    officer = cast.person("housing_fund", place=place)
    made = services.draft_application(
        resource.id,
        actor=officer,
        scope=scope or whole(resource),
        values={**values, "materials": ["履职依据"]},
    )
    if send:
        services.send_application(made.id, actor=officer)
    return Application.objects.get(id=made.id)


def decider(cast, place="wuhu"):
    bureau = cast.law(place)("sharing.decider") == "bureau"
    return cast.officer_of_bureau(place=place) if bureau else cast.person("civil_affairs", "head", place=place)


def grant(cast, resource, place="wuhu", *, scope=None):
    application = ask(cast, resource, place)
    scope = scope or whole(resource)
    return services.grant_application(application.id, actor=decider(cast, place), scope=scope, reason="其余非审核所需")


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def file_of(made, actor):
    taken = exchange.take_file(made.id, actor=actor, format_=Format.CSV)
    return b"".join(taken.pieces).decode("utf-8-sig")


# ---- unconditional: at once, for every department ----


@pytest.mark.parametrize("place", ALL)
@pytest.mark.requirement(
    "anhui-2020-data/22.2",
    "anhui-2020-data/25.2",
    "wuhu-2020-data/7.2",
    "wuhu-2020-data/13.2",
    "liyang-2020-sharing/10.2",
    "liyang-2020-sharing/17.2",
    "jiaozuo-2020-data/18.2",
    "jiaozuo-2020-data/19.1",
)
def test_any_department_gets_an_unconditional_resource_at_once_and_nobody_has_to_approve(cast, place):
    resource = cast.resource("civil_affairs", place=place, **FREE)
    fill_names(resource)
    for name in ("police", "education", "tax"):
        officer = cast.person(name, place=place)
        made = services.subscribe(resource.id, actor=officer, **SUBSCRIBED)
        assert (made.state, made.consumer_id) == (GrantState.OPEN, officer.organisation_id)
        assert not Term.objects.filter(workflow="sharing.application", matter_id=made.application_id).exists()
        assert "A-1" in file_of(made, officer)
        delivery = Delivery.objects.get(grant_id=made.id)
        assert (delivery.consumer_id, delivery.person_name) == (officer.organisation_id, officer.person_name)
        assert Entry.objects.filter(object_type="sharing.grant", object_id=str(made.id)).exists()


def fill_names(resource):
    with connection.cursor() as cur:
        cur.execute(
            f"insert into pool_{resource.provider_id}.r{resource.id}"
            f" ({resource.items[0].column}, _batch_id, _loaded_at, _digest) values ('A-1', 1, now(), 1)"
        )


# ---- conditional: only with a grant ----


@pytest.mark.parametrize("place", ALL)
@pytest.mark.requirement("anhui-2020-data/22.3", "wuhu-2020-data/13.3", "jiaozuo-2020-data/18.3")
def test_a_conditional_resource_is_read_only_under_an_active_grant(cast, clock, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    officer, stranger = cast.person("housing_fund", place=place), cast.person("education", place=place)
    with refused("sharing.unconditional_grant"):
        services.subscribe(resource.id, actor=officer, **SUBSCRIBED)
    application = ask(cast, resource, place)
    assert not Grant.objects.exists()
    made = services.grant_application(application.id, actor=decider(cast, place), scope=whole(resource))
    assert "J000003" in file_of(made, officer)
    with pytest.raises(NotFound):
        file_of(made, stranger)
    clock.set(made.until_on + timedelta(days=1))
    with refused("sharing.use_limit"):
        file_of(made, officer)
    clock.release()
    services.revoke_grant(made.id, actor=cast.person("civil_affairs", "head", place=place), reason="用途超出")
    with refused("sharing.use_limit"):
        file_of(made, officer)
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("gap", ["condition", "scope", "purpose"])
@pytest.mark.requirement("liyang-2020-sharing/16.2", "liyang-2020-sharing/16.3", "liyang-2020-sharing/16.4")
def test_in_liyang_a_conditional_entry_states_condition_scope_and_purpose(cast, gap):
    draft = cast.draft("civil_affairs", place="liyang", **{gap: ""})
    with pytest.raises(RuleBroken) as broken:
        catalog.submit_version(draft.id, actor=cast.person("civil_affairs", place="liyang"))
    assert (broken.value.rule, broken.value.facts["missing"]) == ("catalog.conditional_states", [gap])


@pytest.mark.requirement("anhui-2020-data/24.2")
def test_materials_are_published_beforehand_and_nothing_else_may_be_asked_for(cast):
    draft = cast.draft("civil_affairs", place="anhui", basis_level="law", materials=[])
    with pytest.raises(RuleBroken) as broken:
        catalog.submit_version(draft.id, actor=cast.person("civil_affairs", place="anhui"))
    assert broken.value.facts["missing"] == ["materials"]
    resource = conditional(cast, "anhui", materials=["履职依据", "承诺书"])
    application = ask(cast, resource, "anhui")
    head = cast.person("civil_affairs", "head", place="anhui")
    with pytest.raises(RuleBroken) as broken:
        services.return_application(application.id, actor=head, missing=["承诺书", "无犯罪证明"])
    assert broken.value.facts["material"] == "无犯罪证明"
    services.return_application(application.id, actor=head, missing=["承诺书"])
    assert Application.objects.get(id=application.id).state == State.RETURNED


# ---- not shared: metadata only, and the route of the region ----


@pytest.mark.parametrize("place", ALL)
@pytest.mark.requirement(
    "anhui-2020-data/22.4", "wuhu-2020-data/7.4", "liyang-2020-sharing/10.5", "jiaozuo-2020-data/18.5"
)
def test_a_not_shared_resource_shows_its_description_and_no_data(cast, as_, place):
    cast.organisation("bureau", place=place)
    resource = conditional(cast, place, sharing="not_shared")
    fill(resource, rows=ROWS)
    officer = cast.person("housing_fund", place=place)
    page = text(as_("housing_fund", place=place).get(f"/catalog/resources/{resource.id}/"))
    assert "婚姻登记信息" in page
    assert "登记证字号" in page
    assert ">订阅</a>" not in page
    assert "J000003" not in page
    assert as_("housing_fund", place=place).get(f"/pools/{resource.id}/").status_code == 404
    with refused("sharing.not_shared_route"):
        services.subscribe(resource.id, actor=officer, **SUBSCRIBED)
    application = ask(cast, resource, place)
    assert application.state in {State.SENT, State.NEGOTIATING}
    assert not Grant.objects.exists()
    made = services.grant_application(
        application.id,
        actor=cast.person("civil_affairs", "head", place=place)
        if application.state == State.NEGOTIATING
        else decider(cast, place),
        scope=whole(resource),
    )
    assert "J000003" in file_of(made, officer)


@pytest.mark.parametrize("sharing", ["conditional", "not_shared"])
@pytest.mark.requirement("jiaozuo-2020-data/19.2")
def test_jiaozuo_offers_the_application_for_conditional_and_for_not_shared(cast, as_, sharing):
    resource = conditional(cast, "jiaozuo", sharing=sharing)
    client = as_("housing_fund", place="jiaozuo")
    assert ">申请使用</a>" in text(client.get(f"/catalog/resources/{resource.id}/"))
    values = {
        **STATED,
        "items": [str(resource.items[0].id)],
        "methods": ["online_query"],
        "until_on": (legal.today() + timedelta(days=30)).isoformat(),
    }
    assert client.post(f"/sharing/apply/{resource.id}/", values).status_code == 303
    assert Application.objects.get().state == State.SENT


# ---- what an application states ----


@pytest.mark.parametrize(
    ("place", "gap"),
    [
        ("anhui", "duty"),
        ("anhui", "scenario"),
        ("wuhu", "need"),
        ("wuhu", "purpose"),
        ("liyang", "need"),
        ("liyang", "purpose"),
        ("liyang", "duty"),
        ("jiaozuo", "need"),
        ("jiaozuo", "purpose"),
        ("jiaozuo", "duty"),
        ("jiaozuo", "legal_basis"),
        ("jiaozuo", "business_need"),
    ],
)
@pytest.mark.requirement(
    "anhui-2020-data/21.5",
    "anhui-2020-data/21.6",
    "wuhu-2020-data/5.4",
    "liyang-2020-sharing/4.3",
    "liyang-2020-sharing/17.1",
    "jiaozuo-2020-data/17.4",
    "jiaozuo-2020-data/19.3",
    "jiaozuo-2020-data/19.4",
    "jiaozuo-2020-data/19.5",
)
def test_an_application_without_what_the_region_demands_is_refused_on_the_page_and_by_api(cast, as_, place, gap):
    resource = conditional(cast, place)
    until = (legal.today() + timedelta(days=30)).isoformat()
    values = {name: value for name, value in STATED.items() if name != gap}
    page = {**values, "items": [str(i.id) for i in resource.items], "methods": ["online_query"], "until_on": until}
    assert as_("housing_fund", place=place).post(f"/sharing/apply/{resource.id}/", page).status_code == 422
    secret = issue_token(actor=cast.person("housing_fund", place=place), name="脚本", functions=(), days=1)
    body = {**values, "resource_id": resource.id, "methods": ["online_query"], "until_on": until}
    call = Client(headers={"Authorization": f"Bearer {secret}"})
    refused = call.post("/api/v1/sharing/applications", body, content_type="application/json")
    assert (refused.status_code, refused.json()["facts"]) == (422, {"missing": [gap]})
    assert not Application.objects.exists()
    body[gap] = STATED[gap]
    assert call.post("/api/v1/sharing/applications", body, content_type="application/json").status_code == 201


@pytest.mark.requirement("anhui-2020-data/25.1")
def test_an_application_made_on_the_platform_has_a_number_and_a_time_of_receipt(cast, clock):
    clock.set(date(2026, 9, 24))
    resource = conditional(cast, "anhui")
    first, second = (ask(cast, resource, "anhui") for _ in range(2))
    assert first.number != second.number
    assert first.number.startswith("GX-2026-")
    assert first.sent_on == date(2026, 9, 24)
    sent = Entry.objects.get(object_type="sharing.application", object_id=str(first.id), tag="sharing.application.send")
    assert sent.legal_on == date(2026, 9, 24)


# ---- whose turn it is, and how long ----


@pytest.mark.requirement("anhui-2020-data/21.2")
def test_a_demand_goes_to_the_provider_is_answered_by_it_and_is_seen_by_the_bureau_at_every_step(cast):
    resource = conditional(cast, "anhui", materials=["履职依据", "承诺书"])
    application = ask(cast, resource, "anhui")
    provider = cast.person("civil_affairs", "head", place="anhui")
    consumer, bureau = cast.person("housing_fund", place="anhui"), cast.officer_of_bureau(place="anhui")

    def seen():
        return selectors.application_for(bureau, application.id).state

    assert [term.matter_id for term in todo(provider).filter(workflow="sharing.application")] == [application.id]
    assert seen() == State.SENT
    services.return_application(application.id, actor=provider, missing=["承诺书"])
    assert seen() == State.RETURNED
    services.resend_application(application.id, actor=consumer, supplied=["承诺书"])
    assert seen() == State.SENT
    for other in (bureau, consumer, cast.person("civil_affairs", place="anhui")):
        with pytest.raises(NotAllowed):
            services.grant_application(application.id, actor=other, scope=whole(resource))
    services.grant_application(application.id, actor=provider, scope=whole(resource))
    assert seen() == State.GRANTED


@pytest.mark.requirement("liyang-2020-sharing/4.4")
def test_the_provider_has_a_task_at_once_and_each_application_shows_how_long_it_waits(cast, clock, as_):
    clock.set(date(2026, 9, 8))
    application = ask(cast, conditional(cast, "liyang"), "liyang")
    head = cast.person("civil_affairs", "head", place="liyang")
    assert application.id in {term.matter_id for term in todo(head).filter(workflow="sharing.application")}
    before = text(as_("civil_affairs", "head", place="liyang").get("/sharing/received/"))
    assert "剩 10 个工作日" in before
    clock.set(date(2026, 9, 10))
    assert "剩 8 个工作日" in text(as_("civil_affairs", "head", place="liyang").get("/sharing/received/"))


@pytest.mark.requirement("jiaozuo-2020-data/17.5")
def test_the_providers_task_has_a_clock_and_is_reminded_of(cast, clock):
    clock.set(date(2026, 9, 8))
    made = grant(cast, conditional(cast, "jiaozuo"), "jiaozuo")
    term = term_of("sharing.grant", made.id)
    assert term.waits_for == cast.organisation("civil_affairs", place="jiaozuo")
    clock.set(term.due_on)
    watch_terms()
    assert Term.objects.get(workflow="sharing.grant", matter_id=made.id).reminders
    assert Entry.objects.filter(tag="workflow.term.reminded").exists()


@pytest.mark.parametrize("place", ["wuhu", "liyang"])
@pytest.mark.requirement("wuhu-2020-data/2.4", "liyang-2020-sharing/3.1", "anhui-2020-data/5.2")
def test_one_account_provides_and_uses_and_its_lists_are_apart(cast, as_, place):
    own = conditional(cast, place)
    foreign = cast.resource("police", place=place, basis_level="law", name="户籍登记信息")
    officer = cast.person("civil_affairs", place=place)
    ask(cast, own, place)
    asked = services.draft_application(foreign.id, actor=officer, scope=whole(foreign), values=STATED)
    services.send_application(asked.id, actor=officer)
    client = as_("civil_affairs", place=place)
    received, sent = text(client.get("/sharing/received/")), text(client.get("/sharing/sent/"))
    assert ("婚姻登记信息" in received, "户籍登记信息" in received) == (True, False)
    assert ("婚姻登记信息" in sent, "户籍登记信息" in sent) == (False, True)


# ---- refusing and granting ----


@pytest.mark.requirement("wuhu-2020-data/13.6")
def test_in_wuhu_a_refusal_needs_a_reason_and_before_the_province_ruled_nothing_more(cast, clock):
    clock.set(BEFORE_ANHUI)
    application = ask(cast, conditional(cast))
    head = cast.person("civil_affairs", "head")
    with pytest.raises(RuleBroken) as broken:
        services.refuse_application(application.id, actor=head, reason=" ")
    assert broken.value.facts["missing"] == ["reason"]
    services.refuse_application(application.id, actor=head, reason="正在修订")
    assert Application.objects.get(id=application.id).state == State.REFUSED


@pytest.mark.requirement("wuhu-2020-data/13.9")
def test_an_approval_states_scope_and_purpose(cast):
    resource = conditional(cast)
    application = ask(cast, resource)
    head = cast.person("civil_affairs", "head")
    empty = Scope(frozenset(), methods=frozenset({"online_query"}), until_on=whole(resource).until_on)
    with pytest.raises(RuleBroken) as broken:
        services.grant_application(application.id, actor=head, scope=empty)
    assert (broken.value.rule, broken.value.facts["missing"]) == ("sharing.grant_states", ["scope"])
    Application.objects.filter(id=application.id).update(purpose=" ")
    with pytest.raises(RuleBroken) as broken:
        services.grant_application(application.id, actor=head, scope=whole(resource))
    assert broken.value.facts["missing"] == ["purpose"]
    assert not Grant.objects.exists()


@pytest.mark.parametrize("place", ["anhui", "liyang", "jiaozuo"])
@pytest.mark.requirement("liyang-2020-sharing/10.4", "jiaozuo-2020-data/18.4", "anhui-2020-data/21.7")
def test_fields_rows_methods_and_time_of_a_grant_hold_and_what_is_refused_is_recorded(cast, clock, as_, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    by_name = {item.name: item.id for item in resource.items}
    scope = Scope(
        frozenset({by_name["登记证字号"], by_name["男方姓名"]}),
        frozenset({Condition(by_name["登记类别"], Operator.IS, "离婚")}),
        frozenset({"batch_download"}),
        legal.today() + timedelta(days=20),
    )
    made = grant(cast, resource, place, scope=scope)
    officer, client = cast.person("housing_fund", place=place), as_("housing_fund", place=place)
    rows = list(csv.reader(io.StringIO(file_of(made, officer))))
    assert rows[0][:2] == ["登记证字号", "男方姓名"]
    assert {row[0] for row in rows[1:] if row and row[0].startswith("J")} == {"J000001", "J000003", "J000005"}
    whole_file = "\n".join(",".join(row) for row in rows)
    assert "李二" not in whole_file
    assert citizen(1) not in whole_file

    def refused():
        return Entry.objects.filter(tag="edge.rule_broken", facts__subject="sharing.use_limit").count()

    text(client.forged(f"/exchange/grants/{made.id}/lookup/", {"case": "A-1", "reason": "核验"}), 422)
    assert refused() == 1
    clock.set(made.until_on + timedelta(days=1))
    late = text(client.forged(f"/exchange/grants/{made.id}/download/", {"format": "csv"}), 422)
    assert "授权" in late
    assert refused() == 2
    assert Delivery.objects.count() == 1


# ---- what a subscription says ----

FIELD = {"duty_or_item": "duty"}


@pytest.mark.parametrize(
    ("place", "demanded"),
    [
        ("anhui", ["duty_or_item", "scenario"]),
        ("wuhu", ["need", "purpose", "duty_or_item", "scenario"]),
        ("liyang", ["need", "purpose", "duty_or_item"]),
        ("jiaozuo", ["need", "purpose"]),
    ],
)
@pytest.mark.requirement(
    "anhui-2020-data/21.5",
    "anhui-2020-data/21.6",
    "wuhu-2020-data/5.4",
    "liyang-2020-sharing/4.3",
    "jiaozuo-2020-data/17.4",
)
def test_a_subscription_states_what_the_region_demands_and_nothing_is_written_for_it(cast, as_, place, demanded):
    resource = cast.resource("civil_affairs", place=place, **FREE)
    officer = cast.person("housing_fund", place=place)
    with pytest.raises(RuleBroken) as broken:
        services.subscribe(resource.id, actor=officer)
    assert (broken.value.rule, broken.value.facts["missing"]) == ("sharing.subscription", demanded)
    posted = {"items": resource.items[0].id, "methods": "batch_download", "until_on": whole(resource).until_on}
    for name in demanded:
        field = FIELD.get(name, name)
        without = {key: words for key, words in SUBSCRIBED.items() if key != field}
        with pytest.raises(RuleBroken) as broken:
            services.subscribe(resource.id, actor=officer, **without)
        assert broken.value.facts["missing"] == [name]
        page = text(as_("housing_fund", place=place).post(f"/sharing/apply/{resource.id}/", {**posted, **without}), 422)
        assert f'id="e-{field}"' in page or f'id="id_{field}_error"' in page, page
    assert not Grant.objects.exists()
    instead = {**SUBSCRIBED, "duty": "", "service_item": "住房公积金提取"}
    made = services.subscribe(resource.id, actor=officer, **instead)
    assert made.purpose == SUBSCRIBED["purpose"]
    assert (made.application.need, made.application.scenario) == (SUBSCRIBED["need"], SUBSCRIBED["scenario"])


# ---- free of charge ----


@pytest.mark.parametrize(("place", "days"), [("wuhu", 7), ("liyang", 10), ("jiaozuo", 10)])
@pytest.mark.requirement("wuhu-2020-data/5.5", "liyang-2020-sharing/4.5", "jiaozuo-2020-data/17.6")
def test_nothing_that_is_shared_can_have_a_price_and_each_request_shows_its_age(cast, clock, as_, place, days):
    names = {
        f"{model.__name__}.{field.name} {getattr(field, 'verbose_name', '')}"
        for room in ("catalog", "sharing", "exchange")
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
    }
    priced = ("price", "fee_", "_fee", "charge", "payment", "amount", "费", "价")
    assert {name for name in names if any(word in name for word in priced)} == set()
    clock.set(date(2026, 9, 8))
    ask(cast, conditional(cast, place), place)
    answering = ("bureau", "bureau") if cast.law(place)("sharing.decider") == "bureau" else ("civil_affairs", "officer")
    assert f"剩 {days} 个工作日" in text(as_(*answering, place=place).get("/sharing/received/"))
    page = text(as_("housing_fund", place=place).get(f"/sharing/apply/{Application.objects.get().resource_id}/"))
    assert "元" not in page.partition("<main")[2].replace("单元", "")


# ---- use ----


@pytest.mark.parametrize("place", CITIES)
@pytest.mark.requirement("wuhu-2020-data/4.9", "liyang-2020-sharing/18.3", "jiaozuo-2020-data/25.1")
def test_each_use_is_logged_with_department_person_time_purpose_grant_and_volume(cast, as_, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    made = grant(cast, resource, place)
    officer = cast.person("housing_fund", place=place)
    file_of(made, officer)
    exchange.look_up(made.id, actor=officer, asked={"登记证字号": "J000001"}, case="A-7", reason="提取审核")
    for delivery, rows in zip(Delivery.objects.order_by("id"), (ROWS, 1), strict=True):
        assert (delivery.consumer_id, delivery.person_name) == (officer.organisation_id, officer.person_name)
        assert (delivery.grant_id, delivery.rows) == (made.id, rows)
        assert delivery.at is not None
        assert delivery.bytes > 0
        page = text(as_("bureau", "bureau", place=place).get(f"/exchange/deliveries/{delivery.code}/"))
        assert officer.person_name in page
        assert made.number in page
    assert Grant.objects.get(id=delivery.grant_id).purpose == STATED["purpose"]


@pytest.mark.parametrize("place", CITIES)
@pytest.mark.requirement("jiaozuo-2020-data/25.2", "liyang-2020-sharing/18.5")
def test_a_file_names_who_took_it_and_the_grant_says_it_must_not_be_passed_on(cast, as_, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    made = grant(cast, resource, place)
    officer = cast.person("housing_fund", place=place)
    taken = exchange.take_file(made.id, actor=officer, format_=Format.XLSX)
    content = b"".join(taken.pieces)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("说明")
    about = {row[0]: row[1] for row in sheet.to_python() if len(row) > 1}
    assert (about["使用部门"], about["取用人"]) == (officer.organisation_name, officer.person_name)
    assert taken.delivery.code == about["编号"]
    assert any("时间" in name for name in about)
    page = text(as_("housing_fund", place=place).get(f"/sharing/grants/{made.id}/"))
    assert "不得转给第三方" in page
    holder = cast.person("housing_fund", "head", place=place)
    with pytest.raises(NotAllowed):
        catalog.revise_resource(resource.id, actor=officer)
    third = services.draft_application(
        resource.id, actor=cast.person("education", place=place), scope=whole(resource), values=STATED
    )
    services.send_application(third.id, actor=cast.person("education", place=place))
    with pytest.raises(NotFound):
        services.grant_application(third.id, actor=holder, scope=whole(resource))


@pytest.mark.requirement("jiaozuo-2020-data/22.7")
def test_a_person_of_the_grantee_looks_one_record_up_on_the_page(cast, as_):
    resource = conditional(cast, "jiaozuo")
    fill(resource, rows=ROWS)
    by_name = {item.name: item.id for item in resource.items}
    wanted = frozenset({by_name["登记证字号"], by_name["登记类别"]})
    made = grant(cast, resource, "jiaozuo", scope=replace(whole(resource, methods=("online_query",)), fields=wanted))
    address = f"/exchange/grants/{made.id}/lookup/"
    clerk = as_("housing_fund", place="jiaozuo")
    assert "登记证字号" in text(clerk.get(address))
    asked = {f"item_{by_name['登记证字号']}": "J000003", "case": "A-1", "reason": "提取审核"}
    found = text(clerk.post(address, asked))
    assert "J000003" in found
    assert Delivery.objects.get(grant_id=made.id).rows == 1
    assert as_("education", place="jiaozuo").post(address, asked).status_code == 404


@pytest.mark.parametrize("place", ["liyang", "jiaozuo"])
@pytest.mark.requirement("liyang-2020-sharing/16.8", "jiaozuo-2020-data/22.8")
def test_a_file_the_grantee_downloads_is_on_record_with_its_rows_and_digest(cast, as_, place):
    resource = conditional(cast, place)
    fill(resource, rows=ROWS)
    made = grant(cast, resource, place)
    answer = as_("housing_fund", place=place).post(f"/exchange/grants/{made.id}/download/", {"format": "csv"})
    digest = hashlib.sha256(answer.getvalue()).hexdigest()
    delivery = Delivery.objects.get(grant_id=made.id)
    assert (delivery.rows, delivery.sha256) == (ROWS, digest)
    written = Entry.objects.get(object_type="exchange.delivery", object_id=delivery.code)
    assert (written.facts["rows"], written.facts["sha256"]) == (ROWS, digest)
    assert digest in text(as_("civil_affairs", place=place).get(f"/exchange/deliveries/{delivery.code}/"))


# ---- the catalog is the ground of sharing ----


@pytest.mark.parametrize("place", ["liyang", "jiaozuo"])
@pytest.mark.requirement("liyang-2020-sharing/7.1", "jiaozuo-2020-data/7.1")
def test_nothing_is_handed_in_applied_for_or_used_without_a_published_entry(cast, as_, place):
    draft = cast.draft("civil_affairs", place=place)
    officer, consumer = cast.person("civil_affairs", place=place), cast.person("housing_fund", place=place)
    scope = Scope(frozenset({1}), methods=frozenset({"online_query"}), until_on=legal.today())
    with pytest.raises(NotFound):
        services.draft_application(draft.resource_id, actor=consumer, scope=scope, values=STATED)
    with pytest.raises(NotFound):
        services.subscribe(draft.resource_id, actor=consumer, **SUBSCRIBED)
    assert as_("civil_affairs", place=place).get(f"/intake/hand-in/{draft.resource_id}/").status_code == 404
    published = conditional(cast, place)
    catalog.withdraw_resource(published.id, actor=officer, reason="职能调整")
    with pytest.raises(NotFound):
        services.draft_application(published.id, actor=consumer, scope=whole(published), values=STATED)
    assert as_("civil_affairs", place=place).get(f"/intake/hand-in/{published.id}/").status_code == 404


@pytest.mark.requirement("jiaozuo-2020-data/21.1")
def test_in_jiaozuo_only_the_bureau_publishes_and_the_catalog_is_grouped_by_type(cast, as_):
    officer, place = cast.person("civil_affairs", place="jiaozuo"), "jiaozuo"
    draft = cast.draft("civil_affairs", place=place)
    catalog.submit_version(draft.id, actor=officer)
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place=place))
    bureau = cast.officer_of_bureau(place=place)
    catalog.approve_version(draft.id, actor=bureau, fixing_basis="《示例办法》第一条")
    for other in (officer, cast.person("civil_affairs", "head", place=place)):
        with pytest.raises(NotAllowed):
            catalog.publish_version(draft.id, actor=other)
    catalog.publish_version(draft.id, actor=bureau)
    cast.resource("civil_affairs", place=place, **FREE)
    client = as_("police", place=place)
    assert "有条件共享" in text(client.get("/catalog/"))
    grouped = text(client.get("/catalog/?sharing=conditional"))
    assert ("婚姻登记信息" in grouped, FREE["name"] in grouped) == (True, False)


@pytest.mark.requirement("liyang-2020-sharing/5.6")
def test_each_entry_shows_whether_its_data_have_been_supplied(cast, as_):
    resource = conditional(cast, "liyang", held_by_provider=False)
    client = as_("police", place="liyang")
    assert "尚未归集" in text(client.get(f"/catalog/resources/{resource.id}/"))
    assert "尚未归集" in text(client.get("/catalog/"))
    catalog.mark_fresh(resource.id, fresh_on=legal.today())
    supplied = text(client.get(f"/catalog/resources/{resource.id}/"))
    assert "尚未归集" not in supplied
    assert "按周期更新" in supplied


@pytest.mark.parametrize("sharing", ["conditional", "not_shared"])
@pytest.mark.requirement("anhui-2020-data/21.3")
def test_no_type_is_preselected_and_any_but_unconditional_demands_its_grounds(cast, as_, sharing):
    officer = cast.person("civil_affairs", place="anhui")
    fresh = catalog.draft_resource(actor=officer, values={"name": "收养登记信息"})
    assert fresh.sharing == ""
    form = text(as_("civil_affairs", place="anhui").get("/catalog/new/"))
    boxes = re.findall(r'<input[^>]*name="sharing"[^>]*>', form)
    assert len(boxes) == len(cast.law("anhui")("catalog.sharing_types"))
    assert not [box for box in boxes if "checked" in box]
    for gap, rule in (("reason", "catalog.reason_for_types"), ("basis", f"catalog.basis_levels.{sharing}")):
        draft = cast.draft("civil_affairs", place="anhui", **{"sharing": sharing, "basis_level": "law", gap: ""})
        with pytest.raises(RuleBroken) as broken:
            catalog.submit_version(draft.id, actor=officer)
        assert broken.value.rule == rule


# ---- under watch ----


@pytest.mark.requirement("liyang-2020-sharing/24.1")
def test_the_audit_office_reads_every_act_of_the_city_takes_it_away_in_a_file_and_changes_nothing(cast, as_):
    made = grant(cast, conditional(cast, "liyang"), "liyang")
    before = Entry.objects.filter(region_code=cast.region("liyang"))
    auditor = as_("inspection", "auditor", place="liyang")
    assert "同意" in text(auditor.get("/audit/"))
    exported = b"".join(auditor.get("/audit/?export=xlsx").streaming_content)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(exported)).get_sheet_by_index(0).to_python()
    tags = {str(cell) for line in lines for cell in line}
    assert set(before.values_list("tag", flat=True)) <= tags
    answer = auditor.forged(f"/sharing/grants/{made.id}/revoke/", {"reason": "停用"})
    assert answer.status_code in {403, 404}
    assert auditor.forged("/audit/", {}).status_code == 405
    made.refresh_from_db()
    assert made.state == GrantState.OPEN


@pytest.mark.requirement("anhui-2020-data/39.6")
def test_calls_without_a_secret_are_refused_secrets_are_kept_as_digests_and_a_changed_record_is_found(
    cast, client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.CHECKPOINTS = tmp_path
    made = grant(cast, conditional(cast, "anhui"), "anhui")
    officer = cast.person("housing_fund", place="anhui")
    key = services.issue_key(made.id, actor=officer)
    token = issue_token(actor=officer, name="脚本", functions=(), days=1)
    for wrong in ({}, {"Authorization": f"Bearer {token}x"}):
        assert client.get("/api/v1/sharing/grants", headers=wrong).status_code == 401
    assert client.get("/api/v1/sharing/grants", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    stored = str(list(Grant.objects.values())) + str(list(AccessToken.objects.values()))
    assert key not in stored
    assert token not in stored
    assert "correct horse" not in str(list(Account.objects.values()))
    with django_capture_on_commit_callbacks(execute=True):
        seal()
    with django_capture_on_commit_callbacks(execute=True):
        assert verify().sound
    changed = Entry.objects.filter(tag="sharing.grant.opened")
    changed.update(actor_name="别人")
    with django_capture_on_commit_callbacks(execute=True):
        assert [fault.entry_id for fault in verify().findings] == [changed.get().id]


# ---- conditions on rows are read before anybody decides on them ----


def with_row(resource, item, value, operator=Operator.IS):
    chosen = next(one for one in resource.items if one.name == item)
    return replace(whole(resource), rows=frozenset({Condition(chosen.id, operator, value)}))


@pytest.mark.parametrize("value", ["2020-02-30", "now", "明天", "202601"])
def test_a_row_condition_no_row_can_meet_is_refused_when_it_is_filed(cast, value):
    resource = cast.resource("civil_affairs")
    with refused("sharing.condition"):
        ask(cast, resource, scope=with_row(resource, "登记日期", value))


def test_row_conditions_are_kept_as_their_items_keep_values(cast):
    resource = cast.resource("civil_affairs")
    asked = ask(cast, resource, scope=with_row(resource, "登记日期", "2026年1月2日", Operator.FROM))
    assert [row[2] for row in asked.rows] == ["2026-01-02"]
    granted = services.grant_application(
        asked.id,
        actor=decider(cast),
        scope=with_row(resource, "登记日期", "２０２６/1/2", Operator.FROM),
        reason="其余非审核所需",
    )
    assert [row[2] for row in granted.plan["rows"]] == ["2026-01-02"]
    begins = ask(cast, resource, scope=with_row(resource, "男方证件号码", "34020x", Operator.STARTS))
    assert [row[2] for row in begins.rows] == ["34020X"]


def test_a_row_condition_is_refused_beside_its_field_on_the_page(cast):
    resource = cast.resource("civil_affairs")
    browser = Browser()
    browser.force_login(cast.account("housing_fund"))
    page = f"/sharing/apply/{resource.id}/"
    assert browser.get(page).status_code == 200
    day = next(item for item in resource.items if item.name == "登记日期")
    said = {"row_item_0": str(day.id), "row_operator_0": "is", "row_value_0": "2020-02-30"}
    answer = browser.post(page, said)
    assert answer.status_code == 422
    assert "不是有效日期" in answer.content.decode()
