from procrastinate.contrib.django import app

from yiyuan.organisations.services import succession


@app.periodic(cron="*/5 * * * *")
@app.task(queue="terms", queueing_lock="organisations.announce_successions")
def announce_successions(timestamp: int) -> None:
    """Every five minutes, so that a new day is seen soon."""
    succession.announce_successions()
