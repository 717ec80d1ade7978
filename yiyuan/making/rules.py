"""What a row states, how many are looked at, what is in step. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from yiyuan.catalog.types import LicenceEntry
from yiyuan.kernel.dates import day_in
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import plain_code
from yiyuan.licences.types import Stated
from yiyuan.making.types import StepKind

PARTS = {
    "holder_name": "持证主体",
    "holder_code": "持证主体代码",
    "licence_no": "证照编号",
    "granted_on": "颁发日期",
    "valid_from": "有效期起",
    "valid_until": "有效期止",
}
OPTIONAL = {"valid_until"}
SAMPLE_LEAST, SAMPLE_MOST, SAMPLE_PART = 5, 50, 0.05
ENDLESS = {"", "长期", "长期有效", "永久", "9999-12-31", "2099-12-31"}


def wanted(entry: LicenceEntry) -> dict[str, str]:
    """What a mapping may fill: key -> words; information items by their name."""
    return PARTS | {item.name: item.name for item in entry.items if item.name not in PARTS.values()}


def check_mapping(*, entry: LicenceEntry, columns: Mapping[str, str], items: Sequence[str]) -> None:
    """Raises RuleBroken("making.mapping") where a part has no item, or one that the source does not have."""
    needed = [key for key in PARTS if key not in OPTIONAL]
    needed += [item.name for item in entry.items if item.required and item.name not in PARTS.values()]
    words = wanted(entry)
    if lacking := [words[key] for key in needed if not columns.get(key)]:
        raise RuleBroken("making.mapping", problem="没有对应：" + "、".join(lacking))
    if strange := [item for item in columns.values() if item and item not in items]:
        raise RuleBroken("making.mapping", problem="数据里没有：" + "、".join(strange))


def stated_in(
    row: Mapping[str, str], *, entry: LicenceEntry, columns: Mapping[str, str], code_kind: str
) -> tuple[Stated | None, list[str]]:
    """What a row of the source states, or what is wrong with it."""
    cells = {key: row.get(item, "").strip() for key, item in columns.items() if item}
    days: dict[str, date | None] = {}
    wrong = []
    for key in ("granted_on", "valid_from", "valid_until"):
        text = cells.get(key, "")
        days[key] = None if key in OPTIONAL and text in ENDLESS else day_in(text)
        if days[key] is None and not (key in OPTIONAL and text in ENDLESS):
            wrong.append(f"“{PARTS[key]}”不是日期")
    granted, begins = days["granted_on"], days["valid_from"]
    if wrong or granted is None or begins is None:
        return None, wrong
    by_name = {PARTS.get(key, key): text for key, text in cells.items()}
    return Stated(
        holder_kind=entry.holder,
        holder_name=cells.get("holder_name", ""),
        code_kind=code_kind,
        holder_code=plain_code(cells.get("holder_code", "")),
        licence_no=cells.get("licence_no", ""),
        granted_on=granted,
        valid_from=begins,
        valid_until=days["valid_until"],
        values={item.name: by_name.get(item.name, "") for item in entry.items},
    ), []


def sample_size(made: int) -> int:
    """How many of the licences made are looked at."""
    return min(made, max(SAMPLE_LEAST, ceil(made * SAMPLE_PART)), SAMPLE_MOST)


def check_sample(*, wrong: int) -> None:
    """A run is confirmed where nothing that was looked at is wrong."""
    if wrong:
        raise RuleBroken("making.sample", wrong=wrong)


def check_reason(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("making.reason")


def digest(*, licence_no: str, holder_code: str, valid_until: date | None) -> str:
    """SHA-256, in hex, of licence number, holder's code and last day (2026-10-12, empty without end), with | between.

    An issuer's own system makes the same, so that contents are compared and do not travel.
    """
    end = valid_until.isoformat() if valid_until else ""
    return hashlib.sha256(f"{licence_no}|{plain_code(holder_code)}|{end}".encode()).hexdigest()


def in_step(
    kind: StepKind, *, happened_on: date, said: str, issued_on: date | None, stands: bool, digests: Sequence[str]
) -> bool:
    """Whether the library has kept step with an event.

    said: digest the event names, or none. issued_on: of the newest version that was ever issued, None: there is none.
    stands: whether a version is in force. digests: of the versions that were issued.
    """
    match kind:
        case StepKind.REVOKED:
            return issued_on is not None and not stands
        case StepKind.ISSUED:
            return issued_on is not None and (not said or said in digests)
        case StepKind.CHANGED:
            return said in digests[-1:] if said else issued_on is not None and issued_on >= happened_on
