from procrastinate.contrib.django import app

from yiyuan.kernel import clock
from yiyuan.sharing import services


@app.periodic(cron="*/5 * * * *")
@app.task(queue="terms", queueing_lock="sharing.expire_grants")
def expire_grants(timestamp: int) -> None:
    services.expire_grants(today=clock.today())


@app.task(queue="terms")
def note_first_delivery(grant_id: int) -> None:
    services.note_first_delivery(grant_id)


@app.periodic(cron="20 6 * * *")
@app.task(queue="terms", queueing_lock="sharing.watch_unused")
def watch_unused(timestamp: int) -> None:
    """Once a day: who has not used a grant is told, then it lapses."""
    services.watch_unused(today=clock.today())
