"""Reads of licences; the one way a licence, a use or an objection reaches a caller."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from yiyuan.catalog.api import licence_entry
from yiyuan.catalog.types import LicenceEntry
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.identifiers import plain_code
from yiyuan.kernel.regions import trunk
from yiyuan.licences import policies
from yiyuan.licences.models import Licence, LicenceFile, LicenceObjection, LicenceUse, Making, Seal
from yiyuan.licences.types import OUT, Action, ObjectionState, Origin, Standing, State
from yiyuan.organisations.api import filings, infos
from yiyuan.organisations.types import Duty, Filing
from yiyuan.regulations.api import resolve
from yiyuan.workflow.api import signals_by_organisation

CONDUCT = (
    "licences.violation_catalog",
    "licences.violation_supply",
    "licences.violation_use",
    "licences.violation_refused",
    "licences.violation_objection",
    "licences.violation_defied",
    "licences.violation_other",
)


def licences(actor: Actor) -> QuerySet[Licence]:
    """What the actor may see, newest first."""
    return (
        policies.visible(Licence.objects.all(), to=actor)
        .select_related("type")
        .prefetch_related("files__seal")
        .order_by("-id")
    )


def licence_for(actor: Actor, licence_id: int, *, lock: bool = False) -> Licence:
    """Raises NotFound, also when hidden."""
    rows = licences(actor).filter(id=licence_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("licences.licence", id=licence_id)
    return found


def making_for(actor: Actor, making_id: int) -> Making:
    """Raises NotFound, also when hidden."""
    found = policies.visible_makings(Making.objects.all(), to=actor).filter(id=making_id).first()
    if found is None:
        raise NotFound("licences.making", id=making_id)
    return found


def seals(actor: Actor) -> QuerySet[Seal]:
    return policies.visible_seals(Seal.objects.all(), to=actor).select_related("organisation").order_by("-id")


def seal_for(actor: Actor, seal_id: int, *, lock: bool = False) -> Seal:
    """Raises NotFound, also when hidden."""
    rows = seals(actor).filter(id=seal_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("licences.seal", id=seal_id)
    return found


def file_of(licence: Licence, kind: str) -> LicenceFile:
    """Raises NotFound."""
    found = LicenceFile.objects.filter(licence=licence, kind=kind).first()
    if found is None:
        raise NotFound("licences.file", kind=kind)
    return found


def licence_by_code(code: str) -> Licence:
    """What a QR code leads to. Raises NotFound."""
    found = Licence.objects.filter(code=code).prefetch_related("files__seal").first()
    if found is None:
        raise NotFound("licences.licence")
    return found


def makings(actor: Actor) -> QuerySet[Making]:
    return policies.visible_makings(Making.objects.all(), to=actor).select_related("issuer", "made_by").order_by("-id")


def newer(licence: Licence) -> Licence | None:
    """The next version, issued or on its way."""
    return Licence.objects.filter(previous=licence).exclude(state=State.DROPPED).first()


def entry_to_make(resource_id: int, *, actor: Actor) -> LicenceEntry:
    """Raises NotFound for what is no published licence entry, NotAllowed where somebody else makes it."""
    found = licence_entry(resource_id)
    if not policies.may_make(actor, issuer_id=found.provider_id, region_code=found.region_code):
        raise NotAllowed("licences.make")
    return found


def officer_filed(organisation_id: int, *, region_code: str) -> bool:
    """Whether the department's licence officer is filed with the centre, and taken by it where that is asked."""
    return bool(_stand_for(filings(Duty.LICENCE, organisation_id=organisation_id), region_code=region_code))


def lacks_officer(organisation_id: int, *, region_code: str) -> bool:
    """Whether the department may make and issue nothing for want of a licence officer."""
    asked = resolve("licences.officer", region=region_code, on=clock.today()).flag
    return asked and not officer_filed(organisation_id, region_code=region_code)


def _stand_for(found: Iterable[Filing], *, region_code: str) -> set[int]:
    """The departments for which one of these filings stands."""
    accepted = resolve("licences.officer_filing", region=region_code, on=clock.today()).choice == "accepted"
    return {f.organisation_id for f in found if f.filed_on is not None and (f.accepted is True or not accepted)}


def officer_filings(actor: Actor) -> list[Filing]:
    """Licence officers of the region for those who run and oversee, else of one's own department."""
    if actor.has(*policies.OVERSEERS):
        return filings(Duty.LICENCE, region_code=actor.region_code)
    if not actor.has(*policies.ISSUER_SIDE):
        return []
    return [one for body in actor.organisation_ids for one in filings(Duty.LICENCE, organisation_id=body)]


def officer_filing(actor: Actor, officer_id: int) -> Filing:
    """Raises NotFound, also when hidden."""
    found = next((one for one in officer_filings(actor) if one.officer_id == officer_id), None)
    if found is None:
        raise NotFound("officer", id=officer_id)
    return found


def presented(*, number: str, holder_code: str) -> Licence | None:
    """The licence with this identifier or licence number whose holder has this code; never one that was not issued.

    The current version comes first.
    """
    named = Q(number=plain_code(number)) | Q(licence_no=number.strip())
    rows = Licence.objects.filter(named, holder_code=plain_code(holder_code), state__in=OUT)
    return rows.order_by("-version", "-id").first()


def standing(resource_id: int, numbers: Collection[str] | None) -> dict[str, list[Standing]]:
    """Licence number -> its versions that were ever issued, oldest first."""
    rows = Licence.objects.filter(resource_id=resource_id, state__in=OUT).order_by("version", "id")
    rows = rows if numbers is None else rows.filter(licence_no__in=list(numbers))
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in rows.iterator():
        stands = one.state in {State.ISSUED, State.SUSPENDED}
        past = one.origin == Origin.HISTORY
        issued_on = one.issued_on or one.entered_on
        found[one.licence_no].append(
            Standing(one.id, one.licence_no, one.holder_code, issued_on, one.valid_until, stands, past)
        )
    return dict(found)


def held(resource_id: int, *, holder_code: str) -> Licence | None:
    """The licence of this entry that is issued and valid today; the latest of several."""
    rows = Licence.objects.filter(resource_id=resource_id, holder_code=plain_code(holder_code), state=State.ISSUED)
    today = clock.today()
    valid = rows.filter(Q(valid_until=None) | Q(valid_until__gte=today), valid_from__lte=today)
    return valid.order_by("-granted_on", "-version", "-id").first()


def uses(actor: Actor) -> QuerySet[LicenceUse]:
    rows = policies.visible_uses(LicenceUse.objects.all(), to=actor)
    return rows.select_related("licence", "consumer").order_by("-id")


def use_of(actor: Actor, use_id: int) -> LicenceUse:
    """A use made by the actor's department. Raises NotFound, also for the uses of others."""
    found = uses(actor).filter(id=use_id, consumer__in=actor.organisation_ids).first()
    if found is None:
        raise NotFound("licences.use", id=use_id)
    return found


def objections(actor: Actor) -> QuerySet[LicenceObjection]:
    rows = policies.visible_objections(LicenceObjection.objects.all(), to=actor)
    return rows.select_related("licence", "consumer").order_by("-id")


def objection_for(actor: Actor, objection_id: int, *, lock: bool = False) -> LicenceObjection:
    """Raises NotFound, also when hidden."""
    rows = objections(actor).filter(id=objection_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("licences.objection", id=objection_id)
    return found


def objection_by_code(code: str) -> LicenceObjection:
    """What somebody without a login filed. Raises NotFound."""
    found = LicenceObjection.objects.select_related("licence").filter(code=code).first()
    if found is None:
        raise NotFound("licences.objection", code=code)
    return found


def open_objections(licence_id: int) -> int:
    return LicenceObjection.objects.filter(licence=licence_id).exclude(state=ObjectionState.CLOSED).count()


@dataclass(slots=True)
class Figures:
    """One department's licences and what it did with those of others, since a day.

    issued, used (its licences, by others), uses (by it), objections: since the day; valid, suspended, open_objections,
    signals and findings: as they stand.
    """

    organisation_id: int
    name: str
    officer: bool
    issued: int = 0
    valid: int = 0
    suspended: int = 0
    used: int = 0
    verified: int = 0
    uses: int = 0
    objections: int = 0
    open_objections: int = 0
    signals: int = 0
    findings: int = 0


def figures(actor: Actor, *, since: date | None) -> list[Figures]:
    """Of all departments of the region for those who oversee it, of one's own else; by name. since: None for ever."""
    every = actor.has(*policies.OVERSEERS)
    issued = policies.visible(Licence.objects.filter(state__in=OUT), to=actor)
    seen_uses = policies.visible_uses(LicenceUse.objects.all(), to=actor)
    seen_objections = policies.visible_objections(LicenceObjection.objects.all(), to=actor)
    after = {"issued_on__gte": since} if since else {}
    counts: dict[str, dict[int, int]] = {
        "issued": _by(issued.filter(**after), "issuer"),
        "valid": _by(issued.filter(state=State.ISSUED), "issuer"),
        "suspended": _by(issued.filter(state=State.SUSPENDED), "issuer"),
    }
    seen_uses = seen_uses.filter(legal_on__gte=since) if since else seen_uses
    counts["used"] = _by(seen_uses, "licence__issuer")
    counts["verified"] = _by(seen_uses.filter(action=Action.VERIFY), "licence__issuer")
    counts["uses"] = _by(seen_uses, "consumer")
    still = seen_objections.exclude(state=ObjectionState.CLOSED)
    counts["open_objections"] = _by(still, "licence__issuer")
    filed = seen_objections.filter(filed_on__gte=since) if since else seen_objections
    counts["objections"] = _by(filed, "licence__issuer")
    offered, found = signals_by_organisation(CONDUCT, region_code=actor.region_code)
    counts |= {"signals": offered, "findings": found}
    filed_ = officer_filings(actor)
    named = {one.organisation_id for one in filed_}
    regions = {one.region_code for one in filed_}
    stand = {b for code in regions for b in _stand_for([f for f in filed_ if f.region_code == code], region_code=code)}
    bodies = {body for of in counts.values() for body in of} | named
    if not every:
        bodies = {body for body in bodies | set(actor.organisation_ids) if body in actor.organisation_ids}
    rows = []
    for info in infos(bodies).values():
        if every and not info.region_code.startswith(trunk(actor.region_code)):
            continue
        row = Figures(info.id, info.name, info.id in stand)
        for name, of in counts.items():
            setattr(row, name, of.get(info.id, 0))
        rows.append(row)
    return sorted(rows, key=lambda row: row.name)


def _by(rows: QuerySet[Licence] | QuerySet[LicenceUse] | QuerySet[LicenceObjection], field: str) -> dict[int, int]:
    found: defaultdict[int, int] = defaultdict(int)
    for key, number in rows.order_by().values_list(field).annotate(number=Count("id")):
        if key is not None:
            found[key] += number
    return dict(found)
