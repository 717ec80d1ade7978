"""Items, their materials, what the platform has in place of them; scenes of presentation."""

from typing import Any

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry, published_resource
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.services import policies, rules, selectors
from yiyuan.services.models import Material, Scene, ServiceItem
from yiyuan.services.types import Applicant, ItemState, MaterialKind, ServiceTag
from yiyuan.services.workflow import ITEM
from yiyuan.workflow.api import Law


@transaction.atomic
def register_item(*, actor: Actor, name: str, code: str, applicant: Applicant, **flags: bool | str) -> ServiceItem:
    """An item of the actor's department, a draft. flags: on_platform, fully_online, province_wide, cross_region,
    credit_matter.

    Raises NotAllowed, RuleBroken("services.item_code").
    """
    if not policies.may_register(actor):
        raise NotAllowed("services.item.register")
    try:
        with transaction.atomic():
            made = ServiceItem.objects.create(
                region_code=actor.region_code,
                law_on=clock.today(),
                organisation_id=actor.organisation_id,
                name=name.strip(),
                code=code.strip(),
                applicant=applicant,
                registered_by=actor.person_name,
                registered_on=clock.today(),
                **flags,
            )
    except IntegrityError:
        raise RuleBroken("services.item_code", code=code.strip()) from None
    record(actor, ServiceTag.REGISTERED, object_type="services.item", object_id=made.id)
    ITEM.begin(made)
    return made


@transaction.atomic
def change_item(item_id: int, *, actor: Actor, **flags: bool | str) -> None:
    """How far it is handled from afar, and where. Raises NotFound, NotAllowed, RuleBroken("services.no_repeat")."""
    found = selectors.item_for(actor, item_id, lock=True)
    policies.require_owner(found, actor)
    ServiceItem.objects.filter(id=found.id).update(**flags)
    _still_lawful(selectors.item_for(actor, item_id), actor)
    record(actor, ServiceTag.CHANGED, object_type="services.item", object_id=found.id, facts={"flags": flags})


@transaction.atomic
def add_material(
    item_id: int,
    *,
    actor: Actor,
    name: str,
    required: bool,
    from_applicant: bool,
    resource_id: int | None = None,
    kind: MaterialKind = MaterialKind.DATA,
) -> Material:
    """One more; `resource_id` confirms what stands for it.

    Raises NotFound, NotAllowed, RuleBroken("services.material" | "services.no_repeat").
    """
    item = selectors.item_for(actor, item_id, lock=True)
    policies.require_owner(item, actor)
    stands = _standing_for(resource_id, actor, from_applicant=from_applicant)
    try:
        with transaction.atomic():
            made = Material.objects.create(
                item=item, name=name.strip(), required=required, from_applicant=from_applicant, kind=kind, **stands
            )
    except IntegrityError:
        raise RuleBroken("services.material", problem="这个事项已经有这项材料。") from None
    facts = {"item": item.id, "resource": resource_id}
    record(actor, ServiceTag.MATERIAL_ADDED, object_type="services.item", object_id=item.id, facts=facts)
    _still_lawful(item, actor)
    return made


@transaction.atomic
def change_material(
    item_id: int,
    *,
    actor: Actor,
    material_id: int,
    required: bool,
    from_applicant: bool,
    resource_id: int | None = None,
    kind: MaterialKind = MaterialKind.DATA,
) -> Material:
    """What stands for it, and whether the applicant is asked for it.

    Raises NotFound, NotAllowed, RuleBroken("services.material" | "services.no_repeat").
    """
    item = selectors.item_for(actor, item_id, lock=True)
    policies.require_owner(item, actor)
    found = item.materials.filter(id=material_id).first()
    if found is None:
        raise NotFound("services.material", id=material_id)
    stands = _standing_for(resource_id, actor, from_applicant=from_applicant)
    empty = {"resource_id": None, "resource_name": "", "licence": False, "confirmed_by": "", "confirmed_on": None}
    values = {"required": required, "from_applicant": from_applicant, "kind": kind, **empty, **stands}
    Material.objects.filter(id=found.id).update(**values)
    facts = {"material": found.id, "resource": resource_id}
    record(actor, ServiceTag.MATERIAL_CHANGED, object_type="services.item", object_id=item.id, facts=facts)
    _still_lawful(item, actor)
    found.refresh_from_db()
    return found


def _standing_for(resource_id: int | None, actor: Actor, *, from_applicant: bool) -> dict[str, Any]:
    """Fields of `Material`."""
    if resource_id is None:
        if not from_applicant:
            raise RuleBroken("services.material", problem="平台获取的，请选用哪一种证照或者资源。")
        return {}
    try:
        name, licence = licence_entry(resource_id).name, True
    except NotFound:
        name, licence = published_resource(resource_id).name, False
    return {
        "resource_id": resource_id,
        "resource_name": name,
        "licence": licence,
        "confirmed_by": actor.person_name,
        "confirmed_on": clock.today(),
    }


def _still_lawful(item: ServiceItem, actor: Actor) -> None:
    """An open item keeps to the rule; what asks twice elsewhere is on record, with the article."""
    law, materials = ITEM.law(item), selectors.wanted(item)
    if item.state == ItemState.OPEN:
        with law.judging():
            rules.check_openable(law=law, on_platform=item.on_platform, materials=materials)
    _note_repeated(item, actor, law)


def _note_repeated(item: ServiceItem, actor: Actor, law: Law) -> None:
    found = rules.repeated(selectors.wanted(item))
    if found:
        record(
            actor,
            ServiceTag.REPEATED,
            object_type="services.item",
            object_id=item.id,
            requirement_ids=list(law.resolved("services.no_repeat").cite),
            facts={"materials": len(found), "on_platform": item.on_platform},
        )


@transaction.atomic
def open_item(item_id: int, *, actor: Actor) -> None:
    """Cases may be opened. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("services.no_repeat")."""
    found = selectors.item_for(actor, item_id, lock=True)
    ITEM.move(found, "open", actor=actor, on_platform=found.on_platform, materials=selectors.wanted(found))
    _note_repeated(found, actor, ITEM.law(found))


@transaction.atomic
def close_item(item_id: int, *, actor: Actor) -> None:
    """Raises NotFound, NotAllowed, MoveRefused."""
    ITEM.move(selectors.item_for(actor, item_id, lock=True), "close", actor=actor)


@transaction.atomic
def name_scene(*, actor: Actor, name: str, resource_id: int, words: str = "") -> Scene:
    """Where the actor's department is content with an electronic licence alone.

    Raises NotAllowed, NotFound (no licence entry), RuleBroken("services.scene_once").
    """
    if not policies.may_register(actor):
        raise NotAllowed("services.scene.name")
    entry = licence_entry(resource_id)
    try:
        with transaction.atomic():
            made = Scene.objects.create(
                organisation_id=actor.organisation_id,
                region_code=actor.region_code,
                name=name.strip(),
                resource_id=entry.resource_id,
                licence_name=entry.name,
                words=words.strip(),
                named_by=actor.person_name,
                named_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("services.scene_once") from None
    record(actor, ServiceTag.SCENE_NAMED, object_type="services.scene", object_id=made.id)
    return made
