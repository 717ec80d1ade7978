"""One datum, one source: registered once, verified by others, caught when somebody describes it again."""

import pytest

from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.elements import selectors, services
from yiyuan.elements.models import ElementSource
from yiyuan.elements.types import SourceKind
from yiyuan.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(cast):
    """登记日期, whose authoritative source is the marriage register of civil affairs."""
    resource = cast.resource("civil_affairs")
    element = services.register_element(
        actor=cast.person("bureau", "bureau"), name="结婚登记日期", synonyms=["登记日期", "领证日期"]
    )
    source = services.add_source(
        element.id,
        actor=cast.person("civil_affairs"),
        resource_id=resource.id,
        item_name="登记日期",
        kind=SourceKind.AUTHORITATIVE,
        basis="三定规定",
    )
    return element, source, resource


def _of_police(cast):
    items = [{"name": "编号", "data_type": "C", "key": True}, {"name": "领证日期", "data_type": "D"}]
    return {"name": "户籍婚姻状况", "items": items, "repeat_basis": ""}


@pytest.mark.requirement("wuhu-2020-data/5.7", "anhui-2020-data/16.2")
def test_a_second_authoritative_source_is_refused_and_offered_as_one_that_verifies(cast, registered):
    element, _source, _resource = registered
    other = cast.resource("police", **{**_of_police(cast), "repeat_basis": "《户口登记条例》要求登记婚姻状况"})
    told = {"resource_id": other.id, "item_name": "领证日期"}
    with refused("catalog.one_source") as broken:
        services.add_source(element.id, actor=cast.person("police"), kind=SourceKind.AUTHORITATIVE, **told)
    assert broken.value.facts["provider"] == "芜湖市民政局"
    services.add_source(element.id, actor=cast.person("police"), kind=SourceKind.VERIFYING, **told)
    kinds = [source.kind for source in selectors.open_sources([element.id])[element.id]]
    assert kinds == [SourceKind.AUTHORITATIVE, SourceKind.VERIFYING]


@pytest.mark.requirement("wuhu-2020-data/5.7")
def test_an_entry_that_collects_it_again_is_stopped_unless_it_cites_why(cast, registered):
    _element, _source, resource = registered
    entry = _of_police(cast)
    draft = cast.draft("police", **entry)
    with refused("catalog.one_source") as broken:
        catalog.submit_version(draft.id, actor=cast.person("police"))
    assert broken.value.facts["item"] == "领证日期"
    catalog.save_draft(draft.id, actor=cast.person("police"), values={"repeat_basis": "《户口登记条例》第三条"})
    catalog.submit_version(draft.id, actor=cast.person("police"))
    draft.refresh_from_db()
    assert draft.state != "draft"
    assert resource.provider_id != draft.resource.provider_id


def test_the_source_itself_and_one_that_verifies_are_not_stopped(cast, registered):
    element, _source, resource = registered
    assert selectors.claims_on(("340200", resource.provider_id, ("登记日期",))) == []
    police = cast.organisation("police")
    [claim] = selectors.claims_on(("340200", police, ("领证 日期", "编号")))
    assert (claim.item, claim.provider, claim.resource_id) == ("领证 日期", "芜湖市民政局", resource.id)
    other = cast.resource("police", **{**_of_police(cast), "repeat_basis": "《户口登记条例》"})
    services.add_source(
        element.id,
        actor=cast.person("police"),
        resource_id=other.id,
        item_name="领证日期",
        kind=SourceKind.VERIFYING,
    )
    assert selectors.claims_on(("340200", police, ("领证日期",))) == []


def test_what_identifies_is_everybodys_to_refer_to(cast, registered):
    element, _source, _resource = registered
    services.change_element(
        element.id,
        actor=cast.person("bureau", "bureau"),
        synonyms=element.synonyms,
        definition="",
        standard="",
        identifies=True,
    )
    assert selectors.claims_on(("340200", cast.organisation("police"), ("领证日期",))) == []


def test_a_city_does_not_bind_another(cast, registered):
    element, _source, _resource = registered
    assert selectors.claims_on(("320481", 0, ("领证日期",))) == []
    with pytest.raises(NotFound):
        selectors.element_for(cast.person("civil_affairs", place="liyang"), element.id)


def test_the_bureau_moves_the_source_with_a_reason_and_the_former_one_verifies(cast, registered):
    element, source, _resource = registered
    other = cast.resource("police", **{**_of_police(cast), "repeat_basis": "《户口登记条例》"})
    told = {"resource_id": other.id, "item_name": "领证日期"}
    with pytest.raises(NotAllowed):
        services.transfer_source(element.id, actor=cast.person("police"), reason="职能划转", **told)
    with refused("elements.reason"):
        services.transfer_source(element.id, actor=cast.person("bureau", "bureau"), reason=" ", **told)
    services.transfer_source(element.id, actor=cast.person("bureau", "bureau"), reason="职能划转", **told)
    first, second = selectors.open_sources([element.id])[element.id]
    assert (first.resource_id, first.kind) == (other.id, SourceKind.AUTHORITATIVE)
    assert (second.resource_id, second.kind) == (source.resource_id, SourceKind.VERIFYING)
    assert [ended.ended_reason for ended in selectors.history(element)] == ["职能划转"]


def test_a_withdrawn_resource_is_nobodys_source(cast, registered):
    element, _source, resource = registered
    catalog.withdraw_resource(resource.id, actor=cast.person("civil_affairs", "head"), reason="职能取消")
    assert selectors.open_sources([element.id]) == {}
    assert selectors.share(cast.person("bureau", "bureau")) == (0, 1)
    assert ElementSource.objects.get().ended_reason == "资源已撤销"


def test_the_share_with_exactly_one_source_is_counted(cast, registered):
    services.register_element(actor=cast.person("police"), name="户籍地址")
    assert selectors.share(cast.person("bureau", "bureau")) == (1, 2)


def test_a_name_or_synonym_is_taken_once(cast, registered):
    for name in ("结婚登记日期", "领证日期", "领证－日期"):
        with refused("elements.name"):
            services.register_element(actor=cast.person("police"), name=name)


def test_nobody_speaks_for_anothers_resource(cast, registered):
    element, _source, resource = registered
    told = {"resource_id": resource.id, "item_name": "登记日期", "kind": SourceKind.VERIFYING}
    with pytest.raises(NotAllowed):
        services.add_source(element.id, actor=cast.person("police"), **told)
    with refused("elements.item"):
        services.add_source(element.id, actor=cast.person("civil_affairs"), **{**told, "item_name": "没有的项"})


def test_items_that_several_departments_publish_wait_for_registration(cast):
    items = [{"name": "编号", "data_type": "C", "key": True}, {"name": "发证日期", "data_type": "D"}]
    for body in ("civil_affairs", "police"):
        cast.resource(body, name=f"{body}证照", items=items)
    names = {c.name: (c.departments, c.resources) for c in selectors.candidates(cast.person("bureau", "bureau"))}
    assert names == {"编号": (2, 2), "发证日期": (2, 2)}
    services.register_element(actor=cast.person("bureau", "bureau"), name="发证日期")
    assert [c.name for c in selectors.candidates(cast.person("bureau", "bureau"))] == ["编号"]


def test_a_source_is_registered_once(cast, registered):
    element, _source, resource = registered
    told = {"resource_id": resource.id, "item_name": "登记日期", "kind": SourceKind.VERIFYING}
    with refused("elements.known"):
        services.add_source(element.id, actor=cast.person("civil_affairs"), **told)
    with refused("elements.name"):
        services.register_element(actor=cast.person("police"), name="字" * 101)
