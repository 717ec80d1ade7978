"""Make a credit report of a look-up: sections with counts, laid out, sealed by the centre, verifiable by its code."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.credit.types import Section, Shown
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.identifiers import is_uscc
from yiyuan.licences.api import seal_page
from yiyuan.licences.types import FileKind
from yiyuan.organisations.api import operator_of
from yiyuan.seals.errors import FileNotMade
from yiyuan.seals.layout import GREY, Box, Code, Layout, SealPlace, Table, Text, fill
from yiyuan.standing import papers, policies, publishing, reading, rules, selectors
from yiyuan.standing.models import Commitment, CreditReport, ListEntry
from yiyuan.standing.types import ON_LIST, REPORT_WORDS, ListKind, ReportKind, StandingTag
from yiyuan.web.components import moment

# part of the report -> level three of the catalog; what stands in none is the last
PARTS: Final = {
    "行政管理信息": {"行政许可", "行政处罚", "行政强制", "行政裁决", "资质认定", "执业许可", "职业资格"},
    "诚实守信相关荣誉信息": {"表彰奖励"},
    "经营异常名录（状态）信息": {"经营异常名录"},
    "司法判决及执行信息": {"司法判决", "未履行法定义务"},
    "违法违约和禁入限制": {"违法违约", "禁入限制"},
}
BASIC, OTHER, MOST = "登记注册基础信息", "其他信息", 100  # letters of a part


def sections(records: Sequence[Shown], code: str) -> dict[str, list[str]]:
    """Part -> its entries in words, every part also where it is empty."""
    found: dict[str, list[str]] = {name: [] for name in (BASIC, *PARTS)}
    found |= {"守信激励名单信息": [], "严重失信主体名单信息": [], "信用承诺信息": [], OTHER: []}
    stored = set(Commitment.objects.filter(code=code).values_list("record_id", flat=True))
    for one in records:
        if one.id in stored:
            continue
        part = next((name for name, kinds in PARTS.items() if one.kind in kinds), OTHER)
        part = BASIC if one.section is Section.BASIC else part
        said = "；".join(
            (f"{one.matter}（{one.document_no}）", *one.marks, *(f"主体说明：{s}" for s in one.statements))
        )
        found[part].append(said)
    for entry in ListEntry.objects.filter(code=code, state__in=ON_LIST, until__gte=clock.today()):
        part = "守信激励名单信息" if entry.kind == ListKind.RED else "严重失信主体名单信息"
        found[part].append(f"{entry.basis}（{entry.decision_no}）")
    for made in Commitment.objects.filter(code=code).select_related("form"):
        broken = "，有违反" if made.breaches.exists() else ""
        found["信用承诺信息"].append(f"{made.form.title}（{made.filed_on}{broken}）")
    return found


@transaction.atomic
def make_report(lookup_id: int, *, actor: Actor, kind: ReportKind) -> CreditReport:
    """Of a look-up of today, at the levels of its reader.

    Raises NotFound, NotAllowed, RuleBroken("standing.report_day" | "standing.clean" | "licences.sealed" |
    "licences.layout").
    """
    lookup = selectors.lookup_for(actor, lookup_id)
    policies.require_maker(lookup, actor)
    records = reading.found(lookup, actor=actor)
    if records is None:
        raise RuleBroken("standing.report_day")
    subject = selectors.subject_of(lookup)
    parts = sections(records, subject.code)
    bad = sum(one.negative for one in records) + len(parts["严重失信主体名单信息"])
    if kind == ReportKind.CLEAN and bad:
        raise RuleBroken("standing.clean", count=bad)
    made = CreditReport.objects.create(
        region_code=lookup.region_code,
        organisation_id=actor.organisation_id,
        lookup=lookup,
        kind=ReportKind(kind),
        token=secrets.token_hex(6),
        counts={name: len(lines) for name, lines in parts.items()},
        cut_off=clock.real_now(),
        made_by=actor.person_name,
        made_on=clock.today(),
    )
    made.serial = f"XY{lookup.region_code}{clock.today():%Y%m%d}{made.id:06d}"
    name = subject.name if is_uscc(subject.code) else rules.shown(subject)
    said = {
        "主体": name,
        "代码": subject.code if is_uscc(subject.code) else "",
        "报告编号": made.serial,
        "数据截止": moment(made.cut_off),
        "用途": f"{lookup.get_ground_display()}：{lookup.purpose}",
    }
    centre = operator_of(lookup.region_code)
    assert centre is not None, "a region that applies the text has a centre"
    try:
        page = fill(_layout(made, said, parts, issuer=centre.name), {})
    except FileNotMade as error:
        raise RuleBroken("licences.layout", problem=error.facts["problem"]) from error
    about = {"ZZMC": REPORT_WORDS[ReportKind(kind)], "ZZBH": made.serial, "CZZT": name}
    files = seal_page(page, organisation_id=centre.id, about=about)
    for file_kind, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        papers.PAPERS.keep(content, name=digest)
        setattr(made, "ofd" if file_kind is FileKind.OFD else "pdf", digest)
    made.save()
    facts = {"serial": made.serial, "kind": str(kind)}
    record(
        actor,
        StandingTag.REPORTED,
        object_type="standing.report",
        object_id=made.id,
        subjects=[lookup.subject],
        facts=facts,
    )
    publishing.show_report(made)
    return made


def _layout(made: CreditReport, said: dict[str, str], parts: dict[str, list[str]], *, issuer: str) -> Layout:
    """One page of A4. Braces would mark places for values: there are none."""
    rows = [(name, value) for name, value in said.items() if value]
    rows += [(f"{name}（{len(lines)}）", _short(lines)) for name, lines in parts.items()]
    words = [(head, text.replace("{", "（").replace("}", "）")) for head, text in rows]
    title = REPORT_WORDS[ReportKind(made.kind)]
    note = "本报告按查询人可以查的范围如实列出，不作评价。信息有误可以提出异议，已经纠正的可以申请修复。"
    if made.kind == ReportKind.CLEAN:
        note = f"截至数据截止时间，在查询范围内没有该主体的不良信息和严重失信主体名单信息。{note}"
    address = f"{settings.OPEN_URL}/credit/verify/{made.code}"
    return Layout(
        title,
        1,
        210,
        297,
        [
            Text(Box(20, 15, 170, 14), title, 24, "centre"),
            Table(Box(20, 32, 170, 190), words, 52, 10),
            Text(Box(20, 225, 170, 12), note, 9, "left", GREY),
            Code(Box(20, 240, 30, 30), address),
            Text(Box(20, 272, 100, 6), f"验证码 {made.code}，扫码或者在信用网站验证", 8, "left", GREY),
            Text(Box(115, 255, 75, 8), issuer, 12, "centre"),
            Text(Box(115, 264, 75, 6), f"{made.made_on:%Y-%m-%d}", 10, "centre"),
            SealPlace(Box(132, 238, 42, 42)),
        ],
    )


def _short(lines: Sequence[str]) -> str:
    """As many as there is room for; how many are left."""
    said: list[str] = []
    for one in lines:
        if sum(map(len, said)) + len(one) > MOST and said:
            return "；".join(said) + f"；等 {len(lines)} 条"
        said.append(one[:MOST])
    return "；".join(said) or "没有"
