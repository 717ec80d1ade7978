"""Checks: begin one, hold the pool against every rule, keep which rows are wrong, issue and close work orders.

A check that is killed begins again: what it has met it meets again, and notes once.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from psycopg import sql

from yiyuan.audit.api import record
from yiyuan.catalog.api import load_due, published_in, published_resource, resource_version
from yiyuan.catalog.types import CYCLE_DAYS, ResourceInfo
from yiyuan.dataplane import vault
from yiyuan.dataplane.rules import Dimension, Rule, predicate, sentence
from yiyuan.dataplane.staging import TableName
from yiyuan.intake.api import checked_batch
from yiyuan.intake.events import BatchChecked
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.pools.api import pool_info
from yiyuan.pools.events import BatchWithdrawn, SnapshotReady
from yiyuan.quality import policies, rules, selectors
from yiyuan.quality.models import CheckRun, Finding, LoadScore, WorkOrder
from yiyuan.quality.services import rules_on, table_of
from yiyuan.quality.types import (
    DIMENSION_WORDS,
    OPEN_FINDINGS,
    OPEN_RUNS,
    Counted,
    FindingState,
    OrderState,
    QualityTag,
    RunState,
)
from yiyuan.quality.workflow import ORDER, RUN
from yiyuan.workdays.api import due
from yiyuan.workflow.api import Law

log = logging.getLogger(__name__)
JOB: Final = "yiyuan.quality.jobs.check_resource"
MOST_FINDINGS: Final = 2_000  # rows kept of a rule in one check; all are counted
TOGETHER: Final = 200  # keys looked for in one statement


class _Cancelled(Exception):
    """Somebody cancelled while rules were being checked."""


# ---- beginning ----


@transaction.atomic
def ask_check(resource_id: int, *, actor: Actor) -> CheckRun:
    """Check a resource now. Raises NotFound, NotAllowed, RuleBroken("quality.running" | "quality.pool")."""
    resource = selectors.resource_for(actor, resource_id)
    if not policies.may_check(actor, provider_id=resource.provider_id):
        raise NotAllowed("quality.run.ask")
    table_of(resource)
    run = begin(resource, by=actor)
    record(actor, QualityTag.ASKED, object_type="quality.run", object_id=run.id, facts={"resource": resource_id})
    return run


def begin(resource: ResourceInfo, *, by: Actor | None = None) -> CheckRun:
    """One more check, in the caller's transaction. Raises RuleBroken("quality.running")."""
    try:
        with transaction.atomic():
            run = CheckRun.objects.create(
                resource_id=resource.id,
                resource_name=resource.name,
                provider_id=resource.provider_id,
                region_code=resource.region_code,
                asked_by=by.person_name if by else "",
                asked_at=clock.real_now(),
                asked_on=clock.today(),
            )
    except IntegrityError:
        raise RuleBroken("quality.running") from None
    RUN.begin(run)
    app.configure_task(JOB, queue="data", lock=f"quality.{resource.id}").defer(run_id=run.id)
    return run


def begin_due() -> int:
    """Begin checks of resources whose day has come by their declared period; how many."""
    today, begun = clock.today(), 0
    last = dict(
        CheckRun.objects.order_by("resource_id", "-id").distinct("resource_id").values_list("resource_id", "pk")
    )
    runs = CheckRun.objects.in_bulk(last.values())
    for line in published_in("000000"):
        run = runs.get(last.get(line.id, 0))
        pool = None if line.held or (run and run.state in OPEN_RUNS) else pool_info(line.id)
        if pool is None or not pool.rows:
            continue
        if run is None or today >= _next_on(run, line.cycle):
            with transaction.atomic():
                begun += _begin_quietly(line.id)
    return begun


def _next_on(run: CheckRun, cycle: str) -> Any:  # a legal day
    began_on = run.asked_on
    longest = due(Law(run.region_code, clock.today())("quality.check_every"), began_on).on
    days = CYCLE_DAYS.get(cycle)  # type: ignore[call-overload]  # a text like the key
    return min(longest, began_on + timedelta(days=days)) if days else longest


def follow_load(event: SnapshotReady | BatchWithdrawn) -> None:
    """A load is in the pool, or out of it again: what stands there is checked again, in the background."""
    _begin_quietly(event.resource_id)


def _begin_quietly(resource_id: int) -> bool:
    """Whether a check was begun; one that is under way is left alone."""
    if CheckRun.objects.filter(resource_id=resource_id, state__in=OPEN_RUNS).exists():
        return False
    try:
        begin(published_resource(resource_id))
    except RuleBroken:  # somebody else was quicker
        return False
    return True


@transaction.atomic
def cancel_run(run_id: int, *, actor: Actor) -> None:
    """One that is under way stops at its next rule. Raises NotFound, NotAllowed, MoveRefused."""
    RUN.move(
        selectors.run_for(actor, run_id, lock=True), "cancel", actor=actor, also_set={"ended_at": clock.real_now()}
    )


# ---- checking ----


def check_resource(run_id: int) -> None:
    """Hold the pool against every rule. Safe to repeat and to be killed."""
    run = CheckRun.objects.get(id=run_id)
    if run.state not in OPEN_RUNS:
        return
    RUN.move(run, "start", actor=SYSTEM, also_set={"done_rules": 0})
    try:
        _check(run)
    except _Cancelled:
        log.info("quality.run.cancelled", extra={"run_id": run.id})
    except NotFound:
        fail(run.id, "资源已从目录撤销，没有检查。")
    except RuleBroken:
        fail(run.id, "这个资源在平台没有数据，没有检查。")


@transaction.atomic
def fail(run_id: int, words: str) -> int:
    """It ends without a result; one that has ended stays as it is. Returns the organisation it is of."""
    found = CheckRun.objects.select_for_update().get(id=run_id)
    if found.state in OPEN_RUNS:
        RUN.move(found, "fail", actor=SYSTEM, note=words, also_set={"ended_at": clock.real_now(), "words": words})
    return found.provider_id


def _check(run: CheckRun) -> None:
    resource = published_resource(run.resource_id)
    table, today = table_of(resource), clock.today()
    key = tuple(item.column for item in resource.key_items) or ("_digest",)
    own = rules_on(resource)
    asked = [*rules.rules_of_items(resource.items), *own]
    CheckRun.objects.filter(id=run.id).update(all_rules=len(asked))
    counts: list[Counted] = []
    for place, rule in enumerate(asked, start=1):
        with transaction.atomic():
            rows = _look(run, rule, table, key)
        counts.append(Counted(rule.key, sentence(rule)[:300], rule.dimension, rows, own=rule in own))
        CheckRun.objects.filter(id=run.id).update(done_rules=place)
        if CheckRun.objects.filter(id=run.id).exclude(state=RunState.RUNNING).exists():
            raise _Cancelled
    wrong, rows = _lacking(asked, table)
    pool = pool_info(resource.id)
    loaded_on = pool.loaded_on if pool else None
    timely = rules.timeliness(cycle=resource.cycle, last_on=loaded_on, today=today)
    scores = rules.scores_of(wrong, rows=rows, timely=timely, there=rows > 0)
    next_load = load_due(resource.id)
    _finish(
        run,
        {
            "rows": rows,
            "counts": [asdict(one) for one in counts],
            "scores": scores,
            "loaded_on": loaded_on,
            "due_on": next_load.due_on if next_load else None,
        },
    )


def _fetch(query: sql.Composable) -> list[Any]:
    with connection.cursor() as wrapped:
        rows: list[Any] = wrapped.cursor.execute(query).fetchall()
        return rows


def _texts(key: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.SQL("t.{}::text").format(sql.Identifier(column)) for column in key)


def _look(run: CheckRun, rule: Rule, table: TableName, key: Sequence[str]) -> int:
    """Rows that break a rule; the first of them are noted by their keys."""
    broken = predicate(rule, table, today=clock.today())
    counted = _fetch(sql.SQL("select count(*) from {} t where {}").format(table.sql, broken))[0][0]
    query = sql.SQL("select {keys} from {table} t where {broken} order by {keys} limit {most}")
    met = _fetch(query.format(keys=_texts(key), table=table.sql, broken=broken, most=sql.Literal(MOST_FINDINGS)))
    _note(run, rule, [[value or "" for value in row] for row in met])
    _follow_up(run, rule, table, key)
    return int(counted)


def hashed(resource_id: int, rule_key: str, values: Sequence[str], *, secret: str) -> str:
    """Tells rows apart without saying which they are."""
    text = json.dumps([resource_id, rule_key, *values], ensure_ascii=False)
    return hmac.new(
        hashlib.sha256(f"yiyuan.quality.row/{secret}".encode()).digest(), text.encode(), "sha256"
    ).hexdigest()


def _note(run: CheckRun, rule: Rule, met: Sequence[list[str]]) -> None:
    today, secret = clock.today(), settings.INSTALLATION_SECRET
    by_row = {hashed(run.resource_id, rule.key, values, secret=secret): values for values in met}
    known = Finding.objects.filter(resource_id=run.resource_id, rule_key=rule.key, row__in=list(by_row))
    again = set(known.values_list("row", flat=True))
    earlier = known.exclude(last_run=run)
    earlier.filter(state__in=OPEN_FINDINGS).update(state=FindingState.AGAIN, last_run=run, state_on=today)
    earlier.exclude(state__in=OPEN_FINDINGS).update(state=FindingState.FOUND, last_run=run, state_on=today)
    made = []
    for row, values in by_row.items():
        if row in again:
            continue
        one = Finding(
            resource_id=run.resource_id,
            rule_key=rule.key,
            sentence=sentence(rule)[:300],
            row=row,
            state=FindingState.FOUND,
            first_run=run,
            last_run=run,
            first_on=today,
            state_on=today,
        )
        plain = json.dumps(values, ensure_ascii=False).encode()
        one.sealed = vault.seal_bytes(plain, secret=secret, context=selectors.context_of(one))
        made.append(one)
    Finding.objects.bulk_create(made, batch_size=500)


def _follow_up(run: CheckRun, rule: Rule, table: TableName, key: Sequence[str]) -> None:
    """Rows found wrong before and not met now: corrected, gone, or beyond those that are kept."""
    left = Finding.objects.filter(resource_id=run.resource_id, rule_key=rule.key, state__in=OPEN_FINDINGS)
    broken = predicate(rule, table, today=clock.today())
    missed = list(left.exclude(last_run=run))
    for begin_at in range(0, len(missed), TOGETHER):
        some = missed[begin_at : begin_at + TOGETHER]
        keys = {found.id: tuple(selectors.key_of(found)) for found in some}
        of_this = {number: values for number, values in keys.items() if len(values) == len(key)}
        query = sql.SQL("select {keys}, {broken} from {table} t where ({keys}) in ({rows})").format(
            keys=_texts(key), broken=broken, table=table.sql, rows=sql.SQL(", ").join(map(_row, of_this.values()))
        )
        stands = {tuple(values): bad for *values, bad in _fetch(query)} if of_this else {}
        for number, values in keys.items():
            state = FindingState.GONE
            if values in stands:
                state = FindingState.AGAIN if stands[values] else FindingState.CORRECTED
            Finding.objects.filter(id=number).update(state=state, last_run=run, state_on=clock.today())


def _row(values: Sequence[str]) -> sql.Composable:
    return sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, values)))


def _lacking(asked: Sequence[Rule], table: TableName) -> tuple[dict[Dimension, int], int]:
    """Quality -> rows that lack it, each once, and all rows; one reading of the table."""
    by_dimension: dict[Dimension, list[sql.Composable]] = {}
    for rule in asked:
        by_dimension.setdefault(rule.dimension, []).append(predicate(rule, table, today=clock.today()))
    parts = [
        sql.SQL("count(*) filter (where {})").format(sql.SQL(" or ").join(broken)) for broken in by_dimension.values()
    ]
    query = sql.SQL("select {} from {} t").format(sql.SQL(", ").join([sql.SQL("count(*)"), *parts]), table.sql)
    rows, *wrong = _fetch(query)[0]
    return dict(zip(by_dimension, map(int, wrong), strict=True)), int(rows)


@transaction.atomic
def _finish(run: CheckRun, said: dict[str, Any]) -> None:  # field values
    found = CheckRun.objects.select_for_update().get(id=run.id)
    if found.state != RunState.RUNNING:
        raise _Cancelled
    law = Law(found.region_code, clock.today())
    named = [dimension.value for dimension in Dimension if dimension in law("quality.dimensions")]
    below = rules.lowest(said["scores"], dimensions=named, most_wrong=law("quality.most_wrong"))
    said |= {"lowest": below, "ended_at": clock.real_now(), "report_on": clock.today()}
    RUN.move(found, "finish", actor=SYSTEM, also_set=said, recorded={"rows": said["rows"], "below": below})
    found.refresh_from_db()
    _settle_orders(found)


def _settle_orders(run: CheckRun) -> None:
    """Below the threshold a work order goes to the provider; the next check closes it, or opens it again."""
    order = WorkOrder.objects.select_for_update().filter(resource_id=run.resource_id)
    standing = order.exclude(state=OrderState.CLOSED).first()
    if run.lowest and standing is None:
        low = {name: run.scores[name] for name in run.lowest}
        words = "、".join(f"{DIMENSION_WORDS[Dimension(name)]} {value / 100:.2f}%" for name, value in low.items())
        made = WorkOrder.objects.create(
            resource_id=run.resource_id,
            resource_name=run.resource_name,
            provider_id=run.provider_id,
            region_code=run.region_code,
            run=run,
            lowest=low,
            problem=f"{words}，低于标准"[:300],
            issued_on=clock.today(),
        )
        ORDER.begin(made)
    elif run.lowest and standing is not None and standing.state == OrderState.ANSWERED:
        also = {"last_run_id": run.id, "reopened": standing.reopened + 1}
        ORDER.move(standing, "reopen", actor=SYSTEM, also_set=also)
    elif not run.lowest and standing is not None:
        ORDER.move(standing, "close", actor=SYSTEM, also_set={"last_run_id": run.id, "closed_on": clock.today()})


@transaction.atomic
def answer_order(order_id: int, *, actor: Actor, result: str) -> None:
    """The provider says what was done; the pool is checked again at once.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("quality.done").
    """
    found = selectors.order_for(actor, order_id, lock=True)
    ORDER.move(found, "answer", actor=actor, result=result, also_set={"result": result})
    _begin_quietly(found.resource_id)


@transaction.atomic
def purge() -> int:
    """Rows that were corrected or are gone are kept as long as refused rows are; their numbers stay in the reports."""
    today, deleted = clock.today(), 0
    closed = Finding.objects.exclude(state__in=OPEN_FINDINGS)
    for region, day in set(closed.values_list("last_run__region_code", "state_on")):
        term = Law(region, today)("intake.refused_keep")
        if term is None or due(term, day).on <= today:
            deleted += closed.filter(last_run__region_code=region, state_on=day).delete()[0]
    return deleted


# ---- loads ----


def note_load(event: BatchChecked) -> None:
    """The qualities of one load, as its file came; a file that is read again is measured again."""
    batch = checked_batch(event.batch_id)
    resource = resource_version(batch.version_id)
    due_before = load_due(batch.resource_id)
    days = CYCLE_DAYS.get(resource.cycle)
    late = max(0, (batch.received_on - due_before.due_on).days) if due_before else 0
    timely = max(0, rules.WHOLE - rules.WHOLE * late // days) if days else rules.WHOLE
    scores = rules.scores_of(batch.faults, rows=batch.read, timely=timely, there=batch.read > batch.refused)
    LoadScore.objects.update_or_create(
        batch_id=batch.batch_id,
        defaults={
            "resource_id": batch.resource_id,
            "resource_name": resource.name,
            "provider_id": batch.provider_id,
            "region_code": batch.region_code,
            "number": batch.number,
            "received_on": batch.received_on,
            "rows": batch.read,
            "scores": scores,
            "fails": [asdict(fail) for fail in batch.fails],
        },
    )
