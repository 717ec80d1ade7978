"""统一规范采集: approved by level, filled in by grass-roots units, gathered into the pool."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.collection import gathering
from yiyuan.collection.models import Report, Return, Task
from yiyuan.collection.returns import rows_of
from yiyuan.collection.services import returns, tasks
from yiyuan.collection.types import File
from yiyuan.intake.loading import load_batch
from yiyuan.intake.models import Batch
from yiyuan.kernel.actor import SYSTEM, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services as organisations
from yiyuan.organisations.models import Account, Organisation, Region
from yiyuan.organisations.selectors import actor_for
from yiyuan.organisations.types import Kind, Office
from yiyuan.pools.api import rows_of as pool_rows
from yiyuan.supervision.selectors import assessed_bodies

ON = date(2026, 4, 1)
DUE = date(2026, 4, 20)
ITEMS = [
    {"name": "独居老人编号", "data_type": "C", "length": 20, "key": True, "required": True},
    {"name": "街道名称", "data_type": "C", "length": 50, "required": True},
    {"name": "探访次数", "data_type": "N", "length": 3},
]
COUNTY = "340207"


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(ON)


def body(name, region, number, *, kind=Kind.OWN, office=Office.NONE, functions=(Function.DATA_OFFICER,)):
    """An organisation with one person; (id, actor)."""
    Region.objects.get_or_create(code=region, defaults={"name": name[:3]})
    code = f"11{region}{number:09d}"[:17]
    made = organisations.register_organisation(
        actor=SYSTEM,
        name=name,
        short_name=name,
        uscc=code + uscc_check(code),
        region_code=region,
        kind=kind,
        office=office,
        established_on=date(2010, 1, 1),
        first_responsible="负责人",
    )
    account = organisations.open_account(
        actor=SYSTEM, login=f"p{number}", password="correct horse", person_name=f"{name}专员"
    )
    organisations.assign(
        actor=SYSTEM, account_id=account, organisation_id=made, functions=list(functions), from_on=date(2015, 1, 1)
    )
    found = actor_for(Account.objects.get(id=account), organisation_id=made)
    assert found is not None
    return made, found


@pytest.fixture
def streets(cast):
    cast.organisation("bureau")
    return [body(name, "340200", at, kind=Kind.GRASSROOTS) for at, name in enumerate(("赭山街道", "范罗山街道"), 701)]


@pytest.fixture
def resource(cast):
    return cast.resource("civil_affairs", name="独居老人探访记录", items=ITEMS, cycle="monthly")


def draft(cast, resource, streets, **changes):
    said = {
        "title": "独居老人探访",
        "resource_id": resource.id,
        "items": ["独居老人编号", "街道名称", "探访次数"],
        "unit_item": "街道名称",
        "need": "只有街道上门知道。",
        "frequency": "monthly",
        "units": [one for one, _ in streets],
        "searched": "探访",
        "unfit": "是本部门自己的资源，等街道填报。",
        **changes,
    }
    return tasks.draft_task(actor=cast.person("civil_affairs"), **said)


def running(cast, resource, streets, **changes):
    made = draft(cast, resource, streets, **changes)
    officer = cast.person("civil_affairs")
    tasks.send_task(made.id, actor=officer)
    tasks.approve_task(made.id, actor=cast.officer_of_bureau())
    tasks.start_task(made.id, actor=officer, due_on=DUE)
    made.refresh_from_db()
    return made


@pytest.mark.requirement("wuhu-2020-data/10.2")
def test_the_application_needs_a_catalog_search_or_a_refused_application(cast, resource, streets, as_):
    officer = cast.person("civil_affairs")
    bare = draft(cast, resource, streets, searched="", unfit="")
    page = as_("civil_affairs").post(f"/collection/tasks/{bare.id}/send/")
    assert page.status_code == 422
    assert "请检索目录，或者写明被拒绝的共享申请的编号" in page.content.decode()
    made_up = draft(cast, resource, streets, searched="", unfit="", application_number="SQ-2026-0001")
    with refused("collection.task_evidence"):
        tasks.send_task(made_up.id, actor=officer)
    unsaid = draft(cast, resource, streets, unfit="")
    assert [one["name"] for one in unsaid.search_result] == ["独居老人探访记录"]
    with refused("collection.task_evidence"):
        tasks.send_task(unsaid.id, actor=officer)
    searched = draft(cast, resource, streets)
    tasks.send_task(searched.id, actor=officer)
    shown = as_("bureau", "bureau").get(f"/collection/tasks/{searched.id}/").content.decode()
    assert "检索“探访”" in shown


def test_what_another_department_shares_is_not_asked_of_the_streets(cast, resource, streets):
    cast.resource("police", name="走访次数表", items=[{"name": "探访次数", "data_type": "N", "length": 3, "key": True}])
    made = draft(cast, resource, streets)
    with refused("sharing.no_recollect"):
        tasks.send_task(made.id, actor=cast.person("civil_affairs"))
    lawful = draft(cast, resource, streets, exception="《老年人权益保障法》第二十条")
    tasks.send_task(lawful.id, actor=cast.person("civil_affairs"))


@pytest.mark.requirement("wuhu-2020-data/10.1")
def test_for_a_city_department_one_recorded_step_of_the_city_bureau_is_enough(cast, resource, streets, as_):
    made = draft(cast, resource, streets)
    officer = cast.person("civil_affairs")
    with pytest.raises((MoveRefused, NotAllowed)):
        tasks.start_task(made.id, actor=officer, due_on=DUE)
    tasks.send_task(made.id, actor=officer)
    with pytest.raises((MoveRefused, NotAllowed)):
        tasks.start_task(made.id, actor=officer, due_on=DUE)
    as_("bureau", "bureau").post(f"/collection/tasks/{made.id}/approve/", {"note": "同意"})
    made.refresh_from_db()
    assert (made.state, made.two_steps) == ("approved", False)
    as_("civil_affairs").post(f"/collection/tasks/{made.id}/start/", {"due_on": DUE.isoformat()})
    made.refresh_from_db()
    assert made.state == "running"


@pytest.mark.requirement("wuhu-2020-data/10.1")
def test_a_county_department_needs_its_bureau_and_then_the_city(cast, streets):
    city = cast.officer_of_bureau()
    _, county = body("镜湖区数据资源管理局", COUNTY, 801, office=Office.BUREAU, functions=(Function.BUREAU,))
    own, officer = body("镜湖区民政局", COUNTY, 802)
    street, _ = body("镜湖新城街道", COUNTY, 803, kind=Kind.GRASSROOTS)
    made = Task.objects.create(
        title="探访",
        organisation_id=own,
        region_code=COUNTY,
        resource_id=cast.resource("civil_affairs", items=ITEMS, name="独居老人探访记录").id,
        resource_name="独居老人探访记录",
        items=["独居老人编号"],
        need="没有别的来源",
        frequency="once",
        unit_ids=[street],
        searched="无",
        account_id=officer.account_id,
        drafter_name=officer.person_name,
        exception="《老年人权益保障法》第二十条",
    )
    tasks.send_task(made.id, actor=officer)
    with pytest.raises(NotAllowed):
        tasks.review_task(made.id, actor=city)  # the county's own bureau comes first
    with refused("collection.task_approval"):
        tasks.approve_task(made.id, actor=county)
    tasks.review_task(made.id, actor=county)
    with pytest.raises((MoveRefused, NotAllowed)):
        tasks.start_task(made.id, actor=officer, due_on=DUE)
    with pytest.raises(NotAllowed):
        tasks.consent_task(made.id, actor=county)
    tasks.consent_task(made.id, actor=city)
    tasks.start_task(made.id, actor=officer, due_on=DUE)
    made.refresh_from_db()
    assert (made.state, made.two_steps) == ("running", True)


@pytest.mark.requirement("wuhu-2020-data/10.3")
def test_a_unit_sees_only_what_was_approved_and_reports_what_was_not(cast, resource, streets, login):
    browser = login(streets[0])
    made = draft(cast, resource, streets)
    tasks.send_task(made.id, actor=cast.person("civil_affairs"))
    assert browser.get(f"/collection/tasks/{made.id}/").status_code == 404
    assert "独居老人探访" not in browser.get("/collection/tasks/").content.decode()
    tasks.approve_task(made.id, actor=cast.officer_of_bureau())
    assert browser.get(f"/collection/tasks/{made.id}/").status_code == 200
    photo = SimpleUploadedFile("表.jpg", b"\xff\xd8\xff photograph")
    said = {"about": str(cast.organisation("police")), "asked_for": "每周报流动人口表", "happened_on": "2026-03-31"}
    browser.post("/collection/reports/new/", {**said, "file": photo})
    report = Report.objects.get()
    bureau = login((cast.organisation("bureau"), cast.officer_of_bureau()))
    assert bureau.get(f"/collection/reports/{report.id}/file/").content == b"\xff\xd8\xff photograph"
    assert "处理基层反映的未经批准的采集" in bureau.get("/desk/todo/").content.decode()
    about = login((cast.organisation("police"), cast.person("police")))
    assert about.get(f"/collection/reports/{report.id}/").status_code == 404
    bureau.post(f"/collection/reports/{report.id}/close/", {"result": "已要求停止。"})
    report.refresh_from_db()
    assert report.state == "closed"


@pytest.mark.requirement("wuhu-2020-data/10.4")
def test_the_bureau_has_a_calendar_with_the_burden_of_each_unit(cast, resource, streets, as_):
    running(cast, resource, streets)
    running(cast, resource, streets[:1], title="另一项", frequency="yearly")
    page = as_("bureau", "bureau").get("/collection/calendar/").content.decode()
    assert "2026 年 04 月" in page
    assert "data-chart=" in page
    assert "独居老人探访" in page
    lines = as_("bureau", "bureau").get("/collection/calendar/").context["lines"]
    assert lines == [("赭山街道", 2, 39), ("范罗山街道", 1, 36)]  # 3 items, 12 times a year, and 3 once


def fill(found, actor, *rows):
    for row in rows:
        returns.add_row(found.id, actor=actor, row=row)


def row(number, street="赭山街道", times="3"):
    return {"独居老人编号": number, "街道名称": street, "探访次数": times}


def test_the_returns_of_a_round_become_one_batch_of_the_resource(cast, resource, streets, login):
    made = running(cast, resource, streets)
    first, second = made.returns.order_by("id")
    actor = streets[0][1]
    with refused("collection.rows") as broken:
        returns.add_row(first.id, actor=actor, row=row("A1", times="三次"))
    assert "第 1 行" in broken.value.facts["problem"]
    login(streets[0]).post(
        f"/collection/returns/{first.id}/add/",
        {"item_独居老人编号": "A1", "item_街道名称": "赭山街道", "item_探访次数": "３"},
    )
    assert rows_of(Return.objects.get(id=first.id)) == [row("A1")]  # mended as hand-in does
    fill(first, actor, row("A2"))
    with pytest.raises((NotAllowed, MoveRefused)):
        returns.add_row(first.id, actor=cast.person("civil_affairs"), row=row("A3"))
    returns.send_return(first.id, actor=actor)
    officer = cast.person("civil_affairs")
    tasks.close_task(made.id, actor=officer)
    second.refresh_from_db()
    assert second.state == "missed"
    gathering.gather(made.id)
    gathering.gather(made.id)  # killed and begun again: still one batch
    batch = Batch.objects.get()
    load_batch(batch.id)
    assert gathering.follow() == 1
    made.refresh_from_db()
    assert (made.state, pool_rows(resource.id)) == ("done", 2), made.words
    tasks.start_task(made.id, actor=officer, due_on=DUE)
    again = made.returns.get(round=2, unit_id=streets[0][0])
    assert again.known == 2
    assert {one["独居老人编号"] for one in rows_of(again)} == {"A1", "A2"}  # known values stand there already
    assert made.returns.get(round=2, unit_id=streets[1][0]).known == 0


def test_a_workbook_is_taken_whole_or_its_rows_are_named(cast, resource, streets, login):
    found = running(cast, resource, streets).returns.get(round=1, unit_id=streets[0][0])
    browser, actor = login(streets[0]), streets[0][1]
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/collection/returns/{found.id}/workbook/").content))
    sheet = book.active
    sheet.append(["B1", "赭山街道", "2"])
    sheet.append(["B2", "赭山街道", "两次"])
    content = io.BytesIO()
    book.save(content)
    with refused("collection.rows") as broken:
        returns.fill_from_workbook(found.id, actor=actor, file=File("填报.xlsx", content.getvalue()))
    assert broken.value.facts["rows"] == [4]
    assert "第 4 行" in broken.value.facts["problem"]
    assert not rows_of(Return.objects.get(id=found.id))
    sheet["C4"] = "2"
    mended = io.BytesIO()
    book.save(mended)
    file = SimpleUploadedFile("填报.xlsx", mended.getvalue())
    browser.post(f"/collection/returns/{found.id}/fill/", {"file": file})
    assert [one["独居老人编号"] for one in rows_of(Return.objects.get(id=found.id))] == ["B1", "B2"]


def test_a_return_without_rows_says_so_and_the_rows_are_sealed(cast, resource, streets):
    found = running(cast, resource, streets).returns.get(round=1, unit_id=streets[0][0])
    actor = streets[0][1]
    with refused("collection.rows"):
        returns.send_return(found.id, actor=actor)
    fill(found, actor, row("SECRET-1"))
    assert b"SECRET-1" not in bytes(Return.objects.get(id=found.id).sealed)
    returns.remove_row(found.id, actor=actor, number=1)
    returns.send_return(found.id, actor=actor, no_rows=True)
    assert Return.objects.get(id=found.id).state == "sent"


@pytest.fixture
def login():
    """A browser of whoever acts: login((organisation id, actor))."""

    def made(who):
        browser = Browser()
        browser.force_login(Account.objects.get(id=who[1].account_id))
        return browser

    return made


def test_units_are_no_departments_of_the_assessment(cast, streets):
    assert not {one for one, _ in streets} & set(assessed_bodies("340200"))
    assert Organisation.objects.filter(kind=Kind.GRASSROOTS).count() == 2
