from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.credit.services import files, upkeep
from yiyuan.postgres.jobs import ended, retry

TRY_AGAIN = retry(attempts=10, wait_s=5)


@app.task(name=files.JOB, queue="data", retry=TRY_AGAIN, pass_context=True)
def read_file(context: JobContext, file_id: int) -> None:
    with ended(context, partial(files.fail, file_id)):
        files.work(file_id)


@app.periodic(cron="10 0 * * *")
@app.task(queue="housekeeping", queueing_lock="credit.keep_terms")
def keep_terms(timestamp: int) -> None:
    """Every night: what is out of its term to the archive, what is past its years away, then what is late."""
    upkeep.delete_due()
    upkeep.archive_due()
    upkeep.forget_cells()
    upkeep.watch_supply()


@app.periodic(cron="40 2 * * 0")
@app.task(queue="housekeeping", queueing_lock="credit.check_originals")
def check_originals(timestamp: int) -> None:
    """Every week: the originals against their digests."""
    upkeep.check_originals()
