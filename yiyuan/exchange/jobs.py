from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.exchange import interfaces, services
from yiyuan.postgres.jobs import ended, retry


@app.task(name=services.JOB, queue="data", retry=retry(attempts=5, wait_s=3), pass_context=True)
def write_extract(context: JobContext, extract_id: int) -> None:
    with ended(context, partial(services.fail_extract, extract_id)):
        services.write_extract(extract_id)


@app.periodic(cron="* * * * * */10")
@app.task(queue="terms", queueing_lock="exchange.note_first_deliveries")
def note_first_deliveries(timestamp: int) -> None:
    """Six times a minute: the gateway cannot end a term itself."""
    services.note_first_deliveries()


@app.periodic(cron="* * * * *")
@app.task(queue="housekeeping", queueing_lock="exchange.watch_interfaces")
def watch_interfaces(timestamp: int) -> None:
    """Once a minute: calls and a check of every open interface."""
    interfaces.watch_interfaces()


@app.periodic(cron="10 * * * *")
@app.task(queue="housekeeping", queueing_lock="exchange.remove_extracts")
def remove_extracts(timestamp: int) -> None:
    services.remove_extracts()


@app.periodic(cron="5 * * * *")
@app.task(queue="housekeeping", queueing_lock="exchange.record_refused_calls")
def record_refused_calls(timestamp: int) -> None:
    """Five minutes after each hour, when the gateway has written what it counted in it."""
    services.record_refused_calls()
