"""pytest plugin: what the tests of each room may cost. A run of all fast tests fails when a room is over its statements.

The limits stand in tests/budgets.yaml: database statements, and computing time as a multiple of a fixed loop that the
same process runs at its beginning, so that a slow machine measures about the same. Statements are nearly the same in
every run (the test that needs something first pays for it, up to a thousand) and fail it; computing time is not (a
neighbour on the machine doubles a small room's) and is only told. A room that grew for a good reason gets a new limit in
the commit that made it grow:

pytest -n 2 --budget-write      # all fast tests; read the difference
"""

import hashlib
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db.backends.utils import CursorWrapper

from tests.support.memory import Making

FILE = Path(__file__).parents[1] / "budgets.yaml"
HEAD = """# What all fast tests of a room may cost: database statements; computing time (only told) in units of the loop of
# tests/support/budget.py. Written by `pytest -n 2 --budget-write`, with room to grow by half (time: to double)
# and for what comes first.
"""
ROOM_TO_GROW = {"statements": 1.5, "time": 2}
FIRST = {"statements": 1500, "time": 100}  # what a room may have to make because it came first
OTHERS = "others"  # the line of rooms that have none of their own yet
LOOPS = 40_000
SHOWN_ON = "budget"


class Meter:
    """In every process that runs tests: what each test cost, told with its report."""

    def __init__(self) -> None:
        self.statements = 0
        self.unit = _loop()
        self._began: dict[str, tuple[float, int]] = {}
        execute, many = CursorWrapper.execute, CursorWrapper.executemany

        def counted(cursor: Any, *args: Any, **kwargs: Any) -> Any:  # as Django's
            self.statements += not Making.depth
            return execute(cursor, *args, **kwargs)

        def counted_many(cursor: Any, *args: Any, **kwargs: Any) -> Any:  # as Django's
            self.statements += not Making.depth
            return many(cursor, *args, **kwargs)

        CursorWrapper.execute, CursorWrapper.executemany = counted, counted_many  # type: ignore[method-assign]

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:  # a generator of pluggy's
        self._began[item.nodeid] = (_own_seconds(), self.statements)
        yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:  # as above
        outcome = yield
        if call.when == "teardown":
            began, statements = self._began.pop(item.nodeid)
            spent = (_own_seconds() - began) / self.unit
            if not item.get_closest_marker("complete"):
                outcome.get_result().user_properties.append((SHOWN_ON, [round(spent, 3), self.statements - statements]))


class Budget:
    """Where the reports come together: the sums by room against the limits."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.spent: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.over: list[str] = []
        self.slow: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == SHOWN_ON and report.when == "teardown":
                self.spent[room_of(report.nodeid)].update({"time": value[0], "statements": value[1]})

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not _is_whole(self.config) or exitstatus:
            return
        if self.config.getoption("--budget-write"):
            write(self.spent)
        limits = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        self.over = over("statements", self.spent, limits)
        self.slow = over("time", self.spent, limits)
        if self.over:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:  # pytest's
        for title, lines in {"rooms whose tests ask too much": self.over, "slower than usual": self.slow}.items():
            if lines:
                terminalreporter.section(f"{title} (tests/budgets.yaml)")
            for line in lines:
                terminalreporter.write_line(line)


def _own_seconds() -> float:
    """Computing time of this process without what was made for the memory of the cast."""
    return time.process_time() - Making.seconds


def over(kind: str, spent: dict[str, Counter[str]], limits: dict[str, dict[str, int]]) -> list[str]:
    """A line for each room over its limit of one kind, by how much."""
    return [
        f"{room}: {cost[kind]:.0f} of {limit} {kind}, {cost[kind] / limit - 1:.0%} over"
        for room, cost in sorted(spent.items())
        if cost[kind] > (limit := limits.get(room, limits[OTHERS])[kind])
    ]


def write(spent: dict[str, Counter[str]]) -> None:
    limits = {
        room: {kind: round(cost[kind] * more) + FIRST[kind] for kind, more in ROOM_TO_GROW.items()}
        for room, cost in sorted(spent.items())
    }
    limits[OTHERS] = {kind: sorted(line[kind] for line in limits.values())[len(limits) // 2] for kind in ROOM_TO_GROW}
    FILE.write_text(HEAD + yaml.safe_dump(limits, sort_keys=False), encoding="utf-8")


def room_of(node: str) -> str:
    """yiyuan/sharing/tests/… -> sharing; tests/matrix/… -> tests/matrix."""
    first, second, *_ = node.split("/")
    return second if first == "yiyuan" else f"{first}/{second.split('.py')[0]}"


def _is_whole(config: pytest.Config) -> bool:
    """All fast tests, nothing chosen; the complete ones may run among them."""
    chosen = config.args_source is not pytest.Config.ArgsSource.TESTPATHS or config.option.keyword
    return not chosen and config.option.markexpr in _whole_marks(config)


def _whole_marks(config: pytest.Config) -> tuple[str, str]:
    """The marks of all fast tests, and of those with the complete ones."""
    words = " ".join(config.getini("addopts"))
    fast = words.partition("-m ")[2].strip("'") or words
    return fast, fast.removesuffix(" and not complete")


def _loop() -> float:
    """Seconds of computing for a fixed piece of work, the best of five."""
    times = []
    for _ in range(5):
        began = time.process_time()
        digest = b""
        for number in range(LOOPS):
            digest = hashlib.sha256(digest + str({"n": number}).encode()).digest()
        times.append(time.process_time() - began)
    return min(times)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--budget-write", action="store_true", help="write tests/budgets.yaml anew")


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if is_worker or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Meter(), "budget.meter")
    if not is_worker:
        config.pluginmanager.register(Budget(config), "budget.sum")
