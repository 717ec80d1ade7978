"""Public credit in the demo city, by the platform's defaults: a catalog, records in time and late, taken down, one of a
person, a file with refused rows, objections at each step, repair granted, refused and asked for.
"""

from datetime import date, timedelta
from typing import Any

from yiyuan.credit import services
from yiyuan.credit.models import CreditItem, CreditRecord
from yiyuan.credit.services import files, upkeep
from yiyuan.credit.types import File, Level, Section, Severity, SubjectKind
from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import citizen_check, uscc_check

PAPER = File("决定书（演示）.pdf", b"%PDF-1.4\n% a decision of the demo\n%%EOF\n")
BODIES = ("天河建材有限公司", "安泰食品有限公司", "宏达物流有限公司", "顺兴餐饮管理有限公司")
HEAD = "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_JDRQ\n"
LINE = (
    "{name}（演示）,法人及非法人组织,{code},芜市监罚〔演〕{number}号,未按规定公示年度报告,逾期未公示,"
    "企业信息公示暂行条例,罚款,罚款,{fine},{day:%Y/%m/%d}\n"
)


def code_of(number: int) -> str:
    body = f"91340200MA2D{number:05}"
    return body + uscc_check(body)


def play(staff: Staff) -> None:
    """At dates before today."""
    today, bureau = clock.today(), staff.actor("wuhu.bureau.bureau")
    with clock.frozen(workdays_before(today, 55)):
        penalty = _item(staff, "YS-CF-01", "行政处罚决定（演示）", "行政处罚", "wuhu.market")
        _item(staff, "YS-XK-01", "行政许可决定（演示）", "行政许可", "wuhu.market", section=Section.QUALIFICATION)
        _item(staff, "YS-CF-02", "个人行政处罚决定（演示）", "行政处罚", "wuhu.market", kind=SubjectKind.NATURAL)
        services.set_term(
            penalty.id,
            actor=bureau,
            months=1,
            least_months=0,
            basis="演示：轻微失信公示一个月",
            severity=Severity.MINOR,
        )
        services.publish_catalog(actor=bureau, title="公共信用信息目录（演示）")
        taken_down = _record(staff, 0, "001", severity=Severity.MINOR)
        repaired = _record(staff, 1, "002")
        refused = _record(staff, 2, "003")
        corrected = _record(staff, 3, "004")
        person = "34020019800101001"
        whose = {"subject_kind": SubjectKind.NATURAL, "subject_code": person + citizen_check(person)}
        _record(staff, 0, "005", "YS-CF-02", act_ended_on=clock.today(), subject_name="张三（演示）", **whose)
    with clock.frozen(workdays_before(today, 12)):
        _repair(staff, repaired, grant=True)
        _repair(staff, refused, grant=False)
        _doubt(staff, corrected, "correct")
        _record(staff, 1, "006", made_on=workdays_before(clock.today(), 9))  # late
        _record(staff, 2, "007", "YS-XK-01", nature="neutral", matter="食品经营许可", description="准予许可")
        _file(staff)
    with clock.frozen(workdays_before(today, 3)):
        for number, until in (("008", "filed"), ("009", "checking"), ("010", "answered")):
            _doubt(staff, _record(staff, 3, number), until)
        waiting = _record(staff, 0, "011")
        market = staff.actor("wuhu.market.officer")
        services.register_repair(waiting.id, actor=market, file=PAPER, corrected=True, committed=True)
    assert taken_down.published_until is not None
    upkeep.archive_due()


def _item(
    staff: Staff,
    code: str,
    name: str,
    category: str,
    provider: str,
    *,
    kind: SubjectKind = SubjectKind.LEGAL,
    section: Section = Section.SUPERVISION,
) -> CreditItem:
    bureau = staff.actor("wuhu.bureau.bureau")
    made = services.add_item(
        actor=bureau,
        code=code,
        name=name,
        subject_kind=kind,
        section=section,
        category=category,
        provider_id=staff.organisations[provider],
        level=Level.PUBLIC,
        validity="决定书载明的期限",
        basis="《企业信息公示暂行条例》",
        agreed="演示：市信用办、市信用中心和提供单位会同",
    )
    services.set_term(made.id, actor=bureau, months=12, least_months=0, basis="演示：一般失信公示一年")
    return made


def _record(staff: Staff, body: int, number: str, item_code: str = "YS-CF-01", **more: Any) -> CreditRecord:
    today = clock.today()
    said: dict[str, Any] = {
        "item_code": item_code,
        "subject_kind": SubjectKind.LEGAL,
        "subject_code": code_of(body),
        "subject_name": f"{BODIES[body]}（演示）",
        "matter": "未按规定公示年度报告",
        "description": "罚款一万元",
        "document_no": f"芜市监罚〔演〕{number}号",
        "document_on": today,
        "made_on": today,
        "valid_from": today,
        "long_term": True,
        "level": Level.PUBLIC,
        "nature": "negative",
        "severity": Severity.GENERAL,
        "file": PAPER,
    }
    return services.add_record(actor=staff.actor("wuhu.market.officer"), **(said | more))


def _doubt(staff: Staff, one: CreditRecord, until: str) -> None:
    """An objection that has come this far: filed, checking, answered, correct."""
    market, centre = staff.actor("wuhu.market.officer"), staff.actor("wuhu.centre.operator")
    case = services.register_objection(one.id, actor=market, reason="罚款金额与决定书不一致（演示）", file=PAPER)
    if until == "filed":
        return
    services.send_check(case.id, actor=centre)
    if until == "checking":
        return
    services.answer_check(case.id, actor=market, words="已核对决定书，金额应为五千元（演示）")
    if until == "correct":
        services.correct_objection(
            case.id,
            actor=centre,
            matter=one.matter,
            description="罚款五千元",
            document_no=f"{one.document_no}更",
            file=PAPER,
            words="按决定书更正（演示）",
        )


def _repair(staff: Staff, one: CreditRecord, *, grant: bool) -> None:
    market = staff.actor("wuhu.market.officer")
    made = services.register_repair(one.id, actor=market, file=PAPER, corrected=True, committed=grant)
    if grant:
        services.repair(made.id, actor=market, words="已缴清罚款，予以修复（演示）")
    else:
        services.refuse_repair(made.id, actor=market, words="没有公开作出信用承诺（演示）")


def _file(staff: Staff) -> None:
    """Rows that are taken, and one each for an amount, a code and a document that stands already."""
    day = clock.today()
    lines = [_line(at % len(BODIES), f"1{at:02}", "0.5", day) for at in range(6)]
    lines += [_line(0, "120", "五千元", day), _line(0, "121", "1", day, code="不详"), _line(0, "100", "1", day)]
    table = File("行政处罚（演示）.csv", (HEAD + "".join(lines)).encode())
    made = services.hand_in(actor=staff.actor("wuhu.market.officer"), item_code="YS-CF-01", table=table, file=PAPER)
    files.work(made.id)


def _line(body: int, number: str, fine: str, day: date, *, code: str = "") -> str:
    told = {"name": BODIES[body], "code": code or code_of(body), "number": number, "fine": fine}
    return LINE.format(**told, day=day - timedelta(days=1))
