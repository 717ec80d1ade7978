from procrastinate.contrib.django import app

from yiyuan.postgres.jobs import retry
from yiyuan.registries import duplicates, running

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=running.JOB, queue="data", retry=TRY_AGAIN)
def build_registry(build_id: int) -> None:
    running.build_registry(build_id)


@app.task(name=duplicates.JOB, queue="data", retry=TRY_AGAIN)
def link_registry(linking_id: int) -> None:
    duplicates.link_registry(linking_id)
