from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.opening import running
from yiyuan.opening.services import inbox, schedule
from yiyuan.postgres.jobs import ended, retry


@app.task(name=running.JOB, queue="data", retry=retry(attempts=10, wait_s=5), pass_context=True)
def build_release(context: JobContext, release_id: int) -> None:
    with ended(context, partial(running.fail, release_id)):
        running.build_release(release_id)


@app.periodic(cron="* * * * *")
@app.task(queue="housekeeping", queueing_lock="opening.take_inbox")
def take_inbox(timestamp: int) -> None:
    """Once a minute: what society sent by the public site."""
    inbox.take_inbox()


@app.periodic(cron="35 * * * *")
@app.task(queue="housekeeping", queueing_lock="opening.keep_up")
def keep_up(timestamp: int) -> None:
    """Once an hour: releases that keep to their cycle; what was withdrawn; how much is used; missing reports."""
    schedule.renew_due()
    schedule.drop_withdrawn()
    schedule.count_use()
    schedule.flag_missed()
