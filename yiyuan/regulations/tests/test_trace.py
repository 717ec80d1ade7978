from pathlib import Path

import pytest

from yiyuan.kernel.errors import NotFound
from yiyuan.regulations import texts, trace
from yiyuan.regulations.trace import Proof

ROOT = Path(__file__).parents[3]


def test_the_committed_map_is_what_the_tests_say():
    """If this fails: pytest --collect-only -q --trace-write, and commit the map."""
    assert trace.scan(ROOT) == trace.load()


def test_states_add_up_to_every_requirement_of_the_law_and_drafts_are_counted_apart():
    totals = trace.trace_totals()
    drafts = totals["drafts"]
    assert totals["requirements"] + drafts["requirements"] == 918
    assert drafts["requirements"] == 72 + 52 + 95
    for counted, proofs in ((totals, trace.LAW_PROOFS), (drafts, trace.DRAFT_PROOFS)):
        states = counted["states"]
        assert sum(states[proof.value] for proof in proofs) == counted["requirements"] == states["total"]
        for part in ("regulations", "areas"):
            for proof in proofs:
                assert sum(counts[proof.value] for counts in counted[part].values()) == states[proof.value]
    assert not any(name.startswith("wuhu-2016") for name in totals["regulations"])


def test_a_draft_is_never_proved_but_may_be_built_or_replaced(monkeypatch):
    monkeypatch.setattr(trace, "load", lambda: {"wuhu-2016-credit/5.3": ["t"], "wuhu-2016-sharing/8.2": ["t"]})
    rows = {row.requirement.id: row.proof for row in trace.traced()}
    assert {rows[name] for name in rows if name.startswith("wuhu-2016")} == set(trace.DRAFT_PROOFS)
    assert rows["wuhu-2016-credit/5.3"] is Proof.DRAFT_IMPLEMENTED
    assert rows["wuhu-2016-sharing/8.2"] is Proof.DRAFT_SUPERSEDED
    assert rows["wuhu-2016-sharing/7.7"] is Proof.DRAFT
    assert rows["anhui-2020-data/1.1"] is Proof.NOTHING


def test_what_took_the_place_of_a_draft_stands_in_the_text_issued_later():
    known = texts.requirements()
    later = {item.id: item.superseded_by for item in known.values() if item.superseded_by}
    assert later["wuhu-2016-sharing/5.4"] == ("wuhu-2020-data/7.5",)
    for draft, replaced in later.items():
        assert texts.regulation(known[draft].regulation_id).status == "draft"
        assert {texts.regulation(known[one].regulation_id).status for one in replaced} == {"issued"}


def test_an_overridden_requirement_is_proved_for_its_period_only(monkeypatch):
    monkeypatch.setattr(trace, "load", lambda: {"wuhu-2020-data/13.4": ["test_x.py::test_y"]})
    rows = {row.requirement.id: row.proof for row in trace.traced()}
    assert rows["wuhu-2020-data/13.4"] is Proof.FOR_ITS_PERIOD
    assert rows["wuhu-2020-data/6.2"] is Proof.OVERRIDDEN
    assert rows["anhui-2020-data/25.3"] is Proof.OPEN


def test_the_map_is_sorted_by_article_and_knows_no_parameters():
    pairs = [
        ("anhui-2020-data/25.3", "b.py::test_two[1]"),
        ("anhui-2020-data/25.3", "b.py::test_two[2]"),
        ("anhui-2020-data/9.1", "a.py::test_one"),
    ]
    assert list(trace.recompute(pairs).items()) == [
        ("anhui-2020-data/9.1", ["a.py::test_one"]),
        ("anhui-2020-data/25.3", ["b.py::test_two"]),
    ]
    with pytest.raises(NotFound):
        trace.recompute([("anhui-2020-data/25.99", "a.py::test_one")])


def test_marks_are_found_on_modules_classes_functions_and_parameters(tmp_path):
    folder = tmp_path / "yiyuan" / "room" / "tests"
    folder.mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (folder / "test_x.py").write_text(
        """
import pytest
pytestmark = [pytest.mark.requirement("anhui-2020-data/13.1")]

class TestThings:
    @pytest.mark.requirement("anhui-2020-data/13.2", "anhui-2020-data/13.3")
    def test_one(self): ...

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.requirement("anhui-2020-data/13.4"))])
def test_two(n): ...

def helper(): ...
""",
        "utf-8",
    )
    here = "yiyuan/room/tests/test_x.py"
    assert trace.scan(tmp_path) == {
        "anhui-2020-data/13.1": [f"{here}::TestThings::test_one", f"{here}::test_two"],
        "anhui-2020-data/13.2": [f"{here}::TestThings::test_one"],
        "anhui-2020-data/13.3": [f"{here}::TestThings::test_one"],
        "anhui-2020-data/13.4": [f"{here}::test_two"],
    }
