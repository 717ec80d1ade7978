"""Reads of the register."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from yiyuan.catalog.api import plain_name
from yiyuan.catalog.types import Claim
from yiyuan.elements.models import DataElement, ElementSource
from yiyuan.elements.types import Elsewhere, Pair, SourceKind
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.postgres.statements import statement

SHARED_ITEM_NAMES = statement(__file__, "shared_item_names")
HOLDERS_OF_ITEMS = statement(__file__, "holders_of_items")
ITEMS_ELSEWHERE = statement(__file__, "items_elsewhere")

_OPEN = Q(to_on=None)


def elements(actor: Actor) -> QuerySet[DataElement]:
    """The elements that bind the actor's region and those of regions below it, by name."""
    reach = Q(region_code__in=lineage(actor.region_code)) | Q(region_code__startswith=trunk(actor.region_code))
    authoritative = ElementSource.objects.filter(_OPEN, element=OuterRef("pk"), kind=SourceKind.AUTHORITATIVE)
    open_ones = ElementSource.objects.filter(_OPEN).select_related("resource__provider").order_by("kind", "id")
    verifying = Count("sources", filter=Q(sources__to_on=None, sources__kind=SourceKind.VERIFYING))
    return (
        DataElement.objects.filter(reach)
        .annotate(single=Exists(authoritative), verifying=verifying)
        .prefetch_related(Prefetch("sources", queryset=open_ones, to_attr="open_sources"))
        .order_by("name", "id")
    )


def element_for(actor: Actor, element_id: int, *, lock: bool = False) -> DataElement:
    """Raises NotFound, also when the element is another city's."""
    if lock:
        DataElement.objects.select_for_update().filter(id=element_id).first()
    found = elements(actor).filter(id=element_id).first()
    if found is None:
        raise NotFound("elements.element", id=element_id)
    return found


def open_sources(element_ids: Iterable[int]) -> dict[int, list[ElementSource]]:
    """The open sources of several elements, authoritative first; one query."""
    found: dict[int, list[ElementSource]] = {}
    rows = ElementSource.objects.filter(_OPEN, element_id__in=list(element_ids))
    for source in rows.select_related("resource__provider").order_by("kind", "id"):
        found.setdefault(source.element_id, []).append(source)
    return found


def pairs(*, resource_id: int | None = None, source_id: int | None = None, element_id: int | None = None) -> list[Pair]:
    """Each source that verifies with the authoritative one: of an element, of a resource on either side, or one."""
    verifying = ElementSource.objects.filter(_OPEN, kind=SourceKind.VERIFYING).select_related("element")
    if source_id is not None:
        verifying = verifying.filter(id=source_id)
    if element_id is not None:
        verifying = verifying.filter(element_id=element_id)
    if resource_id is not None:
        own = ElementSource.objects.filter(_OPEN, kind=SourceKind.AUTHORITATIVE, resource_id=resource_id)
        verifying = verifying.filter(Q(resource_id=resource_id) | Q(element__in=own.values("element")))
    found = []
    rows = list(verifying.order_by("id"))
    firsts = {
        one.element_id: one
        for one in ElementSource.objects.filter(
            _OPEN, kind=SourceKind.AUTHORITATIVE, element__in={row.element_id for row in rows}
        )
    }
    for row in rows:
        if (first := firsts.get(row.element_id)) is None or first.resource_id == row.resource_id:
            continue
        element = row.element
        sides = (first.id, first.resource_id, first.item_name, row.id, row.resource_id, row.item_name)
        found.append(Pair(element.id, element.name, element.region_code, *sides))
    return found


def source_for(actor: Actor, source_id: int) -> ElementSource:
    """An open source of an element the actor sees. Raises NotFound."""
    found = (
        ElementSource.objects.filter(_OPEN, id=source_id, element__in=elements(actor).values("id"))
        .select_related("element", "resource__provider")
        .first()
    )
    if found is None:
        raise NotFound("elements.source", id=source_id)
    return found


def history(element: DataElement) -> QuerySet[ElementSource]:
    """Sources that ended, latest first."""
    return element.sources.exclude(to_on=None).select_related("resource__provider").order_by("-to_on", "-id")


def share(actor: Actor) -> tuple[int, int]:
    """Elements with exactly one authoritative source, and all of them, in the actor's reach."""
    found = elements(actor)
    single = ElementSource.objects.filter(_OPEN, kind=SourceKind.AUTHORITATIVE, element__in=found.values("id"))
    return single.count(), found.count()


def by_name(region_code: str) -> dict[str, DataElement]:
    """Plain name or synonym -> element, for a region and those above it."""
    found: dict[str, DataElement] = {}
    for element in DataElement.objects.filter(region_code__in=lineage(region_code)):
        for name in (element.name, *element.synonyms):
            found.setdefault(plain_name(name), element)
    return found


def claims_on(question: tuple[str, int, tuple[str, ...]]) -> list[Claim]:
    """Which of these items another department is the authoritative source of. Asked by the catalog.

    question: region, provider that asks, names of items. Elements that identify are everybody's to refer to.
    """
    region_code, provider_id, items = question
    known = by_name(region_code)
    meant = {item: element for item in items if (element := known.get(plain_name(item))) and not element.identifies}
    sources = open_sources({element.id for element in meant.values()})
    claims = []
    for item, element in meant.items():
        first = next(iter(sources.get(element.id, [])), None)
        if first is None or first.kind != SourceKind.AUTHORITATIVE or first.resource.provider_id == provider_id:
            continue
        if any(source.resource.provider_id == provider_id for source in sources[element.id]):
            continue  # registered as one that verifies
        claims.append(Claim(item, first.resource.provider.name, first.resource_id, first.resource.name))
    return claims


def elsewhere(region_code: str, provider_ids: Collection[int], items: Sequence[str]) -> list[Elsewhere]:
    """Which of these items other departments of the region, or of one above it, publish already, by item.

    Synonyms count. Left out: what identifies, and elements these providers are a registered source of.
    """
    known = by_name(region_code)
    meant = {item: known.get(plain_name(item)) for item in items}
    sources = open_sources({element.id for element in meant.values() if element})
    spelt: dict[str, list[str]] = {}  # a spelling -> the items it stands for
    first: dict[str, int] = {}  # item -> resource that is its registered source
    for item, element in meant.items():
        of_element = sources.get(element.id, []) if element else []
        if element and (element.identifies or any(one.resource.provider_id in provider_ids for one in of_element)):
            continue
        if of_element and of_element[0].kind == SourceKind.AUTHORITATIVE:
            first[item] = of_element[0].resource_id
        names = {item, element.name, *element.synonyms} if element else {item}
        for name in names | {one.item_name for one in of_element}:
            spelt.setdefault(name, []).append(item)
    with connection.cursor() as cursor:
        cursor.execute(ITEMS_ELSEWHERE, [list(lineage(region_code)), list(provider_ids), list(spelt)])
        rows = cursor.fetchall()
    found = [
        Elsewhere(item, resource_id, resource, provider, sharing != "not_shared", first.get(item) == resource_id)
        for name, resource_id, resource, provider, sharing in rows
        for item in spelt[name]
    ]
    return sorted(found, key=lambda one: (not one.registered, one.item, one.resource_id))


def same_names(region_code: str) -> dict[str, str]:
    """Plain name or synonym of a registered element -> its name, for a region and those above it."""
    return {plain: element.name for plain, element in by_name(region_code).items()}


def aliases_of(resource_id: int) -> list[str]:
    """Names and synonyms of the elements a resource holds. Asked by the catalog, which finds it by them."""
    held = DataElement.objects.filter(sources__resource_id=resource_id, sources__to_on=None).distinct()
    return [text for element in held for text in (element.name, *element.synonyms)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item name that several departments publish and nobody has registered yet."""

    name: str
    departments: int
    resources: int


def candidates(actor: Actor, *, at_least: int = 2) -> list[Candidate]:
    """Item names published by so many departments of the actor's region without an element, most departments first."""
    known = by_name(actor.region_code)
    with connection.cursor() as cursor:
        cursor.execute(
            SHARED_ITEM_NAMES,
            [f"{trunk(actor.region_code)}%", at_least],
        )
        return [Candidate(*row) for row in cursor.fetchall() if plain_name(row[0]) not in known]


@dataclass(frozen=True, slots=True)
class Holder:
    """A published resource with an item that could be the source."""

    resource_id: int
    resource: str
    provider_id: int
    provider: str
    item: str


def holders(actor: Actor, names: Sequence[str]) -> list[Holder]:
    """Published resources of the actor's region with an item of such a name, by provider."""
    with connection.cursor() as cursor:
        cursor.execute(
            HOLDERS_OF_ITEMS,
            [f"{trunk(actor.region_code)}%", list(names)],
        )
        return [Holder(*row) for row in cursor.fetchall()]
