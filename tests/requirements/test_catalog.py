"""What the four texts ask of the catalog beyond what the catalog's own tests prove."""

from datetime import date

import pytest
from django.test import Client

from tests.support.refusals import refused
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.services import issue_token
from yiyuan.workflow.models import Term

KINDS = ["direct", "third_party", "authorised", "system"]


@pytest.mark.parametrize("place", ["anhui", "liyang", "jiaozuo"])
@pytest.mark.requirement("anhui-2020-data/2.3", "liyang-2020-sharing/2.2", "jiaozuo-2020-data/2.2")
def test_there_are_exactly_four_kinds_of_source_and_any_other_is_refused(cast, place):
    officer = cast.person("civil_affairs", place=place)
    client = Client()
    client.force_login(cast.account("civil_affairs", place=place))
    form = client.get("/catalog/new/").content.decode()
    for kind in [*KINDS, "collected", "bought"]:
        shown = f'value="{kind}"' in form
        assert shown is (kind in KINDS), kind
        draft = cast.draft("civil_affairs", place=place, source_kind=kind, basis_level="law")
        if kind in KINDS:
            catalog.submit_version(draft.id, actor=officer)
            assert Version.objects.get(id=draft.id).state == State.SECRECY
        else:
            with pytest.raises(RuleBroken) as broken:
                catalog.submit_version(draft.id, actor=officer)
            assert (broken.value.rule, broken.value.facts["kind"]) == ("catalog.source_kinds", kind)


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        ({"basis_level": "law"}, True),
        ({"basis_level": "admin_regulation"}, True),
        ({"basis_level": "central_policy"}, True),
        ({"basis_level": "ministry_rule"}, False),
        ({"basis_level": "local_regulation"}, False),
        ({"basis_level": ""}, False),
        ({"basis_level": "law", "basis": ""}, False),
    ],
)
@pytest.mark.requirement("wuhu-2020-data/7.5", "liyang-2020-sharing/11.1")
@pytest.mark.parametrize("place", ["wuhu", "liyang"])
def test_not_shared_names_an_instrument_of_one_of_three_levels(cast, clock, place, changes, accepted):
    clock.set(date(2020, 12, 1))  # before the regulation of the province
    draft = cast.draft("civil_affairs", place=place, **{"sharing": "not_shared", **changes})
    officer = cast.person("civil_affairs", place=place)
    if accepted:
        catalog.submit_version(draft.id, actor=officer)
    else:
        with refused("catalog.basis_levels.not_shared"):
            catalog.submit_version(draft.id, actor=officer)
    assert (Version.objects.get(id=draft.id).state == State.SECRECY) is accepted


@pytest.mark.requirement("wuhu-2020-data/6.6")
def test_by_api_too_departments_draft_submit_publish_revise_and_withdraw_with_versions_kept(cast):
    def call(name, post, path, body=None):
        secret = issue_token(actor=cast.person(name, post), name="脚本", functions=(), days=1)
        headers = {"Authorization": f"Bearer {secret}"}
        answer = Client(headers=headers).post(f"/api/v1/catalog/{path}", body or {}, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    resource = cast.resource("civil_affairs", basis_level="law")
    second = call("civil_affairs", "officer", f"resources/{resource.id}/revise")
    assert second["number"] == 2
    for name, post, move, said in (
        ("civil_affairs", "officer", "submit", {}),
        ("civil_affairs", "secrecy", "clear", {}),
        ("bureau", "bureau", "approve", {}),
        ("civil_affairs", "officer", "publish", {}),
        ("civil_affairs", "officer", "withdraw", {"note": "职能调整"}),
    ):
        last = call(name, post, f"versions/{second['id']}/moves/{move}", said)
    assert last["state"] == State.WITHDRAWN
    kept = Version.objects.filter(resource_id=resource.id).order_by("number").values_list("number", "state")
    assert list(kept) == [(1, State.SUPERSEDED), (2, State.WITHDRAWN)]
    with pytest.raises(NotFound):
        published_resource(resource.id)


@pytest.mark.parametrize("place", ["wuhu", "liyang"])
@pytest.mark.requirement("liyang-2020-sharing/9.2")
def test_nobody_but_the_compiling_department_changes_an_entry_not_even_the_bureau(cast, place):
    resource = cast.resource("civil_affairs", place=place, basis_level="law")
    draft = catalog.revise_resource(resource.id, actor=cast.person("civil_affairs", place=place))
    for other in (cast.person("police", place=place), cast.officer_of_bureau(place=place)):
        with pytest.raises(NotAllowed):
            catalog.revise_resource(resource.id, actor=other)
        with pytest.raises((NotAllowed, NotFound)):
            catalog.save_draft(draft.id, actor=other, values={"name": "改名"})
    assert Version.objects.get(id=draft.id).name == "婚姻登记信息"
    catalog.save_draft(draft.id, actor=cast.person("civil_affairs", place=place), values={"name": "婚姻登记"})
    assert Version.objects.get(id=draft.id).name == "婚姻登记"


@pytest.mark.requirement("jiaozuo-2020-data/5.2")
def test_each_resource_and_each_task_names_one_responsible_department(cast):
    civil_affairs = cast.organisation("civil_affairs", place="jiaozuo")
    cast.organisation("bureau", place="jiaozuo")
    draft = cast.draft("civil_affairs", place="jiaozuo")
    assert Resource.objects.get(id=draft.resource_id).provider_id == civil_affairs
    assert not Resource._meta.get_field("provider").null
    catalog.submit_version(draft.id, actor=cast.person("civil_affairs", place="jiaozuo"))
    task = Term.objects.get(workflow="catalog.version", matter_id=draft.id, closed_on=None)
    assert task.waits_for_id == civil_affairs
    catalog.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy", place="jiaozuo"))
    task = Term.objects.get(workflow="catalog.version", matter_id=draft.id, closed_on=None)
    assert task.waits_for_id == cast.organisation("bureau", place="jiaozuo")
    client = Client()
    client.force_login(cast.account("civil_affairs", place="jiaozuo"))
    assert "焦作市民政局" in client.get(f"/catalog/versions/{draft.id}/").content.decode()


@pytest.mark.requirement("jiaozuo-2020-data/18.1", "wuhu-2020-data/7.1", "anhui-2020-data/22.1")
@pytest.mark.parametrize("place", ["anhui", "wuhu", "jiaozuo"])
@pytest.mark.parametrize("sharing", ["", "partly"])
def test_no_entry_is_submitted_without_one_of_the_three_types(cast, place, sharing):
    officer = cast.person("civil_affairs", place=place)
    draft = cast.draft("civil_affairs", place=place, basis_level="law")
    Version.objects.filter(id=draft.id).update(sharing=sharing)
    with pytest.raises(RuleBroken) as broken:
        catalog.submit_version(draft.id, actor=officer)
    assert broken.value.rule == ("catalog.sharing_types" if sharing else "catalog.elements")
    assert not Version.objects.exclude(state=State.DRAFT).exists()
