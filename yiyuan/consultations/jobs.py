from procrastinate.contrib.django import app

from yiyuan.consultations import services


@app.periodic(cron="*/5 * * * *")
@app.task(queue="terms", queueing_lock="consultations.lapse")
def lapse_unanswered(timestamp: int) -> None:
    services.lapse_unanswered()
