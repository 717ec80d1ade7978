"""What the public site of credit reads, written here and nowhere else. The site asks for the day: the day after its
last one a thing is gone with no step of anybody.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

PERMIT, PENALTY, RECORD, COMMITMENT, RED, BLACK = "permit", "penalty", "record", "commitment", "red", "black"
REPORT: Final = "report"  # shown by its code alone
RECORDS: Final = (PERMIT, PENALTY, RECORD)
MOST_LOOKED_AT: Final = 2000  # things of which a name is looked at; more is not read by anybody
COMMON: Final = frozenset({"有限", "限公", "公司", "责任", "限责", "任公", "股份", "份有"})  # in half of all names
LONGEST: Final = 60  # letters of a name that are searched for


def _execute(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cur:
        cur.execute(statement, values)
        return list(cur.fetchall()) if cur.description else []


def telling(text: str) -> list[str]:
    """The pairs of a text that tell one name from another."""
    return [pair for pair in pairs(text) if pair not in COMMON]


def pairs(name: str) -> list[str]:
    """Every two letters that stand together, for finding a part of a name."""
    plain = "".join(name.lower().split())
    return sorted({plain[i : i + 2] for i in range(len(plain) - 1)}) or [plain]


def show(
    kind: str,
    number: int,
    *,
    region: str,
    code: str,
    name: str,
    day: date,
    until: date | None,
    body: Mapping[str, Any],
) -> None:
    """On the site until this day, in the caller's transaction. code: "" for a natural person."""
    text = json.dumps(body, ensure_ascii=False, default=str)
    _execute(
        "insert into open_data.credit_page (kind, id, region, code, name, pairs, day, until, body)"
        " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (kind, id) do update set region = excluded.region,"
        " code = excluded.code, name = excluded.name, pairs = excluded.pairs, day = excluded.day,"
        " until = excluded.until, body = excluded.body",
        [kind, number, region, code, name, pairs(name) if code else [], day, until, text],
    )


def take_back(kinds: Sequence[str], number: int) -> None:
    _execute("delete from open_data.credit_page where kind = any(%s) and id = %s", [list(kinds), number])


def describe(region: str, *, title: str, label: str) -> None:
    """The site's name in a region and the text it rests on."""
    _execute(
        "insert into open_data.credit_site (region, title, label) values (%s, %s, %s)"
        " on conflict (region) do update set title = excluded.title, label = excluded.label",
        [region, title, label],
    )


# ---- what the site asks ----


def site() -> dict[str, str]:
    rows = _execute("select region, title, label from open_data.credit_site order by region limit 1")
    return dict(zip(("region", "title", "label"), rows[0], strict=True)) if rows else {}


def subjects(text: str, *, today: date, most: int = 50) -> list[dict[str, Any]]:
    """Legal persons of this exact code or this part of the name that have something public today; counts are of that
    alone. A part that half of all names have finds nothing.
    """
    said = "".join(text.split())[:LONGEST]
    asked = telling(said)
    return [
        {"code": code, "name": name, "count": count}
        for code, name, count in _execute(
            "with named as (select code from open_data.credit_page where %s and code <> '' and pairs @> %s"
            " and position(lower(%s) in lower(name)) > 0 and (until is null or until >= %s) limit %s),"
            " wanted as (select code from named union select %s)"
            " select code, max(name), count(*) from wanted join open_data.credit_page using (code)"
            " where code <> '' and (until is null or until >= %s) group by code order by 2 limit %s",
            [bool(asked), asked, said, today, MOST_LOOKED_AT, said.upper(), today, most],
        )
    ]


def of_subject(code: str, *, today: date) -> list[dict[str, Any]]:
    rows = _execute(
        "select kind, id, day, until, name, body from open_data.credit_page where code = %s and code <> ''"
        " and (until is null or until >= %s) order by day desc, id desc limit 500",
        [code.upper(), today],
    )
    return [_line(row) for row in rows]


def report(number: int) -> dict[str, Any] | None:
    """What whoever has its code may compare."""
    rows = _execute(
        "select kind, id, day, until, name, body from open_data.credit_page where kind = %s and id = %s",
        [REPORT, number],
    )
    return _line(rows[0]) if rows else None


def of_kind(kind: str, *, today: date, page: int, size: int) -> tuple[list[dict[str, Any]], bool]:
    """One page, the newest first; whether more follow."""
    rows = _execute(
        "select kind, id, day, until, name, body from open_data.credit_page where kind = %s"
        " and (until is null or until >= %s) order by day desc, id desc limit %s offset %s",
        [kind, today, size + 1, (page - 1) * size],
    )
    return [_line(row) for row in rows[:size]], len(rows) > size


def _line(row: tuple[Any, ...]) -> dict[str, Any]:
    kind, number, day, until, name, body = row
    told = json.loads(body) if isinstance(body, str) else body
    return {**told, "kind": kind, "id": number, "day": day, "until": until, "name": name}
