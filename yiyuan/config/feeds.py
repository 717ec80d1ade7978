"""What becomes a notice: an event of a room, the persons it concerns, and a first sentence that says what, by when,
under which article.
"""

from datetime import date

from yiyuan.disputes import api as disputes
from yiyuan.disputes.events import RecheckAnswered
from yiyuan.disputes.types import State as RecheckState
from yiyuan.intake import api as intake
from yiyuan.intake.events import BatchFailed
from yiyuan.kernel.actor import Function
from yiyuan.notices import api as notices
from yiyuan.notices.types import Kind
from yiyuan.organisations import api as organisations
from yiyuan.organisations.events import OrganisationSucceeded
from yiyuan.regulations.api import chips, resolve
from yiyuan.sharing import api as sharing
from yiyuan.sharing.events import GrantClosed, GrantOpened, GrantSuspended
from yiyuan.sharing.types import GrantInfo
from yiyuan.web.components import weekday
from yiyuan.workflow import api as workflow
from yiyuan.workflow.events import SignalRaised, TermMoved, TermOpened, TermReminded
from yiyuan.workflow.types import Call

REMINDED = {"half": "期限已过半", "day_before": "期限将到", "late": "已经逾期"}
WORKERS = (Function.DATA_OFFICER, Function.HEAD)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


def _articles(key: str, grant: GrantInfo) -> str:
    found = chips(resolve(key, region=grant.region_code, on=grant.from_on))
    return "、".join(chip.text for chip in found if chip.kind == "law") or "平台默认"


def _asked(call: Call) -> str:
    """请在 2026年10月12日（周一）前答复：…（安徽299号令 第25条）。"""
    until = f"请在 {_day(call.due_on)} 前" if call.due_on else "请"
    until += "（暂定）" if call.provisional else ""
    articles = f"（{'、'.join(call.articles)}）" if call.articles else ""
    ask = call.ask or "办理"
    kind, colon, rest = call.title.partition("：")
    title = rest if colon and ask.endswith(kind) else call.title  # not 发布目录：目录：…
    return f"{until}{ask}：{title}{articles}。"


def _tell(call: Call, kind: Kind, sentence: str) -> None:
    if call.organisation_id is not None:
        people = organisations.staff(call.organisation_id, *call.functions)
        notices.tell(people, kind=kind, sentence=sentence, href=call.href, due_on=call.due_on)


def term_opened(event: TermOpened) -> None:
    call = workflow.call_of(event.term_id)
    _tell(call, Kind.TERM, _asked(call))


def term_reminded(event: TermReminded) -> None:
    call = workflow.call_of(event.term_id)
    kind = Kind.LATE if event.kind == "late" else Kind.REMINDER
    _tell(call, kind, f"{REMINDED[event.kind]}，{_asked(call)}")


def term_moved(event: TermMoved) -> None:
    call = workflow.call_of(event.term_id)
    old = f"，原为 {_day(event.old_on)}" if event.old_on else ""
    _tell(call, Kind.MOVED, f"期限按新公布的放假安排重算{old}，{_asked(call)}")


def signal_raised(event: SignalRaised) -> None:
    people = organisations.staff(event.organisation_id, *WORKERS)
    title, articles = workflow.signal_call(event.signal_id)
    sentence = f"请说明情况：{title}（{'、'.join(articles)}）。线索不是认定，说明之后由主管部门认定。"
    notices.tell(people, kind=Kind.SIGNAL, sentence=sentence, href=f"/signals/{event.signal_id}/")


def grant_opened(event: GrantOpened) -> None:
    grant = sharing.grant(event.grant_id)
    sentence = (
        f"可以使用《{grant.resource_name}》，至 {_day(grant.until_on)}（{_articles('sharing.grant_term', grant)}）。"
    )
    people = organisations.staff(grant.consumer_id, *WORKERS)
    notices.tell(people, kind=Kind.GRANT, sentence=sentence, href=f"/sharing/grants/{grant.id}/", due_on=grant.until_on)


def grant_closed(event: GrantClosed) -> None:
    grant = sharing.grant(event.grant_id)
    ended = f"自 {_day(event.closed_on)} 起停止（{_articles('sharing.use_limit', grant)}）。"
    sentence = f"《{grant.resource_name}》的授权 {grant.number} {ended}"
    people = organisations.staff(grant.consumer_id, *WORKERS)
    notices.tell(people, kind=Kind.GRANT, sentence=sentence, href=f"/sharing/grants/{grant.id}/")


def grant_suspended(event: GrantSuspended) -> None:
    grant = sharing.grant(event.grant_id)
    rest = f"自 {_day(event.suspended_on)} 起暂停（{_articles('sharing.use_limit', grant)}）。"
    sentence = f"《{grant.resource_name}》的授权 {grant.number} {rest}"
    people = organisations.staff(grant.consumer_id, *WORKERS)
    notices.tell(people, kind=Kind.GRANT, sentence=sentence, href=f"/sharing/grants/{grant.id}/")


def recheck_answered(event: RecheckAnswered) -> None:
    """To the department that filed; to the bureau where the provider could not determine what is right."""
    line = disputes.answered_line(event.recheck_id)
    if line.filer_id:
        sentence = f"你部门提出的《{line.about}》数据疑义已答复：{line.words}。"
        people = organisations.staff(line.filer_id, *WORKERS)
        notices.tell(people, kind=Kind.RECHECK, sentence=sentence, href=line.href)
    bureau = organisations.bureau_of(line.region_code)
    if event.outcome == RecheckState.UNDETERMINED and bureau:
        sentence = f"《{line.about}》的数据疑义，提供部门答复无法核实，请看是否需要协调。"
        people = organisations.staff(bureau.id, Function.BUREAU)
        notices.tell(people, kind=Kind.RECHECK, sentence=sentence, href=line.href)


def batch_failed(event: BatchFailed) -> None:
    line = intake.batch_line(event.batch_id)
    sentence = f"请改正后重新提交《{line.resource_name}》：批次 {line.number} 没有收下，{line.why}。"
    people = organisations.staff(line.sender_id, Function.DATA_OFFICER)
    notices.tell(people, kind=Kind.BATCH, sentence=sentence, href=line.href)


def organisation_succeeded(event: OrganisationSucceeded) -> None:
    names = organisations.infos([event.old_id, event.new_id])
    old, new = names[event.old_id].name, names[event.new_id].name
    sentence = f"自 {_day(event.on)} 起，{old}的未办结事项和全部记录由{new}承接。"
    people = organisations.staff(event.new_id, *WORKERS)
    notices.tell(people, kind=Kind.ORGANISATION, sentence=sentence, href=f"/organisations/{event.old_id}/")
