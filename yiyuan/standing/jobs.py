from procrastinate.contrib.django import app

from yiyuan.standing import services


@app.periodic(cron="15 0 * * *")
@app.task(queue="terms", queueing_lock="standing.end_expired")
def end_expired(timestamp: int) -> None:
    """Daily, soon after midnight in Beijing: whose time on a list is over leaves it."""
    services.end_expired()
