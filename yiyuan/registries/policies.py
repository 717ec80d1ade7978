"""Who keeps a registry, who looks people up in it: its lead department; contributors and overseers see what it is."""

from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.registries.models import Registry
from yiyuan.registries.workflow import EDITORS

LOOKERS = PARTIES


def may_edit(actor: Actor, registry: Registry) -> bool:
    return actor.has(*EDITORS) and registry.lead_id in actor.organisation_ids


def may_look(actor: Actor, registry: Registry) -> bool:
    """Records of persons: for the lead alone; anybody else applies for the resource it publishes."""
    return actor.has(*LOOKERS) and registry.lead_id in actor.organisation_ids


def may_found(actor: Actor) -> bool:
    return actor.has(*EDITORS)
