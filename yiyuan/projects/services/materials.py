"""Files of a project by version, and the entries it compiles beforehand."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotFound, RuleBroken
from yiyuan.projects import papers, policies, selectors
from yiyuan.projects.models import Material, Project, ProjectEntry
from yiyuan.projects.rules import gates
from yiyuan.projects.types import CLOSED_STATES, File, Gate, MaterialKind, ProjectTag
from yiyuan.projects.workflow import PROJECT


def require_adding(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (refused, removed)."""
    policies.require_unit(project, actor)
    if project.state in CLOSED_STATES:
        raise MoveRefused("projects.project.material", state=project.state)


@transaction.atomic
def add_material(project_id: int, *, actor: Actor, kind: MaterialKind, file: File, institution: str = "") -> Material:
    """One more version of a material; the same file again is the version that is there.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate of materials, "projects.file",
    "projects.institution").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_adding(found, actor)
    law = PROJECT.law(found)
    with law.judging():
        if not found.is_registered:
            gates.check_gate(Gate.MATERIALS, selectors.standing_of(found), law=law)
        if kind == MaterialKind.ASSESSMENT and not institution.strip():
            raise RuleBroken("projects.institution")
        kept = papers.keep(file)
    before = found.materials.filter(kind=kind).order_by("-version").first()
    if before is not None and before.sha256 == kept["sha256"]:
        return before
    made = Material.objects.create(
        project=found,
        kind=kind,
        version=before.version + 1 if before else 1,
        institution=institution.strip(),
        added_by=actor.person_name,
        added_on=clock.today(),
        **kept,
    )
    facts = {"kind": str(kind), "version": made.version, "sha256": made.sha256}
    cite = list(law.resolved("projects.kept").cite)
    record(
        actor,
        ProjectTag.MATERIAL_ADDED,
        object_type="projects.project",
        object_id=found.id,
        requirement_ids=cite,
        facts=facts,
    )
    return made


@transaction.atomic
def read_material(material_id: int, *, actor: Actor) -> tuple[Material, bytes]:
    """A file as it was handed in, for whoever sees the project. Raises NotFound, Damaged."""
    found = Material.objects.filter(id=material_id).first()
    if found is None:
        raise NotFound("projects.material", id=material_id)
    selectors.project_for(actor, found.project_id)
    record(actor, ProjectTag.MATERIAL_READ, object_type="projects.project", object_id=found.project_id)
    return found, papers.content_of(found.sha256)


@transaction.atomic
def add_entry(project_id: int, *, actor: Actor, resource_id: int) -> None:
    """An entry of the unit's own, a draft or published. Repeating it changes nothing. Raises NotFound, NotAllowed."""
    found = selectors.project_for(actor, project_id, lock=True)
    require_adding(found, actor)
    if resource_id not in dict(selectors.own_entries(actor)):
        raise NotFound("catalog.resource", id=resource_id)
    _made, new = ProjectEntry.objects.get_or_create(
        project=found, resource_id=resource_id, defaults={"added_on": clock.today()}
    )
    if new:
        facts = {"resource": resource_id}
        record(actor, ProjectTag.ENTRY_ADDED, object_type="projects.project", object_id=found.id, facts=facts)
