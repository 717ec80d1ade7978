"""Looking up by number: what is kept of a failure, who finds what, and what it says to do."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.pages import Browser
from yiyuan.audit.models import Entry
from yiyuan.exchange.gateway.recording import new_code, write
from yiyuan.exchange.models import BrokenCall
from yiyuan.exchange.types import Action, Channel, Made
from yiyuan.intake import loading
from yiyuan.intake.services import receive_file
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotFound, Unavailable
from yiyuan.operations import faults, finding
from yiyuan.operations.models import Fault
from yiyuan.organisations.services import issue_token

pytestmark = pytest.mark.django_db
SECRET = "340202199001011234"


@pytest.fixture
def operator(cast):
    browser = Browser()
    browser.force_login(cast.account("bureau", "operator"))
    return browser


def failed_at(cast, monkeypatch, error):
    def fail(*_args, **_more):
        raise error

    monkeypatch.setattr("yiyuan.organisations.selectors.readable_organisation", fail)
    browser = Client(raise_request_exception=False)
    browser.force_login(cast.account("police"))
    return browser.get("/organisations/340202199001/", {"q": SECRET})


def test_a_batch_that_fails_by_our_own_fault_gives_a_number_that_the_operator_finds(cast, monkeypatch, operator):
    def fail(*_args, **_more):
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(loading, "_advance", fail)
    sent = SimpleUploadedFile("a.csv", csv([row(1)]))
    officer = cast.person("civil_affairs")
    resource = cast.resource("civil_affairs")
    batch = receive_file(resource.id, actor=officer, upload=sent, confirmed=True).batch
    loading.load_batch(batch.id)
    browser = Client()
    browser.force_login(cast.account("civil_affairs"))
    page = browser.get(batch.get_absolute_url()).content.decode()
    number = Fault.objects.get().number
    assert number in page
    assert SECRET not in page
    found = finding.find(cast.person("bureau", "operator"), number)
    assert (found.why, found.body) == ("builtins.ZeroDivisionError", "芜湖市民政局")
    assert found.where.startswith("批次入池，")
    assert "worker.log" in found.do


def test_a_failure_is_kept_by_its_number_with_its_place_and_neither_values_nor_persons(cast, monkeypatch):
    answer = failed_at(cast, monkeypatch, ZeroDivisionError(SECRET))
    kept = Fault.objects.get()
    assert answer.status_code == 500
    assert kept.number == answer["X-Request-ID"] in answer.content.decode()
    assert (kept.status, kept.method, kept.exception) == (500, "GET", "builtins.ZeroDivisionError")
    assert kept.route == "organisations/<int:organisation_id>/"
    assert kept.place.startswith("yiyuan/operations/tests/test_finding.py:")
    assert kept.place.endswith(" fail")
    assert kept.organisation_id == cast.organisation("police")
    values = [str(value) for value in Fault.objects.values().get().values()]
    assert not any(SECRET in value or "340202199001" in value for value in values)


def test_the_operator_finds_a_failure_with_what_to_do(cast, monkeypatch, operator):
    number = failed_at(cast, monkeypatch, ZeroDivisionError())["X-Request-ID"]
    operator.get("/operations/")
    page = operator.get("/operations/find/", {"number": f" {number.upper()} "}).content.decode()
    for words in (
        "程序出错（500）",
        "builtins.ZeroDivisionError",
        "organisations/&lt;int:organisation_id&gt;/",
        "有 1 次",
    ):
        assert words in page


def test_what_was_not_available_is_kept_too(cast, monkeypatch):
    answer = failed_at(cast, monkeypatch, Unavailable("audit.seal"))
    found = finding.find(cast.person("bureau", "operator"), answer["X-Request-ID"])
    assert (answer.status_code, found.why) == (503, "yiyuan.kernel.errors.Unavailable")
    assert "请本人重试" in found.do


def test_a_refusal_is_found_by_the_number_on_its_page_with_its_rule_and_articles(cast):
    officer = Browser()
    officer.force_login(cast.account("police"))
    refused = officer.get("/operations/")
    entry = Entry.objects.get(tag="edge.not_allowed")
    assert refused.status_code == 403
    assert entry.facts["request"] == refused["X-Request-ID"]
    found = finding.find(cast.person("bureau", "operator"), refused["X-Request-ID"])
    assert (found.kind, found.body) == (finding.Kind.REFUSED, entry.actor_organisation)
    assert (found.what, found.where) == ("越权操作被拒绝", "GET /operations/")
    refused = officer.get("/issues/?title=a%00")
    found = finding.find(cast.person("bureau", "operator"), refused["X-Request-ID"])
    assert (found.what, found.where) == ("违反规则被拒绝", "GET /issues/")
    assert found.why


def delivery(cast, **more):
    made = Made(
        code=new_code(),
        grant_id=7,
        grant_number="GX-7",
        resource_id=0,
        resource_name="婚姻登记",
        region_code="340200",
        consumer_id=cast.organisation("housing_fund"),
        provider_id=cast.organisation("civil_affairs"),
        at=legal.real_now(),
        legal_on=legal.today(),
        channel=Channel.GATEWAY,
        ms=3,
        action=Action.BY_KEY,
        operator=SECRET,
        **more,
    )
    return write(made, actor=cast.person("housing_fund")).code


def test_a_delivery_says_why_the_gateway_refused_under_which_grant_and_whom_to_ask(cast):
    code = delivery(
        cast, status=403, refusal="grant_expired", refusal_words="授权已届满。", refusal_articles=("某办法第十三条",)
    )
    found = finding.find(cast.person("bureau", "operator"), code.lower())
    assert (found.number, found.grant, found.why) == (code, "GX-7", "授权已届满。")
    assert found.articles == ["某办法第十三条"]
    assert found.body in found.do
    assert SECRET not in repr(found)


def test_a_failure_of_the_gateway_is_found_by_its_number(cast):
    what = {"status": 503, "way": "GET /v1/data", "exception": "OSError", "place": "yiyuan/x.py:1 y"}
    made = BrokenCall.objects.create(number="ab" * 16, at=legal.real_now(), **what)
    found = finding.find(cast.person("bureau", "operator"), made.number)
    assert (found.what, found.where) == ("网关：系统的一部分暂时不可用（503）", "GET /v1/data，yiyuan/x.py:1 y")
    assert "gateway.log" in found.do


def test_the_search_of_the_house_finds_a_number_for_its_keepers_alone(cast, monkeypatch):
    number = failed_at(cast, monkeypatch, ZeroDivisionError())["X-Request-ID"]
    [hit] = finding.found((cast.person("bureau", "operator"), number))
    assert hit.href == f"/operations/find/?number={number}"
    assert finding.found((cast.person("bureau", "bureau"), number)) == []
    assert finding.found((cast.person("bureau", "operator"), "婚姻")) == []


def test_another_regions_keeper_and_everybody_else_find_nothing(cast, monkeypatch):
    numbers = [
        failed_at(cast, monkeypatch, ZeroDivisionError())["X-Request-ID"],
        delivery(cast, status=200),
    ]
    browser = Browser()
    browser.force_login(cast.account("bureau", "bureau"))
    for number in numbers:
        assert finding.find(cast.person("bureau", "operator"), number)
        assert finding.find(cast.person("bureau", "operator", place="liyang"), number) is None
        assert browser.get("/operations/find/", {"number": number}).status_code == 404
    with pytest.raises(NotFound):
        finding.find(cast.person("bureau", "head"), numbers[0])


def test_a_machine_of_the_operator_reads_the_same(cast, monkeypatch):
    number = failed_at(cast, monkeypatch, ZeroDivisionError())["X-Request-ID"]
    secret = issue_token(actor=cast.person("bureau", "operator"), name="值班", functions=(), days=1)
    machine = Client(headers={"Authorization": f"Bearer {secret}"})
    found = machine.get("/api/v1/operations/find", {"number": number}).json()
    assert (found["kind"], found["why"]) == ("fault", "builtins.ZeroDivisionError")
    assert machine.get("/api/v1/operations/find", {"number": "0" * 32}).status_code == 404


def test_an_unknown_number_says_where_else_to_look(operator):
    page = operator.get("/operations/find/", {"number": "nonsense"})
    assert page.status_code == 404
    assert "日志" in page.content.decode()


def test_failures_are_forgotten_after_their_days_and_beyond_their_number(monkeypatch, settings):
    settings.FAULT_DAYS = 3
    for n in range(4):
        faults.keep(number=f"{n:032}", status=500, method="GET", route="", error=None, organisation_id=None)
    Fault.objects.filter(number=f"{0:032}").update(at=legal.real_now() - timedelta(days=3, seconds=1))
    assert faults.forget() == 1
    monkeypatch.setattr(faults, "MOST", 2)
    assert faults.forget() == 1
    assert [int(number) for number in Fault.objects.order_by("id").values_list("number", flat=True)] == [2, 3]
