from procrastinate.contrib.django import app

from yiyuan.workflow import services


@app.periodic(cron="*/5 * * * *")
@app.task(queue="terms", queueing_lock="workflow.watch_terms")
def watch_terms(timestamp: int) -> None:
    """Every five minutes, so that a moved demo clock and a new day are both seen soon."""
    services.watch_terms()


@app.task(queue="terms", lock="workflow.terms")
def recompute_provisional() -> None:
    services.recompute_provisional()
