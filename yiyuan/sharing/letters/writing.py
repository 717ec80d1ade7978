"""Formal acts as documents: what each says of an application."""

from collections.abc import Callable
from datetime import date
from typing import Any

from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import chips
from yiyuan.regulations.types import Resolved
from yiyuan.sharing import selectors
from yiyuan.sharing.display import kinds_in_words, methods_in_words, rows_in_words
from yiyuan.sharing.models import Application, Grant, Paper
from yiyuan.sharing.types import PAPER_WORDS, PaperKind
from yiyuan.web.components import moment
from yiyuan.web.letter import Letter, official_day
from yiyuan.workflow.api import steps, term_of

LEVELS = {2: "二级", 3: "三级", 4: "四级"}
ANSWERS = {"grant", "agree", "carry_out", "refuse", "uphold"}


def letter(application: Application, kind: PaperKind) -> Letter:
    """The document of this kind. Raises NotFound for one the application has not."""
    said = WRITERS[selectors.paper_kind(application, kind)](application, selectors.resource_of(application))
    recorded = Paper.objects.filter(application=application, kind=kind).order_by("-id").first()
    number = recorded.number if recorded else ""
    return Letter(title=PAPER_WORDS[kind], number=number, **said)


def _named(*resolved: Resolved) -> list[str]:
    """Articles in words, each once; what only labels a value on a page is no basis."""
    cited = [chip for one in resolved for chip in chips(one) if chip.kind == "law"]
    return list(dict.fromkeys(chip.text for chip in cited))


def _scope(application: Application, resource: ResourceInfo) -> list[tuple[str, str]]:
    asked = selectors.scope_of(application)
    return [
        ("资源", f"{resource.name}（{resource.code}）" if resource.code else resource.name),
        ("信息项", "、".join(item.name for item in resource.chosen(sorted(asked.fields)))),
        ("数据范围", rows_in_words(asked.rows, resource)),
        ("共享方式", methods_in_words(application.methods)),
        ("使用期限", f"至{official_day(application.until_on)}" if application.until_on else ""),
    ]


def _contact(application: Application) -> str:
    """Whom to call: the person named with the number, or whoever drafted it where only a number stands."""
    named = any(sign.isalpha() for sign in application.contact)
    return application.contact if named else f"{application.drafter_name} {application.contact}".strip()


def _application(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    level = LEVELS.get(application.protection_level or 0, "")
    stated = [
        ("申请单位", application.consumer.name),
        ("联系人", _contact(application)),
        *_scope(application, resource),
        ("共享需求", application.need),
        ("使用用途", application.purpose),
        ("用途种类", kinds_in_words(application.use_kinds)),
        ("履职依据", application.duty),
        ("法律政策依据", application.legal_basis),
        ("应用场景", application.scenario),
        ("服务事项", application.service_item),
        ("接收系统", f"{application.receiving_system}{f'（等级保护{level}）' if level else ''}"),
        ("当事人授权", application.consent),
        ("所附材料", "、".join(application.materials)),
        ("安全承诺", "数据只用于本表写明的用途，不转给第三方，用毕返还或者销毁。" if application.undertaking else ""),
    ]
    return {
        "to": application.provider.name,
        "sentences": ["因履行职责需要，申请共享下列政务数据。"],
        "table": [(label, value) for label, value in stated if value],
        "basis": _named(law.resolved("sharing.purpose")),
        "signed_by": application.consumer.name,
        "on": application.sent_on or clock.today(),
    }


def _authorisation(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    grant: Grant = application.grant
    left_out = [
        item.name
        for item in resource.chosen(sorted(application.fields))
        if item.id not in {field["item_id"] for field in grant.plan["fields"]}
    ]
    limits = [
        f"每日不超过 {grant.daily_calls} 次" if grant.daily_calls else "",
        f"每日不超过 {grant.daily_rows} 行" if grant.daily_rows else "",
    ]
    table = [
        ("授权编号", grant.number),
        ("资源", resource.name),
        ("信息项", "、".join(f"{f['name']}{'（脱敏）' if f['mask'] else ''}" for f in grant.plan["fields"])),
        ("数据范围", rows_in_words(selectors.conditions_of(grant.plan["rows"]), resource)),
        ("共享方式", methods_in_words(grant.methods)),
        ("用途", grant.purpose),
        ("履职依据", grant.duty),
        ("服务事项", grant.service_item),
        ("法律政策依据", grant.legal_basis),
        ("用量", "，".join(filter(None, limits))),
        ("期限", f"{official_day(grant.from_on)}至{official_day(grant.until_on)}"),
    ]
    sentences = [
        f"你单位 {application.number} 号共享申请收悉。经审核，{'部分' if left_out else ''}同意共享，授权如下。"
    ]
    if left_out:
        sentences.append(f"未予提供：{'、'.join(left_out)}。理由：{application.answer_reason.rstrip('。')}。")
    return {
        "to": application.consumer.name,
        "sentences": sentences,
        "table": [(label, value) for label, value in table if value],
        "closing": [
            "数据只能按上列方式、范围、用途和期限使用，不得提供给第三方；授权终止后返还或者销毁。",
            "本次共享无偿提供，不收取费用。",
        ],
        "basis": _named(
            law.resolved("sharing.scope"),
            law.resolved("sharing.grant_states"),
            law.resolved("sharing.use_limit"),
            law.resolved("sharing.free"),
        ),
        "signed_by": _decider(application),
        "on": application.answered_on or clock.today(),
    }


def _refusal(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    sentences = [
        f"你单位 {application.number} 号申请共享“{resource.name}”收悉。经审核，不予共享。",
        f"理由：{application.answer_reason}",
    ]
    if application.answer_basis:
        sentences.append(f"所依据的规定：{application.answer_basis}。")
    if law("sharing.refused_route") == "negotiate":
        sentences.append("确需使用的，可以与本单位协商；协商未果的，可以提请协调。")
    return {
        "to": application.consumer.name,
        "sentences": sentences,
        "basis": _named(law.resolved("sharing.refusal"), law.resolved("sharing.refused_route")),
        "signed_by": _decider(application),
        "on": application.answered_on or clock.today(),
    }


def _return(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    listed = [f"{number}．{material}" for number, material in enumerate(application.missing_materials, 1)]
    returned = next((s for s in steps("sharing.application", application.id) if s.move == "return"), None)
    return {
        "to": application.consumer.name,
        "sentences": [
            f"你单位 {application.number} 号申请共享“{resource.name}”，还须补充公布的申请材料名录所列的下列材料：",
            *listed,
            "以上一次告知。补充材料期间，答复期限不变。",
        ],
        "basis": _named(law.resolved("sharing.materials_listed"), law.resolved("sharing.return_materials")),
        "signed_by": _decider(application),
        "on": returned.legal_on if returned else clock.today(),
    }


def _coordination(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    table = [
        ("申请", f"{application.number}　{resource.name}"),
        ("双方", f"{application.consumer.name}、{application.provider.name}"),
        ("会议日期", official_day(application.met_on) if application.met_on else "（待定）"),
        ("参加单位和人员", application.participants or "（待填）"),
        ("会议纪要", application.minutes_number or "（待填）"),
        ("结论", application.conclusion or "（待填）"),
        *[("议定任务", f"{task.title}——{task.owner.name}") for task in application.tasks.select_related("owner")],
    ]
    body = organisation(application.coordinator_id).name if application.coordinator_id else ""
    return {
        "to": f"{application.consumer.name}、{application.provider.name}",
        "sentences": ["双方协商未果，经协调，记录如下。协调只记录会议和结论，由主管的部门办理。"],
        "table": table,
        "basis": _named(law.resolved("sharing.coordinator")),
        "signed_by": body,
        "on": application.met_on or clock.today(),
    }


def _reminder(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    term = term_of("sharing.application", application.id)
    due = official_day(term.due_on) if term and term.due_on else "（没有法定期限）"
    late = bool(term and term.due_on and term.due_on < clock.today())
    sent = official_day(application.sent_on) if application.sent_on else ""
    return {
        "to": _decider(application),
        "sentences": [
            f"{application.consumer.name} {application.number} 号申请共享“{resource.name}”，于{sent}送达。",
            f"答复期限至{due}{'，已经逾期' if late else ''}。请尽快答复。",
            "逾期不答复，不视为同意，也不视为拒绝；平台记为线索，可以说明情况。",
        ],
        "basis": _named(law.resolved("sharing.reply"), law.resolved("sharing.late_answer")),
        "signed_by": application.consumer.name,
        "on": clock.today(),
    }


def _receipt(application: Application, resource: ResourceInfo) -> dict[str, Any]:  # fields of Letter
    law = selectors.law_of(application, today=clock.today())
    taken = steps("sharing.application", application.id)
    term = term_of("sharing.application", application.id)
    sent = next((s for s in taken if s.move in {"send", "propose", "subscribe"}), None)
    answered = next((s for s in taken if s.move in ANSWERS), None)
    due = term.due_on if term and term.key == "sharing.reply" else None
    table = [
        ("申请编号", application.number),
        ("资源", resource.name),
        ("申请单位", application.consumer.name),
        ("答复单位", _decider(application)),
        ("平台收到", moment(sent.at, seconds=True) if sent else "—"),
        ("答复期限", f"{official_day(due)} 24:00" if due else "没有法定期限"),
        ("答复", moment(answered.at, seconds=True) if answered else "尚未答复"),
        ("业务日期", official_day(answered.legal_on) if answered else "—"),
    ]
    if answered and due:
        table.append(("是否按期", "在期限内答复" if answered.legal_on <= due else "超过期限答复"))
    return {
        "to": application.consumer.name,
        "sentences": ["平台记载的收到和答复时间如下，与审计记录一致，不可更改。"],
        "table": table,
        "basis": _named(law.resolved("sharing.reply")),
        "signed_by": "政务数据共享平台",
        "on": clock.today(),
        "signatures": (),
    }


def _decider(application: Application) -> str:
    """Who answers, by the law of the region."""
    law = selectors.law_of(application, today=clock.today())
    if law("sharing.decider") == "bureau":
        from yiyuan.organisations.api import bureau_of

        bureau = bureau_of(application.region_code)
        return bureau.name if bureau else application.provider.name
    return application.provider.name


WRITERS: dict[PaperKind, Callable[[Application, ResourceInfo], dict[str, Any]]] = {
    PaperKind.APPLICATION: _application,
    PaperKind.AUTHORISATION: _authorisation,
    PaperKind.REFUSAL: _refusal,
    PaperKind.RETURN: _return,
    PaperKind.COORDINATION: _coordination,
    PaperKind.REMINDER: _reminder,
    PaperKind.RECEIPT: _receipt,
}


def file_name(application: Application, kind: PaperKind, *, on: date) -> str:
    return f"{PAPER_WORDS[kind]}-{application.called}-{on:%Y%m%d}.docx"
