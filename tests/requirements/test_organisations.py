"""What the four texts ask of organisations and of their own reach in place and time."""

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.support.cast import MARRIAGE, MARRIAGE_ITEMS
from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import published_resource
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Channel, Function
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.organisations import services
from yiyuan.organisations.models import Account, Organisation, Region
from yiyuan.organisations.selectors import actor_for
from yiyuan.organisations.types import Kind, Legal, Office
from yiyuan.regulations.api import resolve
from yiyuan.sharing import services as sharing
from yiyuan.sharing.types import Scope

TODAY = date(2026, 9, 8)


def registered(
    *,
    region,
    name,
    number,
    kind=Kind.OWN,
    legal_kind=Legal.GOVERNMENT,
    office=Office.NONE,
    first="",
    parent=None,
):
    Region.objects.get_or_create(code=region, defaults={"name": name})
    body = f"11{region}{number:09d}"
    return services.register_organisation(
        actor=SYSTEM,
        name=name,
        uscc=body + uscc_check(body),
        region_code=region,
        kind=kind,
        legal=legal_kind,
        office=office,
        first_responsible=first,
        parent_id=parent,
    )


def people(organisation_id):
    """A data officer, a secrecy reviewer and a head."""
    made = {}
    for function in (Function.DATA_OFFICER, Function.SECRECY, Function.HEAD, Function.REVIEWER):
        account = services.open_account(
            actor=SYSTEM, login=f"{organisation_id}.{function}", password="correct horse", person_name=function.value
        )
        services.assign(actor=SYSTEM, account_id=account, organisation_id=organisation_id, functions=[function])
        made[function] = actor_for(
            Account.objects.get(id=account), organisation_id=organisation_id, channel=Channel.PAGE
        )
    return made


def publish_as(cast, persons, *, place):
    draft = catalog.draft_resource(
        actor=persons[Function.DATA_OFFICER], values={**MARRIAGE, "basis_level": "law"}, items=MARRIAGE_ITEMS
    )
    catalog.submit_version(draft.id, actor=persons[Function.DATA_OFFICER])
    catalog.clear_secrecy(draft.id, actor=persons[Function.SECRECY])
    by_bureau = cast.law(place)("catalog.reviewer") == "bureau"
    reviewer = cast.officer_of_bureau(place=place) if by_bureau else persons[Function.REVIEWER]
    catalog.approve_version(draft.id, actor=reviewer, fixing_basis="《示例办法》第一条")
    bureau_publishes = cast.law(place)("catalog.publisher") == "bureau"
    publisher = cast.officer_of_bureau(place=place) if bureau_publishes else persons[Function.DATA_OFFICER]
    catalog.publish_version(draft.id, actor=publisher)
    return published_resource(draft.resource_id)


def use(cast, consumer, provider_head, resource):
    scope = Scope(
        frozenset(item.id for item in resource.items),
        methods=frozenset({"online_query"}),
        until_on=legal.today() + timedelta(days=30),
    )
    stated = dict.fromkeys("need purpose duty legal_basis scenario business_need".split(), "办理业务")
    stated |= {"undertaking": True, "use_kinds": ["administrative_basis"]}
    made = sharing.draft_application(resource.id, actor=consumer, scope=scope, values=stated)
    sharing.send_application(made.id, actor=consumer)
    return sharing.grant_application(made.id, actor=provider_head, scope=scope)


@pytest.mark.parametrize("region", ["340000", "340200", "340202", "340100"])
@pytest.mark.requirement("anhui-2020-data/2.1")
def test_departments_of_province_city_and_county_stand_under_the_same_regulation(db, region):
    registered(region=region, name=f"{region}民政局", number=7)
    reply = resolve("sharing.reply", region=region, on=TODAY)
    assert (reply.value.amount, str(reply.value.unit)) == (7, "workday")
    assert "anhui-2020-data/25.3" in reply.cite
    levels = resolve("sharing.refusal_basis_levels", region=region, on=TODAY)
    assert set(levels.value) == {"law", "admin_regulation", "central_policy"}


@pytest.mark.parametrize("legal_kind", [Legal.GOVERNMENT, Legal.AUTHORISED])
@pytest.mark.requirement("anhui-2020-data/2.4")
def test_departments_and_authorised_organisations_both_provide_and_use(cast, legal_kind):
    cast.organisation("bureau", place="anhui")
    made = registered(region=cast.region("anhui"), name="安徽省某机构", number=8, legal_kind=legal_kind)
    assert Organisation.objects.get(id=made).legal == legal_kind
    persons = people(made)
    own = publish_as(cast, persons, place="anhui")
    consumer = cast.person("police", place="anhui")
    assert use(cast, consumer, persons[Function.HEAD], own).provider_id == made
    foreign = cast.resource("civil_affairs", place="anhui", basis_level="law")
    head = cast.person("civil_affairs", "head", place="anhui")
    assert use(cast, persons[Function.DATA_OFFICER], head, foreign).consumer_id == made


@pytest.mark.parametrize(
    ("place", "name"), [("anhui", "安徽省某协会"), ("liyang", "溧阳市某镇"), ("liyang", "溧阳市某开发区")]
)
@pytest.mark.requirement("anhui-2020-data/45.1", "liyang-2020-sharing/27.1")
def test_bodies_bound_by_reference_are_registered_and_follow_the_same_rules(cast, place, name):
    cast.organisation("bureau", place=place)
    made = registered(region=cast.region(place), name=name, number=9, kind=Kind.BY_REFERENCE)
    persons = people(made)
    resource = publish_as(cast, persons, place=place)
    grant = use(cast, cast.person("police", place=place), persons[Function.HEAD], resource)
    asked = resolve("sharing.purpose", region=resource.region_code, on=legal.today())
    assert asked.cite == cast.law(place).resolved("sharing.purpose").cite
    assert grant.provider_id == made
    client = Client()
    client.force_login(cast.account("bureau", "system_admin", place=place))
    assert "参照执行" in client.get(f"/admin/organisations/{made}/").content.decode()


@pytest.mark.requirement("wuhu-2020-data/30.1")
def test_the_measure_of_wuhu_rules_events_from_its_day_of_issue(db):
    before = resolve("sharing.reply", region="340200", on=date(2020, 7, 21))
    after = resolve("sharing.reply", region="340200", on=date(2020, 7, 22))
    assert not [cited for cited in before.cite if cited.startswith("wuhu-2020")]
    assert after.cite == ("wuhu-2020-data/13.4",)
    assert after.value.amount == 10
