"""An application before it is sent, at both doors: kept, changed, thrown away, sent; only its own body sees it."""

from datetime import timedelta

import pytest

from tests.support.cast import MARRIAGE_ITEMS
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import services as catalog
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.sharing import selectors, services
from yiyuan.sharing.api import desk_lines
from yiyuan.sharing.models import Application
from yiyuan.sharing.tests.test_endpoints import API, HIDDEN, REFUSED, Program
from yiyuan.sharing.tests.test_services import STATED, SUITED, ask
from yiyuan.sharing.types import Condition, Operator, Scope, State
from yiyuan.workflow.models import Step, Term

NOTHING = Scope(frozenset())


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs", **SUITED)


@pytest.fixture
def officer(cast):
    return cast.person("housing_fund")


@pytest.fixture
def as_(cast):
    def client(name, post="officer", place=""):
        made = Browser()
        made.force_login(cast.account(name, post, place=place))
        return made

    return client


@pytest.fixture
def program(cast, settings, tmp_path):
    settings.HOME = tmp_path
    return lambda name, post="officer": Program(cast.person(name, post))


def whole(resource):
    items = frozenset(item.id for item in resource.items)
    return Scope(items, methods=frozenset({"online_query"}), until_on=legal.today() + timedelta(days=200))


@pytest.mark.requirement("anhui-2020-data/25.1")
def test_a_draft_has_no_number_no_term_and_no_notice_until_it_is_sent(resource, officer):
    draft = services.draft_application(resource.id, actor=officer, scope=NOTHING, values={"need": "核验"})
    assert (draft.number, draft.fields, draft.methods, draft.until_on) == ("", [], [], None)
    assert not Term.objects.filter(workflow="sharing.application").exists()
    assert not Notice.objects.filter(href=draft.get_absolute_url()).exists()
    assert not Step.objects.filter(workflow="sharing.application").exists()
    assert [line.title for line in desk_lines(officer)] == [draft.matter_title()]
    sent = services.send_application(draft.id, actor=officer, scope=whole(resource), values=STATED)
    assert sent.number.startswith("GX-")
    assert sent.sent_on == legal.today()
    assert Term.objects.filter(workflow="sharing.application", matter_id=draft.id).count() == 1
    assert desk_lines(officer) == []


@pytest.mark.requirement("anhui-2020-data/21.5", "anhui-2020-data/21.6")
def test_sending_a_draft_asks_what_a_fresh_application_is_asked(resource, officer):
    draft = services.draft_application(resource.id, actor=officer, scope=NOTHING)
    for scope, values, rule in (
        (None, None, "sharing.scope"),
        (whole(resource), {}, "sharing.purpose"),
        (whole(resource), {**STATED, "materials": ["无犯罪证明"]}, "sharing.materials_listed"),
        (whole(resource), {**STATED, "use_kinds": ["strange"]}, "sharing.use_kinds"),
        (whole(resource), {**STATED, "undertaking": False}, "sharing.receiving"),
        (Scope(whole(resource).fields, methods=frozenset({"online_query"})), STATED, "sharing.grant_term"),
    ):
        with refused(rule):
            services.send_application(draft.id, actor=officer, scope=scope, values=values)
        with refused(rule):
            services.file_application(resource.id, actor=officer, scope=scope or NOTHING, values=values)
    draft.refresh_from_db()
    assert (draft.state, draft.need, draft.fields) == (State.DRAFT, "", [])  # a refused sending writes nothing
    assert Application.objects.count() == 1


def test_only_the_own_body_sees_a_draft_and_only_its_officer_writes_on_it(cast, as_, program):
    draft, _, scope = ask(cast, send=False)
    others = [("civil_affairs", "officer"), ("civil_affairs", "head"), ("bureau", "bureau"), ("police", "officer")]
    for name, post in others:
        stranger = cast.person(name, post)
        assert draft not in selectors.applications(stranger)
        for act in (
            lambda who: services.change_draft(draft.id, actor=who, values={"need": "别的"}),
            lambda who: services.discard_draft(draft.id, actor=who),
            lambda who: services.send_application(draft.id, actor=who),
        ):
            with pytest.raises(NotFound):
                act(stranger)
        for address in ("", "edit/"):
            assert as_(name, post).get(f"/sharing/applications/{draft.id}/{address}").status_code == HIDDEN
        machine = program(name, post)
        assert machine("GET", f"{API}/applications/{draft.id}")[0] == HIDDEN
        assert machine("PATCH", f"{API}/applications/{draft.id}", {"need": "别的"})[0] == HIDDEN
        assert machine("DELETE", f"{API}/applications/{draft.id}")[0] == HIDDEN
    head = cast.person("housing_fund", "head")
    assert selectors.application_for(head, draft.id) == draft
    with pytest.raises(NotAllowed):
        services.change_draft(draft.id, actor=head, scope=scope)
    with pytest.raises(NotAllowed):
        services.discard_draft(draft.id, actor=head)


def test_what_was_sent_is_changed_and_thrown_away_no_more(cast, officer):
    sent, _, scope = ask(cast)
    with pytest.raises(MoveRefused):
        services.change_draft(sent.id, actor=officer, scope=scope)
    with pytest.raises(MoveRefused):
        services.discard_draft(sent.id, actor=officer)
    with pytest.raises(MoveRefused):
        services.send_application(sent.id, actor=officer)
    assert Application.objects.filter(id=sent.id).exists()


def test_a_draft_takes_only_what_the_resource_has(resource, officer):
    foreign = Scope(frozenset({10**9}))
    with refused("sharing.scope"):
        services.draft_application(resource.id, actor=officer, scope=foreign)
    draft = services.draft_application(resource.id, actor=officer, scope=NOTHING)
    with refused("sharing.scope"):
        row = Condition(10**9, Operator.IS, "甲")
        services.change_draft(draft.id, actor=officer, scope=Scope(frozenset(), frozenset({row})))
    with refused("sharing.methods"):
        services.change_draft(draft.id, actor=officer, scope=Scope(frozenset(), methods=frozenset({"carrier"})))


def test_a_draft_is_begun_changed_and_sent_on_the_page_and_loses_nothing(resource, as_):
    client = as_("housing_fund")
    kept = client.post(
        f"/sharing/apply/{resource.id}/",
        {
            "need": "核验提取人婚姻状况",
            "items": [str(resource.items[0].id)],
            "until_on": "",
            "row_item_0": str(resource.items[5].id),
            "save": "draft",
        },
    )
    assert kept.status_code == 303
    draft = Application.objects.get()
    assert (draft.state, draft.need, draft.fields, draft.until_on) == (
        State.DRAFT,
        "核验提取人婚姻状况",
        [resource.items[0].id],
        None,
    )
    assert draft.rows == [[resource.items[5].id, "is", ""]]
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "草稿：只有本单位看得到" in page
    assert draft.matter_title() in client.get("/").content.decode()  # the desk
    assert "草稿，核验" not in page
    assert "草稿" in client.get("/sharing/sent/").content.decode()
    address = f"/sharing/applications/{draft.id}/edit/"
    client.get(address)
    refused_ = client.post(address, {"purpose": "住房公积金提取审核"})
    assert refused_.status_code == REFUSED
    assert "写明这个条件的值" in refused_.content.decode()
    assert "住房公积金提取审核" in refused_.content.decode()
    again = client.post(address, {"purpose": "住房公积金提取审核", "row_value_0": "结婚", "save": "draft"})
    assert again.status_code == 303
    draft.refresh_from_db()
    assert (draft.need, draft.purpose) == ("核验提取人婚姻状况", "住房公积金提取审核")
    until = (legal.today() + timedelta(days=90)).isoformat()
    more = {"methods": ["online_query"], "until_on": until, **STATED}
    client.get(address)
    sent = client.post(address, more)
    assert sent.status_code == 303
    draft.refresh_from_db()
    assert (draft.state, draft.rows) == (State.SENT, [[resource.items[5].id, "is", "结婚"]])
    assert client.get(address)["Location"] == draft.get_absolute_url()  # an old address leads on


def test_a_draft_is_thrown_away_on_the_page_and_that_is_on_record(cast, as_):
    draft, _, _ = ask(cast, send=False)
    client = as_("housing_fund")
    client.get(f"/sharing/applications/{draft.id}/")
    assert client.post(f"/sharing/applications/{draft.id}/discard/")["Location"] == "/sharing/sent/"
    assert not Application.objects.exists()
    assert Entry.objects.get(tag="sharing.application.discarded").object_id == str(draft.id)


def test_a_value_without_its_item_is_not_dropped_in_silence(resource, as_):
    client = as_("housing_fund")
    answer = client.post(f"/sharing/apply/{resource.id}/", {"row_value_0": "结婚", "save": "draft"})
    assert answer.status_code == REFUSED
    assert "选这个条件的信息项" in answer.content.decode()


def test_programs_begin_change_and_throw_away_a_draft(resource, program):
    machine = program("housing_fund")
    made = machine.done(
        "POST", f"{API}/applications", {"resource_id": resource.id, "items": [resource.items[0].name], "send": False}
    )
    assert (made["number"], made["state"], made["asked"]["items"]) == ("", "draft", [resource.items[0].name])
    one = f"{API}/applications/{made['id']}"
    kind = resource.items[5].name
    changed = machine.done(
        "PATCH", one, {"need": "核验", "protection_level": 3, "rows": [{"item": kind, "value": "结婚"}]}
    )
    assert changed["asked"]["rows"] == [{"item": kind, "operator": "is", "value": "结婚"}]
    assert changed["asked"]["items"] == [resource.items[0].name]  # what is left out stays
    machine.done("PATCH", one, {"protection_level": None})
    draft = Application.objects.get(id=made["id"])
    assert (draft.need, draft.protection_level) == ("核验", None)
    assert machine("PATCH", one, {"items": ["没有的"]})[0] == REFUSED
    assert machine("POST", f"{one}/send")[1]["rule"] == "sharing.purpose"
    assert machine.client.delete(one).status_code == 204
    assert not Application.objects.exists()


def test_a_draft_follows_its_resource_to_the_next_version(cast, resource, officer, as_):
    draft = services.draft_application(resource.id, actor=officer, scope=whole(resource), values=STATED)
    provider = cast.person("civil_affairs")
    revised = catalog.revise_resource(resource.id, actor=provider)
    fewer = [item for item in MARRIAGE_ITEMS if item["name"] != MARRIAGE_ITEMS[-1]["name"]]
    catalog.save_draft(revised.id, actor=provider, values={"change_cause": "减少信息项"}, items=fewer)
    cast.published(revised, "civil_affairs")
    lost = MARRIAGE_ITEMS[-1]["name"]
    with refused("sharing.draft") as broken:
        services.send_application(draft.id, actor=officer)
    assert broken.value.facts == {"items": [lost]}
    client = as_("housing_fund")
    address = f"/sharing/applications/{draft.id}/edit/"
    assert f"原来选的“{lost}”没有了" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 303
    draft.refresh_from_db()
    now = selectors.open_resource(resource.id)
    assert (draft.state, draft.version_id) == (State.SENT, now.version_id)
    assert set(draft.fields) == {item.id for item in now.items}


def test_a_draft_of_a_resource_that_was_withdrawn_is_kept_and_cannot_be_sent(cast, resource, officer, as_):
    draft = services.draft_application(resource.id, actor=officer, scope=whole(resource), values=STATED)
    catalog.withdraw_resource(resource.id, actor=cast.person("civil_affairs"), reason="职能调整")
    with refused("sharing.draft"):
        services.send_application(draft.id, actor=officer)
    with refused("sharing.draft"):
        services.change_draft(draft.id, actor=officer, values={"need": "别的"})
    client = as_("housing_fund")
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "不再发布" in page
    assert "接着填写" not in page
    assert client.get(f"/sharing/applications/{draft.id}/edit/")["Location"] == draft.get_absolute_url()
    assert client.post(f"/sharing/applications/{draft.id}/discard/").status_code == 303
