from procrastinate.contrib.django import app

from yiyuan.credit.services import upkeep


@app.periodic(cron="10 0 * * *")
@app.task(queue="housekeeping", queueing_lock="credit.keep_terms")
def keep_terms(timestamp: int) -> None:
    """Every night: what is out of its term to the archive, what is past its years away, then what is late."""
    upkeep.delete_due()
    upkeep.archive_due()
    upkeep.watch_supply()


@app.periodic(cron="40 2 * * 0")
@app.task(queue="housekeeping", queueing_lock="credit.check_originals")
def check_originals(timestamp: int) -> None:
    """Every week: the originals against their digests."""
    upkeep.check_originals()
