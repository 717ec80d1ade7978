from procrastinate.contrib.django import app

from yiyuan.supervision import services


@app.periodic(cron="55 3 * * *")
@app.task(queue="housekeeping", queueing_lock="supervision.open_reports")
def open_reports(timestamp: int) -> None:
    """Daily, so that a night without the worker loses nothing: each department reports on the year before."""
    services.open_reports()


@app.periodic(cron="10 * * * *")
@app.task(queue="housekeeping", queueing_lock="supervision.refresh_boards")
def refresh_boards(timestamp: int) -> None:
    """Hourly: what the leaders' boards show until the next hour."""
    services.refresh_boards()
