from procrastinate.contrib.django import app

from yiyuan.disputes import comparisons
from yiyuan.postgres.jobs import retry


@app.task(name=comparisons.JOB, queue="data", retry=retry(attempts=10, wait_s=5))
def compare_sources(comparison_id: int) -> None:
    comparisons.compare_sources(comparison_id)
