"""Make licences one by one or by sheet, correct what was returned, make the next version."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.formats.api import standard_in_force
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Conflict, NotAllowed, RuleBroken
from yiyuan.licences import rules, selectors
from yiyuan.licences.models import Licence, LicenceType, Making
from yiyuan.licences.services.officers import require_officer
from yiyuan.licences.services.sealing import unprintable
from yiyuan.licences.types import LicenceId, LicenceTag, Origin, SealHolder, State, Stated
from yiyuan.licences.workflow import LICENCE, MAKERS
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import profile_version, resolve

NOT_LIVE = (State.DROPPED, State.CANCELLED, State.REPLACED, State.EXPIRED)


@transaction.atomic
def make_licence(resource_id: int, *, actor: Actor, stated: Stated, origin: Origin | None = None) -> LicenceId:
    """A licence of a published licence entry, to be audited by somebody else.

    Raises NotFound, NotAllowed, RuleBroken("licences.officer" | "licences.fields").
    """
    entry = selectors.entry_to_make(resource_id, actor=actor)
    require_officer(entry.provider_id, region_code=entry.region_code)
    kind = _type_of(entry)
    _check(entry, stated)
    origin = origin or (Origin.HISTORY if stated.made_on else Origin.DRAFTED)
    return LicenceId(_make(entry, kind=kind, actor=actor, stated=stated, origin=origin).id)


@transaction.atomic
def make_row(entry: LicenceEntry, *, actor: Actor, stated: Stated) -> tuple[int | None, list[str]]:
    """A licence of a batch; or none, and why it cannot be made."""
    kind = _type_of(entry)
    if problems := problems_of(entry, stated):
        return None, problems
    return _make(entry, kind=kind, actor=actor, stated=stated, origin=Origin.BATCH).id, []


@transaction.atomic
def make_from_sheet(
    resource_id: int,
    *,
    actor: Actor,
    rows: Iterator[tuple[int, Stated | None, list[str]]],
    file_name: str,
    history: bool,
    notes: Sequence[str] = (),
) -> Making:
    """A licence of each good row; the others are refused with their reasons. Read = made + refused.

    rows: row number, what it states (None where it could not be read) and what is wrong with it.
    notes: how it was read.
    Raises NotFound, NotAllowed, RuleBroken("licences.officer").
    """
    entry = selectors.entry_to_make(resource_id, actor=actor)
    require_officer(entry.provider_id, region_code=entry.region_code)
    kind = _type_of(entry)
    making = Making.objects.create(
        resource_id=resource_id,
        type_name=entry.name,
        issuer_id=entry.provider_id,
        made_by_id=actor.organisation_id,
        region_code=entry.region_code,
        person_name=actor.person_name,
        file_name=file_name[:200],
        history=history,
        made_on=clock.today(),
        read_rows=0,
        made_rows=0,
        refused_rows=0,
        notes=list(notes),
    )
    origin = Origin.HISTORY if history else Origin.BATCH
    for number, stated, wrong in rows:
        problems = wrong + (problems_of(entry, stated) if stated else [])
        making.read_rows += 1
        if problems or stated is None:
            making.refused_rows += 1
            making.refusals.append({"row": number, "reasons": problems})
        else:
            making.made_rows += 1
            _make(entry, kind=kind, actor=actor, stated=stated, origin=origin, making=making)
    making.save()
    assert making.read_rows == making.made_rows + making.refused_rows
    record(
        actor,
        LicenceTag.BATCH_MADE,
        object_type="licences.making",
        object_id=making.id,
        facts={"rows": making.read_rows, "kept": making.made_rows, "refused": making.refused_rows},
    )
    return making


def problems_of(entry: LicenceEntry, stated: Stated, *, versions: Iterable[int] = ()) -> list[str]:
    """What is wrong with a licence of this entry; also where the number is taken already.

    versions: ids that may have the number, being the same licence. Hold the type's lock: two must not take one number.
    """
    found = rules.problems_of(stated, holder_kind=entry.holder, items=entry.items, today=clock.today())
    found += unprintable(stated)
    live = Licence.objects.filter(resource=entry.resource_id, licence_no=stated.licence_no).exclude(state__in=NOT_LIVE)
    taken = stated.licence_no and live.exclude(id__in=list(versions)).exists()
    return [*found, "证照编号已有证照"] if taken else found


def _check(entry: LicenceEntry, stated: Stated, *, versions: Iterable[int] = ()) -> None:
    if problems := problems_of(entry, stated, versions=versions):
        raise RuleBroken("licences.fields", problem="；".join(problems))


def _make(
    entry: LicenceEntry,
    *,
    kind: LicenceType,
    actor: Actor,
    stated: Stated,
    origin: Origin,
    making: Making | None = None,
    previous: Licence | None = None,
) -> Licence:
    today = clock.today()
    made_on = stated.made_on or today
    made = Licence.objects.create(
        type=kind,
        resource_id=entry.resource_id,
        type_name=entry.name,
        type_kind=entry.kind,
        template=entry.template,
        issuer_id=entry.provider_id,
        issuer_name=entry.issuer,
        region_code=entry.region_code,
        holder_kind=stated.holder_kind,
        holder_name=stated.holder_name,
        code_kind=stated.code_kind,
        holder_code=stated.holder_code,
        licence_no=stated.licence_no,
        values=stated.values,
        granted_on=stated.granted_on,
        valid_from=stated.valid_from,
        valid_until=stated.valid_until,
        version=previous.version + 1 if previous else 1,
        serial=previous.serial if previous else None,
        previous=previous,
        origin=origin,
        making=making,
        made_on=made_on,
        rules=profile_version(entry.region_code, made_on),
        standard=str(standard_in_force(entry.region_code)),
        seal_holder=stated.seal_holder
        or SealHolder(resolve("licences.seal_holder", region=entry.region_code, on=made_on).choice),
        sealed_on=stated.sealed_on,
        entered_on=today,
        maker_account_id=actor.account_id,
        maker_name=actor.person_name,
    )
    record(
        actor,
        LicenceTag.MADE,
        object_type="licences.licence",
        object_id=made.id,
        facts={"kind": origin.value, "resource": entry.resource_id},
    )
    LICENCE.begin(made)
    return made


def _type_of(entry: LicenceEntry) -> LicenceType:
    """The type of an entry, locked; made with the first licence. Raises Conflict where two make the first at once."""
    if found := LicenceType.objects.select_for_update().filter(resource=entry.resource_id).first():
        return found
    body = organisation(entry.provider_id)
    number = LicenceType.objects.filter(issuer=body.id).count() + 1
    try:
        with transaction.atomic():
            return LicenceType.objects.create(
                resource_id=entry.resource_id, issuer_id=body.id, code=f"{body.uscc}{number:03d}"
            )
    except IntegrityError as error:
        raise Conflict("licences.type") from error


@transaction.atomic
def remake_licence(licence_id: int, *, actor: Actor, stated: Stated) -> None:
    """Correct what was returned and hand it to audit again; what it was made from and under which rules stays."""
    found = selectors.licence_for(actor, licence_id, lock=True)
    require_officer(found.issuer_id, region_code=found.region_code)
    entry = licence_entry(found.resource_id)
    _type_of(entry)
    _check(entry, stated, versions=[found.id, *filter(None, [found.previous_id])])
    named = ("holder_kind", "holder_name", "code_kind", "holder_code", "licence_no", "granted_on")
    also = {name: getattr(stated, name) for name in (*named, "valid_from", "valid_until", "values")}
    also |= {"maker_account_id": actor.account_id, "maker_name": actor.person_name, "auditor_name": "", "reason": ""}
    LICENCE.move(found, "remake", actor=actor, also_set=also)


def check_updatable(licence: Licence, actor: Actor) -> None:
    """Raises NotAllowed, RuleBroken("licences.update") where it is not in force or a next version is on its way."""
    if not actor.has(*MAKERS) or licence.issuer_id not in actor.organisation_ids:
        raise NotAllowed("licences.update")
    if licence.state != State.ISSUED or selectors.newer(licence):
        raise RuleBroken("licences.update")


@transaction.atomic
def update_licence(licence_id: int, *, actor: Actor, stated: Stated) -> LicenceId:
    """A new version, under the rules of today; the old one holds until the new one is issued, then it is void.

    Raises NotFound, NotAllowed, RuleBroken("licences.update" | "licences.officer" | "licences.fields").
    """
    old = selectors.licence_for(actor, licence_id, lock=True)
    check_updatable(old, actor)
    Licence.objects.filter(previous=old).update(previous=None)
    require_officer(old.issuer_id, region_code=old.region_code)
    entry = licence_entry(old.resource_id)
    kind = _type_of(entry)
    _check(entry, stated, versions=[old.id])
    return LicenceId(_make(entry, kind=kind, actor=actor, stated=stated, origin=Origin.UPDATE, previous=old).id)
