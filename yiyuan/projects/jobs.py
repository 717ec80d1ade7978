from procrastinate.contrib.django import app

from yiyuan.projects import services


@app.periodic(cron="50 3 * * *")
@app.task(queue="housekeeping", queueing_lock="projects.measure_years")
def measure_years(timestamp: int) -> None:
    """Daily, so that a night without the worker loses nothing: a year that is over is measured once."""
    services.measure_years()


@app.periodic(cron="40 3 * * *")
@app.task(queue="housekeeping", queueing_lock="projects.roll_library")
def roll_library(timestamp: int) -> None:
    """Daily, so that a night without the worker loses nothing: a year that is over is counted once."""
    services.roll_library()


@app.periodic(cron="45 3 * * *")
@app.task(queue="housekeeping", queueing_lock="projects.open_evaluations")
def open_evaluations(timestamp: int) -> None:
    """Daily: what has run for its time waits for an evaluation from then on."""
    services.open_evaluations()
