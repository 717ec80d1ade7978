import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from yiyuan.kernel import clock
from yiyuan.web.lists import Column, Listing
from yiyuan.web.tests.pages import RESOURCES, resource_listing


def listing(query: str = "", **more: Any) -> Listing:
    return resource_listing(RequestFactory().get(f"/resources?{query}"), **more)


def names(view: Any) -> list[str]:
    return [re.sub("<[^>]+>", "", row.cells[0].html) for row in view.rows]


def workbook(made: Listing) -> openpyxl.Workbook:
    body = b"".join(made.export().streaming_content)  # type: ignore[arg-type]  # a synchronous answer
    return openpyxl.load_workbook(io.BytesIO(body))


def test_a_page_says_the_total_and_which_rows_it_shows() -> None:
    view = listing("page=3").view()
    assert view.total_words == "共 1,429 条，第 101–150 条"
    assert len(view.rows) == 50
    assert [p.number for p in view.pages] == [1, 2, 3, 4, 5, 0, 29]


def test_filters_narrow_and_sorting_follows_the_column_with_blanks_last() -> None:
    view = listing("provider=mz&sort=-rows").view()
    assert view.total == sum(r.provider == "mz" for r in RESOURCES)
    most = max((r for r in RESOURCES if r.provider == "mz" and r.rows), key=lambda r: r.rows or 0)
    assert names(view)[0] == most.name
    last = listing("provider=mz&sort=rows&page=999").view()
    assert last.rows[-1].cells[3].html == ""
    head = view.heads[3]
    assert (head.order, head.href) == ("descending", "?provider=mz&sort=rows")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("page=x", "不是页码"),
        ("page=0", "不是页码"),
        ("page=999999", "已显示最后一页"),
        ("page=²", "不是页码"),
        ("page=" + "9" * 400, "不是页码"),
        ("sort=password", "不能按“password”排序"),
        ("sort=kind", "不能按“kind”排序"),
        ("since=2026-13-01", "读不懂"),
        ("provider=nobody", "读不懂"),
    ],
)
def test_what_the_address_gets_wrong_is_left_out_and_said(client: Client, query: str, words: str) -> None:
    answer = client.get(f"/resources?{query}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_a_list_page_works_without_script_and_for_screen_readers(client: Client) -> None:
    text = client.get("/resources?q=0001&sort=name").content.decode()
    for part in (
        "<caption",
        'aria-sort="ascending"',
        'role="rowheader"',
        'data-l="提供部门"',
        'value="0001"',
        "清除筛选",
    ):
        assert part in text
    assert '<input type="hidden" name="sort" value="name">' in text


def test_no_rows_say_why_and_the_one_way_on(client: Client) -> None:
    assert "没有符合筛选条件的内容" in client.get("/resources?q=没有的").content.decode()
    empty = Listing(RequestFactory().get("/"), [], [Column("a", "甲", "a")]).view()
    assert str(empty.empty) == "还没有内容。"


def test_groups_stand_under_the_default_order_only(client: Client) -> None:
    assert client.get("/todo").content.decode().count('class="grp"') == 4
    assert client.get("/todo?sort=title").content.decode().count('class="grp"') == 0


def test_the_workbook_holds_all_filtered_rows_typed_and_no_formula() -> None:
    with clock.frozen(date(2026, 10, 10)):
        made = listing("provider=mz&sort=name&page=2&export=xlsx")
        assert made.is_export
        answer = made.export()
        assert "2026-10-10.xlsx" in answer["Content-Disposition"]
        book = workbook(made)
    sheet = book["列表"]
    assert sheet.max_row == 1 + sum(r.provider == "mz" for r in RESOURCES)
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == ["名称", "提供部门", "共享类型", "数据量", "最近更新"]
    first = sheet[2]
    assert first[0].value == "=1+1 名称像公式的资源"
    assert first[0].data_type == "s"
    assert first[0].quotePrefix
    assert isinstance(first[3].value, int | None)
    assert isinstance(first[4].value, date)
    facts = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert facts["筛选：提供部门"] == "市民政局"
    assert facts["行数"] == f"{sheet.max_row - 1:,}"


def test_what_excel_cannot_hold_is_written_as_text() -> None:
    rows = [{"code": 913402001234567890, "long": "长" * 40000, "flag": True, "many": ["甲", "乙"]}]
    made = Listing(
        RequestFactory().get("/?export=xlsx"),
        rows,
        [Column(key, key, key) for key in ("code", "long", "flag", "many")],
    )
    cells = [cell.value for cell in workbook(made)["列表"][2]]
    assert cells[0] == "913402001234567890"
    assert len(str(cells[1])) <= 32767
    assert cells[2:] == ["是", "甲，乙"]


@pytest.mark.django_db
def test_a_list_of_a_queryset_costs_two_queries_in_a_stable_order(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ContentType.objects.bulk_create(ContentType(app_label="zz_list", model=f"m{n:02d}") for n in range(30))
    request = RequestFactory().get("/?sort=-app_label")
    columns = [Column("model", "名", "model", sort="model"), Column("app_label", "组", "app_label", sort="app_label")]
    made = Listing(request, ContentType.objects.filter(app_label="zz_list"), columns, page_size=10)
    with django_assert_num_queries(2):
        view = made.view()
    assert view.total == 30
    assert names(view) == [f"m{n:02d}" for n in range(10)]
    assert workbook(made)["列表"].max_row == 31


def test_a_list_stands_whole_on_one_page_to_be_printed_with_what_was_chosen() -> None:
    few = listing("provider=mz&page=2").view()
    assert few.whole_href == "?provider=mz&rows=all"
    whole = listing("provider=mz&rows=all").view()
    assert (len(whole.rows), whole.pages, whole.whole_href) == (few.total, [], "")
    assert [label for label, _ in whole.chosen] == ["提供部门"]
    assert listing().view().whole_href == ""  # too many for one page


def test_a_column_that_is_not_shown_stands_in_excel() -> None:
    columns = [Column("name", "名称", "name"), Column("level", "层级", "level", shown=False)]
    made = Listing(RequestFactory().get("/"), [{"name": "甲", "level": "市级"}], columns)
    assert [(head.label, row.cells[0].html) for head in made.view().heads for row in made.view().rows] == [
        ("名称", "甲")
    ]
    assert [[cell.value for cell in row] for row in workbook(made).worksheets[0].rows] == [
        ["名称", "层级"],
        ["甲", "市级"],
    ]
