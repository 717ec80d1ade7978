from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.pools import past, withdrawing
from yiyuan.postgres.jobs import ended, retry

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=withdrawing.JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def withdraw_batch(context: JobContext, withdrawal_id: int) -> None:
    with ended(context, partial(withdrawing.fail, withdrawal_id)):
        withdrawing.withdraw(withdrawal_id)


@app.periodic(cron="50 2 * * *")
@app.task(queue="housekeeping", queueing_lock="pools.forget_past")
def forget_past(timestamp: int) -> None:
    past.forget_past()
