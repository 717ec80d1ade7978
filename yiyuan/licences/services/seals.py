"""Make seals of departments, end them; the local authority stands in for the city's signature server."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.regions import covers
from yiyuan.licences import selectors
from yiyuan.licences.models import Licence, Seal
from yiyuan.licences.types import Custody, LicenceTag, SealHolder, SealState
from yiyuan.licences.workflow import SEAL
from yiyuan.organisations.api import infos, organisation
from yiyuan.seals import esl, oids, pictures
from yiyuan.seals.authority import DEMO, Authority, Holder

HOLDS_FOR, MILLIMETRES = timedelta(days=2 * 365), (42, 42)


def authority() -> Authority:
    return Authority(Path(settings.HOME) / "seals")


@transaction.atomic
def make_seal(*, actor: Actor, organisation_id: int, name: str = "") -> Seal:
    """A seal for a department of the region, with a key and certificates of the local authority.

    Raises NotFound, NotAllowed, RuleBroken("licences.seal_name" | "licences.layout").
    """
    body = organisation(organisation_id)
    if not (actor.has(Function.OPERATOR) and covers(actor.region_code, body.region_code)):
        raise NotAllowed("licences.seal")
    held = Seal.objects.select_for_update().filter(region_code=body.region_code)
    if held.filter(organisation=body.id, state=SealState.IN_USE).exists():
        raise RuleBroken("licences.seal_name")
    at, name = clock.now(), name.strip() or body.name
    number = f"{body.region_code}{held.count() + 1:08d}"
    maker = authority().maker(at=at)
    holder = _holder(number, name=name, body=body.name, algorithm=oids.SM2, at=at)
    _holder(number, name=name, body=body.name, algorithm=oids.P256, at=at)
    content = esl.make_seal(
        number=number,
        name=name,
        picture=pictures.round_seal(name, DEMO),
        millimetres=MILLIMETRES,
        users=[holder.certificate],
        valid_from=at,
        valid_until=at + HOLDS_FOR,
        maker=maker.key,
        maker_certificate=maker.certificate,
        at=at,
    )
    made = Seal.objects.create(
        organisation_id=body.id,
        region_code=body.region_code,
        name=name,
        number=number,
        content=content,
        valid_from=at,
        valid_until=at + HOLDS_FOR,
        custody=Custody.LOCAL,
        made_by_id=actor.organisation_id,
        maker_name=actor.person_name,
        made_at=at,
    )
    record(actor, LicenceTag.SEAL_MADE, object_type="licences.seal", object_id=made.id)
    SEAL.begin(made)
    return made


@transaction.atomic
def end_seal(seal_id: int, *, actor: Actor, note: str = "") -> None:
    """No file is sealed with it any more; what was sealed before stays good. Its certificates are revoked.

    Raises NotFound, MoveRefused, NotAllowed, RuleBroken("licences.reason").
    """
    found = selectors.seal_for(actor, seal_id, lock=True)
    SEAL.move(found, "end", actor=actor, note=note, reason=note, also_set={"reason": note.strip()[:300]})
    at = clock.now()
    for algorithm in (oids.SM2, oids.P256):
        authority().revoke(holder_of(found, algorithm).certificate, at=at)


def holder_of(seal: Seal, algorithm: str) -> Holder:
    """The key that uses a seal, with its certificate."""
    body = infos([seal.organisation_id])[seal.organisation_id]
    return _holder(seal.number, name=seal.name, body=body.name, algorithm=algorithm, at=seal.made_at)


def _holder(number: str, *, name: str, body: str, algorithm: str, at: datetime) -> Holder:
    return authority().holder(number, words=name, organisation=body, algorithm=algorithm, at=at)


def seal_of(licence: Licence) -> Seal:
    """The seal a licence is to bear. Raises RuleBroken("licences.sealed") where there is none in its time."""
    at = clock.now()
    rows = Seal.objects.filter(state=SealState.IN_USE, valid_from__lte=at, valid_until__gte=at)
    if licence.seal_holder == SealHolder.CENTRE:
        rows = rows.filter(organisation__in=rows.values("made_by"), region_code=licence.region_code)
    else:
        rows = rows.filter(organisation=licence.issuer_id)
    found = rows.order_by("-id").first()
    if found is None:
        raise RuleBroken("licences.sealed")
    return found


def seal_in_use(organisation_id: int) -> Seal:
    """Raises RuleBroken("licences.sealed") where the organisation has none in its time."""
    at = clock.now()
    rows = Seal.objects.filter(organisation=organisation_id, state=SealState.IN_USE)
    found = rows.filter(valid_from__lte=at, valid_until__gte=at).order_by("-id").first()
    if found is None:
        raise RuleBroken("licences.sealed")
    return found
