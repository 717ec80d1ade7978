from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.connectors import looking, running
from yiyuan.postgres.jobs import ended, retry

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=running.JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def read_table(context: JobContext, run_id: int) -> None:
    with ended(context, partial(running.fail_run, run_id)):
        running.read_table(run_id)


@app.task(name=looking.JOB, queue="data", retry=TRY_AGAIN)
def look_into(feed_id: int) -> None:
    looking.look_into(feed_id)


@app.periodic(cron="* * * * *")
@app.task(queue="housekeeping", queueing_lock="connectors.begin_due")
def begin_due(timestamp: int) -> None:
    """Once a minute: readings whose hour has come, folders that are watched."""
    running.begin_due()
    looking.look_due()


@app.periodic(cron="* * * * * */10")
@app.task(queue="terms", queueing_lock="connectors.follow")
def follow(timestamp: int) -> None:
    """Six times a minute: what was handed in is seen through to its receipt."""
    running.follow()
