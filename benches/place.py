"""An installation made for one run of a benchmark: a home, the embedded server, a database with its roles."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def installation(**variables: str) -> Iterator[None]:
    """Django is set up as the owner inside; tables are the caller's to make. variables: further settings.

    YIYUAN_BENCH_HOME names a home to use, and use again; without it one is made.
    """
    folder = Path(os.environ.get("YIYUAN_BENCH_HOME") or tempfile.mkdtemp(prefix="yiyuan-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    os.environ |= {
        "YIYUAN_HOME": str(folder),
        "YIYUAN_DATABASE_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "yiyuan.config.settings",
        **variables,
    }
    os.environ.pop("YIYUAN_DATABASE_URL", None)
    from yiyuan.config import database, start
    from yiyuan.postgres import server

    own = server.ensure(database.embedded_root(folder))
    try:
        start.bootstrap(folder)
        start.django_ready()
        yield
    finally:
        own.stop()
