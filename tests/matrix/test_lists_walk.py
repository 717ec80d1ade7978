"""Every list, walked by those who see it in another's stead: the successor, who wears a second hat, the deputy."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.test import Client

from tests.matrix import world as scene
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Function
from yiyuan.organisations import services as organisations
from yiyuan.organisations.models import Account
from yiyuan.organisations.types import Ending

TOTAL = re.compile(r"共 ([\d,]+) ")
OK = 200
# lists of a person or of those who run the platform, not of a body
# (an act stands under the person who did it; an abolished body has no officers)
OWN = {
    "audit:entries",
    "licences:officers",
    "notices:notices",
    "operations:backups",
    "operations:console",
    "organisations:tokens",
    "organisations:delegations",
    "spreadsheets:import",
}


def lists():
    """Names of all list pages that take no parameter."""
    found = [
        name for name, route in scene.page_names().items() if "<" not in route and ":" in name and "api" not in name
    ]
    assert len(found) > 40
    return found


def totals(client: Client) -> dict[str, int]:
    """List -> how many rows it says it has, of the lists this client may open and which hold any."""
    found = {}
    for name in lists():
        if name in OWN:
            continue
        answer = client.get(scene.page_names()[name])
        is_page = answer.status_code == OK and answer.headers["Content-Type"].startswith("text/html")
        said = TOTAL.search(answer.content.decode()) if is_page else None
        if said:
            found[name] = int(said[1].replace(",", ""))
    return found


@pytest.fixture
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def login(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_a_successor_sees_in_every_list_what_the_body_it_took_over_saw(world, undone):
    cast = world.cast
    before = totals(login(cast.account("civil_affairs")))
    own = totals(login(cast.account("education")))
    assert len([name for name in before if before[name] > own.get(name, 0)]) > 8
    organisations.succeed_organisation(
        cast.organisation("civil_affairs"),
        actor=SYSTEM,
        new_id=cast.organisation("education"),
        ending=Ending.MERGED,
        act="机构改革方案〔2026〕1号",
        act_on=legal.today(),
    )
    after = totals(login(cast.account("education")))
    lost = {name: (number, after.get(name)) for name, number in before.items() if after.get(name, 0) < number}
    assert lost == {}


def test_a_second_hat_shows_what_the_people_of_that_body_see(world, undone):
    cast = world.cast
    person = cast.account("education")
    organisations.assign(
        actor=SYSTEM,
        account_id=person.id,
        organisation_id=cast.organisation("civil_affairs"),
        functions=[Function.DATA_OFFICER],
        from_on=date(2015, 1, 1),
    )
    client = login(person)
    session = client.session
    session["organisation_id"] = cast.organisation("civil_affairs")
    session.save()
    assert totals(client) == totals(login(cast.account("civil_affairs")))


def test_who_stands_in_for_a_head_sees_the_lists_of_a_head(world, undone):
    cast = world.cast
    head, deputy = cast.account("civil_affairs", "head"), cast.account("civil_affairs", "reviewer")
    organisations.delegate_function(
        actor=cast.person("civil_affairs", "head"),
        function=Function.HEAD,
        delegate_account_id=deputy.id,
        from_on=legal.today(),
        to_on=legal.today() + timedelta(days=3),
        reason="出差",
    )
    seen, stands_in = totals(login(head)), totals(login(deputy))
    assert {name: number for name, number in seen.items() if stands_in.get(name, 0) < number} == {}
