"""What a scanned 安康码 opens: licences its scene is content with, a case of who shows it. Every use is on record."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yiyuan.holders.api import CodeSeen, resolve_for_scene
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.services import ankang, policies, selectors
from yiyuan.services.models import Case, Proof, Scene
from yiyuan.services.services.cases import open_case
from yiyuan.services.types import Got, Person

OPERATION = "ankang"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What an official sees: validity, no contents."""

    licences: Sequence[CodeSeen]

    @property
    def words(self) -> str:
        said = [f"{one.name} {one.licence_no}：{one.state_words}，{one.validity}" for one in self.licences]
        return "；".join(said) or "这个人没有这个场景要看的证照"


@transaction.atomic
def scan_at_scene(scene_id: int, *, actor: Actor, code: str) -> Scanned:
    """The holder's licences of the types that this scene of the actor's department names.

    Raises NotFound, NotAllowed, RuleBroken("services.code").
    """
    scene = selectors.scene_for(actor, scene_id)
    policies.require_scene(scene, actor)
    person = ankang.holder_of(code)
    named = Scene.objects.filter(organisation=scene.organisation_id, name=scene.name).order_by("id")
    kinds = list(named.values_list("resource_id", flat=True))
    return Scanned(
        resolve_for_scene(
            actor=actor, holder_code=person.code, resource_ids=kinds, scene=scene.name, operation=OPERATION
        )
    )


@transaction.atomic
def accept_case(item_id: int, *, actor: Actor, person: Person | None = None, scanned: str = "") -> Case:
    """A case of a person, or of who shows a 安康码; then licences that a scene of the department names count as shown.

    Raises as `open_case`, RuleBroken("services.code").
    """
    if person is not None:
        return open_case(item_id, actor=actor, person=person)
    person = ankang.holder_of(scanned)
    case = open_case(item_id, actor=actor, person=person)
    scenes = dict(Scene.objects.filter(organisation__in=actor.organisation_ids).values_list("resource_id", "name"))
    for proof in case.proofs.filter(material__licence=True, material__resource__in=scenes).select_related("material"):
        kind = proof.material.resource_id
        assert kind is not None, "a licence entry stands for it"
        seen = resolve_for_scene(
            actor=actor,
            holder_code=person.code,
            resource_ids=[kind],
            scene=scenes[kind],
            operation=OPERATION,
            case=case.number,
        )
        if valid := [one for one in seen if one.valid]:
            words = f"安康码出示：{valid[0].name} {valid[0].licence_no}，{valid[0].validity}"[:300]
            Proof.objects.filter(id=proof.id).update(
                got=Got.SHOWN, words=words, use_id=valid[0].use_id, got_on=clock.today()
            )
    return case
