"""Workbooks for machines."""

import io

import pytest
from openpyxl import load_workbook

from yiyuan.catalog.tests.test_endpoints import Caller
from yiyuan.spreadsheets.tests.test_workbook import _file, _row


@pytest.fixture
def call(cast):
    return lambda name, post="officer": Caller(cast.person(name, post))


def test_workbooks_go_both_ways_by_api(cast, call):
    officer = call("civil_affairs")
    done = officer.upload(_file([_row("甲信息"), _row("乙信息", 更新周期="天天")]))
    assert (done["read"], done["taken"], done["unchanged"], done["refused"]) == (2, 1, 0, 1)
    assert officer.get(f"workbooks/{done['id']}") == done
    assert load_workbook(io.BytesIO(officer.get(f"workbooks/{done['id']}/returned")))["资源"]["J3"].value
    again = officer.upload(officer.get("workbooks/export"))
    assert (again["read"], again["unchanged"]) == (1, 1)
    officer.get(f"workbooks/{again['id']}/returned", 204)
    assert load_workbook(io.BytesIO(officer.get("workbooks/template"))).sheetnames[0] == "资源"
    refused = officer.upload(b"hello", 422)
    assert "不是 .xlsx 工作簿" in refused["title"]
    call("police").get(f"workbooks/{done['id']}", 404)
