from procrastinate.contrib.django import app

from yiyuan.intake import loading, overdue, recovery, services
from yiyuan.postgres.jobs import retry

TRY_AGAIN = retry(attempts=20, wait_s=3)


@app.task(name=services.JOB, queue="data", retry=TRY_AGAIN)
def load_batch(batch_id: int) -> None:
    loading.load_batch(batch_id)


@app.periodic(cron="20 2 * * *")
@app.task(queue="housekeeping", queueing_lock="intake.purge_refused")
def purge_refused(timestamp: int) -> None:
    services.purge_refused()


@app.periodic(cron="* * * * * */15")
@app.task(queue="recovery", queueing_lock="recovery")
async def recover(timestamp: int) -> None:
    """Four times a minute: take jobs of dead workers up again, and batches that no job looks after."""
    await recovery.recover_jobs()


@app.periodic(cron="40 2 * * *")
@app.task(queue="housekeeping", queueing_lock="intake.forget_jobs")
async def forget_jobs(timestamp: int) -> None:
    await recovery.forget_finished_jobs()


@app.periodic(cron="10 3 * * *")
@app.task(queue="housekeeping", queueing_lock="intake.watch_loads")
def watch_loads(timestamp: int) -> None:
    """Daily: a resource that was not loaded within its cycle is offered as a signal."""
    overdue.watch_loads()
