from procrastinate.contrib.django import app

from yiyuan.operations import faults, services


@app.periodic(cron="5 * * * *")
@app.task(queue="operations", queueing_lock="operations.backup", lock="operations.backup")
def back_up(timestamp: int) -> None:
    """Every hour: a backup where one is due, so that a machine that slept at its hour catches up."""
    services.back_up_if_due()


@app.periodic(cron="* * * * *")
@app.task(queue="operations", queueing_lock="operations.watch_processes")
def watch_processes(timestamp: int) -> None:
    """Once a minute: which processes answer."""
    services.watch_processes()


@app.periodic(cron="25 * * * *")
@app.task(queue="housekeeping", queueing_lock="operations.forget_faults")
def forget_faults(timestamp: int) -> None:
    faults.forget()
