from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.making import services
from yiyuan.making.services.runs import JOB
from yiyuan.postgres.jobs import ended, retry

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def make_rows(context: JobContext, run_id: int) -> None:
    with ended(context, partial(services.fail, run_id)):
        services.work(run_id)


@app.periodic(cron="15 * * * *")
@app.task(queue="terms", queueing_lock="making.watch_steps")
def watch_steps(timestamp: int) -> None:
    """Hourly: which events the library has caught up with."""
    services.watch_steps()
