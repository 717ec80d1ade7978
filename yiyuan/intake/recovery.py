"""What a killed worker left behind: its jobs are taken up again, batches without a job get one."""

import logging
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from yiyuan.intake import services
from yiyuan.intake.models import Batch
from yiyuan.intake.types import State
from yiyuan.kernel import clock

log = logging.getLogger(__name__)

FORGET_AFTER_HOURS = 72


async def recover_jobs() -> int:
    """Retry the jobs of workers that no longer give a sign of life; returns how many. Every job is safe to repeat."""
    silent_s = float(str(settings.PROCRASTINATE_WORKER_DEFAULTS["stalled_worker_timeout"]))
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_s))
    for job in stalled:
        log.warning("jobs.stalled.retried", extra={"job_id": job.id, "task": job.task_name})
        await app.job_manager.retry_job(job)
    await sync_to_async(recover_batches)()
    return len(stalled)


def recover_batches() -> int:
    """Defer the job of every batch that should have one and has none; returns how many."""
    since = clock.real_now() - timedelta(seconds=60)
    waiting = Batch.objects.filter(state__in=[State.RECEIVED, State.ACCEPTED], received_at__lt=since)
    ids = list(waiting.values_list("id", flat=True))
    if not ids:
        return 0
    live = ProcrastinateJob.objects.filter(task_name=services.JOB, status__in=["todo", "doing"])
    looked_after = {args["batch_id"] for args in live.values_list("args", flat=True)}
    left = [batch_id for batch_id in ids if batch_id not in looked_after]
    for batch_id in left:
        with transaction.atomic():
            services.start_load(Batch.objects.get(id=batch_id))
    return len(left)


async def forget_finished_jobs() -> None:
    """Jobs that ended well are kept for three days; failed ones stay for the operator."""
    await app.job_manager.delete_old_jobs(nb_hours=FORGET_AFTER_HOURS)
