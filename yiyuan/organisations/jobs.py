from procrastinate.contrib.django import app

from yiyuan.organisations.services import accounts, logins, succession


@app.periodic(cron="*/5 * * * *")
@app.task(queue="terms", queueing_lock="organisations.announce_successions")
def announce_successions(timestamp: int) -> None:
    """Every five minutes, so that a new day is seen soon; sessions of what ended with the old one end too."""
    succession.announce_successions()
    logins.end_lapsed()


@app.periodic(cron="40 3 * * *")
@app.task(queue="terms", queueing_lock="organisations.forget_failures")
def forget_failures(timestamp: int) -> None:
    """Every night; sessions that are over too."""
    accounts.forget_failures()
    logins.forget()
