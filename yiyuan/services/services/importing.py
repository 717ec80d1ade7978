"""Take a sheet of items in: each good row an item, the others refused with their reasons."""

from collections.abc import Sequence

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import infos, named_in
from yiyuan.regulations.api import explain
from yiyuan.services import policies, rules, selectors
from yiyuan.services.models import ItemImport, Material, ServiceItem
from yiyuan.services.sheets import Row
from yiyuan.services.types import Applicant, ItemState, ServiceTag, Wanted
from yiyuan.workflow.api import Law


@transaction.atomic
def import_items(
    *, actor: Actor, rows: Sequence[Row], file_name: str, applicant: Applicant, opened: bool = False
) -> ItemImport:
    """Read = taken + refused. applicant: where a row names none; opened: cases may be opened of them at once.

    A department takes in its own items, a bureau those of its region's departments. Raises NotAllowed.
    """
    if not policies.may_import(actor):
        raise NotAllowed("services.item.import")
    made = ItemImport.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        person_name=actor.person_name,
        file_name=file_name[:200],
        imported_on=clock.today(),
        read_rows=len(rows),
    )
    good, made.refusals = _sorted_out(rows, actor=actor, opened=opened)
    items = [
        ServiceItem(
            state=ItemState.OPEN if opened else ItemState.DRAFT,
            law_on=clock.today(),
            region_code=region,
            organisation_id=body,
            name=row.name,
            code=row.code,
            applicant=row.applicant or applicant,
            registered_by=actor.person_name,
            registered_on=clock.today(),
            imported=made,
        )
        for row, body, region in good
    ]
    ServiceItem.objects.bulk_create(items, batch_size=500)
    asked = [
        Material(item=item, name=name) for item, (row, *_) in zip(items, good, strict=True) for name in row.materials
    ]
    Material.objects.bulk_create(asked, batch_size=500)
    made.made_rows, made.refused_rows = len(good), len(made.refusals)
    assert made.read_rows == made.made_rows + made.refused_rows
    made.save()
    facts = {"rows": made.read_rows, "kept": made.made_rows, "refused": made.refused_rows}
    record(actor, ServiceTag.IMPORTED, object_type="services.import", object_id=made.id, facts=facts)
    return made


def _sorted_out(
    rows: Sequence[Row], *, actor: Actor, opened: bool
) -> tuple[list[tuple[Row, int, str]], list[dict[str, object]]]:
    """Good rows with their department and its region; row number and reasons of the others."""
    bodies = named_in(actor.region_code, {row.body for row in rows if row.body})
    regions = {key: info.region_code for key, info in infos({*bodies.values(), actor.organisation_id}).items()}
    taken = selectors.codes_taken(regions)
    offered = selectors.offers(sorted({name for row in rows for name in row.materials}), region_code=actor.region_code)
    exact = {name for name, near in offered.items() if near and near[0].exact}
    good, refused = [], []
    for row in rows:
        body = bodies.get(row.body) if row.body else actor.organisation_id
        reasons = [*row.wrong]
        if body is None:
            reasons.append(f"没有“{row.body}”这个部门，或者不止一个")
        elif not policies.may_import_for(actor, body):
            reasons.append("不是本部门的事项")
        elif (body, row.code) in taken:
            reasons.append("这个部门已经有这个编码的事项")
        if body is not None and not reasons and opened:
            reasons += _unlawful(row, region=regions[body], exact=exact)
        if reasons or body is None:
            refused.append({"row": row.number, "reasons": reasons})
        else:
            taken.add((body, row.code))
            good.append((row, body, regions[body]))
    return good, refused


def _unlawful(row: Row, *, region: str, exact: set[str]) -> list[str]:
    """Why the item may not be opened at once."""
    wanted = [Wanted(name, True, f"《{name}》" if name in exact else "") for name in row.materials]
    try:
        rules.check_openable(law=Law(region, clock.today()), on_platform=True, materials=wanted)
    except RuleBroken as refusal:
        return [explain(refusal, region=region, on=clock.today()).sentence]
    return []
