"""Subjects merged and split: one record, nothing of its provenance lost, undone at any time, by the lead alone."""

import random

import pytest

from tests.support.refusals import refused
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.registries import looking, regrouping, rules, running
from yiyuan.registries.models import Regrouping
from yiyuan.registries.tests.conftest import ANNA, BERT, CARL, put
from yiyuan.registries.tests.test_building import cells_of, record_of, rows_of
from yiyuan.registries.types import Reach, Standing

WHY = {"reason": "旧号码", "evidence": "户籍科函〔2026〕3号"}
OLD = "110101900101001"


@pytest.fixture
def merge(started, police):
    def run(subject, into, **more):
        return regrouping.regroup(
            started.id, actor=police, **{"kind": "merge", "subject": subject, "into": into, **WHY, **more}
        )

    return run


@pytest.fixture
def moved(started, pair, police, carry_out):
    """Anna stands under an old number too."""
    put(pair.allowance, [(OLD, "安安", "女", "三山区九号")], batch=9)
    running.ask_build(started.id, actor=police, reach=Reach.INCREMENT)
    carry_out()
    return started


def whole(registry, police, carry_out):
    """Digest of a build of all."""
    running.ask_build(registry.id, actor=police)
    return carry_out().digest


def test_two_become_one_record_that_shows_what_each_source_calls_it(moved, merge, carry_out, police):
    before = moved.builds.latest("id").digest
    made = merge(OLD, ANNA)
    part = carry_out()
    assert (part.state, part.reach) == ("done", Reach.INCREMENT)
    assert [row["subject"] for row in rows_of(moved)] == [ANNA, BERT, CARL]
    assert record_of(moved, ANNA)["公民身份号码"] == ANNA
    assert ("低保对象信息", OLD, Standing.LOST) in cells_of(moved, ANNA, "公民身份号码")
    assert whole(moved, police, carry_out) == part.digest
    _registry, seen = looking.look_up(moved.id, actor=police, subject=OLD, case="1")
    assert seen is not None
    regrouping.undo(made.id, actor=police, reason="查明不是同一人")
    assert carry_out().digest == before
    assert whole(moved, police, carry_out) == before
    made.refresh_from_db()
    assert (made.state, made.undone_why) == ("undone", "查明不是同一人")


def test_what_one_source_says_of_another_person_goes_to_that_person(started, merge, carry_out, pair, police):
    source = started.sources.get(resource_id=pair.allowance.id)
    merge(ANNA, CARL, kind="split", source_id=source.id)
    part = carry_out()
    assert [name for name, _value, _standing in cells_of(started, ANNA, "户籍地址")] == ["户籍人口信息"]
    assert ("低保对象信息", "弋江区二号", Standing.WON) in cells_of(started, CARL, "户籍地址")
    assert record_of(started, ANNA)["姓名"] == "安安"  # nobody contradicts it any more
    assert whole(started, police, carry_out) == part.digest


@pytest.mark.parametrize(
    ("subject", "into", "problem"),
    [(ANNA, ANNA, "相同"), ("9", ANNA, "没有要并入的"), (ANNA, "9", "没有保留的")],
)
def test_who_is_not_there_is_not_merged(merge, subject, into, problem):
    with refused("registries.regroup") as broken:
        merge(subject, into)
    assert problem in broken.value.facts["problem"]


def test_nobody_is_merged_twice_or_in_a_circle_or_without_evidence(merge, carry_out):
    merge(BERT, ANNA)
    carry_out()
    for subject, into in ((BERT, CARL), (ANNA, BERT)):
        with refused("registries.regroup"):
            merge(subject, into)
    with refused("registries.regroup"):
        merge(CARL, ANNA, evidence=" ")
    with refused("registries.regroup"):
        merge(CARL, ANNA, reason=" ")


def test_the_lead_alone_merges(started, cast):
    with pytest.raises(NotAllowed):
        regrouping.regroup(started.id, actor=cast.officer_of_bureau(), kind="merge", subject=BERT, into=ANNA, **WHY)


def test_who_was_merged_into_somebody_merged_is_the_last_one():
    assert rules.moved({"a": "b", "b": "c"}, {(1, "x"): "a"}) == [(1, "x", "c"), (None, "a", "c"), (None, "b", "c")]


@pytest.mark.parametrize("seed", range(3))
def test_changes_alone_agree_with_all_whatever_was_merged(started, merge, carry_out, pair, seed):
    chance, police = random.Random(seed), pair.police
    people = [ANNA, BERT, CARL]
    for batch in range(10, 16):
        put(pair.household, [(chance.choice(people), chance.choice("甲乙"), None, None)], batch=batch)
        standing = list(Regrouping.objects.filter(state="standing"))
        if standing and chance.random() < 0.5:
            regrouping.undo(chance.choice(standing).id, actor=police, reason="再查")
        else:
            subject, into = chance.sample(people, 2)
            source = chance.choice([None, *started.sources.all()])
            try:
                kind = {"kind": "split", "source_id": source.id} if source else {}
                merge(subject, into, **kind)
            except RuleBroken:  # merged already, or not there
                continue
        part = carry_out()
        assert whole(started, police, carry_out) == part.digest


def test_a_record_is_called_by_the_number_that_was_kept_whoever_ranks_first(started, pair, merge, carry_out, police):
    put(pair.household, [(OLD, "卡尔", "男", "三山区九号")], batch=9)
    running.ask_build(started.id, actor=police, reach=Reach.INCREMENT)
    carry_out()
    merge(OLD, CARL)
    carry_out()
    assert record_of(started, CARL)["公民身份号码"] == CARL
    assert record_of(started, CARL)["户籍地址"] == "三山区九号"
