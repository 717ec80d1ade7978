"""The pages and endpoints of exchange, as the people concerned open them."""

import hashlib
import json

import pytest

from tests.support.pages import Browser
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.panels import grant_panel
from yiyuan.exchange.tests.conftest import METHODS, City, citizen, fill
from yiyuan.sharing import services as sharing
from yiyuan.sharing.tests.test_services import SUITED


@pytest.fixture(autouse=True)
def extracts_folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def town(cast) -> City:
    resource = cast.resource("civil_affairs", **{**SUITED, "methods": sorted(METHODS)})
    fill(resource, rows=20)
    return City(cast, resource)


@pytest.fixture
def as_(cast):
    def client(name, post="officer"):
        made = Browser()
        made.force_login(cast.account(name, post))
        return made

    return client


def test_a_file_is_downloaded_with_length_and_digest(town, as_):
    grant, _ = town.grant()
    officer = as_("housing_fund")
    page = officer.get(f"/exchange/grants/{grant.id}/download/?format=xlsx")
    assert page.status_code == 200
    assert "不得提供给第三方" in page.content.decode()
    answer = officer.post(f"/exchange/grants/{grant.id}/download/", {"format": "csv"})
    content = answer.getvalue()
    assert answer["X-Content-SHA256"] == hashlib.sha256(content).hexdigest()
    assert answer["Content-Length"] == str(len(content))
    assert answer["X-Rows"] == "20"
    assert Delivery.objects.get(code=answer["X-Delivery"]).rows == 20
    assert officer.forged(f"/exchange/grants/{grant.id}/download/", {"format": "pdf"}).status_code == 422
    assert as_("police").get(f"/exchange/grants/{grant.id}/download/").status_code == 404


def test_a_large_file_has_a_page_of_its_own(town, as_, monkeypatch):
    from yiyuan.exchange import files

    monkeypatch.setattr(files, "AT_ONCE", dict.fromkeys(files.AT_ONCE, 1))
    grant, _ = town.grant()
    officer = as_("housing_fund")
    asked = officer.post(f"/exchange/grants/{grant.id}/download/", {"format": "xlsx"})
    assert asked.status_code == 303
    page = officer.get(asked["Location"])
    assert "排队等候" in page.content.decode()
    assert officer.post(f"{asked['Location']}file/").status_code == 422
    assert as_("police").get(asked["Location"]).status_code == 404
    assert officer.post(f"{asked['Location']}cancel/").status_code == 303
    assert officer.get(asked["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_list_of_deliveries_is_exported_and_hides_what_is_not_mine(town, as_):
    grant, _ = town.grant()
    officer = as_("housing_fund")
    made = officer.post(f"/exchange/grants/{grant.id}/download/", {"format": "csv"})["X-Delivery"]
    for who, post in (
        ("housing_fund", "officer"),
        ("civil_affairs", "head"),
        ("bureau", "bureau"),
        ("inspection", "auditor"),
    ):
        page = as_(who, post).get("/exchange/deliveries/")
        assert made in page.content.decode(), who
        assert as_(who, post).get(f"/exchange/deliveries/{made}/").status_code == 200
    assert made not in as_("police").get("/exchange/deliveries/").content.decode()
    assert as_("police").get(f"/exchange/deliveries/{made}/").status_code == 404
    assert officer.get("/exchange/deliveries/?export=xlsx").status_code == 200
    assert made in officer.get(f"/exchange/deliveries/?grant={grant.number}&channel=file&status=200").content.decode()
    assert made not in officer.get("/exchange/deliveries/?channel=gateway").content.decode()
    assert made in officer.get(f"/exchange/deliveries/{made}/note.txt").content.decode()


def test_the_list_of_deliveries_costs_few_queries(town, as_, django_assert_max_num_queries):
    grant, _ = town.grant()
    officer = as_("housing_fund")
    for _ in range(4):
        officer.post(f"/exchange/grants/{grant.id}/download/", {"format": "csv"})
    with django_assert_max_num_queries(15):
        officer.get("/exchange/deliveries/")


def test_a_clerk_looks_one_person_up(town, as_):
    grant, _ = town.grant(items=["登记证字号", "男方姓名", "男方证件号码"])
    clerk = as_("housing_fund")
    item = town.item("男方证件号码")
    page = clerk.get(f"/exchange/grants/{grant.id}/lookup/")
    assert "男方证件号码" in page.content.decode()
    url = f"/exchange/grants/{grant.id}/lookup/"
    values = {f"item_{item}": citizen(2), "case": "A-1", "reason": "提取审核"}
    found = clerk.post(url, values)
    assert found.status_code == 200
    assert "J000002" in found.content.decode()
    assert found["Cache-Control"] == "no-store"
    assert clerk.post(url, {**values, f"item_{item}": "0"}).status_code == 200
    assert clerk.post(url, {**values, "case": ""}).status_code == 422
    assert clerk.post(url, {**values, f"item_{item}": ""}).status_code == 422
    refused = clerk.post(url, {**values, "reason": "查 13800001111"})
    assert refused.status_code == 422
    assert Delivery.objects.filter(channel="online").count() == 2
    assert as_("civil_affairs").get(url).status_code == 404


def test_the_reference_has_a_line_to_paste_and_an_openapi_document(town, as_):
    grant, _ = town.grant()
    officer = as_("housing_fund")
    page = officer.get(f"/exchange/grants/{grant.id}/docs/", headers={"host": "127.0.0.1:8123"}).content.decode()
    assert "/v1/data?limit=5" in page
    assert "http://127.0.0.1:8001" in page
    document = officer.get(f"/exchange/grants/{grant.id}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert "/v1/query" in document["paths"]
    assert as_("police").get(f"/exchange/grants/{grant.id}/docs/").status_code == 404


def test_the_panel_gives_the_consumer_the_line_and_the_provider_the_calls(town, as_):
    grant, key = town.grant()
    consumer = town.cast.person("housing_fund")
    shown = "".join(grant_panel((consumer, grant.id, key)))
    assert key in shown
    assert "联机查询" in shown
    assert "下载 CSV" in shown
    assert "你的密钥" in "".join(grant_panel((consumer, grant.id)))
    as_("housing_fund").post(f"/exchange/grants/{grant.id}/download/", {"format": "csv"})
    for other in (town.cast.person("civil_affairs", "head"), town.cast.officer_of_bureau()):
        seen = "".join(grant_panel((other, grant.id)))
        assert "Bearer" not in seen
        assert "JF" in seen
    sharing.revoke_grant(grant.id, actor=town.cast.person("civil_affairs", "head"), reason="停用")
    assert "Bearer" not in "".join(grant_panel((consumer, grant.id)))


def test_programs_of_a_person_take_files_by_token(town, client):
    from yiyuan.organisations.services import issue_token

    grant, _ = town.grant()
    token = issue_token(actor=town.cast.person("housing_fund"), name="t", functions=(), days=1)
    headers = {"Authorization": f"Bearer {token}"}
    taken = client.post(f"/api/v1/exchange/grants/{grant.id}/file?format=csv", headers=headers)
    assert taken.status_code == 200
    assert hashlib.sha256(taken.getvalue()).hexdigest() == taken["X-Content-SHA256"]
    listed = client.get("/api/v1/exchange/deliveries", headers=headers).json()
    assert (listed["total"], listed["items"][0]["rows"]) == (1, 20)
    one = client.get(f"/api/v1/exchange/deliveries/{listed['items'][0]['code']}", headers=headers)
    assert one.json()["sha256"] == taken["X-Content-SHA256"]
    stranger = issue_token(actor=town.cast.person("police"), name="t", functions=(), days=1)
    hidden = client.post(f"/api/v1/exchange/grants/{grant.id}/file", headers={"Authorization": f"Bearer {stranger}"})
    assert hidden.status_code == 404
    assert json.loads(hidden.content)["code"] == "not_found"
