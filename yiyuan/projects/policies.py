"""A department keeps its own projects; who sees them stands in the selectors."""

from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects.models import Project


def may_register(actor: Actor) -> bool:
    return actor.has(*PARTIES)


def require_keeping(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not (actor.has(*PARTIES) and project.organisation_id in actor.organisation_ids):
        raise NotAllowed("projects.project.write")
