"""Projects at both doors: the list with the last measured year, a new one, one with its systems and years."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.projects import display, policies, selectors, services
from yiyuan.projects.asking import MEASURES
from yiyuan.projects.forms import (
    AcceptForm,
    AllotForm,
    ApproveForm,
    AuditForm,
    AuditResultForm,
    ChangeForm,
    CompleteForm,
    ContractForm,
    DecisionForm,
    DeclareForm,
    DelayForm,
    DoneForm,
    EntryForm,
    EvaluationForm,
    ExceptionForm,
    FailForm,
    MaterialForm,
    OpinionForm,
    OrganiserForm,
    PassForm,
    PayForm,
    ReverseForm,
    SeatForm,
    StartForm,
    SystemForm,
    ViewForm,
)
from yiyuan.projects.models import Project
from yiyuan.projects.types import (
    CLOSED_STATES,
    CLOSED_WORDS,
    FUNDING_WORDS,
    KIND_WORDS,
    SHARING_WORDS,
    STATE_WORDS,
    Category,
    Closed,
    Feature,
    Funding,
    Kind,
    MaterialKind,
    OpinionKind,
    Sharing,
)
from yiyuan.projects.workflow import PROJECT
from yiyuan.regulations.api import chips, cited, key, resolve, words
from yiyuan.web.components import Chip, Empty, Fact, Link, Noted, number
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    Listing,
    choice_filter,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New
from yiyuan.workflow.forms import NoteForm

FIELDS = {"projects.year": "plan_year", "projects.closed": "closed", "projects.declared": "goals"}
NUMBER = {"projects.approval_number": "number", "projects.approved": "amount"}
BUYING = {"projects.within_approved": "amount", "projects.refers": "refers_to", "projects.supervision": "qualification"}
CITED = ("projects.shared_list", "projects.candidates", "projects.modes", "projects.categories", "projects.unit")
REPORT = {"projects.accepted_on": "held_on", "projects.report_sections": "words"}
LAW = ("projects.approval", "projects.establishment", "projects.plan", "projects.evaluation", "projects.unfunded")


class YearOut(Schema):
    """A calendar year as it was measured after its end; it never changes."""

    year: int
    first_on: date
    last_on: date
    measured_on: date
    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int
    sharing: Sharing
    sharing_words: str

    @staticmethod
    def resolve_sharing_words(year: Any) -> str:  # a measured year
        return SHARING_WORDS[year.sharing]


class MaterialOut(Schema):
    """One version of a file; sha256: of the file as it was handed in."""

    id: int
    kind: MaterialKind
    version: int
    name: str
    sha256: str
    institution: str
    added_on: date


class OpinionOut(Schema):
    kind: OpinionKind
    agrees: bool
    number: str
    words: str
    body: str = Field(alias="body.name")
    given_by: str
    given_on: date


class ProjectOut(MatterOut, Schema):
    """budget: in fen. kind, category, funding, plan_year: empty of a project that was only registered."""

    name: str
    organisation: str = Field(alias="organisation.name")
    kind: Kind | Literal[""]
    category: Category | Literal[""]
    funding: Funding | Literal[""]
    plan_year: int | None
    late: bool
    budget: int
    goals: str
    content: str
    planning_item: str
    procedure: str
    no_entries: str
    features: list[Feature]
    major: bool
    cross_department: bool
    closed: Closed
    approval_number: str
    approved_on: date | None
    approved_amount: int | None
    approved_content: str
    materials: list[MaterialOut]
    entries: list[int]
    opinions: list[OpinionOut]
    similar: list[dict[str, str]]
    leader: str
    started_on: date | None
    completed_on: date | None
    accepted_on: date | None
    systems: list[str]
    years: list[YearOut]

    @staticmethod
    def resolve_entries(found: Any) -> list[int]:  # a project with its actor
        return [one.resource_id for one in found.entries.all()]

    @staticmethod
    def resolve_systems(found: Any) -> list[str]:  # a project with its actor
        return [one.system.name for one in found.systems.all()]


def _chips(region: str) -> Sequence[Chip]:
    return chips(resolve("projects.yearly_measure", region=region, on=clock.today()))


def _law(actor: Actor) -> Mapping[str, Any]:
    """What the region says of its projects: title, words, articles. Nothing where its texts are silent."""
    found = [resolve(name, region=actor.region_code, on=clock.today()) for name in LAW]
    return {"law": [Fact(key(one.key).title, Noted(words(one), chips(one))) for one in found if not one.is_default]}


def _accepted(rows: QuerySet[Project]) -> str:
    accepted = rows.filter(accepted_on__isnull=False).count()
    return f"{number(accepted)} 个已验收，每年统计共享情况" if accepted else ""


def _plan_year(project: Project) -> Noted | str:
    year = str(project.plan_year or "—")
    return Noted(year, "迟报") if project.late else year


def _budget(project: Project) -> str:
    return display.amount(project.budget) if project.plan_year else "—"


def _figure(name: str, label: str) -> Column:
    return Column(name, label, lambda p: getattr(display.last_year(p), name, "—"), numeric=True, shown=False)


def _facts(project: Project, actor: Actor) -> Sequence[Fact]:
    if project.plan_year is None:  # entered after it was approved elsewhere
        return [*_known(project), *_after(project), *_supervised(project, actor)]
    return [*_declared(project), *_approved(project), *_after(project), *_supervised(project, actor)]


def _supervised(project: Project, actor: Actor) -> list[Fact]:
    """Measures that stand; for the bureau the way to say what it found."""
    named, taken, law = key("projects.measures").values, set(MEASURES.ask(project.id)), PROJECT.law(project)
    standing = [word for one, word in named.items() if one in taken]
    facts = [Fact("采取的措施", "、".join(standing))] if standing else []
    if actor.governs(project.region_code) and law.resolved("projects.violation").cite:
        said = {
            "organisation_id": project.organisation_id,
            "violation": "projects.violation",
            "matter": f"projects.project:{project.id}",
            "title": f"项目检查：{project.name}",
        }
        facts.append(
            Fact("监督检查", Link("发现问题，提出线索", f"{reverse('workflow:raise_signal')}?{urlencode(said)}"))
        )
    return facts


def _known(project: Project) -> list[Fact]:
    return [Fact("项目单位", project.organisation.name), Fact("批复文号", project.approval_number)]


def _declared(project: Project) -> list[Fact]:
    last = project.library_years.order_by("-year").first()
    late = "迟报：已过报送该年度计划的日期" if project.late else ""
    declared = f"{project.registered_by}　{project.registered_on}"
    consent = project.plan.get_state_display() if project.plan else ""
    facts = [
        Fact("项目单位", project.organisation.name),
        Fact("计划年度", Noted(f"{project.plan_year} 年", consent)),
        Fact("申报", Noted(declared, late)),
        *([Fact("备选", display.candidate_words(last))] if last and not last.funded else []),
        Fact("种类", project.get_kind_display()),
        Fact("类别", project.get_category_display()),
        Fact("资金方式", project.get_funding_display()),
        Fact("申报预算", display.yuan(project.budget)),
        Fact("重大项目", "是" if project.major else "不是"),
        Fact("跨部门共享", "需要" if project.cross_department else "不需要"),
    ]
    if project.closed != Closed.NO:
        return [*facts, Fact("只编索引", CLOSED_WORDS[Closed(project.closed)], wide=True)]
    return [
        *facts,
        Fact("建设目标", project.goals, wide=True),
        Fact("主体内容", project.content, wide=True),
        Fact("建设内容涉及", project.features_words or "没有", wide=True),
        Fact("服务的规划事项", project.planning_item or "没有写明", wide=True),
        Fact("遵循的管理办法", Noted(project.procedure or "没有写明", _procedure(project)), wide=True),
    ]


def _procedure(project: Project) -> str:
    law = PROJECT.law(project).resolved("projects.procedure")
    return "" if law.is_default or project.procedure else "本地规定：信息化项目须遵循专门的管理办法，请补写"


def _approved(project: Project) -> list[Fact]:
    facts = []
    if project.submitted_on:
        facts.append(Fact("报审", project.submitted_on))
    if project.evaluation_on:
        facts.append(Fact("评估论证开始", project.evaluation_on))
    if project.approved_on:
        facts += [
            Fact("批复", Noted(project.approval_number, str(project.approved_on))),
            Fact("批复金额", display.yuan(project.approved_amount or 0)),
            Fact("批复内容", project.approved_content, wide=True),
        ]
    if project.leader:
        facts += [Fact("项目负责人", project.leader), Fact("开工", project.started_on)]
    if project.completed_on:
        organiser = project.organiser.name if project.organiser else f"{project.organisation.name}（项目单位）"
        law = PROJECT.law(project).resolved("projects.organiser")
        facts += [Fact("竣工", project.completed_on), Fact("验收由谁组织", Noted(organiser, chips(law)))]
    if project.running_on:
        after = selectors.evaluable_after(project)
        facts.append(Fact("投入运行", Noted(project.running_on, f"{after} 之后可以评价" if after else "")))
    if project.leader:
        facts += [Fact("项目负责人", project.leader), Fact("开工", project.started_on)]
    if project.completed_on:
        facts.append(Fact("竣工", project.completed_on))
    return facts


def _after(project: Project) -> list[Fact]:
    systems = [Link(one.system.name, reverse("catalog:system", args=[one.system_id])) for one in project.systems.all()]
    accepted: Any = project.accepted_on or "还没有验收。验收后每年统计一次共享情况。"  # content
    facts = [
        Fact("验收", Noted(accepted, project.acceptance_paper) if project.acceptance_paper else accepted, wide=True),
        Fact("信息系统", systems or "还没有指明。系统申报的资源就是项目的资源。", wide=True),
    ]
    if now := display.now_line(selectors.this_year(project)):
        note = "本年还没有结束，年度结束后统计定数"
        facts.append(Fact(f"{clock.today().year} 年", Noted(now, note), wide=True))
    return facts


def _years(request: HttpRequest, project: Project) -> Listing:
    return Listing(
        request,
        display.year_lines(list(project.years.all())),
        [
            Column("year", "年度", lambda line: str(line.year.year), head=True, width=80),
            Column("sharing", "共享情况", lambda line: Noted(line.light, line.measured)),
            Column("promised", "申报", "year.promised", numeric=True),
            Column("catalogued", "编入目录", "year.catalogued", numeric=True),
            Column("kept", "申报中已编入", "year.kept", numeric=True),
            Column("granted", "授权共享", "year.granted", numeric=True),
            Column("consumers", "使用部门", "year.consumers", numeric=True),
            Column("deliveries", "取用次数", "year.deliveries", numeric=True),
            Column("rows", "取得行数", "year.rows", numeric=True),
            Column("trend", "与上一年比", "trend", template="projects/trend_cell.html", width=160),
        ],
        filename=f"{project.name}历年共享情况",
        caption=f"{project.name}历年共享情况",
        unit="年",
        empty=Empty("还没有统计过的年度。验收后，每个公历年度结束时统计一次。"),
    )


def _delayed(project: Project) -> bool:
    return bool(project.delays.filter(accepted_on=None).exists())


def _reviewed(project: Project) -> bool:
    return project.state not in {*CLOSED_STATES, "declared", "registered"}


def _sections(_actor: Actor, project: Project) -> Mapping[str, Any]:  # template variables
    """What stands under the facts: materials, entries, opinions, experts, what is like it, exceptions."""
    names = selectors.entry_names(project)
    listed = selectors.listed_entries(project)
    entries = [
        (Link(names[one.resource_id], reverse("catalog:resource", args=[one.resource_id])), one.resource_id in listed)
        for one in project.entries.all()
    ]
    return {
        "chips": _chips(project.region_code),
        "materials": project.materials.all(),
        "entries": entries,
        "opinions": project.opinions.select_related("body"),
        "seats": project.seats.select_related("expert").prefetch_related("views"),
        "exceptions": [(key(f"projects.{one.rule}").title, one) for one in project.exceptions.all()],
        "similar_chips": chips(PROJECT.law(project).resolved("projects.similar")),
        "money": display.money_lines(project),
        "contracts": [(one, display.yuan(one.amount)) for one in project.contracts.all()],
        "sections": display.empty_sections(project),
        "sections_chips": chips(PROJECT.law(project).resolved("projects.sections")),
        "changes": [(one, display.changed(one)) for one in project.changes.all()],
        "library": project.library_years.all(),
        "acceptances": [(one, display.report_lines(one)) for one in project.acceptances.select_related("organiser")],
        "delays": project.delays.all(),
        "evaluations": project.evaluations.all(),
        "audits": project.audits.all(),
        "unfiled": display.unfiled(project),
        "unfiled_chips": chips(PROJECT.law(project).resolved("projects.final_payment")),
        "package_href": reverse("projects:package", args=[project.id]),
        "gates_href": reverse("projects:gates", args=[project.id]),
    }


LIGHTS: Lights = {
    "registered": "none",
    "declared": "soon",
    "submitted": "run",
    "approved": "ok",
    "building": "run",
    "completed": "soon",
    "rectifying": "late",
    "running": "ok",
    "evaluating": "soon",
    "refused": "late",
    "removed": "end",
    "accepted": "ok",
    "terminated": "end",
}
PROJECTS = Matters(
    PROJECT,
    app="projects",
    noun="project",
    title="信息化项目",
    unit="个",
    about="项目库：随时申报，按年度滚动。验收后每个年度统计一次共享，统计后不再改动。",
    empty="还没有信息化项目。",
    find=selectors.project_for,
    rows=selectors.projects,
    facts=_facts,
    shown=ProjectOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("项目", "name", note=lambda p: p.approval_number),
        Column("organisation", "项目单位", "organisation.name", sort="organisation__name", width=140),
        Column("year", "计划年度", _plan_year, sort="plan_year"),
        Column("kind", "种类", lambda p: p.get_kind_display() or "—", sort="kind"),
        Column("funding", "资金方式", lambda p: p.get_funding_display() or "—", sort="funding"),
        Column(
            "budget",
            "申报预算（元）",
            lambda p: display.amount(p.budget) if p.plan_year else "—",
            sort="budget",
            css="num",
        ),
        Column("accepted", "验收", lambda p: p.accepted_on or "还没有验收", sort="accepted_on", width=120),
        Column("sharing", "最近一年共享", display.light_of, width=180),
        _figure("catalogued", "编入目录"),
        _figure("granted", "授权共享"),
        _figure("consumers", "使用部门"),
        _figure("deliveries", "取用次数"),
        Column("trend", "与上一年比", lambda p: display.trend_words(list(p.years.all())), shown=False),
    ],
    filters=[
        state_filter(STATE_WORDS),
        text_filter("name", "项目"),
        text_filter("body", "项目单位", "organisation__name"),
        choice_filter("kind", "种类", KIND_WORDS),
        choice_filter("funding", "资金方式", FUNDING_WORDS),
        Filter("year", "计划年度", lambda rows, value: rows.filter(plan_year=int(value))),
        Filter(
            "accepted",
            "验收",
            lambda rows, value: rows.filter(accepted_on__isnull=value == "no"),
            [("yes", "已验收"), ("no", "还没有验收")],
        ),
    ],
    headline=_accepted,
    chips=lambda actor: [*_chips(actor.region_code), *cited(actor, *CITED)],
    links=lambda actor: [
        Link("年度计划", reverse("projects:plans")),
        Link("项目管理机构", reverse("projects:bodies")),
        *([Link("专家", reverse("projects:experts"))] if actor.has(*OVERSEERS) else []),
        Link("项目资金账", reverse("projects:ledger")),
        Link("监督检查", reverse("projects:inspections")),
        Link("政务信息系统目录", reverse("projects:systems")),
        Link("预算参考", reverse("projects:budget")),
        Link("项目库滚动预演", reverse("projects:library")),
        Link("单位整合共享审查", reverse("projects:unit_checks")),
        *([Link("补登已批复的项目", reverse("projects:register"))] if policies.may_declare(actor) else []),
    ],
    board="projects/projects.html",
    told=_law,
    page="projects/project.html",
    context=_sections,
    inner=_years,
    asks={
        "change": Ask(services.change_project, DeclareForm, page="edit", beside=FIELDS),
        "submit": Ask(services.submit_project, words="报审以后材料只能增加新版，不能删除。", beside="note"),
        "send_back": Ask(services.send_back_project, NoteForm, beside="note"),
        "refuse": Ask(services.refuse_project, NoteForm, beside="note"),
        "approve": Ask(services.approve_project, ApproveForm, beside=NUMBER),
        "establish": Ask(services.approve_project, ApproveForm, beside=NUMBER),
        "add_material": Ask(
            services.add_material,
            MaterialForm,
            path="materials",
            name="add_material",
            beside="file",
            may=services.require_adding,
            label="上传材料",
            done="已上传。",
        ),
        "add_entry": Ask(
            services.add_entry,
            EntryForm,
            path="entries",
            name="add_entry",
            beside="resource_id",
            may=services.require_adding,
            label="列入预编的目录项",
            done="已列入。",
        ),
        "give_opinion": Ask(
            services.give_opinion,
            OpinionForm,
            path="opinions",
            name="give_opinion",
            beside="words",
            may=services.require_opining,
            label="提出意见",
            done="意见已记下。",
        ),
        "open_evaluation": Ask(
            services.open_evaluation,
            path="evaluation",
            name="open_evaluation",
            may=services.require_evaluating,
            label="开始评估论证",
            words="开始以后，主管部门提出行业审查意见。",
            done="评估论证已开始。",
        ),
        "assign_expert": Ask(
            services.assign_expert,
            SeatForm,
            path="experts",
            name="assign_expert",
            beside="expert_id",
            may=policies.require_bureau,
            when=_reviewed,
            label="指派专家",
            done="已指派。",
        ),
        "hear_expert": Ask(
            services.hear_expert,
            ViewForm,
            path="views",
            name="hear_expert",
            beside="words",
            may=policies.require_bureau,
            when=_reviewed,
            label="记下专家意见",
            done="已记下。",
        ),
        "record_exception": Ask(
            services.record_exception,
            ExceptionForm,
            path="exceptions",
            name="record_exception",
            beside="document",
            may=policies.require_bureau,
            when=_reviewed,
            label="登记例外依据",
            done="已登记。",
        ),
        "allot_funds": Ask(
            services.allot_funds,
            AllotForm,
            path="funds",
            name="allot_funds",
            beside="amount",
            may=services.require_finance,
            label="安排资金",
            done="已安排。",
        ),
        "pay": Ask(
            services.pay,
            PayForm,
            path="payments",
            name="pay",
            beside="amount",
            may=services.require_finance,
            label="支付",
            done="已登记支付。",
        ),
        "reverse_entry": Ask(
            services.reverse_entry,
            ReverseForm,
            path="reversals",
            name="reverse_entry",
            beside="entry_id",
            may=services.require_finance,
            label="冲正一笔",
            done="已冲正。",
        ),
        "add_contract": Ask(
            services.add_contract,
            ContractForm,
            path="contracts",
            name="add_contract",
            beside=BUYING,
            may=services.require_buying,
            label="登记招标、采购、监理、合同",
            done="已登记。",
        ),
        "start": Ask(services.start_project, StartForm, beside="leader"),
        "complete": Ask(services.complete_project, CompleteForm, beside="completed_on"),
        "request_change": Ask(
            services.request_change,
            ChangeForm,
            path="changes",
            name="request_change",
            beside="new",
            may=services.require_changing,
            label="申请变更",
            words="审查同意以前不生效。",
            done="已报主管部门审查。",
        ),
        "decide_change": Ask(
            services.decide_change,
            DecisionForm,
            path="decisions",
            name="decide_change",
            beside="words",
            may=services.require_deciding,
            label="审查变更",
            done="已审查。",
        ),
        "designate_organiser": Ask(
            services.designate_organiser,
            OrganiserForm,
            path="organiser",
            name="designate_organiser",
            beside="organisation_id",
            when=lambda project: project.state == "completed",
            may=policies.require_bureau,
            label="指定验收组织单位",
            done="已指定。",
        ),
        "pass": Ask(services.pass_project, PassForm, beside=REPORT, page="acceptance", name="pass_project"),
        "fail": Ask(services.fail_project, FailForm, beside="rectify_by", name="fail_project"),
        "rectify": Ask(services.rectify_project, DoneForm, beside="words", name="rectify_project"),
        "report_delay": Ask(
            services.report_delay,
            DelayForm,
            path="delays",
            name="report_delay",
            beside="reason",
            may=services.require_delaying,
            label="报告延期验收",
            done="已报告，待主管部门认可。",
        ),
        "accept_delay": Ask(services.accept_delay, when=_delayed),
        "operate": Ask(services.operate_project, beside="note"),
        "evaluate_project": Ask(
            services.evaluate_project,
            EvaluationForm,
            path="evaluations",
            name="evaluate_project",
            beside="words",
            may=services.require_evaluator,
            label="登记评价",
            done="已登记。",
        ),
        "plan_audit": Ask(
            services.plan_audit,
            AuditForm,
            path="audits",
            name="plan_audit",
            beside="year",
            may=services.require_audit,
            label="列入审计计划",
            done="已列入。",
        ),
        "record_audit": Ask(
            services.record_audit,
            AuditResultForm,
            path="audit-results",
            name="record_audit",
            beside="words",
            when=lambda project: project.audits.filter(found_on=None).exists(),
            may=services.require_audit,
            label="登记审计结果",
            done="已登记。",
        ),
        "close_rectification": Ask(
            services.close_rectification,
            DoneForm,
            path="rectified",
            name="close_rectification",
            beside="words",
            may=services.require_closing,
            label="确认整改完成",
            done="已确认。",
        ),
        "accept": Ask(services.accept_project, AcceptForm, beside="accepted_on"),
        "add_system": Ask(
            services.add_system,
            SystemForm,
            path="systems",
            name="add_system",
            may=policies.require_unit,
            label="增加信息系统",
        ),
    },
    new=New(
        services.declare_project,
        DeclareForm,
        policies.may_declare,
        "申报项目",
        beside=FIELDS,
        by="projects.project.declare",
        key="projects.library",
    ),
)
