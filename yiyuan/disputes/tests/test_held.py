"""What a registry holds back because two departments contradict each other becomes a case, and its end lets it in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiyuan.disputes import inconsistencies, services
from yiyuan.disputes.models import Inconsistency
from yiyuan.disputes.types import InconsistencyState, State
from yiyuan.intake import loading
from yiyuan.intake import services as intake
from yiyuan.registries import conflicts
from yiyuan.registries.tests.conftest import (
    ANNA,
    BERT,
    allowance,
    attach,
    carry_out,
    household,
    pair,
    police,
    population,
    put,
    started,
)
from yiyuan.registries.tests.test_building import record_of

__all__ = ["allowance", "attach", "carry_out", "household", "pair", "police", "population", "started"]  # fixtures

SECOND = {"holds": "second", "participants": "公安局、民政局", "conclusion": "以低保核对结果为准"}


def hand_in(resource, actor, name):
    text = f"证件号码,姓名,性别,住址,更新日期\n{ANNA},{name},女,镜湖区一号,\n"
    upload = SimpleUploadedFile("户籍.csv", text.encode())
    batch = intake.receive_file(resource.id, actor=actor, upload=upload, confirmed=True).batch
    loading.load_batch(batch.id)
    return batch


@pytest.mark.requirement("wuhu-2020-data/9.6")
def test_contradicting_values_stay_out_until_those_convened_concluded_and_the_department_acted(
    cast, started, police, household, carry_out
):
    made = Inconsistency.objects.get()
    assert (made.state, made.item) == (InconsistencyState.COORDINATING, "姓名")
    assert {made.first_id, made.second_id} == {cast.organisation("police"), cast.organisation("civil_affairs")}
    assert record_of(started, ANNA)["姓名"] is None
    inconsistencies.conclude(made.id, actor=cast.officer_of_bureau(), **SECOND)
    carry_out()
    assert record_of(started, ANNA)["姓名"] is None
    made.refresh_from_db()
    batch = hand_in(household, police, "安娜")
    services.answer_recheck(made.recheck_id, actor=police, outcome=State.CORRECTED, answer="已改", batch_id=batch.id)
    carry_out()
    made.refresh_from_db()
    assert made.state == InconsistencyState.DONE
    assert record_of(started, ANNA)["姓名"] == "安娜"
    assert conflicts.conflicts(registry_id=started.id) == []


def test_what_is_not_corrected_as_concluded_stays_out(cast, started, police, carry_out):
    made = Inconsistency.objects.get()
    inconsistencies.conclude(made.id, actor=cast.officer_of_bureau(), **SECOND)
    made.refresh_from_db()
    services.answer_recheck(made.recheck_id, actor=police, outcome=State.CONFIRMED, answer="户籍登记无误")
    carry_out()
    assert record_of(started, ANNA)["姓名"] is None
    made.refresh_from_db()
    assert made.state == InconsistencyState.COORDINATING


def test_further_contradictions_of_the_pair_join_the_case_and_agreement_resolves_it(
    started, pair, household, carry_out
):
    put(household, [(BERT, "白特", "男", None)], batch=8)
    from yiyuan.registries import running

    running.ask_build(started.id, actor=pair.police)
    carry_out()
    made = Inconsistency.objects.get()
    assert len(made.held) == 2
    put(household, [(BERT, "柏特", "男", None), (ANNA, "安娜", "女", "镜湖区一号")], batch=9)
    running.ask_build(started.id, actor=pair.police)
    carry_out()
    made.refresh_from_db()
    assert (made.state, made.held) == (InconsistencyState.DONE, [])
