"""One record a subject, every value with its source; what contradicts is held; changes alone give the same as all."""

import random

import pytest
from django.db import connection

from tests.requirements.test_sharing import FREE
from tests.support.jobs import job_of
from tests.support.refusals import refused
from yiyuan.operations.models import Fault
from yiyuan.registries import conflicts, jobs, running, services
from yiyuan.registries.models import Conflict, Registry
from yiyuan.registries.tests.conftest import ANNA, BERT, CARL, COLUMNS, put, remove
from yiyuan.registries.types import Decides, Keeps, Reach, Standing


def rows_of(registry, table="records"):
    with connection.cursor() as cur:
        cur.execute(f"select * from {registry.schema}.{table} order by 1")
        names = [one[0] for one in cur.description]
        return [dict(zip(names, row, strict=True)) for row in cur.fetchall()]


def record_of(registry, subject):
    """Item name -> value in the record."""
    columns = {item.column: item.name for item in registry.items.all()}
    row = next(row for row in rows_of(registry) if row["subject"] == subject)
    return {columns[name]: value for name, value in row.items() if name in columns}


def cells_of(registry, subject, item):
    """(source's name, value, standing) of an item of a subject."""
    names = {one.id: one.name for one in registry.sources.all()}
    wanted = registry.items.get(name=item).id
    found = [row for row in rows_of(registry, "cells") if row["subject"] == subject and row["item"] == wanted]
    return sorted((names[row["source"]], row["value"], Standing(row["standing"])) for row in found)


def decide(registry, item, how):
    registry.items.filter(name=item).update(decides=how)
    Registry.objects.filter(id=registry.id).update(defined=registry.defined + 1)
    registry.refresh_from_db()


def test_there_is_one_record_a_subject_with_the_value_of_the_first_source_and_those_that_lost(started):
    decide(started, "姓名", Decides.PRIORITY)
    assert [row["subject"] for row in rows_of(started)] == [ANNA, BERT, CARL]
    assert record_of(started, ANNA)["户籍地址"] == "镜湖区一号"
    assert record_of(started, BERT)["户籍地址"] == "鸠江区三号"
    assert record_of(started, CARL)["姓名"] == "卡尔"
    assert cells_of(started, ANNA, "户籍地址") == [
        ("低保对象信息", "弋江区二号", Standing.LOST),
        ("户籍人口信息", "镜湖区一号", Standing.WON),
    ]
    assert ("低保对象信息", "柏特", Standing.SAME) in cells_of(started, BERT, "姓名")
    assert {(row["batch"], row["loaded"]) for row in rows_of(started, "cells")} == {
        (5, 1_700_000_005_000_000),
        (6, 1_700_000_006_000_000),
    }


def test_values_that_must_agree_and_do_not_stay_out_until_a_conclusion(started, police, carry_out):
    assert record_of(started, ANNA)["姓名"] is None
    assert (started.held, started.rows) == (1, 3)
    (found,) = conflicts.conflicts(registry_id=started.id)
    assert (found.subject, found.item, found.registry) == (ANNA, "姓名", "人口基础信息库")
    assert [(one.value, one.standing) for one in found.values] == [("安安", Standing.HELD), ("安娜", Standing.HELD)]
    winner = found.values[1].source_id
    assert conflicts.conclude([found.id], actor=police, source_id=winner) == 1
    assert conflicts.conclude([found.id], actor=police, source_id=winner) == 0
    build = carry_out()
    assert (build.state, build.reach, build.subjects) == ("done", Reach.INCREMENT, 1)
    assert record_of(started, ANNA)["姓名"] == "安娜"
    (ended,) = conflicts.conflicts([found.id])
    assert (ended.state, ended.source_id) == ("concluded", winner)
    assert [(one.value, one.standing) for one in ended.values] == [("安安", Standing.LOST), ("安娜", Standing.WON)]
    started.refresh_from_db()
    assert started.held == 0


def test_a_conclusion_holds_until_somebody_says_something_new(started, police, household, carry_out):
    (found,) = conflicts.conflicts(registry_id=started.id)
    conflicts.conclude([found.id], actor=police, source_id=found.values[1].source_id)
    carry_out()
    services.running.ask_build(started.id, actor=police)
    carry_out()
    assert record_of(started, ANNA)["姓名"] == "安娜"
    put(household, [(ANNA, "安安安", "女", "镜湖区一号")], batch=9)
    running.ask_build(started.id, actor=police, reach=Reach.INCREMENT)
    carry_out()
    assert record_of(started, ANNA)["姓名"] is None
    assert [one.state for one in Conflict.objects.order_by("id")] == ["concluded", "held"]


def test_a_conflict_ends_by_itself_where_the_sources_agree(started, police, allowance, carry_out):
    put(allowance, [(ANNA, "安安", "女", "弋江区二号")], batch=9)
    running.ask_build(started.id, actor=police, reach=Reach.INCREMENT)
    carry_out()
    assert record_of(started, ANNA)["姓名"] == "安安"
    assert [one.state for one in Conflict.objects.all()] == ["agreed"]


def test_only_a_source_that_brought_a_value_can_be_let_in(started, police):
    (found,) = conflicts.conflicts(registry_id=started.id)
    with refused("registries.conclude"):
        conflicts.conclude([found.id], actor=police, source_id=0)


def test_codes_filters_ranks_and_times_are_data(population, police, pair, attach, carry_out):
    household, allowance = pair.household, pair.allowance
    codes = {"性别": {"1": "男", "2": "女"}}
    attach(household, priority=1, codes=codes, filter_item="姓名", filter_keeps=Keeps.IS_NOT, filter_words=["迁出"])
    attach(
        allowance,
        priority=2,
        recency="更新日期",
        ranks={"户籍地址": 1},
        filter_item="住址",
        filter_keeps=Keeps.IS,
        filter_words=["甲"],
    )
    put(household, [(ANNA, "迁出", "1"), (BERT, "柏特", "2", "乙")], batch=3)
    put(allowance, [(BERT, "柏特", "女", "甲"), (CARL, "卡尔", "男", "丙")], batch=4)
    services.start_registry(population.id, actor=police)
    carry_out()
    assert [row["subject"] for row in rows_of(population)] == [BERT]
    assert record_of(population, BERT)["性别"] == "女"
    assert cells_of(population, BERT, "户籍地址") == [  # equal ranks contradict each other
        ("低保对象信息", "甲", Standing.HELD),
        ("户籍人口信息", "乙", Standing.HELD),
    ]
    decide(population, "户籍地址", Decides.NEWEST)
    running.ask_build(population.id, actor=police)
    carry_out()
    assert record_of(population, BERT)["户籍地址"] == "甲"  # batch 4 is newer


def test_a_pool_that_was_loaded_has_its_registries_built_again(started, household):
    from yiyuan.pools.events import SnapshotReady

    before = started.builds.count()
    assert running.refresh(SnapshotReady(household.id, household.version_id, 12, 2)) == 1
    assert running.refresh(SnapshotReady(household.id, household.version_id, 13, 2)) == 0  # one waits already
    assert started.builds.count() == before + 1
    assert started.builds.latest("id").reach == Reach.INCREMENT


@pytest.mark.parametrize("seed", range(2))
def test_changes_alone_give_exactly_what_all_gives(population, pair, attach, carry_out, seed):
    chance, police = random.Random(seed), pair.police
    sources = [pair.household, pair.allowance]
    for place, resource in enumerate(sources):
        attach(resource, priority=chance.choice([1, place + 1]), recency=chance.choice(["", "更新日期"]))
        put(resource, [], batch=1)
    for item in population.items.exclude(position=0):
        item.decides = chance.choice(list(Decides))
        item.save()
    people = [f"11010119900101{n:04d}" for n in range(12)]

    def row():
        day = chance.choice([None, "2026-01-01", "2026-02-01"])
        return (chance.choice(people), *[chance.choice([None, "", "甲", "乙", "丙"]) for _ in range(3)], day)

    services.start_registry(population.id, actor=police)
    carry_out()
    for batch in range(2, 8):
        resource = chance.choice(sources)
        put(resource, [row() for _ in range(chance.randint(1, 6))], batch=batch)
        if chance.random() < 0.4:
            remove(resource, *chance.sample(people, 2))
        if chance.random() < 0.5 and (held := conflicts.conflicts(registry_id=population.id)):
            one = chance.choice(held)
            conflicts.conclude([one.id], actor=police, source_id=chance.choice(one.values).source_id)
            carry_out()
        running.ask_build(population.id, actor=police, reach=Reach.INCREMENT)
        part = carry_out()
        assert (part.state, part.reach) == ("done", Reach.INCREMENT)
        running.ask_build(population.id, actor=police)
        whole = carry_out()
        assert (whole.reach, whole.digest, whole.rows, whole.held) == (Reach.FULL, part.digest, part.rows, part.held)


def test_a_cancelled_build_leaves_what_stood_there(started, police, household, carry_out):
    put(household, [(CARL, "别人")], batch=8)
    made = running.ask_build(started.id, actor=police)
    running.cancel_build(made.id, actor=police)
    running.build_registry(made.id)
    made.refresh_from_db()
    started.refresh_from_db()
    assert made.state == "cancelled"
    assert record_of(started, CARL)["姓名"] == "卡尔"


@pytest.mark.parametrize("step", ["读来源", "合并取值", "放到库里"])
def test_a_build_that_is_killed_is_as_if_never_begun_and_goes_on(started, pair, monkeypatch, step, carry_out):
    police, household = pair.police, pair.household
    put(household, [(CARL, "别人")], batch=8)
    made = running.ask_build(started.id, actor=police)

    class Killed(BaseException):
        pass

    tell = running._tell

    def killed(build, words):
        if words.startswith(step):
            raise Killed
        tell(build, words)

    monkeypatch.setattr(running, "_tell", killed)
    monkeypatch.setattr(running.tables, "sweep", lambda *_: None)  # nobody sweeps who is killed
    with pytest.raises(Killed):
        running.build_registry(made.id)
    assert record_of(started, CARL)["姓名"] == "卡尔"
    monkeypatch.undo()
    assert carry_out().state == "done"
    started.refresh_from_db()
    assert record_of(started, CARL)["姓名"] is None  # two say differently now
    with connection.cursor() as cur:
        assert running.tables.left_behind(cur.cursor, started.schema) == []


def test_a_withdrawn_source_fails_the_build_in_words(started, police, cast, household, carry_out):
    from yiyuan.catalog.models import Version

    Version.objects.filter(resource_id=household.id).update(state="withdrawn")
    running.ask_build(started.id, actor=police)
    build = carry_out()
    assert (build.state, build.words) == ("failed", "“户籍人口信息”已从目录撤销，不能再作来源。")


def test_a_theme_is_no_way_around_a_grant_and_a_base_registry_reads_what_departments_bring(
    cast, attach, police, allowance
):
    theme = services.found_registry(actor=police, name="社会救助主题库", kind="203")
    services.define_items(theme.id, actor=police, items=[services.ItemWanted(name) for name in COLUMNS])
    with refused("registries.granted") as broken:
        attach(allowance, registry=theme)
    assert broken.value.facts["items"] == "住址、姓名、性别、证件号码"
    assert attach(allowance).registry.is_base
    free = cast.resource("civil_affairs", **{**FREE, "name": "低保标准"})
    assert attach(free, registry=theme, columns={"公民身份号码": "机关代码"}).id


def test_a_definition_names_what_is_not_there(population, attach, household):
    with refused("registries.definition") as broken:
        attach(household, columns={**COLUMNS, "姓名": "名字"})
    assert broken.value.facts["problem"] == "“户籍人口信息”没有这些信息项：名字。"
    with refused("registries.definition"):
        attach(household, columns={"姓名": "姓名"})


def test_a_build_broken_by_a_fault_of_the_program_ends_is_told_and_found_by_its_number(started, police, monkeypatch):
    made = running.ask_build(started.id, actor=police)
    monkeypatch.setattr(running, "_build", lambda _build: 1 / 0)
    jobs.build_registry(job_of(jobs.build_registry), made.id)
    made.refresh_from_db()
    assert made.state == "failed"
    fault = Fault.objects.get()
    assert (fault.route, fault.exception) == ("汇集基础库、主题库", "builtins.ZeroDivisionError")
    assert made.words == f"平台处理出错，运维已得到通知，可以按编号查：{fault.number}"
    monkeypatch.undo()
    assert running.ask_build(started.id, actor=police).state == "waiting"
