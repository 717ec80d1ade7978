"""The world of the matrix, built once in each process: every request is undone, and at the end the whole world."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from tests.matrix import world as scene
from tests.support.cast import Cast
from tests.support.database import Clock


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix-write", action="store_true", help="write the tables of permissions anew")
    parser.addoption("--matrix-whole", action="store_true", help="ask every role at every door")
    parser.addoption(
        "--matrix-rows",
        default="",
        help="only the rows that contain one of these words, between commas; the others stand",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of the matrix one after the other: a test of elsewhere between them takes the world down."""
    here = Path(__file__).parent
    items.sort(key=lambda item: not item.path.is_relative_to(here))


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory) -> Iterator[scene.World]:
    """Built in a transaction that is rolled back when the matrix is done; legal time stands still meanwhile."""
    home: Path = tmp_path_factory.mktemp("matrix")
    folders = {"HOME": home, "ORIGINALS": home / "originals", "CHECKPOINTS": home / "checkpoints"}
    clock = Clock()
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        yield scene.build(Cast(), clock)
        transaction.set_rollback(True)
    clock.release()
