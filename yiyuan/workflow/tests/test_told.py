"""Who hears what at each move: the parties that did not make it, whoever was waited for, whoever moved it before."""

from datetime import date

import pytest

from yiyuan.notices import selectors as notices
from yiyuan.notices.types import Kind
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import ask
from yiyuan.workflow import services
from yiyuan.workflow.models import Signal


def told(actor):
    """Kind and sentence of what a person was told, latest first."""
    return [(one.kind, one.sentence) for one in notices.mine(actor)]


@pytest.fixture
def sent(cast, clock):
    clock.set(date(2026, 9, 24))
    cast.person("civil_affairs", "head"), cast.person("police"), cast.officer_of_bureau()
    application, _, scope = ask(cast)
    application.wanted = scope
    return application


def test_a_refusal_is_told_with_who_why_article_and_what_may_follow(cast, sent):
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    sharing.refuse_application(
        sent.id, actor=head, reason="本办法禁止提供", basis="《某条例》第三条", basis_level="law"
    )
    kind, sentence = told(officer)[0]
    assert kind == Kind.PROGRESS
    assert "民政局" in sentence.partition("：")[0]
    assert "不予共享" in sentence.partition("：")[0]
    assert sent.resource_name in sentence
    assert "本办法禁止提供" in sentence
    assert "安徽299号令 第25条" in sentence
    assert sentence.endswith("可以：提出协商。")
    assert [kind for kind, _ in told(head)][:1] == [Kind.TERM]  # what was asked of them, not what they did
    assert told(cast.person("police")) == []


def test_who_must_act_next_hears_what_is_asked_and_why_in_one_notice(cast, sent):
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    sharing.return_application(sent.id, actor=head, missing=["履职依据"])
    ((kind, sentence),) = told(officer)
    assert kind == Kind.TERM
    assert sentence.startswith("请在 2026年10月12日（周一） 前补材料")
    assert "（civil_affairshead）退回补材料。说明：" in sentence


def test_what_is_withdrawn_is_told_to_whom_it_waited_for_and_asked_no_more(cast, sent):
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    before = notices.unread_count(head)
    sharing.withdraw_application(sent.id, actor=officer)
    new, asked = notices.mine(head)[:2]
    assert "撤回" in new.sentence
    assert new.sentence.endswith("已经办结。")
    assert (new.over, new.read_at) == (False, None)
    assert asked.over
    assert asked.read_at
    assert notices.unread_count(head) == before


def test_a_revoked_grant_is_told_to_who_uses_it(cast, sent):
    head, officer = cast.person("civil_affairs", "head"), cast.person("housing_fund")
    grant = sharing.grant_application(sent.id, actor=head, scope=sent.wanted)
    assert any("已经办结" in sentence and "同意" in sentence for _, sentence in told(officer))
    sharing.revoke_grant(grant.id, actor=head, reason="用途已经变更")
    sentence = told(officer)[0][1]
    assert "撤销授权" in sentence
    assert "用途已经变更" in sentence


def test_a_statement_is_told_to_the_bureau_and_its_conclusion_to_the_department(cast, sent, clock):
    clock.set(date(2026, 10, 13))
    services.watch_terms()
    signal = Signal.objects.get()
    head, bureau = cast.person("civil_affairs", "head"), cast.officer_of_bureau()
    services.state_reasons(signal.id, actor=head, statement="系统故障")
    assert told(bureau)[0][1].startswith("请认定")
    services.conclude(signal.id, actor=bureau, confirmed=False, conclusion="理由成立")
    assert "不予认定" in told(head)[0][1]
