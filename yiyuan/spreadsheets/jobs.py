from functools import partial

from procrastinate import JobContext
from procrastinate.contrib.django import app

from yiyuan.postgres.jobs import ended, retry
from yiyuan.spreadsheets.services import sheets


@app.task(name=sheets.JOB, queue="data", retry=retry(attempts=20, wait_s=3), pass_context=True)
def take_sheet(context: JobContext, sheet_id: int) -> None:
    with ended(context, partial(sheets.fail_import, sheet_id)):
        sheets.take_rows(sheet_id)
