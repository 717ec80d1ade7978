"""A job as the worker hands it to its function."""

from types import SimpleNamespace
from typing import Any


def job_of(task: Any, *, attempts: int = 0) -> Any:  # a task of procrastinate; its JobContext
    """attempts: how often it was tried before."""
    return SimpleNamespace(task=task, job=SimpleNamespace(task_name=task.name, task_kwargs={}, attempts=attempts))
