"""Folders are looked into once a minute; a file that is complete begins a reading."""

from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from yiyuan.connectors import files, running
from yiyuan.connectors.models import Feed
from yiyuan.connectors.services import open_folder
from yiyuan.connectors.types import DROPS, FeedState, RunState, State
from yiyuan.connectors.workflow import OPEN
from yiyuan.dataplane.drops import HostKeyChanged
from yiyuan.dataplane.sources import SourceFailed
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken

JOB: Final = "yiyuan.connectors.jobs.look_into"
EVERY_S: Final = 60


def look_due() -> int:
    """Have the folders looked into whose minute has come; how many."""
    now = clock.real_now()
    due = Feed.objects.filter(state=FeedState.ON, connector__state=State.ACTIVE, connector__kind__in=DROPS)
    looked = 0
    for feed_id in due.filter(next_at__lte=now).values_list("id", flat=True):
        with transaction.atomic():
            Feed.objects.filter(id=feed_id).update(next_at=now + timedelta(seconds=EVERY_S))
            app.configure_task(JOB, queue="data", lock=f"connectors.{feed_id}").defer(feed_id=feed_id)
            looked += 1
    return looked


def look_into(feed_id: int) -> None:
    """See what is in the folder; where a file is complete, begin to take it. Safe to repeat."""
    feed = Feed.objects.select_related("connector").get(id=feed_id)
    if feed.state != FeedState.ON or feed.connector.state != State.ACTIVE:
        return
    if feed.runs.filter(state__in=OPEN).exists():
        return
    try:
        with open_folder(feed.connector) as drop:
            found = drop.files()
    except SourceFailed as failed:
        _tell(feed, failed)
        return
    with transaction.atomic():
        if files.note(feed, found):
            with suppress(RuleBroken):  # somebody asked for it this very moment
                running.begin(feed)


def _tell(feed: Feed, failed: SourceFailed) -> None:
    """A folder that does not answer fails a reading, once; another host than was confirmed stops the feed."""
    last = feed.runs.order_by("-id").first()
    if (
        not isinstance(failed, HostKeyChanged)
        and last
        and (last.state, last.words) == (RunState.FAILED, failed.sentence)
    ):
        return
    with suppress(RuleBroken):
        run = running.begin(feed)
        if isinstance(failed, HostKeyChanged):
            running.stop_feed_of(run, failed.sentence)
        else:
            running.fail(run, failed.sentence)
