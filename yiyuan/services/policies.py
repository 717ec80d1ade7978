"""Who may do what with items and cases beyond what their tables say."""

from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.services.models import Case, Oversight, Scene, ServiceItem
from yiyuan.services.types import CaseState


def may_register(actor: Actor) -> bool:
    """Whoever speaks for a department, whose item it becomes."""
    return actor.has(*PARTIES)


def may_import(actor: Actor) -> bool:
    """A department its own items, a bureau those of its region."""
    return actor.has(*PARTIES, Function.BUREAU)


def may_import_for(actor: Actor, organisation_id: int) -> bool:
    """Of a department of the actor's region, which the caller has looked up."""
    return actor.has(Function.BUREAU) or organisation_id in actor.organisation_ids


def require_owner(item: ServiceItem, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*PARTIES) and item.organisation_id in actor.organisation_ids):
        raise NotAllowed("services.item.write")


def require_overseer(oversight: Oversight, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*PARTIES) and oversight.organisation_id in actor.organisation_ids):
        raise NotAllowed("services.oversight.write")


def require_scene(scene: Scene, actor: Actor) -> None:
    """Codes are scanned by the department whose scene it is. Raises NotAllowed."""
    if not (actor.has(*PARTIES) and scene.organisation_id in actor.organisation_ids):
        raise NotAllowed("services.scene.scan")


def works_on(actor: Actor, case: Case) -> bool:
    """Who accepted the case and who handles it."""
    return actor.has(*PARTIES) and bool({case.accepted_by_id, case.handled_by_id} & actor.organisation_ids)


def require_deciding(case: Case, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (closed)."""
    if not (actor.has(*PARTIES) and case.handled_by_id in actor.organisation_ids):
        raise NotAllowed("services.case.decide")
    if case.state != CaseState.OPEN:
        raise MoveRefused("services.case.decide", state=case.state)


def require_working(case: Case, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (closed)."""
    if not works_on(actor, case):
        raise NotAllowed("services.case.write")
    if case.state != CaseState.OPEN:
        raise MoveRefused("services.case.write", state=case.state)
