"""An entry while it is written: draft, revise, save; what upper rooms push."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from yiyuan.audit.api import record
from yiyuan.catalog import policies, rules, selectors
from yiyuan.catalog.models import Item, Resource, SharingCondition, Version
from yiyuan.catalog.types import CLASS_WORDS, CatalogTag, EntryKind, ItemClass, Opening, State
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, RuleBroken
from yiyuan.kernel.questions import Question
from yiyuan.regulations.api import key

DESCRIPTION = (
    "name summary category class_code subclass_code source_kind source_system electronic format cycle officer"
    " officer_phone sharing condition scope purpose materials basis_level basis reason methods use_terms"
    " held_by_provider held_reason held_basis_level held_basis opening opening_method opening_basis"
    " opening_grounds opening_condition security_level"
    " secret work_secret repeat_basis change_cause changed_on"
    " source_funding system_id form form_facts contents standards purposes city_specific consent consent_on"
    " licence_issuer licence_type licence_holder licence_template"
).split()
ITEM_FIELDS = (
    "name data_type length scale key required codes pattern minimum maximum item_class personal sharing opening note"
).split()
CONDITION_FIELDS = "kind values basis".split()
# resource id -> True where a de-identification record or the right holder's consent lets it be opened
CLEARED_FOR_OPENING: Final[Question[int, bool]] = Question("catalog.cleared_for_opening")
FORMULA_SIGNS = ("=", "+", "-", "@")  # a name is the heading of a column in files people open


@transaction.atomic
def draft_resource(
    *,
    actor: Actor,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]] = (),
    conditions: Sequence[Mapping[str, Any]] | None = None,
    kind: EntryKind = EntryKind.DATA,
    change_id: int | None = None,
) -> Version:
    """A new entry of the actor's organisation, as a draft. Nothing is preselected.

    values: fields of DESCRIPTION; items: fields of ITEM_FIELDS in order; conditions: fields of CONDITION_FIELDS.
    change_id: event the new entry follows. Raises NotAllowed, NotFound, RuleBroken.
    """
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.draft")
    resource = Resource.objects.create(provider_id=actor.organisation_id, region_code=actor.region_code, kind=kind)
    version = Version(resource=resource, number=1, author_account_id=actor.account_id, author_name=actor.person_name)
    if change_id is not None:
        version.change = selectors.change_to_revise(actor, change_id, resource_id=resource.id)
    if kind == EntryKind.LICENCE and not values.get("licence_issuer"):
        values = {**values, "licence_issuer": actor.organisation_name}
    _require_items(items)
    _write(version, values=values, items=items, conditions=conditions)
    record(actor, CatalogTag.DRAFTED, object_type="catalog.version", object_id=version.id)
    return version


@transaction.atomic
def draft_returned(
    *,
    actor: Actor,
    provider_id: int,
    region_code: str,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
) -> Version:
    """A draft for data that society gave back, of the body that runs the platform. Its room says who may.

    Raises RuleBroken.
    """
    resource = Resource.objects.create(provider_id=provider_id, region_code=region_code, kind=EntryKind.DATA)
    version = Version(resource=resource, number=1, author_account_id=actor.account_id, author_name=actor.person_name)
    _require_items(items)
    _write(version, values=values, items=items)
    record(actor, CatalogTag.DRAFTED, object_type="catalog.version", object_id=version.id)
    return version


@transaction.atomic
def revise_resource(resource_id: int, *, actor: Actor, change_id: int | None = None) -> Version:
    """A draft of the next version, copied from the last one; the draft in work if there is one already.

    change_id: event the new version follows; publishing it may close the event.
    """
    resource = selectors.resource_for(actor, resource_id)
    if not policies.may_describe(actor) or resource.provider_id not in actor.organisation_ids:
        raise NotAllowed("catalog.revise")
    event = selectors.change_to_revise(actor, change_id, resource_id=resource_id) if change_id else None
    if in_work := selectors.version_in_work(resource_id):
        if event is not None:
            Version.objects.filter(id=in_work.id).update(change=event)
        return in_work
    last = resource.versions.order_by("-number").first()
    assert last is not None, "a resource has at least one version"
    version = Version(
        resource=resource,
        number=last.number + 1,
        author_account_id=actor.account_id,
        author_name=actor.person_name,
        change=event,
    )
    values = {name: getattr(last, name) for name in DESCRIPTION}
    if event is not None:
        values |= {"change_cause": f"{event.get_cause_display()}：{event.document}", "changed_on": event.changed_on}
    _write(version, values=values, items=_items_of(last), conditions=_conditions_of(last))
    record(actor, CatalogTag.DRAFTED, object_type="catalog.version", object_id=version.id, facts={"from": last.id})
    return version


@transaction.atomic
def save_draft(
    version_id: int,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]] | None = None,
    conditions: Sequence[Mapping[str, Any]] | None = None,
    seen_at: datetime | None = None,
) -> Version:
    """Write a draft. An incomplete one is fine; what does not fit at all (duplicate item names) is refused.

    items, conditions: None leaves them as they are. seen_at: `saved_at` of what the author had before their eyes.
    Raises NotFound, NotAllowed, MoveRefused, RuleBroken, Conflict (somebody saved it since).
    """
    version = selectors.version_for(actor, version_id, lock=True)
    if version.state != State.DRAFT:
        raise MoveRefused("catalog.save", state=version.state)
    if not policies.may_edit(version, actor=actor):
        raise NotAllowed("catalog.save")
    if seen_at is not None and seen_at != version.saved_at:
        raise Conflict("catalog.save", person=version.author_name)
    version.author_account_id, version.author_name = actor.account_id, actor.person_name
    _require_items(items)
    _write(version, values=values, items=items, conditions=conditions)
    record(actor, CatalogTag.SAVED, object_type="catalog.version", object_id=version.id)
    return version


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":  # of any type
    found = model._meta.get_field(name)  # noqa: SLF001 - Django's documented API
    assert isinstance(found, models.Field)
    return found


def unfit(model: type[models.Model], values: Mapping[str, Any], *, names: Iterable[str]) -> dict[str, str]:
    """What the fields of a model cannot hold: field name -> why. Empty where all fits."""
    found: dict[str, str] = {}
    for name in names:
        if name not in values:
            continue
        try:
            _field(model, name).clean(values[name], None)
        except ValidationError as problem:
            found[name] = "；".join(problem.messages)
    level = values.get("security_level")
    if level is not None and "security_level" in names and level not in range(1, 5):
        found["security_level"] = "安全级别为 1 至 4"
    return found


def unfit_items(items: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str, str]]:
    """Where items do not fit: place from 0, field, why. What the columns cannot hold first, then limits by which no
    file could be checked.
    """
    for place, item in enumerate(items):
        found = unfit(Item, item, names=ITEM_FIELDS) or rules.flaws(item)
        yield from ((place, name, why) for name, why in found.items())


def _require_fit(model: type[models.Model], values: Mapping[str, Any], *, names: Sequence[str]) -> None:
    for name, why in unfit(model, values, names=names).items():
        label = str(_field(model, name).verbose_name)
        raise RuleBroken("catalog.fits", field=label, problem=why, name=name)


def _require_items(items: Sequence[Mapping[str, Any]] | None) -> None:
    """Raises RuleBroken("catalog.fits") naming the item and what of it does not fit."""
    rules.check_number_of_items([str(item["name"]) for item in items or ()])
    for place, name, why in unfit_items(items or ()):
        label = f"{(items or ())[place]['name']}：{_field(Item, name).verbose_name}"
        raise RuleBroken("catalog.fits", field=label, problem=why, name=name)


@transaction.atomic
def copy_resource(resource_id: int, *, actor: Actor) -> Version:
    """A new entry of the actor's organisation, drafted from one of its own; the name says so until it is changed."""
    resource = selectors.resource_for(actor, resource_id)
    if not policies.may_describe(actor) or resource.provider_id not in actor.organisation_ids:
        raise NotAllowed("catalog.copy")
    last = resource.versions.order_by("-number").first()
    assert last is not None, "a resource has at least one version"
    values = {name: getattr(last, name) for name in DESCRIPTION}
    values |= {"name": f"{last.name}（副本）"[:200], "change_cause": "", "changed_on": None}
    return draft_resource(
        actor=actor,
        values=values,
        items=_items_of(last),
        conditions=_conditions_of(last),
        kind=EntryKind(resource.kind),
    )


@transaction.atomic
def edit_drafts(version_ids: Iterable[int], *, actor: Actor, values: Mapping[str, Any]) -> int:
    """Write the same values into several drafts, all or none; returns how many."""
    chosen = list(dict.fromkeys(version_ids))
    for version_id in chosen:
        save_draft(version_id, actor=actor, values=values)
    return len(chosen)


@transaction.atomic
def add_items(version_id: int, *, actor: Actor, items: Sequence[Mapping[str, Any]]) -> int:
    """Add items to a draft behind those it has; one whose name is there already is left out. Returns how many."""
    version = selectors.version_for(actor, version_id, lock=True)
    held = _items_of(version)
    names = {rules.plain_name(item["name"]) for item in held}
    new = [item for item in items if rules.plain_name(str(item["name"])) not in names]
    if new:
        save_draft(version_id, actor=actor, values={}, items=[*held, *new])
    return len(new)


def _items_of(version: Version) -> list[dict[str, Any]]:
    return [{name: getattr(item, name) for name in ITEM_FIELDS} for item in version.items.all()]


def _conditions_of(version: Version) -> list[dict[str, Any]]:
    return [{name: getattr(one, name) for name in CONDITION_FIELDS} for one in version.conditions.all()]


def _check_saved(version: Version) -> None:
    """What even a draft must keep to."""
    rules.check_not_secret(version)
    law = VERSION.law(version)
    resource = version.resource
    rules.check_form(version)
    rules.check_purposes(version.purposes, law=law)
    if resource.kind == EntryKind.LICENCE:
        rules.check_licence_saved(version, law=law)
    library = selectors.lead_of(
        region_code=resource.region_code, category=version.category, class_code=version.class_code
    )
    if library is not None and library.lead_id != resource.provider_id and law("catalog.lead"):
        name = CLASS_WORDS.get(version.category, {}).get(version.class_code, "")
        raise RuleBroken("catalog.lead", library=name, lead=library.lead.name)
    if version.system_id is not None:
        system = version.system
        if system is None or system.organisation_id != resource.provider_id:
            raise RuleBroken("catalog.fits", field="登记的系统", problem="不是本部门登记的系统", name="system")
        version.source_system = version.source_system or system.name
        version.source_funding = system.funding
    rules.check_funded(version, law=law)
    before = resource.current.opening if resource.current else ""
    cleared = version.opening not in {"", Opening.NOT_OPEN} and any(CLEARED_FOR_OPENING.ask(resource.id))
    rules.check_opening_saved(version, before=before, cleared=cleared, law=law)


def trade_secrets_of(version: Version) -> list[str]:
    """Names of the items that hold trade secrets."""
    return [item.name for item in version.items.all() if item.item_class == ItemClass.TRADE_SECRET]


def _write(
    version: Version,
    *,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]] | None,
    conditions: Sequence[Mapping[str, Any]] | None = None,
) -> None:
    _require_fit(Version, values, names=DESCRIPTION)
    for name in DESCRIPTION:
        if name in values:
            setattr(version, name, values[name])
    version.methods = rules.in_order(version.methods, known=key("sharing.methods").values)
    _check_saved(version)
    version.save()
    if conditions is not None:
        rules.check_each_condition(conditions, law=VERSION.law(version))
        version.conditions.all().delete()
        SharingCondition.objects.bulk_create(
            SharingCondition(version=version, position=place, **{name: one[name] for name in CONDITION_FIELDS})
            for place, one in enumerate(conditions, 1)
        )
    if items is None:
        return
    names = [rules.plain_name(str(item["name"])) for item in items]
    if twice := sorted({str(items[names.index(n)]["name"]) for n in names if names.count(n) > 1}):
        raise RuleBroken("catalog.items_twice", items=twice)
    if formulas := [str(item["name"]) for item in items if str(item["name"]).lstrip().startswith(FORMULA_SIGNS)]:
        raise RuleBroken("catalog.item_name", items=formulas)
    columns = _columns_before(version)
    version.items.all().delete()
    made = Item.objects.bulk_create(
        Item(
            version=version,
            position=position,
            **{name: item[name] for name in ITEM_FIELDS if name in item},
            column_id=columns.get((str(item["name"]), str(item["data_type"]))),
        )
        for position, item in enumerate(items, 1)
    )
    Item.objects.filter(id__in=[item.id for item in made], column_id=None).update(column_id=F("id"))


def _columns_before(version: Version) -> dict[tuple[str, str], int]:
    """Columns of earlier versions by item name and type: an unchanged item keeps its column in the pool."""
    earlier = Item.objects.filter(version__resource_id=version.resource_id).exclude(column_id=None)
    rows = earlier.order_by("version__number").values_list("name", "data_type", "column_id")
    return {(name, data_type): column for name, data_type, column in rows if column}


def mark_fresh(resource_id: int, *, fresh_on: date | None) -> None:
    """Pushed by the pools after a load or its withdrawal, and by a provider's interface that answers, for the
    catalog's own filters.
    """
    Resource.objects.filter(id=resource_id).exclude(fresh_on=fresh_on).update(fresh_on=fresh_on)


def count_grants(resource_id: int, *, live: int) -> None:
    """Pushed by sharing."""
    Resource.objects.filter(id=resource_id).update(live_grants=live)
