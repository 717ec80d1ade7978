import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yiyuan.spreadsheets.services import sheets

LOST = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)  # the database, for a while


@app.task(name=sheets.JOB, queue="data", retry=RetryStrategy(max_attempts=20, linear_wait=3, retry_exceptions=LOST))
def take_sheet(sheet_id: int) -> None:
    try:
        sheets.take_rows(sheet_id)
    except LOST:
        raise  # tried again
    except Exception:  # told to the person; the job still fails for the operator
        sheets.fail_import(sheet_id)
        raise
