from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.postgres.jobs import ended, retry
from yiyuan.registries import duplicates, running, services

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=running.JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def build_registry(context: JobContext, build_id: int) -> None:
    with ended(context, partial(running.fail, build_id)):
        running.build_registry(build_id)


@app.task(name=duplicates.JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def link_registry(context: JobContext, linking_id: int) -> None:
    with ended(context, partial(duplicates.fail, linking_id)):
        duplicates.link_registry(linking_id)


@app.periodic(cron="25 * * * *")
@app.task(queue="housekeeping", queueing_lock="registries.found_missing")
def found_missing(timestamp: int) -> None:
    """Hourly: base registries of bureaus that have none yet, as after an upgrade."""
    services.found_missing()
