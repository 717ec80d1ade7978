"""Cases an officer recognises, played by the people concerned at the dates they would have acted."""

from datetime import date, timedelta

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import rows
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.sharing import services as sharing
from yiyuan.sharing.models import Application
from yiyuan.sharing.selectors import scope_of
from yiyuan.sharing.types import Condition, Operator, Scope
from yiyuan.workdays.api import is_workday
from yiyuan.workflow.services import watch_terms

STATED = {
    "need": "核验当事人的状况，不再收取证明",
    "purpose": "业务审核",
    "duty": "本部门职责规定（演示）",
    "legal_basis": "有关法规（演示）",
    "scenario": "窗口受理",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": True,
    "service_item": "",
    "receiving_system": "业务系统（演示）",
    "protection_level": 3,
    "contact": "0553-0000000",
    "materials": ["履职依据", "数据安全承诺书"],
}


def workdays_before(day: date, count: int) -> date:
    """The working day `count` working days before `day`."""
    while count:
        day -= timedelta(days=1)
        count -= is_workday(day)
    return day


def load(actor: Actor, resource: ResourceInfo, name: str, content: bytes) -> None:
    """Hand a file in and load it now, as the worker would."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from yiyuan.intake import loading
    from yiyuan.intake import services as intake

    upload = SimpleUploadedFile(name, content)
    received = intake.receive_file(resource.id, actor=actor, upload=upload, confirmed=True)
    loading.load_batch(received.batch.id)


def apply(
    staff: Staff,
    consumer: str,
    resource: ResourceInfo,
    *,
    on: date,
    fields: list[str] | None = None,
    send: bool = True,
    **stated: str,
) -> Application:
    """An application filed on a day by the consumer's data officer."""
    with clock.frozen(on):
        officer = staff.actor(f"{consumer}.officer")
        chosen = [item for item in resource.items if fields is None or item.name in fields]
        scope = Scope(
            fields=frozenset(item.id for item in chosen),
            methods=frozenset(resource.methods),
            until_on=on + timedelta(days=360),
        )
        made = sharing.draft_application(resource.id, actor=officer, scope=scope, values={**STATED, **stated})
        if send:
            sharing.send_application(made.id, actor=officer)
        return made


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """All cases. Dates are relative to today; the one across the National Day holiday is of this year's October."""
    today = clock.today()
    _day_six(staff, published, today)
    _late(staff, published, today)
    _refused(staff, published, today)
    _undelivered(staff, published, today)
    _narrowed(staff, published, today)
    _across_the_holiday(staff, published, today)
    _subscriptions(staff, published, today)
    _elsewhere(staff, published, today)
    _damaged_workbook(staff, published)
    _drafts(staff)
    watch_terms()


def _day_six(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Day 6 of 7: due on the next working day."""
    apply(
        staff,
        "wuhu.fund",
        published["marriage"],
        on=workdays_before(today, 6),
        purpose="住房公积金提取审核",
        service_item="住房公积金提取（购买自住住房）",
        need="核验提取人婚姻状况和配偶身份，不再收结婚证复印件",
    )


def _late(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Two working days late, with the reminders that were given on the way."""
    sent_on = workdays_before(today, 9)
    apply(
        staff,
        "wuhu.education",
        published["allowance"],
        on=sent_on,
        purpose="义务教育资助认定",
        service_item="义务教育家庭经济困难学生资助",
    )
    day = sent_on
    while day < today:
        day += timedelta(days=1)
        with clock.frozen(day):
            watch_terms()


def _refused(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """A refusal citing a ministry's rule is rejected by the platform; the one citing a law stands."""
    asked = apply(
        staff, "wuhu.market", published["household"], on=workdays_before(today, 12), purpose="登记注册身份核验"
    )
    with clock.frozen(workdays_before(today, 8)):
        head = staff.actor("wuhu.police.head")
        try:
            sharing.refuse_application(
                asked.id,
                actor=head,
                reason="部门规章未规定提供",
                basis="某部门规章（演示）",
                basis_level="ministry_rule",
            )
        except RuleBroken:
            sharing.refuse_application(
                asked.id,
                actor=head,
                reason="全量提供超出核验所需，可改为按人核验后再申请。",
                basis="《居民身份证法》有关条款（演示）",
                basis_level="law",
            )


def _undelivered(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Granted 25 working days ago and never fetched."""
    asked = apply(staff, "wuhu.labour", published["deaths"], on=workdays_before(today, 28), purpose="养老待遇停发核对")
    with clock.frozen(workdays_before(today, 25)):
        sharing.grant_application(asked.id, actor=staff.actor("wuhu.health.head"), scope=scope_of(asked))


def _narrowed(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """A marriage check: seven of nine items asked for, five given, only marriages, one person at a time."""
    marriage = published["marriage"]
    asked = apply(staff, "wuhu.land", marriage, on=workdays_before(today, 20), purpose="不动产登记审核婚姻状况")
    by_name = {item.name: item for item in marriage.items}
    given = ["登记证字号", "男方姓名", "男方证件号码", "女方姓名", "女方证件号码", "登记类别"]
    with clock.frozen(workdays_before(today, 15)):
        grant = sharing.grant_application(
            asked.id,
            actor=staff.actor("wuhu.civil.head"),
            scope=Scope(
                fields=frozenset(by_name[name].id for name in given),
                rows=frozenset({Condition(by_name["登记类别"].id, Operator.IS, "结婚")}),
                methods=frozenset({"online_query"}),
                until_on=workdays_before(today, 20) + timedelta(days=300),
            ),
            reason="登记日期、登记机关不是审核所必需，未予提供。",
        )
        sharing.issue_key(grant.id, actor=staff.actor("wuhu.land.officer"))


def _across_the_holiday(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Received on the last days of September, answered on day 6 of 7 with a week's holiday between."""
    year = today.year if today > date(today.year, 10, 12) else today.year - 1
    asked = apply(
        staff, "wuhu.disabled", published["allowance"], on=date(year, 9, 24), purpose="残疾人两项补贴资格核验"
    )
    with clock.frozen(date(year, 10, 10)):
        sharing.grant_application(asked.id, actor=staff.actor("wuhu.civil.head"), scope=scope_of(asked))


def _subscriptions(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    with clock.frozen(workdays_before(today, 4)):
        for consumer in ("wuhu.police", "wuhu.tax", "wuhu.civil"):
            sharing.subscribe(
                published["enterprises"].id,
                actor=staff.actor(f"{consumer}.officer"),
                need="核对企业登记信息",
                purpose="办理业务时核对申请企业的登记状态",
                duty="登记信息核对",
                scenario="窗口和网上受理",
            )


def _elsewhere(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """The same request in the other tenants: ten working days in Liyang, the bureau's desk in Jiaozuo."""
    apply(staff, "liyang.labour", published["marriage_liyang"], on=workdays_before(today, 6), purpose="待遇审核")
    apply(staff, "jiaozuo.labour", published["marriage_jiaozuo"], on=workdays_before(today, 6), purpose="待遇审核")


def _damaged_workbook(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """An Excel file in which identity numbers were stored as figures and lost their last digits."""
    resource = published["allowance"]
    load(staff.actor("wuhu.civil.officer"), resource, "低保对象9月.xlsx", rows.damaged_workbook(resource))


def _drafts(staff: Staff) -> None:
    """One entry waits for review, one is a bare draft."""
    from yiyuan.catalog import services as catalog_services
    from yiyuan.demo import catalog

    entry = {
        **catalog.described()[3],
        "name": "殡葬服务单位信息",
        "summary": "依法设立的殡葬服务单位。",
        "items": ["单位名称 C100*!", "地址 C200", "联系电话 C40", "数据说明 C20"],
    }
    officer = staff.actor("wuhu.civil.officer")
    from yiyuan.workflow.api import Law

    law = Law(officer.region_code, clock.today())
    draft = catalog_services.draft_resource(
        actor=officer, values=catalog.values_of(entry, law=law), items=[catalog.item_of(i) for i in entry["items"]]
    )
    catalog_services.submit_version(draft.id, actor=officer)
    catalog_services.draft_resource(actor=officer, values={"name": "养老机构备案信息"})
