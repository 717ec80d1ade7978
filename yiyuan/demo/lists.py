"""One catalog, three lists in the middle of the year: clocks that run, demands, a challenge, lists handed in."""

from datetime import date, timedelta

from yiyuan.catalog import services as catalog
from yiyuan.catalog.types import EntryKind, ResourceInfo
from yiyuan.demo import catalog as described
from yiyuan.demo.cases import workdays_before
from yiyuan.demo.city import PLACE
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.lists import services as lists
from yiyuan.lists.types import ListKind
from yiyuan.workflow.api import Law
from yiyuan.workflow.services import watch_terms

GUIDE = """一、资源名称写数据是什么，不写信息系统的名称。
二、摘要写明范围、来历和起始年份。
三、列为有条件共享、不予共享的，依据写到文件名称和第几条。
四、信息项名称、类型与数据元标准一致。（演示）"""


def play(staff: Staff, published: dict[str, ResourceInfo]) -> None:
    """Everything, at days before today."""
    today = clock.today()
    _guide(staff, today)
    _changes(staff, published, today)
    _demands(staff, published, today)
    _talks(staff, published, today)
    _systems(staff, published, today)
    _licence(staff, today)
    _lists(staff, today)
    watch_terms()


def _guide(staff: Staff, today: date) -> None:
    """The guide of the year and the task under it, due in three weeks."""
    with clock.frozen(workdays_before(today, 40)):
        bureau = staff.actor("wuhu.bureau.bureau")
        lists.publish_guide(actor=bureau, title="芜湖市政务信息资源目录编制指南", text="名称写数据是什么。（演示）")
        guide = lists.publish_guide(
            actor=bureau,
            title="芜湖市政务信息资源目录编制指南",
            text=GUIDE,
            notes={"资源名称": "不超过 20 个字，不写“系统”“平台”", "责任专人": "填经办科室能联系上的人"},
            standard="政务数据元目录（演示）",
            elements=[
                {"name": "性别", "data_type": "C", "length": 2, "codes": ["男", "女"]},
                {"name": "统一社会信用代码", "data_type": "C", "length": 18, "codes": []},
            ],
        )
    with clock.frozen(workdays_before(today, 15)):
        lists.open_compilation(
            actor=bureau, title="下半年目录和清单编制", due_on=today + timedelta(days=21), guide_id=guide.id
        )


def _changes(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Day 9 of 10 in the civil affairs department; one two days late; one reported; Liyang and Jiaozuo by their own."""
    revised = "《婚姻登记条例》修订（演示文号）"
    cases = [
        ("wuhu.civil", "marriage", revised, 9),
        ("wuhu.health", "deaths", "死亡医学证明管理职能划转（演示文号）", 12),
        ("liyang.civil", "marriage_liyang", revised, 9),
        ("jiaozuo.civil", "marriage_jiaozuo", revised, 9),
    ]
    for provider, key, document, days in cases:
        changed_on = workdays_before(today, days)
        with clock.frozen(workdays_before(today, days - 1)):
            catalog.register_change(
                actor=staff.actor(f"{provider}.officer"),
                cause="functions_changed" if "职能" in document else "law_revised",
                document=document,
                changed_on=changed_on,
                resource_ids=[published[key].id],
                note="信息项和共享条件按修订后的条文核对。",
            )


def _demands(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """Four demands: matched, assigned, refused, waiting for review."""
    bureau = staff.actor("wuhu.bureau.bureau")
    wanted = [
        ("wuhu.fund", "婚姻登记信息", "wuhu.civil", "《住房公积金管理条例》有关条款（演示）"),
        ("wuhu.education", "居住证持有人信息", "wuhu.police", "《居住证暂行条例》有关条款（演示）"),
        ("wuhu.market", "个人银行流水", "wuhu.tax", "部门工作需要（演示）"),
        ("wuhu.disabled", "康复机构名录", "wuhu.health", "《残疾人保障法》有关条款（演示）"),
    ]
    made = []
    with clock.frozen(workdays_before(today, 12)):
        for consumer, name, provider, duty in wanted:
            officer = staff.actor(f"{consumer}.officer")
            values = {"wanted": name, "provider_id": staff.organisations[provider], "duty": duty, "use": "业务核验"}
            draft = lists.draft_demand(actor=officer, values=values)
            made.append(lists.submit_demand(draft.id, actor=officer))
    with clock.frozen(workdays_before(today, 8)):
        lists.match_demand(made[0].id, actor=bureau, resource_id=published["marriage"].id, note="目录已有，请申请共享")
        police = staff.organisations["wuhu.police"]
        lists.assign_demand(made[1].id, actor=bureau, provider_id=police, note="列入公安局责任清单")
        lists.refuse_demand(made[2].id, actor=bureau, note="不是履行职责所必需，也不属于税务部门的数据")


def _talks(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """A type challenged, and a piece of feedback that was answered."""
    with clock.frozen(workdays_before(today, 3)):
        catalog.challenge_type(
            published["cremation"].id,
            actor=staff.actor("wuhu.labour.officer"),
            wanted="unconditional",
            reason="只需要核对是否火化，可以只提供登记日期，不涉及个人隐私。（演示）",
        )
        said = catalog.file_feedback(
            published["allowance"].id, actor=staff.actor("wuhu.disabled.officer"), text="退出低保的记录晚到约两周。"
        )
    with clock.frozen(workdays_before(today, 1)):
        catalog.answer_feedback(
            said.id, actor=staff.actor("wuhu.civil.officer"), note="已改为每周更新，下月起按日更新。"
        )


def _systems(staff: Staff, published: dict[str, ResourceInfo], today: date) -> None:
    """One system with a linked and an unlinked entry, one without any."""
    with clock.frozen(workdays_before(today, 30)):
        civil, health = staff.actor("wuhu.civil.officer"), staff.actor("wuhu.health.officer")
        system = catalog.register_system(actor=civil, name="社会救助综合管理系统（演示）", funding="city_or_below")
        linked = catalog.declare_entry(system.id, actor=civil, name="最低生活保障对象信息")
        catalog.declare_entry(system.id, actor=civil, name="临时救助发放信息")
        catalog.link_declared(linked.id, actor=civil, resource_id=published["allowance"].id)
        catalog.register_system(actor=health, name="出生医学证明管理系统（演示）", funding="above")
        bureau = staff.actor("wuhu.bureau.bureau")
        catalog.name_lead(actor=bureau, category="1", class_code="01", lead_id=staff.organisations["wuhu.police"])


def _licence(staff: Staff, today: date) -> None:
    """A licence entry, published and so in the city's licence catalog."""
    with clock.frozen(workdays_before(today, 20)):
        officer = staff.actor("wuhu.civil.officer")
        law = Law(officer.region_code, clock.today())
        entry = {**described.described()[3], "name": "社会组织登记证书", "summary": "民政部门核发的社会组织登记证书。"}
        values = described.values_of(entry, law=law) | {
            "licence_issuer": officer.organisation_name,
            "licence_type": "document",
            "licence_holder": "legal_person",
            "licence_template": "社会组织登记证书 2026 版（演示）",
        }
        items = [described.item_of(item) for item in ("证书编号 C30*!", "社会组织名称 C100!", "有效期至 D")]
        draft = catalog.draft_resource(actor=officer, values=values, items=items, kind=EntryKind.LICENCE)
        catalog.submit_version(draft.id, actor=officer)
        catalog.clear_secrecy(draft.id, actor=staff.actor("wuhu.civil.secrecy"))
        by_bureau = law("catalog.reviewer") == "bureau"
        reviewer = staff.actor("wuhu.bureau.bureau" if by_bureau else "wuhu.civil.reviewer")
        catalog.approve_version(draft.id, actor=reviewer)
        catalog.publish_version(draft.id, actor=officer)


def _officers(staff: Staff) -> list[Actor]:
    """Of the departments that keep their dates."""
    late = {f"{PLACE}.{body}.officer" for body in ("fund", "education", "tax", "disabled")}
    wanted = [name for name in staff.accounts if name.startswith(f"{PLACE}.") and name.endswith(".officer")]
    return [staff.actor(name) for name in wanted if name not in late]


def _lists(staff: Staff, today: date) -> None:
    """Most departments handed in both lists, three none and the fund one; the city's version; a county's summary."""
    bureau = staff.actor("wuhu.bureau.bureau")
    with clock.frozen(workdays_before(today, 6)):
        officers = _officers(staff)
        handed = [lists.hand_in_list(ListKind.CATALOG, actor=one, note="按目录编制") for one in officers]
        for one in officers:
            lists.hand_in_list(ListKind.DEMAND, actor=one, note="现有共享已经够用")
        lists.hand_in_list(ListKind.DEMAND, actor=staff.actor("wuhu.fund.officer"))
        lists.hand_up_summary(actor=staff.actor("macun.bureau.bureau"))
    with clock.frozen(workdays_before(today, 4)):
        for taken in handed[:-3]:
            if taken.organisation_id != bureau.organisation_id:  # its own list somebody else takes over
                lists.take_list(taken.id, actor=bureau)
        lists.publish_release(actor=bureau, title="芜湖市政务数据“一目录三清单”（演示）")
