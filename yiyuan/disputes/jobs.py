from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.disputes import comparisons
from yiyuan.postgres.jobs import ended, retry


@app.task(name=comparisons.JOB, queue="data", retry=retry(attempts=10, wait_s=5), pass_context=True)
def compare_sources(context: JobContext, comparison_id: int) -> None:
    with ended(context, partial(comparisons.fail, comparison_id)):
        comparisons.compare_sources(comparison_id)
