"""The city's standard of faces, in versions."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.formats.models import Standard
from yiyuan.formats.types import FormatTag
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed


@transaction.atomic
def publish_standard(
    *,
    actor: Actor,
    title: str,
    needs: Sequence[str],
    sheets: Sequence[str],
    least_points: Decimal | float,
    seal_least_mm: Decimal | float,
    seal_most_mm: Decimal | float,
    note: str = "",
) -> Standard:
    """The next version, in force at once: templates are checked against it when they go live and at every issue.

    Raises NotAllowed.
    """
    if not actor.has(Function.OPERATOR):
        raise NotAllowed("formats.standard")
    held = Standard.objects.select_for_update().filter(region_code=actor.region_code)
    last = max((one.number for one in held), default=0)
    made = Standard.objects.create(
        region_code=actor.region_code,
        organisation_id=actor.organisation_id,
        number=last + 1,
        title=title,
        needs=list(needs),
        sheets=list(sheets),
        least_points=float(least_points),
        seal_least_mm=float(seal_least_mm),
        seal_most_mm=float(seal_most_mm),
        note=note,
        published_on=clock.today(),
        person_name=actor.person_name,
    )
    record(actor, FormatTag.STANDARD, object_type="formats.standard", object_id=made.id, facts={"version": made.number})
    return made
