"""Two IT projects accepted two years ago: one whose data came to be used, one whose never was."""

from datetime import date
from typing import Any

from yiyuan.catalog import services as catalog
from yiyuan.demo import cases, rows
from yiyuan.demo import catalog as described
from yiyuan.demo.people import Staff
from yiyuan.exchange import services as exchange
from yiyuan.kernel import clock
from yiyuan.projects import services as projects
from yiyuan.sharing import services as sharing

FACILITIES: dict[str, Any] = {
    "key": "facilities",
    "name": "社区养老服务设施名录",
    "summary": "社区养老服务设施的名称、地址和床位数。",
    "sharing": "unconditional",
    "methods": ["batch_download", "online_query"],
    "cycle": "irregular",
    "items": ["设施编号 C20*!", "设施名称 C100!", "所在社区 C60", "床位数 N6", "数据说明 C20"],
}
ROWS = 120
TIMES = {"wuhu": (2, 7), "jiaozuo": (0, 0)}  # uses in the year of acceptance and in the one after


def play(staff: Staff) -> None:
    """Both, measured as far as years are over."""
    first = clock.today().year - 2
    for place, times in TIMES.items():
        _project(staff, place, first=first, times=times)
    projects.measure_years()


def _project(staff: Staff, place: str, *, first: int, times: tuple[int, int]) -> None:
    officer = staff.actor(f"{place}.civil.officer")
    with clock.frozen(date(first, 5, 20)):
        name = "居家养老服务平台（演示）"
        system = catalog.register_system(actor=officer, name=name, funding="city_or_below", in_use_on=clock.today())
        promised = [
            catalog.declare_entry(system.id, actor=officer, name=entry)
            for entry in (FACILITIES["name"], "养老服务补贴发放信息")
        ]
        made = projects.register_project(
            actor=officer,
            name="居家养老服务平台建设项目（演示）",
            approval_number=f"发改审批（演示）〔{first - 1}〕58号",
            system_ids=[system.id],
        )
        paper = f"信息化项目验收意见（演示）〔{first}〕12号"
        projects.accept_project(made, actor=officer, accepted_on=clock.today(), paper=paper)
    if not any(times):
        return
    with clock.frozen(date(first, 9, 10)):
        resource = described.publish(staff, {**FACILITIES, "provider": f"{place}.civil"})
        catalog.link_declared(promised[0].id, actor=officer, resource_id=resource.id)
        cases.load(officer, resource, f"{resource.name}.csv", rows.csv_of(resource, rows=ROWS))
    key = next(item.name for item in resource.items if item.key)
    for year, count in zip((first, first + 1), times, strict=True):
        with clock.frozen(date(year, 10, 14)):
            for user in ("health", "disabled")[: year - first + 1]:
                consumer = staff.actor(f"{place}.{user}.officer")
                grant = sharing.subscribe(
                    resource.id,
                    actor=consumer,
                    need="核对养老服务设施",
                    purpose="养老服务对象帮扶",
                    duty="本部门职责规定（演示）",
                    scenario="上门帮扶前核对",
                )
                for number in range(count):
                    exchange.look_up(
                        grant.id,
                        actor=consumer,
                        asked={key: f"YS{number + 1:010d}"},
                        case=f"演示-{year}-{number + 1}",
                        reason="核对服务设施",
                    )
