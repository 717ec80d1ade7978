"""What the pools show on the page of a resource: how many rows stand there and how fresh they are."""

from yiyuan.catalog.types import Panel
from yiyuan.kernel.actor import Actor
from yiyuan.pools import policies, selectors
from yiyuan.pools.models import PoolTable


def resource_panels(about: tuple[Actor, int]) -> list[Panel]:
    """For every department: rows and date of the last load; a link for those who may see the pool."""
    actor, resource_id = about
    table = selectors.pool_of(resource_id)
    if table is None:
        return []
    sees = policies.visible(PoolTable.objects.filter(id=table.id), to=actor).exists()
    return [Panel(title="数据池", template="pools/panel.html", context={"table": table, "sees": sees}, place="side")]
