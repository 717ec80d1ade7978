"""What becomes a notice: an event of a room, the persons it concerns, and a first sentence that says what, by when,
under which article.
"""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from yiyuan.catalog.api import names_of
from yiyuan.exchange.api import receivers_of
from yiyuan.kernel.actor import Function
from yiyuan.kernel.texts import shortened
from yiyuan.notices import api as notices
from yiyuan.notices.types import Kind
from yiyuan.organisations import api as organisations
from yiyuan.organisations.events import OrganisationSucceeded
from yiyuan.pools.events import BatchWithdrawn
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import weekday
from yiyuan.workflow import api as workflow
from yiyuan.workflow.events import Moved, SignalDecided, SignalRaised, TermMoved, TermOpened, TermReminded, TermUrged
from yiyuan.workflow.types import SIGNAL_WORDS, Call, SignalState

REMINDED = {"half": "期限已过半", "day_before": "期限将到", "late": "已经逾期"}
NOTE = 120  # characters of a reason that a notice repeats; the page has all of it
WORKERS = (Function.DATA_OFFICER, Function.HEAD)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


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
        notices.tell(
            people,
            kind=kind,
            sentence=sentence,
            href=call.href,
            due_on=call.due_on,
            matter=call.matter,
            about=call.title,
        )


def term_opened(event: TermOpened) -> None:
    call = workflow.call_of(event.term_id)
    _tell(call, Kind.TERM, _asked(call))


def moved(event: Moved) -> None:
    """Whoever is asked next hears what is asked and why; the others what was done, by whom, because of what.

    One notice a person. Nobody is told of what they did themselves, but of what is asked of them; where an organisation
    is asked, those it is asked of are told.
    """
    matter = f"{event.workflow}:{event.matter_id}"
    notices.settle(matter, ended=event.ended)
    done = _done(event)
    told: dict[str, set[int]] = {}
    asked: set[int] = set()
    asking: int | None = None
    after = "已经办结。" if event.ended else ""
    if event.term_id is not None:
        call = workflow.call_of(event.term_id)
        after, asking = _waited(call), call.organisation_id
        if call.organisation_id is not None:
            asked = set(organisations.staff(call.organisation_id, *call.functions))
            sentence = f"{_asked(call)}{_done(event, named=False)}"
            notices.tell(
                asked,
                kind=Kind.TERM,
                sentence=sentence,
                href=event.href,
                due_on=call.due_on,
                matter=matter,
                about=event.title,
            )
    for hearer in event.hearers:
        if hearer.organisation_id == asking:
            continue
        people = organisations.staff(hearer.organisation_id, *hearer.functions)
        may = f"可以：{'、'.join(hearer.may)}。" if hearer.may else after
        told.setdefault(f"{done}{may}", set()).update(people)
    earlier = {body for body, _ in event.earlier}
    still = {body: set(organisations.staff(body, *Function)) for body in sorted(earlier)}
    others = {account for body, account in event.earlier if account in still[body]} | set(event.accounts)
    told.setdefault(f"{done}{after}", set()).update(others)
    heard = asked | {event.actor_account_id}
    for sentence, listeners in told.items():
        notices.tell(
            listeners - heard, kind=Kind.PROGRESS, sentence=sentence, href=event.href, matter=matter, about=event.title
        )
        heard |= listeners


def _done(event: Moved, *, named: bool = True) -> str:
    """芜湖市民政局（周敏）不予共享：…（安徽299号令 第25条）。说明：…。"""
    law = chips(resolve(event.key, region=event.region_code, on=event.law_on)) if event.key else []
    articles = "、".join(chip.text for chip in law if chip.kind == "law")
    said = shortened(" ".join(event.note.split()), most=NOTE).rstrip("。")
    what = f"{event.by}{event.label}" if event.by else f"平台记录“{event.label}”"
    about = f"：{event.title}" if named else ""
    return f"{what}{about}{f'（{articles}）' if articles else ''}。{f'说明：{said}。' if said else ''}"


def _waited(call: Call) -> str:
    """下一步：等芜湖市民政局答复，到 2026年10月12日（周一）。"""
    return f"下一步：等{call.organisation}{call.ask or '办理'}{f'，到 {_day(call.due_on)}' if call.due_on else ''}。"


def batch_withdrawn(event: BatchWithdrawn) -> None:
    """Departments that took data of the resource while the batch stood there: what they hold may be out of date."""
    provider = organisations.infos([event.provider_id])[event.provider_id].name
    resource = names_of([event.resource_id])[event.resource_id]
    for found in receivers_of(event.resource_id, provider_ids=[event.provider_id], subjects=(), wanted=()):
        if found.last_at < event.loaded_at or found.consumer_id == event.provider_id:
            continue
        sentence = (
            f"{provider}撤回了《{resource}》{_day(localdate(event.loaded_at))}入池的一批数据，恢复了原来的值。"
            f"你单位在那以后取过这项数据，请重新取用，并核对已经用它办的事。"
        )
        notices.tell(
            organisations.staff(found.consumer_id, *WORKERS),
            kind=Kind.PROGRESS,
            sentence=sentence,
            href=reverse("sharing:grant", args=[found.grant_id]),
            matter=f"pools.withdrawal:{event.withdrawal_id}",
            about=resource,
        )


def term_reminded(event: TermReminded) -> None:
    call = workflow.call_of(event.term_id)
    kind = Kind.LATE if event.kind == "late" else Kind.REMINDER
    _tell(call, kind, f"{REMINDED[event.kind]}，{_asked(call)}")


def term_urged(event: TermUrged) -> None:
    call = workflow.call_of(event.term_id)
    _tell(call, Kind.URGED, f"{event.by}第 {event.times} 次催办，{_asked(call)}")


def term_moved(event: TermMoved) -> None:
    call = workflow.call_of(event.term_id)
    old = f"，原为 {_day(event.old_on)}" if event.old_on else ""
    _tell(call, Kind.MOVED, f"期限按新公布的放假安排重算{old}，{_asked(call)}")


def signal_raised(event: SignalRaised) -> None:
    people = organisations.staff(event.organisation_id, *WORKERS)
    title, articles = workflow.signal_call(event.signal_id)
    sentence = f"请说明情况：{title}（{'、'.join(articles)}）。线索不是认定，说明之后由主管部门认定。"
    notices.tell(people, kind=Kind.SIGNAL, sentence=sentence, href=f"/signals/{event.signal_id}/")


def signal_decided(event: SignalDecided) -> None:
    """The statement to the bureau, the conclusion to the organisation concerned."""
    title, articles = workflow.signal_call(event.signal_id)
    bureau = organisations.bureau_of(event.region_code)
    if event.state == SignalState.STATED:
        people = organisations.staff(bureau.id, Function.BUREAU) if bureau else []
        sentence = f"请认定：{title}（{'、'.join(articles)}）。部门已说明情况。"
    else:
        people = organisations.staff(event.organisation_id, *WORKERS)
        sentence = f"主管部门{SIGNAL_WORDS[event.state]}：{title}（{'、'.join(articles)}）。"
    notices.tell(people, kind=Kind.SIGNAL, sentence=sentence, href=f"/signals/{event.signal_id}/")


def organisation_succeeded(event: OrganisationSucceeded) -> None:
    names = organisations.infos([event.old_id, event.new_id])
    old, new = names[event.old_id].name, names[event.new_id].name
    sentence = f"自 {_day(event.on)} 起，{old}的未办结事项和全部记录由{new}承接。"
    people = organisations.staff(event.new_id, *WORKERS)
    notices.tell(people, kind=Kind.ORGANISATION, sentence=sentence, href=f"/organisations/{event.old_id}/")
