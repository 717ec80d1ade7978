"""Two departments' data differ: negotiated, else coordinated by the bureau; the competent department acts at source.

Neither the platform nor the bureau changes a value: what is settled becomes a recheck of the other department's data.
"""

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_resource
from yiyuan.dataplane import vault
from yiyuan.disputes import policies, selectors, services
from yiyuan.disputes.models import Expert, Inconsistency, View
from yiyuan.disputes.types import Conclusion, Differing, DisputeTag, InconsistencyState, Said, Side
from yiyuan.disputes.workflow import INCONSISTENCY
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, SYSTEM, Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import bureaus_over, organisation
from yiyuan.registries import api as registries
from yiyuan.registries.events import ConflictsAgreed, ConflictsFound
from yiyuan.registries.types import Brought, ConflictInfo


@transaction.atomic
def raise_inconsistency(
    resource_id: int, other_resource_id: int, *, actor: Actor, item: str, differing: Differing, detail: str = ""
) -> Inconsistency:
    """One of the two departments, or their bureau, says that an item differs between two resources.

    Raises NotFound, NotAllowed, RuleBroken("disputes.sides" | "disputes.differ").
    """
    if not policies.may_raise(actor):
        raise NotAllowed("disputes.inconsistency.raise")
    first, second = published_resource(resource_id), published_resource(other_resource_id)
    takes_part = {first.provider_id, second.provider_id} & actor.organisation_ids or actor.governs(first.region_code)
    if first.provider_id == second.provider_id or not takes_part:
        raise RuleBroken("disputes.sides")
    if not detail.strip() and not (differing.record.strip() and differing.first_value != differing.second_value):
        raise RuleBroken("disputes.differ")
    return _begin(first.id, second.id, actor=actor, item=item, differing=differing, detail=detail)


def _begin(
    first_id: int, second_id: int, *, actor: Actor, item: str, differing: Differing, detail: str, **more: Any
) -> Inconsistency:  # more: further fields
    first, second = published_resource(first_id), published_resource(second_id)
    bureaus = bureaus_over(first.region_code)
    made = Inconsistency.objects.create(
        region_code=first.region_code,
        law_on=clock.today(),
        item=item.strip(),
        first_id=first.provider_id,
        second_id=second.provider_id,
        first_resource_id=first.id,
        second_resource_id=second.id,
        first_resource_name=first.name,
        second_resource_name=second.name,
        bureau_id=bureaus[0].id if bureaus else None,
        detail=detail.strip(),
        raised_by_id=None if actor.is_system else actor.organisation_id,
        raised_on=clock.today(),
        **more,
    )
    plain = json.dumps(asdict(differing), ensure_ascii=False).encode()
    context = selectors.differing_context(made.id)
    made.sealed = vault.seal_bytes(plain, secret=settings.INSTALLATION_SECRET, context=context)
    made.save(update_fields=["sealed"])
    law = INCONSISTENCY.law(made)
    record(
        actor,
        DisputeTag.INCONSISTENCY_RAISED,
        object_type="disputes.inconsistency",
        object_id=made.id,
        requirement_ids=list(law.resolved("disputes.inconsistency").cite),
        facts={"first": made.first_resource_id, "second": made.second_resource_id},
    )
    INCONSISTENCY.begin(made)
    if law("disputes.inconsistency") == "bureau":
        INCONSISTENCY.move(made, "convene", actor=SYSTEM)
    return made


# ---- what a registry held back ----


def follow_conflicts(event: ConflictsFound) -> None:
    """A build held values back that contradict each other: a case for each item and pair of departments.

    What comes while such a case is open joins it. In the transaction of the build.
    """
    groups: dict[tuple[str, int, int], list[tuple[ConflictInfo, Brought, Brought]]] = {}
    for conflict in registries.conflicts(event.conflict_ids):
        if pair := _pair(conflict):
            first, second = pair
            groups.setdefault((conflict.item, first.source_id, second.source_id), []).append((conflict, *pair))
    for (item, *sources), found in groups.items():
        ids = [conflict.id for conflict, _, _ in found]
        running = Inconsistency.objects.select_for_update().filter(
            item=item, held_sources=sources, state__in=[InconsistencyState.NEGOTIATING, InconsistencyState.COORDINATING]
        )
        if (one := running.first()) is not None:
            one.held = sorted({*one.held, *ids})
            one.save(update_fields=["held"])
            continue
        conflict, first, second = found[0]
        assert first.resource_id is not None, "see _pair"
        assert second.resource_id is not None, "see _pair"
        only = Differing(conflict.subject, first.value, second.value) if len(found) == 1 else Differing()
        detail = f"归入{conflict.registry}时，{len(found)} 条记录的“{item}”两个来源不一致，结论之前不归入。"
        more = {"held": ids, "held_sources": sources}
        _begin(first.resource_id, second.resource_id, actor=SYSTEM, item=item, differing=only, detail=detail, **more)


def _pair(conflict: ConflictInfo) -> tuple[Brought, Brought] | None:
    """Two sources of different departments that say different things; None where other registries contradict."""
    brought = [one for one in conflict.values if one.resource_id is not None]
    first = min(brought, key=lambda one: one.source_id, default=None)
    others = [one for one in brought if first and one.provider_id != first.provider_id and one.value != first.value]
    return (first, min(others, key=lambda one: one.source_id)) if first and others else None


def follow_agreement(event: ConflictsAgreed) -> None:
    """Nobody contradicts these any more: a case of which nothing is left has resolved itself."""
    agreed = set(event.conflict_ids)
    for found in Inconsistency.objects.select_for_update().filter(held__overlap=list(agreed)):
        left = [one for one in found.held if one not in agreed]
        Inconsistency.objects.filter(id=found.id).update(held=left)
        running = found.state in {InconsistencyState.NEGOTIATING, InconsistencyState.COORDINATING}
        if not left and running:
            also = {"conclusion": "双方数据已经一致。", "settled_on": clock.today()}
            INCONSISTENCY.move(found, "resolve", actor=SYSTEM, also_set=also)


# ---- between the two ----


def require_viewing(found: Inconsistency, actor: Actor) -> None:
    """One of the two departments, while they negotiate. Raises NotAllowed, MoveRefused."""
    if found.side_of(actor.organisation_ids) is None or not actor.has(*PARTIES):
        raise NotAllowed("disputes.inconsistency.view")
    if found.state != InconsistencyState.NEGOTIATING:
        raise MoveRefused("disputes.inconsistency.view", state=found.state)


@transaction.atomic
def state_view(inconsistency_id: int, *, actor: Actor, holds: str, words: str) -> None:
    """A department says whose value holds; what both say alike is settled.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.view").
    """
    found = selectors.inconsistency_for(actor, inconsistency_id, lock=True)
    require_viewing(found, actor)
    if not words.strip():
        raise RuleBroken("disputes.view")
    side = found.side_of(actor.organisation_ids)
    assert side is not None, "required above"
    stated = {"side": side, "holds": Side(holds), "words": words.strip()}
    View.objects.create(inconsistency=found, **stated, stated_by=actor.person_name, stated_on=clock.today())
    facts = {"side": side.value, "holds": holds}
    record(actor, DisputeTag.VIEW_STATED, object_type="disputes.inconsistency", object_id=found.id, facts=facts)
    views = selectors.views_of(found)
    if len(views) == len(Side) and len({view.holds for view in views.values()}) == 1:
        also = {"holds": holds, "settled_on": clock.today(), "conclusion": "两部门协商一致。"}
        INCONSISTENCY.move(found, "agree", actor=SYSTEM, also_set=also)
        _settle(found)


@transaction.atomic
def escalate(inconsistency_id: int, *, actor: Actor, because: str) -> None:
    """Either department asks the bureau to coordinate. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.inconsistency_for(actor, inconsistency_id, lock=True)
    row = INCONSISTENCY.open_row(found, ("escalate", "escalate_second"), actor)
    INCONSISTENCY.move(found, row.name, actor=actor, because=because, note=because.strip())


# ---- the bureau ----


def require_hearing(found: Inconsistency, actor: Actor) -> None:
    """The bureau, while it coordinates. Raises NotAllowed, MoveRefused."""
    INCONSISTENCY.open_move(found, "conclude", actor)


@transaction.atomic
def hear_expert(inconsistency_id: int, *, actor: Actor, name: str, unit: str, opinion: str) -> None:
    """The bureau keeps what somebody from outside said. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.inconsistency_for(actor, inconsistency_id, lock=True)
    require_hearing(found, actor)
    said = {"name": name.strip(), "unit": unit.strip(), "opinion": opinion.strip()}
    if not all(said.values()):
        raise RuleBroken("disputes.expert")
    made = Expert.objects.create(inconsistency=found, **said, heard_on=clock.today())
    facts = {"expert": made.id}
    record(actor, DisputeTag.EXPERT_HEARD, object_type="disputes.inconsistency", object_id=found.id, facts=facts)


@transaction.atomic
def conclude(
    inconsistency_id: int, *, actor: Actor, holds: str, participants: str, conclusion: str, minutes: str = ""
) -> None:
    """What the bureau and the departments it convened came to; the competent department then acts at its source.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("disputes.concluded").
    """
    found = selectors.inconsistency_for(actor, inconsistency_id, lock=True)
    concluded = Conclusion(Side(holds), participants, conclusion, minutes)
    also = {
        "holds": holds,
        "participants": participants.strip(),
        "conclusion": conclusion.strip(),
        "minutes": minutes.strip(),
        "settled_on": clock.today(),
    }
    INCONSISTENCY.move(found, "conclude", actor=actor, concluded=concluded, also_set=also)
    _settle(found)


@transaction.atomic
def drop(inconsistency_id: int, *, actor: Actor, why: str) -> None:
    """The bureau finds that the two do not differ. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.inconsistency_for(actor, inconsistency_id, lock=True)
    also = {"conclusion": why.strip(), "settled_on": clock.today()}
    INCONSISTENCY.move(found, "drop", actor=actor, why=why, also_set=also)


def _settle(found: Inconsistency) -> None:
    """The department whose value does not hold gets a recheck of it; what it does there ends the case."""
    holds = Side(found.holds)
    loser = holds.other
    differing = selectors.differing_of(found)
    winner_name = organisation(found.organisation_id(holds)).short_name
    said = Said(
        record=differing.record,
        detail=f"与《{found.resource_name(holds)}》不一致（{found.number}），结论以{winner_name}为准。{found.conclusion}",
        should_be=differing.first_value if holds is Side.FIRST else differing.second_value,
    )
    try:
        resource = published_resource(found.resource_id(loser))
    except NotFound:  # withdrawn meanwhile
        resource = None
    found.recheck = services.file_settled(
        found.organisation_id(loser),
        resource=resource,
        filer_id=found.organisation_id(holds),
        said=said,
        item=found.item,
    )
    found.save(update_fields=["recheck"])
