"""Who may do what in opening beyond what the tables say."""

from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import MoveRefused, NotAllowed
from yiyuan.opening.models import Activity, Emergency, OpenAccess, OpenDataset, OpenRelease, Reuse
from yiyuan.opening.types import AccessState, EmergencyState, ReleaseState, ReuseState
from yiyuan.workflow.api import Law

BUREAU = frozenset({Function.BUREAU})
CENTRE = frozenset({Function.OPERATOR})


def may_declare(actor: Actor) -> bool:
    """Whoever deals with the event: a department or the bureau."""
    return actor.has(*PARTIES, Function.BUREAU)


def owns(dataset: OpenDataset, actor: Actor) -> bool:
    return actor.has(*PARTIES) and dataset.provider_id in actor.organisation_ids


def may_register(actor: Actor) -> bool:
    """A department its own resources; the bureau where the law lets it open them itself."""
    return actor.has(*PARTIES) or disposes(actor)


def disposes(actor: Actor) -> bool:
    """Whether the law lets the bureau open by itself, and the actor speaks for it."""
    from yiyuan.kernel import clock

    return actor.has(*BUREAU) and Law(actor.region_code, clock.today())("opening.disposer") == "bureau"


def require_preparing(dataset: OpenDataset, actor: Actor) -> None:
    """The provider; the bureau where the law lets it open by itself. Raises NotAllowed."""
    if not owns(dataset, actor) and not (disposes(actor) and actor.governs(dataset.region_code)):
        raise NotAllowed("opening.dataset.write")


def require_owner(dataset: OpenDataset, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not owns(dataset, actor):
        raise NotAllowed("opening.dataset.write")


def require_bureau(dataset: OpenDataset, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.governs(dataset.region_code):
        raise NotAllowed("opening.dataset.review")


def require_editing(release: OpenRelease, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (owns(release.dataset, actor) or actor.has(*CENTRE) or disposes(actor)):
        raise NotAllowed("opening.release.write")
    if release.state not in {ReleaseState.DRAFT, ReleaseState.BUILT}:
        raise MoveRefused("opening.release.write", state=release.state)


def is_centre(actor: Actor) -> bool:
    return actor.has(*CENTRE)


def require_reporting(access: OpenAccess, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (actor.has(*CENTRE) and access.operator_id in actor.organisation_ids):
        raise NotAllowed("opening.access.report")
    if access.state not in {AccessState.ACTIVE, AccessState.PAUSED}:
        raise MoveRefused("opening.access.report", state=access.state)


def require_updating(event: Emergency, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (may_declare(actor) and event.declared_by_id in actor.organisation_ids):
        raise NotAllowed("opening.emergency.update")
    if event.state != EmergencyState.OPEN:
        raise MoveRefused("opening.emergency.update", state=event.state)


def require_entering(reuse: Reuse, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    if not (actor.has(*CENTRE) and reuse.operator_id in actor.organisation_ids):
        raise NotAllowed("opening.reuse.enter")
    if reuse.state == ReuseState.DECLINED or reuse.resource_id is not None or not reuse.returned.strip():
        raise MoveRefused("opening.reuse.enter", state=reuse.state)


def require_keeper(activity: Activity, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*CENTRE) and activity.operator_id in actor.organisation_ids):
        raise NotAllowed("opening.activity.write")
