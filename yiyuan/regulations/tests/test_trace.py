from pathlib import Path

import pytest

from yiyuan.kernel.errors import NotFound
from yiyuan.regulations import trace
from yiyuan.regulations.trace import Proof

ROOT = Path(__file__).parents[3]


def test_the_committed_map_is_what_the_tests_say():
    """If this fails: pytest --collect-only -q --trace-write, and commit the map."""
    assert trace.scan(ROOT) == trace.load()


def test_states_add_up_to_every_requirement():
    totals = trace.trace_totals()
    states = totals["states"]
    assert totals["requirements"] == 918 == states["total"]
    assert sum(states[proof.value] for proof in Proof) == 918
    for part in ("regulations", "areas"):
        for proof in Proof:
            assert sum(counts[proof.value] for counts in totals[part].values()) == states[proof.value]


def test_drafts_are_drafts_whatever_tests_say():
    rows = {row.requirement.id: row.proof for row in trace.traced()}
    assert {rows[name] for name in rows if name.startswith("wuhu-2016")} == {Proof.DRAFT}
    assert rows["anhui-2020-data/1.1"] is Proof.NOTHING


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
