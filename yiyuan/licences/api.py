"""The door of licences."""

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.finding import Hit
from yiyuan.kernel.identifiers import plain_code
from yiyuan.licences import selectors, services
from yiyuan.licences.files import FILES
from yiyuan.licences.models import Licence
from yiyuan.licences.services import verify_file as verify
from yiyuan.licences.types import Action, HeldLicence
from yiyuan.workflow.api import count_states

__all__ = ["found", "reseal", "states_in", "use_held", "verify"]


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
    values = {str(name): str(value) for name, value in licence.values.items()}
    return HeldLicence(used.id, licence.id, licence.type_name, licence.licence_no, licence.valid_until, values)
