"""What filing an application costs: each fact of the entry is read once, not once a question."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

STATED = {
    "need": "核验提取人婚姻状况",
    "purpose": "住房公积金提取审核",
    "duty": "《示例条例》第二十四条",
    "legal_basis": "《示例条例》",
    "scenario": "窗口办理提取",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": "on",
}
MOST = 40


def test_an_application_is_filed_by_the_page_in_forty_queries(cast, clock):
    clock.set(date(2026, 9, 24))
    resource = cast.resource("civil_affairs", basis_level="law")
    client = Client()
    client.force_login(cast.account("housing_fund"))
    first = str(resource.items[0].id)
    asked = {**STATED, "items": [first], "methods": ["online_query"], "until_on": "2026-12-01"}
    address = f"/sharing/apply/{resource.id}/"
    client.get(address)  # what is looked up once a process is looked up
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(address, asked)
    assert answer.status_code == 303
    assert len(queries) <= MOST, [one["sql"][:120] for one in queries]
