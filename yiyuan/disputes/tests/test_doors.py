"""A recheck at both doors."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.pages import Browser
from yiyuan.disputes import services
from yiyuan.disputes.types import Doubt, Said
from yiyuan.organisations.models import Account
from yiyuan.organisations.services import issue_token


def machine_of(person):
    secret = issue_token(actor=person, name="试", functions=(), days=1)
    return Client(headers={"Authorization": f"Bearer {secret}"})


@pytest.fixture
def filed(cast):
    cast.organisation("bureau")
    resource = cast.resource("civil_affairs")
    return services.file_recheck(
        resource.id, actor=cast.person("housing_fund"), doubt=Doubt.WRONG, said=Said(detail="不一致")
    )


def test_a_machine_is_offered_what_the_page_offers_and_asks_and_decides_once(cast, filed):
    where = f"/api/v1/disputes/{filed.id}"
    officer, head = machine_of(cast.person("civil_affairs")), machine_of(cast.person("civil_affairs", "head"))
    told = officer.get(where).json()
    assert (told["moves"], told["said"]["detail"]) == (["answer", "extend"], "不一致")
    assert machine_of(cast.officer_of_bureau()).get(where).json()["moves"] == ["organise"]
    assert (
        officer.post(f"{where}/extension", {"days": 3, "reason": "调档"}, content_type="application/json").status_code
        == 200
    )
    assert officer.get(where).json()["moves"] == ["answer"]
    assert head.get(where).json()["moves"] == ["answer", "decide"]
    assert head.post(f"{where}/extension/decision", {}, content_type="application/json").status_code == 422
    told = head.post(f"{where}/extension/decision", {"agreed": False}, content_type="application/json").json()
    assert told["extension"] == {"state": "declined", "days": 3, "reason": "调档"}
    (line,) = officer.get("/api/v1/disputes/?state=open").json()["items"]
    assert (line["id"], line["due_on"], line["filer"]) == (filed.id, told["due_on"], told["filer"])


def test_evidence_is_not_taken_unless_the_scanner_that_is_set_has_seen_it(cast, filed, settings):
    page = Browser()
    page.force_login(Account.objects.get(id=cast.person("housing_fund").account_id))
    page.get(filed.get_absolute_url())
    settings.SCANNER = "127.0.0.1:1"  # nobody listens
    paper = SimpleUploadedFile("档案.pdf", b"%PDF-1.4")
    assert page.post(f"/disputes/{filed.id}/evidence/", {"file": paper}).status_code == 503
    assert not filed.evidence.exists()


def test_who_filed_adds_evidence_on_the_page_while_it_is_open(cast, filed):
    page = Browser()
    page.force_login(Account.objects.get(id=cast.person("housing_fund").account_id))
    paper = SimpleUploadedFile("证明.pdf", b"%PDF-1.4")
    assert page.post(f"/disputes/{filed.id}/evidence/", {"file": paper}).status_code == 303
    assert "证明.pdf" in page.get(f"/disputes/{filed.id}/").content.decode()
    text = SimpleUploadedFile("证明.txt", b"text")
    assert page.post(f"/disputes/{filed.id}/evidence/", {"file": text}).status_code == 422
