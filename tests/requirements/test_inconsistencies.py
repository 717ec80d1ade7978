"""Data of two departments that differ, by the texts: who settles whose holds, and who acts."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.disputes import inconsistencies, selectors, services
from yiyuan.disputes.models import Inconsistency, Recheck
from yiyuan.disputes.types import Differing, InconsistencyState, Side, State
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.intake.tests.conftest import csv, row
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Account
from yiyuan.workflow import selectors as workflow

THURSDAY = date(2026, 9, 3)
NUMBER = "11010119900101001X"
DIFFERING = Differing(record=NUMBER, first_value="离婚", second_value="已婚")


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def pair(cast, clock):
    """Two departments of a place with a resource each."""

    def make(place):
        clock.set(THURSDAY)
        cast.place = place
        cast.organisation("bureau")
        return cast.resource("civil_affairs"), cast.resource("police", name="户籍信息")

    return make


def raised(cast, pair, place, **more):
    first, second = pair(place)
    made = inconsistencies.raise_inconsistency(
        first.id,
        second.id,
        actor=cast.person("civil_affairs"),
        item="婚姻状况",
        differing=DIFFERING,
        **more,
    )
    return made, cast.person("civil_affairs"), cast.person("police")


def agree(made, *actors, holds=Side.FIRST):
    for actor in actors:
        inconsistencies.state_view(made.id, actor=actor, holds=holds, words="以登记档案为准")
    made.refresh_from_db()


@pytest.mark.requirement("anhui-2020-data/27.1")
def test_the_two_departments_negotiate_by_the_pages_and_what_both_say_is_kept_as_agreed(cast, pair):
    first, second = pair("anhui")
    mine, other = cast.person("civil_affairs"), cast.person("police")
    said = {
        "resource": first.name,
        "other": second.name,
        "item": "婚姻状况",
        "record": NUMBER,
        "first_value": "离婚",
        "second_value": "已婚",
        "detail": "",
    }
    answer = page_of(mine).post("/disputes/inconsistencies/new/", said)
    assert answer.status_code == 303, answer.content.decode()
    made = Inconsistency.objects.get()
    assert made.state == InconsistencyState.NEGOTIATING
    assert workflow.todo(other).filter(workflow="disputes.inconsistency", matter_id=made.id).exists()
    page = page_of(other).get(made.get_absolute_url()).content.decode()
    assert NUMBER in page
    assert "已婚" in page
    for actor in (mine, other):
        view = {"holds": "first", "words": "以登记档案为准"}
        assert page_of(actor).post(f"{made.get_absolute_url()}view/", view).status_code == 303
    made.refresh_from_db()
    assert (made.state, made.holds) == (InconsistencyState.SETTLED, Side.FIRST)
    assert made.conclusion == "两部门协商一致。"
    (case,) = Recheck.objects.all()
    assert case.provider_id == other.organisation_id
    assert selectors.said_of(case).should_be == "离婚"


def test_they_do_not_agree_while_they_say_different_things(cast, pair):
    made, mine, other = raised(cast, pair, "anhui")
    inconsistencies.state_view(made.id, actor=mine, holds="first", words="档案")
    inconsistencies.state_view(made.id, actor=other, holds="second", words="户口簿")
    made.refresh_from_db()
    assert made.state == InconsistencyState.NEGOTIATING
    agree(made, other)
    assert made.state == InconsistencyState.SETTLED


@pytest.mark.requirement("anhui-2020-data/27.2")
@pytest.mark.parametrize("who", ["civil_affairs", "police"])
def test_either_asks_the_bureau_which_records_who_took_part_and_only_the_department_acts(cast, pair, who):
    made, _mine, other = raised(cast, pair, "anhui")
    bureau = cast.officer_of_bureau()
    with pytest.raises(MoveRefused):
        inconsistencies.conclude(made.id, actor=bureau, holds="first", participants="双方", conclusion="以民政为准")
    with refused("disputes.escalated"):
        inconsistencies.escalate(made.id, actor=cast.person(who), because=" ")
    inconsistencies.escalate(made.id, actor=cast.person(who), because="各自都说以自己为准")
    assert workflow.todo(bureau).filter(workflow="disputes.inconsistency").exists()
    with refused("disputes.concluded"):
        inconsistencies.conclude(made.id, actor=bureau, holds="first", participants=" ", conclusion="以民政为准")
    inconsistencies.conclude(
        made.id,
        actor=bureau,
        holds="first",
        participants="民政局周敏，公安局李强",
        conclusion="以婚姻登记档案为准",
        minutes="数资会纪〔2026〕3号",
    )
    made.refresh_from_db()
    assert made.state == InconsistencyState.SETTLED
    page = page_of(cast.person("civil_affairs")).get(made.get_absolute_url()).content.decode()
    assert "民政局周敏，公安局李强" in page
    assert "数资会纪〔2026〕3号" in page
    with pytest.raises(NotAllowed):
        services.answer_recheck(made.recheck_id, actor=bureau, outcome=State.CONFIRMED, answer="已核")
    batch = intake.receive_file(
        made.second_resource_id, actor=other, upload=SimpleUploadedFile("户籍.csv", csv([row(1)])), confirmed=True
    ).batch
    loading.load_batch(batch.id)
    services.answer_recheck(
        made.recheck_id, actor=other, outcome=State.CORRECTED, answer="已按档案更正", batch_id=batch.id
    )
    made.refresh_from_db()
    assert made.state == InconsistencyState.DONE


def test_where_the_department_does_not_act_as_was_settled_the_bureau_convenes_again(cast, pair):
    made, mine, other = raised(cast, pair, "anhui")
    agree(made, mine, other)
    services.answer_recheck(made.recheck_id, actor=other, outcome=State.CONFIRMED, answer="户口簿登记无误")
    made.refresh_from_db()
    assert (made.state, made.recheck_id) == (InconsistencyState.COORDINATING, None)
    assert workflow.todo(cast.officer_of_bureau()).filter(workflow="disputes.inconsistency").exists()


def test_in_wuhu_the_bureau_convenes_the_collecting_departments_at_once(cast, pair):
    made, mine, other = raised(cast, pair, "wuhu")
    made.refresh_from_db()
    assert made.state == InconsistencyState.COORDINATING
    bureau = cast.officer_of_bureau()
    assert workflow.todo(bureau).filter(workflow="disputes.inconsistency", matter_id=made.id).exists()
    with pytest.raises(MoveRefused):
        inconsistencies.state_view(made.id, actor=mine, holds="first", words="档案")
    page = page_of(other).get(made.get_absolute_url()).content.decode()
    assert "主管部门组织甄别中" in page


@pytest.mark.requirement("wuhu-2020-data/9.7")
def test_an_expert_from_outside_is_heard_and_the_opinion_is_kept_with_the_case(cast, pair):
    made, mine, _other = raised(cast, pair, "wuhu")
    bureau = cast.officer_of_bureau()
    said = {"name": "陈教授", "unit": "安徽师范大学法学院", "opinion": "离婚以登记机关为准"}
    with pytest.raises(NotAllowed):
        inconsistencies.hear_expert(made.id, actor=mine, **said)
    with refused("disputes.expert"):
        inconsistencies.hear_expert(made.id, actor=bureau, **{**said, "opinion": " "})
    assert page_of(bureau).post(f"{made.get_absolute_url()}expert/", said).status_code == 303
    page = page_of(mine).get(made.get_absolute_url()).content.decode()
    assert "陈教授（安徽师范大学法学院）：离婚以登记机关为准" in page


def test_what_names_a_person_is_sealed_and_for_the_two_and_the_bureau_alone(cast, pair):
    made, _, _ = raised(cast, pair, "anhui")
    kept = f"{list(Inconsistency.objects.values())} {list(Notice.objects.values())}"
    assert NUMBER not in kept
    with pytest.raises(NotFound):
        selectors.inconsistency_for(cast.person("education"), made.id)
    auditor = page_of(cast.person("inspection", "auditor"))
    assert NUMBER not in auditor.get(made.get_absolute_url()).content.decode()


def test_only_data_of_two_departments_one_of_them_ones_own_are_compared(cast, pair):
    first, second = pair("anhui")
    asked = {"item": "婚姻状况", "differing": DIFFERING}
    with refused("disputes.sides"):
        inconsistencies.raise_inconsistency(first.id, second.id, actor=cast.person("education"), **asked)
    with refused("disputes.sides"):
        inconsistencies.raise_inconsistency(first.id, first.id, actor=cast.person("civil_affairs"), **asked)
    with refused("disputes.differ"):
        inconsistencies.raise_inconsistency(
            first.id,
            second.id,
            actor=cast.person("civil_affairs"),
            item="婚姻状况",
            differing=Differing(record=NUMBER, first_value="离婚", second_value="离婚"),
        )


def test_what_was_settled_is_not_taken_back_and_what_is_none_is_dropped_with_a_reason(cast, pair):
    made, mine, other = raised(cast, pair, "anhui")
    agree(made, mine, other)
    with refused("disputes.settled"):
        services.withdraw_recheck(made.recheck_id, actor=mine)
    dropped, _, _ = raised(cast, pair, "anhui")
    bureau = cast.officer_of_bureau()
    with refused("disputes.dropped"):
        inconsistencies.drop(dropped.id, actor=bureau, why=" ")
    inconsistencies.drop(dropped.id, actor=bureau, why="两项登记的口径不同")
    dropped.refresh_from_db()
    assert dropped.state == InconsistencyState.DROPPED
