"""The bureau's guide and template, and the tasks it sets under them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from yiyuan.audit.api import record
from yiyuan.catalog.types import CatalogTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.lists.models import Compilation, CompilationPart, Guide
from yiyuan.lists.workflow import COMPILATION
from yiyuan.organisations.api import choices, infos
from yiyuan.organisations.types import Office


@transaction.atomic
def publish_guide(
    *,
    actor: Actor,
    title: str,
    text: str,
    notes: Mapping[str, str] | None = None,
    required: Sequence[str] = (),
    standard: str = "",
    elements: Sequence[Mapping[str, Any]] = (),
) -> Guide:
    """The next version of the region's guide; drafts submitted from now on are held to it.

    required: elements asked beyond the regulation; elements: data elements of `standard`. Raises NotAllowed.
    """
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.guide.publish")
    last = Guide.objects.filter(region_code=actor.region_code).aggregate(last=Max("number"))["last"] or 0
    guide = Guide.objects.create(
        region_code=actor.region_code,
        number=last + 1,
        title=title,
        text=text,
        notes={name: note for name, note in (notes or {}).items() if note.strip()},
        required=list(required),
        standard=standard,
        elements=[dict(element) for element in elements],
        published_by=actor.person_name,
        published_on=clock.today(),
    )
    record(actor, CatalogTag.GUIDE_PUBLISHED, object_type="catalog.guide", object_id=guide.id)
    return guide


@transaction.atomic
def open_compilation(
    *, actor: Actor, title: str, due_on: date, guide_id: int | None = None, licences: bool = False
) -> Compilation:
    """Ask every active department of the region to compile and hand in its lists by a day; licences: only the catalog,
    with the licences it issues.

    Raises NotAllowed, RuleBroken("catalog.fits") for a day gone by.
    """
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.compilation.open")
    if due_on <= clock.today():
        raise RuleBroken("catalog.fits", field="完成日期", problem="须晚于今天", name="due_on")
    made = Compilation.objects.create(
        region_code=actor.region_code,
        guide_id=guide_id,
        title=title,
        due_on=due_on,
        licences=licences,
        opened_by=actor.person_name,
        opened_on=clock.today(),
    )
    asked = infos([key for key, _name in choices(region_code=actor.region_code)]).values()
    for organisation_id in sorted(info.id for info in asked if info.office == Office.NONE):
        part = CompilationPart.objects.create(
            compilation=made, organisation_id=organisation_id, region_code=actor.region_code, law_on=clock.today()
        )
        COMPILATION.begin(part)
    record(actor, CatalogTag.COMPILATION_OPENED, object_type="catalog.compilation", object_id=made.id)
    return made
