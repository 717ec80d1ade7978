"""Documents at both doors, from a table of asks."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.intake import documents
from yiyuan.intake.display import size_words
from yiyuan.intake.forms import DocumentForm
from yiyuan.intake.models import Document
from yiyuan.intake.services import resource_to_hand_in
from yiyuan.kernel.actor import Actor, Function
from yiyuan.web.components import Fact, Light, Link, Noted, moment
from yiyuan.web.lists import Column, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New, Under
from yiyuan.workflow.forms import NoteForm


class DocumentOut(Schema):
    """kind: by its content. sha256: of the file as handed in, hex."""

    id: int
    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    name: str
    kind: str
    size_bytes: int
    sha256: str
    received_at: datetime
    withdrawn_on: date | None


def _light(one: Document) -> Light:
    return Light("ok", "在用") if one.withdrawn_on is None else Light("end", "已撤下")


def _facts(one: Document, actor: Actor) -> Sequence[Fact]:
    name: str | Link = one.name
    if documents.may_read(actor, one):
        name = Link(one.name, reverse("intake:document_file", args=[one.id]))
    made = [
        Fact("文件", name, wide=True),
        Fact("格式", f"{one.kind.upper()}，{size_words(one.size_bytes)}"),
        Fact("摘要", f"SHA-256 {one.sha256}", wide=True),
        Fact("资源", Link(one.resource_name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("提供部门", one.provider.name),
        Fact("提交", Noted(moment(one.received_at), f"{one.person_name}，{one.sender.name}")),
    ]
    if one.withdrawn_on:
        made.append(Fact("撤下", Noted(one.withdrawn_why, f"{one.withdrawn_on}，{one.withdrawn_by}"), wide=True))
    return made


DOCUMENTS = Matters(
    None,
    app="intake",
    noun="document",
    title="电子文件",
    unit="份",
    about="资源里的文件和图像，按原样加密保存，每份有摘要。表格数据在“归集批次”。",
    empty="还没有电子文件。在资源的页面上交。",
    find=documents.document_for,
    rows=documents.documents,
    facts=_facts,
    shown=DocumentOut,
    lights=_light,
    columns=[
        Column("state", "状态", _light, width=100),
        name_column("文件", "name", note=lambda one: one.resource_name),
        Column("kind", "格式", lambda one: one.kind.upper(), sort="kind"),
        Column("size", "大小", lambda one: size_words(one.size_bytes), sort="size_bytes", css="nw"),
        Column("sha256", "摘要", lambda one: f"{one.sha256[:12]}…", export=lambda one: one.sha256, css="mono nw"),
        Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
        Column("received", "收到", "received_at", sort="received_at", css="nw"),
    ],
    filters=[text_filter("name", "文件", "name"), text_filter("resource", "资源", "resource_name")],
    asks={
        "withdraw": Ask(
            documents.withdraw_document,
            NoteForm,
            "撤下以后不再算这个资源的内容；记录和摘要留存。",
            beside="note",
            label="撤下",
            done="已撤下。",
            may=documents.check_withdrawn_by,
            when=lambda one: one.withdrawn_on is None,
            name="withdraw_document",
        ),
    },
    new=New(
        documents.first_of,
        DocumentForm,
        frozenset({Function.DATA_OFFICER}),
        "交电子文件",
        key="handin.digital",
        beside="file",
        by="intake.hand_in",
        under=Under(
            "resource_id",
            resource_to_hand_in,
            "hand-in/<int:resource_id>/documents/",
            "resources/{int:resource_id}/documents",
        ),
        name="new_document",
    ),
)
