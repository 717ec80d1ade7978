"""What the left column shows to whom."""

from datetime import date

from django.test import Client

from yiyuan.catalog.search import find
from yiyuan.catalog.selectors import published
from yiyuan.config.navigation import groups
from yiyuan.sharing.services import grant_application
from yiyuan.sharing.tests.test_services import ask


def _lines(shown):
    return sum(1 + (len(group.items) if group.open else 0) for group in shown if group.title)


def test_a_data_officer_sees_few_lines_and_the_group_of_the_current_page_open(cast):
    actor = cast.person("civil_affairs")
    on_desk = groups(actor, "/")
    assert len([group for group in on_desk if group.title]) <= 7
    assert len(on_desk[0].items) + _lines(on_desk) <= 10
    for path, title in (
        ("/catalog/own/", "目录"),
        ("/catalog/sheets/", "目录"),
        ("/catalog/duties/", "清单"),
        ("/sharing/received/", "共享"),
        ("/sharing/applications/1/", "共享"),
        ("/sharing/demands/", "监督"),
        ("/me/tokens/", "法规与管理"),
    ):
        assert [group.title for group in groups(actor, path) if group.open] == [title]


def test_a_shut_group_counts_what_waits_and_each_role_sees_only_what_it_uses(cast, clock):
    clock.set(date(2026, 9, 24))
    ask(cast)
    due = {group.title: group.due for group in groups(cast.person("civil_affairs", "head"), "/")}
    assert due["共享"] == 1
    reviewer = [item.label for group in groups(cast.person("civil_affairs", "reviewer"), "/") for item in group.items]
    assert "发出的申请" not in reviewer
    assert "本部门资源" in reviewer


def test_only_the_one_whose_turn_it_is_gets_the_button_and_others_read_whom_it_waits_for(cast, clock):
    clock.set(date(2026, 9, 24))
    ask(cast)
    pages = {}
    for post in ("head", "officer"):
        client = Client()
        client.force_login(cast.account("civil_affairs", post))
        pages[post] = client.get("/").content.decode()
    assert ">答复</a>" in pages["head"]
    assert ">答复</a>" not in pages["officer"]
    assert ">等答复</a>" in pages["officer"]


def test_a_page_whose_step_is_somebody_elses_says_whom_it_waits_for(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, _ = ask(cast)
    pages = {}
    for name, post in (("civil_affairs", "officer"), ("civil_affairs", "head"), ("housing_fund", "officer")):
        client = Client()
        client.force_login(cast.account(name, post))
        pages[name, post] = client.get(application.get_absolute_url()).content.decode()
    assert "等本单位负责人答复" in pages["civil_affairs", "officer"]
    assert "负责人答复。</p>" not in pages["civil_affairs", "head"]
    assert "负责人答复。</p>" in pages["housing_fund", "officer"]


def test_the_provider_of_a_grant_not_yet_drawn_on_reads_what_to_do(cast, clock):
    clock.set(date(2026, 9, 24))
    application, _, scope = ask(cast)
    head = cast.person("civil_affairs", "head")
    grant = grant_application(application.id, actor=head, scope=scope)
    client = Client()
    client.force_login(cast.account("civil_affairs", "officer"))
    page = client.get(grant.get_absolute_url()).content.decode()
    assert "要你做的" in page
    assert "数据池还没有数据" in page
    assert f'href="/intake/hand-in/{grant.resource_id}/">交数据</a>' in page


def test_search_puts_the_very_name_of_ones_own_region_first(cast):
    wanted = cast.resource("civil_affairs", name="婚姻登记信息")
    cast.resource("civil_affairs", name="马村区婚姻登记信息", place="jiaozuo")
    actor = cast.person("civil_affairs")
    assert find(published(actor), "婚姻登记信息", near=actor.region_code)[0].id == wanted.id


def test_paper_says_who_printed_it(cast):
    client = Client()
    client.force_login(cast.account("civil_affairs"))
    page = client.get("/").content.decode()
    actor = cast.person("civil_affairs")
    assert f'<div class="on-paper y-printed">{actor.person_name}（{actor.organisation_name}），20' in page
