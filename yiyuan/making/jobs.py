from procrastinate.contrib.django import app

from yiyuan.kernel.errors import YiyuanError
from yiyuan.making import services
from yiyuan.making.services.runs import JOB
from yiyuan.postgres.jobs import retry

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=JOB, queue="data", retry=TRY_AGAIN)
def make_rows(run_id: int) -> None:
    """Goes on where it was cut off."""
    try:
        services.work(run_id)
    except YiyuanError:  # the entry or the data are gone: a person decides
        services.fail(run_id)
        raise


@app.periodic(cron="15 * * * *")
@app.task(queue="terms", queueing_lock="making.watch_steps")
def watch_steps(timestamp: int) -> None:
    """Hourly: which events the library has caught up with."""
    services.watch_steps()
