"""One small real world in which every page has an object, and the persons who knock at every door."""

import hashlib
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.support.cast import MARRIAGE, MARRIAGE_ITEMS, SUBSCRIBED, Cast
from tests.support.grants import allow
from yiyuan.audit.models import Entry
from yiyuan.catalog import selectors, services
from yiyuan.catalog.api import licence_entry, published_resource
from yiyuan.catalog.models import SearchedWord, Version
from yiyuan.catalog.types import EntryKind, LicenceEntry
from yiyuan.collection.models import Digitisation
from yiyuan.collection.models import Return as CollectionReturn
from yiyuan.collection.services import norms as collection_norms
from yiyuan.collection.services import plans as collection_plans
from yiyuan.collection.services import reports as collection_reports
from yiyuan.collection.services import tasks as collection_tasks
from yiyuan.collection.types import File as CollectionFile
from yiyuan.config.api import api
from yiyuan.config.rooms import all_rooms
from yiyuan.connectors import services as connectors
from yiyuan.connectors.models import Connector, Feed
from yiyuan.connectors.running import begin as begin_reading
from yiyuan.connectors.types import Mode
from yiyuan.consultations import services as consultations
from yiyuan.consultations.models import Opinion
from yiyuan.credit import services as credit
from yiyuan.credit.tests import steps as credit_steps
from yiyuan.credit.types import File as CreditUpload
from yiyuan.disputes import services as disputes
from yiyuan.disputes.models import Comparison, Correction, Evidence, Inconsistency, Recheck
from yiyuan.disputes.types import Channel, Doubt, File, Filer, Received, Said
from yiyuan.disputes.workflow import COMPARISON, CORRECTION, INCONSISTENCY
from yiyuan.elements import services as elements
from yiyuan.elements.models import ElementSource
from yiyuan.elements.types import SourceKind
from yiyuan.exchange import interfaces
from yiyuan.exchange import services as exchange
from yiyuan.exchange.models import Interface
from yiyuan.exchange.tests.conftest import citizen
from yiyuan.exchange.types import Format, Method
from yiyuan.formats import services as formats
from yiyuan.formats.types import Privacy, TypeField
from yiyuan.formats.types import Sheet as FaceSheet
from yiyuan.holders import services as holders
from yiyuan.holders.models import Mandate as HolderMandate
from yiyuan.holders.types import Ground, Identity
from yiyuan.holders.types import Wanted as UseWanted
from yiyuan.intake import documents, loading
from yiyuan.intake import services as intake
from yiyuan.intake.mapping import Told
from yiyuan.intake.tests.conftest import HEADER, csv
from yiyuan.intake.tests.conftest import row as row_of
from yiyuan.issues import services as issues
from yiyuan.kernel import clock as legal
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.identifiers import uscc_check
from yiyuan.licences import services as licences
from yiyuan.licences.models import Licence
from yiyuan.licences.types import Action, Applicant, Stated
from yiyuan.licences.types import Doubt as LicenceDoubt
from yiyuan.licences.views.public import face_of
from yiyuan.lists import services as lists
from yiyuan.lists.types import ListKind
from yiyuan.making import services as making_room
from yiyuan.making.types import StepKind
from yiyuan.notices import services as notices
from yiyuan.notices.models import Sending
from yiyuan.notices.types import Kind, Pace, SendingState
from yiyuan.opening import services as opening
from yiyuan.opening.models import Activity, Emergency, OpenAccess, OpenRelease, PublicRequest, Reuse, SourceConsent
from yiyuan.opening.models import Breach as OpenBreach
from yiyuan.opening.types import Rule as OpeningRule
from yiyuan.organisations import services as organisations
from yiyuan.organisations.models import AccessToken, Account, Assignment, Login
from yiyuan.organisations.services import issue_token
from yiyuan.organisations.types import Duty
from yiyuan.pools import withdrawing as pools
from yiyuan.pools.api import prepare as prepare_pool
from yiyuan.pools.models import Load, PoolTable
from yiyuan.projects import services as projects
from yiyuan.projects.types import Category, Fund, Funding, InspectionKind, MaterialKind, OpinionKind
from yiyuan.projects.types import Duty as ProjectDuty
from yiyuan.projects.types import File as ProjectFile
from yiyuan.projects.types import Kind as ProjectKind
from yiyuan.projects.types import Said as ProjectSaid
from yiyuan.projects.types import Source as ProjectSource
from yiyuan.quality import running as checking
from yiyuan.quality.models import CheckRun, WorkOrder
from yiyuan.quality.services import draw_rule, try_rule
from yiyuan.quality.workflow import ORDER
from yiyuan.rectification import services as rectification
from yiyuan.rectification.models import Order
from yiyuan.rectification.types import File as RectificationFile
from yiyuan.registries import services as registries
from yiyuan.registries import tables as registry_tables
from yiyuan.registries.models import Linking, Registry, Regrouping, Suspect
from yiyuan.registries.workflow import REGROUPING
from yiyuan.seals import layouts
from yiyuan.services import services as cases
from yiyuan.services.models import Scene
from yiyuan.services.types import Applicant as ServiceApplicant
from yiyuan.services.types import EndpointKind
from yiyuan.services.types import File as ServiceFile
from yiyuan.services.types import Person as ServicePerson
from yiyuan.sharing import services as sharing
from yiyuan.sharing.api import grant as grant_of
from yiyuan.sharing.jobs import note_first_delivery
from yiyuan.sharing.types import File as Material
from yiyuan.sharing.types import PaperKind, Scope
from yiyuan.spreadsheets.services import parts, sheets, workbooks
from yiyuan.standing.models import (
    Agreement,
    Commitment,
    CommitmentForm,
    CreditReport,
    Forgery,
    ListEntry,
    Lookup,
    Measure,
    Purchase,
    Watch,
)
from yiyuan.standing.papers import PAPERS as CREDIT_PAPERS
from yiyuan.supervision import services as supervision
from yiyuan.supervision.models import Inspected, InspectionFinding, Sheet, YearReport
from yiyuan.supervision.workflow import REPORT
from yiyuan.workflow import services as signals
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.services import watch_terms

LICENCE_CODE = "5134020099990000" + "1" + uscc_check("51340200999900001")
NOT_ALLOWED, RULE_BROKEN = 403, 422
# role -> (department, post, place); the visitor has not logged in
ROLES: dict[str, tuple[str, str, str] | None] = {
    "visitor": None,
    "officer": ("civil_affairs", "officer", "wuhu"),
    "reviewer": ("civil_affairs", "reviewer", "wuhu"),
    "secrecy": ("civil_affairs", "secrecy", "wuhu"),
    "head": ("civil_affairs", "head", "wuhu"),
    "consumer_officer": ("housing_fund", "officer", "wuhu"),
    "consumer_head": ("housing_fund", "head", "wuhu"),
    "stranger_officer": ("education", "officer", "wuhu"),
    "stranger_head": ("education", "head", "wuhu"),
    "bureau": ("bureau", "bureau", "wuhu"),
    "other_bureau": ("bureau", "bureau", "liyang"),
    "operator": ("bureau", "operator", "wuhu"),
    "auditor": ("inspection", "auditor", "wuhu"),
    "system_admin": ("bureau", "system_admin", "wuhu"),
    "security_admin": ("bureau", "security_admin", "wuhu"),
    "audit_admin": ("bureau", "audit_admin", "wuhu"),
}
ROLE_WORDS = {
    "visitor": "未登录",
    "officer": "提供部门数据专员",
    "reviewer": "提供部门目录审核人",
    "secrecy": "提供部门保密审查人",
    "head": "提供部门负责人",
    "consumer_officer": "使用部门数据专员",
    "consumer_head": "使用部门负责人",
    "stranger_officer": "无关部门数据专员",
    "stranger_head": "无关部门负责人",
    "bureau": "数据主管部门",
    "other_bureau": "外市数据主管部门",
    "operator": "平台运维",
    "auditor": "审计检查",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "audit_admin": "审计管理员",
}
QUALITY_RULE: dict[str, Any] = {
    "kind": "past",
    "items": ["登记日期"],
    "severity": "mark",
    "dimension": "correctness",
}
PLAN = {
    "place": "platform",
    "items": "登记类别",
    "personal": "no",
    "mode": "direct",
    "duty": "婚姻登记",
    "article": "《婚姻登记条例》第二条",
    "necessity": "只有登记机关知道。",
}
DIGITISED = {"standard": "DA/T 31-2017", "extent": "2001 年以前", "planned_on": "2027-12-31"}
TASK = {
    "title": "婚姻登记补录",
    "items": "登记类别",
    "need": "只有街道知道。",
    "frequency": "once",
    "searched": "登记",
    "unfit": "是本部门自己的资源。",
}
PROJECT = {
    "name": "婚姻登记一件事",
    "plan_year": "2027",
    "kind": "new",
    "category": "business",
    "funding": "invest",
    "budget": "1200000.50",
    "goals": "一次办结",
    "content": "登记、核验",
    "major": "no",
    "cross_department": "yes",
    "closed": "no",
}
PROJECT_IN = {**PROJECT, "plan_year": 2027, "budget": 1200000.5, "major": False, "cross_department": True}
PROJECT_SAID = ProjectSaid(
    name="婚姻登记一件事",
    kind=ProjectKind.NEW,
    category=Category.BUSINESS,
    funding=Funding.INVEST,
    plan_year=2027,
    budget=120_000_000,
    goals="一次办结",
    content="登记、核验",
    planning_item="数字政府规划第三条",
)
PROJECT_REPORT = dict.fromkeys(("goals", "functions", "sharing", "security", "standards"), "已完成")
EVALUATION = {
    "evaluator": "experts",
    "name": "李工",
    "operation": 80,
    "sharing": 80,
    "performance": 80,
    "passed": "yes",
    "words": "达标",
}
FUNDS = {"year": "2027", "fund": "construction", "amount": "1.00", "words": "预算"}
FUNDS_IN = {**FUNDS, "year": 2027, "amount": 1}
CONTRACT = {
    "section": "procurement",
    "party": "某公司",
    "content": "登记",
    "amount": "1.00",
    "signed_on": "2026-11-02",
    "refers_to": "〔2026〕8号",
}
STATED = {
    "need": "核验提取人婚姻状况",
    "purpose": "住房公积金提取审核",
    "duty": "《示例条例》第二十四条",
    "legal_basis": "《示例条例》",
    "scenario": "窗口办理提取",
    "business_need": "减少证明材料",
    "use_kinds": ["administrative_basis"],
    "undertaking": True,
}


@dataclass
class World:
    """Objects by the name of the address's parameter, with the clients of all roles."""

    cast: Cast
    ids: dict[str, Any]  # of a parameter of an address
    pages: dict[str, Client]
    machines: dict[str, Client]

    @cached_property
    def bodies(self) -> dict[str, Any]:  # form values or JSON
        return bodies(self)

    def values(self, row: str) -> dict[str, Any]:  # of the parameters of an address
        """Parameter values for a row; `@variant` at its end chooses other objects."""
        variant = row.partition("@")[2]
        found = dict(self.ids)
        for name, value in self.ids.items():
            base, _, of = name.partition("@")
            if of and of == variant:
                found[base] = value
        return found


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _to_map(resource_id: int, officer: Actor) -> int:
    """A batch whose headings nobody knows."""
    theirs = _file("b.csv", csv([row_of(1)]).replace("登记日期".encode(), "办理日期".encode()))
    told = Told(asks=True)
    return intake.receive_file(resource_id, actor=officer, upload=theirs, confirmed=False, columns=told).batch.id


def _login(account: Account) -> Login:
    """A session of this account elsewhere."""
    now = legal.real_now()
    return Login.objects.create(account=account, session_key="elsewhere", begun_at=now, seen_at=now, program="Edge")


def build(cast: Cast, clock: Any) -> World:  # the clock of the tests
    """Legal time ends on 2026-11-20, when one application has waited too long."""
    clock.set(date(2026, 9, 24))
    cast.organisation("government")
    officer = cast.person("civil_affairs")
    consumer = cast.person("housing_fund")
    resource = cast.resource("civil_affairs", basis_level="law")
    draft = cast.draft("civil_affairs", name="收养登记信息")
    free = cast.resource(
        "civil_affairs",
        name="婚姻登记机关名录",
        sharing="unconditional",
        reason="",
        basis_level="",
        basis="",
        opening="unconditional",
        opening_method="下载",
        items=[{**MARRIAGE_ITEMS[0], "name": "机关代码"}],
    )
    held = _offered_by_interface(cast)
    late = _application(resource, consumer, send=True)
    unsent = _application(resource, consumer, send=False)
    granted = _application(resource, consumer, send=True)
    scope = _scope(resource)
    grant = sharing.grant_application(granted.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    need = sharing.file_need(
        "核验婚姻状况",
        actor=consumer,
        scopes={resource.id: scope},
        values=STATED,
        materials={resource.id: ["履职依据"]},
    )
    bureau_actor = cast.officer_of_bureau()
    owner = sharing.Wanted(cast.organisation("civil_affairs"), "补齐目录")
    task = sharing.set_task(owner, actor=bureau_actor, minutes_number="〔2026〕8号")
    handover = sharing.hand_over(
        actor=cast.person("civil_affairs", "head"),
        from_account_id=cast.account("civil_affairs", "officer").id,
        to_account_id=cast.account("civil_affairs", "reviewer").id,
    )
    paper = sharing.record_paper(
        late.id,
        actor=consumer,
        kind=PaperKind.APPLICATION,
        number="〔2026〕18号",
        signed_on=legal.today(),
        scan_name="a.pdf",
        scan=b"%PDF-1.4",
    )
    provision = sharing.register_provision(
        resource.id,
        actor=officer,
        consumer_id=consumer.organisation_id,
        provided_on=legal.today(),
        way="光盘",
        purpose="提取审核",
        reason="专线中断",
    )
    about = cast.organisation("civil_affairs")
    demand = sharing.report_demand(
        actor=consumer, about_id=about, asked_for="结婚证复印件", happened_on=legal.today(), resource_id=resource.id
    )
    outside = sharing.report_from_outside(
        about_id=about, asked_for="结婚证复印件", happened_on=legal.today(), origin="192.0.2.1"
    )
    asked = {"登记证字号": "J000001"}
    seen = exchange.look_up(grant.id, actor=consumer, asked=asked, case="A-7", reason="提取审核").delivery
    extract = exchange.ask_extract(grant_of(grant.id), actor=consumer, format_=Format.CSV, case="A-8", expected_rows=2)
    rows = [row_of(1), row_of(2, 登记类别="再婚")]
    batch = intake.receive_file(resource.id, actor=officer, upload=_file("a.csv", csv(rows)), confirmed=False).batch
    loading.load_batch(batch.id)
    workbook = workbooks.take(workbooks.export(officer), actor=officer, file_name="目录.xlsx")
    sheet = sheets.receive_sheet("资源名称\n收养评估\n".encode(), actor=officer, file_name="旧目录.csv")
    refused = sheets.receive_sheet("资源名称,更新周期\n评估,怪\n".encode(), actor=officer, file_name="旧.csv")
    sheets.start_import(refused.id, actor=officer)
    sheets.take_rows(refused.id)
    city = "资源名称,提供部门\n收养登记,市民政局\n".encode()
    bureau_officer = cast.officer_of_bureau()
    handed_out, undecided = (sheets.receive_sheet(city, actor=bureau_officer, file_name="全市.csv") for _ in range(2))
    parts.distribute_sheet(handed_out.id, actor=bureau_officer)
    element = elements.register_element(actor=officer, name="登记日期")
    claimed = elements.add_source(
        element.id,
        actor=officer,
        resource_id=resource.id,
        item_name="登记日期",
        kind=SourceKind.VERIFYING,
    )
    first_source = ElementSource.objects.create(
        element=element,
        resource_id=free.id,
        item_name="登记日期",
        kind=SourceKind.AUTHORITATIVE,
        from_on=legal.today(),
    )
    clock.set(date(2026, 11, 20))
    lists = _lists(cast, resource.id, draft.id)
    watch_terms()
    assessed = _of_assessments(cast)
    pages, machines = _clients(cast)
    token = AccessToken.objects.get(account=cast.account("civil_affairs", "officer"))
    assignment = Assignment.objects.filter(person=cast.account("civil_affairs", "reviewer").person).get()
    ids = {
        **_of_organisations(cast),
        **_of_notices(cast),
        **_of_consultations(cast),
        **_of_rechecks(cast, resource.id),
        **_connected(cast, resource.id),
        **_checked(cast, resource.id),
        **_collected(cast, resource.id),
        **_of_registries(cast, resource.id),
        **_of_pools(cast, free.id),
        **_of_services(cast, resource.id),
        **_of_openings(cast, resource.id, free.id),
        **_of_credit(cast),
        **_of_licences(cast),
        **_of_standing(cast),
        **assessed,
        **_of_rectification(cast),
        "resource_id": resource.id,
        "resource_id@free": free.id,
        "resource_id@held": held,
        "version_id": resource.version_id,
        "version_id@draft": draft.id,
        "import_id": workbook.id,
        "element_id": element.id,
        "comparison_id": _compared(cast, first_source, claimed).id,
        "source_id": claimed.id,
        "sheet_id": sheet.id,
        "sheet_id@done": refused.id,
        "sheet_id@city": undecided.id,
        "sheet_id@offered": handed_out.parts.get().id,
        "batch_id": batch.id,
        "batch_id@mapping": _to_map(resource.id, officer),
        "document_id": documents.first_of(resource.id, actor=officer, file=_file("协议.pdf", b"%PDF-1.7 one")).id,
        "fate": "added",
        "job_id": _given_up(),
        **lists,
        "application_id": late.id,
        "need_id": need.id,
        "handover_id": handover.id,
        "provision_id": provision.id,
        "paper_id": paper.id,
        "kind@paper": "application",
        "task_id": task.id,
        "demand_id": demand.id,
        "case_code": outside.code,
        "application_id@draft": unsent.id,
        "attachment_id": _attachment(late, consumer),
        "attachment_id@draft": _attachment(unsent, consumer),
        "grant_id": grant.id,
        "code": seen.code,
        "extract_id": extract.id,
        "signal_id": Signal.objects.get(term__workflow="sharing.application", term__matter_id=late.id).id,
        "token_id": token.id,
        "login_id": _login(cast.account("civil_affairs", "officer")).id,
        "assignment_id": assignment.id,
        "account_id": assignment.person.accounts.get().id,
        "organisation_id": cast.organisation("civil_affairs"),
        "workflow": "sharing.application",
        "matter_id": late.id,
        "tab": "todo",
        "tab@overseen": "overseen",
        "kind": "csv",
        "move": "withdraw",
        "move@draft": "submit",
        "move@revoke": "revoke",
        "move@suspend": "suspend",
        "move@narrow": "narrow",
        "move@misuse": "misuse",
        "move@report": "report",
        "move@answer": "answer",
        "regulation_id": "anhui-2020-data",
        "chapter": "officer",
        "number": 25,
        "number@year": 2026,
        "name": "sharing.reply",
    }
    return World(cast, ids, pages, machines)


def _offered_by_interface(cast: Cast) -> int:
    """A resource that stays with its provider, with an interface at which nobody listens."""
    values = {"name": "婚姻登记接口", "basis_level": "law", "held_by_provider": True}
    values |= {"held_basis": "《某法》第九条", "held_basis_level": "law"}
    resource = cast.resource("civil_affairs", **values)
    interfaces.save_interface(
        resource.id,
        actor=cast.person("civil_affairs"),
        wanted=interfaces.Wanted(
            method=Method.POST_JSON,
            address="http://127.0.0.1:1/",
            fields={item.id: item.name for item in resource.items},
            parameters={resource.items[0].id: "number"},
        ),
    )
    Interface.objects.update(tried_ok=True)
    return int(resource.id)


def _checked(cast: Cast, resource_id: int) -> dict[str, int]:
    """A rule that was tried, a check under way, a work order."""
    resource = published_resource(resource_id)
    rule = draw_rule(resource_id, actor=cast.person("civil_affairs"), **QUALITY_RULE)
    try_rule(rule.id, actor=cast.person("civil_affairs"))
    CheckRun.objects.filter(resource_id=resource_id).update(state="cancelled")
    run = checking.begin(resource)
    order = WorkOrder.objects.create(
        resource_id=resource_id,
        resource_name=resource.name,
        provider_id=resource.provider_id,
        region_code=resource.region_code,
        run=run,
        lowest={"correctness": 9000},
        problem="正确性 90.00%，低于标准",
        issued_on=legal.today(),
    )
    ORDER.begin(order)
    return {"rule_id": rule.id, "check_id": run.id, "order_id": order.id}


def _connected(cast: Cast, resource_id: int) -> dict[str, int]:
    """A database at which nobody listens, confirmed; one that waits for its head; a table of the first, a reading."""
    place = {"host": "127.0.0.1", "port": 1, "database": "kaifa", "username": "reader"}
    made, waiting = (
        connectors.add_connector(
            actor=cast.person("civil_affairs"), name=name, kind="postgresql", password="wrong", **place
        ).id
        for name in ("业务库", "备用库")
    )
    Connector.objects.update(tried_ok=True)
    said = {"protection": "只读账号", "contact": "周敏", "phone": "0553-1"}
    connectors.confirm_connector(made, actor=cast.person("civil_affairs", "head"), **said)
    resource = published_resource(resource_id)
    feed = Feed.objects.create(
        connector_id=made,
        provider_id=resource.provider_id,
        region_code=resource.region_code,
        resource_id=resource.id,
        resource_name=resource.name,
        schema="public",
        table="marriage",
        mapping=[{"item": item.name, "column": f"c{item.id}", "type": "text"} for item in resource.items],
        mode=Mode.FULL,
        every_hours=24,
        mapped_at=legal.real_now(),
        account_id=cast.account("civil_affairs").id,
        person_name="周敏",
    )
    run = begin_reading(feed)
    drop = {"name": "投递", "kind": "folder", "password": "", "options": {"folder": "/srv/drop"}}
    folder = connectors.add_connector(actor=cast.person("civil_affairs"), **drop)
    return {
        "connector_id": made,
        "connector_id@waiting": waiting,
        "connector_id@folder": folder.id,
        "feed_id": feed.id,
        "run_id": run.id,
    }


def _collected(cast: Cast, resource_id: int) -> dict[str, int]:
    """A plan, a duty, filed rules of a department."""
    officer = cast.person("civil_affairs")
    mandate = collection_norms.register_mandate(actor=officer, duty="婚姻登记", article="《婚姻登记条例》第二条")
    paper = CollectionFile("规范.pdf", b"%PDF-1.7 rules")
    said = {"title": "婚姻数据规范", "activities": ["collect"], "number": "", "dated_on": legal.today()}
    norm = collection_norms.file_norm(actor=officer, **said, file=paper)
    plan = collection_plans.save_plan(
        actor=officer,
        **{**PLAN, "items": ["登记类别"], "personal": False},
        resource_id=resource_id,
        mandate_id=mandate.id,
    )
    return {
        "plan_id": plan.id,
        "mandate_id": mandate.id,
        "norm_id": norm.id,
        "digitisation_id": _on_paper(cast),
        **_asked_of_streets(cast, resource_id),
    }


def _on_paper(cast: Cast) -> int:
    """A resource on paper that is to be digitised."""
    said = {"electronic": False, "source_kind": "", "source_system": ""}
    kept = cast.resource("civil_affairs", name="收养登记纸质档案", **said)
    return Digitisation.objects.get(resource_id=kept.id).id


def _asked_of_streets(cast: Cast, resource_id: int) -> dict[str, int]:
    """A draft of a grass-roots collection; the return of one that runs; a report of one that nobody approved."""
    officer, street = cast.person("civil_affairs"), cast.organisation("street")
    said = {**TASK, "items": ["登记类别"], "resource_id": resource_id, "units": [street]}
    draft, sent = (collection_tasks.draft_task(actor=officer, **said).id for _ in range(2))
    collection_tasks.send_task(sent, actor=officer)
    collection_tasks.approve_task(sent, actor=cast.officer_of_bureau())
    collection_tasks.start_task(sent, actor=officer, due_on=legal.today() + timedelta(days=9))
    report = collection_reports.report_unapproved(
        actor=officer,
        about=cast.organisation("police"),
        asked_for="每周报表",
        happened_on=legal.today(),
        file=CollectionFile("表.jpg", b"\xff\xd8\xff photograph"),
    )
    return {"unified_id": draft, "return_id": CollectionReturn.objects.get().id, "report_id": report.id}


def _of_pools(cast: Cast, resource_id: int) -> dict[str, int]:
    """A loaded batch whose withdrawal was asked for, and one that may be."""
    officer, table = cast.person("civil_affairs"), PoolTable.objects.get(resource_id=resource_id)
    counts = dict.fromkeys(("inserted_rows", "updated_rows", "unchanged_rows", "rows"), 0)
    for number in (1, 2):
        file = _file(f"{number}.csv", f"机关代码\n{number}\n".encode())
        batch = intake.receive_file(resource_id, actor=officer, upload=file, confirmed=False).batch
        Load.objects.create(
            table=table, version_id=batch.version_id, batch_id=batch.id, loaded_at=legal.real_now(), **counts
        )
    first, second = Load.objects.filter(table=table).order_by("id")
    made = pools.ask_withdrawal(first.batch_id, actor=officer, reason="取错了库")
    return {"withdrawal_id": made.id, "batch_id@loaded": second.batch_id}


def _of_registries(cast: Cast, resource_id: int) -> dict[str, int]:
    """A theme of civil affairs with a source, whose first build waits; a base registry that was built."""
    officer = cast.person("civil_affairs")
    made = registries.found_registry(actor=officer, name="婚育主题库", kind="214")
    registries.define_items(made.id, actor=officer, items=[registries.ItemWanted("登记证字号")])
    wanted = registries.SourceWanted({"登记证字号": "登记证字号"})
    source = registries.define_source(made.id, actor=officer, wanted=wanted, resource_id=resource_id)
    registries.start_registry(made.id, actor=officer)
    base = Registry.objects.get(region_code=made.region_code, category="1", class_code="01")
    Registry.objects.filter(id=base.id).update(digest="built")
    joined = Regrouping.objects.create(
        registry=made,
        lead_id=made.lead_id,
        region_code=made.region_code,
        kind="merge",
        reason="旧号码",
        evidence="函",
        made_by="周敏",
        made_at=legal.real_now(),
    )
    REGROUPING.begin(joined)
    with registry_tables.cursor() as cur:
        registry_tables.prepare(cur, made)
    asked = {"registry": made, "lead_id": made.lead_id, "region_code": made.region_code}
    linking = Linking.objects.create(**asked, asked_by="周敏", asked_at=legal.real_now())
    suspect = Suspect.objects.create(**asked, linking=linking, probability=0.97, found_at=legal.real_now())
    return {
        "linking_id": linking.id,
        "suspect_id": suspect.id,
        "regrouping_id": joined.id,
        "registry_id": made.id,
        "base_id": base.id,
        "build_id": made.builds.get().id,
        "source_id@registry": source.id,
    }


def _of_registries_sent(world: World) -> dict[str, Any]:  # form values or JSON
    found = {"kind": "203", "name": "社会保障主题库", "mode": "central"}
    source = {"columns": {"登记证字号": "登记证字号"}}
    remove = {"source_id": world.ids["source_id@registry"]}
    at = "/api/v1/registries/{registry_id}"
    joined = {"kind": "merge", "subject": "A1", "into": "A2", "reason": "旧号码", "evidence": "函〔2026〕3号"}
    return {
        "POST registries:new_registry": found,
        "POST /api/v1/registries/": found,
        "POST registries:describe_registry": {"about": "给窗口用", "mode": "central"},
        f"POST {at}/describe": {"about": "给窗口用", "mode": "central"},
        "POST registries:remove_source": remove,
        f"POST {at}/remove": remove,
        "POST registries:new_regrouping": joined,
        f"POST {at}/regroupings": joined,
        "POST registries:decide_same": {"into": "left", "reason": "同一个", "evidence": "函"},
        "POST /api/v1/registries/suspects/{suspect_id}/same": {"into": "left", "reason": "同一个", "evidence": "函"},
        "POST registries:decide_different": {"reason": "双胞胎"},
        "POST /api/v1/registries/suspects/{suspect_id}/different": {"reason": "双胞胎"},
        "POST registries:undo_regrouping": {"reason": "查明不是同一个"},
        "POST /api/v1/registries/regroupings/{regrouping_id}/undo": {"reason": "查明不是同一个"},
        "POST registries:items": {},
        "POST registries:source": {},
        "POST registries:base": {},
        "POST registries:look_up": {"subject": "J000001", "case": "1"},
        f"PUT {at}/items": {"items": [{"name": "登记证字号"}]},
        f"PUT {at}/sources/{{resource_id}}": source,
        f"PUT {at}/bases/{{base_id}}": source,
        f"POST {at}/sources/{{resource_id}}/look": source,
        f"POST {at}/look-up": {"subject": "J000001", "case": "1"},
    }


def _given_up() -> int:
    """A job of the worker that was given up."""
    job_id = int(note_first_delivery.defer(grant_id=0))
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed' where id = %s", [job_id])
    return job_id


def _of_consultations(cast: Cast) -> dict[str, int]:
    """A consultation with an opinion, one that was not sent out, an issue."""
    bureau = cast.officer_of_bureau()
    asked = [cast.organisation("civil_affairs"), cast.organisation("housing_fund")]
    last = legal.today() + timedelta(days=10)
    open_, draft = (
        consultations.draft_consultation(
            actor=bureau, title="送审稿", notice="通知", due_on=last, silence_consents=False, articles=[("一", "")]
        )
        for _ in range(2)
    )
    consultations.open_consultation(open_, actor=bureau, invited=asked)
    opinion = {"article": "1", "stance": "change", "text": "二", "reason": "更准确"}
    head = cast.person("housing_fund", "head")
    consultations.answer_consultation(open_, actor=head, opinions=[opinion], signed_by="某主任")
    issue = issues.raise_issue(
        actor=cast.person("civil_affairs"),
        title="接口不通",
        detail="超时",
        assigned_to=cast.organisation("civil_affairs"),
    )
    return {
        "consultation_id": open_,
        "consultation_id@draft": draft,
        "opinion_id": Opinion.objects.get(invitation__consultation=open_).id,
        "issue_id": issue,
    }


def _told(cast: Cast, recheck: Recheck) -> Correction:
    """The consumer was given the wrong value and has not answered yet."""
    now = legal.real_now()
    made = Correction.objects.create(
        recheck=recheck,
        receiver_id=cast.organisation("housing_fund"),
        law_on=recheck.law_on,
        grant_id=0,
        received=Received.NAMED,
        named=1,
        in_bulk=0,
        first_at=now,
        last_at=now,
        told_on=legal.today(),
    )
    CORRECTION.begin(made)
    return made


def _differing(cast: Cast, resource_id: int, *, convened: bool = False) -> Inconsistency:
    """Data of provider and consumer differ: they negotiate, or the bureau coordinates."""
    made = Inconsistency.objects.create(
        region_code=cast.region(),
        law_on=legal.today(),
        item="登记日期",
        first_id=cast.organisation("civil_affairs"),
        second_id=cast.organisation("housing_fund"),
        first_resource_id=resource_id,
        second_resource_id=resource_id,
        first_resource_name="婚姻登记信息",
        second_resource_name="缴存人信息",
        bureau_id=cast.organisation("bureau"),
        detail="比对发现",
        raised_on=legal.today(),
    )
    INCONSISTENCY.begin(made)
    if convened:
        INCONSISTENCY.move(made, "convene", actor=SYSTEM)
    return made


def _compared(cast: Cast, first: ElementSource, second: ElementSource) -> Comparison:
    """Two sources of an element of which one record differs; it may be compared again."""
    made = Comparison.objects.create(
        region_code=cast.region(),
        element_id=first.element_id,
        element_name=first.element.name,
        authoritative_id=first.id,
        verifying_id=second.id,
        first_resource=first.resource,
        second_resource=second.resource,
        first_item=first.item_name,
        second_item=second.item_name,
        first_id=cast.organisation("civil_affairs"),
        second_id=cast.organisation("housing_fund"),
        first_resource_name="婚姻登记信息",
        second_resource_name="缴存人信息",
        asked_on=legal.today(),
        differing=1,
    )
    COMPARISON.begin(made)
    return made


def _of_rechecks(cast: Cast, resource_id: int) -> dict[str, Any]:
    """A recheck the consumer filed over the platform, with an extension asked for; one a citizen filed."""
    made = disputes.file_recheck(
        resource_id,
        actor=cast.person("housing_fund"),
        doubt=Doubt.WRONG,
        said=Said(record="J000001", detail="日期不对"),
        file=File("a.pdf", b"%PDF-1.4"),
    )
    late = disputes.file_recheck(
        resource_id, actor=cast.person("housing_fund"), doubt=Doubt.WRONG, said=Said(detail="缺一条")
    )
    disputes.ask_extension(late.id, actor=cast.person("civil_affairs"), days=3, reason="调档")
    outside = disputes.file_from_outside(
        cast.organisation("civil_affairs"),
        filer=Filer.CITIZEN,
        doubt=Doubt.WRONG,
        said=Said(detail="日期不对"),
        channel=Channel.PROVIDER,
        origin="192.0.2.2",
    )
    return {
        "recheck_id": made.id,
        "recheck_id@extension": late.id,
        "recheck_id@outside": outside.id,
        "evidence_id": Evidence.objects.get(recheck=made).id,
        "case_code@recheck": outside.code,
        "correction_id": _told(cast, made).id,
        "inconsistency_id": _differing(cast, resource_id).id,
        "inconsistency_id@convened": _differing(cast, resource_id, convened=True).id,
    }


def _of_services(cast: Cast, resource_id: int) -> dict[str, int]:
    """An open item with a material, a draft one; a case of it with a task of the provider; a scene."""
    officer, consumer = cast.person("civil_affairs"), cast.person("housing_fund")
    made = cases.register_item(
        actor=officer, name="收养登记", code="SY1", applicant=ServiceApplicant.PERSON, on_platform=True
    )
    draft = cases.register_item(
        actor=officer, name="收养评估", code="SY2", applicant=ServiceApplicant.PERSON, on_platform=True
    )
    paper = cases.add_material(made.id, actor=officer, name="声明", required=False, from_applicant=True)
    cases.open_item(made.id, actor=officer)
    case = cases.open_case(made.id, actor=officer, person=ServicePerson("张一", citizen(1)))
    task = cases.give_task(
        case.id,
        actor=officer,
        organisation_id=consumer.organisation_id,
        words="核对",
        due_on=legal.today() + timedelta(days=90),
    )
    taken = cases.import_items(actor=officer, rows=[], file_name="a.csv", applicant=ServiceApplicant.PERSON)
    proof = case.proofs.get()
    cases.add_proof(case.id, actor=officer, proof_id=proof.id, file=ServiceFile("a.pdf", b"%PDF-1.4"))
    case.proofs.update(digest="0" * 64)
    scene = Scene.objects.create(
        organisation_id=officer.organisation_id,
        region_code=cast.region(),
        name="窗口",
        resource_id=resource_id,
        licence_name="婚姻登记信息",
        named_on=legal.today(),
    )
    return {
        "service_item_id": made.id,
        "item_import_id": taken.id,
        "service_item_id@draft": draft.id,
        "service_material_id": paper.id,
        "case_id": case.id,
        "case_task_id": task.id,
        "proof_id": proof.id,
        "scene_id": scene.id,
        **_of_oversight(officer),
    }


def _of_oversight(officer: Actor) -> dict[str, int]:
    """An endpoint that is not connected and one that is; an item, a check that runs and one with a problem."""
    apart, joined = (
        cases.register_endpoint(actor=officer, kind=EndpointKind.APP, name=name) for name in ("民政通", "民政办")
    )
    cases.connect_endpoint(joined.id, actor=officer, connected_on=legal.today())
    said = {"name": "年检", "code": "JG1", "subjects": 4, "alert_times": 2, "alert_days": 30}
    item = cases.register_oversight(actor=officer, **said)
    checks = []
    for name in ("甲", "乙"):
        who = {"subject_name": name, "subject_code": BODY_CODE, "inspectors": "王", "began_on": legal.today()}
        checks.append(cases.begin_check(item.id, actor=officer, **who).id)
    cases.find_problem(checks[1], actor=officer, problem="账目不清", fix_by=legal.today() + timedelta(days=30))
    return {
        "endpoint_id": apart.id,
        "endpoint_id@joined": joined.id,
        "oversight_id": item.id,
        "site_check_id": checks[0],
        "site_check_id@faulty": checks[1],
    }


def _of_openings(cast: Cast, resource_id: int, free_id: int) -> dict[str, int]:
    """A data set with a draft of a release and one that waits for the bureau; what society sent; an event."""
    officer, bureau, centre = cast.person("civil_affairs"), cast.officer_of_bureau(), cast.person("bureau", "operator")
    made = opening.register_dataset(actor=officer, resource_id=resource_id, rule=OpeningRule.UNSTATED)
    item = published_resource(resource_id).items[0].id
    said = {"actor": officer, "item_ids": [item], "licence": "开放许可", "uses": "自由利用"}
    draft, waiting = (opening.prepare_release(made.id, **said) for _ in range(2))
    OpenRelease.objects.filter(id=waiting.id).update(state="review")
    consent = SourceConsent.objects.create(
        law_on=legal.today(),
        region_code=cast.region(),
        dataset=made,
        resource_id=free_id,
        resource_name="编码",
        provider_id=officer.organisation_id,
        asked_by_id=cast.organisation("housing_fund"),
        asked_on=legal.today(),
    )
    common = {"law_on": legal.today(), "region_code": cast.region()}
    access = OpenAccess.objects.create(
        **common, dataset=made, operator_id=centre.organisation_id, applicant="示例公司", asked_on=legal.today()
    )
    asked = PublicRequest.objects.create(
        **common,
        kind="demand",
        dataset=made,
        answers_id=officer.organisation_id,
        code="Q1",
        text="想要",
        received_on=legal.today(),
    )
    reuse = Reuse.objects.create(
        **common,
        operator_id=centre.organisation_id,
        kind="product",
        title="地图",
        maker="示例公司",
        returned="名称",
        offered_on=legal.today(),
    )
    event = Emergency.objects.create(
        **common,
        declared_by_id=officer.organisation_id,
        kind="natural",
        title="暴雨",
        declared_at=legal.real_now(),
        updated_at=legal.real_now(),
    )
    activity = Activity.objects.create(
        region_code=cast.region(),
        operator_id=centre.organisation_id,
        kind="contest",
        title="竞赛",
        begins_on=legal.today(),
        ends_on=legal.today(),
    )
    return {
        "dataset_id": made.id,
        "opened_item": item,
        "open_dataset_id": made.id,
        "open_release_id": draft.id,
        "open_release_id@review": waiting.id,
        "open_consent_id": consent.id,
        "open_list_id": opening.publish_list(actor=bureau, title="开放清单").id,
        "standard_id": opening.publish_standard(actor=bureau, kind="form", title="开放形式", text="正文").id,
        "open_access_id": access.id,
        "open_breach_id": OpenBreach.objects.create(
            access=access,
            region_code=cast.region(),
            law_on=legal.today(),
            kind="untrue",
            opened_on=legal.today(),
        ).id,
        "open_request_id": asked.id,
        "reuse_id": reuse.id,
        "emergency_id": event.id,
        "activity_id": activity.id,
        "opening_assessment_id": opening.assess(actor=centre, begins_on=legal.today(), ends_on=legal.today()).id,
    }


def _kept(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    CREDIT_PAPERS.keep(content, name=digest)
    return digest


def _of_standing(cast: Cast) -> dict[str, int]:
    """One of each; nobody applies the draft here, so they are put there as rows."""
    officer, bureau, fund = cast.person("civil_affairs"), cast.officer_of_bureau(), cast.organisation("housing_fund")
    today, paper = legal.today(), {"file_name": "a.pdf", "sha256": "0" * 64}
    mine = {"region_code": cast.region(), "organisation_id": officer.organisation_id}
    whose = {"name": "示例公司", "code": BODY_CODE}
    matter = {**mine, "law_on": today}
    form = CommitmentForm.objects.create(
        **mine, field="养老", version=1, title="承诺书", text="承诺", published_on=today
    )
    made = {**mine, **whose, **paper, "form": form, "matter": "设立", "filed_on": today}
    entry = ListEntry.objects.create(**matter, **whose, kind="black", basis="条例", facts="事实", told_on=today)
    measure = Measure.objects.create(
        region_code=cast.region(),
        law_on=today,
        entry=entry,
        asked_of_id=fund,
        asked_by_id=officer.organisation_id,
        words="限制",
        basis="备忘录",
        due_on=today,
        given_on=today,
    )
    seen = Lookup.objects.create(
        **mine,
        ground="duty",
        purpose="审查",
        subject="1" * 32,
        shown="示例公司",
        sealed=b"",
        on=today - timedelta(days=1),
        at=legal.real_now(),
    )
    agreed = Agreement.objects.create(
        region_code=cast.region(),
        operator_id=bureau.organisation_id,
        agency_id=officer.organisation_id,
        number="一号",
        signed_on=today,
        until=today,
        **paper,
    )
    bought = {"case": "BJ1", "agency": "征信", "product": "报告", "made_on": today, "attached_on": today}
    forged = {"bureau_id": bureau.organisation_id, "licence": "执照", "facts": "伪造", "found_on": today}
    return {
        "commitment_form_id": form.id,
        "commitment_id": Commitment.objects.create(**made).id,
        "list_entry_id": entry.id,
        "standing_measure_id": measure.id,
        "credit_lookup_id": seen.id,
        "credit_report_id": CreditReport.objects.create(
            **mine,
            lookup=seen,
            kind="general",
            serial="XY1",
            token="0",
            counts={},
            cut_off=legal.real_now(),
            pdf=_kept(b"%PDF-1.4 report"),
            made_on=today,
        ).id,
        "own_record_id": 1,
        "report_kind": "pdf",
        "credit_watch_id": Watch.objects.create(**mine, **whose, duty="年检", begun_on=today).id,
        "credit_purchase_id": Purchase.objects.create(**mine, **paper, **bought).id,
        "credit_agreement_id": agreed.id,
        "forgery_id": Forgery.objects.create(**matter, **whose, **paper, **forged).id,
    }


ALERT = {"subjects": 4, "alert_times": 2, "alert_days": 30}
BODY_CODE = "91340200MA2AAAA01" + uscc_check("91340200MA2AAAA01")


def _of_credit(cast: Cast) -> dict[str, int]:
    """An item of the credit catalog, a record of it, its subject, a version of the catalog."""
    found = credit_steps.item(cast)
    made = credit_steps.add(cast)
    catalog = credit.publish_catalog(actor=cast.officer_of_bureau(), title="公共信用信息目录")
    return {
        "credit_item_id": found.id,
        "credit_record_id": made.id,
        "credit_subject_id": made.subject_id,
        "credit_catalog_id": catalog.id,
        "provider_id": found.provider_id,
        "credit_file_id": credit.hand_in(
            actor=cast.person("civil_affairs"),
            item_code=found.code,
            table=CreditUpload("a.csv", CREDIT_TABLE.encode()),
            file=credit_steps.paper(),
        ).id,
        "credit_objection_id": credit.register_objection(
            credit_steps.add(cast, number="异议").id,
            actor=cast.person("civil_affairs"),
            reason="金额不对",
            file=credit_steps.paper(),
        ).id,
        "credit_repair_id": credit.register_repair(
            made.id, actor=cast.person("civil_affairs"), file=credit_steps.paper(), corrected=True, committed=True
        ).id,
    }


CREDIT_RECORD = {
    "item_code": "CF-01",
    "subject_kind": "legal",
    "subject_code": credit_steps.COMPANY,
    "subject_name": "示例建材有限公司",
    "matter": "未按规定公示年度报告",
    "description": "罚款一万元",
    "document_on": "2026-11-02",
    "valid_from": "2026-11-02",
    "valid_until": "2027-11-02",
    "level": "public",
    "made_on": "2026-11-02",
    "nature": "negative",
    "origin": "organ",
}
CREDIT_TABLE = "CF_XDR_MC,CF_XDR_SHXYM,CF_WSH,CF_NR,CF_JDRQ\n示例公司,X,一号,罚款,2026/11/02\n"
CREDIT_PAPER = {"file": b64encode(b"%PDF-1.4").decode(), "file_name": "a.pdf"}
CREDIT_ITEM = {
    "code": "XK-01",
    "name": "行政许可决定",
    "subject_kind": "legal",
    "section": "qualification",
    "category": "行政许可",
    "level": "public",
    "validity": "许可证载明",
    "basis": "行政许可法",
    "agreed": "〔2026〕1号",
}
LICENCE = {"licence_type": "document", "licence_holder": "legal_person", "licence_template": "社会组织登记证书 2026 版"}


LICENCE_TYPE = {
    "name": "居住证",
    "kind": "document",
    "holders": ["person"],
    "definer": "公安部",
    "issuer": "公安机关",
    "validity": "endless",
    "years": None,
    "basis": "居住证暂行条例",
    "items": [],
    "scenes": [],
    "standard": "GB/T 36903-2018",
    "sealed": True,
    "exempt": "",
    "collected": True,
    "not_collected": "",
}
LICENCE_FIELDS = [TypeField("姓名", "C", 60, (), Privacy.MASKED, required=True)]


def _of_bulk(cast: Cast, entry: LicenceEntry) -> dict[str, int]:
    """A paper, an event, an account and a run of making of an entry."""
    officer, centre = cast.person("civil_affairs"), cast.person("bureau", "operator")
    paper = making_room.keep_paper(entry.resource_id, actor=centre, content=b"%PDF-1.4", file_name="证.pdf", case="A-1")
    step = making_room.take_step(
        entry.resource_id, actor=officer, kind=StepKind.ISSUED, licence_no="证99", happened_on=legal.today()
    )
    counted = making_room.count(entry.resource_id, actor=officer, valid={"证1": ""}, stock=3)
    pooled = cast.resource(
        "civil_affairs",
        name="社会组织登记信息",
        basis_level="law",
        items=[{"name": "证书编号", "data_type": "C", "length": 100, "key": True}],
    )
    prepare_pool(pooled.id)
    columns = dict.fromkeys(("holder_name", "holder_code", "licence_no", "granted_on", "valid_from"), "证书编号")
    columns["证书编号"] = "证书编号"
    run = making_room.start_run(entry.resource_id, actor=centre, source_id=pooled.id, columns=columns, code_kind="001")
    return {
        "making_paper_id": paper.id,
        "making_step_id": step.id,
        "making_count_id": counted.id,
        "making_run_id": run.id,
        "source_id@making": pooled.id,
    }


def _of_licences(cast: Cast) -> dict[str, int]:
    """An issued licence that was used and objected to, one that was returned, a sheet, an officer to be answered."""
    officer, reviewer = cast.person("civil_affairs"), cast.person("civil_affairs", "reviewer")
    head, centre = cast.person("civil_affairs", "head"), cast.person("bureau", "operator")
    filed = {}
    for name in ("civil_affairs", "housing_fund"):
        chief = cast.person(name, "head")
        filed[name] = organisations.name_officer(
            cast.organisation(name), actor=chief, duty=Duty.LICENCE, name="证照专人", from_on=legal.today()
        )
        organisations.file_officer(filed[name], actor=chief)
    licences.answer_officer(filed["civil_affairs"], actor=centre, accepted=True)
    values = {**MARRIAGE, "name": "社会组织登记证书", "basis_level": "law", **LICENCE}
    items = [{"name": "证书编号", "data_type": "C", "length": 30, "key": True, "required": True}]
    draft = services.draft_resource(actor=officer, values=values, items=items, kind=EntryKind.LICENCE)
    services.submit_version(draft.id, actor=officer)
    services.clear_secrecy(draft.id, actor=cast.person("civil_affairs", "secrecy"))
    services.approve_version(draft.id, actor=cast.reviewer("civil_affairs"))
    services.publish_version(draft.id, actor=officer)
    seal = licences.make_seal(actor=centre, organisation_id=cast.organisation("civil_affairs"))
    entry = licence_entry(draft.resource_id)

    def stated(number: str) -> Stated:
        today = legal.today()
        return Stated("legal_person", "晨光队", "001", LICENCE_CODE, number, today, today, None, {"证书编号": "1"})

    issued = licences.make_licence(entry.resource_id, actor=officer, stated=stated("证1"))
    licences.move_licence(issued, "audit", actor=reviewer)
    licences.move_licence(issued, "issue", actor=head)
    returned = licences.make_licence(entry.resource_id, actor=officer, stated=stated("证2"))
    licences.move_licence(returned, "return", actor=reviewer, note="名称有误")
    rows = iter([(2, stated("证3"), []), (3, None, ["没有证照编号"])])
    making = licences.make_from_sheet(entry.resource_id, actor=officer, rows=rows, file_name="证照.xlsx", history=False)
    consumer = cast.person("housing_fund")
    allow(cast, entry.resource_id)
    use = licences.use_licence(
        actor=consumer, action=Action.VERIFY, number="证1", holder_code=LICENCE_CODE, case="A-1", purpose="年检"
    )
    opened = licences.use_licence(
        actor=consumer, action=Action.READ, number="证1", holder_code=LICENCE_CODE, case="A-1", purpose="年检"
    )
    objection = licences.object_to(
        issued, actor=consumer, applicant=Applicant.CONSUMER, doubt=LicenceDoubt.ACCURACY, text="名称不符"
    )
    outside = licences.object_from_outside(
        issued,
        applicant=Applicant.HOLDER,
        doubt=LicenceDoubt.ACCURACY,
        text="名称不符",
        applicant_name="某女士",
        contact="0553-1",
        origin="127.0.0.1",
    )
    template = formats.start_template(entry.resource_id, actor=centre, sheet=FaceSheet.CARD)
    standard = formats.publish_standard(
        actor=centre,
        title="版面标准",
        needs=["证照名称"],
        sheets=["a4", "card"],
        least_points=5,
        seal_least_mm=10,
        seal_most_mm=45,
    )
    kept = formats.make_type(actor=centre, said=LICENCE_TYPE, fields=LICENCE_FIELDS)
    shown = formats.make_type(actor=centre, said={**LICENCE_TYPE, "name": "户口簿"}, fields=LICENCE_FIELDS)
    formats.move_type(shown.id, "publish", actor=centre)
    education = cast.person("education")
    wanted = UseWanted(
        entry.resource_id, Ground.DUTY, ("verify",), (), "开户", "三定规定", legal.today() + timedelta(days=90)
    )
    asked = holders.ask_grant(entry.resource_id, actor=education, wanted=wanted)
    standing = allow(cast, entry.resource_id)
    guardian, _key = holders.enter(Identity("张一", citizen(1), "person", "simulator"))
    mandate = holders.ask_guardian(
        guardian, name="李二", code=citizen(2), proof="户口簿", until=legal.today() + timedelta(days=90)
    )
    HolderMandate.objects.filter(id=mandate.id).update(confirmer_id=centre.organisation_id)
    return {
        **_of_bulk(cast, entry),
        "face_template_id": template.id,
        "face_standard_id": standard.id,
        "face_type_id": shown.id,
        "face_type_id@written": kept.id,
        "licence_id": issued,
        "use_grant_id": asked.id,
        "use_grant_id@standing": standing.id,
        "licence_type_id": entry.resource_id,
        "guardian_id": mandate.id,
        "consent_id": 0,
        "copy_key": "nothing",
        "seal_id": seal.id,
        "kind@licence": "ofd",
        "use_id@licence": opened.id,
        "code@licence": Licence.objects.get(id=issued).code or "",
        "licence_id@returned": returned,
        "resource_id@licence": entry.resource_id,
        "making_id": making.id,
        "use_id": use.id,
        "objection_id": objection.id,
        "officer_id@licence": filed["housing_fund"],
        "face": face_of(issued),
        "case_code@licence": outside.code,
    }


def _of_assessments(cast: Cast) -> dict[str, int]:
    """The assessment of the year, with a sheet the provider has stated its view on."""
    bureau = cast.officer_of_bureau()
    scheme = supervision.make_scheme(actor=bureau, title="考核方案")
    supervision.open_assessment(actor=bureau, year=legal.today().year, scheme_id=scheme.id)
    own = Sheet.objects.get(organisation_id=cast.organisation("civil_affairs"))
    before = supervision.open_assessment(actor=bureau, year=legal.today().year - 1, scheme_id=scheme.id)
    for sheet in before.sheets.all():
        head = Actor(0, "负责人", sheet.organisation_id, "", "340200", frozenset({Function.HEAD}))
        supervision.state_view(sheet.id, actor=head, statement="无异议")
        supervision.confirm_sheet(sheet.id, actor=bureau)
    told = supervision.issue_circular(actor=bureau, assessment_id=before.id, number="〔2026〕2号", report="总体良好")
    department = cast.organisation("civil_affairs")
    terms = {"year": legal.today().year, "title": "联合考核"}
    until = legal.today() + timedelta(days=30)
    joint = supervision.open_joint(actor=bureau, **terms, bodies=[department], due_on=until)
    report = YearReport.objects.create(
        organisation_id=department, region_code=bureau.region_code, year=legal.today().year - 1, due_on=until
    )
    REPORT.begin(report)
    for summary in ("总体较好", ""):
        inspection = supervision.open_inspection(
            actor=bureau, title="专项检查", year=legal.today().year, items=["目录"], units=[department]
        )
        seen = {"unit": inspection.units.get().id, "seen": "看了目录", "item": "目录", "problem": "缺一项"}
        supervision.record_seen(inspection.id, actor=bureau, **seen, due_on=until)
        if summary:
            supervision.publish_inspection(inspection.id, actor=bureau, summary=summary)
    finding = InspectionFinding.objects.order_by("id")[0]
    supervision.refresh_board(bureau.region_code, on=legal.today())
    return {
        "joint_id": joint.id,
        "scoring_id": joint.scorings.get().id,
        "year_report_id": report.id,
        "special_inspection_id": inspection.id,
        "inspection_finding_id": finding.id,
        "scheme_id": scheme.id,
        "sheet_id@assessed": own.id,
        "circular_id": told.id,
        "figure_id": own.figures.order_by("id")[0].id,
        "assessment_id": own.assessment_id,
    }


def _of_rectification(cast: Cast) -> dict[str, Any]:  # by parameter
    """Notices on the provider in each state, a finding without one, hand-overs, tasks."""
    bureau, head = cast.officer_of_bureau(), cast.person("civil_affairs", "head")
    body = cast.organisation("civil_affairs")
    due = legal.today() + timedelta(days=20)
    scan = RectificationFile("a.pdf", b"%PDF-1.4")

    def confirmed(title: str) -> int:
        said = {"title": title, "evidence": "检查记录", "violation": "sharing.violation_use"}
        found = signals.raise_signal(actor=bureau, organisation_id=body, **said)
        signals.state_reasons(found, actor=head, statement="已知")
        signals.conclude(found, actor=bureau, confirmed=True, conclusion="属实")
        return found

    def order(title: str, *, issue: bool = True) -> int:
        said = {"problem": "超出用途", "demand": "停止", "due_on": due}
        made = rectification.draft_order(confirmed(title), actor=bureau, **said).id
        if issue:
            rectification.issue_order(made, actor=bureau, number=f"责改{made}号", file=scan)
        return made

    issued, draft, lapsed, answered, reported = (
        order("甲"), order("乙", issue=False), order("丙"), order("丁"), order("戊")
    )  # fmt: skip
    rectification.answer_order(answered, actor=head, measures="已停止", file=scan)
    Order.objects.filter(id__in=[lapsed, reported]).update(due_on=legal.today() - timedelta(days=1))
    rectification.report_order(reported, actor=bureau, number="报1号", words="没有整改")
    grave = {"order_id": lapsed, "kind": "discipline", "what": "虚报", "persons": "某某", "file": scan}
    recorded, handed = (rectification.record_referral(actor=bureau, **grave).id for _ in range(2))
    rectification.hand_referral(handed, actor=bureau, organ="市监委", handed_on=legal.today())
    asked = {"title": "落实共享", "demand": "补齐", "due_on": due}
    open_, done = (rectification.open_task(actor=bureau, organisation_id=body, **asked).id for _ in range(2))
    rectification.answer_task(done, actor=head, measures="已补齐")
    return {
        "finding_id": confirmed("己"),
        "rectification_id": issued,
        "rectification_id@unissued": draft,
        "rectification_id@lapsed": lapsed,
        "rectification_id@mended": answered,
        "rectification_id@reported": reported,
        "order_paper_id": Order.objects.get(id=issued).papers.get().id,
        "act": "notice",
        "referral_id": recorded,
        "referral_id@handed": handed,
        "supervision_id": open_,
        "supervision_id@mended": done,
    }


def _of_rectification_sent(world: World) -> dict[str, Any]:  # form values or JSON
    due = (legal.today() + timedelta(days=30)).isoformat()
    body = world.cast.organisation("civil_affairs")
    order = {"problem": "超出用途", "demand": "停止使用", "due_on": due}
    late = {"number": "〔2026〕3号", "words": "没有整改"}
    grave = {"organisation_id": body, "kind": "discipline", "what": "虚报", "persons": "某某"}
    task = {"organisation_id": body, "title": "落实共享", "demand": "补齐", "due_on": due}
    one = "POST /api/v1/rectification/{rectification_id}"
    moves = {
        "issue": {"number": "〔2026〕1号"},
        "discard": {"why": "不发"},
        "answer": {"measures": "已停止"},
        "pass": {"finding": "属实"},
        "send_back": {"finding": "没有停止"},
        "report": late,
        "order": {"number": "政1号", "new_due_on": due},
        "circulate": late,
        "withdraw": {"why": "查明不属实"},
        "measure": {"measure": "payment", "number": "1", "words": "没有整改"},
        "lift": {"measure_id": 1},
    }
    return {
        "POST rectification:new_order": order,
        "POST /api/v1/rectification/findings/{finding_id}/order": order,
        "POST rectification:edit_order": order,
        f"{one}/change": order,
        **{f"POST rectification:{move}": said for move, said in moves.items()},
        "POST rectification:government": moves["order"],
        **{f"{one}/{move}": said for move, said in moves.items()},
        "POST rectification:new_referral": grave,
        "POST /api/v1/rectification/referrals": grave,
        "POST rectification:hand": {"organ": "市监委", "handed_on": legal.today().isoformat()},
        "POST rectification:decide": {"decision": "记过"},
        "POST rectification:close_referral": {"why": "证据不足"},
        "POST /api/v1/rectification/referrals/{referral_id}/hand": {
            "organ": "市监委",
            "handed_on": legal.today().isoformat(),
        },
        "POST /api/v1/rectification/referrals/{referral_id}/decide": {"decision": "记过"},
        "POST /api/v1/rectification/referrals/{referral_id}/close": {"why": "证据不足"},
        "POST rectification:new_task": task,
        "POST /api/v1/rectification/tasks": task,
        "POST rectification:answer_task": {"measures": "已补齐"},
        "POST rectification:close_task": {"finding": "属实"},
        "POST rectification:send_back_task": {"finding": "不全"},
        "POST /api/v1/rectification/tasks/{supervision_id}/answer": {"measures": "已补齐"},
        "POST /api/v1/rectification/tasks/{supervision_id}/close": {"finding": "属实"},
        "POST /api/v1/rectification/tasks/{supervision_id}/send_back": {"finding": "不全"},
    }


def _of_notices(cast: Cast) -> dict[str, int]:
    """A notice and a sending that failed."""
    head = cast.person("civil_affairs", "head")
    notices.save_wishes(actor=head, pace=Pace.AT_ONCE, mail="head@example.com")
    (made,) = notices.tell([head.account_id], kind=Kind.TERM, sentence="请答复")
    Sending.objects.update(state=SendingState.FAILED)
    return {"notice_id": made, "sending_id": Sending.objects.get(notice_ids=[made]).id}


def _of_organisations(cast: Cast) -> dict[str, int]:
    """A named officer, a delegation and an act that waits, by parameter."""
    head, locked = cast.person("civil_affairs", "head"), cast.account("civil_affairs", "secrecy")
    days = {"from_on": legal.today(), "to_on": legal.today() + timedelta(days=5)}
    delegation = organisations.delegate_function(
        actor=cast.person("civil_affairs", "reviewer"),
        function=Function.REVIEWER,
        delegate_account_id=cast.account("civil_affairs", "stand_in", functions=[Function.DATA_OFFICER]).id,
        reason="出差",
        **days,
    )
    act = organisations.ask_unlock(actor=cast.person("bureau", "system_admin"), login=locked.login)
    officer = organisations.name_officer(
        cast.organisation("civil_affairs"), actor=head, duty=Duty.SECURITY, name="安全员"
    )
    return {"officer_id": officer, "delegation_id": delegation, "act_id": act}


def _lists(cast: Cast, resource_id: int, draft_id: int) -> dict[str, int]:
    """A change event, a demand of the consumer, a handed-in list, a release, a guide, a task, talks and a system."""
    officer, consumer, bureau = cast.person("civil_affairs"), cast.person("housing_fund"), cast.officer_of_bureau()
    change = services.register_change(
        actor=officer, cause="law_revised", document="条例修订", changed_on=legal.today(), resource_ids=[resource_id]
    )
    wanted = {"wanted": "婚姻登记", "provider_id": officer.organisation_id, "duty": "《示例条例》第二十四条"}
    demand = lists.draft_demand(actor=consumer, values=wanted)
    lists.submit_demand(demand.id, actor=consumer)
    unsent = lists.draft_demand(actor=consumer, values=wanted)
    handed = lists.hand_in_list(ListKind.CATALOG, actor=officer)
    release = lists.publish_release(actor=bureau, title="一目录三清单")
    guide = lists.publish_guide(actor=bureau, title="编制指南", text="按规定编制")
    task = lists.open_compilation(actor=bureau, title="年度编制", due_on=legal.today() + timedelta(days=30))
    challenge = services.challenge_type(resource_id, actor=consumer, wanted="unconditional", reason="法规要求公开")
    feedback = services.file_feedback(resource_id, actor=consumer, text="有缺漏")
    system = services.register_system(actor=officer, name="婚姻登记系统", funding="city_or_below")
    declared = services.declare_entry(system.id, actor=officer, name="婚姻登记信息")
    for _ in range(selectors.PROPOSED_FROM):
        services.note_search("红本本", unfound=True)
    project = projects.register_project(
        actor=officer, name="婚姻登记系统升级", approval_number="〔2026〕3号", system_ids=[system.id]
    )
    planned = projects.declare_project(actor=officer, said=PROJECT_SAID)
    sent = projects.declare_project(actor=officer, said=PROJECT_SAID)
    projects.add_entry(sent.id, actor=officer, resource_id=resource_id)
    portal = projects.add_material(
        sent.id, actor=officer, kind=MaterialKind.PORTAL, file=ProjectFile("对接方案.pdf", b"%PDF-1.4")
    )
    projects.submit_project(sent.id, actor=officer)
    expert = projects.name_expert(actor=bureau, name="李工", employer="某大学", field="软件工程")
    checked = projects.check_unit(
        actor=bureau, organisation_id=officer.organisation_id, passed=True, words="已接入平台。"
    )
    projects.assign_expert(sent.id, actor=bureau, expert_id=expert.id)
    granted = projects.declare_project(actor=officer, said=PROJECT_SAID)
    projects.add_entry(granted.id, actor=officer, resource_id=resource_id)
    projects.add_material(
        granted.id, actor=officer, kind=MaterialKind.PORTAL, file=ProjectFile("对接方案.pdf", b"%PDF-1.4")
    )
    projects.submit_project(granted.id, actor=officer)
    projects.name_body(actor=bureau, duty=ProjectDuty.FINANCE, organisation_id=consumer.organisation_id)
    for giver, opinion in ((bureau, OpinionKind.PRELIMINARY), (consumer, OpinionKind.FINANCE)):
        projects.give_opinion(granted.id, actor=giver, kind=opinion, agrees=True, words="可行。")
    projects.approve_project(granted.id, actor=bureau, number="〔2026〕8号", content="登记", amount=100_000)
    entry = projects.allot_funds(
        granted.id,
        actor=consumer,
        year=2027,
        fund=Fund.CONSTRUCTION,
        source=ProjectSource.DEPARTMENT_BUDGET,
        amount=10_000,
        words="2027 年预算",
    )
    finished = projects.declare_project(actor=officer, said=PROJECT_SAID)
    projects.add_entry(finished.id, actor=officer, resource_id=resource_id)
    projects.add_material(
        finished.id, actor=officer, kind=MaterialKind.PORTAL, file=ProjectFile("对接方案.pdf", b"%PDF-1.4")
    )
    projects.submit_project(finished.id, actor=officer)
    for giver, opinion in ((bureau, OpinionKind.PRELIMINARY), (consumer, OpinionKind.FINANCE)):
        projects.give_opinion(finished.id, actor=giver, kind=opinion, agrees=True, words="可行。")
    projects.approve_project(finished.id, actor=bureau, number="〔2026〕6号", content="登记", amount=100_000)
    projects.start_project(finished.id, actor=officer, leader="王建国")
    projects.complete_project(finished.id, actor=officer, completed_on=legal.today())
    asked = projects.ask_inspection(
        sent.id, actor=bureau, kind=InspectionKind.INSPECTION, words="说明进度", due_on=date(2027, 1, 15)
    )
    plan, reported = (projects.open_plan(actor=bureau, year=year) for year in (2027, 2026))
    body = projects.name_body(actor=bureau, duty=ProjectDuty.AUDIT, organisation_id=cast.organisation("inspection"))
    projects.review_plan(reported.id, actor=bureau)
    projects.report_plan(reported.id, actor=bureau)
    return {
        "year_plan_id": plan.id,
        "year_plan_id@reported": reported.id,
        "project_body_id": body.id,
        "project_id@declared": planned.id,
        "project_id@submitted": sent.id,
        "project_id@approved": granted.id,
        "project_id@completed": finished.id,
        "entry_id": entry.id,
        "seat_id": sent.seats.get().id,
        "material_id": portal.id,
        "expert_id": expert.id,
        "unit_check_id": checked.id,
        "inspection_id": asked.id,
        "change_id": change.id,
        "wanted_id": demand.id,
        "wanted_id@draft": unsent.id,
        "list_id": handed.id,
        "release_id": release.id,
        "guide_id": guide.id,
        "compilation_id": task.id,
        "challenge_id": challenge.id,
        "feedback_id": feedback.id,
        "system_id": system.id,
        "declared_id": declared.id,
        "searched_word_id": SearchedWord.objects.get().id,
        "synonym_id": services.add_synonym(actor=bureau, word="领红本", means="婚姻登记").id,
        "project_id": project,
    }


def _waiting(world: World) -> int:
    """The term of an application that waits for its answer."""
    waiting = Term.objects.filter(workflow="sharing.application", closed_on=None)
    return int(waiting.get(matter_id=world.ids["matter_id"]).id)


def _scope(resource: Any) -> Scope:  # ResourceInfo
    items = frozenset(item.id for item in resource.items)
    return Scope(
        items, methods=frozenset({"online_query", "batch_download"}), until_on=legal.today() + timedelta(days=200)
    )


def _application(resource: Any, actor: Actor, *, send: bool) -> Any:  # ResourceInfo; Application
    made = sharing.draft_application(
        resource.id, actor=actor, scope=_scope(resource), values={**STATED, "materials": ["履职依据"]}
    )
    if send:
        sharing.send_application(made.id, actor=actor)
    return made


def _attachment(application: Any, actor: Actor) -> int:  # Application
    file = Material("三定规定.pdf", b"%PDF-1.7")
    return sharing.attach_file(application.id, actor=actor, material="履职依据", file=file).id


def _clients(cast: Cast) -> tuple[dict[str, Client], dict[str, Client]]:
    pages, machines = {}, {}
    for role, who in ROLES.items():
        pages[role] = Client(raise_request_exception=False)
        machines[role] = Client(raise_request_exception=False)
        if who is None:
            continue
        name, post, place = who
        actor = cast.person(name, post, place=place)
        pages[role].force_login(Account.objects.get(id=actor.account_id))
        secret = issue_token(actor=actor, name="脚本", functions=(), days=30)
        machines[role].defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return pages, machines


# ---- what there is to knock at ----


@cache
def _pages() -> dict[str, tuple[str, str]]:
    """Name -> route and room of every address outside the API's operations; one without a name goes by its route."""
    found: dict[str, tuple[str, str]] = {}

    def walk(patterns: Any, route: str, space: str, room: str) -> None:  # URL patterns
        for one in patterns:
            here = route + str(one.pattern)
            if isinstance(one, URLResolver):
                declared = str(getattr(one.urlconf_module, "__name__", ""))
                if here != "api/v1/":
                    walk(one.url_patterns, here, one.namespace or space, _room(declared) or room)
            elif isinstance(one, URLPattern):
                found[f"{space}:{one.name}" if one.name else f"/{here}"] = (f"/{here}", room)

    walk(get_resolver().url_patterns, "", "", "config")
    return found | {"api:docs": ("/api/v1/docs", "config"), "api:openapi": ("/api/v1/openapi.json", "config")}


def _room(module: str) -> str:
    return module.split(".")[1] if module.startswith("yiyuan.") else ""


@cache
def page_names() -> dict[str, str]:
    """Name -> route of every address outside the API's operations."""
    return {name: route for name, (route, _) in _pages().items()}


@cache
def rooms() -> dict[str, str]:
    """Name of a page, or path of an operation -> the room that answers."""
    found = {name: room for name, (_, room) in _pages().items()}
    routers: Any = api._routers  # ninja's
    shared = Counter(prefix for prefix, *_ in routers)
    owners = {at.strip("/"): room.name for room in all_rooms() for at in room.api}
    for prefix, router, *_ in routers:
        word = prefix.strip("/")
        named = owners.get(word, "") if shared[prefix] == 1 else ""
        found |= {f"/api/v1{path}": named or _room(view.__module__) for path, view in _operations(prefix, router)}
    return found


def _operations(prefix: str, router: Any) -> Iterator[tuple[str, Any]]:  # ninja's router and view functions
    for path, view in router.path_operations.items():
        yield re.sub(r"{\w+:", "{", f"{prefix.rstrip('/')}/{path.lstrip('/')}"), view.operations[0].view_func
    for under, inner, *_ in router._routers:
        yield from _operations(f"{prefix.rstrip('/')}/{under.lstrip('/')}", inner)


@cache
def page_parameters() -> dict[str, list[str]]:
    """Name -> parameters of its address."""
    return {name: re.findall(r"<(?:\w+:)?(\w+)>", route) for name, route in page_names().items()}


def operations() -> list[tuple[str, str]]:
    """(method, path) of every operation of the API."""
    paths = api.get_openapi_schema()["paths"]
    return [(method.upper(), path) for path, methods in paths.items() for method in methods]


def ask(client: Client, method: str, address: str, body: Any, *, machine: bool) -> int:  # form values or JSON
    """The status; whatever the request changed is undone. A refused attempt must stand in the record."""
    cookies = client.cookies.output()
    with transaction.atomic():
        if machine and not any(isinstance(value, SimpleUploadedFile) for value in (body or {}).values()):
            answer = client.generic(method, address, json.dumps(body or {}), content_type="application/json")
        else:
            answer = client.generic(method, address) if method == "GET" else client.post(address, body or {})
        status = answer.status_code
        by_rule = machine and status == RULE_BROKEN and json.loads(answer.content).get("rule")
        if status == NOT_ALLOWED or by_rule:
            tag = "edge.rule_broken" if by_rule else "edge.not_allowed"
            assert Entry.objects.filter(tag=tag, object_id=address[:80]).exists(), f"{method} {address}: not on record"
        if answer.streaming:
            b"".join(answer.streaming_content)  # so that its file is closed
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:  # the logout, and a session that was begun anew
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    return status


def bodies(world: World) -> dict[str, Any]:  # form values or JSON
    """What is sent where an empty body says too little: row -> values. The least that lets the right person through."""
    resource = world.ids["resource_id"]
    until = (legal.today() + timedelta(days=60)).isoformat()
    scope = {"methods": ["online_query"], "until_on": until}
    reason = {"reason": "《示例法》第三条禁止提供", "basis": "《示例法》第三条", "basis_level": "law"}
    person = {"login": "new", "person_name": "新人", "password": "correct horse", "functions": ["data_officer"]}
    chosen = Version.objects.get(id=world.ids["version_id"]).items.values_list("id", flat=True)
    items = {"items": [str(item) for item in chosen]}
    draft = {"name": "寄养登记信息"}
    uscc = "11340200999999999"
    body = {"name": "档案馆", "uscc": uscc + uscc_check(uscc), "region_code": "340200"}
    first = Version.objects.get(id=world.ids["version_id"]).items.first()
    assert first is not None
    published = {"resource_id": resource}
    today = legal.today().isoformat()
    paper = {"holder_name": "晨光队", "code_kind": "001", "holder_code": LICENCE_CODE, "licence_no": "证9"}
    paper |= {"granted_on": today, "valid_from": today}
    item = licence_entry(world.ids["resource_id@licence"]).items[0]
    on_page, by_token = {**paper, f"item_{item.id}": "1"}, {**paper, "values": {"证书编号": "1"}}
    asked = {"number": "证1", "holder_code": LICENCE_CODE, "action": "verify", "case": "A-2", "purpose": "年检"}
    doubted = {"applicant": "consumer", "doubt": "accuracy", "text": "名称不符"}
    one = "/api/v1/licences/{licence_id}"
    wanted_type = {
        **{
            name: LICENCE_TYPE[name]
            for name in ("kind", "holders", "definer", "issuer", "validity", "basis", "standard")
        },
        "name": "驾驶证",
        "fields_text": "姓名，C60，脱敏，必填",
    }
    type_on_page = {**wanted_type, "sealed": "yes", "collected": "yes"}
    wanted_type |= {"sealed": True, "collected": True}
    face = json.dumps(layouts.card("模板", ["证书编号"], high=False))
    standard = {"title": "标准", "needs": ["证照名称"], "sheets": ["card"], "least_points": 5}
    standard |= {"seal_least_mm": 10, "seal_most_mm": 45}
    event = {"kind": "revoked", "licence_no": "证98", "happened_on": legal.today().isoformat()}
    entered = {**paper, "granted_on": "2019-03-01", "valid_from": "2019-03-01"}
    of_making = {
        "POST making:new_step": event,
        "POST /api/v1/making/entries/{resource_id}/steps": event,
        "POST /api/v1/making/entries/{resource_id}/papers": {"file": "JVBERi0xLjQ=", "file_name": "证.pdf"},
        "POST /api/v1/making/entries/{resource_id}/counts": {
            "file": b64encode("证照编号\n证1\n".encode()).decode(),
            "file_name": "list.csv",
        },
        "POST making:enter": {**entered, f"item_{item.id}": "9"},
        "POST /api/v1/making/papers/{making_paper_id}/enter": {**entered, "values": {item.name: "9"}},
        "POST making:refuse_paper": {"note": "看不清"},
        "POST /api/v1/making/papers/{making_paper_id}/refuse": {"note": "看不清"},
        "POST making:explain": {"note": "不办电子证照"},
        "POST /api/v1/making/steps/{making_step_id}/explain": {"note": "不办电子证照"},
    }
    of_formats = {
        "POST formats:new_standard": standard,
        "POST /api/v1/formats/standards": standard,
        "POST formats:new_type": type_on_page,
        "POST /api/v1/formats/types": wanted_type,
        "POST formats:edit_type": type_on_page,
        "POST /api/v1/formats/types/{face_type_id}/edit": wanted_type,
        "POST formats:withdraw_type": {"note": "并入另一种"},
        "POST /api/v1/formats/types/{face_type_id}/withdraw": {"note": "并入另一种"},
        "POST formats:import_types": {"source": "shipped"},
        "POST formats:new_template": {"sheet": "card"},
        "POST /api/v1/formats/entries/{resource_id}/templates": {"sheet": "card"},
        "POST formats:design": {"name": "模板", "content": face},
        "POST /api/v1/formats/{face_template_id}/design": {"name": "模板", "content": face},
        "POST formats:picture": {"name": "模板", "content": face},
        "POST formats:confirm": {"confirmed": ["name"]},
        "POST /api/v1/formats/{face_template_id}/confirm": {"confirmed": ["name"]},
        "POST formats:back": {"note": "字太小"},
        "POST /api/v1/formats/{face_template_id}/back": {"note": "字太小"},
    }
    call = {"holder_code": LICENCE_CODE, "case_no": "A-1", "use_cause": "年检"}
    of_licences = {
        "POST licences:new": on_page,
        "POST licences:remake": on_page,
        "POST licences:update": on_page,
        "POST licences:move": {"note": "核查"},
        "POST licences:use": asked,
        "POST holders:new_grant": {
            "ground": "duty",
            "actions": ["verify"],
            "purpose": "开户",
            "basis": "三定规定",
            "until": (legal.today() + timedelta(days=90)).isoformat(),
        },
        "POST /api/v1/licence-use/types/{licence_type_id}/grants": {
            "ground": "duty",
            "actions": ["verify"],
            "purpose": "开户",
            "basis": "三定规定",
            "until": (legal.today() + timedelta(days=90)).isoformat(),
        },
        "POST holders:refuse_use": {"reason": "用不到"},
        "POST /api/v1/licence-use/grants/{use_grant_id}/refuse": {"reason": "用不到"},
        "POST holders:stop_use": {"reason": "用不到"},
        "POST /api/v1/licence-use/grants/{use_grant_id}/stop": {"reason": "用不到"},
        "POST holders:confirm_mandate": {"reason": "户口簿"},
        "POST /api/v1/licence-use/mandates/{guardian_id}/confirm": {"reason": "户口簿"},
        "POST holders:refuse_mandate": {"reason": "没有看到"},
        "POST /api/v1/licence-use/mandates/{guardian_id}/refuse": {"reason": "没有看到"},
        "POST holders:scan": {"code": "YY1.AAAA", "purpose": "窗口"},
        "POST /api/v1/licence-use/checkCertInfoByQRcode": {"code": "YY1.AAAA", "purpose": "窗口"},
        "POST holders:copy": {"kind": "pdf", "days": "30"},
        "POST /api/v1/licence-use/queryCertInfo": {**call, "number": "证1", "action": "verify"},
        "POST /api/v1/licence-use/queryCertInfoByHolderCode": {
            **call,
            "resource_id": world.ids["licence_type_id"],
            "action": "verify",
        },
        "POST /api/v1/licence-use/verifyCertInfo": {**call, "number": "证1", "values": {"证书编号": "1"}},
        "POST /api/v1/licence-use/verifyFile": {"file": "bm8gcGFja2FnZQ==", "file_name": "证照.ofd"},
        "POST /api/v1/licence-use/downloadUrl": {"use_id": world.ids["use_id@licence"]},
        "POST licence_objection:find": {"number": "证1", "holder_code": LICENCE_CODE},
        "POST licence_objection:licence": {
            **doubted,
            "applicant": "holder",
            "applicant_name": "某女士",
            "contact": "0553-1",
        },
        "POST licences:new_seal": {"organisation_id": str(world.cast.organisation("education")), "name": ""},
        "POST /api/v1/licences/seals": {"organisation_id": world.cast.organisation("education")},
        "POST /api/v1/licences/verify": {"file": "bm8gcGFja2FnZQ==", "file_name": "证照.ofd"},
        "POST licences:end_seal": {"note": "更换印章"},
        "POST /api/v1/licences/seals/{seal_id}/end": {"note": "更换印章"},
        "POST licences:object": doubted,
        "POST licences:decide": {"outcome": "kept", "result": "与登记簿一致"},
        "POST licences:answer": {"accepted": "yes"},
        "POST /api/v1/licences/entries/{resource_id}/licences": by_token,
        **{f"POST {one}/moves/{move}": {"note": "核查"} for move in ("return", "suspend", "resume", "cancel")},
        f"POST {one}/remake": by_token,
        f"POST {one}/update": by_token,
        f"POST {one}/objections": doubted,
        "POST /api/v1/licences/uses": asked,
        "POST /api/v1/licences/objections/{objection_id}/decide": {"outcome": "kept", "result": "与登记簿一致"},
        "POST /api/v1/licences/officers/{officer_id}/answer": {"accepted": True},
    }
    department = {"provider_id": world.ids["organisation_id"]}
    cause = {"cause": "law_revised", "document": "条例修订", "changed_on": legal.today().isoformat()}
    due = {"title": "编制", "due_on": until}
    linked = {"declared_id": world.ids["declared_id"], **published}
    lead = {"library": "101", "lead_id": str(world.ids["organisation_id"])}
    api_ = "POST /api/v1/catalog/"
    lists = {
        "POST catalog:new": {"name": "寄养登记信息", "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
        "POST catalog:new_change": {**cause, "provider_id": str(world.ids["organisation_id"])},
        "POST catalog:change": {"move": "drop", "note": "重复登记"},
        "POST catalog:revise_for": published,
        "POST lists:new_demand": {"wanted": "住房信息"},
        "POST lists:demand": {"move": "refuse", "note": "已有同类资源"},
        "POST lists:edit_demand": {"wanted": "住房信息"},
        "POST lists:lists": {"kind": "catalog", "note": "没有资源"},
        "POST lists:releases": {"title": "一目录三清单"},
        "POST lists:new_guide": {"title": "指南", "text": "要求"},
        "POST lists:new_compilation": due,
        "POST catalog:new_challenge": {"wanted": "unconditional", "reason": "应当公开"},
        "POST catalog:challenge": {"move": "keep", "note": "含个人信息", "basis": "《示例法》第三条"},
        "POST catalog:new_feedback": {"text": "有缺漏"},
        "POST catalog:feedback": {"move": "answer", "note": "已补"},
        "POST catalog:new_system": {"name": "收养登记系统", "funding": "other"},
        "POST catalog:declare": {"name": "收养登记信息"},
        "POST catalog:change_synonym": {"word": "领红本", "means": "婚姻信息"},
        "POST catalog:accept_word": {"means": "婚姻登记"},
        "POST catalog:new_synonym": {"word": "办红本", "means": "婚姻登记"},
        "POST catalog:link_declared": linked,
        "POST catalog:libraries": lead,
        f"{api_}changes": {**cause, **department},
        f"{api_}changes/{{change_id}}/moves/except": {"note": "系统切换"},
        f"{api_}changes/{{change_id}}/moves/drop": {"note": "重复登记"},
        f"{api_}demands": {"wanted": "住房信息"},
        f"{api_}demands/{{wanted_id}}/moves/match": {"note": "已有", **published},
        f"{api_}demands/{{wanted_id}}/moves/assign": {"note": "已有", **department},
        f"{api_}demands/{{wanted_id}}/moves/refuse": {"note": "已有"},
        f"{api_}demands/{{wanted_id}}/moves/fulfil": published,
        f"{api_}lists": {"kind": "catalog", "note": "没有资源"},
        f"{api_}releases": {"title": "一目录三清单"},
        f"{api_}guides": {"title": "指南", "text": "要求"},
        f"{api_}compilations": due,
        f"{api_}resources/{{resource_id}}/challenges": {"wanted": "unconditional", "reason": "应当公开"},
        f"{api_}challenges/{{challenge_id}}/moves/keep": {"note": "含个人信息", "basis": "《示例法》第三条"},
        f"{api_}resources/{{resource_id}}/feedback": {"text": "有缺漏"},
        f"{api_}feedback/{{feedback_id}}/answer": {"note": "已补"},
        f"{api_}systems": {"name": "收养登记系统", "funding": "other"},
        f"{api_}systems/{{system_id}}/change": {"cloud": "政务云", "exchange": "interface"},
        f"{api_}systems/{{system_id}}/declared": {"name": "收养登记信息"},
        f"{api_}systems/{{system_id}}/link": linked,
        f"{api_}words": {"word": "办红本", "means": "婚姻登记"},
        f"{api_}words/searched/{{searched_word_id}}/accept": {"means": "婚姻登记"},
        f"{api_}words/{{synonym_id}}/change": {"word": "领红本", "means": "婚姻信息"},
    }
    return lists | {
        "POST organisations:organisations": {**body, "kind": "own", "legal": "government_department", "office": "none"},
        "POST organisations:tokens": {"name": "脚本", "days": "30"},
        "POST organisations:change_hat": {"organisation": str(world.ids["organisation_id"])},
        "POST organisations:organisation": person,
        "POST organisations:abolish": {
            "ending": "merged",
            "new_id": str(world.cast.organisation("education")),
            "act": "芜编〔2026〕9号",
            "act_on": "2026-11-02",
            "on": "2026-12-01",
        },
        "POST organisations:acts": {"login": "wuhu.civil_affairs.officer"},
        "POST organisations:delegations": {
            "function": "reviewer",
            "delegate_account_id": str(world.cast.account("civil_affairs", "stand_in").id),
            "from_on": until,
            "to_on": until,
            "reason": "休假",
        },
        "POST organisations:decide_act": {"answer": "refuse"},
        "POST organisations:name_officer": {"duty": "sharing", "name": "新专员"},
        "POST organisations:name_unit": {"unit": "信息科"},
        "POST organisations:file_paper": {"kind": "plan", "title": "共享工作方案", "issued_on": "2026-01-05"},
        "POST notices:wishes": {"pace": "never"},
        "POST consultations:new": {"title": "送审稿", "notice": "通知", "due_on": until, "articles": "一 | 依据"},
        "POST consultations:open": {"invited": [str(world.ids["organisation_id"])]},
        "POST consultations:answer": {"signed_by": "某局长"},
        "POST consultations:decide": {"verdict": "adopted", "answer": "同意"},
        "POST consultations:close": {"summary": "共一条"},
        "POST projects:register": {"name": "收养登记系统", "approval_number": "〔2026〕4号"},
        "POST projects:new": PROJECT,
        "POST projects:edit": PROJECT,
        "POST projects:new_plan": {"year": "2028"},
        "POST projects:consent_plan": {"number": "政〔2026〕1号", "consented_on": "2026-11-02"},
        "POST projects:add_material": {"kind": "budget"},
        "POST projects:add_entry": {"resource_id": world.ids["resource_id"]},
        "POST projects:give_opinion": {"kind": "preliminary", "agrees": "yes", "words": "可行。"},
        "POST projects:assign_expert": {"expert_id": world.ids["expert_id"]},
        "POST projects:hear_expert": {
            "seat_id": world.ids["seat_id"],
            "matter": "needs",
            "agrees": "yes",
            "words": "可行。",
        },
        "POST projects:record_exception": {"rule": "sharing_platform", "document": "国办发〔2026〕1号"},
        "POST projects:send_back": {"note": "缺附件。"},
        "POST projects:refuse": {"note": "重复建设。"},
        "POST projects:approve": {"number": "〔2026〕9号", "content": "登记", "amount": "100"},
        "POST projects:establish": {"number": "〔2026〕9号", "content": "登记", "amount": "100"},
        "POST projects:allot_funds": {**FUNDS, "source": "fixed_assets"},
        "POST projects:pay": {**FUNDS, "final": "no"},
        "POST projects:reverse_entry": {"entry_id": world.ids["entry_id"], "words": "写错"},
        "POST projects:add_contract": CONTRACT,
        "POST projects:start": {"leader": "王建国"},
        "POST projects:complete": {"completed_on": "2026-11-02"},
        "POST projects:request_change": {"field": "goals", "new": "多办一件", "reason": "新规定"},
        "POST projects:decide_change": {"agrees": "yes", "words": "同意"},
        "POST projects:designate_organiser": {"organisation_id": world.ids["organisation_id"]},
        "POST projects:pass_project": {"held_on": "2026-11-02", "words": "通过", **PROJECT_REPORT},
        "POST projects:fail_project": {"words": "性能不达标", "rectify_by": "2027-11-02"},
        "POST projects:rectify_project": {"words": "已扩容"},
        "POST projects:report_delay": {"reason": "没有联调", "new_on": "2027-11-02"},
        "POST projects:evaluate_project": EVALUATION,
        "POST projects:plan_audit": {"year": "2027"},
        "POST projects:record_audit": {"passed": "yes", "words": "合规"},
        "POST projects:close_rectification": {"words": "已整改"},
        "POST projects:new_expert": {"name": "王工", "employer": "某公司", "field": "网络"},
        **_to_standing(world),
        "POST credit:new_record": CREDIT_RECORD | {"document_no": "二号"},
        "POST credit:archive": {"code": credit_steps.COMPANY, "reason": "复议机关调阅"},
        "POST credit:new_file": {"item_code": "CF-01"},
        "POST credit:correct_record": {"matter": "更正", "description": "更正", "document_no": "三号"},
        "POST credit:end_record": {"ended_on": "2026-11-02", "document_no": "三号"},
        "POST credit:withdraw_record": {"document_no": "三号"},
        "POST credit:rename_subject": {"name": "示例新材有限公司"},
        "POST credit:end_subject": {"ended_on": "2026-11-02"},
        "POST credit:register_objection": {"reason": "金额不对"},
        "POST credit:register_repair": {"corrected": "on", "committed": "on"},
        "POST credit:answer_objection": {"words": "已核查"},
        "POST credit:uphold_objection": {"words": "无误"},
        "POST credit:unconfirm_objection": {"words": "不能确认"},
        "POST credit:unverified_objection": {"words": "无法核查"},
        "POST credit:correct_objection": {"matter": "更正", "description": "更正", "document_no": "四号"},
        "POST credit:refuse_repair": {"words": "没有履行"},
        "POST credit:new_item": CREDIT_ITEM | {"provider_id": str(world.cast.organisation("education"))},
        "POST credit:set_level": {"level": "internal"},
        "POST credit:set_term": {"months": "6", "basis": "规定"},
        "POST credit:new_catalog": {"title": "公共信用信息目录"},
        "POST opening:new_dataset": {"resource_id": str(world.ids["resource_id@free"]), "rule": "unstated"},
        "POST opening:change_dataset": {"rule": "unstated", "planned_on": "2027-01-15"},
        "POST opening:add_clearance": {"kind": "consent", "number": "一号", "words": "同意"},
        "POST opening:add_source": {"resource_id": str(world.ids["resource_id@held"])},
        "POST opening:review_security": {"result": "可以"},
        "POST opening:new_release": {
            "item_ids": [str(world.ids["opened_item"])],
            "licence": "许可",
            "uses": "自由",
        },
        "POST opening:treat": {"item_id": str(world.ids["opened_item"]), "how": "hash"},
        "POST opening:explain": {"words": "公开的内容"},
        "POST opening:hold_release": {"words": "不妥"},
        "POST opening:return_release": {"words": "补充"},
        "POST opening:withdraw_release": {"words": "有误"},
        "POST opening:take_down": {"words": "有误"},
        "POST opening:refuse_consent": {"words": "不同意"},
        "POST opening:new_list": {"title": "开放清单"},
        "POST opening:new_standard": {"kind": "range", "title": "开放范围", "text": "正文"},
        "POST opening:refuse_access": {"words": "不符合条件"},
        "POST opening:sign_agreement": {"number": "一号", "signed_on": "2026-11-02", "months": "6"},
        "POST opening:record_report": {"words": "已利用"},
        "POST opening:halt_access": {"words": "核对"},
        "POST opening:end_access": {"words": "到期"},
        "POST opening:answer_public": {"words": "已更正"},
        "POST opening:decline_reuse": {"words": "打不开"},
        "POST opening:new_emergency": {
            "kind": "natural",
            "title": "暴雨",
            "basis": "一级响应",
            "dataset_ids": [str(world.ids["dataset_id"])],
        },
        "POST opening:update_emergency": {"words": "水位回落"},
        "POST opening:end_emergency": {"words": "已结束"},
        "POST opening:new_activity": {
            "kind": "contest",
            "title": "竞赛",
            "words": "内容",
            "begins_on": "2026-11-20",
            "ends_on": "2026-12-20",
            "dataset_ids": [str(world.ids["dataset_id"])],
        },
        "POST opening:publish_results": {"words": "一等奖一名"},
        "POST opening:new_assessment": {"begins_on": "2026-11-01", "ends_on": "2026-11-20"},
        "POST services:new_item": {"name": "收养登记二", "code": "SY3", "applicant": "person"},
        "POST services:change_item": {"fully_online": "on"},
        "POST services:add_material": {"name": "照片", "from_applicant": "on"},
        "POST services:change_material": {
            "material_id": str(world.ids["service_material_id"]),
            "from_applicant": "on",
        },
        "POST services:new_case": {"name": "张一", "code": citizen(1)},
        "POST services:add_proof": {"proof_id": str(world.ids["proof_id"])},
        "POST services:check_proof": {"proof_id": str(world.ids["proof_id"])},
        "POST services:judge_proof": {"proof_id": str(world.ids["proof_id"]), "agrees": "yes"},
        "POST services:note_shown": {"proof_id": str(world.ids["proof_id"]), "words": "已看"},
        "POST services:defer_proof": {
            "proof_id": str(world.ids["proof_id"]),
            "words": "补交",
            "promised_on": "2027-01-15",
        },
        "POST services:give_task": {
            "organisation_id": str(world.ids["organisation_id"]),
            "words": "核对",
            "due_on": "2027-01-15",
        },
        "POST services:reject_case": {"ground": "conditions", "words": "不符合条件", "resting_on": ""},
        "POST services:answer_task": {"answer": "无误"},
        "POST services:new_item_import": {"applicant": "person"},
        "POST services:scan_at_scene": {"code": "1:2:3"},
        "POST services:new_endpoint": {"kind": "app", "name": "民政三"},
        "POST services:connect_endpoint": {"connected_on": legal.today().isoformat()},
        "POST services:except_endpoint": {"basis": "国发〔2025〕1号"},
        "POST services:new_oversight": {"name": "检查", "code": "JG2", **ALERT},
        "POST services:change_oversight": ALERT,
        "POST services:new_site_check": {
            "subject_name": "丙",
            "subject_code": BODY_CODE,
            "inspectors": "王",
            "began_on": legal.today().isoformat(),
        },
        "POST services:note_step": {"words": "查看账册"},
        "POST services:clear_check": {"words": "没有问题"},
        "POST services:find_problem": {"problem": "账目不清", "fix_by": "2027-06-30"},
        "POST services:settle_check": {"words": "已整改"},
        "POST services:new_scene": {"name": "窗口二", "resource_id": str(world.ids["resource_id"])},
        "POST projects:new_inspection": {"kind": "audit", "words": "说明资金", "due_on": "2027-01-15"},
        "POST projects:answer_inspection": {"words": "已说明"},
        "POST projects:decline_inspection": {"words": "已移交"},
        "POST projects:return_inspection": {"words": "还要附件", "due_on": "2027-02-15"},
        "POST projects:close_inspection": {"words": "属实"},
        "POST catalog:change_system": {"cloud": "政务云", "exchange": "interface"},
        "POST projects:new_unit_check": {
            "organisation_id": world.ids["organisation_id"],
            "passed": "yes",
            "words": "已接入平台。",
        },
        "POST projects:new_body": {"duty": "finance", "organisation_id": world.ids["organisation_id"]},
        "POST projects:accept": {"accepted_on": "2026-11-02"},
        **of_licences,
        **of_formats,
        **of_making,
        "POST issues:new": {"title": "缺字段", "detail": "缺", "assigned_to": str(world.ids["organisation_id"])},
        "POST issues:assign": {"assigned_to": str(world.cast.organisation("education"))},
        "POST issues:close": {"result": "已解决"},
        "POST supervision:new": {"year": str(legal.today().year - 2), "scheme": str(world.ids["scheme_id"])},
        "POST supervision:new_scheme": {"title": "新方案"},
        "POST supervision:state": {"statement": "无异议"},
        "POST supervision:retake": {"reason": "两项已更正"},
        "POST /api/v1/supervision/sheets/{sheet_id}/retake": {"reason": "两项已更正"},
        "POST supervision:new_joint": {
            "title": "联合考核",
            "year": str(legal.today().year),
            "bodies": [str(world.cast.organisation("education"))],
            "due_on": until,
        },
        "POST supervision:scores": {f"points_{world.cast.organisation('education')}_sharing": "80"},
        "POST supervision:submit": {"work": "共享十二项。"},
        "POST supervision:new_inspection": {
            "title": "专项检查",
            "year": str(legal.today().year),
            "items": "目录",
            "units": [str(world.cast.organisation("education"))],
        },
        "POST supervision:publish": {"summary": "总体较好"},
        "POST supervision:see": {
            "unit": str(Inspected.objects.get(inspection=world.ids["special_inspection_id"]).id),
            "seen": "看了目录",
        },
        "POST supervision:answer": {"answer": "已整改"},
        "POST supervision:back": {"verdict": "还差一项"},
        "POST /api/v1/supervision/joints": {
            "title": "联合考核",
            "year": legal.today().year,
            "bodies": [world.cast.organisation("education")],
            "due_on": until,
        },
        "POST /api/v1/supervision/scorings/{scoring_id}/scores": {
            "scores": [{"organisation_id": world.cast.organisation("education"), "subject": "sharing", "points": "80"}]
        },
        "POST /api/v1/supervision/reports/{year_report_id}/submit": {"work": "共享十二项。"},
        "POST /api/v1/supervision/inspections": {
            "title": "专项检查",
            "year": legal.today().year,
            "items": "目录",
            "units": [world.cast.organisation("education")],
        },
        "POST /api/v1/supervision/inspections/{special_inspection_id}/publish": {"summary": "总体较好"},
        "POST /api/v1/supervision/inspections/{special_inspection_id}/seen": {
            "unit": Inspected.objects.get(inspection=world.ids["special_inspection_id"]).id,
            "seen": "看了目录",
        },
        "POST /api/v1/supervision/findings/{inspection_finding_id}/answer": {"answer": "已整改"},
        "POST /api/v1/supervision/findings/{inspection_finding_id}/back": {"verdict": "还差一项"},
        "POST /api/v1/supervision/schemes": {"title": "新方案"},
        "POST /api/v1/supervision/assessments": {
            "year": legal.today().year - 2,
            "scheme_id": world.ids["scheme_id"],
        },
        "POST supervision:new_circular": {
            "assessment": str(world.ids["assessment_id"]),
            "number": "〔2026〕3号",
            "report": "总体良好",
        },
        "POST /api/v1/supervision/circulars": {
            "assessment_id": world.ids["assessment_id"],
            "number": "〔2026〕3号",
            "report": "总体良好",
        },
        "POST /api/v1/supervision/sheets/{sheet_id}/statement": {"statement": "无异议"},
        "POST disputes:new": {"resource": str(resource), "doubt": "wrong", "detail": "错", "channel": "platform"},
        "POST disputes:new_inconsistency": {
            "resource": str(resource),
            "other": str(resource),
            "item": "登记日期",
            "detail": "比对发现",
        },
        "POST disputes:view_inconsistency": {"holds": "first", "words": "以档案为准"},
        "POST disputes:escalate_inconsistency": {"because": "分歧"},
        "POST disputes:hear_expert": {"name": "陈教授", "unit": "大学", "opinion": "以登记为准"},
        "POST disputes:conclude_inconsistency": {
            "holds": "first",
            "participants": "双方",
            "conclusion": "以登记为准",
        },
        "POST disputes:drop_inconsistency": {"why": "口径不同"},
        "POST disputes:acknowledge": {"effect": "replaced"},
        "POST disputes:answer": {"outcome": "confirmed", "answer": "与档案一致"},
        "POST disputes:extend": {"days": "3", "reason": "调档"},
        "POST disputes:decide_extension": {"agreed": "yes"},
        "POST disputes:organise": {"note": "已召集"},
        "POST disputes:locate": {"resource_id": str(resource)},
        "POST recheck:report": {
            "about": str(world.ids["organisation_id"]),
            "filer": "citizen",
            "doubt": "wrong",
            "detail": "登记日期",
            "channel": "platform",
        },
        "POST /api/v1/disputes/": {"resource_id": resource, "doubt": "wrong", "detail": "错"},
        "POST /api/v1/disputes/inconsistencies": {
            "resource": str(resource),
            "other": str(resource),
            "item": "登记日期",
            "detail": "比对发现",
        },
        "POST /api/v1/disputes/inconsistencies/{inconsistency_id}/view": {"holds": "first", "words": "以档案为准"},
        "POST /api/v1/disputes/inconsistencies/{inconsistency_id}/escalate": {"because": "分歧"},
        "POST /api/v1/disputes/inconsistencies/{inconsistency_id}/expert": {
            "name": "陈教授",
            "unit": "大学",
            "opinion": "以登记为准",
        },
        "POST /api/v1/disputes/inconsistencies/{inconsistency_id}/conclude": {
            "holds": "first",
            "participants": "双方",
            "conclusion": "以登记为准",
        },
        "POST /api/v1/disputes/inconsistencies/{inconsistency_id}/drop": {"why": "口径不同"},
        "POST /api/v1/disputes/corrections/{correction_id}/acknowledge": {"effect": "replaced"},
        "POST /api/v1/disputes/{recheck_id}/answer": {"outcome": "confirmed", "answer": "与档案一致"},
        "POST /api/v1/disputes/{recheck_id}/extension": {"days": 3, "reason": "调档"},
        "POST /api/v1/disputes/{recheck_id}/extension/decision": {"agreed": True},
        "POST /api/v1/disputes/{recheck_id}/organise": {"note": "已召集"},
        "POST /api/v1/disputes/{recheck_id}/resource": {"resource_id": resource},
        "POST catalog:move": {"move": "submit"},
        "POST catalog:submit_several": {"version": [str(world.ids["version_id@draft"])]},
        "POST spreadsheets:decline_sheet_part": {"reason": "已经编过"},
        "POST /api/v1/catalog/sheets/{sheet_id}/decline": {"reason": "已经编过"},
        "POST spreadsheets:sheet": {"first": "1", "count": "1", "layout": "resource", "column-0": "name"},
        "PUT /api/v1/catalog/sheets/{sheet_id}/mapping": {"columns": {"name": 0}},
        "POST elements:new": {"name": "户籍地址"},
        "POST elements:change": {"synonyms": "领证日期"},
        "POST elements:add_source": {"source": f"{resource}|登记类别", "kind": "verifying"},
        "POST elements:transfer": {"source": f"{resource}|登记日期", "reason": "职能划转"},
        "POST elements:end_source": {"reason": "职能取消"},
        "POST /api/v1/register/elements": {"name": "户籍地址"},
        "POST /api/v1/register/elements/{element_id}/sources": {
            "resource_id": resource,
            "item_name": "登记类别",
            "kind": "verifying",
        },
        "POST intake:columns": {
            "heading": "1",
            **{f"column-{at}": f"item {name}" for at, name in enumerate(HEADER.split(","))},
        },
        "POST intake:judge": {"verdict": "clear"},
        "POST intake:withdraw_document": {"note": "版本旧了"},
        "POST /api/v1/intake/documents/{document_id}/withdraw": {"note": "版本旧了"},
        "POST /api/v1/intake/resources/{resource_id}/documents": {
            "file": b64encode(b"%PDF-1.7 two").decode(),
            "file_name": "b.pdf",
        },
        "POST sharing:apply": {**STATED, **items, **scope},
        "POST sharing:edit": {"need": "核验", "save": "draft"},
        "POST sharing:decide": {"answer": "refuse", **reason},
        "POST sharing:end": {"reason": "用途已经结束", "daily_calls": "100"},
        "POST sharing:batch": {"act": "remind", "application": [str(world.ids["application_id"])], "box": "sent"},
        "POST sharing:tasks": {
            "title": "补齐目录",
            "owner_id": str(world.ids["organisation_id"]),
            "minutes_number": "〔2026〕9号",
        },
        "POST sharing:move_task": {"text": "已办"},
        "POST sharing:move_demand": {"text": "已停止索要"},
        "POST sharing:provisions": {
            "resource_id": str(resource),
            "consumer_id": str(world.cast.organisation("housing_fund")),
            "provided_on": legal.today().isoformat(),
            "times": "1",
            "rows": "5",
            "way": "光盘",
            "purpose": "提取审核",
            "reason": "专线中断",
        },
        "POST sharing:demands": {
            "about_id": str(world.ids["organisation_id"]),
            "asked_for": "结婚证复印件",
            "happened_on": legal.today().isoformat(),
        },
        "POST ask_once:report": {
            "about": str(world.ids["organisation_id"]),
            "asked_for": "结婚证复印件",
            "happened_on": legal.today().isoformat(),
        },
        "POST sharing:new_need": {
            **STATED,
            "title": "核验",
            "resource": str(resource),
            f"items_{resource}": [str(item) for item in chosen],
            f"method_{resource}": "online_query",
        },
        **_of_interfaces(world),
        **_of_connectors(world),
        "POST quality:new_rule": QUALITY_RULE,
        "POST quality:change_rule": QUALITY_RULE,
        "POST /api/v1/quality/resources/{resource_id}/rules": QUALITY_RULE,
        "POST /api/v1/quality/rules/{rule_id}/change": QUALITY_RULE,
        "POST quality:answer_order": {"result": "已在业务系统改正"},
        "POST /api/v1/quality/orders/{order_id}/answer": {"result": "已在业务系统改正"},
        **_of_collection(world),
        **_of_registries_sent(world),
        **_of_rectification_sent(world),
        "POST pools:new_withdrawal": {"reason": "取错了库"},
        "POST /api/v1/pools/batches/{batch_id}/withdrawals": {"reason": "取错了库"},
        "GET pools:as_of": {"on": legal.today().isoformat()},
        "GET /api/v1/pools/{resource_id}/as-of": {"on": legal.today().isoformat()},
        "POST pools:row": {f"item_{first.id}": "J000001"},
        "POST /api/v1/pools/{resource_id}/row": {"values": {"登记证字号": "J000001"}},
        "POST exchange:download": {"format": "csv", "case": "A-9"},
        "POST exchange:lookup": {"case": "A-9", "reason": "提取审核", f"item_{first.id}": "J000001"},
        "POST /api/v1/exchange/grants/{grant_id}/file": {"format": "csv"},
        "POST workflow:urge": {"term": str(_waiting(world))},
        "POST /api/v1/workflow/urge": {"terms": [_waiting(world)]},
        "POST workflow:raise_signal": {
            "organisation_id": str(world.ids["organisation_id"]),
            "violation": "sharing.violation_reply",
            "title": "疑似拖延答复",
            "evidence": "三次催办没有回音",
        },
        "POST workflow:state_reasons": {"statement": "负责人出差，已补办"},
        "POST workflow:conclude": {"confirmed": "no", "conclusion": "理由成立"},
        "POST audit:subject": {"number": "110101199001010011"},
        "POST /api/v1/catalog/versions": draft,
        "PATCH /api/v1/catalog/versions/{version_id}": draft,
        "POST /api/v1/catalog/versions/{version_id}/moves/{move}": {},
        "POST /api/v1/sharing/applications": {"resource_id": resource, **STATED, **scope},
        "POST /api/v1/sharing/subscriptions": {
            "resource_id": world.ids["resource_id@free"],
            **SUBSCRIBED,
        },
        "POST /api/v1/sharing/applications/{application_id}/grant": {},
        "POST /api/v1/sharing/applications/{application_id}/refuse": reason,
        "POST /api/v1/sharing/applications/{application_id}/return": {"materials": ["履职依据"]},
        "POST /api/v1/sharing/grants/{grant_id}/revoke": {"reason": "用途已经结束"},
        "POST /api/v1/sharing/grants/{grant_id}/suspend": {"reason": "用途待核"},
        "POST /api/v1/sharing/grants/{grant_id}/narrow": {"reason": "按需", "daily_calls": 100},
        "POST /api/v1/sharing/grants/{grant_id}/misuse": {"reason": "查询与办件不符"},
        "POST /api/v1/sharing/applications/{application_id}/forward": {"upper_body": "省厅", "proof": "函〔2026〕1号"},
        "POST /api/v1/intake/batches/{batch_id}/columns": {"columns": {"办理日期": "登记日期"}},
        "POST /api/v1/intake/batches/{batch_id}/judge": {"verdict": "clear"},
        "POST /api/v1/sharing/needs": {
            "title": "核验",
            **STATED,
            "parts": [{"resource_id": resource, "methods": ["online_query"]}],
        },
        "POST /api/v1/sharing/tasks": {
            "title": "补齐目录",
            "owner_id": world.ids["organisation_id"],
            "minutes_number": "〔2026〕9号",
        },
        "POST /api/v1/sharing/tasks/{task_id}/moves/report": {"text": "已办"},
        "POST /api/v1/sharing/tasks/{task_id}/moves/redo": {"text": "再办"},
        "POST /api/v1/sharing/demands": {
            "about_id": world.ids["organisation_id"],
            "asked_for": "结婚证复印件",
            "happened_on": legal.today().isoformat(),
        },
        **{
            f"POST /api/v1/sharing/demands/{{demand_id}}/moves/{move}": {"text": "已停止索要"}
            for move in ("decline", "answer", "reopen", "close", "signal")
        },
        "POST /api/v1/sharing/applications/{application_id}/attach": {
            "material": "履职依据",
            "file": "JVBERi0xLjQ=",
            "file_name": "a.pdf",
        },
        "POST /api/v1/sharing/applications/{application_id}/sign": {"opinion": "同意"},
        "POST /api/v1/sharing/batches/grant": {"application_ids": [world.ids["application_id"]]},
        "POST /api/v1/sharing/batches/remind": {"application_ids": [world.ids["application_id"]]},
        "POST /api/v1/sharing/handovers": {
            "from_account_id": world.cast.account("civil_affairs", "officer").id,
            "to_account_id": world.cast.account("civil_affairs", "reviewer").id,
        },
        "POST /api/v1/organisations/": {**body, "kind": "own", "legal": "government_department", "office": "none"},
        "POST /api/v1/organisations/{organisation_id}/officers": {"duty": "sharing", "name": "新专员"},
        "PUT /api/v1/organisations/{organisation_id}/unit": {"unit": "信息科"},
        "POST /api/v1/organisations/{organisation_id}/papers": {
            "kind": "plan",
            "title": "共享工作方案",
            "issued_on": "2026-01-05",
        },
        "POST /api/v1/organisations/{organisation_id}/persons": person,
        "POST /api/v1/organisations/{organisation_id}/abolish": {
            "ending": "merged",
            "new_id": world.cast.organisation("education"),
            "act": "芜编〔2026〕9号",
            "act_on": "2026-11-02",
            "on": "2026-12-01",
        },
        "POST /api/v1/organisations/acts/unlock": {"login": "wuhu.civil_affairs.officer"},
        "POST /api/v1/organisations/delegations": {
            "function": "reviewer",
            "delegate_account_id": world.cast.account("civil_affairs", "stand_in").id,
            "from_on": until,
            "to_on": until,
            "reason": "休假",
        },
        "POST /api/v1/workflow/signals": {
            "organisation_id": world.ids["organisation_id"],
            "violation": "sharing.violation_reply",
            "title": "疑似拖延答复",
            "evidence": "三次催办没有回音",
        },
        "POST /api/v1/workflow/signals/{signal_id}/statement": {"statement": "负责人出差，已补办"},
        "POST /api/v1/workflow/signals/{signal_id}/conclusion": {"confirmed": False, "conclusion": "理由成立"},
        "POST /api/v1/consultations/": {
            "title": "送审稿",
            "notice": "通知",
            "due_on": until,
            "articles": [{"text": "一", "basis": "依据"}],
        },
        "POST /api/v1/consultations/{consultation_id}/open": {"organisation_ids": [world.ids["organisation_id"]]},
        "POST /api/v1/consultations/{consultation_id}/answer": {"signed_by": "某局长"},
        "POST /api/v1/consultations/opinions/{opinion_id}/verdict": {"verdict": "adopted", "answer": "同意"},
        "POST /api/v1/consultations/{consultation_id}/close": {"summary": "共一条"},
        "POST /api/v1/projects/registered": {"name": "收养登记系统", "approval_number": "〔2026〕4号"},
        "POST /api/v1/projects/": PROJECT_IN,
        "POST /api/v1/projects/{project_id}/change": PROJECT_IN,
        "POST /api/v1/projects/plans": {"year": 2028},
        "POST /api/v1/projects/plans/{year_plan_id}/consent": {
            "number": "政〔2026〕1号",
            "consented_on": "2026-11-02",
        },
        "POST /api/v1/projects/{project_id}/materials": {
            "kind": "budget",
            "file": b64encode(b"%PDF-1.4").decode(),
            "file_name": "预算.pdf",
        },
        "POST /api/v1/projects/{project_id}/entries": {"resource_id": world.ids["resource_id"]},
        "POST /api/v1/projects/{project_id}/opinions": {"kind": "preliminary", "agrees": True, "words": "可行。"},
        "POST /api/v1/projects/{project_id}/experts": {"expert_id": world.ids["expert_id"]},
        "POST /api/v1/projects/{project_id}/views": {
            "seat_id": world.ids["seat_id"],
            "matter": "needs",
            "agrees": True,
            "words": "可行。",
        },
        "POST /api/v1/projects/{project_id}/exceptions": {
            "rule": "sharing_platform",
            "document": "国办发〔2026〕1号",
        },
        "POST /api/v1/projects/{project_id}/send_back": {"note": "缺附件。"},
        "POST /api/v1/projects/{project_id}/refuse": {"note": "重复建设。"},
        "POST /api/v1/projects/{project_id}/approve": {"number": "〔2026〕9号", "content": "登记", "amount": 100},
        "POST /api/v1/projects/{project_id}/establish": {"number": "〔2026〕9号", "content": "登记", "amount": 100},
        "POST /api/v1/projects/{project_id}/funds": {**FUNDS_IN, "source": "fixed_assets"},
        "POST /api/v1/projects/{project_id}/payments": {**FUNDS_IN, "final": False},
        "POST /api/v1/projects/{project_id}/reversals": {"entry_id": world.ids["entry_id"], "words": "写错"},
        "POST /api/v1/projects/{project_id}/contracts": {**CONTRACT, "amount": 100},
        "POST /api/v1/projects/{project_id}/start": {"leader": "王建国"},
        "POST /api/v1/projects/{project_id}/complete": {"completed_on": "2026-11-02"},
        "POST /api/v1/projects/{project_id}/changes": {"field": "goals", "new": "多办一件", "reason": "新规定"},
        "POST /api/v1/projects/{project_id}/decisions": {"agrees": True, "words": "同意"},
        "POST /api/v1/projects/{project_id}/organiser": {"organisation_id": world.ids["organisation_id"]},
        "POST /api/v1/projects/{project_id}/pass": {"held_on": "2026-11-02", "words": "通过", **PROJECT_REPORT},
        "POST /api/v1/projects/{project_id}/fail": {"words": "性能不达标", "rectify_by": "2027-11-02"},
        "POST /api/v1/projects/{project_id}/rectify": {"words": "已扩容"},
        "POST /api/v1/projects/{project_id}/delays": {"reason": "没有联调", "new_on": "2027-11-02"},
        "POST /api/v1/projects/{project_id}/evaluations": {**EVALUATION, "passed": True},
        "POST /api/v1/projects/{project_id}/audits": {"year": 2027},
        "POST /api/v1/projects/{project_id}/audit-results": {"passed": True, "words": "合规"},
        "POST /api/v1/projects/{project_id}/rectified": {"words": "已整改"},
        "POST /api/v1/projects/experts": {"name": "王工", "employer": "某公司", "field": "网络"},
        **_to_standing_by_program(world),
        "POST /api/v1/credit/records": CREDIT_RECORD | {"document_no": "二号", **CREDIT_PAPER},
        "POST /api/v1/credit/archive": {"code": credit_steps.COMPANY, "reason": "复议机关调阅"},
        "POST /api/v1/credit/files": {
            "item_code": "CF-01",
            "table": b64encode(CREDIT_TABLE.encode()).decode(),
            "table_name": "a.csv",
            **CREDIT_PAPER,
        },
        "POST /api/v1/credit/records/{credit_record_id}/correct": {
            "matter": "更正",
            "description": "更正",
            "document_no": "三号",
            **CREDIT_PAPER,
        },
        "POST /api/v1/credit/records/{credit_record_id}/end": {
            "ended_on": "2026-11-02",
            "document_no": "三号",
            **CREDIT_PAPER,
        },
        "POST /api/v1/credit/records/{credit_record_id}/withdraw": {"document_no": "三号", **CREDIT_PAPER},
        "POST /api/v1/credit/records/{credit_record_id}/objections": {"reason": "金额不对", **CREDIT_PAPER},
        "POST /api/v1/credit/records/{credit_record_id}/repairs": {
            "corrected": True,
            "committed": True,
            **CREDIT_PAPER,
        },
        "POST /api/v1/credit/objections/{credit_objection_id}/answer": {"words": "已核查"},
        "POST /api/v1/credit/subjects/{credit_subject_id}/rename": {"name": "示例新材有限公司"},
        "POST /api/v1/credit/subjects/{credit_subject_id}/end": {"ended_on": "2026-11-02"},
        "POST /api/v1/credit/items": CREDIT_ITEM | {"provider_id": world.cast.organisation("education")},
        "POST /api/v1/credit/items/{credit_item_id}/level": {"level": "internal"},
        "POST /api/v1/credit/items/{credit_item_id}/terms": {"months": 6, "basis": "规定"},
        "POST /api/v1/credit/catalogs": {"title": "公共信用信息目录"},
        "POST /api/v1/opening/datasets": {"resource_id": str(world.ids["resource_id@free"]), "rule": "unstated"},
        "POST /api/v1/opening/datasets/{dataset_id}/change": {"rule": "unstated", "planned_on": "2027-01-15"},
        "POST /api/v1/opening/datasets/{dataset_id}/clearances": {
            "kind": "consent",
            "number": "一号",
            "words": "同意",
            "file": b64encode(b"%PDF-1.4").decode(),
            "file_name": "a.pdf",
        },
        "POST /api/v1/opening/datasets/{dataset_id}/sources": {"resource_id": str(world.ids["resource_id@held"])},
        "POST /api/v1/opening/datasets/{dataset_id}/security": {"result": "可以"},
        "POST /api/v1/opening/datasets/{open_dataset_id}/releases": {
            "item_ids": [world.ids["opened_item"]],
            "licence": "许可",
            "uses": "自由",
        },
        "POST /api/v1/opening/releases/{open_release_id}/treat": {"item_id": world.ids["opened_item"], "how": "hash"},
        "POST /api/v1/opening/accesses/{open_access_id}/sign": {
            "number": "一号",
            "signed_on": "2026-11-02",
            "months": 6,
            "file": b64encode(b"%PDF-1.4").decode(),
            "file_name": "a.pdf",
        },
        "POST /api/v1/opening/lists": {"title": "开放清单"},
        "POST /api/v1/opening/standards": {"kind": "range", "title": "开放范围", "text": "正文"},
        "POST /api/v1/opening/emergencies": {
            "kind": "natural",
            "title": "暴雨",
            "basis": "一级响应",
            "dataset_ids": [world.ids["dataset_id"]],
        },
        "POST /api/v1/opening/activities": {
            "kind": "contest",
            "title": "竞赛",
            "words": "内容",
            "begins_on": "2026-11-20",
            "ends_on": "2026-12-20",
            "dataset_ids": [world.ids["dataset_id"]],
        },
        "POST /api/v1/opening/assessments": {"begins_on": "2026-11-01", "ends_on": "2026-11-20"},
        "POST /api/v1/opening/releases/{open_release_id}/explain": {"words": "已说明"},
        "POST /api/v1/opening/releases/{open_release_id}/hold": {"words": "已说明"},
        "POST /api/v1/opening/releases/{open_release_id}/return": {"words": "已说明"},
        "POST /api/v1/opening/releases/{open_release_id}/withdraw": {"words": "已说明"},
        "POST /api/v1/opening/releases/{open_release_id}/take_down": {"words": "已说明"},
        "POST /api/v1/opening/consents/{open_consent_id}/refuse": {"words": "已说明"},
        "POST /api/v1/opening/accesses/{open_access_id}/refuse": {"words": "已说明"},
        "POST /api/v1/opening/accesses/{open_access_id}/halt": {"words": "已说明"},
        "POST /api/v1/opening/accesses/{open_access_id}/end": {"words": "已说明"},
        "POST /api/v1/opening/accesses/{open_access_id}/reports": {"words": "已说明"},
        "POST /api/v1/opening/requests/{open_request_id}/answer": {"words": "已说明"},
        "POST /api/v1/opening/reuses/{reuse_id}/decline": {"words": "已说明"},
        "POST /api/v1/opening/emergencies/{emergency_id}/end": {"words": "已说明"},
        "POST /api/v1/opening/emergencies/{emergency_id}/update": {"words": "已说明"},
        "POST /api/v1/opening/activities/{activity_id}/results": {"words": "已说明"},
        "POST /api/v1/opening/accesses/{open_access_id}/agree": {"reply": "同意"},
        "POST /api/v1/services/items": {"name": "收养登记二", "code": "SY3", "applicant": "person"},
        "POST /api/v1/services/items/{service_item_id}/change": {"fully_online": True},
        "POST /api/v1/services/items/{service_item_id}/materials": {"name": "照片", "from_applicant": True},
        "POST /api/v1/services/items/{service_item_id}/changes": {
            "material_id": world.ids["service_material_id"],
            "from_applicant": True,
        },
        "POST /api/v1/services/items/{service_item_id}/cases": {"name": "张一", "code": citizen(1)},
        "POST /api/v1/services/cases/{case_id}/proofs": {
            "proof_id": world.ids["proof_id"],
            "file": b64encode(b"%PDF-1.4").decode(),
            "file_name": "a.pdf",
        },
        "POST /api/v1/services/cases/{case_id}/check": {"proof_id": world.ids["proof_id"]},
        "POST /api/v1/services/cases/{case_id}/judge": {"proof_id": world.ids["proof_id"], "agrees": "yes"},
        "POST /api/v1/services/cases/{case_id}/shown": {"proof_id": world.ids["proof_id"], "words": "已看"},
        "POST /api/v1/services/cases/{case_id}/defer": {
            "proof_id": world.ids["proof_id"],
            "words": "补交",
            "promised_on": "2027-01-15",
        },
        "POST /api/v1/services/cases/{case_id}/tasks": {
            "organisation_id": world.ids["organisation_id"],
            "words": "核对",
            "due_on": "2027-01-15",
        },
        "POST /api/v1/services/cases/{case_id}/reject": {"ground": "conditions", "words": "不符合条件"},
        "POST /api/v1/services/tasks/{case_task_id}/answer": {"answer": "无误"},
        "POST /api/v1/services/imports": {
            "applicant": "person",
            "file": b64encode("事项名称,事项编码\n收养撤销,SY8\n".encode()).decode(),
            "file_name": "items.csv",
        },
        "POST /api/v1/services/scenes/{scene_id}/scan": {"code": "1:2:3"},
        "POST /api/v1/opening/accesses/{open_access_id}/breaches": {"kind": "untrue", "evidence": "报告不实"},
        "POST /api/v1/opening/breaches/{open_breach_id}/uphold": {"statement": "没有说明", "words": "暂停使用"},
        "POST /api/v1/opening/breaches/{open_breach_id}/drop": {"words": "查无此事"},
        "POST /api/v1/making/entries/{resource_id}/runs": {"source_id": 1, "code_kind": "001", "columns": {}},
        "POST /api/v1/making/{making_run_id}/confirm": {"wrong": 0},
        "POST /api/v1/services/endpoints": {"kind": "app", "name": "民政三"},
        "POST /api/v1/services/endpoints/{endpoint_id}/connect": {"connected_on": legal.today().isoformat()},
        "POST /api/v1/services/endpoints/{endpoint_id}/except": {"basis": "国发〔2025〕1号"},
        "POST /api/v1/services/oversights": {"name": "检查", "code": "JG2", **ALERT},
        "POST /api/v1/services/oversights/{oversight_id}/change": ALERT,
        "POST /api/v1/services/oversights/{oversight_id}/checks": {
            "subject_name": "丙",
            "subject_code": BODY_CODE,
            "inspectors": "王",
            "began_on": legal.today().isoformat(),
        },
        "POST /api/v1/services/site-checks/{site_check_id}/steps": {"words": "查看账册"},
        "POST /api/v1/services/site-checks/{site_check_id}/clear": {"words": "没有问题"},
        "POST /api/v1/services/site-checks/{site_check_id}/problem": {"problem": "账目不清", "fix_by": "2027-06-30"},
        "POST /api/v1/services/site-checks/{site_check_id}/settle": {"words": "已整改"},
        "POST /api/v1/services/scenes": {"name": "窗口二", "resource_id": world.ids["resource_id"]},
        "POST /api/v1/projects/{project_id}/inspections": {
            "kind": "audit",
            "words": "说明资金",
            "due_on": "2027-01-15",
        },
        "POST /api/v1/projects/inspections/{inspection_id}/answer": {"words": "已说明"},
        "POST /api/v1/projects/inspections/{inspection_id}/decline": {"words": "已移交"},
        "POST /api/v1/projects/inspections/{inspection_id}/return": {"words": "还要附件", "due_on": "2027-02-15"},
        "POST /api/v1/projects/inspections/{inspection_id}/close": {"words": "属实"},
        "POST /api/v1/projects/unit-checks": {
            "organisation_id": world.ids["organisation_id"],
            "passed": True,
            "words": "已接入平台。",
        },
        "POST /api/v1/projects/bodies": {"duty": "finance", "organisation_id": world.ids["organisation_id"]},
        "POST /api/v1/projects/{project_id}/systems": {"system_id": world.ids["system_id"]},
        "POST /api/v1/projects/{project_id}/accept": {"accepted_on": "2026-11-02"},
        "POST /api/v1/issues/": {
            "title": "缺字段",
            "detail": "缺",
            "assigned_to": world.ids["organisation_id"],
        },
        "POST /api/v1/issues/{issue_id}/assign": {"assigned_to": world.cast.organisation("education")},
        "POST /api/v1/issues/{issue_id}/close": {"result": "已解决"},
        "PUT /api/v1/notices/wishes": {"pace": "never"},
        "POST /api/v1/sharing/provisions": {
            "resource_id": resource,
            "consumer_id": world.cast.organisation("housing_fund"),
            "provided_on": legal.today().isoformat(),
            "way": "光盘",
            "purpose": "提取审核",
            "reason": "专线中断",
        },
    }


def _of_collection(world: World) -> dict[str, Any]:  # form values or JSON
    own = {"resource_id": str(world.ids["resource_id"]), "mandate_id": "", **PLAN}
    by_machine = {**own, "resource_id": world.ids["resource_id"], "mandate_id": None, "personal": False}
    duty = {"duty": "收养登记", "article": "《收养法》第十五条"}
    norm = {"title": "收养数据规范", "activities": ["collect"], "dated_on": legal.today().isoformat()}
    scan = {"file": b64encode(b"%PDF-1.4").decode(), "file_name": "a.pdf"}
    task = {**TASK, "resource_id": str(world.ids["resource_id"]), "units": [str(world.cast.organisation("street"))]}
    as_json = {**task, "resource_id": world.ids["resource_id"], "units": [world.cast.organisation("street")]}
    told = {"about": str(world.cast.organisation("police")), "asked_for": "每周报表", "happened_on": "2026-01-05"}
    photo = {"file": b64encode(b"\xff\xd8\xff").decode(), "file_name": "a.jpg"}
    return {
        "POST collection:new_task": task,
        "POST collection:edit_task": task,
        "POST /api/v1/collection/tasks/": as_json,
        "POST /api/v1/collection/tasks/{unified_id}/change": as_json,
        "POST collection:start_task": {"due_on": "2027-12-01"},
        "POST collection:add_row": {"item_登记证字号": "J1"},
        "POST /api/v1/collection/returns/{return_id}/add": {"row": {"登记证字号": "J1"}},
        "POST collection:new_report": told,
        "POST /api/v1/collection/reports/": {**told, "about": world.cast.organisation("police"), **photo},
        "POST collection:close_report": {"result": "已要求停止"},
        **{f"POST collection:{act}_digitisation": DIGITISED for act in ("plan", "revise")},
        **{f"POST /api/v1/collection/digitisations/{{digitisation_id}}/{act}": DIGITISED for act in ("plan", "revise")},
        "POST collection:finish_digitisation": {"finished_on": legal.today().isoformat()},
        "POST /api/v1/collection/digitisations/{digitisation_id}/finish": {
            "finished_on": legal.today().isoformat(),
            "result": "",
        },
        "POST /api/v1/collection/reports/{report_id}/close": {"result": "已要求停止"},
        "POST collection:new_plan": own,
        "POST /api/v1/collection/plans/": by_machine,
        "POST collection:edit_plan": own,
        "POST /api/v1/collection/plans/{plan_id}/change": by_machine,
        "POST collection:end_plan": {"reason": "改为共享取得"},
        "POST /api/v1/collection/plans/{plan_id}/end": {"reason": "改为共享取得"},
        "POST collection:new_mandate": duty,
        "POST /api/v1/collection/mandates/": duty,
        "POST collection:new_norm": norm,
        "POST /api/v1/collection/norms/": {**norm, **scan},
    }


def _of_connectors(world: World) -> dict[str, Any]:  # form values or JSON
    place = {"host": "127.0.0.1", "port": 1, "database": "kaifa", "username": "reader"}
    made = {"name": "另一个库", "kind": "mysql", "password": "x", **place}
    said = {"protection": "只读账号", "contact": "周敏", "phone": "0553-1"}
    table = {"table_schema": "public", "table": "marriage", "columns": {}, "mode": "full"}
    return {
        "POST connectors:new_connector": made,
        "POST /api/v1/connectors/": made,
        "POST connectors:edit_connector": made,
        "POST /api/v1/connectors/{connector_id}/change": made,
        "POST connectors:confirm_connector@waiting": said,
        "POST /api/v1/connectors/{connector_id}/confirm@waiting": said,
        "POST /api/v1/connectors/{connector_id}/look": {**table, "resource_id": world.ids["resource_id"]},
        "POST /api/v1/connectors/{connector_id}/feeds": {**table, "resource_id": world.ids["resource_id"]},
        "POST /api/v1/connectors/feeds/{feed_id}/remap": table,
        "POST connectors:watch": {"resource_id": world.ids["resource_id@free"], "pattern": "*", "mode": "full"},
        "POST /api/v1/connectors/{connector_id}/watch": {
            "resource_id": world.ids["resource_id@free"],
            "pattern": "*",
            "mode": "full",
        },
        "POST /api/v1/connectors/feeds/{feed_id}/watch": {"pattern": "*", "mode": "full"},
    }


def _of_interfaces(world: World) -> dict[str, Any]:  # form values or JSON
    items = [str(item.id) for item in published_resource(world.ids["resource_id@held"]).items]
    asked = {"method": "post_json", "address": "http://127.0.0.1:1/", "timeout_s": 5}
    on_page = {**asked, **{f"field_{item}": "f" for item in items}, f"parameter_{items[0]}": "p"}
    by_token = {**asked, "fields": dict.fromkeys(items, "f"), "parameters": {items[0]: "p"}}
    one = "POST /api/v1/exchange/resources/{resource_id}/interface"
    return {
        "POST exchange:new_interface": on_page,
        "POST exchange:edit_interface": on_page,
        "POST exchange:try_interface": {f"value_{items[0]}": "J000001"},
        one: by_token,
        f"{one}/change": by_token,
        f"{one}/try": {"values": {items[0]: "J000001"}},
    }


def _to_standing(world: World) -> dict[str, Any]:
    today, whose = legal.today().isoformat(), {"name": "示例公司", "code": BODY_CODE}
    words, fund = {"words": "理由"}, str(world.cast.organisation("housing_fund"))
    return {
        "POST standing:new_form": {"field": "养老", "title": "承诺书", "text": "承诺", "item_code": "CN-01"},
        "POST standing:new_commitment": {
            **whose,
            "form_id": str(world.ids["commitment_form_id"]),
            "matter": "设立",
            "filed_on": today,
        },
        "POST standing:note_breach": {"document_no": "一号", "found_on": today, **words},
        "POST standing:new_entry": {**whose, "kind": "black", "basis": "条例", "facts": "事实", "told_on": today},
        "POST standing:enter_entry": {
            "statement": "没有意见",
            "decision_no": "一号",
            "decided_on": today,
            "until": "2027-11-20",
        },
        **{f"POST standing:{name}_entry": words for name in ("drop", "object", "uphold", "leave")},
        "POST standing:give_measure": {
            "organisation_id": fund,
            "words": "限制",
            "basis": "备忘录",
            "due_on": "2027-01-20",
        },
        "POST standing:report_measure": words,
        "POST standing:make_report": {"kind": "general"},
        "POST standing:new_lookup": {**whose, "ground": "duty", "purpose": "审查"},
        "POST standing:new_watch": {**whose, "duty": "年检"},
        "POST standing:new_purchase": {"case": "BJ1", "agency": "征信", "product": "报告", "made_on": today},
        "POST standing:new_agreement": {"agency_id": fund, "number": "二号", "signed_on": today, "until": "2027-11-20"},
        "POST standing:query_agreement": {"codes": BODY_CODE, "purpose": "信贷"},
        "POST standing:new_forgery": {**whose, "licence": "执照", "facts": "伪造", "found_on": today},
        "POST standing:approve_forgery": words,
        "POST standing:refuse_forgery": words,
    }


def _to_standing_by_program(world: World) -> dict[str, Any]:
    said, paper = _to_standing(world), {"file": b64encode(b"%PDF-1.4").decode(), "file_name": "a.pdf"}
    at = {
        "forms": "new_form",
        "commitments": "new_commitment",
        "commitments/{commitment_id}/breaches": "note_breach",
        "entries": "new_entry",
        "entries/{list_entry_id}/enter": "enter_entry",
        **{f"entries/{{list_entry_id}}/{name}": f"{name}_entry" for name in ("drop", "object", "uphold", "leave")},
        "entries/{list_entry_id}/measures": "give_measure",
        "measures/{standing_measure_id}/report": "report_measure",
        "lookups": "new_lookup",
        "lookups/{credit_lookup_id}/reports": "make_report",
        "watches": "new_watch",
        "purchases": "new_purchase",
        "agreements": "new_agreement",
        "agreements/{credit_agreement_id}/queries": "query_agreement",
        "forgeries": "new_forgery",
        "forgeries/{forgery_id}/approve": "approve_forgery",
        "forgeries/{forgery_id}/refuse": "refuse_forgery",
    }
    filed = {"new_commitment", "enter_entry", "new_purchase", "new_agreement", "new_forgery"}
    return {
        f"POST /api/v1/standing/{path}": {**said[f"POST standing:{name}"], **(paper if name in filed else {})}
        for path, name in at.items()
    }


def _small_files() -> dict[str, tuple[str, bytes]]:
    event = f"事件,证照编号,发生日期\n签发,证97,{legal.today().isoformat()}\n"
    empty, other = ("空.csv", b""), ("空.xlsx", b"not a workbook")
    return {
        **dict.fromkeys(("POST spreadsheets:sheets", "POST /api/v1/catalog/sheets", "POST licences:sheet"), empty),
        **dict.fromkeys(
            ("POST spreadsheets:import", "POST /api/v1/catalog/workbooks", "POST licence_verify:verify"), other
        ),
        "POST services:new_item_import": ("items.csv", "事项名称,事项编码\n收养撤销,SY8\n".encode()),
        "POST making:new_paper": ("证.pdf", b"%PDF-1.4"),
        "POST making:new_count": ("list.csv", "证照编号\n证1\n".encode()),
        "POST making:new_steps": ("steps.csv", event.encode()),
    }


def uploads(row: str) -> dict[str, Any]:  # files
    """The file of a row that takes one; made anew for each request."""
    name = row.partition("@")[0]
    if name in {"POST intake:hand_in", "POST /api/v1/intake/resources/{resource_id}/batches"}:
        return {"file": _file("b.csv", csv([row_of(7)])), "confirm": "after_check"}
    if name == "POST /api/v1/sharing/applications/{application_id}/papers/{kind}":
        return {"scan": _file("a.pdf", b"%PDF-1.4"), "number": "〔2026〕19号", "signed_on": "2026-11-19"}
    if name in {
        "POST /api/v1/disputes/{recheck_id}/evidence",
        "POST collection:new_norm",
        "POST collection:new_report",
        "POST intake:new_document",
        "POST projects:add_material",
        "POST services:add_proof",
        "POST opening:add_clearance",
        "POST opening:sign_agreement",
        "POST credit:new_record",
        "POST credit:correct_record",
        "POST credit:end_record",
        "POST credit:withdraw_record",
        "POST credit:register_objection",
        "POST credit:register_repair",
        "POST credit:correct_objection",
        "POST standing:new_commitment",
        "POST standing:enter_entry",
        "POST standing:new_purchase",
        "POST standing:new_agreement",
        "POST standing:new_forgery",
    }:
        return {"file": _file("a.pdf", b"%PDF-1.4")}
    if name == "POST credit:new_file":
        return {"table": _file("a.csv", CREDIT_TABLE.encode()), "file": _file("a.pdf", b"%PDF-1.4")}
    if name in (small := _small_files()):
        return {"file": _file(*small[name])}
    return {}
