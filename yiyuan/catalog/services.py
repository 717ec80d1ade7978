"""Writes of the catalog: draft, save, submit, review, publish, withdraw."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.safestring import SafeString

from yiyuan.audit.api import record
from yiyuan.catalog import policies, rules, search, selectors
from yiyuan.catalog.events import ResourcePublished, ResourceWithdrawn
from yiyuan.catalog.models import CodeSequence, Item, Resource, Version
from yiyuan.catalog.types import SHARING_WORDS, CatalogTag, Panel, Sharing, State
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import Conflict, MoveRefused, NotAllowed, RuleBroken, YiyuanError
from yiyuan.kernel.events import publish as announce
from yiyuan.kernel.questions import Question
from yiyuan.organisations.api import check_may_submit
from yiyuan.regulations.api import key

# who still uses this resource? answered by sharing with one sentence per live grant
USES_OF: Question[int, str] = Question("catalog.uses_of")
# what do upper rooms show this actor on the page of this resource?
PANELS: Question[tuple[Actor, int], Panel | SafeString] = Question("catalog.panels")

DESCRIPTION = (
    "name summary category class_code subclass_code source_kind source_system electronic format cycle officer"
    " officer_phone sharing condition scope purpose materials basis_level basis reason methods use_terms"
    " held_by_provider opening opening_method opening_basis security_level secret change_cause changed_on"
).split()
ITEM_FIELDS = "name data_type length scale key required codes pattern minimum maximum item_class personal note".split()


@transaction.atomic
def draft_resource(*, actor: Actor, values: Mapping[str, Any], items: Sequence[Mapping[str, Any]] = ()) -> Version:
    """A new entry of the actor's organisation, as a draft. Nothing is preselected.

    values: fields of DESCRIPTION; items: fields of ITEM_FIELDS in order. Raises NotAllowed, RuleBroken.
    """
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.draft")
    resource = Resource.objects.create(provider_id=actor.organisation_id, region_code=actor.region_code)
    version = Version(resource=resource, number=1, author_account_id=actor.account_id, author_name=actor.person_name)
    _write(version, values=values, items=items)
    record(actor, CatalogTag.DRAFTED, object_type="catalog.version", object_id=version.id)
    return version


@transaction.atomic
def revise_resource(resource_id: int, *, actor: Actor) -> Version:
    """A draft of the next version, copied from the published one; the draft in work if there is one already."""
    resource = selectors.resource_for(actor, resource_id)
    if not policies.may_describe(actor) or resource.provider_id != actor.organisation_id:
        raise NotAllowed("catalog.revise")
    if in_work := selectors.version_in_work(resource_id):
        return in_work
    last = resource.versions.order_by("-number").first()
    assert last is not None, "a resource has at least one version"
    version = Version(
        resource=resource,
        number=last.number + 1,
        author_account_id=actor.account_id,
        author_name=actor.person_name,
    )
    items = [{name: getattr(item, name) for name in ITEM_FIELDS} for item in last.items.all()]
    _write(version, values={name: getattr(last, name) for name in DESCRIPTION}, items=items)
    record(actor, CatalogTag.DRAFTED, object_type="catalog.version", object_id=version.id, facts={"from": last.id})
    return version


@transaction.atomic
def save_draft(
    version_id: int,
    *,
    actor: Actor,
    values: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]] | None = None,
    seen_at: datetime | None = None,
) -> Version:
    """Write a draft. An incomplete one is fine; what does not fit at all (duplicate item names) is refused.

    items: None leaves them as they are. seen_at: `saved_at` of what the author had before their eyes.
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
    _write(version, values=values, items=items)
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


def _require_fit(model: type[models.Model], values: Mapping[str, Any], *, names: Sequence[str]) -> None:
    for name, why in unfit(model, values, names=names).items():
        label = str(_field(model, name).verbose_name)
        raise RuleBroken("catalog.fits", field=label, problem=why, name=name)


def _write(version: Version, *, values: Mapping[str, Any], items: Sequence[Mapping[str, Any]] | None) -> None:
    _require_fit(Version, values, names=DESCRIPTION)
    for item in items or ():
        _require_fit(Item, item, names=ITEM_FIELDS)
    for name in DESCRIPTION:
        if name in values:
            setattr(version, name, values[name])
    version.methods = rules.in_order(version.methods, known=key("sharing.methods").values)
    version.save()
    if items is None:
        return
    names = [rules.plain_name(str(item["name"])) for item in items]
    if twice := sorted({str(items[names.index(n)]["name"]) for n in names if names.count(n) > 1}):
        raise RuleBroken("catalog.items_twice", items=twice)
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


def submit_version(version_id: int, *, actor: Actor) -> Version:
    """Hand a draft to the secrecy reviewer. Raises RuleBroken naming every missing element."""
    check_may_submit(selectors.version_for(actor, version_id).resource.provider_id)
    return _move(
        version_id,
        "submit",
        actor=actor,
        facts=lambda v: {
            "entry": v,
            "item_names": [i.name for i in v.items.all()],
            "personal_items": [i.name for i in v.items.all() if i.personal],
        },
        also_set={"submitted_on": clock.today()},
    )


def clear_secrecy(version_id: int, *, actor: Actor, note: str = "") -> Version:
    """The secrecy reviewer finds nothing secret; never the author."""
    who = {"secrecy_name": actor.person_name}
    return _move(version_id, "clear", actor=actor, note=note, facts=_persons(actor), also_set=who)


def hold_for_secrecy(version_id: int, *, actor: Actor, note: str) -> Version:
    """Back to the author with the secrecy reviewer's reason."""
    _require_reason(note)
    return _move(version_id, "hold", actor=actor, note=note)


@transaction.atomic
def approve_version(
    version_id: int, *, actor: Actor, note: str = "", fixed_type: str = "", fixing_basis: str = ""
) -> Version:
    """The reviewer approves; where the bureau fixes the sharing type it says which and on what basis.

    Raises RuleBroken("catalog.author_reviewer" | "catalog.type_fixing_basis" | "catalog.sharing_types").
    """
    version = selectors.version_for(actor, version_id)
    law = VERSION.law(version)
    fixes = law("catalog.type_fixed_by") == "bureau" and actor.governs(version.region_code)
    chosen = fixed_type or version.sharing
    rules.check_type_fixed(fixed=chosen, basis=fixing_basis, by_bureau=fixes, law=law)
    changes: dict[str, Any] = {"reviewer_name": actor.person_name}
    if fixes:
        personal = [item.name for item in version.items.all() if item.personal]
        if personal and chosen == Sharing.UNCONDITIONAL:
            raise RuleBroken("catalog.personal_not_unconditional", items=personal)
        changes |= {"sharing": chosen, "basis": fixing_basis or version.basis}
        note = f"{note}（确定为{SHARING_WORDS[Sharing(chosen)]}，依据：{fixing_basis}）"
    return _move(version_id, "approve", actor=actor, note=note, facts=_persons(actor), also_set=changes)


def return_version(version_id: int, *, actor: Actor, note: str) -> Version:
    """The reviewer sends it back with a reason."""
    _require_reason(note)
    return _move(version_id, "return", actor=actor, note=note)


def recall_version(version_id: int, *, actor: Actor) -> Version:
    """The provider takes it back into draft before it is published."""
    return _move(version_id, "recall", actor=actor)


def make_move(
    version_id: int,
    move: str,
    *,
    actor: Actor,
    note: str = "",
    fixed_type: str = "",
    fixing_basis: str = "",
    told_on: date | None = None,
) -> None:
    """A move by its name in the workflow; what a move does not need is not looked at.

    fixed_type, fixing_basis: of an approval by the bureau. told_on: of a withdrawal. Raises as the move does.
    """
    match move:
        case "submit":
            submit_version(version_id, actor=actor)
        case "clear":
            clear_secrecy(version_id, actor=actor, note=note)
        case "hold":
            hold_for_secrecy(version_id, actor=actor, note=note)
        case "approve":
            approve_version(version_id, actor=actor, note=note, fixed_type=fixed_type, fixing_basis=fixing_basis)
        case "return":
            return_version(version_id, actor=actor, note=note)
        case "recall":
            recall_version(version_id, actor=actor)
        case "publish":
            publish_version(version_id, actor=actor)
        case "withdraw":
            version = selectors.version_for(actor, version_id)
            if version.state != State.PUBLISHED:  # an old version never takes the current one with it
                raise MoveRefused(f"{VERSION.name}.{move}", state=version.state)
            withdraw_resource(version.resource_id, actor=actor, reason=note, told_on=told_on)
        case _:
            raise MoveRefused(f"{VERSION.name}.{move}")


def submit_versions(version_ids: Iterable[int], *, actor: Actor) -> tuple[list[int], dict[int, YiyuanError]]:
    """Submit several drafts, each in a transaction of its own: those that went, and why the others did not."""
    gone: list[int] = []
    held: dict[int, YiyuanError] = {}
    for version_id in dict.fromkeys(version_ids):
        try:
            submit_version(version_id, actor=actor)
        except YiyuanError as refusal:  # one entry's gap does not hold up the others; the caller says which and why
            held[version_id] = refusal
        else:
            gone.append(version_id)
    return gone, held


@transaction.atomic
def publish_version(version_id: int, *, actor: Actor) -> Version:
    """Make a reviewed version the current one; the earlier one stays readable. Gives the code at first publication.

    Emits ResourcePublished.
    """
    version = selectors.version_for(actor, version_id, lock=True)
    resource = Resource.objects.select_for_update().get(id=version.resource_id)
    code = resource.code or _next_code(version)
    VERSION.move(version, "publish", actor=actor, also_set={"published_on": clock.today()})
    if resource.current_id:
        assert resource.current is not None
        VERSION.move(resource.current, "supersede", actor=SYSTEM)
    Resource.objects.filter(id=resource.id).update(code=code, current=version)
    search.index_resource(resource.id)
    record(actor, CatalogTag.CODED, object_type="catalog.resource", object_id=resource.id, facts={"code": code})
    assert version.published_on is not None
    announce(ResourcePublished(resource.id, version.id, version.number, version.published_on))
    return version


@transaction.atomic
def withdraw_resource(resource_id: int, *, actor: Actor, reason: str, told_on: date | None = None) -> None:
    """Take a resource out of the catalog; its metadata stays readable.

    told_on: when the departments that use it were told; needed while grants live. Emits ResourceWithdrawn.
    """
    resource = selectors.resource_for(actor, resource_id)
    if resource.current is None:
        raise MoveRefused("catalog.withdraw", state="draft")
    uses = USES_OF.ask(resource_id)
    VERSION.move(
        resource.current,
        "withdraw",
        actor=actor,
        note=reason,
        reason=reason,
        objections=uses,
        told=told_on is not None and told_on < clock.today(),
    )
    search.index_resource(resource_id)
    announce(ResourceWithdrawn(resource_id, clock.today()))


def _next_code(version: Version) -> str:
    prefix = rules.code_prefix(
        category=version.category, class_code=version.class_code, subclass_code=version.subclass_code or "001"
    )
    CodeSequence.objects.get_or_create(prefix=prefix)
    CodeSequence.objects.filter(prefix=prefix).update(last=F("last") + 1)
    code = f"{prefix}/{CodeSequence.objects.get(prefix=prefix).last:06d}"
    rules.check_code(code)
    return code


def _require_reason(note: str) -> None:
    if not note.strip():
        raise RuleBroken("catalog.return_reason")


def _persons(actor: Actor) -> Any:  # facts of check_other_person, once the version is known
    return lambda v: {"author": v.author_account_id, "reviewer": actor.account_id, "person": actor.person_name}


@transaction.atomic
def _move(
    version_id: int,
    name: str,
    *,
    actor: Actor,
    note: str = "",
    facts: Any = None,  # a function of the version giving the guard's facts
    also_set: dict[str, Any] | None = None,
) -> Version:
    version = selectors.version_for(actor, version_id, lock=True)
    VERSION.move(version, name, actor=actor, note=note, also_set=also_set, **(facts(version) if facts else {}))
    return version


def mark_fresh(resource_id: int, *, fresh_on: date) -> None:
    """Pushed by the pools after a load, for the catalog's own filters."""
    Resource.objects.filter(id=resource_id).update(fresh_on=fresh_on)


def count_grants(resource_id: int, *, live: int) -> None:
    """Pushed by sharing."""
    Resource.objects.filter(id=resource_id).update(live_grants=live)
