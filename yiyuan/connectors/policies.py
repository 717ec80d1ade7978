"""Who looks after a department's databases: its own data officers; who reads its rows: they and its head."""

from yiyuan.kernel.actor import Actor, Function


def may_connect(actor: Actor, provider_id: int) -> bool:
    return actor.has(Function.DATA_OFFICER) and provider_id in actor.organisation_ids


def sees_place(actor: Actor, provider_id: int) -> bool:
    """Where a database is and what its tables are called is the provider's and the operator's."""
    return provider_id in actor.organisation_ids or actor.has(Function.OPERATOR)
