"""Who may do what with a project beyond what its table says; who sees them stands in the selectors."""

from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects.models import Project
from yiyuan.projects.models.plans import body_of
from yiyuan.projects.types import BUREAUS, FINANCES, Duty, OpinionKind


def may_declare(actor: Actor) -> bool:
    """Whoever speaks for a department, whose project it becomes."""
    return actor.has(*PARTIES)


def may_plan(actor: Actor) -> bool:
    """An officer of the bureau."""
    return actor.has(Function.BUREAU)


def holds(actor: Actor, duty: Duty, *, region: str) -> bool:
    """Whether the actor speaks for the body of a region that has this duty."""
    return actor.has(*PARTIES) and body_of(region, duty) in actor.organisation_ids


def opinions_of(actor: Actor, project: Project) -> frozenset[OpinionKind]:
    """The opinions this actor's body gives of a project."""
    finance = holds(actor, Duty.FINANCE, region=project.region_code)
    return (BUREAUS if actor.governs(project.region_code) else frozenset()) | (FINANCES if finance else frozenset())


def may_inspect(actor: Actor, project: Project) -> bool:
    """The bureau, finance or audit of the region."""
    duties = (Duty.FINANCE, Duty.AUDIT)
    return actor.governs(project.region_code) or any(holds(actor, one, region=project.region_code) for one in duties)


def require_bureau(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.governs(project.region_code):
        raise NotAllowed("projects.project.review")


def require_development(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not holds(actor, Duty.DEVELOPMENT, region=project.region_code):
        raise NotAllowed("projects.project.evaluate")


def require_unit(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*PARTIES) and project.organisation_id in actor.organisation_ids):
        raise NotAllowed("projects.project.write")
