"""Three IT projects of Jiaozuo on their way: one in review, one that a gate stopped, one accepted and paid."""

import io
from datetime import date, timedelta

from docx import Document

from yiyuan.catalog import services as catalog
from yiyuan.demo import catalog as described
from yiyuan.demo.people import Staff
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects import services as projects
from yiyuan.projects.models import Project
from yiyuan.projects.types import (
    MATERIAL_WORDS,
    Category,
    Duty,
    Feature,
    File,
    Fund,
    Funding,
    Kind,
    MaterialKind,
    Matter,
    OpinionKind,
    Said,
    Section,
    Source,
)
from yiyuan.workflow.api import Law

PLACE = "jiaozuo"
HANDED_IN = ("proposal", "feasibility", "design", "budget", "targets", "sharing_list", "exchange", "cloud")
TO_BUY = ("connection", "co_building")
AFTERWARDS = ("report", "summary", "catalog_list", "sharing_state")
ENTRY = {
    "provider": f"{PLACE}.civil",
    "sharing": "conditional",
    "methods": ["online_query"],
    "cycle": "monthly",
    "items": ["证件号码 C18*!", "姓名 C50!", "登记日期 D"],
}


def play(staff: Staff) -> None:
    """On the days on which each step would have been."""
    bureau = staff.actor(f"{PLACE}.bureau.bureau")
    for duty, key in ((Duty.FINANCE, "finance"), (Duty.DEVELOPMENT, "development"), (Duty.AUDIT, "audit")):
        projects.name_body(actor=bureau, duty=duty, organisation_id=staff.organisations[f"{PLACE}.{key}"])
    today = clock.today()
    before = today.year - 1
    _plan(staff, before, declared=[said("养老服务一件事系统（演示）", before, budget=186_000_000)])
    project = Project.objects.get(name="养老服务一件事系统（演示）")
    with clock.frozen(date(before, 1, 20)):
        hand_in(staff, project, "civil", HANDED_IN, entry="养老服务对象信息（演示）")
        review(staff, project, expert=("李文博（演示）", "焦作大学"))
    with clock.frozen(date(before, 3, 2)):
        build(staff, project, before)
    with clock.frozen(date(before, 10, 12)):
        accept(staff, project)
    _plan(
        staff,
        today.year,
        declared=[
            said("学籍服务平台升级（演示）", today.year, budget=92_000_000, kind=Kind.NEW, unit="education"),
            said(
                "就业服务专网和机房（演示）",
                today.year,
                budget=310_000_000,
                features=(Feature.MACHINE_ROOM, Feature.PRIVATE_NETWORK),
                unit="labour",
            ),
        ],
    )
    hand_in(
        staff, Project.objects.get(name="学籍服务平台升级（演示）"), "education", HANDED_IN, entry="学籍信息（演示）"
    )
    stopped = Project.objects.get(name="就业服务专网和机房（演示）")
    hand_in(staff, stopped, "labour", HANDED_IN, entry="就业登记信息（演示）")
    try:
        review(staff, stopped, expert=("王建华（演示）", "河南理工大学"))
    except RuleBroken as broken:  # the gate says no; the bureau writes down that it does not agree
        words = str(broken.facts["problem"])
        give(staff, stopped, OpinionKind.PRELIMINARY, agrees=False, words=f"不同意：{words}")


def said(name: str, year: int, *, unit: str = "civil", **more: object) -> tuple[str, Said]:
    fields = {
        "kind": Kind.NEW,
        "category": Category.BUSINESS,
        "funding": Funding.SERVICE,
        "goals": "群众办一件事只交一次材料，跨部门数据共享取得。",
        "content": "申请受理\n资格核验\n结果送达",
        "planning_item": "焦作市数字政府建设规划（演示）第三章",
        **more,
    }
    return unit, Said(name=name, plan_year=year, **fields)  # type: ignore[arg-type]  # fields by name


def _plan(staff: Staff, year: int, *, declared: list[tuple[str, Said]]) -> None:
    """Declared in time, reported, consented to before the year begins."""
    bureau = staff.actor(f"{PLACE}.bureau.bureau")
    with clock.frozen(date(year - 1, 11, 10)):
        for unit, project in declared:
            projects.declare_project(actor=staff.actor(f"{PLACE}.{unit}.officer"), said=project)
        plan = projects.open_plan(actor=bureau, year=year)
    with clock.frozen(date(year - 1, 12, 20)):
        projects.review_plan(plan.id, actor=bureau)
        projects.report_plan(plan.id, actor=bureau)
        number = f"市政府（演示）〔{year - 1}〕41号"
        projects.consent_plan(plan.id, actor=bureau, number=number, consented_on=clock.today())


def hand_in(staff: Staff, project: Project, unit: str, kinds: tuple[str, ...], *, entry: str = "") -> None:
    """Documents of these kinds; with an entry of the catalog, the project is submitted."""
    officer = staff.actor(f"{PLACE}.{unit}.officer")
    for kind in kinds:
        title = MATERIAL_WORDS[MaterialKind(kind)]
        projects.add_material(
            project.id, actor=officer, kind=MaterialKind(kind), file=document(f"{project.name}{title}")
        )
    if entry:
        law = Law(officer.region_code, clock.today())
        written = {**ENTRY, "name": entry, "summary": entry, "provider": f"{PLACE}.{unit}", "key": entry}
        draft = catalog.draft_resource(
            actor=officer,
            values=described.values_of(written, law=law),
            items=[described.item_of(item) for item in ENTRY["items"]],
        )
        projects.add_entry(project.id, actor=officer, resource_id=draft.resource_id)
        projects.submit_project(project.id, actor=officer)


def document(title: str) -> File:
    """A short DOCX that says what it is."""
    made, held = Document(), io.BytesIO()
    made.add_heading(title, level=1)
    made.add_paragraph("演示材料，内容从略。")
    made.save(held)
    return File(f"{title}.docx", held.getvalue())


def review(staff: Staff, project: Project, *, expert: tuple[str, str]) -> None:
    """An expert on all six matters, then the bureau."""
    bureau = staff.actor(f"{PLACE}.bureau.bureau")
    name, employer = expert
    known = projects.name_expert(actor=bureau, name=name, employer=employer, field="信息系统工程")
    projects.assign_expert(project.id, actor=bureau, expert_id=known.id)
    seat = project.seats.get()
    for matter in Matter:
        words = "方案可行，建议细化数据共享的时限。" if matter == Matter.SHARING else "合理。"
        projects.hear_expert(project.id, actor=bureau, seat_id=seat.id, matter=matter, agrees=True, words=words)
    give(staff, project, OpinionKind.PRELIMINARY, words="依托政务云建设，同意。")


def give(staff: Staff, project: Project, kind: OpinionKind, *, words: str, agrees: bool = True) -> None:
    key = "finance.officer" if kind == OpinionKind.FINANCE else "bureau.bureau"
    projects.give_opinion(project.id, actor=staff.actor(f"{PLACE}.{key}"), kind=kind, agrees=agrees, words=words)


def build(staff: Staff, project: Project, year: int) -> None:
    """Approved, funded, bought and begun; half of it paid."""
    officer, finance = staff.actor(f"{PLACE}.civil.officer"), staff.actor(f"{PLACE}.finance.officer")
    give(staff, project, OpinionKind.FINANCE, words="资金合理。")
    number = f"焦数审（演示）〔{year}〕6号"
    content = "申请受理\n资格核验\n结果送达"
    projects.approve_project(
        project.id, actor=staff.actor(f"{PLACE}.bureau.bureau"), number=number, content=content, amount=180_000_000
    )
    hand_in(staff, project, "civil", TO_BUY)
    give(staff, project, OpinionKind.PRE_PROCUREMENT, words="对接方案可行，核准。")
    projects.allot_funds(
        project.id,
        actor=finance,
        year=year,
        fund=Fund.SERVICE,
        source=Source.DEPARTMENT_BUDGET,
        amount=180_000_000,
        words=f"{year} 年部门预算（演示）",
    )
    projects.add_contract(
        project.id,
        actor=officer,
        section=Section.PROCUREMENT,
        party="某软件有限公司（演示）",
        content=content,
        amount=172_000_000,
        signed_on=clock.today(),
        refers_to=number,
    )
    projects.start_project(project.id, actor=officer, leader="王建国（演示）")
    projects.pay(project.id, actor=finance, year=year, fund=Fund.SERVICE, amount=86_000_000, words="首付款")


def accept(staff: Staff, project: Project) -> None:
    """Completed, looked at by an expert, accepted, filed, paid."""
    officer, bureau = staff.actor(f"{PLACE}.civil.officer"), staff.actor(f"{PLACE}.bureau.bureau")
    day = clock.today()
    projects.complete_project(project.id, actor=officer, completed_on=day - timedelta(days=20))
    projects.assign_expert(project.id, actor=bureau, expert_id=project.seats.get().expert_id)
    give(staff, project, OpinionKind.ACCEPTANCE, words="共享资源已编目，同意验收。")
    sections = dict.fromkeys(("goals", "functions", "sharing", "security", "standards"), "按批复内容完成。")
    projects.pass_project(project.id, actor=officer, held_on=day, words="同意通过验收。", sections=sections)
    hand_in(staff, project, "civil", AFTERWARDS)
    projects.pay(
        project.id,
        actor=staff.actor(f"{PLACE}.finance.officer"),
        year=day.year,
        fund=Fund.SERVICE,
        amount=86_000_000,
        words="尾款",
        final=True,
    )
