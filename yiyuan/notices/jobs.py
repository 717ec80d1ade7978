from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yiyuan.kernel.errors import Unavailable
from yiyuan.notices import outside, services

# after 4, 16, 64 … seconds; the last wait is a quarter of an hour
TRY_AGAIN = RetryStrategy(max_attempts=services.MOST_TRIES, exponential_wait=4, retry_exceptions={Unavailable})


@app.task(name=services.JOB, queue="notices", retry=TRY_AGAIN)
def send(sending_id: int) -> None:
    services.send(sending_id)


@app.periodic(cron="30 8 * * *")
@app.task(queue="notices", queueing_lock="notices.digests")
def hand_out_digests(timestamp: int) -> None:
    services.hand_out_digests()


@app.periodic(cron="50 2 * * *")
@app.task(queue="housekeeping", queueing_lock="notices.forget_contacts")
def forget_contacts(timestamp: int) -> None:
    outside.forget()
