"""Types, a standard and templates of licences; a paper of a closed case; events out of step, an account with a gap."""

import io
from datetime import timedelta

import docx

from yiyuan.catalog.api import licence_entries
from yiyuan.catalog.types import LicenceEntry
from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.formats import services as formats
from yiyuan.formats.models import Template
from yiyuan.formats.types import Confirmed, Sheet
from yiyuan.kernel import clock
from yiyuan.licences.models import Licence
from yiyuan.making import services as making
from yiyuan.making.rules import digest
from yiyuan.making.types import StepKind
from yiyuan.seals import layouts

STANDARD = {
    "title": "电子证照版面标准（演示）",
    "needs": [
        layouts.NAME,
        layouts.HOLDER,
        layouts.NUMBER,
        layouts.GRANTED,
        layouts.VALID,
        layouts.ISSUER,
        layouts.ADDRESS,
        layouts.NOTE,
    ],
    "sheets": [sheet.value for sheet in Sheet],
    "least_points": 5,
    "seal_least_mm": 15,
    "seal_most_mm": 45,
    "note": "照面上须有核验二维码；演示印章的说明须看得见。",
}


def play(staff: Staff) -> None:
    """Everything; needs the licences of the civil affairs department."""
    today, centre = clock.today(), staff.actor("wuhu.centre.operator")
    entries = {entry.name: entry for entry in licence_entries()}
    society, school = entries["社会组织登记证书"], entries["民办学校办学许可证"]
    with clock.frozen(workdays_before(today, 12)):
        formats.import_shipped(actor=centre)
        formats.publish_standard(actor=centre, **STANDARD)  # type: ignore[arg-type]  # literals
        _live(staff, society, key="civil")
        sent = formats.start_template(school.resource_id, actor=centre, sheet=Sheet.A4, name="办学许可证竖版（演示）")
        formats.move_template(sent.id, "send", actor=centre)
        formats.confirm_template(sent.id, actor=staff.actor("wuhu.education.reviewer"), confirmed=[Confirmed.NAME])
    with clock.frozen(workdays_before(today, 6)):
        officer = staff.actor("wuhu.civil.officer")
        making.keep_paper(
            society.resource_id,
            actor=centre,
            content=_paper(),
            file_name="2016 年登记证书（演示）.docx",
            case=f"演示-{today.year}-0017",
        )
        _steps(staff, society)
    with clock.frozen(workdays_before(today, 2)):
        valid = {
            one.licence_no: digest(licence_no=one.licence_no, holder_code=one.holder_code, valid_until=one.valid_until)
            for one in Licence.objects.filter(resource=society.resource_id, state="issued")
        }
        valid |= {f"演证字{today.year}第{number:04d}号": "" for number in range(31, 34)}
        making.count(society.resource_id, actor=officer, valid=valid, stock=186)


def _live(staff: Staff, entry: LicenceEntry, *, key: str) -> Template:
    centre, head = staff.actor("wuhu.centre.operator"), staff.actor(f"wuhu.{key}.head")
    made = formats.start_template(entry.resource_id, actor=centre, sheet=Sheet.A4_WIDE)
    formats.move_template(made.id, "send", actor=centre)
    formats.confirm_template(made.id, actor=head, confirmed=list(Confirmed))
    return formats.move_template(made.id, "live", actor=head)


def _steps(staff: Staff, entry: LicenceEntry) -> None:
    """Told by the department's own system: one in step, one issued and one changed on paper alone."""
    officer, on = staff.actor("wuhu.civil.officer"), clock.today() - timedelta(days=1)
    known = Licence.objects.filter(resource=entry.resource_id, state="issued", origin="batch").order_by("id").first()
    assert known is not None, "issued before"
    told = [
        (StepKind.ISSUED, known.licence_no, known.granted_on),
        (StepKind.ISSUED, f"演证字{on.year}第0031号", on),
        (StepKind.CHANGED, known.licence_no, on),
        (StepKind.REVOKED, f"演证字{on.year}第0090号", on),
    ]
    for kind, number, day in told:
        making.take_step(entry.resource_id, actor=officer, kind=kind, licence_no=number, happened_on=day)


def _paper() -> bytes:
    document, content = docx.Document(), io.BytesIO()
    document.add_heading("社会组织登记证书（演示）")
    for line in ("持证主体：长街文化促进会", "证照编号：演证字2016第0042号", "颁发日期：2016-05-06"):
        document.add_paragraph(line)
    document.save(content)
    return content.getvalue()
