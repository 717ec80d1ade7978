"""Who may do what in credit beyond what the tables say."""

from yiyuan.credit.models import CreditItem, CreditRecord, CreditSubject
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed

OFFICE = frozenset({Function.BUREAU})  # 市信用办: a platform default, the law names no function of ours
CENTRE = frozenset({Function.OPERATOR})  # 市信用中心: likewise


def may_keep_catalog(actor: Actor) -> bool:
    return actor.has(*OFFICE, *CENTRE)


def provides(record: CreditRecord | CreditItem, actor: Actor) -> bool:
    return actor.has(*PARTIES) and record.provider_id in actor.organisation_ids


def require_provider(record: CreditRecord | CreditItem, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not provides(record, actor):
        raise NotAllowed("credit.record.write")


def require_office(item: CreditItem, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.governs(item.region_code):
        raise NotAllowed("credit.item.write")


def require_centre(_found: CreditRecord | CreditSubject, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.has(*CENTRE):
        raise NotAllowed("credit.centre")


def require_desk(record: CreditRecord, actor: Actor) -> None:
    """Where a subject may come with an objection: the provider or the centre. Raises NotAllowed."""
    if not (provides(record, actor) or actor.has(*CENTRE)):
        raise NotAllowed("credit.objection.file")
