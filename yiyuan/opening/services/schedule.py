"""What comes with time: releases that keep to their cycle, reports that did not come."""

import logging
from datetime import timedelta

from django.db import OperationalError, transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import CYCLE_DAYS
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.opening import rules, running, selectors, store
from yiyuan.opening.models import OpenAccess, OpenRelease
from yiyuan.opening.services import releases
from yiyuan.opening.types import AccessState, Measured, OpeningTag, ReleaseState
from yiyuan.opening.workflow import ACCESS
from yiyuan.pools.api import pool_info
from yiyuan.regulations.api import explain

log = logging.getLogger(__name__)
HITS_KEPT_DAYS = 2 * 366
KEPT = (
    "operator_id version_id item_ids row_item_id row_value quasi_ids sensitive_id sample_percent suppress treatments"
    " licence uses kept_fresh explained masked_by masked_on region_code"
).split()


def renew_due() -> int:
    """Releases whose cycle is over and whose pool was loaded since are made again; those made are opened. How many.

    What the scan or the measure stops stays with the provider, who is told; the release that stands stays open.
    """
    begun = 0
    opened = OpenRelease.objects.filter(state=ReleaseState.PUBLISHED, kept_fresh=True).select_related("dataset")
    for old in opened:
        if old.dataset.releases.filter(number__gt=old.number).exists() or not _is_due(old):
            continue
        with transaction.atomic():
            made = OpenRelease(dataset=old.dataset, number=old.number + 1, law_on=clock.today())
            for name in KEPT:
                setattr(made, name, getattr(old, name))
            made.prepared_by, made.prepared_on = SYSTEM.person_name, clock.today()
            made.state = ReleaseState.BUILDING
            made.save()
            running.begin(made)
        begun += 1
    return begun + _open_built()


def drop_withdrawn() -> int:
    """Rows of what was withdrawn are erased; how many tables. One that is still loaded down waits for the next hour."""
    withdrawn = set(OpenRelease.objects.filter(state=ReleaseState.WITHDRAWN).values_list("id", flat=True))
    dropped = 0
    for release_id in sorted(store.tables() & withdrawn):
        try:
            with transaction.atomic():
                store.execute("set local lock_timeout = '2s'")
                store.drop_table(release_id)
            dropped += 1
        except OperationalError:
            log.info("opening.withdrawn.read", extra={"release_id": release_id})
    return dropped


def count_use() -> None:
    """How often each data set was used in the last twelve months, for the site; single hits are kept for two years."""
    today = clock.today()
    store.forget_hits(today - timedelta(days=HITS_KEPT_DAYS))
    since = today.replace(year=today.year - 1, day=1)
    body = {"rows": [[dataset, kind, month.isoformat()[:7], n] for dataset, kind, month, n in store.used(since)]}
    with transaction.atomic():
        if store.page("use", 1) != body:
            store.publish("use", 1, body)


def _is_due(old: OpenRelease) -> bool:
    pool = pool_info(old.dataset.resource_id)
    try:
        resource = published_resource(old.dataset.resource_id)
    except NotFound:
        return False
    days = CYCLE_DAYS.get(resource.cycle)
    if pool is None or days is None or old.published_on is None or old.built_at is None:
        return False
    loaded = pool.loaded_at is not None and pool.loaded_at > old.built_at
    return loaded and clock.today() >= old.published_on + timedelta(days=days)


def _open_built() -> int:
    """Those made by schedule that pass every check that the first one passed."""
    opened = 0
    waiting = OpenRelease.objects.filter(state=ReleaseState.BUILT, prepared_by=SYSTEM.person_name)
    for found in waiting.values_list("id", flat=True):
        try:
            with transaction.atomic():
                release = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset").get(id=found)
                rules.check_findings(release.findings, explained=release.explained)
                parts = selectors.parts_in_force(release.region_code)
                rules.check_measured(Measured(**release.measured), parts=parts)
                releases.open_up(release, "renew", actor=SYSTEM)
            opened += 1
        except RuleBroken as broken:
            log.info("opening.release.not_renewed", extra={"release_id": found, "rule": broken.rule})
            why = explain(broken, region=release.region_code, on=clock.today()).sentence
            OpenRelease.objects.filter(id=found).update(prepared_by="按周期更新", failure=why[:300])
    return opened


def flag_missed() -> int:
    """Reports that were due and did not come: flagged, and the key rests until it is reported. How many."""
    missed = 0
    late = OpenAccess.objects.filter(state=AccessState.ACTIVE, report_due_on__lt=clock.today())
    for found in late.values_list("id", flat=True):
        with transaction.atomic():
            access = OpenAccess.objects.select_for_update(of=("self",)).select_related("dataset").get(id=found)
            ACCESS.move(access, "pause", actor=SYSTEM, also_set={"missed_on": access.report_due_on})
            store.close_key(access.id)
            actor = system_of(access.region_code)
            record(actor, OpeningTag.MISSED, object_type="opening.access", object_id=access.id)
        missed += 1
    return missed
