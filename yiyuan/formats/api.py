"""The door of formats."""

from yiyuan.formats import selectors
from yiyuan.formats.types import LiveTemplate, StandardInfo
from yiyuan.kernel.errors import RuleBroken

__all__ = ["entries_to_make", "live_template", "seal_exemption", "standard_in_force"]

entries_to_make = selectors.entries


def standard_in_force(region_code: str) -> StandardInfo:
    """What is asked today of every face in a region."""
    return selectors.in_force(region_code)


def live_template(resource_id: int) -> LiveTemplate | None:
    """The template in use of a licence entry; None where it has none of its own.

    Raises RuleBroken("formats.standard") where it does not follow the standard in force now.
    """
    found = selectors.live(resource_id)
    if found is None:
        return None
    if lacks := selectors.lacks(found):
        raise RuleBroken("formats.standard", problem="；".join(lacks))
    return LiveTemplate(found.id, found.version, found.content)


def seal_exemption(name: str, *, region_code: str) -> str:
    """The law by which licences of this name bear no seal, as the type in force says; "" where they bear one."""
    return selectors.seal_exemption(name, region_code)
