"""Hold the issuer's own list of valid licences against the library, by number and digest."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.licences import api as licences
from yiyuan.making import rules
from yiyuan.making.models import Count
from yiyuan.making.services.steps import issuing_entry
from yiyuan.making.types import MakingTag

NUMBER, DIGEST = "证照编号", "内容摘要"
MOST_BYTES, MOST_CELLS, MOST_FOUND = 50_000_000, 2_000_000, 1000


def list_in(content: bytes, *, file_name: str) -> dict[str, str]:
    """Licence number -> digest, or none, of a sheet. Raises RuleBroken("making.list")."""
    try:
        with readers.as_file(content, suffix=Path(file_name).suffix.lower()) as path:
            table = readers.read(path, names=[NUMBER, DIGEST], max_bytes=MOST_BYTES, max_cells=MOST_CELLS)
            if NUMBER not in table.headers:
                raise RuleBroken("making.list", problem=f"没有“{NUMBER}”一栏")
            names = [name for name in (NUMBER, DIGEST) if name in table.headers]
            rows = [row for frame in table for row in frame.select(names).iter_rows(named=True)]
    except FileRefused as refused:
        raise RuleBroken("making.list", problem=refused.sentence) from refused
    found: dict[str, str] = {}
    for row in rows:
        number = (row[NUMBER] or "").strip()
        if number in found:
            raise RuleBroken("making.list", problem=f"编号“{number}”有两行")
        if number:
            found[number] = (row.get(DIGEST) or "").strip().lower()
    return found


@transaction.atomic
def count(resource_id: int, *, actor: Actor, valid: Mapping[str, str], stock: int | None = None) -> Count:
    """What of the valid licences the issuer knows stands in the library as it is.

    valid: licence number -> digest, or none. stock: paper licences of the past, converted or not.
    Raises NotFound, NotAllowed.
    """
    entry = issuing_entry(resource_id, actor=actor)
    held = {}
    converted = 0
    for number, versions in licences.standing(resource_id).items():
        converted += versions[0].past
        if versions[-1].stands:
            one = versions[-1]
            held[number] = rules.digest(licence_no=number, holder_code=one.holder_code, valid_until=one.valid_until)
    missing = sorted(set(valid) - set(held))
    extra = sorted(set(held) - set(valid))
    different = sorted(number for number in set(valid) & set(held) if valid[number] and valid[number] != held[number])
    found = [
        *({"number": one, "what": "库里没有"} for one in missing),
        *({"number": one, "what": "内容不同"} for one in different),
        *({"number": one, "what": "库里多出"} for one in extra),
    ]
    made = Count.objects.create(
        entry_id=resource_id,
        type_name=entry.name,
        region_code=entry.region_code,
        issuer_id=entry.provider_id,
        counted_on=clock.today(),
        person_name=actor.person_name,
        known=len(valid),
        collected=len(held),
        same=len(set(valid) & set(held)) - len(different),
        missing=len(missing),
        different=len(different),
        extra=len(extra),
        stock=stock,
        converted=converted,
        found=found[:MOST_FOUND],
    )
    facts = {"known": made.known, "missing": made.missing, "different": made.different}
    record(actor, MakingTag.COUNT, object_type="making.count", object_id=made.id, facts=facts)
    return made
