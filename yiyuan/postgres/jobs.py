"""When a job is tried again."""

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy

from yiyuan.kernel.errors import Unavailable

PASSING = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, Unavailable)


def retry(*, attempts: int, wait_s: int) -> RetryStrategy:
    """Where the database went away or a part was not ready. wait_s: longer by as much each time."""
    return RetryStrategy(max_attempts=attempts, linear_wait=wait_s, retry_exceptions=set(PASSING))
