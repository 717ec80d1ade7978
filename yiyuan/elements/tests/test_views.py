import pytest

from yiyuan.elements import services
from yiyuan.elements.models import DataElement
from yiyuan.elements.types import SourceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(cast, client):
    def enter(body, post="officer"):
        client.force_login(cast.account(body, post))
        return client

    return enter


def test_the_bureau_registers_an_element_and_gives_it_its_source(cast, login):
    resource = cast.resource("civil_affairs")
    client = login("bureau", "bureau")
    assert "还没有登记数据元" in client.get("/elements/").content.decode()
    sent = client.post("/elements/new/", {"name": "登记日期", "synonyms": "领证日期"})
    assert sent.status_code == 303
    page = client.get(sent["Location"]).content.decode()
    assert "还没有来源" in page
    told = {"source": f"{resource.id}|登记日期", "kind": "authoritative", "basis": "三定规定"}
    assert client.post(f"{sent['Location']}sources/", told).status_code == 303
    page = client.get("/elements/").content.decode()
    assert "1 项数据元有唯一来源，共 1 项" in page
    assert "唯一来源占 100.0%" in page
    assert "芜湖市民政局" in page


def test_a_refusal_stands_beside_the_field_with_its_article(cast, login):
    resource = cast.resource("civil_affairs")
    other = cast.resource("police", name="户籍", repeat_basis="《户口登记条例》")
    element = services.register_element(actor=cast.person("bureau", "bureau"), name="登记日期")
    services.add_source(
        element.id,
        actor=cast.person("civil_affairs"),
        resource_id=resource.id,
        item_name="登记日期",
        kind=SourceKind.AUTHORITATIVE,
    )
    told = {"source": f"{other.id}|登记日期", "kind": "authoritative"}
    answer = login("police").post(f"/elements/{element.id}/sources/", told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已由芜湖市民政局提供" in page
    assert "第16条" in page


def test_a_taken_name_is_said_beside_it(cast, login):
    services.register_element(actor=cast.person("police"), name="登记日期", synonyms=["领证日期"])
    answer = login("bureau", "bureau").post("/elements/new/", {"name": "领证日期"})
    assert answer.status_code == 422
    assert "已经登记为“登记日期”" in answer.content.decode()
    assert DataElement.objects.count() == 1


def test_the_list_asks_for_all_sources_at_once(cast, login, django_assert_max_num_queries):
    for number in range(5):
        services.register_element(actor=cast.person("police"), name=f"第{number}项")
    client = login("police")
    client.get("/elements/")
    with django_assert_max_num_queries(20):
        client.get("/elements/")
