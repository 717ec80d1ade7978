"""Which PostgreSQL to use: the user's (YIYUAN_DATABASE_URL) or the embedded one. Addresses per role."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from yiyuan.config import env
from yiyuan.postgres.roles import APP, GATEWAY, OWNER, PUBLIC, password_of

DATABASE = "yiyuan"
ROLES = {"owner": OWNER, "app": APP, "gateway": GATEWAY, "public": PUBLIC}
SEARCH_PATH = "control,audit,published,public"


@dataclass(frozen=True, slots=True)
class Place:
    """Host (or the folder of a socket), port and database name."""

    host: str
    port: int
    name: str


def embedded_root(home: Path) -> Path:
    """The folder handed to the launcher; it may move the data elsewhere and then leaves a note here."""
    return home / "postgres"


def embedded_home(home: Path) -> Path:
    """Where the embedded server's data really are; nothing is made."""
    root = embedded_root(home)
    moved = root / "moved-to.txt"
    return Path(moved.read_text().strip()) if moved.exists() else root


def place(home: Path) -> Place:
    """Where the database answers. The embedded server keeps its port beside its data; 0 before its first start."""
    if parts := env.database_url("YIYUAN_DATABASE_URL"):
        query = parse_qs(parts.query)
        host = query.get("host", [unquote(parts.hostname or "127.0.0.1")])[0]
        return Place(host, parts.port or 5432, unquote(parts.path.strip("/")))
    noted = embedded_home(home) / "port"
    return Place("127.0.0.1", int(noted.read_text()) if noted.exists() else 0, DATABASE)


def admin_url() -> str | None:
    """The address the user gave, as given; None with the embedded server."""
    parts = env.database_url("YIYUAN_DATABASE_URL")
    return parts.geturl() if parts else None


def django_settings(home: Path, secret: str, role: str) -> dict[str, Any]:  # Django's own shape
    """One entry of DATABASES for a role."""
    where = place(home)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": where.host,
        "PORT": where.port,
        "NAME": where.name,
        "USER": ROLES[role],
        "PASSWORD": password_of(ROLES[role], secret=secret),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": f"-c search_path={SEARCH_PATH}"},
    }


def url(home: Path, secret: str, role: str) -> str:
    """The same as an address, for libraries that are not Django."""
    where = place(home)
    login = f"{ROLES[role]}:{password_of(ROLES[role], secret=secret)}"
    return f"postgresql://{login}@{quote(where.host, safe='')}:{where.port}/{quote(where.name)}"
