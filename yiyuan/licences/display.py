"""Licences in words: state, seal, holder as far as the reader may see, validity."""

from collections.abc import Mapping

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.licences import policies, rules
from yiyuan.licences.models import Licence, LicenceObjection, LicenceUse, Seal
from yiyuan.licences.types import (
    OBJECTION_WORDS,
    ORIGIN_WORDS,
    SEAL_WORDS,
    STATE_WORDS,
    Custody,
    ObjectionState,
    Origin,
    SealState,
    State,
)
from yiyuan.organisations.types import Filing
from yiyuan.regulations.api import version_words
from yiyuan.web.components import Fact, Light, LightKind

KINDS: dict[State, LightKind] = {
    State.MADE: "soon",
    State.RETURNED: "late",
    State.AUDITED: "soon",
    State.ISSUED: "run",
    State.SUSPENDED: "half",
    State.REPLACED: "end",
    State.CANCELLED: "end",
    State.EXPIRED: "end",
    State.DROPPED: "end",
}
NOT_SEALED = "尚未加盖电子印章、没有版式文件，不能作为有效电子证照使用"
DEMO_SEAL = "电子印章是本地演示印章，无法律效力，不能作为有效电子证照使用"


def light_of(licence: Licence | LicenceUse) -> Light:
    state = State(licence.state)
    return Light(KINDS[state], STATE_WORDS[state])


def objection_light(objection: LicenceObjection) -> Light:
    state = ObjectionState(objection.state)
    kinds: dict[ObjectionState, LightKind] = {
        ObjectionState.OPEN: "soon",
        ObjectionState.DECIDED: "run",
        ObjectionState.CLOSED: "end",
    }
    told = state == ObjectionState.DECIDED and objection.told_on is not None
    return Light(kinds[state], "已告知，待办结" if told else OBJECTION_WORDS[state])


def seal_light(seal: Seal) -> Light:
    """late: in use and past its last day."""
    if seal.state == SealState.ENDED:
        return Light("end", seal.get_state_display())
    return Light("ok", "在用") if seal.valid_until >= clock.now() else Light("late", "已过有效期")


def filing_light(filing: Filing) -> Light:
    """How a licence officer's filing stands."""
    if filing.filed_on is None:
        return Light("late", "没有报备")
    if filing.accepted is None:
        return Light("soon", "已报备，待接收")
    return Light("ok", "已接收") if filing.accepted else Light("late", "没有接收")


def holder_of(licence: Licence, *, actor: Actor) -> str:
    """The holder's name; masked to all but the issuer."""
    whole = policies.reads_holder(licence, actor=actor)
    return licence.holder_name if whole else rules.masked_name(licence.holder_name)


def code_of(licence: Licence, *, actor: Actor) -> str:
    whole = policies.reads_holder(licence, actor=actor)
    return licence.holder_code if whole else rules.masked_code(licence.holder_code)


def not_valid(licence: Licence) -> str:
    """Why it is no valid electronic licence whatever its state; empty where its seal counts, or the law exempts it."""
    files = list(licence.files.all())
    if not files:
        return NOT_SEALED
    return DEMO_SEAL if any(one.seal and one.seal.custody == Custody.LOCAL for one in files) else ""


def seal_words(licence: Licence) -> str:
    """Whose seal, since when; of the past only the record is known."""
    for file in licence.files.all():
        if file.seal is None:
            return f"依法不加盖电子印章：{file.exempt}"
        on = clock.date_of(file.sealed_at).isoformat()
        return f"“{file.seal.name}”，{on} 加盖，{file.seal.get_custody_display()}"
    holder = SEAL_WORDS[licence.seal_holder]  # type: ignore[index]  # a SealHolder by value
    if licence.origin != Origin.HISTORY:
        return f"应由{holder}加盖，尚未加盖电子印章"
    day = f"，{licence.sealed_on.isoformat()} 加盖" if licence.sealed_on else ""
    return f"据补录记载由{holder}加盖{day}；平台没有收到印章，未作核验"


def validity(licence: Licence) -> str:
    end = licence.valid_until.isoformat() if licence.valid_until else "长期"
    return f"{licence.valid_from.isoformat()} 至 {end}"


def facts_of(licence: Licence, *, whole: bool, values: Mapping[str, str] | None = None) -> list[Fact]:
    """What stands on the licence; whole: with the holder's name, code and all items. values: the items instead."""
    name = licence.holder_name if whole else rules.masked_name(licence.holder_name)
    code = licence.holder_code if whole else rules.masked_code(licence.holder_code)
    told = licence.values if values is None else values
    items = [Fact(item, text or "—") for item, text in told.items()] if whole else []
    return [
        Fact("证照标识", licence.number or "签发时编定", wide=True),
        Fact("颁证单位", licence.issuer_name),
        Fact("证照类型", licence.get_type_kind_display()),
        Fact("持证主体", name),
        Fact(licence.get_code_kind_display(), code),
        Fact("证照编号", licence.licence_no),
        Fact("颁发日期", licence.granted_on),
        Fact("有效期", validity(licence)),
        Fact("版本", str(licence.version)),
        *items,
    ]


def making_facts(licence: Licence) -> list[Fact]:
    """How it was made, by which rules, under whose seal."""
    return [
        Fact("来历", ORIGIN_WORDS[licence.origin]),  # type: ignore[index]  # an Origin by value
        Fact("制证日期", licence.made_on),
        Fact("规则版本", version_words(licence.rules), wide=True),
        Fact("电子印章", seal_words(licence), wide=True),
        Fact("证照模板", licence.template),
        Fact("版面标准", licence.standard or "—"),
        Fact("制证人", licence.maker_name),
        Fact("审核人", licence.auditor_name or "—"),
        Fact("签发人", f"{licence.issued_by} {licence.issued_on}" if licence.issued_on else "—"),
    ]
