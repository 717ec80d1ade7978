"""The bureau's guides, and the compilation tasks set under them with each department's progress, at both doors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field, create_model

from yiyuan.kernel.actor import Actor
from yiyuan.lists import selectors, services
from yiyuan.lists.forms import CompilationForm, GuideForm
from yiyuan.lists.models import Compilation, CompilationPart, Guide
from yiyuan.lists.types import LIST_WORDS, PART_WORDS, ListKind, PartState
from yiyuan.lists.workflow import COMPILATION
from yiyuan.regulations.api import cited, key
from yiyuan.web.bodies import Body, Count, Text, body_of
from yiyuan.web.components import Content, Fact, Link
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, name_column, state_column, state_filter
from yiyuan.workflow.api import Matters, New, open_terms, term_view


class GuideElement(Body):
    name: Text
    data_type: Text
    length: Count | None = None
    codes: list[Text] = []


GuideIn = create_model(
    "GuideIn",
    __base__=body_of(GuideForm),
    notes=(dict[Text, Text], Field({}, description="element -> what to write there")),
    elements=(list[GuideElement], Field([], description="data elements")),
)


class GuideOut(Schema):
    """required: elements beyond the regulation. elements: data elements."""

    id: int
    number: int
    published_on: date
    title: str
    text: str
    notes: dict[str, str]
    required: list[str]
    standard: str
    elements: list[GuideElement]


class PartOut(Schema):
    organisation_id: int
    organisation: str = Field(alias="organisation.name")
    state: str
    done_on: date | None


class CompilationOut(Schema):
    """parts: a department's own; all of them for those who oversee."""

    id: int
    title: str
    opened_on: date
    due_on: date = Field(alias="model.due_on")  # a term of the matter would be called so
    guide_id: int | None
    licences: bool
    parts: list[PartOut]

    @staticmethod
    def resolve_parts(seen: Any) -> Any:  # a task with who asks
        return selectors.parts_of(seen.actor, seen.model)


def _governs(actor: Actor) -> bool:
    return actor.governs(actor.region_code)


def _binding(actor: Actor) -> Mapping[str, Any]:
    binding = "、".join(str(one) for one in selectors.guides_binding(actor.region_code))
    return {"headline": f"按{binding}编制目录" if binding else "还没有发布"}


def _guide_facts(guide: Guide, _actor: Actor) -> Sequence[Fact]:
    words = key("catalog.elements").values
    required = "、".join(words.get(name, name) for name in guide.required)
    facts = [
        Fact("发布", f"{guide.published_on} 由{guide.published_by}发布"),
        Fact("在规定之外还要填写", required, wide=True),
        Fact("数据元标准", guide.standard, wide=True),
        *(Fact(name, note, wide=True) for name, note in guide.notes.items()),
    ]
    return [fact for fact in facts if fact.value]


def _elements(request: HttpRequest, guide: Guide) -> Listing:
    columns = [
        Column("name", "名称", lambda one: one["name"], head=True),
        Column("type", "类型", lambda one: one["data_type"]),
        Column("length", "长度", lambda one: one.get("length") or "", numeric=True),
        Column("codes", "代码", lambda one: "、".join(one.get("codes", ()))),
    ]
    return Listing(request, guide.elements, columns, filename=f"{guide}数据元", caption="数据元", unit="项")


GUIDES = Matters(
    None,
    app="lists",
    noun="guide",
    title="编制指南",
    about="规定的要素之外，按本地和上级各级指南检查；编制页上能看到。",
    unit="版",
    empty="还没有发布编制指南。",
    find=selectors.guide_for,
    rows=selectors.guides,
    facts=_guide_facts,
    shown=GuideOut,
    columns=[
        name_column("指南", str, key="title"),
        Column("published", "发布日期", "published_on", sort="published_on", width=140),
        Column("by", "发布人", "published_by", width=140),
    ],
    chips=lambda actor: cited(actor, "catalog.compile"),
    links=lambda _actor: [Link("编制任务", reverse("lists:compilations"))],
    told=_binding,
    page="lists/guide.html",
    inner=_elements,
    asks={},
    new=New(
        services.publish_guide,
        GuideForm,
        _governs,
        "发布新版指南",
        "发布后各部门编制时看到；以后提交的目录按它检查。发布过的不改，改就发下一版。",
        by="catalog.guide.publish",
        name="new_guide",
        body=GuideIn,
    ),
)


def _task_facts(task: Compilation, actor: Actor) -> Sequence[Fact]:
    parts = selectors.parts_of(actor, task)
    done = parts.filter(state=PartState.DONE).count()
    return [
        Fact("完成", f"{task.due_on} 前"),
        Fact("编制什么", "电子证照目录：提交目录清单" if task.licences else "规定的各种清单"),
        Fact("布置", f"{task.opened_on} 由{task.opened_by}布置"),
        Fact("指南", Link(str(task.guide), task.guide.get_absolute_url()) if task.guide else "没有指明"),
        Fact("进度", f"{done} 个部门完成，共 {parts.count()} 个"),
        Fact("清单", Link("提交清单", reverse("lists:lists"))),
    ]


def _parts(request: HttpRequest, task: Compilation) -> Listing:
    """The own part for a department, all parts for those who oversee."""
    actor = actor_of(request)
    rows = selectors.parts_of(actor, task)
    terms = open_terms(COMPILATION.name, rows.values_list("id", flat=True))
    stands = {stand.organisation_id: stand for stand in selectors.list_stands(actor)}

    def progress(part: CompilationPart) -> str:
        stand = stands.get(part.organisation_id)
        given = [one for one in stand.latest.values() if one.handed_on >= task.opened_on] if stand else []
        return "；".join(
            f"{LIST_WORDS[ListKind(one.kind)]} {one.count} 条（{one.handed_on.isoformat()}）" for one in given
        )

    def term(part: CompilationPart) -> Content:
        term = terms.get(part.id)
        return term_view(term) or "" if term else part.done_on

    return Listing(
        request,
        rows,
        [
            Column("organisation", "部门", "organisation.name", sort="organisation__name", head=True, width=200),
            state_column({PartState.DONE: "ok"}, width=100),
            Column("progress", "已提交", progress),
            Column("term", "期限", term, width=140),
        ],
        [state_filter(PART_WORDS)],
        filename=task.title,
        caption="各部门进度",
        unit="个",
    )


COMPILATIONS = Matters(
    None,
    app="lists",
    noun="compilation",
    title="编制任务",
    about="本地每个部门各有一份，到期未提交清单的形成线索。",
    empty="还没有布置编制任务。",
    sort="-due",
    find=selectors.compilation_for,
    rows=selectors.compilations,
    facts=_task_facts,
    shown=CompilationOut,
    columns=[
        name_column("任务", "title"),
        Column("due", "完成日期", "due_on", sort="due_on", css="nw", width=140),
        Column("opened", "布置日期", "opened_on", sort="opened_on", css="nw", width=140),
        Column("by", "布置人", "opened_by", width=140),
    ],
    chips=lambda actor: cited(actor, "catalog.compile"),
    links=lambda _actor: [Link("编制指南", reverse("lists:guides"))],
    inner=_parts,
    asks={},
    new=New(
        services.open_compilation,
        CompilationForm,
        _governs,
        "布置编制任务",
        beside="due_on",
        by="catalog.compilation.open",
        name="new_compilation",
    ),
)
