"""How entries look: lights, facts, rows of items, differences. Shared by the pages of the catalog."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from yiyuan.catalog import rules
from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.types import (
    AUTHORISER_WORDS,
    CATEGORY_WORDS,
    CLASS_WORDS,
    CONTENT_WORDS,
    DATA_TYPE_WORDS,
    FORM_FIELDS,
    FRESHNESS_WORDS,
    OPENING_WORDS,
    SECURITY_LEVEL_WORDS,
    SHARING_WORDS,
    STANDARD_LEVELS,
    STATE_WORDS,
    ConditionKind,
    DataType,
    EntryKind,
    Freshness,
    ItemClass,
    Opening,
    Sharing,
    State,
)
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel import clock
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.kernel.regions import covers, trunk
from yiyuan.organisations.api import infos, region_name
from yiyuan.organisations.types import KIND_WORDS
from yiyuan.regulations.api import chips, key
from yiyuan.web.components import Chip, Code, Content, Fact, Light, LightKind, Link, Noted, Step, moment
from yiyuan.workflow.api import Law
from yiyuan.workflow.types import StepTaken

NOTHING = "—"
STATE_LIGHTS: Mapping[str, LightKind] = {
    State.DRAFT: "none",
    State.SECRECY: "run",
    State.REVIEW: "run",
    State.READY: "run",
    State.PUBLISHED: "ok",
    State.SUPERSEDED: "end",
    State.WITHDRAWN: "end",
}
SHARING_LIGHTS: Mapping[str, LightKind] = {
    Sharing.UNCONDITIONAL: "ok",
    Sharing.CONDITIONAL: "half",
    Sharing.NOT_SHARED: "end",
}
FRESH_LIGHTS: Mapping[Freshness, LightKind] = {
    Freshness.KEPT: "ok",
    Freshness.BEHIND: "soon",
    Freshness.NEVER: "none",
    Freshness.HELD: "none",
}
LETTERS_WITH_LENGTH = {DataType.TEXT, DataType.NUMBER, DataType.MONEY, DataType.MEMO, DataType.INTEGER, DataType.FLOAT}


def state(version: Version) -> Light:
    return Light(STATE_LIGHTS[version.state], STATE_WORDS[State(version.state)])


def sharing(version: Version) -> Light:
    if not version.sharing:
        return Light("none", "未定共享类型")
    return Light(SHARING_LIGHTS[version.sharing], SHARING_WORDS[Sharing(version.sharing)])


def opening(version: Version) -> Content:
    if not version.opening:
        return NOTHING
    kinds: Mapping[str, LightKind] = {Opening.UNCONDITIONAL: "ok", Opening.CONDITIONAL: "half", Opening.NOT_OPEN: "end"}
    light = Light(kinds[version.opening], OPENING_WORDS[Opening(version.opening)])
    grounds = "、".join(key("opening.grounds").values.get(one, one) for one in version.opening_grounds)
    said = [text for text in (grounds, version.opening_basis, version.opening_condition) if text]
    return [light, *said] if said else light


def freshness(resource: Resource, version: Version) -> Light:
    kind = rules.freshness(
        cycle=version.cycle, fresh_on=resource.fresh_on, held=version.held_by_provider, today=clock.today()
    )
    return Light(FRESH_LIGHTS[kind], FRESHNESS_WORDS[kind])


def methods(version: Version) -> str:
    declared = key("sharing.methods").values
    return "、".join(declared.get(method, method) for method in version.methods) or NOTHING


def basis(version: Version) -> Content:
    if not version.basis:
        return NOTHING
    level = key("catalog.basis_levels.not_shared").values.get(version.basis_level, "")
    return Noted(version.basis, level) if level else version.basis


LEVELS = {2: "省级", 4: "市级", 6: "县级"}


def level(region_code: str) -> str:
    """Level of the government whose data it is."""
    return LEVELS[max(2, len(trunk(region_code)))]


def whence(region_code: str, *, seen_from: str) -> str:
    """The level of the government, and its place where that is neither above nor below the region it is seen from."""
    if covers(region_code, seen_from) or covers(seen_from, region_code):
        return level(region_code)
    return f"外地：{region_name(region_code)}，{level(region_code)}"


def owner(region_code: str) -> str:
    """Who owns the data: the government of the region, never a department. Computed, so nobody can write it."""
    return f"{region_name(region_code)}人民政府"


def classification(version: Version) -> str:
    if not version.category:
        return NOTHING
    words = [CATEGORY_WORDS[c] for c in CATEGORY_WORDS if c == version.category]
    words += [CLASS_WORDS.get(version.category, {}).get(version.class_code, "")]
    return " / ".join(word for word in words if word)


def data_type(item: Item) -> str:
    """Notation of the guide: C30, N12,2, D."""
    if item.length is None or DataType(item.data_type) not in LETTERS_WITH_LENGTH:
        return DATA_TYPE_WORDS[DataType(item.data_type)]
    return f"{DATA_TYPE_WORDS[DataType(item.data_type)]}{item.length}" + (f",{item.scale}" if item.scale else "")


def item_remarks(item: Item) -> str:
    """What else is to know of an item, in one line."""
    said = ["主键"] if item.key else []
    said += [SHARING_WORDS[Sharing(item.sharing)]] if item.sharing else []
    said += [OPENING_WORDS[Opening(item.opening)]] if item.opening else []
    said += ["必填"] if item.required and not item.key else []
    said += ["取值：" + "、".join(item.codes)] if item.codes else []
    said += ["格式：" + item.pattern] if item.pattern else []
    if item.minimum or item.maximum:
        said.append("范围：" + f"{item.minimum or '…'} 至 {item.maximum or '…'}")
    said += [item.note] if item.note else []
    return "；".join(said)


def item_row(item: Item) -> dict[str, Any]:  # template variables
    return {
        "position": item.position,
        "name": item.name,
        "type": data_type(item),
        "personal": item.personal,
        "kind": item.get_item_class_display() if item.item_class != ItemClass.GENERAL else "",
        "remarks": item_remarks(item),
    }


def conditions(version: Version, law: Law) -> list[tuple[str, Content, list[Chip]]]:
    """What a reader must know before using it: label, words, the articles that ask for it (none: not demanded)."""

    def cited(name: str, member: str) -> list[Chip]:
        resolved = law.resolved(name)
        return chips(resolved) if member in resolved.items else []

    states = "catalog.conditional_states"
    rows: list[tuple[str, Content, list[Chip]]] = []
    if version.sharing == Sharing.CONDITIONAL:
        rows += [
            ("共享条件", version.condition, cited(states, "condition")),
            ("共享范围", version.scope, cited(states, "scope")),
            ("使用用途", version.purpose, cited(states, "purpose")),
            ("申请材料", "；".join(version.materials), cited(states, "materials")),
        ]
    if version.sharing in (Sharing.CONDITIONAL, Sharing.NOT_SHARED):
        levels = law.resolved(f"catalog.basis_levels.{version.sharing}")
        rows += [
            ("列为此类的理由", version.reason, cited("catalog.reason_for_types", version.sharing)),
            ("列为此类的依据", basis(version), chips(levels) if levels.items else []),
        ]
    if version.purposes:
        purposes = key("sharing.use_kinds").values
        words = "、".join(purposes.get(one, one) for one in version.purposes)
        rows.append(("允许的用途", words, chips(law.resolved("sharing.use_kinds"))))
    for label, values, why in machine_conditions(version):
        rows.append((label, Noted(values, f"依据：{why}"), []))
    rows.append(("使用要求", version.use_terms, cited("catalog.elements", "use_terms")))
    return [row for row in rows if row[1] and row[1] != NOTHING]


def about(version: Version, *, inside: bool) -> list[Fact]:
    """The description of an entry, without its sharing conditions. inside: who wrote and reviewed it is shown."""
    sources = key("catalog.source_kinds").values
    source = sources.get(version.source_kind, "")
    contact = f"{version.officer} {version.officer_phone}".strip()
    facts = [
        Fact("摘要", version.summary or NOTHING, wide=True),
        Fact("数据所有者", [owner(version.region_code), chips(VERSION.law(version).resolved("catalog.owner"))]),
        Fact("管理责任部门", Noted(version.resource.provider.name, level(version.region_code))),
        *_licence(version),
        Fact("分类", classification(version)),
        Fact("目", Code(version.subclass_code) if version.subclass_code else NOTHING),
        Fact("数据来源", Noted(source, version.source_system) if version.source_system else source or NOTHING),
        Fact("资源形态", _form(version)),
        Fact("资源格式", _paper(version)),
        Fact("更新周期", version.get_cycle_display() or NOTHING),
        Fact("共享方式", methods(version)),
        Fact("开放类型", opening(version)),
        Fact("开放方式", version.opening_method or NOTHING),
        Fact("安全级别", SECURITY_LEVEL_WORDS.get(version.security_level or 0, NOTHING)),
        Fact("责任专人", contact or NOTHING),
        Fact("数据在哪里", "留在提供部门" if version.held_by_provider else "归集到平台"),
        *_held(version),
    ]
    if version.work_secret:
        resolved = VERSION.law(version).resolved("catalog.work_secrets")
        facts.append(Fact("工作秘密", ["标明含工作秘密", chips(resolved)]))
    if version.source_funding:
        facts.append(Fact("系统建设资金", version.get_source_funding_display()))
    if version.standards:
        words = [f"{STANDARD_LEVELS[name]}：{said}" for name, said in version.standards.items()]
        facts.append(Fact("执行的标准", "；".join(words)))
    if version.city_specific:
        when = version.consent_on.isoformat() if version.consent_on else ""
        facts.append(Fact("本地个性化目录", Noted(version.consent or "尚无上级同意", when)))
    if inside:
        facts.append(Fact("编制人", version.author_name))
    if inside and (version.secrecy_name or version.reviewer_name):
        facts.append(Fact("保密审查人", version.secrecy_name or NOTHING))
        facts.append(Fact("审核人", version.reviewer_name or NOTHING))
    if version.change_cause or version.changed_on:
        when = version.changed_on.isoformat() if version.changed_on else ""
        facts.append(Fact("变更原因", Noted(version.change_cause or NOTHING, when), wide=True))
    return facts


def _held(version: Version) -> list[Fact]:
    """Why the data is not handed in, where that was stated."""
    if not version.held_by_provider or not (version.held_reason or version.held_basis):
        return []
    level = key("handin.refusal_basis_levels").values.get(version.held_basis_level, "")
    return [Fact("不归集的理由和依据", Noted(version.held_reason or version.held_basis, level), wide=True)]


def _licence(version: Version) -> list[Fact]:
    if version.resource.kind != EntryKind.LICENCE:
        return []
    return [
        Fact("颁证单位", version.licence_issuer or NOTHING),
        Fact("证照类型", version.get_licence_type_display() or NOTHING),
        Fact("持证者类型", version.get_licence_holder_display() or NOTHING),
        Fact("证照模板", version.licence_template or NOTHING),
    ]


def _form(version: Version) -> Content:
    if not version.form and not version.contents:
        return NOTHING
    fields = FORM_FIELDS.get(version.form, {})
    words = [f"{fields[name]}：{said}" for name, said in version.form_facts.items() if name in fields]
    contents = "、".join(CONTENT_WORDS[one] for one in version.contents)
    shown = version.get_form_display() or ""
    return Noted("，".join(word for word in (shown, contents) if word), "；".join(words))


def machine_conditions(version: Version) -> list[tuple[str, str, str]]:
    """(condition, values in words, basis) of what a machine tests before sharing."""
    found = list(version.conditions.all())
    ids = {n for one in found if one.kind == ConditionKind.DEPARTMENTS for n in numbers_in(one.values)}
    names = {str(key): info.name for key, info in infos(ids).items()} if ids else {}
    words: dict[str, Mapping[str, str]] = {
        ConditionKind.DEPARTMENTS: names,
        ConditionKind.KINDS: {str(kind): word for kind, word in KIND_WORDS.items()},
        ConditionKind.PURPOSES: key("sharing.use_kinds").values,
        ConditionKind.AUTHORISATION: AUTHORISER_WORDS,
    }
    return [
        (one.get_kind_display(), "、".join(words.get(one.kind, {}).get(v, v) for v in one.values), one.basis)
        for one in found
    ]


def _paper(version: Version) -> str:
    shown = version.get_format_display() or NOTHING
    return shown if version.electronic else f"{shown}（{('纸质')}）"


# ---- differences ----
def spoken(version: Version) -> dict[str, str]:
    """The description in words, by the label of the field; for comparing two versions on a page."""
    words: dict[str, str] = {}
    names = (
        "name summary category class_code subclass_code source_kind source_system electronic format cycle officer"
        " officer_phone sharing condition scope purpose materials basis_level basis reason methods use_terms"
        " held_by_provider held_reason held_basis_level held_basis opening opening_method opening_basis"
        " opening_grounds opening_condition security_level"
        " work_secret source_funding form city_specific"
        " consent licence_issuer licence_type licence_holder licence_template"
    )
    tables = {
        "source_kind": key("catalog.source_kinds").values,
        "basis_level": key("catalog.basis_levels.not_shared").values,
        "held_basis_level": key("handin.refusal_basis_levels").values,
        "class_code": CLASS_WORDS.get(version.category, {}),
    }
    for name in names.split():
        label = str(Version._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 - Django's documented API; plain fields only
        value = getattr(version, name)
        if name == "methods":
            words[label] = methods(version) if value else ""
        elif name == "opening_grounds":
            words[label] = "、".join(key("opening.grounds").values.get(one, one) for one in value)
        elif name in tables:
            words[label] = tables[name].get(value, value)
        elif isinstance(value, bool):
            words[label] = "是" if value else "否"
        elif isinstance(value, list):
            words[label] = "；".join(value)
        else:
            shown = getattr(version, f"get_{name}_display", None)
            words[label] = str(shown() if shown else value if value is not None else "")
    return words


def _item_words(item: Item) -> str:
    said = [data_type(item)]
    said += [item.get_item_class_display()] if item.item_class != ItemClass.GENERAL else []
    said += ["个人信息"] if item.personal else []
    said += [item_remarks(item)] if item_remarks(item) else []
    return "，".join(said)


def differences(old: Version, new: Version) -> list[tuple[str, str, str]]:
    """(what, before, after) between two versions: the description first, then items."""
    rows = [(label, *pair) for label, pair in rules.differences(spoken(old), spoken(new)).items()]
    before = {item.name: _item_words(item) for item in old.items.all()}
    after = {item.name: _item_words(item) for item in new.items.all()}
    for name, (was, now) in rules.differences(before, after).items():
        rows.append((f"信息项：{name}", was or "没有", now or "去掉"))
    return rows


# ---- steps ----
AHEAD = (State.DRAFT, State.SECRECY, State.REVIEW, State.READY)


def _ahead(version: Version) -> list[str]:
    """What is still to come before it is published, the next first."""
    if version.state not in AHEAD:
        return []
    words = ["提交审核", "保密审查", "目录审核", "发布"]
    return words[AHEAD.index(State(version.state)) :]


def _move_words(name: str) -> str:
    label = next((move.label for move in VERSION.moves if move.name == name), "")
    return label or "被新版本取代"


OPEN_STEPS = {"publish", "supersede", "withdraw"}  # the others are the department's own affair


def step_line(taken: Sequence[StepTaken], version: Version, *, inside: bool) -> list[Step]:
    """Steps made, the one waited for now, and those to come. inside: also the steps before publication."""
    line = []
    for step in (step for step in taken if inside or step.move in OPEN_STEPS):
        who = f"{step.actor_name}，{step.organisation_name}" if inside else step.organisation_name
        notes: list[Content] = [who, moment(step.at)]
        if step.note:
            notes.append(step.note)
        back = step.move in {"hold", "return", "recall"}
        line.append(Step(_move_words(step.move), notes, "none" if back else "done"))
    line += [Step(title, (), "todo" if position else "now") for position, title in enumerate(_ahead(version))]
    return line


def version_link(version: Version) -> Link:
    """To the page where the entry is worked on, or to its public page."""
    if version.state == State.PUBLISHED:
        return Link(version.name, reverse("catalog:resource", args=[version.resource_id]))
    return Link(version.name, version.get_absolute_url())
