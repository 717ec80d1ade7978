"""Pages and endpoints of intake as departments see them, and as others do not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.support.pages import Browser
from yiyuan.catalog.api import load_due
from yiyuan.intake import loading
from yiyuan.intake.models import Batch
from yiyuan.intake.tests.conftest import HEADER, body_of, csv, row, xlsx
from yiyuan.intake.types import State
from yiyuan.organisations.services import issue_token


def upload(client, resource, content, *, name="登记.csv", confirm="at_once", **more):
    return client.post(
        f"/intake/hand-in/{resource.id}/", {"file": SimpleUploadedFile(name, content), "confirm": confirm, **more}
    )


def test_a_file_is_handed_in_and_its_batch_read(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    assert "交数据" in body_of(client.get("/intake/"))
    assert resource.name in body_of(client.get("/intake/hand-in/"))
    assert "登记证字号（主键）" in body_of(client.get(f"/intake/hand-in/{resource.id}/"))
    answer = upload(client, resource, csv([row(1), row(2, 登记类别="再婚"), row(3, 男方姓名="")]), declared_rows=5)
    assert answer.status_code == 303
    batch = Batch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    running = body_of(client.get(batch.get_absolute_url()))
    assert 'hx-trigger="every 2s"' in running
    assert 'http-equiv="refresh"' in running
    loading.load_batch(batch.id)
    page = body_of(client.get(batch.get_absolute_url()))
    assert "every 2s" not in page
    for words in (
        "已入池",
        "未收的 2 行，2 种原因",
        "不在允许的取值之内",
        "再婚",
        "下载红格工作簿",
        "申报 5 行，读到 3 行",
    ):
        assert words in page
    assert resource.name in body_of(client.get("/intake/?state=loaded"))
    assert client.get("/intake/?export=xlsx").status_code == 200
    assert "现有 <b>1</b> 行" in body_of(client.get(f"/catalog/resources/{resource.id}/"))


@pytest.mark.requirement("anhui-2020-data/17.2")
def test_a_load_with_other_rows_than_declared_is_flagged(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    for declared, flagged in ((2, False), (3, True)):
        answer = upload(client, resource, csv([row(declared), row(declared + 10)]), declared_rows=declared)
        batch = Batch.objects.latest("id")
        loading.load_batch(batch.id)
        assert ("行数与申报不一致" in body_of(client.get(answer["Location"]))) is flagged


def test_to_htmx_only_the_progress_is_sent_and_then_the_page_is_fetched_anew(cast, login, hand_in):
    batch = hand_in(cast.resource("civil_affairs"), csv([row(1)])).batch
    client = login("civil_affairs")
    part = client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
    assert body_of(part).strip().startswith("<section")
    assert "<html" not in part.content.decode()
    loading.load_batch(batch.id)
    assert client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_refused_file_is_said_beside_the_field_and_nothing_is_kept(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    page = body_of(upload(client, resource, f"{HEADER}\n".encode()), 422)
    assert "只有表头" in page
    assert "请选择“校核、确认”" in body_of(upload(client, resource, csv([row(1)]), confirm=None), 422)
    assert not Batch.objects.exists()


def test_the_same_file_leads_to_the_earlier_batch(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    first = upload(client, resource, csv([row(1)]))
    again = upload(client, resource, csv([row(1)]))
    assert again["Location"] == first["Location"]
    assert "已经交过" in body_of(client.get(again["Location"]))


def test_a_checked_batch_is_confirmed_on_its_page(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    upload(client, resource, csv([row(1)]), confirm="after_check")
    batch = Batch.objects.get()
    loading.load_batch(batch.id)
    assert "确认无误，1 行入池" in body_of(client.get(batch.get_absolute_url()))
    assert client.post(f"{batch.get_absolute_url()}confirm/").status_code == 303
    loading.load_batch(batch.id)
    assert "已入池" in body_of(client.get(batch.get_absolute_url()))
    assert client.post(f"{batch.get_absolute_url()}cancel/").status_code == 409


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_blank_filled_in_is_accepted(cast, login, kind):
    resource = cast.resource("civil_affairs")
    client = login("civil_affairs")
    blank = client.get(f"/intake/hand-in/{resource.id}/blank.{kind}").content
    if kind == "csv":
        title, header = blank.decode("utf-8-sig").splitlines()
        assert header == HEADER
        content = blank + csv([row(1)]).split(b"\n", 1)[1]
    else:
        book = load_workbook(io.BytesIO(blank))
        title = book.active["A1"].value
        assert [cell.value for cell in book.active[2]] == HEADER.split(",")
        book.active.append(list(row(1).values()))
        buffer = io.BytesIO()
        book.save(buffer)
        content = buffer.getvalue()
    due = load_due(resource.id)
    assert due is not None
    for words in (resource.name, resource.code, "目录第 1 版", f"请在 {due.due_on} 前交", "归集依据：安徽299号令"):
        assert words in title
    upload(client, resource, content, name=f"a.{kind}")
    batch = Batch.objects.get()
    assert loading.load_batch(batch.id) == State.LOADED
    assert Browser().get(f"/intake/hand-in/{resource.id}/blank.csv").status_code == 302
    assert client.get(f"/intake/hand-in/{resource.id}/blank.exe").status_code == 404


def test_the_red_workbook_mended_and_sent_again_is_taken(cast, login, load):
    resource = cast.resource("civil_affairs")
    batch = load(resource, xlsx([row(1), row(2, 登记类别="再婚")]), name="a.xlsx")
    client = login("civil_affairs")
    answer = client.get(f"{batch.get_absolute_url()}refused.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.active
    assert [c.value for c in sheet[1]] == [*HEADER.split(","), "原因"]
    wrong = sheet.cell(2, 6)
    assert (wrong.value, wrong.fill.start_color.rgb, bool(wrong.comment)) == ("再婚", "FFF8D7DA", True)
    wrong.value = "离婚"
    buffer = io.BytesIO()
    book.save(buffer)
    mended = load(resource, buffer.getvalue(), name="改好.xlsx")
    assert (mended.state, mended.inserted_rows, mended.refused_rows) == (State.LOADED, 1, 0)


def test_others_find_nothing_and_overseers_see_counts_without_contents(cast, login, load):
    resource = cast.resource("civil_affairs")
    batch = load(resource, csv([row(1), row(2, 登记类别="再婚")]))
    stranger = login("police")
    for path in ("", "refused.xlsx"):
        assert stranger.get(batch.get_absolute_url() + path).status_code == 404
    for path in ("confirm/", "cancel/", "judge/"):
        assert stranger.post(batch.get_absolute_url() + path).status_code == 404
    assert stranger.get(f"/intake/hand-in/{resource.id}/").status_code == 403
    assert batch.number not in body_of(stranger.get("/intake/"))
    for client in (login("bureau", "bureau"), login("bureau", "operator"), login("inspection", "auditor")):
        page = body_of(client.get(batch.get_absolute_url()))
        assert "未收的 1 行" in page
        assert "再婚" not in page
        assert client.get(f"{batch.get_absolute_url()}refused.xlsx").status_code == 403
        assert client.post(f"{batch.get_absolute_url()}cancel/").status_code == 409  # over, whoever asks
    assert login("bureau", "bureau", place="jiaozuo").get(batch.get_absolute_url()).status_code == 404


def test_the_secrecy_reviewer_judges_on_the_page(cast, login, load):
    batch = load(cast.resource("civil_affairs"), csv([row(1, 男方姓名="机密★长期")]))
    page = body_of(login("civil_affairs").get(batch.get_absolute_url()))
    assert "像密级标志" in page
    assert "核查结果" not in page
    assert "★" not in page
    reviewer = login("civil_affairs", "secrecy")
    assert "核查结果" in body_of(reviewer.get(batch.get_absolute_url()))
    assert reviewer.post(f"{batch.get_absolute_url()}judge/", {}).status_code == 422
    assert reviewer.post(f"{batch.get_absolute_url()}judge/", {"verdict": "clear"}).status_code == 303
    assert loading.load_batch(batch.id) == State.LOADED


def test_everything_can_be_done_by_token(cast):
    resource = cast.resource("civil_affairs")
    officer = cast.person("civil_affairs")
    secret = issue_token(actor=officer, name="接口", functions=[], days=30)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    base = "/api/v1/intake"

    def send(content, **more):
        return client.post(
            f"{base}/resources/{resource.id}/batches", {"file": SimpleUploadedFile("a.csv", content), **more}
        )

    first = send(csv([row(1), row(2, 登记类别="再婚")]))
    assert first.status_code == 201, first.content
    number = first.json()["id"]
    assert send(csv([row(1), row(2, 登记类别="再婚")])).status_code == 200
    loading.load_batch(number)
    found = client.get(f"{base}/batches/{number}").json()
    assert (found["state"], found["read_rows"], found["kept_rows"], found["refused_rows"]) == ("checked", 2, 1, 1)
    assert client.post(f"{base}/batches/{number}/confirm").json()["state"] == "accepted"
    loading.load_batch(number)
    assert client.get(f"{base}/batches/{number}").json()["state"] == "loaded"
    assert client.get(f"{base}/batches/{number}/refused.xlsx").status_code == 200
    assert [b["id"] for b in client.get(f"{base}/batches?resource_id={resource.id}").json()] == [number]
    assert client.post(f"{base}/batches/{number}/cancel").status_code == 409
    bad = send(csv([row(1)], header="登记证字号"))
    assert bad.status_code == 422
    assert "缺少" in bad.json()["title"]
    assert client.get("/api/v1/pools/").json()[0]["rows"] == 1
    assert client.get(f"/api/v1/pools/{resource.id}").json()["resource_id"] == resource.id


def test_the_list_states_its_number_of_queries(cast, login, load, django_assert_max_num_queries):
    resource = cast.resource("civil_affairs")
    for number in range(4):
        load(resource, csv([row(number)]))
    client = login("civil_affairs")
    client.get("/intake/")
    with django_assert_max_num_queries(14):
        client.get("/intake/")
