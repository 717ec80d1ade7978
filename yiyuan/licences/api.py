"""The door of licences."""

from collections.abc import Collection
from datetime import date
from typing import Final

from yiyuan.catalog.types import LicenceEntry
from yiyuan.formats.api import entries_to_make
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.finding import Hit
from yiyuan.kernel.identifiers import plain_code
from yiyuan.licences import display, forms, selectors, services, showing
from yiyuan.licences.files import FILES
from yiyuan.licences.models import Licence, LicenceObjection, LicenceUse
from yiyuan.licences.services import officers, sealing, seals
from yiyuan.licences.services import verify_file as verify
from yiyuan.licences.services.seals import authority
from yiyuan.licences.types import (
    OUT,
    STATE_WORDS,
    Action,
    Applicant,
    Doubt,
    FileKind,
    FileSeen,
    HeldLicence,
    Leave,
    LicenceSeen,
    ObjectionSeen,
    ObjectionState,
    Origin,
    Standing,
    State,
    Stated,
    UseSeen,
)
from yiyuan.licences.workflow import OBJECTION
from yiyuan.seals.layout import Page
from yiyuan.web.components import Light
from yiyuan.workflow.api import count_states, open_terms

MOST_USES: Final = 500

entry_to_make = selectors.entry_to_make
require_officer = officers.require_officer
LicenceForm = forms.LicenceForm

__all__ = [
    "LicenceForm",
    "authority",
    "cancel",
    "entries_to_make",
    "entry_to_make",
    "found",
    "make",
    "make_past",
    "require_officer",
    "reseal",
    "seal_page",
    "standing",
    "states_in",
    "use_held",
    "verify",
]


def make(entry: LicenceEntry, *, actor: Actor, stated: Stated) -> tuple[int | None, list[str]]:
    """A licence of a batch, to be audited by its issuer; or why it cannot be made. In the caller's transaction."""
    return services.make_row(entry, actor=actor, stated=stated)


def make_past(resource_id: int, *, actor: Actor, stated: Stated) -> int:
    """A licence of the past from its paper, 历史补录. Raises NotFound, NotAllowed, RuleBroken("licences.fields" …)."""
    return services.make_licence(resource_id, actor=actor, stated=stated, origin=Origin.HISTORY)


def standing(resource_id: int, numbers: Collection[str] | None = None) -> dict[str, list[Standing]]:
    """Licence number -> its versions that were ever issued, oldest first. numbers: of these alone; None: of all."""
    return selectors.standing(resource_id, numbers)


def cancel(resource_id: int, *, actor: Actor, licence_no: str, reason: str) -> int:
    """Cancel what stands under this number, by its issuer; how many. Raises NotAllowed, RuleBroken."""
    ended = 0
    for one in selectors.standing(resource_id, [licence_no]).get(licence_no, ()):
        if one.stands:
            services.move_licence(one.licence_id, "cancel", actor=actor, note=reason)
            ended += 1
    return ended


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """The licence of this number, if the actor sees it: who searches, and what for."""
    actor, text = asked
    number = plain_code(text)
    if not any(letter.isdigit() for letter in number):
        return []
    rows = selectors.licences(actor).filter(number=number)
    return [Hit("证照", str(one), one.get_absolute_url(), one.get_state_display()) for one in rows]


def states_in(region_code: str) -> dict[str, int]:
    """State -> how many licences of a region and those below it."""
    return count_states(Licence.objects.all(), region_code)


def reseal() -> int:
    """Sealed files under the newest secret; how many were not. Safe to repeat."""
    return FILES.reseal()


def use_held(resource_id: int, *, actor: Actor, holder_code: str, case: str, purpose: str) -> HeldLicence | None:
    """The licence of this entry that its holder has today, used for a case and recorded; None where there is none.

    Raises NotAllowed, RuleBroken("licences.use").
    """
    licence = selectors.held(resource_id, holder_code=holder_code)
    if licence is None:
        return None
    used = services.use_licence(
        actor=actor,
        action=Action.USE,
        number=licence.number or licence.licence_no,
        holder_code=holder_code,
        case=case,
        purpose=purpose,
    )
    values = dict(showing.values_shown(used))
    kept = licence.files.order_by("kind").first()
    return HeldLicence(
        used.id,
        licence.id,
        licence.type_name,
        licence.licence_no,
        licence.valid_until,
        values,
        licence.issuer_name,
        FileSeen(kept.sha256, kept.sealed_at) if kept else None,
    )


def presented(*, number: str, holder_code: str) -> LicenceSeen | None:
    """The licence of this identifier or number whose holder has this code."""
    found = selectors.presented(number=number, holder_code=holder_code)
    return seen_of(found) if found else None


def held_by(holder_code: str, *, resource_id: int | None = None) -> list[LicenceSeen]:
    """Every licence that was issued to this holder, those that stand first; of one entry where it is named."""
    rows = Licence.objects.filter(holder_code=plain_code(holder_code), state__in=OUT).exclude(state=State.REPLACED)
    rows = rows if resource_id is None else rows.filter(resource_id=resource_id)
    found = [seen_of(one) for one in rows.prefetch_related("files__seal").order_by("type_name", "-version", "-id")]
    return sorted(found, key=lambda one: one.state is not State.ISSUED)


def licence_seen(licence_id: int) -> LicenceSeen:
    """Raises NotFound."""
    found = Licence.objects.filter(id=licence_id, state__in=OUT).prefetch_related("files__seal").first()
    if found is None:
        raise NotFound("licences.licence", id=licence_id)
    return seen_of(found)


def seen_of(licence: Licence) -> LicenceSeen:
    return LicenceSeen(
        licence.id,
        licence.resource_id,
        licence.number or "",
        licence.type_name,
        licence.get_type_kind_display(),
        licence.issuer_id,
        licence.issuer_name,
        licence.region_code,
        licence.holder_kind,
        licence.holder_name,
        licence.holder_code,
        licence.licence_no,
        licence.granted_on,
        display.validity(licence),
        licence.valid_until,
        State(licence.state),
        {str(name): str(value) for name, value in licence.values.items()},
        display.not_valid(licence),
        bool(licence.files.all()),
    )


def light_of(seen: LicenceSeen) -> Light:
    return Light(display.KINDS[seen.state], STATE_WORDS[seen.state])


def use_licence(
    *, actor: Actor, action: Action, number: str, holder_code: str, case: str, purpose: str, operation: str
) -> tuple[int, LicenceSeen, dict[str, str]]:
    """A use over the shared interface: its number, the licence, its items as far as they may be read.

    Raises NotAllowed, RuleBroken("licences.use" | "licences.no_match" | "licences.granted" | "licences.consent").
    """
    used = services.use_licence(
        actor=actor,
        action=action,
        number=number,
        holder_code=holder_code,
        case=case,
        purpose=purpose,
        operation=operation,
    )
    return used.id, seen_of(used.licence), dict(showing.values_shown(used))


def check_asked(actor: Actor, *, case: str, purpose: str) -> None:
    """Raises NotAllowed, RuleBroken("licences.use")."""
    services.check_asked(actor, case=case, purpose=purpose)


def note_shown(licence_id: int, *, actor: Actor, case: str, purpose: str, operation: str) -> int:
    """A verification of what its holder showed; the showing allows it. Call in a transaction."""
    licence = Licence.objects.get(id=licence_id)
    leave = Leave(None, frozenset())
    made = services.note_use(
        licence, leave, actor=actor, action=Action.VERIFY, case=case, purpose=purpose, operation=operation
    )
    return made.id


def use_of(actor: Actor, use_id: int) -> tuple[LicenceSeen, bool, str]:
    """A use of the actor's department: the licence, whether it may be read whole, its purpose. Raises NotFound."""
    found = selectors.use_of(actor, use_id)
    return seen_of(found.licence), showing.reads_all(found), found.purpose


def annotated(
    licence_id: int, kind: FileKind, *, actor: Actor, number: str, purpose: str, receiver: str, until: date
) -> bytes:
    """See `licences.services.annotated`."""
    found = Licence.objects.get(id=licence_id)
    return services.annotated(found, kind, actor=actor, number=number, purpose=purpose, receiver=receiver, until=until)


def uses_of(licence_ids: Collection[int], *, without: Collection[int]) -> list[UseSeen]:
    """Uses of these licences, the latest first, but for those by these organisations; at most `MOST_USES`."""
    rows = LicenceUse.objects.filter(licence__in=licence_ids).exclude(consumer__in=without)
    return [
        UseSeen(
            one.licence_id,
            one.licence.type_name,
            one.consumer_id,
            one.consumer.name,
            one.get_action_display(),
            one.purpose,
            one.at,
            one.operation,
        )
        for one in rows.select_related("licence", "consumer").order_by("-id")[:MOST_USES]
    ]


def users_of(licence_ids: Collection[int]) -> set[int]:
    """Organisations that used one of these."""
    rows = LicenceUse.objects.filter(licence__in=licence_ids).order_by()
    return set(rows.values_list("consumer_id", flat=True).distinct())


def objections_of(licence_ids: Collection[int]) -> list[ObjectionSeen]:
    """What holders objected to on their pages, the latest first; the result once it was sent."""
    rows = LicenceObjection.objects.filter(licence__in=licence_ids, applicant=Applicant.HOLDER)
    found = list(rows.select_related("licence").order_by("-id"))
    terms = open_terms(OBJECTION.name, [one.id for one in found])
    return [
        ObjectionSeen(
            one.id,
            one.licence.type_name,
            one.get_doubt_display(),
            one.text,
            one.filed_on,
            terms[one.id].due_on if one.id in terms else None,
            ObjectionState(one.state),
            one.get_outcome_display() if one.told_on else "",
            one.result if one.told_on else "",
            one.told_on,
        )
        for one in found
    ]


def object_as_holder(licence_id: int, *, doubt: Doubt, text: str, name: str, contact: str) -> int:
    """See `licences.services.object_as_holder`; the caller has checked who objects."""
    made = services.object_as_holder(licence_id, doubt=doubt, text=text, name=name, contact=contact)
    return made.id


def uses_under(grant_id: int, *, since: date) -> int:
    """How many uses a grant allowed since a legal day."""
    return LicenceUse.objects.filter(grant_id=grant_id, legal_on__gte=since).count()


def seal_page(page: Page, *, organisation_id: int, about: dict[str, str]) -> dict[FileKind, bytes]:
    """A page of another room in both formats, with the seal of this organisation.

    Raises RuleBroken("licences.sealed").
    """
    return sealing.sealed(page, seal=seals.seal_in_use(organisation_id), about=about)
