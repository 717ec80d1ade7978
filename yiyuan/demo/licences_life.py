"""Electronic licences of two departments: made by sheet, issued, one suspended, one objected to, two of 2018."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from yiyuan.catalog import services as catalog
from yiyuan.catalog.api import licence_entries
from yiyuan.catalog.types import EntryKind, LicenceEntry
from yiyuan.demo import catalog as described
from yiyuan.demo import holders_life
from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.demo.rows import uscc_of
from yiyuan.holders import services as holders
from yiyuan.holders.types import Ground, Wanted
from yiyuan.kernel import clock
from yiyuan.licences import services as licences
from yiyuan.licences.models import Licence, Making
from yiyuan.licences.types import Action, Applicant, Doubt, SealHolder, Stated
from yiyuan.organisations import services as organisations
from yiyuan.organisations.types import Duty
from yiyuan.workflow.api import Law

SOCIETIES = ("晨光志愿服务队", "青弋江环境保护协会", "镜湖社区公益发展中心", "江城助残服务中心")
SCHOOLS = ("鸠兹艺术培训学校", "神山外语培训学校")
SCHOOL = {
    "name": "民办学校办学许可证",
    "summary": "教育部门核发的民办学校办学许可证。",
    "licence_template": "民办学校办学许可证 2026 版（演示）",
}
OFFICERS = {"civil": True, "education": True, "market": None, "health": False}  # None: not answered yet


def play(staff: Staff) -> None:
    """Everything; needs the licence entry of the civil affairs department."""
    today = clock.today()
    with clock.frozen(workdays_before(today, 19)):
        _officers(staff)
        _school_entry(staff)
        _seals(staff)
    society, school = _entry("社会组织登记证书"), _entry(SCHOOL["name"])
    with clock.frozen(workdays_before(today, 16)):
        batch = _made(staff, society, SOCIETIES, first=1)
        _made(staff, school, SCHOOLS, first=1)
        past = _past(staff, society)
    with clock.frozen(workdays_before(today, 15)):
        _grants(staff, society)
    with clock.frozen(workdays_before(today, 14)):
        _issue(staff, "civil", batch, leave=1)
        _issue(staff, "civil", past)
        _issue(staff, "education", Making.objects.get(resource=school.resource_id), leave=0)
    _life(staff, society, today)
    holders_life.play(staff)


USERS = {  # who may use which way, by when it is decided; None: not answered yet
    "market": ((Action.USE, Action.READ, Action.VERIFY), True),
    "tax": ((Action.VERIFY,), True),
    "land": ((Action.READ, Action.VERIFY), None),
    "fund": ((Action.USE, Action.READ), False),
}


def _grants(staff: Staff, society: LicenceEntry) -> None:
    head = staff.actor("wuhu.civil.head")
    for key, (actions, answer) in USERS.items():
        wanted = Wanted(
            society.resource_id,
            Ground.DUTY,
            tuple(action.value for action in actions),
            (),
            "开户、年报核对时查验登记证书（演示）",
            "本单位三定规定（演示）",
            clock.today() + timedelta(days=365),
        )
        asked = holders.ask_grant(society.resource_id, actor=staff.actor(f"wuhu.{key}.officer"), wanted=wanted)
        if answer:
            holders.decide_grant(asked.id, actor=head)
        elif answer is False:
            holders.refuse_grant(asked.id, actor=head, reason="公积金业务用不到社会组织登记证书的照面内容（演示）")


def _officers(staff: Staff) -> None:
    for key, accepted in OFFICERS.items():
        body, head = staff.organisations[f"wuhu.{key}"], staff.actor(f"wuhu.{key}.head")
        officer = organisations.name_officer(body, actor=head, duty=Duty.LICENCE, name="证照专员（演示）")
        organisations.file_officer(officer, actor=head)
        if accepted is not None:
            note = "" if accepted else "没有写明联系电话，请补充后重新报备"
            licences.answer_officer(officer, actor=staff.actor("wuhu.centre.operator"), accepted=accepted, note=note)


def _seals(staff: Staff) -> None:
    for key in ("civil", "education"):
        body = staff.organisations[f"wuhu.{key}"]
        licences.make_seal(actor=staff.actor("wuhu.centre.operator"), organisation_id=body)


def _school_entry(staff: Staff) -> None:
    officer = staff.actor("wuhu.education.officer")
    law = Law(officer.region_code, clock.today())
    values = described.values_of({**described.described()[3], **SCHOOL}, law=law) | {
        "licence_issuer": officer.organisation_name,
        "licence_type": "document",
        "licence_holder": "legal_person",
        "licence_template": SCHOOL["licence_template"],
    }
    items = [
        described.item_of(item) for item in ("许可证编号 C30*!", "学校名称 C100!", "办学类型 C20!=学科类|非学科类")
    ]
    draft = catalog.draft_resource(actor=officer, values=values, items=items, kind=EntryKind.LICENCE)
    catalog.submit_version(draft.id, actor=officer)
    catalog.clear_secrecy(draft.id, actor=staff.actor("wuhu.education.secrecy"))
    reviewer = "wuhu.bureau.bureau" if law("catalog.reviewer") == "bureau" else "wuhu.education.reviewer"
    catalog.approve_version(draft.id, actor=staff.actor(reviewer))
    catalog.publish_version(draft.id, actor=officer)


def _entry(name: str) -> LicenceEntry:
    return next(entry for entry in licence_entries() if entry.name == name)


def _stated(entry: LicenceEntry, name: str, number: int, *, on: date) -> Stated:
    printed = f"演证字{on.year}第{number:04d}号"
    until = date(on.year + 5, 12, 31) if on.year >= clock.today().year - 1 else None
    known = {"社会组织名称": name, "学校名称": name, "办学类型": "非学科类", "有效期至": str(until or "")}
    return Stated(
        holder_kind=entry.holder,
        holder_name=name,
        code_kind="001",
        holder_code=uscc_of(900 + number + (50 if "学校" in name else 0) + (20 if on.year < clock.today().year else 0)),
        licence_no=printed,
        granted_on=on,
        valid_from=on,
        valid_until=until,
        values={item.name: known.get(item.name, printed) for item in entry.items},
    )


def _made(staff: Staff, entry: LicenceEntry, names: tuple[str, ...], *, first: int) -> Making:
    """By the centre, from a sheet with one row that is refused."""
    on = clock.today() - timedelta(days=3)

    def rows() -> Iterator[tuple[int, Stated | None, list[str]]]:
        for number, name in enumerate(names, start=first):
            yield number + 1, _stated(entry, name, number, on=on), []
        yield first + len(names) + 1, None, ["“颁发日期”不是日期"]

    return licences.make_from_sheet(
        entry.resource_id,
        actor=staff.actor("wuhu.centre.operator"),
        rows=rows(),
        file_name=f"{entry.name}（演示）.xlsx",
        history=False,
    )


def _past(staff: Staff, entry: LicenceEntry) -> Making:
    """Two of 2018, sealed by the certification centre as their record says."""
    on = date(2018, 5, 3)
    sealed: dict[str, Any] = {"made_on": on, "seal_holder": SealHolder.CENTRE, "sealed_on": on}
    names = ("弋江老年协会", "赭山书画研究会")
    past: list[tuple[int, Stated | None, list[str]]] = [
        (number + 1, replace(_stated(entry, name, number, on=on), **sealed), [])
        for number, name in enumerate(names, start=1)
    ]
    return licences.make_from_sheet(
        entry.resource_id,
        actor=staff.actor("wuhu.civil.officer"),
        rows=iter(past),
        file_name="2018 年登记证书补录（演示）.xlsx",
        history=True,
    )


def _issue(staff: Staff, key: str, making: Making, *, leave: int = 0) -> None:
    """Audited by the reviewer, issued by the head; the last `leave` of them wait."""
    found = list(Licence.objects.filter(making=making).order_by("id"))
    for one in found[: len(found) - leave]:
        licences.move_licence(one.id, "audit", actor=staff.actor(f"wuhu.{key}.reviewer"))
        licences.move_licence(one.id, "issue", actor=staff.actor(f"wuhu.{key}.head"))


def _life(staff: Staff, society: LicenceEntry, today: date) -> None:
    found = list(Licence.objects.filter(resource=society.resource_id, origin="batch").order_by("id"))
    with clock.frozen(workdays_before(today, 9)):
        for one, action, user in (
            (found[0], Action.READ, "market"),
            (found[0], Action.VERIFY, "tax"),
            (found[1], Action.VERIFY, "market"),
        ):
            licences.use_licence(
                actor=staff.actor(f"wuhu.{user}.officer"),
                action=action,
                number=one.licence_no,
                holder_code=one.holder_code,
                case=f"演示-{today.year}-{one.id}",
                purpose="开户、年报核对",
            )
    with clock.frozen(workdays_before(today, 8)):
        licences.object_to(
            found[0].id,
            actor=staff.actor("wuhu.market.officer"),
            applicant=Applicant.CONSUMER,
            doubt=Doubt.TIMELINESS,
            text="证书上的法定代表人已经变更登记，照面还是原来的。（演示）",
        )
    with clock.frozen(workdays_before(today, 4)):
        licences.move_licence(
            found[1].id, "suspend", actor=staff.actor("wuhu.civil.officer"), note="年度检查没有按时报送（演示）"
        )
