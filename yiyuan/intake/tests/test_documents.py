"""Documents and images are digital as tables are: kept as they came, with their digest; only paper is refused."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.intake import documents, originals
from yiyuan.intake.models import Batch, Document
from yiyuan.intake.tests.conftest import csv, jsonl, parquet, row, xlsx
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Damaged, NotAllowed, NotFound
from yiyuan.regulations.api import explain

PDF, PNG = b"%PDF-1.7 contract", b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def officer(cast):
    return cast.person("civil_affairs")


@pytest.fixture
def give(officer):
    def hand(resource, content, name):
        file = SimpleUploadedFile(name, content)
        return documents.hand_in_documents(resource.id, actor=officer, file=file)

    return hand


def pack(*members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.requirement("jiaozuo-2020-data/20.3")
def test_tables_documents_and_images_are_taken_as_digital_and_only_paper_is_refused(cast, officer, give, load):
    cast.place = "jiaozuo"
    officer = cast.person("civil_affairs")
    of_rows = cast.resource("civil_affairs")
    for number, (name, made) in enumerate(
        [("a.csv", csv), ("a.xlsx", xlsx), ("a.parquet", parquet), ("a.jsonl", jsonl)]
    ):
        assert load(of_rows, made([row(number)]), name=name).state == "loaded"
    of_files = cast.resource("civil_affairs", name="收养协议", format="file")
    for name, content in (("协议.pdf", PDF), ("照片.png", PNG)):
        file = SimpleUploadedFile(name, content)
        [kept] = documents.hand_in_documents(of_files.id, actor=officer, file=file)
        assert kept.sha256 == hashlib.sha256(content).hexdigest()
        _found, pieces = documents.read_document(kept.id, actor=officer)
        assert b"".join(pieces) == content
    on_paper = cast.resource("civil_affairs", name="纸质档案", electronic=False, source_kind="", source_system="")
    file = SimpleUploadedFile("协议.pdf", PDF)
    for hand_in in (
        lambda: load(on_paper, csv([row(9)])),
        lambda: documents.hand_in_documents(on_paper.id, actor=officer, file=file),
    ):
        with refused("handin.digital") as said:
            hand_in()
        told = explain(said.value, region=cast.region(), on=clock.today())
        assert "“纸质档案”在目录里登记为纸质，还没有数字化" in told.sentence
        assert any("第二十条" in chip.text or "20" in chip.text for chip in told.chips)
    assert Batch.objects.filter(resource_id=on_paper.id).count() == 0
    assert Document.objects.filter(resource_id=on_paper.id).count() == 0


def test_an_archive_of_documents_comes_whole_or_not_at_all(cast, give):
    resource = cast.resource("civil_affairs")
    made = give(resource, pack(("甲/协议.pdf", PDF), ("乙.png", PNG), ("同.png", PNG)), "一批.zip")
    assert [one.name for one in made] == ["乙.png", "乙.png", "甲/协议.pdf"]
    assert made[0].id == made[1].id  # the same picture once
    with refused("intake.document") as said:
        give(resource, pack(("好.pdf", PDF + b"2"), ("坏.pdf", b"MZ\x90")), "二批.zip")
    assert "“坏.pdf”认不出" in said.value.facts["problem"]
    assert Document.objects.count() == 2
    assert len(list(originals.root().rglob("*.document"))) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"MZ\x90\x00", "认不出是什么文件"),
        ("a.png", PDF, "内容是 PDF，和扩展名不一致"),
        ("a.zip", b"PK\x03\x04", "不是 ZIP 压缩包"),
        ("a.docx", pack(("word/document.xml", ""), ("word/vbaProject.bin", "")), "不带宏"),
    ],
)
def test_what_is_no_document_is_said(cast, give, name, content, words):
    with refused("intake.document") as said:
        give(cast.resource("civil_affairs"), content, name)
    assert words in said.value.facts["problem"]


def test_the_same_document_again_is_the_one_that_is_there(cast, give, officer):
    resource = cast.resource("civil_affairs")
    [first], [again] = give(resource, PDF, "a.pdf"), give(resource, PDF, "b.pdf")
    assert first.id == again.id
    documents.withdraw_document(first.id, actor=officer, note="版本旧了")
    [new] = give(resource, PDF, "a.pdf")
    assert new.id != first.id


def test_what_stands_in_a_document_is_read_by_its_provider_alone_and_on_record(cast, give, officer, login):
    [kept] = give(cast.resource("civil_affairs"), PDF, "协议.pdf")
    with pytest.raises(NotFound):
        documents.document_for(cast.person("tax"), kept.id)
    with pytest.raises(NotAllowed):
        documents.read_document(kept.id, actor=cast.officer_of_bureau())
    answer = login("civil_affairs").get(f"/intake/documents/{kept.id}/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert (answer["Content-Type"], answer["X-Content-SHA256"]) == ("application/pdf", kept.sha256)
    assert Entry.objects.filter(tag="intake.document.read", object_id=str(kept.id)).exists()


def test_a_document_that_was_altered_on_the_disk_does_not_leave(cast, give, officer):
    [kept] = give(cast.resource("civil_affairs"), PDF, "a.pdf")
    place = originals.root() / kept.stored_as
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(Damaged):
        documents.read_document(kept.id, actor=officer)


def test_a_document_is_handed_in_and_found_on_its_pages(cast, login):
    resource = cast.resource("civil_affairs", format="image")
    client = login("civil_affairs")
    file = SimpleUploadedFile("照片.png", PNG)
    answer = client.post(f"/intake/hand-in/{resource.id}/documents/", {"file": file})
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    assert hashlib.sha256(PNG).hexdigest() in page
    assert "照片.png" in client.get("/intake/documents/").content.decode()
    assert "电子文件 1 份" in client.get(f"/catalog/resources/{resource.id}/").content.decode()
