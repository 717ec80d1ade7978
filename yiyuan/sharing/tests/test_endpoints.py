"""What officers do on pages, done by programs: the same matters by personal access token."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.cast import MARRIAGE_ITEMS
from yiyuan.audit.models import Entry
from yiyuan.kernel import clock
from yiyuan.organisations.services import issue_token
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.selectors import conditions_of
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import Condition, Operator

API = "/api/v1/sharing"
HIDDEN, REFUSED = 404, 422
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


class Program:
    """A script with somebody's token."""

    def __init__(self, actor):
        secret = issue_token(actor=actor, name="脚本", functions=(), days=30)
        self.client = Client(HTTP_AUTHORIZATION=f"Bearer {secret}")

    def __call__(self, method, path, body=None):
        answer = self.client.generic(method, path, json.dumps(body or {}), content_type="application/json")
        return answer.status_code, answer.json()

    def done(self, method, path, body=None):
        status, said = self(method, path, body)
        assert status in {200, 201}, said
        return said


@pytest.fixture
def program(cast, settings, tmp_path):
    settings.HOME = tmp_path
    return lambda name, post="officer": Program(cast.person(name, post))


def test_one_need_goes_to_several_providers_and_the_other_department_does_not_see_it(cast, program):
    cast.organisation("government")
    wanted = [cast.resource("civil_affairs", basis_level="law"), cast.resource("tax", basis_level="law")]
    parts = [{"resource_id": one.id, "methods": ["online_query"]} for one in wanted]
    consumer = program("housing_fund")
    made = consumer.done("POST", f"{API}/needs", {"title": "核验婚姻状况", **STATED, "parts": parts})
    assert {a["resource_id"] for a in made["applications"]} == {one.id for one in wanted}
    assert consumer.done("GET", f"{API}/needs/{made['id']}") == made
    assert program("education")("GET", f"{API}/needs/{made['id']}")[0] == HIDDEN


def test_a_subscription_by_program_is_granted_as_it_was_asked_for(cast, program):
    free = {"sharing": "unconditional", "reason": "", "basis_level": "", "basis": ""}
    items = [{**item, "personal": False, "item_class": "general"} for item in MARRIAGE_ITEMS]
    resource = cast.resource("civil_affairs", items=items, methods=["batch_download", "online_query"], **free)
    first, _, _, _, _, kind, _ = resource.items
    until = clock.today() + timedelta(days=30)
    asked = {
        "items": [first.name],
        "rows": [{"item": kind.name, "value": "结婚"}],
        "methods": ["online_query"],
        "until_on": until.isoformat(),
        "need": "编码",
        "duty": "编码对照",
        "purpose": "核对编码",
        "scenario": "窗口受理",
    }
    consumer = program("housing_fund")
    made = consumer.done("POST", f"{API}/subscriptions", {"resource_id": resource.id, **asked})
    grant = Grant.objects.get(id=made["id"])
    assert [field["name"] for field in grant.plan["fields"]] == [first.name]
    assert conditions_of(grant.plan["rows"]) == {Condition(kind.id, Operator.IS, "结婚")}
    assert (grant.methods, grant.until_on, grant.purpose) == (["online_query"], until, "核对编码")
    much_later = (clock.today() + timedelta(days=20_000)).isoformat()
    for wrong, told in (({"until_on": much_later}, "sharing.grant_term"), ({"items": ["别的"]}, "sharing.scope")):
        status, said = consumer("POST", f"{API}/subscriptions", {"resource_id": resource.id, **asked, **wrong})
        assert (status, said["rule"]) == (REFUSED, told)
    assert consumer("POST", f"{API}/subscriptions", {"resource_id": resource.id, "row": []})[0] == REFUSED


def test_an_application_is_signed_in_order_and_granted_among_several(cast, program):
    first, second = ask(cast)[0], ask(cast)[0]
    head, officer = program("civil_affairs", "head"), program("civil_affairs")
    account = cast.account("civil_affairs", "officer").id
    head.done("PUT", f"{API}/chain", {"steps": [{"title": "经办人", "account_id": account}]})
    assert officer("PUT", f"{API}/chain", {"steps": []})[0] == 403
    officer.done("POST", f"{API}/applications/{first.id}/sign", {"opinion": "同意"})
    both = {"application_ids": [first.id, second.id]}
    said = head.done("POST", f"{API}/batches/grant", both)
    assert [one["id"] for one in said["granted"]] == [first.id]
    assert said["failed"][0]["application_id"] == second.id
    assert "经办人" in said["failed"][0]["message"]
    assert program("housing_fund").done("POST", f"{API}/batches/remind", both) == {"reminded": [second.id]}
    assert list(Grant.objects.values_list("application_id", flat=True)) == [first.id]


def test_a_paper_is_fetched_and_comes_back_signed(cast, program):
    application = ask(cast)[0]
    officer = program("housing_fund")
    base = f"{API}/applications/{application.id}/papers"
    assert {"kind": "application", "name": "政务数据共享申请表"} in officer.done("GET", base)["kinds"]
    docx = officer.client.get(f"{base}/application")
    assert docx.content.startswith(b"PK")
    assert "attachment" in docx["Content-Disposition"]
    page = officer.client.get(f"{base}/application?form=html").content.decode()
    assert "住房公积金提取审核" in page
    scan = SimpleUploadedFile("盖章.pdf", b"%PDF-1.4 scan")
    signed = {"number": "芜公积金函〔2026〕18号", "signed_on": clock.today().isoformat(), "scan": scan}
    recorded = officer.client.post(f"{base}/application", signed)
    assert recorded.status_code == 201, recorded.content
    fetched = officer.client.get(f"{API}/papers/{recorded.json()['id']}/scan")
    assert fetched.content == b"%PDF-1.4 scan"
    stranger = program("education")
    assert stranger("GET", base)[0] == HIDDEN
    assert stranger("GET", f"{API}/papers/{recorded.json()['id']}/scan")[0] == HIDDEN


def test_a_decided_task_and_a_repeated_demand_run_to_their_end(cast, program):
    owner, bureau = cast.organisation("civil_affairs"), Program(cast.officer_of_bureau())
    provider, stranger = program("civil_affairs"), program("education")
    task = bureau.done(
        "POST", f"{API}/tasks", {"title": "补齐目录", "owner_id": owner, "minutes_number": "〔2026〕9号"}
    )
    moves = f"{API}/tasks/{task['id']}/moves"
    assert stranger("POST", f"{moves}/report", {"text": "已办"})[0] == HIDDEN
    provider.done("POST", f"{moves}/report", {"text": "已补齐"})
    assert bureau.done("POST", f"{moves}/accept")["state"] == "done"
    listed = bureau.done("GET", f"{API}/tasks?limit=1")
    assert (listed["total"], [one["owner"] for one in listed["items"]]) == (1, ["芜湖市民政局"])
    seen = {"about_id": owner, "asked_for": "结婚证复印件", "happened_on": clock.today().isoformat()}
    demand = program("housing_fund").done("POST", f"{API}/demands", {**seen, "matter": "提取公积金"})
    assert (demand["state"], demand["matter"]) == ("open", "提取公积金")
    assert demand["due_on"] is not None
    moves = f"{API}/demands/{demand['id']}/moves"
    assert stranger("POST", f"{moves}/answer", {"text": "已停止"})[0] == HIDDEN
    assert provider("POST", f"{moves}/answer", {"text": ""})[0] == REFUSED
    assert provider.done("POST", f"{moves}/answer", {"text": "已停止索要"})["reply"] == "已停止索要"


def test_a_resource_is_named_on_the_page_and_given_by_its_id_to_machines(cast, program):
    resource = cast.resource("police", name="户籍登记信息")
    owner = cast.organisation("civil_affairs")
    said = {"about_id": owner, "asked_for": "户口本复印件", "happened_on": clock.today().isoformat()}
    demand = program("housing_fund").done("POST", f"{API}/demands", {**said, "resource_id": resource.id})
    assert (demand["resource_id"], demand["resource"]) == (resource.id, "户籍登记信息")


def test_a_handover_lists_what_was_in_hand(cast, program):
    ask(cast)
    people = {
        "from_account_id": cast.account("civil_affairs", "officer").id,
        "to_account_id": cast.account("civil_affairs", "reviewer").id,
    }
    made = program("civil_affairs", "head").done("POST", f"{API}/handovers", people)
    assert made["from"] == "civil_affairsofficer"
    assert program("education", "head")("GET", f"{API}/handovers/{made['id']}")[0] == HIDDEN


def test_a_program_leaves_the_same_record_as_a_page(cast, program):
    application = ask(cast)[0]
    head = program("civil_affairs", "head")
    refused = {"reason": "全量提供超出核验所需", "basis": "《居民身份证法》第十九条", "basis_level": "law"}
    head.done("POST", f"{API}/applications/{application.id}/refuse", refused)
    assert Application.objects.get(id=application.id).answer_reason == refused["reason"]
    entry = Entry.objects.filter(object_id=str(application.id), tag="sharing.application.refuse").latest("id")
    assert entry.channel == "api"


def test_a_provider_reads_its_own_upkeep_and_the_bureau_that_of_all(cast, program):
    cast.resource("civil_affairs")
    cast.resource("police", name="户籍登记信息")
    own = program("civil_affairs").done("GET", f"{API}/upkeep")
    assert [(row["provider"], row["never"], row["behind"]) for row in own["items"]] == [("芜湖市民政局", 1, 0)]
    assert len(program("bureau", "bureau").done("GET", f"{API}/upkeep")["items"]) == 2


def test_a_list_goes_on_where_the_page_before_ended(cast, program):
    made = [ask(cast)[0].id, ask(cast, name="户籍登记信息")[0].id]
    provider = program("civil_affairs", "head")
    first = provider.done("GET", f"{API}/applications?limit=1")
    assert (first["total"], [one["id"] for one in first["items"]]) == (2, [made[1]])
    rest = provider.done("GET", f"{API}/applications?limit=1&after={first['next']}")
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([made[0]], None)
