"""The assessment of the year in the demo city: most sheets are out, one is stated on, one confirmed."""

from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.supervision import selectors, services


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
