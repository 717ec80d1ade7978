"""Rechecks of the demo city: one due tomorrow, one corrected at its source, one a citizen filed, one over its term."""

from collections.abc import Mapping

from yiyuan.catalog.types import ResourceInfo
from yiyuan.demo import cases, rows
from yiyuan.demo.people import Staff
from yiyuan.disputes import selectors, services
from yiyuan.disputes.types import Channel, Doubt, Filer, Said, State
from yiyuan.kernel import clock
from yiyuan.workflow.services import watch_terms

MORE_ROWS = 37  # so that the corrected file is another file


def play(staff: Staff, published: Mapping[str, ResourceInfo]) -> None:
    """All of them, at the dates the people concerned would have acted."""
    _near_its_term(staff, published["marriage"])
    _corrected(staff, published["allowance"])
    _from_outside(staff)
    _late(staff, published["insurance"])
    watch_terms()


def _near_its_term(staff: Staff, resource: ResourceInfo) -> None:
    """Day 6 of 7, over the platform; the centre has organised it."""
    with clock.frozen(cases.workdays_before(clock.today(), 6)):
        made = services.file_recheck(
            resource.id,
            actor=staff.actor("wuhu.fund.officer"),
            doubt=Doubt.WRONG,
            said=Said(record="YS0000000123", detail="登记日期与当事人出示的结婚证不一致", should_be="以结婚证为准"),
            items=["登记日期"],
        )
    with clock.frozen(cases.workdays_before(clock.today(), 5)):
        note = "已请市民政局调取原始档案核对"
        services.organise_recheck(made.id, actor=staff.actor("wuhu.centre.operator"), note=note)


def _corrected(staff: Staff, resource: ResourceInfo) -> None:
    """Corrected at its source: a new batch, then the answer."""
    provider = staff.actor("wuhu.civil.officer")
    with clock.frozen(cases.workdays_before(clock.today(), 9)):
        made = services.file_recheck(
            resource.id,
            actor=staff.actor("wuhu.education.officer"),
            doubt=Doubt.OUTDATED,
            said=Said(detail="有学生家庭已于上月停保，数据里仍在保障"),
            channel=Channel.PROVIDER,
        )
    with clock.frozen(cases.workdays_before(clock.today(), 6)):
        content = rows.csv_of(resource, rows=MORE_ROWS)
        cases.load(provider, resource, f"{resource.name}（更正）.csv", content)
        made = selectors.recheck_for(provider, made.id)
        batch = selectors.corrections_of(made)[0]
        answer = "已核对低保系统，停保家庭已更新，重新提交并入池。"
        services.answer_recheck(made.id, actor=provider, outcome=State.CORRECTED, answer=answer, batch_id=batch.id)


def _from_outside(staff: Staff) -> None:
    """A citizen filed without a login; the provider asks for more time."""
    with clock.frozen(cases.workdays_before(clock.today(), 4)):
        made = services.file_from_outside(
            staff.organisations["wuhu.labour"],
            filer=Filer.CITIZEN,
            doubt=Doubt.MISSING,
            said=Said(
                detail="社会保险缴费记录少了去年三月到五月", should_be="这三个月在芜湖参保", contact="0553-0000001"
            ),
            channel=Channel.PROVIDER,
            origin="192.0.2.1",
        )
    with clock.frozen(cases.workdays_before(clock.today(), 1)):
        officer = staff.actor("wuhu.labour.officer")
        services.ask_extension(made.id, actor=officer, days=3, reason="须向经办机构调取纸质缴费凭证")


def _late(staff: Staff, resource: ResourceInfo) -> None:
    """Two working days over its term; the reminder and the signal are out."""
    with clock.frozen(cases.workdays_before(clock.today(), 9)):
        services.file_recheck(
            resource.id,
            actor=staff.actor("wuhu.health.officer"),
            doubt=Doubt.DUPLICATE,
            said=Said(detail="同一人有两条在保记录"),
        )
