"""Files and look-ups by persons, and what stands in the record afterwards."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from tests.support.refusals import refused
from yiyuan.audit.api import subject_hash
from yiyuan.audit.models import Entry
from yiyuan.exchange import files, selectors, services
from yiyuan.exchange.models import Delivery, Extract
from yiyuan.exchange.tests.conftest import METHODS, City, citizen, fill
from yiyuan.exchange.types import ExtractState, Format
from yiyuan.kernel import clock as legal
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Grant
from yiyuan.sharing.tests.test_services import SUITED
from yiyuan.sharing.types import Condition, GrantState, Operator

SMALL = 20


@pytest.fixture(autouse=True)
def extracts_folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def town(cast) -> City:
    resource = cast.resource("civil_affairs", **{**SUITED, "methods": sorted(METHODS)})
    fill(resource, rows=SMALL)
    return City(cast, resource)


def drawn(taken) -> bytes:
    assert isinstance(taken, services.Taken)
    return b"".join(taken.pieces)


@pytest.mark.requirement("wuhu-2020-data/15.2")
def test_a_csv_is_complete_masked_narrowed_and_recorded_with_its_digest(town):
    grant, _ = town.grant(
        items=["登记证字号", "男方姓名", "男方证件号码"], rows=[Condition(town.item("登记类别"), Operator.IS, "结婚")]
    )
    officer = town.cast.person("housing_fund")
    taken = services.take_file(grant.id, actor=officer, format_=Format.CSV, case="A-1")
    content = drawn(taken)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["登记证字号"] for row in rows] == [f"J{n:06d}" for n in range(0, SMALL, 2)]
    assert rows[0]["男方姓名"] == "欧阳**"
    assert citizen(0) not in content.decode()
    made = Delivery.objects.get(code=taken.delivery.code)
    assert (made.rows, made.bytes, made.sha256) == (10, len(content), hashlib.sha256(content).hexdigest())
    assert (made.channel, made.format, made.case, made.person_name) == ("file", "csv", "A-1", officer.person_name)
    assert officer.person_name in taken.name
    assert officer.organisation_name in taken.name
    entry = Entry.objects.get(object_type="exchange.delivery", object_id=made.code)
    assert entry.facts["sha256"] == made.sha256
    assert not list(files.root().glob("open-*"))


@pytest.mark.requirement("wuhu-2020-data/15.2")
def test_a_workbook_carries_its_mark_beside_the_rows(town):
    grant, _ = town.grant(items=["登记证字号", "男方姓名"])
    officer = town.cast.person("housing_fund")
    taken = services.take_file(grant.id, actor=officer, format_=Format.XLSX)
    book = CalamineWorkbook.from_filelike(io.BytesIO(drawn(taken)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["登记证字号", "男方姓名"]
    assert len(rows) == SMALL + 1
    about = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
    assert (about["取用人"], about["编号"]) == (officer.person_name, taken.delivery.code)
    assert about["使用部门"] == officer.organisation_name


def test_the_first_file_ends_the_term_of_delivery(town):
    grant, _ = town.grant()
    drawn(services.take_file(grant.id, actor=town.cast.person("housing_fund"), format_=Format.CSV))
    found = Grant.objects.get(id=grant.id)
    assert (found.state, found.first_delivered_on) == (GrantState.IN_USE, legal.today())


def test_what_the_gateway_delivered_ends_the_term_at_the_next_round(town):
    grant, _ = town.grant()
    assert services.note_first_deliveries() == 0
    found = selectors.usable_grant(
        town.cast.person("housing_fund"), grant.id, methods=frozenset({"online_query"}), what=""
    )
    made = services._made(found, town.cast.person("housing_fund"), channel="gateway", action="list", status=200)
    Delivery.objects.create(**{name: getattr(made, name) for name in made.__slots__} | {"subjects": []})
    assert services.note_first_deliveries() == 1
    assert Grant.objects.get(id=grant.id).state == GrantState.IN_USE
    assert services.note_first_deliveries() == 0


def test_only_people_of_the_holder_take_files_by_granted_methods_while_it_is_open(town, clock):
    grant, _ = town.grant(methods={"online_query"})
    officer = town.cast.person("housing_fund")
    with refused("sharing.use_limit"):
        services.take_file(grant.id, actor=officer, format_=Format.CSV)
    grant, _ = town.grant()
    for stranger in (town.cast.person("police"), town.cast.person("civil_affairs")):
        with pytest.raises(NotFound):
            services.take_file(grant.id, actor=stranger, format_=Format.CSV)
    with pytest.raises(NotAllowed):
        services.take_file(grant.id, actor=town.cast.person("housing_fund", "reviewer"), format_=Format.CSV)
    clock.set(grant.until_on + timedelta(days=1))
    with refused("sharing.use_limit"):
        services.take_file(grant.id, actor=officer, format_=Format.CSV)
    clock.release()
    sharing.revoke_grant(grant.id, actor=town.cast.person("civil_affairs", "head"), reason="停用")
    with refused("sharing.use_limit"):
        services.take_file(grant.id, actor=officer, format_=Format.CSV)
    assert not Delivery.objects.exists()


def test_a_large_file_is_written_in_the_background_and_can_be_cancelled(town, monkeypatch):
    monkeypatch.setitem(files.AT_ONCE, Format.XLSX, 5)
    grant, _ = town.grant()
    officer = town.cast.person("housing_fund")
    asked = services.take_file(grant.id, actor=officer, format_=Format.XLSX)
    assert isinstance(asked, Extract)
    assert (asked.state, asked.expected_rows) == (ExtractState.WAITING, SMALL)
    with refused("exchange.extract"):
        services.take_extract(asked.id, actor=officer)
    with pytest.raises(NotFound):
        services.cancel_extract(asked.id, actor=town.cast.person("housing_fund", "head"))
    services.cancel_extract(asked.id, actor=officer)
    assert services.write_extract(asked.id) == ExtractState.CANCELLED
    with pytest.raises(MoveRefused):
        services.cancel_extract(asked.id, actor=officer)
    assert not Delivery.objects.exists()


def test_a_look_up_is_for_a_case_with_a_reason_and_is_recorded(town):
    grant, _ = town.grant(items=["登记证字号", "男方姓名", "男方证件号码"])
    officer = town.cast.person("housing_fund")
    asked = {"男方证件号码": citizen(4)}
    for case, reason in (("", "核验"), ("A-7", ""), ("A-7", "查110101199001010047"), ("A" * 65, "核验")):
        with refused("exchange.reason", "exchange.reference"):
            services.look_up(grant.id, actor=officer, asked=asked, case=case, reason=reason)
    assert not Delivery.objects.exists()
    found = services.look_up(grant.id, actor=officer, asked=asked, case="A-7", reason="提取审核")
    assert found.rows[0]["登记证字号"] == "J000004"
    assert found.rows[0]["男方姓名"] == "欧阳**"
    made = found.delivery
    assert (made.channel, made.case, made.reason, made.status) == ("online", "A-7", "提取审核", 200)
    assert made.subjects == [subject_hash(citizen(4))]
    nobody = services.look_up(grant.id, actor=officer, asked={"登记证字号": "X"}, case="A-8", reason="提取审核")
    assert (nobody.rows, nobody.delivery.status) == ([], 404)
    with refused("exchange.items"):
        services.look_up(grant.id, actor=officer, asked={"女方姓名": "李二"}, case="A-9", reason="提取审核")


def test_a_grant_revoked_while_it_is_looked_up_or_written_gives_nothing_and_leaves_no_record(town, monkeypatch):
    grant, _ = town.grant()
    officer, head = town.cast.person("housing_fund"), town.cast.person("civil_affairs", "head")

    def revoking(work):
        def done(*given, **more):
            found = work(*given, **more)
            sharing.revoke_grant(grant.id, actor=head, reason="停用")
            return found

        return done

    with monkeypatch.context() as meanwhile, refused("sharing.use_limit"):
        meanwhile.setattr(services, "_read", revoking(services._read))
        services.look_up(grant.id, actor=officer, asked={"登记证字号": "J000004"}, case="A-7", reason="提取审核")
    assert Grant.objects.get(id=grant.id).state == "open", "the look-up and what came meanwhile are one transaction"
    with monkeypatch.context() as meanwhile, refused("sharing.use_limit"):
        meanwhile.setattr(files, "write", revoking(files.write))
        services.take_file(grant.id, actor=officer, format_=Format.CSV)
    assert not Delivery.objects.exists()


def test_deliveries_are_seen_by_both_parties_bureau_and_auditor_only(town):
    grant, _ = town.grant()
    made = services.take_file(grant.id, actor=town.cast.person("housing_fund"), format_=Format.CSV).delivery
    cast = town.cast
    for seer in (
        cast.person("housing_fund"),
        cast.person("civil_affairs", "head"),
        cast.officer_of_bureau(),
        cast.person("inspection", "auditor"),
    ):
        assert selectors.delivery_for(seer, made.code) == made
    for stranger in (cast.person("police"), cast.officer_of_bureau(place="liyang"), cast.person("tax", "reviewer")):
        with pytest.raises(NotFound):
            selectors.delivery_for(stranger, made.code)
    summary = selectors.summary_of(grant.id)
    assert (summary.count, summary.rows) == (1, SMALL)


def test_a_delivery_is_never_changed(town):
    from django.db import connection

    with connection.cursor() as cur:
        cur.execute(
            "select has_table_privilege('yiyuan_app', 'published.exchange_delivery', p) from unnest(array["
            "'SELECT', 'INSERT', 'UPDATE', 'DELETE']) p"
        )
        assert [row[0] for row in cur.fetchall()] == [True, True, False, False]
