"""Typed readers of the environment: each setting once, at start; listed in docs/reference/settings.md."""

import ipaddress
import os
import secrets
from collections.abc import Collection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from yiyuan.dataplane.vault import OLD_KEYS

# started by root, the embedded database runs as another user, who passes through
HOME_MODE = 0o711 if os.geteuid() == 0 else 0o700
HIGHEST_PORT = 65_536  # exclusive


class SettingError(SystemExit):
    """A setting that cannot be read stops the start and says which one and what is expected."""

    def __init__(self, name: str, found: str, wanted: str) -> None:
        super().__init__(f"{name}={found!r}: {wanted}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    found = text(name, "0").lower()
    if found not in {"0", "1", "true", "false", "yes", "no"}:
        raise SettingError(name, found, "expected 1 or 0")
    return found in {"1", "true", "yes"}


def port(name: str, default: int) -> int:
    found = text(name, str(default))
    if not found.isdigit() or not 0 < int(found) < HIGHEST_PORT:
        raise SettingError(name, found, "expected a port number from 1 to 65535")
    return int(found)


def host_and_port(name: str, default: int) -> tuple[str, int]:
    """Host or host:port; ("", default) when not set."""
    host, _, number = text(name).partition(":")
    if number and not number.isdigit():
        raise SettingError(name, text(name), "expected host or host:port")
    return host, int(number or default)


def number(name: str, default: int, *, least: int, most: int) -> int:
    found = text(name, str(default))
    if not (found.isascii() and found.isdigit()) or not least <= int(found) <= most:
        raise SettingError(name, found, f"expected a number from {least} to {most}")
    return int(found)


def several(name: str, default: str, *, known: Collection[str]) -> tuple[str, ...]:
    """Words by comma, each of them known."""
    found = tuple(word.strip().lower() for word in text(name, default).split(",") if word.strip())
    if not found or set(found) - set(known):
        raise SettingError(name, ",".join(found), f"expected some of {','.join(sorted(known))}")
    return found


def content(name: str) -> str:
    """What the named file holds, without blanks around it; "" when not set."""
    path = text(name)
    try:
        return Path(path).read_text().strip() if path else ""
    except (OSError, UnicodeDecodeError):
        raise SettingError(name, path, "expected a readable text file") from None


def some_of(name: str, default: frozenset[str], *, allowed: Collection[str]) -> frozenset[str]:
    """Words by comma; "none": none of them."""
    found = frozenset(part for part in text(name, ",".join(sorted(default)) or "none").split(",") if part != "none")
    if unknown := sorted(found - set(allowed)):
        raise SettingError(name, ",".join(unknown), f"expected none, or some of {','.join(sorted(allowed))}, by comma")
    return found


def networks(name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Addresses and networks by comma, like 10.1.0.0/16,10.2.0.7."""
    found = [part.strip() for part in text(name).split(",") if part.strip()]
    try:
        return tuple(ipaddress.ip_network(part) for part in found)
    except ValueError:
        wanted = "expected addresses or networks by comma, like 10.1.0.0/16,10.2.0.7"
        raise SettingError(name, text(name), wanted) from None


def inside(name: str) -> frozenset[str]:
    """Host names and networks inside the city's own network that may be called, by comma."""
    found = frozenset(part.strip() for part in text(name).split(",") if part.strip())
    try:
        for part in found:
            if "/" in part:
                ipaddress.ip_network(part)
    except ValueError:
        raise SettingError(name, text(name), "expected host names and networks by comma, like 10.1.0.0/16") from None
    return found


def folders(name: str) -> tuple[str, ...]:
    """Absolute folders of this machine, by colon as in PATH."""
    found = tuple(part for part in text(name).split(":") if part)
    if wrong := [part for part in found if not part.startswith("/") or part == "/"]:
        raise SettingError(name, wrong[0], "expected absolute folders by colon, like /srv/drop:/mnt/share")
    return found


def database_url(name: str) -> SplitResult | None:
    found = text(name)
    if not found:
        return None
    wanted = "expected postgresql://user:password@host:port/database"
    try:
        parts = urlsplit(found)
        parts.port  # noqa: B018 - a wrong one is told here
    except ValueError:
        raise SettingError(name, "…", wanted) from None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SettingError(name, "…", wanted)  # what was set holds a password: it is not repeated
    return parts


def home() -> Path:
    """Where this installation keeps its files: keys, originals, demo clock, the embedded database's notes."""
    here = Path(text("YIYUAN_HOME") or Path.cwd() / "var").resolve()
    here.mkdir(mode=HOME_MODE, parents=True, exist_ok=True)
    return here


def secrets_of(folder: Path) -> tuple[str, ...]:
    """The installation's secret, then those before it, newest first: they open what they sealed."""
    old = sorted((folder / OLD_KEYS).glob("secret-*.key"), reverse=True)
    return (secret(folder), *(path.read_text().strip() for path in old))


def secret(folder: Path) -> str:
    """The installation secret: made once, readable by the owner only. Role passwords and seals derive from it."""
    path = folder / "secret.key"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_hex(32))
        try:
            os.link(part, path)  # never replaces a key another process made meanwhile
        except FileExistsError:
            pass
        part.unlink()
    return path.read_text().strip()
