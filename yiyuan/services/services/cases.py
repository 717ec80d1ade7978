"""Cases: opened, materials taken from the platform or handed in, tasks to other departments, the decision."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ItemClass
from yiyuan.dataplane import vault
from yiyuan.exchange.api import look_up
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.kernel.identifiers import is_citizen_id, is_uscc, plain_code
from yiyuan.licences.api import use_held
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import explain
from yiyuan.services import papers, policies, rules, selectors
from yiyuan.services.models import Case, CaseTask, Proof, ServiceItem
from yiyuan.services.services import evidence
from yiyuan.services.types import Applicant, CaseState, Checked, File, Got, Ground, ItemState, Person, ServiceTag
from yiyuan.services.workflow import CASE, TASK
from yiyuan.sharing.api import grant_to_ask
from yiyuan.standing.api import require_lookup

UNPROVED: dict[str, Any] = {"issuer": "", "issued_at": None, "digest": ""}  # what an applicant hands in
IDENTITY = {Applicant.PERSON: ItemClass.CITIZEN_ID, Applicant.BODY: ItemClass.USCC}


@transaction.atomic
def open_case(item_id: int, *, actor: Actor, person: Person) -> Case:
    """A case of an open item, by the department whose item it is or, where it is handled from afar, by any.

    Raises NotFound, NotAllowed, RuleBroken("services.item_open" | "services.elsewhere" | "services.person").
    """
    item = selectors.item_to_apply(item_id, actor=actor)
    if item.state != ItemState.OPEN:
        raise RuleBroken("services.item_open")
    own = item.organisation_id in actor.organisation_ids
    if not own and not (item.province_wide or item.cross_region):
        raise RuleBroken("services.elsewhere", item=item.name)
    told = _checked(person, item)
    made = Case.objects.create(
        region_code=item.region_code,
        law_on=clock.today(),
        item=item,
        item_name=item.name,
        accepted_by_id=actor.organisation_id,
        handled_by_id=item.organisation_id,
        subject=subject_hash(told.code),
        opened_by=actor.person_name,
        opened_on=clock.today(),
    )
    plain = json.dumps(asdict(told), ensure_ascii=False).encode()
    context = selectors.person_context(made.id)
    made.sealed = vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context)
    made.save(update_fields=["sealed"])
    Proof.objects.bulk_create(
        [Proof(case=made, material=material, name=material.name) for material in item.materials.all()]
    )
    record(
        actor,
        ServiceTag.OPENED,
        object_type="services.case",
        object_id=made.id,
        subjects=[made.subject],
        facts={"item": item.id, "handled_by": item.organisation_id},
    )
    CASE.begin(made)
    return made


def _checked(person: Person, item: ServiceItem) -> Person:
    code = plain_code(person.code)
    fits = is_citizen_id(code) if item.applicant == Applicant.PERSON else is_uscc(code)
    if not person.name.strip() or not fits:
        raise RuleBroken("services.person")
    return Person(person.name.strip(), code, person.phone.strip())


# ---- from the platform ----


def gather(case_id: int, *, actor: Actor) -> int:
    """Take from the platform what is still missing and stands there; how many were found. Each use is on record.

    A copy that was handed in stays; what cannot be taken says why. No transaction over all: a provider's system may be
    asked, and what it was asked stays on record whatever happens after. Raises NotFound, NotAllowed, MoveRefused.
    """
    case = selectors.case_for(actor, case_id)
    policies.require_working(case, actor)
    person = selectors.person_of(case)
    assert person is not None, "the case is open"
    found = 0
    for proof in case.proofs.select_related("material").filter(got__in=[Got.MISSING, Got.DEFERRED]):
        if proof.material.resource_id is not None:
            found += _take(case, proof, person, actor)
    record(actor, ServiceTag.GATHERED, object_type="services.case", object_id=case.id, facts={"found": found})
    return found


def _take(case: Case, proof: Proof, person: Person, actor: Actor) -> bool:
    material = proof.material
    try:
        said = _licence(case, proof, person, actor) if material.licence else _record(case, proof, person, actor)
    except RuleBroken as refusal:
        said = f"没有取到：{explain(refusal, region=case.region_code, on=clock.today()).sentence}"
    except NotFound:
        said = "没有取到：资源已从目录撤销。"
    if said:
        Proof.objects.filter(id=proof.id).update(words=said[:300])
        return False
    return True


def _licence(case: Case, proof: Proof, person: Person, actor: Actor) -> str:
    """Why nothing was found; "" where it was."""
    assert proof.material.resource_id is not None, "mapped"
    used = use_held(
        proof.material.resource_id, actor=actor, holder_code=person.code, case=case.number, purpose=case.item_name
    )
    if used is None:
        return "电子证照库没有这个人有效的证照。"
    until = f"，有效期至 {used.valid_until}" if used.valid_until else "，长期有效"
    _got(
        proof,
        used.values | {"证照编号": used.licence_no},
        f"{used.name} {used.licence_no}{until}",
        use_id=used.use_id,
        **evidence.of_licence(used),
    )
    return ""


def _record(case: Case, proof: Proof, person: Person, actor: Actor) -> str:
    """Why nothing was found; "" where it was."""
    assert proof.material.resource_id is not None, "mapped"
    resource = published_resource(proof.material.resource_id)
    wanted = IDENTITY[Applicant(case.item.applicant)]
    items = [item.name for item in resource.items if item.item_class is wanted]
    grant = grant_to_ask(actor.organisation_ids, resource.id)
    if grant is None:
        return f"本部门没有联机查询《{resource.name}》的授权，可以在目录里申请共享。"
    granted = {field.name for field in grant.fields}
    for item in (name for name in items if name in granted):
        seen = look_up(grant.id, actor=actor, asked={item: person.code}, case=case.number, reason=case.item_name)
        if seen.rows:
            words = f"《{resource.name}》查到 {len(seen.rows)} 条"
            proved = evidence.of_record(proof, resource, seen, actor)
            _got(proof, seen.rows[0], words, delivery_id=seen.delivery.id, **proved)
            return ""
    return f"《{resource.name}》没有查到。" if items else f"《{resource.name}》不能按申请人查询。"


def _got(
    proof: Proof,
    values: Mapping[str, object],
    words: str,
    **proved: Any,  # fields of `Proof`
) -> None:
    Proof.objects.filter(id=proof.id).update(
        got=Got.FOUND,
        words=words[:300],
        sealed=_sealed(proof, values),
        got_on=clock.today(),
        **proved,
    )


def _sealed(proof: Proof, values: Mapping[str, object]) -> bytes:
    plain = json.dumps(dict(values), ensure_ascii=False).encode()
    return vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=selectors.proof_context(proof.id))


# ---- from the applicant ----


def _proof(case: Case, proof_id: int) -> Proof:
    found = case.proofs.select_related("material").filter(id=proof_id).first()
    if found is None:
        raise NotFound("services.proof", id=proof_id)
    return found


@transaction.atomic
def add_proof(case_id: int, *, actor: Actor, proof_id: int, file: File) -> None:
    """A copy the applicant handed in. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.file")."""
    case = selectors.case_for(actor, case_id, lock=True)
    policies.require_working(case, actor)
    proof = _proof(case, proof_id)
    kept = papers.keep(file)
    words = "影印件，待用电子证照查验" if proof.material.licence else "申请人提交"
    values = {"got": Got.UPLOADED, "words": words, "checked": Checked.NO, "sealed": None, "got_on": clock.today()}
    Proof.objects.filter(id=proof.id).update(**values, **UNPROVED, **kept)
    facts = {"proof": proof.id}
    record(actor, ServiceTag.PROOF_ADDED, object_type="services.case", object_id=case.id, facts=facts)


@transaction.atomic
def check_proof(case_id: int, *, actor: Actor, proof_id: int) -> Checked:
    """Look up the licence that a copy shows; what was found is there to be compared, not found is on record.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.material").
    """
    case, proof = _copy(case_id, proof_id, actor)
    person = selectors.person_of(case)
    assert person is not None, "the case is open"
    assert proof.material.resource_id is not None, "a licence stands for it"
    used = use_held(
        proof.material.resource_id, actor=actor, holder_code=person.code, case=case.number, purpose="查验影印件"
    )
    result = Checked.SEEN if used else Checked.NOT_FOUND
    said: dict[str, Any] = {  # fields of `Proof`
        "checked": result,
        "words": "电子证照库没有查到，已记下",
        "sealed": None,
        "use_id": None,
    }
    if used:
        values = used.values | {"证照编号": used.licence_no}
        said |= {"words": f"{used.name} {used.licence_no}"[:300], "use_id": used.use_id}
        said["sealed"] = _sealed(proof, values)
    Proof.objects.filter(id=proof.id).update(**said)
    facts = {"proof": proof.id, "result": result.value}
    record(actor, ServiceTag.CHECKED, object_type="services.case", object_id=case.id, facts=facts)
    return result


@transaction.atomic
def judge_proof(case_id: int, *, actor: Actor, proof_id: int, agrees: bool) -> None:
    """Whether the copy agrees with the licence that was found.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.material").
    """
    case, proof = _copy(case_id, proof_id, actor)
    if proof.checked in {Checked.NO, Checked.NOT_FOUND}:
        raise RuleBroken("services.material", problem="先用电子证照查验，查到证照再核对。")
    result = Checked.MATCHES if agrees else Checked.DIFFERS
    Proof.objects.filter(id=proof.id).update(checked=result)
    facts = {"proof": proof.id, "result": result.value}
    record(actor, ServiceTag.CHECKED, object_type="services.case", object_id=case.id, facts=facts)


def _copy(case_id: int, proof_id: int, actor: Actor) -> tuple[Case, Proof]:
    """A copy of a licence that was handed in for an open case."""
    case = selectors.case_for(actor, case_id, lock=True)
    policies.require_working(case, actor)
    proof = _proof(case, proof_id)
    if proof.got != Got.UPLOADED or not proof.material.licence:
        raise RuleBroken("services.material", problem="只有上传的证照影印件要查验。")
    return case, proof


@transaction.atomic
def note_shown(case_id: int, *, actor: Actor, proof_id: int, words: str) -> None:
    """The applicant showed the electronic licence, which counts as the paper.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.material" | "services.answer").
    """
    case = selectors.case_for(actor, case_id, lock=True)
    policies.require_working(case, actor)
    proof = _proof(case, proof_id)
    rules.check_answered(answer=words)
    if not proof.material.licence:
        raise RuleBroken("services.material", problem="只有证照可以出示。")
    Proof.objects.filter(id=proof.id).update(got=Got.SHOWN, words=words.strip()[:300], got_on=clock.today())
    record(actor, ServiceTag.SHOWN, object_type="services.case", object_id=case.id, facts={"proof": proof.id})


@transaction.atomic
def defer_proof(case_id: int, *, actor: Actor, proof_id: int, words: str, promised_on: date) -> None:
    """容缺: handled without it on a promise.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.promise").
    """
    case = selectors.case_for(actor, case_id, lock=True)
    policies.require_working(case, actor)
    proof = _proof(case, proof_id)
    if not words.strip() or promised_on <= clock.today():
        raise RuleBroken("services.promise")
    Proof.objects.filter(id=proof.id).update(got=Got.DEFERRED, words=words.strip()[:300], promised_on=promised_on)
    facts = {"proof": proof.id, "until": promised_on.isoformat()}
    record(actor, ServiceTag.DEFERRED, object_type="services.case", object_id=case.id, facts=facts)


# ---- together ----


@transaction.atomic
def give_task(case_id: int, *, actor: Actor, organisation_id: int, words: str, due_on: date) -> CaseTask:
    """What another department does for the case.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.task").
    """
    case = selectors.case_for(actor, case_id, lock=True)
    policies.require_working(case, actor)
    asked = organisation(organisation_id)
    if not words.strip() or due_on <= clock.today() or asked.id in actor.organisation_ids:
        raise RuleBroken("services.task")
    made = CaseTask.objects.create(
        law_on=clock.today(),
        region_code=case.region_code,
        case=case,
        asked_of_id=asked.id,
        asked_by_id=actor.organisation_id,
        words=words.strip(),
        due_on=due_on,
        given_on=clock.today(),
    )
    record(actor, ServiceTag.TASKED, object_type="services.task", object_id=made.id, facts={"case": case.id})
    TASK.begin(made)
    return made


@transaction.atomic
def answer_task(task_id: int, *, actor: Actor, answer: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.answer")."""
    found = selectors.task_for(actor, task_id, lock=True)
    also = {"answer": answer.strip(), "answered_on": clock.today()}
    TASK.move(found, "answer", actor=actor, answer=answer, also_set=also)


# ---- the decision ----


def _credit_seen(case: Case, actor: Actor) -> None:
    """Whoever may decide looks up the applicant's credit first, where the law asks for it."""
    policies.require_deciding(case, actor)
    with CASE.law(case).judging():
        require_lookup(
            case.item.credit_matter,
            subject=case.subject,
            case=case.number,
            by={case.handled_by_id, case.accepted_by_id},
            law=CASE.law(case),
        )


@transaction.atomic
def approve_case(case_id: int, *, actor: Actor, result: str = "") -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.ready")."""
    case = selectors.case_for(actor, case_id, lock=True)
    _credit_seen(case, actor)
    also = {"result": result.strip(), "closed_on": clock.today()}
    CASE.move(case, "approve", actor=actor, lines=selectors.lines(case), note=result.strip(), also_set=also)
    _forget(case)


@transaction.atomic
def reject_case(case_id: int, *, actor: Actor, ground: Ground, words: str, resting_on: int | None = None) -> None:
    """resting_on: the material it rests on. Of an item outside the platform it is recorded with the article.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.rejected" | "disputes.service_goes_on" |
    "services.as_paper").
    """
    case = selectors.case_for(actor, case_id, lock=True)
    _credit_seen(case, actor)
    lines = selectors.lines(case)
    name = _proof(case, resting_on).name if resting_on is not None else ""
    against = rules.rests_on_recheck(lines, words=words, resting_on=name)
    also = {"ground": ground, "result": words.strip(), "closed_on": clock.today(), "warned": bool(against)}
    CASE.move(
        case,
        "reject",
        actor=actor,
        lines=lines,
        words=words,
        resting_on=name,
        ground=ground,
        on_platform=case.item.on_platform,
        note=words.strip(),
        also_set=also,
    )
    if against:
        record(
            actor,
            ServiceTag.REJECTED_OUTSIDE,
            object_type="services.case",
            object_id=case.id,
            requirement_ids=list(CASE.law(case).resolved("disputes.service_goes_on").cite),
        )
    _forget(case)


@transaction.atomic
def withdraw_case(case_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    case = selectors.case_for(actor, case_id, lock=True)
    CASE.move(case, "withdraw", actor=actor, also_set={"closed_on": clock.today()})
    _forget(case)


def _forget(case: Case) -> None:
    """What was looked up and who applied are erased; the records of use and delivery stay."""
    assert case.state != CaseState.OPEN, "closed"
    Case.objects.filter(id=case.id).update(sealed=None)
    case.proofs.update(sealed=None)
