import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from yiyuan.postgres import server as launcher


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder the server's unprivileged user can reach (pytest's own are closed to it)."""
    folder = Path(tempfile.mkdtemp(prefix="yiyuan-pg-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(open_folder: Path) -> Iterator[launcher.Server]:
    made = launcher.ensure(open_folder / "shared")
    yield made
    made.stop()
