from procrastinate.contrib.django import app

from yiyuan.kernel import clock
from yiyuan.licences import services


@app.periodic(cron="5 0 * * *")
@app.task(queue="terms", queueing_lock="licences.expire_licences")
def expire_licences(timestamp: int) -> None:
    """Daily, soon after midnight in Beijing or later: a licence holds to the end of its last day."""
    services.expire_licences(today=clock.today())
