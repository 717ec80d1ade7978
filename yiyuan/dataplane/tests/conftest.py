import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yiyuan.postgres import server as launcher


@pytest.fixture(scope="session")
def bulk_url() -> Iterator[str]:
    """A server of our own: these tests drop and create tables as they like."""
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-bulk-"))
    folder.chmod(0o755)
    server = launcher.ensure(folder / "postgres")
    server.make_database("bulk")
    yield server.superuser_url("bulk")
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def connection(bulk_url: str) -> Iterator[psycopg.Connection]:
    """An open transaction, rolled back at the end."""
    with psycopg.connect(bulk_url) as opened:
        yield opened
        opened.rollback()
