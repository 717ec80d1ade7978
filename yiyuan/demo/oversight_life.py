"""Mobile endpoints and supervision of the demo city: connected or not; a clean check, a running one, an alert."""

from datetime import timedelta

from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.demo.rows import uscc_of
from yiyuan.kernel import clock
from yiyuan.services import services
from yiyuan.services.models import Oversight
from yiyuan.services.types import EndpointKind

INSPECTORS = "李检（演示）34020001、周查（演示）34020002"


def play(staff: Staff) -> None:
    """At dates before today."""
    today = clock.today()
    with clock.frozen(workdays_before(today, 20)):
        _endpoints(staff)
        annual = _item(staff, name="社会组织年度检查（演示）", code="340200-JG-001", subjects=6)
        _item(staff, name="慈善募捐活动检查（演示）", code="340200-JG-002", subjects=3)
    for days, number, problem in (
        (15, 901, "财务报告没有附审计意见"),
        (10, 902, ""),
        (6, 901, "财务报告仍没有附审计意见"),
        (1, 903, None),
    ):
        with clock.frozen(workdays_before(today, days)):
            _check(staff, annual, number, problem)


def _endpoints(staff: Staff) -> None:
    civil, fund, land = (staff.actor(f"wuhu.{key}.officer") for key in ("civil", "fund", "land"))
    app = services.register_endpoint(actor=fund, kind=EndpointKind.APP, name="芜湖公积金（演示）", address="手机公积金")
    services.connect_endpoint(app.id, actor=fund, connected_on=clock.today())
    services.register_endpoint(actor=civil, kind=EndpointKind.ACCOUNT, name="芜湖民政公众号（演示）")
    other = services.register_endpoint(actor=land, kind=EndpointKind.MINI, name="不动产登记小程序（演示）")
    services.except_endpoint(other.id, actor=land, basis="国家不动产登记网上办理规定第五条（演示）")
    system = services.register_endpoint(actor=civil, kind=EndpointKind.SYSTEM, name="社会组织监管系统（演示）")
    services.connect_endpoint(system.id, actor=civil, connected_on=clock.today())


def _item(staff: Staff, *, name: str, code: str, subjects: int) -> Oversight:
    civil = staff.actor("wuhu.civil.officer")
    return services.register_oversight(
        actor=civil, name=name, code=code, subjects=subjects, alert_times=2, alert_days=365
    )


def _check(staff: Staff, item: Oversight, number: int, problem: str | None) -> None:
    """problem: "" for none found, None for a check that runs."""
    civil, today = staff.actor("wuhu.civil.officer"), clock.today()
    made = services.begin_check(
        item.id,
        actor=civil,
        subject_name=f"演示社会组织{number}",
        subject_code=uscc_of(number),
        inspectors=INSPECTORS,
        began_on=today,
    )
    services.note_step(made.id, actor=civil, words="查阅年度工作报告和财务报告，询问负责人")
    if problem:
        services.find_problem(made.id, actor=civil, problem=problem, fix_by=today + timedelta(days=30))
    elif problem is not None:
        services.clear_check(made.id, actor=civil, words="没有发现问题")
