"""Items and cases of the demo city: one closed without paper, one under recheck, one on a promise, one rejected."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta

from yiyuan.catalog.api import licence_entries
from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases, oversight_life, rows, service_items
from yiyuan.demo.people import Staff
from yiyuan.disputes import services as disputes
from yiyuan.disputes.types import Doubt, Said
from yiyuan.kernel import clock
from yiyuan.services import services
from yiyuan.services.models import Case, ServiceItem
from yiyuan.services.types import Applicant, File, Ground, Person

SCAN = b"%PDF-1.4\n% a copy of the demo\n%%EOF\n"
KEY, NAME, NUMBER = "登记证字号", "男方姓名", "男方证件号码"


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """At dates before today."""
    today = clock.today()
    with clock.frozen(cases.workdays_before(today, 12)):
        transfer = _transfer(staff, published["marriage"])
        inspection = _inspection(staff)
        _repeats(staff)
        service_items.play(staff)
    couples = _couples(published["marriage"])
    with clock.frozen(cases.workdays_before(today, 6)):
        _closed(staff, transfer, couples[0])
        _bodies(staff, inspection)
    with clock.frozen(cases.workdays_before(today, 2)):
        _under_recheck(staff, transfer, published["marriage"], couples[1])
        _promised(staff, transfer, couples[2])
    oversight_life.play(staff)


def _transfer(staff: Staff, marriage: ResourceInfo) -> ServiceItem:
    land = staff.actor("wuhu.land.officer")
    made = services.register_item(
        actor=land,
        name="不动产转移登记（演示）",
        code="340200-BDC-001",
        applicant=Applicant.PERSON,
        on_platform=True,
        fully_online=True,
        cross_region=True,
    )
    services.add_material(
        made.id, actor=land, name="婚姻状况证明", required=True, from_applicant=False, resource_id=marriage.id
    )
    services.add_material(made.id, actor=land, name="不动产登记申请书", required=True, from_applicant=True)
    services.add_material(made.id, actor=land, name="契税完税凭证", required=False, from_applicant=True)
    services.open_item(made.id, actor=land)
    made.refresh_from_db()
    return made


def _inspection(staff: Staff) -> ServiceItem:
    civil = staff.actor("wuhu.civil.officer")
    entry = next(one for one in licence_entries() if one.name == "社会组织登记证书")
    made = services.register_item(
        actor=civil, name="社会组织年度检查（演示）", code="340200-SHZZ-002", applicant=Applicant.BODY, on_platform=True
    )
    services.add_material(
        made.id, actor=civil, name=entry.name, required=True, from_applicant=False, resource_id=entry.resource_id
    )
    services.open_item(made.id, actor=civil)
    services.name_scene(
        actor=civil,
        name="社会组织年度检查窗口",
        resource_id=entry.resource_id,
        words="打开证照页面，窗口人员核对编号。",
    )
    made.refresh_from_db()
    return made


def _repeats(staff: Staff) -> None:
    """One that still asks for what the platform has: flagged."""
    fund = staff.actor("wuhu.fund.officer")
    made = services.register_item(
        actor=fund, name="住房公积金提取（演示）", code="340200-GJJ-003", applicant=Applicant.PERSON, on_platform=False
    )
    services.add_material(made.id, actor=fund, name="婚姻登记信息", required=True, from_applicant=True)
    services.open_item(made.id, actor=fund)


def _couples(marriage: ResourceInfo) -> list[dict[str, str]]:
    """Rows of the shipped file that the grant of the land department lets through."""
    lines = csv.DictReader(io.StringIO(rows.csv_of(marriage, rows=60).decode("utf-8-sig")))
    return [line for line in lines if line["登记类别"] == "结婚"][:3]


def _open(staff: Staff, item: ServiceItem, line: dict[str, str]) -> Case:
    land = staff.actor("wuhu.land.officer")
    made = services.open_case(item.id, actor=land, person=Person(line[NAME], line[NUMBER]))
    services.gather(made.id, actor=land)
    return made


def _hand_in(staff: Staff, case: Case, name: str) -> None:
    proof = case.proofs.get(name=name)
    file = File(f"{name}.pdf", SCAN)
    services.add_proof(case.id, actor=staff.actor("wuhu.land.officer"), proof_id=proof.id, file=file)


def _closed(staff: Staff, item: ServiceItem, line: dict[str, str]) -> None:
    made = _open(staff, item, line)
    _hand_in(staff, made, "不动产登记申请书")
    services.give_task(
        made.id,
        actor=staff.actor("wuhu.land.officer"),
        organisation_id=staff.organisations["wuhu.tax"],
        words="核对契税缴纳情况",
        due_on=clock.today() + timedelta(days=3),
    )
    task = made.tasks.get()
    services.answer_task(task.id, actor=staff.actor("wuhu.tax.officer"), answer="契税已缴清")
    services.approve_case(made.id, actor=staff.actor("wuhu.land.officer"), result="准予转移登记")


def _bodies(staff: Staff, item: ServiceItem) -> None:
    """By licence: one found and closed without paper, one without its licence, rejected."""
    civil = staff.actor("wuhu.civil.officer")
    done = services.open_case(item.id, actor=civil, person=Person("晨光志愿服务队", rows.uscc_of(1)))
    if services.gather(done.id, actor=civil):
        services.approve_case(done.id, actor=civil, result="年度检查合格")
    left = services.open_case(item.id, actor=civil, person=Person("演示协会", rows.uscc_of(99)))
    services.gather(left.id, actor=civil)
    services.reject_case(left.id, actor=civil, ground=Ground.CONDITIONS, words="登记证书已注销，应先申请登记。")


def _under_recheck(staff: Staff, item: ServiceItem, marriage: ResourceInfo, line: dict[str, str]) -> None:
    made = _open(staff, item, line)
    disputes.file_recheck(
        marriage.id,
        actor=staff.actor("wuhu.land.officer"),
        doubt=Doubt.WRONG,
        said=Said(record=line[KEY], detail="女方姓名与当事人出示的结婚证不一致", should_be="以结婚证为准"),
    )
    _hand_in(staff, made, "不动产登记申请书")
    services.give_task(
        made.id,
        actor=staff.actor("wuhu.land.officer"),
        organisation_id=staff.organisations["wuhu.tax"],
        words="核对契税缴纳情况",
        due_on=clock.today() + timedelta(days=5),
    )


def _promised(staff: Staff, item: ServiceItem, line: dict[str, str]) -> None:
    made = _open(staff, item, line)
    services.defer_proof(
        made.id,
        actor=staff.actor("wuhu.land.officer"),
        proof_id=made.proofs.get(name="不动产登记申请书").id,
        words="经办人三日内补交签字的申请书",
        promised_on=clock.today() + timedelta(days=6),
    )
