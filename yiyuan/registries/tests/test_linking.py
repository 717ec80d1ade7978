"""Persons who stand in a registry twice: found by how near names and numbers are, decided by a person, once."""

import polars as pl
import pytest
from django.test import Client

from tests.support.refusals import refused
from yiyuan.registries import duplicates, linking
from yiyuan.registries.models import Linking, Regrouping, Suspect
from yiyuan.registries.tests.conftest import put
from yiyuan.registries.tests.test_building import rows_of

pytest.importorskip("splink", reason="uv sync --extra link")
ADDRESS = "镜湖区长江路12号3幢401室"
NEW, OLD = "340202196503071234", "340202650307123"
TYPO = "340202196503071284"
OTHER = "340202197711240022"


def people(*rows):
    return pl.DataFrame(rows, schema=dict.fromkeys(linking.PEOPLE, pl.String), orient="row")


def pairs(*rows):
    found = linking.suspects(people(*rows))
    return [(one["left"], one["right"]) for one in found.to_dicts()]


def test_an_old_and_a_new_number_of_the_same_name_are_one_person():
    assert pairs((NEW, "张敏", None, None), (OLD, "张敏", None, None), (OTHER, "张敏", None, None)) == [(NEW, OLD)]


@pytest.mark.parametrize(
    ("name", "level"),
    [("欧阳 敏", 0), ("欧阳民", 1), ("欧阳珂", 2), ("诸葛亮", 3)],
)
def test_names_are_the_same_sound_the_same_or_differ_by_a_character(name, level):
    (found,) = linking.suspects(people((NEW, "欧阳敏", None, ADDRESS), (OLD, name, None, ADDRESS))).to_dicts()
    assert (found["name"], found["number"], found["birth"], found["address"]) == (level, 0, 0, 0)


def test_a_mistyped_number_at_the_same_address_is_suspected():
    assert pairs((NEW, "张敏", None, ADDRESS), (TYPO, "张敏", None, ADDRESS)) == [(NEW, TYPO)]


def test_namesakes_and_families_are_not_suspected():
    rows = [(NEW, "张敏", None, ADDRESS), (OTHER, "张伟", None, ADDRESS), ("340202198801010011", "张敏", None, None)]
    assert pairs(*rows) == []
    assert pairs(rows[0]) == []


@pytest.fixture
def twice(started, pair, police, carry_out):
    """The registry holds one person under two numbers."""
    from yiyuan.registries import running

    put(pair.household, [(NEW, "张敏", "女", ADDRESS)], batch=20)
    put(pair.allowance, [(OLD, "张敏", "女", ADDRESS)], batch=21)
    running.ask_build(started.id, actor=police)
    carry_out()
    started.refresh_from_db()
    return started


@pytest.fixture
def search(twice, police):
    def run():
        made = duplicates.ask_linking(twice.id, actor=police)
        duplicates.link_registry(made.id)
        made.refresh_from_db()
        return made

    return run


def test_what_is_found_is_merged_by_a_person_with_evidence(twice, search, police, carry_out):
    made = search()
    assert (made.state, made.persons, made.pairs, made.fresh) == ("done", 5, 1, 1)
    (found,) = Suspect.objects.all()
    assert set(duplicates.pair_of(found)) == {NEW, OLD}
    into = "left" if duplicates.pair_of(found)[0] == NEW else "right"
    duplicates.decide_same(found.id, actor=police, into=into, reason="同一个人", evidence="户籍科核实")
    carry_out()
    assert OLD not in [row["subject"] for row in rows_of(twice)]
    found.refresh_from_db()
    assert (found.state, found.regrouping) == ("same", Regrouping.objects.get())
    assert search().fresh == 0


def test_what_is_not_one_person_is_remembered_and_never_asked_again(search, police):
    search()
    duplicates.decide_different(Suspect.objects.get().id, actor=police, reason="双胞胎")
    again = search()
    assert (again.pairs, again.fresh) == (1, 0)
    assert Suspect.objects.get().state == "different"


def test_a_cancelled_search_leaves_nothing(twice, police, monkeypatch):
    made = duplicates.ask_linking(twice.id, actor=police)
    monkeypatch.setattr(
        duplicates.linking,
        "prepared",
        lambda frame: duplicates.cancel_linking(made.id, actor=police) or linking_prepared(frame),
    )
    duplicates.link_registry(made.id)
    assert Linking.objects.get().state == "cancelled"
    assert not Suspect.objects.exists()


linking_prepared = linking.prepared


def test_a_registry_of_bodies_is_not_searched(started, police):
    started.items.filter(position=0).update(item_class="uscc")
    with refused("registries.link"):
        duplicates.ask_linking(started.id, actor=police)


def test_a_program_that_asks_gets_the_number_of_what_runs(twice, police):
    from yiyuan.organisations.services import issue_token

    secret = issue_token(actor=police, name="t", functions=[], days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    for ask in ("link", "build"):
        answer = client.post(f"/api/v1/registries/{twice.id}/{ask}")
        assert (answer.status_code, answer.json()["state"], answer.json()["registry_id"]) == (200, "waiting", twice.id)
