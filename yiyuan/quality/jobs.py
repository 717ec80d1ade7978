from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.postgres.jobs import ended, retry
from yiyuan.quality import running


@app.task(name=running.JOB, queue="data", retry=retry(attempts=10, wait_s=5), pass_context=True)
def check_resource(context: JobContext, run_id: int) -> None:
    with ended(context, partial(running.fail, run_id)):
        running.check_resource(run_id)


@app.periodic(cron="20 * * * *")
@app.task(queue="housekeeping", queueing_lock="quality.begin_due")
def begin_due(timestamp: int) -> None:
    """Once an hour: resources whose day has come by their declared period; rows that are kept no longer."""
    running.begin_due()
    running.purge()
