"""Endpoints that are connected or not, supervision items with coverage, checks on record, alerts from their data."""

from datetime import date, timedelta

import pytest

from tests.requirements.test_licences import CODE
from tests.requirements.test_sharing import text
from tests.support.refusals import refused
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.services import rules, selectors, services
from yiyuan.services.models import Endpoint, SiteCheck
from yiyuan.workflow.models import Step, Term

TODAY = date(2026, 9, 24)
OTHER = "51340200999900077".ljust(17, "0")
OTHER += uscc_check(OTHER)


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(TODAY)


def waited_for():
    return set(Term.objects.filter(workflow="services.endpoint", closed_on=None).values_list("matter_id", flat=True))


@pytest.mark.requirement("anhui-2020-data/30.1", "anhui-2020-data/31.2")
def test_the_register_says_of_each_endpoint_whether_it_is_connected_and_who_has_still_to_connect(cast, as_):
    officer = cast.person("civil_affairs")
    app, mini, system = (
        services.register_endpoint(actor=officer, kind=kind, name=f"民政{kind}") for kind in ("app", "mini", "system")
    )
    assert waited_for() == {app.id, mini.id, system.id}
    with refused("services.connected"):
        services.connect_endpoint(app.id, actor=officer, connected_on=TODAY + timedelta(days=1))
    services.connect_endpoint(app.id, actor=officer, connected_on=TODAY)
    with refused("services.excepted"):
        services.except_endpoint(mini.id, actor=officer, basis=" ")
    services.except_endpoint(mini.id, actor=officer, basis="民发〔2025〕1号第三条")
    assert waited_for() == {system.id}
    cast.officer_of_bureau()
    shown = text(as_("bureau", "bureau").get("/services/endpoints/"))
    assert "1 个还没有接入" in shown
    assert all(word in shown for word in ("已接入", "国家另有规定", "没有接入", "第30条", "第31条"))
    assert text(as_("housing_fund").get("/services/endpoints/")).count("民政") == 0
    services.disconnect_endpoint(app.id, actor=officer)
    assert waited_for() == {app.id, system.id}
    assert Endpoint.objects.get(id=app.id).connected_on is None
    with refused("services.endpoint_once"):
        services.register_endpoint(actor=officer, kind="app", name="民政app")


def checked(item, cast, code=CODE, on=TODAY, *, problem=""):
    officer = cast.person("civil_affairs")
    said = {"subject_name": "晨光志愿服务队", "inspectors": "王某 34021", "began_on": on}
    made = services.begin_check(item.id, actor=officer, subject_code=code, **said)
    services.note_step(made.id, actor=officer, words="查看账册")
    if problem:
        services.find_problem(made.id, actor=officer, problem=problem, fix_by=legal.today() + timedelta(days=30))
    else:
        services.clear_check(made.id, actor=officer, words="没有问题")
    return SiteCheck.objects.get(id=made.id)


def supervised(cast, **more):
    said = {"name": "社会组织年检", "code": "JG1", "subjects": 4, "alert_times": 2, "alert_days": 30, **more}
    return services.register_oversight(actor=cast.person("civil_affairs"), **said)


@pytest.mark.requirement("anhui-2020-data/31.1")
def test_an_item_shows_its_coverage_a_check_its_process_and_a_second_problem_raises_an_alert(cast, as_, clock):
    item, empty = supervised(cast), supervised(cast, code="JG2", name="慈善检查")
    clean = checked(item, cast, OTHER)
    assert [one.note for one in Step.objects.filter(workflow="services.site_check", matter_id=clean.id)] == [
        "查看账册",
        "没有问题",
    ]
    first = checked(item, cast, problem="账目不清")
    assert (first.state, first.alerted) == ("found", False)
    clock.set(TODAY + timedelta(days=29))
    second = checked(item, cast, problem="仍然不清")
    assert (second.state, second.alerted) == ("alerted", True)
    todo = Term.objects.get(workflow="services.site_check", matter_id=second.id, closed_on=None)
    assert todo.waits_for_id == cast.organisation("civil_affairs")
    officer = cast.person("civil_affairs")
    found = {one.id: one.inspected for one in selectors.oversights(officer)}
    assert found == {item.id: 2, empty.id: 0}
    page = as_("civil_affairs")
    assert "50.0%" in text(page.get("/services/oversights/"))
    assert "慈善检查" in text(page.get("/services/oversights/?covered=no"))
    assert "预警，待处置" in text(page.get(f"/services/oversights/{item.id}/"))
    with refused("services.check_words"):
        services.settle_check(second.id, actor=officer, words=" ")
    services.settle_check(second.id, actor=officer, words="已约谈")
    clock.set(TODAY + timedelta(days=60))
    assert checked(item, cast, problem="三十天以后", on=TODAY).alerted is False


@pytest.mark.parametrize(("times", "raised"), [(1, False), (2, True), (3, True)])
def test_an_alert_is_raised_at_the_number_of_the_rule(times, raised):
    assert rules.raises_alert(times=times, alert_times=2) is raised


def test_a_check_is_made_by_whose_item_it_is_of_a_subject_that_exists_not_before_it_is_made(cast):
    item = supervised(cast)
    officer = cast.person("civil_affairs")
    said = {"subject_name": "某", "inspectors": "王", "began_on": TODAY}
    with refused("services.subject"):
        services.begin_check(item.id, actor=officer, subject_code="5134", **said)
    with refused("services.check_day"):
        late = {**said, "began_on": TODAY + timedelta(days=1)}
        services.begin_check(item.id, actor=officer, subject_code=CODE, **late)
    made = services.begin_check(item.id, actor=officer, subject_code=CODE, **said)
    with refused("services.fix_by"):
        services.find_problem(made.id, actor=officer, problem="有", fix_by=TODAY)
    with refused("services.oversight_code"):
        supervised(cast)
    with pytest.raises(NotAllowed):
        services.change_oversight(item.id, actor=cast.officer_of_bureau(), subjects=1, alert_times=1, alert_days=1)
