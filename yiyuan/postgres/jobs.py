"""When a job is tried again, and what becomes of work whose job fails."""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import JobContext, RetryStrategy

from yiyuan.kernel.errors import Unavailable
from yiyuan.kernel.events import Event, publish

PASSING = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, Unavailable)
BROKEN = "平台处理出错，运维已得到通知，可以按编号查：{number}"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WorkFailed(Event):
    """A job failed by a fault of the program. number: what its owner was told, 32 hex digits; task: its name."""

    number: str
    task: str
    error: BaseException
    organisation_id: int


def retry(*, attempts: int, wait_s: int) -> RetryStrategy:
    """Where the database went away or a part was not ready. wait_s: longer by as much each time."""
    return RetryStrategy(max_attempts=attempts, linear_wait=wait_s, retry_exceptions=set(PASSING))


def is_passing(error: BaseException) -> bool:
    """The server went away, under psycopg or under Django, or a part is not ready: trying again may help."""
    return isinstance(error, PASSING) or isinstance(error.__cause__, PASSING)


@contextmanager
def ended(context: JobContext, fail: Callable[[str], int]) -> Iterator[None]:
    """Around the work of a job somebody waits for: whatever breaks it, the work does not stand as running for ever.

    fail: ends the work with these words, unless it has ended, and returns the organisation it is of. An error that will
    pass is raised, and the job tried again, but for the last time.
    """
    try:
        yield
    except Exception as error:
        if is_passing(error) and not _is_last(context):
            raise error if isinstance(error, PASSING) else Unavailable("job.passing") from error
        number = uuid.uuid4().hex
        log.exception("job.broken %s", number, extra={"task": context.job.task_name, "of": context.job.task_kwargs})
        publish(WorkFailed(number, context.job.task_name, error, fail(BROKEN.format(number=number))))


def _is_last(context: JobContext) -> bool:
    strategy = context.task.retry_strategy
    return not isinstance(strategy, RetryStrategy) or context.job.attempts >= (strategy.max_attempts or 0)
