"""pytest plugin: knows the `requirement` marker, refuses ids that do not exist, writes the trace map on request.

A test that asks the law of regions asks that of the texts it proves: a mark of a Liyang text on a test whose cast acts
in Wuhu only is named at the end of the run, which fails. All instances of a parametrised test count together.

pytest --collect-only -q --trace-write      # the whole suite, never a part of it
"""

from collections import Counter, defaultdict
from datetime import date

import pytest

from yiyuan.kernel.regions import covers
from yiyuan.regulations import engine, texts, trace
from yiyuan.regulations.types import Resolved

ASKED: set[str] = set()  # regions whose law the running test asked for


class Places:
    """What the reports of marked tests say: which function, how many instances, which regions."""

    def __init__(self) -> None:
        self.marks: dict[str, tuple[str, ...]] = {}
        self.expected: dict[str, int] = {}
        self.seen: Counter[str] = Counter()
        self.regions: defaultdict[str, set[str]] = defaultdict(set)

    def take(self, report: pytest.TestReport) -> None:
        given = dict(report.user_properties)
        if report.when != "call" or not report.passed or "requirement_marks" not in given:
            return
        name = report.nodeid.split("[")[0]
        self.marks[name] = tuple(dict.fromkeys((*self.marks.get(name, ()), *given["requirement_marks"])))
        self.expected[name] = given["requirement_instances"]
        self.seen[name] += 1
        self.regions[name].update(given["law_regions"])

    def strangers(self) -> list[str]:
        """Marks of functions that ran whole and never asked the law of the text's place."""
        return [
            f"{name}: {mark} ({', '.join(sorted(self.regions[name]))})"
            for name, marks in sorted(self.marks.items())
            if self.regions[name] and self.seen[name] == self.expected[name]
            for mark in strange_marks(marks, self.regions[name])
        ]


def strange_marks(marks: tuple[str, ...], regions: set[str]) -> list[str]:
    """The marks whose text binds none of the regions."""
    return [one for one in marks if not any(covers(texts.regulation(one.split("/")[0]).region, r) for r in regions)]


PLACES = Places()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trace-write", action="store_true", help="write yiyuan/regulations/data/trace.json anew")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requirement(*ids): the requirements of the regulations that this test proves")
    resolve = engine.resolve

    def noting(name: str, *, region: str, on: date) -> Resolved:
        ASKED.add(region)
        return resolve(name, region=region, on=on)

    noting.cache_clear = resolve.cache_clear  # type: ignore[attr-defined]  # as lru_cache has it
    engine.resolve = noting  # type: ignore[assignment]  # the same function, noted


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before any deselection, so that browser and volume tests count too."""
    pairs = [(name, item.nodeid) for item in items for mark in item.iter_markers("requirement") for name in mark.args]
    if unknown := sorted({f"{name} ({node})" for name, node in pairs if name not in texts.requirements()}):
        raise pytest.UsageError(f"no such requirement: {', '.join(unknown)}")
    if config.getoption("--trace-write"):
        trace.write(trace.recompute(pairs))
    instances = Counter(item.nodeid.split("[")[0] for item in items)
    for item in items:
        if marks := [name for mark in item.iter_markers("requirement") for name in mark.args]:
            item.user_properties.append(("requirement_marks", marks))
            item.user_properties.append(("requirement_instances", instances[item.nodeid.split("[")[0]]))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    ASKED.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):  # type: ignore[no-untyped-def]  # a hook wrapper
    try:
        return (yield)
    finally:
        item.user_properties.append(("law_regions", sorted(ASKED)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    PLACES.take(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if PLACES.strangers() and session.exitstatus == pytest.ExitCode.OK and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter) -> None:  # type: ignore[no-untyped-def]  # pytest does not export it
    if strangers := PLACES.strangers():
        terminalreporter.section("marks of texts that bind no region the test acts in")
        for line in strangers:
            terminalreporter.write_line(line)
