"""Who may do what with a project beyond what its table says; who sees them stands in the selectors."""

from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects.models import Project
from yiyuan.projects.models.plans import body_of
from yiyuan.projects.types import Duty


def may_declare(actor: Actor) -> bool:
    """Whoever speaks for a department, whose project it becomes."""
    return actor.has(*PARTIES)


def may_plan(actor: Actor) -> bool:
    """An officer of the bureau."""
    return actor.has(Function.BUREAU)


def holds(actor: Actor, duty: Duty, *, region: str) -> bool:
    """Whether the actor speaks for the body of a region that has this duty."""
    return actor.has(*PARTIES) and body_of(region, duty) in actor.organisation_ids


def require_unit(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*PARTIES) and project.organisation_id in actor.organisation_ids):
        raise NotAllowed("projects.project.write")
