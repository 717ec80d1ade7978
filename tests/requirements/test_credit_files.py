"""Records by file, in the city that tries the draft."""

import pytest

from tests.requirements.test_credit import profiles, tried  # noqa: F401 - the draft as tried
from tests.support.refusals import refused
from yiyuan.credit import services, sheets
from yiyuan.credit.file_pages import _rows
from yiyuan.credit.models import CreditFile, CreditFileRow, CreditRecord, CreditSubject
from yiyuan.credit.services import files, upkeep
from yiyuan.credit.tests.steps import COMPANY, OTHER, PERSON, item, paper
from yiyuan.credit.types import File, FileState, SubjectKind
from yiyuan.dataplane import readers
from yiyuan.kernel.errors import Damaged

HEAD = "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_ZJHM,CF_WSH,CF_WFXW,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ,CF_YXQ\n"
TITLES = "行政相对人名称,行政相对人类别,,,行政处罚决定书文号,,,处罚内容,,处罚决定日期,\n"
GOOD = "示例建材有限公司,法人及非法人组织,{code},,{number},未公示年报,罚款,罚款一万元,1.000001,2018/09/19,2099/12/31\n"


def table(*lines, head=HEAD):
    return File("处罚.csv", (head + "".join(lines)).encode())


def good(number, code=COMPANY):
    return GOOD.format(number=number, code=code)


def hand_in(cast, *lines, code="CF-01", **more):
    made = services.hand_in(
        actor=cast.person("civil_affairs"), item_code=code, table=table(*lines), file=paper(), **more
    )
    files.work(made.id)
    made.refresh_from_db()
    return made


@pytest.mark.requirement("wuhu-2016-credit/7.3", "wuhu-2016-credit/24.3")
def test_a_file_of_penalties_is_taken_row_by_row_and_what_is_refused_is_named(cast, rf):
    item(cast)
    bad = good("三号").replace("1.000001", "一万")
    found = hand_in(cast, TITLES, good("一号"), good("二号", OTHER), bad, good("四号", "X"), good("一号"))
    assert (found.state, found.total, found.taken, found.refused) == (FileState.READ, 5, 2, 3)
    first = CreditRecord.objects.get(document_no="一号")
    assert first.values["CF_NR_FK"] == "1000001"
    assert (first.received_on, first.versions.get().sha256) == (found.handed_in_on, found.paper_sha256)
    reasons = {one.number: one.reasons[0] for one in found.rows.exclude(reasons=[])}
    assert [(number, said["column"], said["rule"]) for number, said in reasons.items()] == [
        (5, "CF_NR_FK", "credit.standard_form"),
        (6, "", "credit.standard_form"),
        (7, "CF_WSH", "credit.record_once"),
    ]
    listing = _rows(rf.get("/", {"outcome": "refused"}), found)
    assert len(listing.selected) == found.refused
    assert "第7条" in listing.columns[-1].of(listing.selected[0])
    again = table_of(files.refused_rows(found))
    assert [one["CF_WSH"] for one in again] == ["三号", "四号", "一号"]
    assert again[0]["CF_NR_FK"] == "一万"


def table_of(rows):
    """What a workbook of the form gives back to the reader."""
    content = sheets.workbook(rows, form=sheets.facts().forms["penalty"], more=[sheets.REASON])
    with readers.as_file(content, suffix=".xlsx") as path:
        return [row.cells for row in sheets.read(path)]


def test_a_restart_in_the_middle_doubles_nothing_and_loses_nothing(cast, monkeypatch):
    item(cast)
    monkeypatch.setattr(files, "CHUNK", 2)
    made = services.hand_in(
        actor=cast.person("civil_affairs"),
        item_code="CF-01",
        table=table(*(good(f"{number}号") for number in range(5))),
        file=paper(),
    )
    take, calls = files._take, []

    def broken(file_id, rows):
        calls.append(rows)
        if len(calls) == 2:
            raise OSError("the process ends here")
        return take(file_id, rows)

    monkeypatch.setattr(files, "_take", broken)
    with pytest.raises(OSError, match="ends here"):
        files.work(made.id)
    files.fail(made.id, "平台处理出错")
    services.read_again(made.id, actor=cast.person("civil_affairs"))
    files.work(made.id)
    files.work(made.id)  # a second worker finds it read
    made.refresh_from_db()
    assert (made.taken, made.refused, made.total) == (5, 0, 5)
    assert [one.number for one in made.rows.order_by("number")] == [2, 3, 4, 5, 6]
    assert CreditRecord.objects.count() == 5


def test_the_table_is_gone_when_it_is_read_and_refused_cells_after_their_time(
    cast, clock, django_capture_on_commit_callbacks
):
    item(cast)
    with django_capture_on_commit_callbacks(execute=True):
        found = hand_in(cast, good("一号", "X"))
    with pytest.raises((Damaged, FileNotFoundError)):
        files.papers.PAPERS.read(files._table(found.id), sha256=found.sha256)
    assert upkeep.forget_cells() == 0
    clock.set(found.handed_in_on.replace(year=2019))
    assert upkeep.forget_cells() == 1
    assert found.rows.get().reasons


@pytest.mark.requirement("wuhu-2016-credit/19.2")
def test_natural_persons_are_masked_on_the_page_and_go_with_their_record(cast, clock, rf):
    item(cast, "CF-02", subject_kind=SubjectKind.NATURAL)
    row = good("一号", "").replace("法人及非法人组织,,", f"自然人,,{PERSON}").replace("示例建材有限公司", "张三丰")
    found = hand_in(cast, row, row, code="CF-02", act_ended=True)
    assert (found.taken, found.refused) == (1, 1)
    listing = _rows(rf.get("/"), found)
    assert "张**" in str([column.of(one) for one in listing.selected for column in listing.columns])
    assert "张三丰" not in str([column.of(one) for one in listing.selected for column in listing.columns])
    clock.set(CreditRecord.objects.get().keep_until.replace(year=2024))
    upkeep.forget_cells()
    assert upkeep.delete_due() == 1
    assert not CreditSubject.objects.filter(code=PERSON).exists()
    assert not CreditFileRow.objects.exclude(record_id=None).exists()
    assert "张三丰" not in str(list(CreditFileRow.objects.values()))


def test_a_file_of_another_form_or_without_its_paper_is_refused_as_a_whole(cast):
    item(cast)
    said = {"actor": cast.person("civil_affairs"), "item_code": "CF-01"}
    with refused("credit.form"):
        services.hand_in(**said, table=table("x\n", head="XK_XDR_MC\n"), file=paper())
    with refused("credit.form"):
        services.hand_in(**said, table=table(), file=paper())
    with refused("credit.paper"):
        services.hand_in(**said, table=table(good("一号")), file=None)
    assert not CreditFile.objects.exists()


def test_the_records_of_an_item_are_written_in_todays_form(cast, as_):
    made = item(cast)
    hand_in(cast, good("一号"))
    page = as_("civil_affairs").get(f"/credit/items/{made.id}/form/")
    with readers.as_file(page.content, suffix=".xlsx") as path:
        (row,) = sheets.read(path)
    assert {name: row.cells[name] for name in ("CF_WSH", "CF_NR_FK", "CF_JDRQ", "CF_YXQ", "CF_XDR_SHXYM")} == {
        "CF_WSH": "一号",
        "CF_NR_FK": "1.000001",
        "CF_JDRQ": "2018/09/19",
        "CF_YXQ": "2099/12/31",
        "CF_XDR_SHXYM": COMPANY,
    }
