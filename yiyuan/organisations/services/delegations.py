"""Who exercises a function while its holder is away."""

from datetime import date, timedelta

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import rules, selectors
from yiyuan.organisations.models import Account, Delegation
from yiyuan.organisations.selectors import open_assignments
from yiyuan.organisations.services.rights import administered
from yiyuan.organisations.types import OrganisationTag


@transaction.atomic
def delegate_function(
    *,
    actor: Actor,
    function: Function,
    delegate_account_id: int,
    from_on: date,
    to_on: date,
    reason: str,
    principal_account_id: int | None = None,
    organisation_id: int | None = None,
) -> int:
    """Let a colleague exercise a function for named days, both included; returns the delegation's id.

    By its holder, or by a system administrator for the holder (`principal_account_id`, `organisation_id`). What the
    law leaves to the principal head in person stays undone: such moves ask for the function in one's own right.
    Raises NotFound, NotAllowed, RuleBroken("organisations.not_delegable" | ".delegate" | ".delegation_days").
    """
    own = principal_account_id in (None, actor.account_id) and organisation_id in (None, actor.organisation_id)
    where = organisation_id or actor.organisation_id
    if not own:
        administered(where, actor=actor)
    people = dict(
        Account.objects.filter(id__in=[principal_account_id or actor.account_id, delegate_account_id]).values_list(
            "id", "person_id"
        )
    )
    principal = people.get(principal_account_id or actor.account_id)
    delegate = people.get(delegate_account_id)
    if principal is None or delegate is None:
        raise NotFound("account", id=delegate_account_id)
    held = open_assignments(today=clock.today()).filter(organisation_id=where)
    rules.check_delegation(
        function=function,
        from_on=from_on,
        to_on=to_on,
        held=held.filter(person_id=principal, function=function).exists(),
        same=principal == delegate,
        colleague=held.filter(person_id=delegate).exists(),
        today=clock.today(),
    )
    made = Delegation.objects.create(
        organisation_id=where,
        function=function,
        principal_id=principal,
        delegate_id=delegate,
        from_on=from_on,
        to_on=to_on,
        reason=reason,
    )
    record(
        actor,
        OrganisationTag.DELEGATED,
        object_type="delegation",
        object_id=made.id,
        facts={"function": function.value, "from_on": from_on.isoformat(), "to_on": to_on.isoformat()},
    )
    return made.id


@transaction.atomic
def end_delegation(delegation_id: int, *, actor: Actor) -> None:
    """The holder is back: yesterday was the last day. By its holder or an administrator. Raises NotFound."""
    chosen = selectors.delegations(actor).filter(id=delegation_id, to_on__gte=clock.today()).first()
    if chosen is None:
        raise NotFound("delegation", id=delegation_id)
    if not chosen.principal.accounts.filter(id=actor.account_id).exists():
        administered(chosen.organisation_id, actor=actor)
    last = clock.today() - timedelta(days=1)
    Delegation.objects.filter(id=chosen.id).update(to_on=last, from_on=min(chosen.from_on, last))
    record(actor, OrganisationTag.DELEGATION_ENDED, object_type="delegation", object_id=delegation_id)
