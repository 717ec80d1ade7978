"""Formal acts: what they say, as a page, as an editable file, and what came back signed."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.pages import Browser
from yiyuan.sharing import selectors, services
from yiyuan.sharing.letters import writing
from yiyuan.sharing.models import Application, Paper
from yiyuan.sharing.tests.test_services import ask
from yiyuan.sharing.types import PAPER_WORDS, PaperKind
from yiyuan.web.documents import docx_of

PDF = b"%PDF-1.4 scan"


@pytest.fixture
def as_(cast, settings, tmp_path):
    settings.HOME = tmp_path

    def client(name, post="officer"):
        made = Browser()
        made.force_login(cast.account(name, post))
        return made

    return client


def test_each_act_has_its_document_and_no_other(cast, as_):
    application = Application.objects.get(id=ask(cast)[0].id)
    officer = as_("housing_fund")
    assert selectors.kinds_for(application) == [PaperKind.APPLICATION, PaperKind.REMINDER, PaperKind.RECEIPT]
    services.refuse_application(
        application.id,
        actor=cast.person("civil_affairs", "head"),
        reason="全量提供超出核验所需",
        basis="《居民身份证法》第十九条",
        basis_level="law",
    )
    base = f"/sharing/applications/{application.id}/papers"
    page = officer.get(f"{base}/refusal/").content.decode()
    for said in (
        PAPER_WORDS[PaperKind.REFUSAL],
        "全量提供超出核验所需",
        "《居民身份证法》第十九条",
        "安徽299号令",
        "芜湖市民政局",
    ):
        assert said in page
    assert officer.get(f"{base}/authorisation/").status_code == 404
    assert officer.get(f"{base}/nothing/").status_code == 404
    assert as_("education").get(f"{base}/refusal/").status_code == 404


def test_the_application_names_whom_to_call_also_where_only_a_number_was_written(cast, as_):
    application = Application.objects.get(id=ask(cast)[0].id)
    address = f"/sharing/applications/{application.id}/papers/application/"
    Application.objects.filter(id=application.id).update(contact="0553-0000000")
    assert f"{application.drafter_name} 0553-0000000" in as_("housing_fund").get(address).content.decode()
    Application.objects.filter(id=application.id).update(contact="李四 0553-1")
    page = as_("housing_fund").get(address).content.decode()
    assert "李四 0553-1" in page
    assert f"{application.drafter_name} 李四" not in page


def test_the_receipt_proves_that_the_answer_was_in_time(cast, as_):
    application, _, scope = ask(cast)
    services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    found = Application.objects.get(id=application.id)
    said = dict(writing.letter(found, PaperKind.RECEIPT).table)
    assert said["是否按期"] == "在期限内答复"
    assert said["平台收到"] <= said["答复"]


@pytest.mark.parametrize(
    ("place", "article"),
    [
        ("wuhu", "芜政办〔2020〕10号 第5条"),
        ("liyang", "溧政办发〔2020〕15号 第4条"),
        ("jiaozuo", "焦政办〔2020〕52号 第17条"),
    ],
)
def test_the_authorisation_says_that_sharing_is_free_of_charge_and_by_which_article(cast, place, article):
    application, _, scope = ask(cast, place=place)
    by_bureau = cast.law(place)("sharing.decider") == "bureau"
    decider = cast.officer_of_bureau(place=place) if by_bureau else cast.person("civil_affairs", "head", place=place)
    services.grant_application(application.id, actor=decider, scope=scope)
    said = writing.letter(Application.objects.get(id=application.id), PaperKind.AUTHORISATION)
    assert any("无偿提供" in sentence for sentence in said.closing)
    assert any(article in basis for basis in said.basis)


def test_the_file_is_an_editable_document_on_a4_with_every_word(cast, as_):
    application, _, scope = ask(cast)
    services.grant_application(application.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    answer = as_("housing_fund").get(f"/sharing/applications/{application.id}/papers/authorisation/?as=docx")
    assert "attachment" in answer["Content-Disposition"]
    inside = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    for said in (
        "政务数据共享授权书",
        "芜湖市住房公积金管理中心：",
        "男方姓名（脱敏）",
        "方正小标宋简体",
        "仿宋_GB2312",
    ):
        assert said in inside
    assert 'w:w="11906" w:h="16838"' in inside or 'w:h="16838" w:w="11906"' in inside
    found = Application.objects.get(id=application.id)
    assert docx_of(writing.letter(found, PaperKind.RECEIPT)).startswith(b"PK")


def test_what_came_back_signed_is_kept_sealed_with_number_date_and_digest(cast, as_, tmp_path):
    application = Application.objects.get(id=ask(cast)[0].id)
    client = as_("housing_fund")
    address = f"/sharing/applications/{application.id}/papers/application/"
    today = application.sent_on.isoformat()

    def sent(content, **values):
        scan = SimpleUploadedFile("申请表.pdf", content)
        return client.post(address, {"number": "芜公积金〔2026〕18号", "signed_on": today, "scan": scan, **values})

    assert sent(b"MZ no scan").status_code == 422
    assert sent(PDF, number=" ").status_code == 422
    assert not Paper.objects.exists()
    assert sent(PDF).status_code == 303
    paper = Paper.objects.get()
    assert (paper.number, paper.scan_bytes, paper.scan_type) == ("芜公积金〔2026〕18号", len(PDF), "application/pdf")
    kept = next((tmp_path / "papers").rglob("*.sealed"))
    assert PDF not in kept.read_bytes()
    assert client.get(f"/sharing/papers/{paper.id}/scan/").content == PDF
    assert as_("civil_affairs").get(f"/sharing/papers/{paper.id}/scan/").content == PDF
    assert as_("education").get(f"/sharing/papers/{paper.id}/scan/").status_code == 404
    assert "芜公积金〔2026〕18号" in client.get(address).content.decode()
