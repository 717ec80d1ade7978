"""What the formal acts of a rectification say: the notice, the report to the government, the circular."""

from yiyuan.kernel import clock
from yiyuan.organisations.api import coordinator_of
from yiyuan.rectification import selectors
from yiyuan.rectification.models import Order
from yiyuan.rectification.types import PaperKind
from yiyuan.rectification.workflow import ORDER
from yiyuan.regulations.api import chips, chips_of, key
from yiyuan.regulations.types import Resolved
from yiyuan.web.letter import Letter, official_day

BASIS = {
    PaperKind.NOTICE: "rectification.notice",
    PaperKind.REPORT: "rectification.report",
    PaperKind.CIRCULAR: "rectification.circular",
}

LATE = "逾期没有整改到位。"


def title_of(order: Order, kind: PaperKind) -> str:
    """责令限期改正通知书, 限期整改通知书, 书面通报: as the law of the region calls it."""
    law = ORDER.law(order)
    if kind is PaperKind.NOTICE:
        called = key("rectification.notice").values[law("rectification.notice")]
        return f"{called.removeprefix('通知')}通知书"
    if kind is PaperKind.REPORT:
        return f"关于{order.organisation.name}逾期没有整改的报告"
    called = key("rectification.circular_name").values[law("rectification.circular_name")]
    return f"关于{order.organisation.name}逾期没有整改的{called}"


def letter_of(order: Order, kind: PaperKind) -> Letter:
    """The act as it is to be signed; where it was, with its number."""
    day = official_day(order.due_on)
    issued = f"{official_day(order.issued_on)}以{order.number}" if order.issued_on else ""
    signed = "、".join([order.signed_by, *selectors.co_issuers(order)])
    asked = f"{order.signed_by}{issued}要求{order.organisation.name}在{day}前整改。"
    problem = f"{order.organisation.name}存在以下问题：{order.problem}"
    if kind is PaperKind.NOTICE:
        sentences = [f"经查，你单位存在以下问题：{order.problem}", f"请在{day}前整改：{order.demand}"]
        closing = ["整改到位以后，请在平台上报告结果并附材料。逾期没有整改的，按规定处理。"]
        to, number, on = order.organisation.name, order.number, order.issued_on
    elif kind is PaperKind.REPORT:
        government = coordinator_of(order.region_code, body="city_government")
        sentences = [problem, asked, order.report_words or LATE]
        closing = ["现将有关情况报告，请审定。"]
        to, number, on = government.name if government else "本级人民政府", order.report_number, order.reported_on
    else:
        sentences = [problem, asked, order.circular_words or LATE]
        closing = ["现予通报。通报只在内部，不公开。"]
        to, number, on = "各部门", order.circular_number, order.circulated_on
    law = ORDER.law(order)
    return Letter(
        title=title_of(order, kind),
        to=to,
        sentences=sentences,
        closing=closing,
        basis=[chip.text for chip in chips_of(order.cite)] + _named(law.resolved(BASIS[kind])),
        signed_by=signed,
        on=on or clock.today(),
        number=number,
    )


def _named(resolved: Resolved) -> list[str]:
    return [chip.text for chip in chips(resolved) if chip.kind == "law"]
