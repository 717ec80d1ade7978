"""A resource that stays with its provider: the police answer for vehicles from a system of their own."""

import time

from django.conf import settings

from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import outgoing
from yiyuan.demo import provider
from yiyuan.demo.cases import apply, workdays_before
from yiyuan.demo.people import Staff
from yiyuan.exchange import interfaces
from yiyuan.exchange.types import Method
from yiyuan.kernel import clock
from yiyuan.kernel.errors import Unavailable
from yiyuan.sharing import services as sharing
from yiyuan.sharing.selectors import scope_of

READY_TRIES = 50


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """Registered, tried, open; one department holds a grant, another waits for the answer."""
    vehicles = published["vehicles"]
    today = clock.today()
    asked = apply(
        staff,
        "wuhu.civil",
        vehicles,
        on=workdays_before(today, 4),
        purpose="最低生活保障家庭经济状况核对",
        service_item="最低生活保障对象认定",
    )
    with clock.frozen(workdays_before(today, 2)):
        head = staff.actor("wuhu.police.head")
        sharing.grant_application(asked.id, actor=head, scope=scope_of(asked), reason="按人查询")
    port = settings.PAGE_PORT + provider.AFTER
    provider.start(port)
    address = f"http://{provider.HOST}:{port}"
    _await(address)
    officer = staff.actor("wuhu.police.officer")
    ids = {item.name: item.id for item in vehicles.items}
    interfaces.save_interface(
        vehicles.id,
        actor=officer,
        wanted=interfaces.Wanted(
            method=Method.POST_JSON,
            address=f"{address}/vehicles",
            fields={ids[name]: field for name, field in provider.FIELDS.items()},
            parameters={ids[name]: field for name, field in provider.PARAMETERS.items()},
            rows_at="data.rows",
            timeout_s=3,
            header="Authorization",
            credential=provider.CREDENTIAL,
            health=f"{address}/health",
            errors="401 凭据不对\n400 缺少查询参数",
        ),
    )
    interfaces.try_interface(vehicles.id, actor=officer, values={ids["号牌号码"]: provider.vehicle(1)["hphm"]})
    interfaces.open_interface(vehicles.id, actor=officer)


def _await(address: str) -> None:
    for _ in range(READY_TRIES):
        try:
            outgoing.reach(address, allowed={provider.HOST})
        except Unavailable:
            time.sleep(0.1)
        else:
            return
