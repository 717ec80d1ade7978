"""One box: numbers, persons and articles beside resources, each as its room lets the actor see it; words are learned."""

import pytest
from django.test import Client

from tests.support.cast import SUBSCRIBED
from tests.support.pages import Browser
from tests.support.refusals import refused
from yiyuan.audit.models import Entry
from yiyuan.catalog import rules, search, selectors, services
from yiyuan.catalog.models import SearchedWord, Synonym
from yiyuan.catalog.types import WordDecision, WordOrigin
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.finding import FINDS
from yiyuan.organisations.models import Account
from yiyuan.organisations.services import issue_token
from yiyuan.regulations.finding import number_of
from yiyuan.sharing import services as sharing


def found(actor, text):
    return [(hit.kind, hit.title) for hit in FINDS.ask((actor, text))]


def test_a_number_is_found_however_it_is_typed_and_by_nobody_who_may_not_see_it(cast):
    shared = {"sharing": "unconditional", "reason": "", "opening": "unconditional", "opening_method": "下载"}
    items = [{"name": "代码", "data_type": "C", "length": 12, "key": True, "required": True}]
    resource = cast.resource("civil_affairs", name="行政区划", items=items, **shared)
    grant = sharing.subscribe(resource.id, actor=cast.person("housing_fund"), **SUBSCRIBED)
    application = grant.application
    for typed in (application.number, f" {application.number.lower()} ", application.number.replace("-", "")):
        assert found(cast.person("housing_fund"), typed) == [("申请", str(application))]
    assert found(cast.person("civil_affairs"), grant.number) == [("授权", str(grant))]
    for number in (application.number, grant.number):
        assert found(cast.person("police"), number) == []
    assert found(cast.officer_of_bureau(), grant.number) == [("授权", str(grant))]


def test_service_items_are_found_by_their_name_and_by_the_datum_they_draw_on(cast):
    shared = {"sharing": "unconditional", "reason": "", "opening": "unconditional", "opening_method": "下载"}
    items = [{"name": "区划代码", "data_type": "C", "length": 12, "key": True, "required": True}]
    resource = cast.resource("civil_affairs", name="行政区划", items=items, **shared)
    subscribed = SUBSCRIBED | {"service_item": "公积金提取"}
    grant = sharing.subscribe(resource.id, actor=cast.person("housing_fund"), **subscribed)
    assert [found(cast.person("housing_fund"), typed) for typed in ("公积金", "行政区划", "区划代码")] == [
        [("事项", "公积金提取")]
    ] * 3
    assert found(cast.person("police"), "公积金提取") == []
    sharing.revoke_grant(grant.id, actor=cast.person("civil_affairs", "head"), reason="用途已经结束")
    assert found(cast.person("housing_fund"), "公积金提取") == []


def test_a_machine_asks_the_one_box_and_finds_what_its_owner_may_see(cast):
    officer, bureau = cast.person("police"), cast.officer_of_bureau()

    def hits(actor, text):
        secret = issue_token(actor=actor, name="接口", functions=[], days=30)
        asked = Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/catalog/hits", {"q": text})
        assert asked.status_code == 200, asked.content
        return asked.json()

    name = officer.person_name
    assert [hit["kind"] for hit in hits(bureau, name)["hits"]] == ["人员"]
    assert hits(cast.person("civil_affairs"), name)["hits"] == []
    told = hits(officer, "安徽办法 第十九条")
    assert (told["hits"][0]["title"], told["hits"][0]["href"]) == ("安徽299号令 第19条", "/law/anhui-2020-data/19")
    assert told["elsewhere"]
    assert Client().get("/api/v1/catalog/hits", {"q": name}).status_code == 401


def test_articles_are_found_by_number_and_by_words(cast):
    officer = cast.person("police")
    for typed in ("安徽办法 第十九条", "安徽299号令第19条", "《安徽省政务数据资源管理办法》第十九条"):
        assert found(officer, typed)[0] == ("条文", "安徽299号令 第19条"), typed
    assert found(officer, "第十九条")[0][1].startswith(("安徽", "芜政办"))
    assert found(officer, "安徽办法 第999条") == []
    words = FINDS.ask((officer, "立法目的"))
    assert words
    assert {(hit.kind, hit.sure) for hit in words} == {("条文", False)}


@pytest.mark.parametrize(("written", "number"), [("19", 19), ("十", 10), ("十九", 19), ("四十", 40), ("一百零二", 102)])
def test_numbers_of_articles_are_read_in_characters(written, number):
    assert number_of(written) == number


def test_persons_are_found_where_the_actor_may_read_of_them(cast):
    officer = cast.person("police")
    assert found(officer, officer.person_name) == [("人员", officer.person_name)]
    assert found(cast.person("civil_affairs"), officer.person_name) == []
    assert ("人员", officer.person_name) in found(cast.officer_of_bureau(), officer.person_name)


def test_the_page_shows_what_rooms_found(cast):
    client = Browser()
    client.force_login(cast.account("police", "officer"))
    html = client.get("/catalog/?q=安徽办法第十九条").content.decode()
    assert "安徽299号令 第19条" in html
    assert 'href="/law/anhui-2020-data/19"' in html


@pytest.fixture
def client(cast):
    browser = Browser()
    browser.force_login(cast.account("police", "officer"))
    return browser


def test_what_was_searched_and_opened_is_counted_by_word_alone(cast, client):
    resource = cast.resource("civil_affairs")
    for _ in range(selectors.PROPOSED_FROM):
        html = client.get("/catalog/?q=民政").content.decode()
    assert f"/catalog/resources/{resource.id}/?q=" in html
    client.get("/catalog/?q=民政&sharing=conditional")  # a filter is no new search
    client.get(f"/catalog/resources/{resource.id}/?q=民政")
    client.get(f"/catalog/resources/{resource.id}/?q=没有搜过")
    rows = SearchedWord.objects.order_by("id").values_list("text", "resource_id", "times", "unfound")
    assert list(rows) == [("民政", None, selectors.PROPOSED_FROM, 0), ("民政", resource.id, 1, 0)]


@pytest.mark.parametrize(
    "typed",
    ["340202199001011234", "34020219900101123X", "1380013 8000", "３４０２０２１９９００１", "张三340202", "……", "字"],
)
def test_numbers_of_persons_and_what_is_no_word_are_not_kept(client, typed):
    client.get("/catalog/", {"q": typed})
    assert not SearchedWord.objects.exists()
    assert rules.is_word("低保")


def _searched(text, resource_id, times):
    for _ in range(times):
        services.note_search(text, unfound=True)
        services.note_opened(text, resource_id=resource_id)


def test_the_bureau_accepts_what_people_meant_and_it_is_found_from_then_on(cast):
    resource, bureau = cast.resource("civil_affairs"), cast.officer_of_bureau()
    _searched("红本本", resource.id, selectors.PROPOSED_FROM - 1)
    assert not selectors.searched_words(bureau)
    _searched("红本本", resource.id, 1)
    assert not selectors.searched_words(cast.person("civil_affairs"))
    offered = [(one.resource_id, one.times) for one in selectors.searched_words(bureau).order_by("id")]
    assert offered == [(None, selectors.PROPOSED_FROM), (resource.id, selectors.PROPOSED_FROM)]
    found_id = selectors.searched_words(bureau).get(resource=resource.id).id
    with pytest.raises(NotFound):
        services.accept_word(found_id, actor=cast.person("civil_affairs"), means="婚姻登记")
    with refused("catalog.fits"):
        services.accept_word(found_id, actor=bureau, means="红本本")
    services.accept_word(found_id, actor=bureau, means="婚姻登记")
    assert Synonym.objects.get(plain="红本本").origin == WordOrigin.LEARNED
    rows = search.find(selectors.published(bureau), "红本本")
    assert [one.id for one in rows] == [resource.id]
    assert not selectors.searched_words(bureau)


def test_a_refused_word_is_not_offered_again(cast):
    resource, bureau = cast.resource("civil_affairs"), cast.officer_of_bureau()
    _searched("红本本", resource.id, selectors.PROPOSED_FROM)
    for one in selectors.searched_words(bureau):
        services.refuse_word(one.id, actor=bureau)
    _searched("红本本", resource.id, 1)
    assert not selectors.searched_words(bureau)
    assert set(SearchedWord.objects.values_list("decision", flat=True)) == {WordDecision.REFUSED}
    assert Entry.objects.filter(tag="catalog.synonym.refused").count() == 2


def test_the_page_of_a_word_offers_both_decisions(cast, client):
    actor = cast.officer_of_bureau()
    _searched("红本本", cast.resource("civil_affairs").id, selectors.PROPOSED_FROM)
    client.force_login(Account.objects.get(id=actor.account_id))
    one = selectors.searched_words(actor).get(resource=None)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "加进词表" in page
    assert "不采纳" in page


def test_aliases_of_registered_elements_are_found(cast):
    from yiyuan.elements import services as elements
    from yiyuan.elements.types import SourceKind

    resource, bureau = cast.resource("civil_affairs"), cast.officer_of_bureau()
    item = resource.items[0].name
    element = elements.register_element(actor=bureau, name=f"{item}元", synonyms=["红本编号"])

    def named():
        return [one.id for one in search.seek(selectors.published(bureau), "红本编号").rows]

    assert named() == []
    elements.add_source(
        element.id, actor=bureau, resource_id=resource.id, item_name=item, kind=SourceKind.AUTHORITATIVE
    )
    assert named() == [resource.id]
    elements.change_element(element.id, actor=bureau, synonyms=["小绿牌"], definition="", standard="", identifies=False)
    assert named() == []
