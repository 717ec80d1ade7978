"""Answer a filed licence officer; nothing is made or issued without one where that is asked."""

from django.db import transaction

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.licences import policies, rules, selectors
from yiyuan.notices.api import tell
from yiyuan.notices.types import Kind
from yiyuan.organisations.api import answer_filing, staff


def require_officer(issuer_id: int, *, region_code: str) -> None:
    """A department that must have a filed licence officer makes and issues nothing without one."""
    if selectors.lacks_officer(issuer_id, region_code=region_code):
        raise RuleBroken("licences.officer")


@transaction.atomic
def answer_officer(officer_id: int, *, actor: Actor, accepted: bool, note: str = "") -> None:
    """The centre takes a filed licence officer, or refuses with a reason; the department is told.

    Raises NotFound, NotAllowed, Conflict (nothing filed that waits), RuleBroken("licences.reason").
    """
    found = selectors.officer_filing(actor, officer_id)
    if not policies.may_answer_filing(actor, region_code=found.region_code):
        raise NotAllowed("licences.officer.answer")
    if not accepted:
        rules.check_reason(reason=note)
    answer_filing(officer_id, actor=actor, accepted=accepted, note=note)
    words = "已接收" if accepted else f"没有接收：{note.strip()}"
    people = staff(found.organisation_id, Function.DATA_OFFICER, Function.HEAD)
    tell(people, kind=Kind.ORGANISATION, sentence=f"报备的电子证照专人{words}。", href="/licences/officers/")
