"""Writes of registries: found one, define its items and sources, start and stop it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.events import LeadNamed
from yiyuan.catalog.types import Category, ItemClass
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function, system_of
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import bureaus, organisation
from yiyuan.organisations.events import BureauRegistered
from yiyuan.registries import policies, presets, reading, rules, running, selectors
from yiyuan.registries.models import Conflict, Item, Registry, Source
from yiyuan.registries.types import Decides, Keeps, Mode, Reach, RegistriesTag, State
from yiyuan.registries.workflow import REGISTRY
from yiyuan.workflow.api import Law

PERSONAL = frozenset(ItemClass) - {ItemClass.GENERAL, ItemClass.USCC}


@dataclass(frozen=True, slots=True)
class ItemWanted:
    """An item as its lead writes it; the first of a list names the subject."""

    name: str
    decides: Decides = Decides.PRIORITY
    item_class: ItemClass = ItemClass.GENERAL


@dataclass(frozen=True, slots=True)
class SourceWanted:
    """A source as its lead writes it.

    columns: name of the source's item by name of the registry's. ranks: priority by name of the registry's item, where
    it is not `priority`. codes: by name of the registry's item, what the source writes -> what the registry writes.
    """

    columns: Mapping[str, str]
    priority: int = 1
    recency: str = ""
    filter_item: str = ""
    filter_keeps: Keeps | None = None
    filter_words: Sequence[str] = ()
    ranks: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


# ---- founding ----


def found_bases(event: BureauRegistered) -> None:
    """The base registries the law of a region names, kept by its bureau until leads are named."""
    found_in(event.region_code, keeper_id=event.organisation_id)


def found_missing() -> int:
    """For bureaus that were registered before there were registries, or whose law names more since; how many were made.
    Safe to repeat.
    """
    return sum(len(found_in(one.region_code, keeper_id=one.id)) for one in bureaus())


def found_in(region_code: str, *, keeper_id: int) -> list[Registry]:
    """Those that are missing. Safe to repeat."""
    law = Law(region_code, clock.today())
    standing = set(
        Registry.objects.filter(region_code=region_code, category=Category.BASE).values_list("class_code", flat=True)
    )
    wanted = [one for code, one in presets.bases().items() if code in law("registries.bases")]
    made = Registry.objects.bulk_create(
        Registry(
            region_code=region_code,
            category=Category.BASE,
            class_code=one.class_code,
            name=one.name,
            expected=one.expected,
            lead_id=keeper_id,
            law_on=law.on,
        )
        for one in wanted
        if one.class_code not in standing
    )
    by_class = {one.class_code: one for one in wanted}
    Item.objects.bulk_create(
        _item(registry, place, ItemWanted(item.name, item.decides, ItemClass(item.item_class)))
        for registry in made
        for place, item in enumerate(by_class[registry.class_code].items)
    )
    if made:
        facts = {"registries": [one.id for one in made]}
        actor = system_of(region_code)
        record(actor, RegistriesTag.FOUNDED, object_type="registries.registry", object_id=made[0].id, facts=facts)
    return made


def _item(registry: Registry, place: int, wanted: ItemWanted) -> Item:
    return Item(
        registry=registry,
        position=place,
        name=wanted.name,
        decides=wanted.decides,
        item_class=wanted.item_class,
        personal=wanted.item_class in PERSONAL,
    )


@transaction.atomic
def found_registry(
    *, actor: Actor, name: str, kind: str, about: str = "", mode: str = Mode.CENTRAL, lead_id: int | None = None
) -> Registry:
    """A registry of a theme, or a base registry the region has not yet; the actor's organisation leads it.

    kind: category and 项, like "203". lead_id: somebody else, by bureau and centre only.
    Raises NotAllowed, NotFound, RuleBroken("registries.one" | "registries.modes" | "catalog.lead").
    """
    if not policies.may_found(actor) or (lead_id and not actor.has(Function.BUREAU, Function.OPERATOR)):
        raise NotAllowed("registries.found")
    category, class_code = kind[:1], kind[1:]
    leads = organisation(lead_id or actor.organisation_id)
    named = catalog.lead_of(region_code=actor.region_code, category=category, class_code=class_code)
    law = Law(actor.region_code, clock.today())
    with law.judging():
        if named and named.lead_id != leads.id and law("catalog.lead"):
            raise RuleBroken("catalog.lead", library=name, lead=named.lead_name)
        _check_mode(mode, law)
    try:
        with transaction.atomic():
            made = Registry.objects.create(
                region_code=actor.region_code,
                category=category,
                class_code=class_code,
                name=name.strip(),
                about=about.strip(),
                mode=mode,
                lead_id=leads.id,
                lead_named_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("registries.one", name=name) from None
    REGISTRY.begin(made)
    record(actor, RegistriesTag.FOUNDED, object_type="registries.registry", object_id=made.id)
    return made


def follow_lead(event: LeadNamed) -> None:
    """The bureau named who leads a base registry or a theme: its registries go over, here as in the catalog."""
    rows = Registry.objects.filter(
        region_code=event.region_code, category=event.category, class_code=event.class_code
    ).filter(category=Category.BASE)
    for one in rows.select_for_update():
        one.lead_id, one.lead_named_on = event.lead_id, clock.today()
        one.save(update_fields=["lead", "lead_named_on"])
        facts = {"lead": event.lead_id}
        record(event.actor, RegistriesTag.LED, object_type="registries.registry", object_id=one.id, facts=facts)


# ---- defining ----


def check_edited_by(registry: Registry, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.may_edit(actor, registry):
        raise NotAllowed("registries.define")


def _editable(registry_id: int, actor: Actor) -> Registry:
    found = selectors.registry_for(actor, registry_id, lock=True)
    check_edited_by(found, actor)
    return found


def _defined(registry: Registry, actor: Actor, **facts: Any) -> None:  # plain values for the record
    registry.defined += 1
    registry.save(update_fields=["defined"])
    record(actor, RegistriesTag.DEFINED, object_type="registries.registry", object_id=registry.id, facts=facts)


def _check_mode(mode: str, law: Law) -> None:
    if mode not in law("registries.modes"):
        raise RuleBroken("registries.modes")


@transaction.atomic
def describe(registry_id: int, *, actor: Actor, about: str, mode: str, map_number: str | None = None) -> None:
    """Raises NotFound, NotAllowed, RuleBroken("registries.definition" | "registries.modes")."""
    found = _editable(registry_id, actor)
    law = Law(found.region_code, clock.today())
    with law.judging():
        _check_mode(mode, law)
    if found.state == State.ACTIVE and mode != found.mode:
        raise rules.broken("建设方式要先停用再改。")
    found.about, found.mode = about.strip(), Mode(mode)
    found.map_number = found.map_number if map_number is None else map_number.strip()
    found.save(update_fields=["about", "mode", "map_number"])
    _defined(found, actor, mode=mode)


@transaction.atomic
def define_items(registry_id: int, *, actor: Actor, items: Sequence[ItemWanted]) -> None:
    """Write the items anew, in this order; those of the same name stay the same.

    Raises NotFound, NotAllowed, RuleBroken("registries.definition").
    """
    found = _editable(registry_id, actor)
    wanted = [one for one in items if one.name.strip()]
    names = [one.name.strip() for one in wanted]
    if not names:
        raise rules.broken("至少要有一个信息项，第一项写明是谁或者是什么。")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise rules.broken(f"信息项重名：{'、'.join(twice)}。")
    standing = {item.name: item for item in found.items.all()}
    gone = [item.id for name, item in standing.items() if name not in names]
    if kept := Conflict.objects.filter(item__in=gone).select_related("item").first():
        raise rules.broken(f"“{kept.item.name}”有过冲突，记录须保留，不能去掉。")
    Item.objects.filter(id__in=gone).delete()
    for place, one in enumerate(wanted):
        item = _item(found, place, ItemWanted(one.name.strip(), one.decides, one.item_class))
        if old := standing.get(item.name):
            item.pk = old.pk
        item.save()
    _defined(found, actor, items=len(names))


@transaction.atomic
def define_source(registry_id: int, *, actor: Actor, wanted: SourceWanted, **of: int) -> Source:
    """Attach a source or write it anew. of: `resource_id`, or `base_id` of a registry this one stands upon.

    Raises NotFound, NotAllowed, RuleBroken("registries.definition").
    """
    found = _editable(registry_id, actor)
    source = found.sources.filter(**of).first() or _new_source(found, **of)
    items = {item.name: str(item.id) for item in found.items.all()}
    rules.check_columns(
        dict.fromkeys(wanted.columns, "") | {n: n for n in wanted.columns}, known=items, source=found.name
    )
    source.columns = {items[name]: column for name, column in wanted.columns.items() if column}
    source.ranks = {items[name]: rank for name, rank in wanted.ranks.items() if name in items}
    source.codes = {items[name]: dict(codes) for name, codes in wanted.codes.items() if name in items and codes}
    source.priority, source.recency = wanted.priority, wanted.recency
    source.filter_item, source.filter_words = wanted.filter_item, list(wanted.filter_words)
    source.filter_keeps = wanted.filter_keeps.value if wanted.filter_item and wanted.filter_keeps else ""
    source.save()
    reading.readable(source, list(found.items.all()))
    _defined(found, actor, source=source.name)
    return source


def _new_source(registry: Registry, *, resource_id: int = 0, base_id: int = 0) -> Source:
    if base_id:
        base = Registry.objects.filter(id=base_id, region_code=registry.region_code).first()
        if base is None or registry.is_base or base.id == registry.id:
            raise NotFound("registries.registry", id=base_id)
        return Source(registry=registry, base=base, name=base.name, provider_id=base.lead_id)
    resource = catalog.published_resource(resource_id)
    return Source(registry=registry, resource_id=resource.id, name=resource.name, provider_id=resource.provider_id)


@transaction.atomic
def remove_source(registry_id: int, *, actor: Actor, source_id: int) -> None:
    """Raises NotFound, NotAllowed, RuleBroken("registries.definition")."""
    found = _editable(registry_id, actor)
    source = found.sources.filter(id=source_id).first()
    if source is None:
        raise NotFound("registries.source", id=source_id)
    if found.state == State.ACTIVE and found.sources.count() == 1:
        raise rules.broken("这是最后一个来源。请先停用这个库。")
    source.delete()
    _defined(found, actor, source=source.name)


@transaction.atomic
def start_registry(registry_id: int, *, actor: Actor) -> None:
    """Answer from now on; a central one is built at once. Raises NotFound, NotAllowed, MoveRefused,
    RuleBroken("registries.definition").
    """
    found = selectors.registry_for(actor, registry_id, lock=True)
    items = list(found.items.all())
    sources = list(found.sources.all())
    key = str(items[0].id) if items else ""
    facts: dict[str, Any] = {
        "mode": Mode(found.mode),
        "items": [item.name for item in items],
        "sources": len(sources),
        "without_key": [one.name for one in sources if not one.columns.get(key)],
    }
    REGISTRY.move(found, "start", actor=actor, **facts)
    if found.mode == Mode.CENTRAL:
        running.begin(found, reach=Reach.FULL, by=actor)


@transaction.atomic
def stop_registry(registry_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    REGISTRY.move(selectors.registry_for(actor, registry_id, lock=True), "stop", actor=actor)
