"""Describe, review, publish: one story after the other, on the real database."""

from datetime import date

import pytest

from yiyuan.audit.models import Entry
from yiyuan.catalog import selectors, services
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken


def test_an_entry_goes_from_draft_to_publication_and_gets_a_code(cast, clock):
    clock.set(date(2026, 9, 1))
    resource = cast.resource("civil_affairs")
    assert resource.code == "307001/000001"
    assert resource.version_number == 1
    assert [item.name for item in resource.key_items] == ["登记证字号"]
    tags = set(Entry.objects.filter(object_type="catalog.version").values_list("tag", flat=True))
    assert {f"catalog.version.{m}" for m in ("submit", "clear", "approve", "publish")} <= tags


@pytest.mark.parametrize("place", ["liyang", "jiaozuo", "macun"])
def test_the_same_entry_is_published_elsewhere_by_that_regions_rules(cast, place):
    assert cast.resource("civil_affairs", place=place, **_suited(place)).version_number == 1


def _suited(place):
    return {"basis_level": "law", "methods": ["batch_download"], "basis": "《某法》第一条"}


def test_a_draft_without_a_type_names_every_missing_element(cast):
    draft = cast.draft("civil_affairs", sharing="", cycle="", officer="")
    with pytest.raises(RuleBroken) as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.rule == "catalog.elements"
    assert set(broken.value.facts["missing"]) >= {"sharing_type", "update_period", "owner"}


def test_not_shared_needs_a_basis_of_a_level_the_region_accepts(cast):
    draft = cast.draft(
        "civil_affairs", sharing="not_shared", basis="某市规范性文件第三条", basis_level="other_policy", methods=[]
    )
    with pytest.raises(RuleBroken) as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.rule == "catalog.basis_levels.not_shared"
    assert broken.value.facts["level"] == "other_policy"


def test_personal_items_block_unconditional_sharing(cast):
    draft = cast.draft("civil_affairs", sharing="unconditional")
    with pytest.raises(RuleBroken) as broken:
        services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    assert broken.value.rule == "catalog.personal_not_unconditional"


def test_the_author_cannot_review(cast):
    both = cast.person("civil_affairs", "allround", functions=[Function.DATA_OFFICER, Function.SECRECY, Function.REVIEWER])
    draft = services.draft_resource(actor=both, values=_complete(), items=_items())
    services.submit_version(draft.id, actor=both)
    with pytest.raises(RuleBroken) as broken:
        services.clear_secrecy(draft.id, actor=both)
    assert broken.value.rule == "catalog.author_reviewer"


def _complete():
    from tests.support.cast import MARRIAGE

    return MARRIAGE


def _items():
    from tests.support.cast import MARRIAGE_ITEMS

    return MARRIAGE_ITEMS


def test_a_new_version_keeps_the_columns_of_unchanged_items_and_supersedes_the_old(cast):
    first = cast.resource("civil_affairs")
    officer = cast.person("civil_affairs")
    draft = services.revise_resource(first.id, actor=officer)
    assert services.revise_resource(first.id, actor=officer).id == draft.id
    items = [*_items(), {"name": "登记机关", "data_type": "C", "length": 100}]
    services.save_draft(draft.id, actor=officer, values={}, items=items)
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    services.approve_version(draft.id, actor=cast.person("civil_affairs", "reviewer"))
    services.publish_version(draft.id, actor=officer)
    second = selectors.resource_info(Version.objects.get(id=draft.id))
    assert second.code == first.code
    assert [i.column for i in second.items[:7]] == [i.column for i in first.items]
    assert second.items[7].column not in {i.column for i in first.items}
    assert Version.objects.get(id=first.version_id).state == State.SUPERSEDED


def test_a_return_needs_a_reason(cast):
    draft = cast.draft("civil_affairs")
    services.submit_version(draft.id, actor=cast.person("civil_affairs"))
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    with pytest.raises(RuleBroken):
        services.return_version(draft.id, actor=cast.person("civil_affairs", "reviewer"), note=" ")
    services.return_version(draft.id, actor=cast.person("civil_affairs", "reviewer"), note="摘要不清")
    assert Version.objects.get(id=draft.id).state == State.DRAFT


def test_a_draft_is_hidden_from_other_departments_and_a_published_entry_is_not(cast):
    draft = cast.draft("civil_affairs")
    stranger = cast.person("police")
    with pytest.raises(NotFound):
        selectors.version_for(stranger, draft.id)
    with pytest.raises(NotFound):
        services.submit_version(draft.id, actor=stranger)
    published = cast.resource("civil_affairs", name="结婚登记信息")
    assert selectors.version_for(stranger, published.version_id).state == State.PUBLISHED
    with pytest.raises(NotAllowed):
        services.revise_resource(published.id, actor=stranger)


def test_a_published_version_is_never_edited(cast):
    published = cast.resource("civil_affairs")
    with pytest.raises(MoveRefused):
        services.save_draft(published.version_id, actor=cast.person("civil_affairs"), values={"name": "别的"})


def test_a_used_resource_is_withdrawn_only_after_its_users_were_told(cast, monkeypatch):
    published = cast.resource("civil_affairs")
    head = cast.person("civil_affairs", "head")
    monkeypatch.setattr(services.USES_OF, "_answerers", [lambda _id: ["市公安局"]])
    with pytest.raises(RuleBroken):
        services.withdraw_resource(published.id, actor=head, reason="职能划转")
    services.withdraw_resource(published.id, actor=head, reason="职能划转", told_on=date(2020, 1, 1))
    assert Version.objects.get(id=published.version_id).state == State.WITHDRAWN


def test_search_finds_by_word_item_pinyin_and_initials(cast):
    from yiyuan.catalog.search import find

    resource = cast.resource("civil_affairs")
    cast.resource("police", name="户籍信息", summary="户口簿", items=[{"name": "户号", "data_type": "C", "length": 20, "key": True}])
    for typed in ("婚姻", "登记证字号", "hunyin", "hydj", "民政", "婚姻 登记"):
        assert [r.id for r in find(Resource.objects.all(), typed)] == [resource.id], typed
    assert not list(find(Resource.objects.all(), "不动产"))
