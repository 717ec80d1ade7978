"""What machines get by key, in every city: the granted items, over the granted ways, for the granted purpose."""

from dataclasses import dataclass

import pytest

from tests.support.cast import Cast
from yiyuan.audit.models import Entry
from yiyuan.catalog.types import ResourceInfo
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import committed, fill, gateway  # noqa: F401 - fixtures
from yiyuan.kernel import clock
from yiyuan.sharing import services as sharing
from yiyuan.sharing.types import Scope

STATED = dict.fromkeys("need duty legal_basis scenario business_need".split(), "住房公积金提取")
PURPOSE = "住房公积金提取审核"
ROWS = 4
LINK = {"wuhu": "system_link", "liyang": "system_link", "jiaozuo": "interface"}  # how systems meet there


@dataclass
class Register:
    """The marriage register of one city, with rows."""

    cast: Cast
    resource: ResourceInfo

    def grant(self, *, method="online_query", items=()):
        """A grant for PURPOSE of these items (of all: none named), and its key."""
        officer = self.cast.person("housing_fund")
        wanted = frozenset(item.id for item in self.resource.items if not items or item.name in items)
        until = clock.today().replace(month=12, day=31)
        scope = Scope(wanted, methods=frozenset({method}), until_on=until)
        values = {**STATED, "purpose": PURPOSE, "undertaking": True, "use_kinds": ["administrative_basis"]}
        asked = sharing.draft_application(self.resource.id, actor=officer, scope=scope, values=values)
        sharing.send_application(asked.id, actor=officer)
        by_bureau = self.cast.law()("sharing.decider") == "bureau"
        decider = self.cast.officer_of_bureau() if by_bureau else self.cast.person("civil_affairs", "head")
        made = sharing.grant_application(asked.id, actor=decider, scope=scope)
        return made, sharing.issue_key(made.id, actor=officer)


@pytest.fixture(scope="module")
def cities(committed):  # noqa: F811 - the fixture above
    """Place -> its register."""
    made = {}
    for place, link in LINK.items():
        cast = Cast(place=place)
        methods = [link, "online_query", "batch_download"]
        resource = cast.resource("civil_affairs", basis_level="law", methods=methods)
        fill(resource, rows=ROWS)
        made[place] = Register(cast, resource)
    return made


@pytest.mark.parametrize("place", list(LINK))
@pytest.mark.requirement("wuhu-2020-data/15.1", "liyang-2020-sharing/18.4", "jiaozuo-2020-data/25.3")
def test_a_call_for_another_purpose_gets_nothing_and_is_recorded(cities, gateway, place):  # noqa: F811
    grant, key = cities[place].grant()
    refused = gateway(key, **{"X-Purpose": "个人好奇".encode()}).ask(登记证字号="J000001")
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing.use_limit")
    assert "rows" not in refused.json()
    stated = gateway(key, **{"X-Purpose": PURPOSE.encode()}).ask(登记证字号="J000001")
    assert stated.status_code == 200
    found = Delivery.objects.filter(grant_id=grant.id).order_by("id").values_list("status", "purpose_ok", "rows")
    assert list(found) == [(403, False, 0), (200, True, 1)]


@pytest.mark.parametrize(("place", "method"), [("liyang", "online_query"), ("jiaozuo", "interface")])
@pytest.mark.requirement("liyang-2020-sharing/16.7", "jiaozuo-2020-data/22.6")
def test_who_was_granted_asks_with_a_key_and_gets_the_granted_items_alone(cities, gateway, place, method):  # noqa: F811
    _, key = cities[place].grant(method=method, items=("登记证字号", "登记类别"))
    caller = gateway(key)
    assert caller.ask(登记证字号="J000001").json()["rows"] == [{"登记证字号": "J000001", "登记类别": "离婚"}]
    hidden = caller.ask(登记证字号="J000001", 女方姓名="李二")
    assert (hidden.status_code, hidden.json()["code"]) == (422, "exchange.items")
    assert gateway("gk_nonsense").ask(登记证字号="J000001").status_code == 401
    assert gateway.client.request("POST", "/v1/query", json={"登记证字号": "J000001"}).status_code == 401


@pytest.mark.parametrize("place", ["liyang", "jiaozuo"])
@pytest.mark.requirement("liyang-2020-sharing/16.5", "jiaozuo-2020-data/22.6")
def test_a_system_takes_the_resource_over_its_connection_and_the_transfer_is_on_record(cities, gateway, place):  # noqa: F811
    grant, key = cities[place].grant(method=LINK[place])
    page = gateway(key).get("/v1/data", limit=10)
    assert [row["登记证字号"] for row in page.json()["rows"]] == [f"J{n:06d}" for n in range(ROWS)]
    made = Delivery.objects.get(grant_id=grant.id)
    assert (made.code, made.channel, made.rows, made.status) == (page.json()["delivery"], "gateway", ROWS, 200)
    written = Entry.objects.get(object_type="exchange.delivery", object_id=made.code)
    assert written.actor_organisation_id == cities[place].cast.organisation("housing_fund")
    _, other = cities[place].grant(method="batch_download")
    assert gateway(other).get("/v1/data", limit=10).status_code == 403
