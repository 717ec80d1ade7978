"""Collecting in the city: plans and duties, a form for the streets that runs, one unapproved, archives on paper."""

from collections.abc import Mapping
from datetime import timedelta

from yiyuan.catalog.types import ResourceInfo
from yiyuan.collection.models import Digitisation, Return
from yiyuan.collection.services import digitisations, norms, plans, reports, returns, tasks
from yiyuan.collection.types import File
from yiyuan.demo import cases
from yiyuan.demo.people import Staff
from yiyuan.demo.rows import citizen, person
from yiyuan.kernel import clock

STREETS = ("wuhu.zheshan", "wuhu.beijingxilu")
SCAN = b"%PDF-1.4\n% a scan of the demo\n%%EOF\n"
VISITED = 3


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """At dates before today: the round began three weeks ago, one street has reported and one is late."""
    civil, street = staff.actor("wuhu.civil.officer"), staff.actor("wuhu.zheshan.officer")
    today = clock.today()
    with clock.frozen(cases.workdays_before(today, 40)):
        duty = norms.register_mandate(actor=civil, duty="养老服务", article="《安徽省养老服务条例》有关条款（演示）")
        norms.register_mandate(actor=civil, duty="婚姻登记", article="《婚姻登记条例》有关条款（演示）")
        norms.file_norm(
            actor=civil,
            title="民政数据采集规范",
            activities=["collect", "maintain"],
            number="芜民〔2026〕8 号（演示）",
            dated_on=clock.today(),
            file=File("民政数据采集规范.pdf", SCAN),
        )
        visits = published["visits"]
        plan = {"place": "platform", "mode": "direct", "personal": True, "resource_id": visits.id, "exception": ""}
        said = {"duty": "", "article": "", "necessity": "上门服务须知道老人需要什么，别处没有。", "different": ""}
        plans.save_plan(actor=civil, items=["需要的服务"], mandate_id=duty.id, **plan, **said)
    _paper(staff, published)
    with clock.frozen(cases.workdays_before(today, 15)):
        _round(staff, visits)
    with clock.frozen(cases.workdays_before(today, 2)):
        reports.report_unapproved(
            actor=street,
            about=staff.organisations["wuhu.health"],
            asked_for="每周报送辖区慢性病人数，口头通知，没有文件。",
            happened_on=cases.workdays_before(today, 3),
            file=File("通知截图.pdf", SCAN),
        )
    asked = tasks.draft_task(
        actor=civil,
        title="独居老人用气安全排查",
        resource_id=visits.id,
        items=["需要的服务"],
        need="只有上门才知道。",
        frequency="quarterly",
        units=[staff.organisations[one] for one in STREETS],
        searched="走访",
        unfit="是本部门自己的资源。",
    )
    tasks.send_task(asked.id, actor=civil)


def _paper(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """One archive is being digitised and late, of the other nobody has said when."""
    civil = staff.actor("wuhu.civil.officer")
    found = Digitisation.objects.get(resource_id=published["marriage_archive"].id)
    with clock.frozen(cases.workdays_before(clock.today(), 30)):
        until = clock.today() + timedelta(days=20)
        standard, extent = "纸质档案数字化规范 DA/T 31-2017", "1986—2001 年，约 3.2 万卷"
        digitisations.plan_digitisation(found.id, actor=civil, standard=standard, extent=extent, planned_on=until)
        digitisations.begin_digitisation(found.id, actor=civil)


def _round(staff: Staff, visits: ResourceInfo) -> None:
    civil, bureau = staff.actor("wuhu.civil.officer"), staff.actor("wuhu.bureau.bureau")
    units = [staff.organisations[street] for street in STREETS]
    task = tasks.draft_task(
        actor=civil,
        title="高龄老人走访登记",
        resource_id=visits.id,
        items=["需要的服务"],
        unit_item="街道",
        need="老人需要哪些上门服务，只有街道走访才知道。",
        frequency="yearly",
        units=units,
        searched="走访",
        unfit="是本部门自己的资源，没有别的来源。",
    )
    tasks.send_task(task.id, actor=civil)
    tasks.approve_task(task.id, actor=bureau)
    tasks.start_task(task.id, actor=civil, due_on=clock.today() + timedelta(days=14))
    street = staff.actor("wuhu.zheshan.officer")
    found = Return.objects.get(task_id=task.id, unit_id=street.organisation_id)
    for number in range(VISITED):
        row = {"证件号码": citizen(900 + number), "姓名": person(900 + number), "街道": "赭山街道"}
        said = {"走访日期": clock.today().isoformat(), "需要的服务": ("助餐", "助浴", "没有")[number]}
        returns.add_row(found.id, actor=street, row=row | said)
    returns.send_return(found.id, actor=street)
