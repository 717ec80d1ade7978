"""The desk: what waits for my organisation, what I started, what is done; signals."""

from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.actor import DEPARTMENT, OVERSEERS, WORKERS, Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import number_in
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.regulations.api import chips, chips_of, key, resolve, version_words, words
from yiyuan.web.components import Action, Content, Empty, Light, Link, Noted, Party, Refused, Tab, TermView
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workdays.api import workdays_left
from yiyuan.workflow import desk as desks
from yiyuan.workflow import rules, selectors, services
from yiyuan.workflow.display import functions_words, is_turn_of, term_view, urged_words
from yiyuan.workflow.engine import WORKFLOWS
from yiyuan.workflow.explain import explanation
from yiyuan.workflow.forms import ConclusionForm, SignalForm, StatementForm, WhatIfForm
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.panels import SIGNAL_PANELS
from yiyuan.workflow.rules import REMINDER_WORDS
from yiyuan.workflow.types import PART_WORDS, SIGNAL_WORDS, Part, SignalState
from yiyuan.workflow.what_if import answers


def _who(term: Term, actor: Actor) -> Party:
    name = term.waits_for.short_name if term.waits_for else "平台"
    mine = is_turn_of(term, actor)
    return Party("我" if mine else name, me=mine, note=functions_words(term))


def _next(term: Term, actor: Actor) -> Content:
    """The button of the reader's own step; of somebody else's only what is waited for, and where to look."""
    if term.closed_on and term.workflow in WORKFLOWS:
        return WORKFLOWS[term.workflow].label_of(term.closed_by_move)
    if not term.ask:
        return ""
    return Action(term.ask, term.href) if is_turn_of(term, actor) else Link(f"等{term.ask}", term.href)


def _law(term: Term, shown: TermView) -> Content:
    if shown.chips:
        return list(shown.chips)
    return Noted("", "没有条文，日期由发起单位定" if term.due_on else "条文没有规定期限")


def _why(term: Term, actor: Actor) -> Content:
    why = Link("按哪条办", reverse("workflow:explain", args=[term.workflow, term.matter_id]))
    if not hasattr(term, "signal"):
        return why
    asked = term.signal.state == SignalState.OPEN and term.waits_for_id in actor.organisation_ids
    asked = asked and actor.has(Function.HEAD, Function.DATA_OFFICER)
    return [why, Link("说明情况" if asked else "看线索", reverse("workflow:signal", args=[term.signal.id]))]


MOST_URGED = 500  # matters in one click
URGED = ("waiting", "started", "overseen")  # lists of what others have to do
EMPTY = {
    "todo": "现在没有要办的事。有新事项时会列在这里，写明期限和依据。",
    "waiting": "没有在等别人办的事。",
    "started": "没有发起过要别人办的事。",
    "overseen": "本地区现在没有在办的事。",
    "done": "还没有办过的事。",
}


def _kind(term: Term) -> str:
    return WORKFLOWS[term.workflow].noun if term.workflow in WORKFLOWS else ""


def _matter(term: Term) -> Link:
    notes = [f"{term.started_on:%m-%d} 起算"] if term.due_on else []
    notes += [f"{REMINDER_WORDS[kind]} {day[5:]}" for kind, day in sorted(term.reminders.items(), key=itemgetter(1))]
    notes += [urged_words(term)] if term.urged else []
    if hasattr(term, "signal"):
        notes.append(SIGNAL_WORDS[SignalState(term.signal.state)])
    return Link(term.title, term.href, note="，".join(notes))


def _columns(actor: Actor, *, urging: bool) -> list[Column]:
    def view(term: Term) -> Any:  # a component
        return term_view(selectors.info_of(term))

    pick = [
        Column(
            "pick",
            "选",
            lambda _: "",
            template="workflow/pick.html",
            export=False,
            css="pick",
            width=30,
            narrow_label="",
        )
    ]
    return [
        *(pick if urging else []),
        Column("due", "期限", view, sort="due_on", export=lambda t: t.due_on),
        Column("title", "事项", _matter, sort="title", head=True),
        Column("kind", "种类", _kind, sort="workflow", shown=False),
        Column("who", "轮到谁", lambda t: _who(t, actor), export=lambda t: t.waits_for.name if t.waits_for else ""),
        Column("law", "依据", lambda t: _law(t, view(t)), export=lambda t: "、".join(map(str, view(t).chips))),
        Column("ask", "下一步", lambda t: _next(t, actor), export=lambda t: t.ask, css="act"),
        Column("urged", "催办次数", lambda t: t.urged, sort="urged", numeric=True, shown=False),
        Column("why", "", lambda t: _why(t, actor), css="nw stand", export=False),
    ]


def _listing(request: HttpRequest, actor: Actor, tab: str) -> tuple[Listing, list[desks.Behind]]:
    """The list of a tab, and who is waited for in it. Raises NotFound."""
    if tab not in desks.TABS:
        raise NotFound("tab", tab=tab)
    title, _ = desks.TABS[tab]
    rows = desks.rows(tab, actor)
    behind = desks.behind(rows) if tab in URGED else []
    listing = Listing(
        request,
        rows,
        _columns(actor, urging=tab in URGED or tab == "todo"),
        [*([desks.STANDING] if tab == "started" else []), *(desks.filters(behind) if tab != "done" else [])],
        default_sort="-due" if tab == "done" else "due",
        filename=title,
        caption=title,
        unit="件",
        css="y-todo",
        group=None if tab == "done" else _group,
        empty=Empty(EMPTY.get(tab, EMPTY["todo"])),
    )
    return listing, behind


@require_GET
def desk(request: HttpRequest, tab: str = "todo") -> HttpResponseBase:
    """The to-do list; the h1 says what is due today and what is late."""
    return _desk(request, tab)


def _desk(request: HttpRequest, tab: str, refused: Refused | None = None) -> HttpResponseBase:
    actor = actor_from_request(request)
    listing, behind = _listing(request, actor, tab)
    if listing.is_export:
        return listing.export()
    tabs = [
        Tab(
            desks.TABS[name][0],
            reverse("workflow:desk", args=[name]),
            desks.TABS[name][1](actor).filter(closed_on=None).count() if name != "done" else None,
            name == tab,
        )
        for name in desks.tabs_of(actor)
    ]
    rows = desks.TABS[tab][1](actor)
    headline = _headline(actor, rows if tab == "overseen" else selectors.todo(actor))
    context = {"tabs": tabs, "tab": tab, "headings": _headings(actor), **headline, **listing.context()}
    context |= _lines(actor) if tab == "todo" else {}
    context["idle"] = _idle(actor) if tab == "todo" else ""
    context["late_here"] = _late_here(actor) if tab == "todo" else 0
    context["stated"] = selectors.stated_signals(actor).count() if tab == "todo" else 0
    context["urgeable"] = listing.selected.filter(may_urge=True).count() if tab != "done" else 0
    context |= {"behind": behind if tab == "overseen" else [], "query": request.GET.urlencode(), "refused": refused}
    return render(request, "workflow/desk.html", context, status=422 if refused else 200)


@require_POST
def urge(request: HttpRequest, tab: str) -> HttpResponseBase:
    """Ask for what was chosen on a list, or for all that it shows; from the page of a matter for that one."""
    actor = actor_from_request(request)
    listing, _ = _listing(request, actor, tab)
    chosen = [number_in(text) or 0 for text in request.POST.getlist("term")[:MOST_URGED]]
    if request.POST.get("which") == "all":
        chosen = list(listing.selected.filter(may_urge=True).values_list("id", flat=True)[:MOST_URGED])
    back = f"{reverse('workflow:desk', args=[tab])}?{request.GET.urlencode()}"
    if not chosen:
        messages.warning(request, "没有选中事项。在要催办的事项前打勾，再点催办。")
        return see_other(back)
    with beside(request) as said:
        done = services.urge(chosen, actor=actor)
        left = f"；{done.left_out} 件刚催办过，没有重复催" if done.left_out else ""
        messages.success(request, f"已催办 {done.urged} 件，对方会收到通知{left}。")
        return see_other(back if request.POST.get("which") else _href(chosen[0]))
    return _desk(request, tab, said.refusal)


def _href(term_id: int) -> str:
    return Term.objects.get(id=term_id).href


def _headings(actor: Actor) -> list[tuple[str, list[tuple[Term, TermView]]]]:
    """A department's open tasks under the headings the law of its region lists; nothing without list or task."""
    named = resolve("organisations.work_headings", region=actor.region_code, on=clock.today()).items
    if not named:
        return []
    found: dict[str, list[tuple[Term, TermView]]] = {heading: [] for heading in named}
    waiting = list(selectors.todo(actor))
    if not waiting:
        return []
    for term in waiting:
        shown = term_view(selectors.info_of(term))
        found.setdefault(rules.heading_of(term.workflow), []).append((term, shown))
    words = key("organisations.work_headings").values
    return [(words[heading], tasks) for heading, tasks in found.items()]


def _group(term: Term) -> str:
    return desks.LATENESS[desks.lateness_of(term.due_on, clock.today())]


def _lines(actor: Actor) -> dict[str, Any]:  # template variables
    """What the rooms above add to the desk, by part, and how many days of it have passed."""
    today, found = clock.today(), desks.lines(actor)
    parts = [(PART_WORDS[part], [one for one in found if one.part is part]) for part in Part]
    passed = sum(one.on is not None and one.on < today for one in found)
    return {"parts": [(words, lines) for words, lines in parts if lines], "passed": passed, "today": today}


def _idle(actor: Actor) -> str:
    """Why the list of a reader without a part in any procedure is empty; empty for the others."""
    if actor.has(*WORKERS, *DEPARTMENT, *OVERSEERS, Function.OPERATOR):
        return ""
    return "你的岗位不办理数据事项，这里不会有待办" if actor.functions else "你还没有岗位，看不到待办"


def _late_here(actor: Actor) -> int:
    """Late matters of the region that wait for others, for those who oversee it."""
    late = selectors.overseen(actor).filter(due_on__lt=clock.today())
    return late.exclude(waits_for_id__in=actor.organisation_ids).count()


def _headline(actor: Actor, rows: QuerySet[Term]) -> dict[str, Any]:  # template variables
    today = clock.today()
    open_terms = list(rows.exclude(due_on=None))
    late = [t for t in open_terms if t.due_on and t.due_on < today]
    due_today = [t for t in open_terms if t.due_on == today]
    coming = next((t for t in open_terms if t.due_on and t.due_on > today), None)
    left = workdays_left(today, coming.due_on) if coming and coming.due_on else 0
    pressing = [*due_today, *late]
    mine = sum(is_turn_of(term, actor) for term in pressing)
    return {
        "late": late,
        "due_today": due_today,
        "coming": coming,
        "coming_left": left,
        "mine": mine,
        "others": len(pressing) - mine,
    }


def _signal_light(signal: Signal) -> Light:
    kinds: dict[str, Any] = {"open": "soon", "stated": "half", "confirmed": "late", "dropped": "end"}
    return Light(kinds[signal.state], SIGNAL_WORDS[SignalState(signal.state)])


@require_GET
def signals(request: HttpRequest) -> HttpResponseBase:
    """Signals of my organisation, or of my region for the bureau."""
    actor = actor_from_request(request)
    columns = [
        Column("state", "状态", _signal_light, sort="state", export=lambda s: SIGNAL_WORDS[SignalState(s.state)]),
        Column(
            "matter",
            "事项",
            lambda s: Link(s.title, reverse("workflow:signal", args=[s.id])),
            head=True,
            export=lambda s: s.title,
        ),
        Column("organisation", "单位", lambda s: s.organisation.name, sort="organisation_id"),
        Column("violation", "疑似情形", lambda s: key(s.violation).title if s.violation else "", sort="violation"),
        Column("due", "应办日期", lambda s: s.term.due_on if s.term else None, sort="term__due_on"),
        Column("raised", "形成日期", lambda s: s.raised_on, sort="raised_on"),
    ]
    filters = [
        Filter(
            "state",
            "状态",
            lambda rows, value: rows.filter(state=value),
            [(state.value, words) for state, words in SIGNAL_WORDS.items()],
        ),
        Filter("organisation", "单位", lambda rows, text: rows.filter(organisation__name__icontains=text)),
        Filter("matter", "事项", lambda rows, text: rows.filter(title__icontains=text)),
    ]
    listing = Listing(
        request,
        selectors.signals(actor),
        columns,
        filters,
        default_sort="-raised",
        filename="线索",
        caption="线索",
        unit="条",
    )
    waiting = selectors.signals(actor).filter(state=SignalState.OPEN).count()
    stated = selectors.signals(actor).filter(state=SignalState.STATED).count()
    may_raise = actor.has(Function.BUREAU, Function.AUDITOR)
    context = {"may_raise": may_raise, "waiting": waiting, "stated": stated, **listing.context()}
    return listing.export() if listing.is_export else render(request, "workflow/signals.html", context)


@require_http_methods(["GET", "POST"])
def raise_signal(request: HttpRequest) -> HttpResponse:
    """An officer or inspector offers a signal with evidence; statement and conclusion follow as always.

    What the address names is filled in, so that a page can offer what it shows.
    """
    actor = actor_from_request(request)
    require(actor, Function.BUREAU, Function.AUDITOR)
    given = {name: request.GET[name] for name in SignalForm.base_fields if name in request.GET}
    form = SignalForm(request.POST or None, region=actor.region_code, on=clock.today(), initial=given)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "evidence"):
            made = services.raise_signal(actor=actor, **form.cleaned_data)
            messages.success(request, "线索已提出，等待部门说明情况。")
            return see_other(reverse("workflow:signal", args=[made]))
    form.fields["evidence"].required = True  # not "optional" beside what the service asks for
    return render(request, "workflow/raise_signal.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def signal(request: HttpRequest, signal_id: int) -> HttpResponse:
    """One signal: evidence, statement, conclusion."""
    return _signal_page(request, signal_id)


def _signal_page(
    request: HttpRequest,
    signal_id: int,
    *,
    statement: StatementForm | None = None,
    conclusion: ConclusionForm | None = None,
) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.signal_for(actor, signal_id)
    term = found.term
    ladder = resolve("supervision.ladder", region=found.region_code, on=found.law_on or clock.today())
    context = {
        "signal": found,
        "light": _signal_light(found),
        "waiting_words": f"还没有说明。等{found.organisation.short_name}的数据专员或负责人说明情况。",
        "conduct": key(found.violation).title if found.violation else "",
        "conduct_chips": chips_of(found.evidence.get("violation_cite", found.requirement_ids)),
        "ladder": words(ladder),
        "ladder_chips": chips(ladder),
        "term": term_view(selectors.info_of(term)) if term else None,
        "reminders": [(REMINDER_WORDS[kind], day) for kind, day in term.reminders.items()] if term else [],
        "may_state": found.organisation_id in actor.organisation_ids
        and actor.has(Function.HEAD, Function.DATA_OFFICER)
        and found.state == SignalState.OPEN,
        "may_conclude": actor.governs(found.region_code) and found.state == SignalState.STATED,
        "panels": SIGNAL_PANELS.ask((actor, found.id)),
        "statement": statement or StatementForm(),
        "conclusion": conclusion or ConclusionForm(),
    }
    return render(request, "workflow/signal.html", context, status=422 if statement or conclusion else 200)


@require_GET
def explain_case(request: HttpRequest, workflow: str, matter_id: int) -> HttpResponse:
    """Which article decided what in a case."""
    case = explanation(actor_from_request(request), workflow, matter_id, today=clock.today())
    return render(request, "workflow/explain.html", {"case": case, "rules": version_words(case.profile)})


@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """Who would decide, by when, under which articles; nothing is done."""
    actor = actor_from_request(request)
    form = WhatIfForm(request.GET or None, initial={"region": actor.region_code, "on": clock.today()})
    asked = form.is_valid()
    questions = answers(**form.cleaned_data) if asked else []
    context = {"form": form, "questions": questions}
    return render(request, "workflow/what_if.html", context, status=422 if form.errors else 200)


@require_POST
def state_reasons(request: HttpRequest, signal_id: int) -> HttpResponse:
    form = StatementForm(request.POST)
    if form.is_valid():
        with beside(request, form, "statement"):
            services.state_reasons(signal_id, actor=actor_from_request(request), **form.cleaned_data)
            messages.success(request, "情况说明已提交。")
            return see_other(reverse("workflow:signal", args=[signal_id]))
    return _signal_page(request, signal_id, statement=form)


@require_POST
def conclude(request: HttpRequest, signal_id: int) -> HttpResponse:
    form = ConclusionForm(request.POST)
    confirmed = request.POST.get("answer") == "confirm"
    if form.is_valid():
        with beside(request, form, "conclusion"):
            services.conclude(signal_id, actor=actor_from_request(request), confirmed=confirmed, **form.cleaned_data)
            messages.success(request, "已作出认定。")
            return see_other(reverse("workflow:signal", args=[signal_id]))
    return _signal_page(request, signal_id, conclusion=form)
