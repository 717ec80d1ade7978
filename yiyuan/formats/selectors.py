"""Reads of standards, types and templates; the one way one of them reaches a caller."""

from django.db.models import Q, QuerySet

from yiyuan.catalog.api import licence_entries, licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.formats import rules
from yiyuan.formats.models import Standard, Template, Type
from yiyuan.formats.types import Sheet, StandardInfo, TemplateState, TypeState
from yiyuan.formats.workflow import CENTRE, CONFIRMERS
from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import covers, lineage, trunk
from yiyuan.organisations.api import Seen
from yiyuan.seals import layouts

TEMPLATES = Seen(
    parties={"issuer": CONFIRMERS, "made_by": CONFIRMERS | CENTRE},
    overseers=OVERSEERS | CENTRE,
    related=("issuer", "made_by"),
    what="formats.template",
)
PLATFORM = StandardInfo(
    number=0,
    title="平台默认的版面要求",
    needs=(
        layouts.NAME,
        layouts.HOLDER,
        layouts.NUMBER,
        layouts.GRANTED,
        layouts.VALID,
        layouts.ISSUER,
        layouts.ADDRESS,
        layouts.NOTE,
    ),
    least_points=5,
    seal_mm=(12, 45),
    sheets=tuple(sheet.value for sheet in Sheet),
)


def templates(actor: Actor) -> QuerySet[Template]:
    return TEMPLATES.rows(Template.objects.order_by("-id"), to=actor)


def template_for(actor: Actor, template_id: int, *, lock: bool = False) -> Template:
    """Raises NotFound, also when hidden."""
    return TEMPLATES.one(Template.objects.all(), template_id, to=actor, lock=lock)


def entry_to_design(resource_id: int, *, actor: Actor) -> LicenceEntry:
    """A licence entry the actor may design a template of: its issuer's officer, or the centre of its region.

    Raises NotFound, NotAllowed.
    """
    found = licence_entry(resource_id)
    own = actor.has(Function.DATA_OFFICER) and found.provider_id in actor.organisation_ids
    if not (own or (actor.has(Function.OPERATOR) and covers(actor.region_code, found.region_code))):
        raise NotAllowed("formats.design")
    return found


def entries(actor: Actor) -> list[LicenceEntry]:
    """The licence entries of which the actor designs templates and makes licences: its department's; for the centre the
    region's.
    """
    if actor.has(Function.OPERATOR):
        return licence_entries(region_code=actor.region_code)
    if not actor.has(Function.DATA_OFFICER):
        return []
    return [one for one in licence_entries() if one.provider_id in actor.organisation_ids]


def live(resource_id: int) -> Template | None:
    """The template in use of a licence entry."""
    return Template.objects.filter(resource_id=resource_id, state=TemplateState.LIVE).first()


def standards(actor: Actor) -> QuerySet[Standard]:
    """Of the actor's region and of those above it."""
    within = Q(region_code__startswith=trunk(actor.region_code)) | Q(region_code__in=lineage(actor.region_code))
    return Standard.objects.filter(within).select_related("organisation").order_by("-id")


def standard_for(actor: Actor, standard_id: int) -> Standard:
    """Raises NotFound."""
    found = standards(actor).filter(id=standard_id).first()
    if found is None:
        raise NotFound("formats.standard", id=standard_id)
    return found


def in_force(region_code: str) -> StandardInfo:
    """The newest standard of the region, or of the city it lies in; else the platform's own."""
    for region in dict.fromkeys((region_code, region_code[:4] + "00")):
        found = Standard.objects.filter(region_code=region).order_by("-number").first()
        if found is not None:
            return StandardInfo(
                number=found.number,
                title=found.title,
                needs=tuple(found.needs),
                least_points=found.least_points,
                seal_mm=(found.seal_least_mm, found.seal_most_mm),
                sheets=tuple(found.sheets),
            )
    return PLATFORM


def lacks(template: Template) -> list[str]:
    """What a template lacks to follow the standard in force, in words."""
    required = [item.name for item in licence_entry(template.resource_id).items if item.required]
    return rules.lacking(template.content, standard=in_force(template.region_code), required=required)


def types(actor: Actor) -> QuerySet[Type]:
    """The types of the region and of those above, in use; those being written too, for the centre that writes them."""
    seen = Q(region_code__in=lineage(actor.region_code)) & ~Q(state=TypeState.DRAFT)
    if actor.has(*OVERSEERS, Function.OPERATOR):
        seen |= Q(region_code__startswith=trunk(actor.region_code))
    return Type.objects.filter(seen).select_related("organisation").order_by("name", "-version")


def type_for(actor: Actor, type_id: int, *, lock: bool = False) -> Type:
    """Raises NotFound, also when hidden."""
    rows = types(actor).filter(id=type_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("formats.type", id=type_id)
    return found


def seal_exemption(name: str, region_code: str) -> str:
    """Of the live type of this name, the nearest region's where several have one."""
    found = Type.objects.filter(state=TypeState.LIVE, name=name, region_code__in=lineage(region_code))
    nearest = max(found, key=lambda one: len(one.region_code.rstrip("0")), default=None)
    return nearest.exempt if nearest and not nearest.sealed else ""
