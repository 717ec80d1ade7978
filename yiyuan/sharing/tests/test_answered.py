"""An answered application: what was granted beside what was asked for, at both doors."""

from datetime import timedelta

import pytest
from lxml import html

from tests.support.pages import Browser
from yiyuan.sharing import services
from yiyuan.sharing.tests.test_endpoints import API, Program
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import Condition, Operator, Scope


@pytest.fixture
def narrowed(cast):
    """An application granted in part: three items, one condition more, sooner, so many calls a day."""
    application, resource, asked = ask(cast)
    few = [item.id for item in resource.items[:3]]
    scope = Scope(
        frozenset(few),
        frozenset({Condition(resource.items[5].id, Operator.IS, "结婚")}),
        asked.methods,
        asked.until_on - timedelta(days=30),
        daily_calls=500,
    )
    head = cast.person("civil_affairs", "head")
    grant = services.grant_application(application.id, actor=head, scope=scope, reason="只给审核所需")
    return application, resource, scope, grant


def lines(page):
    """Label -> what was asked, what was granted, how they compare."""
    tree = html.fromstring(page.content.decode())
    rows = tree.xpath("//table[caption='申请的和同意的']/tbody/tr")
    return {row.xpath("string(th)"): [cell.text_content() for cell in row.xpath("td")] for row in rows}


def opened(cast, name, application, post="officer"):
    browser = Browser()
    browser.force_login(cast.account(name, post))
    return browser.get(f"/sharing/applications/{application.id}/")


def test_the_page_says_in_words_what_was_granted_of_what_was_asked(cast, narrowed):
    application, resource, _, _ = narrowed
    shown = lines(opened(cast, "housing_fund", application))
    assert {label: line[2][:2] for label, line in shown.items()} == {
        "信息项": "缩小",
        "行条件": "缩小",
        "共享方式": "相同",
        "使用用途": "相同",
        "使用至": "缩小",
        "用量": "缩小",
    }
    names = [item.name for item in resource.items]
    assert shown["信息项"][0] == f"{len(names)} 项：{'、'.join(names)}"
    assert shown["信息项"][1].startswith("3 项：")
    assert shown["信息项"][2].endswith(f"未给：{'、'.join(names[3:])}")
    assert "脱敏" in shown["信息项"][1]
    assert shown["行条件"][0] == "不限"
    assert "结婚" in shown["行条件"][1]
    assert shown["用量"][:2] == ["不限", "每日 500 次"]
    assert lines(opened(cast, "civil_affairs", application, "head")) == shown


def test_what_was_granted_stays_on_the_page_when_the_grant_is_narrowed_later(cast, narrowed):
    application, _, scope, grant = narrowed
    before = lines(opened(cast, "housing_fund", application))
    services.narrow_grant(
        grant.id, actor=cast.person("civil_affairs", "head"), reason="少用一项", fields=sorted(scope.fields)[:1]
    )
    page = opened(cast, "housing_fund", application)
    assert lines(page) == before
    assert "后来又缩小过" in page.content.decode()


def test_an_application_granted_as_asked_is_the_same_in_every_line_and_an_open_one_has_none(cast):
    application, _, scope = ask(cast)
    assert lines(opened(cast, "housing_fund", application)) == {}
    services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    assert {line[2] for line in lines(opened(cast, "housing_fund", application)).values()} == {"相同"}


def test_programs_get_what_was_asked_and_granted_and_where_it_is_less(cast, narrowed, settings, tmp_path):
    settings.HOME = tmp_path
    application, resource, scope, _ = narrowed
    program = Program(cast.person("housing_fund"))
    said = program.done("GET", f"{API}/applications/{application.id}")
    assert said["narrowed"] == ["fields", "rows", "until_on", "limits"]
    assert said["asked"]["items"] == [item.name for item in resource.items]
    assert said["granted"]["items"] == [item.name for item in resource.items[:3]]
    assert said["granted"]["rows"] == [{"item": resource.items[5].name, "operator": "is", "value": "结婚"}]
    assert said["granted"]["until_on"] == scope.until_on.isoformat()
    assert (said["asked"]["daily_calls"], said["granted"]["daily_calls"]) == (None, 500)
    assert set(said["granted"]["masked"]) <= set(said["granted"]["items"])
    other, _, _ = ask(cast, name="低保对象信息")
    still_open = program.done("GET", f"{API}/applications/{other.id}")
    assert (still_open["granted"], still_open["narrowed"]) == (None, [])
    assert "asked" not in program.done("GET", f"{API}/applications?box=sent")["items"][0]
