import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix-write", action="store_true", help="write the table of permissions anew")
