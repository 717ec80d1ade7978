"""The door of the lists: what follows from a publication, and what the catalog asks of guides and releases."""

from urllib.parse import urlencode

from django.urls import reverse

from yiyuan.catalog import policies
from yiyuan.catalog.events import ResourcePublished, ResourceWithdrawn
from yiyuan.catalog.types import GuideInfo, ListedLine
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.finding import Hit
from yiyuan.lists import selectors
from yiyuan.lists.models import Demand, Duty
from yiyuan.lists.services import duties
from yiyuan.lists.types import DUTY_WORDS, DemandState, DutyKind, OwedDuty
from yiyuan.workflow.types import DeskLine, Part

__all__ = [
    "demand_instead",
    "desk_lines",
    "duties_of",
    "duties_owed",
    "follow_publication",
    "follow_withdrawal",
    "guides_of",
    "is_to_collect",
    "lines_of",
]


WANTED_LETTERS = 200


def follow_publication(event: ResourcePublished) -> None:
    """Bring the duties in line with the version that is published now; in the transaction of the publication."""
    duties.decompose(event.version_id, actor=event.actor)


def follow_withdrawal(event: ResourceWithdrawn) -> None:
    """End the duties of an entry; in the transaction of the withdrawal."""
    duties.end(event.resource_id, actor=event.actor)


def duties_of(provider_id: int) -> list[str]:
    """The running duties of a department in words, for those who score it."""
    found = Duty.objects.filter(provider_id=provider_id, ended_on=None).order_by("kind", "title")
    return [f"{duty.get_kind_display()}：{duty.title}" for duty in found]


def duties_owed(provider_id: int) -> list[OwedDuty]:
    """The running duties of a department, one a line of its list."""
    found = Duty.objects.filter(provider_id=provider_id, ended_on=None).order_by("kind", "title", "id")
    return [OwedDuty(DutyKind(one.kind), DUTY_WORDS[DutyKind(one.kind)], one.title, one.resource_id) for one in found]


def is_to_collect(resource_id: int) -> bool:
    """Whether an entry stands on its department's list of what it collects."""
    return Duty.objects.filter(resource_id=resource_id, kind=DutyKind.COLLECT, ended_on=None).exists()


def guides_of(region_code: str) -> list[GuideInfo]:
    """The guide in force of the region and of each region above, nearest first."""
    return [
        GuideInfo(
            title=guide.title,
            number=guide.number,
            published_on=guide.published_on,
            text=guide.text,
            notes=guide.notes,
            required=tuple(guide.required),
            standard=guide.standard,
            elements=tuple(guide.elements),
            href=guide.get_absolute_url(),
        )
        for guide in selectors.guides_binding(region_code)
    ]


def lines_of(resource_id: int) -> list[ListedLine]:
    """The line of the newest release that this entry stands in, if any."""
    line = selectors.line_of(resource_id)
    return [ListedLine(str(line.release), line.release.get_absolute_url(), line.position)] if line else []


def demand_instead(asked: tuple[Actor, str]) -> list[Hit]:
    """Where an officer asks for what the catalog does not hold: who searches, and what for."""
    actor, text = asked
    if not policies.may_describe(actor):
        return []
    href = f"{reverse('lists:new_demand')}?{urlencode({'wanted': text[:WANTED_LETTERS]})}"
    return [Hit("需求", "提需求", href, "，由数据主管部门找到提供部门。")]


def desk_lines(actor: Actor) -> list[DeskLine]:
    """Demands the actor's department has begun and not sent."""
    if not actor.has(*PARTIES):
        return []
    drafts = Demand.objects.filter(state=DemandState.DRAFT, consumer__in=actor.organisation_ids)
    return [DeskLine(Part.DRAFT, one.matter_title(), one.get_absolute_url()) for one in drafts.order_by("id")]
