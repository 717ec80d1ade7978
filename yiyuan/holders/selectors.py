"""Reads of grants, mandates and of what a holder has; the one way they reach a caller."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from yiyuan.catalog.api import licence_entry
from yiyuan.dataplane import vault
from yiyuan.holders import rules
from yiyuan.holders.models import Consent, Holder, Mandate, UseGrant
from yiyuan.holders.types import GrantState, Ground, Identity, MandateState
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, PARTIES, Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.licences import api as licences
from yiyuan.licences.types import LicenceSeen, UseSeen
from yiyuan.organisations.api import Seen, infos

GRANTS = Seen(
    parties={"consumer": PARTIES, "provider": PARTIES},
    overseers=OVERSEERS | {Function.OPERATOR},
    related=("consumer", "provider", "resource"),
    what="holders.grant",
)
MANDATES = Seen(
    parties={"confirmer": frozenset({Function.OPERATOR})},
    overseers=frozenset({Function.AUDITOR}),
    related=("confirmer",),
    what="holders.mandate",
)


def grants(actor: Actor) -> QuerySet[UseGrant]:
    return GRANTS.rows(UseGrant.objects.order_by("-id"), to=actor)


def grant_for(actor: Actor, grant_id: int, *, lock: bool = False) -> UseGrant:
    """Raises NotFound, also when hidden."""
    return GRANTS.one(UseGrant.objects.all(), grant_id, to=actor, lock=lock)


def mandates_to_confirm(actor: Actor) -> QuerySet[Mandate]:
    """Of guardians, for the centre."""
    return MANDATES.rows(Mandate.objects.exclude(confirmer=None).order_by("-id"), to=actor)


def mandate_for(actor: Actor, mandate_id: int, *, lock: bool = False) -> Mandate:
    """Raises NotFound, also when hidden."""
    return MANDATES.one(Mandate.objects.exclude(confirmer=None), mandate_id, to=actor, lock=lock)


def entry_to_ask(resource_id: int, *, actor: Actor) -> Any:  # LicenceEntry
    """Raises NotFound, NotAllowed."""
    found = licence_entry(resource_id)
    if not actor.has(*PARTIES):
        raise NotAllowed("holders.grant.ask")
    return found


def in_force(organisation_ids: Collection[int], resource_id: int, *, on: date) -> list[UseGrant]:
    """Grants of these organisations for a type on a legal day, the widest first."""
    found = UseGrant.objects.filter(
        consumer__in=organisation_ids, resource=resource_id, state=GrantState.GRANTED, until__gte=on
    )
    return sorted(found, key=lambda one: (one.ground != Ground.DUTY, -len(one.items), one.id))


def consented(subject: str, organisation_id: int, resource_id: int, *, on: date) -> bool:
    found = Consent.objects.filter(
        subject=subject, consumer=organisation_id, resource=resource_id, ended_on=None, until__gte=on
    )
    return found.exists()


# ---- a holder ----


def identity_context(subject: str) -> str:
    return f"holders.holder/{subject}"


def identity_of(holder: Holder) -> Identity:
    """Name and number."""
    plain = vault.unseal_bytes(
        bytes(holder.sealed), secrets=settings.INSTALLATION_SECRETS, context=identity_context(holder.subject)
    )
    return Identity(**json.loads(plain))


def mandate_context(mandate_id: int) -> str:
    return f"holders.mandate/{mandate_id}"


def names_of(mandate: Mandate) -> dict[str, str]:
    """principal_name, principal_code, agent_name, agent_code; empty once erased."""
    if mandate.sealed is None:
        return {}
    plain = vault.unseal_bytes(
        bytes(mandate.sealed), secrets=settings.INSTALLATION_SECRETS, context=mandate_context(mandate.id)
    )
    told: dict[str, str] = json.loads(plain)
    return told


def standing_for(holder: Holder) -> list[Mandate]:
    """Mandates by which this holder acts for others today; the name they give has to be the holder's too."""
    today = clock.today()
    found = Mandate.objects.filter(
        agent=holder.subject, state=MandateState.STANDING, from_on__lte=today, until__gte=today
    ).order_by("id")
    name = identity_of(holder).name
    return [one for one in found if names_of(one).get("agent_name") == name]


@dataclass(frozen=True, slots=True)
class Access:
    """A licence a holder may look at, and by which mandate; None: his own."""

    licence: LicenceSeen
    mandate: Mandate | None


def reach(holder: Holder) -> list[Access]:
    """All of the holder's own licences and only those, then what mandates open."""
    found = [Access(one, None) for one in licences.held_by(identity_of(holder).code)]
    for mandate in standing_for(holder):
        code = names_of(mandate)["principal_code"]
        found += [Access(one, mandate) for one in licences.held_by(code, resource_id=mandate.resource_id)]
    return found


def access_to(holder: Holder, licence_id: int) -> Access:
    """Raises NotFound, also for the licences of others."""
    found = next((one for one in reach(holder) if one.licence.id == licence_id), None)
    if found is None:
        raise NotFound("licences.licence", id=licence_id)
    return found


def uses_told(licence_ids: Collection[int]) -> list[UseSeen]:
    """Every use but those that are disclosed to nobody."""
    names = infos(licences.users_of(licence_ids))
    silent = {key for key, info in names.items() if rules.is_silent(info.name)}
    return licences.uses_of(licence_ids, without=silent)


def social_users(resource_id: int) -> dict[int, str]:
    """Organisations that may verify this type with its holder's consent."""
    today = clock.today()
    found = UseGrant.objects.filter(
        resource=resource_id, ground=Ground.SOCIAL, state=GrantState.GRANTED, until__gte=today
    ).select_related("consumer")
    return {one.consumer_id: one.consumer.name for one in found.order_by("consumer__name")}


def calls_today(grant_id: int) -> int:
    return licences.uses_under(grant_id, since=clock.today())


def reseal() -> int:
    """Identities and names of mandates under the newest secret; how many were not. Safe to repeat."""
    changed = 0
    for model, context in ((Holder, "subject"), (Mandate, "id")):
        for pk, sealed, part in model.objects.exclude(sealed=None).values_list("id", "sealed", context):
            place = identity_context(part) if model is Holder else mandate_context(part)
            fresh = vault.reseal_bytes(bytes(sealed), secrets=settings.INSTALLATION_SECRETS, context=place)
            if fresh is not None:
                model.objects.filter(id=pk).update(sealed=fresh)
                changed += 1
    return changed
