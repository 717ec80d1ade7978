"""A call by key states its purpose; another purpose than the granted one is refused, in every city."""

import pytest

from tests.support.cast import Cast
from yiyuan.exchange.models import Delivery
from yiyuan.exchange.tests.conftest import committed, fill, gateway  # noqa: F401 - fixtures
from yiyuan.kernel import clock
from yiyuan.sharing import services as sharing
from yiyuan.sharing.types import Scope

STATED = dict.fromkeys("need duty legal_basis scenario business_need".split(), "住房公积金提取")
PURPOSE = "住房公积金提取审核"


@pytest.fixture(scope="module")
def keys(committed):  # noqa: F811 - the fixture above
    """Place -> key of a grant for PURPOSE."""
    made = {}
    for place in ("wuhu", "liyang", "jiaozuo"):
        cast = Cast(place=place)
        resource = cast.resource("civil_affairs", basis_level="law")
        fill(resource, rows=4)
        officer = cast.person("housing_fund")
        items = frozenset(item.id for item in resource.items)
        scope = Scope(items, methods=frozenset({"online_query"}), until_on=clock.today().replace(month=12, day=31))
        asked = sharing.draft_application(
            resource.id,
            actor=officer,
            scope=scope,
            values={**STATED, "purpose": PURPOSE, "undertaking": True, "use_kinds": ["administrative_basis"]},
        )
        sharing.send_application(asked.id, actor=officer)
        by_bureau = cast.law()("sharing.decider") == "bureau"
        decider = cast.officer_of_bureau() if by_bureau else cast.person("civil_affairs", "head")
        grant = sharing.grant_application(asked.id, actor=decider, scope=scope)
        made[place] = (grant, sharing.issue_key(grant.id, actor=officer))
    return made


@pytest.mark.parametrize("place", ["wuhu", "liyang", "jiaozuo"])
@pytest.mark.requirement("wuhu-2020-data/15.1", "liyang-2020-sharing/18.4", "jiaozuo-2020-data/25.3")
def test_a_call_for_another_purpose_gets_nothing_and_is_recorded(keys, gateway, place):  # noqa: F811
    grant, key = keys[place]
    refused = gateway(key, **{"X-Purpose": "个人好奇".encode()}).ask(登记证字号="J000001")
    assert (refused.status_code, refused.json()["code"]) == (403, "sharing.use_limit")
    assert "rows" not in refused.json()
    stated = gateway(key, **{"X-Purpose": PURPOSE.encode()}).ask(登记证字号="J000001")
    assert stated.status_code == 200
    found = Delivery.objects.filter(grant_id=grant.id).order_by("id").values_list("status", "purpose_ok", "rows")
    assert list(found) == [(403, False, 0), (200, True, 1)]
