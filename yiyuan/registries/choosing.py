"""What can be a source of a registry: published resources with a pool, and for a theme the registries of its region."""

from dataclasses import dataclass

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import SHARING_WORDS, Sharing
from yiyuan.organisations.api import infos
from yiyuan.registries.models import Registry


@dataclass(frozen=True, slots=True)
class Offered:
    """One of them; resource_id or base_id is 0. chosen: it is a source already."""

    name: str
    provider: str
    sharing: str
    chosen: bool
    resource_id: int = 0
    base_id: int = 0

    def fits(self, *, resource_id: int = 0, base_id: int = 0) -> bool:
        return (self.resource_id, self.base_id) == (resource_id, base_id)


def offered(registry: Registry) -> list[Offered]:
    """By name, registries first; nothing that is not shared unless it is the lead's own."""
    sources = list(registry.sources.all())
    resources, bases = {one.resource_id for one in sources}, {one.base_id for one in sources}
    made = []
    if not registry.is_base:
        others = Registry.objects.filter(region_code=registry.region_code).exclude(id=registry.id).exclude(digest="")
        made = [
            Offered(one.name, one.lead.name, "", one.id in bases, base_id=one.id)
            for one in others.select_related("lead").order_by("name")
        ]
    lines = [one for one in catalog.published_in(registry.region_code) if not one.held]
    names = infos(one.provider_id for one in lines)
    sharing = catalog.sharing_of(one.id for one in lines)
    return made + [
        Offered(
            one.name,
            names[one.provider_id].name,
            SHARING_WORDS[sharing[one.id]],
            one.id in resources,
            resource_id=one.id,
        )
        for one in lines
        if sharing.get(one.id, Sharing.NOT_SHARED) is not Sharing.NOT_SHARED or one.provider_id == registry.lead_id
    ]
