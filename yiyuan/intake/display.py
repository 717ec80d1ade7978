"""A batch in words: light, steps, reasons, count bar."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.dataplane.checks import Reason
from yiyuan.dataplane.compare import Fate
from yiyuan.intake.columns import left_empty
from yiyuan.intake.mapping import Offered
from yiyuan.intake.models import Batch
from yiyuan.intake.preview import Sample
from yiyuan.intake.types import FAILURE_WORDS, REASON_TITLES, STATE_WORDS, Failure, JudgedBy, ReasonCount, State, Way
from yiyuan.web.components import BarPart, Fact, Light, LightKind, Step, moment, number

_LIGHTS: Mapping[State, LightKind] = {
    State.RECEIVED: "run",
    State.MAPPING: "soon",
    State.CHECKED: "soon",
    State.SECOND: "soon",
    State.ACCEPTED: "run",
    State.LOADED: "ok",
    State.WITHDRAWN: "end",
    State.FAILED: "late",
}
# what to do about it
_ADVICE: Mapping[Reason, str] = {
    Reason.DAMAGED: "Excel 只能记住 15 位数字，后面几位已变成 0，找不回来。把该列设为“文本”，从业务系统重新导出。",
    Reason.MISSING: "补填；确实没有的，在业务系统核实后再报。",
    Reason.NOT_IN_CODES: "改成目录里列出的取值。",
    Reason.DUPLICATE_KEY: "前面的一行已收下；这里只留一行。",
    Reason.NOT_DATE: "写成 2026-01-02 的样子。",
    Reason.NOT_DATETIME: "写成 2026-01-02 08:30:00 的样子。",
    Reason.NOT_NUMBER: "去掉单位和文字，只留数字。",
    Reason.NOT_INTEGER: "改成没有小数的数字。",
    Reason.NOT_BOOLEAN: "填“是”或“否”。",
    Reason.TOO_LONG: "核对是否填错了列；确实需要更长的，先在目录里改长度。",
    Reason.TOO_PRECISE: "按目录规定的小数位填写。",
    Reason.NOT_MATCHING: "对照目录里的格式改正。",
    Reason.BELOW_MINIMUM: "核对数值和单位。",
    Reason.ABOVE_MAXIMUM: "核对数值和单位。",
    Reason.BAD_CITIZEN_ID: "对照证件核对；在业务系统改正后再报。",
    Reason.BAD_USCC: "对照证照核对；在业务系统改正后再报。",
    Reason.GARBLED: "从业务系统重新导出，另存为 UTF-8 编码。",
    Reason.FORMULA_ERROR: "改正公式，或粘贴为数值。",
    Reason.NO_RESULT: "在 Excel 或 WPS 中打开并保存，或粘贴为数值。",
    Reason.MERGED: "取消合并，逐格填写。",
    Reason.TOTAL: "不是数据的，删去后重新交。",
    Reason.NOT_TAKEN: "核对是否写错；没有写错的，请把批次编号告诉平台运维。",
    Reason.LONG: "含逗号的内容要加双引号。",
    Reason.SHORT: "补齐这一行的列。",
}
FATE_WORDS = {Fate.ADDED: "新增", Fate.CHANGED: "更新", Fate.GONE: "去掉"}
LETTERS = 26


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One line of the table of reasons. `cell` is empty for readers who may not see contents."""

    title: str
    advice: str
    rows: int
    first_row: int
    column: str
    cell: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of a preview: what becomes of how many rows, and where all of them are told."""

    fate: Fate
    title: str
    rows: int
    href: str
    sample: Sample | None


def change_views(batch: Batch, samples: list[Sample], *, shown: bool) -> list[ChangeView]:
    """What the batch adds, changes and takes out. shown: the reader may see rows, masked."""
    seen = batch.foreseen
    if seen is None:
        return []
    by_fate = {sample.fate: sample for sample in samples}
    counts = {Fate.ADDED: seen.added, Fate.CHANGED: seen.changed, Fate.GONE: seen.gone}
    titles = {**FATE_WORDS, Fate.GONE: "去掉（数据池里有，文件里没有）"}
    return [
        ChangeView(
            fate,
            titles[fate],
            rows,
            reverse("intake:changes", args=[batch.pk, fate.value]) if shown and rows else "",
            by_fate.get(fate) if shown else None,
        )
        for fate, rows in counts.items()
        if fate is not Fate.GONE or batch.way == Way.REPLACE
    ]


def light(batch: Batch) -> Light:
    state = State(batch.state)
    words = FAILURE_WORDS[Failure(batch.failure)] if batch.failure else STATE_WORDS[state]
    return Light("end" if batch.failure == Failure.CANCELLED else _LIGHTS[state], words)


def letter(position: int) -> str:
    """Column 1 is A, 27 is AA; nothing for the row as a whole."""
    name = ""
    while position:
        position, rest = divmod(position - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def reason_views(
    counts: list[ReasonCount],
    *,
    cells: Mapping[tuple[str, str], str],
    shown: bool,
    rules: Mapping[str, JudgedBy],
) -> list[ReasonView]:
    """Reasons, most frequent first. shown: the reader may see one wrong cell of each."""
    made = []
    for count in counts:
        rule = rules.get(count.reason)
        title = rule.sentence if rule else REASON_TITLES[Reason(count.reason)]
        advice = "不符合资源的质量规则；在业务系统核对改正后再报。" if rule else _ADVICE[Reason(count.reason)]
        cell = cells.get((count.reason, count.column), "") or "（空）"
        made.append(
            ReasonView(
                title=title,
                advice=advice,
                rows=count.rows,
                first_row=count.first_row,
                column=f"{letter(count.position)} {count.column}".strip() or "整行",
                cell=cell if shown and count.column else "",
            )
        )
    return made


def bar_parts(batch: Batch) -> list[BarPart]:
    """What became of the rows that were read."""
    refused = BarPart("未收", batch.refused_rows, "r")
    if batch.state != State.LOADED:
        return [BarPart("收下", batch.kept_rows, "a"), refused]
    return [
        BarPart("未变", batch.unchanged_rows, "c"),
        BarPart("更新", batch.updated_rows, "b"),
        BarPart("新增", batch.inserted_rows, "a"),
        refused,
    ]


def sum_parts(batch: Batch) -> list[BarPart]:
    return [BarPart("收下", batch.kept_rows), BarPart("未收", batch.refused_rows, "r")]


def not_proposed(offered: Offered, resource: ResourceInfo) -> list[ItemInfo]:
    """Items for which no column is proposed."""
    given = {proposal.item for proposal in offered.proposed.values()}
    return [item for item in resource.items if item.name not in given]


def column_facts(batch: Batch, resource: ResourceInfo) -> list[Fact]:
    """How the columns were read, where headings are not the items' names; what was set aside, what stays empty."""
    if not batch.columns:
        return []
    told = [f"{heading} → {item}" for heading, item in batch.columns if item and heading != item]
    how = "按上次的对应关系读取" if batch.mapped_again else "按这一批对照的读取"
    facts = [Fact("列", f"{how}{'：' if told else ''}{'；'.join(told)}", wide=True)]
    if batch.set_aside:
        facts.append(Fact("没有要的列", "、".join(batch.set_aside), wide=True))
    if empty := left_empty(batch.columns, resource.items):
        facts.append(Fact("没有列、留空的项", "、".join(empty), wide=True))
    return facts


def size_words(size_bytes: int) -> str:
    """Like "6.4 MB"."""
    kilo = 1024
    if size_bytes < kilo:
        return f"{size_bytes} 字节"
    if size_bytes < kilo * kilo:
        return f"{size_bytes / kilo:.1f} KB"
    return f"{size_bytes / kilo / kilo:.1f} MB"


def _seconds(batch: Batch) -> str:
    if batch.checked_at is None or (batch.columns and not batch.mapped_again):  # it waited for a person
        return ""
    return f"，用时 {max(1, round((batch.checked_at - batch.received_at).total_seconds()))} 秒"


def steps(batch: Batch) -> list[Step]:
    """Received, checked, confirmed, in the pool."""
    failed = batch.state == State.FAILED
    received = Step(
        "收到", [f"{moment(batch.received_at, seconds=True)}，{batch.person_name}", f"原件摘要 {batch.sha256[:12]}…"]
    )
    if batch.checked_at:
        notes = [moment(batch.checked_at, seconds=True) + _seconds(batch)]
        if batch.cleared_by:
            notes.append(f"{batch.cleared_by} 核查为不涉密")
        checked = Step("检查完", notes)
    elif batch.state == State.MAPPING:
        checked = Step("对照列", ["表头和信息项不同名，等交文件的单位说明"], "now")
    else:
        checked = Step("检查", [] if failed else [progress_words(batch)], "late" if failed else "now")
    if batch.state == State.SECOND and batch.first_at:
        confirmed = Step("确认", [f"{moment(batch.first_at, seconds=True)}，{batch.first_by}", "等第二个人确认"], "now")
    elif batch.confirmed and batch.checked_at:
        at = f"{moment(batch.confirmed_at, seconds=True)}，" if batch.confirmed_at else ""
        first = [f"{moment(batch.first_at, seconds=True)}，{batch.first_by}"] if batch.first_at else []
        confirmed = Step("确认", [*first, f"{at}{batch.confirmed_by}"])
    else:
        waits = batch.state == State.CHECKED
        note = "等提供部门核对后确认" if waits else ("交文件时已校核" if batch.confirmed else "")
        confirmed = Step("确认", [note] if note else [], "now" if waits else "todo")
    if batch.loaded_at:
        loaded = Step("已入池", [moment(batch.loaded_at, seconds=True)])
    else:
        merging = batch.state == State.ACCEPTED
        loaded = Step(
            "入池", [progress_words(batch)] if merging else [], "now" if merging else "none" if failed else "todo"
        )
    return [received, checked, confirmed, loaded]


def progress_words(batch: Batch) -> str:
    """How far the work is, in words."""
    if not batch.done_rows or batch.checked_at:
        return batch.stage_words
    about = f"，约 {number(batch.expected_rows)} 行" if batch.expected_rows else ""
    return f"{batch.stage_words}：已读 {number(batch.done_rows)} 行{about}"
