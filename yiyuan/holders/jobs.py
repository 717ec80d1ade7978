from procrastinate.contrib.django import app

from yiyuan.holders import services
from yiyuan.kernel import clock


@app.periodic(cron="10 0 * * *")
@app.task(queue="terms", queueing_lock="holders.expire")
def expire(timestamp: int) -> None:
    """Daily, soon after midnight in Beijing: a grant and a mandate hold to the end of their last day."""
    services.expire(today=clock.today())
