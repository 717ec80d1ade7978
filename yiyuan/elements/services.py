"""Writes of the register: an element, its source, who verifies it, the source moved or ended."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.elements import policies, rules, selectors
from yiyuan.elements.models import DataElement, ElementSource
from yiyuan.elements.types import ElementTag, SourceKind
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import organisation

NAME_LETTERS = 100


@transaction.atomic
def register_element(
    *,
    actor: Actor,
    name: str,
    synonyms: Sequence[str] = (),
    definition: str = "",
    standard: str = "",
    identifies: bool = False,
) -> DataElement:
    """Add a data element of the actor's region. Raises NotAllowed, RuleBroken("elements.name")."""
    if not policies.may_register(actor):
        raise NotAllowed("elements.register")
    _check_names(actor.region_code, [name, *synonyms])
    made = DataElement.objects.create(
        region_code=actor.region_code,
        name=name.strip(),
        plain=catalog.plain_name(name),
        synonyms=[synonym.strip() for synonym in synonyms],
        definition=definition,
        standard=standard,
        identifies=identifies,
        registered_by_id=actor.organisation_id,
        registered_on=clock.today(),
    )
    record(actor, ElementTag.REGISTERED, object_type="elements.element", object_id=made.id)
    return selectors.element_for(actor, made.id)


def _check_names(region_code: str, names: Sequence[str], *, own: int = 0) -> None:
    known = selectors.by_name(region_code)
    for name in names:
        plain = catalog.plain_name(name)
        if not plain or len(name) > NAME_LETTERS:
            raise RuleBroken("elements.name")
        if plain in known and known[plain].id != own:
            raise RuleBroken("elements.name", name=name, element=known[plain].name)


@transaction.atomic
def change_element(
    element_id: int, *, actor: Actor, synonyms: Sequence[str], definition: str, standard: str, identifies: bool
) -> DataElement:
    """The bureau keeps synonyms, definition and standard. Raises NotFound, NotAllowed, RuleBroken("elements.name")."""
    element = selectors.element_for(actor, element_id, lock=True)
    if not policies.may_keep(actor, element):
        raise NotAllowed("elements.change")
    _check_names(element.region_code, synonyms, own=element.id)
    DataElement.objects.filter(id=element.id).update(
        synonyms=list(synonyms), definition=definition, standard=standard, identifies=identifies
    )
    for source in selectors.open_sources([element.id]).get(element.id, []):
        catalog.index_resource(source.resource_id)
    record(actor, ElementTag.CHANGED, object_type="elements.element", object_id=element.id)
    return selectors.element_for(actor, element_id)


@transaction.atomic
def add_source(
    element_id: int, *, actor: Actor, resource_id: int, item_name: str, kind: SourceKind, basis: str = ""
) -> ElementSource:
    """Say that a published resource holds the element, as its authoritative source or to verify it.

    Raises NotFound, NotAllowed, RuleBroken("catalog.one_source") for a second authoritative source.
    """
    element = selectors.element_for(actor, element_id, lock=True)
    resource = _spoken_for(actor, resource_id, item_name)
    if element.sources.filter(resource_id=resource.id, item_name=item_name, to_on=None).exists():
        raise RuleBroken("elements.known", item=item_name)
    if kind is SourceKind.AUTHORITATIVE:
        rules.check_single_source(element=element.name, holder=_holder(element))
    made = ElementSource.objects.create(
        element_id=element.id,
        resource_id=resource.id,
        item_name=item_name,
        kind=kind,
        basis=basis,
        from_on=clock.today(),
    )
    facts = {"element": element.id, "resource": resource.id, "kind": kind.value}
    catalog.index_resource(resource.id)
    record(actor, ElementTag.SOURCE_ADDED, object_type="elements.source", object_id=made.id, facts=facts)
    return made


def _spoken_for(actor: Actor, resource_id: int, item_name: str) -> ResourceInfo:
    resource = catalog.published_resource(resource_id)
    if not policies.may_speak_for(actor, provider_id=resource.provider_id, region_code=resource.region_code):
        raise NotAllowed("elements.source")
    rules.check_item(item=item_name, items=[item.name for item in resource.items])
    return resource


def _holder(element: DataElement) -> str:
    found = element.sources.filter(kind=SourceKind.AUTHORITATIVE, to_on=None).select_related("resource__provider")
    source = found.first()
    return source.resource.provider.name if source else ""


@transaction.atomic
def transfer_source(
    element_id: int, *, actor: Actor, resource_id: int, item_name: str, reason: str, basis: str = ""
) -> ElementSource:
    """The bureau makes another resource the authoritative source; the former one goes on as one that verifies.

    Raises NotFound, NotAllowed, RuleBroken("elements.reason").
    """
    element = selectors.element_for(actor, element_id, lock=True)
    if not policies.may_keep(actor, element):
        raise NotAllowed("elements.transfer")
    rules.check_reason(reason=reason)
    resource = _spoken_for(actor, resource_id, item_name)
    today = clock.today()
    former = element.sources.filter(kind=SourceKind.AUTHORITATIVE, to_on=None).first()
    element.sources.filter(resource_id=resource.id, to_on=None).update(to_on=today, ended_reason=reason)
    if former is not None and former.resource_id != resource.id:
        _end(former, reason=reason, on=today)
        ElementSource.objects.create(
            element_id=element.id,
            resource_id=former.resource_id,
            item_name=former.item_name,
            kind=SourceKind.VERIFYING,
            from_on=today,
        )
    made = ElementSource.objects.create(
        element_id=element.id,
        resource_id=resource.id,
        item_name=item_name,
        kind=SourceKind.AUTHORITATIVE,
        basis=basis,
        from_on=today,
    )
    facts = {"element": element.id, "resource": resource.id}
    catalog.index_resource(resource.id)
    record(actor, ElementTag.SOURCE_TRANSFERRED, object_type="elements.source", object_id=made.id, facts=facts)
    return made


@transaction.atomic
def end_source(source_id: int, *, actor: Actor, reason: str) -> None:
    """A resource is no longer a source; its department or the bureau says why."""
    source = selectors.source_for(actor, source_id)
    provider = organisation(source.resource.provider_id)
    if not policies.may_speak_for(actor, provider_id=provider.id, region_code=source.resource.region_code):
        raise NotAllowed("elements.source")
    rules.check_reason(reason=reason)
    _end(source, reason=reason, on=clock.today())
    record(actor, ElementTag.SOURCE_ENDED, object_type="elements.source", object_id=source.id)


@transaction.atomic
def end_sources_of(resource_id: int, *, withdrawn_on: date) -> int:
    """A withdrawn resource is nobody's source; returns how many ended. Safe to repeat."""
    ended = list(ElementSource.objects.filter(resource_id=resource_id, to_on=None))
    for source in ended:
        _end(source, reason="资源已撤销", on=withdrawn_on)
        record(SYSTEM, ElementTag.SOURCE_ENDED, object_type="elements.source", object_id=source.id)
    return len(ended)


def _end(source: ElementSource, *, reason: str, on: date) -> None:
    ElementSource.objects.filter(id=source.id, to_on=None).update(to_on=on, ended_reason=reason)
    catalog.index_resource(source.resource_id)
