"""What is collected can be told apart and joined: a resource of rows has a key."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.catalog.models import Item
from yiyuan.intake import services as intake
from yiyuan.intake.documents import hand_in_documents
from yiyuan.intake.models import Batch
from yiyuan.kernel import clock
from yiyuan.regulations.api import explain

KEYLESS = [{"name": "说明", "data_type": "C", "length": 50}]


def _file(content=b"x", name="a.csv"):
    return SimpleUploadedFile(name, content)


@pytest.mark.requirement("wuhu-2020-data/11.3")
def test_a_structured_resource_without_a_key_is_neither_published_nor_loaded(cast):
    officer = cast.person("civil_affairs")
    draft = cast.draft("civil_affairs", items=KEYLESS)
    with refused("catalog.identified") as said:
        catalog.submit_version(draft.id, actor=officer)
    told = explain(said.value, region=cast.region(), on=clock.today())
    assert "没有标识码" in told.sentence
    assert any("11" in chip.text or "十一" in chip.text for chip in told.chips)

    resource = cast.resource("civil_affairs")
    Item.objects.filter(version_id=resource.version_id).update(key=False)  # it was published before
    content = (",".join(item.name for item in resource.items) + "\n1,2,3,4,5,6,7\n").encode()
    with refused("catalog.identified"):
        intake.receive_file(resource.id, actor=officer, upload=_file(content), confirmed=True)
    assert Batch.objects.count() == 0


@pytest.mark.requirement("wuhu-2020-data/11.3")
def test_one_that_was_in_review_is_not_published_without_a_key(cast):
    hands = cast.hands("civil_affairs", "wuhu")
    draft = cast.draft("civil_affairs")
    catalog.submit_version(draft.id, actor=hands["write"])
    catalog.clear_secrecy(draft.id, actor=hands["clear"])
    catalog.approve_version(draft.id, actor=hands["review"], fixing_basis="《示例办法》第一条")
    Item.objects.filter(version_id=draft.id).update(key=False)
    with refused("catalog.identified"):
        catalog.publish_version(draft.id, actor=hands["publish"])


def test_documents_are_no_records_and_where_the_text_is_silent_no_key_is_asked_for(cast):
    papers = cast.resource("civil_affairs", items=KEYLESS, name="收养协议", format="file")
    assert hand_in_documents(papers.id, actor=cast.person("civil_affairs"), file=_file(b"%PDF-1.7", "a.pdf"))
    cast.place = "liyang"
    free = cast.resource("civil_affairs", items=KEYLESS)
    upload = _file("说明\n甲\n".encode())
    assert intake.receive_file(free.id, actor=cast.person("civil_affairs"), upload=upload, confirmed=True).batch
