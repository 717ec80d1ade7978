"""Calls that no key let in, and failures of the gateway: what is kept of them, and how much at most."""

import asyncio
import ipaddress
import logging
from datetime import timedelta

import pytest
from django.db import connection

from yiyuan.audit.models import Entry
from yiyuan.exchange import selectors, services
from yiyuan.exchange.gateway import calls, tally
from yiyuan.exchange.gateway.tally import Tally
from yiyuan.exchange.models import BrokenCall, RefusedCall
from yiyuan.kernel import clock as legal

SECRET = "gk_nobody-knows-this-one"


def written(client) -> None:
    """Now, instead of a quarter minute later."""
    asyncio.run_coroutine_threadsafe(client.app.gateway.tally.write(), client.loop).result(10)


def counted_anew(client=None) -> None:
    """Without what tests before this one left, on record or waiting: the gateway's own database keeps it."""
    if client is not None:
        written(client)
    RefusedCall.objects.all().delete()


def the_hour():
    return legal.real_now().replace(minute=0, second=0, microsecond=0)


def test_calls_without_a_valid_key_are_counted_by_reason_and_network_and_nothing_of_the_key_is_kept(city, gateway):
    counted_anew(gateway.client)
    at = {"x-forwarded-for": "10.7.8.9"}
    assert gateway(SECRET).get("/v1/data").status_code == 401
    assert gateway(SECRET).get("/v1/openapi.json").status_code == 401
    assert gateway.client.request("POST", "/v1/query", headers=at).status_code == 401
    written(gateway.client)
    assert gateway(SECRET).get("/v1/data").status_code == 401
    written(gateway.client)
    rows = RefusedCall.objects.order_by("reason").values_list("reason", "network", "calls", "recorded")
    assert list(rows) == [("no_key", "127.0.0.0/24", 1, 0), ("unknown_key", "127.0.0.0/24", 3, 0)]
    assert RefusedCall.objects.values_list("hour", flat=True)[0] == the_hour()
    assert SECRET not in repr(list(RefusedCall.objects.values()))


def test_a_proxy_the_city_has_named_tells_the_network(city, gateway, settings):
    counted_anew(gateway.client)
    settings.TRUSTED_PROXIES = (ipaddress.ip_network("127.0.0.1"),)
    gateway.client.request("GET", "/v1/data", headers={"x-forwarded-for": "1.1.1.1, 2001:db8:1:2:3::4"})
    written(gateway.client)
    assert RefusedCall.objects.filter(network="2001:db8:1:2::/64").count() == 1


def test_a_call_under_a_grant_is_not_counted_among_them(city, gateway):
    before = sum(one.calls for one in selectors.refused_calls())
    _, key = city.grant(items=["登记证字号"])
    assert gateway(key).get("/v1/data", limit=1).status_code == 200
    assert gateway(key, **{"X-Purpose": b"other"}).get("/v1/data").status_code == 403
    written(gateway.client)
    assert sum(one.calls for one in selectors.refused_calls()) == before


def run(work) -> list[tuple[str, str]]:
    """What a tally wrote while this was done with it."""
    statements = []

    async def execute(statement, parameter):
        statements.append((statement, parameter))

    async def whole():
        await work(Tally(execute))

    asyncio.run(whole())
    return statements


def test_an_hour_counts_so_many_networks_the_others_together(monkeypatch):
    monkeypatch.setattr(tally, "NETWORKS", 2)
    kept = {}

    async def flood(one):
        for n in range(5):
            one.refused("no_key", f"10.0.{n}.1")
        one.refused("no_key", "10.0.1.77")
        kept.update(one._counts)
        await one.close()

    [(statement, _)] = run(flood)
    assert statement == tally.COUNT
    assert {network: calls for (_, _, network), calls in kept.items()} == {"10.0.0.0/24": 1, "10.0.1.0/24": 2, "": 3}


def test_what_could_not_be_written_is_written_later_and_counted_once(monkeypatch):
    monkeypatch.setattr(tally, "EVERY_S", 0.01)
    tries, again = [], asyncio.Event()

    async def execute(_statement, parameter):
        tries.append(parameter)
        if len(tries) == 1:
            raise OSError
        again.set()

    async def whole():
        one = Tally(execute)
        one.refused("no_key", "10.0.0.1")
        await asyncio.wait_for(again.wait(), 5)
        await one.close()

    asyncio.run(whole())
    assert len(tries) == 2
    assert '"calls": 1' in tries[1]


def test_so_many_failures_wait_at_once(monkeypatch):
    monkeypatch.setattr(tally, "MOST_FAILURES", 3)

    async def flood(one):
        for n in range(9):
            one.failed(f"{n:032}", status=500, way="GET /v1/data", error=ZeroDivisionError())
        await one.close()

    [(statement, parameter)] = run(flood)
    assert statement == tally.KEEP
    assert parameter.count('"number"') == 3


def test_a_failure_of_the_gateway_has_a_number_in_its_answer_in_the_log_and_on_record(
    city, gateway, monkeypatch, caplog
):
    _, key = city.grant(items=["登记证字号"])

    def fail(*_args, **_more):
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(calls, "_body", fail)
    with caplog.at_level(logging.ERROR):
        answer = gateway(key).get("/v1/data", limit=1)
    written(gateway.client)
    number = answer.json()["request_id"]
    assert answer.status_code == 500
    assert number in caplog.text
    kept = BrokenCall.objects.get(number=number)
    assert (kept.status, kept.way, kept.exception) == (500, "GET /v1/data", "builtins.ZeroDivisionError")
    assert kept.place.endswith(" fail")
    assert selectors.broken_call(number).same == 1


@pytest.mark.django_db
def test_each_past_hour_has_one_row_in_the_record_with_its_totals_and_only_once(settings):
    counted_anew()
    hour, settings.FAULT_DAYS = the_hour(), 30
    for hours, reason, network, number in (
        (0, "no_key", "10.0.0.0/24", 9),
        (1, "no_key", "10.0.0.0/24", 2),
        (1, "no_key", "10.0.1.0/24", 3),
        (1, "unknown_key", "10.0.1.0/24", 4),
        (2, "unknown_key", "", 1),
    ):
        RefusedCall.objects.create(
            hour=hour - timedelta(hours=hours), reason=reason, network=network, calls=number, recorded=0
        )
    assert services.record_refused_calls() == 2
    facts = list(Entry.objects.filter(tag="exchange.calls.refused").order_by("id").values_list("facts", flat=True))
    assert facts == [{"unknown_key": 1, "networks": 1}, {"no_key": 5, "unknown_key": 4, "networks": 2}]
    assert services.record_refused_calls() == 0
    RefusedCall.objects.filter(network="").update(calls=3)
    assert services.record_refused_calls() == 1
    assert Entry.objects.filter(tag="exchange.calls.refused").latest("id").facts == {"unknown_key": 2, "networks": 1}


@pytest.mark.django_db
def test_the_list_of_seven_days_sums_a_network_and_old_rows_go_after_they_are_on_record(settings):
    counted_anew()
    settings.FAULT_DAYS = 10
    hour = the_hour()
    for hours, calls_ in ((1, 5), (30, 7), (24 * 7 + 1, 100), (24 * 11, 1000)):
        RefusedCall.objects.create(
            hour=hour - timedelta(hours=hours), reason="no_key", network="10.0.0.0/24", calls=calls_, recorded=0
        )
    [one] = selectors.refused_calls()
    assert (one.calls, one.hours, one.peak, one.last_at) == (12, 2, 7, hour - timedelta(hours=1))
    assert services.record_refused_calls() == 4
    assert RefusedCall.objects.count() == 3


@pytest.mark.django_db
def test_the_gateway_alone_counts_and_the_worker_alone_says_what_is_on_record():
    with connection.cursor() as cursor:
        cursor.execute(
            "select role, priv, col from unnest(array['yiyuan_app', 'yiyuan_gateway']) role,"
            " unnest(array['INSERT', 'UPDATE']) priv, unnest(array['calls', 'recorded']) col"
            " where has_column_privilege(role, 'published.exchange_refusedcall', col, priv) order by 1, 2, 3"
        )
        assert cursor.fetchall() == [
            ("yiyuan_app", "UPDATE", "recorded"),
            ("yiyuan_gateway", "INSERT", "calls"),
            ("yiyuan_gateway", "INSERT", "recorded"),
            ("yiyuan_gateway", "UPDATE", "calls"),
        ]
