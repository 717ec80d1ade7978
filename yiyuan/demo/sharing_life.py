"""The life of sharing as an officer meets it: one check with five providers, a forward, a grant at rest, a chain."""

from datetime import date, timedelta

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo.cases import STATED, apply, workdays_before
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Application
from yiyuan.sharing.selectors import scope_of
from yiyuan.sharing.services import Wanted
from yiyuan.sharing.types import Scope

CONSENT = "《家庭经济状况核对授权书》2026-118 号"
FAMILY_CHECK = {
    **STATED,
    "need": "核对申请家庭的户籍、就业、不动产和登记状况，不再要家庭提供证明",
    "purpose": "最低生活保障家庭经济状况核对",
    "duty": "《社会救助暂行办法》第五十八条（演示）",
    "service_item": "最低生活保障对象认定",
    "receiving_system": "居民家庭经济状况核对系统（演示）",
    "contact": "0553-0000012",
    "consent": CONSENT,
}


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """All of it; dates are relative to today."""
    today = clock.today()
    _one_check_five_providers(staff, published, today)
    _yes_or_no_instead_of_bulk(staff, published, today)
    _forwarded_to_the_province(staff, published, today)
    _at_rest_after_an_inspection(staff, published, today)
    _outside_the_platform(staff, published, today)
    _awaiting_the_chain(staff, published, today)
    _asked_again(staff, published, today)
    _decided_by_the_group(staff, today)


def _one_check_five_providers(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """One need, with the citizen's authorisation: three have answered, one asks for a paper, one is open."""
    wanted = {
        "household": ["姓名", "公民身份号码", "户籍地址"],
        "insurance": [],
        "property": [],
        "deaths": [],
        "enterprises": [],
    }
    filed = workdays_before(today, 5)
    with clock.frozen(filed):
        scopes: dict[int, Scope] = {
            published[key].id: sharing.default_scope(published[key].id, names=names) for key, names in wanted.items()
        }
        materials: dict[int, list[str]] = {published[key].id: ["履职依据"] for key in wanted}
        need = sharing.file_need(
            "低保家庭经济状况核对",
            actor=staff.actor("wuhu.civil.officer"),
            scopes=scopes,
            values=FAMILY_CHECK,
            materials=materials,
        )
    asked = {application.resource_id: application for application in need.applications.select_related("provider")}
    for key, head, days in (("insurance", "wuhu.labour.head", 3), ("property", "wuhu.registry.head", 2)):
        application = Application.objects.get(id=asked[published[key].id].id)
        with clock.frozen(workdays_before(today, days)):
            sharing.grant_application(application.id, actor=staff.actor(head), scope=scope_of(application))


def _yes_or_no_instead_of_bulk(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """The police refuse addresses in bulk and offer a yes or no match; the answer is asked for and given."""
    household = published["household"]
    bulk = apply(
        staff,
        "wuhu.education",
        household,
        on=workdays_before(today, 10),
        purpose="义务教育入学资格核验",
        service_item="义务教育入学",
        need="入学季核验户籍地址，申请全量提供本市户籍人口地址",
    )
    with clock.frozen(workdays_before(today, 7)):
        sharing.refuse_application(
            bulk.id,
            actor=staff.actor("wuhu.police.head"),
            reason="全量提供超出核验所需。可以改为逐人核验：送姓名、证件号码和地址，回复“一致”或“不一致”。",
            basis="《居民身份证法》有关条款（演示）",
            basis_level="law",
        )
    match = apply(
        staff,
        "wuhu.education",
        household,
        on=workdays_before(today, 6),
        fields=[item.name for item in household.items[:2]],
        purpose="义务教育入学资格核验（只回复是否一致）",
        service_item="义务教育入学",
        need="按人核验姓名与证件号码是否一致，不取地址",
    )
    with clock.frozen(workdays_before(today, 4)):
        sharing.grant_application(
            match.id, actor=staff.actor("wuhu.police.head"), scope=scope_of(match), reason="按人核验，回复是否一致。"
        )


def _forwarded_to_the_province(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """The province holds the pension records of other cities; its answer is awaited, the date stands."""
    asked = apply(
        staff,
        "wuhu.disabled",
        published["insurance"],
        on=workdays_before(today, 4),
        purpose="残疾人就业和参保状况核对",
        service_item="残疾人两项补贴",
        need="核对在省内其他市参保的残疾人",
    )
    with clock.frozen(workdays_before(today, 3)):
        sharing.forward_application(
            asked.id,
            actor=staff.actor("wuhu.labour.head"),
            upper_body="安徽省人力资源和社会保障厅",
            proof="芜人社函（演示）〔2026〕31号",
        )


def _at_rest_after_an_inspection(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """The audit found look-ups without a case: the grant rests and a signal is open."""
    asked = apply(
        staff,
        "wuhu.land",
        published["deaths"],
        on=workdays_before(today, 18),
        purpose="不动产继承登记核验",
        service_item="不动产登记",
    )
    with clock.frozen(workdays_before(today, 15)):
        grant = sharing.grant_application(asked.id, actor=staff.actor("wuhu.health.head"), scope=scope_of(asked))
    with clock.frozen(workdays_before(today, 2)):
        sharing.record_misuse(
            grant.id,
            actor=staff.actor("wuhu.inspection.auditor"),
            evidence="抽查 20 次查询，6 次的办件编号在不动产登记系统中不存在。",
        )


def _outside_the_platform(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    with clock.frozen(workdays_before(today, 3)):
        sharing.register_provision(
            published["allowance"].id,
            actor=staff.actor("wuhu.civil.officer"),
            consumer_id=staff.organisations["wuhu.education"],
            provided_on=clock.today() - timedelta(days=2),
            way="加密光盘，双人交接",
            purpose="家庭经济困难学生资助认定",
            reason="专线检修，入学资助认定须在当周完成",
            rows=1260,
        )


def _awaiting_the_chain(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """The labour bureau answers through three hands; one application waits for the second."""
    head, officer = staff.actor("wuhu.labour.head"), staff.actor("wuhu.labour.officer")
    asked = apply(
        staff,
        "wuhu.market",
        published["insurance"],
        on=workdays_before(today, 2),
        purpose="企业歇业备案核对在保职工",
        service_item="企业歇业备案",
    )
    with clock.frozen(workdays_before(today, 1)):
        reviewer = staff.actor("wuhu.labour.reviewer")
        steps = [("经办人", officer.account_id), ("科室负责人", reviewer.account_id)]
        sharing.set_chain(actor=head, steps=steps, in_person=False)
        sharing.sign(asked.id, actor=officer, opinion="用途与职责相符，信息项都是核对所需，拟同意。")


def _asked_again(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    with clock.frozen(workdays_before(today, 2)):
        sharing.report_demand(
            actor=staff.actor("wuhu.bureau.bureau"),
            about_id=staff.organisations["wuhu.fund"],
            asked_for="结婚证复印件",
            matter="住房公积金提取",
            happened_on=clock.today(),
            resource_id=published["marriage"].id,
            reporter_name="群众",
        )


def _decided_by_the_group(staff: Staff, today: date) -> None:
    """The leading group in Liyang decided a task, which its owner still has in hand."""
    with clock.frozen(workdays_before(today, 12)):
        sharing.set_task(
            Wanted(
                staff.organisations["liyang.civil"], "婚姻登记信息按人核验接口开通", clock.today() + timedelta(days=30)
            ),
            actor=staff.actor("liyang.group.head"),
            minutes_number="溧数组纪（演示）〔2026〕3号",
        )
