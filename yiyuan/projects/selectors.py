"""Reads of projects, and the figures of a span of days."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from yiyuan.catalog.api import (
    described_by,
    entries_of_systems,
    fresh_among,
    listed_among,
    names_of,
    systems_in,
    systems_of,
)
from yiyuan.connectors.api import fed_among
from yiyuan.exchange.api import offered_among, used_between
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import Seen
from yiyuan.projects import policies
from yiyuan.projects.asking import MEASURES
from yiyuan.projects.models import (
    Expert,
    ExpertView,
    Inspection,
    LedgerEntry,
    Project,
    ProjectAudit,
    ProjectBody,
    ProjectEvaluation,
    ProjectSystem,
    SharingYear,
    UnitCheck,
    YearPlan,
)
from yiyuan.projects.rules import gates, money, similar
from yiyuan.projects.types import (
    FUND_WORDS,
    SOURCE_WORDS,
    WAITING_STATES,
    Account,
    Answer,
    Closed,
    Feature,
    Figures,
    Fund,
    Funding,
    Gate,
    Kind,
    MaterialKind,
    Matter,
    OpinionKind,
    PlanState,
    Posting,
    Section,
    Source,
    Standing,
    State,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.sharing.api import grants_between
from yiyuan.workdays.api import due


def _regions(actor: Actor) -> Q:
    """The regions in whose projects the actor's organisation has a part."""
    if not actor.has(*PARTIES):
        return Q(pk__in=())
    mine = ProjectBody.objects.filter(organisation_id__in=actor.organisation_ids)
    return Q(region_code__in=mine.values("region_code"))


def _own_region(actor: Actor) -> Q:
    return Q(region_code=actor.region_code) if actor.has(*PARTIES) else Q(pk__in=())


PROJECTS = Seen(
    parties=("organisation", "organiser"),
    workers=PARTIES,
    more=_regions,
    related=("organisation", "plan"),
    what="projects.project",
)
INSPECTIONS = Seen(
    parties={"unit": PARTIES, "body": PARTIES | {Function.BUREAU}},
    related=("project", "unit", "body"),
    what="projects.inspection",
)
PLANS = Seen(more=_own_region, what="projects.plan")
BODIES = Seen(more=_own_region, related=("organisation",), what="projects.body")


def _known() -> QuerySet[Project]:
    """With systems and measured years."""
    years = Prefetch("years", SharingYear.objects.order_by("year"))
    return Project.objects.prefetch_related(years, Prefetch("systems", ProjectSystem.objects.select_related("system")))


def projects(actor: Actor) -> QuerySet[Project]:
    """A department's own; all of the region for those who oversee it or have a part in its projects."""
    return PROJECTS.rows(_known(), to=actor)


def project_for(actor: Actor, project_id: int, *, lock: bool = False) -> Project:
    """Raises NotFound, also when hidden."""
    return PROJECTS.one(_known(), project_id, to=actor, lock=lock)


def _plans() -> QuerySet[YearPlan]:
    """With what was declared for each: number, late ones, budgets in fen."""
    held = Project.objects.filter(region_code=OuterRef("region_code"), plan_year=OuterRef("year")).order_by()
    counted = held.values("plan_year")

    def told(value: Any) -> Subquery:  # an aggregate
        return Subquery(counted.annotate(told=value).values("told"))

    return YearPlan.objects.annotate(
        number=Coalesce(told(Count("id")), 0),
        late_number=Coalesce(told(Count("id", filter=Q(late=True))), 0),
        total=Coalesce(told(Sum("budget")), Value(0), output_field=BigIntegerField()),
    )


def plans(actor: Actor) -> QuerySet[YearPlan]:
    """Of the actor's region; departments see them, the rest is the bureau's."""
    return PLANS.rows(_plans(), to=actor)


def plan_for(actor: Actor, plan_id: int, *, lock: bool = False) -> YearPlan:
    """Raises NotFound, also when hidden."""
    return PLANS.one(_plans(), plan_id, to=actor, lock=lock)


def bodies(actor: Actor) -> QuerySet[ProjectBody]:
    return BODIES.rows(ProjectBody.objects.order_by("duty"), to=actor)


def body_for(actor: Actor, body_id: int) -> ProjectBody:
    """Raises NotFound, also when hidden."""
    return BODIES.one(ProjectBody.objects.all(), body_id, to=actor)


def inspections(actor: Actor) -> QuerySet[Inspection]:
    """Of the actor's projects, what its body asked, and all of the region for those who oversee it."""
    return INSPECTIONS.rows(Inspection.objects.order_by("-id"), to=actor)


def inspection_for(actor: Actor, inspection_id: int, *, lock: bool = False) -> Inspection:
    """Raises NotFound, also when hidden."""
    return INSPECTIONS.one(Inspection.objects.all(), inspection_id, to=actor, lock=lock)


def inspections_late(rows: QuerySet[Inspection], value: str) -> QuerySet[Inspection]:
    """Answered after their day ("yes"), or in time."""
    late = Q(answered_on__gt=F("due_on"))
    return rows.filter(answered_on__isnull=False).filter(late if value == "yes" else ~late)


def project_to_inspect(project_id: int, *, actor: Actor) -> Project:
    """Raises NotFound, NotAllowed."""
    found = project_for(actor, project_id)
    if not policies.may_inspect(actor, found):
        raise NotAllowed("projects.inspection.ask")
    return found


def own_systems(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the systems the actor's organisation registered."""
    return [one for body in sorted(actor.organisation_ids) for one in systems_of(body)]


def figures_of(project: Project, *, first: date, last: date) -> Figures:
    """Both days inclusive. Reads what was so then: a grant closed since, an entry withdrawn since, still count."""
    entries = entries_of_systems([one.system_id for one in project.systems.all()], on=last)
    grants = grants_between(entries.resource_ids, first=first, last=last)
    used = used_between(grants, first=first, last=last)
    return Figures(
        promised=entries.promised,
        kept=entries.kept,
        catalogued=len(entries.resource_ids),
        granted=len(set(grants.values())),
        consumers=len(used.consumer_ids),
        deliveries=used.deliveries,
        rows=used.rows,
    )


def this_year(project: Project) -> Figures | None:
    """From the first of January, or acceptance, to today; not kept. None before acceptance."""
    today = clock.today()
    if project.accepted_on is None or project.accepted_on > today:
        return None
    return figures_of(project, first=max(date(today.year, 1, 1), project.accepted_on), last=today)


EXPERTS = Seen(what="projects.expert")
UNIT_CHECKS = Seen(parties=("organisation",), related=("organisation",), what="projects.unit_check")


def experts(actor: Actor) -> QuerySet[Expert]:
    """The register of the region, for those who oversee it."""
    return EXPERTS.rows(Expert.objects.order_by("-id"), to=actor)


def expert_for(actor: Actor, expert_id: int) -> Expert:
    """Raises NotFound, also when hidden."""
    return EXPERTS.one(Expert.objects.all(), expert_id, to=actor)


def unit_checks(actor: Actor) -> QuerySet[UnitCheck]:
    return UNIT_CHECKS.rows(UnitCheck.objects.order_by("-id"), to=actor)


def unit_check_for(actor: Actor, unit_check_id: int) -> UnitCheck:
    """Raises NotFound, also when hidden."""
    return UNIT_CHECKS.one(UnitCheck.objects.all(), unit_check_id, to=actor)


def own_entries(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the entries the actor's department describes, drafts too."""
    return described_by(actor.organisation_ids)


def entry_names(project: Project) -> dict[int, str]:
    """The pre-compiled entries of a project by resource id."""
    return names_of(project.entries.values_list("resource_id", flat=True))


def listed_entries(project: Project) -> set[int]:
    """Of the pre-compiled entries those that are published."""
    return listed_among(project.entries.values_list("resource_id", flat=True))


def postings(project: Project, *, fund: Fund | None = None) -> list[Posting]:
    """The ledger of a project; of building and buying alone unless a fund is named."""
    rows = project.ledger.filter(fund=fund) if fund else project.ledger.exclude(fund=Fund.MAINTENANCE)
    found = rows.order_by("id").values_list("debit", "credit", "amount")
    return [Posting(Account(debit), Account(credit), amount) for debit, credit, amount in found]


def allotted_in(project: Project, year: int) -> int:
    """Fen allotted in the budget of a year for building or buying, reversals taken off."""
    rows = project.ledger.exclude(fund=Fund.MAINTENANCE).filter(year=year)
    found = [Posting(Account(d), Account(c), a) for d, c, a in rows.values_list("debit", "credit", "amount")]
    return -money.balances(found)[Account.TREASURY]


def waiting_projects() -> list[int]:
    """Projects in the library that are not begun."""
    rows = Project.objects.filter(state__in=WAITING_STATES, plan_year__isnull=False, started_on=None)
    return list(rows.order_by("id").values_list("id", flat=True))


def years_to_roll(project: Project, *, today: date) -> list[int]:
    """Budget years since the one it was planned for that are over and not yet counted."""
    assert project.plan_year is not None, "only declared projects stand in the library"
    known = set(project.library_years.values_list("year", flat=True))
    return [year for year in range(project.plan_year, today.year) if year not in known]


def ledger(actor: Actor) -> QuerySet[LedgerEntry]:
    """Of the projects the actor sees."""
    seen = PROJECTS.rows(Project.objects.all(), to=actor)
    return LedgerEntry.objects.filter(project__in=seen).select_related("project__organisation").order_by("-id")


def ledger_entry_for(actor: Actor, entry_id: int) -> LedgerEntry:
    """Raises NotFound, also when hidden."""
    found = ledger(actor).filter(id=entry_id).first()
    if found is None:
        raise NotFound("projects.ledger_entry", id=entry_id)
    return found


def _is_unstarted(project: Project, *, before: int) -> bool:
    """Funded in a year and not begun in it."""
    begun = project.started_on is not None and project.started_on.year <= before
    return not begun and allotted_in(project, before) > 0


def evaluable_after(project: Project) -> date | None:
    """The last day on which a running project is not yet evaluated; None: it does not run, or no text sets a time."""
    law = PROJECT.law(project).resolved("projects.evaluation")
    return due(law.term, project.running_on).on if project.running_on and law.term else None


def running_projects() -> list[int]:
    rows = Project.objects.filter(state=State.RUNNING, running_on__isnull=False)
    return list(rows.order_by("id").values_list("id", flat=True))


def failed_evaluations(project: Project) -> QuerySet[ProjectEvaluation]:
    """Those whose rectification is open."""
    return ProjectEvaluation.objects.filter(project=project, passed=False, rectified_on=None)


def failed_audits(project: Project) -> QuerySet[ProjectAudit]:
    """Those whose rectification is open."""
    return ProjectAudit.objects.filter(project=project, passed=False, rectified_on=None)


def _is_overdue(project: Project) -> bool:
    due_on = project.acceptance_due_on
    return due_on is not None and project.accepted_on is None and due_on < clock.today()


def standing_of(project: Project, *, year: int | None = None) -> Standing:
    """What the gates look at, read anew. year: of the budget that is asked about, this one unless given."""
    opinions = {OpinionKind(one.kind): one for one in project.opinions.all()}  # the last of a kind stands
    industry = opinions.get(OpinionKind.INDUSTRY)
    names, filing = entry_names(project), opinions.get(OpinionKind.FILING)
    listed, fresh = listed_among(names), fresh_among(names)
    unit = UnitCheck.objects.filter(organisation=project.organisation_id).order_by("-id").first()
    views = ExpertView.objects.filter(seat__project=project)
    return Standing(
        kind=Kind(project.kind) if project.kind else Kind.NEW,
        funding=Funding(project.funding) if project.funding else Funding.INVEST,
        major=project.major,
        cross_department=project.cross_department,
        closed=project.closed != Closed.NO,
        features=frozenset(Feature(one) for one in project.features),
        planning_item=project.planning_item,
        consented=project.plan is not None and project.plan.state == PlanState.APPROVED,
        materials=frozenset(MaterialKind(one) for one in project.materials.values_list("kind", flat=True)),
        entries=project.entries.count(),
        no_entries=project.no_entries,
        opinions={kind: one.agrees for kind, one in opinions.items()},
        exceptions=frozenset(project.exceptions.values_list("rule", flat=True)),
        heard=frozenset(Matter(one) for one in views.values_list("matter", flat=True)),
        in_stage=bool(industry and project.evaluation_on and industry.given_on >= project.evaluation_on),
        integrated=unit is None or unit.passed,
        approved=bool(project.approval_number and project.approved_on),
        leader=project.leader,
        supervised=project.contracts.filter(section=Section.SUPERVISION).exclude(qualification="").exists(),
        accepted=project.accepted_on is not None,
        assigned=project.seats.filter(to_accept=True).exists(),
        unlisted=tuple(name for key, name in names.items() if key not in listed),
        unloaded=tuple(name for key, name in names.items() if key not in fresh),
        connected=bool(fed_among(names) | offered_among(names)),
        filed=bool(filing and filing.agrees and filing.number),
        systems=project.systems.count(),
        overdue=_is_overdue(project),
        unmended=failed_evaluations(project).exists(),
        audit_failed=failed_audits(project).exists(),
        measures=frozenset(MEASURES.ask(project.id)),
        unstarted=_is_unstarted(project, before=(year or clock.today().year) - 1),
    )


def similar_to(project: Project) -> list[dict[str, Any]]:
    """Systems and other projects of the region that look like it: name, href, whose, why; most alike in name first."""
    mine = set(entry_names(project).values()) | _declared_names(project)
    own = {one.system_id for one in project.systems.all()}
    others = Project.objects.filter(region_code=project.region_code).exclude(id=project.id).order_by("id")
    known = [
        (one.name, one.content, set(entry_names(one).values()), one.organisation.short_name, one.get_absolute_url())
        for one in others.select_related("organisation")
    ]
    known += [
        (name, "", held, body, reverse("catalog:system", args=[system_id]))
        for system_id, name, body, held in systems_in(project.region_code)
        if system_id not in own
    ]
    found = []
    for name, content, held, body, href in known:
        why = similar.reasons(name=project.name, content=project.content, entries=mine, other=(name, content, held))
        if why:
            found.append({"name": name, "organisation": body, "href": href, "why": "；".join(why)})
    return found


def _declared_names(project: Project) -> set[str]:
    own = {one.system_id for one in project.systems.all()}
    return {name for key, _n, _b, held in systems_in(project.region_code) if key in own for name in held}


def gates_of(project: Project) -> list[Answer]:
    """What the law says to every question, with the facts."""
    standing, law = standing_of(project), PROJECT.law(project)
    return [one for gate in Gate for one in gates.answers(gate, standing, law=law)]


@dataclass(frozen=True, slots=True)
class FundsYear:
    """Of one year, source and kind of funds: how many projects, fen allotted and paid, reversals taken off."""

    year: int
    source: str
    fund: str
    projects: int
    allotted: int
    paid: int


def funds_by_year(actor: Actor) -> list[FundsYear]:
    """Newest year first, of the projects the actor sees."""
    held: dict[tuple[int, str, str], list[LedgerEntry]] = {}
    for entry in ledger(actor):
        held.setdefault((entry.year, entry.source, entry.fund), []).append(entry)
    found = []
    for (year, source, fund), entries in sorted(held.items(), reverse=True):
        stands = money.balances(Posting(Account(e.debit), Account(e.credit), e.amount) for e in entries)
        number = len({e.project_id for e in entries})
        words = SOURCE_WORDS[Source(source)], FUND_WORDS[Fund(fund)]
        found.append(FundsYear(year, *words, number, -stands[Account.TREASURY], stands[Account.PAID]))
    return found
