"""Every page and every operation of the API, knocked at by every role: who gets in, who is refused, who sees nothing.

The expected answers stand in tests/permissions.yaml of each room, read line by line against the policies and the law.
After a change of the product `pytest tests/matrix --matrix-write` writes tables and document anew, with `--matrix-rows
licences,making` only the rows that contain one of the words: read the difference before committing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cache, partial
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import yaml
from django.urls import reverse

from tests.matrix import world as scene
from tests.matrix.document import DOCUMENT, rendered
from yiyuan.config import navigation

HEAD = """# Who gets which answer where. A line per method and address; @word chooses another object (tests/matrix/world.py).
# 2xx and 303: gets in. 302: to the login. 403: may know of it, not do it. 404: hidden. 409, 422: may do it, but not now
# or not with what was sent. members: everyone but the visitor."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the parser in C, where there is one
YIYUAN = Path(__file__).parents[2] / "yiyuan"
MEMBERS = [role for role in scene.ROLES if role != "visitor"]
MORE = 2  # roles of the same answer in one row; all of them: --matrix-whole
SHARES = 8  # of the table, so that two workers end at the same time
LOGIN, NOT_LOGGED_IN, HIDDEN, NO_SUCH_METHOD, SERVER_ERROR = 302, 401, 404, 405, 500
PARAMETER = re.compile(r"(\w+)[>}]")  # of an address, of a page or of an operation
LED_UP = 302  # to the page above


@cache
def table() -> dict[str, dict[str, int]]:
    """Row -> role -> status, of all rooms in the order of their addresses."""
    written: dict[str, dict[int, str]] = {}
    for file in sorted(YIYUAN.glob("*/tests/permissions.yaml")):
        of_room = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
        assert not written.keys() & of_room.keys(), file
        written |= of_room
    return {
        row: {role: status for status, roles in written[row].items() for role in _roles(roles)}
        for row in in_order(written)
    }


def room_of(row: str) -> str:
    return scene.rooms()[row.partition("@")[0].partition(" ")[2]]


def _roles(words: str) -> list[str]:
    named = {"all": list(scene.ROLES), "members": MEMBERS}
    return named.get(words) or words.split()


def answers(world: scene.World, row: str, *, roles: Collection[str] = tuple(scene.ROLES)) -> dict[str, int]:
    """What every role gets."""
    method, _, name = row.partition("@")[0].partition(" ")
    values = world.values(row)
    machine = name.startswith("/api/")
    if machine:
        address = name.format(**values)
    elif name.startswith(("api:", "/")):
        address = scene.page_names()[name]
    else:
        address = reverse(name, kwargs={key: values[key] for key in scene.page_parameters()[name]})
    body = world.bodies.get(row.partition("@")[0]) or {}
    clients = world.machines if machine else world.pages
    return {
        role: scene.ask(clients[role], method, address, {**body, **scene.uploads(row)}, machine=machine)
        for role in roles
    }


def in_order(rows: Collection[str]) -> list[str]:
    """Rows by the order of the addresses; those whose address is gone last."""
    pages = [f"{method} {name}" for name in scene.page_names() for method in ("GET", "POST")]
    order = {row: place for place, row in enumerate(pages + [f"{m} {path}" for m, path in scene.operations()])}
    return sorted(rows, key=lambda row: (order.get(row.partition("@")[0], len(order)), row))


def all_rows() -> list[str]:
    """The rows of the tables that still have an address, and one for each address that has none yet."""
    doors = [f"{method} {name}" for name in scene.page_names() for method in ("GET", "POST")]
    doors += [f"{method} {path}" for method, path in scene.operations()]
    known = {row.partition("@")[0] for row in table()}
    return in_order(
        [*(row for row in table() if row.partition("@")[0] in doors), *(d for d in doors if d not in known)]
    )


def write(found: dict[str, dict[str, int]]) -> None:
    """Tables and document from what the product does; methods that a page does not have are left out."""
    kept = {
        row: told for row, told in found.items() if not {told[role] for role in MEMBERS} <= {NO_SUCH_METHOD, LED_UP}
    }
    lines = defaultdict(list)
    for row, told in kept.items():
        by_status = defaultdict(list)
        for role, status in told.items():
            by_status[status].append(role)
        lines[room_of(row)].append(f'"{row}":')
        for status in sorted(by_status):
            roles = by_status[status]
            words = "all" if len(roles) == len(scene.ROLES) else "members" if roles == MEMBERS else " ".join(roles)
            lines[room_of(row)].append(f"  {status}: {words}")
    for file in YIYUAN.glob("*/tests/permissions.yaml"):
        file.unlink()
    for room, of_room in lines.items():
        (YIYUAN / room / "tests" / "permissions.yaml").write_text("\n".join([HEAD, *of_room, ""]), encoding="utf-8")
    DOCUMENT.write_text(rendered(kept), encoding="utf-8")
    table.cache_clear()


def test_table_and_document_are_written_anew_on_request(request):
    if not request.config.getoption("--matrix-write", default=False):
        pytest.skip("only with --matrix-write")
    world = request.getfixturevalue("world")
    named = request.config.getoption("--matrix-rows")
    words = named.split(",")
    asked = {row for row in all_rows() if any(word in row for word in words)}
    write(
        {row: answers(world, row) if row in asked else table()[row] for row in all_rows() if row in asked | {*table()}}
    )


def differences(
    world: scene.World, share: int, choose: Callable[[str, dict[str, int]], Collection[str]]
) -> dict[str, Any]:
    """Row -> what differs, of a share of the table and the roles chosen for each row."""
    found = defaultdict(list)
    rows = list(table().items())[share::SHARES]
    assert rows
    for row, expected in rows:
        for role, status in answers(world, row, roles=choose(row, expected)).items():
            if status != expected.get(role):
                found[row].append(f"{role}: {status}, not {expected.get(role)}")
    return dict(found)


def one_of_each_answer(row: str, expected: dict[str, int]) -> list[str]:
    """For each answer that the row knows one of the roles that get it, another one from row to row."""
    chosen = []
    for status in sorted(set(expected.values())):
        roles = [role for role, told in expected.items() if told == status]
        chosen.append(roles[crc32(row.encode()) % len(roles)])
    return chosen


def others(row: str, expected: dict[str, int], *, most: int) -> list[str]:
    """Of the roles that get the same answer as one of those above, at most so many."""
    chosen = []
    asked = one_of_each_answer(row, expected)
    for status in sorted(set(expected.values())):
        roles = [role for role, told in expected.items() if told == status and role not in asked]
        first = crc32(row.encode()) % max(len(roles), 1)
        chosen += [*roles[first:], *roles[:first]][:most]
    return chosen


@pytest.mark.parametrize("share", range(SHARES))
def test_at_every_door_one_role_of_each_answer_gets_what_the_table_says(world, share):
    assert differences(world, share, one_of_each_answer) == {}


@pytest.mark.complete
@pytest.mark.parametrize("share", range(SHARES))
def test_more_roles_get_what_the_table_says(world, share, monkeypatch, request):
    """Two more of each answer, or all (`make matrix`). The left column beside each page is the fast test's."""
    most = len(scene.ROLES) if request.config.getoption("--matrix-whole", default=False) else MORE
    monkeypatch.setattr(navigation, "groups", lambda _actor, _path: [])
    assert differences(world, share, partial(others, most=most)) == {}


def test_every_address_and_every_operation_has_a_line():
    rows = {row.partition("@")[0] for row in table()}
    missing = [f"{method} {path}" for method, path in scene.operations() if f"{method} {path}" not in rows]
    missing += [name for name in scene.page_names() if not {f"GET {name}", f"POST {name}"} & rows]
    assert missing == []


def test_a_page_without_a_line_for_a_method_does_not_answer_it(world):
    """Opened, an address that only takes posts leads to the page above it."""
    rows = {row.partition("@")[0]: row.partition("@")[2] for row in table()}
    names = scene.page_names()
    assert names
    for name in names:
        for method, other in (("GET", "POST"), ("POST", "GET")):
            if f"{method} {name}" in rows:
                continue
            # a method is refused before anybody is asked for a right: two roles speak for all
            found = answers(world, f"{method} {name}@{rows[f'{other} {name}']}", roles=("officer", "bureau"))
            not_so = {NO_SUCH_METHOD} if method == "POST" else {NO_SUCH_METHOD, LED_UP}
            assert set(found.values()) <= not_so, (method, name)


def test_what_belongs_to_others_is_hidden_not_forbidden():
    """A 403 would say that the object exists."""
    outsiders = ("stranger_officer", "stranger_head", "other_bureau")
    own = ("import_id", "sheet_id", "batch_id", "application_id", "grant_id", "signal_id", "token_id", "notice_id")
    own += (
        "need_id",
        "task_id",
        "demand_id",
        "paper_id",
        "handover_id",
        "provision_id",
        "issue_id",
        "project_id",
        "licence_id",
        "making_id",
        "use_id",
        "objection_id",
        "delegation_id",
        "recheck_id",
        "evidence_id",
    )
    own += ("change_id", "need_id", "wanted_id", "list_id", "challenge_id", "feedback_id", "system_id")
    routes, rows = scene.page_names(), table()
    assert rows
    for row, expected in rows.items():
        route = routes.get(row.partition("@")[0].partition(" ")[2], row)
        if "my_licences:" in row or "my_credit:" in row:  # the holders' own site: a login of its own, whoever asks
            continue
        of_a_draft = "version_id" in route and row.endswith("@draft")
        if of_a_draft or set(PARAMETER.findall(route)) & set(own):
            assert {expected[role] for role in outsiders} == {HIDDEN}, row


def test_a_visitor_is_sent_to_the_login_and_a_machine_is_told():
    open_to_all = {
        "GET organisations:login",
        "POST organisations:login",
        "GET /healthz",
        "POST /healthz",
        "GET /report/",
        *(f"GET help:{page}" for page in ("contents", "chapter", "whole")),
    }
    open_to_all |= {f"{method} licence_objection:{page}" for method in ("GET", "POST") for page in ("find", "licence")}
    open_to_all |= {"GET licence_objection:case@licence"}
    open_to_all |= {"GET licence_verify:verify", "POST licence_verify:verify", "GET licence_verify:code@licence"}
    open_to_all |= {"GET licence_verify:offline"}
    open_to_all |= {"GET ask_once:report", "POST ask_once:report", "GET ask_once:case"}
    open_to_all |= {"GET recheck:report", "POST recheck:report", "GET recheck:case@recheck"}
    rows = table()
    open_to_all |= {
        row for row in rows if row.partition(" ")[2].startswith(("my_licences:", "my_credit:", "holder_copy:"))
    }
    assert open_to_all <= rows.keys()
    for row, expected in rows.items():
        if row in open_to_all:
            assert expected["visitor"] in {200, 303, 422}
        else:
            assert expected["visitor"] == (NOT_LOGGED_IN if " /api/" in row else LOGIN), row


def test_nobody_is_answered_with_an_error_of_the_server():
    assert [row for row, expected in table().items() if max(expected.values()) >= SERVER_ERROR] == []


def test_each_room_keeps_the_rows_of_its_own_addresses():
    files = sorted(YIYUAN.glob("*/tests/permissions.yaml"))
    assert len(files) > 15
    for file in files:
        rows = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER)
        assert [row for row in rows if room_of(row) != file.parent.parent.name] == []


def test_the_document_says_what_the_table_says():
    assert DOCUMENT.read_text(encoding="utf-8") == rendered(table())
