"""A department keeps its own projects; who sees them stands in the selectors."""

from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.projects.models import Project


def may_register(actor: Actor) -> bool:
    return actor.has(*PARTIES)


def may_keep(project: Project, *, actor: Actor) -> bool:
    return actor.has(*PARTIES) and project.organisation_id in actor.organisation_ids
