"""pytest plugin: knows the `requirement` marker, refuses ids that do not exist, writes the trace map on request.

pytest --collect-only -q --trace-write      # the whole suite, never a part of it
"""

import pytest

from yiyuan.regulations import texts, trace


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trace-write", action="store_true", help="write yiyuan/regulations/data/trace.json anew")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "requirement(*ids): the requirements of the regulations that this test proves")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before any deselection, so that browser and volume tests count too."""
    pairs = [(name, item.nodeid) for item in items for mark in item.iter_markers("requirement") for name in mark.args]
    if unknown := sorted({f"{name} ({node})" for name, node in pairs if name not in texts.requirements()}):
        raise pytest.UsageError(f"no such requirement: {', '.join(unknown)}")
    if config.getoption("--trace-write"):
        trace.write(trace.recompute(pairs))
