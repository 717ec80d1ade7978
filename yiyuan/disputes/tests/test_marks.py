"""While a recheck is open its mark is on every answer of the gateway and in every file, and the value stays readable."""

import io

import pytest
from python_calamine import CalamineWorkbook

from yiyuan.disputes import selectors, services
from yiyuan.disputes.models import Recheck
from yiyuan.disputes.types import Doubt, Said, State
from yiyuan.exchange import services as exchange
from yiyuan.exchange.gateway import serving
from yiyuan.exchange.tests.conftest import citizen, city, committed, gateway
from yiyuan.exchange.types import Format

__all__ = ["city", "committed", "gateway"]  # fixtures


@pytest.fixture
def doubt(city, monkeypatch):
    """File a recheck; those open are taken back at the end, as the rows of this module are committed."""
    monkeypatch.setattr(serving, "MARKS_SECONDS", -1)  # every call looks anew

    def file(record, *items):
        return services.file_recheck(
            city.resource.id,
            actor=city.cast.person("police"),
            doubt=Doubt.WRONG,
            said=Said(record=record, detail="与档案不一致"),
            items=items,
        )

    yield file
    for one in Recheck.objects.filter(state="rechecking"):
        services.withdraw_recheck(one.id, actor=city.cast.person("police"))


def test_the_gateway_gives_the_value_with_its_mark_and_says_that_handling_goes_on(city, gateway, doubt):
    _, key = city.grant(items=["登记证字号", "登记日期"])
    call = gateway(key)
    assert "rechecks" not in call.ask(登记证字号="J000003").json()
    made = doubt("J000003", "登记日期")
    answer = call.ask(登记证字号="J000003").json()
    assert answer["rows"][0]["登记日期"] == "2026-01-02"
    (mark,) = answer["rechecks"]
    assert (mark["number"], mark["items"], mark["whole"]) == (made.number, ["登记日期"], False)
    assert "照常办理" in mark["message"]
    assert "不得拒绝、推诿，不得要求办理更正手续" in mark["message"]
    assert any("26" in article for article in mark["articles"]), mark["articles"]
    assert "rechecks" not in call.ask(登记证字号="J000004").json()
    assert [one["number"] for one in call.get("/v1/data", limit=2).json()["rechecks"]] == [made.number]


def test_the_mark_is_found_by_the_number_of_whom_the_record_is_about_too(city, gateway, doubt):
    _, key = city.grant(items=["男方证件号码", "登记日期"])
    made = doubt("J000005", "登记日期")
    (mark,) = gateway(key).ask(男方证件号码=citizen(5)).json()["rechecks"]
    assert mark["number"] == made.number
    assert "rechecks" not in gateway(key).ask(男方证件号码=citizen(6)).json()


def test_an_item_that_was_not_granted_brings_no_mark_and_an_answer_ends_it(city, gateway, doubt):
    _, key = city.grant(items=["登记证字号", "登记类别"])
    doubt("J000007", "登记日期")
    assert "rechecks" not in gateway(key).ask(登记证字号="J000007").json()
    made = doubt("", "登记类别")
    (mark,) = gateway(key).ask(登记证字号="J000008").json()["rechecks"]
    assert (mark["number"], mark["whole"]) == (made.number, True)
    services.answer_recheck(
        made.id, actor=city.cast.person("civil_affairs"), outcome=State.CONFIRMED, answer="与档案一致"
    )
    assert selectors.open_on(city.resource.id)
    assert "rechecks" not in gateway(key).ask(登记证字号="J000008").json()


def test_a_file_says_in_its_name_and_on_its_page_of_words_what_is_under_recheck(city, doubt, settings, tmp_path):
    settings.HOME = tmp_path
    grant, _ = city.grant(items=["登记证字号", "登记日期"])
    officer = city.cast.person("housing_fund")
    before = exchange.take_file(grant.id, actor=officer, format_=Format.CSV)
    assert "校核" not in before.name
    made = doubt("J000009", "登记日期")
    taken = exchange.take_file(grant.id, actor=officer, format_=Format.XLSX)
    assert "含校核中数据" in taken.name
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(taken.pieces)))
    about = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    assert made.number in about["校核中"]
    assert "照常办理" in about["校核中"]
    assert "含校核中数据" in exchange.take_file(grant.id, actor=officer, format_=Format.CSV).name
