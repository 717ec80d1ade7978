"""The situation of a region: each figure against records made here, who may look, what it costs."""

import json
from datetime import date
from html import unescape
from re import findall

import pytest
from django.urls import reverse

from tests.support.pages import Browser
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.types import FORBIDDEN, NO_RECORD, OK
from yiyuan.intake.models import Batch
from yiyuan.intake.types import State
from yiyuan.kernel import clock as legal
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.tests.test_endpoints import Program
from yiyuan.supervision.rules import months_until, week_of
from yiyuan.supervision.situation import read
from yiyuan.workflow.models import Term

TODAY = date(2026, 9, 16)  # a Wednesday


@pytest.fixture
def town(cast, clock):
    """Two resources of civil affairs from May on; terms, batches, deliveries and grants counted by the tests."""
    clock.set(date(2026, 5, 4))
    cast.marriage = cast.resource("civil_affairs", name="婚姻登记信息", cycle="monthly")
    cast.births = cast.resource("civil_affairs", name="收养登记信息", cycle="monthly")
    clock.set(TODAY)
    cast.person("bureau", "leading")
    Term.objects.all().delete()
    return cast


def term(cast, number, due_on, *, closed_on=None, who="civil_affairs", workflow="sharing.application", started_on=None):
    return Term.objects.create(
        workflow=workflow,
        matter_id=number,
        state="sent",
        title=f"事项 {number}",
        href="/",
        ask="答复",
        region_code="340200",
        law_on=date(2026, 5, 4),
        started_on=started_on or date(2026, 5, 4),
        due_on=due_on,
        late="remind",
        waits_for_id=cast.organisation(who),
        functions=["head"],
        closed_on=closed_on,
    )


def batch(resource, number, received_on, rows, *, state=State.LOADED):
    return Batch.objects.create(
        number=f"B{number}",
        state=state,
        resource_id=resource.id,
        version_id=resource.version_id,
        resource_name=resource.name,
        region_code="340200",
        provider_id=resource.provider_id,
        sender_id=resource.provider_id,
        account_id=1,
        person_name="甲",
        file_name="a.csv",
        file_kind="csv",
        file_bytes=1,
        sha256=str(number),
        read_rows=rows,
        kept_rows=rows,
        inserted_rows=rows if state == State.LOADED else 0,
        received_on=received_on,
        received_at=legal.real_now(),
    )


def delivery(cast, resource, number, legal_on, *, status=OK, channel="gateway", rows=2, region="340200"):
    return Delivery.objects.create(
        code=f"JF{number}",
        grant_id=1,
        grant_number="SQ1",
        resource_id=resource.id,
        resource_name=resource.name,
        region_code=region,
        consumer_id=cast.organisation("housing_fund"),
        provider_id=resource.provider_id,
        at=legal.real_now(),
        legal_on=legal_on,
        channel=channel,
        action="query",
        status=status,
        rows=rows,
        bytes=1,
        ms=1,
    )


def grant(cast, resource, number, from_on, **more):
    application = Application.objects.create(
        number=f"A{number}",
        resource_id=resource.id,
        version_id=resource.version_id,
        resource_name=resource.name,
        region_code="340200",
        provider_id=resource.provider_id,
        consumer_id=cast.organisation("housing_fund"),
        drafter_account_id=1,
        drafter_name="甲",
        fields=[],
        rows=[],
        methods=[],
        until_on=date(2027, 1, 1),
    )
    return Grant.objects.create(
        number=f"SQ{number}",
        state="open",
        application=application,
        resource_id=resource.id,
        resource_name=resource.name,
        version_number=1,
        region_code="340200",
        provider_id=resource.provider_id,
        consumer_id=cast.organisation("housing_fund"),
        purpose="核验",
        plan={},
        methods=[],
        from_on=from_on,
        until_on=date(2027, 1, 1),
        **more,
    )


def month(found, label):
    return next(one for one in found.months if one.label == label)


def share(of):
    return of.good, of.total


def test_months_and_weeks_are_whole_and_end_with_the_day():
    months = months_until(date(2026, 3, 16), 4)
    assert months[0] == (date(2025, 12, 1), date(2025, 12, 31))
    assert months[-2:] == [(date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 3, 16))]
    assert week_of(date(2026, 9, 20)) == week_of(date(2026, 9, 14)) == (date(2026, 9, 14), date(2026, 9, 20))


def test_who_is_late_is_counted_by_department_as_of_the_day(town):
    term(town, 1, date(2026, 9, 10))  # late since the 11th
    term(town, 2, date(2026, 9, 16))  # due today is not late
    term(town, 3, date(2026, 9, 1), closed_on=date(2026, 9, 14))  # was late last week
    term(town, 4, date(2026, 9, 1), who="police")
    term(town, 5, date(2026, 9, 2), who="police")
    found = read("340200", on=TODAY)
    assert [(body.name, body.late, body.open) for body in found.bodies if body.open] == [
        (town_name(town, "police"), 2, 2),
        (town_name(town, "civil_affairs"), 1, 2),
    ]
    assert (found.late, found.late_bodies, found.week.late, found.week_before.late) == (3, 2, 3, 4)


def town_name(cast, name):
    from yiyuan.organisations.models import Organisation

    return Organisation.objects.get(id=cast.organisation(name)).short_name


def test_what_was_kept_is_counted_in_the_month_its_term_ran_out(town):
    term(town, 1, date(2026, 8, 10), closed_on=date(2026, 8, 10))
    term(town, 2, date(2026, 8, 20), closed_on=date(2026, 8, 21))  # a day late
    term(town, 3, date(2026, 9, 1))  # late and open
    term(town, 4, date(2026, 9, 16))  # neither done nor over
    term(town, 5, date(2026, 9, 15), closed_on=date(2026, 9, 15), workflow="catalog.change")
    term(town, 6, date(2026, 7, 1), closed_on=date(2026, 7, 9))  # extended: the later term of the matter counts
    term(town, 6, date(2026, 7, 9), closed_on=date(2026, 7, 9))
    found = read("340200", on=TODAY)
    assert share(month(found, "2026-07").answers) == (1, 1)
    assert share(month(found, "2026-08").answers) == (1, 2)
    assert month(found, "2026-08").answers.rate == 50.0
    assert share(month(found, "2026-09").answers) == (0, 1)
    assert share(month(found, "2026-09").terms) == (1, 2)
    assert share(found.week.terms) == (1, 1)
    civil = next(body for body in found.bodies if body.id == town.organisation("civil_affairs"))
    assert share(civil.terms) == (3, 5)
    assert share(civil.answers) == (2, 4)


def test_batches_and_freshness_are_those_of_each_month(town):
    batch(town.marriage, 1, date(2026, 6, 20), 100)
    batch(town.marriage, 2, date(2026, 8, 20), 40)
    batch(town.births, 3, date(2026, 9, 15), 7)
    batch(town.births, 4, date(2026, 9, 15), 9, state=State.CHECKED)  # not loaded
    found = read("340200", on=TODAY)
    assert [(m.batches, m.loaded_rows) for m in found.months[-4:]] == [(1, 100), (0, 0), (1, 40), (1, 7)]
    # of two resources: fresh at the end of June the first, of July none, of August the first, today both
    assert [share(m.fresh) for m in found.months[-4:]] == [(1, 2), (0, 2), (1, 2), (2, 2)]
    assert (found.week.batches, found.week_before.batches) == (1, 0)


def test_months_before_anything_was_on_record_say_so(town):
    batch(town.marriage, 1, date(2026, 6, 20), 100)
    found = read("340200", on=TODAY)
    assert [m.known for m in found.months] == [False] * 7 + [True] * 5  # from May on, when it was published
    page = _client(town).get(reverse("supervision:situation")).content.decode()
    assert "没有数据" in page
    drawn = [json.loads(unescape(one)) for one in findall(r'data-chart="([^"]*)"', page)]
    batches = next(s for chart in drawn for s in chart["series"] if s["name"] == "批次")
    assert batches["values"] == [None] * 7 + [0, 1, 0, 0, 0]


def test_use_is_counted_by_month_and_resource_and_what_was_refused_is_not(town):
    delivery(town, town.marriage, 1, date(2026, 8, 3))
    delivery(town, town.marriage, 2, date(2026, 9, 15), channel="file", rows=50)
    delivery(town, town.marriage, 3, date(2026, 9, 15), status=NO_RECORD, rows=0)
    delivery(town, town.marriage, 4, date(2026, 9, 15), status=FORBIDDEN, rows=0)
    delivery(town, town.marriage, 5, date(2026, 9, 15), region="410800")
    delivery(town, town.marriage, 6, date(2025, 9, 30))  # more than a year of months ago
    found = read("340200", on=TODAY)
    used = month(found, "2026-09").used
    assert (used.calls, used.files, used.rows, used.last_on) == (1, 1, 50, date(2026, 9, 15))
    assert month(found, "2026-08").used.times == 1
    assert [(one.name, one.used.times) for one in found.resources] == [("婚姻登记信息", 3), ("收养登记信息", 0)]


def test_a_grant_never_used_is_listed_and_counted_at_its_resource(town):
    grant(town, town.births, 1, date(2026, 9, 6))
    grant(town, town.births, 2, date(2026, 6, 1), first_delivered_on=date(2026, 6, 2))
    grant(town, town.births, 3, date(2026, 6, 1), closed_on=date(2026, 7, 1))
    found = read("340200", on=TODAY)
    assert [(one.number, one.days) for one in found.unused] == [("SQ1", 10)]
    assert {one.name: one.grants for one in found.resources} == {"婚姻登记信息": 0, "收养登记信息": 2}


def _client(cast, name="bureau", post="leading"):
    made = Browser()
    made.force_login(cast.account(name, post))
    return made


def test_the_page_costs_the_same_with_much_on_record(town, django_assert_max_num_queries):
    for number in range(1, 30):
        term(town, number, date(2026, 9, number), who="police" if number % 2 else "civil_affairs")
        batch(town.marriage, number, date(2026, 8, number), 5)
        delivery(town, town.births, number, date(2026, 8, number))
        grant(town, town.births, number, date(2026, 8, number))
    leader = _client(town)
    with django_assert_max_num_queries(24):
        assert leader.get(reverse("supervision:situation")).status_code == 200


def test_a_leader_finds_it_first_and_others_do_not(town):
    leader = _client(town)
    home = leader.get("/", follow=True).content.decode()
    assert home.index(reverse("supervision:situation")) < home.index("工作台</span>")
    assert _client(town, "bureau", "head").get(reverse("supervision:situation")).status_code == 200
    assert _client(town, "civil_affairs", "head").get(reverse("supervision:situation")).status_code == 403
    officer = _client(town, "civil_affairs", "officer")
    assert officer.get(reverse("supervision:situation")).status_code == 403
    assert officer.get(reverse("supervision:situation_sheet")).status_code == 403
    assert reverse("supervision:situation") not in officer.get("/", follow=True).content.decode()


def test_the_lists_go_to_excel_and_the_sheet_shows_the_week_asked_for(town):
    term(town, 1, date(2026, 9, 10), who="police")
    leader = _client(town)
    answer = leader.get(reverse("supervision:situation"), {"body-export": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    address = reverse("supervision:situation_sheet")
    before = leader.get(address, {"week": "2026-09-09"}).content.decode()
    assert "2026-09-07 至 2026-09-13" in before
    assert "1 个部门，1 件" in before
    assert "0 个部门，0 件" in leader.get(address, {"week": "2026-09-02"}).content.decode()
    for odd in ("x", "0001-01-01", "2999-01-01"):
        assert "2026-09-14 至 2026-09-16" in leader.get(address, {"week": odd}).content.decode()


def test_machines_read_the_same_figures(town):
    delivery(town, town.marriage, 1, date(2026, 9, 15))
    term(town, 1, date(2026, 9, 10), who="police")
    body = Program(town.person("bureau", "leading")).done("GET", "/api/v1/supervision/situation?on=2026-09-16")
    assert (body["late"], body["late_bodies"]) == (1, 1)
    assert body["months"][-1]["used"]["times"] == 1
    assert body["resources"][0]["used"]["rows"] == 2
