"""The shared interface: one licence or those of one holder, for a case and a purpose; never a list of many holders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.holders import codes, rules, selectors
from yiyuan.holders.models import Shown
from yiyuan.holders.types import HolderTag, Operation
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.licences import api as licences
from yiyuan.licences.types import Action, LicenceSeen, State

Seen = tuple[int, LicenceSeen, dict[str, str]]  # number of the use, the licence, its items as far as they may be read


def query_licence(*, actor: Actor, number: str, holder_code: str, action: Action, case_no: str, use_cause: str) -> Seen:
    """By identifier or number and the holder's code.

    Raises NotAllowed, RuleBroken("licences.use" | "licences.no_match" | "licences.granted" | "licences.consent").
    """
    return licences.use_licence(
        actor=actor,
        action=action,
        number=number,
        holder_code=holder_code,
        case=case_no,
        purpose=use_cause,
        operation=Operation.QUERY,
    )


@transaction.atomic
def query_by_holder(
    *, actor: Actor, holder_code: str, resource_id: int, action: Action, case_no: str, use_cause: str
) -> list[Seen]:
    """The licences of one holder of one type.

    Raises NotAllowed, RuleBroken("licences.use" | "licences.granted" | "licences.consent").
    """
    licences.check_asked(actor, case=case_no, purpose=use_cause)
    entry = selectors.entry_to_ask(resource_id, actor=actor)
    if entry.provider_id not in actor.organisation_ids and not selectors.in_force(
        actor.organisation_ids, resource_id, on=clock.today()
    ):
        raise RuleBroken("licences.granted", name=entry.name, action="查询")
    return [
        licences.use_licence(
            actor=actor,
            action=action,
            number=one.number,
            holder_code=holder_code,
            case=case_no,
            purpose=use_cause,
            operation=Operation.BY_HOLDER,
        )
        for one in licences.held_by(holder_code, resource_id=resource_id)
    ]


@transaction.atomic
def match_licence(
    *, actor: Actor, number: str, holder_code: str, values: Mapping[str, str], case_no: str, use_cause: str
) -> tuple[int, bool, Sequence[str]]:
    """Whether what is stated stands on the licence: number of the use, the answer, the items that differ. No value of
    the licence is told. Raises as `query_licence`.
    """
    use_id, found, _shown = licences.use_licence(
        actor=actor,
        action=Action.VERIFY,
        number=number,
        holder_code=holder_code,
        case=case_no,
        purpose=use_cause,
        operation=Operation.MATCH,
    )
    printed = found.values | {
        "证照名称": found.name,
        "证照编号": found.licence_no,
        "颁证单位": found.issuer,
        "持证主体": found.holder_name,
        "有效期": found.validity,
    }
    differ = [name for name, text in values.items() if printed.get(name, "").strip() != text.strip()]
    facts = {"use": use_id, "asked": len(values), "differ": len(differ)}
    record(actor, HolderTag.MATCHED, object_type="licences.licence", object_id=found.id, facts=facts)
    return use_id, found.state is State.ISSUED and bool(values) and not differ, differ


def check_file(content: bytes) -> object:
    """See `licences.services.verify_file`. Raises RuleBroken("licences.verify")."""
    return licences.verify(content)


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """What an official sees of a shown licence: validity, and of the holder no more than lets both be compared."""

    use_id: int
    name: str
    issuer: str
    licence_no: str
    state: State
    state_words: str
    validity: str
    valid: bool
    not_valid: str
    holder: str


@transaction.atomic
def scan_code(*, actor: Actor, code: str, purpose: str, case: str = "") -> CodeSeen:
    """What a holder shows is verified, once; the use stands in the holder's list.

    Raises NotAllowed, RuleBroken("holders.code" | "holders.code_used" | "holders.code_expired" | "licences.use").
    """
    licences.check_asked(actor, case=case or "单独出示", purpose=purpose)
    nonce = codes.nonce_of(code)
    shown = Shown.objects.select_for_update().filter(nonce=nonce).first()
    if shown is None:
        raise RuleBroken("holders.code")
    now = clock.real_now()
    rules.check_code(expires_at=shown.expires_at, used_at=shown.used_at, now=now)
    found = licences.licence_seen(shown.licence_id)
    use_id = licences.note_shown(
        found.id, actor=actor, case=case or "单独出示", purpose=purpose, operation=Operation.CODE
    )
    shown.used_at, shown.used_by_id, shown.use_id = now, actor.organisation_id, use_id
    shown.save(update_fields=["used_at", "used_by", "use_id"])
    return _code_seen(use_id, found)


def _code_seen(use_id: int, found: LicenceSeen) -> CodeSeen:
    light = licences.light_of(found)
    first = f"{found.holder_name[:1]}**"
    valid = found.state is State.ISSUED
    return CodeSeen(
        use_id,
        found.name,
        found.issuer,
        found.licence_no,
        found.state,
        str(light.words),
        found.validity,
        valid,
        found.not_valid,
        first,
    )


@transaction.atomic
def resolve_for_scene(
    *, actor: Actor, holder_code: str, resource_ids: Sequence[int], scene: str, operation: str, case: str = "扫码出示"
) -> list[CodeSeen]:
    """The licences of somebody who showed a code of another system, of the types a scene is content with.

    Call after that code was resolved; the scene is the leave. Raises NotAllowed.
    """
    if not actor.organisation_id:
        raise NotAllowed("holders.scene")
    found = []
    for resource_id in dict.fromkeys(resource_ids):
        for one in licences.held_by(holder_code, resource_id=resource_id):
            use_id = licences.note_shown(one.id, actor=actor, case=case, purpose=scene, operation=operation)
            found.append(_code_seen(use_id, one))
    facts = {"licences": len(found), "operation": operation}
    subjects = [subject_hash(holder_code)]
    record(actor, HolderTag.RESOLVED, object_type="holders.scene", object_id=scene[:80], subjects=subjects, facts=facts)
    return found
