"""Violations of the demo city: a notice that runs, one told in a circular, one mended, one handed over, one dropped."""

from datetime import timedelta

from yiyuan.demo.cases import workdays_before
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.rectification import services
from yiyuan.rectification.models import Order
from yiyuan.workflow import services as signals
from yiyuan.workflow.api import signal_of
from yiyuan.workflow.services import watch_terms


def play(staff: Staff) -> None:
    """Each at the dates the people concerned would have acted."""
    _running(staff)
    _told_in_a_circular(staff)
    _mended(staff)
    _handed_over(staff)
    _dropped(staff)
    watch_terms()


def _found(staff: Staff, key: str, *, title: str, evidence: str, violation: str, confirmed: bool = True) -> int:
    """A signal of the bureau, stated on and concluded."""
    bureau = staff.actor("wuhu.bureau.bureau")
    found = signals.raise_signal(
        actor=bureau,
        organisation_id=staff.organisations[f"wuhu.{key}"],
        violation=violation,
        title=title,
        evidence=evidence,
    )
    statement = "情况属实，当时人手不足。" if confirmed else "当天是系统演练，有演练方案和记录。"
    signals.state_reasons(found, actor=staff.actor(f"wuhu.{key}.head"), statement=statement)
    conclusion = "理由不成立，应当整改。" if confirmed else "理由成立，不属于违规。"
    signals.conclude(found, actor=bureau, confirmed=confirmed, conclusion=conclusion)
    return found


def _order(staff: Staff, signal: int, *, days: int, number: str, demand: str) -> Order:
    """Drafted, signed and sent; days: calendar days of the term."""
    bureau = staff.actor("wuhu.bureau.bureau")
    made = services.draft_order(
        signal,
        actor=bureau,
        problem=signal_of(bureau, signal).words,
        demand=demand,
        due_on=clock.today() + timedelta(days=days),
        co_issuers=[staff.organisations["wuhu.centre"]],
    )
    services.issue_order(made.id, actor=bureau, number=number)
    return made


def _running(staff: Staff) -> None:
    with clock.frozen(workdays_before(clock.today(), 4)):
        found = _found(
            staff,
            "education",
            title="目录要素不完整",
            evidence="学籍信息等三项目录没有写明更新周期和共享方式，九月检查记录第 2 页。",
            violation="catalog.violation",
        )
        _order(staff, found, days=20, number="芜数责改〔2026〕5号", demand="补齐三项目录的要素，报复查。")


def _told_in_a_circular(staff: Staff) -> None:
    with clock.frozen(workdays_before(clock.today(), 30)):
        found = _found(
            staff,
            "labour",
            title="共享来的数据用于授权以外的查询",
            evidence="八月夜间批量查询婚姻登记 400 次，没有对应办件。",
            violation="sharing.violation_use",
        )
        order = _order(staff, found, days=15, number="芜数责改〔2026〕3号", demand="停止超出授权的查询，建立查询审批。")
    with clock.frozen(workdays_before(clock.today(), 12)):
        watch_terms()
        services.circulate_order(
            order.id,
            actor=staff.actor("wuhu.bureau.bureau"),
            number="芜数通〔2026〕2号",
            words="期限届满，经两次催办仍没有建立查询审批。",
        )


def _mended(staff: Staff) -> None:
    with clock.frozen(workdays_before(clock.today(), 25)):
        found = _found(
            staff,
            "civil",
            title="异议数据没有及时核对",
            evidence="两件校核超过期限没有答复，见校核记录。",
            violation="disputes.violation_recheck",
        )
        order = _order(staff, found, days=20, number="芜数责改〔2026〕4号", demand="答复积压的校核，指定专人。")
    with clock.frozen(workdays_before(clock.today(), 16)):
        measures = "两件校核已答复，已指定专人每天查看。"
        services.answer_order(order.id, actor=staff.actor("wuhu.civil.head"), measures=measures)
    with clock.frozen(workdays_before(clock.today(), 14)):
        bureau = staff.actor("wuhu.bureau.bureau")
        services.pass_order(order.id, actor=bureau, finding="抽查两件，均已在期限内答复。")


def _handed_over(staff: Staff) -> None:
    with clock.frozen(workdays_before(clock.today(), 20)):
        found = _found(
            staff,
            "health",
            title="把共享来的数据提供给第三方",
            evidence="合作单位系统中发现未授权的参保数据，见取证记录。",
            violation="sharing.violation_use",
        )
        order = _order(staff, found, days=40, number="芜数责改〔2026〕6号", demand="立即停止提供，收回数据，查清责任。")
        bureau = staff.actor("wuhu.bureau.bureau")
        made = services.record_referral(
            actor=bureau,
            order_id=order.id,
            kind="discipline",
            what="工作人员擅自把共享数据导出交给合作单位。",
            persons="演示人员，信息中心工作人员",
        )
        services.hand_referral(made.id, actor=bureau, organ="市纪委监委派驻纪检监察组", handed_on=clock.today())


def _dropped(staff: Staff) -> None:
    with clock.frozen(workdays_before(clock.today(), 9)):
        _found(
            staff,
            "civil",
            title="夜间集中查询",
            evidence="九月某日 22 时至 23 时查询 120 次。",
            violation="sharing.violation_use",
            confirmed=False,
        )
