"""How a term looks: light, words, date, articles. Shared by every page that shows one."""

from datetime import date

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.terms import Term as Length
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Chip, TermView, workday_words
from yiyuan.workdays import api as workdays
from yiyuan.workdays.types import StripDay
from yiyuan.workflow.models import Term
from yiyuan.workflow.types import TermInfo


def term_chips(key: str, *, region: str, law_on: date) -> list[Chip]:
    """The articles a term rests on; empty for a wait without a rule key."""
    return chips(resolve(key, region=region, on=law_on)) if key else []


def term_view(term: TermInfo) -> TermView:
    """An open term by its light; a closed one by whether it was kept."""
    articles = term_chips(term.key, region=term.region_code, law_on=term.law_on)
    if term.closed_on:
        if term.due_on is None:
            return TermView("end", "已办结", term.closed_on, chips=articles)
        kept = term.closed_on <= term.due_on
        return TermView("end" if kept else "late", "按期办结" if kept else "逾期办结", term.closed_on, chips=articles)
    if term.due_on is None:
        return TermView("none", "无法定期限", None, chips=articles)
    today = clock.today()
    length = resolve(term.key, region=term.region_code, on=term.law_on).value if term.key else None
    light = workdays.light(today, term.due_on, length if isinstance(length, Length) else None)
    words = workday_words(workdays.workdays_left(today, term.due_on))
    return TermView(light.value, words, term.due_on, provisional=term.provisional, chips=articles)


def functions_words(term: Term) -> str:
    return "、".join(FUNCTION_WORDS[Function(f)] for f in term.functions)


def is_turn_of(term: Term, actor: Actor) -> bool:
    """Whether the actor is one of those the step waits for."""
    return term.waits_for_id in actor.organisation_ids and bool(actor.functions & {Function(f) for f in term.functions})


def waiting_words(term: Term, actor: Actor) -> str:
    """Whom a step waits for, and for what."""
    if term.waits_for is None:
        return f"等平台{term.ask}"
    own = term.waits_for_id in actor.organisation_ids
    return f"等{'本单位' if own else term.waits_for.short_name}{functions_words(term)}{term.ask}"


def urged_words(term: Term) -> str:
    """已催办 2 次，最近 10-12（芜湖市住房公积金管理中心）."""
    return f"已催办 {term.urged} 次，最近 {term.urged_on:%m-%d}（{term.urged_by}）" if term.urged else ""


def strip_of(term: TermInfo) -> list[StripDay]:
    """The calendar strip of a term; empty where no date runs."""
    return workdays.strip(term.started_on, term.due_on, clock.today()) if term.due_on else []
