"""Acts of high risk: one administrator asks, another confirms, and only then they happen."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor, Function, system_of
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.kernel.regions import common
from yiyuan.organisations import rules, selectors
from yiyuan.organisations.models import Account, LoginFailure, PendingAct
from yiyuan.organisations.services import accounts, register, second_factor, succession
from yiyuan.organisations.services.rights import administered, administered_account
from yiyuan.organisations.types import (
    ENDING_WORDS,
    FUNCTION_WORDS,
    ActKind,
    ActState,
    Ending,
    Office,
    OrganisationTag,
)


def _ask(kind: ActKind, title: str, *, actor: Actor, region_code: str, facts: Mapping[str, object]) -> int:
    """region_code: where the act takes effect; an administrator of it confirms."""
    made = PendingAct.objects.create(
        kind=kind,
        title=title,
        facts=facts,
        region_code=region_code,
        asked_by_id=actor.account_id,
        asked_on=clock.today(),
    )
    record(actor, OrganisationTag.ACT_ASKED, object_type="act", object_id=made.id, facts={"kind": kind.value})
    return made.id


@transaction.atomic
def ask_assignment(*, actor: Actor, account_id: int, organisation_id: int, functions: Iterable[Function]) -> int | None:
    """Give functions: ordinary ones at once, weighty ones when another administrator confirms; id of that act, or None.

    Raises NotAllowed, NotFound, RuleBroken as `assign` does.
    """
    body = administered(organisation_id, actor=actor)
    account = administered_account(Account.objects.filter(id=account_id).first(), actor=actor)
    wanted = list(functions)
    heavy = rules.weighty(wanted)
    if ordinary := [f for f in wanted if f not in heavy]:
        register.assign(actor=actor, account_id=account_id, organisation_id=organisation_id, functions=ordinary)
    if not heavy:
        return None
    rules.check_duties_apart(frozenset(heavy))
    for function in heavy:
        rules.check_function_fits(function=function, office=Office(body.office))
    title = f"授予{body.name}{account.person.name}：{'、'.join(FUNCTION_WORDS[f] for f in heavy)}"
    facts = {"account_id": account_id, "organisation_id": organisation_id, "functions": [f.value for f in heavy]}
    return _ask(ActKind.ASSIGN, title, actor=actor, region_code=body.region_id, facts=facts)


@transaction.atomic
def ask_abolition(old_id: int, *, actor: Actor, new_id: int, ending: Ending, act: str, act_on: date, on: date) -> int:
    """Raises NotFound, NotAllowed, RuleBroken("organisations.succession")."""
    old, new = administered(old_id, actor=actor), administered(new_id, actor=actor)
    succession.check(old_id, new_id=new_id, act=act)
    title = f"{ENDING_WORDS[ending]}{old.name}，由{new.name}承接，自 {on.isoformat()}"
    facts = {
        "old_id": old_id,
        "new_id": new_id,
        "ending": ending.value,
        "act": act,
        "act_on": act_on.isoformat(),
        "on": on.isoformat(),
    }
    return _ask(ActKind.ABOLISH, title, actor=actor, region_code=common(old.region_id, new.region_id), facts=facts)


@transaction.atomic
def ask_unlock(*, actor: Actor, login: str) -> int:
    """Raises NotFound, NotAllowed."""
    account = administered_account(Account.objects.filter(login=login).first(), actor=actor)
    title = f"解除账号 {login}（{account.person.name}）的锁定"
    return _ask(ActKind.UNLOCK, title, actor=actor, region_code=actor.region_code, facts={"account_id": account.id})


@transaction.atomic
def ask_reset(*, actor: Actor, account_id: int) -> int:
    """A new initial password for somebody who lost theirs. Raises NotFound, NotAllowed."""
    account = administered_account(Account.objects.filter(id=account_id).first(), actor=actor)
    title = f"重置账号 {account.login}（{account.person.name}）的密码"
    facts = {"account_id": account.id}
    return _ask(ActKind.RESET, title, actor=actor, region_code=actor.region_code, facts=facts)


@transaction.atomic
def ask_factor_reset(*, actor: Actor, account_id: int) -> int:
    """For somebody who lost authenticator and recovery codes. Raises NotFound, NotAllowed."""
    account = administered_account(Account.objects.filter(id=account_id).first(), actor=actor)
    title = f"重置账号 {account.login}（{account.person.name}）的第二因素"
    facts = {"account_id": account.id}
    return _ask(ActKind.FACTOR, title, actor=actor, region_code=actor.region_code, facts=facts)


@transaction.atomic
def decide_act(act_id: int, *, actor: Actor, confirmed: bool) -> str:
    """Another administrator (system or security) confirms an act, which then happens, or refuses it.

    Gives what only the confirming person is told, once: the new initial password of a reset; else "".

    Raises NotFound, NotAllowed, MoveRefused (already decided), RuleBroken("organisations.second_person" when the same
    person asked, or what the act itself breaks by now).
    """
    act = selectors.acts(actor).select_for_update(of=("self",)).filter(id=act_id).first()
    if act is None:
        raise NotFound("act", id=act_id)
    if not actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN):
        raise NotAllowed("organisations.act.confirm")
    if act.state != ActState.WAITING:
        raise MoveRefused("organisations.act", state=act.state)
    person = Account.objects.values_list("person_id", flat=True)
    if person.get(id=actor.account_id) == person.get(id=act.asked_by_id):
        raise RuleBroken("organisations.second_person")
    told = _perform(act) if confirmed else ""
    PendingAct.objects.filter(id=act_id).update(
        state=ActState.DONE if confirmed else ActState.REFUSED,
        decided_by_id=actor.account_id,
        decided_on=clock.today(),
    )
    tag = OrganisationTag.ACT_CONFIRMED if confirmed else OrganisationTag.ACT_REFUSED
    facts = {"kind": act.kind, "asked_by": act.asked_by_id}
    record(actor, tag, object_type="act", object_id=act_id, facts=facts)
    return told


def _perform(act: PendingAct) -> str:
    """Done by the system on the word of two administrators, whom the record of the act names."""
    facts = act.facts
    match ActKind(act.kind):
        case ActKind.ASSIGN:
            register.assign(
                actor=SYSTEM,
                account_id=facts["account_id"],
                organisation_id=facts["organisation_id"],
                functions=[Function(f) for f in facts["functions"]],
            )
        case ActKind.ABOLISH:
            succession.succeed_organisation(
                facts["old_id"],
                actor=SYSTEM,
                new_id=facts["new_id"],
                ending=Ending(facts["ending"]),
                act=facts["act"],
                act_on=date.fromisoformat(facts["act_on"]),
                on=date.fromisoformat(facts["on"]),
            )
        case ActKind.UNLOCK:
            LoginFailure.objects.filter(account_id=facts["account_id"]).delete()
            by = system_of(selectors.region_of(facts["account_id"]))
            record(by, OrganisationTag.UNLOCKED, object_type="account", object_id=facts["account_id"])
        case ActKind.RESET:
            return accounts.reset_password(facts["account_id"])
        case ActKind.FACTOR:
            second_factor.reset(facts["account_id"])
    return ""
