"""Reads of the record."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from yiyuan.audit import policies
from yiyuan.audit.models import Checkpoint, Entry
from yiyuan.audit.services import subject_hash
from yiyuan.audit.types import Attempt
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.questions import Question
from yiyuan.web.components import Chip

LATELY = 300  # of each kind of refusal
CITED: Question[tuple[str, ...], Chip] = Question("audit.cited")  # requirement ids -> their articles as chips


def entries(actor: Actor) -> QuerySet[Entry]:
    """What the actor may read, latest first. Raises NotAllowed for a function without any right to the record."""
    if not policies.may_read(actor):
        raise NotAllowed("audit.entries")
    return policies.visible(Entry.objects.all(), to=actor).order_by("-id")


def reads_of_subject(actor: Actor, *, document_number: str) -> QuerySet[Entry]:
    """Who read this subject's record, when, under which grant; the number itself is not kept."""
    return entries(actor).filter(subjects__contains=[subject_hash(document_number)])


def last_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-tree_size").first()


def root_at(tree_size: int) -> str:
    """The signed root over this many leaves, in hex; "" where there is no such checkpoint."""
    found = Checkpoint.objects.filter(tree_size=tree_size).first()
    return bytes(found.root).hex() if found else ""


def refused_looks(account_id: int) -> int:
    """How many attempts to open something were refused to this account in the last hour, of those lately on record."""
    lately: list[tuple[int, datetime, dict[str, Any]]] = []  # facts are JSON
    for tag in ("edge.not_allowed", "edge.rule_broken"):
        found = Entry.objects.filter(tag=tag).order_by("-id")[:LATELY]
        lately += found.values_list("actor_account_id", "at", "facts")
    since = clock.real_now() - timedelta(hours=1)
    return sum(who == account_id and at > since and facts["method"] in {"GET", "HEAD"} for who, at, facts in lately)


def refused_attempt(number: str) -> Attempt | None:
    """The attempt that was refused in the request of this number."""
    found = Entry.objects.filter(facts__has_key="request").annotate(number=KT("facts__request")).filter(number=number)
    entry = found.order_by("id").first()
    if entry is None:
        return None
    return Attempt(
        at=entry.at,
        legal_on=entry.legal_on,
        tag=entry.tag,
        organisation=entry.actor_organisation,
        region_code=entry.region_code,
        method=entry.facts["method"],
        path=entry.object_id,
        subject=entry.facts["subject"],
    )
