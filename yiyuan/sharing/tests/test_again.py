"""Applying again after a refusal, a withdrawal or the end of a grant: a draft from the old one, linked both ways."""

from datetime import timedelta

import pytest

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.sharing import services
from yiyuan.sharing.models import Application
from yiyuan.sharing.services.drafts import DETAILS, STATEMENTS
from yiyuan.sharing.tests.test_endpoints import API, Program
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import State

REASON, BASIS = "全量提供超出核验所需", "《某法》第三条"


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
def turned_down(cast):
    """An application that was refused with reason and basis."""
    application, _, _ = ask(cast)
    head = cast.person("civil_affairs", "head")
    services.refuse_application(application.id, actor=head, reason=REASON, basis=BASIS, basis_level="law")
    return Application.objects.get(id=application.id)


def test_a_refusal_is_begun_again_as_a_draft_filled_from_it(turned_down, officer):
    draft = services.repeat_application(turned_down.id, actor=officer)
    assert (draft.state, draft.number, draft.repeats_id) == (State.DRAFT, "", turned_down.id)
    same = (*STATEMENTS, *DETAILS, "fields", "rows", "methods", "until_on")
    assert {name: getattr(draft, name) for name in same} == {name: getattr(turned_down, name) for name in same}
    assert turned_down.undertaking
    assert not draft.undertaking  # a promise is made anew
    assert services.repeat_application(turned_down.id, actor=officer) == draft  # once


def test_a_last_day_that_is_past_is_chosen_anew(turned_down, officer, clock):
    clock.set(legal.today() + timedelta(days=201))
    assert services.repeat_application(turned_down.id, actor=officer).until_on is None


def test_what_was_withdrawn_or_has_ended_is_asked_for_again_and_what_is_open_is_not(cast, officer):
    waiting, _, _ = ask(cast)
    with pytest.raises(MoveRefused):
        services.repeat_application(waiting.id, actor=officer)
    services.withdraw_application(waiting.id, actor=officer)
    assert services.repeat_application(waiting.id, actor=officer).repeats_id == waiting.id
    given, _, scope = ask(cast, name="低保对象信息")
    grant = services.grant_application(given.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    with pytest.raises(MoveRefused):
        services.repeat_application(given.id, actor=officer)
    services.give_back_grant(grant.id, actor=officer)
    assert services.repeat_application(given.id, actor=officer).repeats_id == given.id


def test_only_the_applicants_officer_asks_again(cast, turned_down):
    with pytest.raises(NotAllowed):
        services.repeat_application(turned_down.id, actor=cast.person("housing_fund", "head"))
    with pytest.raises(NotAllowed):
        services.repeat_application(turned_down.id, actor=cast.person("civil_affairs"))
    with pytest.raises(NotFound):
        services.repeat_application(turned_down.id, actor=cast.person("police"))


def test_a_resource_that_is_gone_is_not_asked_for_again(cast, turned_down, officer):
    catalog.withdraw_resource(turned_down.resource_id, actor=cast.person("civil_affairs"), reason="职能调整")
    with refused("sharing.draft") as broken:
        services.repeat_application(turned_down.id, actor=officer)
    assert broken.value.facts == {"resource": turned_down.resource_name}


def test_pages_link_both_and_the_decider_sees_the_earlier_refusal_beside(turned_down, as_):
    client = as_("housing_fund")
    before = turned_down.get_absolute_url()
    client.get(before)
    made = client.post(f"{before}again/")
    draft = Application.objects.get(repeats=turned_down)
    assert made["Location"] == draft.get_absolute_url()
    page = client.get(draft.get_absolute_url()).content.decode()
    assert f'href="{before}"' in page
    assert f'href="{draft.get_absolute_url()}"' in client.get(before).content.decode()
    provider = as_("civil_affairs", "head")
    assert f'href="{draft.get_absolute_url()}"' not in provider.get(before).content.decode()  # not before it is sent
    address = f"/sharing/applications/{draft.id}/edit/"
    assert REASON in client.get(address).content.decode()
    assert client.post(address, {"undertaking": True, "need": "按人核验"}).status_code == 303
    decide = provider.get(f"/sharing/applications/{draft.id}/decide/").content.decode()
    section = decide[decide.index("上次的申请") : decide.index("以前怎么答复同类申请")]
    assert turned_down.number in section
    assert REASON in section
    assert BASIS in section
    assert f'href="{draft.get_absolute_url()}"' in provider.get(before).content.decode()


def test_programs_ask_again_and_see_how_it_ended_before(turned_down, cast, settings, tmp_path):
    settings.HOME = tmp_path
    program, provider = Program(cast.person("housing_fund")), Program(cast.person("civil_affairs"))
    one = f"{API}/applications/{turned_down.id}"
    assert "again" in program.done("GET", one)["moves"]
    made = program.done("POST", f"{one}/again")
    earlier = {"id": turned_down.id, "number": turned_down.number, "state": "refused"}
    earlier |= {"answered_on": turned_down.answered_on.isoformat(), "answer_reason": REASON, "answer_basis": BASIS}
    assert (made["state"], made["repeats"]) == ("draft", earlier)
    assert program.done("GET", one)["repeated_by"] == [made["id"]]
    assert provider.done("GET", one)["repeated_by"] == []
    assert "again" not in provider.done("GET", one)["moves"]
