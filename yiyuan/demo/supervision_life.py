"""The assessment of the year in the demo city: most sheets are out, one is stated on, one confirmed; a joint check two
bodies scored in, an inspection with a finding.
"""

from datetime import timedelta
from decimal import Decimal

from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.supervision import selectors, services
from yiyuan.supervision.types import Given


def play(staff: Staff) -> None:
    """A scheme nobody has weighted yet, and the year so far."""
    bureau = staff.actor("wuhu.bureau.bureau")
    with clock.frozen(workdays_before(clock.today(), 3)):
        scheme = services.make_scheme(
            actor=bureau, title="政务数据共享工作评价方案（演示）", co_issuers="市数据资源管理局、市大数据中心"
        )
        services.open_assessment(actor=bureau, year=clock.today().year, scheme_id=scheme.id)
    sheets = {sheet.organisation_id: sheet.id for sheet in selectors.sheets(bureau)}
    for key, statement in (("civil", "数据与本部门台账一致。"), ("labour", "更新比例低的资源已补交，请核。")):
        head = staff.actor(f"wuhu.{key}.head")
        services.state_view(sheets[staff.organisations[f"wuhu.{key}"]], actor=head, statement=statement)
    services.confirm_sheet(sheets[staff.organisations["wuhu.civil"]], actor=bureau, reply="经核对无异议。")
    _check_together(staff)
    _inspect(staff)


def _check_together(staff: Staff) -> None:
    """Two bodies are asked, one has scored."""
    bureau = staff.actor("wuhu.bureau.bureau")
    scorers = [staff.organisations["wuhu.civil"], staff.organisations["wuhu.labour"]]
    services.open_joint(
        actor=bureau,
        title="落实共享和网络安全要求联合考核（演示）",
        year=clock.today().year,
        bodies=scorers,
        due_on=clock.today() + timedelta(days=20),
    )
    head = staff.actor("wuhu.civil.head")
    scoring = selectors.scorings(head).filter(organisation_id=scorers[0])[0]
    given = [
        Given(number, subject, Decimal(90 - 3 * place), "")
        for place, number in enumerate(list(selectors.to_score(scoring))[:6])
        for subject in scoring.check_of.subjects
    ]
    services.give_scores(scoring.id, actor=head, given=given)


def _inspect(staff: Staff) -> None:
    """Published: one unit has nothing to mend, the other something."""
    bureau = staff.actor("wuhu.bureau.bureau")
    units = [staff.organisations["wuhu.civil"], staff.organisations["wuhu.labour"]]
    inspection = services.open_inspection(
        actor=bureau,
        title="政务信息资源专项检查（演示）",
        year=clock.today().year,
        items=["目录是否完整、准确", "数据是否按周期更新"],
        units=units,
    )
    first, second = inspection.units.order_by("id")
    services.record_seen(inspection.id, actor=bureau, unit=first.id, seen="抽查 5 条目录，与业务系统一致。")
    services.record_seen(
        inspection.id,
        actor=bureau,
        unit=second.id,
        seen="抽查 3 个资源的更新记录。",
        item="数据是否按周期更新",
        problem="一个资源两个周期没有更新，请补交并安排专人。",
        due_on=clock.today() + timedelta(days=30),
    )
    services.publish_inspection(inspection.id, actor=bureau, summary="检查 2 个单位，发现问题 1 个。")
