"""Data quality: what a load filters, cleans and transforms, identity documents, rules, checks, work orders, indicators."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiyuan.intake import loading
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import citizen
from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.quality import running
from yiyuan.quality.models import CheckRun, Finding, LoadScore, ResourceRule, WorkOrder

PERSONS = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "证件类型", "data_type": "C", "length": 30},
    {"name": "证件号码", "data_type": "C", "length": 30, "item_class": "citizen_id", "personal": True},
    {"name": "登记日期", "data_type": "D"},
]
BODIES = [
    {"name": "编号", "data_type": "C", "length": 10, "key": True, "required": True},
    {"name": "证照类型", "data_type": "C", "length": 30},
    {"name": "证照号码", "data_type": "C", "length": 30, "item_class": "uscc"},
]
USCC = "91340200MA2TQ0000" + uscc_check("91340200MA2TQ0000")


@pytest.fixture(autouse=True)
def originals(settings, tmp_path):
    settings.ORIGINALS = tmp_path / "originals"


@pytest.fixture
def hand_in(as_):
    """Hand a CSV in by the page, let it be loaded, and read the page of its batch."""

    def run(resource, text, *, place=""):
        client = as_("civil_affairs", place=place)
        file = SimpleUploadedFile("a.csv", text.encode())
        answer = client.post(f"/intake/hand-in/{resource.id}/", {"file": file, "confirm": "at_once"})
        assert answer.status_code == 303, answer.content.decode()
        batch = Batch.objects.latest("id")
        loading.load_batch(batch.id)
        batch.refresh_from_db()
        return batch, client.get(batch.get_absolute_url()).content.decode()

    return run


@pytest.mark.requirement("wuhu-2020-data/11.4")
def test_another_document_is_named_in_the_row_and_a_wrong_number_is_marked(cast, hand_in):
    resource = cast.resource("civil_affairs", items=PERSONS)
    wrong = citizen(1)[:-1] + ("0" if citizen(1)[-1] != "0" else "1")
    rows = [
        "1,居民身份证," + citizen(2),
        "2,护照,E12345678",
        "3,,E12345678",
        "4,居民身份证," + wrong,
        "5,军官证,南字第0123号",
    ]
    batch, page = hand_in(
        resource, "编号,证件类型,证件号码,登记日期\n" + "".join(f"{row},2026-01-02\n" for row in rows)
    )
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (5, 0, 2)
    assert batch.mark_counts[0].first_row == 4  # the passport that names no document
    assert "身份证号码校验位不符" in page


@pytest.mark.requirement("wuhu-2020-data/11.5")
def test_another_registration_is_named_in_the_row_and_a_wrong_code_is_marked(cast, hand_in):
    resource = cast.resource("civil_affairs", items=BODIES)
    wrong = USCC[:-1] + ("0" if USCC[-1] != "0" else "1")
    rows = [f"1,统一社会信用代码,{USCC}", "2,组织机构代码证,G0000001-3", f"3,统一社会信用代码,{wrong}", f"4,,{wrong}"]
    batch, page = hand_in(resource, "编号,证照类型,证照号码\n" + "\n".join(rows) + "\n")
    assert (batch.kept_rows, batch.refused_rows, batch.marked_rows) == (4, 0, 2)
    assert "统一社会信用代码校验位不符" in page


@pytest.mark.requirement("jiaozuo-2020-data/12.3")
def test_a_legal_person_without_a_right_credit_code_is_refused(cast, hand_in):
    resource = cast.resource(
        "civil_affairs", items=[BODIES[0], BODIES[2] | {"name": "统一社会信用代码"}], place="jiaozuo"
    )
    wrong = USCC[:-1] + ("0" if USCC[-1] != "0" else "1")
    batch, page = hand_in(resource, f"编号,统一社会信用代码\n1,{USCC}\n2,\n3,{wrong}\n", place="jiaozuo")
    assert (batch.kept_rows, batch.refused_rows) == (1, 2)
    assert "必填项为空" in page
    assert "统一社会信用代码校验位不符" in page


@pytest.mark.requirement("jiaozuo-2020-data/13.1")
def test_a_load_filters_cleans_and_transforms_with_counts(cast, hand_in):
    resource = cast.resource("civil_affairs", items=[*PERSONS], place="jiaozuo")
    text = (
        "编号,证件类型,证件号码,登记日期\n"
        f"1,居民身份证,{citizen(1)},2026年1月2日\n"  # mended
        "2,居民身份证\n"  # no row
        f"3,居民身份证,{citizen(3)},昨天\n"  # not understood
        f"4,居民身份证,{citizen(4)},2026-01-02\n"
        f"4,居民身份证,{citizen(5)},2026-01-02\n"  # the key again
    )
    batch, page = hand_in(resource, text, place="jiaozuo")
    treated = [(one.treatment.value, one.came, one.changed, one.refused, one.left) for one in batch.treated]
    assert treated == [("filter", 5, 0, 1, 4), ("clean", 4, 1, 1, 3), ("transform", 3, 0, 1, 2)]
    assert batch.kept_rows == batch.inserted_rows == 2
    for words in ("筛选", "清洗", "加工", "进来", "改动", "未收", "出去"):
        assert words in page


# ---- rules, checks, work orders ----

WRONG_DAY = {
    "kind": "past",
    "items": ["登记日期"],
    "severity": "mark",
    "dimension": "correctness",
    "words": "登记日期不能晚于今天",
}


def people(number, *, day="2026-01-02", kind="居民身份证"):
    return "编号,证件类型,证件号码,登记日期\n" + "".join(
        f"{n},{kind},{citizen(n)},{day if n == 1 else '2026-01-02'}\n" for n in range(1, number + 1)
    )


def checked(client, resource):
    """Check a resource by its page and read the report."""
    for run in CheckRun.objects.filter(resource_id=resource.id, state="waiting"):
        running.check_resource(run.id)  # the one that follows a load
    answer = client.post(f"/quality/resources/{resource.id}/check/")
    assert answer.status_code == 303, answer.content.decode()
    run = CheckRun.objects.latest("id")
    running.check_resource(run.id)
    run.refresh_from_db()
    assert run.state == "done", run.words
    return run, client.get(run.get_absolute_url()).content.decode()


def ruled(client, resource, **said):
    """Draw up a rule by its page, try it, switch it on."""
    answer = client.post(f"/quality/resources/{resource.id}/rule/", {**WRONG_DAY, **said})
    assert answer.status_code == 303, answer.content.decode()
    found = ResourceRule.objects.latest("id")
    assert client.post(f"/quality/rules/{found.id}/on/").status_code == 422  # not tried yet
    assert client.post(f"/quality/rules/{found.id}/try/").status_code == 303
    assert client.post(f"/quality/rules/{found.id}/on/").status_code == 303
    found.refresh_from_db()
    return found


@pytest.mark.requirement("anhui-2020-data/19.3")
def test_rules_run_on_a_schedule_with_a_dated_report_and_each_error_row_has_a_correction_state(cast, as_, hand_in):
    resource = cast.resource("civil_affairs", items=PERSONS)
    client = as_("civil_affairs")
    hand_in(resource, people(4, day="2199-01-02"))
    rule = ruled(client, resource)
    assert rule.tried_broken == 1
    running.check_resource(CheckRun.objects.latest("id").id)
    found, page = checked(client, resource)
    assert found.report_on == clock.today()
    assert "新发现" not in page or "又查到" in page or Finding.objects.get().state == "found"
    assert [one.rows for one in found.counted if one.own] == [1]
    _again, page = checked(client, resource)
    assert "又查到，没有改" in page
    hand_in(resource, people(4))
    _last, _page = checked(client, resource)
    assert Finding.objects.get().state == "corrected"
    with clock.frozen(clock.today() + timedelta(days=2)):  # a daily resource
        assert running.begin_due() == 1
    due = CheckRun.objects.latest("id")
    running.check_resource(due.id)
    due.refresh_from_db()
    assert (due.state, due.asked_by) == ("done", "")


@pytest.mark.requirement("anhui-2020-data/19.1", "jiaozuo-2020-data/15.2")
@pytest.mark.parametrize("place", ["wuhu", "jiaozuo"])
def test_the_department_answers_for_its_data_and_the_closing_is_tracked(cast, as_, hand_in, place):
    resource = cast.resource("civil_affairs", items=PERSONS, place=place)
    client = as_("civil_affairs", place=place)
    hand_in(resource, people(4, day="2199-01-02"), place=place)
    ruled(client, resource)
    checked(client, resource)
    order = WorkOrder.objects.get()
    name = cast.name_of(resource.provider_id)
    assert name in client.get(f"/quality/resources/{resource.id}/").content.decode()
    assert "联系人" in client.get(f"/quality/resources/{resource.id}/").content.decode()
    page = client.get(order.get_absolute_url()).content.decode()
    assert name in page
    assert "已更正" in page
    assert client.post(f"/quality/orders/{order.id}/answer/", {"result": ""}).status_code == 422
    assert client.post(f"/quality/orders/{order.id}/answer/", {"result": "已改"}).status_code == 303
    running.check_resource(CheckRun.objects.latest("id").id)  # nothing was corrected
    order.refresh_from_db()
    assert (order.state, order.reopened) == ("open", 1)
    hand_in(resource, people(4), place=place)
    running.check_resource(CheckRun.objects.latest("id").id)
    order.refresh_from_db()
    assert (order.state, order.closed_on) == ("closed", clock.today())
    assert as_("education", place=place).get(order.get_absolute_url()).status_code == 404


@pytest.mark.requirement("jiaozuo-2020-data/24.1", "liyang-2020-sharing/18.1")
@pytest.mark.parametrize("place", ["jiaozuo", "liyang"])
def test_four_indicators_with_thresholds_and_one_below_goes_to_the_provider(cast, as_, hand_in, place):
    resource = cast.resource("civil_affairs", items=PERSONS, place=place)
    client = as_("civil_affairs", place=place)
    hand_in(resource, people(4), place=place)
    found, page = checked(client, resource)
    assert found.lowest == []
    assert not WorkOrder.objects.exists()
    hand_in(resource, people(4, day="2199-01-02"), place=place)
    ruled(client, resource)
    found, page = checked(client, resource)
    assert found.lowest == ["correctness"]
    assert found.scores["correctness"] == 7500
    page = client.get(f"/quality/resources/{resource.id}/").content.decode()
    for words in ("完整性", "正确性", "时效性", "可用性", "低于标准", "达到标准"):
        assert words in page
    assert WorkOrder.objects.get().provider_id == resource.provider_id


@pytest.mark.requirement("wuhu-2020-data/9.2", "jiaozuo-2020-data/20.2")
@pytest.mark.parametrize("place", ["wuhu", "jiaozuo"])
def test_each_load_is_scored_and_its_failures_are_listed(cast, as_, hand_in, place):
    resource = cast.resource("civil_affairs", items=PERSONS, place=place)
    text = f"编号,证件类型,证件号码,登记日期\n1,居民身份证,{citizen(1)},2026-01-02\n2,居民身份证,{citizen(2)},昨天\n,居民身份证,,2026-01-02\n"
    text += f"4,居民身份证,{citizen(4)[:-1]}甲,2026-01-02\n"
    batch, _page = hand_in(resource, text, place=place)
    scored = LoadScore.objects.get(batch_id=batch.id)
    assert scored.rows == 4
    found = {name: scored.scores[name] for name in ("correctness", "completeness", "timeliness", "validity")}
    assert found == {"correctness": 7500, "completeness": 7500, "timeliness": 10000, "validity": 7500}
    page = as_("civil_affairs", place=place).get(f"/quality/resources/{resource.id}/").content.decode()
    for words in ("批次质量", "75.00%", "日期不存在或写法不对 1 行", "必填项为空 1 行"):
        assert words in page


@pytest.mark.requirement("jiaozuo-2020-data/15.1")
def test_the_bureau_gets_indicators_of_every_department(cast, as_, hand_in):
    resource = cast.resource("civil_affairs", items=PERSONS, place="jiaozuo")
    other = cast.resource("education", items=PERSONS, place="jiaozuo", name="学籍信息")
    hand_in(resource, people(4), place="jiaozuo")
    checked(as_("civil_affairs", place="jiaozuo"), resource)
    page = as_("bureau", "bureau", place="jiaozuo").get("/quality/").content.decode()
    for one in (resource, other):
        assert cast.name_of(one.provider_id) in page
    assert "100.00%" in page
    own = as_("education", place="jiaozuo").get("/quality/").content.decode()
    assert cast.name_of(resource.provider_id) not in own.split("<main")[1]


@pytest.mark.requirement("jiaozuo-2020-project/27.2")
def test_each_resource_shows_its_update_state_against_its_period(cast, as_, hand_in):
    resource = cast.resource("civil_affairs", items=PERSONS, place="jiaozuo")
    client = as_("civil_affairs", place="jiaozuo")
    assert "还没有入过池" in client.get(f"/quality/resources/{resource.id}/").content.decode()
    hand_in(resource, people(2), place="jiaozuo")
    page = client.get(f"/quality/resources/{resource.id}/").content.decode()
    assert "每日" in page
    assert "按周期更新" in page
    with clock.frozen(clock.today() + timedelta(days=3)):
        assert "超过周期没有更新" in client.get(f"/quality/resources/{resource.id}/").content.decode()
