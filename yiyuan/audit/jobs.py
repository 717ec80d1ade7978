from procrastinate.contrib.django import app

from yiyuan.audit import services


@app.periodic(cron="* * * * *")
@app.task(queue="audit", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Every minute; a root is signed only if something was written."""
    services.seal()
