from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.collection import gathering
from yiyuan.postgres.jobs import ended, retry


@app.task(name=gathering.JOB, queue="data", retry=retry(attempts=10, wait_s=5), pass_context=True)
def gather(context: JobContext, task_id: int) -> None:
    with ended(context, partial(gathering.fail, task_id)):
        gathering.gather(task_id)


@app.periodic(cron="* * * * * */10")
@app.task(queue="terms", queueing_lock="collection.follow")
def follow(timestamp: int) -> None:
    """Six times a minute: batches of closed rounds are seen through to their end."""
    gathering.follow()
