"""All the plumbing on one screen: who hears which event, who answers which question, who fills which panel."""

from collections.abc import Callable
from typing import Any

from yiyuan.audit.api import CITED, name_acts, name_states, record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.api import (
    ALIASES_OF,
    CLAIMS_ON,
    CLEARED_FOR_OPENING,
    GUIDES_OF,
    LINES_OF,
    OWN_PANELS,
    PANELS,
    USES_OF,
)
from yiyuan.catalog.events import LeadNamed, ResourcePublished, ResourceWithdrawn
from yiyuan.collection import api as collection
from yiyuan.config import feeds
from yiyuan.config.rooms import all_rooms, read_tables
from yiyuan.connectors import api as connectors
from yiyuan.credit import api as credit
from yiyuan.credit.events import RecordAdded, RecordChanged, RecordDeleted, RecordEnded
from yiyuan.dataplane.events import DamageFound
from yiyuan.disputes import api as disputes
from yiyuan.disputes import panels as disputes_panels
from yiyuan.elements import api as elements
from yiyuan.elements.types import COMPARED
from yiyuan.exchange import api as exchange
from yiyuan.exchange import panels as exchange_panels
from yiyuan.exchange.panels import LOOKUP_PANELS
from yiyuan.holders import api as holders
from yiyuan.intake import api as intake
from yiyuan.intake.events import BatchChecked, BatchTakenBack
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.events import Event, listen
from yiyuan.kernel.finding import FINDS, SEEKS
from yiyuan.kernel.questions import Question
from yiyuan.licences import api as licences
from yiyuan.licences.types import COPY_OF, MAY_USE
from yiyuan.lists import api as lists
from yiyuan.making import api as making
from yiyuan.notices import api as notices
from yiyuan.opening import api as opening
from yiyuan.operations import api as operations
from yiyuan.organisations import api as organisations
from yiyuan.organisations.events import BureauRegistered, OrganisationSucceeded
from yiyuan.pools import api as pools
from yiyuan.pools.events import BatchWithdrawn, SnapshotReady
from yiyuan.postgres.jobs import WorkFailed
from yiyuan.projects import api as projects
from yiyuan.quality import api as quality
from yiyuan.rectification import api as rectification
from yiyuan.rectification.panels import signal_panel
from yiyuan.registries import api as registries
from yiyuan.registries.events import ConflictsAgreed, ConflictsFound, RegistryBuilt
from yiyuan.regulations import api as regulations
from yiyuan.services import api as services
from yiyuan.sharing import api as sharing
from yiyuan.sharing import panels as sharing_panels
from yiyuan.sharing.panels import GRANT_PANELS
from yiyuan.spreadsheets.panels import own_panels
from yiyuan.standing import api as standing
from yiyuan.supervision import qualities as supervision_qualities
from yiyuan.workdays.events import NoticeEntered
from yiyuan.workflow import api as workflow
from yiyuan.workflow import jobs as workflow_jobs
from yiyuan.workflow.events import Moved, SignalDecided, SignalRaised, TermMoved, TermOpened, TermReminded, TermUrged


def _record_notice(event: NoticeEntered) -> None:
    """The calendar lies below the record, so its act is recorded here, in the same transaction."""
    actor: Actor = event.actor
    record(actor, "workdays.notice.entered", object_type="calendar", object_id=event.year, facts={"days": event.days})


# what seals something: seals it anew under the newest secret, says how many; safe to repeat
RESEALS: list[Callable[[], int]] = [
    intake.reseal,
    connectors.reseal,
    quality.reseal,
    exchange.reseal,
    sharing.reseal,
    collection.reseal,
    disputes.reseal,
    services.reseal,
    projects.reseal,
    rectification.reseal,
    licences.reseal,
    making.reseal,
    holders.reseal,
    opening.reseal,
    standing.reseal,
    credit.reseal,
    organisations.reseal,
    notices.reseal,
]

# fmt: off
# event -> listener; a listener runs or defers its job in the publisher's transaction
HEARS: list[tuple[type[Event], Callable[[Any], object]]] = [
    (NoticeEntered, _record_notice),
    (OrganisationSucceeded, workflow.take_over),
    (OrganisationSucceeded, feeds.organisation_succeeded),
    (Moved, feeds.moved),
    (TermOpened, feeds.term_opened),
    (TermReminded, feeds.term_reminded),
    (TermReminded, rectification.follow_reminder),
    (TermUrged, feeds.term_urged),
    (TermMoved, feeds.term_moved),
    (SignalRaised, feeds.signal_raised),
    (SignalDecided, feeds.signal_decided),
    (ResourcePublished, lists.follow_publication),
    (ResourcePublished, pools.prepare_published),
    (ResourcePublished, collection.follow_publication),
    (BatchChecked, quality.note_load),
    (SnapshotReady, quality.follow_load),
    (ResourceWithdrawn, lists.follow_withdrawal),
    (ResourceWithdrawn, elements.forget_withdrawn),
    (ResourceWithdrawn, collection.follow_withdrawal),
    (ResourceWithdrawn, exchange.retire_withdrawn),
    (OrganisationSucceeded, lambda event: sharing.follow_succession(old_id=event.old_id, new_id=event.new_id)),
    (BureauRegistered, registries.found_bases),
    (LeadNamed, registries.follow_lead),
    (SnapshotReady, registries.refresh),
    (BatchTakenBack, connectors.read_again),
    (BatchWithdrawn, quality.follow_load),
    (BatchWithdrawn, registries.refresh),
    (BatchWithdrawn, feeds.batch_withdrawn),
    (RegistryBuilt, registries.refresh_upon),
    (SnapshotReady, disputes.follow_load),
    (BatchWithdrawn, disputes.follow_load),
    (ConflictsFound, disputes.follow_conflicts),
    (ConflictsAgreed, disputes.follow_agreement),
    (DamageFound, lambda event: operations.note_damage(event.place)),
    (WorkFailed, operations.keep_work),
    (RecordAdded, lambda event: standing.follow(event, "有新的记录")),
    (RecordChanged, lambda event: standing.follow(event, "的记录有更改")),
    (RecordEnded, lambda event: standing.follow(event, "的记录不再有效或者不再公开")),
    (RecordDeleted, lambda event: standing.follow(event, "的记录已删除")),
    (NoticeEntered, lambda event: workflow_jobs.recompute_provisional.defer()),
]
# question of a lower room -> answer of an upper room
ANSWERS: list[tuple[Question[Any, Any], Callable[[Any], Any]]] = [
    (CITED, regulations.chips_of),
    (workflow.DESK, intake.desk_lines),
    (workflow.DESK, connectors.desk_lines),
    (workflow.DESK, catalog.desk_lines),
    (workflow.DESK, lists.desk_lines),
    (workflow.DESK, sharing.desk_lines),
    (workflow.SIGNAL_PANELS, signal_panel),
    (projects.MEASURES, rectification.measures_on),
    (USES_OF, sharing.uses_of),
    (CLAIMS_ON, elements.claims_on),
    (CLEARED_FOR_OPENING, opening.is_cleared),
    (ALIASES_OF, elements.aliases_of),
    (COMPARED, disputes.links_of),
    (GUIDES_OF, lists.guides_of),
    (LINES_OF, lists.lines_of),
    (FINDS, sharing.found),
    (FINDS, exchange.found),
    (FINDS, disputes.found),
    (FINDS, licences.found),
    (MAY_USE, holders.leave_for),
    (COPY_OF, holders.copy_of),
    (FINDS, organisations.found),
    (FINDS, operations.found),
    (FINDS, regulations.found),
    (SEEKS, lists.demand_instead),
    (OWN_PANELS, own_panels),
    (PANELS, sharing_panels.resource_panel),
    (PANELS, pools.resource_panels),
    (PANELS, intake.resource_panels),
    (PANELS, connectors.resource_panels),
    (PANELS, quality.resource_panels),
    (PANELS, supervision_qualities.resource_panel),
    (PANELS, exchange_panels.resource_panels),
    (intake.TAKE_IN, pools.take_in),
    (intake.RULES, quality.rules_on),
    (intake.COMPARE, pools.compare),
    (intake.CHANGES, pools.changes),
    (pools.IN_USE, registries.in_use),
    (pools.IN_USE, exchange.in_use),
    (registries.GRANTED, sharing.items_granted),
    (sharing.LAST_USE, exchange.last_uses),
    (exchange.MARKS, disputes.marks_on),
    (collection.APPLY_AT, sharing.apply_at),
    (collection.REFUSALS, sharing.refusal_of),
    (GRANT_PANELS, exchange_panels.grant_panel),
    (PANELS, disputes_panels.resource_panel),
    (GRANT_PANELS, disputes_panels.grant_panel),
    (LOOKUP_PANELS, disputes_panels.lookup_panel),
]
# fmt: on


def connect() -> None:
    """Called once at start. Repeating it changes nothing."""
    for event_type, listener in HEARS:
        listen(event_type, listener)
    for question, answer in ANSWERS:
        question.answer_with(answer)
    read_tables()
    for room in all_rooms():
        name_acts(room.words)
        workflow.file_under(room.headings)
        workflow.list_conduct(room.conduct)
    for table in workflow.workflows():
        name_states(table.name, table.words)
        name_acts({f"{table.name}.{move.name}": table.act_words(move) for move in table.moves if table.title})
