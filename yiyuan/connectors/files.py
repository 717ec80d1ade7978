"""Files that departments leave in a folder: which are complete, each taken once, what is not taken with its reason.

Nothing is written into the folder: a file stays where it is, and is known again by its content.
"""

import tempfile
from collections.abc import Iterable
from datetime import timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from yiyuan.connectors.models import Arrival, Feed, Run
from yiyuan.connectors.services import open_folder
from yiyuan.connectors.types import ArrivalState, FeedState, Mode, RunState
from yiyuan.connectors.workflow import RUN
from yiyuan.dataplane.drops import Dropped
from yiyuan.intake.api import PathUpload, Told, opened_in, receive_file
from yiyuan.intake.types import Way
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, SYSTEM, Actor
from yiyuan.kernel.errors import RuleBroken
from yiyuan.workflow.types import DeskLine, Part

STILL_S: Final = 30  # for so long a file has not changed, before it is held for complete
MOST_BYTES: Final = 512 * 1024 * 1024
WORDS: Final = 500
TAKEN: Final = [RunState.HANDED, RunState.DONE]


def note(feed: Feed, found: Iterable[Dropped]) -> bool:
    """What the folder shows now; whether a file waits to be taken. One that was altered is a new one."""
    now = clock.real_now()
    known = {one.name: one for one in feed.arrivals.all()}
    names = set()
    for one in found:
        if not fnmatchcase(one.name.lower(), feed.table.lower()):
            continue
        names.add(one.name)
        last = known.get(one.name)
        if last is None or (last.size_bytes, last.modified) != (one.size, one.modified):
            feed.arrivals.update_or_create(
                name=one.name[:200],
                defaults={
                    "size_bytes": one.size,
                    "modified": one.modified,
                    "seen_at": now,
                    "state": ArrivalState.COMING,
                    "words": "",
                    "batch_id": None,
                },
            )
    feed.arrivals.exclude(name__in=names).exclude(state=ArrivalState.TAKEN).delete()
    return waiting(feed).exists()


def waiting(feed: Feed) -> QuerySet[Arrival]:
    """Files that have not changed for a while and nobody has taken, the oldest first."""
    still = clock.real_now() - timedelta(seconds=STILL_S)
    return feed.arrivals.filter(state=ArrivalState.COMING, seen_at__lte=still).order_by("modified", "name")


def try_again(feed: Feed) -> None:
    """What was refused is looked at once more: somebody asks for it."""
    feed.arrivals.filter(state=ArrivalState.REFUSED).update(state=ArrivalState.COMING)


def take(run: Run, *, actor: Actor) -> None:
    """Take one file that waits; the run ends as handed in, or as one that brings nothing.

    Raises SourceFailed, where the folder does not answer; RuleBroken, where the file is refused.
    """
    feed = run.feed
    arrival = waiting(feed).first()
    if arrival is None:
        _skip(run, "没有传完的新文件。")
        return
    arrival.run_id, run.file_name = run.id, arrival.name
    arrival.save(update_fields=["run_id"])
    run.save(update_fields=["file_name"])
    with tempfile.TemporaryDirectory(dir=opened_in()) as folder, open_folder(feed.connector) as drop:
        path = Path(folder) / (PurePosixPath(arrival.name.replace("\\", "_")).name or "file")
        digest, size = sha256(), 0
        with path.open("wb") as file:
            for piece in drop.read(arrival.name):
                size += len(piece)
                if size > MOST_BYTES:
                    raise RuleBroken("connectors.file", problem=f"文件超过 {MOST_BYTES // 2**20} MB；请拆分。")
                digest.update(piece)
                file.write(piece)
        now = drop.found(arrival.name)
        if now is None or (now.size, now.modified, size) != (arrival.size_bytes, arrival.modified, arrival.size_bytes):
            Arrival.objects.filter(id=arrival.id).update(seen_at=clock.real_now())
            _skip(run, "文件还在变，等传完再收。")
            return
        earlier = feed.runs.filter(sha256=digest.hexdigest(), state__in=TAKEN).first()
        if earlier is not None:
            _skip(run, f"内容和“{earlier.file_name}”相同，已经收过，没有再收。", arrival)
            return
        _hand_in(run, arrival, path, digest=digest.hexdigest(), actor=actor)


@transaction.atomic
def _skip(run: Run, words: str, taken: Arrival | None = None) -> None:
    if taken is not None:
        Arrival.objects.filter(id=taken.id).update(state=ArrivalState.TAKEN, words=words)
    RUN.move(run, "skip", actor=SYSTEM, also_set={"ended_at": clock.real_now(), "words": words})


@transaction.atomic
def _hand_in(run: Run, arrival: Arrival, path: Path, *, digest: str, actor: Actor) -> None:
    """The file becomes a batch, together with the word that it did: killed before, it is taken again; after, never."""
    found = Run.objects.select_for_update().get(id=run.id)
    if found.state != RunState.READING:  # somebody cancelled it
        return
    feed = run.feed
    received = receive_file(
        feed.resource_id,
        actor=actor,
        upload=PathUpload(path),
        confirmed=not feed.looked_at,
        way=Way.REPLACE if feed.mode == Mode.FULL else Way.MERGE,
        columns=Told(asks=True),
    )
    Arrival.objects.filter(id=arrival.id).update(state=ArrivalState.TAKEN, batch_id=received.batch.id, words="")
    RUN.move(found, "hand", actor=SYSTEM, also_set={"batch_id": received.batch.id, "sha256": digest})


def refuse(run: Run, words: str) -> None:
    """The file of a run was not taken after all: it stays where it is, and its owner has something to do."""
    Arrival.objects.filter(run_id=run.id).update(state=ArrivalState.REFUSED, words=words[:WORDS])


def desk_lines(actor: Actor) -> list[DeskLine]:
    """For data officers: files that were not taken, until they are mended or taken away."""
    if not actor.has(*OFFICERS):
        return []
    refused = Arrival.objects.filter(
        state=ArrivalState.REFUSED, feed__provider__in=actor.organisation_ids, feed__state=FeedState.ON
    )
    return [
        DeskLine(
            Part.MEND,
            f"{one.feed.resource_name} {one.name}",
            reverse("connectors:feed", args=[one.feed_id]),
            note=f"没有收：{one.words}"[:200],
        )
        for one in refused.select_related("feed").order_by("id")
    ]
