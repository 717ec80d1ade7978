"""One source of a datum, the others verify it: what differs is listed and becomes a case."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.catalog.models import Item
from yiyuan.disputes import comparisons, selectors
from yiyuan.disputes.models import Comparison, Difference, Inconsistency
from yiyuan.disputes.types import ComparisonState, Differing, InconsistencyState
from yiyuan.disputes.workflow import COMPARISON
from yiyuan.elements import services as elements
from yiyuan.elements.types import SourceKind
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotFound
from yiyuan.notices.models import Notice
from yiyuan.organisations.models import Account

PERSONS = [
    {"name": "公民身份号码", "data_type": "C", "length": 18, "item_class": "citizen_id", "key": True},
    {"name": "婚姻状况", "data_type": "C", "length": 20},
    {"name": "身高", "data_type": "N", "length": 6, "scale": 2},
]
PENSIONS = [
    {"name": "编号", "data_type": "C", "length": 18, "key": True},
    {"name": "证件号码", "data_type": "C", "length": 18, "item_class": "citizen_id"},
    {"name": "婚姻情况", "data_type": "C", "length": 20},
    {"name": "身高", "data_type": "C", "length": 10},
]
FIRST, SECOND, THIRD = "11010119900101001X", "110101199001010028", "110101199001010036"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, clock):
    settings.HOME = tmp_path
    clock.set(date(2026, 9, 3))


def load(cast, department, resource, lines):
    content = (",".join(item.name for item in resource.items) + "\n" + "\n".join(lines) + "\n").encode()
    received = intake.receive_file(
        resource.id, actor=cast.person(department), upload=SimpleUploadedFile("a.csv", content), confirmed=True
    )
    loading.load_batch(received.batch.id)


@pytest.fixture
def element(cast):
    """Marital status: civil affairs hold it, the housing fund verifies; both loaded. The register knows the number."""
    cast.place = "liyang"
    cast.organisation("bureau")
    bureau = cast.officer_of_bureau()
    first = cast.resource("civil_affairs", items=PERSONS, name="婚姻状况信息")
    second = cast.resource("housing_fund", items=PENSIONS, name="缴存人信息")
    elements.register_element(actor=bureau, name="公民身份号码", synonyms=["证件号码"], identifies=True)
    made = elements.register_element(actor=bureau, name="婚姻状况", synonyms=["婚姻情况"])
    elements.add_source(
        made.id, actor=bureau, resource_id=first.id, item_name="婚姻状况", kind=SourceKind.AUTHORITATIVE
    )
    verifying = elements.add_source(
        made.id, actor=bureau, resource_id=second.id, item_name="婚姻情况", kind=SourceKind.VERIFYING
    )
    load(cast, "civil_affairs", first, [f"{FIRST},离婚,1.70", f"{SECOND},已婚,1.60", f"{THIRD},未婚,1.5"])
    load(
        cast,
        "housing_fund",
        second,
        [f"1,{FIRST.lower()},已婚,1.7", f"2,{SECOND}, 已婚,1.6", "3,110101199001010044,未婚,"],
    )
    return made, verifying, first, second


def page_of(actor):
    made = Browser()
    made.force_login(Account.objects.get(id=actor.account_id))
    return made


def last():
    made = Comparison.objects.order_by("id").last()
    comparisons.compare_sources(made.id)
    made.refresh_from_db()
    return made


@pytest.mark.requirement("liyang-2020-sharing/4.7")
def test_a_verifying_source_is_compared_after_a_load_and_what_differs_is_listed(cast, element):
    assert Comparison.objects.exists(), "the load began one"
    made = last()
    assert made.state == ComparisonState.DONE
    assert (made.first_rows, made.second_rows, made.both, made.equal, made.differing) == (3, 3, 2, 1, 1)
    assert made.matched == "公民身份号码"
    (one,) = made.differences.all()
    assert selectors.difference_of(one) == Differing(FIRST, "离婚", "已婚")
    assert Notice.objects.filter(sentence__contains="差异").exists()
    bureau = page_of(cast.officer_of_bureau()).get(made.get_absolute_url()).content.decode()
    assert FIRST in bureau
    assert "离婚" in bureau
    assert "50.00%" in bureau


@pytest.mark.requirement("liyang-2020-sharing/4.7")
def test_each_department_reads_its_own_values_and_a_stranger_nothing(cast, element):
    made = last()
    own = page_of(cast.person("housing_fund")).get(made.get_absolute_url()).content.decode()
    assert FIRST in own
    assert "已婚" in own
    assert "离婚" not in own
    with pytest.raises(NotFound):
        selectors.comparison_for(cast.person("education"), made.id)
    with pytest.raises(NotFound):
        selectors.pair_for(element[1].id, actor=cast.person("education"))
    assert FIRST not in f"{list(Difference.objects.values())}"


@pytest.mark.requirement("liyang-2020-sharing/4.7")
def test_a_difference_becomes_a_case_that_resolves_itself_when_the_next_comparison_finds_both_alike(cast, element):
    made = last()
    browser = page_of(cast.person("housing_fund"))
    answer = browser.post(f"{made.get_absolute_url()}raise/", {"place": "1", "detail": "缴存人来电"})
    assert answer.status_code == 303, answer.content.decode()
    case = Inconsistency.objects.get()
    assert selectors.differing_of(case) == Differing(FIRST, "离婚", "已婚")
    assert case.first_resource_id == element[2].id
    with refused("disputes.difference"):
        comparisons.raise_difference(made.id, actor=cast.person("housing_fund"), place=1)
    again = comparisons.ask_comparison(element[1].id, actor=cast.officer_of_bureau())
    comparisons.compare_sources(again.id)
    assert Difference.objects.get(comparison=again).inconsistency_id == case.id, "the case goes on"
    load(cast, "housing_fund", element[3], [f"1,{FIRST},离婚,1.7"])
    assert last().differing == 0
    case.refresh_from_db()
    assert case.state == InconsistencyState.DONE


def test_all_that_differs_may_be_raised_as_one_case(cast, element):
    made = last()
    case = comparisons.raise_difference(made.id, actor=cast.officer_of_bureau())
    assert "1 条记录不一致" in case.detail
    assert selectors.differing_of(case) == Differing()


def test_numbers_are_compared_as_numbers_and_blanks_or_case_make_no_difference(cast, element):
    bureau = cast.officer_of_bureau()
    height = elements.register_element(actor=bureau, name="身高")
    elements.add_source(
        height.id, actor=bureau, resource_id=element[2].id, item_name="身高", kind=SourceKind.AUTHORITATIVE
    )
    other = elements.add_source(
        height.id, actor=bureau, resource_id=element[3].id, item_name="身高", kind=SourceKind.VERIFYING
    )
    comparisons.ask_comparison(other.id, actor=bureau)
    made = last()
    assert (made.both, made.equal, made.differing) == (2, 2, 0), made.words


def test_sources_whose_records_do_not_correspond_say_what_is_missing_and_how_to_mend_it(cast, element):
    bureau = cast.officer_of_bureau()
    number = selectors.pairs(source_id=element[1].id)[0]
    known = elements.selectors.by_name(cast.region())["公民身份号码"]
    Item.objects.filter(version__resource_id=element[3].id).update(item_class="general")
    elements.change_element(known.id, actor=bureau, synonyms=[], definition="", standard="", identifies=True)
    assert number.verifying_id == element[1].id
    made = last()
    assert made.state == ComparisonState.FAILED
    assert "没有“公民身份号码”" in made.words
    assert "同义名称" in made.words


def test_where_the_key_is_not_shared_the_one_number_that_identifies_matches_the_records(cast, element):
    known = elements.selectors.by_name(cast.region())["公民身份号码"]
    bureau = cast.officer_of_bureau()
    elements.change_element(known.id, actor=bureau, synonyms=[], definition="", standard="", identifies=True)
    made = last()
    assert (made.state, made.both, made.differing) == (ComparisonState.DONE, 2, 1)


def test_one_comparison_of_a_pair_at_a_time_and_it_may_be_cancelled(cast, element):
    waiting = Comparison.objects.get(state=ComparisonState.WAITING)
    with refused("disputes.comparing"):
        comparisons.ask_comparison(element[1].id, actor=cast.officer_of_bureau())
    comparisons.cancel_comparison(waiting.id, actor=cast.person("civil_affairs"))
    comparisons.compare_sources(waiting.id)
    waiting.refresh_from_db()
    assert waiting.state == ComparisonState.CANCELLED


def test_a_load_while_one_runs_is_compared_after_it(cast, element):
    running = Comparison.objects.get(state=ComparisonState.WAITING)
    COMPARISON.move(running, "start", actor=SYSTEM)
    load(cast, "housing_fund", element[3], [f"1,{FIRST},丧偶,1.7"])
    waiting = Comparison.objects.get(state=ComparisonState.WAITING)
    load(cast, "housing_fund", element[3], [f"1,{FIRST},离婚,1.7"])
    assert Comparison.objects.get(state=ComparisonState.WAITING) == waiting, "one is enough: it has not read yet"
    comparisons.compare_sources(waiting.id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.differing) == (ComparisonState.DONE, 0)


def test_the_page_of_an_element_leads_to_the_comparison(cast, element):
    bureau = page_of(cast.officer_of_bureau())
    page = bureau.get(element[0].get_absolute_url()).content.decode()
    address = f"/disputes/sources/{element[1].id}/comparison/"
    assert address in page
    Comparison.objects.all().delete()
    assert bureau.post(address).status_code == 303
    assert Comparison.objects.count() == 1
