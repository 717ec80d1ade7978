"""Pages of workbooks."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.support.pages import Browser
from yiyuan.spreadsheets import selectors
from yiyuan.spreadsheets.tests.test_workbook import _file, _row


@pytest.fixture
def login(cast):
    def enter(name, post="officer", *, place=""):
        client = Browser()
        client.force_login(cast.account(name, post, place=place))
        return client

    return enter


def _html(response, status=200):
    html = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == status, html.decode()[:3000]
    return html.decode()


def _upload(client, content, name="目录.xlsx"):
    return client.post("/catalog/workbooks/", {"file": SimpleUploadedFile(name, content)})


def test_a_workbook_is_handed_in_and_its_report_adds_up(cast, login):
    officer = login("civil_affairs")
    response = _upload(officer, _file([_row("甲信息"), _row("乙信息", 共享类型="随便")]))
    assert response.status_code == 303
    page = _html(officer.get(response.headers["Location"]))
    assert "1 个资源没有收下" in page and "随便" in page and "下载红格工作簿" in page
    back = officer.get(response.headers["Location"] + "returned.xlsx")
    assert load_workbook(io.BytesIO(back.content))["资源"]["J3"].value.startswith("“随便”不在可选范围")
    assert login("police").get(response.headers["Location"]).status_code == 404
    again = _upload(officer, _file([_row("甲信息")]))
    page = _html(officer.get(again.headers["Location"]))
    assert "内容没有变化" in page and "下载红格工作簿" not in page
    assert officer.get(again.headers["Location"] + "returned.xlsx").status_code == 404
    assert len(list(selectors.imports(cast.person("civil_affairs")))) == 2


@pytest.mark.parametrize(
    ("content", "said"), [(b"PK\x03\x04nonsense", "不是 .xlsx 工作簿"), (_file([], head=["名字"]), "缺少这些列")]
)
def test_a_wrong_file_is_refused_beside_the_field(login, content, said):
    page = _html(_upload(login("civil_affairs"), content), 422)
    assert said in page and 'id="id_file_error"' in page


def test_template_and_export_are_given_to_the_department(cast, login):
    cast.draft("civil_affairs")
    officer = login("civil_affairs")
    for name in ("template", "export"):
        response = officer.get(f"/catalog/workbooks/{name}.xlsx")
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert load_workbook(io.BytesIO(response.content)).sheetnames[0] == "资源"
    assert login("police", "reviewer").get("/catalog/workbooks/").status_code == 403
