"""Conduct listed by the law: offered as a signal with evidence, a finding only after statement and confirmation."""

from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.organisations.models import Account
from yiyuan.regulations.api import resolve
from yiyuan.sharing.models import Grant
from yiyuan.sharing.services import grant_application
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workflow import services
from yiyuan.workflow.models import Signal, Term


def goes_its_way(cast, signal, *, place):
    """Statement first, then the officer; only then is there a finding."""
    bureau = cast.officer_of_bureau(place=place)
    concerned = next(
        cast.person(name, "head", place=place)
        for (where, name), number in list(cast._organisations.items())
        if where == place and number == signal.organisation_id
    )
    assert signal.state == "open"
    with pytest.raises(MoveRefused):
        services.conclude(signal.id, actor=bureau, confirmed=True, conclusion="直接认定")
    services.state_reasons(signal.id, actor=concerned, statement="系统故障")
    with pytest.raises(NotAllowed):
        services.conclude(signal.id, actor=concerned, confirmed=True, conclusion="自己认定")
    services.conclude(signal.id, actor=bureau, confirmed=True, conclusion="理由不成立")
    signal.refresh_from_db()
    assert signal.state == "confirmed"


@pytest.mark.parametrize(
    ("place", "conduct"),
    [
        ("wuhu", "wuhu-2020-data/28.2"),
        ("anhui", "anhui-2020-data/43.7"),
        ("liyang", "liyang-2020-sharing/26.5"),
        ("jiaozuo", "jiaozuo-2020-data/35.4"),
    ],
)
@pytest.mark.requirement("anhui-2020-data/43.7", "liyang-2020-sharing/26.5", "jiaozuo-2020-data/35.4")
def test_an_answer_that_is_late_is_a_signal_of_the_conduct_the_law_lists(cast, clock, place, conduct):
    clock.set(date(2026, 9, 24))
    cast.place = place
    cast.organisation("bureau")
    application, _, _ = ask(cast)
    term = Term.objects.get(workflow="sharing.application", closed_on=None)
    clock.set(term.due_on)
    services.watch_terms()
    assert not Signal.objects.exists()
    clock.set(term.due_on + timedelta(days=1))
    services.watch_terms()
    signal = Signal.objects.get()
    assert signal.organisation_id == term.waits_for_id
    assert conduct in signal.requirement_ids
    assert set(cast.law().resolved("sharing.reply").cite) <= set(signal.requirement_ids)
    assert signal.evidence["violation_cite"] == list(cast.law().resolved("sharing.violation_reply").cite)
    assert signal.evidence["due_on"] == term.due_on.isoformat()
    application.refresh_from_db()
    assert application.state == "sent"  # silence neither grants nor refuses
    goes_its_way(cast, signal, place=place)


@pytest.mark.parametrize(
    ("place", "conduct"), [("liyang", "liyang-2020-sharing/26.4"), ("anhui", "anhui-2020-data/43.7")]
)
@pytest.mark.requirement("liyang-2020-sharing/26.4", "anhui-2020-data/43.7")
def test_a_supply_that_is_late_is_a_signal_of_the_conduct_the_law_lists(cast, clock, place, conduct):
    clock.set(date(2026, 9, 24))
    cast.place = place
    cast.organisation("bureau")
    application, _, scope = ask(cast)
    grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    term = Term.objects.get(workflow="sharing.grant", closed_on=None)
    clock.set(term.due_on + timedelta(days=1))
    services.watch_terms()
    signal = Signal.objects.get()
    assert conduct in signal.requirement_ids
    assert signal.evidence["matter"] == f"sharing.grant:{Grant.objects.get().id}"
    goes_its_way(cast, signal, place=place)


def test_the_desk_of_the_bureau_names_the_signals_that_wait_for_its_conclusion(cast, clock):
    clock.set(date(2026, 9, 24))
    body = cast.organisation("police")
    officer = cast.officer_of_bureau()
    said = {
        "organisation_id": body,
        "violation": "sharing.violation_use",
        "title": "夜间批量查询",
        "evidence": "见附件",
    }
    signal = Signal.objects.get(id=services.raise_signal(actor=officer, **said))
    bureau, police = Browser(), Browser()
    bureau.force_login(Account.objects.get(id=officer.account_id))
    police.force_login(Account.objects.get(id=cast.person("police", "head").account_id))
    assert "等你认定" not in bureau.get("/").content.decode()
    services.state_reasons(signal.id, actor=cast.person("police", "head"), statement="是月末核对")
    assert "1 条线索部门已说明" in " ".join(strip_tags(bureau.get("/").content.decode()).split())
    assert "等你认定" not in police.get("/").content.decode()
    assert "夜间批量查询" in bureau.get("/signals/?state=stated").content.decode()
    assert "夜间批量查询" not in bureau.get("/signals/?state=open").content.decode()


@pytest.mark.requirement("liyang-2020-sharing/26.7")
def test_suspected_misuse_is_offered_by_an_officer_on_the_page(cast, clock):
    clock.set(date(2026, 9, 24))
    cast.place = "liyang"
    consumer = cast.organisation("housing_fund")
    officer = cast.officer_of_bureau()
    client = Browser()
    client.force_login(Account.objects.get(id=officer.account_id))
    page = client.get("/signals/new/").content.decode()
    assert "超出用途使用" in page
    said = {
        "organisation_id": str(consumer),
        "violation": "sharing.violation_use",
        "title": "批量查询与授权用途不符",
        "evidence": "9 月 20 日夜间查询 400 次，没有对应办件",
    }
    refused = client.post("/signals/new/", {**said, "evidence": ""})
    assert refused.status_code == 422
    assert not Signal.objects.exists()
    assert client.post("/signals/new/", said).status_code == 303
    signal = Signal.objects.get()
    assert signal.requirement_ids == ["liyang-2020-sharing/26.7"]
    assert signal.evidence["words"] == said["evidence"]
    shown = client.get(f"/signals/{signal.id}/").content.decode()
    assert said["evidence"] in shown
    goes_its_way(cast, signal, place="liyang")


def test_only_conduct_the_law_of_the_region_lists_can_be_offered_and_only_in_ones_own_region(cast, clock):
    clock.set(date(2026, 9, 24))
    body = cast.organisation("police", place="anhui")
    said = {"organisation_id": body, "title": "疑似", "evidence": "见附件"}
    assert not resolve("sharing.violation_use", region="340000", on=legal.today()).cite
    with pytest.raises(NotFound):
        services.raise_signal(actor=SYSTEM, violation="sharing.violation_use", **said)
    wanted = {**said, "violation": "sharing.violation_refusal"}
    with pytest.raises(NotAllowed):
        services.raise_signal(actor=cast.person("police", "head", place="anhui"), **wanted)
    with pytest.raises(NotFound):
        services.raise_signal(actor=cast.officer_of_bureau(place="liyang"), **wanted)
    with refused("workflow.evidence"):
        services.raise_signal(actor=cast.officer_of_bureau(place="anhui"), **{**wanted, "evidence": " "})
    inspector = cast.person("inspection", "auditor", place="anhui")
    first = services.raise_signal(actor=inspector, matter="sharing.application:7", **wanted)
    assert services.raise_signal(actor=SYSTEM, matter="sharing.application:7", **wanted) == first
    assert Signal.objects.get().requirement_ids == ["anhui-2020-data/43.7"]


@pytest.mark.parametrize(
    ("place", "conduct"),
    [
        ("liyang", "liyang-2020-sharing/26.9"),
        ("jiaozuo", "jiaozuo-2020-data/35.7"),
        ("wuhu", "wuhu-2020-data/28.7"),
    ],
)
@pytest.mark.requirement("liyang-2020-sharing/26.9", "jiaozuo-2020-data/35.7", "wuhu-2020-data/28.7")
def test_another_suspected_violation_is_recorded_in_the_officers_words_as_the_last_kind(cast, clock, place, conduct):
    clock.set(date(2026, 9, 24))
    cast.place = place
    body = cast.organisation("police")
    client = Browser()
    client.force_login(cast.account("bureau", "bureau"))
    said = {
        "organisation_id": str(body),
        "violation": "supervision.violation_other",
        "title": "把共享来的数据抄在纸上",
        "evidence": "9 月 20 日窗口检查照片 3 张",
        "basis": "《办法》第十八条",
    }
    assert client.post("/signals/new/", {**said, "basis": ""}).status_code == 422
    assert client.post("/signals/new/", {**said, "evidence": ""}).status_code == 422
    assert not Signal.objects.exists()
    assert client.post("/signals/new/", said).status_code == 303
    signal = Signal.objects.get()
    assert signal.requirement_ids == [conduct]
    shown = client.get(f"/signals/{signal.id}/").content.decode()
    assert said["title"] in shown
    assert said["evidence"] in shown
    assert said["basis"] in shown
    goes_its_way(cast, signal, place=place)
