from procrastinate.contrib.django import app

from yiyuan.postgres.jobs import retry
from yiyuan.registries import duplicates, running, services

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=running.JOB, queue="data", retry=TRY_AGAIN)
def build_registry(build_id: int) -> None:
    running.build_registry(build_id)


@app.task(name=duplicates.JOB, queue="data", retry=TRY_AGAIN)
def link_registry(linking_id: int) -> None:
    duplicates.link_registry(linking_id)


@app.periodic(cron="25 * * * *")
@app.task(queue="housekeeping", queueing_lock="registries.found_missing")
def found_missing(timestamp: int) -> None:
    """Hourly: base registries of bureaus that have none yet, as after an upgrade."""
    services.found_missing()
