"""pg_dump and pg_restore: which to run against this server, and how. Needs no Django."""

import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from yiyuan.kernel.errors import Unavailable
from yiyuan.postgres import server

VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}
SAID = 400  # characters of what a program complained of


def run(name: str, arguments: list[str], *, url: str, major: int) -> None:
    """Run a program of PostgreSQL against this address; the password goes by the environment, not the command line.

    Raises Unavailable("postgres.program", log=…) with the end of what it said.
    """
    parts = conninfo_to_dict(url)
    ours = {VARIABLES[key]: str(value) for key, value in parts.items() if key in VARIABLES and value is not None}
    environment = {**{k: v for k, v in os.environ.items() if not k.startswith("PG")}, **ours, "LC_ALL": "C"}
    command = [str(program(name, major=major)), "--no-password", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode != 0:
        raise Unavailable("postgres.program", name=name, log=done.stderr.strip()[-SAID:])


def program(name: str, *, major: int) -> Path:
    """The bundled program, or the machine's own where the server is newer. Raises Unavailable("postgres.program")."""
    own = shutil.which(name)
    for path in filter(None, [server.binary(name), Path(own) if own else None]):
        if server.major_of(path) >= major:
            return path
    raise Unavailable("postgres.program", name=name, log=f"the server is PostgreSQL {major}, no {name} is as new")
