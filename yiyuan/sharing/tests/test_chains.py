"""The hands inside a department, and several answers at once."""

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.sharing import services
from yiyuan.sharing.models import Application, Grant, Seen
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import State


def test_the_head_decides_after_every_hand_has_signed_in_its_turn(cast):
    application, _, scope = ask(cast)
    head = cast.person("civil_affairs", "head")
    clerk, section = cast.person("civil_affairs"), cast.person("civil_affairs", "reviewer")
    with pytest.raises(NotAllowed):
        services.set_chain(actor=clerk, steps=[], in_person=False)
    steps = [("经办人", clerk.account_id), ("科室负责人", section.account_id)]
    services.set_chain(actor=head, steps=steps, in_person=False)
    with pytest.raises(RuleBroken) as broken:
        services.grant_application(application.id, actor=head, scope=scope)
    assert (broken.value.rule, broken.value.facts["step"]) == ("sharing.chain", "经办人")
    with pytest.raises(NotAllowed):
        services.sign(application.id, actor=section, opinion="同意")
    client = Browser()
    client.force_login(cast.account("civil_affairs", "officer"))
    page = client.get(f"/sharing/applications/{application.id}/").content.decode()
    assert "部门内审签" in page
    assert client.post(f"/sharing/applications/{application.id}/sign/", {"opinion": ""}).status_code == 422
    assert client.post(f"/sharing/applications/{application.id}/sign/", {"opinion": "拟同意"}).status_code == 303
    services.sign(application.id, actor=section, opinion="同意")
    assert [seen.opinion for seen in Seen.objects.order_by("id")] == ["拟同意", "同意"]
    consumer = Browser()
    consumer.force_login(cast.account("housing_fund", "officer"))
    assert "拟同意" not in consumer.get(f"/sharing/applications/{application.id}/").content.decode()
    services.grant_application(application.id, actor=head, scope=scope)


def test_what_the_head_keeps_to_themselves_nobody_does_who_stands_in(cast):
    from dataclasses import replace

    application, _, scope = ask(cast)
    head = cast.person("civil_affairs", "head")
    services.set_chain(actor=head, steps=[], in_person=True)
    stands_in = replace(
        cast.person("civil_affairs"), functions=frozenset({Function.HEAD}), delegated=frozenset({Function.HEAD})
    )
    with refused("sharing.in_person"):
        services.grant_application(application.id, actor=stands_in, scope=scope)
    services.grant_application(application.id, actor=head, scope=scope)


def test_several_are_granted_at_once_and_one_that_fails_says_why_and_stays(cast):
    ids = [ask(cast, name=f"婚姻登记信息{n}")[0].id for n in range(3)]
    Application.objects.filter(id=ids[1]).update(purpose=" ")
    head = Browser()
    head.force_login(cast.account("civil_affairs", "head"))
    page = head.get("/sharing/received/").content.decode()
    assert page.count('form="batch"') == 3
    assert 'form="batch" checked' not in page
    answer = head.post("/sharing/batch/", {"act": "grant", "application": ids}, follow=True)
    said = answer.content.decode()
    assert "已同意 2 件" in said
    assert "没有办成" in said
    assert Grant.objects.count() == 2
    assert Application.objects.get(id=ids[1]).state == State.SENT
    officer = Browser()
    officer.force_login(cast.account("civil_affairs", "officer"))
    assert officer.post("/sharing/batch/", {"act": "grant", "application": [ids[1]]}).status_code == 403


def test_a_reminder_is_given_once_a_day_and_shown_to_who_decides(cast):
    application, _, _ = ask(cast)
    consumer = Browser()
    consumer.force_login(cast.account("housing_fund", "officer"))
    consumer.get("/sharing/sent/")
    body = {"act": "remind", "application": [application.id]}
    assert "已催办 1 件" in consumer.post("/sharing/batch/", body, follow=True).content.decode()
    assert "已经催办过" in consumer.post("/sharing/batch/", body, follow=True).content.decode()
    head = Browser()
    head.force_login(cast.account("civil_affairs", "head"))
    assert "住房公积金管理中心催办" in head.get(f"/sharing/applications/{application.id}/decide/").content.decode()
